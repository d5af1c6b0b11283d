package club_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"dogear/club"
	"pgregory.net/rapid"
)

// where writes what words came to: "7", "1 or 4", or the refusal.
func where(cs club.Chapters, typed string, r club.Reader) string {
	w, err := cs.Ruler(nil).ParsePosition(typed, r)
	switch {
	case err != nil:
		return err.Error()
	case len(w.Several) > 0:
		return strings.ReplaceAll(strings.Trim(fmt.Sprint(w.Several), "[]"), " ", " or ")
	}
	return fmt.Sprint(w.Position)
}

func TestParsePosition(t *testing.T) {
	t.Parallel()
	plain := club.Numbered(23)
	prologue, _ := list("Prologue\n1\n2\n3\nInterlude\n4\nEpilogue")
	parts, _ := list("# One\n1\n2\n# Two\n1\n2\n3")
	words, _ := list("Prologue\nChapter One\nChapter Two\nChapter Twenty-One\nChapter XIV")
	names, _ := list("Kathy: The Ferry\nTommy: Start\nRuth: Crème Brûlée\nJudy Bridgewater\nDone\nIvy")
	verses, _ := list("4.5\n4.6\n12a\n12b")
	psalms, _ := list("4:5\n4:6")
	books, _ := list("Book 1 Chapter 1\nBook 1 Chapter 2\nBook 2 Chapter 1\nBook 2 Chapter 2")
	zero, _ := list("0\n1\n2")
	pages := paged(20, 10, 30, 40) // end on 20, 30, 60, 100
	half := paged(20, 10, 30)
	half[1].EndPage = 0 // some 40
	const ask = ` end. Give the last chapter you have finished, such as "Chapter 1", or tell me of your edition with ` + "`/me edition`."
	for _, c := range []struct {
		cs          club.Chapters
		typed, want string
	}{
		{plain, "12", "12"},
		{plain, "ch 12", "12"},
		{plain, "Ch. 12", "12"},
		{plain, "CHAPTER 12", "12"},
		{plain, "chapter12", "12"},
		{plain, "  chapter \u00a0 12 ", "12"},
		{plain, "chapter 012", "12"},
		{plain, "ｃｈａｐｔｅｒ　１２", "12"},
		{plain, "١٢", "12"},
		{plain, "twelve", "12"},
		{plain, "chapter twenty-one", "21"},
		{plain, "#12", "12"},
		{plain, "done", "23"},
		{plain, "Finished!", "23"},
		{plain, "start", "0"},
		{plain, "0", "0"},
		{plain, "ch 0", "0"},
		{plain, "100%", "23"},
		{plain, "0 %", "0"},
		{plain, "page 0", "0"},
		{plain, "24", `I find no chapter "24" in this book. The nearest are Chapter 22 and Chapter 23.`},
		{plain, "#24", `I find no chapter "\#24" in this book. The nearest are Chapter 22 and Chapter 23.`},
		{plain, "-3", `I find no chapter "\-3" in this book. The nearest are Chapter 2 and Chapter 3.`},
		{plain, "ch −3", `I find no chapter "ch −3" in this book. The nearest are Chapter 3 and Chapter 13.`},
		{plain, "12/23", "12"},
		{plain, "", `Say how far you have read: a chapter such as "Chapter 1", or "done".`},
		{plain, "p 214", `"p 214" is a page, and I do not know on which pages the chapters of this book` + ask},
		{plain, "43%", `"43%" is a percentage, and I do not know where the book ends. Give the last` + strings.TrimPrefix(ask, " end. Give the last")},
		{plain, "6h20m", `"6h20m" is a time, and I do not know when the chapters of this book` + ask},
		{plain, "p 214 of 288", `"p 214 of 288" is a page, and I do not know on which pages the chapters of this book` + ask},
		{plain, "p", "I read \"p\" as a page, and it is none that there can be. Write a page as `p 214`."},
		{plain, "214/288", `"214/288" is a page, and I do not know on which pages the chapters of this book` + ask},
		{plain, "%", "I read \"%\" as a percentage, and it is none that there can be. Write a percentage as `43%`."},
		{plain, "6:61:00", "I read \"6\\:61:00\" as a time, and it is none that there can be. Write a time as `6h20m` or `0:41:30`."},
		{plain, "143%", `"143%" is more than the whole book. Say "done" if you have finished it.`},
		{nil, "1", "This book has no chapters yet, so there is no place in it to name."},
		{club.Numbered(1), "x", `I find no chapter "x" in this book. It has only Chapter 1.`},

		{prologue, "2", "3"},
		{prologue, "prologue", "1"},
		{prologue, "PROLOGUE.", "1"},
		{prologue, "5", `I find no chapter "5" in this book. The nearest are Chapter 3 and Chapter 4.`},
		{prologue, "prolog", `I find no chapter "prolog" in this book. The nearest are Prologue and Epilogue.`},
		{prologue, "#5", "5"},
		{parts, "1", "1 or 3"},
		{parts, "ch 2", "2 or 4"},
		{parts, "3", "5"},
		{words, "1", "2"},
		{words, "two", "3"},
		{words, "21", "4"},
		{words, "14", "5"},
		{words, "chapter xiv", "5"},
		{words, "chapter 2", "3"},
		{names, "2", "2"},
		{names, "tommy", "2"},
		{names, "the ferry", "1"},
		{names, "Kathy: The Ferry", "1"},
		{names, "start", "0 or 2"},
		{names, "done", "5 or 6"},
		{names, "creme brulee", "3"},
		{names, "Cre\u0300me Bru\u0302le\u0301e", "3"},
		{names, "judy  bridgewater", "4"},
		{names, "ivy", "6"},
		{names, "6", "6"},
		{verses, "4.6", "2"},
		{verses, "4,6", "2"},
		{verses, "12a", "3"},
		{verses, "ch 12B", "4"},
		{verses, "46", `I find no chapter "46" in this book. The nearest are 12a and 12b.`},
		{verses, "1", `I find no chapter "1" in this book. The nearest are 4.5 and 4.6.`},
		{books, "2", "2 or 4"},
		{books, "book 2 chapter 1", "3"},
		{zero, "0", "0 or 1"},
		{zero, "ch 0", "1"},
		{zero, "1", "2"},

		{pages, "p 1", "0"},
		{pages, "p 20", "1"},
		{pages, "page 59", "2"},
		{pages, "P. 60", "3"},
		{pages, "pg100", "4"},
		{pages, "p 101", `The last chapter ends on page 100, and "p 101" lies beyond. Say "done" if you have finished the book.`},
		{pages, "43%", "2"},
		{pages, "60%", "3"},
		{pages, "59.99%", "2"},
		{pages, "19,9 %", "0"},
		{pages, "99 percent", "3"},
		{pages, "p 59.9", "2"},
		{pages, "p 60 of 100", "3"},
		{pages, "60/100", "3"},
		{pages, "60 / 100", "3"},
		{pages, "60 out of 100 pages", "3"},
		{pages, "3/4", "3"},
		{pages, "I am on page 60", "3"},
		{pages, "i'm at 60%", "3"},
		{pages, "-5%", "I read \"\\-5%\" as a percentage, and it is none that there can be. Write a percentage as `43%`."},
		{pages, "p -5", "I read \"p -5\" as a page, and it is none that there can be. Write a page as `p 50`."},
		{pages, "p 60 of 300", "\"p 60 of 300\" is a page of a book of 300, and the club's edition ends on page 100. Write it as a percentage, `20%`, or tell me with `/me edition` which edition it is."},
		{pages, "50", "I find no chapter \"50\" in this book. If you mean a page, write `p 50`."},
		{pages, "500", `I find no chapter "500" in this book. The nearest are Chapter 3 and Chapter 4.`},
		{pages, "6:20", "\"6:20\" is a time, and the club's edition is counted in pages. Give a page such as `p 50`, or a chapter. If you listen to the book, `/me edition` tells me which recording."},
		{psalms, "6:20", `I find no chapter "6:20" in this book. The nearest are 4:5 and 4:6.`},
		{half, "p 25", "1"},
		{half, "p 39", "1"},
		{half, "p 40", "2"},
		{half, "99%", "2"},
	} {
		if got := where(c.cs, c.typed, all()); got != c.want {
			t.Errorf("%q:\n got %s\nwant %s", c.typed, got, c.want)
		}
	}
}

