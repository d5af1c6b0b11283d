package commands_test

import (
	"database/sql"
	"testing"
)

// One who joins by saying how far they are is written once.
func TestJoiningByProgressWritesOnce(t *testing.T) {
	t.Parallel()
	w := newWorldOnDisk(t)
	miriam := w.withRead()
	beside, err := sql.Open("sqlite", "file:"+w.path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = beside.Close() })
	_, err = beside.ExecContext(t.Context(), `
		CREATE TABLE written (user_id TEXT NOT NULL);
		CREATE TRIGGER reader_added AFTER INSERT ON reader BEGIN INSERT INTO written VALUES (NEW.user_id); END;
		CREATE TRIGGER reader_changed AFTER UPDATE ON reader BEGIN INSERT INTO written VALUES (NEW.user_id); END`)
	if err != nil {
		t.Fatal(err)
	}
	miriam.slash("club settings", "role", w.server.Roles[1])
	ana := w.person("ana")
	writes := func(want int) {
		t.Helper()
		if got := column(t, beside, "SELECT count(*) FROM written")[0]; got != string(rune('0'+want)) {
			t.Errorf("written %s times, want %d", got, want)
		}
	}
	ana.slash("progress", "at", "ch 3").says("You are in the read now", "Chapter 3")
	writes(1)
	ana.slash("progress", "at", "ch 4")
	writes(2)
	ana.slash("leave")
	writes(3)
	ana.slash("progress", "at", "ch 5").says("You are in the read now")
	writes(4)
	w.work()
	if !w.roles[ana.id+" "+clubRole] {
		t.Error("who joined has no role")
	}
}

// In a read that was dropped nobody says any more how far they are, so nothing
// is offered that could only be refused.
func TestTheRoomOfADroppedRead(t *testing.T) {
	t.Parallel()
	w, miriam := withRooms(t)
	ana, ben, dora := w.reader("ana", "ch 3"), w.reader("ben", "ch 2"), w.person("dora")
	miriam.press(miriam.slash("schedule drop"), "Drop it")
	w.work()
	ana.enter("Checkpoint 1").says("on your way into")
	ben.enter("Checkpoint 1").says("opens at Chapter 3").offers()
	dora.enter("Checkpoint 1").says("opens at Chapter 3").offers()
}

// A line could not come where nobody can write any more: a note that is written
// in the room of a read that is over has its line at home.
func TestANoteInASilentRoom(t *testing.T) {
	t.Parallel()
	w, _ := withRooms(t)
	ana := w.reader("ana", "ch 3")
	for _, at := range []string{"2026-12-13 18:00", "2026-12-20 18:00", "2026-12-27 18:00"} {
		w.until(at)
	}
	for name, want := range map[string]string{"Checkpoint 1": homeRoom, "Checkpoint 4": ""} { // the last one falls silent later
		room := w.roomNamed(name).id
		if want == "" {
			want = room
		}
		ana.inThread(room, homeRoom).slash("note", "text", name, "kind", "quote").says("on its way to <#" + want + ">")
		w.work()
		if got := w.post("left a quote").channel; got != want {
			t.Errorf("the line of a note in the room of %s stands in %s, want %s", name, got, want)
		}
	}
}

// A room is of one read, and a note written in it may be of another.
func TestANoteOnAnotherBookInARoom(t *testing.T) {
	t.Parallel()
	w, miriam := withRooms(t)
	miriam.slash("book add", "title", "Emma", "chapters", 4)
	ana := w.reader("ana", "ch 3")
	w.start(miriam, "Emma")
	ana.enter("Checkpoint 1")
	inside := ana.inThread(w.roomNamed("Checkpoint 1").id, homeRoom)
	inside.slash("note", "book", "Emma", "chapter", "ch 1", "text", "x").says("is kept")
	w.work()
	w.post("left a thought").says("<@user ana>")
	ana.slash("progress", "book", "Never Let Me Go", "at", "ch 2")
	w.work()
	w.holds("Checkpoint 1", "")
	w.post("left a thought").says("Someone left a thought").hides("user ana")
}
