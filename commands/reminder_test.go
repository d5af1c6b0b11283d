package commands_test

import (
	"strings"
	"testing"
)

// directs is to whom direct messages were sent, in order.
func (w *world) directs() string {
	var to []string
	for _, p := range w.posts {
		if who, ok := strings.CutPrefix(p.channel, "direct user "); ok && !p.deleted {
			to = append(to, who)
		}
	}
	return strings.Join(to, " ")
}

// inDirect is somebody in their direct messages with Dogear.
func (p person) inDirect() person { return p.at("", "direct "+p.id) }

// A day before a checkpoint those who asked are reminded, once, unless they are
// there.
func TestReminders(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana, ben, cleo, dan := w.reader("ana", "ch 1"), w.reader("ben", "ch 1"), w.reader("cleo", "ch 3"), w.reader("dan", "ch 1")
	ana.slash("me settings").says("Reminders: off")
	for _, p := range []person{ana, cleo, dan} {
		p.slash("me settings", "reminders", true).says("Reminders: on")
	}
	ben.slash("me settings", "reminders", false).says("Reminders: off")
	dan.slash("leave")
	w.until("2026-12-05 17:59")
	if got := w.directs(); got != "" {
		t.Errorf("reminded too early: %s", got)
	}
	w.until("2026-12-05 18:00")
	if got := w.directs(); got != "ana" {
		t.Errorf("reminded are %q, want ana", got)
	}
	w.post("The Hailsham Readers meets then").says("### Never Let Me Go: Chapters 1-3", "Chapter 3 by "+dec6+": 2 chapters").hides("Secret").
		offers("I have read this far", "To the club", "No more reminders")
	// The next one needs no new channel.
	ana.slash("progress", "at", "ch 3")
	w.until("2026-12-12 18:00")
	if got := w.directs(); got != "ana ana cleo" || w.opened != 2 {
		t.Errorf("reminded are %q, by %d channels", got, w.opened)
	}
	// One says so from within it, or switches it off.
	ana.inDirect().press(w.post("The Hailsham Readers meets").reply, "I have read this far").says("You have read to **Chapter 6**", "<#1001>")
	ana.slash("progress").says("Chapter 6")
	ana.inDirect().press(w.post("The Hailsham Readers meets").reply, "No more reminders").says("no more reminders", "The Hailsham Readers")
	ana.slash("me settings").says("Reminders: off")
	ana.inDirect().slash("me settings").no("server of your club")
	w.until("2026-12-19 18:00")
	if got := w.directs(); got != "ana ana cleo cleo" {
		t.Errorf("reminded are %q", got)
	}
}

// A plan that changes takes its reminders along, and nobody is reminded twice
// of one checkpoint.
func TestRemindersFollowThePlan(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	ana := w.reader("ana", "ch 1")
	ana.slash("me settings", "reminders", true)
	miriam.press(miriam.slash("schedule shift", "by", "1 day"), "Use this plan")
	w.until("2026-12-06 17:59")
	if got := w.directs(); got != "" {
		t.Errorf("reminded by the old plan: %s", got)
	}
	w.until("2026-12-06 18:00")
	miriam.press(miriam.slash("schedule shift", "by", "3 days"), "Use this plan")
	w.work()
	w.post("The Hailsham Readers meets then").says("Chapter 3 by <t:1796925600:F>") // the message follows
	w.until("2026-12-09 18:00")
	if got := w.directs(); got != "ana" {
		t.Errorf("reminded are %q, want ana once", got)
	}
	miriam.slash("club settings", "reminders", false).says("Reminders: none")
	ana.slash("me settings").says("No club here sends reminders")
	w.until("2026-12-17 12:00")
	if got := w.directs(); got != "ana" {
		t.Errorf("a club that sends none reminds %q", got)
	}
	miriam.slash("club settings", "reminders", true)
	w.until("2026-12-24 12:00")
	if got := w.directs(); got == "ana" {
		t.Error("nobody is reminded after it was turned on again")
	}
}

// Who takes no direct messages is asked no more, and is told above the next
// answer, once.
func TestClosedDirectMessages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana := w.reader("ana", "ch 1")
	ana.slash("me settings", "reminders", true)
	w.closed[ana.id] = true
	w.until("2026-12-05 18:00")
	if got := w.directs(); got != "" {
		t.Errorf("got through: %s", got)
	}
	ana.slash("progress").says("switched your reminders off", "You have read to")
	ana.slash("progress").hides("switched your reminders off")
	ana.slash("me settings").says("Reminders: off")
	ana.slash("me settings", "reminders", true).says("Reminders: on")
	delete(w.closed, ana.id)
	w.until("2026-12-12 18:00")
	if got := w.directs(); got != "ana" {
		t.Errorf("reminded are %q", got)
	}
}

// A reminder speaks of its own checkpoint, also where another lies between, and
// to one who reads it again of the date alone.
func TestAReminderOfTheSecond(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	miriam.press(miriam.slash("schedule move", "checkpoint", "2", "to", "2026-12-07", "time", "10:00"), "Use this plan")
	ana, again := w.reader("ana", "ch 3"), w.person("again")
	again.press(w.post("12 chapters").reply, "Join: I have read it before")
	for _, p := range []person{ana, again} {
		p.slash("me settings", "reminders", true)
	}
	w.until("2026-12-06 10:00")
	w.post("### Never Let Me Go: Chapters 4-6").says("Chapter 6 by <t:1796637600:F>: 3 chapters").hides("You are there")
	for _, p := range w.posts {
		if p.channel == "direct "+again.id {
			p.hides("chapters, about", "beginning")
			p.says("meets on")
		}
	}
}

// The button of a reminder means the chapters that stand beside it, also where
// the plan has changed and the message has not yet.
func TestAnOldReminderOpensNoMore(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	ana := w.reader("ana", "ch 3")
	ana.slash("me settings", "reminders", true)
	w.until("2026-12-12 18:00")
	old := w.post("### Never Let Me Go: Chapters 4-6").reply
	miriam.press(miriam.slash("schedule replan", "pace", 9), "Use this plan")
	ana.inDirect().press(old, "I have read this far").says("You have read to **Chapter 6**")
}
