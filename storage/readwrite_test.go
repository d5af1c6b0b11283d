package storage_test

import (
	"fmt"
	"path/filepath"
	"sync"
	"testing"

	"dogear/club"
	"dogear/storage"
)

// databases are the two kinds: in a file, and in memory.
func databases(t *testing.T, f func(t *testing.T, db *storage.DB)) {
	for _, kind := range []string{"file", "memory"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			path := ":memory:"
			if kind == "file" {
				path = filepath.Join(t.TempDir(), "dogear.db")
			}
			f(t, open(t, path))
		})
	}
}

func TestReadsMayNotWrite(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, db *storage.DB) {
		s := told(t, db)
		for name, f := range map[string]func(tx *storage.Tx) error{
			"insert, returning": func(tx *storage.Tx) error { _, err := addClub(tx, 2); return err },
			"upsert": func(tx *storage.Tx) error {
				return tx.SetReader(s.read.ID, storage.Reader{User: "u", Joined: noon()}, noon())
			},
			"update": func(tx *storage.Tx) error { return tx.SetBook(s.book) },
			"delete": func(tx *storage.Tx) error { return tx.DropDraft(1) },
		} {
			if err := db.Read(t.Context(), f); err == nil {
				t.Errorf("%s: a read may write", name)
			}
			if err := db.Write(t.Context(), f); err != nil {
				t.Errorf("%s: a write after it may not: %v", name, err)
			}
		}
	})
}

func TestReadYourWrites(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, db *storage.DB) {
		for i := range 50 {
			write(t, db, func(tx *storage.Tx) error {
				if _, err := addClub(tx, i); err != nil {
					return err
				}
				if list, err := tx.Clubs(fmt.Sprintf("guild-%d", i)); err != nil || len(list) != 1 {
					t.Errorf("in the same transaction: %d clubs, %v", len(list), err)
				}
				return nil
			})
			if n := count(t, db, fmt.Sprintf("guild-%d", i)); n != 1 {
				t.Errorf("after the transaction: %d clubs", n)
			}
		}
	})
}

// A read sees the rows and what is kept of them in memory at one state.
func TestAReadSeesOneState(t *testing.T) {
	t.Parallel()
	db := open(t, filepath.Join(t.TempDir(), "dogear.db"))
	s := told(t, db)
	read(t, db, func(tx *storage.Tx) error {
		if _, err := tx.Readers(s.read.ID); err != nil { // the state is that of the first look
			return err
		}
		write(t, db, func(tx *storage.Tx) error {
			if err := tx.SetReader(s.read.ID, storage.Reader{User: "u", Joined: noon()}, noon()); err != nil {
				return err
			}
			return tx.SetChapters(s.book.ID, append(s.chapters, club.Chapter{Label: "Epilogue"}))
		})
		list, err := tx.Readers(s.read.ID)
		if err != nil || len(list) != 0 {
			t.Errorf("%d readers, %v", len(list), err)
		}
		chapters, err := tx.Chapters(s.book.ID)
		if err != nil || len(chapters) != 23 {
			t.Errorf("%d chapters, %v", len(chapters), err)
		}
		return nil
	})
}

// Many write and read at once. What one write adds to one reader it takes from
// another, so that every state has the same sum.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, db *storage.DB) {
		s := told(t, db)
		const people, each = 8, 25
		user := func(i int) string { return fmt.Sprintf("user-%d", i%people) }
		write(t, db, func(tx *storage.Tx) error {
			for i := range people {
				if err := tx.SetReader(s.read.ID, storage.Reader{User: user(i), Position: 1000, Joined: noon()}, noon()); err != nil {
					return err
				}
			}
			return nil
		})
		give := func(tx *storage.Tx, from, to int) error {
			for who, by := range map[string]int{user(from): -1, user(to): 1} {
				r, err := tx.Reader(s.read.ID, who)
				if err != nil {
					return err
				}
				r.Position += by
				if err := tx.SetReader(s.read.ID, r, noon()); err != nil {
					return err
				}
			}
			if from%5 == 0 {
				return errNo
			}
			return nil
		}
		sum := func(tx *storage.Tx) error {
			list, err := tx.Readers(s.read.ID)
			total := 0
			for _, r := range list {
				total += r.Position
			}
			if total != people*1000 {
				t.Errorf("the sum is %d", total)
			}
			return err
		}
		var wg sync.WaitGroup
		for i := range people {
			wg.Go(func() {
				for j := range each {
					if err := db.Write(t.Context(), func(tx *storage.Tx) error { return give(tx, i*each+j, i*each+j+1) }); err != nil && err != errNo { //nolint:errorlint // it is handed through
						t.Error(err)
					}
				}
			})
			wg.Go(func() {
				for range each {
					read(t, db, sum)
				}
			})
		}
		wg.Wait()
	})
}

func TestForeignKeysHold(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, db *storage.DB) {
		err := db.Write(t.Context(), func(tx *storage.Tx) error {
			return tx.SetReader(4711, storage.Reader{User: "u", Joined: noon()}, noon())
		})
		if err == nil {
			t.Error("a reader of no read is stored")
		}
		err = db.Write(t.Context(), func(tx *storage.Tx) error {
			_, err := tx.Exec("INSERT INTO registration (scope, hash, ids) VALUES ('', '', x'00')")
			return err
		})
		if err == nil {
			t.Error("bytes are stored as a text")
		}
	})
}
