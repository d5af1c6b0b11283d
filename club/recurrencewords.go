package club

import (
	"fmt"
	"strings"
	"time"
)

// Rule is the rule as it is stored: "daily 09:00", "weekly wed,sun 18:00", "every
// 2 weeks sun 18:00", "monthly 31 10:00", "monthly last 10:00", "monthly first sun
// 18:00", "cron 0 18 * * 0".
func (r Recurrence) Rule() string {
	switch {
	case r.cron != nil:
		return "cron " + r.line
	case r.month == LastDay:
		return fmt.Sprintf("monthly last %s", r.at)
	case r.month > 0:
		return fmt.Sprintf("monthly %d %s", r.month, r.at)
	case r.nth > 0:
		return fmt.Sprintf("monthly %s %s %s", nthWord(r.nth), r.shortDays(), r.at)
	case r.daily():
		return fmt.Sprintf("daily %s", r.at)
	case r.weeks == 1:
		return fmt.Sprintf("weekly %s %s", r.shortDays(), r.at)
	}
	return fmt.Sprintf("every %d weeks %s %s", r.weeks, r.shortDays(), r.at)
}

// Words is the rule within a sentence: "every day at 09:00", "every Wednesday and
// Sunday at 18:00", "every second Sunday at 18:00", "on the 31st of each month (or
// its last day) at 10:00", "by the cron line `0 18 * * 0`".
func (r Recurrence) Words() string {
	if r.cron != nil {
		return "by the cron line `" + r.line + "`"
	}
	return r.dayWords() + " at " + r.at.String()
}

func (r Recurrence) dayWords() string {
	switch {
	case r.month == LastDay:
		return "on the last day of each month"
	case r.month > 28:
		return "on the " + ordinal(r.month) + " of each month (or its last day)"
	case r.month > 0:
		return "on the " + ordinal(r.month) + " of each month"
	case r.nth > 0:
		return "on the " + nthWord(r.nth) + " " + r.longDays() + " of each month"
	case r.daily():
		return "every day"
	case r.weeks == 1:
		return "every " + strings.TrimSuffix(r.longDays(), "s")
	case r.weeks == 2 && len(r.weekdays()) == 1:
		return "every second " + r.longDays()
	case r.weeks == 2:
		return "every second week on " + r.longDays()
	}
	return fmt.Sprintf("every %d weeks on %s", r.weeks, r.longDays())
}

// daily reports whether the rule asks on each day.
func (r Recurrence) daily() bool { return r.weeks == 1 && len(r.weekdays()) == len(r.days) }

// weekdays is the days of the rule, from Monday on.
func (r Recurrence) weekdays() []time.Weekday {
	var days []time.Weekday
	for i := range r.days {
		if d := time.Weekday((i + 1) % 7); r.days[d] {
			days = append(days, d)
		}
	}
	return days
}

func (r Recurrence) shortDays() string {
	var names []string
	for _, d := range r.weekdays() {
		names = append(names, strings.ToLower(d.String()[:3]))
	}
	return strings.Join(names, ",")
}

func (r Recurrence) longDays() string {
	if r.days == [7]bool{time.Monday: true, time.Tuesday: true, time.Wednesday: true, time.Thursday: true, time.Friday: true} {
		return "weekdays"
	}
	var names []string
	for _, d := range r.weekdays() {
		names = append(names, d.String())
	}
	return listed(names)
}

// nthWord is which of the days of one name is meant.
func nthWord(nth int) string {
	return [...]string{1: "first", 2: "second", 3: "third", 4: "fourth", LastOfMonth: "last"}[nth]
}

// ordinal is "1st", "2nd", "13th".
func ordinal(n int) string {
	end := "th"
	if n < 11 || n > 13 {
		switch n % 10 {
		case 1:
			end = "st"
		case 2:
			end = "nd"
		case 3:
			end = "rd"
		}
	}
	return fmt.Sprintf("%d%s", n, end)
}
