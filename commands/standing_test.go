package commands_test

import (
	"fmt"
	"strings"
	"testing"
)

// An organiser sees how many are where, and never who; of a few readers, not
// even how far.
func TestHowTheClubStands(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	miriam.slash("schedule show").says("Nobody has joined yet.")
	w.reader("ana", "start")
	miriam.slash("schedule show").says("1 reader; the first checkpoint lies ahead.")
	w.until("2026-12-13 18:00")
	miriam.slash("schedule show").says("1 reader, more than one checkpoint behind the club (Chapter 6).")
	w.reader("ana", "ch 3")
	w.reader("ben", "ch 5")
	w.reader("eve", "ch 1")
	miriam.slash("schedule show").says("3 readers: 2 within one checkpoint of the club (Chapter 6), 1 further behind.")
	w.person("eve").slash("leave")
	miriam.slash("schedule show").says("2 readers, all within one checkpoint of the club (Chapter 6).")
	w.reader("chidi", "ch 6")
	miriam.slash("schedule show").says("3 readers: 1 as far as the club (Chapter 6), 2 within one checkpoint of it.").hides("half to", "have read to")
	w.reader("dan", "ch 8")
	w.reader("eve", "ch 1")
	w.person("fay").press(w.post("12 chapters").reply, "Join: I have read it before")
	miriam.slash("schedule show").
		says("5 readers: 2 as far as the club (Chapter 6), 2 within one checkpoint of it, 1 further behind. 1 more reads it again.",
			"Three quarters have read to Chapter 3 or further, half to Chapter 5, a quarter to Chapter 6.").
		hides("user ")
	w.person("dan").slash("me settings", "show-progress", false)
	miriam.slash("schedule show").
		says("4 readers: 1 as far as the club (Chapter 6), 2 within one checkpoint of it, 1 further behind. 1 more reads it again. 1 other keeps to themselves where they are.")
	w.person("dan").slash("me settings", "show-progress", true)
	w.until("2026-12-27 18:00")
	for _, name := range []string{"ana", "ben", "chidi", "dan"} {
		w.reader(name, "done")
	}
	miriam.slash("schedule show").says("5 readers: 4 as far as the club (Chapter 12), 1 further behind.", "Three quarters have read to Chapter 12.")
}

// Where most are behind, a week to catch up is one button, and one more for
// yes.
func TestAWeekToCatchUpIsOffered(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	w.until("2026-12-06 18:00")
	w.reader("ana", "ch 3")
	w.reader("ben", "ch 2")
	miriam.slash("schedule show").says("1 as far as the club").hides("More than half", "schedule/catchup") // half is not most
	w.reader("chidi", "ch 1")
	w.person("ana").press(w.post("12 chapters").reply, "Schedule").hides("More than half", "readers")
	miriam.slash("schedule show").hides("More than half") // it has only just opened
	w.until("2026-12-07 18:00")
	show := miriam.slash("schedule show").
		says("More than half are behind. A week to catch up before Chapters 4-6 would give them time.").offers("A week to catch up", "Calendar")
	plan := miriam.press(show, "A week to catch up").
		says("2. **Chapters 4-6** (60 pages) · "+dec20+" · after a week to catch up", "the last is "+jan3).offers("Use this plan", "Discard")
	miriam.press(plan, "Use this plan").says("The plan is changed")
	miriam.press(show, "A week to catch up").no("a week to catch up before Chapters 4-6 already")
	w.work()
	miriam.slash("schedule show").says("2. **Chapters 4-6** · " + dec20 + " · after a week to catch up · next").hides("More than half")
	until := "Until " + dec20 + ": **Chapters 4-6**, after a week to catch up"
	w.post("12 chapters").says("to <t:1798999200:D>, with a week to catch up.", until)
	w.post("### Checkpoint 1").says("Next: Chapters 4-6, " + dec20 + " (<t:1797789600:R>), after a week to catch up")
	w.person("ana").slash("reading").says(until)

	// At the end there is nothing to put off any more.
	w.until("2027-01-03 18:00")
	miriam.slash("schedule show").says("more than one checkpoint behind the club").hides("More than half")
	miriam.press(show, "A week to catch up").no()
}

