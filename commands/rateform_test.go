package commands_test

import (
	"database/sql"
	"strings"
	"testing"

	"dogear/bot"
)

// A review is deleted where its writer emptied the form of it, and not where
// the form, or a question that it led to, is older than the review.
func TestAnOldFormKeepsTheReview(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana, ben := w.reader("ana", "ch 9"), w.reader("ben", "ch 9")
	ben.slash("rate", "stars", "3", "outcome", "stopped")
	form := ana.slash("rate")
	asks := ana.submit(form, "stars", "4").offers("I have finished", "I stopped at Chapter 9")
	again := ana.submit(form, "stars", "4", "end", "ch 99").no("no chapter")
	ana.slash("rate", "stars", "3", "outcome", "stopped", "review", "MARKER")
	ana.press(asks, "I stopped at Chapter 9").says("4 stars").hides("deleted")
	ben.slash("notes").says("MARKER")
	ana.submit(form, "stars", "4", "end", "stopped at ch 9").says("4 stars").hides("deleted")
	ben.slash("notes").says("MARKER")
	ana.submit(ana.press(again, "Try again"), "end", "stopped at ch 9").says("4 stars").hides("deleted")
	ben.slash("notes").says("MARKER")

	// Emptied, refused, and sent again.
	again = ana.submit(ana.slash("rate"), "review", "", "end", "ch 99").no("no chapter")
	again = ana.press(again, "Try again")
	if again.field("review") != "" {
		t.Errorf("filled with %s", again)
	}
	asks = ana.submit(again, "end", "finished").offers("I have finished", "I stopped at Chapter 9")
	ben.slash("notes").says("MARKER")
	ana.press(asks, "I stopped at Chapter 9").says("Your review is deleted.")
	ben.slash("notes").hides("MARKER")

	// Of a review that was written since, a question about an earlier one says
	// nothing.
	ana.slash("rate", "stars", "3", "outcome", "stopped", "review", "SECOND")
	asks = ana.submit(ana.slash("rate"), "review", "", "end", "finished")
	mine := ana.pressID(reply{w: w, id: "1"}, bot.CustomID("note/open", w.reviewIDs()[0])).says("SECOND")
	ana.press(ana.press(mine, "Delete"), "Delete it")
	ana.slash("rate", "stars", "3", "outcome", "stopped", "review", "THIRD")
	ana.press(asks, "I stopped at Chapter 9").hides("deleted")
	ben.slash("notes").says("THIRD")
}

// A form that cannot be filled is not opened empty.
func TestAFormThatCannotBeFilled(t *testing.T) {
	t.Parallel()
	w := newWorldOnDisk(t)
	w.withRead()
	ana := w.reader("ana", "ch 9")
	ana.slash("rate", "stars", "3", "outcome", "stopped", "review", "MARKER")
	db, err := sql.Open("sqlite", "file:"+w.path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if _, err := db.ExecContext(t.Context(), "ALTER TABLE note_picture RENAME TO lost"); err != nil {
		t.Fatal(err)
	}
	answer, err := w.actions["rate"].Run(t.Context(), bot.NewInteraction(ana.interaction(), nil))
	if err == nil {
		t.Errorf("opens %v", answer)
	}
}

// What is said beside a review says that it is sealed.
func TestTheHelpOfAReview(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	for _, o := range w.actions["rate"].Options {
		if o.Name == "review" && !strings.Contains(o.Help, "sealed as the stars are") {
			t.Errorf("the option says %q", o.Help)
		}
	}
	for _, f := range w.reader("ana", "done").slash("rate").form.Fields {
		if f.Name == "review" && !strings.Contains(f.Help, "Sealed as the stars are") {
			t.Errorf("the form says %q", f.Help)
		}
	}
}
