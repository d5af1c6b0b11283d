package storage

import (
	"encoding/json"
	"math"
	"slices"

	"dogear/club"
)

// NoteCount is how many threads of a read begin with a note behind one lock.
type NoteCount struct {
	Lock   club.Lock
	N      int
	Own    int // of these, how many the person began
	Unseen int // notes in these threads, replies too, that are open to the person and that they have not seen

	shelf   int64 // the key of the lock
	first   int   // first notes that are there and that the person has not seen
	replies int   // replies that are open to the person and that they have not seen
}

// CountNotes counts the threads of f.Read by the lock of their first notes, the
// earliest first and the sealed ones last, for f.User as f.Opens and f.Unsealed
// say. What they saw since f.Since counts as unseen. It reads tallies: what it
// costs does not depend on how many notes there are.
func (tx *Tx) CountNotes(f NoteFilter) ([]NoteCount, error) {
	return all(tx, func(row func(...any) error) (NoteCount, error) {
		var c NoteCount
		var lock lockRow
		err := row(append(lock.dest(), &c.shelf, &c.N, &c.Own, &c.first, &c.replies)...)
		if c.Lock, c.Unseen = lock.lock(), c.first+c.replies; c.shelf < -1 {
			c.Lock = c.Lock.Sealed()
		}
		return c, err
	}, `SELECT chapter.number, chapter.label, tally.shelf IN (-1, -2), iif(tally.shelf IN (-1, -2), `+bookLength+`, 0), tally.shelf,
			sum(tally.n) FILTER (WHERE tally.standing < 3 AND tally.is_all),
			(SELECT count(*) FROM note WHERE read_id = ?1 AND author_id = ?2 AND standing < 3 AND shelf = tally.shelf),
			coalesce(sum(tally.sign * tally.n) FILTER (WHERE tally.standing = 1), 0),
			coalesce(sum(tally.sign * tally.n) FILTER (WHERE tally.standing = 3
				AND `+keyOpens("tally.opens", "reply.number")+`), 0)
		FROM (
			SELECT read_id, shelf, opens, standing, n, 1 AS sign, 1 AS is_all FROM note_tally WHERE read_id = ?1
			UNION ALL
			SELECT read_id, shelf, opens, standing, n, -1, 0 FROM seen_tally WHERE user_id = ?2 AND read_id = ?1
			UNION ALL
			SELECT note.read_id, shelf, opens, standing, 1, 1, 0 FROM note_seen CROSS JOIN note ON note.id = note_seen.note_id
			WHERE note_seen.user_id = ?2 AND note_seen.read_id = ?1 AND note_seen.nth >= ?4 AND standing IS NOT NULL
		) tally JOIN read ON read.id = tally.read_id
			LEFT JOIN chapter ON chapter.id = `+bareKey("tally.shelf")+` LEFT JOIN chapter reply ON reply.id = `+bareKey("tally.opens")+`
		GROUP BY tally.shelf HAVING sum(tally.n) FILTER (WHERE tally.standing < 3 AND tally.is_all) > 0
		ORDER BY tally.shelf < -1, tally.shelf IN (-1, -2), coalesce(chapter.number, 0)`, f.Read, f.User, f.Opens, seenBefore(f.Since), f.opensSealed())
}

// SeenSoFar is a mark behind all that a person has seen of a read, 1 or more: a
// list can be as it was then, whatever they have seen since.
func (tx *Tx) SeenSoFar(readID int64, user string) (mark int64, err error) {
	err = tx.one(into(&mark), `SELECT 1 + coalesce(max(nth), 0) FROM note_seen WHERE user_id = ? AND read_id = ?`, user, readID)
	return mark, err
}

// seenBefore is the mark that a note must have been seen before not to be new.
func seenBefore(since int64) int64 {
	if since == 0 {
		return math.MaxInt64
	}
	return since
}

// NotesUpTo counts the threads whose first note has the lock of one of a span
// of chapters; the whole book counts as its last chapter. What is sealed counts
// only where the stars are shown to all: it tells where people stopped.
func (tx *Tx) NotesUpTo(readID int64, first, last int, revealed bool) (int, error) {
	var n int
	err := tx.one(into(&n), `
		SELECT coalesce(sum(note_tally.n), 0)
		FROM note_tally JOIN read ON read.id = note_tally.read_id LEFT JOIN chapter ON chapter.id = `+bareKey("note_tally.shelf")+`
		WHERE note_tally.read_id = ?1 AND standing < 3 AND (note_tally.shelf >= -1 OR ?4)
			AND `+keyNumber("note_tally.shelf", "chapter.number")+` BETWEEN ?2 AND ?3`, readID, first, last, revealed)
	return n, err
}

