package commands_test

import (
	"strings"
	"testing"
)

// The club's year: what ended in it, with stars where they are revealed; an
// organiser posts it, and posts it again as it is then.
func TestOurYear(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	ana := w.reader("ana", "done")
	ana.press(ana.slash("shelf"), "Our year").says("has finished no book in 2026 yet").offers()
	ana.slash("rate", "stars", "4")
	miriam.press(miriam.slash("schedule finish"), "Finish it")
	w.work()
	sealed(ana.press(ana.slash("shelf"), "Our year").says("### The Hailsham Readers in 2026", "1 book", "- Never Let Me Go").offers().hides("4 star", "(4"))
	w.again("Divided", "0.5", "5", "5")
	alone := ana.press(ana.slash("shelf"), "Our year").hides("divisive") // there is nothing to compare it with
	if strings.Contains(alone.all(), "divisive") {
		t.Errorf("the picture compares one book:\n%s", alone)
	}
	w.again("Agreed", "4", "4", "4")
	ana.press(ana.slash("shelf"), "Our year").says("3 books", "- Divided · 3.5 stars from 3 readers", "The most divisive: Divided.").
		draws("Never Let Me Go", "Most divisive: Divided").offers()

	year := miriam.press(miriam.slash("book list"), "Our year").offers("Post it here")
	miriam.press(miriam.slash("shelf"), "Our year").offers("Post it here")
	miriam.press(year, "Post it here").says("on its way to <#1001>")
	w.work()
	post := w.post("### The Hailsham Readers in 2026").says("- Never Let Me Go").offers("Our year")
	ana.press(post, "Our year").says("3 books")
	miriam.slash("schedule reveal", "book", "Never Let Me Go")
	w.work()
	post.hides("from 1 reader")
	miriam.press(year, "Post it here")
	w.work()
	w.post("### The Hailsham Readers in 2026").says("- Never Let Me Go · 4 stars from 1 reader")
	if n := w.count("### The Hailsham Readers in 2026"); n != 1 {
		t.Errorf("the year is posted %d times", n)
	}
	w.turn("2027-01-02 12:00")
	now := miriam.press(miriam.slash("shelf"), "Our year").says("no book in 2027 yet").offers("2026")
	miriam.press(now, "2026").says("3 books").offers("Post it here", "2027")
	now = miriam.press(miriam.slash("book list"), "Our year").offers("2026")
	if back := miriam.press(now, "2026"); !strings.Contains(back.all(), "year/organised") {
		t.Errorf("the way from below the organisers' shelf leads elsewhere:\n%s", back)
	}
}

// Pages by month, if they are known of every book that was read.
func TestAYearInPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	w.until("2026-12-27 18:00")
	miriam.press(miriam.slash("shelf"), "Our year").says("1 book, 240 pages.").draws("December 240")
	miriam.slash("book add", "title", "Without pages", "chapters", 3)
	w.start(miriam, "Without pages")
	w.until("2027-01-03 18:00")
	miriam.press(miriam.slash("shelf"), "Our year").says("1 book, 3 chapters.").draws("January 3")
}

// My year is what I read with the club, and my stars beside the club's once
// those are revealed.
func TestMyYear(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	w.person("ana").slash("me year").no("not read a book with a club here yet")
	w.person("ana").inDirect().slash("me year").no("in the server of your club")
	ana, ben := w.reader("ana", "ch 6"), w.reader("ben", "done")
	ana.slash("me year").says("finished nothing with a club here in 2026 yet").offers()
	ana.slash("rate", "stars", "2", "outcome", "stopped")
	ben.slash("rate", "stars", "5")
	w.until("2026-12-20 18:00")
	ana.slash("me year").says("### My year 2026", "0 books, 6 chapters.")
	w.until("2026-12-27 18:00")
	sealed := ana.slash("me year").says("1 book begun, 6 chapters.").draws("Never Let Me Go, begun (mine 2)")
	if strings.Contains(sealed.all(), "3.5") {
		t.Errorf("the club's stars show:\n%s", sealed)
	}
	ben.slash("me year").says("1 book, 12 chapters.")
	miriam.slash("schedule reveal")
	ana.slash("me year").draws("3.5")
	ana.slash("rate", "stars", "4", "outcome", "stopped")
	ana.slash("me year").draws("(mine 2, the club's 3.5 from 2)") // what counts, and not their last word
	late := w.reader("late", "done")
	late.slash("rate", "stars", "1")
	late.slash("me year").draws("(mine 1, the club's 3.5 from 2)") // all that there is
	w.turn("2027-02-01 12:00")
	old := ana.press(ana.slash("me year").says("here in 2027 yet").offers("2026"), "2026").says("My year 2026").offers("2027")
	ana.press(old, "2027").offers("2026")
}

// Of a read that somebody left, nothing counts that the club came to afterwards,
// whether or not they had read the book before.
func TestTheYearOfOneWhoLeft(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana, ben, cat := w.person("ana"), w.person("ben"), w.reader("cat", "ch 8")
	for _, p := range []person{ana, ben} {
		p.press(w.post("12 chapters").reply, "Join: I have read it before")
	}
	w.until("2026-12-14 12:00")
	ana.slash("leave")
	cat.slash("leave")
	w.until("2026-12-27 18:00")
	ana.slash("me year").says("1 book begun, 6 chapters.")
	ben.slash("me year").says("1 book, 12 chapters.")
	cat.slash("me year").says("1 book begun, 8 chapters.")
	w.again("The second")
	for _, p := range []person{ana, ben} {
		p.slash("progress", "at", "done", "book", "The second")
	}
	ana.slash("me year").says("1 book, 1 more begun, 9 chapters.") // the second was finished early, with all of its three
	ben.slash("me year").says("2 books, 15 chapters.")
}
