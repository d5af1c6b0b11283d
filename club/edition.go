package club

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Measure is what the places in an edition are counted in.
type Measure int

// The measures there are.
const (
	Pages   Measure = iota
	Seconds         // of listening
)

// MaxEdition bounds an edition's name, in UTF-16 code units.
const MaxEdition = 80

const (
	maxPage    = 100_000
	maxSeconds = 1000 * 3600 // a thousand hours
)

// String names the measure: "pages" or "times".
func (m Measure) String() string {
	if m == Seconds {
		return "times"
	}
	return "pages"
}

// place writes a place in an edition, to stand within a sentence: "page 143",
// "6:20:15".
func (m Measure) place(n int) string {
	if m == Seconds {
		return fmt.Sprintf("%d:%02d:%02d", n/3600, n/60%60, n%60)
	}
	return "page " + strconv.Itoa(n)
}

// at is a place with the preposition before it: "on page 143", "at 6:20:15".
func (m Measure) at(n int) string {
	if m == Seconds {
		return "at " + m.place(n)
	}
	return "on " + m.place(n)
}

// bare is a place as it stands after the @ of a list.
func (m Measure) bare(n int) string { return strings.TrimPrefix(m.place(n), "page ") }

// Edition is a book as someone holds it, or listens to it.
type Edition struct {
	ID      int64 // the row, 0 before it is stored
	Name    string
	Copy    bool // a reader's own of one of the club's, of the same name
	Measure Measure
	// Ends is the page, or the second, on which chapters end, by their number,
	// as far as that is known.
	Ends map[int]int
}

// Called names the edition within a sentence, "the Penguin edition", where it
// may stand as it is. A long name is quoted: the edition "Audio, read by Kerry
// Fox". A nil one is the edition that the book's chapters have their end pages
// from.
func (e *Edition) Called() string {
	if e == nil {
		return "the club's edition"
	}
	if e.Copy {
		return "your copy of " + (&Edition{Name: e.Name}).Called()
	}
	name, words := Plain(e.Name), strings.Fields(Fold(e.Name))
	if len(words) == 0 {
		return "the " + strings.TrimSpace(name+" edition")
	}
	first, _, more := strings.Cut(e.Name, " ")
	owned := strings.HasSuffix(first, "'s") || strings.HasSuffix(first, "’s")
	alone := more && (owned || slices.Contains([]string{"the", "a", "an", "my", "your"}, words[0]))
	noun := slices.Contains([]string{
		"edition", "recording", "audiobook", "paperback", "hardcover", "hardback", "ebook", "book", "copy", "translation",
	}, words[len(words)-1])
	switch {
	case alone && noun:
		return name
	case len(words) > 3, strings.Contains(e.Name, ","):
		return `the edition "` + name + `"`
	case alone:
		return name + " edition"
	case noun:
		return "the " + name
	}
	return "the " + name + " edition"
}

// ClubsEdition reports whether a name is what the edition is called here that
// the book's chapters have their end pages from.
func ClubsEdition(name string) bool {
	return strings.TrimPrefix(Fold(name), "the ") == "clubs edition"
}

// Over is the edition as its owner holds it who has told only where some of its
// chapters end: laid over what base says of the others, as far as that goes
// with it.
func (e Edition) Over(base Edition) Edition {
	if len(e.Ends) == 0 {
		e.Measure = base.Measure
	}
	if e.Measure != base.Measure {
		return e
	}
	own := e.Ends
	e.Ends = maps.Clone(own)
	if e.Ends == nil {
		e.Ends = make(map[int]int, len(base.Ends))
	}
	for k, at := range base.Ends {
		between := own[k] == 0
		for j, end := range own {
			between = between && (j > k || end < at) && (j < k || end > at)
		}
		if between {
			e.Ends[k] = at
		}
	}
	return e
}

// Beyond is the edition with those ends alone that base does not say: what Over
// needs to make it again.
func (e Edition) Beyond(base Edition) Edition {
	if e.Measure == base.Measure {
		ends := maps.Clone(e.Ends)
		maps.DeleteFunc(ends, func(k, at int) bool { return base.Ends[k] == at })
		e.Ends = ends
	}
	return e
}

// At is a place in the edition with the preposition before it: "on page 143",
// "at 6:20:15".
func (e *Edition) At(place int) string { return e.Measure.at(place) }

// rising is, for the chapters 1 to n, the ends that rise from chapter to
// chapter, 0 for those not known. Where they do not (chapters have changed
// their places) as many are kept as can be.
func rising(ends map[int]int, n int) []int {
	kept := make([]int, n+1)
	numbers := slices.DeleteFunc(slices.Sorted(maps.Keys(ends)), func(k int) bool { return k < 1 || k > n || ends[k] < 1 })
	rises := true
	for i, k := range numbers {
		kept[k] = ends[k]
		rises = rises && (i == 0 || ends[numbers[i-1]] < ends[k])
	}
	if rises {
		return kept
	}
	clear(kept)
	inBook := make([]string, len(numbers))
	for i, k := range numbers {
		inBook[i] = strconv.Itoa(ends[k])
	}
	bySize := slices.Clone(numbers)
	slices.SortFunc(bySize, func(a, b int) int { return cmp.Compare(ends[a], ends[b]) })
	bySize = slices.CompactFunc(bySize, func(a, b int) bool { return ends[a] == ends[b] })
	inSize := make([]string, len(bySize))
	for i, k := range bySize {
		inSize[i] = strconv.Itoa(ends[k])
	}
	for _, pair := range inOrder(inBook, inSize) {
		k := numbers[pair[0]]
		kept[k] = ends[k]
	}
	return kept
}
