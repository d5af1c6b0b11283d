package commands_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"fmt"
	"image"
	"image/png"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dogear/bot"
)

// withEmma is a club with a book that has no chapters yet.
func withEmma(t *testing.T, w *world) person {
	t.Helper()
	miriam := w.withClub()
	miriam.slash("book add", "title", "Emma")
	return miriam
}

// hands hands in a file of chapters.
func (p person) hands(name, data string) reply {
	p.w.t.Helper()
	return p.slash("book chapters", "book", "Emma", "file", bot.NewAttachment(name, []byte(data)))
}

// zipped is an archive of files, names and texts in turn.
func zipped(t *testing.T, files ...string) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		f, err := w.CreateHeader(&zip.FileHeader{Name: files[i], Method: zip.Store})
		if err == nil {
			_, err = f.Write([]byte(files[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// epubOf is a book with a table of contents and a chapter that says something.
func epubOf(t *testing.T, contents, says string) string {
	t.Helper()
	return zipped(t,
		"mimetype", "application/epub+zip",
		"META-INF/container.xml", `<container><rootfiles><rootfile full-path="book.opf"/></rootfiles></container>`,
		"book.opf", `<package><metadata><title>Emma</title></metadata><manifest><item id="n" href="nav.xhtml" properties="nav"/></manifest></package>`,
		"nav.xhtml", `<html xmlns:epub="http://www.idpf.org/2007/ops"><body><nav epub:type="toc">`+contents+`</nav></body></html>`,
		"one.xhtml", says)
}

// listOf is a table of contents of entries that do not nest.
func listOf(entries ...string) string {
	var b strings.Builder
	for i, e := range entries {
		fmt.Fprintf(&b, `<li><a href="f%d.xhtml">%s</a></li>`, i, e)
	}
	return "<ol>" + b.String() + "</ol>"
}

// The book is opened at its table of contents, and nothing else of it is kept.
func TestChaptersFromAnEpub(t *testing.T) {
	t.Parallel()
	w := newWorldOnDisk(t)
	miriam := withEmma(t, w)
	toc := "<ol><li><a href='c.xhtml'>Cover</a></li><li><a href='p.xhtml'>Prologue</a></li>" +
		"<li><span>Part One</span>" + listOf("1. TitleMark Road", "2. The Sea") + "</li>" +
		"<li><span>Part Two</span>" + listOf("3. Home") + "</li><li><a href='a.xhtml'>Acknowledgements</a></li></ol>"
	book := epubOf(t, toc, "BODYMARK")
	preview := miriam.hands("Emma.epub", book).
		says("4 chapters, from Prologue to Chapter 3, with 3 titles and 2 parts.",
			"Everyone sees their labels: Prologue, Chapter 1, Chapter 2 and Chapter 3.", "2 entries that stand before or after the story").
		hides("TitleMark", "Part One").offers("Save", "Edit", "Discard")
	want := "Prologue\n# Part One\nChapter 1: TitleMark Road\nChapter 2: The Sea\n# Part Two\nChapter 3: Home"
	form := miriam.press(preview, "Edit")
	if got := form.field("list"); got != want {
		t.Errorf("the list is %q, want %q", got, want)
	}
	miriam.slash("book list").says("No chapters yet")
	miriam.press(miriam.submit(form).hides("before or after the story"), "Discard")
	miriam.press(preview, "Save").says("Emma has 4 chapters now")
	if got := miriam.slash("book chapters", "book", "Emma").field("list"); got != want+"\n" {
		t.Errorf("the book's list is %q, want %q", got, want)
	}
	for _, end := range []string{"", "-wal"} {
		if data, err := os.ReadFile(w.path + end); err != nil || bytes.Contains(data, []byte("BODYMARK")) {
			t.Errorf("the database's file %q holds the book itself, or cannot be read: %v", end, err)
		}
	}
	miriam.hands("Emma", book).says("4 chapters") // by what is in it
	miriam.hands("Emma.zip", book).says("Nothing changes.")
}

// What is too long for a form is given as a file, when it is asked for.
func TestALongTableOfContents(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := withEmma(t, w)
	var entries []string
	for n := range 120 {
		entries = append(entries, fmt.Sprintf("%d. %s %d", n+1, strings.Repeat("TitleMark", 5), n+1))
	}
	preview := miriam.hands("Emma.epub", epubOf(t, listOf(entries...), "")).
		says("120 chapters, from Chapter 1 to Chapter 120, with 120 titles.", "Chapter 6 and 114 more.").
		hides("TitleMark", "left out").offers("Save", "Edit as a file", "Discard")
	file := miriam.press(preview, "Edit as a file").says("too long for a form").message.Files
	if len(file) != 1 {
		t.Fatalf("files %v", file)
	}
	again := miriam.hands(file[0].Name, string(file[0].Data)).says("120 chapters")
	miriam.press(again, "Save").says("Emma has 120 chapters now")
	miriam.press(preview, "Save").says("Everyone sees") // the list has changed since
}

func TestChaptersFromATable(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := withEmma(t, w)
	miriam.hands("a.csv", "Chapter;Title;Page\nPrologue;;5\n1;\"The Road; again\";23\n2;Two;20\n3;Three;x\n").
		says("Two lines I could not read", "Line 4", "Line 5", "2 chapters", "behind the button").
		offers("Edit", "Discard").hides("The Road")
	preview := miriam.hands("a.csv", "\ufeffPart,Chapter,Title,Page\r\n,Prologue,,5\r\nOne,1,\"The Road, again\",23\r\nOne,2,Two,40\r\n").
		says("3 chapters, from Prologue to Chapter 2, with 2 titles, 1 part and 3 end pages.").offers("Save", "Edit", "Discard")
	want := "Prologue @ 5\n# One\nChapter 1: The Road, again @ 23\nChapter 2: Two @ 40\n"
	miriam.press(preview, "Save").says("3 chapters")
	if got := miriam.slash("book chapters", "book", "Emma").field("list"); got != want {
		t.Errorf("the list is %q, want %q", got, want)
	}
	miriam.hands("b.TSV", "Prologue\t5\n1\t23\n2\t40\n").says("with 3 end pages")
	miriam.hands("c.csv", "Title\nThe Boy\nThe Girl\n").says("from Chapter 1 to Chapter 2, with 2 titles").hides("The Boy")
	miriam.hands("d.csv", "1: The Boy\n2: The Girl\n").says("with 2 titles")
	miriam.hands("e.csv", "1,0:20:15\n2,0:41:30\n").no("end at times", "`/book edition`")
	miriam.hands("list.txt", "\ufeff1\n2\n").says("2 chapters")
}

// Lists wait for a yes, but not any number of them.
func TestOnlyTheNewestListsWait(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := withEmma(t, w)
	first, second := miriam.hands("a.txt", "1\n"), miriam.hands("a.txt", "1\n2\n")
	for range 4 {
		miriam.hands("a.txt", "1\n2\n3\n")
	}
	miriam.press(first, "Save").no("not kept any more")
	miriam.press(second, "Save").says("Emma has 2 chapters now")
}

// What is no list is refused by what it is, and nothing of it is kept.
func TestFilesThatAreNoList(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := withEmma(t, w)
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 9, 9))); err != nil {
		t.Fatal(err)
	}
	junk := make([]byte, 1<<20)
	_, _ = rand.NewChaCha8([32]byte{7}).Read(junk)
	noise := strings.Map(func(r rune) rune { return 'a' + r%26 }, string(junk))
	for _, c := range []struct{ why, name, data, says string }{
		{"a picture", "cover.png", picture.String(), "not a text"},
		{"a picture as a table", "cover.csv", picture.String(), "not a text"},
		{"a picture as an epub", "cover.epub", picture.String(), "no epub"},
		{"nothing", "list.txt", "", "empty"},
		{"nothing to see", "list.csv", "\ufeff\r\n \n", "empty"},
		{"an empty epub", "book.epub", "", "empty"},
		{"an empty archive", "book.epub", zipped(t), "no epub"},
		{"an archive of something else", "photos.zip", zipped(t, "a.txt", "hello"), "no epub"},
		{"a text as an epub", "book.epub", "1\n2\n", "no epub"},
		{"an epub without its end", "book.epub", epubOf(t, listOf("1", "2"), "")[:700], "no epub"},
		{"an epub without a table of contents", "book.epub", epubOf(t, "", ""), "`/book chapters`"},
		{"an epub of front matter", "book.epub", epubOf(t, listOf("Cover", "Copyright"), ""), "names no chapters"},
		{"a spreadsheet", "list.xlsx", zipped(t, "xl/workbook.xml", "<x/>"), "office program"},
		{"a document", "list.rtf", `{\rtf1 Chapter 1}`, "office program"},
		{"a PDF", "book.pdf", "%PDF-1.4\n1 0 obj\n", "not a text"},
		{"UTF-16", "list.txt", "\xff\xfe1\x00\n\x002\x00", "UTF-16"},
		{"UTF-16, the other way round", "list.csv", "\xfe\xff\x001\x00,\x002", "UTF-16"},
		{"Latin-1", "list.txt", "Pr\xe9face\n", "UTF-8"},
		{"one column", "list.csv", "The Boy\nThe Girl\n", "single column"},
		{"one column of headings", "list.csv", "Chapter,Title,Page\nThe Boy,,\nThe Girl,,\n", "single column"},
		{"headings alone", "list.csv", "Chapter,Title,Page\n", "no chapter in the list"},
		{"parts alone", "list.txt", "# One\n", "no chapter in this file. Line 1: No chapter follows"},
		{"junk", "list.txt", string(junk), "not a text"},
		{"junk in a table", "list.csv", string(junk), "not a text"},
		{"junk in letters", "list.txt", noise + noise, "too large"},
		{"a little less of it", "list.txt", noise, "no chapter in this file"},
		{"junk as an epub", "book.epub", string(junk), "no epub"},
		{"a large file", "list.txt", strings.Repeat("1\n", 1<<20), "too large"},
	} {
		if r := miriam.hands(c.name, c.data).no(c.says); len(r.refused) > 400 {
			t.Errorf("%s: %d signs", c.why, len(r.refused))
		}
	}
	miriam.slash("book list").says("No chapters yet")
}

// Whatever file comes, it is refused or shown.
func TestAnyFileProperty(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := withEmma(t, w)
	whole := epubOf(t, listOf("Cover", "1. The Road", "2"), "")
	rapid.Check(t, func(rt *rapid.T) {
		kind := rapid.SampledFrom([]string{"", ".txt", ".csv", ".tsv", ".epub", ".png", ".docx"}).Draw(rt, "kind")
		data := string(rapid.SliceOf(rapid.Byte()).Draw(rt, "bytes"))
		switch rapid.IntRange(0, 2).Draw(rt, "like") {
		case 1:
			data = rapid.StringMatching(`([1-9]|Prologue|# P|,|;|\t|"|\n|@ [1-9]| |: )*`).Draw(rt, "lines")
		case 2:
			at := rapid.IntRange(0, len(whole)).Draw(rt, "at")
			data = whole[:at] + data + whole[min(len(whole), at+len(data)):]
		}
		if r := miriam.hands("list"+kind, data); r.refused == "" {
			r.says("as I read them")
		}
	})
}

// A list is the same list, in whichever kind of file it comes.
func TestAListInEveryKindOfFileProperty(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := withEmma(t, w)
	rapid.Check(t, func(rt *rapid.T) {
		comma := rapid.SampledFrom([]rune{',', ';', '\t'}).Draw(rt, "comma")
		var list, table bytes.Buffer
		rows := csv.NewWriter(&table)
		rows.Comma = comma
		_ = rows.Write([]string{"label", "title", "part"})
		for n := range rapid.IntRange(1, 12).Draw(rt, "chapters") {
			name := fmt.Sprintf("Chapter %d", n+1)
			title := rapid.StringMatching(`[A-Z][a-z,;"' ]{1,8}[a-z]`).Draw(rt, "title")
			part := ""
			if rapid.Bool().Draw(rt, "parted") {
				part = fmt.Sprintf("Book; %d", n)
				fmt.Fprintf(&list, "# %s\n", part)
			}
			fmt.Fprintf(&list, "%s: %s\n", name, strings.Join(strings.Fields(title), " "))
			_ = rows.Write([]string{name, title, part})
		}
		rows.Flush()
		fromText := miriam.press(miriam.hands("list.txt", list.String()), "Edit").field("list")
		fromTable := miriam.press(miriam.hands("list.csv", table.String()), "Edit").field("list")
		if strings.TrimSpace(fromText) != strings.TrimSpace(fromTable) {
			rt.Fatalf("as a text it is\n%s\nand as a table\n%s", fromText, fromTable)
		}
	})
}

// What is read and may not be meant is named before anything is saved.
func TestDoubtsAboutAList(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withClub()
	miriam.slash("book add", "title", "Emma", "chapters", 3)
	form := miriam.slash("book chapters", "book", "Emma")
	miriam.submit(form, "list", "1 @ 10\n2 @ -5\n3 @ 30\n3 @ 40\n4\n# Two\n1 @ 60").
		says("Is 2 \\@ -5 meant as a label?", "Chapter 3 stands more than once in a part.", "have no end page, so plans go by the number of chapters")
	miriam.submit(form, "list", "1\n2\n3 @ 30").hides("meant as a label", "more than once", "no end page")
	miriam.submit(form, "list", "1\n1\n1").says("Chapter 1 stands more than once in a part.")
}
