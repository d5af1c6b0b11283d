package storage_test

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"dogear/storage"
)

// A Dogear that is killed in the middle of its writes has lost none that it
// said was written.
func TestKilled(t *testing.T) {
	t.Parallel()
	if path := os.Getenv(childPath); path != "" {
		writeForEver(t, path)
		return
	}
	path := filepath.Join(t.TempDir(), "dogear.db")
	var said []string
	for range 3 {
		child := again(t, path)
		out, err := child.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		child.Stderr = os.Stderr
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for n := 0; lines.Scan(); {
			var guild string
			if _, err := fmt.Sscanf(lines.Text(), "wrote %s", &guild); err != nil {
				continue
			}
			said = append(said, guild)
			if n++; n == 150 {
				if err := child.Process.Kill(); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := child.Wait(); err == nil {
			t.Fatal("the child ended by itself")
		}
	}
	db := open(t, path)
	for _, guild := range said {
		if count(t, db, guild) != 1 {
			t.Errorf("the write of %s was acknowledged and is lost", guild)
		}
	}
	if len(said) < 3*150 {
		t.Errorf("only %d writes were made", len(said))
	}
	read(t, db, func(tx *storage.Tx) error {
		list, err := tx.Strings("SELECT * FROM pragma_integrity_check")
		if !slices.Equal(list, []string{"ok"}) {
			t.Errorf("integrity: %v", list)
		}
		return err
	})
}

// writeForEver writes, and says of each write that it was made.
func writeForEver(t *testing.T, path string) {
	db := open(t, path)
	var wg sync.WaitGroup
	var mu sync.Mutex
	for range 8 {
		wg.Go(func() {
			for {
				var c storage.Club
				err := db.Write(t.Context(), func(tx *storage.Tx) error {
					var n int
					if err := tx.Query([]any{&n}, "SELECT coalesce(max(id), 0) FROM club"); err != nil {
						return err
					}
					var err error
					c, err = addClub(tx, n)
					return err
				})
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				_, err = fmt.Fprintf(os.Stdout, "wrote %s\n", c.Guild)
				mu.Unlock()
				if err != nil {
					return
				}
			}
		})
	}
	wg.Wait()
}
