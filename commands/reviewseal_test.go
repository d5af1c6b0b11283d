package commands_test

import (
	"fmt"
	"strings"
	"testing"

	"dogear/bot"
	"dogear/storage"
)

// reviewIDs are the rows of the reviews of the first read, the newest first.
func (w *world) reviewIDs() (ids []int64) {
	w.t.Helper()
	err := w.db.Read(w.t.Context(), func(tx *storage.Tx) error {
		list, err := tx.Reviews(1)
		for _, n := range list {
			ids = append(ids, n.ID)
		}
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return ids
}

// readsReviews is all that a person gets to see of reviews and of what was
// replied to them, by any way there is.
func (p person) readsReviews() string {
	p.w.t.Helper()
	var told strings.Builder
	for _, command := range []string{"ratings", "notes", "progress", "reading"} {
		told.WriteString(p.slash(command).all())
	}
	ways := []string{
		bot.CustomID("ratings/reviews", 1, 0), bot.CustomID("notes/page", 1, 12, 0, 0), bot.CustomID("notes/page", 1, 1012012, 0, 0),
		bot.CustomID("notes/opened", 1, 0, 12), bot.CustomID("notes/opened", 1, 11, 12),
	}
	for _, id := range p.w.reviewIDs() {
		for n := id; n <= id+1; n++ { // and what was replied to it
			ways = append(ways, bot.CustomID("note/open", n), bot.CustomID("note/thread", n, 0), bot.CustomID("note/reply", n))
		}
	}
	for _, id := range ways {
		r := p.pressID(reply{w: p.w, id: "1"}, id)
		told.WriteString(r.all())
		told.WriteString(r.refused)
	}
	return told.String()
}

// onlooker is somebody who has read so far, and has rated or not.
type onlooker struct {
	person
	at    string
	rates bool
}

// Reviews are as sealed as the stars: another's, and what was replied to it, is
// seen by those whose position opens its lock and who have rated the read, or
// once it is revealed, by any way there is. Organisers are no exception.
func TestReviewsAreSealed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.undrawn = true
	miriam := w.withRead()
	stopped := []bool{false, true}
	for i, stops := range stopped {
		p := w.reader(fmt.Sprintf("w%d", i), iff(stops, "ch 4", "done"))
		p.slash("rate", "stars", "3", "outcome", iff(stops, "stopped", "finished"), "review", fmt.Sprintf("SECRET%d it was", i))
		open := p.pressID(reply{w: w, id: "1"}, bot.CustomID("note/open", w.reviewIDs()[0]))
		p.reply(open, "text", fmt.Sprintf("REPLY%d and more", i), "chapter", "everyone")
	}
	onlookers := []onlooker{{w.person("a stranger"), "start", false}}
	for i, at := range []string{"start", "ch 3", "ch 4", "done"} {
		for _, rates := range []bool{false, true} {
			for j, p := range []person{w.person(fmt.Sprintf("reader %d %v", i, rates)), w.organiser(fmt.Sprintf("organiser %d %v", i, rates))} {
				p.slash("progress", "at", at)
				if rates {
					p.slash("rate", "stars", "2", "outcome", iff(at == "done", "finished", "stopped"))
				}
				if j == 0 || at == "done" {
					onlookers = append(onlookers, onlooker{p, at, rates})
				}
			}
		}
	}
	look := func(revealed bool) {
		for _, o := range onlookers {
			told := o.readsReviews()
			for i, stops := range stopped {
				far := o.at == "done" || stops && o.at == "ch 4"
				for _, word := range []string{fmt.Sprint("SECRET", i), fmt.Sprint("REPLY", i)} {
					if got, want := strings.Contains(told, word), far && (o.rates || revealed); got != want {
						t.Fatalf("%s at %s, rated: %v, revealed: %v, sees %s: %v\n%s", o.id, o.at, o.rates, revealed, word, got, told)
					}
				}
			}
		}
	}
	look(false)
	w.until("2026-12-30 18:00")
	look(false)
	miriam.slash("schedule reveal").says("on their way")
	w.work()
	look(true)
}

// Who has read far enough is told what opens a review, and may be counted for it.
func TestASealedReview(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana, ben, tommy := w.reader("ana", "done"), w.reader("ben", "done"), w.organiser("tommy")
	tommy.slash("progress", "at", "done")
	ana.slash("rate", "stars", "3", "review", "MARKER", "outcome", "finished")
	id := w.reviewIDs()[0]
	from := reply{w: w, id: "1"}
	const told = "Reviews are sealed as the stars are: as far as you have read they open once you have rated Never Let Me Go, and to everyone who has read that far on <t:1798999200:D>."
	ben.pressID(from, bot.CustomID("note/open", id)).says(told).offers("Rate it").hides("MARKER")
	ben.pressID(from, bot.CustomID("note/reply", id)).no(told)
	ben.pressID(from, bot.CustomID("ratings/reviews", 1, 0)).says("1 review is still shut. " + told).offers("Rate it").hides("MARKER")
	ben.slash("notes").says("Still shut for you · 1 review, sealed as the stars are").hides("MARKER")
	ben.slash("progress").hides("waits for you")
	ben.slash("ratings").offers("Rate it")
	w.reader("cat", "ch 3").slash("notes").says("Still shut for you · 1 review, sealed as the stars are").hides("MARKER")

	ben.slash("rate", "stars", "4")
	ben.press(ben.slash("ratings").offers("Rate it", "Read the reviews"), "Read the reviews").says("MARKER")
	open := ben.press(ben.slash("notes").says("**Reviews**", "MARKER"), "Open").says("MARKER")

	// An organiser sees to what is reported, and is no exception.
	dan := w.reader("dan", "ch 4")
	dan.slash("rate", "stars", "1", "outcome", "stopped", "review", "TOLD")
	early := w.reviewIDs()[0]
	ben.press(ben.press(ben.pressID(from, bot.CustomID("note/open", early)), "Later than that"), "Yes, later")
	tommy.slash("club reports").says("A review of Never Let Me Go").offers("Leave as it is").hides("TOLD", "user dan")
	tommy.slash("rate", "stars", "4")
	list := tommy.slash("club reports").says("<@user dan>").hides("TOLD")
	tommy.press(list, "Show the text").says("TOLD")
	tommy.submit(tommy.press(list, "Set the lock"), "chapter", "ch 9").says("opens for readers who have finished Chapter 9, when they have rated it or the stars are shown")
	tommy.pressID(from, bot.CustomID("note/open", early)).says("TOLD")

	ben.reply(open, "text", "and AGAIN")
	w.reader("eve", "done").pressID(from, bot.CustomID("note/open", id+2)).hides("AGAIN", "MARKER")
	mine := ana.pressID(from, bot.CustomID("note/open", id)).says("MARKER", "and AGAIN")
	if got := ana.press(mine, "Set its lock").field("chapter"); got != "the whole book" {
		t.Errorf("its lock is filled with %q", got)
	}
}

// The reveal leads to the reviews where there are some, and from when there are.
func TestWhereReviewsAreOffered(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.undrawn = true
	miriam := w.withRead()
	ana, ben := w.reader("ana", "done"), w.reader("ben", "ch 3")
	ana.slash("rate", "stars", "4")
	w.until("2026-12-27 18:00")
	miriam.slash("schedule reveal").says("on their way to <#1001>. 1 reader had rated it: 4 stars.")
	w.work()
	w.post("4 stars from one reader").offers("Ratings")
	ana.slash("ratings").offers("Rate it")
	ana.slash("rate", "review", "MARKER")
	ana.submit(ana.slash("rate"), "review", "MARKER")
	w.work()
	w.post("4 stars from one reader").offers("Ratings", "Read the reviews")
	ana.slash("ratings").offers("Read the reviews", "Rate it")
	ben.slash("ratings").offers("Rate it")
	mine := ana.pressID(reply{w: w, id: "1"}, bot.CustomID("note/open", w.reviewIDs()[0]))
	ana.press(ana.press(mine, "Delete"), "Delete it")
	w.work()
	w.post("4 stars from one reader").offers("Ratings")
}
