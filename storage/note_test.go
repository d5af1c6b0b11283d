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

// shelf is a read in which people write, answer, hide, read and delete notes,
// and what is there as a plain list.
type shelf struct {
	tb    testing.TB
	db    *storage.DB
	s     story
	notes []*written // by id
	nth   map[string]int64
}

type written struct {
	id      int64
	author  string
	own     club.Lock
	above   *written
	asked   club.Lock // of the question that it answers
	review  bool
	deleted bool
	seen    map[string]int64 // how much they had seen before
}

// seenBy reports whether a person saw it before a mark; 0 is ever.
func (w *written) seenBy(user string, since int64) bool {
	nth, seen := w.seen[user]
	return seen && (since == 0 || nth < since)
}

func people4() *rapid.Generator[string] {
	return rapid.SampledFrom([]string{"ann", "bob", "cid", "dee"})
}

// lock is the rule: the highest of its own and those above.
func (w *written) lock() club.Lock {
	locks := []club.Lock{w.own}
	for up := w.above; up != nil; up = up.above {
		locks = append(locks, up.own)
	}
	return club.Strictest(append(locks, w.first().asked)...)
}

func (w *written) first() *written {
	for w.above != nil {
		w = w.above
	}
	return w
}

func (s *shelf) lock(rt *rapid.T) club.Lock {
	n := rapid.IntRange(0, 4).Draw(rt, "lock")
	if n == 4 {
		return club.WholeBook(len(s.s.chapters))
	}
	return s.s.chapters.LockUpTo([]int{0, 1, 2, 23}[n])
}

func (s *shelf) add(rt *rapid.T) {
	w := &written{author: people4().Draw(rt, "author"), own: s.lock(rt), asked: club.ForAll(), seen: map[string]int64{}}
	n := storage.Note{Read: s.s.read.ID, Kind: "thought", Text: w.own.Hide("text", w.author), Made: noon()}
	if rapid.IntRange(0, 3).Draw(rt, "review") == 0 {
		n.Kind, w.review, w.own = "review", true, w.own.Sealed()
	}
	if len(s.notes) > 0 && rapid.Bool().Draw(rt, "replies") {
		w.above = rapid.SampledFrom(s.notes).Draw(rt, "above")
		n.Parent = w.above.id
	}
	write(s.tb, s.db, func(tx *storage.Tx) (err error) {
		if w.above == nil && rapid.IntRange(0, 3).Draw(rt, "answers") == 0 {
			w.asked = s.s.chapters.LockUpTo(rapid.SampledFrom([]int{1, 2, 23}).Draw(rt, "asked"))
			p := storage.Prompt{Read: s.s.read.ID, Text: w.asked.Hide("text", "miriam"), LockKind: "chapter", At: noon()}
			if n.Prompt, _, err = tx.AddPrompt(p, w.asked, noon()); err != nil {
				return err
			}
		}
		w.id, err = tx.AddNote(n)
		return err
	})
	w.seen[w.author] = 0
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
	if w.own = lock; w.review {
		w.own = lock.Sealed()
	}
	write(s.tb, s.db, func(tx *storage.Tx) error {
		n := storage.Note{ID: w.id, Read: s.s.read.ID}
		if w.above != nil {
			n.Root = w.first().id
		}
		return tx.SetNoteLock(n, lock, noon())
	})
}

func (s *shelf) see(rt *rapid.T) {
	w, user := s.pick(rt), people4().Draw(rt, "reader")
	if _, seen := w.seen[user]; !seen {
		s.nth[user]++
		w.seen[user] = s.nth[user]
	}
	write(s.tb, s.db, func(tx *storage.Tx) error { return tx.MarkSeen(user, w.id) })
}

func (s *shelf) remove(rt *rapid.T) {
	w := s.pick(rt)
	write(s.tb, s.db, func(tx *storage.Tx) error {
		if err := tx.DeleteNote(w.id, noon()); (err == nil) == w.deleted {
			rt.Fatalf("deleted before: %v, and now: %v", w.deleted, err)
		}
		return nil
	})
	w.deleted = true
}

// where sorts locks: the whole book behind its last chapter, reviews behind that.
func where(l club.Lock) int {
	n := l.Number()
	if l.IsWhole() {
		n = 1000
	}
	if l.IsSealed() {
		n += 2000
	}
	return n
}

// opens is the rule, for somebody as a filter describes them.
func opens(f storage.NoteFilter, l club.Lock) bool {
	r := club.ReaderAt(f.User, f.Opens)
	if f.Unsealed {
		r = r.Unsealed()
	}
	return r.Opens(l)
}

// thread is a first note and what is there below it.
type thread struct {
	*written
	replies, unseen int
	now             int // unseen as it is now, and not when one began to page
}

