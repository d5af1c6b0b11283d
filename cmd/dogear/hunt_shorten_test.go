package main

import (
	"slices"
	"testing"
	"time"
)

// shortenFor bounds the search for a shorter play.
const shortenFor = time.Minute

// shorten leaves out steps for as long as the same kind of thing is found, and
// returns what is left and the play of it.
func shorten(t *testing.T, steps []step, first *world) ([]step, *world) {
	t.Helper()
	best, last := steps, (*world)(nil)
	finds := func(some []step) bool {
		w := newWorld(t, newCoverage())
		defer w.close()
		for _, s := range some {
			w.do(s)
		}
		if w.found == nil || w.found.kind != first.found.kind {
			return false
		}
		best, last = some[:slices.IndexFunc(some, func(s step) bool { return s.n == w.step })+1], w
		return true
	}
	until := time.Now().Add(shortenFor)
	if !finds(steps) {
		first.story = append(first.story, "(It was not found again when the steps were repeated: it needs more than them.)")
		return steps, first
	}
	for size := max(len(best)/2, 1); ; size = max(size/2, 1) {
		before := len(best)
		for from := len(best) - size; from > -size && time.Now().Before(until); from -= size {
			finds(without(best, max(from, 0), from+size))
		}
		if size == 1 && len(best) == before || time.Now().After(until) {
			return best, last
		}
	}
}

// without leaves out the steps from one to another, but for those that every
// play begins with and the last.
func without(steps []step, from, to int) (less []step) {
	for i, s := range steps {
		if i < from || i >= to || s.fixed || i == len(steps)-1 {
			less = append(less, s)
		}
	}
	return less
}
