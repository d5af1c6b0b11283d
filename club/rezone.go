package club

import (
	"slices"
	"time"
)

// Rezone is the blocks after the club has moved to another zone: each keeps its
// day and its time of the day there. One that would lie in the past or not after
// the one before keeps its moment, and where that is not after the one before
// either, it comes a minute after that.
func (a Ahead) Rezone(to *time.Location) []Block {
	blocks := slices.Clone(a.Blocks)
	before := a.past()
	for i, old := range a.Blocks {
		at := a.moved(i, 0, to)
		if !at.After(before) {
			at = old.At.In(to)
		}
		if !at.After(before) {
			at = before.Add(time.Minute).In(to)
		}
		blocks[i].At, before = at, at
	}
	return blocks
}

// SameClock is the moment at which the clocks of to show what those of from show
// at t, or that moved forward by the gap where they never do.
func SameClock(t time.Time, from, to *time.Location) time.Time {
	t = t.In(from)
	return DateOf(t).At(t.Hour(), t.Minute(), to)
}

// Follow says what becomes of each block when is takes the place of was.
//
// rows[j] is the old block whose row the new block j continues, -1 for none:
// the one that it shares chapters with, chosen so that as many chapters as can
// be stay in their rows, then as many moments, then as many ends. No row goes
// to two, and they keep their order.
//
// homes[i] is the new block in which the last chapter of the old block i lies,
// so that its questions are not asked before one has read so far. What lies
// behind the last one goes there; -1 if there is none.
func Follow(was, is []Block) (rows, homes []int) {
	homes = make([]int, len(was))
	j := 0
	for i, b := range was {
		for j < len(is)-1 && is[j].Last < b.Last {
			j++
		}
		homes[i] = min(j, len(is)-1)
	}
	// best[i][j] is the most that was[i:] and is[j:] have in common.
	best := make([][]int, len(was)+1)
	for i := range best {
		best[i] = make([]int, len(is)+1)
	}
	for i := len(was) - 1; i >= 0; i-- {
		for j := len(is) - 1; j >= 0; j-- {
			best[i][j] = max(best[i+1][j], best[i][j+1], best[i+1][j+1]+inCommon(was[i], is[j]))
		}
	}
	rows = slices.Repeat([]int{-1}, len(is))
	for i, j := 0, 0; i < len(was) && j < len(is); {
		common := inCommon(was[i], is[j])
		switch {
		case common > 0 && best[i][j] == best[i+1][j+1]+common:
			rows[j] = i
			i, j = i+1, j+1
		case best[i][j] == best[i+1][j]:
			i++
		default:
			j++
		}
	}
	return rows, homes
}

// inCommon weighs how much of a block is in another: each chapter weighs more
// than the moments and the ends of all blocks together, and each moment more
// than an end.
func inCommon(a, b Block) int {
	chapters := min(a.Last, b.Last) - max(a.First, b.First) + 1
	if chapters < 1 {
		return 0
	}
	const moment, chapter = MaxChapters + 1, (MaxChapters + 1) * (MaxChapters + 1)
	return chapters*chapter + moment*oneIf(a.At.Equal(b.At)) + oneIf(a.Last == b.Last)
}
