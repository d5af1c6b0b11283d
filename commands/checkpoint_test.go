package commands_test

import (
	"fmt"
	"strings"
	"testing"

	"dogear/bot"
)

func TestACheckpointsPost(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	miriam.slash("club settings", "role", w.server.Roles[1])
	w.until("2026-12-06 18:00")
	post := w.post("### Checkpoint 1: Chapters 1-3").says("<@&"+clubRole+">", "Next: Chapters 4-6").hides("Title", "Secret", "late").
		offers("I have read this far", "Write a note", "Read notes")
	if w.post("### Checkpoint 1").message.Role != clubRole {
		t.Error("its role is not mentioned")
	}
	ana := w.person("ana")
	ana.press(post, "I have read this far").says("**Chapter 3**", "Chapter 6 by").hides("Secret")
	ana.slash("progress", "at", "ch 7")
	ana.press(post, "I have read this far").says("**Chapter 7**") // nobody is moved back
	ana.submit(ana.press(post, "Write a note"), "text", "x", "chapter", "ch 2").says("is kept")
	w.work()
	counted := w.post("### Checkpoint 1")
	counted.offers("I have read this far", "Write a note", "Read notes · 1")
	ana.press(counted.reply, "Read notes").says("Never Let Me Go, Chapters 1-3", "> x")
	w.until("2026-12-27 18:00")
	w.post("### Checkpoint 4: Chapters 10-12").says("That was the last of Never Let Me Go.")
	if w.kinds() != "card checkpoint stub checkpoint checkpoint checkpoint rate" {
		t.Errorf("posted %s", w.kinds())
	}
}

// What comes late is posted all the same, and says so; what is looked at again
// much later was not late.
func TestACheckpointThatComesLate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana := w.reader("ana", "ch 9")
	w.until("2026-12-07 00:01")
	w.post("### Checkpoint 1").says("This comes late: it was due <t:1796580000:F>.")
	w.until("2026-12-13 18:00")
	w.post("### Checkpoint 2").hides("late")
	w.until("2026-12-16 12:00")
	ana.slash("note", "chapter", "ch 5", "text", "x")
	w.work()
	w.post("### Checkpoint 2").hides("late").offers("I have read this far", "Write a note", "Read notes · 1")
}

// Whatever fell due while nobody was there comes in the order of its moments.
func TestTheOrderAfterASilence(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	miriam.slash("prompt add", "text", "Missed?", "at", "2026-12-08 12:00")
	miriam.slash("prompt add", "text", "In time?", "at", "2026-12-20 20:00")
	w.until("2026-12-20 21:00")
	var heads []string
	for _, p := range w.posts[1:] {
		head, _, _ := strings.Cut(p.text(), "\n")
		heads = append(heads, head)
	}
	want := "### Checkpoint 1: Chapters 1-3|### Checkpoint 2: Chapters 4-6|### Checkpoint 3: Chapters 7-9|### A question on Never Let Me Go"
	if got := strings.Join(heads, "|"); got != want {
		t.Errorf("posted %s, want %s", got, want)
	}
	w.post("### Checkpoint 1").says("late")
	w.post("### Checkpoint 3").hides("late")
}

// A post is looked at again if it changed while it was on its way.
func TestAPostChangesWhileItIsOnItsWay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	miriam.slash("prompt add", "text", "Well?", "all", true)
	w.meanwhile = func(task bot.Task) {
		if task.Kind == "checkpoint" && task.Message == "" {
			w.meanwhile = nil
			miriam.slash("prompt remove", "prompt", "1").says("is removed")
		}
	}
	w.until("2026-12-06 18:00")
	w.post("### Checkpoint 1").hides("Well?").offers("I have read this far", "Write a note", "Read notes")
}

