package commands_test

import (
	"slices"
	"strings"
	"testing"

	"dogear/bot"
)

// Where somebody stopped is as sealed as their stars: before the reveal their
// review is counted on no post and, for those who may not see it, in the same
// words whatever they have read and whichever chapters they look at.
func TestWhereSomebodyStoppedIsSealed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.undrawn = true
	miriam := w.withRead()
	w.until("2026-12-20 18:00")
	before := w.post("### Checkpoint 2").offers("I have read this far", "Write a note", "Read notes").all()
	ana := w.reader("ana", "ch 4")
	ana.slash("rate", "stars", "2", "outcome", "stopped", "review", "MARKER")
	w.work()
	if after := w.post("### Checkpoint 2").all(); after != before {
		t.Errorf("the post was\n%s\nand is\n%s", before, after)
	}

	from := reply{w: w, id: "1"}
	windows := []string{bot.CustomID("notes/page", 1, 12, 0, 0), bot.CustomID("notes/page", 1, 4006, 0, 0), bot.CustomID("notes/page", 1, 10012, 0, 0)}
	for _, p := range []person{w.reader("done", "done"), w.reader("there", "ch 4"), w.reader("behind", "ch 3"), w.person("stranger")} {
		for _, id := range windows {
			p.pressID(from, id).says("-# Still shut for you · 1 review, sealed as the stars are").hides("MARKER")
		}
		p.pressID(from, bot.CustomID("ratings/reviews", 1, 0)).says("1 review is still shut. Reviews are sealed as the stars are").offers("Rate it")
		p.pressID(from, bot.CustomID("note/open", w.reviewIDs()[0])).says("Reviews are sealed as the stars are").offers("Rate it").hides("MARKER", "Chapter")
		p.pressID(from, bot.CustomID("note/reply", w.reviewIDs()[0])).no("Reviews are sealed as the stars are")
	}
	rated := w.reader("rated", "ch 3")
	rated.slash("rate", "stars", "4", "outcome", "stopped")
	for _, id := range windows {
		rated.pressID(from, id).says("-# Still shut for you · 1 review by one who read further")
	}

	w.until("2026-12-27 18:00")
	miriam.slash("schedule reveal").says("on their way")
	w.work()
	w.post("### Checkpoint 2").offers("I have read this far", "Write a note", "Read notes · 1")
	mine := ana.pressID(from, bot.CustomID("note/open", w.reviewIDs()[0])).says("MARKER")
	ana.press(ana.press(mine, "Delete"), "Delete it")
	w.work()
	w.post("### Checkpoint 2").offers("I have read this far", "Write a note", "Read notes")
}

// Whose a review is that was reported, and how it was locked, organisers are not
// told before they may see it.
func TestAReportedReviewIsSealed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.undrawn = true
	miriam := w.withRead()
	from := reply{w: w, id: "1"}
	dan, ben := w.reader("dan", "ch 4"), w.reader("ben", "done")
	ben.slash("rate", "stars", "3")
	dan.slash("rate", "stars", "1", "outcome", "stopped", "review", "MARKER")
	report := func() {
		open := ben.pressID(from, bot.CustomID("note/open", w.reviewIDs()[0])).says("MARKER")
		ben.press(ben.press(open, "Later than that"), "Yes, later")
	}
	report()
	id := w.reviewIDs()[0]
	behind := w.organiser("behind")
	behind.slash("progress", "at", "ch 9")
	behind.slash("rate", "stars", "5", "outcome", "stopped")
	for _, p := range []person{miriam, behind} {
		list := p.slash("club reports").says("**1.** A review of Never Let Me Go").offers("Leave as it is").hides("user dan", "Chapter 4", "MARKER")
		for _, route := range []string{"report/show", "report/lock"} {
			p.pressID(list, bot.CustomID(route, id)).no("Reviews are sealed as the stars are").hides("user dan", "Chapter 4", "MARKER")
		}
	}
	miriam.press(miriam.slash("club reports"), "Leave as it is").says("Nothing waits for you").hides("user dan", "Chapter 4")

	tommy := w.organiser("tommy")
	tommy.slash("progress", "at", "done")
	tommy.slash("rate", "stars", "4")
	dan.submit(dan.press(dan.pressID(from, bot.CustomID("note/open", id)), "Set its lock"), "chapter", "ch 4")
	cat := w.reader("cat", "done")
	cat.slash("rate", "stars", "4")
	open := cat.pressID(from, bot.CustomID("note/open", id))
	cat.press(cat.press(open, "Later than that"), "Yes, later")
	tommy.slash("club reports").says("<@user dan>", "It was locked to **Chapter 4**").offers("Show the text", "Set the lock", "Leave as it is")
	w.until("2026-12-27 18:00")
	miriam.slash("schedule reveal").says("on their way")
	miriam.slash("club reports").says("<@user dan>", "It was locked to **Chapter 4**").offers("Show the text", "Set the lock", "Leave as it is")
}

// What is shown of stars that are taken back goes, and what comes then is beside it.
func TestATakenBackResultGoes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.undrawn = true
	w.withRead()
	ana, ben := w.reader("ana", "done"), w.reader("ben", "done")
	ana.slash("rate", "stars", "5")
	w.shown()
	w.post("5 stars from one reader")
	ana.press(ana.slash("me forget"), "Erase everything about me")
	ben.slash("rate", "stars", "2").says("kept beside them") // before anything was looked at
	w.work()
	if w.has("from one reader") {
		t.Errorf("a result stands:\n%s", w.board())
	}
	sealed(w.person("cat").slash("ratings").says("Nobody's stars count any more.", "One more rated afterwards."))
	w.until("2027-01-05 18:00")
	if w.has("from one reader") {
		t.Errorf("late stars are told:\n%s", w.board())
	}
}

