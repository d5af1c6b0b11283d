package commands_test

import (
	"strings"
	"testing"
)

// Stars that were shown are not sealed again when who gave them is forgotten:
// those that come later stay beside them, and do not count.
func TestWhatWasShownIsNotSealedAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana := w.reader("ana", "done")
	ana.slash("rate", "stars", "2")
	w.shown()
	w.post("2 stars from one reader")
	w.reader("ben", "done").slash("rate", "stars", "5").says("kept beside them")
	ana.press(ana.slash("me forget"), "Erase everything about me")
	w.work()
	w.post("How was it?").says("The stars have been shown").hides("a week begins")
	cat := w.reader("cat", "done")
	cat.slash("rate", "stars", "4").says("kept beside them").hides("sealed until")
	cat.slash("ratings").says("Nobody's stars count any more.", "Two more rated afterwards.").hides("Nobody gave stars")
	w.reader("dan", "done").slash("rate", "stars", "1").says("kept beside them") // they do not count with one more
	told, _ := w.exportedRead()
	if !strings.Contains(told, "Nobody's stars count any more. Three more rated afterwards.") {
		t.Errorf("it says\n%s", told)
	}
}

// It is so also where the only one who saw them is forgotten, and nobody else
// has rated.
func TestWhatWasShownIsNotSealedAgainForTheNext(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana := w.reader("ana", "done")
	ana.slash("rate", "stars", "2")
	w.shown()
	ana.press(ana.slash("me forget"), "Erase everything about me")
	w.work()
	w.reader("cat", "done").slash("rate", "stars", "4").says("kept beside them").hides("sealed until")
}

// Stars that were forgotten before they were shown were never shown.
func TestWhatWasForgottenBeforeIsSealedAnew(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana := w.reader("ana", "done")
	ana.slash("rate", "stars", "2")
	ana.press(ana.slash("me forget"), "Erase everything about me")
	w.until("2026-12-27 18:00")
	w.until("2027-01-05 18:00")
	w.reader("cat", "done").slash("rate", "stars", "4").says("sealed until").hides("beside")
}

// Two numbers that are equal are told alike.
func TestMeanAndMedianAreToldAlike(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.undrawn = true
	w.withRead()
	people := w.finished(2)
	people[0].slash("rate", "stars", "1.5")
	people[1].slash("rate", "stars", "2")
	w.shown()
	people[0].slash("ratings").says("1.8 stars from 2 readers", "The median is 1.8. They lie close together: the spread is 0.3.").draws("Mean 1.8, median 1.8.")
	for _, p := range people {
		p.slash("rate", "stars", "5")
	}
	people[0].slash("ratings").says("Two changed their minds afterwards")
}

// After a drop one still sees what one gave oneself.
func TestOnesOwnStarsAfterADrop(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	ana, ben := w.reader("ana", "done"), w.reader("ben", "done")
	ana.slash("rate", "stars", "4")
	miriam.press(miriam.slash("schedule drop"), "Drop it")
	ana.slash("ratings", "book", "Never Let Me Go").says("was dropped, so its stars are not shown. You gave ★★★★ 4 stars.")
	ben.slash("ratings", "book", "Never Let Me Go").no("was dropped, so its stars are not shown")
}

// What is left out of a club's files because it is sealed is said, and whoever
// sees all is not asked whether they want to.
func TestClubExportSaysWhatIsSealed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	const left = "One review is left out until the stars are shown."
	ana := w.reader("ana", "done")
	ana.slash("rate", "stars", "4", "review", "It broke my heart.")
	told, file := clubFiles(t, miriam.press(miriam.slash("club export").says("have not read as far as", left), "Show me everything").says(left))
	if n := file["reads"].([]any)[0].(map[string]any)["sealed_reviews"]; n != 1.0 || !strings.Contains(told, "1 reader has rated it. "+left) {
		t.Errorf("%v are sealed, in\n%s", n, told)
	}
	miriam.slash("progress", "at", "done")
	miriam.slash("club export").says("It holds what you may see. Stars", left).hides("nothing is left out").offers()
	w.shown()
	miriam.slash("club export").says("nothing is left out").hides("left out until").offers()
}

// What is off with a finished read is not told as ahead.
func TestAFinishedScheduleIsNotAhead(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.undrawn = true
	miriam := w.withRead()
	w.until("2026-12-06 18:00")
	miriam.press(miriam.slash("schedule finish"), "Finish it")
	shows := miriam.slash("schedule show").says("2. **Chapters 4-6** · not reached").draws("1 of 4 checkpoints reached", "Not reached: Chapters 4-6 (60 pages)")
	if all := shows.all(); strings.Contains(all, "13 Dec") || strings.Contains(all, "Next: ") || strings.Contains(all, "Ahead: ") {
		t.Errorf("something is ahead:\n%s", all)
	}
}
