package storage_test

import (
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"dogear/club"
	"dogear/storage"
)

// binder is a read whose chapters and checkpoints change.
type binder struct {
	story
	tb testing.TB
	db *storage.DB
}

// same compares what is kept with the rows, for the read and for the one
// behind it, which comes and goes with its transaction.
func (b *binder) same(tx *storage.Tx) error {
	for _, id := range []int64{b.read.ID, b.read.ID + 1} {
		r := b.read
		r.ID = id
		chapters, checkpoints, err := tx.Load(r)
		if err != nil {
			return err
		}
		keptChapters, err := tx.Chapters(r.Book.ID)
		if err != nil {
			return err
		}
		kept, err := tx.Checkpoints(id)
		if err != nil {
			return err
		}
		if !slices.Equal(kept, checkpoints) || !slices.EqualFunc(keptChapters, chapters, func(a, b club.Chapter) bool {
			return a.ID == b.ID && a.Number == b.Number && a.Label == b.Label
		}) {
			b.tb.Fatalf("kept:\n%v\n%v\nin the rows:\n%v\n%v", keptChapters, kept, chapters, checkpoints)
		}
	}
	return nil
}

func (b *binder) change(rt *rapid.T, tx *storage.Tx) error {
	at := noon().AddDate(0, 0, rapid.IntRange(1, 99).Draw(rt, "day"))
	checkpoints, err := tx.Checkpoints(b.read.ID)
	if err != nil {
		return err
	}
	c := rapid.SampledFrom(checkpoints).Draw(rt, "checkpoint")
	switch rapid.IntRange(0, 5).Draw(rt, "change") {
	case 0:
		return setMoment(tx, b.read.ID, c, at)
	case 1:
		return tx.SetEnd(b.read.ID, at, at)
	case 2:
		return tx.EndRead(b.read.ID, true, at, at)
	case 3:
		return tx.SetLastChapter(c.ID, rapid.SampledFrom(b.chapters).Draw(rt, "chapter").ID, noon())
	case 4:
		chapters, err := tx.Chapters(b.book.ID)
		if err != nil {
			return err
		}
		chapters[rapid.IntRange(0, len(chapters)-1).Draw(rt, "chapter")].Label = at.String()
		return tx.SetChapters(b.book.ID, append(chapters, club.Chapter{Label: "more"}))
	}
	_, err = addRead(tx, b.club, b.book)
	return err
}

// write changes something, looks, and fails half of the time.
func (b *binder) write(rt *rapid.T) {
	fails := rapid.Bool().Draw(rt, "fails")
	err := b.db.Write(b.tb.Context(), func(tx *storage.Tx) error {
		for range rapid.IntRange(1, 3).Draw(rt, "changes") {
			if err := b.change(rt, tx); err != nil {
				return err
			}
			if err := b.same(tx); err != nil {
				return err
			}
		}
		if fails {
			return errNo
		}
		return nil
	})
	if err != nil && !errors.Is(err, errNo) {
		rt.Fatal(err)
	}
}

// What is kept in memory of chapters and checkpoints is what the rows say, in
// every transaction, whatever was rolled back before.
func TestKeptOrdersProperty(t *testing.T) {
	t.Parallel()
	db := open(t, ":memory:")
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		b := &binder{tb: t, db: db}
		write(t, db, func(tx *storage.Tx) (err error) {
			n++
			b.story, err = tellOf(tx, n, 5)
			return err
		})
		for range rapid.IntRange(1, 6).Draw(rt, "writes") {
			b.write(rt)
			read(t, db, b.same)
		}
	})
}

// What was kept of a state that was rolled back is not taken for the next.
func TestWhatWasRolledBackIsForgotten(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, db *storage.DB) {
		b := &binder{story: told(t, db), tb: t, db: db}
		var checkpoints []storage.Checkpoint
		read(t, db, func(tx *storage.Tx) (err error) { checkpoints, err = tx.Checkpoints(b.read.ID); return err })
		for i, end := range []error{errNo, nil, errNo, errNo, nil} {
			err := db.Write(t.Context(), func(tx *storage.Tx) error {
				if err := setMoment(tx, b.read.ID, checkpoints[i], noon()); err != nil {
					return err
				}
				if err := b.same(tx); err != nil {
					return err
				}
				return end
			})
			if !errors.Is(err, end) {
				t.Fatal(err)
			}
		}
		read(t, db, b.same)
	})
}
