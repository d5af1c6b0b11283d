package commands_test

import (
	"fmt"
	"strings"
	"testing"

	"dogear/bot"
)

func TestANoteIsWrittenAndOpened(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana, ben := w.reader("ana", "ch 7"), w.reader("ben", "ch 3")
	ana.slash("note", "text", "MARKER of it", "kind", "question").
		says("Your question is kept", "opens for readers who have finished Chapter 7", "on its way to <#1001>").hides("MARKER").offers("Open")
	w.work()
	stub := w.post("left a question about **Chapter 7**").hides("MARKER").offers("Open")
	mine := ana.press(stub, "Open").says("<@user ana> · Question · Chapter 7", "> MARKER of it").offers("Reply", "Edit", "Set its lock", "Delete")

	early := ben.press(stub, "Open").says("This opens at Chapter 7. You have read to **Chapter 3**").hides("MARKER").offers("I have read to Chapter 7")
	ben.press(early, "I have read to Chapter 7").says("MARKER", "You have read to **Chapter 7**").offers("Reply", "I felt that too", "Later than that", "Undo")
	ben.slash("progress").says("**Chapter 7**")
	for _, label := range []string{"Edit", "Set its lock", "Delete"} {
		ben.press(mine, label).no("Only the one who wrote this note")
	}
	w.person("cat").press(stub, "Open").says("You are not in this read yet").hides("MARKER").offers("Join", "Join: I have read it before")
}

func TestANotesForm(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana := w.reader("ana", "ch 4")
	form := ana.slash("note")
	if form.field("chapter") != "Chapter 4" || form.field("kind") != "thought" {
		t.Errorf("filled with %s", form)
	}
	ana.submit(form, "text", "one", "chapter", "ch 2", "kind", "quote").says("Your quote is kept", "finished Chapter 2")
	ana.submit(form, "text", "two", "chapter", "everyone").says("is open to everyone")
	ana.submit(form, "text", "three", "chapter", "the whole book").says("finished the whole book")
	ana.submit(form, "text", "four", "chapter", "").says("finished Chapter 4")
	w.work()
	w.post("left a thought for everyone.")
	w.post("left a thought about **the whole book**")
	w.person("ben").press(w.post("for everyone").reply, "Open").says("two")
	if got := ana.slash("note", "chapter", "2", "kind", "quote"); got.field("chapter") != "Chapter 2" || got.field("kind") != "quote" {
		t.Errorf("filled with %s", got)
	}

	// A refused form keeps what was typed.
	again := ana.submit(form, "text", "MARKER", "chapter", "ch 99").no("no chapter", "The nearest are").offers("Try again")
	again = ana.press(again, "Try again")
	if again.field("text") != "MARKER" || again.field("chapter") != "ch 99" {
		t.Errorf("filled with %s", again)
	}
	ana.submit(again, "chapter", "5").says("finished Chapter 5")
}

// One who has never been past the start says how far one must have read.
func TestANoteFromTheStart(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana := w.person("ana")
	ana.slash("note", "text", "MARKER").no("please say how far", "`everyone`")
	ana.slash("progress").says("not in this read yet")
	form := ana.slash("note")
	if form.field("chapter") != "" {
		t.Errorf("filled with %q", form.field("chapter"))
	}
	ana.submit(form, "text", "MARKER").no("please say how far").offers("Try again")
	ana.submit(form, "text", "MARKER", "chapter", "2").says("finished Chapter 2", "You are in the read now")
	ana.slash("progress").says("You are at the beginning")
}

func TestDefaultLocks(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana := w.reader("ana", "ch 8")
	ana.slash("progress", "at", "ch 2")
	ana.slash("note", "text", "x").says("finished Chapter 8") // the furthest ever held
	cat := w.person("cat")
	cat.press(w.post("12 chapters").reply, "Join: I have read it before")
	cat.slash("note", "text", "x").says("finished the whole book")
	cat.slash("note", "chapter", "2", "text", "x").says("finished Chapter 2")
}

// Labels that read like a lock's words are chapters first.
func TestAChapterCalledEveryone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withClub()
	miriam.slash("book add", "title", "Emma")
	form := miriam.slash("book chapters", "book", "Emma")
	miriam.press(miriam.submit(form, "list", "One\nEveryone\nBook\nDone\nFive"), "Save")
	miriam.press(miriam.slash("schedule plan", "book", "Emma", "start", "today", "pace", 2), "Start this read")
	ana := w.person("ana")
	for place, label := range map[int]string{2: "Everyone", 3: "Book", 4: "Done"} {
		ana.slash("progress", "at", fmt.Sprintf("#%d", place)).says("(" + fmt.Sprint(place) + " of 5)")
		// As the form is filled, it is read again.
		ana.submit(ana.slash("note", "chapter", fmt.Sprintf("#%d", place)), "text", "x").says("finished " + label + ".")
	}
	ana.slash("note", "chapter", "everyone", "text", "y").says("finished Everyone.")
	ana.slash("note", "chapter", "for all", "text", "x").says("open to everyone")
}