// What is given back may not depend on titles that the reader may not see: not
// the position, not the words of a refusal, not the suggestions.
func TestLockedTitlesChangeNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		titles := rapid.SliceOfN(rapid.SampledFrom([]string{"Done", "Start", "7", "The Ferry", "Ferry", "Chapter 1", "p 3", "50%", "x"}), 6, 6)
		at := rapid.IntRange(0, 5).Draw(t, "position")
		one, other := titles.Draw(t, "one"), titles.Draw(t, "other")
		copy(other, one[:at+1]) // those that may be seen are the same
		book := func(titles []string) club.Chapters {
			var b strings.Builder
			for i, title := range titles {
				fmt.Fprintf(&b, "%d: %s\n", i+1, title)
			}
			cs, _ := list(b.String())
			return cs
		}
		typed := rapid.SampledFrom([]string{"the ferry", "ferry", "done", "start", "7", "x", "fer", "chapter 6: x", "p 3", "50%", "chapter 9"}).Draw(t, "typed")
		r := club.ReaderAt("bo", at)
		if a, b := where(book(one), typed, r), where(book(other), typed, r); a != b {
			t.Fatalf("%q gives %s or %s", typed, a, b)
		}
		if a, b := book(one).Suggest(typed, r, 25), book(other).Suggest(typed, r, 25); fmt.Sprint(a) != fmt.Sprint(b) {
			t.Fatalf("%q suggests %v or %v", typed, a, b)
		}
	})
}

