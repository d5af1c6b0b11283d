package club_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"dogear/club"
)

// table reads a table that ana sent, as a list.
func table(text string) (string, []club.Unread) {
	list, unread := club.ListOfTable(club.Draft(text, "ana"))
	words, _ := list.For(club.Someone("ana"))
	return words, unread
}

func TestListOfTable(t *testing.T) {
	t.Parallel()
	const noEnd = "What stands as the end of this chapter is no page from 1 to 100000, and no time such as 6:20:15."
	long := strings.Repeat("x", 41)
	for _, c := range []struct{ name, text, want, unread string }{
		{"headings", "Chapter,Title,End page\nPrologue,,9\n1,The Road,23\n", "Prologue @ 9\n1: The Road @ 23", ""},
		{"headings in another order", "Part;Page;Name;Label\nOne;9;Road;1\nOne;12;;2\nTwo;20;Sea;1", "# One\n1: Road @ 9\n2 @ 12\n# Two\n1: Sea @ 20", ""},
		{"no labels", "Title\tEnds\nThe Road\t9\n\t\nThe Sea\t20", "1: The Road @ 9\n2: The Sea @ 20", ""},
		{"no headings", "Prologue,9\n1,p. 12\n2,", "Prologue @ 9\n1 @ 12\n2", ""},
		{"titles without headings", "1;The Road;9;One\n2;Hello, world;12;One", "# One\n1: The Road @ 9\n2: Hello, world @ 12", ""},
		{"labels alone", "Prologue\n1\n2: The Sea", "Prologue\n1\n2: The Sea", ""},
		{"quoted", "\"1\",\"The \"\"Road\"\", again\",9\r\n\"2\",\"Two\nlines\",12", "1: The \"Road\", again @ 9\n2: Two lines @ 12", ""},
		{"a mark of the file", "\ufeffLabel,Page\n1,9", "1 @ 9", ""},
		{"times", "chapter,ends\n1,0:20:15\n2,1 h 5 min\n3,75:00", "1 @ 0:20:15\n2 @ 1:05:00\n3 @ 75:00", ""},
		{"rows of other lengths", "1,Road,9\n2,Sea\n3\n4,,20,x", "1: Road @ 9\n2: Sea\n3\n# x\n4 @ 20", ""},
		{"signs that mean something", "#1,A: B,9\n# 2,Meet @ home,12", "1: A: B @ 9\n2: Meet @ home @ 12", ""},
		{"no end", "chapter,page\n1,9\n2,ten\n3,0\n4,12", "1 @ 9\n4 @ 12", "3: " + noEnd + "; 4: " + noEnd},
		{
			"what a list refuses", "label,title,page\n,Road,3\n" + long + ",,4\n1,,9\n2,,8\n\n3,Sea @ 5,\n4,Sea @ 5,12", "1 @ 9\n4: Sea @ 5 @ 12",
			"2: There is no label on this line.; 3: The label is longer than 40 characters. A title goes after a colon.; 5: Chapter 2 would end on page 8, and a chapter above it ends on page 9. Give a later page, or leave it out.; 7: The title ends like a page, and there is none after it.",
		},
		{"a part without its chapter", "label,part\n1,One\n" + long + ",Two\n", "# One\n1", "3: The label is longer than 40 characters. A title goes after a colon.; 3: No chapter follows this part."},
		{"a title like a page, and a time", "1,Sea @ 5,0:20:00", "", "1: The title ends like a page, and there is none after it."},
		{"not UTF-8", "1,Road\n2,Caf\xe9\n3,Sea", "1: Road\n3: Sea", "2: This line is not text in UTF-8. Save the file as UTF-8 and send it again."},
		{"an open quote", "1,Road\n\"2,Sea", "1: Road\n2,Sea", ""},
		{"headings alone", "Chapter,Title", "", ""},
		{"nothing", "\n ,\n", "", ""},
	} {
		got, unread := table(c.text)
		if got != c.want {
			t.Errorf("%s:\n got %q\nwant %q", c.name, got, c.want)
		}
		if whys(unread) != c.unread {
			t.Errorf("%s:\n got %s\nwant %s", c.name, whys(unread), c.unread)
		}
	}
}

