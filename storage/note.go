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
	_, err := tx.exec(`INSERT INTO note_seen (user_id, note_id) VALUES (?, ?) ON CONFLICT DO NOTHING`, user, note)
	return err
}

// NoteCount is how many notes of a read one lock holds.
type NoteCount struct {
	Lock   club.Lock
	N      int
	Unseen int // of these, how many the person has neither read nor written
}

// CountNotes counts a read's notes by their lock, the earliest first.
func (tx *Tx) CountNotes(readID int64, user string) ([]NoteCount, error) {
	return all(tx, func(row func(...any) error) (NoteCount, error) {
		var c NoteCount
		var lock lockRow
		err := row(append(lock.dest(), &c.N, &c.Unseen)...)
		c.Lock = lock.lock()
		return c, err
	}, `SELECT `+noteLock+`, count(*),
			count(*) FILTER (WHERE note.author_id <> ?2 AND NOT EXISTS (
				SELECT 1 FROM note_seen WHERE note_seen.user_id = ?2 AND note_seen.note_id = note.id))
		FROM`+noteLockTables+`
		WHERE note.read_id = ?1 AND note.deleted_at IS NULL
		GROUP BY note.lock_chapter_id, note.lock_whole
		ORDER BY note.lock_whole, coalesce(chapter.number, 0)`, readID, user)
}

// NotesBetween counts the notes of a read whose lock lies after one position
// and up to another: what opens on the way. A note by user never was shut.
func (tx *Tx) NotesBetween(readID int64, after, upTo int, user string) (int, error) {
	var n int
	err := tx.one(into(&n), `
		SELECT count(*) FROM read
			JOIN chapter ON chapter.book_id = read.book_id AND chapter.number > ?2 AND chapter.number <= ?3
			JOIN note ON note.read_id = read.id AND note.deleted_at IS NULL AND note.lock_chapter_id = chapter.id AND note.lock_whole = 0
		WHERE read.id = ?1 AND note.author_id <> ?4`, readID, after, upTo, user)
	if err != nil {
		return 0, err
	}
	whole := 0
	err = tx.one(into(&whole), `
		SELECT count(*) FROM read JOIN note ON note.read_id = read.id
			AND note.deleted_at IS NULL AND note.lock_chapter_id IS NULL AND note.lock_whole = 1
		WHERE read.id = ?1 AND note.author_id <> ?4
			AND (SELECT count(*) FROM chapter c WHERE c.book_id = read.book_id) BETWEEN ?2 + 1 AND ?3`,
		readID, after, upTo, user)
	return n + whole, err
}

// NoteFilter says which notes a person wants to page through.
type NoteFilter struct {
	Read   int64
	User   string
	From   int // the lowest lock wanted, a chapter's number; 0 takes those for all too
	To     int // the highest lock wanted
	Opens  int // a lock of a higher number stays away: narrowing only, the rule decides
	Unread bool
	Skip   int
	Limit  int
}

// Notes lists notes by chapter, in a chapter the unread first, then the newest.
// What a person wrote is listed whatever its lock.
func (tx *Tx) Notes(f NoteFilter) ([]Note, error) {
	return all(tx, func(row func(...any) error) (Note, error) {
		var seen bool
		n, err := scanNote(row, &seen, new(sql.NullInt64))
		n.Seen = seen
		return n, err
	}, `SELECT * FROM (
			SELECT `+noteColumns+`,
				note.author_id = ?2 OR EXISTS (SELECT 1 FROM note_seen
					WHERE note_seen.user_id = ?2 AND note_seen.note_id = note.id) AS seen,
				iif(note.lock_whole, (SELECT count(*) FROM chapter c WHERE c.book_id = read.book_id),
					coalesce(chapter.number, 0)) AS opens
			FROM`+noteLockTables+`
			WHERE note.read_id = ?1 AND note.deleted_at IS NULL)
		WHERE opens BETWEEN ?3 AND ?4 AND (opens <= ?5 OR author_id = ?2) AND NOT (?6 AND seen)
		ORDER BY opens, seen, id DESC LIMIT ?7 OFFSET ?8`,
		f.Read, f.User, f.From, f.To, f.Opens, f.Unread, f.Limit, f.Skip)
}

// NotesUpTo counts the notes whose lock is one of a span of chapters; the
// whole book counts as its last chapter.
func (tx *Tx) NotesUpTo(readID int64, first, last int) (int, error) {
	var n int
	err := tx.one(into(&n), `
		SELECT count(*) FROM`+noteLockTables+`
		WHERE note.read_id = ?1 AND note.deleted_at IS NULL AND iif(note.lock_whole,
			(SELECT count(*) FROM chapter c WHERE c.book_id = read.book_id), chapter.number) BETWEEN ?2 AND ?3`,
		readID, first, last)
	return n, err
}

// OwnNotes counts the notes of one author whose lock lies in from..to.
func (tx *Tx) OwnNotes(readID int64, author string, from, to int) (int, error) {
	var n int
	err := tx.one(into(&n), `
		SELECT count(*) FROM`+noteLockTables+`
		WHERE note.read_id = ?1 AND note.author_id = ?2 AND note.deleted_at IS NULL AND iif(note.lock_whole,
			(SELECT count(*) FROM chapter c WHERE c.book_id = read.book_id), coalesce(chapter.number, 0)) BETWEEN ?3 AND ?4`,
		readID, author, from, to)
	return n, err
}

// Reviews lists the reviews of a read, the newest first.
func (tx *Tx) Reviews(readID int64) ([]Note, error) {
	return all(tx, func(row func(...any) error) (Note, error) { return scanNote(row) }, `
		SELECT `+noteColumns+` FROM`+noteLockTables+`
		WHERE note.read_id = ? AND note.kind = 'review' AND note.deleted_at IS NULL ORDER BY note.id DESC`, readID)
}