// threads lists what is listed, for the person of a filter.
func (s *shelf) threads(f storage.NoteFilter) (list []thread) {
	for _, w := range s.notes {
		if w.above != nil {
			continue
		}
		t := thread{written: w}
		for _, n := range s.notes {
			if n.first() != w || n.deleted {
				continue
			}
			if n != w {
				t.replies++
			}
			if !n.seenBy(f.User, f.Since) && opens(f, n.lock()) {
				t.unseen++
			}
			if !n.seenBy(f.User, 0) && opens(f, n.lock()) {
				t.now++
			}
		}
		if !w.deleted || t.replies > 0 {
			list = append(list, t)
		}
	}
	slices.SortFunc(list, func(a, b thread) int {
		order := where(a.lock()) - where(b.lock())
		if order == 0 && opens(f, a.lock()) {
			order = min(b.unseen, 1) - min(a.unseen, 1)
		}
		return cmp.Or(order, cmp.Compare(b.id, a.id))
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
		Since: rapid.Int64Range(0, 5).Draw(rt, "since"), Unsealed: rapid.Bool().Draw(rt, "unsealed"),
	}
	want := slices.DeleteFunc(s.threads(f), func(t thread) bool {
		n := t.lock().Number()
		open := opens(f, t.lock())
		return n < from || n > to || !open && t.author != user || f.Unread && (t.unseen == 0 || !open)
	})
	total := len(want)
	skip := min(f.Skip, max(total-1, 0)/f.Limit*f.Limit)
	if f.Skip < total {
		skip = f.Skip
	}
	want = want[min(skip, total):]
	want = want[:min(f.Limit, len(want))]
	read(s.tb, s.db, func(tx *storage.Tx) error {
		got, err := tx.Notes(f)
		if err != nil {
			return err
		}
		if len(got.Notes) != len(want) || got.Total != total || got.Skip != skip {
			rt.Fatalf("a page of %d notes after %d of %d, want %d after %d of %d", len(got.Notes), got.Skip, got.Total, len(want), skip, total)
		}
		for i, n := range got.Notes {
			w := want[i]
			if n.ID != w.id || n.Text.Opening() != w.lock() || n.Own != w.own || n.Text.By() != w.author || n.Seen != w.seenBy(user, 0) ||
				n.Replies != w.replies || n.Unseen != w.now || n.Deleted != w.deleted {
				rt.Fatalf("note %d of the page is %+v, want %+v behind %v", i, n, w, w.lock().Label())
			}
		}
		s.counts(rt, tx, f)
		s.single(rt, tx, user)
		upTo, err := tx.NotesUpTo(f.Read, from+1, to, f.Unsealed)
		within := func(w *written) bool { return w.lock().Number() > from && w.lock().Number() <= to }
		first := 0
		var below []int64
		f.Limit, f.Opens = 100, to
		for _, w := range s.threads(f) {
			if within(w.written) && (f.Unsealed || !w.lock().IsSealed()) {
				first++
			}
			if w.lock().Number() <= from && slices.ContainsFunc(s.notes, func(n *written) bool {
				return n.above != nil && n.first() == w.written && !n.deleted && n.author != user && within(n) && (f.Unsealed || !n.lock().IsSealed())
			}) {
				below = append(below, w.id)
			}
		}
		if upTo != first || err != nil {
			rt.Fatalf("%d threads, want %d, %v", upTo, first, err)
		}
		threads, err := tx.OpenedThreads(f, from, to)
		ids := []int64{}
		for _, n := range threads {
			ids = append(ids, n.ID)
		}
		slices.Sort(below)
		slices.Sort(ids)
		if err != nil || !slices.Equal(ids, below) {
			rt.Fatalf("opened below what was open: %v, want %v, %v", ids, below, err)
		}
		return nil
	})
}

// single compares one note, and its thread, with the plain list.
func (s *shelf) single(rt *rapid.T, tx *storage.Tx, user string) {
	w := rapid.SampledFrom(s.notes).Draw(rt, "single")
	n, err := tx.Note(s.s.club.Guild, w.id)
	if w.deleted != errors.Is(err, storage.ErrNotFound) {
		rt.Fatal(err)
	}
	if !w.deleted && (n.Text.Opening() != w.lock() || n.Own != w.own || n.First() != w.first().id) {
		rt.Fatalf("%+v behind %s, want %s", n, n.Text.Opening().Label(), w.lock().Label())
	}
	list, err := tx.Thread(s.s.club.Guild, w.first().id, user)
	if err != nil && !errors.Is(err, storage.ErrNotFound) {
		rt.Fatal(err)
	}
	shown := map[int64]storage.Note{}
	for _, n := range list {
		shown[n.ID] = n
	}
	for _, x := range s.notes {
		n, there := shown[x.id]
		if x.first() == w.first() && !x.deleted && (!there || n.Text.Opening() != x.lock() || n.Seen != x.seenBy(user, 0)) {
			rt.Fatalf("in its thread: %+v, want %+v behind %s", n, x, x.lock().Label())
		}
		if there && x.deleted && !n.Deleted {
			rt.Fatalf("deleted, and shown as %+v", n)
		}
	}
}

func (s *shelf) counts(rt *rapid.T, tx *storage.Tx, f storage.NoteFilter) {
	counts, err := tx.CountNotes(f)
	if err != nil {
		rt.Fatal(err)
	}
	threads := s.threads(f)
	total := 0
	for i, c := range counts {
		n, own, unseen := 0, 0, 0
		for _, t := range threads {
			if t.lock() != c.Lock {
				continue
			}
			n++
			if t.author == f.User {
				own++
			}
			unseen += t.unseen
		}
		if c.N != n || c.Own != own || opens(f, c.Lock) && c.Unseen != unseen {
			rt.Fatalf("behind %s: %+v, want %d, %d own, %d unseen", c.Lock.Label(), c, n, own, unseen)
		}
		if i > 0 && where(c.Lock) <= where(counts[i-1].Lock) {
			rt.Fatalf("the counts are out of order: %v", counts)
		}
		total += n
	}
	if total != len(threads) {
		rt.Fatalf("%d threads were counted of %d", total, len(threads))
	}
}

// Counts, pages and threads say what a plain list says.
func TestNotesProperty(t *testing.T) {
	t.Parallel()
	db := open(t, ":memory:")
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		s := &shelf{tb: t, db: db, nth: map[string]int64{}}
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
