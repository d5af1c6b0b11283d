package commands_test

import (
	"fmt"
	"strings"
	"testing"
)

// Sundays of the story at 18:00 in London, as Discord shows a moment.
const (
	dec6  = "<t:1796580000:F>"
	dec13 = "<t:1797184800:F>"
	dec15 = "<t:1797361200:F>" // 19:00
	dec20 = "<t:1797789600:F>"
	dec27 = "<t:1798394400:F>"
	jan3  = "<t:1798999200:F>"
	jan10 = "<t:1799604000:F>"
)

func TestACheckpointIsMoved(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	w.until("2026-12-06 18:00")
	move := miriam.slash("schedule move", "checkpoint", "2", "to", "2026-12-15", "time", "19:00").
		says("2. **Chapters 4-6** (60 pages) · "+dec15, "(now "+dec13, "2 checkpoints stay as they are.", "as now").offers("Use this plan", "Discard")
	other := miriam.slash("schedule move", "checkpoint", "2", "to", "2026-12-15", "time", "19:00")
	miriam.press(other, "Discard").says("Nothing was changed")
	miriam.press(move, "Use this plan").says("The plan is changed. Next: Chapters 4-6, "+dec15).offers("Undo", "Schedule")
	miriam.press(move, "Use this plan").no("was used")
	w.work()
	w.post("is on " + dec15 + " now, not on " + dec13).offers("Schedule")
	w.post("Checkpoint 1: Chapters 1-3").says("Next: Chapters 4-6, " + dec15)
	w.post("meet four times").says("Until " + dec15)
	w.until("2026-12-13 18:00")
	if w.has("### Checkpoint 2") {
		t.Fatal("it is posted at its old moment")
	}
	w.until("2026-12-15 19:00")
	w.post("### Checkpoint 2: Chapters 4-6").hides("late")
}

// A change far ahead is not worth a line.
func TestAFarMoveIsQuiet(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	miriam.press(miriam.slash("schedule move", "checkpoint", "checkpoint 4", "to", "2026-12-29"), "Use this plan").says("The plan is changed")
	w.work()
	if w.kinds() != "card" {
		t.Errorf("posted %s", w.board())
	}
	miriam.slash("schedule show").says("the last is <t:1798567200:F>")
	w.until("2026-12-27 18:00")
	if w.has("How was it?") {
		t.Error("the read ends at its old end")
	}
	w.until("2026-12-29 18:00")
	w.post("How was it?")
}

// All that is ahead goes a week later, and comes back by one press.
func TestAShiftAndItsUndo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	w.until("2026-12-06 18:00")
	miriam.slash("schedule shift", "by", "-1 week").no("past")
	miriam.slash("schedule shift", "by", "sideways").no("sideways")
	shift := miriam.slash("schedule shift", "by", "1 week").
		says("2. **Chapters 4-6** (60 pages) · "+dec20, "4. **Chapters 10-12** (60 pages) · "+jan3, "the last is "+jan3+", and now it is "+dec27)
	used := miriam.press(shift, "Use this plan")
	w.work()
	w.post("is on " + dec20 + " now, not on " + dec13 + ". Two later checkpoints move too.")
	w.until("2026-12-13 18:00")
	if w.has("### Checkpoint 2") {
		t.Fatal("it is posted at its old moment")
	}
	miriam.press(used, "Undo").no("a day has passed")

	later := miriam.press(miriam.slash("schedule shift", "by", "2 days", "from", "3"), "Use this plan")
	miriam.slash("schedule show").says("3. **Chapters 7-9** · <t:1798567200:F>") // 29 December
	miriam.press(later, "Undo").says("as it was", jan3)
	miriam.press(later, "Undo").no("taken back already")
	miriam.slash("schedule show").says("3. **Chapters 7-9** · "+dec27, "4. **Chapters 10-12** · "+jan3)
	w.until("2026-12-20 18:00")
	w.post("### Checkpoint 2: Chapters 4-6").says("Next: Chapters 7-9, " + dec27)
}

