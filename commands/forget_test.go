package commands_test

import (
	"encoding/json"
	"strings"
	"testing"

	"dogear/bot"
)

// exported is the file that somebody gets.
func exported(t *testing.T, r reply) (text string, lists map[string]any) {
	t.Helper()
	if len(r.message.Files) != 1 || r.message.Files[0].Name != "dogear-about-you.json" {
		t.Fatalf("no file in %s", r)
	}
	text = string(r.message.Files[0].Data)
	if err := json.Unmarshal([]byte(text), &lists); err != nil {
		t.Fatal(err)
	}
	return text, lists
}

// What somebody wishes is theirs to change, each thing by itself.
func TestWishes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana := w.reader("ana", "ch 1")
	ana.slash("me settings").says("Reminders: off", "Progress: shown", "Stars: without your name")
	ana.slash("me settings", "show-progress", false, "show-stars", true).says("Reminders: off", "Progress: hidden", "Stars: with your name")
	ana.slash("me settings", "reminders", true).says("Reminders: on", "Progress: hidden", "Stars: with your name")
	ana.slash("me settings", "show-stars", false).says("Reminders: on", "Progress: hidden", "Stars: without your name")
	ana.at(elsewhere, farRoom).slash("me settings").says("Reminders: off", "Progress: shown")
}

// The export holds one's own words, also those that are locked, and nobody
// else's; in a server that server's, in a direct message all.
func TestExport(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana, ben := w.reader("ana", "ch 5"), w.reader("ben", "ch 5")
	ana.slash("note", "text", "Mine, about ch 5.", "chapter", "ch 5")
	ana.slash("progress", "at", "ch 1")
	ben.slash("note", "text", "Not hers.", "chapter", "ch 1")
	ana.at(elsewhere, farRoom).slash("me settings", "show-stars", true)
	text, lists := exported(t, ana.slash("me export").says("in this server", "/me forget"))
	if !strings.Contains(text, "Mine, about ch 5.") || strings.Contains(text, "Not hers.") || strings.Contains(text, ben.id) {
		t.Errorf("the file is\n%s", text)
	}
	if lists["person"] != ana.id || lists["server"] != hailsham || len(lists["settings"].([]any)) != 0 || len(lists["reads"].([]any)) != 1 {
		t.Errorf("the file is\n%s", text)
	}
	if _, lists = exported(t, ana.inDirect().slash("me export").says("about you in every server")); len(lists["settings"].([]any)) != 1 || len(lists["notes"].([]any)) != 1 {
		t.Errorf("in all: %v", lists)
	}
}

// Who asks to be forgotten is: the lines of their notes say "a former reader",
// they are out of the role and the rooms, what others replied stays, and once
// all of that is done their id is nowhere.
func TestForget(t *testing.T) {
	t.Parallel()
	w := newWorldOnDisk(t)
	miriam := w.withRead()
	miriam.slash("club settings", "rooms", true, "role", w.server.Roles[1])
	ana, ben := w.reader("ana", "ch 5"), w.reader("ben", "ch 5")
	w.until("2026-12-06 18:00")
	ana.enter("Checkpoint 1")
	ana.slash("note", "text", "I begin.", "chapter", "ch 1")
	w.work()
	line := w.post("<@user ana> left a thought about **Chapter 1**").reply
	ben.submit(ben.press(ben.press(line, "Open"), "Reply"), "text", "I reply.")
	ana.slash("note", "text", "Alone.", "chapter", "ch 2")
	ana.slash("rate", "stars", "4.5", "outcome", "stopped")
	ana.slash("me settings", "reminders", true)
	ana.submit(ana.slash("note"), "text", "Half a note.", "chapter", "ch 99").offers("Try again")
	w.work()
	w.holds("Checkpoint 1", "ana")
	if !w.roles[ana.id+" "+clubRole] {
		t.Fatal("she has no role")
	}
	asked := ana.slash("me forget").says("Shall I forget you?", "your place in 1 read, 2 notes, 1 rating", "in this server.", "and what others replied to them stays", "role and rooms").offers("Erase everything about me", "Keep it")
	ana.press(asked, "Keep it").says("All stays")
	if before := strings.Join(w.everything(), "\n"); !strings.Contains(before, ana.id) || !strings.Contains(before, "Half a note.") {
		t.Fatal("nothing is proved")
	}
	ana.press(asked, "Erase everything about me").says("### Forgotten", "Erased: your place in 1 read, 2 notes, 1 rating", "until that is done, and no longer")
	ana.press(asked, "Erase everything about me").says("nothing about you").hides("### Forgotten")
	w.work()
	w.holds("Checkpoint 1", "")
	left := strings.Join(w.everything(), "\n")
	if w.roles[ana.id+" "+clubRole] || strings.Contains(left, ana.id) || strings.Contains(left, "I begin.") || strings.Contains(left, "Half a note.") {
		t.Errorf("she has the role: %v; left is\n%s", w.roles[ana.id+" "+clubRole], left)
	}
	if w.has("<@user ana>") || !w.has("A former reader left a thought about **Chapter 2**. It was erased at their wish.") {
		t.Errorf("the board says\n%s", w.board())
	}
	ben.press(w.post("A former reader left a thought about **Chapter 1**").says("what was replied stays", "1 reply"), "Open").
		says("A former reader's note about Chapter 1 was deleted", "I reply.")
	ana.slash("me forget").says("nothing about you")
	// Who returns begins anew.
	ana.slash("progress", "at", "ch 2").says("Chapter 2")
	w.work()
	if !w.roles[ana.id+" "+clubRole] {
		t.Error("back, she has no role")
	}
}

