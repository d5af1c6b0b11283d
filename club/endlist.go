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
// for each chapter. No sign need stand before an end that follows a chapter
// ("Chapter 7, p. 143"). Lines that name a chapter and no end say nothing, nor
// do parts and empty lines.
//
// All ends of an edition are of one measure, which the first decides, and rise
// from chapter to chapter. What cannot be read, or contradicts another end, is
// left out, told by its line, and changes nothing.
func (cs Chapters) ReadEnds(list Locked, known Edition) (Edition, []Unread) {
	p := endReader{chapterIndex: cs.index()}
	if len(cs) == 0 {
		p.refuse(1, "This book has no chapters yet, so nothing in it can end.")
		return known, p.unread
	}
	fresh := p.merge(p.lines(list), known)
	slices.SortStableFunc(p.unread, byLine)
	return fresh, p.unread[:min(len(p.unread), maxUnread)]
}

// lines reads the lines of a list, each with the chapters that it may mean.
func (p *endReader) lines(list Locked) []endLine {
	var lines []endLine
	bare := true // nothing but ends
	p.each(list, func(text string) bool {
		if len(lines) > 2*MaxChapters {
			p.refuse(p.line, "A book has at most %d chapters here; this line and those after it are left out.", MaxChapters)
			return false
		}
		if len(text) > maxEndLine {
			p.refuse(p.line, "This line is too long for a chapter and its end.")
			bare = false
			return true
		}
		l := cutEnd(text)
		l.line = p.line
		_, placed := p.chapters.inPlace(CleanLine(l.label)) // or it is a part
		if !strings.HasPrefix(text, "#") || placed && !l.alone {
			lines = append(lines, l)
			bare = bare && l.alone
		}
		return true
	})
	if bare {
		p.inOrder(lines)
	} else {
		p.match(lines)
	}
	return lines
}

const (
	maxEndLine = 700 // bytes: a label, a title and an end
	maxLoose   = 160 // bytes of a line without a sign before its end: a label and an end
)

// endReader reads where the chapters of a book end.
type endReader struct {
	lineReader
	*chapterIndex
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
		p.locate(&lines[i])
		switch l := lines[i]; {
		case len(l.found) > 0:
		case CleanLine(l.label) == "":
			p.refuse(l.line, "There is an end on this line and no chapter before it.")
		default:
			label, _ := cutTitle(CleanLine(l.label))
			p.refuse(l.line, "I find no chapter %s in the book.", Typed(label))
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

// locate finds the chapters that the label of a line may mean. Where the line as
// a whole is none, it may be a label with an end behind it and no sign between.
func (ix *chapterIndex) locate(l *endLine) {
	if l.alone {
		l.end = end{} // "7" among labels is one
	}
	whole := l.end.at == 0 && !l.forgets && l.odd == "" && !l.silent
	if l.found = ix.labelled(l.label); len(l.found) > 0 {
		return
	}
	if whole {
		if loose, ok := ix.cutLoose(l.label); ok {
			l.label, l.end, l.odd, l.found = loose.label, loose.end, loose.odd, loose.found
			return
		}
	}
	label, _ := cutTitle(CleanLine(l.label))
	l.found = ix.labelled(label)
}

// cutLoose takes a line apart that is a chapter and what may be its end, with
// no more than a space or a comma between: "Chapter 4, p. 80", "8: 150". Behind
// an @ stands an end, if a chapter stands before it, though it be none.
func (ix *chapterIndex) cutLoose(line string) (endLine, bool) {
	if len(line) > maxLoose {
		return endLine{}, false
	}
	for i, r := range line {
		if i == 0 || !strings.ContainsRune(" :.,;=@-–—…", r) {
			continue
		}
		l := endLine{label: strings.TrimRight(line[:i], " :.,;=-–—…")}
		rest := CleanLine(line[i:])
		isEnd := false
		switch r {
		case '@', '=':
			rest = CleanLine(line[i+1:])
			l.odd, isEnd = rest, rest != ""
		case ' ':
			l.end, isEnd = endIn(rest)
		default: // signs that belong to neither
			words := strings.TrimLeft(rest, " :.,;-–—…")
			l.end, isEnd = endIn(words)
			isEnd = isEnd && strings.Contains(rest[:len(rest)-len(words)], " ")
		}
		if isEnd {
			if l.found = ix.labelled(l.label); len(l.found) > 0 {
				return l, true
			}
		}
	}
	return endLine{}, false
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
