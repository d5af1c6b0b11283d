package commands_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// relist sends a chapter list and shows its preview.
func (p person) relist(lines ...string) reply {
	p.w.t.Helper()
	form := p.slash("book chapters", "book", "Never Let Me Go")
	return p.submit(form, "list", strings.Join(lines, "\n"))
}

// lines is the chapter list of the book as its form shows it.
func (p person) lines() []string {
	p.w.t.Helper()
	form := p.slash("book chapters", "book", "Never Let Me Go")
	return strings.Split(strings.TrimSpace(form.field("list")), "\n")
}

// Somebody has finished the book, and then it goes on.
func TestAppendedChaptersAskForThoseWhoHadFinished(t *testing.T) {
	t.Parallel()
	told := func(t *testing.T) (w *world, miriam, ana person, preview reply) {
		t.Helper()
		w = newWorld(t)
		miriam = w.withRead()
		w.reader("ben", "ch 11").slash("note", "chapter", "the whole book", "text", "MARKER")
		ana = w.reader("ana", "done")
		ana.slash("notes").says("MARKER")
		return w, miriam, ana, miriam.relist(append(miriam.lines(), "Afterword", "Notes")...)
	}
	t.Run("and is at the old last chapter", func(t *testing.T) {
		t.Parallel()
		_, miriam, ana, preview := told(t)
		preview.says("2 chapters are new: Afterword, Notes.",
			"One reader who had finished the book will stand at Chapter 12", "If the reader stays finished").
			offers("Save", "Save: they have finished", "Edit", "Discard").hides("ana")
		miriam.press(preview, "Save").says("has 14 chapters now. One reader who had finished stands at Chapter 12.")
		ana.slash("notes").hides("MARKER")
		ana.slash("progress").says("You have read to **Chapter 12** (12 of 14).")
		ana.slash("progress", "at", "done").hides("just opened") // it was read before
		ana.slash("notes").says("MARKER")
	})
	t.Run("and stays finished", func(t *testing.T) {
		t.Parallel()
		w, miriam, ana, preview := told(t)
		w.reader("cat", "done") // after the preview
		miriam.press(preview, "Save: they have finished").says("has 14 chapters now. Two readers who had finished stay finished.")
		ana.slash("notes").says("MARKER")
		ana.slash("progress").says("You have finished the book.")
	})
	t.Run("and has moved back since", func(t *testing.T) {
		t.Parallel()
		_, miriam, ana, preview := told(t)
		ana.slash("progress", "at", "ch 2")
		preview.says("One reader")
		miriam.press(preview, "Save: they have finished").says("stays finished")
		ana.slash("progress").says("You have read to **Chapter 2** (2 of 14).")
		if lock := ana.slash("note").field("chapter"); lock != "Notes" {
			t.Errorf("a note opens by default after %q, not after the end", lock)
		}
	})
	t.Run("and left", func(t *testing.T) {
		t.Parallel()
		_, miriam, ana, preview := told(t)
		ana.slash("leave")
		miriam.press(preview, "Save").says("One reader who had finished stands at Chapter 12")
		ana.slash("progress", "at", "ch 12").says("(12 of 14)")
		ana.slash("notes").hides("MARKER")
	})
}

// What was said of one end is not done at another.
func TestTheEndMovesBetweenAPreviewAndItsYes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	ana := w.reader("ana", "done")
	first := miriam.relist(append(miriam.lines(), "Afterword", "Notes")...)
	miriam.press(miriam.relist(append(miriam.lines(), "Afterword")...), "Save").says("stands at Chapter 12")
	ana.slash("progress", "at", "done").says("You have finished the book")
	again := miriam.press(first, "Save: they have finished").
		says("1 chapter is new: Notes.", "will stand at Afterword").offers("Save", "Save: they have finished", "Edit", "Discard")
	ana.slash("progress").says("You have finished the book.")
	miriam.press(first, "Save").no("not kept any more")
	miriam.press(again, "Save").says("One reader who had finished stands at Afterword")
	ana.slash("progress").says("(13 of 14)")
}

