package storage

import (
	"slices"

	"dogear/club"
)

// link is a note as its thread holds it.
type link struct {
	id, parent, prompt int64
	own                club.Lock
}

// locks computes the lock that each note of a thread has there, also of those
// that were deleted: the highest of its own, of those above it, and of the
// question that the first one answers. links are a thread or the way up to its
// first note, in the order of their ids: what answers comes after what it
// answers.
func (tx *Tx) locks(links []link) (map[int64]club.Lock, error) {
	locks := make(map[int64]club.Lock, len(links))
	for _, l := range links {
		lock := l.own
		if l.parent != 0 {
			lock = club.Strictest(lock, locks[l.parent])
		}
		if l.prompt != 0 {
			asked, err := tx.promptLock(l.prompt)
			if err != nil {
				return nil, err
			}
			lock = club.Strictest(lock, asked)
		}
		locks[l.id] = lock
	}
	return locks, nil
}

const linkColumns = `note.id, coalesce(note.parent_id, 0), coalesce(note.prompt_id, 0), note.kind, ` + noteLock

func scanLink(row func(...any) error, more ...any) (l link, err error) {
	var lock lockRow
	var kind string
	err = row(append(append([]any{&l.id, &l.parent, &l.prompt, &kind}, lock.dest()...), more...)...)
	l.own = sealed(lock.lock(), kind)
	return l, err
}

// lockIn is the lock that a note has in its thread.
func (tx *Tx) lockIn(note int64) (club.Lock, error) {
	way, err := all(tx, func(row func(...any) error) (link, error) { return scanLink(row) }, `
		SELECT `+linkColumns+` FROM (
			WITH RECURSIVE way (id) AS (
				SELECT ?1 UNION ALL SELECT note.parent_id FROM way JOIN note ON note.id = way.id WHERE note.parent_id IS NOT NULL)
			SELECT id FROM way
		) way JOIN`+noteLockTables+`WHERE note.id = way.id ORDER BY note.id`, note)
	if err != nil {
		return club.Lock{}, err
	}
	locks, err := tx.locks(way)
	return locks[note], err
}

// raise puts a note behind the locks of what stands above it.
func (tx *Tx) raise(n *Note) error {
	lock, err := tx.lockIn(n.ID)
	n.Text = n.Text.Behind(lock)
	return err
}

// opensIn is the key of the lock that a new note has in its thread.
func (tx *Tx) opensIn(n Note) (key int64, err error) {
	above := club.ForAll()
	switch {
	case n.Parent != 0:
		above, err = tx.lockIn(n.Parent)
	case n.Prompt != 0:
		above, err = tx.promptLock(n.Prompt)
	}
	if err != nil {
		return 0, err
	}
	return tx.lockKey(n.Read, club.Strictest(n.Own, above))
}

// settle sets anew where the notes of a thread are listed and counted, after a
// lock has changed. What it costs grows with the thread and with how many have
// read it: all of it is counted at once.
func (tx *Tx) settle(readID, root int64) error {
	type row struct {
		link
		opens, shelf int64
	}
	thread, err := all(tx, func(scan func(...any) error) (r row, err error) {
		r.link, err = scanLink(scan, &r.opens, &r.shelf)
		return r, err
	}, `SELECT `+linkColumns+`, note.opens, note.shelf FROM`+noteLockTables+`WHERE note.id = ?1 OR note.root_id = ?1 ORDER BY note.id`, root)
	if err != nil {
		return err
	}
	links := make([]link, len(thread))
	for i, r := range thread {
		links[i] = r.link
	}
	locks, err := tx.locks(links)
	if err != nil {
		return err
	}
	keys := make(map[club.Lock]int64)
	for _, lock := range locks {
		if _, known := keys[lock]; !known {
			if keys[lock], err = tx.lockKey(readID, lock); err != nil {
				return err
			}
		}
	}
	shelf := keys[locks[root]]
	thread = slices.DeleteFunc(thread, func(r row) bool { return r.opens == keys[locks[r.id]] && r.shelf == shelf })
	moved := make([]int64, len(thread))
	for i, r := range thread {
		moved[i] = r.id
	}
	if err := tx.tally(moved, -1); err != nil {
		return err
	}
	for _, r := range thread {
		if _, err := tx.exec(`UPDATE note SET opens = ?, shelf = ? WHERE id = ?`, keys[locks[r.id]], shelf, r.id); err != nil {
			return err
		}
	}
	return tx.tally(moved, 1)
}

// tally adds notes to what is counted (by 1), or takes them from it (by -1).
func (tx *Tx) tally(notes []int64, by int) error {
	for _, query := range []string{
		`INSERT INTO note_tally SELECT read_id, shelf, opens, standing, ?2 * count(*) FROM json_each(?1) moved CROSS JOIN note ON note.id = moved.value
			WHERE standing IS NOT NULL GROUP BY read_id, shelf, opens, standing
			ON CONFLICT DO UPDATE SET n = n + excluded.n`,
		`INSERT INTO seen_tally SELECT user_id, note.read_id, shelf, opens, standing, ?2 * count(*)
			FROM json_each(?1) moved CROSS JOIN note ON note.id = moved.value CROSS JOIN note_seen ON note_seen.note_id = note.id
			WHERE standing IS NOT NULL GROUP BY user_id, note.read_id, shelf, opens, standing
			ON CONFLICT DO UPDATE SET n = n + excluded.n`,
	} {
		if _, err := tx.exec(query, jsonOf(notes), by); err != nil {
			return err
		}
	}
	return nil
}

// bareKey is, in a query, the key of a lock without its seal: see lockKey.
func bareKey(key string) string { return `iif(` + key + ` < -1, -3 - ` + key + `, ` + key + `)` }

// keyNumber is, in a query, the number that opens the lock of a key. number is
// that of the chapter that it may be, and read is at hand.
func keyNumber(key, number string) string {
	return `CASE ` + bareKey(key) + ` WHEN 0 THEN 0 WHEN -1 THEN ` + bookLength + ` ELSE ` + number + ` END`
}

// keyOpens is, in a query, whether the lock of a key is open to a person to whom
// ?3 and, where the stars are open to them, ?5 opens.
func keyOpens(key, number string) string {
	return keyNumber(key, number) + ` <= iif(` + key + ` < -1, ?5, ?3)`
}

// lockKey is the key of a lock: see the column note.opens. That of a sealed one
// is -3 less the key that it has without the seal.
func (tx *Tx) lockKey(readID int64, l club.Lock) (key int64, err error) {
	if key = -1; !l.IsWhole() {
		chapter, err := tx.chapterID(readID, l)
		if err != nil {
			return 0, err
		}
		key = chapter.Int64
	}
	if l.IsSealed() {
		key = -3 - key
	}
	return key, nil
}
