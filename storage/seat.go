package storage

import "time"

// TakeSeat records that a person asked to be in the room of a checkpoint.
func (tx *Tx) TakeSeat(checkpoint int64, user string, now time.Time) error {
	_, err := tx.exec(`
		INSERT INTO seat (checkpoint_id, user_id, read_id, taken_at) SELECT id, ?2, read_id, ?3 FROM checkpoint WHERE id = ?1
		ON CONFLICT DO NOTHING`, checkpoint, user, unix(now))
	return err
}

// HasSeat reports whether a person asked to be in the room of a checkpoint.
func (tx *Tx) HasSeat(checkpoint int64, user string) (has bool, err error) {
	err = tx.one(into(&has), `SELECT EXISTS (SELECT 1 FROM seat WHERE checkpoint_id = ? AND user_id = ?)`, checkpoint, user)
	return has, err
}

// SeatsOf lists the checkpoints of a read in whose rooms a person asked to be.
func (tx *Tx) SeatsOf(readID int64, user string) ([]int64, error) {
	return all(tx, only[int64],
		`SELECT checkpoint_id FROM seat WHERE read_id = ? AND user_id = ? ORDER BY checkpoint_id`, readID, user)
}

// Seats lists who asked to be in the room of a checkpoint.
func (tx *Tx) Seats(checkpoint int64) ([]string, error) {
	return all(tx, only[string],
		`SELECT user_id FROM seat WHERE checkpoint_id = ? ORDER BY user_id`, checkpoint)
}

// GiveUpSeats takes back that a person asked to be in the rooms of a read.
func (tx *Tx) GiveUpSeats(readID int64, user string) error {
	_, err := tx.exec(`DELETE FROM seat WHERE read_id = ? AND user_id = ?`, readID, user)
	return err
}

// RoomOf says which checkpoint a thread is the room of.
func (tx *Tx) RoomOf(thread string) (checkpoint int64, err error) {
	err = tx.one(into(&checkpoint), `SELECT subject FROM work WHERE message_id = ? AND message_id <> '' AND kind = 'room'`, thread)
	return checkpoint, err
}

// Rooms lists the works that stand for the rooms of a read, in the order of
// their checkpoints: Message is the thread, "" where there is none.
func (tx *Tx) Rooms(readID int64) ([]Work, error) {
	return all(tx, func(row func(...any) error) (Work, error) {
		w := Work{Kind: "room", Read: readID}
		var due int64
		err := row(&w.ID, &w.Subject, &w.Club, &due, &w.State, &w.Reason, &w.Channel, &w.Message)
		w.Due = instant(due)
		return w, err
	}, `SELECT work.id, subject, club_id, due_at, state, reason, channel_id, message_id
		FROM checkpoint JOIN work ON work.kind = 'room' AND work.subject = checkpoint.id AND work.user_id = ''
		WHERE checkpoint.read_id = ? ORDER BY checkpoint.number`, readID)
}
