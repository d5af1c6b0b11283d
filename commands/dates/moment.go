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
// and minutes count from now ("in 2 hours"); "tonight" is at 20:00. "6.05" may be
// a day or a time and is refused with both. A moment with its offset from UTC
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
	if m, ok := dayOrTime(typed, words, now, zone, usual); ok {
		return m
	}
	day, c, err := dayAndTime(words, today)
	if err == nil && day != "" {
		r, _ := read(day, today)
		return r.at(day, today, c, zone)
	}
	meant := meaning(words, func(words string) bool { return readMoment(words, now, zone, usual).err == nil })
	if misspelt := refuseMisspelt(typed, "a moment", meant); misspelt != nil {
		return moment{err: misspelt}
	}
	if err == nil {
		err = refuseMoment(fmt.Sprintf("I cannot read %s as a moment.", club.Typed(typed)), today)
	}
	return moment{err: err}
}

// dayOrTime reads a day alone, or a time. "6.05" may be either; "6.05." is a day.
func dayOrTime(typed, words string, now time.Time, zone *time.Location, usual club.Clock) (moment, bool) {
	today := club.DateOf(now.In(zone))
	if words == "tonight" || words == "this evening" {
		return moment{at: tonight(today, zone)}, true
	}
	r, isDay := read(words, today)
	c, err := ParseClock(strings.TrimPrefix(words, "at "))
	at := today.At(c.Hour, c.Minute, zone)
	if !at.After(now) {
		at = today.AddDays(1).At(c.Hour, c.Minute, zone)
	}
	switch {
	case err == nil && (!isDay || !exists(r.day)):
		return moment{at: at}, true
	case err == nil && !strings.HasSuffix(typed, "."):
		m := r.at(typed, today, usual, zone)
		m.other = at
		m.err = club.Refuse("%s may be %s or a time. Say %q or %q.", club.Typed(typed), r.day.Long(), r.day, c)
		return m, true
	}
	return r.at(typed, today, usual, zone), isDay
}

func tonight(today club.Date, zone *time.Location) time.Time { return today.At(20, 0, zone) }

// at is the moment on the day that was read.
func (r reading) at(typed string, today club.Date, c club.Clock, zone *time.Location) moment {
	m := moment{err: r.refusal(typed, today), notes: r.notes}
	if exists(r.day) {
		m.at = r.day.At(c.Hour, c.Minute, zone)
	}
	if !r.other.IsZero() {
		m.other = r.other.At(c.Hour, c.Minute, zone)
	}
	return m
}

// dayAndTime takes words apart into what names a day and a time, in either
// order, but not in both at once. Without an error, day is empty if there is none
// among them.
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
		c, late := ParseClock(strings.TrimPrefix(after, "at "))
		early, noTime := ParseClock(strings.TrimPrefix(before, "at "))
		first, second := isDay(before), noTime == nil && isDay(after)
		switch {
		case first && late == nil && second:
			return "", c, club.Refuse(`%s begins or ends with a time. Write the time with a colon, as in "18:00".`, club.Typed(words))
		case first && late == nil:
			return before, c, nil
		case second:
			return after, early, nil
		case first:
			err = late
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
