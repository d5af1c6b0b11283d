package storage

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// copyName is the file to which a database is copied before it is migrated to a
// version.
func copyName(path string, version int) string { return fmt.Sprintf("%s.before-%d", path, version) }

// DropCopies removes the copies that migrations made beside the file before a
// moment, by the machine's clock, and what broken off ones left of them: in a
// copy stands also what was erased since.
func (db *DB) DropCopies(before time.Time) error {
	if db.path == "" {
		return nil
	}
	list, err := steps(migrations)
	if err != nil {
		return err
	}
	files, err := os.ReadDir(filepath.Dir(db.path))
	if err != nil {
		return fmt.Errorf("look for copies of the database: %w", err)
	}
	var errs []error
	for _, f := range files {
		if !isCopy(filepath.Base(db.path), f.Name(), len(list)) {
			continue
		}
		info, err := f.Info()
		if err == nil && info.Mode().IsRegular() && info.ModTime().Before(before) {
			err = os.Remove(filepath.Join(filepath.Dir(db.path), f.Name()))
		}
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			errs = append(errs, fmt.Errorf("remove a copy of the database: %w", err))
		}
	}
	return errors.Join(errs...)
}

// isCopy reports whether a file is a copy of a database, before its migration to
// one of the versions up to last, or a part of one.
func isCopy(database, file string, last int) bool {
	for _, beside := range []string{"-journal", "-wal", "-shm"} { // of SQLite's
		file = strings.TrimSuffix(file, beside)
	}
	number, found := strings.CutPrefix(strings.TrimSuffix(file, ".part"), database+".before-")
	version, err := strconv.Atoi(number)
	return found && err == nil && version > 1 && version <= last && number == strconv.Itoa(version)
}
