package dates

import (
	"fmt"
	"strings"
	"time"

	"dogear/club"
)

// maxRanges bounds the breaks of one plan.
const maxRanges = 100

// longestBreak is the most days of a range whose years were not said: where it
// is longer, its ends were more likely typed the wrong way around.
const longestBreak = 183

// ParseSkip reads days and ranges of days on which there is no meeting: "20 dec -
// 3 jan, 14 feb 2027". A day without its year is the next one, today included;
// the end of a range is the next after its beginning, and a range that began and
// has not ended is that one and not the next year's. Nothing typed is nil; "none"
// is a list that is empty and not nil.
func ParseSkip(text string, today club.Date) ([]club.DateRange, error) {
	if normal(club.CleanLine(text)) == "none" {
		return []club.DateRange{}, nil
	}
	var ranges []club.DateRange
	for _, part := range skipParts(club.Clean(text), today) {
		r, err := parseRange(part, today)
		if err != nil {
			return nil, err
		}
		if ranges = append(ranges, r); len(ranges) > maxRanges {
			return nil, club.Refuse("That is more than %d breaks. Join some of them into ranges.", maxRanges)
		}
	}
	return ranges, nil
}

// skipParts takes a list of breaks apart. The comma of "dec 20, 2026" or of
// "sunday, 20 dec" does not part two of them.
func skipParts(text string, today club.Date) []string {
	var parts []string
	text = strings.NewReplacer("\n", ";", " and ", ";").Replace(text)
	for group := range strings.SplitSeq(text, ";") {
		joins := false
		for part := range strings.SplitSeq(group, ",") {
			part = club.CleanLine(part)
			if part == "" || len(parts) > maxRanges {
				continue // one too many is enough to say so
			}
			if last := len(parts) - 1; joins && belong(parts[last], part, today) {
				parts[last] += " " + part
			} else {
				parts = append(parts, part)
			}
			joins = true
		}
	}
	return parts
}

// belong reports whether what ends one part and what begins the next are one day.
func belong(part, next string, today club.Date) bool {
	_, end, ranged := cutRange(part)
	if !ranged {
		end = part
	}
	begin, _, _ := cutRange(next)
	_, isName := weekday(normal(end))
	_, isYear := number(begin, 4)
	_, ok := read(normal(end+" "+begin), today)
	return ok && (isName || isYear && len(begin) == 4)
}

// cutRange takes a range apart at what stands between its ends.
func cutRange(part string) (from, to string, ok bool) {
	for _, between := range []string{"...", "..", "…", " to ", " until ", " till ", " through ", " - ", "–", "—"} {
		if before, after, ok := strings.Cut(part, between); ok {
			return strings.TrimSpace(before), strings.TrimSpace(after), true
		}
	}
	if strings.Count(part, "-") == 1 { // "20-27 dec"
		return strings.Cut(part, "-")
	}
	return part, "", false
}

func parseRange(part string, today club.Date) (club.DateRange, error) {
	_, single := read(normal(part), today)
	from, to, ranged := cutRange(part)
	switch {
	case ranged && (from == "" || to == ""):
		return club.DateRange{}, refuseSkipped(part, today)
	case single || !ranged:
		r, err := readSkipped(part, today)
		return club.DateRange{From: r.day, To: r.day}, err
	}
	from, to = lendMonth(from, to)
	first, err := readSkipped(from, today)
	if err != nil {
		return club.DateRange{}, err
	}
	last, err := readSkipped(to, today)
	if err != nil {
		return club.DateRange{}, err
	}
	r := between(first, last, from, to, today)
	switch {
	case !exists(r.From) || !exists(r.To) || r.To.Before(r.From):
		return club.DateRange{}, club.Refuse("The break %s ends before it begins. Write the earlier day first: %s..%s.", club.Typed(part), last.day, first.day)
	case (first.yearless || last.yearless) && r.From.DaysUntil(r.To) > longestBreak:
		return club.DateRange{}, club.Refuse("I read %s as a break from %s to %s. Say \"%s..%s\" if you mean that.",
			club.Typed(part), r.From.Short(club.Date{}), r.To.Short(club.Date{}), r.From, r.To)
	}
	return r, nil
}

// between is the range from first to last, which were read from their words as
// of today, where each may tell which year is meant by the other.
func between(first, last reading, from, to string, today club.Date) club.DateRange {
	const year = 364 // days; from the day after those on, each day of a year comes but once
	asOf := func(words string, from club.Date) club.Date {
		r, _ := read(normal(words), from)
		return r.day
	}
	r := club.DateRange{From: first.day, To: last.day}
	switch {
	case first.yearless && isDated(to):
		r.From = asOf(from, r.To.AddDays(-year))
		return r
	case first.yearless && last.yearless:
		begun := asOf(from, today.AddDays(-year))
		now := club.DateRange{From: begun, To: asOf(to, begun)}
		if exists(now.From) && exists(now.To) && now.Contains(today) && now.From.DaysUntil(now.To) <= longestBreak {
			return now
		}
	}
	if last.counted {
		return r
	}
	if after := asOf(to, r.From); exists(after) && (r.To.Before(r.From) || after.Before(r.To) && !after.Before(r.From)) {
		r.To = after
	}
	return r
}

// isDated reports whether words mean the same day whatever day it is today.
func isDated(words string) bool {
	r, _ := read(normal(words), club.Date{Year: 2000, Month: time.January, Day: 1})
	again, _ := read(normal(words), club.Date{Year: 2001, Month: time.June, Day: 14})
	return r == again
}

// lendMonth gives the month of one end of a range to the other: "20 - 27 dec" is
// from 20 December to 27 December, and so is "dec 20 - 27".
func lendMonth(from, to string) (fromDay, toDay string) {
	isNumber := func(word string) bool {
		_, ok := number(strings.TrimRight(word, "stndrh"), 2)
		return ok
	}
	if day, month, ok := strings.Cut(to, " "); ok && isNumber(from) && isNumber(day) {
		return from + " " + month, to
	}
	if i := strings.LastIndexByte(from, ' '); i > 0 && isNumber(from[i+1:]) && isNumber(to) {
		return from, from[:i+1] + to
	}
	return from, to
}

// readSkipped reads one day of which there is no doubt.
func readSkipped(text string, today club.Date) (reading, error) {
	typed := club.CleanLine(text)
	words := normal(typed)
	r, ok := read(words, today)
	if !ok {
		if err := refuseMisspelt(typed, "a day to skip", meantDays(words, today)); err != nil {
			return reading{}, err
		}
		return reading{}, refuseSkipped(typed, today)
	}
	if err := r.refusal(typed, today); err != nil {
		return reading{}, err
	}
	return r, nil
}

func refuseSkipped(typed string, today club.Date) error {
	ahead := inYear(noYear, time.December, 20, today.AddDays(1))
	example := fmt.Sprintf(`Try "20 dec - 3 jan" or "%s..%s".`, ahead, ahead.AddDays(14))
	return club.Refuse("I cannot read %s as a day to skip. %s", club.Typed(typed), example)
}
