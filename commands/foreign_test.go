package commands_test

import (
	"fmt"
	"strings"
	"testing"

	"dogear/bot"
)

// everyButton tells a story in which every button and every form is offered at
// least once, by someone who organises and reads. What can be used up is left
// for use.
func everyButton(t *testing.T) (*world, person) {
	t.Helper()
	w := newWorldOnDisk(t)
	miriam := w.withRead()
	for i := range 14 {
		miriam.slash("book add", "title", fmt.Sprintf("Book %d", i), "chapters", 40)
	}
	miriam.slash("book list")
	miriam.slash("shelf")
	miriam.slash("book remove", "book", "Book 1")
	miriam.slash("prompt add")
	for range 8 {
		miriam.slash("prompt add", "text", strings.Repeat("x", 1000))
	}
	miriam.slash("prompt list")
	miriam.slash("prompt edit", "prompt", "1")
	miriam.slash("club settings", "fallback", true)
	miriam.press(miriam.slash("prompt list"), "More")
	miriam.slash("prompt add", "text", "Then?", "at", "2026-12-09 12:00")
	miriam.slash("prompt add", "text", "Daily?", "repeat", "daily 17:00", "at", "2026-12-06 17:00", "all", true)
	miriam.slash("schedule show")
	miriam.slash("schedule replan", "finish", "2029-01-01")
	miriam.slash("me settings", "reminders", true)
	miriam.slash("me forget").offers("Erase everything about me", "Keep it")
	miriam.slash("club export").offers("Show me everything")
	miriam.press(miriam.press(miriam.slash("schedule shift", "by", "1 day"), "Use this plan"), "Undo").says("as it was")
	miriam.press(miriam.slash("schedule shift", "by", "1 day", "from", "2"), "Use this plan")
	miriam.slash("schedule finish")
	miriam.slash("schedule drop")

	miriam.slash("progress", "at", "ch 9")
	for i := range 9 {
		miriam.slash("note", "text", fmt.Sprintf("SECRET %d", i))
	}
	miriam.slash("notes")
	mine := miriam.press(miriam.slash("note", "text", "SECRET"), "Open")
	miriam.press(mine, "Edit")
	miriam.press(mine, "Set its lock")
	miriam.press(mine, "Delete")
	w.until("2026-12-06 18:00")
	miriam.slash("prompt remove", "prompt", miriam.suggest("prompt remove", "prompt", "17:00, posted")[0].Value).offers("Put it back", "Stop asking it")
	w.until("2026-12-09 12:00")
	w.offerThreads(miriam)
	ana := w.person("ana")
	ana.slash("progress")
	early := ana.press(miriam.slash("note", "text", "far"), "Open").offers("Join", "Join: I have read it before")
	ana.slash("progress", "at", "ch 2")
	ana.press(early, "Join")
	ana.press(ana.press(early, "Join: I have read it before"), "Leave it shut")
	again := ana.press(ana.press(early, "Join: I have read it before"), "Open all of it")
	ana.press(again, "I read it for the first time").says("for the first time")
	ana.press(miriam.slash("note", "text", "far away"), "Open").offers("I have read to Chapter 9")
	miriam.slash("progress", "at", "ch 2")
	miriam.press(miriam.slash("progress", "at", "ch 6"), "Read what opened")
	miriam.slash("rate")
	miriam.slash("rate", "stars", "4", "review", "SECRET")
	w.until("2026-12-27 18:00")
	miriam.slash("rate", "stars", "4", "outcome", "stopped", "review", "SECRET")
	read := w.reader("max", "ch 2")
	read.slash("rate", "stars", "4", "outcome", "stopped")
	read.slash("progress", "at", "ch 3").says("your rating says Chapter 3 now")
	w.reader("zoe", "ch 2").slash("me settings", "reminders", true)
	w.until("2026-12-31 18:00")
	w.post("### How was Never Let Me Go?").offers("Rate it", "To the club", "No more reminders")
	w.until("2027-01-03 18:00")
	miriam.press(miriam.press(miriam.slash("book list"), "Our year"), "2026").offers("Post it here", "2027")
	miriam.slash("me year").offers("2026")
	w.start(miriam, "Book 3")
	miriam.press(miriam.slash("schedule replan", "pace", 1), "More")
	miriam.slash("schedule show")
	miriam.press(miriam.slash("reading", "book", "Book 3"), "Schedule")
	miriam.slash("rate", "stars", "4", "review", "SECRET", "book", "Never Let Me Go")
	form := miriam.slash("book chapters", "book", "Book 1")
	miriam.submit(form, "list", "1\n2\n3")
	miriam.submit(form, "list", " ")
	miriam.slash("schedule plan", "book", "Book 1", "start", "today", "pace", 1)
	miriam.slash("schedule plan", "book", "Book 2", "start", "today", "finish", "2027-03-01", "days", "daily")
	miriam.slash("note", "book", "Never Let Me Go")
	w.offerEditions(miriam)
	everyRoom(w, miriam)
	return w, miriam
}

