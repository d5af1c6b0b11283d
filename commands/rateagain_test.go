package commands_test

import (
	"strings"
	"testing"
)

// shown ends the read and shows its stars.
func (w *world) shown() {
	w.t.Helper()
	w.until("2026-12-27 18:00")
	w.organiser("miriam").slash("schedule reveal").says("on their way")
	w.work()
}

// How the book ended counts as it was said first, as the stars do: what the club
// was shown does not change.
func TestTheEndCountsAsItWasSaidFirst(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana, ben := w.reader("ana", "ch 9"), w.reader("ben", "done")
	ana.slash("rate", "stars", "2", "outcome", "stopped")
	ana.slash("rate", "stars", "3", "outcome", "stopped").hides("as you said first")
	ben.slash("rate", "stars", "4")
	ben.submit(ben.slash("rate"), "end", "ch 3").says("You stopped at Chapter 3.").hides("as you said first") // and so it does not
	ben.submit(ben.slash("rate"), "end", "finished").hides("stopped")
	w.shown()
	before := w.post("3.5 stars from 2 readers").says("Chapter 9").all()

	ana.slash("progress", "at", "done")
	ana.slash("rate", "stars", "3").says("3 stars", "How the book ended for you counts as you said first: you stopped at Chapter 9.")
	ana.slash("rate", "stars", "5").says("your first ones count", "as you said first: you stopped at Chapter 9.")
	ben.submit(ben.slash("rate"), "end", "ch 2").says("as you said first: you finished it.")
	ben.submit(ben.slash("rate"), "end", "finished").hides("as you said first")
	w.work()
	if after := w.post("3.5 stars from 2 readers").all(); after != before {
		t.Errorf("the post was\n%s\nand is\n%s", before, after)
	}
	w.person("cat").slash("ratings").says("3.5 stars from 2 readers", "Chapter 9").hides("Chapter 2", "Two stopped")

	// Whoever comes later is not in what was shown, and may say what they like.
	late := w.reader("late", "ch 5")
	late.slash("rate", "stars", "1", "outcome", "stopped").says("You stopped at Chapter 5.")
	late.submit(late.slash("rate"), "end", "ch 4").says("You stopped at Chapter 4.").hides("as you said first")
}

// One who has seen how the stars are spread has said how the book ended, too.
func TestTheEndCountsAsItWasSaidBeforeASight(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	for _, p := range w.finished(4) {
		p.slash("rate", "stars", "4")
	}
	ana, ben := w.reader("ana", "ch 9"), w.reader("ben", "ch 9")
	ana.slash("rate", "stars", "2", "outcome", "stopped")
	ben.slash("rate", "stars", "2", "outcome", "stopped")
	ana.slash("ratings").says("The mean is")
	ana.submit(ana.slash("rate"), "end", "ch 3").says("as you said first: you stopped at Chapter 9.")
	ben.submit(ben.slash("rate"), "end", "ch 3").says("You stopped at Chapter 3.").hides("as you said first")
}

// Where nobody gave stars there was no result to be seen: stars that come later
// count, once they have been sealed for a week, which begins with the first of
// them and with nothing else.
func TestWhereNothingWasShownStarsCount(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana, ben := w.reader("ana", "ch 4"), w.reader("ben", "ch 4")
	ana.submit(ana.slash("rate"), "end", "ch 4").says("stopped reading")
	w.until("2026-12-27 18:00")
	w.until("2027-01-03 18:00")
	ana.slash("ratings").says("Nobody gave stars")
	ben.submit(ben.slash("rate"), "end", "ch 4").says("stopped reading").hides("sealed until")
	ana.slash("ratings").says("Nobody gave stars") // one who stopped without stars seals nothing
	w.until("2027-01-05 18:00")
	ana.submit(ana.slash("rate"), "stars", "4").says("4 stars", "They are sealed until <t:1799776800").hides("beside", "as you said first")
	w.until("2027-01-06 18:00")
	ben.submit(ben.slash("rate"), "stars", "2").says("2 stars", "They are sealed until <t:1799776800", "2 readers have rated so far").hides("beside")
	if w.has("stars from") {
		t.Errorf("stars are told:\n%s", w.board())
	}
	w.until("2027-01-12 18:00")
	w.post("3 stars from 2 readers")
	ana.slash("rate", "stars", "5", "outcome", "stopped").says("your first ones count")
	ana.slash("ratings").says("3 stars from 2 readers", "You gave 4 stars, and afterwards 5 stars.")
}

// What the form is emptied of is gone; `/rate` with stars alone leaves all else
// One who rates from the middle by the form, which comes filled with where they
// What /rate says of how many have rated is what /ratings says; after the reveal
// it tells no other number than what was shown.
func TestHowManyHaveRated(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana, ben := w.reader("ana", "done"), w.reader("ben", "ch 4")
	ana.slash("rate", "stars", "4").says("1 reader has rated so far")
	ben.submit(ben.slash("rate"), "end", "ch 4").says("2 readers have rated so far")
	ana.slash("ratings").says("2 readers have rated it")
	w.shown()
	late := w.reader("late", "done").slash("rate", "stars", "1")
	if strings.Contains(late.text(), "rated so far") {
		t.Errorf("counts on:\n%s", late.text())
	}
}
