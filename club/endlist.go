package club

import (
	"slices"
	"strings"
)

// ReadEnds reads where the chapters end in an edition, one a line, and adds it
// to what is known of that edition. The lines are those of a chapter list with
// a page or a time after the @ ("Chapter 7 @ 143", "7 @ 6:20:15", "Chapter 7:
// The Ferry @ 6h20m"), or say it in words ("Chapter 7 ends on 143", "Chapter 7 =
// 6h20m"); "#12 @ 143" is the twelfth chapter, and "Chapter 7 @ ?" takes back
// what was known. A list of nothing but ends is read in order, if it has one
// for each chapter. Lines that name a chapter and no end say nothing, nor do
// parts and empty lines.
//
// All ends of an edition are of one measure, which the first decides, and rise
// from chapter to chapter. What could not be read is left out and told by its
// line.
func (cs Chapters) ReadEnds(list Locked, known Edition) (Edition, []Unread) {
	p := endReader{chapters: cs}
	var lines []endLine
	bare := true // nothing but ends
	p.each(list, func(text string) bool {
		if len(lines) > 2*MaxChapters {
			p.refuse(p.line, "A book has at most %d chapters here; this line and those after it are left out.", MaxChapters)
			return false
		}
		l := cutEnd(text)
		l.line = p.line
		_, placed := cs.inPlace(CleanLine(l.label)) // or it is a part
		if !strings.HasPrefix(text, "#") || placed && !l.alone {
			lines = append(lines, l)
			bare = bare && l.alone
		}
		return true
	})
	switch {
	case len(cs) == 0:
		p.unread = nil
		p.refuse(1, "This book has no chapters yet, so nothing in it can end.")
		return known, p.unread
	case bare:
		p.inOrder(lines)
	default:
		p.match(lines)
	}
	fresh := p.merge(lines, known)
	slices.SortStableFunc(p.unread, byLine)
	return fresh, p.unread[:min(len(p.unread), maxUnread)]
}

// endReader reads where the chapters of a book end.
type endReader struct {
	lineReader
	chapters Chapters
}

// inOrder gives each chapter one of a list of ends.
func (p *endReader) inOrder(lines []endLine) {
	n := len(p.chapters)
	switch {
	case len(lines) == n:
		for i := range lines {
			lines[i].found = []int{i + 1}
		}
	case len(lines) == 1:
		p.refuse(lines[0].line, "This is an end without its chapter. Write both, such as `%s @ 143`.", Plain(p.chapters.Label(1)))
	case len(lines) > 0:
		p.refuse(lines[len(lines)-1].line, "These are %d ends, and the book has %d chapters. Give one for each, or write the chapter before each: `%s @ 143`.",
			len(lines), n, Plain(p.chapters.Label(1)))
	}
}

// match finds the chapter of each line. Where a label stands for several, they
// are meant in order if the list names all of them.
func (p *endReader) match(lines []endLine) {
	for i := range lines {
		l := &lines[i]
		if l.alone {
			l.end = end{} // "7" among labels is one
		}
		l.found = p.chapters.labelled(l.label)
		if len(l.found) == 0 {
			p.refuse(l.line, "I find no chapter of this label in the book.")
		}
	}
	for i := range lines {
		several := lines[i].found
		if len(several) < 2 {
			continue
		}
		var group []int
		for j := i; j < len(lines); j++ {
			if slices.Equal(lines[j].found, several) {
				group = append(group, j)
			}
		}
		for k, j := range group {
			if len(group) == len(several) {
				lines[j].found = several[k : k+1]
				continue
			}
			lines[j].found = nil
			p.refuse(lines[j].line, "This may be %s or %s. Write the chapter's place in the book, as in `#%d @ 143`.",
				Plain(p.chapters.Label(several[0])), Plain(p.chapters.Label(several[1])), several[0])
		}
	}
}

