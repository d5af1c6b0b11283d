package storage_test

import (
	"fmt"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"dogear/storage"
)

// town fills a database with clubs that read, each with readers, notes and
// questions.
func town(b *testing.B, db *storage.DB, clubs int) []story {
	b.Helper()
	stories := make([]story, clubs)
	write(b, db, func(tx *storage.Tx) error {
		for i := range stories {
			var err error
			if stories[i], err = tell(tx, i); err != nil {
				return err
			}
			if err := people(tx, stories[i]); err != nil {
				return err
			}
		}
		return nil
	})
	return stories
}

// people has a club's readers write, ask and read.
func people(tx *storage.Tx, s story) error {
	for i := range 30 {
		user := fmt.Sprintf("user-%d", i)
		if err := tx.SetReader(s.read.ID, storage.Reader{User: user, Joined: noon()}, noon()); err != nil {
			return err
		}
		for j := range 5 {
			c := s.chapters[(7*i+3*j)%len(s.chapters)]
			n := storage.Note{Read: s.read.ID, Kind: "thought", Text: s.chapters.LockUpTo(c.Number).Hide("A thought.", user), Channel: "c", Made: noon()}
			if _, err := tx.AddNote(n); err != nil {
				return err
			}
		}
	}
	checkpoints, err := tx.Checkpoints(s.read.ID)
	if err != nil {
		return err
	}
	for _, c := range checkpoints {
		lock := s.chapters.LockUpTo(c.Last)
		_, _, err := tx.AddPrompt(storage.Prompt{
			Read: s.read.ID, Text: lock.Hide("Why?", "organiser"), LockKind: "moment", Checkpoint: c.ID,
		}, lock, noon())
		if err != nil {
			return err
		}
	}
	return nil
}

// progressAt is what the command /progress at: does.
func progressAt(tx *storage.Tx, guild, channel, user string, position int, now time.Time) error {
	c, err := tx.ClubOf(guild, channel)
	if err != nil {
		return err
	}
	reads, err := tx.ReadsUnderWay(c.ID, now)
	if err != nil {
		return err
	}
	r := reads[0]
	if _, err := tx.Chapters(r.Book.ID); err != nil {
		return err
	}
	if _, err := tx.Checkpoints(r.ID); err != nil {
		return err
	}
	me, err := tx.Reader(r.ID, user)
	if err != nil {
		return err
	}
	was := me.Position
	me.Position, me.Furthest = position, max(me.Furthest, position)
	if err := tx.SetReader(r.ID, me, now); err != nil {
		return err
	}
	for _, opens := range []int{was, position} {
		if _, err := tx.CountNotes(storage.NoteFilter{Read: r.ID, User: user, Opens: opens}); err != nil {
			return err
		}
	}
	_, err = tx.PromptsBetween(r.ID, min(was, position), max(was, position), now)
	return err
}

func BenchmarkProgress(b *testing.B) {
	db := open(b, filepath.Join(b.TempDir(), "dogear.db"))
	stories := town(b, db, 100)
	one := func(tx *storage.Tx, i int) error {
		s := stories[i%len(stories)]
		return progressAt(tx, s.club.Guild, s.club.Channel, fmt.Sprintf("user-%d", i%30), i%23, noon().AddDate(0, 0, 20))
	}
	b.Run("in one transaction", func(b *testing.B) {
		b.ReportAllocs()
		write(b, db, func(tx *storage.Tx) error {
			for i := 0; b.Loop(); i++ {
				if err := one(tx, i); err != nil {
					return err
				}
			}
			return nil
		})
	})
	b.Run("of 64 people", func(b *testing.B) {
		b.ReportAllocs()
		b.SetParallelism(32) // of each of two cores
		var n atomic.Int64
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				i := int(n.Add(1))
				if err := db.Write(b.Context(), func(tx *storage.Tx) error { return one(tx, i) }); err != nil {
					b.Error(err)
				}
			}
		})
	})
}

func BenchmarkProgressSteps(b *testing.B) {
	db := open(b, filepath.Join(b.TempDir(), "dogear.db"))
	s := town(b, db, 100)[50]
	now := noon().AddDate(0, 0, 20)
	steps := []struct {
		name string
		f    func(tx *storage.Tx) error
	}{
		{"ClubOf", func(tx *storage.Tx) error { _, err := tx.ClubOf(s.club.Guild, s.club.Channel); return err }},
		{"ReadsUnderWay", func(tx *storage.Tx) error { _, err := tx.ReadsUnderWay(s.club.ID, now); return err }},
		{"Chapters", func(tx *storage.Tx) error { _, err := tx.Chapters(s.book.ID); return err }},
		{"Checkpoints", func(tx *storage.Tx) error { _, err := tx.Checkpoints(s.read.ID); return err }},
		{"Reader", func(tx *storage.Tx) error { _, err := tx.Reader(s.read.ID, "user-3"); return err }},
		{"SetReader", func(tx *storage.Tx) error {
			return tx.SetReader(s.read.ID, storage.Reader{User: "user-3", Position: 4}, now)
		}},
		{"CountNotes", func(tx *storage.Tx) error {
			_, err := tx.CountNotes(storage.NoteFilter{Read: s.read.ID, User: "user-3", Opens: 6})
			return err
		}},
		{"PromptsBetween", func(tx *storage.Tx) error { _, err := tx.PromptsBetween(s.read.ID, 3, 6, now); return err }},
	}
	for _, step := range steps {
		b.Run(step.name, func(b *testing.B) {
			b.ReportAllocs()
			write(b, db, func(tx *storage.Tx) error {
				for b.Loop() {
					if err := step.f(tx); err != nil {
						return err
					}
				}
				return nil
			})
		})
	}
}
