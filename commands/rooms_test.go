package commands_test

import (
	"go/ast"
	"slices"
	"strings"
	"testing"

	"dogear/bot"
)

// withRooms is a read in a club with rooms, where the first checkpoint is open.
func withRooms(t *testing.T) (*world, person) {
	t.Helper()
	w := newWorld(t)
	miriam := w.withBook()
	miriam.slash("club settings", "rooms", true).says("Rooms: a private thread for each checkpoint")
	w.start(miriam, "Never Let Me Go")
	if len(w.rooms) != 0 {
		t.Fatal("a room is there before its checkpoint is")
	}
	w.until("2026-12-06 18:00")
	return w, miriam
}

// enter presses [Enter the room] on a checkpoint's post, and waits for it.
func (p person) enter(checkpoint string) reply {
	p.w.t.Helper()
	r := p.press(p.w.post("### "+checkpoint).reply, "Enter the room")
	p.w.work()
	return r
}

func (w *world) holds(name, who string) {
	w.t.Helper()
	if got := strings.ReplaceAll(w.roomNamed(name).holds(), "user ", ""); got != who {
		w.t.Errorf("in the room of %s: %q, want %q", name, got, who)
	}
}

func TestARoomIsForThoseWhoHaveReadThatFar(t *testing.T) {
	t.Parallel()
	w, _ := withRooms(t)
	r := w.roomNamed("Checkpoint 1")
	if r.name != "Checkpoint 1: Chapters 1-3" || r.parent != homeRoom || r.locked || len(w.rooms) != 1 {
		t.Errorf("the room is %+v", *r)
	}
	w.post("This room is for").offers("Write a note", "Read notes").hides("user ", "<@")
	if got := w.post("This room is for").channel; got != r.id {
		t.Errorf("its first message stands in %s", got)
	}
	ana, ben, dora := w.reader("ana", "ch 3"), w.reader("ben", "ch 2"), w.person("dora")
	ana.enter("Checkpoint 1").says("on your way into <#" + r.id + ">")
	dora.enter("Checkpoint 1").says("opens at Chapter 3", "not in this read").offers("Join", "Join: I have read it before")
	early := ben.enter("Checkpoint 1").says("opens at Chapter 3. You have read to **Chapter 2**").offers("I have read to Chapter 3")
	w.holds("Checkpoint 1", "ana")
	there := ben.press(early, "I have read to Chapter 3").says("You have read to **Chapter 3**", "on your way into").offers("Undo")
	w.work()
	w.holds("Checkpoint 1", "ana ben")
	ben.press(there, "Undo").says("Taken back")
	w.work()
	w.holds("Checkpoint 1", "ana")
	ben.slash("progress", "at", "ch 4") // the seat was kept
	w.work()
	w.holds("Checkpoint 1", "ana ben")
	ana.slash("progress", "at", "ch 1")
	ana.slash("leave")
	w.work()
	w.holds("Checkpoint 1", "ben")
	ana.slash("progress", "at", "ch 3") // who left gave the seat up
	w.work()
	w.holds("Checkpoint 1", "ben")
	dora.press(w.post("12 chapters").reply, "Join: I have read it before")
	dora.enter("Checkpoint 1")
	w.holds("Checkpoint 1", "ben dora")
	dora.slash("leave")
	w.work()
	w.holds("Checkpoint 1", "ben")
}

// What somebody else did in a room by hand is put right as soon as they press.
func TestWhoLeftARoomByHandCanComeBack(t *testing.T) {
	t.Parallel()
	w, _ := withRooms(t)
	ana := w.reader("ana", "ch 3")
	ana.enter("Checkpoint 1")
	delete(w.roomNamed("Checkpoint 1").inside, ana.id)
	ana.enter("Checkpoint 1").says("on your way")
	w.holds("Checkpoint 1", "ana")
}

