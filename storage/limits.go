package storage

import (
	"errors"
	"time"
)

// LastNotes is when a person wrote the earliest of their last n notes, in any
// server and deleted ones too; zero if they wrote fewer.
func (tx *Tx) LastNotes(user string, n int) (time.Time, error) {
	var made int64
	err := tx.one(into(&made), `SELECT created_at FROM note WHERE author_id = ? ORDER BY created_at DESC LIMIT 1 OFFSET ?`, user, n-1)
	if errors.Is(err, ErrNotFound) {
		return time.Time{}, nil
	}
	return instant(made), err
}

// Stock is how much is kept of a server, also of what has left its shelves.
type Stock struct {
	Books, Reads       int
	NewBooks, NewReads int // of them, those added since a moment
}

// Stock counts what is kept of a server.
func (tx *Tx) Stock(guild string, since time.Time) (k Stock, err error) {
	err = tx.one(into(&k.Books, &k.NewBooks), `
		SELECT count(*), coalesce(sum(book.added_at > ?2), 0)
		FROM club JOIN book ON book.club_id = club.id WHERE club.guild_id = ?1`, guild, unix(since))
	if err == nil {
		err = tx.one(into(&k.Reads, &k.NewReads), `
			SELECT count(*), coalesce(sum(read.created_at > ?2), 0)
			FROM club JOIN read ON read.club_id = club.id WHERE club.guild_id = ?1`, guild, unix(since))
	}
	return k, err
}

// PictureBytes is how much room the pictures of a server take, covers and those
// that wait for their note included.
func (tx *Tx) PictureBytes(guild string, now time.Time) (bytes int64, err error) {
	err = tx.one(into(&bytes), `SELECT
		coalesce((SELECT sum(length(cover.data)) FROM club JOIN book ON book.club_id = club.id JOIN cover ON cover.book_id = book.id
			WHERE club.guild_id = ?1), 0) +
		coalesce((SELECT sum(note.weight) FROM club JOIN read ON read.club_id = club.id
			JOIN note ON note.read_id = read.id AND note.weight > 0 WHERE club.guild_id = ?1), 0) +
		coalesce((SELECT sum(length(draft_picture.data)) FROM draft JOIN draft_picture ON draft_picture.draft_id = draft.id
			WHERE draft.guild_id = ?1 AND draft.expires_at > ?2), 0)`, guild, unix(now))
	return bytes, err
}

// PictureBytesOf is how much room those pictures take that a person took down
// and that wait for their note, and those of their notes since a moment, in all
// servers.
func (tx *Tx) PictureBytesOf(user string, since, now time.Time) (bytes int64, err error) {
	err = tx.one(into(&bytes), `SELECT
		coalesce((SELECT sum(weight) FROM note WHERE author_id = ?1 AND created_at > ?2), 0) +
		coalesce((SELECT sum(length(draft_picture.data)) FROM draft JOIN draft_picture ON draft_picture.draft_id = draft.id
			WHERE draft.user_id = ?1 AND draft.expires_at > ?3), 0)`, user, unix(since), unix(now))
	return bytes, err
}

// CountAsked counts the questions that people wrote for a read, removed ones
// too. One that is repeated counts once.
func (tx *Tx) CountAsked(readID int64) (n int, err error) {
	err = tx.one(into(&n), `SELECT (SELECT count(*) FROM prompt WHERE read_id = ?1 AND series_id IS NULL AND spare = 0)
		+ (SELECT count(*) FROM series WHERE read_id = ?1)`, readID)
	return n, err
}

// CountOwned counts the editions of a person's own, of all books.
func (tx *Tx) CountOwned(user string) (n int, err error) {
	err = tx.one(into(&n), `SELECT count(*) FROM edition WHERE owner_id = ?`, user)
	return n, err
}

// CountPlanned counts the checkpoints of a read, those out of its plan too, and
// the changes of its dates since a moment of which its club was to be told.
func (tx *Tx) CountPlanned(readID int64, since time.Time) (checkpoints, changes int, err error) {
	err = tx.one(into(&checkpoints, &changes), `SELECT (SELECT count(*) FROM checkpoint WHERE read_id = ?1),
		(SELECT count(*) FROM announcement WHERE read_id = ?1 AND kind = 'moved' AND made_at > ?2)`, readID, unix(since))
	return checkpoints, changes, err
}
