//go:build unix

package main

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// Who once starts Dogear as root does not shut out the service: the folder for
// backups belongs to whom the database does.
func TestBackupsOfAnothersDatabase(t *testing.T) {
	t.Parallel()
	const uid, gid = 65534, 65533
	if os.Geteuid() != 0 {
		t.Skip("only root can give files away")
	}
	s := newNights(t, filepath.Join(t.TempDir(), "backups"))
	if err := os.Chown(s.cfg.database, uid, gid); err != nil {
		t.Fatal(err)
	}
	s.has(s.at("2026-11-23 12:01:00"), "club-2026-11-23T1201.db")
	for _, name := range []string{"", "club-2026-11-23T1201.db"} {
		info, err := os.Stat(filepath.Join(s.cfg.backup.folder, name))
		if err != nil {
			t.Fatal(err)
		}
		if is := info.Sys().(*syscall.Stat_t); is.Uid != uid || is.Gid != gid {
			t.Errorf("%q belongs to %d, %d", name, is.Uid, is.Gid)
		}
	}
}
