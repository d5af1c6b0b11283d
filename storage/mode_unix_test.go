//go:build unix

package storage_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"dogear/storage"
)

// People's notes are in the database, and first in the log beside it: whatever
// the umask, nobody but Dogear's user reads them. Who has opened a file that is
// there to others is left alone.
func TestNobodyElseReadsTheDatabase(t *testing.T) {
	t.Parallel()
	mode := func(path string) fs.FileMode {
		t.Helper()
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		return info.Mode().Perm()
	}
	path := filepath.Join(t.TempDir(), "dogear.db")
	for _, want := range []fs.FileMode{0o600, 0o640} { // made, and as its owner will have it
		db, err := storage.Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		write(t, db, func(tx *storage.Tx) error { _, err := addClub(tx, int(want)); return err })
		for _, suffix := range []string{"", "-wal", "-shm"} {
			if got := mode(path + suffix); got != want {
				t.Errorf("dogear.db%s has the mode %o, want %o", suffix, got, want)
			}
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		if got := mode(path); got != want {
			t.Errorf("after Close it has the mode %o, want %o", got, want)
		}
		if err := os.Chmod(path, 0o640); err != nil {
			t.Fatal(err)
		}
	}
}
