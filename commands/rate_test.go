package commands_test

import (
	"fmt"
	"strings"
	"testing"
)

// finished is n people who have finished the book.
func (w *world) finished(n int) []person {
	w.t.Helper()
	var people []person
	for i := range n {
		people = append(people, w.reader(fmt.Sprintf("r%d", i), "done"))
	}
	return people
}

// sealed is what a person must not see before they may: a mean, a median, how
// the stars are spread.
func sealed(r reply) { r.hides("stars from", "edian", "ean", "istogram", "spread is") }

// draws fails the test unless the words on a reply's pictures say all of these.
func (r reply) draws(words ...string) reply {
	r.w.t.Helper()
	var said []string
	for _, f := range r.message.Files {
		said = append(said, f.Alt)
	}
	for _, word := range words {
		if !strings.Contains(strings.Join(said, "\n"), word) {
			r.w.t.Errorf("no picture says %q, only %q", word, said)
		}
	}
	return r
}

func TestStarsAreSealed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	people := w.finished(6)
	sealed(people[0].slash("ratings").says("Nobody has rated it", "The stars are sealed").offers("Rate it"))
	for i, p := range people[:4] {
		got := p.slash("rate", "stars", "4.5").says("★★★★½ 4.5 stars for Never Let Me Go", "They are sealed until").offers("Add a review", "Ratings")
		sealed(got)
		sealed(p.slash("ratings").says("You gave ★★★★½ 4.5 stars", "from five ratings on", fmt.Sprint(i+1)))
	}
	sealed(people[5].slash("ratings").says("4 readers have rated it").hides("4.5 stars"))
	people[4].slash("rate", "stars", "1")
	people[4].slash("ratings").says("You gave ★ 1 star", "The mean is 3.8, the median 4.5, from 5 readers. They lie far apart: the spread is 1.4.").draws("one at 1, four at 4.5")
	sealed(people[5].slash("ratings").says("5 readers have rated it"))
	sealed(people[5].slash("shelf"))

	miriam.slash("schedule reveal").no("still being read")
	w.until("2026-12-27 18:00")
	w.post("How was it?").says("sealed until <t:1798999200:F>").offers("Rate it", "Ratings")
	sealed(people[5].press(w.post("How was it?").reply, "Ratings"))
	sealed(reply{w: w, refused: w.board()})
	miriam.slash("schedule reveal").says("on their way to <#1001>")
	miriam.slash("schedule reveal").no("shown already")
	w.work()
	post := w.post("### Never Let Me Go: 3.8 stars from 5 readers").says("More than half gave four and a half or more.").hides("The median", "spread").draws("one at 1, four at 4.5. Mean 3.8, median 4.5.").offers("Ratings")
	people[5].press(post, "Ratings").says("3.8 stars from 5 readers", "The median is 4.5. They lie far apart: the spread is 1.4.").draws("one at 1").offers("Rate it")
	people[5].slash("shelf").says("3.8 stars from 5 readers")
	for _, p := range w.posts {
		p.hides("user r") // nobody stands beside their stars
	}
}

func TestTheRevealComesByItself(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana := w.finished(1)[0]
	ana.slash("rate", "stars", "4")
	w.until("2026-12-27 18:00")
	w.until("2027-01-03 17:59")
	sealed(reply{w: w, refused: w.board()})
	w.until("2027-01-03 18:00")
	w.post("4 stars from one reader").hides("The median", "gave")
	if w.kinds() != "card checkpoint checkpoint checkpoint checkpoint rate reveal" {
		t.Errorf("posted %s", w.kinds())
	}
}

// What was given before one first saw a result counts; a later change is kept
// beside it.
func TestStarsChangedAfterwards(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	people := w.finished(5)
	people[0].slash("rate", "stars", "3")
	people[0].slash("rate", "stars", "2").says("★★ 2 stars").hides("seen") // nothing was seen yet
	for _, p := range people[1:] {
		p.slash("rate", "stars", "4")
	}
	people[0].slash("ratings").draws("one at 2, four at 4.")
	people[0].slash("rate", "stars", "5").says("You have seen the club's stars already, so your first ones count")
	people[0].slash("ratings").says("You gave 2 stars, and afterwards 5 stars").draws("one at 2, four at 4.")
	if got := people[0].slash("rate").field("stars"); got != "5" {
		t.Errorf("the form is filled with %q", got)
	}
	people[1].slash("rate", "stars", "4.5").hides("seen") // has not looked
	people[2].slash("ratings")
	people[2].slash("rate", "stars", "1")
	people[2].slash("rate", "stars", "4") // and back: as if nothing had been
	w.until("2026-12-27 18:00")
	miriam.slash("schedule reveal")
	w.work()
	w.post("stars from 5 readers").hides("afterwards").draws("one at 2, three at 4, one at 4.5.")
	people[0].slash("ratings").says("One changed their mind afterwards; the first stars count.", "You gave 2 stars, and afterwards 5 stars")
	people[2].slash("ratings").hides("afterwards 4")
	people[3].slash("rate", "stars", "0.5").says("your first ones count")
}