func TestRoomsAreTurnedOnAndOff(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	w.until("2026-12-06 18:00")
	w.post("### Checkpoint 1").offers("I have read this far", "Write a note", "Read notes")
	ana := w.reader("ana", "ch 6")
	miriam.slash("club settings", "rooms", true)
	w.work()
	w.post("### Checkpoint 1").offers("I have read this far", "Write a note", "Read notes", "Enter the room")
	ana.enter("Checkpoint 1")
	w.holds("Checkpoint 1", "ana")
	miriam.slash("club settings", "rooms", false).says("Rooms: none", "go on letting readers in")
	w.until("2026-12-13 18:00")
	w.post("### Checkpoint 2").offers("I have read this far", "Write a note", "Read notes")
	if len(w.rooms) != 1 {
		t.Errorf("%d rooms", len(w.rooms))
	}
	ana.slash("progress", "at", "ch 2")
	w.work()
	w.holds("Checkpoint 1", "")
	ana.slash("progress", "at", "ch 3")
	w.work()
	w.holds("Checkpoint 1", "ana")
	miriam.slash("club settings", "rooms", true)
	w.work()
	if len(w.rooms) != 2 || w.roomNamed("Checkpoint 2").name != "Checkpoint 2: Chapters 4-6" {
		t.Errorf("%d rooms", len(w.rooms))
	}
	w.until("2026-12-20 18:00")
	w.roomNamed("Checkpoint 3")
}

// Rooms fall silent when their read ends: at once if somebody ends it, and
// where the plan does, the last one only with the reveal.
func TestRoomsFallSilent(t *testing.T) {
	t.Parallel()
	silent := func(w *world) string {
		var names []string
		for _, r := range w.rooms {
			if r.locked {
				names = append(names, r.name)
			}
		}
		return strings.Join(names, "|")
	}
	t.Run("by the plan", func(t *testing.T) {
		t.Parallel()
		w, _ := withRooms(t)
		ana := w.reader("ana", "done")
		for _, at := range []string{"2026-12-13 18:00", "2026-12-20 18:00"} {
			w.until(at)
		}
		if got := silent(w); got != "" {
			t.Errorf("silent: %s", got)
		}
		w.until("2026-12-27 18:00")
		if got := silent(w); got != "Checkpoint 1: Chapters 1-3|Checkpoint 2: Chapters 4-6|Checkpoint 3: Chapters 7-9" {
			t.Errorf("silent at the end: %s", got)
		}
		ana.enter("Checkpoint 4").says("on your way").hides("not write")
		ana.enter("Checkpoint 1").says("you can read there and not write")
		w.holds("Checkpoint 4", "ana")
		w.until("2027-01-03 18:00")
		if n := strings.Count(silent(w), "Checkpoint"); n != 4 {
			t.Errorf("%d are silent after the reveal", n)
		}
	})
	t.Run("revealed early", func(t *testing.T) {
		t.Parallel()
		w, miriam := withRooms(t)
		ana := w.reader("ana", "done")
		ana.slash("rate", "stars", "4")
		for _, at := range []string{"2026-12-13 18:00", "2026-12-20 18:00", "2026-12-27 18:00"} {
			w.until(at)
		}
		miriam.slash("schedule reveal")
		w.work()
		if n := strings.Count(silent(w), "Checkpoint"); n != 4 {
			t.Errorf("%d are silent after the reveal", n)
		}
	})
	for _, how := range []string{"finish", "drop"} {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			w, miriam := withRooms(t)
			label := map[string]string{"finish": "Finish it", "drop": "Drop it"}[how]
			miriam.press(miriam.slash("schedule "+how), label)
			w.work()
			if got := silent(w); got != "Checkpoint 1: Chapters 1-3" {
				t.Errorf("silent: %s", got)
			}
			w.until("2026-12-28 18:00")
			if len(w.rooms) != 1 {
				t.Errorf("%d rooms", len(w.rooms))
			}
		})
	}
}

// A room follows its checkpoint, and is called as its chapters are.
func TestARoomFollowsItsCheckpoint(t *testing.T) {
	t.Parallel()
	w, miriam := withRooms(t)
	miriam.press(miriam.slash("schedule move", "checkpoint", "2", "to", "2026-12-15"), "Use this plan")
	w.until("2026-12-13 18:00")
	if len(w.rooms) != 1 {
		t.Errorf("%d rooms", len(w.rooms))
	}
	w.until("2026-12-15 18:00")
	w.roomNamed("Checkpoint 2")
	list := strings.Replace(titledList(), "Chapter 3:", "The *third*:", 1)
	miriam.press(miriam.submit(miriam.slash("book chapters", "book", "Never Let Me Go"), "list", list), "Save")
	w.work()
	if got := w.roomNamed("Checkpoint 1").name; got != "Checkpoint 1: Chapter 1 to The *third*" {
		t.Errorf("the room is called %q", got)
	}
}

