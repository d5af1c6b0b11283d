package storage

import "errors"

// Person is what somebody wishes for in a server.
type Person struct {
	Guild, User string
	Reminders   bool // a direct message before a checkpoint
	// Closed says that reminders were switched off because no direct message
	// came through, and that the person has not been told.
	Closed bool
	// Progress says that they count in how far the club is, where nobody is
	// named; Stars that their name may stand beside their stars once those are
	// shown to all.
	Progress, Stars bool
}

// Person is what somebody wishes for in a server. Before they say so, they count
// in how far the club is, and wish for nothing else.
func (tx *Tx) Person(guild, user string) (Person, error) {
	p := Person{Guild: guild, User: user, Progress: true}
	err := tx.one(into(&p.Reminders, &p.Closed, &p.Progress, &p.Stars),
		`SELECT reminders, closed, progress, stars FROM person WHERE guild_id = ? AND user_id = ?`, guild, user)
	if errors.Is(err, ErrNotFound) {
		err = nil
	}
	return p, err
}

// SetPerson writes what somebody wishes for in a server.
func (tx *Tx) SetPerson(p Person) error {
	_, err := tx.exec(`
		INSERT INTO person (guild_id, user_id, reminders, closed, progress, stars) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (guild_id, user_id) DO UPDATE SET
			reminders = excluded.reminders, closed = excluded.closed, progress = excluded.progress, stars = excluded.stars`,
		p.Guild, p.User, p.Reminders, p.Closed, p.Progress, p.Stars)
	return err
}

// CloseReminders switches off the reminders of somebody who takes no direct
// messages, in every server, and remembers that they are to be told.
func (tx *Tx) CloseReminders(user string) error {
	_, err := tx.exec(`UPDATE person SET reminders = 0, closed = 1 WHERE user_id = ? AND reminders = 1`, user)
	return err
}

// Remindable lists who is in a checkpoint's read, wants to be reminded in its
// server, and has not read that far.
func (tx *Tx) Remindable(checkpoint int64) ([]string, error) {
	return all(tx, only[string], `
		SELECT reader.user_id
		FROM checkpoint JOIN chapter ON chapter.id = checkpoint.last_chapter_id
			JOIN read ON read.id = checkpoint.read_id JOIN club ON club.id = read.club_id
			JOIN reader ON reader.read_id = read.id
			JOIN person ON person.user_id = reader.user_id AND person.guild_id = club.guild_id
		WHERE checkpoint.id = ? AND reader.left_at IS NULL AND person.reminders = 1 AND reader.position < chapter.number
		ORDER BY reader.user_id`, checkpoint)
}

// DirectChannel is the channel of direct messages with a person, "" if none is
// known.
func (tx *Tx) DirectChannel(user string) (string, error) {
	var channel string
	err := tx.one(into(&channel), `SELECT channel_id FROM direct WHERE user_id = ?`, user)
	if errors.Is(err, ErrNotFound) {
		err = nil
	}
	return channel, err
}

// KeepDirect remembers the channel of direct messages with a person.
func (tx *Tx) KeepDirect(user, channel string) error {
	_, err := tx.exec(`
		INSERT INTO direct (user_id, channel_id) VALUES (?, ?)
		ON CONFLICT (user_id) DO UPDATE SET channel_id = excluded.channel_id`, user, channel)
	return err
}
