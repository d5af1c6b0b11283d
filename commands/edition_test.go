package commands_test

import (
	"fmt"
	"strings"
	"testing"

	"dogear/bot"
)

// penguin is where the chapters end in another edition: half as many pages.
func penguin() string {
	var b strings.Builder
	for n := 1; n <= 12; n++ {
		fmt.Fprintf(&b, "Chapter %d: %s @ %d\n", n, secretTitle(n), 10*n)
	}
	return b.String()
}

// edition writes down another edition of the book.
func (p person) edition(name, list string) reply {
	p.w.t.Helper()
	return p.submit(p.slash("book edition", "book", "Never Let Me Go", "name", name), "list", list)
}

func TestAnotherEdition(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	form := miriam.slash("book edition", "book", "Never Let Me Go", "name", " Penguin ")
	if form.field("name") != "Penguin" || !strings.HasPrefix(form.field("list"), "Chapter 1 @\nChapter 2 @\n") {
		t.Errorf("the form is filled with %s", form)
	}
	form.hides("Title")
	preview := miriam.submit(form, "list", penguin()).says("### As I read it: the Penguin edition of Never Let Me Go", "There is none of this name yet",
		"I know where all of its 12 chapters end; Chapter 12 ends on page 120.").offers("Save", "Edit", "Discard").hides("Title")
	if got := miriam.press(preview, "Edit").field("list"); got != penguin() {
		t.Errorf("[Edit] shows %q", got)
	}
	miriam.press(preview, "Save").says("Saved. Whoever holds the Penguin edition of Never Let Me Go says so with `/me edition`, and can then give its pages.")
	miriam.press(preview, "Save").no("not kept any more")

	ana := w.reader("ana", "start")
	ana.slash("progress").says("3 chapters, about 12 pages a day")
	ana.slash("me edition", "book", "Never Let Me Go").says("### You hold the club's edition of Never Let Me Go", "I know the club's edition and the Penguin edition").
		offers("Where a chapter ends")
	ana.slash("me edition", "book", "Never Let Me Go", "edition", "penguin").
		says("### Noted: you hold the Penguin edition of Never Let Me Go", "all of its 12 chapters", "`/progress at:p 60`").hides("I know the club's").offers("Where a chapter ends")
	ana.slash("progress").says("3 chapters, about 6 pages a day")
	ana.slash("progress", "at", "p 75").says("Page 75 of the Penguin edition lies in Chapter 8, so you have finished Chapter 7.", "**Chapter 7**").hides("Title09")
	ana.slash("progress", "at", "25%").says("25% of the Penguin edition is about page 30", "**Chapter 3**")
	ana.slash("progress", "at", "2h").no("is a time, and the Penguin edition is counted in pages", "`/me edition`")
	ana.slash("progress", "at", "ch 2").says("**Chapter 2**", "1 chapter, about 2 pages a day")
	ana.slash("note", "chapter", "p 41", "text", "MARKER").says("finished Chapter 5.")
	if got := ana.slash("note", "chapter", "p 41").field("chapter"); got != "Chapter 5" {
		t.Errorf("the form of a note is filled with %q", got)
	}
	ana.submit(ana.slash("rate"), "stars", "3", "end", "stopped at p 41").says("Chapter 4")
	if got := ana.suggest("progress", "at", " p 75 "); len(got) == 0 || got[0] != (bot.Choice{Name: "p 75: you have finished Chapter 7", Value: "p 75"}) {
		t.Errorf("suggests %v", got)
	}
	if got := ana.suggest("progress", "at", "p 2"); got[0].Name != "p 2: no chapter is finished yet" {
		t.Errorf("suggests %v", got)
	}
	if got := ana.suggest("progress", "at", "p 7000"); len(got) > 0 && got[0].Value == "p 7000" {
		t.Errorf("suggests %v", got)
	}
	ben := w.person("ben")
	ben.slash("progress", "at", "p 75").says("Page 75 lies in Chapter 4", "**Chapter 3**") // the club's
	ben.slash("note", "chapter", "p 41", "text", "MARKER").says("finished Chapter 3.")

	ana.slash("me edition", "book", "Never Let Me Go", "edition", "the club's edition").says("you hold the club's edition")
	ana.slash("progress", "at", "p 75").says("Page 75 lies in Chapter 4")
}

