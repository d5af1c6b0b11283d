package storage_test

import (
	"fmt"
	"testing"
	"time"

	"dogear/club"
	"dogear/storage"
)

// noon is when the stories of these tests begin, in club time.
func noon() time.Time { return time.Date(2027, time.March, 1, 12, 0, 0, 0, time.UTC) }

// open opens a database and has it closed with the test.
func open(tb testing.TB, path string) *storage.DB {
	tb.Helper()
	db, err := storage.Open(tb.Context(), path)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := db.Close(); err != nil {
			tb.Error(err)
		}
	})
	return db
}

// write runs f in a writing transaction that must do.
func write(tb testing.TB, db *storage.DB, f func(tx *storage.Tx) error) {
	tb.Helper()
	if err := db.Write(tb.Context(), f); err != nil {
		tb.Fatal(err)
	}
}

// read runs f in a reading transaction that must do.
func read(tb testing.TB, db *storage.DB, f func(tx *storage.Tx) error) {
	tb.Helper()
	if err := db.Read(tb.Context(), f); err != nil {
		tb.Fatal(err)
	}
}

// addClub makes club number i, in the channel "channel-i" of the server "guild-i".
func addClub(tx *storage.Tx, i int) (storage.Club, error) {
	return tx.AddClub(storage.Club{
		Guild: fmt.Sprintf("guild-%d", i), Channel: fmt.Sprintf("channel-%d", i), Name: "Readers", Zone: "Europe/London",
	}, noon())
}

// addBook puts a book of n chapters on the shelf of a club.
func addBook(tx *storage.Tx, c storage.Club, n int) (storage.Book, error) {
	chapters := club.Numbered(n)
	for i := range chapters {
		chapters[i].EndPage = 12 * (i + 1)
	}
	return tx.AddBook(storage.Book{Club: c.ID, Title: "Never Let Me Go", Authors: "Kazuo Ishiguro", Pages: 12 * n}, chapters, noon())
}

// addRead begins a read with a checkpoint each week, of three chapters each,
// the first a week from noon.
func addRead(tx *storage.Tx, c storage.Club, b storage.Book) (storage.Read, error) {
	chapters, err := tx.Chapters(b.ID)
	if err != nil {
		return storage.Read{}, err
	}
	var plan club.Plan
	at := noon()
	for first := 1; first <= len(chapters); first += 3 {
		at = at.AddDate(0, 0, 7)
		plan.Blocks = append(plan.Blocks, club.Block{First: first, Last: min(first+2, len(chapters)), At: at})
	}
	r := storage.Read{Club: c, Book: b, StartOn: "2027-03-01", EndsAt: at, RevealsAt: at.AddDate(0, 0, 7)}
	id, err := tx.AddRead(r, plan, chapters, "organiser", noon())
	if err != nil {
		return storage.Read{}, err
	}
	return tx.ReadOf(id)
}

// story is a club that reads a book.
type story struct {
	club     storage.Club
	book     storage.Book
	read     storage.Read
	chapters club.Chapters
}

// tell makes club number i with its book of 23 chapters and its read.
func tell(tx *storage.Tx, i int) (s story, err error) { return tellOf(tx, i, 23) }

func tellOf(tx *storage.Tx, i, chapters int) (s story, err error) {
	if s.club, err = addClub(tx, i); err != nil {
		return s, err
	}
	if s.book, err = addBook(tx, s.club, chapters); err != nil {
		return s, err
	}
	if s.read, err = addRead(tx, s.club, s.book); err != nil {
		return s, err
	}
	s.chapters, err = tx.Chapters(s.book.ID)
	return s, err
}

// told is a story in a database.
func told(tb testing.TB, db *storage.DB) (s story) {
	tb.Helper()
	write(tb, db, func(tx *storage.Tx) (err error) {
		s, err = tell(tx, 1)
		return err
	})
	return s
}
