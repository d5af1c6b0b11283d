package commands_test

import "testing"

// Two reads could be meant: the one that the person is in, has come to the end
// of and not rated, before the one that is under way. Where that is unclear they
// are asked.
func TestWhichReadIsRated(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	ana, ben := w.reader("ana", "done"), w.reader("ben", "done")
	w.until("2026-12-27 18:00") // it has ended, and its stars are sealed
	miriam.slash("book add", "title", "Emma", "chapters", 4)
	w.start(miriam, "Emma")
	cat := w.person("cat")
	cat.slash("progress", "at", "ch 1", "book", "Emma")
	ben.slash("progress", "at", "ch 1", "book", "Emma")

	ana.slash("rate", "stars", "4").says("4 stars for Never Let Me Go")            // in that alone
	cat.slash("rate", "stars", "4").says("Have you finished the book?", "to Emma") // in this alone
	ben.slash("rate", "stars", "4").says("4 stars for Never Let Me Go")            // waits for their stars
	ben.slash("rate", "stars", "5").no("Emma and Never Let Me Go", "`book`")       // they change their mind, or stop here
	ben.slash("progress", "at", "done", "book", "Emma")
	ben.slash("rate", "stars", "5").says("5 stars for Emma") // the one waits, the other is rated
	ben.slash("rate", "stars", "2", "book", "never let me go").says("2 stars for Never Let Me Go")
	w.person("dan").slash("rate", "stars", "4").says("to Emma") // in neither: as with every command
	ana.slash("progress", "at", "done", "book", "Emma")
	ana.slash("rate", "stars", "3").says("3 stars for Emma")

	// Once the stars are shown, the read under way is meant again.
	late := w.person("late")
	late.slash("progress", "at", "done", "book", "Never Let Me Go")
	late.slash("progress", "at", "ch 1", "book", "Emma")
	w.until("2027-01-03 17:59")
	if got := late.slash("rate").form.Title; got != "Your stars for Never Let Me Go" {
		t.Errorf("before the reveal: %s", got)
	}
	w.until("2027-01-03 18:00")
	if got := late.slash("rate").form.Title; got != "Your stars for Emma" {
		t.Errorf("after the reveal: %s", got)
	}
}

// Two end at once.
func TestTwoReadsEndAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withClub()
	for _, title := range []string{"Emma", "Persuasion"} {
		miriam.slash("book add", "title", title, "chapters", 3)
		w.start(miriam, title)
	}
	emma, both := w.person("emma"), w.person("both")
	emma.slash("progress", "at", "done", "book", "Emma")
	for _, title := range []string{"Emma", "Persuasion"} {
		both.slash("progress", "at", "done", "book", title)
		miriam.press(miriam.slash("schedule finish", "book", title), "Finish it")
	}
	emma.slash("rate", "stars", "4").says("4 stars for Emma")
	both.slash("rate", "stars", "4").no("in the reads of Persuasion and Emma", "`book`")
	both.slash("rate", "stars", "4", "book", "Persuasion").says("4 stars for Persuasion")
	both.slash("rate", "stars", "2").says("2 stars for Emma")
	both.slash("rate").no("`book`")
	for _, title := range []string{"Emma", "Persuasion"} {
		miriam.slash("schedule reveal", "book", title)
	}
	emma.slash("rate", "stars", "5").says("5 stars for Emma", "beside")
}

// Whose stars are shown, where nothing names the read.
func TestWhichRatingsAreShown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.undrawn = true
	miriam := w.withRead()
	ana, ben := w.reader("ana", "done"), w.person("ben")
	w.until("2026-12-27 18:00")
	miriam.slash("book add", "title", "Emma", "chapters", 4)
	w.start(miriam, "Emma")
	for _, p := range []person{ana, ben} {
		p.slash("progress", "at", "ch 1", "book", "Emma")
	}
	ana.slash("ratings").says("### Never Let Me Go", "Nobody has rated it")
	ana.slash("rate", "stars", "4").says("4 stars for Never Let Me Go")
	ana.slash("ratings").says("### Never Let Me Go", "You gave")
	ana.slash("ratings", "book", "Emma").says("### Emma")
	ben.slash("ratings").says("### Emma") // is in this one alone
	w.until("2027-01-03 18:00")
	for _, p := range []person{ana, ben} {
		p.slash("ratings").says("### Never Let Me Go: 4 stars from one reader") // there is nothing in the other
	}
	ben.slash("rate", "stars", "3", "book", "Emma", "outcome", "stopped")
	for _, p := range []person{ana, ben} {
		p.slash("ratings").says("### Emma")
	}
}

// Which stars `/schedule reveal` shows, where nothing names the read.
func TestWhichReadIsRevealed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.undrawn = true
	miriam := w.withRead()
	miriam.slash("schedule reveal").no("Never Let Me Go is still being read", "`/schedule finish`")
	ana := w.reader("ana", "done")
	begins := func(title string) {
		miriam.slash("book add", "title", title, "chapters", 3)
		w.start(miriam, title)
		ana.slash("progress", "at", "done", "book", title)
		ana.slash("rate", "stars", "4", "book", title)
	}
	ends := func(title string) { miriam.press(miriam.slash("schedule finish", "book", title), "Finish it") }
	begins("Emma")
	miriam.slash("schedule reveal").no("No finished read waits for its stars to be shown: Never Let Me Go and Emma are still being read.").hides("schedule finish")
	ends("Emma")
	w.work()
	miriam.slash("schedule reveal").says("The ratings of Emma are on their way")
	w.work()
	begins("Persuasion")
	miriam.press(miriam.slash("schedule drop", "book", "Persuasion"), "Drop it")
	miriam.slash("schedule reveal").no("No finished read waits for its stars to be shown: Never Let Me Go is still being read.").hides("schedule finish")
	miriam.slash("schedule reveal", "book", "Emma").no("shown already")
	miriam.slash("schedule reveal", "book", "Never Let Me Go").no("still being read")
	begins("Sanditon")
	for _, title := range []string{"Sanditon", "Never Let Me Go"} {
		ends(title)
	}
	miriam.slash("schedule reveal").no("The stars of Sanditon and Never Let Me Go wait to be shown", "`book`")
}
