package club_test

import (
	"fmt"
	"slices"
	"testing"

	"dogear/club"
	"pgregory.net/rapid"
)

func TestName(t *testing.T) {
	t.Parallel()
	cs, _ := list("A: first\nB: second\nC")
	for _, c := range []struct {
		n    int
		r    club.Reader
		want string
	}{
		{0, club.Nobody(), "the start"},
		{1, club.Nobody(), "A: first"},
		{2, club.Nobody(), "B"},
		{2, club.ReaderAt("bo", 1), "B: second"},
		{3, all(), "C"},
		{4, all(), ""},
		{-1, all(), ""},
	} {
		if got := cs.Name(c.n, c.r); got != c.want {
			t.Errorf("%d is %q, want %q", c.n, got, c.want)
		}
	}
}

func TestSpan(t *testing.T) {
	t.Parallel()
	cs, _ := list("Prologue\n1\n2\n3\nLetter 1\nletter 2\nLetter 3\nDay 9\nDay 10\n4.5\n4.6\nHouse 1\nHouse 2\nChapter 7\nChapter 9")
	loose := club.Chapters{{Number: 1, Label: "1"}, {Number: 2, Label: "2"}, {Number: 3, Label: "03"}}
	for _, c := range []struct {
		cs          club.Chapters
		first, last int
		want        string
	}{
		{cs, 2, 4, "Chapters 1-3"},
		{cs, 2, 3, "Chapters 1-2"},
		{cs, 3, 3, "Chapter 2"},
		{cs, 1, 1, "Prologue"},
		{cs, 1, 4, "Prologue to Chapter 3"},
		{cs, 4, 5, "Chapter 3 to Letter 1"},
		{cs, 5, 7, "Letter 1 to Letter 3"},
		{cs, 8, 9, "Days 9-10"},
		{cs, 10, 11, "4.5 to 4.6"},
		{cs, 12, 13, "House 1 to House 2"},
		{cs, 14, 15, "Chapter 7 to Chapter 9"},
		{loose, 1, 2, "1-2"},
		{loose, 1, 3, "1 to 03"},
		{cs, 0, 2, ""},
		{cs, 2, 99, ""},
		{club.Numbered(500), 499, 500, "Chapters 499-500"},
	} {
		if got := c.cs.Span(c.first, c.last); got != c.want {
			t.Errorf("%d to %d is %q, want %q", c.first, c.last, got, c.want)
		}
	}
}

func TestPagesBetween(t *testing.T) {
	t.Parallel()
	cs := paged(20, 10, 30)
	for _, c := range []struct{ from, to, want int }{
		{0, 1, 20}, {1, 3, 40}, {0, 3, 60}, {2, 2, 0}, {3, 1, 0}, {-1, 2, 0}, {0, 4, 0},
	} {
		if got := cs.PagesBetween(c.from, c.to); got != c.want {
			t.Errorf("from %d to %d there are %d pages, want %d", c.from, c.to, got, c.want)
		}
	}
	cs[1].EndPage = 0
	if cs.PagesBetween(1, 3) != 40 || cs.PagesBetween(2, 3) != 0 || cs.PagesBetween(1, 2) != 0 || cs.Paged() || club.Numbered(0).Paged() {
		t.Error("pages are made up where an end is not known")
	}
}

func TestSuggest(t *testing.T) {
	t.Parallel()
	cs, _ := list("Prologue: Kathy\n1: The Ferry\n2: Norfolk\n10: Ferry Again\n11\n12\nEpilogue")
	for _, c := range []struct {
		typed string
		at    int
		limit int
		want  string
	}{
		{"", 0, 25, "[1 2 3 4 5 6 7]"},
		{"", 3, 25, "[3 4 5 6 7 1 2]"},
		{"", 3, 3, "[3 4 5]"},
		{"1", 0, 25, "[2 4 5 6]"},
		{"1", 4, 25, "[2 4 5 6]"},
		{"ch 1", 0, 25, "[2 4 5 6]"},
		{"chap", 3, 25, "[3 4 5 6 2]"},
		{"12", 0, 25, "[6]"},
		{"pro", 0, 25, "[1]"},
		{"logue", 0, 25, "[1 7]"},
		{"ferry", 0, 25, "[]"},
		{"ferry", 1, 25, "[2]"},
		{"ferry", 3, 25, "[4 2]"},
		{"kath", 0, 25, "[1]"},
		{"zzz", 0, 25, "[]"},
		{"?!", 0, 25, "[]"},
		{"", 0, 0, "[]"},
		{"", 0, -1, "[]"},
	} {
		if got := fmt.Sprint(cs.Suggest(c.typed, club.ReaderAt("bo", c.at), c.limit)); got != c.want {
			t.Errorf("%q at %d suggests %s, want %s", c.typed, c.at, got, c.want)
		}
	}
}

// Whoever goes on typing a label is offered its chapter all the way.
func TestSuggestFollowsTyping(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		cs, _ := list("Prologue\n1\n2\n3\nInterlude\n4.6\nPart Two, Day 3\nÉpilogue\n🐟")
		n := rapid.IntRange(1, len(cs)).Draw(t, "chapter")
		label := []rune(cs[n-1].Label)
		typed := string(label[:rapid.IntRange(0, len(label)).Draw(t, "typed")])
		if got := cs.Suggest(typed, club.Nobody(), 25); !slices.Contains(got, n) {
			t.Fatalf("%q suggests %v, not %d", typed, got, n)
		}
	})
}

func TestNumbered(t *testing.T) {
	t.Parallel()
	cs := club.Numbered(3)
	if c, ok := cs.At(3); !ok || c.Label != "Chapter 3" || c.Number != 3 {
		t.Errorf("%v", c)
	}
	for _, n := range []int{0, -1, 4} {
		if _, ok := cs.At(n); ok {
			t.Errorf("there is a chapter %d", n)
		}
	}
}

func TestDistance(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"a", "", 1}, {"", "ab", 2}, {"ferry", "ferry", 0}, {"fery", "ferry", 1}, {"kitten", "sitting", 3}} {
		if got := club.Distance(c.a, c.b); got != c.want {
			t.Errorf("from %q to %q it is %d, want %d", c.a, c.b, got, c.want)
		}
	}
}
