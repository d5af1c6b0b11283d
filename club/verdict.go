package club

import (
	"math"
	"slices"
)

// Rank is the number by which a shelf is ordered, in stars, above 0.5 and below
// 5: how well a book is liked at least, with 95 % confidence. So few good ratings
// rank below many of the same mean; a book without any would rank at 2.04.
//
// It is Open Library's sortable rating (compute_sortable_rating), after Evan
// Miller, "Ranking Items With Star Ratings" (2014): each level, here ten of half
// a star, is given one more vote; of the mean of that, z = 1.65 standard errors
// are taken off. With K levels of value s and n votes each, N together:
//
//	m = sum(s (n+1)) / (N+K)
//	rank = m - z sqrt((sum(s² (n+1)) / (N+K) - m²) / (N+K+1))
func (s Summary) Rank() float64 {
	const z = 1.65
	votes, sum, squares := 0, 0, 0
	for stars := 1; stars <= int(MaxStars); stars++ {
		n := s.Counts[stars] + 1
		votes += n
		sum += stars * n
		squares += stars * stars * n
	}
	n := float64(votes)
	mean := float64(sum) / n
	variance := float64(squares)/n - mean*mean
	return (mean - z*math.Sqrt(variance/(n+1))) / 2
}

// Fewest is how many it takes before a number says something of a group rather
// than of someone in it.
const Fewest = 3

// Liked says in a sentence how at least half of those who gave stars liked a
// book, by the upper of the two in the middle: "Half gave four and a half or
// more.", "More than half gave four or more.", "Everyone gave four." It is ""
// where fewer than two gave any.
func (s Summary) Liked() string {
	if s.N < 2 {
		return ""
	}
	middle := s.nth(s.N / 2)
	atLeast := 0
	for _, n := range s.Counts[middle:] {
		atLeast += n
	}
	who, more := "Half", " or more"
	switch {
	case s.Counts[middle] == s.N:
		who, more = "Everyone", ""
	case middle == 1: // who gave less gave none, so it is how many gave just that
		who, more = "More than half", ""
	case atLeast == s.N:
		who = "Everyone"
	case 2*atLeast > s.N:
		who = "More than half"
	}
	return who + " gave " + middle.Words() + more + "."
}

// Apart says in a sentence how far the stars lie apart, by their Spread
// as it is told: under half a star is close together, over one is far apart. It is
// "" where fewer than two gave any.
func (s Summary) Apart() string {
	spread := s.roundSpread()
	switch {
	case s.N < 2:
		return ""
	case s.Spread == 0:
		return "All agree."
	case spread < 0.5:
		return "They lie close together."
	case spread <= 1:
		return "They lie a little apart."
	}
	return "They lie far apart."
}

// MostDivisive is the place of the summary whose stars differ most, by their
// Spread, among those of at least three stars; of several alike, that with the
// most stars, then the first. It is -1 if fewer than two can be compared, or all
// agree about each.
func MostDivisive(summaries []Summary) int {
	most, compared := -1, 0
	for i, s := range summaries {
		if s.N < Fewest {
			continue
		}
		compared++
		if s.Spread == 0 {
			continue
		}
		if most < 0 || s.Spread > summaries[most].Spread || s.Spread == summaries[most].Spread && s.N > summaries[most].N {
			most = i
		}
	}
	if compared < 2 {
		return -1
	}
	return most
}

// Left is how many were still reading after a chapter.
type Left struct {
	Chapter int // 0 is before the first
	N       int
}

// StopCurve says where people stopped: of n readers of a book of so many
// chapters, how many were still reading after each chapter after which somebody
// stopped, in order. Stopped is the last chapter each of them read; what lies
// outside the book is taken for its nearest end. It is nil while fewer than three
// have stopped.
func StopCurve(stopped []int, n, chapters int) []Left {
	if len(stopped) < Fewest {
		return nil
	}
	var curve []Left
	left := max(n, len(stopped))
	at := slices.Clone(stopped)
	for i, chapter := range at {
		at[i] = max(0, min(chapter, chapters))
	}
	slices.Sort(at)
	for i, chapter := range at {
		left--
		if i+1 == len(at) || at[i+1] != chapter {
			curve = append(curve, Left{chapter, left})
		}
	}
	return curve
}

// Pool is how many of a group have come as far as a step, told so that it points
// at nobody: never a count under three, nor how few are missing.
type Pool struct {
	N int
	// Fewer says that not exactly N have: if N is 0, fewer than three; else all
	// of N but fewer than three, that is N-2 or more.
	Fewer bool
}

// Pooled tells of n readers how many have come as far as each of several steps,
// in order, each of which takes all before it (so that there are never more than
// at the step before). Those who came to one step and not to the next are told
// together with their neighbours until they are none or at least three.
func Pooled(n int, come []int) []Pool {
	pools := make([]Pool, len(come))
	last := n // how many are known to have come so far
	for i, c := range come {
		switch between := last - c; {
		case between > 0 && between < Fewest && last > Fewest:
			pools[i] = Pool{N: last, Fewer: true}
		case c < Fewest:
			pools[i] = Pool{Fewer: true}
		default:
			pools[i] = Pool{N: c}
			last = c
		}
	}
	return pools
}
