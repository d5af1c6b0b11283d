package storage

import "time"

// Club is a book club and its settings.
type Club struct {
	ID      int64
	Guild   string
	Channel string // its home channel
	Name    string
	Zone    string // an IANA name
	Role    string // the id of the role that its readers get, or ""
	Rooms   bool   // each checkpoint gets a private thread
	// Reminders says that readers who ask for it are reminded of a checkpoint.
	Reminders bool
	Events    bool // the next checkpoints are events of the server
	Threads   bool // a public thread hangs under each post
	Fallback  bool // a checkpoint without a question gets one of the bank's
	// Archived says that nothing is posted in it and nothing changes: see Archive.
	Archived bool
}

const clubColumns = `club.id, club.guild_id, club.channel_id, club.name, club.timezone, club.role_id, club.rooms, club.reminders, club.events, club.threads, club.fallback, club.archived_at IS NOT NULL`

func (c *Club) dest() []any {
	return []any{&c.ID, &c.Guild, &c.Channel, &c.Name, &c.Zone, &c.Role, &c.Rooms, &c.Reminders, &c.Events, &c.Threads, &c.Fallback, &c.Archived}
}

// AddClub makes a club of a channel and returns it with its id.
func (tx *Tx) AddClub(c Club, now time.Time) (Club, error) {
	err := tx.one(into(&c.ID), `
		INSERT INTO club (guild_id, channel_id, name, timezone, role_id, rooms, reminders, events, threads, fallback, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		c.Guild, c.Channel, c.Name, c.Zone, c.Role, c.Rooms, c.Reminders, c.Events, c.Threads, c.Fallback, unix(now))
	return c, err
}

// SetClub changes a club's settings: all but its channel, and whether it is
// archived.
func (tx *Tx) SetClub(c Club) error {
	_, err := tx.exec(`UPDATE club SET name = ?, timezone = ?, role_id = ?, rooms = ?, reminders = ?, events = ?, threads = ?, fallback = ?
		WHERE id = ?`,
		c.Name, c.Zone, c.Role, c.Rooms, c.Reminders, c.Events, c.Threads, c.Fallback, c.ID)
	return err
}

// Club finds a club of a server by its row.
func (tx *Tx) Club(guild string, id int64) (Club, error) {
	var c Club
	err := tx.one(c.dest(), `SELECT `+clubColumns+` FROM club WHERE id = ? AND guild_id = ?`, id, guild)
	return c, err
}

// ClubByRow finds a club by its row alone, for work, which comes from our own
// rows.
func (tx *Tx) ClubByRow(id int64) (Club, error) {
	var c Club
	err := tx.one(c.dest(), `SELECT `+clubColumns+` FROM club WHERE id = ?`, id)
	return c, err
}

// ClubOf finds the club whose home is a channel of a server.
func (tx *Tx) ClubOf(guild, channel string) (Club, error) {
	var c Club
	err := tx.one(c.dest(), `SELECT `+clubColumns+` FROM club WHERE channel_id = ? AND guild_id = ?`, channel, guild)
	return c, err
}

// Clubs lists the clubs of a server, oldest first.
func (tx *Tx) Clubs(guild string) ([]Club, error) {
	return all(tx, func(row func(...any) error) (Club, error) {
		var c Club
		return c, row(c.dest()...)
	}, `SELECT `+clubColumns+` FROM club WHERE guild_id = ? ORDER BY id`, guild)
}
