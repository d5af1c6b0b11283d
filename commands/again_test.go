package commands_test

import (
	"database/sql"
	"errors"
	"testing"

	"github.com/bwmarrin/discordgo"

	"dogear/bot"
)

// Where a form cannot be stored, what was typed is kept, and opens again.
func TestAFailedWriteLosesNothing(t *testing.T) {
	t.Parallel()
	w := newWorldOnDisk(t)
	miriam := w.withRead()
	miriam.slash("prompt add", "text", "Open to all?", "all", true)
	w.until("2026-12-06 18:00")
	ana, ben := w.reader("ana", "ch 7"), w.reader("ben", "ch 7")
	mine := ana.press(ana.slash("note", "text", "the pillow"), "Open")
	ben.saysLater(ben.press(ana.slash("note", "text", "another"), "Open"))
	forms := map[string]struct {
		who  person
		form reply
	}{
		"a note":              {ana, ana.slash("note")},
		"a reply":             {ana, ana.press(mine, "Reply")},
		"an answer":           {ana, ana.press(ana.press(w.post("### Checkpoint 1").reply, "Show the questions"), "Answer")},
		"an edit":             {ana, ana.press(mine, "Edit")},
		"a lock":              {ana, ana.press(mine, "Set its lock")},
		"an organiser's lock": {miriam, miriam.press(miriam.slash("club reports"), "Set the lock")},
	}
	db, err := sql.Open("sqlite", w.path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	for _, event := range []string{"INSERT", "UPDATE"} {
		_, err := db.ExecContext(t.Context(), "CREATE TRIGGER full_"+event+" BEFORE "+event+" ON note BEGIN SELECT RAISE(ABORT, 'the disk is full'); END")
		if err != nil {
			t.Fatal(err)
		}
	}
	for name, f := range forms {
		values := make(map[string]any)
		for _, field := range f.form.form.Fields {
			switch field.Name {
			case "text":
				values["text"] = "MARKER"
			case "chapter":
				values["chapter"] = "ch 6"
			case "kind":
				values["kind"] = []string{"quote"}
			}
		}
		a, args := w.parse(f.form.form.ID)
		_, err := a.Run(t.Context(), bot.NewInteraction(f.who.interaction(), values, args...))
		fault, ok := errors.AsType[*bot.Fault](err)
		if !ok {
			t.Errorf("%s: %v", name, err)
			continue
		}
		again := reply{w: w, id: w.nextID(), message: bot.Message{Parts: []discordgo.MessageComponent{fault.Then}}}
		filled := f.who.press(again, "Try again")
		for field, value := range values {
			want, _ := value.(string)
			if want == "" {
				want = "quote"
			}
			if got := filled.field(field); got != want {
				t.Errorf("%s: %s is filled with %q", name, field, got)
			}
		}
	}
}
