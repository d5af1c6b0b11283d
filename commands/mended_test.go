package commands_test

import (
	"fmt"
	"strings"
	"testing"

	"dogear/bot"
	"dogear/club"
)

// A lock that is named by a page is that of the chapter in which it lies.
func TestALockIsNotRoundedDown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	var lines []string
	for n := 1; n <= 12; n++ {
		lines = append(lines, fmt.Sprintf("Chapter %d @ %d", n, 20*n))
	}
	miriam.press(miriam.relist(lines...), "Save")
	ana := w.reader("ana", "ch 2")
	ana.slash("note", "chapter", "p 15", "text", "one").says("finished Chapter 1.")
	ana.slash("note", "chapter", "p 41", "text", "two").says("finished Chapter 3.")
	if got := ana.slash("note", "chapter", "5%").field("chapter"); got != "Chapter 1" {
		t.Errorf("the form is filled with %q", got)
	}
	ana.slash("note", "chapter", "start", "text", "three").no("`everyone`")
}

// Whoever sets the lock of somebody else's note must say it: a blank is not
// their own place.
func TestABlankIsNoLock(t *testing.T) {
	t.Parallel()
	w, _, ben, _, stub := noted(t)
	miriam := w.organiser("miriam")
	miriam.slash("progress", "at", "ch 1")
	ben.saysLater(ben.press(stub.reply, "Open"))
	form := miriam.press(miriam.slash("club reports"), "Set the lock")
	miriam.submit(form, "chapter", " ").no("Say how far one must have read")
	miriam.slash("club reports").says("**1.**")
}

// A list is as it was when one began to page: nothing slips from one page to
// another, what a page shows is read, and what arrives meanwhile is not.
func TestPagesStayAsTheyWere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana, ben := w.reader("ana", "ch 3"), w.reader("ben", "ch 3")
	for i := range 18 {
		ana.slash("note", "chapter", "ch 1", "text", fmt.Sprintf("note %02d", i))
	}
	first := ben.slash("notes").says("1-8 of 18", "note 17", "note 10").hides("note 09")
	ana.slash("note", "chapter", "ch 2", "text", "a new one")
	second := ben.press(first, "More").says("note 09", "note 02").hides("note 10", "note 01")
	ben.press(second, "More").says("note 01", "note 00", "a new one")
	ben.press(ben.press(second, "More"), "Back").says("note 09")
	ana.slash("note", "chapter", "ch 1", "text", "the last one")
	ben.slash("notes", "unread", true).says("the last one").hides("note 0", "a new one")
}

// One who is in the read is asked before all of it opens, and a slip of the
// finger can be taken back.
func TestAllOfItOpensByAQuestion(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	note := w.reader("cat", "done").slash("note", "text", "MARKER")
	ana := w.reader("ana", "ch 2")
	card := w.post("12 chapters").reply
	asked := ana.press(card, "Join: I have read it before").says("for the first time").offers("Open all of it", "Leave it shut")
	ana.press(asked, "Leave it shut").says("Nothing was changed", "**Chapter 2**")
	ana.press(note, "Open").hides("MARKER")
	opened := ana.press(asked, "Open all of it").says("### You are reading Never Let Me Go again")
	ana.press(note, "Open").says("MARKER")
	ana.press(opened, "I read it for the first time").says("for the first time", "**Chapter 2**")
	ana.press(note, "Open").hides("MARKER")
	ben := w.person("ben")
	ben.press(card, "Join: I have read it before").says("again").offers("Read to Chapter 1", "Read to Chapter 2", "Read to Chapter 3", "Write a note", "I read it for the first time")
}

// The same words at the same place are sent twice by a slip.
func TestANoteIsKeptOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana := w.reader("ana", "ch 3")
	refused := ana.submit(ana.slash("note"), "text", "the pillow", "chapter", "zz").no("no chapter")
	again := ana.press(refused, "Try again")
	ana.submit(again, "chapter", "ch 2").says("is kept")
	ana.submit(ana.press(refused, "Try again"), "chapter", "ch 2").says("kept").says("You wrote just this").offers("Open")
	ana.slash("note", "text", "the pillow", "chapter", "ch 1").says("finished Chapter 1") // elsewhere
	w.work()
	if n := strings.Count(w.kinds(), "stub"); n != 2 {
		t.Errorf("%d lines", n)
	}
}

