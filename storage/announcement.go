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
