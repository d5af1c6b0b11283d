// Package dates reads days, times and zones as people type them, and suggests
// what they may mean while they type.
//
// It knows no clock: what day it is comes as an argument. What it cannot read
// comes back as a *club.Refusal that says what to type instead.
package dates

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"dogear/club"
)

const example = `Try "2027-03-01", "sunday" or "next sunday".`

// Parse reads a day: "2026-12-01", "today", "tomorrow" or a weekday. "sunday"
// and "next sunday" are the first Sunday after today; "this sunday" may be today
// itself.
func Parse(text string, today club.Date) (club.Date, error) {
	typed := club.CleanLine(text)
	words := normal(typed)
	switch words {
	case "":
		return club.Date{}, club.Refuse("Say which day. %s", example)
	case "today":
		return today, nil
	case "tomorrow":
		return today.AddDays(1), nil
	}
	if d, ok := parseWeekday(words, today); ok {
		return d, nil
	}
	d, ok := parseISO(words)
	switch {
	case !ok:
		return club.Date{}, club.Refuse("I cannot read %s as a date. %s", club.Typed(typed), example)
	case !d.Valid():
		return club.Date{}, refuseDay(typed, d)
	}
	return d, nil
}

// normal is what was typed in lower case, with plain hyphens and without stray
// signs at its ends.
func normal(typed string) string {
	plain := strings.NewReplacer("‐", "-", "‑", "-", "–", "-", "—", "-", "−", "-").Replace(typed)
	return strings.Trim(strings.ToLower(plain), " .,;!?")
}

// parseISO reads "2026-12-01", with one digit for month and day, too. The day
// need not exist.
func parseISO(words string) (club.Date, bool) {
	parts := strings.Split(words, "-")
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

// refuseDay says why a day in ISO form does not exist.
func refuseDay(typed string, d club.Date) error {
	switch {
	case d.Month < 1 || d.Month > 12:
		return club.Refuse("I read %s as a date and there is none: a year has 12 months. Dates go year, month, day, as in 2027-03-01.", club.Typed(typed))
	case d.Day < 1:
		return club.Refuse("I read %s as a date and there is none: months begin with day 1. %s", club.Typed(typed), example)
	}
	last := club.Date{Year: d.Year, Month: d.Month + 1, Day: 1}.AddDays(-1)
	return club.Refuse("I read %s as a date and there is none: %s %d has %d days. Try %q.",
		club.Typed(typed), d.Month, d.Year, last.Day, last)
}

// parseWeekday reads "sun", "sunday", "this sunday" or "next sunday".
func parseWeekday(words string, today club.Date) (club.Date, bool) {
	name, from := words, 1
	if rest, ok := strings.CutPrefix(words, "next "); ok {
		name = rest
	} else if rest, ok := strings.CutPrefix(words, "this "); ok {
		name, from = rest, 0
	} else if rest, ok := strings.CutPrefix(words, "on "); ok {
		name = rest
	}
	d, ok := weekday(strings.TrimSpace(name))
	if !ok {
		return club.Date{}, false
	}
	return comingDay(today.AddDays(from), d), true
}

// comingDay is the first such weekday on or after from.
func comingDay(from club.Date, d time.Weekday) club.Date {
	return from.AddDays((int(d) - int(from.Weekday()) + 7) % 7)
}

// weekday reads the name of a weekday or at least three letters of it.
func weekday(name string) (time.Weekday, bool) {
	if name == "weds" {
		return time.Wednesday, true
	}
	for d := time.Sunday; d <= time.Saturday; d++ {
		full := strings.ToLower(d.String())
		if len(name) >= 3 && strings.HasPrefix(full, name) {
			return d, true
		}
	}
	return 0, false
}

// Suggestion is a day that may be meant.
type Suggestion struct {
	Date  club.Date
	Name  string // "Sunday 6 December 2026"
	Value string // "2026-12-06", which Parse reads
}

// Suggest offers at most limit days for what has been typed so far, none of
// them past unless it was typed in full.
func Suggest(typed string, today club.Date, limit int) []Suggestion {
	words := normal(club.CleanLine(typed))
	var list []Suggestion
	offer := func(d club.Date) {
		known := slices.ContainsFunc(list, func(s Suggestion) bool { return s.Date == d })
		if !known && len(list) < limit {
			list = append(list, Suggestion{Date: d, Name: d.Long(), Value: d.String()})
		}
	}
	if d, err := Parse(typed, today); err == nil {
		offer(d)
	}
	const farthest = 2 * 366 // days that are looked at
	for i := 0; i < farthest && len(list) < limit; i++ {
		if d := today.AddDays(i); matches(words, d, i) {
			offer(d)
		}
	}
	return list
}

// matches reports whether what was typed may become the day that lies so many
// days ahead.
func matches(words string, d club.Date, ahead int) bool {
	if words == "" || strings.HasPrefix(d.String(), words) {
		return true
	}
	switch {
	case ahead == 0 && strings.HasPrefix("today", words), ahead == 1 && strings.HasPrefix("tomorrow", words):
		return true
	case strings.HasPrefix("next", words), strings.HasPrefix("this", words):
		return ahead > 0
	}
	name := strings.ToLower(d.Weekday().String())
	for _, before := range []string{"", "next ", "this "} {
		if rest, ok := strings.CutPrefix(words, before); ok && strings.HasPrefix(name, rest) {
			return ahead > 0 || before == "this "
		}
	}
	return false
}

// ParseMoment reads a day and a time: "2026-12-01 18:00", "tomorrow 6pm",
// "sunday at 18:00". A day alone is at the time usual, a time alone is today.
func ParseMoment(text string, today club.Date, zone *time.Location, usual club.Clock) (time.Time, error) {
	typed := club.CleanLine(text)
	words := normal(typed)
	at := func(d club.Date, c club.Clock) (time.Time, error) { return d.At(c.Hour, c.Minute, zone), nil }
	if words == "" {
		return time.Time{}, refuseMoment("Say when.", today)
	}
	if d, err := Parse(words, today); err == nil {
		return at(d, usual)
	}
	if c, err := ParseClock(words); err == nil {
		return at(today, c)
	}
	var dayErr, clockErr error
	for i, r := range words {
		separates := r == ' ' || r == ',' || r == 't' && i == len("2026-12-01")
		if !separates {
			continue
		}
		var d club.Date
		var c club.Clock
		d, dayErr = Parse(words[:i], today)
		if dayErr != nil {
			continue
		}
		rest := strings.TrimSpace(words[i+1:])
		c, clockErr = ParseClock(strings.TrimPrefix(rest, "at "))
		if clockErr == nil {
			return at(d, c)
		}
	}
	if d, ok := parseISO(firstWord(words)); ok && !d.Valid() {
		return time.Time{}, refuseDay(firstWord(words), d)
	}
	if clockErr != nil {
		return time.Time{}, clockErr
	}
	return time.Time{}, refuseMoment(fmt.Sprintf("I cannot read %s as a moment.", club.Typed(typed)), today)
}

func refuseMoment(why string, today club.Date) error {
	return club.Refuse("%s Try \"%s 18:00\" or \"sunday 18:00\".", why, today.AddDays(1))
}

func firstWord(words string) string {
	first, _, _ := strings.Cut(words, " ")
	return first
}
