package storage_test

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"dogear/storage"
)

// held keeps the one who writes busy until release is called, so that writes
// can be made to wait for it. It must be called in a bubble of synctest.
func held(t *testing.T, db *storage.DB) (release func()) {
	gate := make(chan struct{})
	done := make(chan error)
	go func() {
		done <- db.Write(t.Context(), func(*storage.Tx) error { <-gate; return nil })
	}()
	synctest.Wait()
	return func() {
		close(gate)
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

// count says how many clubs a server has.
func count(t *testing.T, db *storage.DB, guild string) (n int) {
	t.Helper()
	read(t, db, func(tx *storage.Tx) error {
		list, err := tx.Clubs(guild)
		n = len(list)
		return err
	})
	return n
}

var errNo = errors.New("no")

func TestAWriteIsAllOrNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		db := open(t, filepath.Join(t.TempDir(), "dogear.db"))
		release := held(t, db)
		// These three share a group: the second and the third fail in the middle.
		var wg sync.WaitGroup
		errs := make([]error, 4)
		wg.Go(func() {
			errs[0] = db.Write(t.Context(), func(tx *storage.Tx) error { _, err := addClub(tx, 0); return err })
		})
		synctest.Wait()
		wg.Go(func() {
			errs[1] = db.Write(t.Context(), func(tx *storage.Tx) error {
				if _, err := addClub(tx, 1); err != nil {
					t.Error(err)
				}
				return errNo
			})
		})
		synctest.Wait()
		var said any
		wg.Go(func() {
			defer func() { said = recover() }()
			errs[2] = db.Write(t.Context(), func(tx *storage.Tx) error {
				if _, err := addClub(tx, 2); err != nil {
					t.Error(err)
				}
				panic("a mistake")
			})
		})
		synctest.Wait()
		exited := true
		wg.Go(func() {
			_ = db.Write(t.Context(), func(tx *storage.Tx) error {
				if _, err := addClub(tx, 3); err != nil {
					t.Error(err)
				}
				runtime.Goexit() // as FailNow does
				return nil
			})
			exited = false
		})
		synctest.Wait()
		wg.Go(func() {
			errs[3] = db.Write(t.Context(), func(tx *storage.Tx) error { _, err := addClub(tx, 4); return err })
		})
		synctest.Wait()
		release()
		wg.Wait()
		if errs[0] != nil || !errors.Is(errs[1], errNo) || errs[3] != nil {
			t.Errorf("errors: %v", errs)
		}
		if s := fmt.Sprint(said); !strings.Contains(s, "a mistake") || !strings.Contains(s, "write_test.go") {
			t.Errorf("the panic came as %v", said)
		}
		if !exited {
			t.Error("the caller of a function that ended its goroutine went on")
		}
		for i, want := range []int{1, 0, 0, 0, 1} {
			if got := count(t, db, fmt.Sprintf("guild-%d", i)); got != want {
				t.Errorf("write %d left %d clubs, want %d", i, got, want)
			}
		}
	})
}

func TestWhoStopsWaitingDoesNotWrite(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		db := open(t, ":memory:")
		ctx, cancel := context.WithCancel(t.Context())
		add := func(tx *storage.Tx) error { _, err := addClub(tx, 1); return err }
		release := held(t, db)
		done := make(chan error)
		go func() { done <- db.Write(ctx, add) }()
		synctest.Wait()
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled while waiting: %v", err)
		}
		release()
		for range 20 { // whatever select would choose
			if err := db.Write(ctx, add); !errors.Is(err, context.Canceled) {
				t.Errorf("cancelled before: %v", err)
			}
			if err := db.Read(ctx, add); !errors.Is(err, context.Canceled) {
				t.Errorf("cancelled before reading: %v", err)
			}
		}
		if n := count(t, db, "guild-1"); n != 0 {
			t.Errorf("%d clubs were written", n)
		}
		// One that runs already says how it ended.
		ctx, cancel = context.WithCancel(t.Context())
		if err := db.Write(ctx, func(tx *storage.Tx) error { cancel(); return add(tx) }); err != nil {
			t.Errorf("cancelled while running: %v", err)
		}
		if n := count(t, db, "guild-1"); n != 1 {
			t.Errorf("%d clubs were written", n)
		}
	})
}

