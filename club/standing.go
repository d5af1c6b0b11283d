package club

import "slices"

// Standing says in counts how far the readers of a read are, and no names.
type Standing struct {
	N       int // readers
	There   int // have read as far as the last open checkpoint
	Near    int // lack only what that one asks, and have read as far as the one before
	Further int // are further behind
	// Lower, Median and Upper are the quartiles of the positions, rounded down to
	// one that someone holds; 0 where there are no readers.
	Lower, Median, Upper int
}

// Stand sums up positions. Ends are the last chapters of all checkpoints of the
// read, in order, and reached is how many of them are open: while none is,
// everyone is there.
func Stand(positions, ends []int, reached int) Standing {
	reached = max(0, min(reached, len(ends)))
	end := func(n int) int { // of the first n checkpoints
		if n < 1 {
			return 0
		}
		return ends[n-1]
	}
	s := Standing{N: len(positions)}
	for _, p := range positions {
		switch {
		case p >= end(reached):
			s.There++
		case p >= end(reached-1):
			s.Near++
		default:
			s.Further++
		}
	}
	sorted := slices.Sorted(slices.Values(positions))
	s.Lower, s.Median, s.Upper = quartile(sorted, 1), quartile(sorted, 2), quartile(sorted, 3)
	return s
}

// quartile is the k-th quartile of sorted positions: of the two between which it
// lies the lower, so that at least so many have truly read that far.
func quartile(sorted []int, k int) int {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[k*(len(sorted)-1)/4]
}

// MostBehind reports whether more than half of the readers are not there.
func (s Standing) MostBehind() bool { return 2*(s.N-s.There) > s.N }
