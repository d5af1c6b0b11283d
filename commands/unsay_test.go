package commands_test

import (
	"strings"
	"testing"

	"dogear/bot"
)

// The note's line stood, and the message could not be deleted: that is still to
// be done when the line is gone, with the note or by hand.
func TestTheMessageIsDeletedThoughItsLineIsGone(t *testing.T) {
	t.Parallel()
	for name, line := range map[string]func(*world, person, reply){
		"the note is deleted": func(_ *world, ana person, kept reply) {
			ana.press(ana.press(ana.press(kept, "Open"), "Delete"), "Delete it")
		},
		"the line is deleted by hand": func(w *world, ana person, kept reply) {
			w.post("left a thought").deleted = true
			ana.submit(ana.press(ana.press(kept, "Open"), "Set its lock"), "chapter", "ch 6") // its edit finds it gone
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			miriam := w.withRead()
			ana := w.reader("ana", "ch 7")
			m := ana.says("MARKER")
			kept := ana.submit(ana.locks(m))
			w.refuses = func(task bot.Task) *bot.Problem {
				if task.Kind == "unsay" {
					return &bot.Problem{Reason: "I may not delete what others have written in the channel (Manage Messages).", Permanent: true}
				}
				return nil
			}
			w.work()
			line(w, ana, kept)
			w.work()
			if w.has("left a thought") || !m.stands(w) {
				t.Fatal("the line stands, or the message does not")
			}
			w.refuses = nil
			miriam.press(miriam.slash("club doctor").says("A message that was locked as a spoiler and still stands"), "Repair")
			w.work()
			if m.stands(w) {
				t.Error("the message stands")
			}
			miriam.slash("club doctor").says("where they should be")
		})
	}
}

// The message goes only once the note's line stands, and not while that waits
// or if it is never posted. If its author deletes the note, nothing is waited
// for: the spoiler was not to stand.
func TestTheMessageIsDeletedLast(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana := w.reader("ana", "ch 7")
	m := ana.says("MARKER")
	w.refuses = func(task bot.Task) *bot.Problem {
		if task.Kind == "stub" {
			return &bot.Problem{Reason: "No.", Permanent: true}
		}
		return nil
	}
	kept := ana.submit(ana.locks(m))
	w.work()
	w.restart()
	w.work()
	if !m.stands(w) {
		t.Fatal("the message is gone, and its note has no line")
	}
	other := ana.says("MARKER too")
	asked := ana.press(ana.press(ana.submit(ana.locks(other)), "Open"), "Delete").says("The message that it was still stands, and goes with it")
	w.work()
	if !other.stands(w) {
		t.Fatal("the message went before its note's line stood")
	}
	ana.press(asked, "Delete it")
	w.work()
	if other.stands(w) {
		t.Error("the note is deleted, and the spoiler stands in public")
	}
	w.refuses = nil
	w.until("2026-12-01 09:10")
	if m.stands(w) {
		t.Error("the message stands beside its note's line")
	}
	w.post("left a thought")
	ana.press(kept, "Open").says("MARKER")
	ana.locks(other).no("has been deleted since")
}

// The answer to the post of the line was lost: the message waits.
func TestTheMessageWaitsForALineThatIsNotKnownToStand(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana := w.reader("ana", "ch 7")
	m := ana.says("MARKER")
	w.loses = func(task bot.Task) bool { return task.Kind == "stub" }
	ana.submit(ana.locks(m))
	w.work()
	if !m.stands(w) {
		t.Error("the message is gone")
	}
	w.loses = nil
	w.restart()
	w.until("2026-12-01 09:10")
	if m.stands(w) || strings.Count(w.kinds(), "stub") != 1 {
		t.Errorf("posted %s", w.kinds())
	}
}