// A break puts off what comes after it, and is told of where dates are told.
func TestABreak(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	w.until("2026-12-06 18:00")
	if got := len(miriam.suggest("schedule break", "after", "")); got != 3 {
		t.Errorf("%d checkpoints are suggested, want the open one and two ahead", got)
	}
	miriam.slash("schedule break", "after", "4").no("the later one must still lie ahead", "one of the checkpoints 1 to 3")
	miriam.slash("schedule break", "after", "9").no("numbered from 1 to 4")
	plan := miriam.slash("schedule break", "after", "1", "catch-up", true).says("2. **Chapters 4-6** (60 pages) · " + dec20 + " · after a week to catch up")
	miriam.press(plan, "Use this plan").says("The plan is changed")
	w.work()
	w.post("not on " + dec13 + ", after a week to catch up. Two later checkpoints move too.")
	miriam.slash("schedule show").says("after a week to catch up")
	again := miriam.press(miriam.slash("schedule break", "after", "2", "weeks", 2), "Use this plan").says(jan10[:3])
	miriam.slash("schedule show").says("3. **Chapters 7-9** · "+jan10, "after a break of two weeks")
	miriam.press(again, "Undo").says("as it was")
	w.until("2026-12-20 18:00")
	w.post("### Checkpoint 2: Chapters 4-6")
}

// What is ahead is planned anew: posts follow, questions go where their block
// ends, and an undo brings all of it back.
func TestAReplanAndItsUndo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	miriam.slash("prompt add", "text", "On the second?", "checkpoint", "2")
	miriam.slash("prompt add", "text", "On the third?", "checkpoint", "3")
	w.until("2026-12-06 18:00")
	miriam.slash("schedule replan").no("Give either pace")
	plan := miriam.slash("schedule replan", "pace", 9).says("2. **Chapters 4-12**", dec13, "goes; its question is asked at Chapters 4-12")
	used := miriam.press(plan, "Use this plan").says("Next: Chapters 4-12, " + dec13)
	w.work()
	w.post("The plan of Never Let Me Go has changed. Next: **Chapters 4-12**, " + dec13)
	miriam.slash("prompt list").says("On the second?", "On the third?", "opens for readers who have finished Chapter 12").hides("Chapter 6", "Chapter 9")
	miriam.press(used, "Undo").says("as it was")
	w.work()
	miriam.slash("prompt list").says("finished Chapter 6", "finished Chapter 9")
	w.until("2026-12-13 18:00")
	w.post("### Checkpoint 2: Chapters 4-6")
	w.until("2026-12-20 18:00")
	w.post("### Checkpoint 3: Chapters 7-9")
	w.until("2026-12-27 18:00")
	w.post("### Checkpoint 4: Chapters 10-12")
	w.post("How was it?")
	if n := strings.Count(w.board(), "### Checkpoint"); n != 4 {
		t.Errorf("%d checkpoints are posted", n)
	}
}

// More meetings than before: the new ones are posted too.
func TestAReplanWithMoreMeetings(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	w.until("2026-12-06 18:00")
	cannot := miriam.slash("schedule replan", "finish", "2027-12-31").says("only 9 chapters").offers("Plan until 7 February 2027")
	cannot = miriam.press(cannot, "Plan until 7 February 2027").says("Page 1 of 2").offers("Use this plan", "Discard", "More")
	miriam.press(cannot, "More").says("10. **Chapter 12**", "Page 2 of 2")
	plan := miriam.slash("schedule replan", "pace", 1, "days", "wed,sun").says("2. **Chapter 4**", "new")
	miriam.press(plan, "Use this plan").says("Next: Chapter 4, <t:1796839200:F>") // Wednesday 9 December
	w.until("2026-12-09 18:00")
	w.post("### Checkpoint 2: Chapter 4").says("Next: Chapter 5, " + dec13)
	w.until("2027-01-06 18:00")
	w.post("### Checkpoint 10: Chapter 12")
	w.post("How was it?")
}

// Two change the plan at once: the second is told, and sees the new one.
func TestTwoChangeThePlanAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	ruth := w.organiser("ruth")
	mine := miriam.slash("schedule shift", "by", "1 week")
	hers := ruth.slash("schedule shift", "by", "1 week")
	miriam.press(mine, "Use this plan").says("The plan is changed")
	anew := ruth.press(hers, "Use this plan").says("The plan has changed meanwhile", "All of them come 1 week later than now:", "1. **Chapters 1-3** (60 pages) · "+dec20).offers("Use this plan", "Discard")
	ruth.press(anew, "Use this plan").says("Next: Chapters 1-3, " + dec20)
	// Nobody else can press what was shown to one.
	third := miriam.slash("schedule shift", "by", "1 week")
	ruth.press(third, "Use this plan").no("was used")
}

