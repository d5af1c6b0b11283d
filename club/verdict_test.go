package club_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"dogear/club"
	"pgregory.net/rapid"
)

// someStars is any ratings, at least so many and at most 40.
func someStars(least int) *rapid.Generator[[]club.Stars] {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) club.Stars {
		return club.Stars(rapid.IntRange(1, int(club.MaxStars)).Draw(t, "stars"))
	}), least, 40)
}

// The values are sums by hand, in half stars r up to the last step:
//
//	spread = sqrt(sum((r-m)²) / N) / 2
//	rank   = (m - 1.65 sqrt((q - m²) / (V+1))) / 2, with V = N+10 votes, m the mean
//	         and q the mean of squares of them (the ten more: sum 55, squares 385)
func TestSpreadAndRank(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		ratings      []club.Stars
		spread, rank float64
	}{
		// m = 55/10 = 5.5, q = 38.5: 5.5 - 1.65 sqrt(8.25/11) = 4.07106
		{nil, 0, 2.03553},
		// m = 65/11, q = 485/11: 5.90909 - 1.65 sqrt(9.17355/12) = 4.46644
		{[]club.Stars{10}, 0, 2.23322},
		// m = 105/15 = 7, q = 885/15 = 59: 7 - 1.65 sqrt(10/16) = 5.69556
		{slices.Repeat([]club.Stars{10}, 5), 0, 2.84778},
		// m = 955/110, q = 8485/110: 8.68182 - 1.65 sqrt(1.76240/111) = 8.47391
		{slices.Repeat([]club.Stars{9}, 100), 0, 4.23695},
		// Apart by 9: each 4.5 from 5.5. m = 66/12 = 5.5, q = 486/12 = 40.5: 5.5 - 1.65 sqrt(10.25/13) = 4.03488
		{[]club.Stars{1, 10}, 2.25, 2.01744},
		// m = 8, squares 16+1+1+4·1+4 = 26: sqrt(26/11) = 1.53741. m = 143/21, q = 1115/21: 6.80952 - 1.65 sqrt(6.72562/22) = 5.89724
		{[]club.Stars{4, 7, 7, 8, 8, 8, 9, 9, 9, 9, 10}, 0.76871, 2.94861},
	} {
		s := club.Summarise(c.ratings)
		if math.Abs(s.Spread-c.spread) > 5e-6 || math.Abs(s.Rank()-c.rank) > 5e-6 {
			t.Errorf("%v: spread %.5f, rank %.5f, want %.5f, %.5f", c.ratings, s.Spread, s.Rank(), c.spread, c.rank)
		}
	}
}

func TestSpreadAndRankProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		ratings := someStars(1).Draw(t, "ratings")
		s := club.Summarise(ratings)
		sum := 0.0
		for _, r := range ratings {
			sum += (float64(r)/2 - s.Mean) * (float64(r)/2 - s.Mean)
		}
		if want := math.Sqrt(sum / float64(s.N)); math.Abs(s.Spread-want) > 1e-9 {
			t.Fatalf("the spread of %v is %v, not %v", ratings, s.Spread, want)
		}
		same := slices.Max(ratings) == slices.Min(ratings)
		if s.Spread < 0 || s.Spread > 2.25 || same != (s.Spread == 0) {
			t.Fatalf("the spread of %v is %v", ratings, s.Spread)
		}
		if r := s.Rank(); r <= 0.5 || r >= 5 {
			t.Fatalf("the rank of %v is %v", ratings, r)
		}
		if other := club.Summarise(rapid.Permutation(ratings).Draw(t, "in another order")); other != s {
			t.Fatalf("%v in another order is %+v and not %+v", ratings, other, s)
		}
		i := rapid.IntRange(0, len(ratings)-1).Draw(t, "who likes it more")
		if ratings[i] == club.MaxStars {
			return
		}
		ratings[i]++
		if more := club.Summarise(ratings); more.Rank() <= s.Rank() {
			t.Fatalf("liked more it ranks at %v, below %v", more.Rank(), s.Rank())
		}
	})
}

// Many who like a book outrank one who loves one, which the plain mean has the
// other way round.
func TestRankTrustsMany(t *testing.T) {
	t.Parallel()
	one, many := club.Summarise([]club.Stars{10}), club.Summarise([]club.Stars{8, 9, 9, 8, 10, 9, 8, 9})
	if one.Rank() >= many.Rank() || one.Mean <= many.Mean {
		t.Errorf("one ranks at %v, many at %v", one.Rank(), many.Rank())
	}
}

func TestMostDivisive(t *testing.T) {
	t.Parallel()
	two := club.Summarise([]club.Stars{1, 10})
	alike := club.Summarise([]club.Stars{8, 8, 8, 8})
	some, twice := club.Summarise([]club.Stars{6, 8, 10}), club.Summarise([]club.Stars{6, 8, 10, 6, 8, 10})
	apart := club.Summarise([]club.Stars{2, 8, 10})
	for _, c := range []struct {
		of   []club.Summary
		want int
	}{
		{nil, -1},
		{[]club.Summary{two, alike, {}}, -1},
		{[]club.Summary{some}, -1}, // with nothing to compare it with
		{[]club.Summary{two, some, {}}, -1},
		{[]club.Summary{two, alike, some}, 2},
		{[]club.Summary{some, apart, two, alike}, 1},
		{[]club.Summary{some, twice, alike}, 1},
		{[]club.Summary{some, some}, 0},
	} {
		if got := club.MostDivisive(c.of); got != c.want {
			t.Errorf("of %+v it is %d, want %d", c.of, got, c.want)
		}
	}
}

