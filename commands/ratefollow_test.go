package commands_test

import (
	"testing"

	"dogear/bot"
)

// Who goes on reading after they said that they stopped has not stopped there,
// as long as the stars are sealed for them.
func TestTheEndFollowsWhereOneIs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.undrawn = true
	w.withRead()
	ana, ben, cat := w.reader("ana", "ch 3"), w.reader("ben", "ch 3"), w.reader("cat", "ch 5")
	for _, p := range []person{ana, ben, cat} {
		p.slash("rate", "stars", "4", "outcome", "stopped").says("You stopped at Chapter ")
	}
	ana.slash("progress", "at", "ch 6").says("You had stopped at Chapter 3: your rating says Chapter 6 now.")
	ana.fills("Chapter 6")
	ana.slash("progress", "at", "ch 4").hides("rating") // back is no step on
	ana.fills("Chapter 6")
	ana.slash("progress", "at", "done").says("You had stopped at Chapter 6: your rating says that you finished it now.")
	ana.fills("finished")

	// What a slip of the finger did is taken back with it.
	moved := ben.slash("progress", "at", "done").says("your rating says that you finished it now")
	ben.press(moved, "Undo").says("Taken back.", "your rating says again that you stopped at Chapter 3")
	ben.fills("Chapter 3")
	ben.press(moved, "Undo").no("changed since")
	moved = ben.slash("progress", "at", "ch 8")
	ben.submit(ben.slash("rate"), "end", "ch 7").says("You stopped at Chapter 7.")
	ben.press(moved, "Undo").says("Taken back.").hides("your rating says") // it was said anew since
	ben.fills("Chapter 7")

	w.until("2026-12-20 18:00")
	from := w.post("### Checkpoint 2")
	cat.press(from.reply, "I have read this far").says("Chapter 6", "your rating says Chapter 6 now")
	w.shown()
	w.post("4 stars from 3 readers").says("two stopped, after Chapters 6 and 7")
	cat.slash("progress", "at", "done").hides("rating")
	cat.fills("Chapter 6") // it was shown
	cat.slash("ratings").says("4 stars from 3 readers")
}

// One who has seen how the stars are spread has said how it ended.
func TestTheEndDoesNotFollowAfterASight(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.undrawn = true
	w.withRead()
	for _, p := range w.finished(4) {
		p.slash("rate", "stars", "4")
	}
	ana := w.reader("ana", "ch 9")
	ana.slash("rate", "stars", "2", "outcome", "stopped")
	ana.slash("ratings").says("The mean is")
	ana.slash("progress", "at", "done").hides("rating")
	ana.fills("Chapter 9")
}

// fills fails the test unless the form comes filled with how far they got.
func (p person) fills(end string) {
	p.w.t.Helper()
	if got := p.slash("rate").field("end"); got != end {
		p.w.t.Errorf("the form of %s is filled with %q, not %q", p.id, got, end)
	}
}

// The form comes filled with what was said before, wherever its person is, and
// who changes only their stars says nothing of how it ended.
func TestStarsAloneKeepTheEnd(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.undrawn = true
	w.withRead()
	ana := w.reader("ana", "ch 9")
	ana.fills("Chapter 9")
	ana.submit(ana.slash("rate"), "stars", "4", "end", "ch 3").says("You stopped at Chapter 3.")
	ana.fills("Chapter 3")
	ana.submit(ana.slash("rate"), "stars", "5").says("5 stars", "You stopped at Chapter 3.")
	ana.slash("rate", "stars", "3").says("3 stars", "You stopped at Chapter 3.").hides("Have you finished")
	ana.fills("Chapter 3")

	ben := w.reader("ben", "done")
	ben.submit(ben.slash("rate"), "stars", "4", "end", "ch 3").says("You stopped at Chapter 3.")
	ben.slash("rate", "stars", "3").says("3 stars", "You stopped at Chapter 3.")
	ben.slash("rate", "stars", "3", "outcome", "finished").says("3 stars").hides("You stopped")
	ben.slash("progress", "at", "ch 2") // to look something up
	ben.fills("finished")
	ben.submit(ben.slash("rate"), "stars", "5").says("5 stars").hides("You stopped", "Have you finished")
	ben.slash("rate", "stars", "4").says("4 stars").hides("You stopped", "Have you finished")
	ben.slash("progress").says("**Chapter 2**")
}

