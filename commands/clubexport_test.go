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

// exportedRead is what an organiser takes along of the newest read, all of it.
func (w *world) exportedRead() (told string, read map[string]any) {
	w.t.Helper()
	miriam := w.organiser("miriam")
	export := miriam.slash("club export")
	if strings.Contains(export.text(), "have not read as far as") {
		export = miriam.press(export, "Show me everything")
	}
	told, file := clubFiles(w.t, export)
	return told, file["reads"].([]any)[0].(map[string]any)
}

// Whom the files speak of has one number in both, and the list of who that is;
// what came when all saw the stars stands apart.
func TestClubExportIsForReading(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	ana, ben, cat := w.reader("ana", "done"), w.reader("ben", "done"), w.reader("cat", "ch 2")
	ana.slash("note", "chapter", "ch 2", "text", "First.")
	w.work()
	ben.reply(ben.press(w.post("<@user ana> left").reply, "Open"), "chapter", "ch 2", "text", "Second.")
	cat.slash("rate", "stars", "2", "outcome", "stopped", "review", "Not for me.")
	miriam.slash("rate", "stars", "4", "outcome", "stopped")
	if told, _ := w.exportedRead(); strings.Contains(told, "Not for me.") { // she may see reviews; files are handed on
		t.Error("a review is in it before all may see it")
	}
	miriam.press(miriam.slash("me forget"), "Erase everything about me")
	w.until("2027-01-04 12:00")
	ben.slash("rate", "stars", "5", "review", "Late, and glad.")
	told, read := w.exportedRead()
	for _, words := range []string{
		"1 rating: mean 2.00, median 2.00, spread 0.00. Of all who rated, one stopped before the end. One more rated afterwards.",
		"- Checkpoint 1: Chapters 1-3, 2026-12-06 18:00", "Times are those of Europe/London.",
		"· Reader 1 · thought · Chapter 2\n\n> First.", "· Reader 2 · thought · Chapter 2 · replies to note 1\n\n> Second.",
		"· Reader 3 · review · Chapter 2\n", "· Reader 2 · review · the whole book · afterwards\n\n> Late",
		"- Reader 1: `<@user ana>`\n- Reader 2: `<@user ben>`\n- Reader 3: `<@user cat>`",
	} {
		if !strings.Contains(told, words) {
			t.Errorf("it says no %q:\n%s", words, told)
		}
	}
	if n := strings.Count(told, "<@user"); n != 3 {
		t.Errorf("%d mentions are in it", n)
	}
	want := []map[string]any{
		{"by": "user ana", "reader": 1.0, "afterwards": nil},
		{"by": "user ben", "reader": 2.0, "afterwards": nil},
		{"by": "user cat", "reader": 3.0, "afterwards": nil},
		{"by": "user ben", "reader": 2.0, "afterwards": true},
	}
	for i, want := range want {
		for field, value := range want {
			if n := read["notes"].([]any)[i].(map[string]any); n[field] != value {
				t.Errorf("note %d says of %s %v, want %v", i, field, n[field], value)
			}
		}
	}
	if stars := read["stars"].(map[string]any); read["rated"] != 1.0 || stars["rated_afterwards"] != 1.0 || stars["n"] != 1.0 {
		t.Errorf("%v rated, %v", read["rated"], stars)
	}
}

// Of no stars there is neither a mean nor a median.
func TestClubExportOfNoStars(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	cat := w.reader("cat", "ch 2")
	cat.submit(cat.slash("rate"), "review", "Not for me.")
	w.until("2027-01-04 12:00")
	told, read := w.exportedRead()
	stars := read["stars"].(map[string]any)
	if stars["n"] != 0.0 || stars["mean"] != nil || stars["median"] != nil || stars["spread"] != nil {
		t.Errorf("of no stars it says %v", stars)
	}
	if !strings.Contains(told, "Nobody gave stars. Of all who rated, one stopped before the end.") {
		t.Errorf("it says\n%s", told)
	}
}

// Stars that came afterwards are told by what was there before: others, none, or
// not a word.
func TestWhatCameAfterwards(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.undrawn = true
	w.withRead()
	ana, ben := w.reader("ana", "ch 4"), w.reader("ben", "done")
	ana.submit(ana.slash("rate"), "end", "ch 4")
	ben.slash("rate", "stars", "4")
	w.shown()
	ana.submit(ana.slash("rate"), "stars", "5").says("kept beside them")
	ana.slash("ratings").says("One gave stars only afterwards.").hides("changed their mind", "more rated")
	ben.slash("rate", "stars", "1")
	w.reader("cat", "done").slash("rate", "stars", "1")
	ana.slash("ratings").says("One changed their mind afterwards; the first stars count. One gave stars only afterwards. One more rated afterwards.")
	told, read := w.exportedRead()
	if !strings.Contains(told, "One changed their mind afterwards; the first stars count. One gave stars only afterwards. One more rated afterwards.") {
		t.Errorf("it says\n%s", told)
	}
	stars := read["stars"].(map[string]any)
	for name, want := range map[string]float64{"changed_afterwards": 1, "starred_afterwards": 1, "rated_afterwards": 1} {
		if stars[name] != want {
			t.Errorf("%s is %v", name, stars[name])
		}
	}
}
