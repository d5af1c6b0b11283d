package storage

import (
	"database/sql"
	"time"

	"dogear/club"
)

// Note is something that a reader wrote about the story.
type Note struct {
	ID      int64
	Read    int64
	Author  string
	Kind    string      // "thought", "quote", "question" or "review"
	Text    club.Locked // behind the lock that it has in its thread, with its author
	Own     club.Lock   // its own lock, which that of the notes above it may exceed
	Channel string      // where its stub stands, "" for a review or a reply
	Made    time.Time
	Edited  bool

	Parent int64 // the note that it replies to, or 0
	Root   int64 // the first note of its thread, 0 if it is that one
	Prompt int64 // the question that it answers, or 0
	// Replies is how many replies the thread of a first note has, and Pictures
	// how many pictures the note.
	Replies, Pictures int
	// Deleted says that a note is shown only for the replies below it.
	Deleted bool
	// Rereads says that its author reads the book again.
	Rereads bool
	// SaidIn and Said are the channel and the id of the message that it was
	// before it was locked, "" if it never was one.
	SaidIn, Said string

	// Of the person whose list it is in: whether they have seen it, and how
	// many notes of its thread that they may see they have not (in Notes).
	Seen   bool
	Unseen int
	Felt   int  // how many felt that too (in Notes and Thread)
	Feels  bool // the person among them
}

// First is the first note of the note's thread.
func (n Note) First() int64 {
	if n.Root != 0 {
		return n.Root
	}
	return n.ID
}

const noteColumns = `note.id, note.read_id, note.author_id, note.kind, note.text, note.stub_channel_id, note.created_at,
	note.edited_at IS NOT NULL, coalesce(note.parent_id, 0), coalesce(note.root_id, 0), coalesce(note.prompt_id, 0), note.replies,
	(SELECT count(*) FROM note_picture WHERE note_picture.note_id = note.id), note.deleted_at IS NOT NULL,
	note.said_channel_id, note.said_message_id,
	EXISTS (SELECT 1 FROM reader WHERE reader.read_id = note.read_id AND reader.user_id = note.author_id AND reader.rereads), ` + noteLock

// scanNote reads a note behind its own lock; what stands above it is added by
// tx.raise, or for a whole thread at once.
func scanNote(row func(...any) error, more ...any) (Note, error) {
	var n Note
	var made int64
	var lock lockRow
	dest := []any{
		&n.ID, &n.Read, &n.Author, &n.Kind, &n.Text, &n.Channel, &made, &n.Edited, &n.Parent, &n.Root, &n.Prompt, &n.Replies,
		&n.Pictures, &n.Deleted, &n.SaidIn, &n.Said, &n.Rereads,
	}
	err := row(append(append(dest, lock.dest()...), more...)...)
	n.Made = instant(made)
	n.Own = sealed(lock.lock(), n.Kind)
	n.Text = n.Text.Under(n.Own, n.Author)
	return n, err
}

// sealed is the lock of a note of a kind: reviews open as the stars do.
func sealed(l club.Lock, kind string) club.Lock {
	if kind == "review" {
		return l.Sealed()
	}
	return l
}

// plainNote scans a note without anything more.
func plainNote(row func(...any) error) (Note, error) { return scanNote(row) }

// raised finds a note and puts it behind what stands above it.
func (tx *Tx) raised(query string, args ...any) (Note, error) {
	n, err := first(all(tx, plainNote, query, args...))
	if err == nil && (n.Parent != 0 || n.Prompt != 0) {
		err = tx.raise(&n)
	}
	return n, err
}

// AddNote stores a note with its author and the lock of its text, in the thread
// of its Parent if it has one, and returns its id. A note answers a note or a
// question, and not both. Its author has seen it.
func (tx *Tx) AddNote(n Note) (int64, error) {
	n.Own = sealed(n.Text.Opening(), n.Kind)
	chapter, err := tx.chapterID(n.Read, n.Own)
	if err != nil {
		return 0, err
	}
	opens, err := tx.opensIn(n)
	if err != nil {
		return 0, err
	}
	var id int64
	var root sql.NullInt64
	err = tx.one(into(&id, &root), `
		INSERT INTO note (read_id, author_id, kind, lock_chapter_id, lock_whole, text, stub_channel_id, created_at,
			said_channel_id, said_message_id, parent_id, root_id, prompt_id, opens, shelf)
		SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, above.id, coalesce(above.root_id, above.id), nullif(?12, 0), ?13, coalesce(above.shelf, ?13)
		FROM (SELECT 1) LEFT JOIN note above ON above.id = ?11
		RETURNING id, root_id`,
		n.Read, n.Text.By(), n.Kind, chapter, n.Own.IsWhole(), n.Text, n.Channel, unix(n.Made), n.SaidIn, n.Said, n.Parent, n.Prompt, opens)
	if err != nil {
		return 0, err
	}
	if root.Valid {
		if err := tx.countReply(root.Int64, 1); err != nil {
			return 0, err
		}
	}
	_, err = tx.exec(`INSERT INTO note_seen (user_id, read_id, note_id, nth) VALUES (?, ?, ?, 0)`, n.Text.By(), n.Read, id)
	return id, err
}

