package storage_test

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"dogear/storage"
)

// The work that is due and not done when a backup is made may be done when it is
// restored: it counts as tried since.
func TestRestoredWorkIsLookedFor(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "dogear.db")
	db := open(t, path)
	s := told(t, db)
	done := noon().Add(time.Hour)
	for subject, due := range []time.Time{noon(), noon().Add(2 * time.Hour), noon().Add(100 * time.Hour), {}} {
		write(t, db, func(tx *storage.Tx) error {
			return tx.Ask(storage.Work{Kind: "line", Subject: int64(subject), Club: s.club.ID, Lane: "a", Due: due})
		})
	}
	write(t, db, func(tx *storage.Tx) error {
		w, err := tx.WorkOf("line", 3)
		if err != nil {
			return err
		}
		w.State, w.Message = "done", "m"
		return tx.Finish(w, done)
	})
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	file := settled(t, path)
	if _, err := storage.Restore(t.Context(), path, file, noon().Add(24*time.Hour)); err != nil {
		t.Fatal(err)
	}
	type tried struct{ attempts, first int64 }
	var got []tried
	db = open(t, path)
	read(t, db, func(tx *storage.Tx) error {
		for subject := range 4 {
			var w tried
			if err := tx.Query([]any{&w.attempts, &w.first}, "SELECT attempts, first_at FROM work WHERE kind = 'line' AND subject = ?", subject); err != nil {
				return err
			}
			got = append(got, w)
		}
		return nil
	})
	want := []tried{{1, done.Unix()}, {1, noon().Add(2 * time.Hour).Unix()}, {}, {}}
	if !slices.Equal(got, want) {
		t.Errorf("tried %v, want %v", got, want)
	}
}