func TestOnlyAppendedChaptersAsk(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	ana := w.reader("ana", "ch 11")
	miriam.relist(append(miriam.lines(), "Afterword")...).says("Afterword").offers("Save", "Edit", "Discard")
	ana.slash("progress", "at", "done")
	lines := miriam.lines()
	lines[len(lines)-1] = "Epilogue"
	miriam.relist(lines...).says("Chapter 12 is now Epilogue").offers("Save", "Edit", "Discard")
}

// The whole book ends where it ended: were its last chapters taken away, what
// is locked to it would open to those who stand before them.
func TestTheEndOfTheBookStays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	ben := w.reader("ben", "ch 11")
	ben.slash("note", "chapter", "the whole book", "text", "MARKER")
	ben.slash("progress", "at", "start") // so that only the whole book is referred to
	for _, at := range []string{"2026-12-06 18:00", "2026-12-13 18:00", "2026-12-20 18:00", "2026-12-27 18:00"} {
		w.until(at)
	}
	before := miriam.lines()
	miriam.press(miriam.relist(append(before, "Afterword", "Notes")...), "Save").says("14 chapters")
	ana := w.reader("ana", "Afterword")
	ana.slash("notes").hides("MARKER")
	now := miriam.lines()
	miriam.relist(now[:len(now)-1]...).says("Notes cannot be removed: what is locked to the whole book lies there.").offers("Edit", "Discard")
	miriam.relist(append(slices.Clone(now[:len(now)-2]), "Notes", "Afterword")...).says("cannot change its place").offers("Edit", "Discard")
}

// A prologue comes in while nothing lies at or after it, and what was meant by
// a chapter is meant by it afterwards.
func TestAPrologue(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	miriam.slash("prompt add", "checkpoint", "2", "text", "question?").says("Chapter 6")
	with := append([]string{"Prologue"}, miriam.lines()...)
	miriam.press(miriam.relist(with...), "Save").says("13 chapters")
	miriam.slash("schedule show").says("**Prologue to Chapter 3**", "**Chapters 4-6**")
	miriam.slash("prompt list").says("finished Chapter 6")
	ana := w.reader("ana", "Prologue")
	ana.slash("progress").says("You have read to **Prologue** (1 of 13)")
	ben := w.person("ben")
	ben.slash("note", "chapter", "ch 1", "text", "hm")
	miriam.relist(append([]string{"Preface"}, with...)...).says("cannot be put in before Prologue: a reader's position lies there")
	ana.slash("progress", "at", "start")
	miriam.relist(append([]string{"Preface"}, with...)...).says("cannot be put in before Prologue: a reader's position lies there")
}

// Where somebody stopped is a place in the book too.
func TestWhereAReaderStoppedStays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	ana := w.reader("ana", "ch 2")
	ana.submit(ana.slash("rate"), "end", "stopped at Chapter 7").says("stopped reading")
	lines := miriam.lines()
	at := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, "Chapter 5") })
	miriam.relist(slices.Insert(slices.Clone(lines), at, "Interlude")...).says("the place where a reader stopped lies after it, at Chapter 7")
	miriam.relist(slices.Insert(slices.Clone(lines), at+4, "Interlude")...).says("1 chapter is new").offers("Save", "Edit", "Discard")
}

// edits is a club whose chapter list is edited at random while people read,
// write and move.
type edits struct {
	w      *world
	miriam person
	people []person
	notes  int
	fresh  int // names of chapters that were made up
}

func (e *edits) someone(rt *rapid.T) person { return rapid.SampledFrom(e.people).Draw(rt, "who") }

// place is somewhere in the book as it is now.
func (e *edits) place(rt *rapid.T) string {
	return fmt.Sprintf("#%d", rapid.IntRange(1, len(e.miriam.lines())).Draw(rt, "where"))
}

func (e *edits) move(rt *rapid.T) {
	at := "done"
	if rapid.Bool().Draw(rt, "within") {
		at = e.place(rt)
	}
	e.someone(rt).slash("progress", "at", at)
}

func (e *edits) write(rt *rapid.T) {
	e.notes++
	lock := "the whole book"
	if rapid.IntRange(0, 3).Draw(rt, "whole") > 0 {
		lock = e.place(rt)
	}
	e.someone(rt).slash("note", "chapter", lock, "text", fmt.Sprintf("NOTE%03dN", e.notes))
}

