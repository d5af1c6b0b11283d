package club

import "time"

// Cron says when something is done again: the first moment after the given one,
// or the zero time if there is none. It is asked in UTC, as if all days had 24
// hours, and answers in full minutes.
type Cron interface {
	Next(after time.Time) time.Time
}

// Recurrence is a rule by which a question is asked again and again, on the
// clocks of a zone: each day, week or month of theirs once, also where they are
// set forward or back. The zero Recurrence never asks. Weeks begin on Monday.
type Recurrence struct {
	at    Clock
	weeks int     // it asks in each of so many weeks, or 0,
	days  [7]bool // on these weekdays
	month int     // or on this day of each month, or LastDay, or 0
	nth   int     // or on the so manieth such weekday of each month, or LastOfMonth
	cron  Cron    // or as this line says
	line  string
}

// LastDay stands for the last day of a month, whichever it is, and LastOfMonth
// for the last of those days of a month that have the same name.
const (
	LastDay     = 32
	LastOfMonth = 5
)

// MaxWeeks is how many weeks may lie between two that a Recurrence asks in.
const MaxWeeks = 52

// Weekly asks on these weekdays of each of so many weeks, from 1 to MaxWeeks. On
// all weekdays of each week it asks daily.
func Weekly(weeks int, days []time.Weekday, at Clock) Recurrence {
	r := Recurrence{at: at, weeks: weeks}
	for _, d := range days {
		r.days[d] = true
	}
	return r
}

// Monthly asks on this day of each month, from 1 to 31 or LastDay; where a month
// is too short, on its last.
func Monthly(day int, at Clock) Recurrence { return Recurrence{at: at, month: day} }

// MonthlyOn asks on the nth day of that name in each month, from 1 to 4 or
// LastOfMonth.
func MonthlyOn(nth int, day time.Weekday, at Clock) Recurrence {
	r := Recurrence{at: at, nth: nth}
	r.days[day] = true
	return r
}

// ByCron asks as a cron line of five fields says.
func ByCron(line string, cron Cron) Recurrence { return Recurrence{line: line, cron: cron} }

// Next is the first moment after the given one at which the rule asks, on the
// clocks of zone: a time that they leap over comes later by the leap, of one that
// they show twice it is the first. It is zero if the rule does not ask within ten
// years. The week in which anchor lies is one of those that "every second week"
// means.
func (r Recurrence) Next(after time.Time, anchor Date, zone *time.Location) time.Time {
	const longestLeap = 25 * time.Hour // a zone may leave out a day
	var first time.Time
	for wall := r.onWall(wallOf(after.In(zone)).Add(-longestLeap), anchor); !wall.IsZero(); wall = r.onWall(wall, anchor) {
		// What the clocks leap over comes later than what stands after the leap.
		if !first.IsZero() && wall.After(wallOf(first)) {
			break
		}
		at := DateOf(wall).At(wall.Hour(), wall.Minute(), zone)
		if at.After(after) && (first.IsZero() || at.Before(first)) {
			first = at
		}
	}
	return first
}

// First is the moment at which a rule asks first that begins after from. Of
// "every second week" it is the earliest that can be: the day of it is the anchor
// for all that follow.
func (r Recurrence) First(from time.Time, zone *time.Location) time.Time {
	week := DateOf(from.In(zone))
	first := r.Next(from, week, zone)
	if next := r.Next(from, week.AddDays(7), zone); first.IsZero() || !next.IsZero() && next.Before(first) {
		return next
	}
	return first
}

// Following is the moment to ask at after the one that was asked for. If that was
// missed, it is the latest up to now that is late by no more than late, so that of
// many that were missed one is made up for; else the first that lies ahead.
func (r Recurrence) Following(asked, now time.Time, late time.Duration, missed bool, anchor Date, zone *time.Location) time.Time {
	latest := func(a, b time.Time) time.Time {
		if a.Before(b) {
			return b
		}
		return a
	}
	next := r.Next(latest(asked, now), anchor, zone)
	if !missed {
		return next
	}
	// A moment that is late by just that much still counts.
	from := latest(asked, now.Add(-late-time.Nanosecond))
	for at := r.Next(from, anchor, zone); !at.IsZero() && !at.After(now); at = r.Next(at, anchor, zone) {
		next = at
	}
	return next
}

// wallOf is what the clocks show at t, as a time in UTC.
func wallOf(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
}

// onWall is the first time on the wall clock, told in UTC, after the given one.
func (r Recurrence) onWall(after time.Time, anchor Date) time.Time {
	const horizon = 10 // years
	if r.cron != nil {
		// The parser's schedules give up after five years, and there may be eight
		// from one 29 February to the next.
		for years := 0; years < horizon; years += 5 {
			if at := r.cron.Next(after.AddDate(years, 0, 0)); !at.IsZero() {
				return at
			}
		}
		return time.Time{}
	}
	const months = 2 * 31 // all rules for months ask within so many days
	for d, n := DateOf(after), 0; n <= 7*r.weeks+months; d, n = d.AddDays(1), n+1 {
		at := d.utc().Add(time.Duration(r.at.Hour)*time.Hour + time.Duration(r.at.Minute)*time.Minute)
		if r.fallsOn(d, anchor) && at.After(after) {
			return at
		}
	}
	return time.Time{}
}

// fallsOn reports whether the rule asks on that day.
func (r Recurrence) fallsOn(d, anchor Date) bool {
	switch {
	case r.month > 0:
		return d.Day == r.month || d.Day < r.month && d.AddDays(1).Day == 1
	case !r.days[d.Weekday()]:
		return false
	case r.nth == LastOfMonth:
		return d.AddDays(7).Day <= 7
	case r.nth > 0:
		return (d.Day+6)/7 == r.nth
	}
	return r.weeks > 0 && monday(anchor).DaysUntil(monday(d))/7%r.weeks == 0
}

// monday is the first day of the week in which d lies.
func monday(d Date) Date { return d.AddDays(-((int(d.Weekday()) + 6) % 7)) }
