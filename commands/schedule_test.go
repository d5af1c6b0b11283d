package commands_test

import (
	"strings"
	"testing"

	"dogear/bot"
)

func TestMovesThatCannotBe(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	w.until("2026-12-08 09:00")
	for _, c := range []struct{ checkpoint, to, time, why string }{
		{"1", "2026-12-20", "18:00", "has been open since"},
		{"2", "2026-12-07", "18:00", "lies in the past"},
		{"2", "today", "09:00", "lies in the past"},
		{"2", "2026-12-20", "18:00", "would not come before Checkpoint 3"},
		{"3", "2026-12-13", "18:00", "would not come after Checkpoint 2"},
		{"2", "2026-12-13", "18:00", "already"},
		{"2", "2026-12-13", "25:00", "25:00"},
		{"2", "someday", "18:00", `"someday"`},
		{"5", "2026-12-13", "18:00", "numbered from 1 to 4"},
		{"0", "2026-12-13", "18:00", "numbered from 1 to 4"},
		{"-1", "2026-12-13", "18:00", "numbered from 1 to 4"},
		{"*the* last", "2026-12-13", "18:00", `"\*the\* last"`},
	} {
		miriam.slash("schedule move", "checkpoint", c.checkpoint, "to", c.to, "time", c.time).no(c.why)
	}
	// A preview that has grown old.
	move := miriam.slash("schedule move", "checkpoint", "2", "to", "2026-12-09")
	w.turn("2026-12-09 08:30")
	soon := miriam.slash("schedule move", "checkpoint", "2", "to", "2026-12-09", "time", "08:45")
	w.turn("2026-12-09 08:50")
	miriam.press(soon, "Use this plan").no("lies in the past")
	miriam.press(move, "Use this plan").says("The plan is changed")
}

func TestAheadIsSuggestedAndOpenIsNot(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	w.until("2026-12-06 18:00")
	var names []string
	for _, c := range miriam.suggest("schedule move", "checkpoint", "") {
		names = append(names, c.Name)
	}
	if got := strings.Join(names, "|"); got != "2: Chapters 4-6, Sun 13 Dec 18:00|3: Chapters 7-9, Sun 20 Dec 18:00|4: Chapters 10-12, Sun 27 Dec 18:00" {
		t.Errorf("suggests %s", got)
	}
	// A suggestion's name is taken, too, as one who types it all would.
	miriam.slash("schedule move", "checkpoint", names[0], "to", "2026-12-14").says("2. **Chapters 4-6**")
}

func TestAReadIsFinished(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	w.until("2026-12-06 18:00")
	w.post("### Checkpoint 1").says("Next: Chapters 4-6")
	asks := miriam.slash("schedule finish").says("Finish the read of Never Let Me Go now?").offers("Finish it", "Go on reading")
	miriam.press(asks, "Go on reading").says("goes on")
	miriam.slash("schedule reveal").no("still being read", "`/schedule finish`")
	miriam.press(asks, "Finish it").says("is finished")
	miriam.press(asks, "Finish it").no("is finished, so its schedule")
	w.work()
	w.post("The club has finished Never Let Me Go.").offers("Schedule")
	w.post("How was it?").offers("Rate it", "Ratings")
	w.post("12 chapters").says("The club has finished this book.")
	w.post("### Checkpoint 1").hides("Next: Chapters 4-6")
	w.until("2027-02-01 12:00")
	if got := w.kinds(); got != "card checkpoint line rate" {
		t.Errorf("what was ahead is posted: %s", got)
	}
	miriam.slash("schedule show").says("the read is finished", "not reached")
	for _, refused := range []reply{
		miriam.slash("schedule move", "checkpoint", "2", "to", "sunday"), miriam.slash("schedule finish"),
		miriam.slash("schedule drop"), miriam.slash("prompt add", "text", "Well?"),
	} {
		refused.no("is finished, so its schedule does not change any more")
	}

	// In a finished read everything that a reader does goes on.
	ana := w.person("ana")
	ana.slash("progress", "at", "ch 5").says("Chapter 5")
	ana.slash("note", "text", "late but here").says("is kept")
	ana.slash("rate", "stars", "4", "outcome", "stopped").says("★★★★")
	w.person("ben").press(w.post("12 chapters").reply, "Join").says("You are reading")
	ana.slash("help").says("Never Let Me Go")
}

