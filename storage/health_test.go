package storage_test

import (
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"dogear/storage"
)

// What is due and waits is told, with how long the first of it waits. An edit of
// what was posted long ago is due since then, and is not late; nor does a server
// count that Dogear was removed from.
func TestBacklog(t *testing.T) {
	t.Parallel()
	b := newBoard(t)
	write(t, b.db, func(tx *storage.Tx) error { return tx.Dismiss(1, b.now.Add(-time.Hour)) }) // what the story has ahead
	is := func(what string, want storage.Backlog) {
		t.Helper()
		var got storage.Backlog
		read(t, b.db, func(tx *storage.Tx) (err error) {
			got, err = tx.Backlog(b.now)
			return err
		})
		if got != want {
			t.Errorf("%s: %+v, want %+v", what, got, want)
		}
	}
	is("nothing", storage.Backlog{})
	b.ask("first", 101, 0)
	b.ask("second", 102, time.Minute)
	b.ask("third", 103, time.Hour)
	b.now = noon().Add(2 * time.Minute)
	is("two are due", storage.Backlog{Waiting: 2, Oldest: noon().UTC()})

	works := b.claims(101, 102)
	is("claimed, and not done", storage.Backlog{Waiting: 2, Oldest: noon().UTC()})
	works[0].State, works[0].Message = "done", "message"
	b.finish(works[0])
	works[1].State, works[1].Reason = "stuck", "It may not."
	write(t, b.db, func(tx *storage.Tx) error { return tx.PutOff(works[1], b.wire.Add(time.Hour), true) })
	is("one is done, one refused", storage.Backlog{Refused: 1})

	write(t, b.db, func(tx *storage.Tx) error { return tx.AskAgain("card", 101) })
	is("an edit", storage.Backlog{Waiting: 1, Refused: 1})
	write(t, b.db, func(tx *storage.Tx) error { return tx.Gone("guild-1", b.now) })
	is("removed from the server", storage.Backlog{})
}

// What a write waits for, and what it costs, is told apart from what a read does.
func TestTimed(t *testing.T) {
	t.Parallel()
	for _, path := range []string{":memory:", filepath.Join(t.TempDir(), "dogear.db")} {
		db := open(t, path)
		var mu sync.Mutex
		var ops []string
		db.Timed(func(op string, took time.Duration) {
			mu.Lock()
			defer mu.Unlock()
			if ops = append(ops, op); took <= 0 {
				t.Errorf("a %s of %v", op, took)
			}
		})
		story := told(t, db)
		read(t, db, func(tx *storage.Tx) error { _, err := tx.ReadOf(story.read.ID); return err })
		mu.Lock()
		if want := []string{"commit", "write", "read"}; !slices.Equal(slices.DeleteFunc(ops, func(op string) bool { return op == "commit" }), want[1:]) {
			t.Errorf("%s: told of %q", path, ops)
		}
		mu.Unlock()
	}
}

// A look whether the database can be written writes.
func TestProbe(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "dogear.db")
	db := open(t, path)
	before := db.Size()
	for range 3 {
		if err := db.Probe(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if after := db.Size(); after <= before || before == 0 {
		t.Errorf("the database had %d bytes, and has %d", before, after)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := db.Probe(t.Context()); err == nil {
		t.Error("a closed database can be written")
	}
	if found, err := storage.Inspect(t.Context(), path); err != nil || found.Version == 0 {
		t.Errorf("the schema's version is %d, %v", found.Version, err)
	}
}
