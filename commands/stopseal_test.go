package commands_test

import (
	"slices"
	"strings"
	"testing"

	"dogear/bot"
)

// What is shown of stars that are taken back goes when others are sealed anew.
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
	ben.slash("rate", "stars", "2").says("sealed until <t:1798999200") // before anything was looked at
	w.work()
	if w.has("from one reader") {
		t.Errorf("a result stands beside sealed stars:\n%s", w.board())
	}
	w.until("2027-01-02 12:00")
	sealed(w.person("cat").slash("ratings").says("1 reader has rated it"))
	w.until("2027-01-03 18:00")
	w.post("2 stars from one reader")
	if n := strings.Count(w.kinds(), "reveal"); n != 1 {
		t.Errorf("%d results stand", n)
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
			ben.slash("rate", "stars", "2").says("sealed until")
		}
	}
	w.work()
	if w.has("from one reader") {
		t.Errorf("a result stands beside sealed stars:\n%s", w.board())
	}
	w.until("2027-01-03 18:00")
	w.post("2 stars from one reader")
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
	if !room.locked {
		t.Error("the room is not shut at the reveal")
	}
	w.until("2027-01-05 18:00")
	w.reader("ben", "done").slash("rate", "stars", "4").says("sealed until <t:1799776800")
	w.work()
	w.post("### How was it?").says("sealed until <t:1799776800:F>")
	w.post("### How was Never Let Me Go?").says("until <t:1799776800:D>")
	if room.locked {
		t.Error("the room stays shut while stars are sealed anew")
	}
	w.until("2027-01-06 18:00")
	miriam.slash("schedule reveal").says("on their way")
	w.work()
	w.post("### How was it?").says("Everyone's stars are shown").hides("sealed")
	w.post("### How was Never Let Me Go?").says("Everyone's stars are shown").hides("sealed", "until")
	if !room.locked {
		t.Error("the room is not shut at the second reveal")
	}
	if n := len(slices.DeleteFunc(strings.Fields(w.kinds()), func(kind string) bool { return kind != "reveal" })); n != 1 {
		t.Errorf("%d results stand", n)
	}
}