func TestStopCurve(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		stopped     []int
		n, chapters int
		want        []club.Left
	}{
		{nil, 8, 20, nil},
		{[]int{4, 9}, 8, 20, nil},
		// 8, one less after 4, two less after 9.
		{[]int{9, 4, 9}, 8, 20, []club.Left{{4, 7}, {9, 5}}},
		{[]int{0, 3, 3, 20}, 4, 20, []club.Left{{0, 3}, {3, 1}, {20, 0}}},
		{[]int{-2, 25, 7}, 2, 20, []club.Left{{0, 2}, {7, 1}, {20, 0}}},
	} {
		stopped := slices.Clone(c.stopped)
		if got := club.StopCurve(stopped, c.n, c.chapters); !slices.Equal(got, c.want) || !slices.Equal(stopped, c.stopped) {
			t.Errorf("of %v it is %v, want %v", c.stopped, got, c.want)
		}
	}
}

func TestStopCurveProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		chapters := rapid.IntRange(1, 30).Draw(t, "chapters")
		stopped := rapid.SliceOfN(rapid.IntRange(0, chapters), 3, 20).Draw(t, "stopped")
		n := len(stopped) + rapid.IntRange(0, 20).Draw(t, "who finished")
		curve := club.StopCurve(stopped, n, chapters)
		if !slices.Equal(curve, club.StopCurve(rapid.Permutation(stopped).Draw(t, "in another order"), n, chapters)) {
			t.Fatal("the order matters")
		}
		before := club.Left{Chapter: -1, N: n}
		for _, l := range curve {
			if l.Chapter <= before.Chapter || l.N >= before.N || !slices.Contains(stopped, l.Chapter) {
				t.Fatalf("%v comes after %v", l, before)
			}
			before = l
		}
		if before.N != n-len(stopped) {
			t.Fatalf("%d of %d are left", before.N, n)
		}
	})
}

func TestPooled(t *testing.T) {
	t.Parallel()
	few := club.Pool{Fewer: true}
	is := func(n int) club.Pool { return club.Pool{N: n} }
	nearly := func(n int) club.Pool { return club.Pool{N: n, Fewer: true} }
	for _, c := range []struct {
		n    int
		come []int
		want []club.Pool
	}{
		{8, nil, []club.Pool{}},
		{8, []int{8, 5, 2, 0}, []club.Pool{is(8), is(5), few, few}},
		// One is missing, then four: of those nobody says where the one is.
		{8, []int{8, 7, 4}, []club.Pool{is(8), nearly(8), is(4)}},
		{8, []int{7, 6, 5}, []club.Pool{nearly(8), nearly(8), is(5)}},
		{8, []int{8, 8, 8}, []club.Pool{is(8), is(8), is(8)}},
		{5, []int{3, 1}, []club.Pool{nearly(5), few}},
		// Of four, three may be two: if they were told apart, one would be alone.
		{4, []int{3}, []club.Pool{nearly(4)}},
		{4, []int{2}, []club.Pool{nearly(4)}},
		{2, []int{2, 0}, []club.Pool{few, few}},
		{0, []int{0}, []club.Pool{few}},
	} {
		if got := club.Pooled(c.n, c.come); !slices.Equal(got, c.want) {
			t.Errorf("%v of %d are told as %v, want %v", c.come, c.n, got, c.want)
		}
	}
}

// From what is told, and knowing how it is told, nobody learns that somewhere
// there are exactly one or two: the same is told where they are more or fewer.
func TestPooledPointsAtNobody(t *testing.T) {
	t.Parallel()
	for n := range 13 {
		told := map[string][][]int{} // the groups that would be told alike
		for a := 0; a <= n; a++ {
			for b := 0; b <= a; b++ {
				for c := 0; c <= b; c++ {
					pools := club.Pooled(n, []int{a, b, c})
					for i, come := range []int{a, b, c} {
						if p := pools[i]; !p.Fewer && p.N != come || p.Fewer && p.N == 0 && come > 2 ||
							p.Fewer && p.N > 0 && (come >= p.N || come < p.N-2) {
							t.Errorf("%d of %d are told as %+v", come, n, p)
						}
					}
					key := fmt.Sprint(pools)
					told[key] = append(told[key], []int{n - a, a - b, b - c, c})
				}
			}
		}
		for key, alike := range told {
			for g := range 4 {
				sizes := map[int]bool{}
				for _, groups := range alike {
					sizes[groups[g]] = true
				}
				if n > 2 && len(sizes) == 1 && (sizes[1] || sizes[2]) {
					t.Errorf("of %d readers told as %s, group %d is known: %v", n, key, g, sizes)
				}
			}
		}
	}
}