// Where nobody had rated in time, the stars of each that comes later would be
// told as they come: the first of them opens a new week.
func TestOneRatesAfterTheReveal(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	people := w.finished(2)
	w.until("2026-12-27 18:00")
	w.until("2027-01-03 18:00")
	if w.has("Nobody gave stars") || w.has("stars from") {
		t.Errorf("nothing is revealed:\n%s", w.board())
	}
	m := w.organiser("m")
	m.slash("schedule show").hides("came too late")
	people[0].slash("rate", "stars", "4").says("sealed")
	w.work()
	if w.has("stars from") {
		t.Errorf("one's stars are told:\n%s", w.board())
	}
	people[1].slash("ratings").hides("4 stars")
	people[1].slash("rate", "stars", "2")
	m.slash("schedule reveal").says("on their way")
	w.work()
	w.post("3 stars from 2 readers")
	m.slash("schedule reveal").no("shown already")

	// The first stars of one who could see the others' are kept beside them.
	late := w.reader("late", "done")
	late.slash("rate", "stars", "0.5").says("kept beside them")
	late.slash("ratings").says("3 stars from 2 readers", "You gave 0.5 stars afterwards")
	if n := strings.Count(w.kinds(), "reveal"); n != 1 {
		t.Errorf("%d reveals", n)
	}
}

// Those who stopped and gave no stars do not open the seal. They see through it
// as those do who gave some, and what they give then is kept beside the others.
func TestThoseWhoStoppedWithoutStars(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	people := w.finished(4)
	people[0].slash("rate", "stars", "1")
	for i := range 5 {
		p := w.reader(fmt.Sprintf("s%d", i), "ch 4")
		p.submit(p.slash("rate"), "end", "ch 4").says("you stopped reading Never Let Me Go")
		sealed(p.slash("ratings").says("You stopped, and gave no stars"))
	}
	sealed(people[0].slash("ratings"))
	for _, p := range people[1:] {
		p.slash("rate", "stars", "4")
	}
	w.reader("late", "done").slash("rate", "stars", "4")
	people[0].slash("ratings").draws("one at 1, four at 4.")
	w.person("s0").slash("ratings").says("You stopped, and gave no stars").draws("one at 1, four at 4. Mean 3.4, median 4. Of all who rated, five stopped")
	w.person("s0").submit(w.person("s0").slash("rate"), "stars", "5", "end", "ch 4").says("kept beside them")
	w.person("s1").submit(w.person("s1").slash("rate"), "stars", "5", "end", "ch 4").hides("beside")
	w.until("2026-12-27 18:00")
	miriam.slash("schedule reveal").says("10 readers had rated it: 3.7 stars from the 6 who gave some.")
	w.work()
	w.post("stars from 6 readers").says("More than half gave four or more; five stopped before the end.")
}

func TestNobodyGaveStars(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	p := w.reader("ana", "ch 4")
	p.submit(p.slash("rate"), "end", "ch 4")
	w.until("2026-12-27 18:00")
	miriam.slash("schedule reveal").no("Nobody has given stars")
}

// Stars alone by one who is not at the end: finishing opens every note, so it
// is asked first.
func TestStarsFromTheMiddle(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana, ben := w.reader("ana", "ch 9"), w.reader("ben", "ch 9")
	note := w.reader("cat", "done").slash("note", "text", "MARKER")
	asks := ana.slash("rate", "stars", "4").says("Have you finished the book?", "You have read to **Chapter 9**").offers("I have finished", "I stopped at Chapter 9")
	ana.slash("ratings").says("Nobody has rated it")
	ana.press(asks, "I stopped at Chapter 9").says("★★★★ 4 stars")
	ana.press(note, "Open").hides("MARKER")
	asks = ben.slash("rate", "stars", "4", "outcome", "finished", "review", "REVIEW").offers("I have finished", "I stopped at Chapter 9")
	ben.press(asks, "I have finished").says("★★★★ 4 stars").offers("Read what opened", "Change my rating", "Ratings")
	ben.press(asks, "I have finished").no("not kept any more")
	ben.press(note, "Open").says("MARKER")
	ben.slash("progress").says("You have finished the book")

	dan := w.person("dan")
	dan.press(dan.slash("rate", "stars", "2"), "I stopped at the beginning").says("2 stars")
	eve := w.person("eve")
	eve.press(w.post("12 chapters").reply, "Join: I have read it before")
	eve.slash("rate", "stars", "5").says("★★★★★ 5 stars") // a rereader has finished it
}

