package commands_test

import (
	"strings"
	"testing"
)

// A club rests: it can be read, and nothing is added or posted. Brought back, it
// goes on with what lies ahead, and does not tell old news.
func TestAClubIsArchived(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	miriam.slash("club settings", "events", true)
	miriam.slash("prompt add", "text", "Every day?", "repeat", "daily 17:00", "at", "2026-12-02 17:00", "all", true)
	ana := w.reader("ana", "ch 3")
	ana.slash("me settings", "reminders", true)
	ana.slash("note", "text", "A thought.", "chapter", "ch 1")
	w.until("2026-12-02 17:00")
	card, posts := w.post("### Never Let Me Go"), len(w.posts)

	asked := miriam.slash("club archive").says("Archive The Hailsham Readers?", "`/club setup` there brings the club back").offers("Archive the club", "Keep it")
	miriam.press(asked, "Keep it").says("goes on as it was")
	miriam.press(asked, "Archive the club").says("is archived", "all is kept")
	miriam.press(asked, "Archive the club").no("is archived")
	w.work()
	w.shows()
	w.until("2026-12-22 09:00")
	if len(w.posts) != posts || w.directs() != "" {
		t.Errorf("posted in an archived club:\n%s", w.board())
	}
	if words := card.text(); !strings.Contains(words, "The club is archived") || len(card.labels()) != 1 {
		t.Errorf("its card is\n%s", card.reply)
	}
	ana.slash("notes").says("A thought.")
	ana.slash("reading").says("The club is archived")
	ana.slash("shelf").says("Never Let Me Go")
	miriam.slash("club settings").says("Archived: nothing is posted")
	miriam.slash("schedule show").says("Chapters 1-3")
	w.person("ben").press(card.reply, "Schedule").says("Chapters 1-3")
	for _, refused := range []reply{
		ana.slash("progress", "at", "ch 4"), ana.slash("note", "text", "More."), ana.slash("rate", "stars", "4"),
		miriam.slash("schedule plan", "book", "Never Let Me Go", "start", "today"), miriam.slash("schedule shift", "by", "1 day"), miriam.slash("schedule finish"),
		miriam.slash("prompt add", "text", "Now?"), miriam.slash("book add", "title", "Emma"), miriam.slash("book edit", "book", "Never Let Me Go", "pages", 3),
		miriam.slash("club settings", "rooms", true), miriam.slash("club archive"),
	} {
		refused.no("The Hailsham Readers is archived", "`/club setup` in <#1001>")
	}

	// Another club takes its place where no channel says which is meant.
	miriam.in(otherRoom).slash("club setup", "timezone", "UTC", "name", "The Others").says("book club now")
	ana.in("1003").slash("shelf").no("The shelf of The Others is empty")

	miriam.slash("club setup", "timezone", "Europe/London", "rooms", true).says("The Hailsham Readers is back", "Rooms: a private thread for each checkpoint")
	w.work()
	if w.count("### Checkpoint 3") != 1 || w.has("### Checkpoint 1") || w.has("### Checkpoint 2") || w.count("Every day?") != 1 {
		t.Errorf("brought back it posts\n%s", w.board())
	}
	w.shows("27 Dec 18:00 Never Let Me Go: Chapters 10-12")
	w.until("2026-12-22 17:00")
	if w.count("Every day?") != 2 {
		t.Error("what is repeated does not go on")
	}
	ana.slash("progress", "at", "ch 4").says("**Chapter 4**")
	w.until("2026-12-27 18:00")
	w.post("Checkpoint 4: Chapters 10-12")
}

// Whatever is pressed and sent in an archived club, by an organiser or a reader:
// nothing is posted, now or later.
func TestNothingIsPostedInAnArchivedClub(t *testing.T) {
	t.Parallel()
	w, miriam := everyButton(t)
	w.work()
	made := w.made
	miriam.press(miriam.slash("club archive"), "Archive the club")
	w.work()
	posts, rooms := len(w.posts), len(w.rooms)
	for _, name := range w.pressable() {
		if strings.HasPrefix(name, "forget/") {
			continue
		}
		for _, id := range lastOf(made[name]) {
			w.person("rita").pressAny(w.actions[name], id)
			miriam.pressAny(w.actions[name], id)
		}
	}
	w.until("2028-01-01 09:00")
	if len(w.posts) != posts || len(w.rooms) != rooms {
		t.Errorf("posted in an archived club:\n%s", w.board())
	}
}

