package storage

import (
	"errors"
	"time"

	"dogear/club"
)

// Read is one reading of one book by one club.
type Read struct {
	ID        int64
	Club      Club
	Book      Book
	StartOn   string    // the day on which reading begins, ISO, in the club's zone
	EndsAt    time.Time // the moment of its last checkpoint, or of its early end
	RevealsAt time.Time // when the ratings are shown to all
	Dropped   bool
	Closed    bool // ended by a person and not by its plan
}

// UnderWay reports whether the read is planned or being read.
func (r Read) UnderWay(now time.Time) bool { return now.Before(r.EndsAt) }

// Revealed reports whether the ratings are shown to all.
func (r Read) Revealed(now time.Time) bool { return !r.Dropped && !now.Before(r.RevealsAt) }

// Checkpoint is a block of chapters and its moment.
type Checkpoint struct {
	ID     int64
	Read   int64
	Number int // 1..
	First  int // number of its first chapter
	Last   int // number of its last chapter
	At     time.Time
	// Never says that the read was ended before the checkpoint's moment.
	Never bool
}

// Open reports whether the checkpoint's moment has come.
func (c Checkpoint) Open(now time.Time) bool { return !c.Never && !now.Before(c.At) }

const readColumns = `read.id, read.start_on, read.ends_at, read.reveals_at, read.dropped, read.closed, ` +
	clubColumns + `, ` + bookColumns

const readTables = ` read JOIN club ON club.id = read.club_id JOIN book ON book.id = read.book_id `

func scanRead(row func(...any) error) (Read, error) {
	var r Read
	var ends, reveals int64
	dest := []any{&r.ID, &r.StartOn, &ends, &reveals, &r.Dropped, &r.Closed}
	dest = append(append(dest, r.Club.dest()...), r.Book.dest()...)
	err := row(dest...)
	r.EndsAt, r.RevealsAt = instant(ends), instant(reveals)
	return r, err
}

func (tx *Tx) oneRead(query string, args ...any) (Read, error) {
	return first(all(tx, scanRead, query, args...))
}