func TestCloseWaitsForWhatWasHandedOver(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "dogear.db")
		db := open(t, path)
		reading := make(chan struct{})
		go func() {
			if err := db.Read(t.Context(), func(tx *storage.Tx) error { <-reading; _, err := tx.Clubs("guild-1"); return err }); err != nil {
				t.Errorf("a read that Close overtook: %v", err)
			}
		}()
		release := held(t, db)
		const writers = 20
		done := make(chan error, writers)
		for i := range writers {
			go func() {
				done <- db.Write(t.Context(), func(tx *storage.Tx) error { _, err := addClub(tx, i); return err })
			}()
		}
		synctest.Wait()
		closed := make(chan error)
		go func() { closed <- db.Close() }()
		synctest.Wait()
		if err := db.Write(t.Context(), func(*storage.Tx) error { return nil }); err == nil {
			t.Error("a write was taken during Close")
		}
		release()
		for range writers {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		synctest.Wait()
		select {
		case err := <-closed:
			t.Errorf("Close did not wait for who reads: %v", err)
		default:
		}
		if err := db.Read(t.Context(), func(*storage.Tx) error { return nil }); err == nil {
			t.Error("a read was taken during Close")
		}
		close(reading)
		if err := <-closed; err != nil {
			t.Error(err)
		}
		db = open(t, path)
		for i := range writers {
			if n := count(t, db, fmt.Sprintf("guild-%d", i)); n != 1 {
				t.Errorf("write %d left %d clubs", i, n)
			}
		}
	})
}

// commits counts the commits in a write-ahead log: in the header of each one's
// last frame stands the size of the database.
func commits(t *testing.T, path string) (n int) {
	t.Helper()
	log, err := os.ReadFile(path + "-wal")
	if err != nil {
		t.Fatal(err)
	}
	page := int(binary.BigEndian.Uint32(log[8:]))
	for at := 32; at+24+page <= len(log); at += 24 + page {
		if binary.BigEndian.Uint32(log[at+4:]) != 0 {
			n++
		}
	}
	return n
}

func TestWritesShareCommits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) { // no time passes in the bubble: no group ends by it
		path := filepath.Join(t.TempDir(), "dogear.db")
		db := open(t, path)
		release := held(t, db)
		const writers = 64
		var wg sync.WaitGroup
		for i := range writers {
			wg.Go(func() { write(t, db, func(tx *storage.Tx) error { _, err := addClub(tx, i); return err }) })
		}
		synctest.Wait()
		before := commits(t, path)
		release()
		wg.Wait()
		if n := commits(t, path) - before; n != 1 { // the one that held them wrote nothing
			t.Errorf("%d writes at once took %d commits", writers, n)
		}
		for i := range writers {
			if count(t, db, fmt.Sprintf("guild-%d", i)) != 1 {
				t.Errorf("write %d is lost", i)
			}
		}
	})
}

// A full disk has SQLite roll back the whole transaction, with the writes of
// those who share it. They must be told, and what follows must not be written
// outside of a transaction.
func TestAFullDiskLosesNobodySilently(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		db := open(t, filepath.Join(t.TempDir(), "dogear.db"))
		story := told(t, db)
		write(t, db, func(tx *storage.Tx) error {
			var limit int
			return tx.Query([]any{&limit}, "PRAGMA max_page_count = 200")
		})
		release := held(t, db)
		const writers = 9
		errs := make([]error, writers)
		var wg sync.WaitGroup
		for i := range writers {
			wg.Go(func() {
				errs[i] = db.Write(t.Context(), func(tx *storage.Tx) error {
					if i == 4 { // one row by its id: SQLite keeps no way back for the statement alone
						big := story.club
						big.Name = strings.Repeat("x", 2<<20)
						return tx.SetClub(big)
					}
					_, err := addClub(tx, 100+i)
					return err
				})
			})
			synctest.Wait()
		}
		release()
		wg.Wait()
		for i, err := range errs {
			if (err != nil) != (i <= 4) {
				t.Errorf("write %d: its caller was told %v", i, err)
			}
			if n := count(t, db, fmt.Sprintf("guild-%d", 100+i)); (n == 1) != (err == nil) {
				t.Errorf("write %d left %d clubs, and its caller was told %v", i, n, err)
			}
		}
	})
}