// An undo after another change is refused, and changes nothing.
func TestAnOldUndo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	first := miriam.press(miriam.slash("schedule shift", "by", "1 week"), "Use this plan")
	second := miriam.press(miriam.slash("schedule shift", "by", "1 day"), "Use this plan")
	miriam.press(first, "Undo").no("has changed since")
	miriam.press(second, "Undo").says("as it was")
	miriam.slash("schedule show").says("1. **Chapters 1-3** · " + dec13)
}

// What would lie in the past again does not come back.
func TestAnUndoThatComesTooLate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	w.until("2026-12-13 17:30")
	shift := miriam.press(miriam.slash("schedule shift", "by", "1 week"), "Use this plan")
	w.until("2026-12-13 18:05")
	miriam.press(shift, "Undo").no("that has passed")
	w.until("2026-12-20 17:30")
	later := miriam.press(miriam.slash("schedule move", "checkpoint", "2", "to", "today", "time", "17:45"), "Use this plan")
	w.until("2026-12-20 17:50")
	miriam.press(later, "Undo").no("has opened since")
}

// The days that were to be without a checkpoint stay so, until they are given
// anew; a shift onto one is warned of.
func TestSkippedDays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withBook()
	plan := miriam.slash("schedule plan", "book", "Never Let Me Go", "start", "today", "pace", 3, "days", "sun", "skip", "2026-12-20..2026-12-27")
	miriam.press(plan.says(jan3, jan10), "Start this read")
	miriam.slash("schedule shift", "by", "1 week").says("1. **Chapters 1-3** (60 pages) · "+dec13, "2. **Chapters 4-6** (60 pages) · "+jan3).hides(dec20, dec27)
	miriam.slash("schedule move", "checkpoint", "2", "to", "2026-12-20").says("Mind: " + dec20 + " is one of the days that you wanted to skip.")
	miriam.press(miriam.slash("schedule replan", "pace", 4).says(dec13, jan3).hides(dec20), "Use this plan")
	bare := miriam.press(miriam.slash("schedule replan", "pace", 4, "skip", "none").says("3. **Chapters 9-12** (80 pages) · "+dec20).hides("Mind:"), "Use this plan")
	miriam.slash("schedule replan", "pace", 3).says(dec20, dec27).hides(jan3)
	miriam.press(bare, "Undo").says("as it was")
	miriam.slash("schedule replan", "pace", 3).says(jan3, jan10).hides(dec20)
}

// A checkpoint is named by its number, by its chapters, or by one of them; a day
// may come with its time.
func TestHowACheckpointIsNamed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	for _, typed := range []string{"2", "checkpoint 2", "2: Chapters 4-6, Sun 13 Dec 18:00", "Chapters 4-6", "chapters 4-6", "4-6", "ch 5", "Chapter 6"} {
		miriam.slash("schedule move", "checkpoint", typed, "to", "15 dec 19:00").says("2. **Chapters 4-6** (60 pages) · " + dec15)
	}
	miriam.slash("schedule move", "checkpoint", "2", "to", "15 dec 8:00", "time", "19:00").says(dec15)
	miriam.slash("schedule move", "checkpoint", "2", "to", "14 dec").says("<t:1797271200:F>") // at 18:00
	for _, typed := range []string{"9", "1st dec", "chapter 99", "start", ""} {
		miriam.slash("schedule move", "checkpoint", typed, "to", "15 dec").no("numbered from 1 to 4")
	}
	if got := miriam.suggest("schedule move", "to", "14 dec 20:"); len(got) == 0 || got[0].Value != "2026-12-14 20:00" {
		t.Errorf("suggested for a day with a time: %v", got)
	}
	miriam.slash("book add", "title", "Emma", "chapters", 3)
	miriam.slash("schedule plan", "book", "Emma", "start", "1 jan 18:00", "pace", 3).no("option `time`")
}

// What is taken back at once leaves no line; later a line tells of that, too. One
// line tells of two changes of which the first was not told of yet.
func TestTheClubIsToldOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	lines := func() int { return strings.Count(w.kinds(), "line") }
	shift := miriam.press(miriam.slash("schedule shift", "by", "1 day"), "Use this plan")
	w.work()
	w.post("is on <t:1796666400:F> now")
	miriam.press(shift, "Undo").says("as it was")
	w.work()
	if lines() != 0 {
		t.Errorf("a line is left of what was taken back at once:\n%s", w.board())
	}
	shift = miriam.press(miriam.slash("schedule shift", "by", "1 day"), "Use this plan")
	w.until("2026-12-01 09:30")
	miriam.press(shift, "Undo").says("as it was")
	w.work()
	if lines() != 2 {
		t.Errorf("%d lines of a change and its undo half an hour later", lines())
	}
	miriam.press(miriam.slash("schedule move", "checkpoint", "1", "to", "2026-12-07"), "Use this plan")
	miriam.press(miriam.slash("schedule shift", "by", "1 day"), "Use this plan")
	w.work()
	if lines() != 3 {
		t.Errorf("%d lines", lines())
	}
	w.post("The plan of Never Let Me Go has changed. Next: **Chapters 1-3**, <t:1796752800:F>")
}