func TestARecording(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	var list strings.Builder
	for n := 1; n <= 12; n++ {
		fmt.Fprintf(&list, "%d:%02d:00\n", n*50/60, n*50%60)
	}
	file := bot.NewAttachment("MARKER.txt", []byte(list.String()))
	preview := miriam.slash("book edition", "book", "Never Let Me Go", "name", "Read by Kerry Fox", "file", file).
		says(`### As I read it: the edition "Read by Kerry Fox" of`, "Chapter 12 ends at 10:00:00").hides("MARKER")
	miriam.press(preview, "Save").says("and can then give its times")
	ana := w.reader("ana", "start")
	ana.slash("me edition", "book", "Never Let Me Go", "edition", "Read by Kerry Fox").says("`/progress at:6h20m`")
	ana.slash("progress").says("3 chapters, about 30 minutes a day")
	for _, typed := range []string{"6h20m", "6:20:00", "380 min"} {
		ana.slash("progress", "at", typed).says(`6:20:00 of the edition "Read by Kerry Fox" lies in Chapter 8`, "**Chapter 7**")
	}
	asked := ana.slash("progress", "at", "6:20").says("`6h20m` or `6m20s`", "Nothing was changed yet").offers("6h20m", "6m20s")
	ana.press(asked, "6m20s").says("0:06:20 of the edition", "You are at the beginning").offers("Write a note", "Undo")
	ana.press(asked, "6h20m").says("6:20:00 of the edition", "**Chapter 7**").offers("Write a note", "Undo")
	if got := ana.suggest("progress", "at", "6:20"); len(got) < 2 || got[0].Value != "6h20m" || got[1].Value != "6m20s" {
		t.Errorf("suggests %v", got)
	}
	ana.slash("note", "chapter", "6:20", "text", "x").no("`6h20m` or `6m20s`")
	ana.slash("progress", "at", "p 40").no(`is a page, and the edition "Read by Kerry Fox" is counted in hours and minutes`)
	w.until("2026-12-06 13:00") // the day of the checkpoint
	ana.slash("progress", "at", "ch 1").says("2 chapters, about 1 hour 40 minutes.")
}

// A table, and one of which a line cannot be read: it is told, and the others
// are there.
func TestAnEditionFromATable(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	table := bot.NewAttachment("ends.csv", []byte("Chapter;Title;Ends\n1;MARKER;10\n2;MARKER;soon\n12;MARKER;120\n"))
	preview := miriam.slash("book edition", "book", "Never Let Me Go", "name", "Penguin", "file", table).
		says("2 of its 12 chapters end", "Between those I reckon where Chapters 2-11 end, by the pages of the club's edition.", "One line is left out", "- Line 3: ").hides("MARKER")
	miriam.press(preview, "Save").says("Saved.")
}

func TestEndsThatAreNone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	refused := miriam.edition("Penguin", "Chapter 1 @\nChapter 2 @").no("There was no end in the list")
	if got := miriam.press(refused, "Try again"); got.field("name") != "Penguin" || got.field("list") != "Chapter 1 @\nChapter 2 @" {
		t.Errorf("the form is filled with %s", got)
	}
	miriam.edition("Penguin", "Chapter 1 @ soon\nChapter 99 @ 3").says("Two lines are left out", "- Line 1: ", "- Line 2: ", "I do not know yet where its chapters end").offers("Edit", "Discard")
	miriam.slash("book edition", "book", "Never Let Me Go", "name", "**").no("at least one letter")
	miriam.slash("book edition", "book", "Never Let Me Go", "name", strings.Repeat("x", 81)).no("at most 80")
	miriam.slash("book add", "title", "Emma")
	miriam.slash("book edition", "book", "Emma", "name", "Penguin").no("has no chapters yet")
	miriam.slash("me edition", "book", "Emma").no("has no chapters yet")
	miriam.slash("me edition", "book", "Emma", "edition", "x").no("has no chapters yet")
	miriam.slash("me edition", "book", "Emmeline").no("no book called")
	dm := miriam
	dm.guild, dm.channel = "", "9"
	dm.slash("me edition", "book", "Emma").no("in the server")
	if got := dm.suggest("me edition", "edition", "", "book", "Emma"); len(got) != 0 {
		t.Errorf("suggests %v", got)
	}
	miriam.slash("me edition", "book", "Never Let Me Go", "edition", strings.Repeat("x", 81)).no("at most 80")
}

