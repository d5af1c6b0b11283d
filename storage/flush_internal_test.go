package storage

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// Windows flushes only what was opened to be written. On other systems only a
// folder shows how something was opened: it can be read, and not be written.
func TestFilesAreFlushedAsWritten(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := flush(dir); !errors.Is(err, syscall.EISDIR) {
		t.Error("it was opened to be read:", err)
	}
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, []byte("text"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(flush(file), flushNames(dir)); err != nil {
		t.Error(err)
	}
}