// A note that was written in a room has its line there. It names its author as
// long as they belong into the room: a name could let them in.
func TestNobodyIsNamedInARoomWhoIsNotInIt(t *testing.T) {
	t.Parallel()
	w, _ := withRooms(t)
	ana := w.reader("ana", "ch 3")
	room := w.roomNamed("Checkpoint 1").id
	inside := ana.inThread(room, homeRoom)
	inside.slash("note", "text", "before I asked") // who manages threads is in every room
	w.work()
	w.post("left a thought").says("Someone left a thought").hides("user ana")
	ana.enter("Checkpoint 1")
	w.post("left a thought").says("<@user ana> left a thought")
	ana.slash("progress", "at", "ch 2")
	w.work()
	w.post("left a thought").says("Someone left a thought").hides("user ana")
	ana.slash("note", "text", "at home", "kind", "question")
	w.work()
	w.post("left a question").says("<@user ana>") // one's notes elsewhere bear one's name
	ana.slash("progress", "at", "ch 3")
	w.work()
	w.post("left a thought").says("<@user ana> left a thought")
	ana.slash("leave")
	w.work()
	w.post("left a thought").says("Someone left a thought").hides("user ana")
}

// A command in a room means the read whose room it is.
func TestARoomIsOfARead(t *testing.T) {
	t.Parallel()
	w, miriam := withRooms(t)
	miriam.slash("book add", "title", "Emma", "chapters", 4)
	ana := w.reader("ana", "ch 3")
	w.start(miriam, "Emma")
	ana.slash("progress").no("option `book`")
	inside := ana.inThread(w.roomNamed("Checkpoint 1").id, homeRoom)
	inside.slash("progress", "at", "ch 5").says("Never Let Me Go", "Chapter 5")
	inside.slash("progress", "at", "ch 2", "book", "Emma").says("Emma", "Chapter 2")
	ana.inThread("some thread", homeRoom).slash("progress").no("option `book`")
}

// Somebody deleted a room. That is found where someone wants to go in, and the
// room is made anew only if an organiser wants it.
func TestADeletedRoom(t *testing.T) {
	t.Parallel()
	w, miriam := withRooms(t)
	ana, ben := w.reader("ana", "ch 3"), w.reader("ben", "ch 3")
	ana.enter("Checkpoint 1")
	w.deleteRoom("Checkpoint 1")
	ben.enter("Checkpoint 1").says("on your way")
	if len(w.rooms) != 1 {
		t.Fatal("a room is made anew that was deleted")
	}
	ben.enter("Checkpoint 1").says("is not there yet")
	report := miriam.slash("club doctor").says("The room of Checkpoint 1: Chapters 1-3 of Never Let Me Go was deleted")
	miriam.press(report, "Repair").says("I am on it", "A room that was deleted")
	w.work()
	w.holds("Checkpoint 1", "ana ben")
	welcome := w.post("This room is for")
	if welcome.channel != w.roomNamed("Checkpoint 1").id {
		t.Error("the new room has no first message")
	}
	miriam.slash("club doctor").says("where they should be").offers()
}

// Only store writes a reader: it sees to the rooms.
func TestReadersAreWrittenInOnePlace(t *testing.T) {
	t.Parallel()
	var places []string
	for name, file := range sources(t, ".") {
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && called(f.Body)["SetReader"] {
				places = append(places, name+": "+f.Name.Name)
			}
		}
	}
	if !slices.Equal(places, []string{"seat.go: store"}) {
		t.Errorf("readers are written in %q", places)
	}
}

// The room could not be made: who wants in is told, and is let in once it is.
func TestARoomThatCannotBeMade(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withBook()
	miriam.slash("club settings", "rooms", true)
	w.start(miriam, "Never Let Me Go")
	w.refuses = func(task bot.Task) *bot.Problem {
		if task.Kind == "room" {
			return &bot.Problem{Reason: "I may not make private threads in the channel (Create Private Threads).", Permanent: true}
		}
		return nil
	}
	w.until("2026-12-06 18:00")
	ana := w.reader("ana", "ch 3")
	ana.enter("Checkpoint 1").says("not there yet", "/club doctor")
	report := miriam.slash("club doctor").says("A checkpoint's room of Never Let Me Go", "Create Private Threads")
	w.refuses = nil
	miriam.press(report, "Repair").says("is tried again")
	w.work()
	w.holds("Checkpoint 1", "ana")
}
