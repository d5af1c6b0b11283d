package club_test

import (
	"testing"

	"dogear/club"
	"pgregory.net/rapid"
)

func TestStand(t *testing.T) {
	t.Parallel()
	ends := []int{3, 6, 9, 12}
	for _, c := range []struct {
		positions []int
		reached   int
		want      club.Standing
		behind    bool
	}{
		{nil, 2, club.Standing{}, false},
		{[]int{0}, 0, club.Standing{N: 1, There: 1}, false},
		{[]int{0, 2, 3}, 1, club.Standing{N: 3, There: 1, Near: 2, Lower: 0, Median: 2, Upper: 2}, true},
		{[]int{12, 0, 6, 5, 3, 2}, 2, club.Standing{N: 6, There: 2, Near: 2, Further: 2, Lower: 2, Median: 3, Upper: 5}, true},
		{[]int{6, 5}, 2, club.Standing{N: 2, There: 1, Near: 1, Lower: 5, Median: 5, Upper: 5}, false}, // half are there
		{[]int{12, 12, 8}, 4, club.Standing{N: 3, There: 2, Further: 1, Lower: 8, Median: 12, Upper: 12}, false},
		{[]int{12}, 99, club.Standing{N: 1, There: 1, Lower: 12, Median: 12, Upper: 12}, false},
		{[]int{0}, -1, club.Standing{N: 1, There: 1}, false},
	} {
		s := club.Stand(c.positions, ends, c.reached)
		if s != c.want || s.MostBehind() != c.behind {
			t.Errorf("%v at %d: %+v, most behind: %v", c.positions, c.reached, s, s.MostBehind())
		}
	}
}

func TestStandProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		positions := rapid.SliceOfN(rapid.IntRange(0, 20), 0, 30).Draw(t, "positions")
		s := club.Stand(positions, []int{5, 10, 15, 20}, rapid.IntRange(0, 4).Draw(t, "reached"))
		if s.N != len(positions) || s.There+s.Near+s.Further != s.N {
			t.Fatalf("%+v of %d", s, len(positions))
		}
		// Three quarters, half and a quarter have truly read so far.
		for k, q := range []int{s.Lower, s.Median, s.Upper} {
			asFar := 0
			for _, p := range positions {
				if p >= q {
					asFar++
				}
			}
			if 4*asFar < (3-k)*s.N {
				t.Fatalf("%d of %d have read as far as quartile %d, %d", asFar, s.N, k+1, q)
			}
		}
		if s.Lower > s.Median || s.Median > s.Upper {
			t.Fatalf("%+v", s)
		}
	})
}
