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
// as it was.
func TestWhatTheFormIsEmptiedOf(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana, ben := w.reader("ana", "ch 9"), w.reader("ben", "done")
	ana.submit(ana.slash("rate"), "stars", "4", "end", "stopped at ch 9", "review", "REVIEW", "discussion", "5", "give", "my sister").
		says("Your review opens").offers("Change my rating", "Ratings")
	ben.slash("rate", "stars", "3")
	ana.slash("rate", "stars", "3", "outcome", "stopped").says("Your review opens")
	again := ana.slash("rate")
	for field, want := range map[string]string{"stars": "3", "review": "REVIEW", "discussion": "5", "give": "my sister"} {
		if got := again.field(field); got != want {
			t.Errorf("%s is filled with %q, want %q", field, got, want)
		}
	}
	ben.slash("notes").says("REVIEW")
	ana.submit(again, "stars", "", "review", "", "discussion", "", "give", "").
		says("you stopped reading Never Let Me Go at Chapter 9", "Your 3 stars are taken back.", "Your review is deleted.", "The club's stars are sealed until").
		offers("Add a review", "Ratings")
	again = ana.slash("rate")
	for _, field := range []string{"stars", "review", "discussion", "give"} {
		if got := again.field(field); got != "" {
			t.Errorf("%s is filled with %q", field, got)
		}
	}
	ben.slash("notes").hides("REVIEW", "deleted")
	ana.slash("ratings").says("2 readers have rated it", "You stopped, and gave no stars.")

	// A review that was answered is deleted as every note is.
	ana.submit(again, "stars", "1", "review", "SECOND").says("1 star")
	open := ben.press(ben.slash("notes"), "Open").says("SECOND")
	ben.submit(ben.press(open, "Reply"), "text", "REPLY")
	ana.submit(ana.slash("rate"), "review", "").says("1 star", "Your review is deleted.")
	ben.slash("notes").hides("SECOND")
	ben.press(open, "Reply").no("not there any more")
	ben.press(ben.slash("notes"), "Open").says("REPLY").hides("SECOND")

	// The first stars stay where the club's have been shown.
	w.shown()
	w.post("2 stars from 2 readers")
	ana.submit(ana.slash("rate"), "stars", "5").says("your first ones count")
	ana.submit(ana.slash("rate"), "stars", "").says("★ 1 star for", "your first ones stay, and count").hides("taken back")
	ana.slash("ratings").says("2 stars from 2 readers", "You gave ★ 1 star.")
	late := w.reader("late", "ch 3")
	late.slash("rate", "stars", "1", "outcome", "stopped").says("kept beside them")
	late.submit(late.slash("rate"), "stars", "").says("Your 1 star is taken back.")
}

// One who rates from the middle by the form, which comes filled with where they
// are, is asked as by the command; one who says that they stopped is not.
func TestStarsInTheFormFromTheMiddle(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana := w.reader("ana", "ch 9")
	asks := ana.submit(ana.slash("rate"), "stars", "4", "review", "REVIEW", "discussion", "4", "give", "my sister").
		says("Have you finished the book?", "4 stars to Never Let Me Go").offers("I have finished", "I stopped at Chapter 9")
	ana.slash("ratings").says("Nobody has rated it")
	ana.press(asks, "I have finished").says("★★★★ 4 stars").hides("You stopped")
	again := ana.slash("rate")
	for field, want := range map[string]string{"stars": "4", "end": "finished", "review": "REVIEW", "discussion": "4", "give": "my sister"} {
		if got := again.field(field); got != want {
			t.Errorf("%s is filled with %q, want %q", field, got, want)
		}
	}
	ana.slash("progress", "at", "ch 2")
	if got := ana.slash("rate").field("end"); got != "finished" { // going back is no stopping
		t.Errorf("the end is filled with %q", got)
	}

	ben := w.reader("ben", "ch 9")
	ben.press(ben.submit(ben.slash("rate"), "stars", "4"), "I stopped at Chapter 9").says("You stopped at Chapter 9.")
	ben.submit(ben.slash("rate"), "stars", "3").says("You stopped at Chapter 9.") // they have said so
	ben.slash("progress", "at", "done")
	if got := ben.slash("rate").field("end"); got != "finished" { // and read on
		t.Errorf("the end is filled with %q", got)
	}
	for _, p := range []person{w.reader("cat", "ch 9"), w.reader("dan", "ch 9")} {
		p.submit(p.slash("rate", "outcome", "stopped"), "stars", "4").says("You stopped at Chapter 9.") // said in the command
	}
	eve := w.reader("eve", "ch 9")
	eve.submit(eve.slash("rate"), "stars", "4", "end", "stopped").says("You stopped at Chapter 9.")
	fay := w.person("fay")
	fay.press(w.post("12 chapters").reply, "Join: I have read it before")
	fay.submit(fay.slash("rate"), "stars", "4").says("4 stars").hides("You stopped", "Have you finished")
}

// How people say that they have read all of it.
func TestAllOfIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	ana := w.reader("ana", "done")
	for _, words := range []string{
		"finished", "done", "The whole thing.", "whole thing", "all of it", "the end", "to the end", "I finished it", "the whole book", "Everything", "I've read it all",
	} {
		ana.submit(ana.slash("rate"), "stars", "4", "end", words).says("4 stars").hides("You stopped")
	}
	ana.submit(ana.slash("rate"), "stars", "4", "end", "most of it").no("no chapter")

	// A chapter of that name comes first.
	miriam.slash("book add", "title", "Emma", "chapters", 3)
	form := miriam.slash("book chapters", "book", "Emma")
	miriam.press(miriam.submit(form, "list", "One\nThe End\nAfter"), "Save")
	w.start(miriam, "Emma")
	ana.slash("progress", "book", "Emma", "at", "After")
	ana.submit(ana.slash("rate", "book", "Emma"), "stars", "4", "end", "the end").says("You stopped at The End.")
}

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
