package storage_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// What was copied before a migration goes when it is old, whatever is left of
// it; nothing else does that lies beside the file.
func TestCopiesAreDropped(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "dogear.db")
	db, now := open(t, path), noon()
	put := func(name string, age time.Duration) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte("rows"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(filepath.Join(dir, name), now.Add(-age), now.Add(-age)); err != nil {
			t.Fatal(err)
		}
	}
	last := len(migrationFiles(t))
	kept := []string{
		"dogear.db", "dogear.db-shm", "dogear.db-wal", "dogear.db.lock", fmt.Sprintf("dogear-before-%d.db", last), // a young one
		"dogear-before-20270101.db", "dogear-before-02.db", "dogear-before-christmas.db", "dogear-before-2.db.bak", "other-before-2.db", "dogear-before-1.db",
		fmt.Sprintf("dogear-before-%d.db", last+1), "dogear-before-2.db.mine.part",
	}
	for _, name := range kept[4:] {
		put(name, 40*24*time.Hour)
	}
	put(kept[4], 29*24*time.Hour)
	for _, name := range []string{"2.db", "3.db.17.part", "3.db.17.part-journal", "4.db"} {
		put("dogear-before-"+name, 31*24*time.Hour)
	}
	if err := os.Mkdir(filepath.Join(dir, "dogear-before-3.db"), 0o700); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := db.DropCopies(now.AddDate(0, 0, -30)); err != nil {
			t.Fatal(err)
		}
	}
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var left []string
	for _, f := range files {
		left = append(left, f.Name())
	}
	want := append(kept, "dogear-before-3.db")
	slices.Sort(want)
	if !slices.Equal(left, want) {
		t.Errorf("left are %v, want %v", left, want)
	}
	if err := open(t, ":memory:").DropCopies(now); err != nil {
		t.Error(err)
	}
}

// The copy of a migration is one that is dropped, also where a link leads to the
// database.
func TestTheCopyOfAMigrationIsDropped(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	link, path := filepath.Join(t.TempDir(), "link.db"), filepath.Join(dir, "dogear.db")
	frozen, err := os.ReadFile("testdata/v1.sql")
	if err != nil {
		t.Fatal(err)
	}
	raw(t, path, string(frozen))
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	db := open(t, link)
	info, err := os.Stat(filepath.Join(dir, "dogear-before-2.db"))
	if err != nil {
		t.Fatal(err)
	}
	if err := db.DropCopies(info.ModTime()); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "dogear-before-2.db")); err != nil {
		t.Error("a young one is gone:", err)
	}
	if err := db.DropCopies(info.ModTime().Add(time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "dogear-before-2.db")); err == nil {
		t.Error("it is still there")
	}
}
