package dates

import (
	"strings"
	"time"

	"dogear/club"
)

// readWeekday reads what goes by the name of a weekday: "sun", "this sunday",
// "next sunday", "sunday next", "sunday week", "sunday after next", "a week on
// sunday", "sunday next week".
func readWeekday(said string, today club.Date) (reading, bool) {
	if d, ok := inNextWeek(said, today); ok {
		return d, true
	}
	// "2 weeks from sunday", "a week on sunday".
	for _, between := range []string{" on ", " from "} {
		if span, name, ok := strings.Cut(said, between); ok {
			far, okSpan := readSpan(span)
			day, okDay := comingNamed(name, today)
			return reading{day: far.after(day)}, okSpan && okDay
		}
	}
	for end, days := range map[string]int{" week": 7, " fortnight": 14, " after next": 7, " next": 0} {
		if name, ok := strings.CutSuffix(said, end); ok {
			if day, ok := comingNamed(name, today); ok {
				return reading{day: day.AddDays(days)}, true
			}
		}
	}
	for before, from := range map[string]int{"": 1, "next ": 1, "coming ": 1, "this coming ": 1, "this ": 0} {
		if name, ok := strings.CutPrefix(said, before); ok {
			if d, ok := weekday(name); ok {
				return reading{day: comingDay(today.AddDays(from), d)}, true
			}
		}
	}
	return reading{}, false
}

// inNextWeek reads "sunday next week". On some days it depends on when a week
// begins for whom.
func inNextWeek(said string, today club.Date) (reading, bool) {
	name, ok := strings.CutSuffix(said, " next week")
	if !ok {
		name, ok = strings.CutPrefix(said, "next week ")
	}
	d, known := weekday(strings.TrimPrefix(name, "on "))
	if !ok || !known {
		return reading{}, false
	}
	r := reading{
		day:   comingDay(comingDay(today.AddDays(1), time.Monday), d),
		other: comingDay(comingDay(today.AddDays(1), time.Sunday), d),
		notes: [2]string{mondayFirst, sundayFirst},
	}
	if r.day == r.other {
		r.other = club.Date{}
	}
	return r, true
}

// comingNamed is the first day of that name after the given one.
func comingNamed(name string, after club.Date) (club.Date, bool) {
	d, ok := weekday(name)
	return comingDay(after.AddDays(1), d), ok
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
