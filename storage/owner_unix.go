//go:build unix

package storage

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
)

// Own gives a file to whom the database belongs or, if there is none, the folder
// that it is in: root, who restores a backup or starts Dogear once by hand, is not
// whom Dogear runs as.
func Own(file, database string) error {
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
