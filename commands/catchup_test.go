package commands_test

import (
	"fmt"
	"strings"
	"testing"
)

// The list goes by chapter, in a chapter unread threads first, then the newest;
// what is shut is a number per chapter.
func TestNotesByChapter(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana, ben := w.reader("ana", "ch 6"), w.reader("ben", "ch 3")
	for _, n := range [][2]string{{"2", "two A"}, {"1", "one"}, {"2", "two B"}, {"everyone", "hello"}, {"5", "five"}, {"2", "two C"}, {"whole book", "end"}} {
		ana.slash("note", "chapter", n[0], "text", n[1])
	}
	order := func(r reply, words ...string) {
		t.Helper()
		at := 0
		for _, word := range words {
			i := strings.Index(r.text()[at:], word)
			if i < 0 {
				t.Fatalf("%q does not come in its place in\n%s", word, r)
			}
			at += i
		}
	}
	// One of chapter 2 is read, and has a new reply; another is read.
	list := ben.slash("notes", "chapter", "2").says("**new**")
	order(list, "two C", "two B", "two A")
	order(ben.slash("notes"), "**For everyone**", "hello", "**Chapter 1**", "one", "**Chapter 2** · 3 notes\n", "two C", "two B", "two A",
		"-# Still shut for you", "Chapter 5: 1", "the whole book: 1")
	ana.reply(ana.press(ben.slash("notes", "chapter", "2"), "Open"), "text", "below C", "chapter", "ch 2")
	first := ben.slash("notes", "chapter", "2")
	order(first, "**1 new**", "two C", "two B", "two A")
	ana.slash("note", "chapter", "2", "text", "two D")
	buttons := first.buttons()
	ana.reply(ana.pressID(first, buttons[2].CustomID), "text", "below A", "chapter", "ch 1")
	order(ben.slash("notes"), "**Chapter 2** · 4 notes, 3 new", "**new**", "two D", "**1 new**", "two C", "**1 new**", "two A", "two B")
	order(ben.slash("notes", "unread", true), "two C", "two A") // D was shown whole
	ben.pressID(first, buttons[0].CustomID)
	ben.slash("notes", "unread", true).says("two A").hides("two C", "two B", "two D", "one", "five", "end")
	ben.slash("progress").says("1 note waits for you")
}

// A reader who joins late walks through what the club said, checkpoint by
// checkpoint, as far as they have read.
func TestWalkingByCheckpoint(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	miriam.slash("prompt add", "text", "What of two?", "checkpoint", "2")
	ana := w.reader("ana", "done")
	ana.slash("note", "chapter", "everyone", "text", "hello")
	for n := 1; n <= 12; n++ {
		ana.slash("note", "chapter", fmt.Sprintf("ch %d", n), "text", fmt.Sprintf("about %02d.", n))
	}
	w.until("2026-12-06 18:00")
	w.until("2026-12-13 18:00")
	late := w.reader("late", "ch 5")
	one := late.press(late.slash("notes"), "Checkpoint by checkpoint").
		says("### Notes on Never Let Me Go, Chapters 1-3", "hello", "about 01.", "about 03.").hides("about 04.").offers("Open", "Open", "Open", "Open", "Later: Chapters 4-6")
	two := late.press(one, "Later: Chapters 4-6").says("about 04.", "about 05.", "Still shut for you · Chapter 6: 1").hides("about 03.", "about 06.").
		offers("Open", "Open", "Earlier: Chapters 1-3", "Later: Chapters 7-9", "Show the questions")
	late.press(two, "Earlier: Chapters 1-3").says("about 01.")
	late.press(two, "Show the questions").says("One question opens at Chapter 6").hides("What of two?")
	late.slash("progress", "at", "ch 8")
	two = late.press(one, "Later: Chapters 4-6").says("about 06.")
	late.press(two, "Later: Chapters 7-9").says("about 07.")
	late.press(late.slash("notes"), "Checkpoint by checkpoint").says("Chapters 1-3") // all is read
	late.slash("progress", "at", "ch 9")
	late.press(late.slash("notes"), "Checkpoint by checkpoint").says("Chapters 7-9", "about 08.").hides("about 06.") // where something is unread
	late.press(w.post("### Checkpoint 2").reply, "Read notes").says("about 04.").hides("about 03.")
	w.person("eve").press(w.post("### Checkpoint 1").reply, "Read notes").hides("about")
}

// What opened on the way: questions, then threads that begin there, then earlier
// ones with replies from there.
func TestReadWhatOpened(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	ana, ben := w.reader("ana", "ch 9"), w.reader("ben", "ch 2")
	for i := range 5 {
		open := ana.press(ana.slash("note", "chapter", "ch 1", "text", fmt.Sprintf("first %d", i)), "Open")
		if i > 0 {
			ana.reply(open, "text", fmt.Sprintf("reply at %d", 2+i), "chapter", fmt.Sprintf("ch %d", 2+i))
		}
		ana.slash("note", "chapter", "ch 3", "text", fmt.Sprintf("third %d", i))
	}
	ana.slash("note", "chapter", "ch 7", "text", "seven")
	miriam.slash("prompt add", "text", "One?", "checkpoint", "1")
	miriam.slash("prompt add", "text", "Two?", "checkpoint", "1")
	w.until("2026-12-06 18:00")
	moved := ben.slash("progress", "at", "ch 5").says("8 notes and 2 questions have just opened")
	opened := ben.press(moved, "Read what opened").
		says("### The questions", "> One?", "> Two?", "third 4", "third 1", "### New replies to earlier notes", "first 1", "first 3", "1 reply").
		hides("third 0", "first 0", "first 4", "seven", "reply at")
	ben.press(opened, "Read all notes").says("third 0", "third 4").hides("first")
	if at := strings.Index(opened.text(), "third 4"); at > strings.Index(opened.text(), "first 3") || at < strings.Index(opened.text(), "> Two?") {
		t.Errorf("in another order:\n%s", opened)
	}
	ben.press(opened, "Answer")
	ben.slash("progress", "at", "ch 2")
	ben.press(moved, "Read what opened").says("Nothing of that is open to you now").hides("third", "One?", "first")
}

