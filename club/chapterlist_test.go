package club_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"dogear/club"
	"pgregory.net/rapid"
)

// list reads a chapter list that ana typed.
func list(text string) (club.Chapters, []club.Unread) {
	return club.ReadChapterList(club.Draft(text, "ana"))
}

// all is a reader to whom every lock is open and who wrote nothing.
func all() club.Reader { return club.Rereader("zoe", 0) }

// written is a chapter as one line, with its part before it.
func written(c club.Chapter) string {
	title, _ := c.Title.For(all())
	part, _ := c.Part.For(all())
	return fmt.Sprintf("%d|%s|%s|%s|%d", c.Number, part, c.Label, title, c.EndPage)
}

func writtenAll(cs club.Chapters) []string {
	lines := make([]string, len(cs))
	for i, c := range cs {
		lines[i] = written(c)
	}
	return lines
}

func TestReadChapterList(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 41)
	for _, c := range []struct {
		name, text, want, unread string
	}{
		{"labels", "Prologue\nChapter 1\n4.6", "1||Prologue||0, 2||Chapter 1||0, 3||4.6||0", ""},
		{"titles", "Chapter 7: The Ferry\nA:B\nC :  D: E ", "1||Chapter 7|The Ferry|0, 2||A|B|0, 3||C|D: E|0", ""},
		{"pages", "Prologue @ 9\nChapter 1: Road @ 23\nChapter 2@30", "1||Prologue||9, 2||Chapter 1|Road|23, 3||Chapter 2||30", ""},
		{"bare numbers", "1\n02\n3: Three @ 9\n0", "1||Chapter 1||0, 2||Chapter 2||0, 3||Chapter 3|Three|9, 4||Chapter 0||0", ""},
		{"parts", "# Part One\n1\n2\n\n## Part Two \n1", "1|Part One|Chapter 1||0, 2||Chapter 2||0, 3|Part Two|Chapter 1||0", ""},
		{"a part without #'s space", "#Two\n1", "1|Two|Chapter 1||0", ""},
		{"line ends and spaces", "\ufeff A\r\n\r\nB\r\u00a0C\u00a0:\tD\u2003@\u00a05\n", "1||A||0, 2||B||0, 3||C|D|5", ""},
		{"an @ in a title", "1: Meet me @ noon\n2: Me @ home @ 7\n3: Tea @ 5 o'clock", "1||Chapter 1|Meet me @ noon|0, 2||Chapter 2|Me @ home|7, 3||Chapter 3|Tea @ 5 o'clock|0", ""},
		{"verses", "4:6\n4:7: Bread\n4：8", "1||4:6||0, 2||4:7|Bread|0, 3||Chapter 4|8|0", ""},
		{"odd characters", "Ch\u200bap\x00ter\u202e 1\n\u200b\n🐟", "1||Chapter 1||0, 2||🐟||0", ""},
		{"labels again", "Interlude\nA\nInterlude", "1||Interlude||0, 2||A||0, 3||Interlude||0", ""},
		{"no label", ": Title\n@ 12\nA", "1||A||0", "1: There is no label on this line.; 2: There is no label on this line."},
		{"no page", "A @\nB @ 0\nC @ 12a\nD @ 9999999", "", "1: There is no page after the @.; 2: The page after the @ is not a number from 1 to 100000.; 3: The page after the @ is not a number from 1 to 100000.; 4: The page after the @ is not a number from 1 to 100000."},
		{"pages before the title", "A @ 5: B\n@:\nMeet @ home: B", "1||Meet @ home|B|0", "1: A page goes to the end of the line, after the title.; 2: A page goes to the end of the line, after the title."},
		{"pages that do not rise", "A @ 10\nB @ 10\nC\nD @ 9\nE @ 11", "1||A||10, 2||C||0, 3||E||11", "2: B would end on page 10, and a chapter above it ends on page 10. Give a later page, or leave it out.; 4: D would end on page 9, and a chapter above it ends on page 10. Give a later page, or leave it out."},
		{
			"too long", long + "\nA: " + strings.Repeat("y", 151) + "\n# " + strings.Repeat("z", 81) + "\nB", "1||B||0",
			"1: The label is longer than 40 characters. A title goes after a colon.; 2: The title of A is longer than 150 characters.; 3: The name of this part is longer than 80 characters.",
		},
		{"parts without chapters", "# One\n# Two\n1\n#\n# Three", "1|Two|Chapter 1||0", "1: No chapter follows this part.; 4: A part needs a name after the #.; 5: No chapter follows this part."},
		{"not UTF-8", "A\nB\xff\nC", "1||A||0, 2||C||0", "2: This line is not text in UTF-8. Save the file as UTF-8 and send it again."},
		{"nothing", " \n\n", "", ""},
	} {
		cs, unread := list(c.text)
		if got := strings.Join(writtenAll(cs), ", "); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
		var why []string
		for _, u := range unread {
			why = append(why, fmt.Sprintf("%d: %s", u.Line, u.Why))
		}
		if got := strings.Join(why, "; "); got != c.unread {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.unread)
		}
	}
}

