package commands_test

import "testing"

// Three days after the end those are reminded, once, who asked for reminders and
// have not rated.
func TestRemindersOfStars(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana, ben, cleo, dan := w.reader("ana", "done"), w.reader("ben", "done"), w.reader("cleo", "done"), w.reader("dan", "done")
	w.reader("eve", "done")
	for _, p := range []person{ana, ben, cleo, dan} {
		p.slash("me settings", "reminders", true)
	}
	ben.slash("rate", "stars", "4")
	dan.slash("leave")
	w.until("2026-12-27 18:00")
	w.until("2026-12-30 17:59")
	if got := w.directs(); got != "" {
		t.Errorf("reminded too early: %s", got)
	}
	w.turn("2026-12-30 18:00")
	cleo.slash("rate", "stars", "4")
	w.work()
	if got := w.directs(); got != "ana" {
		t.Errorf("reminded are %q, want ana", got)
	}
	told := w.post("### How was Never Let Me Go?").says("sealed until <t:1798999200:D>", "`/rate` in <#1001>").offers("To the club", "No more reminders")
	ana.inDirect().press(told, "No more reminders").says("no more reminders", "The Hailsham Readers")
	ana.slash("me settings").says("Reminders: off")
	w.until("2027-01-10 18:00")
	if got := w.directs(); got != "ana" {
		t.Errorf("reminded are %q, want ana once", got)
	}
}

// Nobody is reminded of stars that are shown already, of a read that was
// dropped, or where the club sends no reminders; a new end is a new moment.
func TestNoReminderOfStars(t *testing.T) {
	t.Parallel()
	for name, does := range map[string]func(w *world, miriam person){
		"revealed": func(w *world, miriam person) {
			w.until("2026-12-27 18:00")
			miriam.slash("schedule reveal").says("on their way")
		},
		"dropped": func(_ *world, miriam person) { miriam.press(miriam.slash("schedule drop"), "Drop it") },
		"quiet":   func(_ *world, miriam person) { miriam.slash("club settings", "reminders", false) },
		"later": func(w *world, miriam person) {
			miriam.press(miriam.slash("schedule shift", "by", "2 weeks"), "Use this plan")
			w.work()
		},
	} {
		w := newWorld(t)
		w.undrawn = true
		miriam := w.withRead()
		w.reader("ana", "done").slash("me settings", "reminders", true)
		w.reader("ben", "done").slash("rate", "stars", "4")
		does(w, miriam)
		w.until("2026-12-30 18:00")
		w.until("2027-01-05 18:00")
		if got := w.directs(); got != "" {
			t.Errorf("%s: reminded are %q", name, got)
		}
		if name == "later" {
			w.until("2027-01-10 18:00")
			w.until("2027-01-13 18:00")
			if got := w.directs(); got != "ana" {
				t.Errorf("%s: reminded are %q", name, got)
			}
		}
	}
	w := newWorld(t)
	miriam := w.withRead()
	w.reader("ana", "done").slash("me settings", "reminders", true)
	miriam.press(miriam.slash("schedule finish"), "Finish it") // early
	w.until("2026-12-04 09:00")
	if got := w.directs(); got != "ana" {
		t.Errorf("finished early: reminded are %q", got)
	}
}
