package club_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"dogear/club"
	"pgregory.net/rapid"
)

// ends writes an edition as "1:20 2:30", times with an s at the end.
func ends(e club.Edition) string {
	var b strings.Builder
	for _, n := range slices.Sorted(maps.Keys(e.Ends)) {
		fmt.Fprintf(&b, "%d:%d ", n, e.Ends[n])
	}
	if e.Measure == club.Seconds {
		b.WriteString("s")
	}
	return strings.TrimSpace(b.String())
}

// whys writes what could not be read as "2: Why.; 3: Why.".
func whys(unread []club.Unread) string {
	lines := make([]string, len(unread))
	for i, u := range unread {
		lines[i] = fmt.Sprintf("%d: %s", u.Line, u.Why)
	}
	return strings.Join(lines, "; ")
}

func TestReadEnds(t *testing.T) {
	t.Parallel()
	plain := club.Numbered(4)
	parts, _ := list("# One\n1\n2\n# Two\n1\nMeet @ home")
	odd, _ := list("Prologue: Start\n4:6\nWhere it ends\nTwelve\n12")
	known := map[int]int{1: 20, 3: 60}
	const none = " and is no page from 1 to 100000 and no time such as 6:20:15."
	const around = ": in the Penguin edition Chapter 1 ends on page 20 and Chapter 3 ends on page 60."
	for _, c := range []struct {
		name   string
		cs     club.Chapters
		known  map[int]int
		audio  bool
		text   string
		want   string
		unread string
	}{
		{"labels", plain, nil, false, "Chapter 1 @ 20\nchapter 2: The Ferry @ p. 30\n\n# Part\n4 @100", "1:20 2:30 4:100", ""},
		{"words", plain, nil, false, "Chapter 1 ends on page 20.\nchapter 2 ENDS ON 30\n3 = 60\nChapter 4 ends 100", "1:20 2:30 3:60 4:100", ""},
		{"one by one", plain, known, false, "Chapter 2 ends on 30", "1:20 2:30 3:60", ""},
		{"times", plain, nil, false, "1 @ 0:20:15\nChapter 2 = 1h20m\n3 ends at 2 h 5 min\n4 @ 2:55:00", "1:1215 2:4800 3:7500 4:10500 s", ""},
		{"short times among long", plain, nil, false, "1 @ 20:15\n2 @ 45:00\n3 @ 1:02:00", "1:1215 2:2700 3:3720 s", ""},
		{"short times alone", plain, nil, false, "1 @ 6:20\n2 @ 7:00", "", "0: All these times have two parts, so they may be hours and minutes or minutes and seconds: the first is `6h20m` or `6m20s`. Write them as one of these, or as h:mm:ss."},
		{"only ends", plain, known, false, "21\n31\np 61\n101\n", "1:21 2:31 3:61 4:101", ""},
		{"only ends, too few", plain, known, false, "21\n31\n\n", "1:20 3:60", "2: These are 2 ends, and the book has 4 chapters. Give one for each, or write the chapter before each: `Chapter 1 @ 143`."},
		{"only an end", plain, known, false, "21", "1:20 3:60", "1: This is an end without its chapter. Write both, such as `Chapter 1 @ 143`."},
		{"only times", plain, nil, false, "20:00\n0:40:00\n1h\n80 min", "1:1200 2:2400 3:3600 4:4800 s", ""},
		{"nothing said", plain, known, false, "Chapter 1 @\n2: The Ferry\nChapter 3\n4 @ \n#5", "1:20 3:60", ""},
		{"taken back", plain, known, false, "Chapter 1 @ ?\n2 = ?", "3:60", ""},
		{"taken back by number", plain, known, false, "1 @ ?\n2 @\n4 @", "3:60", ""},
		{"numbers without ends", plain, nil, false, "1 @\n2 @\n3 @\n4 @", "", ""},
		{"corrected", plain, known, false, "1 @ 70\n3 @ 90", "1:70 3:90", ""},
		{"no such chapter", plain, nil, false, "Chapter 5 @ 20\nThe secret @ 30\n@ 40\n#9 @ 4", "", `1: I find no chapter "Chapter 5" in the book.; 2: I find no chapter "The secret" in the book.; 3: There is an end on this line and no chapter before it.`},
		{"no end", plain, nil, false, "1 @ 0\n2 @ 12x\n3 @ 100001\n4 @ 1001h", "", `1: "0" stands where Chapter 1 ends, and is no page from 1 to 100000 and no time such as 6:20:15.; 2: "12x" stands where Chapter 2 ends, and is no page from 1 to 100000 and no time such as 6:20:15.; 3: "100001" stands where Chapter 3 ends, and is no page from 1 to 100000 and no time such as 6:20:15.; 4: "1001h" stands where Chapter 4 ends, and is no page from 1 to 100000 and no time such as 6:20:15.`},
		{"no rise in the list", plain, nil, false, "1 @ 20\n2 @ 300\n3 @ 60\n4 @ 100", "1:20 3:60 4:100", "2: Chapter 2 on page 300 contradicts line 3: Chapter 3 on page 60."},
		{"no rise beside what is known", plain, map[int]int{1: 20, 2: 40, 3: 60}, false, "2 @ 60", "1:20 2:40 3:60", "1: Chapter 2 cannot end on page 60" + around},
		{"as low as what is known", plain, known, false, "2 @ 20", "1:20 3:60", "1: Chapter 2 cannot end on page 20" + around},
		{"twice", plain, nil, false, "2 @ 20\n2 @ 30\nChapter 2", "2:20", "2: The end of Chapter 2 stands on line 1 already."},
		{"a time among pages", plain, known, false, "2 @ 0:00:30", "1:20 3:60", "1: Chapter 2 ends at 0:00:30 on this line, and the other ends of the Penguin edition are pages."},
		{"a page among times", plain, known, true, "2 @ 30\n4 @ 0:30:00", "1:20 3:60 4:1800 s", "1: Chapter 2 ends on page 30 on this line, and the other ends of the Penguin edition are times."},
		{"mixed", plain, nil, false, "1 @ 30\n2 @ 0:30:00", "1:30", "2: Chapter 2 ends at 0:30:00 on this line, and the other ends of the Penguin edition are pages."},
		{"another measure for all", plain, known, false, "1 @ 0:30:00\n3 @ 1:00:00", "1:1800 3:3600 s", ""},
		// A line that is left out changes nothing.
		{"a short time where one is known", plain, map[int]int{1: 1200}, true, "1 @ 20:15", "1:1200 s", "1: A time of two parts may be `20h15m` or `20m15s`. Write it as one of these, or as h:mm:ss."},
		{"a time where a page is known", plain, map[int]int{1: 20}, false, "1 @ 20:15", "1:20", "1: A time of two parts may be `20h15m` or `20m15s`. Write it as one of these, or as h:mm:ss."},
		{"another measure for one of two", plain, known, false, "1 @ 0:30:00\n3 @ 90", "1:20 3:90", "1: Chapter 1 ends at 0:30:00 on this line, and the other ends of the Penguin edition are pages."},
		{"another measure that falls", plain, known, false, "1 @ 1:30:00\n3 @ 0:30:00", "1:20 3:60", "1: Chapter 1 ends at 1:30:00 on this line, and the other ends of the Penguin edition are pages.; 2: Chapter 3 ends at 0:30:00 on this line, and the other ends of the Penguin edition are pages."},
		{"what pushes aside a line that is left out", plain, map[int]int{1: 20, 2: 40, 3: 60}, false, "1 @ 50\n2 @ 45\n3 @ 70\n4 @ 90", "1:20 2:40 3:70 4:90", "1: Chapter 1 on page 50 contradicts line 2: Chapter 2 on page 45.; 2: Chapter 2 on page 45 contradicts line 1: Chapter 1 on page 50."},
		{"what was known of a line that is left out comes back", plain, map[int]int{1: 20, 2: 40, 3: 60}, false, "1 @ 50\n3 @ 45\n4 @ 44", "1:20 2:40 3:60", "0: These ends do not rise from chapter to chapter, so I took none of them. Each is to lie after the one before it."},
		{"beside what stays", plain, map[int]int{1: 20, 2: 40, 3: 60}, false, "1 @ 50\n2 @ 65", "1:20 2:40 3:60", "1: Chapter 1 cannot end on page 50: in the Penguin edition Chapter 2 ends on page 40.; 2: Chapter 2 cannot end on page 65: in the Penguin edition Chapter 3 ends on page 60."},
		{"two that contradict each other", plain, nil, false, "2 ends on 90\n3 @ 20", "", "1: Chapter 2 on page 90 contradicts line 2: Chapter 3 on page 20.; 2: Chapter 3 on page 20 contradicts line 1: Chapter 2 on page 90."},
		{"all the same", plain, nil, false, "5\n5\n5\n5", "", "0: These ends do not rise from chapter to chapter, so I took none of them. Each is to lie after the one before it."},
		{"without an @", plain, nil, false, "Chapter 1\t20\nChapter 2, p. 30\nChapter 3 ... 40\n4: 50", "1:20 2:30 3:40 4:50", ""},
		{"without an @, otherwise", plain, nil, false, "1 - 0:20:00\nChapter 2 1 h 5 min\n3 – 2h\n4 -5\n", "1:1200 2:3900 3:7200 s", `4: I find no chapter "4 -5" in the book.`},
		{"titles that are no ends", plain, nil, false, "1: The year 1984\n2: 39 Steps\n3 @ 40\n2.5\n4: Meet @ home", "3:40", `4: I find no chapter "2.5" in the book.`},
		{"what is no end", plain, nil, false, "1 @ soon\nChapter 2 @ -5\n3 = x", "", `1: "soon" stands where Chapter 1 ends,` + none + `; 2: "\-5" stands where Chapter 2 ends,` + none + `; 3: "x" stands where Chapter 3 ends,` + none},
		{"labels that stand for several", parts, nil, false, "1 @ 10\nChapter 2 @ 20\n1 @ 30\nMeet @ home @ 40", "1:10 2:20 3:30 4:40", ""},
		{"one of several", parts, nil, false, "Chapter 1 @ 10\n#3 @ 30\n#4 @ ?", "3:30", "1: This may be Chapter 1 (no. 1) or Chapter 1 (no. 3). Write the chapter's place in the book, as in `#1 @ 143`."},
		{"odd labels", odd, nil, false, "Prologue: Start @ 5\n4:6: Bread @ 9\nWhere it ends\nTwelve @ 20\n12 @ 30", "1:5 2:9 4:20 5:30", ""},
		{"odd labels in words", odd, nil, false, "Where it ends ends on 10\nprologue = 5\n4:6 @ 7", "1:5 2:7 3:10", ""},
		{"not UTF-8", plain, nil, false, "1 @ 10\n2\xff @ 20", "1:10", "2: This line is not text in UTF-8. Save the file as UTF-8 and send it again."},
		{"no book", nil, nil, false, "1 @ 10\n\xff", "", "1: This book has no chapters yet, so nothing in it can end."},
		{"nothing", plain, known, false, " \n", "1:20 3:60", ""},
	} {
		e := club.Edition{ID: 7, Name: "Penguin", Ends: c.known}
		if c.audio {
			e.Measure = club.Seconds
		}
		got, unread := c.cs.ReadEnds(club.Draft(c.text, "ana"), e)
		if ends(got) != c.want || got.ID != 7 || got.Name != "Penguin" {
			t.Errorf("%s:\n got %s\nwant %s", c.name, ends(got), c.want)
		}
		if whys(unread) != c.unread {
			t.Errorf("%s:\n got %s\nwant %s", c.name, whys(unread), c.unread)
		}
	}
	if len(known) != 2 {
		t.Errorf("what was known has changed: %v", known)
	}
}