// Questions at a moment of their own keep the lock that their writer was told,
// whatever becomes of the plan, and get it back by an undo.
func TestALockThatAMoveWouldLower(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	miriam.slash("prompt add", "text", "SECRET?", "at", "2026-12-15 12:00").says("finished Chapter 6")
	shift := miriam.press(miriam.slash("schedule shift", "by", "2 weeks"), "Use this plan")
	miriam.slash("prompt list").says("finished Chapter 6")
	miriam.press(shift, "Undo").says("as it was")
	miriam.slash("prompt list").says("finished Chapter 6")
	w.until("2026-12-06 18:00")
	miriam.press(miriam.slash("schedule move", "checkpoint", "2", "to", "2026-12-16"), "Use this plan")
	w.until("2026-12-15 12:00")
	if w.has("SECRET?") {
		t.Errorf("a question of Chapter 6 stands in the channel:\n%s", w.board())
	}
	w.reader("ana", "ch 3").press(w.post("One question waits").reply, "Show the questions").hides("SECRET?")
}

// A question that was added after a change is asked where it belongs when the
// change is taken back.
func TestAQuestionAddedBeforeAnUndo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	replan := miriam.press(miriam.slash("schedule replan", "pace", 1), "Use this plan")
	miriam.slash("prompt add", "text", "Of the fifth?", "checkpoint", "5").says("finished Chapter 5")
	miriam.press(replan, "Undo").says("as it was")
	miriam.slash("prompt list").says("Of the fifth?", "finished Chapter 6")
	replan = miriam.press(miriam.slash("schedule replan", "pace", 4), "Use this plan")
	miriam.slash("prompt add", "text", "Of the first?", "checkpoint", "1").says("finished Chapter 4")
	miriam.press(replan, "Undo").says("as it was")
	miriam.slash("prompt list").says("Of the first?").hides("finished Chapter 3")
	w.until("2026-12-13 18:00")
	w.post("### Checkpoint 2: Chapters 4-6").says("Two questions wait")
}

// The questions of many checkpoints fit into one post.
func TestTheQuestionsOfManyCheckpoints(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	miriam.press(miriam.slash("schedule replan", "pace", 1), "Use this plan")
	for i := range 36 {
		miriam.slash("prompt add", "text", "Well?", "checkpoint", fmt.Sprint(i%12+1), "all", true)
	}
	miriam.press(miriam.slash("schedule replan", "pace", 12), "Use this plan")
	w.until("2026-12-06 18:00")
	w.post("### Checkpoint 1: Chapters 1-12").says("16 more are behind the button").offers("I have read this far", "Show the questions", "Write a note", "Read notes")
}

// A replan that is the plan already is none; one that meets on other days from
// now on is kept, though no date changes.
func TestAReplanThatChangesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	w.until("2026-12-06 18:00")
	miriam.slash("schedule replan", "pace", 3).no("That is the plan already")
	miriam.slash("schedule replan", "pace", 3, "skip", "none").offers("Use this plan", "Discard")
}

// An undo gives a question the lock that it had, also where the change had it
// open later; a zone in which all moves together changes none.
func TestLocksAfterAnUndoAndInAnotherZone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	miriam.slash("prompt add", "text", "Well?", "at", "2026-12-13 17:00").says("finished Chapter 3")
	shift := miriam.press(miriam.slash("schedule shift", "by", "-1 day"), "Use this plan")
	miriam.slash("prompt list").says("finished Chapter 6")
	miriam.press(shift, "Undo").says("as it was")
	miriam.slash("prompt list").says("finished Chapter 3")

	w.until("2026-12-06 18:00")
	miriam.slash("prompt add", "text", "And?", "at", "2026-12-20 18:30").says("finished Chapter 9")
	miriam.slash("club settings", "timezone", "America/New_York")
	miriam.slash("prompt list").says("finished Chapter 9", "finished Chapter 3")
	miriam.press(miriam.slash("schedule replan", "pace", 6), "Use this plan")
	miriam.slash("prompt list").says("finished Chapter 12") // what has been reached by then
}
