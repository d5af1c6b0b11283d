package main

import (
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// Whoever forgets sudo hears of the database, not of the file that is not there yet.
func TestBackupOfAnothersDatabase(t *testing.T) {
	t.Parallel()
	database := filepath.Join("its", "dogear.db")
	err := backupError(database, "copy.db", &fs.PathError{Op: "stat", Path: database, Err: fs.ErrPermission})
	if !errors.Is(err, fs.ErrPermission) || !strings.HasPrefix(err.Error(), "the database "+database+" cannot be read: ") || strings.Contains(err.Error(), "copy.db") {
		t.Error(err)
	}
}
