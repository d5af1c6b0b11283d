package storage

// newsWalk is how many replies of one lock are gone through, the newest first,
// for those that a person has not seen. An older one that they missed does not
// bring its thread to the front.
const newsWalk = 500

// news finds, by the locks of their first notes, the threads whose first note a
// person has seen, or was deleted, and that have a reply which they have not,
// the newest first. It goes through what they have seen or through the newest
// replies behind the locks where something is unseen, whichever is less.
func (tx *Tx) news(counts []NoteCount, f NoteFilter) (map[int64][]int64, error) {
	replies, seen := 0, 0
	for _, c := range counts {
		replies += c.replies
		seen += c.N - c.first
	}
	if replies == 0 {
		return nil, nil
	}
	type row struct{ id, shelf int64 }
	found := make(map[row]bool)
	look := func(query string, args ...any) error {
		rows, err := all(tx, func(scan func(...any) error) (r row, err error) { return r, scan(&r.id, &r.shelf) }, query, args...)
		for _, r := range rows {
			found[r] = true
		}
		return err
	}
	if seen < replies {
		if err := look(newsBySeen(), f.User, f.Read, f.Opens, seenBefore(f.Since), f.opensSealed()); err != nil {
			return nil, err
		}
	} else if err := tx.unseenReplies(f, func(key int64, unseen int) error {
		return look(newsByReply, f.User, f.Read, key, seenBefore(f.Since), unseen, newsWalk)
	}); err != nil {
		return nil, err
	}
	byShelf := make(map[int64][]int64)
	for r := range found {
		byShelf[r.shelf] = append(byShelf[r.shelf], r.id)
	}
	return byShelf, nil
}

// unseenReplies calls f for the locks that are open to a person and hold replies
// that they have not seen, with the lock's key and how many.
func (tx *Tx) unseenReplies(f NoteFilter, each func(key int64, unseen int) error) error {
	type row struct {
		key    int64
		unseen int
	}
	rows, err := all(tx, func(scan func(...any) error) (r row, err error) { return r, scan(&r.key, &r.unseen) }, `
		SELECT tally.opens, sum(tally.n) FROM (
			SELECT read_id, opens, n FROM note_tally WHERE read_id = ?2 AND standing = 3
			UNION ALL
			SELECT read_id, opens, -n FROM seen_tally WHERE user_id = ?1 AND read_id = ?2 AND standing = 3
			UNION ALL
			SELECT note.read_id, opens, 1 FROM note_seen CROSS JOIN note ON note.id = note_seen.note_id
			WHERE note_seen.user_id = ?1 AND note_seen.read_id = ?2 AND note_seen.nth >= ?4 AND standing = 3
		) tally JOIN read ON read.id = tally.read_id LEFT JOIN chapter ON chapter.id = `+bareKey("tally.opens")+`
		WHERE `+keyOpens("tally.opens", "chapter.number")+`
		GROUP BY tally.opens HAVING sum(tally.n) > 0`, f.User, f.Read, f.Opens, seenBefore(f.Since), f.opensSealed())
	for _, r := range rows {
		if err == nil {
			err = each(r.key, r.unseen)
		}
	}
	return err
}

// newsByReply goes through the newest replies behind one lock.
const newsByReply = `SELECT note.id, note.shelf FROM (
		SELECT root_id FROM (
			SELECT id, root_id FROM note INDEXED BY note_reply WHERE read_id = ?2 AND opens = ?3 AND standing = 3
			ORDER BY id DESC LIMIT ?6
		) reply WHERE NOT EXISTS (SELECT 1 FROM note_seen WHERE user_id = ?1 AND read_id = ?2 AND note_id = reply.id AND nth < ?4)
		LIMIT ?5
	) unseen CROSS JOIN note ON note.id = unseen.root_id
	WHERE note.standing = 2 OR EXISTS (SELECT 1 FROM note_seen WHERE user_id = ?1 AND read_id = ?2 AND note_id = note.id AND nth < ?4)`

// newsBySeen goes through what a person has seen.
func newsBySeen() string {
	return `SELECT note.id, note.shelf FROM (
		SELECT note_id AS id FROM note_seen WHERE user_id = ?1 AND read_id = ?2 AND nth < ?4
		UNION SELECT id FROM note WHERE read_id = ?2 AND standing = 2
	) mine CROSS JOIN note ON note.id = mine.id JOIN read ON read.id = note.read_id
	WHERE note.standing < 3 AND note.replies > 0 AND EXISTS (
		SELECT 1 FROM note reply INDEXED BY note_thread WHERE reply.root_id = note.id AND reply.standing = 3 AND ` + unseenReply() + `)`
}

// unseenReply selects what is open to a person and not seen of the replies that
// a query goes through as reply.
func unseenReply() string {
	return keyOpens("reply.opens", "(SELECT number FROM chapter WHERE chapter.id = "+bareKey("reply.opens")+")") + `
		AND NOT EXISTS (SELECT 1 FROM note_seen WHERE user_id = ?1 AND read_id = ?2 AND note_id = reply.id AND nth < ?4)`
}