// Rounded down: what is said to be read ends on that page or before, and the
// next chapter after it.
func TestPagesAreRoundedDown(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		cs := paged(rapid.SliceOfN(rapid.IntRange(1, 30), 1, 20).Draw(t, "pages")...)
		last := cs[len(cs)-1].EndPage
		page := rapid.IntRange(0, last).Draw(t, "page")
		w, err := cs.Ruler(nil).ParsePosition(fmt.Sprintf("p %d", page), club.Nobody())
		if err != nil {
			t.Fatal(err)
		}
		if done, ok := cs.At(w.Position); ok && done.EndPage > page {
			t.Fatalf("page %d is %d chapters", page, w.Position)
		}
		if next, ok := cs.At(w.Position + 1); ok && next.EndPage <= page {
			t.Fatalf("page %d is only %d chapters", page, w.Position)
		}
		percent := rapid.IntRange(0, 100).Draw(t, "percent")
		p, err := cs.Ruler(nil).ParsePosition(fmt.Sprintf("%d%%", percent), club.Nobody())
		if err != nil {
			t.Fatal(err)
		}
		if done, ok := cs.At(p.Position); ok && done.EndPage*100 > percent*last {
			t.Fatalf("%d%% is %d chapters", percent, p.Position)
		}
	})
}

func FuzzParsePosition(f *testing.F) {
	for _, s := range []string{"12", "ch 12", "p 214", "43%", "done", "４.６", "#3", "\xff", "I", "-1", "0.5%", "999999999999999999999%", "p 99999999999999999999", "chapter", "٣٪", "6h20m", "0:00:41", "6:20", "380 min", "1 hour and 2 minutes", "9999h"} {
		f.Add(s)
	}
	named, _ := list("Prologue: Done @ 3\n# Part\n1: One @ 10\n1: The Ferry @ 22\n4.6 @ 30\n🐟 @ 41")
	f.Fuzz(func(t *testing.T, typed string) {
		for _, cs := range []club.Chapters{nil, named, club.Numbered(23)} {
			for _, r := range []club.Reader{club.Nobody(), all()} {
				for _, e := range []*club.Edition{nil, {Name: "a", Ends: map[int]int{3: 214}}, {Name: "b", Measure: club.Seconds, Ends: map[int]int{2: 9, 5: 22815}}} {
					ruler := cs.Ruler(e)
					at, err := ruler.ParsePosition(typed, r)
					checkWhere(t, cs, typed, at, err)
					lock, lockErr := ruler.ParseLock(typed, r)
					checkWhere(t, cs, typed, lock, lockErr)
					if err == nil && lockErr == nil && at.Several == nil && lock.Position < at.Position {
						t.Fatalf("%q is position %d and lock %d", typed, at.Position, lock.Position)
					}
				}
				for _, n := range cs.Suggest(typed, r, 25) {
					if n < 1 || n > len(cs) {
						t.Fatalf("%q suggests %d", typed, n)
					}
				}
			}
		}
	})
}

// checkWhere sees to it that words came to a place in the book or a refusal.
func checkWhere(t *testing.T, cs club.Chapters, typed string, w club.Where, err error) {
	t.Helper()
	var refusal *club.Refusal
	if err != nil && !errors.As(err, &refusal) {
		t.Fatalf("%q is a fault: %v", typed, err)
	}
	for _, p := range append(w.Several, w.Position) {
		if p < 0 || p > len(cs) {
			t.Fatalf("%q is position %d of %d", typed, p, len(cs))
		}
	}
	if len(w.Several) == 1 || err != nil && w.Position != 0 {
		t.Fatalf("%q comes to %+v, %v", typed, w, err)
	}
}

// How far one must have read is never rounded down: what happens on a page of a
// chapter is that chapter's.
func TestParseLock(t *testing.T) {
	t.Parallel()
	cs := club.Numbered(5)
	for i := range cs {
		cs[i].EndPage = 20 * (i + 1)
	}
	for typed, want := range map[string]int{
		"p 1": 1, "p 15": 1, "p 20": 1, "p 21": 2, "page 100": 5, "1%": 1, "20%": 1, "20.01%": 2, "99.99%": 5, "100%": 5,
		"3": 3, "ch 4": 4, "done": 5, "#2": 2,
	} {
		if got, err := cs.Ruler(nil).ParseLock(typed, club.Nobody()); err != nil || got.Position != want || got.Several != nil {
			t.Errorf("%q is %+v, want %d, %v", typed, got, want, err)
		}
	}
	for _, typed := range []string{"start", "0", "p 0", "0%"} {
		if got, err := cs.Ruler(nil).ParseLock(typed, club.Nobody()); err == nil || !strings.Contains(err.Error(), "`everyone`") {
			t.Errorf("%q is %+v, %v", typed, got, err)
		}
	}
	// A chapter of that name is one.
	cs[2].Label = "Start"
	if got, err := cs.Ruler(nil).ParseLock("start", club.Nobody()); err != nil || got.Position != 3 || got.Several != nil {
		t.Errorf("%+v, %v", got, err)
	}
}
