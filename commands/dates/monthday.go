package dates

import (
	"strings"
	"time"

	"dogear/club"
	"github.com/olebedev/when/rules/en"
)

// readNumeric reads "3/4/2027", "03.04.27" and, without a year, "3/4" and "3.4".
// Between slashes and hyphens, some write the day first and some the month: where
// both can be, both come back. Between dots the day stands first.
func readNumeric(words string, today club.Date) (reading, bool) {
	var parts []string
	for _, sign := range []string{"/", ".", "-"} {
		if strings.Contains(words, sign) {
			parts = strings.Split(words, sign)
			break
		}
	}
	dots := strings.Contains(words, ".")
	if len(parts) != 3 && (len(parts) != 2 || !dots && !strings.Contains(words, "/")) {
		return reading{}, false
	}
	n := [3]int{2: noYear}
	for i, p := range parts {
		v, ok := number(p, 2)
		if i == 2 && !ok {
			v, ok = number(p, 4)
			ok = ok && len(p) == 4
		} else if i == 2 {
			v += 2000
			ok = len(p) == 2 && !strings.Contains(words, "-") // "26-12-01" may begin with its year
		}
		if !ok {
			return reading{}, false
		}
		n[i] = v
	}
	first := inYear(n[2], time.Month(n[1]), n[0], today)
	second := inYear(n[2], time.Month(n[0]), n[1], today)
	r := reading{day: first, yearless: n[2] == noYear}
	switch {
	case dots && r.yearless && first.Month > 12:
		return reading{}, false // "18.30" is a time
	case first == second, dots && first.Valid():
	case first.Valid() && second.Valid():
		r.other, r.notes = second, [2]string{dayFirst, monthFirst}
	case second.Valid(), first.Month > 12 && second.Month <= 12:
		r.day = second
	}
	return r, true
}

// noYear stands for the year of a day that was said without one. A year 0 is
// one that was said.
const noYear = -1

// inYear is the day in that year or, if there is noYear, the next such day, today
// included. It need not exist.
func inYear(year int, month time.Month, day int, today club.Date) club.Date {
	if year != noYear {
		return club.Date{Year: year, Month: month, Day: day}
	}
	next := club.Date{Year: today.Year, Month: month, Day: day}
	if next.Before(today) {
		next.Year++
	}
	// 29 February: a leap year may be eight years away.
	for later := next; later.Year < next.Year+8 && month == time.February && day == 29; later.Year++ {
		if later.Valid() {
			return later
		}
	}
	return next
}

// readMonthDay reads a day of a named month: "1 dec", "december 1st 2027", "sun
// 6 dec", "first of december", "1 dec 27". The names are the library's.
func readMonthDay(said string, today club.Date) (reading, bool) {
	words := strings.Fields(said)
	named, hasName := weekday(words[0])
	// "mar 6" names no weekday, and neither does "sun" alone.
	if hasName = hasName && len(words) > 2; hasName {
		words = words[1:]
	}
	year, words := takeYear(words, today)
	rest := strings.Join(words, " ")
	// The library takes "1 dec 27" for the 27th: one number only.
	first := rest[:len(rest)-len(strings.TrimLeft(rest, letters))]
	last := rest[len(strings.TrimRight(rest, letters)):]
	if en.MONTH_OFFSET[first] == 0 && en.MONTH_OFFSET[last] == 0 {
		return reading{}, false
	}
	ctx, ok := library(rest, today)
	if !ok || ctx.Month == nil || ctx.Day == nil {
		return reading{}, false
	}
	day := inYear(year, time.Month(*ctx.Month), *ctx.Day, today)
	return reading{day: day, clash: hasName && day.Valid() && day.Weekday() != named, yearless: year == noYear}, true
}

const letters = "abcdefghijklmnopqrstuvwxyz"

// takeYear takes the year from the words of a day: four digits at either end, or
// two at the last, unless they would be a year that has passed: in "1 dec 20",
// 20 is more likely a time.
func takeYear(words []string, today club.Date) (year int, rest []string) {
	if len(words) < 3 {
		return noYear, words
	}
	end := len(words) - 1
	if n, ok := number(words[0], 4); ok && len(words[0]) == 4 {
		return n, words[1:]
	}
	last := strings.TrimPrefix(words[end], "'")
	n, ok := number(last, 4)
	switch {
	case ok && len(last) == 4:
		return n, words[:end]
	case ok && len(last) == 2 && (last != words[end] || 2000+n >= today.Year):
		return 2000 + n, words[:end]
	}
	return noYear, words
}

// readOrdinal reads "15th": the next day of that number, today included.
func readOrdinal(said string, today club.Date) (reading, bool) {
	n, ok := en.ORDINAL_WORDS[said]
	if !ok {
		return reading{}, false
	}
	day := club.Date{Year: today.Year, Month: today.Month, Day: n}
	for !day.Valid() || day.Before(today) {
		if day.Month++; day.Month > time.December {
			day.Year, day.Month = day.Year+1, time.January
		}
	}
	return reading{day: day}, true
}

// readEdge reads the first or the last day of a month or a year: "end of the
// month", "start of january", "end of 2027".
func readEdge(said string, today club.Date) (reading, bool) {
	for _, edge := range []string{"end ", "last day ", "start ", "beginning ", "first day "} {
		name, ok := strings.CutPrefix(said, edge)
		if !ok {
			continue
		}
		p, ok := readPeriod(strings.Fields(name), today)
		day := p.edge(edge == "end " || edge == "last day ")
		if ok && p.yearly && day.Before(today) {
			p.from.Year++
			day = p.edge(edge == "end " || edge == "last day ")
		}
		// The start of this month is not meant once it has passed.
		return reading{day: day}, ok && (p.dated || !day.Before(today))
	}
	return reading{}, false
}

// period is a month or a year.
type period struct {
	from   club.Date // its first day
	months int       // its length
	yearly bool      // it is the month of some year
	dated  bool      // its year was said
}

// edge is its last day or its first.
func (p period) edge(last bool) club.Date {
	if last {
		return span{months: p.months}.after(p.from).AddDays(-1)
	}
	return p.from
}

// readPeriod reads "month", "next year", "january", "january 2028", "2028".
func readPeriod(words []string, today club.Date) (period, bool) {
	if len(words) == 0 || len(words) > 2 {
		return period{}, false
	}
	last := words[len(words)-1]
	far, isUnit := unitOf(last)
	year, isYear := number(last, 4)
	isYear = isYear && len(last) == 4
	month, isMonth := en.MONTH_OFFSET[words[0]]
	january := club.Date{Year: today.Year, Month: time.January, Day: 1}
	switch {
	case isUnit && far.months > 0 && (len(words) == 1 || words[0] == "this" || words[0] == "next"):
		p := period{from: january, months: far.months}
		if far.months == 1 {
			p.from.Month = today.Month
		}
		if words[0] == "next" {
			p.from = far.after(p.from)
		}
		return p, true
	case isYear && len(words) == 1:
		return period{from: club.Date{Year: year, Month: time.January, Day: 1}, months: 12, dated: true}, true
	case isYear && isMonth:
		return period{from: club.Date{Year: year, Month: time.Month(month), Day: 1}, months: 1, dated: true}, true
	case isMonth && len(words) == 1:
		january.Month = time.Month(month)
		return period{from: january, months: 1, yearly: true}, true
	}
	return period{}, false
}
