package storage

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// copyName is the file to which a database is copied before it is migrated to a
// version.
func copyName(path string, version int) string {
	return beside(path, fmt.Sprintf("before-%d", version))
}

// DropCopies removes the copies that migrations made beside the file before a
// moment, by the machine's clock, and what broken off ones left of them: in a
// copy stands also what was erased since.
func (db *DB) DropCopies(before time.Time) error {
	if db.memory {
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
// one of the versions up to last, or what was left of one.
func isCopy(database, file string, last int) bool {
	for version := 2; version <= last; version++ {
		if name := copyName(database, version); file == name || isPart(name, file) {
			return true
		}
	}
	return false
}
