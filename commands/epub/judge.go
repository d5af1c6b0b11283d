package epub

import (
	"slices"
	"strconv"

	"dogear/club"
)

// order is the entries one after the other. What one of them is shows by those
// around it.
type order struct {
	vocabulary
	items []item
}

// judgeNumbers tells the numbers of chapters from titles that begin with one:
// "7" and "IV: The Road" are numbers where they go on counting, "1984" and
// "Seven Days" are titles.
func (o *order) judgeNumbers() {
	var counted []place // what bears a number
	bare, entries := 0, 0
	for i, it := range o.items {
		if it.matter || it.isPart {
			continue
		}
		entries++
		if it.kind == number || it.kind == chapter {
			counted = append(counted, place{item: it, index: i, entry: entries})
		}
		if it.kind == number && it.title == "" {
			bare++
		}
	}
	// A book may count as it likes (in primes, say) if it names its chapters by
	// numbers alone.
	freely := 2*bare >= entries
	for n, p := range counted {
		fits := p.kind == chapter || p.at[0] == 1 && !p.loose ||
			n > 0 && counted[n-1].before(p, freely) ||
			n+1 < len(counted) && p.before(counted[n+1], freely)
		if !fits {
			o.items[p.index].head = head{}
		}
	}
}

// place is an item that bears a number.
type place struct {
	item
	index, entry int // among all items, and among those that can be chapters
}

// before reports whether the number of next goes on from that of p.
func (p place) before(next place, freely bool) bool {
	if freely && p.title == "" && next.title == "" && slices.Compare(p.at, next.at) < 0 {
		return true
	}
	if len(p.at) == 1 && len(next.at) == 1 && next.at[0]-p.at[0] == next.entry-p.entry {
		return true // those between have no number
	}
	return follows(p.at, next.at)
}

// follows reports whether b is the number after a: 7 and 8, 4.6 and 4.7, 4.6
// and 5.1.
func follows(a, b []int) bool {
	n := len(b) - 1
	switch {
	case len(a) != len(b):
		return false
	case slices.Equal(a[:n], b[:n]):
		return b[n] == a[n]+1
	}
	return b[n] <= 1 && b[0] <= a[0]+1
}

// judgeParts tells parts whose chapters come after them, at their own level,
// from chapters that are called parts.
func (o *order) judgeParts() {
	all, opening := make(map[string]int), make(map[string]int)
	opens := make(map[int]bool)
	for i, it := range o.items {
		if it.kind != part || it.settled {
			continue
		}
		all[it.unit]++
		if opens[i] = o.opensPart(i); opens[i] {
			opening[it.unit]++
		}
	}
	for i := range o.items {
		it := &o.items[i]
		if opens[i] && 2*opening[it.unit] >= all[it.unit] {
			it.isPart = true
		}
	}
}

// opensPart reports whether chapters follow entry i before the next part of its
// kind. An epilogue alone would follow a last chapter, too.
func (o *order) opensPart(i int) bool {
	for _, it := range o.items[i+1:] {
		switch {
		case it.matter, it.kind == plainly:
		case it.kind == part:
			if it.unit == o.items[i].unit {
				return false
			}
		case it.isPart:
			return false
		case it.kind != none:
			return true
		case o.isMatter(it.text) == 0:
			return true
		}
	}
	return false
}

// judgeMatter finds front and back matter. Between chapters that are sure to be
// some, only what cannot be a chapter is.
func (o *order) judgeMatter(b book) {
	first, last := len(o.items), -1
	for i, it := range o.items {
		if it.isPart || !it.matter && it.kind != none {
			first, last = min(first, i), i
		}
	}
	begun := false
	for i := range o.items {
		it := &o.items[i]
		if it.isPart || it.matter {
			continue
		}
		if it.kind == none {
			weight := o.isMatter(it.text)
			it.matter = weight == heavy || b.apart[it.href] ||
				weight == light && (i < first || i > last) ||
				!begun && it.leaf && same(it.text, b.title)
		}
		begun = begun || !it.matter
	}
}

// name gives labels to the chapters that have none: where the numbers of those
// around them leave room for just as many, theirs; in a book without numbers,
// 1, 2, 3. Their words are titles.
func (o *order) name() {
	word, numbered := "Chapter", false
	units := make(map[string]int)
	for _, it := range o.items {
		if it.isPart || it.matter {
			continue
		}
		numbered = numbered || it.at != nil && it.kind != plainly
		if units[it.unit]++; it.kind == chapter && units[it.unit] > units[word] {
			word = it.unit
		}
	}
	last := 0
	var waiting []int
	settle := func(next int) {
		for n, i := range waiting {
			label := "Unnumbered chapter" // may repeat, and no number points at it
			if !numbered || next-last-1 == len(waiting) {
				label = word + " " + strconv.Itoa(last+n+1)
			}
			o.items[i].label, o.items[i].title = label, o.untitled(o.items[i].text)
		}
		waiting = nil
	}
	for i, it := range o.items {
		switch {
		case it.isPart, it.matter:
		case it.kind == none:
			waiting = append(waiting, i)
		case (it.kind == number || it.kind == chapter) && len(it.at) == 1:
			settle(it.at[0])
			last = it.at[0]
		}
	}
	settle(0)
}

// untitled is the title that an entry's words are: none if they say no more
// than "Chapter".
func (o *order) untitled(text string) string {
	if _, is := o.units[club.Fold(text)]; is {
		return ""
	}
	return text
}
