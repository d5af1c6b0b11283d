//go:build unix

package storage

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
)

// own gives a file to whom the database belongs or, if there is none, the folder
// that it is in: whoever restores a backup as root is not whom Dogear runs as.
func own(file, database string) error {
	if os.Geteuid() != 0 {
		return nil
	}
	info, err := os.Stat(database)
	if errors.Is(err, os.ErrNotExist) {
		info, err = os.Stat(filepath.Dir(database))
	}
	if err != nil {
		return err
	}
	if is, ok := info.Sys().(*syscall.Stat_t); ok {
		return os.Chown(file, int(is.Uid), int(is.Gid))
	}
	return nil
}
