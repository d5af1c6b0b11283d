package dates

import (
	"cmp"
	"fmt"
	"strings"

	"dogear/club"
)

// ParseRepeat reads how often something is asked: "daily 9am", "sundays", "weekly
// sun,wed 18:00", "every second week on sunday", "monthly 31 10:00", "first sunday
// of the month", "last day of the month at noon", or a cron line of five fields.
// Without a time it is at the time usual. A Recurrence's Rule and its Words are
// read as itself. What does not say on which day, or may be read in two ways, is
// refused.
func ParseRepeat(text string, usual club.Clock) (club.Recurrence, error) {
	typed := club.CleanLine(text)
	if line, ok := cronLine(typed); ok {
		return parseCron(line)
	}
	words := normal(typed)
	switch {
	case words == "":
		return club.Recurrence{}, refuseRepeat("Say how often.")
	case len(words) > longestMoment:
		return club.Recurrence{}, refuseRepeat("That is longer than I can read: a day and a time are enough.")
	}
	r, c, err := repeatAt(typed, usual)
	switch {
	case err == nil:
		return r.at(c), nil
	case r.refusal != "":
		return club.Recurrence{}, err
	}
	meant := meaning(words, func(words string) bool { _, _, err := repeatAt(words, usual); return err == nil })
	if misspelt := refuseMisspelt(typed, "a repetition", meant); misspelt != nil {
		err = misspelt
	}
	return club.Recurrence{}, err
}

func refuseRepeat(why string) error {
	return club.Refuse(`%s Try "daily 09:00", "weekly sun 18:00", "every 2 weeks sun 18:00" or "monthly 1 10:00".`, why)
}

// repeat is how often something is asked, without the time of the day.
type repeat struct {
	weeks int     // in each of so many weeks, or 0,
	days  [7]bool // on these weekdays
	month int     // or on this day of each month, or club.LastDay, or 0
	nth   int     // or on the so manieth such weekday of each month
	// Why it cannot be asked so, "" if it can: the words are understood.
	refusal string
}

func (r repeat) at(c club.Clock) club.Recurrence {
	switch days := fromMonday(r.days); {
	case r.month > 0:
		return club.Monthly(r.month, c)
	case r.nth > 0:
		return club.MonthlyOn(r.nth, days[0], c)
	default:
		return club.Weekly(r.weeks, days, c)
	}
}

// repeatAt takes what was typed apart into what says how often and a time, in
// either order. "monthly 15" has no time in it. What was understood to its last
// word and cannot be has its refusal in the repeat, too.
func repeatAt(typed string, usual club.Clock) (repeat, club.Clock, error) {
	words := normal(typed)
	r, ok := readRepeat(words)
	if ok && r.refusal == "" {
		return r, usual, nil
	}
	var wrongTime error
	why, lacks := r.refusal, ""
	for i, sign := range words {
		if sign != ' ' && sign != ',' {
			continue
		}
		before, after := normal(words[:i]), normal(words[i+1:])
		for _, part := range [2]struct{ often, time string }{{after, before}, {before, after}} {
			r, ok := readRepeat(part.often)
			if !ok {
				continue
			}
			c, err := ParseClock(strings.TrimPrefix(part.time, "at "))
			switch {
			case err == nil && r.refusal == "":
				return r, c, nil
			case err == nil:
				why = cmp.Or(why, r.refusal)
			case r.refusal != "":
				lacks = cmp.Or(lacks, r.refusal)
			case part.often == before:
				wrongTime = err
			}
		}
	}
	switch {
	case why != "":
		return repeat{refusal: why}, club.Clock{}, club.Refuse("%s", why)
	case wrongTime != nil:
		return repeat{}, club.Clock{}, wrongTime
	case lacks != "":
		return repeat{}, club.Clock{}, club.Refuse("%s", lacks)
	}
	return repeat{}, club.Clock{}, refuseRepeat(fmt.Sprintf("I cannot read %s as a repetition.", club.Typed(typed)))
}