// A book or an archive is no list of ends, broken or not.
func TestEndsInAFileThatIsNoList(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	for name, data := range map[string]string{"Emma.epub": "Chapter 1 @ 10", "ends.txt": "PK\x03\x04Chapter 1 @ 10", "ends.csv": "PK\x05\x06"} {
		miriam.slash("book edition", "book", "Never Let Me Go", "name", "Penguin", "file", bot.NewAttachment(name, []byte(data))).no("not a text")
	}
}

// A list that falls is refused as a whole, and offers nothing to save.
func TestEndsThatFall(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	miriam.edition("Penguin", "1 @ 40\n2 @ 30\n3 @ 20\n4 @ 10").says("These ends do not rise from chapter to chapter, so I took none of them.").hides("Line").offers("Edit", "Discard")
	miriam.edition("Penguin", "Chapter 7 ends on 90\nChapter 8 @ 20").says("Two lines are left out, and change nothing:",
		"- Line 1: Chapter 7 on page 90 contradicts line 2: Chapter 8 on page 20.", "- Line 2: Chapter 8 on page 20 contradicts line 1").offers("Edit", "Discard")
}

// Ends are added to what is known; what is sent twice, or after another has
// changed the edition, is shown anew.
func TestAnEditionGrows(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	miriam.press(miriam.edition("Penguin", "1 @ 10\n2 @ 20"), "Save")
	old := miriam.edition("penguin", "3 @ 30\n4 @ 40").says("### As I read it: the Penguin edition", "kept already", "2 ends are new.", "I do not know where Chapters 5-12 end").
		offers("Save", "Edit", "Discard", "Remove this edition")
	miriam.press(miriam.edition("Penguin", "2 @ 22\n4 @ 35\n1 @ ?"), "Save").says("Saved")
	anew := miriam.press(old, "Save").says("As I read it", "1 end is new, 1 end is other than before.").offers("Save", "Edit", "Discard", "Remove this edition")
	miriam.press(anew, "Save").says("Saved")
	if got := miriam.slash("book edition", "book", "Never Let Me Go", "name", "Penguin").field("list"); !strings.HasPrefix(got, "Chapter 1 @\nChapter 2 @ 22\nChapter 3 @ 30\nChapter 4 @ 40\nChapter 5 @\n") {
		t.Errorf("the list is %q", got)
	}
	ana := w.reader("ana", "start")
	ana.slash("me edition", "book", "Never Let Me Go", "edition", "Penguin")
	ana.slash("progress", "at", "p 500").says("lies beyond page 40, where Chapter 4 ends; that is as far as I know it", "**Chapter 4**")
	asked := miriam.press(anew, "Remove this edition").says("Remove the Penguin edition of Never Let Me Go", "1 reader holds it and has the club's edition then; no place").offers("Remove it", "Keep it")
	miriam.press(asked, "Keep it").says("Nothing was changed")
	ana.pressID(asked, strings.Replace(asked.buttons()[0].CustomID, "edition/", "mine/", 1)).no("not there any more") // not one's own
	miriam.press(asked, "Remove it").says("Removed")
	miriam.press(asked, "Remove it").no("not there any more")
	ana.slash("me edition", "book", "Never Let Me Go").says("You hold the club's edition")
	ana.slash("progress").says("**Chapter 4**") // the place stays
}