// Readers say that a note belongs later, or that they felt it: nobody else.
func TestWhatIsForReaders(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	note := w.reader("ana", "ch 3").slash("note", "chapter", "everyone", "text", "hello")
	eve := w.person("eve")
	eve.press(note, "Open").says("hello").offers("Reply")
	ben := w.reader("ben", "ch 1")
	open := ben.press(note, "Open").offers("Reply", "I felt that too", "Later than that")
	ben.slash("leave")
	ben.press(open, "I felt that too").no("for the readers of Never Let Me Go")
	ben.press(open, "Later than that").no("for the readers of Never Let Me Go")
}

// What is shut is a count, also above one's own note.
func TestTheHeadingOfWhatIsShut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana, ben := w.reader("ana", "ch 9"), w.reader("ben", "ch 9")
	for i := range 3 {
		ana.slash("note", "chapter", "ch 7", "text", fmt.Sprint("note ", i))
	}
	ben.slash("note", "chapter", "ch 7", "text", "mine")
	ben.slash("progress", "at", "ch 2")
	ben.slash("notes").says("**Chapter 7**\n", "mine", "Chapter 7: 3").hides("4 notes", "new")
}

// Labels as long and as full of markup as can be leave a list that fits.
func TestAListOfLongLabelsFits(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withClub()
	miriam.slash("book add", "title", strings.Repeat("*", 200))
	var lines []string
	for n := 1; n <= 24; n++ {
		lines = append(lines, fmt.Sprintf("%02d%s", n, strings.Repeat("_", 37)))
	}
	form := miriam.slash("book chapters", "book", strings.Repeat("*", 200))
	miriam.press(miriam.submit(form, "list", strings.Join(lines, "\n")), "Save")
	w.start(miriam, strings.Repeat("*", 200))
	ana, ben := w.reader("ana", "done"), w.reader("ben", "#12")
	for n := 1; n <= 24; n++ {
		ana.slash("note", "chapter", fmt.Sprintf("#%d", n), "text", fmt.Sprintf("note %02d %s", n, strings.Repeat("~", 200)))
	}
	list := ben.slash("notes").says("note 01", "note 08")
	if units := club.Units(list.text()); units > 4000 {
		t.Errorf("a list of %d units", units)
	}
}

// A list that has changed since it was shown is shown once more.
func TestAnOldPreviewOfChapters(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	old := miriam.relist(append([]string{"Prologue"}, miriam.lines()...)...)
	lines := miriam.lines()
	lines[0] += ": The carer"
	miriam.press(miriam.relist(lines...), "Save").says("has 12 chapters now")
	anew := miriam.press(old, "Save").says("### The chapters of Never Let Me Go", "Prologue", "1 part changes").offers("Save", "Edit", "Discard")
	miriam.press(anew, "Save").says("has 13 chapters now")
}

// One who goes back from within a room is told first that they leave it.
func TestGoingBackFromWithinARoom(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	miriam.slash("club settings", "rooms", true)
	w.until("2026-12-06 18:00")
	ana := w.reader("ana", "ch 3")
	ana.enter("Checkpoint 1: Chapters 1-3")
	w.work()
	inside := ana.inThread(w.roomNamed("Checkpoint 1").id, homeRoom)
	asked := inside.slash("progress", "at", "ch 1").says("takes you out of this room").offers("Go back all the same")
	ana.slash("progress").says("**Chapter 3**")
	inside.press(asked, "Go back all the same").says("**Chapter 1**", "You are out of 1 room until you are there again")
	ana.slash("leave").says("You are out of its rooms")
}

// Whoever has gone back leaves the room, however long Discord refused it.
func TestLeavingARoomIsNeverGivenUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	miriam.slash("club settings", "rooms", true)
	w.until("2026-12-06 18:00")
	ana := w.reader("ana", "ch 3")
	ana.enter("Checkpoint 1: Chapters 1-3")
	w.work()
	w.holds("Checkpoint 1", "ana")
	w.refuses = func(task bot.Task) *bot.Problem {
		if task.Kind != "seat" {
			return nil
		}
		return &bot.Problem{Reason: "I lack Manage Threads.", Permanent: true, Aside: true}
	}
	ana.slash("progress", "at", "ch 1")
	w.work()
	w.until("2026-12-07 12:00")
	w.refuses = nil
	w.until("2026-12-07 13:00")
	w.holds("Checkpoint 1", "")
}