func (e *edits) time(*rapid.T) { e.w.turn(e.w.now().AddDate(0, 0, 7).Format("2006-01-02 15:04")) }

// sees is, for each person, which notes they may see and to which chapter they
// have read, by its label.
func (e *edits) sees() (notes []map[string]bool, at []string) {
	for _, p := range e.people {
		seen := make(map[string]bool)
		words := p.slash("notes").text()
		for n := 1; n <= e.notes; n++ {
			if mark := fmt.Sprintf("NOTE%03dN", n); strings.Contains(words, mark) {
				seen[mark] = true
			}
		}
		notes = append(notes, seen)
		at = append(at, placeOf(p.slash("progress").text()))
	}
	return notes, at
}

// placeOf is where /progress says that one is, without the numbers.
func placeOf(words string) string {
	_, words, _ = strings.Cut(words, "You ")
	words, _, _ = strings.Cut(words, "\n")
	words, _, _ = strings.Cut(words, " (")
	return words
}

func (e *edits) newLabel() string {
	e.fresh++
	return fmt.Sprintf("New%d", e.fresh)
}

// edit changes the list at random; what cannot be is refused and changes
// nothing. What may be lets nobody see more, but those of whom the organiser
// says that they have finished.
func (e *edits) edit(rt *rapid.T) {
	lines := e.miriam.lines()
	kind := rapid.SampledFrom([]string{"append", "insert", "remove", "swap"}).Draw(rt, "kind") // two kinds at once may be another name
	for range rapid.IntRange(1, 3).Draw(rt, "changes") {
		i := rapid.IntRange(0, len(lines)-1).Draw(rt, "line")
		switch {
		case kind == "append":
			lines = append(lines, e.newLabel())
		case kind == "insert":
			lines = slices.Insert(lines, i, e.newLabel())
		case kind == "remove" && len(lines) > 2:
			lines = slices.Delete(lines, i, i+1)
		case kind == "swap" && i > 0:
			lines[i-1], lines[i] = lines[i], lines[i-1]
		}
	}
	before, stood := e.sees()
	preview := e.miriam.relist(lines...)
	labels := slices.DeleteFunc(preview.labels(), func(l string) bool { return !strings.HasPrefix(l, "Save") })
	if len(labels) == 0 {
		return
	}
	chosen := rapid.SampledFrom(labels).Draw(rt, "button")
	e.miriam.press(preview, chosen)
	after, stand := e.sees()
	for i, p := range e.people {
		finished := strings.Contains(stood[i], "finished the book")
		for mark := range after[i] {
			if !before[i][mark] && (!finished || chosen == "Save") {
				rt.Fatalf("%s sees %s since the list is\n%q", p.id, mark, lines)
			}
		}
		if !finished && stood[i] != stand[i] {
			rt.Fatalf("%s stood at %q and stands at %q", p.id, stood[i], stand[i])
		}
		if finished && len(labels) > 1 && (chosen != "Save") != strings.Contains(stand[i], "finished the book") {
			rt.Fatalf("%s had finished, and after [%s] stands at %q", p.id, chosen, stand[i])
		}
		if finished && chosen != "Save" && len(after[i]) != e.notes {
			rt.Fatalf("%s has finished and sees %v of %d", p.id, after[i], e.notes)
		}
	}
}

// Whatever is done to the list, every lock and every place means the chapter
// that it meant.
func TestEditsOfTheListProperty(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		e := &edits{w: newWorld(t)}
		e.miriam = e.w.withClub()
		e.miriam.slash("book add", "title", "Never Let Me Go", "chapters", rapid.IntRange(3, 8).Draw(rt, "chapters"))
		e.w.start(e.miriam, "Never Let Me Go")
		for _, name := range []string{"ana", "ben"} {
			e.people = append(e.people, e.w.reader(name, "#1"))
			e.people[len(e.people)-1].slash("progress", "at", "start")
		}
		for range rapid.IntRange(3, 8).Draw(rt, "steps") {
			rapid.SampledFrom([]func(*rapid.T){e.edit, e.edit, e.edit, e.move, e.write, e.time}).Draw(rt, "step")(rt)
		}
	})
}