func TestAReadIsDropped(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	ana := w.reader("ana", "ch 3")
	note := ana.slash("note", "text", "what I wrote")
	miriam.slash("prompt add", "text", "Will they?")
	far := ana.slash("progress", "at", "ch 4")
	w.until("2026-12-06 18:00")
	before := ana.press(note, "Open")
	asks := miriam.slash("schedule drop").says("Drop the read of Never Let Me Go?").offers("Drop it", "Go on reading")
	miriam.press(asks, "Drop it").says("is dropped")
	w.work()
	w.post("The club has put Never Let Me Go aside").offers("Schedule")
	w.post("12 chapters").says("The club has put this book aside.")
	if w.has("How was it?") {
		t.Error("a dropped read asks for stars")
	}

	// It can be read, and not changed.
	ana.slash("notes").says("what I wrote")
	opened := ana.press(note, "Open").says("what I wrote")
	ana.slash("progress").says("Chapter 4")
	ana.slash("reading").says("put this book aside")
	ana.slash("shelf").says("Dropped")
	miriam.slash("schedule show").says("the read is dropped")
	w.post("12 chapters").offers("Schedule")
	for name, refused := range map[string]reply{
		"progress": ana.slash("progress", "at", "ch 9"),
		"note":     ana.slash("note", "text", "more"),
		"form":     ana.slash("note"),
		"rate":     ana.slash("rate", "stars", "4"),
		"rate it":  ana.slash("rate"),
		"undo":     ana.press(far, "Undo"),
		"reached":  ana.press(w.post("Checkpoint 1").reply, "I have read this far"),
		"write":    ana.press(w.post("Checkpoint 1").reply, "Write a note"),
		"edit":     ana.press(before, "Edit"),
		"set lock": ana.press(before, "Set its lock"),
		"remove":   miriam.slash("prompt remove", "prompt", "1"),
	} {
		if refused.refused == "" || !strings.Contains(refused.refused, "was dropped") {
			t.Errorf("%s: %s", name, refused)
		}
	}
	ana.slash("ratings").no("was dropped")
	miriam.slash("schedule reveal").no("was dropped")
	ana.press(ana.press(opened, "Delete"), "Delete it").says("is deleted") // one's own words stay one's own
	w.until("2027-02-01 12:00")
	if got := w.kinds(); got != "card checkpoint line" {
		t.Errorf("posted %s", got)
	}
}

// An organiser is told what could not be posted, and why.
func TestTroubleIsTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	miriam.slash("prompt add", "text", "Well?")
	w.refuses = func(task bot.Task) *bot.Problem {
		if task.Kind != "checkpoint" {
			return nil
		}
		return &bot.Problem{Reason: "I cannot see the channel (View Channel).", Permanent: true}
	}
	w.until("2026-12-06 18:00")
	miriam.slash("schedule show").says("A checkpoint's post of Never Let Me Go, due <t:1796580000:F>, waits and is tried again: I cannot see the channel (View Channel).")
	miriam.slash("prompt list").says("waiting: I cannot see the channel (View Channel).")

	// It lets others by, and holds nothing up.
	w.reader("ana", "ch 1").slash("note", "text", "hm")
	w.work()
	w.post("left a thought")

	w.until("2026-12-07 01:00")
	miriam.slash("schedule show").says("failed: I cannot see the channel")
	miriam.slash("prompt list").says("failed: I cannot see the channel")
	w.refuses = nil
	w.until("2026-12-08 01:00")
	if w.has("### Checkpoint 1") {
		t.Error("what has failed is posted after all")
	}
}

// Discord takes it the second time: it is posted once.
func TestWhatIsStuckIsTriedAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	w.refuses = func(bot.Task) *bot.Problem { return &bot.Problem{Reason: "The channel is gone.", Permanent: true} }
	w.until("2026-12-06 18:00")
	w.refuses = nil
	w.until("2026-12-06 18:05")
	if w.has("### Checkpoint 1") {
		t.Error("it is tried again at once")
	}
	w.until("2026-12-06 18:10")
	w.post("### Checkpoint 1").hides("late")
}
