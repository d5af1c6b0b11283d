package club

import (
	"fmt"
	"strconv"
	"strings"
)

// percentage is a part of the whole. What follows the hundredths is cut off, and
// more says that there was something.
type percentage struct {
	hundredths int
	more       bool
}

const wholeBook = 100 * 100 // hundredths of a percent

// String is the percentage as one writes it: "43%", "43.5%".
func (p percentage) String() string {
	if p.hundredths == 0 && p.more {
		return "Less than 0.01%"
	}
	number := fmt.Sprintf("%d.%02d", p.hundredths/100, p.hundredths%100)
	return strings.TrimSuffix(strings.TrimRight(number, "0"), ".") + "%"
}

// percentIn reads "43%", "43.5 %" or "43 percent".
func percentIn(typed string) (percentage, bool) {
	number, ok := strings.CutSuffix(strings.ReplaceAll(typed, "％", "%"), "%")
	if !ok {
		if number, ok = strings.CutSuffix(strings.ToLower(typed), "percent"); !ok {
			return percentage{}, false
		}
	}
	whole, fraction, _ := strings.Cut(Fold(number), ".")
	n, ok := smallNumber(whole)
	if !ok || strings.Trim(fraction, "0123456789") != "" {
		return percentage{}, false
	}
	hundredths, _ := strconv.Atoi((fraction + "00")[:2])
	more := len(fraction) > 2 && strings.Trim(fraction[2:], "0") != ""
	return percentage{hundredths: 100*n + hundredths, more: more}, true
}

// pageIn reads "p 214", "p. 214", "pg 214" or "page 214".
func pageIn(typed string) (int, bool) {
	words := Fold(typed)
	for _, name := range []string{"page", "pg", "p"} {
		if rest, ok := strings.CutPrefix(words, name); ok {
			if n, err := strconv.Atoi(strings.TrimSpace(rest)); err == nil && n >= 0 && n <= farPage {
				return n, true
			}
		}
	}
	return 0, false
}

// farPage is beyond the last page of any book: what is typed for a page and is
// more than that is none.
const farPage = 1_000_000_000

// splitPage reads a page with a part of it, "p 143.5", as the one before.
func splitPage(typed string) (int, bool) {
	whole, part, ok := strings.Cut(Fold(typed), ".")
	page, isPage := pageIn(whole)
	return page, ok && isPage && part != "" && strings.Trim(part, "0123456789") == ""
}

// spoken is a time in a recording. A short one has two parts, and is read as
// minutes and seconds though it may be hours and minutes.
type spoken struct {
	seconds int
	short   bool
}

// ways are the two times that a short one may be.
func (t spoken) ways() []Place {
	return []Place{{Measure: Seconds, At: 60 * t.seconds}, {Measure: Seconds, At: t.seconds}}
}

// twoWays is what a short time may be: "6h20m or 6m20s".
func (t spoken) twoWays() string {
	first, second := t.seconds/60, t.seconds%60
	return fmt.Sprintf("`%dh%02dm` or `%dm%02ds`", first, second, first, second)
}

// timeIn reads "6:20:15", "6:20", "6h20m", "6 hours 20 min", "6h20" or "380 min".
func timeIn(typed string) (spoken, bool) {
	words := Fold(typed)
	if seconds, ok := fractionIn(words); ok {
		return spoken{seconds: seconds}, true
	}
	if !strings.Contains(words, ":") {
		seconds, ok := unitsIn(strings.ReplaceAll(words, " and ", " "))
		return spoken{seconds: seconds}, ok
	}
	parts := strings.Split(words, ":")
	if len(parts) > 3 {
		return spoken{}, false
	}
	seconds := 0
	for i, part := range parts {
		n, ok := smallNumber(part)
		if !ok || i > 0 && (n > 59 || len(part) != 2) {
			return spoken{}, false
		}
		seconds = 60*seconds + n
	}
	return spoken{seconds: seconds, short: len(parts) == 2}, true
}

// fractionIn reads "6.5h" or "6.25 hours".
func fractionIn(words string) (seconds int, ok bool) {
	whole, rest, ok := strings.Cut(words, ".")
	name := strings.TrimLeft(rest, "0123456789")
	part := rest[:len(rest)-len(name)]
	n, isNumber := smallNumber(whole)
	f, isPart := smallNumber(part)
	unit := unitOf(strings.TrimSpace(name))
	if !ok || !isNumber || !isPart || unit == 0 {
		return 0, false
	}
	of := 1
	for range part {
		of *= 10
	}
	return n*unit + f*unit/of, true
}

// unitsIn reads hours, minutes and seconds by their names, each at most once
// and in this order.
func unitsIn(words string) (seconds int, ok bool) {
	last := 0
	for words != "" {
		digits := words[:len(words)-len(strings.TrimLeft(words, "0123456789"))]
		n, isNumber := smallNumber(digits)
		words = strings.TrimLeft(words[len(digits):], " ")
		name := words[:len(words)-len(strings.TrimLeft(words, "abcdefghijklmnopqrstuvwxyz"))]
		words = strings.TrimLeft(words[len(name):], " ")
		unit := unitOf(name)
		if name == "" && last == 3600 {
			unit = 60 // 6h20
		}
		if !isNumber || unit == 0 || last > 0 && (unit >= last || n > 59) {
			return 0, false
		}
		seconds += n * unit
		last = unit
	}
	return seconds, last > 0
}

// unitOf is how many seconds a unit of time has, 0 for what is none.
func unitOf(name string) int {
	switch name {
	case "h", "hr", "hrs", "hour", "hours":
		return 3600
	case "m", "min", "mins", "minute", "minutes":
		return 60
	case "s", "sec", "secs", "second", "seconds":
		return 1
	}
	return 0
}
