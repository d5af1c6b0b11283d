package storage_test

import (
	"testing"
	"time"

	"dogear/club"
	"dogear/storage"
)

// A rater has seen a result once there was one: the first time counts, and it
// stays when they say something else.
func TestSawResult(t *testing.T) {
	t.Parallel()
	db := open(t, ":memory:")
	w := told(t, db)
	at := func(minutes int) time.Time { return noon().Add(time.Duration(minutes) * time.Minute) }
	rate := func(tx *storage.Tx, user string, stars club.Stars) error {
		r, _ := tx.Rating(w.read.ID, user)
		r.Read, r.User, r.Stars = w.read.ID, user, stars
		return tx.SetRating(r, noon())
	}
	for _, step := range []struct {
		what string
		do   func(tx *storage.Tx) error
		saw  time.Time
	}{
		{"nobody gave stars", func(tx *storage.Tx) error { return rate(tx, "ana", 0) }, time.Time{}},
		{"she looks", func(tx *storage.Tx) error { return tx.SawResult(w.read.ID, "ana", at(1)) }, time.Time{}},
		{"somebody gives some", func(tx *storage.Tx) error { return rate(tx, "ben", 7) }, time.Time{}},
		{"she looks again", func(tx *storage.Tx) error { return tx.SawResult(w.read.ID, "ana", at(2)) }, at(2)},
		{"and once more", func(tx *storage.Tx) error { return tx.SawResult(w.read.ID, "ana", at(3)) }, at(2)},
		{"she rates", func(tx *storage.Tx) error { return rate(tx, "ana", 8) }, at(2)},
	} {
		write(t, db, step.do)
		read(t, db, func(tx *storage.Tx) error {
			r, err := tx.Rating(w.read.ID, "ana")
			if !r.Saw.Equal(step.saw) {
				t.Errorf("%s: she saw a result at %v, not at %v", step.what, r.Saw, step.saw)
			}
			return err
		})
	}
}
