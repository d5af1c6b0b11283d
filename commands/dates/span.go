package dates

import (
	"strings"
	"time"

	"dogear/club"
	"github.com/olebedev/when/rules/en"
)

// span is a length of time by the calendar.
type span struct{ months, days int }

// after is the day that lies so far after d. Of a month that is too short it is
// the last day.
func (s span) after(d club.Date) club.Date {
	first := club.Date{Year: d.Year, Month: d.Month, Day: 1}
	m := int(first.Month) - 1 + s.months
	first.Year, first.Month = first.Year+m/12, time.Month(m%12+1)
	first.Day = min(d.Day, lastOf(first).Day)
	return first.AddDays(s.days)
}

// readSpan reads "3 days", "a week", "two weeks and 3 days", "2w", "a couple of
// months".
func readSpan(said string) (span, bool) {
	var all span
	words := strings.Fields(said)
	if len(words) == 0 {
		return span{}, false
	}
	for len(words) > 0 {
		if len(words) > 1 && words[0] == "and" && all != (span{}) {
			words = words[1:]
		}
		n, used := howMany(words)
		unit, rest := "", words[used:]
		if used > 0 && len(rest) > 0 {
			unit, rest = rest[0], rest[1:]
		} else if glued := strings.TrimLeft(words[0], "0123456789"); glued != words[0] {
			n, _ = number(strings.TrimSuffix(words[0], glued), 4)
			unit, rest = glued, words[1:]
		}
		one, ok := unitOf(unit)
		if !ok {
			return span{}, false
		}
		all.months += n * one.months
		all.days += n * one.days
		words = rest
	}
	return all, true
}

// howMany reads a number, in words too, and says how many of words it took: none
// if they do not begin with one.
func howMany(words []string) (n, used int) {
	if n, ok := number(words[0], 4); ok {
		return n, 1
	}
	switch n := en.INTEGER_WORDS[words[0]]; {
	case n > 0:
		return n, 1
	case len(words) > 1 && words[0] == "a" && words[1] == "couple":
		return 2, 2
	case words[0] == "a", words[0] == "an", words[0] == "one":
		return 1, 1
	}
	return 0, 0
}

// unitOf is what a unit of time stands for.
func unitOf(word string) (span, bool) {
	switch word {
	case "d", "day", "days":
		return span{days: 1}, true
	case "w", "wk", "wks", "week", "weeks":
		return span{days: 7}, true
	case "fortnight", "fortnights":
		return span{days: 14}, true
	case "month", "months":
		return span{months: 1}, true
	case "y", "year", "years":
		return span{months: 12}, true
	}
	return span{}, false
}

// readAhead reads a day by how far it lies ahead: "tomorrow", "in 2 weeks", "a
// month from now", "a week tomorrow", "next month".
func readAhead(said string, today club.Date) (reading, bool) {
	day, ok := ahead(said, today)
	return reading{day: day, counted: true}, ok
}

func ahead(said string, today club.Date) (club.Date, bool) {
	if d, ok := nearby(said, today); ok {
		return d, true
	}
	if unit, ok := strings.CutPrefix(said, "next "); ok {
		far, ok := unitOf(unit)
		return far.after(today), ok && len(unit) > len("day")
	}
	if length, ok := strings.CutPrefix(said, "in "); ok {
		length = strings.TrimSuffix(length, "' time") // "in two weeks' time"
		far, ok := readSpan(strings.TrimSuffix(length, " time"))
		return far.after(today), ok
	}
	i := strings.LastIndexByte(said, ' ')
	if i < 0 {
		return club.Date{}, false
	}
	from, okDay := nearby(said[i+1:], today)
	length := said[:i]
	for _, between := range []string{" from", " after"} {
		length = strings.TrimSuffix(length, between)
	}
	if length == "week" {
		length = "a week" // "week tomorrow"
	}
	far, okSpan := readSpan(length)
	return far.after(from), okDay && okSpan
}

// nearby is a day that has a name from today's point of view.
func nearby(said string, today club.Date) (club.Date, bool) {
	switch said {
	case "today", "now", "tonight", "this evening":
		return today, true
	case "tomorrow", "tmr", "tmrw", "tmw":
		return today.AddDays(1), true
	case "day after tomorrow", "overmorrow":
		return today.AddDays(2), true
	case "yesterday":
		return today.AddDays(-1), true
	}
	return club.Date{}, false
}
