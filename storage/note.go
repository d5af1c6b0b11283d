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
// tx.raise.
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
	n.Own = lock.lock()
	n.Text = n.Text.Under(n.Own, n.Author)
	return n, err
}

// plainNote scans a note without anything more.
func plainNote(row func(...any) error) (Note, error) { return scanNote(row) }

// raise puts a note behind the locks of the notes above it, also of those that
// were deleted, and of the question that its thread answers.
func (tx *Tx) raise(n *Note) error {
	if n.Parent != 0 {
		above, err := all(tx, plainNote, `SELECT `+noteColumns+` FROM (
			WITH RECURSIVE above (id) AS (
				SELECT ?1 UNION ALL SELECT note.parent_id FROM above JOIN note ON note.id = above.id WHERE note.parent_id IS NOT NULL)
			SELECT id FROM above
		) above JOIN`+noteLockTables+`WHERE note.id = above.id`, n.Parent)
		if err != nil {
			return err
		}
		for _, up := range above {
			n.Text = n.Text.Behind(up.Own)
			if up.Prompt != 0 {
				n.Prompt = up.Prompt
			}
		}
	}
	return tx.behindPrompt(n)
}

// behindPrompt puts a note behind the lock of the question it answers.
func (tx *Tx) behindPrompt(n *Note) error {
	if n.Prompt == 0 {
		return nil
	}
	lock, err := tx.promptLock(n.Prompt)
	if err == nil {
		n.Text = n.Text.Behind(lock)
	}
	return err
}

// raised finds a note and puts it behind what stands above it.
func (tx *Tx) raised(query string, args ...any) (Note, error) {
	n, err := first(all(tx, plainNote, query, args...))
	if err == nil {
		err = tx.raise(&n)
	}
	return n, err
}

// AddNote stores a note with its author and the lock of its text, in the thread
// of its Parent if it has one, and returns its id. Its author has seen it.
func (tx *Tx) AddNote(n Note) (int64, error) {
	lock := n.Text.Opening()
	chapter, err := tx.chapterID(n.Read, lock)
	if err != nil {
		return 0, err
	}
	var id, root int64
	err = tx.one(into(&id, &root), `
		INSERT INTO note (read_id, author_id, kind, lock_chapter_id, lock_whole, text, stub_channel_id, created_at,
			parent_id, root_id, prompt_id, said_channel_id, said_message_id)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, nullif(?9, 0),
			(SELECT coalesce(above.root_id, above.id) FROM note above WHERE above.id = nullif(?9, 0)), nullif(?10, 0), ?11, ?12)
		RETURNING id, coalesce(root_id, id)`,
		n.Read, n.Text.By(), n.Kind, chapter, lock.IsWhole(), n.Text, n.Channel, unix(n.Made), n.Parent, n.Prompt, n.SaidIn, n.Said)
	if err != nil {
		return 0, err
	}
	if n.Parent != 0 {
		if err := tx.countReply(root, 1); err != nil {
			return 0, err
		}
	}
	if err := tx.settle(root); err != nil {
		return 0, err
	}
	return id, tx.MarkSeen(n.Text.By(), id)
}

func (tx *Tx) countReply(root int64, by int) error {
	_, err := tx.exec(`UPDATE note SET replies = replies + ? WHERE id = ?`, by, root)
	return err
}

// settle sets anew where the notes of a thread are listed and counted.
func (tx *Tx) settle(root int64) error {
	type row struct {
		note              Note
		key, opens, shelf int64
	}
	thread, err := all(tx, func(scan func(...any) error) (r row, err error) {
		r.note, err = scanNote(scan, &r.key, &r.opens, &r.shelf)
		return r, err
	}, `SELECT `+noteColumns+`, iif(note.lock_whole, -1, coalesce(note.lock_chapter_id, 0)), note.opens, note.shelf
		FROM`+noteLockTables+`WHERE note.id = ?1 OR note.root_id = ?1 ORDER BY note.id`, root)
	if err != nil {
		return err
	}
	type place struct {
		lock club.Lock
		key  int64
	}
	places := make(map[int64]place, len(thread))
	for _, r := range thread {
		at := place{r.note.Own, r.key}
		higher := func(p place) {
			if club.Strictest(at.lock, p.lock) != at.lock {
				at = p
			}
		}
		if r.note.Parent != 0 {
			higher(places[r.note.Parent])
		} else if r.note.Prompt != 0 {
			lock, err := tx.promptLock(r.note.Prompt)
			if err != nil {
				return err
			}
			key, err := tx.lockKey(r.note.Read, lock)
			if err != nil {
				return err
			}
			higher(place{lock, key})
		}
		places[r.note.ID] = at
		if shelf := places[root].key; at.key != r.opens || shelf != r.shelf {
			if _, err := tx.exec(`UPDATE note SET opens = ?, shelf = ? WHERE id = ?`, at.key, shelf, r.note.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// lockKey is the key of a lock: see the column note.opens.
func (tx *Tx) lockKey(readID int64, l club.Lock) (int64, error) {
	if l.IsWhole() {
		return -1, nil
	}
	chapter, err := tx.chapterID(readID, l)
	return chapter.Int64, err
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
	return tx.settle(n.First())
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

// MarkSeen records that a person has read a note.
func (tx *Tx) MarkSeen(user string, note int64) error {
	_, err := tx.exec(`
		INSERT INTO note_seen (user_id, read_id, note_id) SELECT ?1, read_id, id FROM note WHERE id = ?2
		ON CONFLICT DO NOTHING`, user, note)
	return err
}

// Reviews lists the reviews of a read, the newest first.
func (tx *Tx) Reviews(readID int64) ([]Note, error) {
	return all(tx, plainNote, `
		SELECT `+noteColumns+` FROM`+noteLockTables+`
		WHERE note.read_id = ? AND note.kind = 'review' AND note.deleted_at IS NULL ORDER BY note.id DESC`, readID)
}
