package commands_test

import (
	"fmt"
	"strings"
	"testing"

	"dogear/bot"
)

func TestABookIsPutOnTheShelf(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withClub()
	miriam.slash("book list").no("is empty", "`/book add`")
	miriam.slash("shelf").no("is empty")
	miriam.slash("book add", "title", "Never Let Me Go", "author", "Kazuo Ishiguro", "chapters", 23, "pages", 282, "isbn", "978-0-571-25809-3").
		says("### Never Let Me Go is on the shelf", "Kazuo Ishiguro · 23 chapters · 282 pages · ISBN 9780571258093", "`/schedule plan`")
	miriam.slash("book add", "title", "never let me go", "author", "kazuo ishiguro").no("on the shelf already", "`/book edit`")
	miriam.slash("book add", "title", "Emma").says("no chapters yet", "`/book chapters`")
	miriam.slash("book list").says("**Emma**", "**Never Let Me Go**", "23 chapters")
	miriam.slash("book edit", "book", "EMMA", "author", "Jane Austen", "pages", 474).says("### Emma", "Jane Austen", "474 pages")
	miriam.slash("book edit", "book", "Emma").no("Nothing was given to change")
	miriam.slash("shelf").says("**Emma** · Jane Austen")
}

func TestAShelfInPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withClub()
	for i := range 14 {
		miriam.slash("book add", "title", fmt.Sprintf("Book %02d", i+1))
	}
	for _, command := range []string{"book list", "shelf"} {
		first := miriam.slash(command).says("Book 14", "Book 03", "1-12 of 14").hides("Book 02").offers("More", "Our year")
		second := miriam.press(first, "More").says("Book 02", "Book 01", "13-14 of 14").hides("Book 03").offers("Back", "Our year")
		miriam.press(second, "Back").says("Book 14", "1-12 of 14")
	}
}

func TestABookLeavesTheShelf(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withBook()
	asks := miriam.slash("book remove", "book", "Never Let Me Go").says("Take Never Let Me Go by Kazuo Ishiguro from the shelf?").offers("Remove it", "Keep it")
	miriam.press(asks, "Keep it").says("stays on the shelf")
	miriam.slash("book list").says("Never Let Me Go")
	miriam.press(asks, "Remove it").says("has left the shelf")
	miriam.press(asks, "Remove it").no("not on the shelf any more")
	miriam.press(asks, "Keep it").no("not on the shelf any more")
	miriam.slash("book remove", "book", "Never Let Me Go").no("is empty")
}

func TestABookThatIsReadStays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withBook()
	asks := miriam.slash("book remove", "book", "Never Let Me Go")
	w.start(miriam, "Never Let Me Go")
	miriam.slash("book remove", "book", "Never Let Me Go").no("is being read", "`/schedule finish`")
	miriam.press(asks, "Remove it").no("is being read")
}

// What was written of a book that has left the shelf is out of sight, and the
// buttons of its posts say so.
func TestTheCardOfARemovedBook(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	ana := w.reader("ana", "done")
	ana.slash("note", "text", "MARKER")
	ana.slash("rate", "stars", "4")
	w.until("2026-12-06 18:00")
	miriam.press(miriam.slash("schedule finish"), "Finish it")
	w.work()
	miriam.press(miriam.slash("book remove", "book", "Never Let Me Go"), "Remove it").says("has left the shelf")
	w.work()
	for _, p := range w.posts {
		for _, b := range p.buttons() {
			ana.pressID(p.reply, b.CustomID).no().hides("MARKER")
		}
	}
	for _, command := range []string{"progress", "reading", "notes", "ratings", "leave", "rate", "note"} {
		ana.slash(command).no("not reading a book yet").hides("MARKER")
	}
	w.until("2026-12-20 18:00")
	if w.has("stars from") {
		t.Errorf("its ratings are revealed:\n%s", w.board())
	}
}

func TestAChapterListIsPreviewed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withClub()
	miriam.slash("book add", "title", "Emma")
	form := miriam.slash("book chapters", "book", "Emma")
	if form.field("list") != "" {
		t.Errorf("a book without chapters has the list %q", form.field("list"))
	}
	wrong := miriam.submit(form, "list", "1\n2: Two @ 30\n3: Three @ 20\n: Nothing").
		says("Two lines I could not read", "Line 3", "Line 4").offers("Edit", "Discard")
	again := miriam.press(wrong, "Edit")
	if !strings.Contains(again.field("list"), "3: Three @ 20") {
		t.Errorf("what was typed is lost: %q", again.field("list"))
	}
	right := miriam.submit(again, "list", "Prologue\n1\n# Part Two\n2: The Road @ 30").
		says("3 chapters, from Prologue to Chapter 2").offers("Save", "Edit", "Discard")
	miriam.slash("book list").says("No chapters yet")
	miriam.press(right, "Save").says("Emma has 3 chapters now")
	miriam.press(right, "Save").no("used, discarded")
	miriam.press(right, "Edit").no("used, discarded")
	miriam.press(wrong, "Discard").says("Nothing was changed")
	miriam.press(wrong, "Discard").no("used, discarded")

	full := miriam.slash("book chapters", "book", "Emma")
	if want := "Prologue\nChapter 1\n# Part Two\nChapter 2: The Road @ 30\n"; full.field("list") != want {
		t.Errorf("the list is %q, want %q", full.field("list"), want)
	}
	miriam.submit(full, "list", " \n \u200b").no("no chapter in the list")
	miriam.submit(full, "list", "Prologue\nChapter 1\nChapter 2\nEpilogue").says("1 chapter is new: Epilogue", "1 title changes")
}

func TestAListIsItsMakersAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withBook()
	preview := miriam.submit(miriam.slash("book chapters", "book", "Never Let Me Go"), "list", "1: MARKER")
	other := w.organiser("tommy")
	for _, label := range []string{"Edit", "Save", "Discard"} {
		other.press(preview, label).no("not kept any more").hides("MARKER")
	}
	w.turn("2026-12-02 09:01")
	miriam.press(preview, "Save").no("a day has passed")
}

func TestALongListComesAsAFile(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withClub()
	miriam.slash("book add", "title", "War and Peace", "chapters", 361)
	long := miriam.slash("book chapters", "book", "War and Peace").says("too long for a form", "`file`")
	if len(long.message.Files) != 1 || !strings.HasSuffix(string(long.message.Files[0].Data), "Chapter 361\n") {
		t.Fatalf("files %v", long.message.Files)
	}
	list := strings.Replace(string(long.message.Files[0].Data), "Chapter 361", "Epilogue", 1)
	preview := miriam.slash("book chapters", "book", "War and Peace", "file", bot.NewAttachment("list.txt", []byte(list))).
		says("361 chapters, from Chapter 1 to Epilogue", "1 chapter is renamed").offers("Save", "Edit as a file", "Discard")
	miriam.press(preview, "Save").says("361 chapters")
	miriam.slash("book chapters", "book", "War and Peace", "file", bot.NewAttachment("list.txt", []byte("Pr\xe9face\n1\n"))).
		says("UTF-8", "1 chapter").offers("Edit", "Discard")
	miriam.slash("book chapters", "book", "War and Peace", "file", bot.NewAttachment("list.txt", []byte(strings.Repeat("1\n", 501)))).
		says("at most 500 chapters")
}

// The chapters that anything refers to keep their places.
func TestChaptersInUseStay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	w.reader("ana", "ch 7").slash("note", "text", "hm")
	list := func() (reply, []string) {
		form := miriam.slash("book chapters", "book", "Never Let Me Go")
		return form, strings.Split(strings.TrimSpace(form.field("list")), "\n")
	}
	form, lines := list()
	miriam.submit(form, "list", strings.Join(lines[1:], "\n")).says("1 part changes")
	fewer := append([]string{}, lines[:3]...)
	miriam.submit(form, "list", strings.Join(fewer, "\n")).says("cannot be removed").offers("Edit", "Discard")
	miriam.submit(form, "list", "Prologue\n"+strings.Join(lines, "\n")).says("cannot be put in before").offers("Edit", "Discard")

	// A chapter at the end belongs to the last checkpoint.
	preview := miriam.submit(form, "list", strings.Join(lines, "\n")+"\nAfterword")
	miriam.press(preview, "Save").says("13 chapters")
	w.work()
	miriam.slash("schedule show").says("**Chapter 10 to Afterword**")
	w.post("13 chapters")
}

func TestWordsThatWouldBreakALine(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, typed, shown string }{
		{"markdown", "*Em_ma*", `\*Em\_ma\*`},
		{"spoiler bars", "||Emma||", `\|\|Emma\|\|`},
		{"backticks", "`Emma`", "\\`Emma\\`"},
		{"everyone", "@everyone", `\@everyone`},
		{"a mention", "<@123>", `\<\@123>`},
		{"a masked link", "[Emma](https://x.y)", `\[Emma\](https://x.y)`},
		{"lines", "Em\nma\r\n# x", "Em ma # x"},
		{"right to left", "Em\u202ema\u2066", "Emma"},
		{"NUL", "Em\x00ma", "Emma"},
		{"invalid UTF-8", "Em\xffma", "Emma"},
		{"emoji", "🌳", "🌳"},
		{"a heading", "# Emma", `\# Emma`},
		{"a format", "100%d %s", "100%d %s"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			miriam := w.withClub()
			miriam.slash("book add", "title", c.typed, "author", c.typed, "chapters", 2).says("### "+c.shown+" is on", c.shown+" · 2 chapters")
			miriam.slash("book list").says("**" + c.shown + "**")
			plan := miriam.slash("schedule plan", "book", c.typed, "start", "today", "pace", 1).says(c.shown)
			miriam.press(plan, "Start this read").says(c.shown)
			w.work()
			w.post("### " + c.shown + "\n")
			ana := w.reader("ana", "ch 1")
			ana.slash("help").says(c.shown)
			ana.slash("note")
			ana.slash("rate")
		})
	}
}

func TestBooksThatAreNone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withClub()
	miriam.slash("book add", "title", strings.Repeat("x", 300)).no("at most 200 characters", "300")
	miriam.slash("book add", "title", "Emma", "author", strings.Repeat("x", 201)).no("at most 200 characters")
	miriam.slash("book add", "title", " \u200b\x00").no("needs a title")
	miriam.slash("book add", "title", "Emma", "isbn", "9780571258094").no("ISBN")
	miriam.slash("book add", "title", "Emma", "chapters", 501).no("500")
	zalgo := "E" + strings.Repeat("\u0301", 40) + "mma"
	miriam.slash("book add", "title", zalgo).says("### E" + strings.Repeat("\u0301", 4) + "mma is on")
	miriam.slash("book edit", "book", "No *such* `book`", "title", "x").no(`"No \*such\* `+"\\`book\\`"+`"`, "`/book list`")
	miriam.slash("book chapters", "book", "<@1>").no(`"\<\@1>"`)
}