func TestTheFormOfARating(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana := w.reader("ana", "ch 9")
	form := ana.slash("rate")
	if len(form.form.Fields) != 5 || form.field("end") != "Chapter 9" || form.field("stars") != "" {
		t.Errorf("filled with %s", form)
	}
	ana.submit(form, "end", "finished").no("choose your stars").offers("Try again")
	ana.submit(form, "stars", "4", "end", "ch 99").no("no chapter")
	ana.submit(form, "stars", "4", "end", "stopped after chapter 9", "review", "REVIEW", "discussion", "5", "give", "my sister").
		says("★★★★ 4 stars").offers("Change my rating", "Ratings")
	again := ana.press(ana.slash("ratings"), "Rate it")
	for field, want := range map[string]string{"stars": "4", "end": "Chapter 9", "review": "REVIEW", "discussion": "5", "give": "my sister"} {
		if got := again.field(field); got != want {
			t.Errorf("%s is filled with %q, want %q", field, got, want)
		}
	}
	ana.submit(again, "stars", "3", "review", "SECOND").says("3 stars", "1 reader has rated")

	// What was typed into the command is in the form.
	typed := ana.slash("rate", "review", "THIRD", "outcome", "finished")
	if typed.field("review") != "THIRD" || typed.field("end") != "finished" {
		t.Errorf("filled with %s", typed)
	}
}

func TestReviewsAreUnderTheRule(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana, ben := w.reader("ana", "ch 9"), w.reader("ben", "done")
	ana.slash("rate", "stars", "1", "outcome", "stopped", "review", "STOPPED here")
	ben.slash("rate", "stars", "5", "review", "FINISHED it")
	w.until("2026-12-27 18:00")
	w.until("2027-01-03 18:00")
	post := w.post("stars from 2 readers").hides("STOPPED", "FINISHED")
	ben.press(post, "Read the reviews").says("### Reviews of Never Let Me Go", "STOPPED here", "FINISHED it")
	cat := w.reader("cat", "ch 9")
	cat.press(post, "Read the reviews").says("STOPPED here", "1 review opens for those who have read as far").hides("FINISHED")
	w.person("dan").press(post, "Read the reviews").hides("STOPPED", "FINISHED").says("2 reviews open")
	mine := ana.press(ana.press(post, "Read the reviews"), "Open").says("STOPPED here").offers("Reply", "Edit", "Set its lock", "Delete")
	ana.press(ana.press(mine, "Delete"), "Delete it").says("is deleted")
	ben.press(post, "Read the reviews").hides("STOPPED")
	ana.slash("rate", "stars", "2", "outcome", "stopped", "review", "AGAIN").says("2 stars")
	ben.press(post, "Read the reviews").says("AGAIN")
}

func TestStarsThatAreNone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana := w.finished(1)[0]
	for _, stars := range []string{"0.7", "0", "5.5", "6", "-1", "many", "", "★★★★★★"} {
		ana.slash("rate", "stars", stars).no("0.5 to 5")
	}
	ana.slash("rate", "stars", "4", "review", strings.Repeat("x", 3001)).no("at most 3000 characters", "3001")
	ana.slash("ratings").says("Nobody has rated it")
	for _, stars := range []string{"4.5", "4,5", "★★★★½", "★★★★½ 4.5"} {
		ana.slash("rate", "stars", stars).says("4.5 stars")
	}
}

// What a reader says of the end of their reading does not open a review that
// they had locked further.
func TestRatingAgainKeepsTheLock(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana, ben := w.reader("ana", "ch 3"), w.reader("ben", "ch 3")
	ana.slash("rate", "stars", "3", "outcome", "stopped", "review", "MARKER")
	mine := ana.slash("notes")
	open := ana.press(mine, "Open").says("MARKER")
	ana.submit(ana.press(open, "Set its lock"), "chapter", "the whole book").says("whole book")
	ana.slash("rate", "stars", "3", "outcome", "stopped")
	ben.slash("notes").hides("MARKER")
}
