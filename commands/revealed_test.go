package commands_test

import (
	"fmt"
	"strings"
	"testing"
)

// again reads another book with the same club, which so many rate, and reveals
// the stars.
func (w *world) again(title string, stars ...string) {
	w.t.Helper()
	miriam := w.organiser("miriam")
	miriam.slash("book add", "title", title, "chapters", 3, "author", "Somebody")
	w.start(miriam, title)
	for i, s := range stars {
		p := w.person(fmt.Sprintf("r%d", i))
		p.slash("progress", "at", "done", "book", title)
		p.slash("rate", "stars", s, "book", title).says("rated so far")
	}
	miriam.press(miriam.slash("schedule finish", "book", title), "Finish it")
	w.work()
	if len(stars) > 0 {
		miriam.slash("schedule reveal", "book", title).says("on their way")
		w.work()
	}
}

// The shelf: what is being read, then what was liked best at least, which is not
// what has the best mean.
func TestTheShelfIsRanked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.undrawn = true
	w.withClub()
	w.again("Loved by one", "5")
	w.again("Loved by most", "4.5", "4.5", "4.5", "4.5", "4", "5", "4.5")
	w.again("Disliked", "1", "1.5", "1")
	w.again("Unrated")
	miriam := w.organiser("miriam")
	miriam.slash("book add", "title", "Ahead", "chapters", 3)
	miriam.slash("book add", "title", "Now", "chapters", 3)
	w.start(miriam, "Now")
	shelf := w.person("ana").slash("shelf").says("5 stars from 1 reader", "4.5 stars from 7 readers", "1.2 stars from 3 readers").text()
	at := -1
	for _, title := range []string{"**Now**", "**Loved by most**", "**Loved by one**", "**Disliked**", "**Unrated**", "**Ahead**"} {
		i := strings.Index(shelf, title)
		if i < at {
			t.Errorf("%s stands too early:\n%s", title, shelf)
		}
		at = i
	}
}

// The book that divided the club most is said to have, once there are two to
// compare; what is revealed later does not change the post.
func TestTheMostDivided(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.undrawn = true
	w.withClub()
	w.again("The first", "1", "5", "3")
	w.again("Agreed", "4", "4", "4")
	w.again("Divided", "0.5", "5", "5", "0.5")
	for title, divided := range map[string]bool{"The first": false, "Agreed": false, "Divided": true} {
		if got := strings.Contains(w.post("### "+title+":").text(), "Your most divided book this year."); got != divided {
			t.Errorf("%s: %v", title, got)
		}
	}
}

// named says that somebody's name may stand beside their stars.
func (p person) named() { p.slash("me settings", "show-stars", true).says("Stars: with your name") }

// Names stand beside stars only where their givers wish it, and while the others
// cannot be found by leaving them out.
func TestNamesBesideStars(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ named, unnamed, shown int }{{0, 3, 0}, {2, 1, 0}, {2, 2, 0}, {2, 3, 2}, {3, 0, 3}, {1, 0, 1}} {
		w := newWorld(t)
		w.undrawn = true
		miriam := w.withRead()
		people := w.finished(c.named + c.unnamed)
		for i, p := range people {
			if i < c.named {
				p.named()
			}
			p.slash("rate", "stars", "4")
			p.slash("ratings").hides("user r")
		}
		w.until("2026-12-27 18:00")
		miriam.slash("schedule reveal")
		w.work()
		told := people[len(people)-1].slash("ratings").says("from").text()
		if n := strings.Count(told, "<@user r"); n != c.shown {
			t.Errorf("%d of %d wish it, and %d are named:\n%s", c.named, c.named+c.unnamed, n, told)
		}
		w.post("stars from").hides("user r")
		if c.named > 0 && c.shown > 0 { // a change of mind is told beside it
			people[0].slash("rate", "stars", "2")
			people[0].slash("ratings").says("<@user r0> ★★★★, afterwards ★★")
		}
		people[0].slash("me settings", "show-stars", false)
		people[0].slash("ratings").hides("user r0")
	}
}