// Dogear crashed after Discord took the post and before that was noted: the
// row is claimed again, and says that it is not the first time.
func TestACrashBetweenPostAndNote(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	w.until("2026-12-06 17:59")
	w.turn("2026-12-06 18:00")
	first, err := w.desk.Claim(t.Context(), 8)
	if err != nil || len(first) != 1 || first[0].Attempts != 1 {
		t.Fatalf("claims %v, %v", first, err)
	}
	if again, err := w.desk.Claim(t.Context(), 8); err != nil || len(again) != 0 {
		t.Fatalf("what is leased is claimed again: %v, %v", again, err)
	}
	w.restart()
	again, err := w.desk.Claim(t.Context(), 8)
	if err != nil || len(again) != 1 || again[0].ID != first[0].ID || again[0].Attempts != 2 || !again[0].First.Equal(first[0].First) {
		t.Fatalf("after a restart, claims %v, %v", again, err)
	}
	if again[0].Message != "" || again[0].Channel != "1001" { // where to look for what may have got through
		t.Errorf("the task of a post that is not known: %+v", again[0])
	}
}

// The post got through and the answer was lost: it is found, and not posted
// twice. A question that did not get through in time is missed.
func TestALostAnswer(t *testing.T) {
	t.Parallel()
	for _, through := range []bool{true, false} {
		t.Run(fmt.Sprint("got through: ", through), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			miriam := w.withRead()
			miriam.slash("prompt add", "text", "MARKER?", "at", "2026-12-03 12:00")
			passing := bot.Problem{Reason: "Discord did not answer as it should; I try again.", Unsure: true}
			if through {
				w.loses = func(bot.Task) bool { return true }
			} else {
				w.refuses = func(bot.Task) *bot.Problem { return &passing }
			}
			w.until("2026-12-03 12:00")
			miriam.slash("prompt list").says("on its way: Discord did not answer")
			w.loses, w.refuses = nil, nil
			w.until("2026-12-03 18:30")
			want := "missed: I was not there at its time"
			if through {
				want = "posted"
			}
			miriam.slash("prompt list").says(want)
			if n := strings.Count(w.kinds(), "prompts"); (n == 1) != through || n > 1 {
				t.Errorf("%d posts", n)
			}
		})
	}
}

// Nothing lives in memory: what was offered before a restart can be pressed
// after it, and what was due is done.
func TestAfterARestart(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withBook()
	plan := miriam.slash("schedule plan", "book", "Never Let Me Go", "start", "today", "pace", 3, "days", "sun")
	w.restart()
	miriam.press(plan, "Start this read").says("is planned")
	w.restart()
	w.work()
	ana := w.person("ana")
	ana.press(w.post("12 chapters").reply, "Join").says("You are reading")
	moved := ana.slash("progress", "at", "ch 4")
	w.restart()
	ana.press(moved, "Undo").says("You are at the beginning")
	w.until("2026-12-06 18:00")
	w.post("### Checkpoint 1")
}

func TestTheNextMoment(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if _, ok := w.house.NextDue(t.Context()); ok {
		t.Error("something is due where nothing is")
	}
	w.withRead()
	if due, ok := w.house.NextDue(t.Context()); !ok || due.Unix() != 1796580000 {
		t.Errorf("next due %v, %v", due, ok)
	}
}

func TestTheRegistry(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.house.Registry()
	if hash, ids, err := r.Registered(t.Context(), "global"); hash != "" || ids != "" {
		t.Errorf("registered %q %q %v", hash, ids, err)
	}
	if err := r.SetRegistered(t.Context(), "global", "h", "i"); err != nil {
		t.Fatal(err)
	}
	if hash, ids, err := r.Registered(t.Context(), "global"); hash != "h" || ids != "i" || err != nil {
		t.Errorf("registered %q %q %v", hash, ids, err)
	}
}

// One post that does not get through does not hold up a club for ever, and the
// organiser is told.
func TestOneFailureDoesNotStopTheOthers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	w.until("2026-12-06 18:00")
	ana := w.reader("ana", "ch 2")
	w.refuses = func(task bot.Task) *bot.Problem {
		if task.Kind == "checkpoint" && task.Message != "" { // its edits
			return &bot.Problem{Reason: "Discord did not answer as it should; I try again.", Unsure: true}
		}
		return nil
	}
	ana.slash("note", "text", "one") // the post of checkpoint 1 would count it
	w.until("2026-12-13 18:00")
	w.post("### Checkpoint 2")
	w.post("left a thought")
	miriam.slash("schedule show").says("waits and is tried again: Discord did not answer")
}