func (tx *Tx) countReply(root int64, by int) error {
	_, err := tx.exec(`UPDATE note SET replies = replies + ? WHERE id = ?`, by, root)
	return err
}

// Twin finds a note that says just what n says, by the same author, behind the
// same lock, at the same place and made since a moment; ErrNotFound if there is
// none.
func (tx *Tx) Twin(n Note, since time.Time) (id int64, err error) {
	chapter, err := tx.chapterID(n.Read, n.Own)
	if err != nil {
		return 0, err
	}
	err = tx.one(into(&id), `SELECT id FROM note
		WHERE read_id = ? AND author_id = ? AND standing IN (1, 3) AND text = ? AND created_at >= ?
			AND lock_chapter_id IS ? AND lock_whole = ? AND stub_channel_id = ?
			AND coalesce(parent_id, 0) = ? AND coalesce(prompt_id, 0) = ? ORDER BY id DESC LIMIT 1`,
		n.Read, n.Author, n.Text, unix(since), chapter, n.Own.IsWhole(), n.Channel, n.Parent, n.Prompt)
	return id, err
}

// Note finds a note of a server that was not deleted.
func (tx *Tx) Note(guild string, id int64) (Note, error) {
	return tx.raised(`
		SELECT `+noteColumns+` FROM`+noteLockTables+`JOIN club ON club.id = read.club_id
		WHERE note.id = ? AND club.guild_id = ? AND note.deleted_at IS NULL`, id, guild)
}

// NoteOf finds a note by its row alone, for work, which comes from our own rows.
func (tx *Tx) NoteOf(id int64) (Note, error) {
	return tx.raised(`SELECT `+noteColumns+` FROM`+noteLockTables+`WHERE note.id = ? AND note.deleted_at IS NULL`, id)
}

// NoteOfMessage finds the note that a message became, also one that was
// deleted since; ErrNotFound if it became none.
func (tx *Tx) NoteOfMessage(message string) (Note, error) {
	return tx.raised(`SELECT `+noteColumns+` FROM`+noteLockTables+`WHERE note.said_message_id = ? AND note.said_message_id <> ''`, message)
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

// SetNoteLock changes a note's own lock. What stands below it in its thread
// follows, and what was said of its lock is answered.
func (tx *Tx) SetNoteLock(n Note, lock club.Lock, now time.Time) error {
	if err := tx.setLock(n, lock); err != nil {
		return err
	}
	return tx.CloseReports(n.ID, now)
}

func (tx *Tx) setLock(n Note, lock club.Lock) error {
	chapter, err := tx.chapterID(n.Read, lock)
	if err != nil {
		return err
	}
	if _, err := tx.exec(`UPDATE note SET lock_chapter_id = ?, lock_whole = ? WHERE id = ?`, chapter, lock.IsWhole(), n.ID); err != nil {
		return err
	}
	return tx.settle(n.Read, n.First())
}

// DeleteNote takes a note away, its text and its pictures with it. The replies
// below it stay, behind its lock as before.
func (tx *Tx) DeleteNote(id int64, now time.Time) error {
	var root sql.NullInt64
	err := tx.one(into(&root), `UPDATE note SET text = '', deleted_at = ? WHERE id = ? AND deleted_at IS NULL RETURNING root_id`, unix(now), id)
	if err != nil {
		return err
	}
	if root.Valid {
		if err := tx.countReply(root.Int64, -1); err != nil {
			return err
		}
	}
	if _, err := tx.exec(`DELETE FROM note_picture WHERE note_id = ?`, id); err != nil {
		return err
	}
	return tx.CloseReports(id, now)
}

// MarkSeen records that a person has read notes of one read, at once.
func (tx *Tx) MarkSeen(user string, notes ...int64) error {
	_, err := tx.exec(`
		INSERT INTO note_seen (user_id, read_id, note_id, nth) SELECT ?1, read_id, note.id, 1 + coalesce((
			SELECT max(nth) FROM note_seen WHERE user_id = ?1 AND note_seen.read_id = note.read_id), 0)
		FROM json_each(?2) seen CROSS JOIN note ON note.id = seen.value WHERE TRUE
		ON CONFLICT DO NOTHING`, user, jsonOf(notes))
	return err
}

// Reviews lists the reviews of a read, the newest first.
func (tx *Tx) Reviews(readID int64) ([]Note, error) {
	return all(tx, plainNote, `
		SELECT `+noteColumns+` FROM`+noteLockTables+`
		WHERE note.read_id = ? AND note.kind = 'review' AND note.deleted_at IS NULL ORDER BY note.id DESC`, readID)
}