// What is typed in a direct message about a read belongs to that read's server:
// it is taken along from there, and forgotten there.
func TestDraftsOfADirectMessage(t *testing.T) {
	t.Parallel()
	w := newWorldOnDisk(t)
	w.undrawn = true
	w.withRead()
	ana := w.reader("ana", "ch 9")
	ana.slash("me settings", "reminders", true)
	w.until("2026-12-27 18:00")
	w.until("2026-12-30 18:00")
	told := w.post("### How was Never Let Me Go?").reply
	direct := ana.inDirect()
	again := direct.submit(direct.press(told, "Rate it"), "review", "Refused.", "end", "finished").offers("Try again")
	asks := direct.submit(direct.press(told, "Rate it"), "stars", "2", "review", "Waits.").offers("I have finished", "I stopped at Chapter 9")
	if got := direct.press(again, "Try again").field("review"); got != "Refused." {
		t.Errorf("the form is filled with %q", got)
	}
	text, _ := exported(t, ana.slash("me export"))
	for _, words := range []string{"Refused.", "Waits."} {
		if !strings.Contains(text, words) {
			t.Errorf("%q is not in\n%s", words, text)
		}
	}
	if text, _ = exported(t, ana.at(elsewhere, farRoom).slash("me export")); strings.Contains(text, "Waits.") {
		t.Errorf("in another server the file is\n%s", text)
	}
	ana.press(ana.slash("me forget"), "Erase everything about me").says("Forgotten")
	w.work()
	if left := strings.Join(w.everything(), "\n"); strings.Contains(left, "Refused.") || strings.Contains(left, "Waits.") || strings.Contains(left, ana.id) {
		t.Errorf("left is\n%s", left)
	}
	ana.slash("progress", "at", "ch 9")
	direct.press(asks, "I stopped at Chapter 9").no("not kept any more")
}

// What Discord refuses is tried as long as other work is; then the id goes all
// the same. Who comes back before that keeps what they have then.
func TestForgetWhereDiscordRefuses(t *testing.T) {
	t.Parallel()
	for name, back := range map[string]bool{"gone": false, "back": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorldOnDisk(t)
			w.withRead().slash("club settings", "role", w.server.Roles[1])
			ana := w.reader("ana", "ch 5")
			w.work()
			w.refuses = func(task bot.Task) *bot.Problem {
				if task.Kind != "role" {
					return nil
				}
				return &bot.Problem{Reason: "I may not.", Permanent: true}
			}
			ana.press(ana.slash("me forget"), "Erase everything about me").says("Forgotten")
			w.work()
			if !strings.Contains(w.dump(), ana.id) {
				t.Fatal("it is given up at once")
			}
			if back {
				ana.slash("progress", "at", "ch 1")
				w.refuses = nil
			}
			w.until("2026-12-01 12:00")
			w.until("2026-12-01 16:00")
			w.until("2026-12-01 18:00")
			if strings.Contains(w.dump(), ana.id) != back || w.roles[ana.id+" "+clubRole] != true {
				t.Errorf("she has the role: %v, and left is\n%s", w.roles[ana.id+" "+clubRole], w.dump())
			}
			if strings.Contains(w.dump(), "forgetting: ") {
				t.Errorf("it is still to be done in\n%s", w.dump())
			}
		})
	}
}
