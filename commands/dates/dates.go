// Package dates reads days, times, spans, zones and repetitions as people type
// them, and suggests what they may mean while they type.
//
// It knows no clock: what day it is comes as an argument. What it cannot read
// comes back as a *club.Refusal that says what to type instead. It never
// guesses: each word has to be understood, and what has two meanings is refused
// with both.
package dates

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"dogear/club"
)

// Parse reads a day: "2026-12-01", "1 dec", "december 1st, 2027", "1.12.", "the
// 15th", "today", "tomorrow", "sunday", "sunday week", "in 2 weeks", "next
// month", "end of january" and their like. "sunday" and "next sunday" are the first Sunday
// after today; "this sunday" may be today itself. A day without its year is the
// next one, today included; a day that has passed is read only where that is
// what was said, as in "2020-01-01" or "last friday". "03/04/2027" means two
// days and is refused with both; between dots the day stands first. A word that is
// spelled a little wrong is refused with the nearest.
func Parse(text string, today club.Date) (club.Date, error) {
	typed := club.CleanLine(text)
	words := normal(typed)
	if words == "" {
		return club.Date{}, club.Refuse("Say which day. %s", example(today))
	}
	r, ok := read(words, today)
	if !ok {
		if err := refuseMisspelt(typed, "a date", meantDays(words, today)); err != nil {
			return club.Date{}, err
		}
		return club.Date{}, club.Refuse("I cannot read %s as a date. %s", club.Typed(typed), example(today))
	}
	if err := r.refusal(typed, today); err != nil {
		return club.Date{}, err
	}
	return r.day, nil
}

// example is what to try: the day with its year lies ahead.
func example(today club.Date) string {
	return fmt.Sprintf(`Try "%s", "1 march", "next sunday" or "in 2 weeks".`, exampleDay(today))
}

func exampleDay(today club.Date) club.Date { return inYear(noYear, time.March, 1, today.AddDays(1)) }

// meantDays is the ways to spell words in which they are a day.
func meantDays(words string, today club.Date) []string {
	return meaning(words, func(words string) bool {
		r, ok := read(words, today)
		return ok && r.refusal(words, today) == nil
	})
}

// normal is what was typed in lower case, with plain hyphens and without stray
// signs at its ends, nor what a suggestion adds to a day in brackets.
func normal(typed string) string {
	plain := strings.NewReplacer("‐", "-", "‑", "-", "–", "-", "—", "-", "−", "-", "’", "'").Replace(typed)
	plain = strings.Trim(strings.ToLower(plain), " .,;!?")
	for _, note := range []string{past, dayFirst, monthFirst, mondayFirst, sundayFirst} {
		plain = strings.TrimSuffix(plain, strings.ToLower(note))
	}
	return plain
}

// What a suggestion adds to a day.
const (
	past        = " (past)"
	dayFirst    = " (day first)"
	monthFirst  = " (month first)"
	mondayFirst = " (weeks from Monday)"
	sundayFirst = " (weeks from Sunday)"
)

// reading is what some words say.
type reading struct {
	day   club.Date // it need not exist
	other club.Date // another day that they may mean as well, or none
	notes [2]string // what tells the two apart
	clash bool      // they name a weekday, too, and the day is another
	// How they name it, which matters where another day tells what they mean.
	yearless bool // as a day of any year
	counted  bool // by how far it lies from today
}

// refusal is why the words mean no day, or nil.
func (r reading) refusal(typed string, today club.Date) error {
	switch {
	case !exists(r.day):
		return refuseDay(typed, r.day, today)
	case r.clash:
		return club.Refuse("I read %s, and %s is a %s. Say %q if you mean that day.",
			club.Typed(typed), r.day.Short(club.Date{}), r.day.Weekday(), r.day)
	case !r.other.IsZero():
		return club.Refuse("%s may be %s%s or %s%s. Say %q or %q.", club.Typed(typed),
			r.day.Long(), r.notes[0], r.other.Long(), r.notes[1], r.day, r.other)
	}
	return nil
}

// exists reports whether there is such a day. Date counts a year 0, which no
// calendar has.
func exists(d club.Date) bool { return d.Year != 0 && d.Valid() }

