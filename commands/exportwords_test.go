package commands_test

import (
	"slices"
	"strings"
	"testing"

	"dogear/bot"
)

// What somebody holds for a moment of others, on the way to locking it or to
// mending the club, is not theirs to take along: neither words, nor pictures, nor
// who it was. Their own they take in full.
func TestTheExportLeavesOutWhatIsOthers(t *testing.T) {
	t.Parallel()
	w, miriam := withRooms(t)
	mod, ana := w.moderator("mod"), w.reader("ana", "ch 3")
	ana.enter("Checkpoint 1")
	w.refuses = func(bot.Task) *bot.Problem {
		return &bot.Problem{Reason: "I lack Manage Threads.", Permanent: true, Aside: true}
	}
	ana.slash("progress", "at", "ch 1") // and stays where she may not
	w.work()
	mod.locks(ana.says("HERS in public", picture("HERS drawn", "bytes")))
	mod.locks(mod.says("MINE \"in\" public", picture("MINE drawn", "bytes")))
	miriam.slash("club doctor").says("<@user ana>")
	drafts := func(p person) (kinds []string) {
		text, lists := exported(t, p.slash("me export"))
		if strings.Contains(text, "HERS") || strings.Contains(text, ana.id) {
			t.Errorf("it holds what is not theirs:\n%s", text)
		}
		for _, d := range lists["drafts"].([]any) {
			words, _ := d.(map[string]any)["text"].(string)
			kinds = append(kinds, d.(map[string]any)["kind"].(string)+": "+words)
		}
		for _, d := range lists["draft_pictures"].([]any) {
			kinds = append(kinds, "a picture: "+d.(map[string]any)["alt"].(string))
		}
		return kinds
	}
	if got, want := drafts(mod), []string{"spoiler: ", `spoiler: MINE "in" public`, "a picture: MINE drawn"}; !slices.Equal(got, want) {
		t.Errorf("the drafts are %q, want %q", got, want)
	}
	if got := drafts(miriam); !slices.Contains(got, "doctor: ") {
		t.Errorf("the drafts are %q", got)
	}
}
