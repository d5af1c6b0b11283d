package commands_test

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"

	"dogear/club"
)

// bankIn finds the questions of the bank that a text shows, in its order.
func bankIn(text string) (keys []string) {
	for line := range strings.Lines(text) {
		for _, q := range club.Bank() {
			if strings.TrimSpace(line) == "> "+q.Text {
				keys = append(keys, q.Key)
			}
		}
	}
	return keys
}

// A checkpoint for which nobody has written a question asks one of the bank:
// organisers see which, and may have another.
func TestACheckpointAsksByItself(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withBook()
	miriam.slash("club settings", "fallback", true).says("Questions of mine: at checkpoints without one")
	w.start(miriam, "Never Let Me Go")
	list := miriam.slash("prompt list").says("-# Mine: I ask it there as long as nobody else asks anything.", "is open to everyone")
	planned := bankIn(list.text())
	if len(planned) != 4 {
		t.Fatalf("planned are %v in\n%s", planned, list.text())
	}
	swapped := bankIn(miriam.press(list, "Another for checkpoint 1").says("Mine:").text())
	if swapped[0] == planned[0] || fmt.Sprint(swapped[1:]) != fmt.Sprint(planned[1:]) {
		t.Errorf("%v is swapped and becomes %v", planned, swapped)
	}
	miriam.slash("schedule show").says("· a question of mine")
	w.until("2026-12-06 18:00")
	if asked := bankIn(w.post("### Checkpoint 1").text()); len(asked) != 1 || asked[0] != swapped[0] {
		t.Errorf("asked is %v, want %s", asked, swapped[0])
	}
	miriam.press(list, "Another for checkpoint 1").no("not one that I would ask any more")

	// One's own takes its place, as long as it is asked itself.
	miriam.slash("prompt add", "text", "Mine instead?", "all", true)
	if own := bankIn(miriam.slash("prompt list").text()); len(own) != 3 {
		t.Errorf("planned are %v", own)
	}
	miriam.slash("prompt hold", "prompt", "2").says("is held")
	miriam.slash("prompt list").says("held, due")
	w.until("2026-12-13 18:00")
	if asked := bankIn(w.post("### Checkpoint 2").hides("Mine instead?").text()); len(asked) != 1 || asked[0] != swapped[1] {
		t.Errorf("asked is %v, want %s", asked, swapped[1])
	}
	miriam.slash("prompt release", "prompt", "3").says("joins the post")
	w.work()
	if asked := bankIn(w.post("### Checkpoint 2").says("Mine instead?").text()); len(asked) != 1 {
		t.Errorf("asked are %v", asked) // people have answered it
	}

	// None at all, if an organiser wants none; and it can be made one's own.
	miriam.slash("prompt remove", "prompt", "4").says("is removed", "Checkpoint 3")
	form := miriam.slash("prompt edit", "prompt", "4")
	miriam.submit(form, "text", "My words?", "chapter", "everyone").says("is changed")
	w.until("2026-12-20 18:00")
	w.post("### Checkpoint 3").hides("\n> ")
	w.until("2026-12-27 18:00")
	w.post("### Checkpoint 4").says("> My words?")

	// The next book gets others.
	w.until("2026-12-28 09:00")
	miriam.slash("book add", "title", "Emma", "chapters", 12)
	w.start(miriam, "Emma")
	for _, key := range bankIn(miriam.slash("prompt list", "book", "Emma").text()) {
		if strings.Contains(fmt.Sprint(swapped[:2]), key) {
			t.Errorf("%s is asked again", key)
		}
	}
}

// What Dogear would ask follows the plan: it fits where a checkpoint lies, and
// none is asked twice.
func TestSparesFollowThePlan(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withBook()
	miriam.slash("club settings", "fallback", true)
	w.start(miriam, "Never Let Me Go")
	before := bankIn(miriam.slash("prompt list").text())
	change := miriam.press(miriam.slash("schedule replan", "pace", 2), "Use this plan")
	first := miriam.slash("prompt list").says("Checkpoint 6")
	after := bankIn(first.text())
	if len(after) != 6 || after[5] != before[3] && themeOf(after[5]) != club.ThemeEnd || themeOf(after[3]) == club.ThemeEnd {
		t.Errorf("%v becomes %v", before, after)
	}
	miriam.press(change, "Undo").says("as it was")
	if again := bankIn(miriam.slash("prompt list").text()); len(again) != 4 || themeOf(again[3]) != club.ThemeEnd {
		t.Errorf("taken back, %v are planned", again)
	}
	miriam.slash("club settings", "fallback", false).says("Questions of mine: none")
	miriam.slash("prompt list").no("No question is planned")
	w.until("2026-12-06 18:00")
	w.post("### Checkpoint 1").hides("\n> ")
	miriam.slash("club settings", "fallback", true)
	if again := bankIn(miriam.slash("prompt list").text()); len(again) != 3 {
		t.Errorf("switched on again, %v are planned", again)
	}
}

