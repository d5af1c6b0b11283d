package club_test

import (
	"fmt"
	"slices"
	"testing"

	"dogear/club"
	"pgregory.net/rapid"
)

// Every way to cut a few chapters is tried.
func TestPlanIsTheBestThereIs(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		pages := rapid.SliceOfN(rapid.IntRange(1, 9), 1, 11).Draw(t, "pages")
		r := request(t, len(pages))
		if rapid.Bool().Draw(t, "paged") {
			r.Chapters = paged(pages...)
		} else {
			pages = slices.Repeat([]int{1}, len(pages))
		}
		r.After = rapid.IntRange(0, len(pages)-1).Draw(t, "after")
		pages = pages[r.After:]
		most := len(pages)
		if rapid.Bool().Draw(t, "by pace") {
			r.Pace = rapid.IntRange(1, len(pages)).Draw(t, "pace")
			most = r.Pace
		} else {
			r.Finish = day("2026-12-06").AddDays(7 * rapid.IntRange(0, len(pages)-1).Draw(t, "meetings"))
		}
		p, err := club.MakePlan(r)
		if err != nil {
			t.Fatal(err)
		}
		var got []int
		for _, b := range p.Blocks {
			got = append(got, sum(pages[b.First-1-r.After:b.Last-r.After]))
		}
		if want := best(pages, len(p.Blocks), most); !slices.Equal(got, want) {
			t.Fatalf("blocks of %v, and there is %v", got, want)
		}
	})
}

func sum(ns []int) int {
	total := 0
	for _, n := range ns {
		total += n
	}
	return total
}

// best is the weights of the best cut into so many blocks of at most most: the
// lightest heaviest, then the least sum of squares, then the lighter first.
func best(pages []int, blocks, most int) []int {
	if blocks == 0 {
		return []int{}
	}
	var found []int
	for first := 1; first <= min(most, len(pages)-blocks+1); first++ {
		rest := pages[first:]
		if len(rest) > (blocks-1)*most || blocks == 1 && len(rest) > 0 {
			continue
		}
		for _, tail := range cuts(rest, blocks-1, most) {
			cut := append([]int{sum(pages[:first])}, tail...)
			if found == nil || slices.Compare(merit(cut), merit(found)) < 0 {
				found = cut
			}
		}
	}
	return found
}

// merit is what cuts are compared by.
func merit(cut []int) []int {
	squares := 0
	for _, w := range cut {
		squares += w * w
	}
	return append([]int{slices.Max(cut), squares}, cut...)
}

// cuts is every way to cut pages into blocks.
func cuts(pages []int, blocks, most int) [][]int {
	if blocks == 0 {
		if len(pages) == 0 {
			return [][]int{{}}
		}
		return nil
	}
	var all [][]int
	for first := 1; first <= min(most, len(pages)); first++ {
		for _, tail := range cuts(pages[first:], blocks-1, most) {
			all = append(all, append([]int{sum(pages[:first])}, tail...))
		}
	}
	return all
}

// 500 chapters into 250 blocks are to take less than 20 ms.
func BenchmarkPlan(b *testing.B) {
	pages := make([]int, 500)
	for i := range pages {
		pages[i] = 1 + (i*7919)%40
	}
	for name, cs := range map[string]club.Chapters{"pages": paged(pages...), "one giant": paged(append(slices.Repeat([]int{1}, 499), 9000)...), "numbers": club.Numbered(500)} {
		for _, blocks := range []int{167, 250} {
			b.Run(fmt.Sprintf("%s/%d", name, blocks), func(b *testing.B) {
				r := request(b, 0)
				r.Chapters, r.Finish = cs, day("2026-12-06").AddDays(7*(blocks-1))
				for b.Loop() {
					if p, err := club.MakePlan(r); err != nil || len(p.Blocks) != blocks {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
