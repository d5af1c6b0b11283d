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
	told := w.post("### How was Never Let Me Go?").says("would love to know how you liked it", "until <t:1798999200:D>").offers("Rate it", "To the club", "No more reminders")
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

// The reminder takes the stars where it stands, from those who are in the read.
func TestRatingInADirectMessage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.undrawn = true
	w.withRead()
	ana, ben, cat := w.reader("ana", "done"), w.reader("ben", "ch 9"), w.reader("cat", "done")
	ana.slash("me settings", "reminders", true)
	cat.slash("leave")
	for _, name := range []string{"rate/form", "rate/sent", "rate/finished", "rate/stopped", "ratings/show", "form/again"} {
		if !w.actions[name].DM {
			t.Errorf("%s is refused in a direct message", name)
		}
	}
	w.until("2026-12-27 18:00")
	w.until("2026-12-30 18:00")
	told := w.post("### How was Never Let Me Go?").reply
	form := ana.inDirect().press(told, "Rate it")
	refused := ana.inDirect().submit(form, "review", "MARKER").no("choose your stars")
	form = ana.inDirect().press(refused, "Try again")
	ana.inDirect().press(ana.inDirect().submit(form, "stars", "4").says("★★★★ 4 stars"), "Ratings").says("1 reader has rated it", "You gave ★★★★ 4 stars").
		offers("Rate it") // its review opens in the server
	again := ana.inDirect().press(told, "Rate it")
	if got := again.field("review"); got != "MARKER" {
		t.Errorf("the form is filled with %q", got)
	}
	ana.inDirect().submit(again, "stars", "3").says("3 stars")
	ana.press(ana.slash("ratings").offers("Rate it", "Read the reviews"), "Read the reviews").says("MARKER")

	asks := ben.inDirect().submit(ben.inDirect().press(told, "Rate it"), "stars", "2").offers("I have finished", "I stopped at Chapter 9")
	ben.inDirect().press(asks, "I stopped at Chapter 9").says("2 stars")
	cat.inDirect().press(told, "Rate it").no("not in this read any more")
	w.person("eve").inDirect().press(told, "Rate it").no("not in this read any more")
	w.person("eve").inDirect().pressID(told, "v1/ratings/show/1").no("not in this read any more")
	ana.inDirect().pressID(told, "v1/ratings/show/99").no("not there any more")
}

// When a read has ended, what it offers is what one does then.
func TestReadingAfterTheEnd(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.undrawn = true
	miriam := w.withRead()
	ana, ben := w.reader("ana", "done"), w.person("ben")
	ana.slash("reading").offers("Schedule", "Calendar", "Write a note", "Read notes")
	ben.slash("reading").offers("Join", "Schedule", "Calendar")
	w.until("2026-12-27 18:00")
	ana.slash("reading").offers("Rate it", "Ratings", "Write a note", "Read notes")
	ben.slash("reading").offers("Rate it", "Ratings", "Join")
	ana.slash("rate", "stars", "4")
	ana.slash("reading").offers("Ratings", "Write a note", "Read notes")
	miriam.slash("book add", "title", "Emma", "chapters", 4)
	w.start(miriam, "Emma")
	miriam.press(miriam.slash("schedule drop"), "Drop it")
	ana.slash("reading", "book", "Emma").offers("Schedule", "Read notes")
}