// What a club missed while it rested is told as that: nothing of it was posted or
// deleted, and nothing of it is posted by [Repair].
func TestWhatAnArchivedClubMissed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	miriam.slash("club settings", "fallback", true)
	miriam.slash("prompt add", "text", "Their own question?", "checkpoint", "1", "all", true).says("asked with Checkpoint 1")
	miriam.slash("prompt add", "text", "Every week?", "repeat", "weekly wed 17:00", "all", true).says("every Wednesday")
	miriam.press(miriam.slash("club archive"), "Archive the club")
	w.until("2026-12-22 09:00")
	miriam.slash("club setup", "timezone", "Europe/London").says("is back", "Two checkpoints were not posted meanwhile")
	w.work()
	miriam.slash("prompt list").says("missed while the club was archived", "posted late").hides("· posted\n", "I was not there").offers("Another for checkpoint 4")
	doctor := miriam.slash("club doctor").says("My posts are where they should be")
	doctor.hides("was deleted", "I was not there")
	doctor.offers()
	w.until("2026-12-23 17:01")
	w.post("Every week?")
}

// A checkpoint that a change took out of the plan does not keep the last one that
// opened in an archived club from being posted.
func TestAnArchivedClubWithAShorterPlan(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead() // on 6, 13, 20 and 27 December
	miriam.press(miriam.slash("schedule replan", "pace", 6, "days", "sun"), "Use this plan").says("The plan is changed")
	w.work()
	miriam.press(miriam.slash("club archive"), "Archive the club")
	w.until("2026-12-28 09:00")
	miriam.slash("club setup", "timezone", "Europe/London").says("is back")
	w.work()
	w.post("### Checkpoint 2: Chapters 7-12")
}

// What would be refused in an archived club is not offered there, and no date
// that passes in silence is announced.
func TestAnArchivedClubOffersOnlyReading(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	ana, ben := w.reader("ana", "ch 5"), w.reader("ben", "ch 2")
	ana.slash("note", "text", "A thought.", "chapter", "ch 4")
	w.until("2026-12-06 18:01")
	stub, checkpoint := w.post("left a thought about"), w.post("### Checkpoint 1")
	miriam.press(miriam.slash("club archive"), "Archive the club")
	w.work()
	ben.slash("help").says("The Hailsham Readers is archived", "as far as you have read").offers()
	ben.slash("progress").says("**Chapter 2**", "archived").hides("by <t:").offers()
	ben.slash("reading").offers("Schedule", "Read notes")
	ben.press(stub.reply, "Open").says("opens at Chapter 4").offers()
	ana.press(stub.reply, "Open").says("A thought.").offers("Delete")
	miriam.slash("schedule show").says("The club is archived")
	ben.slash("leave").says("your place is kept").offers()
	if strings.Contains(checkpoint.text(), "Next:") {
		t.Errorf("a checkpoint announces the next:\n%s", checkpoint.reply)
	}
	miriam.slash("club setup", "timezone", "Europe/London").says("is back")
	w.work()
	if !strings.Contains(checkpoint.text(), "Next:") {
		t.Errorf("a checkpoint does not announce the next:\n%s", checkpoint.reply)
	}
}

// The ratings of a read that has ended can be seen in an archived club.
func TestAnArchivedClubShowsItsRatings(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	ana := w.reader("ana", "done")
	ana.slash("rate", "stars", "4").says("sealed")
	miriam.press(miriam.slash("schedule finish"), "Finish it").says("is finished")
	miriam.press(miriam.slash("club archive"), "Archive the club")
	w.until("2026-12-20 09:00")
	ana.press(ana.slash("reading").offers("Ratings", "Read notes"), "Ratings").says("4 stars from one reader")
	miriam.slash("club setup", "timezone", "Europe/London").says("is back")
	w.work()
	if w.has("### How was it?\nThe club has come to the end of Never Let Me Go. Your stars are sealed") {
		t.Errorf("it asks for stars that are shown:\n%s", w.board())
	}
}
