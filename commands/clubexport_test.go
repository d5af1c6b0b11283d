package commands_test

import (
	"encoding/json"
	"strings"
	"testing"
)

// clubFiles are what an organiser is handed, together.
func clubFiles(t *testing.T, r reply) (all string, file map[string]any) {
	t.Helper()
	if len(r.message.Files) != 2 || r.message.Files[0].Name != "club.json" || r.message.Files[1].Name != "club.md" {
		t.Fatalf("no files in %s", r)
	}
	data := r.message.Files[0].Data
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatalf("%v in\n%s", err, data)
	}
	return string(data) + string(r.message.Files[1].Data), file
}

// An organiser takes along what they may see of the club, all of it when they
// ask for that in words, and of the ratings nothing before all see them.
func TestClubExport(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	miriam.slash("progress", "at", "ch 3")
	ana := w.reader("ana", "done")
	ana.slash("note", "chapter", "ch 2", "text", "An early thought.")
	ana.slash("note", "chapter", "ch 9", "text", "A late\n# thought.")
	miriam.slash("prompt add", "checkpoint", "1", "text", "Why do they stay?")
	w.organiser("tommy").slash("prompt add", "chapter", "ch 11", "at", "2026-12-15 12:00", "text", "Who is Madame?")
	ana.slash("rate", "stars", "4.5", "review", "It broke my heart.")
	sealed := func(told string) {
		t.Helper()
		for _, words := range []string{"4.5", "It broke my heart.", `"counts"`, "### Stars"} {
			if strings.Contains(told, words) {
				t.Errorf("sealed, and it gives away %q:\n%s", words, told)
			}
		}
	}
	first := miriam.slash("club export").says("left out").offers("Show me everything")
	told, file := clubFiles(t, first)
	sealed(told)
	for words, want := range map[string]bool{
		"An early thought.": true, "A late": false, "Why do they stay?": true, "Who is Madame?": false,
		"Title04": true, "Title05": false, "Checkpoint 4: Chapters 10-12": true, "1 reader has rated it.": true,
	} {
		if strings.Contains(told, words) != want {
			t.Errorf("it says %q: %v, want %v, in\n%s", words, !want, want, told)
		}
	}
	if file["not_shown"].(float64) != 11 || file["everything"] != false { // eight titles of chapters, one of a part, a note and a question
		t.Errorf("%v texts are left out", file["not_shown"])
	}
	told, file = clubFiles(t, miriam.press(first, "Show me everything").says("keep it to yourself"))
	sealed(told)
	for _, words := range []string{"A late\n> # thought.", "Who is Madame?", "Title12", "<@user ana>"} {
		if !strings.Contains(told, words) {
			t.Errorf("everything says no %q:\n%s", words, told)
		}
	}
	if file["not_shown"].(float64) != 0 || file["everything"] != true {
		t.Errorf("of everything, %v texts are left out", file["not_shown"])
	}
	w.until("2027-01-10 18:00")
	told, _ = clubFiles(t, miriam.press(first, "Show me everything"))
	for _, words := range []string{"It broke my heart.", `"4.5": 1`, "### Stars", `"stopped_after_chapters": `} {
		if !strings.Contains(told, words) {
			t.Errorf("after the reveal it says no %q:\n%s", words, told)
		}
	}
}
