package club

import "fmt"

// Ruler knows where the chapters of a book end in the edition that someone
// holds: it reads a page, a time or a percentage as a place among them.
type Ruler struct {
	chapters Chapters
	edition  *Edition // nil: the one that the chapters have their pages from
	measure  Measure
	ends     []mark // by chapter, from the beginning at 0 to the last that is known
}

// mark is where a chapter ends. Where that is a guess between two ends that are
// known it may lie within a page: low is the page itself, high the next.
type mark struct {
	low, high int
	known     bool
}

// Ruler is the measure of the book in an edition; nil is the reference, the
// chapters' own end pages. An end that is not known lies between its neighbours
// as it does in the reference, or where that does not know it either, as if all
// chapters between were of one length.
func (cs Chapters) Ruler(e *Edition) Ruler {
	own := make(map[int]int, len(cs))
	for i, c := range cs {
		own[i+1] = c.EndPage
	}
	reference := rising(own, len(cs))
	r := Ruler{chapters: cs, edition: e}
	known := reference
	if e != nil {
		r.measure, known = e.Measure, rising(e.Ends, len(cs))
	}
	r.ends = []mark{{known: true}}
	for n, end := range known {
		if n == 0 || end == 0 {
			continue
		}
		r.fill(n, end, reference)
		r.ends = append(r.ends, mark{low: end, high: end, known: true})
	}
	return r
}

// fill guesses the ends of the chapters after the last so far and before n.
func (r *Ruler) fill(n, end int, reference []int) {
	a := len(r.ends) - 1
	from := r.ends[a].low
	weigh := func(k int) int { return reference[k] }
	for k := max(a, 1); k <= n; k++ {
		if reference[k] == 0 {
			weigh = func(k int) int { return k }
		}
	}
	whole := int64(weigh(n) - weigh(a))
	for k := a + 1; k < n; k++ {
		part := int64(end-from) * int64(weigh(k)-weigh(a))
		r.ends = append(r.ends, mark{low: from + int(part/whole), high: from + int((part+whole-1)/whole)})
	}
}

// last is the last chapter whose end is known, 0 if none is.
func (r Ruler) last() int { return len(r.ends) - 1 }

// complete reports whether the end of the book is known.
func (r Ruler) complete() bool { return len(r.chapters) > 0 && r.last() == len(r.chapters) }

// done is how many chapters have surely ended at that place.
func (r Ruler) done(place int) int {
	n := 0
	for n < r.last() && r.ends[n+1].high <= place {
		n++
	}
	return n
}

// holding is the last chapter that may reach to that place: the one in which it
// lies. Beyond what is known it may be the last of the book.
func (r Ruler) holding(place int) int {
	for n, m := range r.ends {
		if m.low >= place {
			return n
		}
	}
	return len(r.chapters)
}

// Between is how much lies between the ends of two chapters, in pages or
// seconds, where the ends are known or can be guessed; after is 0 for the
// beginning. Guessed ends are rounded down.
func (r Ruler) Between(after, upTo int) (amount int, ok bool) {
	if after < 0 || upTo < after || upTo > r.last() {
		return 0, false
	}
	return r.ends[upTo].low - r.ends[after].low, true
}

// End says where chapter number n ends, "page 143" or "6:20:15", with "about"
// where it is guessed. It is false where that cannot be said.
func (r Ruler) End(n int) (place string, ok bool) {
	if n < 1 || n > r.last() {
		return "", false
	}
	place = r.measure.place(r.ends[n].low)
	if !r.ends[n].known {
		place = "about " + place
	}
	return place, true
}

// Knows reports whether it is known where chapter number n ends.
func (r Ruler) Knows(n int) bool { return n >= 1 && n <= r.last() && r.ends[n].known }

// Amount says how much that is: "12 pages", "1 hour 20 minutes". Seconds are
// rounded to minutes, and what is more than none to one.
func (r Ruler) Amount(n int) string {
	n = max(n, 0)
	if r.measure == Pages {
		return counted(n, "page")
	}
	minutes := (n + 30) / 60
	if n > 0 {
		minutes = max(minutes, 1)
	}
	switch {
	case minutes < 60:
		return counted(minutes, "minute")
	case minutes%60 == 0:
		return counted(minutes/60, "hour")
	}
	return counted(minutes/60, "hour") + " " + counted(minutes%60, "minute")
}

func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
