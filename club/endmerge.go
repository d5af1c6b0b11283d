package club

import "slices"

// merge adds what the lines say to the edition. A line that is left out changes
// nothing.
func (p *endReader) merge(lines []endLine, known Edition) Edition {
	is := known
	was := rising(known.Ends, len(p.chapters))
	for _, l := range lines {
		if len(l.found) == 1 && l.forgets {
			was[l.found[0]] = 0
		}
	}
	is.Measure = p.measureOf(lines, known.Measure, was)
	given := p.given(lines, is)
	if is.Measure != known.Measure {
		clear(was) // each of them has a new end, or was taken back
	}
	fresh := p.fit(given, was, is)
	is.Ends = make(map[int]int)
	for k, at := range fresh {
		if at > 0 {
			is.Ends[k] = at
		}
	}
	return is
}

// givenEnd is an end that a line gives a chapter; its line is 0 for none.
type givenEnd struct{ at, line int }

// usable reports whether a line gives an end to one chapter. A time of two
// parts is one only among longer ones, which tell what it means.
func (l endLine) usable(long bool) bool {
	return len(l.found) == 1 && l.odd == "" && l.end.at > 0 && (long || !l.end.short)
}

// hasLong reports whether a line gives a time that can mean but one.
func hasLong(lines []endLine) bool {
	return slices.ContainsFunc(lines, func(l endLine) bool { return l.end.measure == Seconds && !l.end.short })
}

// measureOf is the measure of an edition after the lines: as it was, but where
// nothing is known that of the first end, and another if the lines give rising
// ends of that to all chapters that have one.
func (p *endReader) measureOf(lines []endLine, measure Measure, was []int) Measure {
	long := hasLong(lines)
	first := slices.IndexFunc(lines, func(l endLine) bool { return l.usable(long) })
	if first < 0 || lines[first].end.measure == measure {
		return measure
	}
	other := lines[first].end.measure
	ends := make([]int, len(was))
	for _, l := range lines {
		if l.usable(long) && l.end.measure == other && ends[l.found[0]] == 0 {
			ends[l.found[0]] = l.end.at
		}
	}
	stands := steady(ends)
	for k, at := range was {
		if at > 0 && !stands[k] {
			return measure
		}
	}
	return other
}

// given is the ends of the edition's measure that the lines give, by chapter.
func (p *endReader) given(lines []endLine, e Edition) []givenEnd {
	given := make([]givenEnd, len(p.chapters)+1)
	long := hasLong(lines)
	if onlyShort(lines) {
		p.refuse(0, "All these times have two parts, so they may be hours and minutes or minutes and seconds: the first is %s. Write them as one of these, or as h:mm:ss.", shortTimes(lines)[0].twoWays())
	}
	for _, l := range lines {
		if len(l.found) != 1 {
			continue
		}
		k, label := l.found[0], Plain(p.chapters.Label(l.found[0]))
		switch {
		case l.odd != "":
			p.refuse(l.line, "%s stands where %s ends, and is no page from 1 to %d and no time such as 6:20:15.", Typed(l.odd), label, maxPage)
		case l.end.at == 0:
		case !l.usable(long):
			if !onlyShort(lines) {
				p.refuse(l.line, "A time of two parts may be %s. Write it as one of these, or as h:mm:ss.", spoken{seconds: l.end.at}.twoWays())
			}
		case l.end.measure != e.Measure:
			p.refuse(l.line, "%s ends %s on this line, and the other ends of %s are %s.", label, l.end.measure.at(l.end.at), e.Called(), e.Measure)
		case given[k].line > 0:
			p.refuse(l.line, "The end of %s stands on line %d already.", label, given[k].line)
		default:
			given[k] = givenEnd{l.end.at, l.line}
		}
	}
	return given
}

// fit is the ends of all chapters: those that were given, where they rise and go
// with those that stay as they were, and else those that were.
func (p *endReader) fit(given []givenEnd, was []int, e Edition) []int {
	ends := make([]int, len(given))
	count := 0
	for k, g := range given {
		if ends[k] = g.at; g.line > 0 {
			count++
		}
	}
	stands := steady(ends)
	kept := 0
	for k, g := range given {
		if g.line > 0 && stands[k] {
			kept++
		}
	}
	if count > 2 && 2*kept < count {
		p.refuse(0, "These ends do not rise from chapter to chapter, so I took none of them. Each is to lie after the one before it.")
		return was
	}
	stays := slices.Clone(was)
	for k, g := range given {
		switch {
		case g.line == 0:
		case stands[k]:
			stays[k] = 0
		default:
			ends[k] = 0
			p.contradicts(k, given, e)
		}
	}
	for again := true; again; {
		again = false
		for k, at := range ends {
			if at > 0 && !fits(stays, k, at) {
				p.refuse(given[k].line, "%s cannot end %s: in %s %s.", Plain(p.chapters.Label(k)), e.At(at), e.Called(), p.around(stays, k, e))
				ends[k], stays[k] = 0, was[k]
				again = again || was[k] > 0
			}
		}
	}
	for k, at := range stays {
		if ends[k] == 0 {
			ends[k] = at
		}
	}
	return ends
}

// contradicts tells of an end that does not go with that of another line.
func (p *endReader) contradicts(k int, given []givenEnd, e Edition) {
	g := given[k]
	for i := 1; i < len(given); i++ { // the nearest first
		for _, j := range []int{k - i, k + i} {
			if j < 1 || j >= len(given) || given[j].line == 0 || (j < k) == (given[j].at < g.at) && given[j].at != g.at {
				continue
			}
			p.refuse(g.line, "%s %s contradicts line %d: %s %s.", Plain(p.chapters.Label(k)), e.At(g.at),
				given[j].line, Plain(p.chapters.Label(j)), e.At(given[j].at))
			return
		}
	}
}

// around says where the chapters before and after one end that are known.
func (p *endReader) around(ends []int, k int, e Edition) string {
	words := ""
	for i := k - 1; i > 0 && words == ""; i-- {
		if ends[i] > 0 {
			words = Plain(p.chapters.Label(i)) + " ends " + e.At(ends[i])
		}
	}
	for i := k + 1; i < len(ends); i++ {
		if ends[i] > 0 {
			if words != "" {
				words += " and "
			}
			return words + Plain(p.chapters.Label(i)) + " ends " + e.At(ends[i])
		}
	}
	return words
}

// steady reports of each of some ends, 0 for none, whether it stands whichever
// way the fewest are left out that the others rise.
func steady(ends []int) []bool {
	n := len(ends)
	up, down := make([]int, n), make([]int, n) // the longest rise that ends and that begins there
	longest := 0
	for i := range n {
		for j := range i {
			if ends[j] > 0 && ends[j] < ends[i] {
				up[i] = max(up[i], up[j])
			}
		}
		if ends[i] > 0 {
			up[i]++
		}
		longest = max(longest, up[i])
	}
	for i := n - 1; i >= 0; i-- {
		for j := i + 1; j < n; j++ {
			if ends[i] < ends[j] {
				down[i] = max(down[i], down[j])
			}
		}
		if ends[i] > 0 {
			down[i]++
		}
	}
	at := make([]int, longest+1)
	for i := range n {
		if ends[i] > 0 && up[i]+down[i]-1 == longest {
			at[up[i]]++
		}
	}
	stands := make([]bool, n)
	for i := range n {
		stands[i] = ends[i] > 0 && up[i]+down[i]-1 == longest && at[up[i]] == 1
	}
	return stands
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