// An answer is a note that knows its question, and is behind its lock at least.
func TestAnswers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	miriam.slash("prompt add", "text", "QUESTION one?\nAnd more of it.", "checkpoint", "1")
	miriam.slash("prompt add", "text", "Open to all?", "checkpoint", "1", "all", true)
	miriam.slash("prompt add", "text", "Later?", "checkpoint", "2")
	w.until("2026-12-06 18:00")
	post := w.post("### Checkpoint 1").reply
	ana, ben := w.reader("ana", "ch 3"), w.reader("ben", "ch 1")
	asked := ana.press(post, "Show the questions").offers("Answer", "Answer", "Write a note")
	form := ana.press(asked, "Answer")
	if form.field("chapter") != "Chapter 3" || !strings.Contains(form.all(), "QUESTION one? And more") {
		t.Errorf("filled with %s", form)
	}
	ana.submit(form, "text", "ANSWER one", "chapter", "ch 1").says("Your thought is kept", "finished Chapter 3, as what it answers does")
	w.work()
	stub := w.post("left a thought about **Chapter 3**").hides("QUESTION", "ANSWER")
	ana.press(stub, "Open").says("answers: QUESTION one? And more of it.", "ANSWER one")
	ben.press(stub, "Open").hides("QUESTION", "ANSWER").says("opens at Chapter 3")

	// One who is not in the read answers what is for all, and joins by it.
	eve := w.person("eve")
	blank := eve.press(eve.press(post, "Show the questions").hides("QUESTION"), "Answer")
	if blank.field("chapter") != "" {
		t.Errorf("filled with %q", blank.field("chapter"))
	}
	eve.submit(blank, "text", "EVE").no("please say how far").offers("Try again")
	eve.submit(blank, "text", "EVE", "chapter", "everyone", "kind", "quote").says("Your quote is kept, and is open to everyone", "You are in the read now")
	// By no old button is a shut question shown or answered.
	ben.press(asked, "Answer").no("not open to you").hides("QUESTION")
	ben.press(ben.submit(form, "text", "x").no("not open to you", "Your words are kept"), "Try again").hides("QUESTION")

	// Moved back, one sees one's own answer, and not the question.
	ana.slash("progress", "at", "ch 1")
	ana.press(stub, "Open").says("ANSWER one").hides("QUESTION")
	ana.slash("progress", "at", "ch 4")

	// A question that was taken away leaves its answers, and keeps them shut.
	late := ana.press(asked, "Answer")
	miriam.slash("prompt remove", "prompt", "1")
	ana.press(stub, "Open").says("answers a question that was taken away", "ANSWER one")
	ben.press(stub, "Open").hides("ANSWER")
	alone := ana.press(ana.submit(late, "text", "MARKER", "chapter", "ch 2", "kind", "question").no("not asked any more"), "Try again")
	if alone.field("text") != "MARKER" || alone.field("chapter") != "Chapter 4" || alone.field("kind") != "question" {
		t.Errorf("filled with %s", alone)
	}
	ana.submit(alone).says("Your question is kept", "finished Chapter 4") // and not the lock that was early enough for an answer
}

// The organiser who asks and reads along sees their own question, and answers
// it behind its lock.
func TestAnAskersOwnAnswer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	miriam.slash("prompt add", "text", "QUESTION?", "checkpoint", "1")
	w.until("2026-12-06 18:00")
	form := miriam.press(miriam.press(w.post("### Checkpoint 1").reply, "Show the questions").says("QUESTION"), "Answer")
	if form.field("chapter") != "Chapter 3" {
		t.Errorf("filled with %q", form.field("chapter"))
	}
	miriam.submit(form, "text", "x", "chapter", "everyone").says("finished Chapter 3, as what it answers does")
}

// In the middle of a long list of the middle there are six ways on: Discord takes
// five buttons in a row.
func TestSixWaysOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	miriam.slash("prompt add", "text", "What of two?", "checkpoint", "2")
	ana := w.reader("ana", "done")
	for i := range 24 {
		ana.slash("note", "chapter", "ch 5", "text", fmt.Sprintf("about %02d.", i))
	}
	w.until("2026-12-06 18:00")
	w.until("2026-12-13 18:00")
	late := w.reader("late", "ch 8")
	late.press(w.post("### Checkpoint 2").reply, "Read notes") // eight are read
	list := late.press(w.post("### Checkpoint 2").reply, "Read notes")
	middle := late.press(list, "More")
	if n := len(middle.labels()) - strings.Count(strings.Join(middle.labels(), " "), "Open"); n < 6 {
		t.Errorf("only %d ways on: %q", n, middle.labels())
	}
}
