package storage

import "time"

// Reader is a member in a read.
type Reader struct {
	User     string
	Position int // chapters finished
	Furthest int // the furthest position they ever held in this read
	Rereads  bool
	Joined   time.Time
	Left     bool // left the read; the position is kept for a return
	LeftAt   time.Time
}

const readerColumns = `user_id, position, furthest, rereads, joined_at, coalesce(left_at, 0)`

func scanReader(row func(...any) error) (Reader, error) {
	var r Reader
	var joined, left int64
	err := row(&r.User, &r.Position, &r.Furthest, &r.Rereads, &joined, &left)
	r.Joined, r.LeftAt, r.Left = instant(joined), instant(left), left != 0
	return r, err
}

// Reader finds a member of a read, also one who left it.
func (tx *Tx) Reader(readID int64, user string) (Reader, error) {
	return first(all(tx, scanReader, `SELECT `+readerColumns+` FROM reader WHERE read_id = ? AND user_id = ?`, readID, user))
}

// Readers lists who is in a read now.
func (tx *Tx) Readers(readID int64) ([]Reader, error) {
	return all(tx, scanReader, `SELECT `+readerColumns+` FROM reader
		WHERE read_id = ? AND left_at IS NULL ORDER BY joined_at, user_id`, readID)
}

// Counted lists who is in a read now and counts in how far the club is: all who
// do not wish otherwise.
func (tx *Tx) Counted(readID int64) ([]Reader, error) {
	return all(tx, scanReader, `
		SELECT reader.user_id, position, furthest, rereads, joined_at, coalesce(left_at, 0)
		FROM reader JOIN read ON read.id = reader.read_id JOIN club ON club.id = read.club_id
			LEFT JOIN person ON person.guild_id = club.guild_id AND person.user_id = reader.user_id
		WHERE reader.read_id = ? AND reader.left_at IS NULL AND coalesce(person.progress, 1) = 1
		ORDER BY joined_at, reader.user_id`, readID)
}

// EverIn lists who is in a read, and who was and left it.
func (tx *Tx) EverIn(readID int64) ([]Reader, error) {
	return all(tx, scanReader, `SELECT `+readerColumns+` FROM reader
		WHERE read_id = ? ORDER BY joined_at, user_id`, readID)
}

// SetReader writes a member of a read as r says, and makes them one if they
// were not. The day they first joined is kept.
func (tx *Tx) SetReader(readID int64, r Reader, now time.Time) error {
	var left *int64
	if r.Left {
		at := unix(now)
		left = &at
	}
	_, err := tx.exec(`
		INSERT INTO reader (read_id, user_id, position, furthest, rereads, joined_at, left_at)
		VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (read_id, user_id) DO UPDATE SET
			position = excluded.position, furthest = excluded.furthest,
			rereads = excluded.rereads, left_at = excluded.left_at`,
		readID, r.User, r.Position, r.Furthest, r.Rereads, unix(r.Joined), left)
	return err
}

// CountFinished says how many readers of a book's reads, at any time, have
// finished the first at chapters and never stood further on: at the book's last
// chapter, those who had finished it. One in two reads counts once.
func (tx *Tx) CountFinished(book int64, at int) (int, error) {
	var n int
	err := tx.one(into(&n), `
		SELECT count(DISTINCT reader.user_id) FROM read JOIN reader ON reader.read_id = read.id
		WHERE read.book_id = ? AND max(reader.position, reader.furthest) = ?`, book, at)
	return n, err
}

// MoveFinished takes the readers that CountFinished counts from one number of
// finished chapters to a higher one: who stands there, goes on, and so does
// what counts as the furthest of one who has moved back since.
func (tx *Tx) MoveFinished(book int64, from, to int) error {
	_, err := tx.exec(`
		UPDATE reader SET position = iif(position = ?2, ?3, position), furthest = ?3
		WHERE read_id IN (SELECT id FROM read WHERE book_id = ?1) AND max(position, furthest) = ?2`, book, from, to)
	return err
}
