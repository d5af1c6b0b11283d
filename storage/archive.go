package storage

import "time"

// Rested is why questions wait whose club was archived at their time: should it
// be too late for them, nobody is to be told that it is amiss.
const Rested = "the club was archived"

// Archive records that a club is archived: what was to be posted in it waits,
// and so does what is asked for from now on.
func (tx *Tx) Archive(clubID int64, now time.Time) error {
	if _, err := tx.exec(`UPDATE club SET archived_at = ? WHERE id = ?`, unix(now), clubID); err != nil {
		return err
	}
	_, err := tx.exec(`UPDATE work SET open = 1 WHERE club_id = ? AND open = 1`, clubID) // a trigger shelves them
	return err
}

// BringBack records that a club is archived no longer. What was to be posted is
// to be again, but for what would be old news: of the checkpoints that opened
// meanwhile only the last of each read is posted, the others are missed, and
// nobody is told, asked or reminded of what is past.
func (tx *Tx) BringBack(clubID int64, now time.Time) (missed int64, err error) {
	if _, err := tx.exec(`UPDATE club SET archived_at = NULL WHERE id = ?`, clubID); err != nil {
		return 0, err
	}
	_, err = tx.exec(`
		UPDATE work SET shelved = 0, state = 'done', reason = '' WHERE club_id = ?1 AND shelved = 1 AND due_at <= ?2 AND (
			kind IN ('line', 'talk', 'talkline', 'remind', 'reminder', 'nudge', 'nudged')
			OR kind = 'rate' AND EXISTS (SELECT 1 FROM read WHERE read.id = work.read_id AND read.reveals_at <= ?2))`, clubID, unix(now))
	if err != nil {
		return 0, err
	}
	// A checkpoint that a change took out of the plan keeps its row of work: it
	// makes no other one old.
	missed, err = tx.exec(`
		UPDATE work SET shelved = 0, state = 'missed', reason = '' WHERE club_id = ?1 AND shelved = 1 AND message_id = '' AND due_at <= ?2 AND kind = 'checkpoint'
			AND EXISTS (SELECT 1 FROM checkpoint WHERE checkpoint.id = work.subject AND checkpoint.number > 0)
			AND EXISTS (
				SELECT 1 FROM work AS later JOIN checkpoint ON checkpoint.id = later.subject AND checkpoint.number > 0
				WHERE later.read_id = work.read_id AND later.kind = 'checkpoint' AND later.due_at > work.due_at AND later.due_at <= ?2)`, clubID, unix(now))
	if err != nil {
		return 0, err
	}
	tx.woke = true
	_, err = tx.exec(`
		UPDATE work SET shelved = 0, open = 1, state = 'waiting', reason = iif(kind = 'prompts' AND due_at <= ?2, ?3, reason)
		WHERE club_id = ?1 AND shelved = 1`, clubID, unix(now), Rested)
	return missed, err
}