// read tries one form of a day after another, our own before the library's. The
// words need not make a day that exists, but have the form of one.
func read(words string, today club.Date) (reading, bool) {
	if !harmless(words) {
		return reading{}, false
	}
	if d, ok := parseISO(words); ok {
		return reading{day: d}, true
	}
	if r, ok := readNumeric(words, today); ok {
		return r, true
	}
	said := phrase(words)
	if said == "" {
		return reading{}, false
	}
	for _, form := range []func(string, club.Date) (reading, bool){
		readWeekday, readAhead, readEdge, readOrdinal, readMonthDay, readByLibrary,
	} {
		if r, ok := form(said, today); ok {
			// No form of ours goes beyond the years that four digits write.
			return r, r.day.Year >= 0 && r.day.Year <= 9999
		}
	}
	return reading{}, false
}

// harmless reports whether words may be shown to a parser: they are short, plain
// and without long numbers, so that nothing overflows and nothing runs long.
func harmless(words string) bool {
	const longest, longestNumber = 60, 4
	digits := 0
	for i := range len(words) {
		c := words[i]
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c >= 'a' && c <= 'z', strings.IndexByte(" -/.,':+", c) >= 0:
			digits = 0
		default:
			return false
		}
		if digits > longestNumber {
			return false
		}
	}
	return len(words) <= longest
}

// phrase is words without what says nothing ("the", "of", commas, the stop of
// an abbreviation), one space apart: "december 1st 2027".
func phrase(words string) string {
	var kept []string
	for _, w := range strings.FieldsFunc(words, func(r rune) bool { return r == ' ' || r == ',' }) {
		w = strings.TrimRight(w, ".")
		// "1-dec-2027", and not "twenty-first".
		if strings.ContainsAny(w, "0123456789") && strings.ContainsAny(w, "abcdefghijklmnopqrstuvwxyz") {
			w = strings.NewReplacer("-", " ", "/", " ", ".", " ").Replace(w)
		}
		if w != "the" && w != "of" && w != "" {
			kept = append(kept, w)
		}
	}
	if len(kept) > 1 && kept[0] == "on" {
		kept = kept[1:]
	}
	return strings.Join(kept, " ")
}

// parseISO reads "2026-12-01", with one digit for month and day, too, and with
// other signs between them: where the year stands first, all agree on the rest.
// The day need not exist.
func parseISO(words string) (club.Date, bool) {
	parts := strings.Split(words, "-")
	for _, sign := range []string{"/", "."} {
		if len(parts) == 1 {
			parts = strings.Split(words, sign)
		}
	}
	if len(parts) != 3 || len(parts[0]) != 4 {
		return club.Date{}, false
	}
	var n [3]int
	for i, p := range parts {
		v, ok := number(p, 4)
		if !ok || i > 0 && len(p) > 2 {
			return club.Date{}, false
		}
		n[i] = v
	}
	return club.Date{Year: n[0], Month: time.Month(n[1]), Day: n[2]}, true
}

// number reads at most digits ASCII digits and nothing else.
func number(s string, digits int) (int, bool) {
	if s == "" || len(s) > digits || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}

// refuseDay says why a day does not exist.
func refuseDay(typed string, d, today club.Date) error {
	switch {
	case d.Month < 1 || d.Month > 12:
		return club.Refuse("I read %s as a date and there is none: a year has 12 months. Dates go year, month, day, as in %s.", club.Typed(typed), exampleDay(today))
	case d.Day < 1:
		return club.Refuse("I read %s as a date and there is none: months begin with day 1. %s", club.Typed(typed), example(today))
	case d.Year == 0:
		return club.Refuse("I read %s as a date and there is none: no year is 0. %s", club.Typed(typed), example(today))
	}
	last := lastOf(d)
	return club.Refuse("I read %s as a date and there is none: %s %d has %d days. Try %q.",
		club.Typed(typed), d.Month, d.Year, last.Day, last)
}

// lastOf is the last day of d's month.
func lastOf(d club.Date) club.Date {
	return club.Date{Year: d.Year, Month: d.Month + 1, Day: 1}.AddDays(-1)
}
