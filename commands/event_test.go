package commands_test

import (
	"strings"
	"testing"

	"dogear/bot"
)

// The next four checkpoints are events of the server: made as others open,
// moved and taken away with them. One that was deleted by hand stays deleted.
func TestEvents(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withBook()
	miriam.press(miriam.slash("schedule plan", "book", "Never Let Me Go", "start", "today", "pace", 2, "days", "sun"), "Start this read")
	w.work()
	if w.calendar() != "" {
		t.Fatalf("events that nobody asked for:\n%s", w.calendar())
	}
	miriam.slash("club settings", "events", true).says("Events: the next four checkpoints")
	w.work()
	w.shows("6 Dec 18:00 Never Let Me Go: Chapters 1-2", "13 Dec 18:00 Never Let Me Go: Chapters 3-4",
		"20 Dec 18:00 Never Let Me Go: Chapters 5-6", "27 Dec 18:00 Never Let Me Go: Chapters 7-8")
	w.events[1].gone = true // by hand
	w.until("2026-12-06 18:00")
	w.shows("6 Dec 18:00 Never Let Me Go: Chapters 1-2",
		"20 Dec 18:00 Never Let Me Go: Chapters 5-6", "27 Dec 18:00 Never Let Me Go: Chapters 7-8", "3 Jan 18:00 Never Let Me Go: Chapters 9-10")
	w.events[0].gone = true // it is over
	shift := miriam.press(miriam.slash("schedule shift", "by", "1 day"), "Use this plan")
	w.work()
	w.shows("21 Dec 18:00 Never Let Me Go: Chapters 5-6", "28 Dec 18:00 Never Let Me Go: Chapters 7-8", "4 Jan 18:00 Never Let Me Go: Chapters 9-10")
	miriam.press(shift, "Undo").says("as it was")
	w.work()
	w.shows("20 Dec 18:00 Never Let Me Go: Chapters 5-6", "27 Dec 18:00 Never Let Me Go: Chapters 7-8", "3 Jan 18:00 Never Let Me Go: Chapters 9-10")
	miriam.slash("club settings", "events", false).says("Events: none")
	w.work()
	w.shows()
	miriam.slash("club settings", "events", true)
	w.work()
	w.shows("20 Dec 18:00 Never Let Me Go: Chapters 5-6", "27 Dec 18:00 Never Let Me Go: Chapters 7-8", "3 Jan 18:00 Never Let Me Go: Chapters 9-10")
	miriam.press(miriam.slash("schedule replan", "pace", 5), "Use this plan")
	w.work()
	w.shows("20 Dec 18:00 Never Let Me Go: Chapters 8-12") // the one before it stays deleted
	miriam.press(miriam.slash("schedule drop"), "Drop it")
	w.work()
	w.shows()
}

// shows compares the server's events with what they should be.
func (w *world) shows(want ...string) {
	w.t.Helper()
	if got := w.calendar(); got != strings.Join(want, "\n") {
		w.t.Errorf("the events are\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
}

// An event that was put off because others come before it is made when its time
// has come.
func TestAnEventThatIsPutOff(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withBook()
	miriam.slash("club settings", "events", true)
	miriam.press(miriam.slash("schedule plan", "book", "Never Let Me Go", "start", "today", "pace", 3, "days", "sun"), "Start this read")
	w.work()
	w.shows("6 Dec 18:00 Never Let Me Go: Chapters 1-3", "13 Dec 18:00 Never Let Me Go: Chapters 4-6",
		"20 Dec 18:00 Never Let Me Go: Chapters 7-9", "27 Dec 18:00 Never Let Me Go: Chapters 10-12")
	miriam.press(miriam.slash("schedule replan", "pace", 2, "days", "sun"), "Use this plan")
	w.work()
	if got := strings.Count(w.calendar(), "\n") + 1; got != 4 {
		t.Errorf("%d events:\n%s", got, w.calendar())
	}
	for _, day := range []string{"2026-12-06", "2026-12-13", "2026-12-20"} {
		w.until(day + " 18:00")
	}
	if !strings.Contains(w.calendar(), "10 Jan 18:00 Never Let Me Go: Chapters 11-12") {
		t.Errorf("the last is no event:\n%s", w.calendar())
	}
}

// What Discord says of events is told to organisers.
func TestEventsThatCannotBe(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	w.refuses = func(task bot.Task) *bot.Problem {
		if task.Kind != "event" {
			return nil
		}
		return &bot.Problem{Reason: "There are as many events in the server as Discord allows (100).", Permanent: true}
	}
	miriam.slash("club settings", "events", true)
	w.work()
	miriam.slash("schedule show").says("The event of a checkpoint of Never Let Me Go", "as many events in the server as Discord allows (100)")
}

// A club that moves to another zone meets at the same time of the day there.
func TestAChangedZone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	miriam.slash("prompt add", "text", "Early?", "at", "2026-12-05 10:00", "all", true)
	w.until("2026-12-06 18:00")
	miriam.slash("prompt add", "text", "At breakfast?", "at", "2026-12-09 10:00", "all", true)
	miriam.slash("prompt add", "text", "At eleven?", "at", "2026-12-09 15:00", "all", true)
	miriam.slash("club settings", "timezone", "America/New_York").says("keeps its time of the day")
	w.work()
	w.post("is on <t:1797202800:F> now, not on " + dec13) // 18:00 in New York
	w.post("### Checkpoint 1").says("Next: Chapters 4-6, <t:1797202800:F>")
	w.until("2026-12-09 14:59")
	if w.has("At breakfast?") {
		t.Error("a question is asked by the old clock")
	}
	w.until("2026-12-09 15:00") // 10:00 in New York
	w.post("At breakfast?").hides("At eleven?")
	w.until("2026-12-09 20:00")
	w.post("At eleven?")
	w.until("2026-12-13 22:59")
	if w.has("### Checkpoint 2") {
		t.Error("a checkpoint opens by the old clock")
	}
	w.until("2026-12-13 23:00")
	w.post("### Checkpoint 2")
}
