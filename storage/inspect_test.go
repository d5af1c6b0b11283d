package storage_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"dogear/storage"
)

// Whoever inspects a database is told of every club that is not archived: first of servers in which
// something is stuck, and of each whether Dogear was removed from it.
func TestInspectListsClubs(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "dogear.db")
	db := open(t, path)
	left := noon().Add(-time.Hour)
	write(t, db, func(tx *storage.Tx) error {
		for i := range 2 {
			if _, err := addClub(tx, i); err != nil {
				return err
			}
		}
		c, err := addClub(tx, 2)
		if err != nil {
			return err
		}
		if err := tx.Ask(storage.Work{Kind: "card", Subject: 1, Club: c.ID, Lane: "club", Due: noon()}); err != nil {
			return err
		}
		if _, err := tx.Exec(`UPDATE work SET reason = 'a right is missing'`); err != nil {
			return err
		}
		rests, err := addClub(tx, 3) // nobody need look after it
		if err != nil {
			return err
		}
		return errors.Join(tx.Archive(rests.ID, noon()), tx.Gone("guild-1", left))
	})
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	before := files(t, filepath.Dir(path))
	found, err := storage.Inspect(t.Context(), path)
	if after := files(t, filepath.Dir(path)); !slices.Equal(after, before) {
		t.Errorf("of %q there are %q, though nobody had the database open", before, after)
	}
	if err != nil || found.Version != found.Latest {
		t.Fatalf("%+v %v", found, err)
	}
	var order []string
	for _, c := range found.Clubs {
		order = append(order, c.Guild)
		if want := (map[bool]time.Time{true: left})[c.Guild == "guild-1"]; !c.Left.Equal(want) {
			t.Errorf("%s was left %v, want %v", c.Guild, c.Left, want)
		}
		if c.ID == 0 || c.Channel == "" || c.Name == "" {
			t.Errorf("%+v", c)
		}
	}
	if want := []string{"guild-2", "guild-0", "guild-1"}; !slices.Equal(order, want) {
		t.Errorf("the clubs come as of %v, want %v", order, want)
	}
}

// What is wrong with a file is said by its kind, and an older schema has no
// clubs to list.
func TestInspectSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for _, damage := range []string{"torn", "orphan", "scrawl"} {
		path := filepath.Join(t.TempDir(), "dogear.db")
		db := open(t, path)
		told(t, db)
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		spoil(t, path, damage)
		if found, err := storage.Inspect(t.Context(), path); !errors.Is(err, storage.ErrDamaged) {
			t.Errorf("%s: %+v %v", damage, found, err)
		}
	}
	path := filepath.Join(t.TempDir(), "empty.db")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if found, err := storage.Inspect(t.Context(), path); err != nil || found.Version != 0 || found.Latest == 0 || found.Clubs != nil {
		t.Errorf("empty: %+v %v", found, err)
	}
}

// A link leads to the log as well as to the database.
func TestInspectByALink(t *testing.T) {
	t.Parallel()
	path, link := filepath.Join(t.TempDir(), "dogear.db"), filepath.Join(t.TempDir(), "link.db")
	db := open(t, path)
	write(t, db, func(tx *storage.Tx) error { _, err := addClub(tx, 1); return err })
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	if found, err := storage.Inspect(t.Context(), link); err != nil || len(found.Clubs) != 1 {
		t.Errorf("%+v %v", found, err)
	}
}
