package storage

import "slices"

// Thread lists the notes of a thread in the order in which they were written,
// each behind the lock that it has there, as a person finds them: the first
// one, and the replies. Of a note that was deleted the place is left as long as
// something stands below it.
func (tx *Tx) Thread(guild string, root int64, user string) ([]Note, error) {
	list, err := all(tx, func(row func(...any) error) (Note, error) { return scanSeen(row) }, `
		SELECT `+noteColumns+`, `+noteSeen+` FROM`+noteLockTables+`JOIN club ON club.id = read.club_id
		WHERE (note.id = ?2 OR note.root_id = ?2) AND club.guild_id = ?3 ORDER BY note.id`, user, root, guild, seenBefore(0))
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, ErrNotFound
	}
	links := make([]link, len(list))
	for i, n := range list {
		links[i] = link{n.ID, n.Parent, n.Prompt, n.Own}
	}
	locks, err := tx.locks(links)
	if err != nil {
		return nil, err
	}
	for i := range list {
		list[i].Text = list[i].Text.Behind(locks[list[i].ID])
	}
	return present(list)
}

// present leaves out what was deleted and has nothing below it.
func present(list []Note) ([]Note, error) {
	below := make(map[int64]int, len(list))
	kept := make([]Note, 0, len(list))
	for _, n := range slices.Backward(list) {
		if n.Deleted && below[n.ID] == 0 {
			continue
		}
		below[n.Parent]++
		kept = append(kept, n)
	}
	if len(kept) == 0 {
		return nil, ErrNotFound
	}
	slices.Reverse(kept)
	return kept, nil
}

// noteSeen is what a list tells of a person, who is ?1, and a note: whether
// they saw it before ?4, how many felt it, and whether they did.
const noteSeen = `EXISTS (SELECT 1 FROM note_seen WHERE user_id = ?1 AND read_id = note.read_id AND note_id = note.id AND nth < ?4),
	(SELECT count(*) FROM note_felt WHERE note_felt.note_id = note.id),
	EXISTS (SELECT 1 FROM note_felt WHERE note_felt.note_id = note.id AND note_felt.user_id = ?1)`

func scanSeen(row func(...any) error, more ...any) (Note, error) {
	var seen, feels bool
	var felt int
	n, err := scanNote(row, append([]any{&seen, &felt, &feels}, more...)...)
	n.Seen, n.Felt, n.Feels = seen, felt, feels
	return n, err
}

// Feel records that a person felt what a note says, or takes it back if they
// had. It reports which.
func (tx *Tx) Feel(note int64, user string) (feels bool, err error) {
	n, err := tx.exec(`DELETE FROM note_felt WHERE note_id = ? AND user_id = ?`, note, user)
	if err != nil || n > 0 {
		return false, err
	}
	_, err = tx.exec(`INSERT INTO note_felt (note_id, user_id) VALUES (?, ?)`, note, user)
	return true, err
}

// FeltBy counts those who felt what a note says, and says whether a person is
// one of them.
func (tx *Tx) FeltBy(note int64, user string) (n int, feels bool, err error) {
	err = tx.one(into(&n, &feels), `
		SELECT (SELECT count(*) FROM note_felt WHERE note_id = ?1),
			EXISTS (SELECT 1 FROM note_felt WHERE note_id = ?1 AND user_id = ?2)`, note, user)
	return n, feels, err
}
