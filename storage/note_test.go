package storage_test

import (
	"cmp"
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"dogear/club"
	"dogear/storage"
)

// shelf is a read in which people write, hide, read and delete notes, and what
// is there as a plain list.
type shelf struct {
	tb    testing.TB
	db    *storage.DB
	s     story
	notes []*written // by id
}

type written struct {
	id      int64
	author  string
	lock    club.Lock
	deleted bool
	seen    map[string]bool
}

func people4() *rapid.Generator[string] {
	return rapid.SampledFrom([]string{"ann", "bob", "cid", "dee"})
}

func (s *shelf) lock(rt *rapid.T) club.Lock {
	n := rapid.IntRange(0, 4).Draw(rt, "lock")
	if n == 4 {
		return club.WholeBook(len(s.s.chapters))
	}
	return s.s.chapters.LockUpTo([]int{0, 1, 2, 23}[n])
}

func (s *shelf) add(rt *rapid.T) {
	w := &written{author: people4().Draw(rt, "author"), lock: s.lock(rt), seen: map[string]bool{}}
	write(s.tb, s.db, func(tx *storage.Tx) (err error) {
		w.id, err = tx.AddNote(storage.Note{Read: s.s.read.ID, Kind: "thought", Text: w.lock.Hide("text", w.author), Made: noon()})
		return err
	})
	s.notes = append(s.notes, w)
}

// pick picks a note, and has one written if there is none.
func (s *shelf) pick(rt *rapid.T) *written {
	if len(s.notes) == 0 {
		s.add(rt)
	}
	return rapid.SampledFrom(s.notes).Draw(rt, "note")
}

func (s *shelf) relock(rt *rapid.T) {
	w, lock := s.pick(rt), s.lock(rt)
	w.lock = lock
	write(s.tb, s.db, func(tx *storage.Tx) error {
		return tx.SetNoteLock(storage.Note{ID: w.id, Read: s.s.read.ID}, lock)
	})
}

func (s *shelf) see(rt *rapid.T) {
	w, user := s.pick(rt), people4().Draw(rt, "reader")
	w.seen[user] = true
	write(s.tb, s.db, func(tx *storage.Tx) error { return tx.MarkSeen(user, w.id) })
}

func (s *shelf) remove(rt *rapid.T) {
	w := s.pick(rt)
	w.deleted = true
	write(s.tb, s.db, func(tx *storage.Tx) error { return tx.DeleteNote(w.id, noon()) })
}

// where sorts locks: the whole book behind its last chapter.
func where(l club.Lock) int {
	if l.IsWhole() {
		return 1000
	}
	return l.Number()
}

func (s *shelf) list(user string, keep func(w *written, seen bool) bool) (list []*written) {
	for _, w := range s.notes {
		if !w.deleted && keep(w, w.seen[user] || w.author == user) {
			list = append(list, w)
		}
	}
	seen := func(w *written) int {
		if w.seen[user] || w.author == user {
			return 1
		}
		return 0
	}
	slices.SortFunc(list, func(a, b *written) int {
		return cmp.Or(where(a.lock)-where(b.lock), seen(a)-seen(b), cmp.Compare(b.id, a.id))
	})
	return list
}

// check compares the counts and a page with the plain list.
func (s *shelf) check(rt *rapid.T) {
	user := people4().Draw(rt, "user")
	from, to := rapid.IntRange(0, 3).Draw(rt, "from"), rapid.SampledFrom([]int{0, 1, 2, 22, 23}).Draw(rt, "to")
	f := storage.NoteFilter{
		Read: s.s.read.ID, User: user, From: from, To: to, Opens: rapid.SampledFrom([]int{0, 1, 2, 23}).Draw(rt, "opens"),
		Unread: rapid.Bool().Draw(rt, "unread"), Skip: rapid.IntRange(0, 5).Draw(rt, "skip"), Limit: rapid.IntRange(1, 4).Draw(rt, "limit"),
	}
	want := s.list(user, func(w *written, seen bool) bool {
		n := w.lock.Number()
		return n >= from && n <= to && (n <= f.Opens || w.author == user) && (!f.Unread || !seen)
	})
	want = want[min(f.Skip, len(want)):]
	want = want[:min(f.Limit, len(want))]
	read(s.tb, s.db, func(tx *storage.Tx) error {
		got, err := tx.Notes(f)
		if err != nil {
			return err
		}
		if len(got) != len(want) {
			rt.Fatalf("a page of %d notes, want %d", len(got), len(want))
		}
		for i, n := range got {
			w := want[i]
			if n.ID != w.id || n.Text.Opening() != w.lock || n.Text.By() != w.author || n.Seen != (w.seen[user] || w.author == user) {
				rt.Fatalf("note %d of the page is %+v, want %+v", i, n, *w)
			}
		}
		s.counts(rt, tx, user)
		for name, c := range map[string]struct {
			f   func() (int, error)
			but string
		}{
			"NotesBetween": {func() (int, error) { return tx.NotesBetween(f.Read, from, to, user) }, user},
			"NotesUpTo":    {func() (int, error) { return tx.NotesUpTo(f.Read, from+1, to) }, ""},
		} {
			n, err := c.f()
			want := len(s.list(user, func(w *written, _ bool) bool {
				return w.author != c.but && w.lock.Number() > from && w.lock.Number() <= to
			}))
			if err != nil || n != want {
				rt.Fatalf("%s is %d, want %d, %v", name, n, want, err)
			}
		}
		return nil
	})
}