// everyRoom has the buttons of rooms, of the check-up and of locked messages
// offered.
func everyRoom(w *world, miriam person) {
	miriam.slash("club settings", "rooms", true)
	w.until("2027-01-10 18:00")
	w.reader("dan", "ch 1").enter("Checkpoint 1: Chapters 1-2").offers("I have read to Chapter 2")
	w.reader("eve", "start")
	w.until("2027-01-11 18:00")
	miriam.press(miriam.slash("schedule show"), "A week to catch up").says("after a week to catch up")
	for i := range 14 {
		w.roomNamed("Checkpoint 1").letIn(w.person(fmt.Sprint(i)))
	}
	miriam.slash("club doctor")
	miriam.slash("club archive").offers("Archive the club", "Keep it")
	form := miriam.locks(miriam.says("SECRET"))
	miriam.press(reply{w: w, id: "1", message: *form.form.Late}, "Say the chapter")
}

// offerThreads has every button of threads and of reports offered.
func (w *world) offerThreads(miriam person) {
	w.t.Helper()
	tommy := w.reader("tommy", "ch 9")
	miriam.press(miriam.press(w.post("### Checkpoint 1").reply, "Show the questions"), "Answer")
	for i := range 7 {
		open := miriam.press(tommy.slash("note", "text", fmt.Sprint("SECRET of tommy's ", i)), "Open")
		miriam.press(miriam.press(open, "Later than that"), "Leave it")
		miriam.press(miriam.press(open, "Later than that"), "Yes, later")
	}
	open := miriam.press(tommy.slash("note", "text", "SECRET of tommy's"), "Open")
	for i := range 6 {
		miriam.reply(open, "text", fmt.Sprint("SECRET reply ", i))
	}
	miriam.press(miriam.press(open, "I felt that too"), "Later than that")
	tommy.slash("notes").says("A reader says")
	list := miriam.slash("club reports").says("1-6 of 7")
	miriam.press(list, "Show the text")
	miriam.press(list, "Set the lock")
}

// A button or a form of another server is refused, by whomever it is pressed,
// and changes nothing.
func TestButtonsOfAnotherServer(t *testing.T) {
	t.Parallel()
	w, miriam := everyButton(t)
	made := w.made
	w.made = make(map[string][]string)

	// In the other server the same person has a club, too.
	far := miriam.at(elsewhere, farRoom)
	far.slash("club setup", "timezone", "UTC", "name", "The Far Ones")
	far.slash("book add", "title", "Emma", "chapters", 4)
	w.start(far, "Emma")
	far.slash("progress", "at", "ch 2")
	far.slash("note", "text", "far away")
	typed := map[string]any{
		"text": "MARKER", "list": "1\n2", "chapter": "1", "kind": []string{"thought"}, "stars": []string{"4"}, "end": "finished",
		"review": "MARKER", "discussion": []string{"5"}, "give": "MARKER",
	}
	before := w.dump()
	for name, a := range w.actions {
		if a.On == bot.Slash || a.On == bot.OnMessage {
			continue
		}
		if len(made[name]) == 0 {
			t.Errorf("the story offers no %s", name)
		}
		if name == "move/discard" || name == "me/year" {
			continue // names no row, and changes none
		}
		for _, id := range made[name][max(len(made[name])-3, 0):] { // the last ones: not used up yet
			_, args := w.parse(id)
			in := bot.NewInteraction(far.interaction(), nil, args...).On("1", true)
			if a.On == bot.Submit {
				in = bot.NewInteraction(far.interaction(), typed, args...)
			}
			if r := far.run(a, in); r.refused == "" {
				t.Errorf("%s is not refused:\n%s", id, r)
			} else {
				r.hides("Never Let Me Go", "Title", "SECRET")
			}
			if after := w.dump(); after != before {
				t.Errorf("%s changes\n%s\nto\n%s", id, before, after)
				before = after
			}
		}
	}
}
