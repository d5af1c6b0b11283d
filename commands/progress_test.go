package commands_test

import (
	"strings"
	"testing"
)

func TestAReaderMovesOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana := w.person("ana")
	ana.slash("progress").says("You are not in this read yet", "Chapters 1-3").offers("Join", "Join: I have read it before")
	ana.press(ana.slash("progress"), "Join").says("### You are reading Never Let Me Go with The Hailsham Readers", "You are at the beginning", "Chapter 3 by <t:1796580000:F>: 3 chapters, about 12 pages a day").
		offers("Read to Chapter 1", "Read to Chapter 2", "Read to Chapter 3", "Write a note")
	ana.press(w.post("12 chapters").reply, "Join").says("in the read of Never Let Me Go already")
	ana.slash("progress", "at", "ch 2").says("You have read to **Chapter 2** (2 of 12).", "Chapter 3 by <t:1796580000:F>: 1 chapter, about 4 pages a day").
		offers("Write a note", "Undo")
	ana.press(ana.slash("progress"), "Read to Chapter 3").says("**Chapter 3**", "You are there for the next checkpoint")
	ana.press(ana.slash("progress"), "Read to Chapter 6").says("**Chapter 6**")
	ana.slash("progress", "at", "done").says("You have finished the book.").hides("You are there")
	ana.slash("progress").offers("Write a note")
}

// The days until a checkpoint are rounded to the nearest: four days less half
// an hour are four.
func TestThePaceOfDays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana := w.reader("ana", "start")
	w.until("2026-12-02 18:30")
	ana.slash("progress").says("3 chapters, about 15 pages a day")
	w.until("2026-12-04 18:30")
	ana.slash("progress").says("3 chapters, about 30 pages a day")
	w.until("2026-12-05 18:30")
	ana.slash("progress").says("3 chapters, about 60 pages.")
}

func TestPositionsAsPeopleTypeThem(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"7": "**Chapter 7**", "ch 7": "**Chapter 7**", "Chapter 7": "**Chapter 7**", "chapter seven": "**Chapter 7**", "#7": "**Chapter 7**",
		"p 150": "**Chapter 7**", "page 150": "**Chapter 7**", "60%": "**Chapter 7**", "done": "You have finished", "Finished": "You have finished",
		"start": "You are at the beginning", "0": "You are at the beginning", "0%": "You are at the beginning",
	} {
		t.Run(typed, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.withRead()
			w.person("ana").slash("progress", "at", typed).says(want)
		})
	}
}

func TestPositionsThatAreNone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana := w.reader("ana", "ch 3")
	for typed, why := range map[string]string{
		"ch 13":        "The nearest are Chapter 11 and Chapter 12",
		"7.5":          "The nearest are",
		"-3":           "The nearest are",
		"page 9000":    "ends on page 240",
		"143%":         "more than the whole book",
		"the end?":     "The nearest are",
		"||@everyone|": `"\|\|\@everyone\|"`,
		"[x](http://)": `\[x\]`,
		"\x00\u202e":   "Say how far",
		"`rm`":         "\\`rm\\`",
	} {
		ana.slash("progress", "at", typed).no(why).hides("Title", "Secret")
	}
	ana.slash("progress", "at", strings.Repeat("9", 200)).no()
	ana.slash("progress").says("**Chapter 3**")
	w.person("ben").slash("progress", "at", "ch 99").no("no chapter")
	w.person("ben").slash("progress").says("not in this read yet") // a refusal changes nothing
}

// Undo takes back the position and what counts as the furthest, once, and only
// the step that it stands under.
func TestUndo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana := w.reader("ana", "ch 3")
	slip := ana.slash("progress", "at", "ch 11")
	ana.press(slip, "Undo").says("Taken back.", "**Chapter 3**")
	if got := ana.slash("note").field("chapter"); got != "Chapter 3" {
		t.Errorf("the furthest is %q", got)
	}
	ana.press(slip, "Undo").no("has changed since", "`/progress`")

	// Five, then eight, then back to five: the first Undo is not this five's.
	five := ana.slash("progress", "at", "ch 5")
	ana.slash("progress", "at", "ch 8")
	ana.slash("progress", "at", "ch 5")
	ana.press(five, "Undo").no("has changed since")
	if got := ana.slash("note").field("chapter"); got != "Chapter 8" {
		t.Errorf("the furthest is %q", got)
	}
}

func TestMovingBackLocksAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana, ben := w.reader("ana", "ch 6"), w.reader("ben", "ch 6")
	note := ana.slash("note", "text", "MARKER")
	ben.press(note, "Open").says("MARKER")
	ben.slash("progress", "at", "ch 2").says("What is locked to Chapter 3 and later is shut again").hides("MARKER")
	ben.press(note, "Open").says("This opens at Chapter 6. You have read to **Chapter 2**").hides("MARKER")
	ben.slash("notes").hides("MARKER").says("Chapter 6: 1")
}