// A list that no form holds comes as a file, and goes back as one.
func TestAnEditionOfALongBook(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withClub()
	miriam.slash("book add", "title", "Emma", "chapters", 500)
	sent := miriam.slash("book edition", "book", "Emma", "name", "Penguin").says("too long for a form").message.Files[0]
	list := strings.ReplaceAll(string(sent.Data), "@\n", "@ ?\n")
	list = strings.Replace(list, "@ ?", "@ 12", 1)
	preview := miriam.slash("book edition", "book", "Emma", "name", "Penguin", "file", bot.NewAttachment("ends.txt", []byte(list))).
		says("I know where 1 of its 500 chapters ends; Chapter 1 ends on page 12.").offers("Save", "Discard")
	miriam.press(preview, "Save").says("Saved")
	mine := miriam.press(miriam.slash("me edition", "book", "Emma", "edition", "My own"), "Make it mine")
	miriam.press(miriam.submit(mine, "list", "#500 @ 900"), "Save").says("### Noted: you hold My own edition of Emma", "Up to there", "1 of its")
}

func TestAsManyEditionsAsThereMayBe(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	for i := range 20 {
		miriam.press(miriam.edition(fmt.Sprint("No. ", i), "1 @ 10"), "Save").says("Saved")
	}
	miriam.slash("book edition", "book", "Never Let Me Go", "name", "One more").no("There are 20 editions")
	miriam.slash("book edition", "book", "Never Let Me Go", "name", "No. 3")
	ana := w.reader("ana", "start")
	ana.slash("me edition", "book", "Never Let Me Go").says("and 12 more")
	if got := len(ana.suggest("me edition", "edition", "", "book", "Never Let Me Go")); got != 21 {
		t.Errorf("%d suggestions", got)
	}
	ana.slash("me edition", "book", "Never Let Me Go", "edition", "One more").offers("Make it mine") // is none of the club's
}

// offerEditions has every button of editions offered.
func (w *world) offerEditions(miriam person) {
	w.t.Helper()
	miriam.press(miriam.edition("Penguin", "1 @ 10"), "Save")
	miriam.press(miriam.edition("Penguin", "2 @ 20"), "Remove this edition")
	mine := miriam.press(miriam.slash("me edition", "book", neverLet, "edition", "SECRET"), "Make it mine")
	preview := miriam.submit(mine, "list", "2 @ 20")
	miriam.press(miriam.press(preview, "Save"), "Remove this edition")
	miriam.press(miriam.slash("me edition", "book", neverLet), "Where a chapter ends")
	miriam.submit(miriam.slash("book edition", "book", neverLet, "name", "SECRET"), "list", "1 @ 10:00\n2 @ 11:00").offers("Hours and minutes", "Minutes and seconds", "Edit", "Discard")
	miriam.submit(mine, "list", "1 @ 10:00\n2 @ 11:00").offers("Hours and minutes", "Minutes and seconds", "Edit", "Discard", "Remove this edition")
	miriam.slash("progress", "at", "15", "book", neverLet).offers("Page 15")
	miriam.submit(miriam.slash("book edition", "book", neverLet, "name", "SECRET"), "list", "1 @ 10")
	miriam.submit(mine, "list", "3 @ 30")
	miriam.slash("progress", "at", "Chapter 9 ends on 170", "book", neverLet).offers("Remember it", "Leave it")
}

// A place beyond all that is known of an edition takes nobody back.
func TestAPlaceBeyondWhatIsKnown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	form := miriam.slash("book edition", "book", "Never Let Me Go", "name", "Pocket")
	miriam.press(miriam.submit(form, "name", "Pocket", "list", "1 @ 20"), "Save")
	ana := w.reader("ana", "start")
	ana.slash("me edition", "book", "Never Let Me Go", "edition", "Pocket")
	ana.slash("progress", "at", "p 200").says("that is as far as I know it", "**Chapter 1**")
	ana.slash("progress", "at", "ch 7")
	ana.slash("progress", "at", "p 200").no("as far as I know it", "further than that already", "nothing was changed")
	ana.slash("progress").says("Chapter 7")
	ana.slash("progress", "at", "p 10").says("You are at the beginning") // that is known
}
