package storage_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"dogear/storage"
)

// The work that is due and not done when a backup is made may be done when it is
// restored: it counts as tried since. So does that of a club that rests, which
// may have been brought back.
func TestRestoredWorkIsLookedFor(t *testing.T) {
	t.Parallel()
	for _, rests := range []bool{false, true} {
		restoredWork(t, rests)
	}
}

func restoredWork(t *testing.T, rests bool) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "dogear.db")
	db := open(t, path)
	s := told(t, db)
	done := noon().Add(time.Hour)
	for subject, due := range []time.Time{noon(), noon().Add(2 * time.Hour), noon().Add(100 * time.Hour), {}, noon().Add(30 * time.Minute)} {
		write(t, db, func(tx *storage.Tx) error {
			return tx.Ask(storage.Work{Kind: "line", Subject: int64(subject), Club: s.club.ID, Lane: fmt.Sprint(subject), Due: due})
		})
	}
	// What was refused is tried again under the moment of its first attempt.
	refused := noon().Add(10 * time.Minute)
	write(t, db, func(tx *storage.Tx) error {
		list, err := tx.Claim(refused, refused, refused.Add(time.Minute), 5)
		i := slices.IndexFunc(list, func(w storage.Work) bool { return w.Subject == 0 })
		if err != nil || i < 0 {
			t.Fatal(list, err)
		}
		list[i].State, list[i].Reason = "stuck", "No."
		return tx.PutOff(list[i], refused, true)
	})
	write(t, db, func(tx *storage.Tx) error {
		w, err := tx.WorkOf("line", 3)
		if err != nil {
			return err
		}
		w.State, w.Message = "done", "m"
		if err := tx.Finish(w, done); err != nil || !rests {
			return err
		}
		return tx.Archive(s.club.ID, done)
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
		for subject := range 5 {
			var w tried
			if err := tx.Query([]any{&w.attempts, &w.first}, "SELECT attempts, first_at FROM work WHERE kind = 'line' AND subject = ?", subject); err != nil {
				return err
			}
			got = append(got, w)
		}
		return nil
	})
	want := []tried{{1, refused.Unix()}, {1, noon().Add(2 * time.Hour).Unix()}, {}, {}, {1, done.Unix()}}
	if !slices.Equal(got, want) {
		t.Errorf("tried %v, want %v; the club rests: %v", got, want, rests)
	}
}
