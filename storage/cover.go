package storage

import "time"

// Cover is the picture of a book's cover, as it is shown.
type Cover struct {
	Kind string // its media type
	Data []byte
}

// SetCover keeps the cover of a book, in place of the one before.
func (tx *Tx) SetCover(bookID int64, c Cover, now time.Time) error {
	_, err := tx.exec(`
		INSERT INTO cover (book_id, kind, data, changed_at) VALUES (?, ?, ?, ?)
		ON CONFLICT (book_id) DO UPDATE SET kind = excluded.kind, data = excluded.data, changed_at = excluded.changed_at`,
		bookID, c.Kind, c.Data, unix(now))
	return err
}

// Cover is the cover of a book, of one that has left the shelf too.
func (tx *Tx) Cover(bookID int64) (Cover, error) {
	var c Cover
	err := tx.one(into(&c.Kind, &c.Data), `SELECT kind, data FROM cover WHERE book_id = ?`, bookID)
	return c, err
}
