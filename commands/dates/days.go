package dates

import (
	"slices"
	"strings"
	"time"

	"dogear/club"
)

// maxRanges bounds the breaks of one plan.
const maxRanges = 100

// ParseDays reads weekdays: "sun", "mon,thu", "Monday and Thursday", "weekdays",
// "daily". They come back once each, from Monday on.
func ParseDays(text string) ([]time.Weekday, error) {
	typed := club.CleanLine(text)
	var set [7]bool
	words := strings.FieldsFunc(normal(typed), func(r rune) bool { return strings.ContainsRune(" ,;/&+", r) })
	for _, w := range words {
		days, ok := daysOf(w)
		if !ok {
			return nil, club.Refuse(`I cannot read %s as weekdays. Try "sun" or "mon, thu".`, club.Typed(typed))
		}
		for _, d := range days {
			set[d] = true
		}
	}
	var days []time.Weekday
	for i := range 7 {
		if d := time.Weekday((i + 1) % 7); set[d] {
			days = append(days, d)
		}
	}
	if len(days) == 0 {
		return nil, club.Refuse(`Say on which weekdays. Try "sun" or "mon, thu".`)
	}
	return days, nil
}

// daysOf is the days that one word stands for.
func daysOf(word string) ([]time.Weekday, bool) {
	workdays := []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}
	weekend := []time.Weekday{time.Saturday, time.Sunday}
	switch word {
	case "and", "every", "on":
		return nil, true
	case "weekday", "weekdays":
		return workdays, true
	case "weekend", "weekends":
		return weekend, true
	case "day", "days", "daily":
		return slices.Concat(workdays, weekend), true
	}
	d, ok := weekday(word)
	if !ok {
		d, ok = weekday(strings.TrimSuffix(word, "s"))
	}
	return []time.Weekday{d}, ok
}

// ParseSkip reads days and ranges of days on which there is no meeting:
// "2026-12-21..2027-01-03, 14 feb 2027". Each day has its year. Nothing typed is
// nil; "none" is a list that is empty and not nil.
func ParseSkip(text string) ([]club.DateRange, error) {
	if normal(club.CleanLine(text)) == "none" {
		return []club.DateRange{}, nil
	}
	words := strings.NewReplacer(" and ", ",", ";", ",", "\n", ",").Replace(club.Clean(text))
	var ranges []club.DateRange
	for part := range strings.SplitSeq(words, ",") {
		part = club.CleanLine(part)
		if part == "" {
			continue
		}
		r, err := parseRange(part)
		if err != nil {
			return nil, err
		}
		if ranges = append(ranges, r); len(ranges) > maxRanges {
			return nil, club.Refuse("That is more than %d breaks. Join some of them into ranges.", maxRanges)
		}
	}
	return ranges, nil
}

func parseRange(part string) (club.DateRange, error) {
	from, to := part, part
	for _, between := range []string{"...", "..", "…", " to ", " until ", " - ", "–", "—"} {
		if before, after, ok := strings.Cut(part, between); ok {
			from, to = before, after
			break
		}
	}
	var r club.DateRange
	var err error
	if r.From, err = parseSkipped(from); err != nil {
		return r, err
	}
	if r.To, err = parseSkipped(to); err != nil {
		return r, err
	}
	if r.To.Before(r.From) {
		return r, club.Refuse("The break %s ends before it begins. Write the earlier day first: %s..%s.", club.Typed(part), r.To, r.From)
	}
	return r, nil
}

// parseSkipped reads a day that is the same whatever day it is today: a break
// lies far ahead as often as not, and is to be the one that was meant.
func parseSkipped(text string) (club.Date, error) {
	typed := club.CleanLine(text)
	words := normal(typed)
	r, ok := read(words, club.Date{Year: 2000, Month: time.January, Day: 1})
	again, _ := read(words, club.Date{Year: 2001, Month: time.June, Day: 14})
	switch {
	case !ok:
		return club.Date{}, club.Refuse(`I cannot read %s as a day to skip. Try "2026-12-21" or "2026-12-21..2027-01-03".`, club.Typed(typed))
	case r != again:
		return club.Date{}, club.Refuse(`Say %s with its year, as in "2026-12-21" or "21 december 2026".`, club.Typed(typed))
	}
	return r.day, r.refusal(typed)
}
