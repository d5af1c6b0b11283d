package storage

import (
	"database/sql"

	"dogear/club"
)

// NoteCount is how many notes of a read one lock holds.
type NoteCount struct {
	Lock   club.Lock
	N      int
	Own    int // of these, how many the person wrote
	Unseen int // of these, how many the person has neither read nor written

	chapter sql.NullInt64 // the row of the lock
}

// CountNotes counts a read's notes by their lock, the earliest first. What is
// unseen is what is there, less what the person wrote or has read: so the cost
// of a long list is a walk through an index, and a look at what they have read.
func (tx *Tx) CountNotes(readID int64, user string) ([]NoteCount, error) {
	return all(tx, func(row func(...any) error) (NoteCount, error) {
		var c NoteCount
		var lock lockRow
		var read int
		err := row(append(lock.dest(), &c.chapter, &c.N, &c.Own, &read)...)
		c.Lock, c.Unseen = lock.lock(), c.N-c.Own-read
		return c, err
	}, `SELECT `+noteLock+`, note.lock_chapter_id, sum(note.n), sum(note.own), sum(note.seen) FROM (
			SELECT read_id, lock_chapter_id, lock_whole, count(*) AS n, count(*) FILTER (WHERE author_id = ?2) AS own, 0 AS seen
			FROM note WHERE read_id = ?1 AND deleted_at IS NULL GROUP BY lock_chapter_id, lock_whole
			UNION ALL
			SELECT note.read_id, lock_chapter_id, lock_whole, 0, 0, count(*)
			FROM note_seen JOIN note ON note.id = note_seen.note_id
			WHERE note_seen.user_id = ?2 AND note_seen.read_id = ?1 AND note.deleted_at IS NULL AND note.author_id <> ?2
			GROUP BY lock_chapter_id, lock_whole
		) note JOIN read ON read.id = note.read_id LEFT JOIN chapter ON chapter.id = note.lock_chapter_id
		GROUP BY note.lock_chapter_id, note.lock_whole
		ORDER BY note.lock_whole, coalesce(chapter.number, 0)`, readID, user)
}

// NotesBetween counts the notes of a read whose lock lies after one position
// and up to another: what opens on the way. A note by user never was shut.
func (tx *Tx) NotesBetween(readID int64, after, upTo int, user string) (int, error) {
	return tx.notesIn(readID, after+1, upTo, user)
}

// NotesUpTo counts the notes whose lock is one of a span of chapters; the
// whole book counts as its last chapter.
func (tx *Tx) NotesUpTo(readID int64, first, last int) (int, error) {
	return tx.notesIn(readID, first, last, "")
}

// notesIn counts the notes, but those of one author, whose lock is one of a
// span of chapters.
func (tx *Tx) notesIn(readID int64, first, last int, but string) (int, error) {
	var n int
	err := tx.one(into(&n), `
		SELECT (
			SELECT count(*) FROM chapter JOIN note ON note.read_id = read.id AND note.lock_chapter_id = chapter.id
				AND note.lock_whole = 0 AND note.deleted_at IS NULL AND note.author_id <> ?4
			WHERE chapter.book_id = read.book_id AND chapter.number BETWEEN ?2 AND ?3
		) + iif(`+bookLength+` BETWEEN ?2 AND ?3, (
			SELECT count(*) FROM note WHERE note.read_id = read.id AND note.lock_chapter_id IS NULL
				AND note.lock_whole = 1 AND note.deleted_at IS NULL AND note.author_id <> ?4), 0)
		FROM read WHERE read.id = ?1`, readID, first, last, but)
	return n, err
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

// Notes lists notes by lock, the earliest first; of one lock the unread first,
// then the newest. What a person wrote is listed whatever its lock. Only the
// locks that are on the page are looked into.
func (tx *Tx) Notes(f NoteFilter) ([]Note, error) {
	counts, err := tx.CountNotes(f.Read, f.User)
	if err != nil {
		return nil, err
	}
	var list []Note
	for _, c := range counts {
		n := c.listed(f)
		if f.Skip >= n {
			f.Skip -= n
			continue
		}
		if len(list) >= f.Limit {
			break
		}
		page, err := tx.notesOf(c, f, f.Limit-len(list))
		if err != nil {
			return nil, err
		}
		list, f.Skip = append(list, page...), 0
	}
	return list, nil
}

// listed is how many notes of a lock a filter lets through.
func (c NoteCount) listed(f NoteFilter) int {
	number := c.Lock.Number()
	switch {
	case number < f.From || number > f.To:
		return 0
	case number <= f.Opens && f.Unread:
		return c.Unseen
	case number <= f.Opens:
		return c.N
	case f.Unread: // one has read what one wrote
		return 0
	}
	return c.Own
}

// notesOf lists the notes of one lock.
func (tx *Tx) notesOf(c NoteCount, f NoteFilter, limit int) ([]Note, error) {
	return all(tx, func(row func(...any) error) (Note, error) {
		var seen bool
		n, err := scanNote(row, &seen)
		n.Seen = seen
		return n, err
	}, `SELECT `+noteColumns+`, page.seen FROM (
			SELECT id, author_id = ?2 OR EXISTS (SELECT 1 FROM note_seen
				WHERE user_id = ?2 AND read_id = ?1 AND note_id = note.id) AS seen
			FROM note WHERE read_id = ?1 AND lock_chapter_id IS ?3 AND lock_whole = ?4 AND deleted_at IS NULL
				AND (?5 OR author_id = ?2) AND NOT (?6 AND seen)
			ORDER BY seen, id DESC LIMIT ?7 OFFSET ?8
		) page JOIN`+noteLockTables+`WHERE note.id = page.id
		ORDER BY page.seen, note.id DESC`,
		f.Read, f.User, c.chapter, c.Lock.IsWhole(), c.Lock.Number() <= f.Opens, f.Unread, limit, f.Skip)
}
