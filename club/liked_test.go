package club_test

import (
	"testing"

	"dogear/club"
	"pgregory.net/rapid"
)

func TestStarsInWords(t *testing.T) {
	t.Parallel()
	for s, want := range map[club.Stars]string{1: "half a star", 2: "one", 3: "one and a half", 8: "four", 9: "four and a half", 10: "five"} {
		if got := s.Words(); got != want {
			t.Errorf("%s is %q, want %q", s, got, want)
		}
	}
}

// What a reveal says of the stars, in half stars.
func TestLiked(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		of   []club.Stars
		want string
	}{
		{nil, ""},
		{[]club.Stars{8}, ""},
		{[]club.Stars{8, 8}, "Everyone gave four."},
		{[]club.Stars{8, 9}, "Half gave four and a half or more."},
		{[]club.Stars{2, 2, 9, 9}, "Half gave four and a half or more."},
		{[]club.Stars{2, 9, 9, 9, 9}, "More than half gave four and a half or more."},
		{[]club.Stars{8, 8, 10}, "Everyone gave four or more."},
		{[]club.Stars{1, 1, 10}, "More than half gave half a star."},
		{[]club.Stars{1, 1}, "Everyone gave half a star."},
		{[]club.Stars{1, 1, 2, 2}, "Half gave one or more."},
		// 2, 3.5, 3.5, 4, 4, 4, 4.5 four times, 5: the sixth of eleven is 4.
		{[]club.Stars{4, 7, 7, 8, 8, 8, 9, 9, 9, 9, 10}, "More than half gave four or more."},
	} {
		if got := club.Summarise(c.of).Liked(); got != c.want {
			t.Errorf("of %v: %q, want %q", c.of, got, c.want)
		}
	}
}

// The sentence is true, whatever was given.
func TestLikedIsTrue(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		given := rapid.SliceOfN(rapid.Custom(func(rt *rapid.T) club.Stars {
			return club.Stars(rapid.IntRange(1, 10).Draw(rt, "stars"))
		}), 2, 12).Draw(rt, "given")
		said := club.Summarise(given).Liked()
		for s := range club.MaxStars + 1 {
			just, more := 0, 0
			for _, g := range given {
				if g == s {
					just++
				}
				if g >= s {
					more++
				}
			}
			for sentence, is := range map[string]bool{
				"Everyone gave " + s.Words() + ".":               just == len(given),
				"Everyone gave " + s.Words() + " or more.":       more == len(given),
				"More than half gave " + s.Words() + ".":         2*just > len(given),
				"More than half gave " + s.Words() + " or more.": 2*more > len(given),
				"Half gave " + s.Words() + " or more.":           2*more == len(given),
			} {
				if s > 0 && said == sentence {
					if !is {
						rt.Fatalf("of %v: %s", given, said)
					}
					return
				}
			}
		}
		rt.Fatalf("of %v: %s", given, said)
	})
}

func TestApart(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		of   []club.Stars
		want string
	}{
		{[]club.Stars{8}, ""},
		{[]club.Stars{8, 8, 8}, "All agree."},
		{[]club.Stars{8, 9}, "They lie close together."},                  // 0.25
		{[]club.Stars{7, 9}, "They lie a little apart."},                  // 0.5
		{[]club.Stars{6, 10}, "They lie a little apart."},                 // 1
		{[]club.Stars{2, 9, 9, 9, 9}, "They lie far apart."},              // 1.4
		{[]club.Stars{1, 10, 10, 1}, "They lie far apart."},               // 2.25
		{[]club.Stars{8, 9, 9, 8, 9}, "They lie close together."},         // 0.24
		{[]club.Stars{8, 8, 10, 8, 10, 9, 8}, "They lie close together."}, // 0.43
		{[]club.Stars{8, 8, 10, 8, 10}, "They lie a little apart."},       // 0.49, told as 0.5
		{[]club.Stars{4, 6, 8, 8, 10}, "They lie a little apart."},        // 1.02, told as 1
	} {
		if got := club.Summarise(c.of).Apart(); got != c.want {
			t.Errorf("of %v: %q, want %q", c.of, got, c.want)
		}
	}
}

func TestChaptersListed(t *testing.T) {
	t.Parallel()
	cs := club.Chapters{{Number: 1, Label: "Prologue"}, {Number: 2, Label: "Chapter 9"}, {Number: 3, Label: "Chapter 14"}, {Number: 4, Label: "Part 2"}, {Number: 5, Label: "15"}, {Number: 6, Label: "16"}}
	for _, c := range []struct {
		of   []int
		want string
	}{
		{nil, ""},
		{[]int{2}, "Chapter 9"},
		{[]int{2, 3}, "Chapters 9 and 14"},
		{[]int{1, 2, 3}, "Prologue, Chapter 9 and Chapter 14"},
		{[]int{3, 4}, "Chapter 14 and Part 2"},
		{[]int{5, 6, 7, 0}, "15 and 16"},
	} {
		if got := cs.Listed(c.of...); got != c.want {
			t.Errorf("%v are %q, want %q", c.of, got, c.want)
		}
	}
}

// A sealed text opens to those to whom the stars are open and who have read that
// far, and to its author; organisers are no exception, and what it is joined with
// is as sealed.
func TestSealed(t *testing.T) {
	t.Parallel()
	plain, sealed := club.WholeBook(3), club.WholeBook(3).Sealed()
	words := sealed.Hide("text", "ana")
	for _, c := range []struct {
		who  club.Reader
		want bool
	}{
		{club.ReaderAt("bo", 3), false},
		{club.Rereader("bo", 0), false},
		{club.Keeper("bo"), false},
		{club.Nobody(), false},
		{club.Someone("bo").Unsealed(), false},
		{club.ReaderAt("bo", 2).Unsealed(), false},
		{club.ReaderAt("bo", 3).Unsealed(), true},
		{club.Rereader("bo", 0).Unsealed(), true},
		{club.Keeper("bo").Unsealed(), true},
		{club.ReaderAt("ana", 0), true},
	} {
		if _, ok := words.For(c.who); ok != c.want {
			t.Errorf("%+v: %v", c.who, ok)
		}
		if _, ok := plain.Hide("text", "ana").For(c.who); c.want && !ok {
			t.Errorf("%+v sees more with the seal than without", c.who)
		}
	}
	for _, both := range []club.Lock{
		club.Strictest(sealed, club.ForAll()), club.Strictest(club.ForAll(), sealed), club.Strictest(plain, sealed),
		club.Strictest(plain, club.ForAll().Sealed()), plain.Hide("", "").Behind(sealed).Opening(), sealed.Hide("", "").Behind(plain).Opening(),
	} {
		if both != sealed {
			t.Errorf("together they are %+v", both)
		}
	}
	if !sealed.IsSealed() || plain.IsSealed() || sealed.Bare() != plain || club.ForAll().Sealed().IsForAll() || sealed.Label() != plain.Label() {
		t.Errorf("%+v and %+v", sealed, plain)
	}
}
