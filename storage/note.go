package storage

import (
	"time"

	"dogear/club"
)

// Note is something that a reader wrote about the story.
type Note struct {
	ID      int64
	Read    int64
	Author  string
	Kind    string      // "thought", "quote", "question" or "review"
	Text    club.Locked // with its lock and its author
	Channel string      // where its stub stands, "" for a review
	Made    time.Time
	Edited  bool
	Seen    bool // by the person whose list it is in
}

const noteColumns = `note.id, note.read_id, note.author_id, note.kind, note.text, note.stub_channel_id, note.created_at, note.edited_at IS NOT NULL, ` + noteLock

func scanNote(row func(...any) error, more ...any) (Note, error) {
	var n Note
	var made int64
	var lock lockRow
	dest := []any{&n.ID, &n.Read, &n.Author, &n.Kind, &n.Text, &n.Channel, &made, &n.Edited}
	err := row(append(append(dest, lock.dest()...), more...)...)
	n.Made = instant(made)
	n.Text = n.Text.Under(lock.lock(), n.Author)
	return n, err
}

// AddNote stores a note with the lock and the author of its text.
func (tx *Tx) AddNote(n Note) (int64, error) {
	lock := n.Text.Opening()
	chapter, err := tx.chapterID(n.Read, lock)
	if err != nil {
		return 0, err
	}
	var id int64
	err = tx.one(into(&id), `
		INSERT INTO note (read_id, author_id, kind, lock_chapter_id, lock_whole, text, stub_channel_id, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		n.Read, n.Text.By(), n.Kind, chapter, lock.IsWhole(), n.Text, n.Channel, unix(n.Made))
	return id, err
}

// Note finds a note of a server that was not deleted.
func (tx *Tx) Note(guild string, id int64) (Note, error) {
	list, err := all(tx, func(row func(...any) error) (Note, error) { return scanNote(row) }, `
		SELECT `+noteColumns+` FROM`+noteLockTables+`JOIN club ON club.id = read.club_id
		WHERE note.id = ? AND club.guild_id = ? AND note.deleted_at IS NULL`, id, guild)
	return first(list, err)
}

// NoteOf finds a note by its row alone, for work, which comes from our own rows.
func (tx *Tx) NoteOf(id int64) (Note, error) {
	list, err := all(tx, func(row func(...any) error) (Note, error) { return scanNote(row) }, `
		SELECT `+noteColumns+` FROM`+noteLockTables+`WHERE note.id = ? AND note.deleted_at IS NULL`, id)
	return first(list, err)
}

func first[T any](list []T, err error) (T, error) {
	if err == nil && len(list) > 0 {
		return list[0], nil
	}
	var none T
	if err == nil {
		err = ErrNotFound
	}
	return none, err
}

// SetNoteText changes what a note says.
func (tx *Tx) SetNoteText(id int64, text club.Locked, now time.Time) error {
	_, err := tx.exec(`UPDATE note SET text = ?, edited_at = ? WHERE id = ?`, text, unix(now), id)
	return err
}

// SetNoteLock changes how far one must have read before a note opens.
func (tx *Tx) SetNoteLock(n Note, lock club.Lock) error {
	chapter, err := tx.chapterID(n.Read, lock)
	if err != nil {
		return err
	}
	_, err = tx.exec(`UPDATE note SET lock_chapter_id = ?, lock_whole = ? WHERE id = ?`, chapter, lock.IsWhole(), n.ID)
	return err
}

// DeleteNote takes a note away, and its text with it.
func (tx *Tx) DeleteNote(id int64, now time.Time) error {
	_, err := tx.exec(`UPDATE note SET text = '', deleted_at = ? WHERE id = ?`, unix(now), id)
	return err
}

// MarkSeen records that a person has read a note.
func (tx *Tx) MarkSeen(user string, note int64) error {
	_, err := tx.exec(`
		INSERT INTO note_seen (user_id, read_id, note_id) SELECT ?1, read_id, id FROM note WHERE id = ?2
		ON CONFLICT DO NOTHING`, user, note)
	return err
}

// Reviews lists the reviews of a read, the newest first.
func (tx *Tx) Reviews(readID int64) ([]Note, error) {
	return all(tx, func(row func(...any) error) (Note, error) { return scanNote(row) }, `
		SELECT `+noteColumns+` FROM`+noteLockTables+`
		WHERE note.read_id = ? AND note.kind = 'review' AND note.deleted_at IS NULL ORDER BY note.id DESC`, readID)
}