// NoteFilter says which threads a person wants to page through.
type NoteFilter struct {
	Read  int64
	User  string
	From  int // the lowest lock wanted, a chapter's number; 0 takes those for all too
	To    int // the highest lock wanted
	Opens int // a lock of a higher number stays away: narrowing only, the rule decides
	// Unsealed says that the stars of the read are open to the person: without,
	// what is sealed stays away.
	Unsealed bool
	Unread   bool
	// Since is what SeenSoFar said when the person began to page: what they
	// have seen since stays where it was, so that no page shifts under them. 0
	// is now.
	Since int64
	Skip  int
	Limit int
}

// opensSealed is Opens for what is sealed.
func (f NoteFilter) opensSealed() int {
	if f.Unsealed {
		return f.Opens
	}
	return -1
}

// opens reports whether a lock does not stay away.
func (f NoteFilter) opens(l club.Lock) bool {
	if l.IsSealed() {
		return l.Number() <= f.opensSealed()
	}
	return l.Number() <= f.Opens
}

// NotePage is a page of threads, by their first notes, and how many there are
// on all pages.
type NotePage struct {
	Notes []Note
	Total int
	Skip  int // how many come before
}

// Notes lists threads by the lock of their first note, the earliest first; of
// one lock those first in which something is unread, then the newest. A thread
// that a person began is listed whatever its lock. What a page costs depends on
// the page and on what is unread, and not on how many threads there are.
func (tx *Tx) Notes(f NoteFilter) (NotePage, error) {
	counts, err := tx.CountNotes(f)
	if err != nil {
		return NotePage{}, err
	}
	news, err := tx.news(counts, f)
	if err != nil {
		return NotePage{}, err
	}
	page := NotePage{}
	for _, c := range counts {
		page.Total += c.listed(f, news[c.shelf])
	}
	if f.Skip >= page.Total { // the list has grown shorter: its last page
		f.Skip = max(page.Total-1, 0) / max(f.Limit, 1) * f.Limit
	}
	page.Skip = f.Skip
	var ids []int64
	for _, c := range counts {
		n := c.listed(f, news[c.shelf])
		if f.Skip >= n {
			f.Skip -= n
			continue
		}
		if len(ids) >= f.Limit {
			break
		}
		part, err := tx.threadsOf(c, f, news[c.shelf], min(f.Limit-len(ids), n-f.Skip))
		if err != nil {
			return NotePage{}, err
		}
		ids, f.Skip = append(ids, part...), 0
	}
	page.Notes, err = tx.listedNotes(ids, f)
	return page, err
}

// listed is how many threads of a lock a filter lets through, of which in news
// are those that have something unread below what is not.
func (c NoteCount) listed(f NoteFilter, news []int64) int {
	number := c.Lock.Number()
	switch {
	case number < f.From || number > f.To:
		return 0
	case f.opens(c.Lock) && f.Unread:
		return c.first + len(news)
	case f.opens(c.Lock):
		return c.N
	case f.Unread: // what one wrote one has read
		return 0
	}
	return c.Own
}