// Times of two parts can be told apart by whoever wrote them.
func TestSpellTimes(t *testing.T) {
	t.Parallel()
	cs := club.Numbered(3)
	for text, want := range map[string]string{
		"1 @ 6:20\r\n# x\n\nChapter 2, 7:00\n3 @ ?": "1 @ 6:20:00|# x||Chapter 2 @ 7:00:00|3 @ ?; 1 @ 0:06:20|# x||Chapter 2 @ 0:07:00|3 @ ?",
		"1:00\n2:00\n3:00":                          "1:00:00|2:00:00|3:00:00; 0:01:00|0:02:00|0:03:00",
		"1 @ 6:20":                                  "", // no two
		"1 @ 6:20\n2 @ 7:00:00":                     "",
		"1 @ 6\n2 @ 7":                              "",
		"9 @ 6:20\n8 @ 7:00":                        "",
	} {
		list, got := club.Draft(text, "ana"), ""
		if cs.ShortTimes(list) {
			hours, _ := cs.SpellTimes(list, true).For(club.Someone("ana"))
			minutes, _ := cs.SpellTimes(list, false).For(club.Someone("ana"))
			got = strings.ReplaceAll(hours+"; "+minutes, "\n", "|")
		}
		if got != want {
			t.Errorf("%q:\n got %s\nwant %s", text, got, want)
		}
	}
}

