package club

import (
	"strings"
)

// shortTimes is the times of two parts that lines give.
func shortTimes(lines []endLine) []spoken {
	var times []spoken
	for _, l := range lines {
		if len(l.found) == 1 && l.end.short {
			times = append(times, spoken{seconds: l.end.at, short: true})
		}
	}
	return times
}

// onlyShort reports whether all ends that lines give are times of two parts, and
// more than one.
func onlyShort(lines []endLine) bool {
	return !hasLong(lines) && len(shortTimes(lines)) > 1
}

// ShortTimes reports whether the ends of a list are times of two parts, all of
// which may be hours and minutes or minutes and seconds.
func (cs Chapters) ShortTimes(list Locked) bool {
	p := endReader{chapterIndex: cs.index()}
	return len(cs) > 0 && onlyShort(p.lines(list))
}

// SpellTimes is the list with its times of two parts written as hours and
// minutes, or else as minutes and seconds.
func (cs Chapters) SpellTimes(list Locked, hours bool) Locked {
	p := endReader{chapterIndex: cs.index()}
	lines := strings.Split(plainLines(list), "\n")
	for _, l := range p.lines(list) {
		if !l.end.short || l.line > len(lines) {
			continue
		}
		is := Place{Measure: Seconds, At: l.end.at}
		if hours {
			is.At *= 60
		}
		label := CleanLine(l.label) + " @ "
		if l.alone {
			label = ""
		}
		lines[l.line-1] = label + is.Measure.place(is.At)
	}
	text := strings.Join(lines, "\n")
	return Locked{text: &text, lock: list.lock, author: list.author}
}