func TestReadChapterListStopsInTime(t *testing.T) {
	t.Parallel()
	cs, unread := list(strings.Repeat("A\n", 600))
	if len(cs) != club.MaxChapters || len(unread) != 1 || unread[0].Line != 501 {
		t.Errorf("%d chapters, %v", len(cs), unread)
	}
	if _, unread = list(strings.Repeat(": no label\n", 100000)); len(unread) != 100 {
		t.Errorf("%d lines are told", len(unread))
	}
}

func TestChapterListLocks(t *testing.T) {
	t.Parallel()
	cs, _ := list("# One\nA: first\nB: second\n# Two\nC: third")
	for _, c := range []struct {
		text club.Locked
		want int
	}{{cs[0].Title, 0}, {cs[0].Part, 0}, {cs[1].Title, 1}, {cs[2].Title, 2}, {cs[2].Part, 2}} {
		if c.text.Opening().Number() != c.want || c.text.By() != "ana" {
			t.Errorf("it opens at %d and is by %q, want %d", c.text.Opening().Number(), c.text.By(), c.want)
		}
	}
	if got := cs[2].Title.Opening().Label(); got != "B" {
		t.Errorf("the lock is called %q", got)
	}
}

func TestWriteList(t *testing.T) {
	t.Parallel()
	const text = "# One\nA: first @ 10\nB: second\n# Two\nC: third\nD @ 44\n"
	cs, _ := list(text)
	for _, c := range []struct {
		r    club.Reader
		want string
		ok   bool
	}{
		{club.Keeper("bo"), text, true},
		{club.Someone("ana"), text, true},
		{club.ReaderAt("bo", 2), text, true},
		{club.ReaderAt("bo", 1), "# One\nA: first @ 10\nB: second\nC\nD @ 44\n", false},
		{club.Nobody(), "# One\nA: first @ 10\nB\nC\nD @ 44\n", false},
	} {
		if got, ok := cs.WriteList(c.r); got != c.want || ok != c.ok {
			t.Errorf("at %d: %q, %v", c.r.Position(), got, ok)
		}
	}
}

// A title's text never stands in what a list gives to one who may not see it.
func TestWriteListHidesByPosition(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 12).Draw(t, "chapters")
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "# part<%d>\nC%d: title<%d>\n", i+1, i+1, i+1)
		}
		cs, _ := list(b.String())
		at := rapid.IntRange(0, n).Draw(t, "position")
		r := club.ReaderAt("bo", at)
		text, ok := cs.WriteList(r)
		for i := 1; i <= n; i++ {
			want := i-1 <= at
			if strings.Contains(text, fmt.Sprintf("title<%d>", i)) != want || strings.Contains(text, fmt.Sprintf("part<%d>", i)) != want {
				t.Fatalf("at %d, title %d: %q", at, i, text)
			}
			if strings.Contains(cs.Name(i, r), "title") != want {
				t.Fatalf("at %d chapter %d is named %q", at, i, cs.Name(i, r))
			}
		}
		if ok != (n-1 <= at) {
			t.Fatalf("at %d of %d nothing was left out: %v", at, n, ok)
		}
	})
}

func FuzzReadChapterList(f *testing.F) {
	f.Add("# Part One\nPrologue @ 9\n1: The Road @ 23\n\n# Part Two\n4.6\n4:6: Bread")
	f.Add("Ch\u200b 1：a\r\n\ufeff# b\n:x\n@ 3\n# \n7 @ 12a\n8 @ 0012")
	f.Add("@:\na @ 5:\nb@c: d")
	f.Add("a:@1\n:\n##\n1:2:3: 4 @5@6")
	f.Add("#\u035f0\n0\u035f0: \u035fa")
	f.Fuzz(func(t *testing.T, text string) {
		cs, unread := list(text)
		for i, c := range cs {
			title, _ := c.Title.For(all())
			if c.Number != i+1 || c.Label == "" || club.Units(c.Label) > club.MaxChapterLabel || club.Units(title) > club.MaxChapterTitle {
				t.Fatalf("chapter %d is %s", i, written(c))
			}
		}
		if len(unread) > 100 || len(cs) > club.MaxChapters {
			t.Fatalf("%d chapters, %d unread", len(cs), len(unread))
		}
		again, ok := cs.WriteList(all())
		if !ok {
			t.Fatal("something was left out for one who may see all")
		}
		back, unread := list(again)
		if !slices.Equal(writtenAll(back), writtenAll(cs)) || len(unread) > 0 {
			t.Fatalf("%q became %q, %v", writtenAll(cs), writtenAll(back), unread)
		}
	})
}