func themeOf(key string) club.Theme {
	q, _ := club.BankQuestionOf(key)
	return q.Theme
}

// Reads that an earlier Dogear began get theirs when this one starts.
func TestSparesOfAnOlderRead(t *testing.T) {
	t.Parallel()
	w := newWorldOnDisk(t)
	miriam := w.withRead() // with the setting off, as there was none
	beside, err := sql.Open("sqlite", "file:"+w.path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = beside.Close() }()
	if _, err := beside.ExecContext(t.Context(), "UPDATE club SET fallback = 1"); err != nil {
		t.Fatal(err)
	}
	if err := w.house.FillSpares(t.Context()); err != nil {
		t.Fatal(err)
	}
	if planned := bankIn(miriam.slash("prompt list").text()); len(planned) != 4 {
		t.Errorf("planned are %v", planned)
	}
}

// The bank's questions are suggested, and are asked like any other.
func TestTheBankIsSuggested(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	choices := miriam.suggest("prompt add", "text", "")
	if len(choices) != 25 {
		t.Fatalf("%d are suggested", len(choices))
	}
	for _, c := range choices {
		if q, ok := club.BankQuestionOf(c.Value); !ok || c.Name != q.Text {
			t.Errorf("suggests %q for %q", c.Name, c.Value)
		}
	}
	q, _ := club.BankQuestionOf(choices[0].Value)
	miriam.slash("prompt add", "text", q.Key, "all", true).says("asked with Checkpoint 1")
	w.until("2026-12-06 18:00")
	w.post("### Checkpoint 1").says("> " + q.Text)
	if again := miriam.suggest("prompt add", "text", ""); again[0].Value == q.Key {
		t.Error("what was just asked comes first")
	}
}

// One of Dogear's that is asked before its time leaves room for another; one that
// is held leaves none, until it is released.
func TestASpareIsAskedEarlyOrHeld(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withBook()
	miriam.slash("club settings", "fallback", true)
	w.start(miriam, "Never Let Me Go")
	planned := bankIn(miriam.slash("prompt list").text())
	miriam.slash("prompt post", "prompt", "1").says("on its way")
	w.work()
	w.post("### A question on")
	is := bankIn(miriam.slash("prompt list").text())
	if len(is) != 5 || is[0] != planned[0] || is[1] == planned[0] || fmt.Sprint(is[2:]) != fmt.Sprint(planned[1:]) {
		t.Errorf("%v becomes %v", planned, is)
	}
	miriam.slash("prompt hold", "prompt", "2").says("is held")
	w.until("2026-12-06 18:00")
	w.post("### Checkpoint 1").hides("\n> ")
	miriam.slash("prompt release", "prompt", "2").says("joins the post")
	w.work()
	if asked := bankIn(w.post("### Checkpoint 1").text()); len(asked) != 1 || asked[0] != is[1] {
		t.Errorf("asked is %v, want %s", asked, is[1])
	}
}

// What organisers have said of a question of mine stays said, through changes of
// the plan too.
func TestAHeldSpareStaysHeld(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withBook()
	miriam.slash("club settings", "fallback", true)
	w.start(miriam, "Never Let Me Go")
	miriam.slash("prompt hold", "prompt", "1").says("is held")
	miriam.slash("prompt hold", "prompt", "3").says("is held")
	miriam.slash("prompt remove", "prompt", "4").says("is removed")
	change := miriam.press(miriam.slash("schedule replan", "pace", 6), "Use this plan")
	miriam.press(change, "Undo").says("as it was")
	list := miriam.slash("prompt list")
	if n := strings.Count(list.text(), "· held, due"); n != 2 || len(bankIn(list.text())) != 3 {
		t.Errorf("%d are held in\n%s", n, list.text())
	}
	w.until("2026-12-06 18:00")
	w.post("### Checkpoint 1").hides("\n> ")
	miriam.slash("prompt release", "prompt", "1").says("joins the post")
	w.work()
	if asked := bankIn(w.post("### Checkpoint 1").text()); len(asked) != 1 {
		t.Errorf("asked are %v", asked)
	}
}
