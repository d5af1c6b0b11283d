//go:build linux

package storage_test

import (
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"testing"
)

// A disk that takes nothing is found out even if nobody else would write for hours.
func TestProbeWithoutRoom(t *testing.T) {
	t.Parallel()
	path := os.Getenv(childPath)
	if path == "" { // in a process of its own, whose files may not grow
		if out, err := again(t, filepath.Join(t.TempDir(), "dogear.db")).CombinedOutput(); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
		return
	}
	db := open(t, path)
	if err := db.Probe(t.Context()); err != nil {
		t.Fatal(err)
	}
	signal.Ignore(syscall.SIGXFSZ) // a write that is too large is an error, no more
	var had syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &had); err != nil {
		t.Fatal(err)
	}
	limit := had
	limit.Cur = 1
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		t.Fatal(err)
	}
	full := db.Probe(t.Context())
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &had); err != nil {
		t.Fatal(err)
	}
	if full == nil {
		t.Error("a disk that takes nothing can be written")
	}
	if err := db.Probe(t.Context()); err != nil {
		t.Errorf("there is room again: %v", err)
	}
}
