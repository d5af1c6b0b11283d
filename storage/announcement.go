package storage

import "time"

// Announcement is a change of a read that its club is told in a line.
type Announcement struct {
	ID         int64
	Read       int64
	Kind       string // "moved", "finished" or "dropped"
	Checkpoint int64  // the moved one, or 0
	Was        time.Time
	Recut      bool // its chapters changed as well
	Others     int  // how many later checkpoints changed with it
	Made       time.Time
}

// Announce records a change that the club is to be told.
func (tx *Tx) Announce(a Announcement) (int64, error) {
	var id int64
	err := tx.one(into(&id), `
		INSERT INTO announcement (read_id, kind, checkpoint_id, was_at, recut, others, made_at)
		VALUES (?, ?, nullif(?, 0), ?, ?, ?, ?) RETURNING id`,
		a.Read, a.Kind, a.Checkpoint, unix(a.Was), a.Recut, a.Others, unix(a.Made))
	return id, err
}

// Announcement finds a recorded change.
func (tx *Tx) Announcement(id int64) (Announcement, error) {
	a := Announcement{ID: id}
	var was, made int64
	err := tx.one(into(&a.Read, &a.Kind, &a.Checkpoint, &was, &a.Recut, &a.Others, &made), `
		SELECT read_id, kind, coalesce(checkpoint_id, 0), was_at, recut, others, made_at FROM announcement WHERE id = ?`, id)
	a.Was, a.Made = instant(was), instant(made)
	return a, err
}

// Untold finds the last change of a read's dates of which its club has not been
// told yet.
func (tx *Tx) Untold(readID int64) (Announcement, error) {
	a := Announcement{Read: readID}
	var was, made int64
	err := tx.one(into(&a.ID, &a.Kind, &a.Checkpoint, &was, &a.Recut, &a.Others, &made), `
		SELECT announcement.id, announcement.kind, coalesce(checkpoint_id, 0), was_at, recut, others, made_at
		FROM announcement JOIN work ON work.kind = 'line' AND work.subject = announcement.id AND work.user_id = ''
		WHERE announcement.read_id = ? AND announcement.kind = 'moved' AND work.open = 1 AND work.message_id = '' AND work.lease_until = 0
		ORDER BY announcement.id DESC LIMIT 1`, readID)
	a.Was, a.Made = instant(was), instant(made)
	return a, err
}

// Reword changes what the club is told of a change, and when it was made.
func (tx *Tx) Reword(a Announcement) error {
	_, err := tx.exec(`UPDATE announcement SET recut = ?, others = ?, made_at = ? WHERE id = ?`, a.Recut, a.Others, unix(a.Made), a.ID)
	return err
}

// Unannounce forgets a change of which the club is not to be told any more.
func (tx *Tx) Unannounce(id int64) error {
	_, err := tx.exec(`DELETE FROM announcement WHERE id = ?`, id)
	return err
}
