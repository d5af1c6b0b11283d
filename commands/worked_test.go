package commands_test

import (
	"slices"
	"testing"
	"time"

	"dogear/bot"
	"dogear/commands"
)

// tallied is what the host was told of a kind since the last time.
func (w *world) tallied(kind string) []commands.Worked {
	w.mu.Lock()
	defer w.mu.Unlock()
	list := slices.DeleteFunc(w.worked, func(o commands.Worked) bool { return o.Kind != kind })
	w.worked = nil
	return list
}

// Who runs Dogear is told what came of each piece of work, and how late what is
// posted for the first time is: not of an edit, however long ago it was posted.
func TestTheHostIsToldOfWork(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	for _, at := range []string{"2026-12-03 12:00", "2026-12-04 12:00", "2026-12-05 12:00"} {
		miriam.slash("prompt add", "text", "MARKER?", "at", at)
	}
	tell := func(what string, want ...commands.Worked) {
		t.Helper()
		if got := w.tallied("prompts"); !slices.Equal(got, want) {
			t.Errorf("%s: told %+v, want %+v", what, got, want)
		}
	}
	tell("before anything is due")

	w.refuses = func(bot.Task) *bot.Problem {
		return &bot.Problem{Reason: "Discord did not answer as it should; I try again."}
	}
	w.until("2026-12-03 12:00")
	tell("trouble", commands.Worked{Kind: "prompts", State: "waiting"})
	w.refuses = func(bot.Task) *bot.Problem {
		return &bot.Problem{Reason: "I cannot see the channel (View Channel).", Permanent: true}
	}
	w.until("2026-12-03 12:01")
	tell("no right", commands.Worked{Kind: "prompts", State: "stuck"})
	w.refuses = nil
	w.until("2026-12-03 12:15")
	tell("posted", commands.Worked{Kind: "prompts", State: "done", Posted: true, Late: 15 * time.Minute})
	miriam.press(miriam.slash("schedule move", "checkpoint", "1", "to", "2026-12-07", "time", "18:00"), "Use this plan").says("The plan is changed")
	w.until("2026-12-04 09:00")
	if got := w.tallied("card"); !slices.Equal(got, []commands.Worked{{Kind: "card", State: "done"}}) {
		t.Errorf("an edit: told %+v", got)
	}

	w.refuses = func(bot.Task) *bot.Problem {
		return &bot.Problem{Reason: "I cannot see the channel (View Channel).", Permanent: true}
	}
	w.until("2026-12-04 12:00")
	tell("no right again", commands.Worked{Kind: "prompts", State: "stuck"})
	w.until("2026-12-04 18:10")
	tell("too late", commands.Worked{Kind: "prompts", State: "failed"})
	w.refuses = nil
	w.until("2026-12-05 18:10")
	tell("missed", commands.Worked{Kind: "prompts", State: "missed"})
}