func TestAnAuthorChangesTheirNote(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana := w.reader("ana", "ch 4")
	mine := ana.press(ana.slash("note", "text", "first words"), "Open")
	w.work()
	edit := ana.press(mine, "Edit")
	if edit.field("text") != "first words" {
		t.Errorf("filled with %q", edit.field("text"))
	}
	ana.submit(edit, "text", "second words").says("is changed", "finished Chapter 4")
	ana.press(mine, "Edit")
	lock := ana.press(mine, "Set its lock")
	if lock.field("chapter") != "Chapter 4" {
		t.Errorf("filled with %q", lock.field("chapter"))
	}
	ana.submit(lock, "chapter", "ch 99").no("no chapter")
	ana.submit(lock, "chapter", "ch 9").says("finished Chapter 9 now")
	w.work()
	stub := w.post("about **Chapter 9**")
	ana.press(stub.reply, "Open").says("second words", "edited")
	if len(w.posts) != 2 {
		t.Errorf("posted %s", w.board())
	}

	asks := ana.press(mine, "Delete").says("Delete your note?").offers("Delete it", "Keep it")
	ana.press(asks, "Keep it").says("stays")
	ana.press(asks, "Delete it").says("is deleted")
	w.work()
	if !stub.deleted {
		t.Error("the stub stays")
	}
	for _, gone := range []reply{
		ana.press(asks, "Delete it"), ana.press(asks, "Keep it"), ana.press(stub.reply, "Open"), ana.press(mine, "Edit"),
		ana.submit(lock, "chapter", "1"),
	} {
		gone.no("This note is not there any more")
	}
	kept := ana.press(ana.submit(edit, "text", "third words").no("Your words are kept"), "Try again")
	if kept.field("text") != "third words" {
		t.Errorf("what was typed is lost: %s", kept)
	}
	ana.slash("notes").hides("words").says("Nobody has written a note here yet")
}

// What changes while a message is on its way is seen to when it has arrived.
func TestANoteIsDeletedWhileItsStubIsOnItsWay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana := w.reader("ana", "ch 4")
	mine := ana.press(ana.slash("note", "text", "words"), "Open")
	w.meanwhile = func(task bot.Task) {
		if task.Kind == "stub" && task.Message == "" {
			ana.press(ana.press(mine, "Delete"), "Delete it").says("is deleted")
		}
	}
	w.work()
	if w.has("left a thought") {
		t.Errorf("the stub of a deleted note stays:\n%s", w.board())
	}
}

func TestNotesThatAreNone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana := w.reader("ana", "ch 4")
	ana.slash("note", "text", " \u200b\x00\n").no("nothing in the note")
	ana.slash("note", "text", strings.Repeat("é", 3001)).no("at most 3000 characters", "3001")
	ana.slash("note", "text", "x", "chapter", "ch 13").no("Chapter 12")
	ana.slash("note", "text", "x", "chapter", "@everyone").no(`"\@everyone"`)
	w.work()
	if w.has("left a") {
		t.Error("a stub of nothing")
	}
	ana.slash("note", "text", strings.Repeat("é", 3000)).says("is kept")
	open := ana.press(ana.slash("notes"), "Open")
	if n := strings.Count(open.text(), "é"); n != 3000 {
		t.Errorf("%d of 3000 letters are shown", n)
	}
}

func TestWordsThatWouldBreakOutOfANote(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana := w.reader("ana", "ch 4")
	for _, c := range []struct{ typed, shown string }{
		{"@everyone look", `> \@everyone look`},
		{"[here](https://x.y)", `> \[here\](https://x.y)`},
		{"||she dies||", `> \|\|she dies\|\|`},
		{"```\ncode", "> \\`\\`\\`\n> code"},
		{"# loud\n> quoted\n- list", "> \\# loud\n> \\> quoted\n> \\- list"},
		{"a\u202eb\u2066c", "> abc"},
		{"a\x00b\xffc", "> abc"},
		{"e" + strings.Repeat("\u0301", 50), "> e" + strings.Repeat("\u0301", 4)},
		{"one\n\n\n\ntwo", "> one\n> \n> two"},
		{"<@1> <#2> <:x:3> <t:1:R>", `> \<\@1> \<#2>`},
	} {
		open := ana.press(ana.slash("note", "text", c.typed), "Open")
		if !strings.Contains(open.text(), c.shown) {
			t.Errorf("%q is shown as %q, want %q", c.typed, open.text(), c.shown)
		}
	}
	ana.slash("notes")
}

func TestNotesInPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana, ben := w.reader("ana", "ch 6"), w.reader("ben", "ch 3")
	for i := range 20 {
		ana.slash("note", "chapter", fmt.Sprintf("ch %d", 1+i/5), "text", fmt.Sprintf("note %02d", i))
	}
	first := ben.slash("notes").says("### Notes on Never Let Me Go", "1-8 of 15", "note 04", "note 07", "**new**", "Still shut for you · Chapter 4: 5").hides("note 06", "note 15")
	ben.slash("progress").says("7 notes wait for you") // a page that was shown is read
	second := ben.press(first, "More").says("9-15 of 15", "note 06", "note 05", "note 10").hides("note 07", "note 15")
	if !second.updated {
		t.Error("a page of a list does not take its place")
	}
	ben.press(second, "Back").says("1-8 of 15", "note 04", "note 07").hides("**new**")
	ben.slash("notes", "unread", true).says("You have read everything that is open to you")
	ben.slash("notes", "chapter", "2").says("Never Let Me Go, Chapter 2", "note 05", "note 09").hides("note 04", "note 10")
	ben.slash("notes", "chapter", "4").says("no note here that is open to you yet", "Chapter 4: 5").hides("note 1")
	ben.slash("notes", "chapter", "ch 99").no("no chapter")

	// One's own are listed whatever their lock, and not counted as shut.
	ben.slash("note", "chapter", "ch 9", "text", "a guess of mine")
	ben.slash("notes", "chapter", "9").says("a guess of mine").hides("Still shut")
	ana.slash("note", "chapter", "ch 9", "text", "note 20")
	ben.slash("notes", "chapter", "9").says("a guess of mine", "Still shut for you · Chapter 9: 1").hides("note 20")
	for i := range 9 {
		ben.slash("note", "chapter", "ch 10", "text", fmt.Sprintf("guess %d", i))
	}
	guesses := ben.slash("notes", "chapter", "10").says("1-8 of 9", "guess 8").hides("guess 0")
	ben.press(guesses, "More").says("guess 0")
}

func TestWhatOpensIsTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	ana, ben := w.reader("ana", "ch 6"), w.reader("ben", "ch 1")
	ana.slash("note", "chapter", "ch 2", "text", "about two")
	ana.slash("note", "chapter", "ch 3", "text", "about three")
	ana.slash("note", "chapter", "ch 5", "text", "about five")
	miriam.slash("prompt add", "text", "What of it?", "checkpoint", "1")
	miriam.slash("prompt add", "text", "And then?", "checkpoint", "2")
	ben.slash("progress", "at", "ch 3").says("2 notes have just opened") // the question is not asked yet
	ben.slash("progress", "at", "ch 1")
	w.until("2026-12-06 18:00")
	moved := ben.slash("progress", "at", "ch 3").says("2 notes and 1 question have just opened").offers("Read what opened", "Write a note", "Undo")
	ben.press(moved, "Read what opened").says("### The question", "> What of it?", "about two", "about three").hides("about five", "And then?")
	ben.slash("progress").hides("wait")
	ana.slash("note", "chapter", "ch 1", "text", "fresh")
	waits := ben.slash("progress").says("1 note waits for you")
	ben.press(waits, "Read notes").says("fresh").hides("about two")
}

// A stub stands where the note was written, if that is this club's.
func TestWhereAStubStands(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana := w.reader("ana", "ch 4")
	for _, c := range []struct {
		who  person
		want string
	}{{ana, homeRoom}, {ana.in(otherRoom), homeRoom}, {ana.inThread("1500", homeRoom), "1500"}, {ana.inThread("1501", otherRoom), homeRoom}} {
		c.who.slash("note", "text", "for "+c.who.channel).says("on its way to <#" + c.want + ">")
		w.work()
		if last := w.posts[len(w.posts)-1]; last.channel != c.want || last.kind != "stub" {
			t.Errorf("the stub is a %s in %s, want %s", last.kind, last.channel, c.want)
		}
	}
}

// The button says how far; if the note was locked further meanwhile, a press
// does not carry its reader there.
func TestALockThatMovedMeanwhile(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana, ben := w.reader("ana", "ch 2"), w.reader("ben", "ch 1")
	ana.slash("note", "text", "MARKER")
	w.work()
	stub := w.post("left a thought").reply
	shut := ben.press(stub, "Open").offers("I have read to Chapter 2")
	open := ana.press(stub, "Open")
	ana.submit(ana.press(open, "Set its lock"), "chapter", "the whole book")
	ben.press(shut, "I have read to Chapter 2").hides("MARKER").offers("I have finished the book")
	ben.slash("progress").says("**Chapter 1**")
}