func TestReadEndsStopsInTime(t *testing.T) {
	t.Parallel()
	if _, unread := club.Numbered(3).ReadEnds(club.Draft(strings.Repeat("x\n", 100_000), "ana"), club.Edition{}); len(unread) != 100 {
		t.Errorf("%d lines are told", len(unread))
	}
}

func TestWriteEnds(t *testing.T) {
	t.Parallel()
	cs, _ := list("Prologue: Start\n1\n1\n2")
	for _, c := range []struct {
		e    club.Edition
		want string
	}{
		{club.Edition{}, "Prologue @\nChapter 1 @\nChapter 1 @\nChapter 2 @\n"},
		{club.Edition{Ends: map[int]int{1: 9, 3: 40, 4: 20, 5: 90}}, "Prologue @ 9\nChapter 1 @\nChapter 1 @\nChapter 2 @ 20\n"},
		{club.Edition{Measure: club.Seconds, Ends: map[int]int{2: 22815}}, "Prologue @\nChapter 1 @ 6:20:15\nChapter 1 @\nChapter 2 @\n"},
	} {
		if got := cs.WriteEnds(c.e); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

func TestTellsEnd(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"Chapter 7 ends on 143": true, "7 @ 6:20:15": true, " ch 7 = 6h20m ": true, "7 @ ?": true, "7 @ 12x": true,
		"Chapter 7": false, "143": false, "p 143": false, "7 @": false, "@ 143": false, "Where it ends": false, "": false, "43%": false,
	} {
		if got := club.TellsEnd(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// What is written is read again, whatever the labels.
func TestEndsComeBack(t *testing.T) {
	t.Parallel()
	label := rapid.SampledFrom([]string{"1", "2", "Chapter 1", "Twelve", "12", "XII", "4:6", "Meet @ home", "x = 3", "It ends", "Tea @ 5 o'clock", "🐟", "12a", "p 3", "6h20m", "Done", "0"})
	rapid.Check(t, func(t *rapid.T) {
		cs, unread := list(strings.Join(rapid.SliceOfN(label, 1, 8).Draw(t, "labels"), "\n"))
		if len(unread) > 0 {
			t.Fatal(unread)
		}
		e := club.Edition{Measure: rapid.SampledFrom([]club.Measure{club.Pages, club.Seconds}).Draw(t, "measure"), Ends: make(map[int]int)}
		at := 0
		for n := range cs {
			at += rapid.IntRange(1, 5000).Draw(t, "more")
			if rapid.Bool().Draw(t, "known") {
				e.Ends[n+1] = at
			}
		}
		if len(e.Ends) == 0 {
			return
		}
		for _, known := range []club.Edition{{}, e} {
			back, unread := cs.ReadEnds(club.Draft(cs.WriteEnds(e), "ana"), known)
			if ends(back) != ends(e) || len(unread) > 0 {
				t.Fatalf("%q comes back as %s: %s", cs.WriteEnds(e), ends(back), whys(unread))
			}
		}
	})
}

func FuzzReadEnds(f *testing.F) {
	f.Add("Prologue @ 3\nChapter 1: The Ferry ends on 9\n1 = 6h20m\n#4 @ 20:15\n#\n@\n=\nends\n? @ ?")
	f.Add("1\n2\n3\n4\n1:00:00")
	f.Add("Chapter 1 @ 5\nChapter 1 @ 3\n4.6 @ 9999999\n\xff\n@ 5:\n# 7 @ 3")
	cs, _ := list("Prologue\n# Part\n1: One\n1: The Ferry\n4.6\n🐟")
	f.Fuzz(func(t *testing.T, text string) {
		for _, known := range []club.Edition{{}, {Ends: map[int]int{1: 4, 3: 70}}, {Measure: club.Seconds, Ends: map[int]int{2: 50, 1: 60}}} {
			e, unread := cs.ReadEnds(club.Draft(text, "ana"), known)
			last := 0
			for _, n := range slices.Sorted(maps.Keys(e.Ends)) {
				if n < 1 || n > len(cs) || e.Ends[n] <= last {
					t.Fatalf("%q ends on %s", text, ends(e))
				}
				last = e.Ends[n]
			}
			if len(unread) > 100 || !slices.IsSortedFunc(unread, func(a, b club.Unread) int { return a.Line - b.Line }) {
				t.Fatalf("%q is told as %s", text, whys(unread))
			}
			for n := range e.Ends {
				if end, ok := cs.Ruler(&e).End(n); !ok || strings.HasPrefix(end, "about") {
					t.Fatalf("chapter %d of %s ends on %q", n, ends(e), end)
				}
			}
			back, unread := cs.ReadEnds(club.Draft(cs.WriteEnds(e), "ana"), club.Edition{Measure: e.Measure})
			if ends(back) != ends(e) || len(unread) > 0 {
				t.Fatalf("%s comes back as %s: %s", ends(e), ends(back), whys(unread))
			}
		}
	})
}