func (s *shelf) counts(rt *rapid.T, tx *storage.Tx, user string) {
	counts, err := tx.CountNotes(s.s.read.ID, user)
	if err != nil {
		rt.Fatal(err)
	}
	total := 0
	for i, c := range counts {
		of := func(keep func(w *written, seen bool) bool) int {
			return len(s.list(user, func(w *written, seen bool) bool { return w.lock == c.Lock && keep(w, seen) }))
		}
		n := of(func(*written, bool) bool { return true })
		own := of(func(w *written, _ bool) bool { return w.author == user })
		unseen := of(func(_ *written, seen bool) bool { return !seen })
		if c.N != n || c.Own != own || c.Unseen != unseen {
			rt.Fatalf("behind %s: %+v, want %d, %d own, %d unseen", c.Lock.Label(), c, n, own, unseen)
		}
		if i > 0 && where(c.Lock) <= where(counts[i-1].Lock) {
			rt.Fatalf("the counts are out of order: %v", counts)
		}
		total += n
	}
	if all := len(s.list(user, func(*written, bool) bool { return true })); total != all {
		rt.Fatalf("%d notes were counted of %d", total, all)
	}
}

// Counts and pages say what a plain list says.
func TestNotesProperty(t *testing.T) {
	t.Parallel()
	db := open(t, ":memory:")
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		s := &shelf{tb: t, db: db}
		write(t, db, func(tx *storage.Tx) (err error) {
			n++
			s.s, err = tell(tx, n)
			return err
		})
		for range rapid.IntRange(1, 6).Draw(rt, "rounds") {
			for range rapid.IntRange(1, 5).Draw(rt, "changes") {
				rapid.SampledFrom([]func(*rapid.T){s.add, s.add, s.relock, s.see, s.remove}).Draw(rt, "change")(rt)
			}
			s.check(rt)
		}
	})
}

// What was deleted does not hold a chapter in its book, and never comes back.
func TestAChapterThatOnlyDeletedThingsReferTo(t *testing.T) {
	t.Parallel()
	db := open(t, ":memory:")
	s := told(t, db)
	lock := s.chapters.LockUpTo(5)
	write(t, db, func(tx *storage.Tx) error {
		note, err := tx.AddNote(storage.Note{Read: s.read.ID, Kind: "thought", Text: lock.Hide("text", "ann"), Made: noon()})
		if err != nil {
			return err
		}
		prompt, _, err := tx.AddPrompt(storage.Prompt{Read: s.read.ID, Text: lock.Hide("text", "ann"), LockKind: "chapter", At: noon()}, lock, noon())
		if err != nil {
			return err
		}
		fewer := slices.Delete(slices.Clone(s.chapters), 4, 5)
		tryOut := func(when string, ok bool) {
			uses, err := tx.ChapterUses(s.book.ID, noon())
			if used := slices.ContainsFunc(uses, func(u club.Use) bool { return u.Number == 5 }); err != nil || used == ok {
				t.Errorf("%s: chapter 5 is used: %v, %v", when, uses, err)
			}
		}
		tryOut("with a note and a prompt", false)
		if err := tx.DeleteNote(note, noon()); err != nil {
			return err
		}
		tryOut("with a prompt", false)
		if err := tx.RemovePrompt(prompt, noon()); err != nil {
			return err
		}
		tryOut("without", true)
		if err := tx.SetChapters(s.book.ID, fewer); err != nil {
			return err
		}
		if chapters, err := tx.Chapters(s.book.ID); err != nil || len(chapters) != 22 || chapters[4].Label != "Chapter 6" || chapters[4].Number != 5 {
			t.Errorf("%d chapters, %v", len(chapters), err)
		}
		return nil
	})
	err := db.Write(t.Context(), func(tx *storage.Tx) error {
		other := club.Chapters{{ID: 4711, Number: 1, Label: "of another book"}}
		return tx.SetChapters(s.book.ID, other)
	})
	if !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("a chapter that is not there: %v", err)
	}
}