// How people say how far they got.
func TestWordsForHowFar(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.undrawn = true
	w.withRead()
	for i, words := range []string{
		"gave up", "I gave up.", "DNF", "didn't finish", "I did not finish it", "didn’t finish", "stopped", "I stopped", "still reading", "I'm still reading", "not yet",
	} {
		p := w.reader(string(rune('a'+i)), "ch 5")
		p.submit(p.slash("rate"), "stars", "2", "end", words).says("You stopped at Chapter 5.")
	}
	ana, zoe := w.reader("ana", "ch 5"), w.reader("zoe", "done")
	for _, words := range []string{"yes", "all", "yes, all of it"} {
		zoe.submit(zoe.slash("rate"), "stars", "4", "end", words).says("4 stars").hides("You stopped")
	}
	zoe.submit(zoe.slash("rate"), "stars", "4", "end", "gave up").no("You are at the end of the book", `Write "finished", or the last chapter you read, such as "Chapter 5".`)
	for words, chapter := range map[string]string{
		"gave up at chapter 4": "4", "I stopped somewhere around chapter 7": "7", "about ch 6, I think": "6", "I got to ch. 2 and gave up": "2",
	} {
		ana.submit(ana.slash("rate"), "stars", "2", "end", words).says("You stopped at Chapter " + chapter + ".")
	}
	for _, words := range []string{"bananas", "most of it", "chapter 3 or chapter 4", "just before chapter 4", "not even chapter 4"} {
		ana.submit(ana.slash("rate"), "stars", "2", "end", words).
			no("no chapter", "The nearest are", `Write "finished", or the last chapter you read, such as "Chapter 5".`)
	}
}

// A page in a sentence is read where the pages of the chapters are known.
func TestAPageForHowFar(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.undrawn = true
	miriam := w.withClub()
	miriam.slash("book add", "title", "Emma", "chapters", 3)
	form := miriam.slash("book chapters", "book", "Emma")
	miriam.press(miriam.submit(form, "list", "One @ 50\nTwo @ 120\nThree @ 200"), "Save")
	w.start(miriam, "Emma")
	ana := w.reader("ana", "One")
	for _, words := range []string{"page 130", "I stopped at page 130", "gave up somewhere around page 130, sorry", "about 65%"} {
		ana.submit(ana.slash("rate"), "stars", "2", "end", words).says("You stopped at Two.")
	}
}

// A review opens where its writer says that they stopped, also where that is
// earlier than they said before, unless they locked it further by hand.
func TestAReviewFollowsTheEnd(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.undrawn = true
	w.withRead()
	ana, ben := w.reader("ana", "ch 3"), w.reader("ben", "ch 3")
	ben.slash("rate", "stars", "3", "outcome", "stopped")
	ana.submit(ana.slash("rate"), "stars", "2", "end", "ch 11", "review", "MARKER").says("finished Chapter 11")
	ben.slash("notes").hides("MARKER")
	ana.submit(ana.slash("rate"), "end", "ch 3").says("finished Chapter 3").hides("later than you stopped")
	ben.slash("notes").says("MARKER")
	ana.submit(ana.slash("rate"), "end", "ch 2").says("finished Chapter 3", "It opens later than you stopped, because you have read to Chapter 3 before.")

	mine := ana.pressID(reply{w: w, id: "1"}, bot.CustomID("note/open", w.reviewIDs()[0])).says("MARKER")
	ana.submit(ana.press(mine, "Set its lock"), "chapter", "ch 8")
	ana.submit(ana.slash("rate"), "end", "ch 3").says("finished Chapter 8", "It opens later than you stopped, because it was locked to Chapter 8 before.")
	ben.slash("notes").hides("MARKER")
}

// [I have finished] says what that opened.
func TestFinishingByStarsSaysWhatOpened(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.undrawn = true
	w.withRead()
	cat := w.reader("cat", "done")
	cat.slash("note", "text", "FIRST", "chapter", "ch 10")
	cat.slash("note", "text", "SECOND", "chapter", "ch 12")
	ana, ben := w.reader("ana", "ch 9"), w.reader("ben", "ch 9")
	done := ana.press(ana.slash("rate", "stars", "4"), "I have finished").says("★★★★ 4 stars", "2 notes have just opened.").offers("Read what opened", "Add a review", "Ratings")
	ana.press(done, "Read what opened").says("FIRST", "SECOND")
	ben.press(ben.slash("rate", "stars", "4"), "I stopped at Chapter 9").hides("just opened")
	w.reader("dan", "done").slash("rate", "stars", "4").hides("just opened")
	eve := w.person("eve")
	eve.press(w.post("12 chapters").reply, "Join: I have read it before")
	eve.slash("rate", "stars", "5").hides("just opened")
}
