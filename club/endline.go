package club

import (
	"fmt"
	"slices"
	"strings"
)

// endLine is a line of a list of ends.
type endLine struct {
	line    int
	label   string
	alone   bool  // the line is an end without a chapter
	found   []int // the chapters that the label may mean
	end     end
	forgets bool   // the end is "?"
	odd     string // stands where the end should and is none
	silent  bool   // nothing stands where the end should
}

// end is a place at which a chapter ends; 0 is none.
type end struct {
	at      int
	measure Measure
	short   bool // a time like 6:20
}

// String is the end as it stands after an @.
func (e end) String() string {
	if e.short {
		return fmt.Sprintf("%d:%02d", e.at/60, e.at%60)
	}
	return e.measure.bare(e.at)
}

// endIn reads a page or a time: "143", "p 143", "6:20:15", "6h20m".
func endIn(text string) (end, bool) {
	if isNegative(text) {
		return end{}, false
	}
	for _, words := range []string{text, "p " + text} {
		if n, ok := pageIn(words); ok && n >= 1 && n <= maxPage {
			return end{at: n}, true
		}
	}
	if t, ok := timeIn(text); ok && t.seconds >= 1 && t.seconds <= maxSeconds {
		return end{at: t.seconds, measure: Seconds, short: t.short}, true
	}
	return end{}, false
}

// maxEndWords is how many words say where a chapter ends, with the word "ends":
// "ends after 6 hours and 20 minutes".
const maxEndWords = 8

// cutEnd takes a line apart. As in a chapter list, an @ that no digit follows is
// part of a title.
func cutEnd(line string) endLine {
	if e, ok := endIn(line); ok && !strings.Contains(line, "@") { // "7 @ ?" is a label
		return endLine{label: line, alone: true, end: e}
	}
	if i := strings.LastIndexByte(line, '@'); i >= 0 {
		rest := CleanLine(line[i+1:])
		if l, ok := readEnd(line[:i], rest); ok || rest == "" {
			l.silent = rest == ""
			return l
		}
		if isDigit(rune(rest[0])) && !strings.Contains(rest, " ") {
			return endLine{label: line[:i], odd: rest}
		}
	}
	if i := strings.LastIndexByte(line, '='); i >= 0 {
		if l, ok := readEnd(line[:i], CleanLine(line[i+1:])); ok {
			return l
		}
	}
	words := strings.Fields(line)
	for i, w := range slices.Backward(words) {
		if len(words)-i > maxEndWords {
			break
		}
		if !strings.EqualFold(w, "ends") || i == len(words)-1 {
			continue
		}
		rest := words[i+1:]
		if len(rest) > 1 && slices.Contains([]string{"on", "at", "with", "after", "in"}, strings.ToLower(rest[0])) {
			rest = rest[1:]
		}
		if l, ok := readEnd(strings.Join(words[:i], " "), strings.TrimSuffix(strings.Join(rest, " "), ".")); ok {
			return l
		}
	}
	return endLine{label: line}
}

// readEnd is the line with that label and that end.
func readEnd(label, text string) (endLine, bool) {
	e, ok := endIn(text)
	l := endLine{label: label, end: e, forgets: text == "?"}
	return l, ok || l.forgets
}

// TellsEnd reports whether the words say where a chapter ends, "Chapter 7 ends
// on 143", as a line that ReadEnds reads.
func TellsEnd(text string) bool {
	l := cutEnd(CleanLine(text))
	return !l.alone && CleanLine(l.label) != "" && (l.end.at > 0 || l.forgets || l.odd != "")
}