// A number that two chapters bear is asked about, and nothing is changed.
func TestTwoChaptersOfOneName(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withClub()
	miriam.slash("book add", "title", "Emma")
	form := miriam.slash("book chapters", "book", "Emma")
	miriam.press(miriam.submit(form, "list", "# Volume One\n1\n2\n# Volume Two\n1\n2\nStart"), "Save")
	miriam.press(miriam.slash("schedule plan", "book", "Emma", "start", "today", "pace", 2), "Start this read")
	ana := w.person("ana")
	which := ana.slash("progress", "at", "ch 1").says("More than one chapter", "Nothing was changed yet").
		offers("Read to Chapter 1, Volume One", "Read to Chapter 1 (no. 3)") // the second part's name is shut yet
	ana.slash("progress").says("not in this read yet")
	ana.press(which, "Read to Chapter 1 (no. 3)").says("**Chapter 1** (3 of 5)")
	ana.slash("progress").offers("Read to Chapter 2 (no. 4)", "Read to Start", "Write a note")
	ana.slash("progress", "at", "1").offers("Read to Chapter 1, Volume One", "Read to Chapter 1, Volume Two")
	ana.slash("progress", "at", "#4").says("(4 of 5)")
	begin := ana.slash("progress", "at", "start").offers("Read to the beginning", "Read to Start, Volume Two")
	ana.press(begin, "Read to the beginning").says("You are at the beginning")

	ana.slash("note", "chapter", "2", "text", "x").no("More than one chapter is called", "`#2`")
	ana.slash("note", "chapter", "#2", "text", "x").says("finished Chapter 2")
	ana.slash("notes", "chapter", "2").no("More than one chapter")
	ana.slash("rate", "stars", "3", "outcome", "stopped").says("3 stars")
}

func TestPagesThatAreNotKnown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withClub()
	miriam.slash("book add", "title", "Emma", "chapters", 4)
	w.start(miriam, "Emma")
	ana := w.person("ana")
	ana.slash("progress", "at", "p 20").no("do not know on which pages", "Chapter 1", "`/me edition`")
	ana.slash("progress", "at", "40%").no("do not know where the book ends", "`/me edition`")
	ana.slash("progress", "at", "100%").says("You have finished the book")
}

func TestSuggestionsOfChapters(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana := w.reader("ana", "ch 3")
	names := func(typed string) string {
		var names []string
		for _, c := range ana.suggest("progress", "at", typed) {
			names = append(names, c.Name)
		}
		return strings.Join(names, "|")
	}
	if got := names(""); !strings.HasPrefix(got, "Chapter 3: Title03|Chapter 4: Title04|Chapter 5|") {
		t.Errorf("suggests %s", got)
	}
	if got := names("Title04"); got != "Chapter 4: Title04" {
		t.Errorf("of a title that is open, suggests %s", got)
	}
	if got := names("Title05"); strings.Contains(got, "5") {
		t.Errorf("of a title that is shut, suggests %s", got)
	}
	for _, c := range ana.suggest("progress", "at", "") {
		ana.slash("progress", "at", c.Value).says("###")
	}
	if c := w.person("x").at(elsewhere, farRoom).suggest("progress", "at", ""); len(c) != 0 {
		t.Errorf("without a club, suggests %v", c)
	}
}

func TestReadingAndHelp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.person("ana")
	ana.slash("help").says("Nothing is being read here yet", "no book club").hides("For you as an organiser")
	w.organiser("x").slash("help").says("For you as an organiser", "`/club setup`")
	miriam := w.withRead()
	ana.slash("help").says("### The club reads Never Let Me Go", "Until <t:1796580000:F>").offers("Join", "Join: I have read it before")
	ana.press(ana.slash("help"), "Join")
	ana.slash("help").says("### You are reading Never Let Me Go", "`/progress`", "`/note`").offers("Read to Chapter 1", "Read to Chapter 2", "Read to Chapter 3", "Write a note")
	ana.slash("reading").says("You are at the beginning").offers("Schedule", "Calendar", "Write a note", "Read notes")
	miriam.slash("help").says("`/schedule show`")
	w.until("2026-12-06 18:00")
	ana.slash("reading").says("The club has reached Chapter 3", "**Chapters 4-6**")

	dm := ana
	dm.guild, dm.channel = "", "9"
	dm.slash("help").says("in a server")

	w.until("2026-12-27 18:00")
	w.person("ben").slash("help").says("### The club has read Never Let Me Go").offers("Join", "Join: I have read it before")
	ana.slash("help").says("Never Let Me Go", "`/rate`")
}

func TestLeavingAndReturning(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana, ben := w.reader("ana", "ch 6"), w.reader("ben", "ch 6")
	note := ben.slash("note", "text", "MARKER")
	ana.press(note, "Open").says("MARKER")
	back := ana.slash("leave").says("You have left").offers("Join")
	ana.press(note, "Open").says("You have left this read").hides("MARKER").offers("Join", "Join: I have read it before")
	ana.slash("notes").hides("MARKER")
	ana.slash("schedule show").says("1 reader")
	ana.press(back, "Join").says("### Welcome back", "Your place was kept", "**Chapter 6**")
	ana.press(note, "Open").says("MARKER")

	// Once a rereader, always one.
	cat := w.person("cat")
	cat.press(w.post("12 chapters").reply, "Join: I have read it before").says("reading Never Let Me Go again", "Everything the club writes is open to you")
	cat.press(note, "Open").says("MARKER")
	cat.slash("leave")
	cat.press(w.post("12 chapters").reply, "Join").says("again")
	cat.press(note, "Open").says("MARKER")
	w.until("2026-12-06 18:00")
	cat.slash("schedule show").says("2 readers, all as far as the club (Chapter 3). 1 more reads it again.")
}