// threadsOf lists limit threads of one lock, after f.Skip, by their ids.
func (tx *Tx) threadsOf(c NoteCount, f NoteFilter, news []int64, limit int) ([]int64, error) {
	id := only[int64]
	if !f.opens(c.Lock) {
		return all(tx, id, `SELECT id FROM note WHERE read_id = ? AND author_id = ? AND standing < 3 AND shelf = ?
			ORDER BY id DESC LIMIT ? OFFSET ?`, f.Read, f.User, c.shelf, limit, f.Skip)
	}
	unread := c.first + len(news)
	var ids []int64
	if f.Skip < unread {
		fresh, err := all(tx, id, `SELECT id FROM note INDEXED BY note_listed WHERE read_id = ?1 AND shelf = ?2 AND standing < 3 AND standing = 1
				AND NOT EXISTS (SELECT 1 FROM note_seen WHERE user_id = ?3 AND read_id = ?1 AND note_id = note.id AND nth < ?5)
			ORDER BY id DESC LIMIT ?4`, f.Read, c.shelf, f.User, min(f.Skip+limit, c.first), seenBefore(f.Since))
		if err != nil {
			return nil, err
		}
		fresh = append(fresh, news...)
		slices.SortFunc(fresh, func(a, b int64) int { return int(b - a) })
		ids = fresh[f.Skip:min(f.Skip+limit, len(fresh))]
	}
	if len(ids) >= limit || f.Unread {
		return ids, nil
	}
	rest, err := all(tx, id, `SELECT id FROM note INDEXED BY note_listed WHERE read_id = ?1 AND shelf = ?2 AND standing < 3
			AND (?4 = 0 OR standing = 2 OR EXISTS (SELECT 1 FROM note_seen WHERE user_id = ?3 AND read_id = ?1 AND note_id = note.id AND nth < ?8))
			AND id NOT IN (SELECT value FROM json_each(?5))
		ORDER BY id DESC LIMIT ?6 OFFSET ?7`,
		f.Read, c.shelf, f.User, c.first, jsonOf(news), limit-len(ids), max(f.Skip-unread, 0), seenBefore(f.Since))
	return append(ids, rest...), err
}

// jsonOf writes ids for json_each.
func jsonOf[T int64 | string](ids []T) string {
	if len(ids) == 0 {
		return "[]"
	}
	b, err := json.Marshal(ids)
	if err != nil { // numbers and texts always can be marshalled
		panic(err)
	}
	return string(b)
}

// listedNotes loads the first notes of threads, in the order of their ids, and
// counts what is unread in each now.
func (tx *Tx) listedNotes(ids []int64, f NoteFilter) ([]Note, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	list, err := all(tx, func(row func(...any) error) (Note, error) {
		var unseen int
		n, err := scanSeen(row, &unseen)
		n.Unseen = unseen
		return n, err
	}, `SELECT `+noteColumns+`, `+noteSeen+`,
			(SELECT count(*) FROM note reply INDEXED BY note_thread WHERE reply.root_id = note.id AND reply.standing = 3 AND `+unseenReply()+`)
		FROM json_each(?6) picked CROSS JOIN`+noteLockTables+`WHERE note.id = picked.value AND +note.read_id = ?2`,
		f.User, f.Read, f.Opens, seenBefore(0), f.opensSealed(), jsonOf(ids))
	for i := range list {
		n := &list[i]
		if err == nil && n.Prompt != 0 {
			err = tx.raise(n)
		}
		if !n.Seen && !n.Deleted && f.opens(n.Text.Opening()) {
			n.Unseen++
		}
	}
	slices.SortFunc(list, func(a, b Note) int { return slices.Index(ids, a.ID) - slices.Index(ids, b.ID) })
	return list, err
}

// OpenedThreads lists up to f.Limit threads, the newest first, whose first note
// was open at one position and which have replies that open on the way to
// another. Replies by the person never were shut; what is sealed opens on that
// way only as f.Unsealed says.
func (tx *Tx) OpenedThreads(f NoteFilter, after, upTo int) ([]Note, error) {
	ids, err := all(tx, only[int64], `
		SELECT DISTINCT root.id FROM (
			SELECT read.id AS read_id, chapter.id AS opens FROM read JOIN chapter ON chapter.book_id = read.book_id
				WHERE read.id = ?1 AND chapter.number BETWEEN ?2 + 1 AND ?3
			UNION ALL
			SELECT read.id, -1 FROM read WHERE read.id = ?1 AND `+bookLength+` BETWEEN ?2 + 1 AND ?3
		) bare CROSS JOIN (SELECT 0 AS sealed UNION ALL SELECT 1 WHERE ?6) seal CROSS JOIN note reply INDEXED BY note_reply
			ON reply.read_id = bare.read_id AND reply.opens = iif(sealed, -3 - bare.opens, bare.opens)
				AND reply.standing = 3 AND reply.author_id <> ?4
		JOIN note root ON root.id = reply.root_id LEFT JOIN chapter ON chapter.id = `+bareKey("root.shelf")+`
		WHERE root.shelf IN (0, -3) OR chapter.number <= ?2
		ORDER BY root.id DESC LIMIT ?5`, f.Read, after, upTo, f.User, f.Limit, f.Unsealed)
	if err != nil {
		return nil, err
	}
	return tx.listedNotes(ids, f)
}