// labelled is the chapters that bear the label, with or without a title after
// it.
func (cs Chapters) labelled(label string) []int {
	label, _ = cutTitle(CleanLine(label))
	if n, ok := cs.inPlace(label); ok {
		return []int{n}
	}
	key := squash(fullLabel(label))
	if found := cs.where(func(c Chapter) bool { return squash(c.Label) == key }); found != nil {
		return found
	}
	if label == "" {
		return nil
	}
	return slices.DeleteFunc(cs.find(label, Nobody()), func(n int) bool { return n < 1 })
}

// merge adds what the lines say to the edition.
func (p *endReader) merge(lines []endLine, known Edition) Edition {
	n := len(p.chapters)
	was := rising(known.Ends, n)
	stays := slices.Clone(was) // what the list says nothing of
	for _, l := range lines {
		if len(l.found) == 1 && (l.forgets || l.end.at > 0) {
			stays[l.found[0]] = 0
		}
		if len(l.found) == 1 && l.forgets {
			was[l.found[0]] = 0
		}
	}
	fixed := slices.Max(stays) > 0
	given, from, measure := p.given(lines, known.Measure, fixed)
	fresh := rising(given, n)
	ends := make([]int, n+1)
	for k := 1; k <= n; k++ {
		switch at := fresh[k]; {
		case at > 0 && fits(stays, k, at):
			ends[k] = at
		case from[k] > 0:
			p.refuse(from[k], "The end of %s does not lie between those of the chapters around it.", Plain(p.chapters.Label(k)))
		default:
			ends[k] = stays[k]
		}
	}
	for k, at := range was { // of those that were refused
		if measure == known.Measure && from[k] > 0 && ends[k] == 0 && at > 0 && fits(ends, k, at) {
			ends[k] = at
		}
	}
	e := Edition{ID: known.ID, Name: known.Name, Measure: measure, Ends: make(map[int]int)}
	for k, at := range ends {
		if at > 0 {
			e.Ends[k] = at
		}
	}
	return e
}

// given is the ends that the lines give, by chapter, with the line of each, and
// their measure; it is what it was if that is fixed or no line gives one.
func (p *endReader) given(lines []endLine, measure Measure, fixed bool) (given map[int]int, from []int, is Measure) {
	given, from = make(map[int]int), make([]int, len(p.chapters)+1)
	long := slices.ContainsFunc(lines, func(l endLine) bool { return l.end.measure == Seconds && !l.end.short })
	for _, l := range lines {
		if len(l.found) != 1 {
			continue
		}
		k, e := l.found[0], l.end
		switch {
		case l.odd != "":
			p.refuse(l.line, "What stands there is no page from 1 to %d, and no time such as 6:20:15.", maxPage)
			continue
		case e.at == 0:
			continue
		case e.short && !long:
			p.refuse(l.line, "A time of two parts may be %s. Write it as one of these, or as h:mm:ss.", spoken{seconds: e.at}.twoWays())
			continue
		case fixed && e.measure != measure:
			p.refuse(l.line, "The other ends of this edition are %s, and this one is not.", measure)
			continue
		case from[k] > 0:
			p.refuse(l.line, "The end of %s stands on line %d already.", Plain(p.chapters.Label(k)), from[k])
			continue
		}
		measure, fixed = e.measure, true
		given[k], from[k] = e.at, l.line
	}
	return given, from, measure
}

// fits reports whether chapter k may end there, among the ends of others.
func fits(ends []int, k, at int) bool {
	for i, end := range ends {
		if end > 0 && (i < k && end >= at || i > k && end <= at) {
			return false
		}
	}
	return true
}

// WriteEnds is the list of where the chapters end as ReadEnds reads it, with
// labels alone; those not known have nothing after their @.
func (cs Chapters) WriteEnds(e Edition) string {
	var b strings.Builder
	for k, at := range rising(e.Ends, len(cs)) {
		if k == 0 {
			continue
		}
		b.WriteString(cs[k-1].Label + " @")
		if at > 0 {
			b.WriteString(" " + e.Measure.bare(at))
		}
		b.WriteByte('\n')
	}
	return b.String()
}
