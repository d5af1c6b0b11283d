package storage

import "time"

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
// meanwhile only the last of each read is posted, and nobody is told, asked or
// reminded of what is past.
func (tx *Tx) BringBack(clubID int64, now time.Time) error {
	if _, err := tx.exec(`UPDATE club SET archived_at = NULL WHERE id = ?`, clubID); err != nil {
		return err
	}
	_, err := tx.exec(`
		UPDATE work SET shelved = 0, state = 'done', reason = '' WHERE club_id = ?1 AND shelved = 1 AND due_at <= ?2 AND (
			kind IN ('line', 'talk', 'talkline', 'remind', 'reminder', 'nudge', 'nudged', 'rate')
			OR kind = 'checkpoint' AND EXISTS (
				SELECT 1 FROM work AS later WHERE later.read_id = work.read_id AND later.kind = 'checkpoint'
					AND later.due_at > work.due_at AND later.due_at <= ?2))`, clubID, unix(now))
	if err != nil {
		return err
	}
	tx.woke = true
	_, err = tx.exec(`UPDATE work SET shelved = 0, open = 1, state = 'waiting' WHERE club_id = ? AND shelved = 1`, clubID)
	return err
}