// How many stopped, and where: of few in words, from three on as a curve.
func TestWhereTheyStopped(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	w.finished(1)[0].slash("rate", "stars", "4")
	for i, at := range []string{"ch 9", "ch 3"} {
		w.reader(fmt.Sprintf("s%d", i), at).slash("rate", "stars", "2", "outcome", "stopped")
	}
	w.until("2026-12-27 18:00")
	miriam.slash("schedule reveal")
	w.work()
	w.post("stars from 3 readers").says("Everyone gave two or more; two stopped, after Chapters 3 and 9.")
	ana := w.reader("ana", "ch 3")
	ana.slash("rate", "stars", "1", "outcome", "stopped")
	two := ana.slash("ratings").says("two stopped, after Chapters 3 and 9.", "One more rated afterwards.", "The median is 2. They lie a little apart: the spread is 0.9.")
	if len(two.message.Files) != 1 {
		t.Errorf("two who stopped are a curve: %s", two)
	}
}

// From three on there is a curve. Who rates when the stars are shown has no part
// in anything that counts.
func TestTheCurveOfThoseWhoStopped(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.undrawn = true
	miriam := w.withRead()
	w.finished(1)[0].slash("rate", "stars", "4")
	for i, at := range []string{"ch 9", "ch 3", "start"} {
		w.reader(fmt.Sprintf("s%d", i), at).slash("rate", "stars", "2", "outcome", "stopped")
	}
	w.until("2026-12-27 18:00")
	miriam.slash("schedule reveal").says("on their way to <#1001>. 4 readers had rated it: 2.5 stars.")
	w.work()
	w.post("stars from 4 readers").says("Everyone gave two or more; three stopped, at the beginning and after Chapters 3 and 9.")
	late := []person{w.reader("l0", "ch 3"), w.reader("l1", "ch 6")}
	late[0].slash("rate", "stars", "1", "outcome", "stopped")
	late[1].submit(late[1].slash("rate"), "end", "ch 6", "discussion", "1")
	got := late[0].slash("ratings").says("2.5 stars from 4 readers", "three stopped, at the beginning and after Chapters 3 and 9.", "Two more rated afterwards.").
		draws("three at 2, one at 4", "Where 3 of 4 who rated", "one after Chapter 9")
	if len(got.message.Files) != 2 || strings.Contains(got.all(), "Chapter 6") {
		t.Errorf("late ones are in the curve, or there is none: %s", got)
	}
	miriam.slash("shelf").says("2.5 stars from 4 readers")
}

// The two questions at the end of the form: what is made of them is shown with
// the stars, to whom may see it, and names nobody.
func TestTheOtherQuestions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.undrawn = true
	miriam := w.withRead()
	people := w.finished(3)
	for i, p := range people {
		p.submit(p.slash("rate"), "stars", "4", "discussion", fmt.Sprint(3+i%2), "give", fmt.Sprintf("friend number %d", i))
		p.slash("ratings").hides("friend", "discussion:")
	}
	w.until("2026-12-27 18:00")
	miriam.slash("schedule reveal")
	w.work()
	w.post("stars from 3 readers").says("-# The discussion: 3.3 of 5, from 3 readers.").hides("friend")
	people[0].slash("ratings").says("The discussion: 3.3 of 5", "Readers would give it to:\n- friend number 2\n- friend number 1\n- friend number 0")
	w.reader("behind", "ch 3").slash("ratings").hides("friend")
}

// A form that is sent with the review it was filled with does not edit that.
func TestTheSameReviewIsNoEdit(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana, ben := w.reader("ana", "done"), w.reader("ben", "done")
	ben.slash("rate", "stars", "3") // who has rated sees reviews
	ana.slash("rate", "stars", "3", "review", "REVIEW")
	ana.submit(ana.slash("rate"), "stars", "4")
	ben.slash("notes").says("REVIEW").hides("edited")
	ana.submit(ana.slash("rate"), "review", "ANOTHER")
	ben.slash("notes").says("ANOTHER", "edited")
}
