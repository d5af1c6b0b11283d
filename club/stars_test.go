package club_test

import (
	"errors"
	"math"
	"slices"
	"testing"

	"dogear/club"
	"pgregory.net/rapid"
)

func TestParseStars(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]club.Stars{
		"4.5": 9, "4,5": 9, "4": 8, "4.0": 8, "4.50": 9, "0.5": 1, "5": 10, " 3 ": 6, "½": 1, "4½": 9, "0½": 1,
		"★★★★½": 9, "★": 2, "★★★★½ 4.5": 9, "★★★★½  4,5": 9, "4.5 stars": 9, "1 star": 2, "⭐⭐": 4, "⭐️⭐️": 4,
		"5.0": 10, "★★★★★": 10,
	} {
		if got, err := club.ParseStars(typed); err != nil || got != want {
			t.Errorf("%q is %v, %v, want %v", typed, got, err, want)
		}
	}
	for _, typed := range []string{
		"0.7", "0", "6", "5.5", "5½", "NaN", "Inf", "-1", "+4", "4.5.1", "4.55", "4.", ".", ".5", "", "four", "4.5½", "★★★★★★",
		"★★★ 4.5", "4 5", "1e1", "٤", "stars", "★½★", "½½", "99999999999999999999", "\xff", "4/5", "0x4",
	} {
		var refusal *club.Refusal
		if got, err := club.ParseStars(typed); !errors.As(err, &refusal) || got != 0 {
			t.Errorf("%q is %v, %v", typed, got, err)
		}
	}
	for typed, want := range map[string]string{
		"":          "Say how many stars: half stars from 0.5 to 5, such as 4 or 4.5.",
		"0.7":       `I cannot read "0.7" as stars. They go in halves from 0.5 to 5: try 4 or 4.5.`,
		"@everyone": `I cannot read "\@everyone" as stars. They go in halves from 0.5 to 5: try 4 or 4.5.`,
	} {
		if _, err := club.ParseStars(typed); err == nil || err.Error() != want {
			t.Errorf("%q is refused with %v", typed, err)
		}
	}
}

func TestStarsReadBack(t *testing.T) {
	t.Parallel()
	all := club.AllStars()
	if len(all) != 10 || all[0] != 10 || all[9] != 1 {
		t.Fatalf("%v", all)
	}
	for _, s := range all {
		for _, typed := range []string{s.String(), s.Glyphs(), s.Glyphs() + " " + s.String()} {
			if got, err := club.ParseStars(typed); got != s {
				t.Errorf("%q is %v, %v", typed, got, err)
			}
		}
	}
	if club.Stars(9).Glyphs() != "★★★★½" || club.Stars(9).String() != "4.5" || club.Stars(1).String() != "0.5" || club.Stars(8).String() != "4" {
		t.Error("stars are written another way")
	}
	for _, s := range []club.Stars{0, -1, 11} {
		if s.Valid() || s.Glyphs() != "" {
			t.Errorf("%d is a rating", s)
		}
	}
}

func TestSummary(t *testing.T) {
	t.Parallel()
	s := club.Summarise([]club.Stars{4, 7, 7, 8, 8, 8, 9, 9, 9, 9, 10, 0, 11, -3})
	if s.N != 11 || s.Mean != 4 || s.Median != 4 || s.Counts[9] != 4 {
		t.Errorf("%+v", s)
	}
	if got, want := s.Words(), "one at 2, two at 3.5, three at 4, four at 4.5, one at 5. Mean 4, median 4."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	for _, c := range []struct {
		ratings []club.Stars
		want    string
	}{
		{nil, "No stars yet."},
		{[]club.Stars{1}, "one at 0.5. Mean 0.5, median 0.5."},
		{[]club.Stars{8, 9}, "one at 4, one at 4.5. Mean 4.3, median 4.3."},
		{slices.Repeat([]club.Stars{10}, 13), "13 at 5. Mean 5, median 5."},
	} {
		if got := club.Summarise(c.ratings).Words(); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
	if got := (club.Summary{}).MeanWords(); got != "0" {
		t.Errorf("the mean of nothing is %s", got)
	}
}

func TestSummaryProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		ratings := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) club.Stars { return club.Stars(rapid.IntRange(1, 10).Draw(t, "stars")) }), 1, 30).Draw(t, "ratings")
		s := club.Summarise(ratings)
		slices.Sort(ratings)
		total := 0.0
		for _, r := range ratings {
			total += float64(r) / 2
		}
		n := len(ratings)
		if want := total / float64(n); math.Abs(s.Mean-want) > 1e-9 {
			t.Fatalf("the mean of %v is %v", ratings, s.Mean)
		}
		if want := (float64(ratings[(n-1)/2]) + float64(ratings[n/2])) / 4; s.Median != want {
			t.Fatalf("the median of %v is %v", ratings, s.Median)
		}
		counted := 0
		for i, c := range s.Counts {
			counted += c
			if i == 0 && c > 0 {
				t.Fatal("none is counted as a rating")
			}
		}
		if counted != n || s.N != n {
			t.Fatalf("%d of %d are counted", counted, n)
		}
	})
}

func TestCount(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{0: "no", 1: "one", 12: "twelve", 13: "13", -2: "-2"} {
		if got := club.Count(n); got != want {
			t.Errorf("%d is %q", n, got)
		}
	}
}

func FuzzParseStars(f *testing.F) {
	for _, s := range []string{"4.5", "★★★★½ 4.5", "4½", "0.7", "NaN", "⭐️", "4 stars"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		s, err := club.ParseStars(typed)
		var refusal *club.Refusal
		if err == nil != s.Valid() || err != nil && !errors.As(err, &refusal) {
			t.Fatalf("%q is %d, %v", typed, s, err)
		}
	})
}
