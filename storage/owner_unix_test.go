//go:build unix

package storage_test

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"dogear/storage"
)

// What root restores still belongs to whom Dogear runs as.
func TestRestoreKeepsTheOwner(t *testing.T) {
	t.Parallel()
	const uid, gid = 65534, 65533
	if os.Geteuid() != 0 {
		t.Skip("only root can give files away")
	}
	file := made(t, t.TempDir(), "backup.db", 1)
	for _, first := range []bool{true, false} {
		dir := t.TempDir()
		path, owned := filepath.Join(dir, "dogear.db"), dir
		if !first {
			made(t, dir, "dogear.db", 2)
			owned = path
		}
		if err := os.Chown(owned, uid, gid); err != nil {
			t.Fatal(err)
		}
		if _, err := storage.Restore(t.Context(), path, file, noon()); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{path, path + ".lock"} {
			info, err := os.Stat(name)
			if err != nil {
				t.Fatal(err)
			}
			if is := info.Sys().(*syscall.Stat_t); is.Uid != uid || is.Gid != gid {
				t.Errorf("%s belongs to %d, %d", name, is.Uid, is.Gid)
			}
		}
	}
}

// Nor does what root cannot restore shut out whom Dogear runs as.
func TestRefusedRestoreKeepsTheOwner(t *testing.T) {
	t.Parallel()
	const uid = 65534
	if os.Geteuid() != 0 {
		t.Skip("only root can give files away")
	}
	dir := t.TempDir()
	path, file := filepath.Join(dir, "dogear.db"), filepath.Join(t.TempDir(), "no.db")
	if err := errors.Join(os.Chown(dir, uid, uid), os.WriteFile(file, []byte("no database"), 0o600)); err != nil {
		t.Fatal(err)
	}
	if _, err := storage.Restore(t.Context(), path, file, noon()); !errors.Is(err, storage.ErrDamaged) {
		t.Fatal(err)
	}
	info, err := os.Stat(path + ".lock")
	if err != nil {
		t.Fatal(err)
	}
	if is := info.Sys().(*syscall.Stat_t).Uid; is != uid {
		t.Errorf("the lock belongs to %d", is)
	}
}
