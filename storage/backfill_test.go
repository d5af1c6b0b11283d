package storage_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"dogear/storage"
)

// What is committed reaches the database from its log while others write, long
// before the log is so large that whoever commits has to copy it.
func TestTheLogIsCopiedMeanwhile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "dogear.db")
	db, err := storage.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	size := func() int64 {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}
	before := size()
	look := time.NewTicker(time.Millisecond)
	defer look.Stop()
	deadline := time.After(10 * time.Second)
	for n := 0; size() == before; n++ {
		err := db.Write(t.Context(), func(tx *storage.Tx) error {
			_, err := tx.AddClub(storage.Club{Guild: "1", Channel: fmt.Sprint(n), Name: "The Hailsham Readers", Zone: "Europe/London"}, time.Now())
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if log, err := os.Stat(path + "-wal"); err != nil || log.Size() > 1500*4096 {
			t.Fatalf("after %d commits nothing was copied: %v", n, err)
		}
		select {
		case <-look.C:
		case <-deadline:
			t.Fatalf("after %d commits nothing was copied", n)
		}
	}
}