// The same while the first result is just being posted.
func TestATakenBackResultIsNotPosted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.undrawn = true
	miriam := w.withRead()
	ana, ben := w.reader("ana", "done"), w.reader("ben", "done")
	ana.slash("rate", "stars", "5")
	w.until("2026-12-27 18:00")
	miriam.slash("schedule reveal")
	w.meanwhile = func(task bot.Task) {
		if task.Kind == "reveal" {
			w.meanwhile = nil
			ana.press(ana.slash("me forget"), "Erase everything about me")
			ben.slash("rate", "stars", "2").says("kept beside them")
		}
	}
	w.work()
	w.until("2027-01-03 18:00")
	if w.has("from one reader") {
		t.Errorf("a result stands:\n%s", w.board())
	}
}

// What says when the stars are shown, and what waits for it, follows when that
// changes.
func TestHowWasItSaysWhen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.undrawn = true
	miriam := w.withRead()
	miriam.slash("club settings", "rooms", true)
	w.reader("dan", "done").slash("me settings", "reminders", true)
	ana := w.reader("ana", "ch 4")
	ana.submit(ana.slash("rate"), "end", "ch 4", "review", "MARKER")
	w.until("2026-12-27 18:00")
	w.post("### How was it?").says("sealed until <t:1798999200:F>")
	w.until("2026-12-30 18:00")
	w.post("### How was Never Let Me Go?").says("until <t:1798999200:D>")
	room := w.roomNamed("Checkpoint 4")
	w.until("2027-01-03 18:00")
	w.post("### How was it?").says("Nobody has given stars yet").hides("sealed until <t:")
	w.post("### Checkpoint 2").offers("I have read this far", "Write a note", "Read notes · 1")
	if !room.locked {
		t.Error("the room is not shut at the reveal")
	}
	w.until("2027-01-05 18:00")
	w.reader("ben", "done").slash("rate", "stars", "4").says("sealed until <t:1799776800")
	w.work()
	w.post("### How was it?").says("sealed until <t:1799776800:F>")
	w.post("### How was Never Let Me Go?").says("until <t:1799776800:D>")
	w.post("### Checkpoint 2").offers("I have read this far", "Write a note", "Read notes")
	if room.locked {
		t.Error("the room stays shut while stars are sealed anew")
	}
	w.until("2027-01-06 18:00")
	miriam.slash("schedule reveal").says("on their way")
	w.work()
	w.post("### How was it?").says("Everyone's stars are shown").hides("sealed")
	w.post("### How was Never Let Me Go?").says("Everyone's stars are shown").hides("sealed", "until")
	w.post("### Checkpoint 2").offers("I have read this far", "Write a note", "Read notes · 1")
	if !room.locked {
		t.Error("the room is not shut at the second reveal")
	}
	if n := len(slices.DeleteFunc(strings.Fields(w.kinds()), func(kind string) bool { return kind != "reveal" })); n != 1 {
		t.Errorf("%d results stand", n)
	}
}

// How good the discussion was counts as it was said first, as the stars do.
func TestTheDiscussionCountsAsItWasSaidFirst(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.undrawn = true
	w.withRead()
	people := w.finished(4)
	for i, p := range people {
		p.submit(p.slash("rate"), "stars", "4", "discussion", iff(i < 3, "1", "")).hides("discussion")
	}
	w.shown()
	before := w.post("4 stars from 4 readers").says("The discussion: 1.0 of 5, from 3 readers.").all()
	for _, p := range people[:3] {
		p.submit(p.slash("rate"), "discussion", "5").says("How good the discussion was counts as you said first: 1 of 5.")
		p.submit(p.slash("rate"), "discussion", "1").hides("discussion")
	}
	people[3].submit(people[3].slash("rate"), "discussion", "5").says("How good the discussion was is not counted any more.")
	people[3].slash("rate", "stars", "4").hides("discussion")
	w.work()
	if after := w.post("4 stars from 4 readers").all(); after != before {
		t.Errorf("the post was\n%s\nand is\n%s", before, after)
	}
	people[0].slash("ratings").says("The discussion: 1.0 of 5, from 3 readers.")
}

// A reply to a review that opens on the way is shown to those who have rated.
func TestRepliesToReviewsOpen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.undrawn = true
	w.withRead()
	from := reply{w: w, id: "1"}
	ana, ben, cat, dan := w.reader("ana", "ch 2"), w.reader("ben", "ch 6"), w.reader("cat", "ch 3"), w.reader("dan", "ch 3")
	for _, p := range []person{ben, cat} {
		p.slash("rate", "stars", "3", "outcome", "stopped")
	}
	ana.slash("rate", "stars", "1", "outcome", "stopped", "review", "MARKER")
	open := ben.pressID(from, bot.CustomID("note/open", w.reviewIDs()[0])).says("MARKER")
	ben.reply(open, "text", "REPLY", "chapter", "ch 5")
	moved := cat.slash("progress", "at", "ch 6").says("1 note has just opened.")
	cat.press(moved, "Read what opened").says("### New replies to earlier notes", "MARKER", "2 new")
	dan.slash("progress", "at", "ch 6").hides("just opened")
	dan.pressID(from, bot.CustomID("notes/opened", 1, 3, 6)).says("Nothing of that is open to you").hides("MARKER")
}