// What a read has of breaks is told where it says how often the club meets.
func TestWeeksOffAreTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	for _, options := range [][]any{{"after", "1", "weeks", 2}, {"after", "2"}, {"after", "3", "catch-up", true}} {
		miriam.press(miriam.slash("schedule break", options...), "Use this plan").says("The plan is changed")
	}
	w.work()
	w.post("12 chapters").says("with three weeks off and a week to catch up.").hides("**, after")
	miriam.slash("schedule show").says("· after a break of two weeks", "· after a week's break", "· after a week to catch up")
	w.until("2026-12-06 18:00")
	w.post("12 chapters").says("**Chapters 4-6**, after a break of two weeks")
}

// The picture comes with every page, and says in words what it shows; titles
// are not in it.
func TestThePlanHasAPicture(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	w.until("2026-12-06 18:00")
	first := miriam.slash("schedule show")
	w.picture(first, "Timeline of Never Let Me Go: 1 of 4 checkpoints open. Today is 6 Dec.", "Open: Chapters 1-3 (Sun 6 Dec, 60 pages)",
		"Next: Chapters 4-6 (Sun 13 Dec, 60 pages)", "Ahead: Chapters 7-9")
	first.hides("Title")
	w.picture(w.person("ana").press(w.post("12 chapters").reply, "Schedule"), "1 of 4 checkpoints open")
	miriam.press(miriam.slash("schedule drop"), "Drop it")
	w.picture(miriam.slash("schedule show"), "1 of 4 checkpoints reached. Open: Chapters 1-3 (Sun 6 Dec, 60 pages). Not reached: Chapters 4-6 (60 pages)")

	miriam.slash("book add", "title", "War and Peace", "chapters", 361)
	plan := miriam.slash("schedule plan", "book", "War and Peace", "start", "today", "pace", 5, "days", "sun")
	miriam.press(plan, "Start this read").says("is planned")
	page := miriam.slash("schedule show", "book", "War and Peace")
	w.picture(page, "73 checkpoints", "First: Chapters 1-4 (13 Dec 2026, 4 chapters)", "30 Apr 2028")
	w.picture(miriam.press(page, "More"), "73 checkpoints")
}

// picture fails the test unless a reply comes with one picture that says all of
// the words.
func (w *world) picture(r reply, words ...string) {
	w.t.Helper()
	if len(r.message.Files) != 1 || !strings.HasPrefix(string(r.message.Files[0].Data), "\x89PNG") {
		w.t.Fatalf("comes with no picture:\n%s", r)
	}
	for _, word := range words {
		if !strings.Contains(r.message.Files[0].Alt, word) {
			w.t.Errorf("the picture does not say %q: %s", word, r.message.Files[0].Alt)
		}
	}
}

// A chapter that outweighs the meetings is pointed out, where splitting it is
// worth the while.
func TestAGiantAmongChapters(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withClub()
	list := func(book string, lengths ...int) {
		w.t.Helper()
		var lines []string
		end := 0
		for i, n := range lengths {
			end += n
			lines = append(lines, fmt.Sprintf("%d @ %d", i+1, end))
		}
		miriam.slash("book add", "title", book, "chapters", len(lengths))
		miriam.press(miriam.submit(miriam.slash("book chapters", "book", book), "list", strings.Join(lines, "\n")), "Save").says("has")
	}
	plan := func(book string, pace int) reply {
		return miriam.slash("schedule plan", "book", book, "start", "today", "pace", pace)
	}
	list("One", 10, 10, 90, 10, 10, 10)
	plan("One", 2).says("Chapter 3 alone is as long as two meetings. `/book chapters` can split it: Chapter 3, first half; Chapter 3, second half.")
	plan("One", 1).says("Chapter 3 alone is as long as four meetings")
	plan("One", 6).hides("alone") // one meeting holds all
	list("Several", 10, 40, 10, 50, 10, 10, 10, 60)
	plan("Several", 3).hides("alone")
	plan("Several", 2).says("Chapter 8 alone is longer than the average meeting. ")
	list("Even", 10, 12, 11, 13, 10, 12)
	plan("Even", 1).hides("alone")
	miriam.slash("book add", "title", "Pageless", "chapters", 6)
	plan("Pageless", 1).hides("alone")
}
