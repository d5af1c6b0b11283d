//go:build linux

package storage_test

import (
	"errors"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"syscall"
	"testing"

	"dogear/storage"
)

// A disk that takes no more has no backup, and no piece of one.
func TestBackupWithoutRoom(t *testing.T) {
	t.Parallel()
	if path := os.Getenv(childPath); path != "" {
		signal.Ignore(syscall.SIGXFSZ) // a write that is too large is an error, no more
		limit := syscall.Rlimit{Cur: 3e6, Max: syscall.RLIM_INFINITY & (1<<63 - 1)}
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
			t.Fatal(err)
		}
		if err := storage.Backup(t.Context(), path, path+".copy"); !errors.Is(err, storage.ErrNoRoom) {
			t.Errorf("a backup without room: %v", err)
		}
		if _, err := storage.Restore(t.Context(), path+".other", path, noon()); !errors.Is(err, storage.ErrNoRoom) {
			t.Errorf("a restored database without room: %v", err)
		}
		return
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "dogear.db")
	db := open(t, path)
	heavy(t, db)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if out, err := again(t, path).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	got := slices.DeleteFunc(files(t, dir), func(name string) bool {
		return slices.Contains([]string{"dogear.db", "dogear.db-shm", "dogear.db-wal", "dogear.db.lock", "dogear.db.other.lock"}, name)
	})
	if len(got) > 0 {
		t.Errorf("what is left: %q", got)
	}
}
