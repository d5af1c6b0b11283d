package dates

import (
	"fmt"
	"strings"
	"time"

	"dogear/club"
)

// ParseMoment reads a moment: a day and a time in either order ("2026-12-01
// 18:00", "tomorrow at 6pm", "noon on sunday"), where the days are those of
// Parse. A day alone is at the time usual; a time alone is the next one; hours
// and minutes count from now ("in 2 hours"). A moment with its offset from UTC
// ("2026-12-01T18:00+01:00") is as exact as it says. What is read may lie in the
// past only where its day was said.
func ParseMoment(text string, now time.Time, zone *time.Location, usual club.Clock) (time.Time, error) {
	return readMoment(text, now, zone, usual).result()
}

// moment is what was read: a moment, two that may be meant as well as each other,
// or none. Unless it is one, err says why.
type moment struct {
	at, other time.Time
	notes     [2]string // what tells the two apart
	err       error
}

func (m moment) result() (time.Time, error) {
	if m.err != nil {
		return time.Time{}, m.err
	}
	return m.at, nil
}

// longestMoment is more bytes than any words for a moment need. Longer ones would
// be taken apart at each of their spaces.
const longestMoment = 100

func readMoment(text string, now time.Time, zone *time.Location, usual club.Clock) moment {
	today, typed := club.DateOf(now.In(zone)), club.CleanLine(text)
	words := normal(typed)
	if words == "" {
		return moment{err: refuseMoment("Say when.", today)}
	}
	if len(words) > longestMoment {
		return moment{err: refuseMoment("That is longer than I can read as a moment: a day and a time are enough.", today)}
	}
	if at, ok := exactMoment(words); ok {
		return moment{at: at.In(zone)}
	}
	if far, ok := soon(words, today); ok {
		return moment{at: now.Add(far).Truncate(time.Minute).In(zone)}
	}
	if r, ok := read(words, today); ok {
		return r.at(typed, usual, zone)
	}
	if c, err := ParseClock(strings.TrimPrefix(words, "at ")); err == nil {
		at := today.At(c.Hour, c.Minute, zone)
		if !at.After(now) {
			at = today.AddDays(1).At(c.Hour, c.Minute, zone)
		}
		return moment{at: at}
	}
	day, c, err := dayAndTime(words, today)
	switch {
	case err != nil:
		return moment{err: err}
	case day == "":
		return moment{err: refuseMoment(fmt.Sprintf("I cannot read %s as a moment.", club.Typed(typed)), today)}
	}
	r, _ := read(day, today)
	return r.at(day, c, zone)
}

// at is the moment on the day that was read.
func (r reading) at(typed string, c club.Clock, zone *time.Location) moment {
	m := moment{err: r.refusal(typed), notes: r.notes}
	if exists(r.day) {
		m.at = r.day.At(c.Hour, c.Minute, zone)
	}
	if !r.other.IsZero() {
		m.other = r.other.At(c.Hour, c.Minute, zone)
	}
	return m
}

// dayAndTime takes words apart into what names a day and a time, in either
// order. Without an error, day is empty if there is none among them.
func dayAndTime(words string, today club.Date) (day string, c club.Clock, err error) {
	isDay := func(words string) bool {
		_, ok := read(words, today)
		return ok
	}
	for i, sign := range words {
		if sign != ' ' && sign != ',' && (sign != 't' || i != len("2026-12-01")) {
			continue
		}
		before, after := normal(words[:i]), normal(words[i+1:])
		if isDay(before) {
			c, clockErr := ParseClock(strings.TrimPrefix(after, "at "))
			if clockErr == nil {
				return before, c, nil
			}
			err = clockErr
		}
		if c, clockErr := ParseClock(strings.TrimPrefix(before, "at ")); clockErr == nil && isDay(after) {
			return after, c, nil
		}
	}
	return "", c, err
}

// exactMoment reads a moment with its offset from UTC.
func exactMoment(words string) (time.Time, bool) {
	for _, layout := range []string{"2006-01-02T15:04Z07:00", "2006-01-02T15:04:05Z07:00", "2006-01-02 15:04 Z07:00"} {
		if at, err := time.Parse(layout, strings.ToUpper(words)); err == nil && at.Year() > 0 {
			return at, true
		}
	}
	return time.Time{}, false
}

func refuseMoment(why string, today club.Date) error {
	return club.Refuse("%s Try \"%s 18:00\" or \"sunday 18:00\".", why, today.AddDays(1))
}