// A table's list is as shut as the table.
func TestListOfTableStaysLocked(t *testing.T) {
	t.Parallel()
	draft := club.Draft("1,Road", "ana")
	for _, c := range []struct {
		table club.Locked
		r     club.Reader
		want  bool
	}{
		{draft, club.Someone("ana"), true},
		{draft, all(), false},
		{club.WholeBook(3).Hide("1,Road", "ana"), club.ReaderAt("bo", 2), false},
		{club.WholeBook(3).Hide("1,Road", "ana"), club.ReaderAt("bo", 3), true},
	} {
		list, _ := club.ListOfTable(c.table)
		if _, ok := list.For(c.r); ok != c.want || list.By() != "ana" {
			t.Errorf("it is open: %v, want %v; by %q", ok, c.want, list.By())
		}
	}
}

func TestListOfTableStopsInTime(t *testing.T) {
	t.Parallel()
	got, unread := table(strings.Repeat("A,b\n", 600))
	if n := strings.Count(got, "\n") + 1; n != club.MaxChapters || len(unread) != 1 || unread[0].Line != 501 {
		t.Errorf("%d lines, %v", n, unread)
	}
	if _, unread = table(strings.Repeat("1,\xff\n", 100_000)); len(unread) != 100 {
		t.Errorf("%d rows are told", len(unread))
	}
}

// Cells that are not there cost nothing, and of a row without end only its
// beginning is looked at. (Not in parallel: it counts what is allocated.)
func TestListOfTableOfManyColumns(t *testing.T) {
	const size = 16 << 10
	for name, text := range map[string]string{
		"one wide row":   "a" + strings.Repeat(",", size) + "\n" + strings.Repeat("b\n", 400),
		"wide rows":      strings.Repeat("a"+strings.Repeat(",1", 100)+"\n", 300),
		"rows of titles": strings.Repeat("a"+strings.Repeat(",b", 100)+"\n", 300),
	} {
		if n := testing.AllocsPerRun(1, func() { table(text) }); n > 120_000 {
			t.Errorf("%s: %v allocations for %d bytes", name, n, len(text))
		}
	}
	if got, _ := table(strings.Repeat("1,Road"+strings.Repeat(",", 100)+"\n", 2)); got != "1: Road\n1: Road" {
		t.Errorf("%q", got)
	}
}

func FuzzListOfTable(f *testing.F) {
	f.Add("Label,Title,Page,Part\nPrologue,,9,\n1,The Road,23,One")
	f.Add("1;\"a\nb\";0:20:00\n2;c @ 5;\n#3;:;7")
	f.Add("Title\tTime\n@ 5\t6:20\n\"\t")
	f.Add(" \u035f,\u035f0\n#,#,#\n@:,@,1")
	f.Add("#\u035f#")
	f.Fuzz(func(t *testing.T, text string) {
		rows, unread := table(text)
		if len(unread) > 102 {
			t.Fatalf("%d rows are told", len(unread))
		}
		cs, unread := list(rows)
		if slices.ContainsFunc(unread, func(u club.Unread) bool { return strings.HasPrefix(u.Why, "The page after the @") }) {
			return // times are for ReadEnds
		}
		if len(unread) > 0 || len(cs) > club.MaxChapters {
			t.Fatalf("%q became %q: %s", text, rows, whys(unread))
		}
		again, _ := cs.WriteList(all())
		back, _ := list(again)
		if fmt.Sprint(writtenAll(back)) != fmt.Sprint(writtenAll(cs)) || slices.ContainsFunc(cs, func(c club.Chapter) bool { return c.Label == "" }) {
			t.Fatalf("%q became %q", rows, again)
		}
	})
}
