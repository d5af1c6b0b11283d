package dates

import (
	"slices"
	"strings"
	"time"

	"dogear/club"
)

const daysExample = `Try "sun", "mon, thu" or "mon-fri".`

// ParseDays reads weekdays: "sun", "mon,thu", "Monday and Thursday", "fri-sun",
// "weekdays", "daily". They come back once each, from Monday on.
func ParseDays(text string) ([]time.Weekday, error) {
	typed := club.CleanLine(text)
	set, ok := readDays(normal(typed))
	if !ok {
		meant := meaning(apart(normal(typed)), func(words string) bool { _, ok := readDays(words); return ok })
		if err := refuseMisspelt(typed, "weekdays", meant); err != nil {
			return nil, err
		}
		return nil, club.Refuse("I cannot read %s as weekdays. %s", club.Typed(typed), daysExample)
	}
	days := fromMonday(set)
	if len(days) == 0 {
		return nil, club.Refuse("Say on which weekdays. %s", daysExample)
	}
	return days, nil
}

// fromMonday lists the weekdays of a set, from Monday on.
func fromMonday(set [7]bool) []time.Weekday {
	var days []time.Weekday
	for i := range set {
		if d := time.Weekday((i + 1) % 7); set[d] {
			days = append(days, d)
		}
	}
	return days
}

// apart is words with spaces for all that stands between days, and a hyphen
// wherever days go from one to another.
func apart(words string) string {
	words = strings.NewReplacer(",", " ", ";", " ", "/", " ", "&", " ", "+", " ", "..", "-", "…", "-").Replace(words)
	for _, to := range []string{" - ", " to ", " through ", " thru ", " until ", " till "} {
		words = strings.ReplaceAll(words, to, "-")
	}
	return words
}

func readDays(words string) (set [7]bool, ok bool) {
	for w := range strings.FieldsSeq(apart(words)) {
		days, ok := daysOf(w)
		if !ok {
			return set, false
		}
		for _, d := range days {
			set[d] = true
		}
	}
	return set, true
}

// daysOf is the days that one word stands for.
func daysOf(word string) ([]time.Weekday, bool) {
	workdays := []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}
	weekend := []time.Weekday{time.Saturday, time.Sunday}
	switch word {
	case "and", "every", "on", "from":
		return nil, true
	case "weekday", "weekdays":
		return workdays, true
	case "weekend", "weekends":
		return weekend, true
	case "day", "days", "daily":
		return slices.Concat(workdays, weekend), true
	}
	first, last, between := strings.Cut(word, "-")
	from, ok := dayOrDays(first)
	if !between || !ok {
		return []time.Weekday{from}, ok
	}
	to, ok := dayOrDays(last)
	days := []time.Weekday{from}
	for from != to {
		from = (from + 1) % 7
		days = append(days, from)
	}
	return days, ok
}

// dayOrDays reads the name of a weekday, in the plural, too.
func dayOrDays(name string) (time.Weekday, bool) {
	d, ok := weekday(name)
	if !ok {
		d, ok = weekday(strings.TrimSuffix(name, "s"))
	}
	return d, ok
}
