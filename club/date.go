package club

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// Date is a day of the civil calendar, in no zone. The zero Date is no day.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf is the day on which t falls, in t's own location.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{Year: y, Month: m, Day: d}
}

// utc is midnight of the day in UTC, where all days are 24 hours long.
func (d Date) utc() time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}

// String is the day as ISO 8601 writes it, "2026-12-06".
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

// Long is the day in words, "Sunday 6 December 2026".
func (d Date) Long() string {
	return fmt.Sprintf("%s %d %s %d", d.Weekday(), d.Day, d.Month, d.Year)
}

// Short is the day in words, without its weekday, and without its year if that
// is the year of near: "6 December".
func (d Date) Short(near Date) string {
	if d.Year == near.Year {
		return fmt.Sprintf("%d %s", d.Day, d.Month)
	}
	return fmt.Sprintf("%d %s %d", d.Day, d.Month, d.Year)
}

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

// AddDays is the day n days later, or earlier if n is negative.
func (d Date) AddDays(n int) Date { return DateOf(d.utc().AddDate(0, 0, n)) }

// Compare is -1, 0 or 1 as d lies before o, is o, or lies after it.
func (d Date) Compare(o Date) int {
	return cmp.Or(cmp.Compare(d.Year, o.Year), cmp.Compare(d.Month, o.Month), cmp.Compare(d.Day, o.Day))
}

// Before reports whether d is an earlier day than o.
func (d Date) Before(o Date) bool { return d.Compare(o) < 0 }

// After reports whether d is a later day than o.
func (d Date) After(o Date) bool { return d.Compare(o) > 0 }

// IsZero reports whether d is no day at all.
func (d Date) IsZero() bool { return d == Date{} }

// Valid reports whether the calendar has this day: 31 February is none.
func (d Date) Valid() bool { return !d.IsZero() && DateOf(d.utc()) == d }

// DaysUntil is how many days after d the other day comes, negative if before.
func (d Date) DaysUntil(other Date) int {
	const day = 24 * 60 * 60
	return int((other.utc().Unix() - d.utc().Unix()) / day)
}

// At is the instant at which the clocks of zone show this day and time. A time
// that they leap over moves forward by the leap; of one that they show twice it
// is the first. (time.Date promises neither.)
func (d Date) At(hour, minute int, zone *time.Location) time.Time {
	wall := time.Date(d.Year, d.Month, d.Day, hour, minute, 0, 0, time.UTC).Unix()
	// From two days before, period of constant offset after period: the first
	// one that ends after the wall time either holds it or begins beyond it.
	const early = 48 * 60 * 60
	at := time.Unix(wall-early, 0).In(zone)
	_, before := at.Zone()
	for {
		_, offset := at.Zone()
		_, end := at.ZoneBounds()
		if end.IsZero() || wall-int64(offset) < end.Unix() {
			if wall-int64(offset) < at.Unix() {
				offset = before
			}
			return time.Unix(wall-int64(offset), 0).In(zone)
		}
		at, before = end, offset
	}
}

// Clock is a time of the day, on the 24-hour clock.
type Clock struct{ Hour, Minute int }

// String is the time as "18:00".
func (c Clock) String() string { return fmt.Sprintf("%02d:%02d", c.Hour, c.Minute) }

// Valid reports whether a day has this time: 25:00 is none.
func (c Clock) Valid() bool {
	return c.Hour >= 0 && c.Hour < 24 && c.Minute >= 0 && c.Minute < 60
}

// DateRange is all days from From to To, both included.
type DateRange struct{ From, To Date }

// Contains reports whether d lies in the range.
func (r DateRange) Contains(d Date) bool { return !d.Before(r.From) && !d.After(r.To) }

// anyContains reports whether a day lies in one of the ranges.
func anyContains(ranges []DateRange, d Date) bool {
	return slices.ContainsFunc(ranges, func(r DateRange) bool { return r.Contains(d) })
}