// AddRead begins a read with the checkpoints of its plan, and returns its id.
func (tx *Tx) AddRead(r Read, plan club.Plan, chapters club.Chapters, by string, now time.Time) (int64, error) {
	var id int64
	err := tx.one(into(&id), `
		INSERT INTO read (club_id, book_id, start_on, ends_at, reveals_at, started_by, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		r.Club.ID, r.Book.ID, r.StartOn, unix(r.EndsAt), unix(r.RevealsAt), by, unix(now))
	if err != nil {
		return 0, err
	}
	for i, b := range plan.Blocks {
		last, _ := chapters.At(b.Last)
		if _, err := tx.exec(`INSERT INTO checkpoint (read_id, number, last_chapter_id, at) VALUES (?, ?, ?, ?)`,
			id, i+1, last.ID, unix(b.At)); err != nil {
			return 0, err
		}
	}
	return id, nil
}

// Read finds a read of a server. The reads of a book that has left the shelf
// are out of sight, here and in the lists.
func (tx *Tx) Read(guild string, id int64) (Read, error) {
	return tx.oneRead(`SELECT `+readColumns+` FROM`+readTables+`
		WHERE read.id = ? AND club.guild_id = ? AND book.removed_at IS NULL`, id, guild)
}

// ReadOf finds a read by its row alone, for work, which comes from our own rows.
func (tx *Tx) ReadOf(id int64) (Read, error) {
	return tx.oneRead(`SELECT `+readColumns+` FROM`+readTables+`WHERE read.id = ?`, id)
}

// ReadsUnderWay lists the reads of a club that have not ended, oldest first.
func (tx *Tx) ReadsUnderWay(clubID int64, now time.Time) ([]Read, error) {
	return all(tx, scanRead, `SELECT `+readColumns+` FROM`+readTables+`
		WHERE read.club_id = ? AND read.ends_at > ? ORDER BY read.id`, clubID, unix(now))
}

// LastRead finds the read of a club that ended last.
func (tx *Tx) LastRead(clubID int64, now time.Time) (Read, error) {
	return tx.oneRead(`SELECT `+readColumns+` FROM`+readTables+`
		WHERE read.club_id = ? AND read.ends_at <= ? AND book.removed_at IS NULL ORDER BY read.ends_at DESC, read.id DESC LIMIT 1`, clubID, unix(now))
}

// Reads lists all reads of a club, the newest first.
func (tx *Tx) Reads(clubID int64) ([]Read, error) {
	return all(tx, scanRead, `SELECT `+readColumns+` FROM`+readTables+`WHERE read.club_id = ? AND book.removed_at IS NULL ORDER BY read.id DESC`, clubID)
}

// EndRead ends a read at a moment, and says when its ratings are shown.
func (tx *Tx) EndRead(id int64, dropped bool, at, reveals time.Time) error {
	_, err := tx.exec(`UPDATE read SET ends_at = ?, reveals_at = ?, dropped = ?, closed = 1 WHERE id = ?`,
		unix(at), unix(reveals), dropped, id)
	return err
}

// SetReveal says when a read's ratings are shown.
func (tx *Tx) SetReveal(id int64, at time.Time) error {
	_, err := tx.exec(`UPDATE read SET reveals_at = ? WHERE id = ?`, unix(at), id)
	return err
}

// Checkpoints lists the checkpoints of a read in their order.
func (tx *Tx) Checkpoints(readID int64) ([]Checkpoint, error) {
	var order int64
	err := tx.one(into(&order), `SELECT book.orders FROM read JOIN book ON book.id = read.book_id WHERE read.id = ?`, readID)
	if errors.Is(err, ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return recall(&tx.orders.mu, &tx.orders.checkpoints, readID, order, func() ([]Checkpoint, error) {
		return tx.loadCheckpoints(readID)
	})
}

func (tx *Tx) loadCheckpoints(readID int64) ([]Checkpoint, error) {
	list, err := all(tx, func(row func(...any) error) (Checkpoint, error) {
		c := Checkpoint{Read: readID}
		var at int64
		err := row(&c.ID, &c.Number, &c.Last, &at, &c.Never)
		c.At = instant(at)
		return c, err
	}, `SELECT checkpoint.id, checkpoint.number, chapter.number, checkpoint.at, checkpoint.at > read.ends_at
		FROM checkpoint JOIN chapter ON chapter.id = checkpoint.last_chapter_id JOIN read ON read.id = checkpoint.read_id
		WHERE checkpoint.read_id = ? ORDER BY checkpoint.number`, readID)
	for i := range list {
		list[i].First = 1
		if i > 0 {
			list[i].First = list[i-1].Last + 1
		}
	}
	return list, err
}

// ReadOfCheckpoint says which read a checkpoint belongs to.
func (tx *Tx) ReadOfCheckpoint(id int64) (int64, error) {
	var read int64
	err := tx.one(into(&read), `SELECT read_id FROM checkpoint WHERE id = ?`, id)
	return read, err
}

// MoveCheckpoint gives a checkpoint another moment. The end of the read
// follows its last checkpoint: see SetEnd.
func (tx *Tx) MoveCheckpoint(id int64, at time.Time) error {
	_, err := tx.exec(`UPDATE checkpoint SET at = ? WHERE id = ?`, unix(at), id)
	return err
}

// SetEnd moves the planned end of a read and the showing of its ratings.
func (tx *Tx) SetEnd(id int64, ends, reveals time.Time) error {
	_, err := tx.exec(`UPDATE read SET ends_at = ?, reveals_at = ? WHERE id = ?`, unix(ends), unix(reveals), id)
	return err
}

// SetLastChapter makes a chapter the end of a checkpoint, as when chapters are
// appended to the book.
func (tx *Tx) SetLastChapter(checkpoint, chapter int64) error {
	_, err := tx.exec(`UPDATE checkpoint SET last_chapter_id = ? WHERE id = ?`, chapter, checkpoint)
	return err
}

// Announcement is a change of a read that its club is told in a line.
type Announcement struct {
	ID         int64
	Read       int64
	Kind       string // "moved", "finished" or "dropped"
	Checkpoint int64  // the moved one, or 0
	Was        time.Time
	Made       time.Time
}

// Announce records a change that the club is to be told.
func (tx *Tx) Announce(a Announcement) (int64, error) {
	var id int64
	err := tx.one(into(&id), `
		INSERT INTO announcement (read_id, kind, checkpoint_id, was_at, made_at)
		VALUES (?, ?, nullif(?, 0), ?, ?) RETURNING id`,
		a.Read, a.Kind, a.Checkpoint, unix(a.Was), unix(a.Made))
	return id, err
}

// Announcement finds a recorded change.
func (tx *Tx) Announcement(id int64) (Announcement, error) {
	a := Announcement{ID: id}
	var was, made int64
	err := tx.one(into(&a.Read, &a.Kind, &a.Checkpoint, &was, &made), `
		SELECT read_id, kind, coalesce(checkpoint_id, 0), was_at, made_at FROM announcement WHERE id = ?`, id)
	a.Was, a.Made = instant(was), instant(made)
	return a, err
}
