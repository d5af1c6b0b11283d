package dates

import (
	"fmt"
	"slices"
	"strings"

	"dogear/club"
	"github.com/olebedev/when/rules/en"
)

// readRepeat reads how often something is asked, by the week or by the month.
func readRepeat(words string) (repeat, bool) {
	list := oftenWords(words)
	for _, w := range list {
		switch w {
		case "biweekly", "bi-weekly":
			return repeat{refusal: `"biweekly" may be every second week or twice a week. Say "every 2 weeks sun" or "weekly wed,sun".`}, true
		case "bimonthly", "bi-monthly":
			return repeat{refusal: `"bimonthly" may be every second month or twice a month, and I can do neither. Say "every 4 weeks sun" or "every 2 weeks sun".`}, true
		case "month", "months":
			return readMonthly(list)
		}
	}
	return readWeekly(list)
}

// oftenWords is words in few forms: "once a fortnight on the sunday" is every 2
// weeks on sunday.
func oftenWords(words string) []string {
	var list []string
	last := ""
	for w := range strings.FieldsSeq(apart(strings.ReplaceAll(words, "(or its last day)", ""))) {
		switch {
		case w == "the":
			continue
		case last == "once" && (w == "a" || w == "every" || w == "each"):
			list[len(list)-1] = "every"
		case w == "each":
			list = append(list, "every")
		case w == "daily" || w == "everyday":
			list = append(list, "every", "day")
		case w == "weekly":
			list = append(list, "every", "week")
		case w == "monthly":
			list = append(list, "every", "month")
		case w == "fortnight":
			list = append(list, "2", "weeks")
		case w == "fortnightly":
			list = append(list, "every", "2", "weeks")
		case w == "alternate":
			list = append(list, "every", "2")
		case w == "other" && last == "every":
			list = append(list, "2")
		default:
			list = append(list, w)
		}
		last = list[len(list)-1]
	}
	return list
}

// readMonthly reads "every month 1", "1st of every month", "last day of month",
// "every month on first sunday".
func readMonthly(list []string) (repeat, bool) {
	var said []string
	for i, w := range list {
		switch {
		case w == "months", w == "month" && i > 0 && !slices.Contains([]string{"every", "of", "a", "per", "in"}, list[i-1]):
			return repeat{refusal: `I can ask in each month, and not in every second or third. Say "monthly 1", or count weeks, as in "every 8 weeks sun".`}, true
		case !slices.Contains([]string{"month", "every", "of", "on", "a", "per", "in", "day"}, w):
			said = append(said, w)
		}
	}
	which := strings.Join(said, " ")
	switch which {
	case "":
		return repeat{refusal: `Say on which day of the month. Try "monthly 1", "monthly last" or "first sunday of the month".`}, true
	case "last", "end":
		return repeat{month: club.LastDay}, true
	case "start", "beginning":
		return repeat{month: 1}, true
	}
	if n, ok := countOf(which); ok {
		if n < 1 || n > 31 {
			return repeat{refusal: fmt.Sprintf("No month has a day %d. They have 28 to 31, and in a short one I take the last.", n)}, true
		}
		return repeat{month: n}, true
	}
	return readNth(said)
}

// readNth reads "first sunday", as of a month.
func readNth(said []string) (repeat, bool) {
	d, ok := dayOrDays(said[len(said)-1])
	name := strings.ToLower(d.String())
	if ok && len(said) == 1 {
		return repeat{refusal: fmt.Sprintf(`Say which %s of the month. Try "first %s of the month" or "last %s of the month".`, d, name, name)}, true
	}
	if !ok || len(said) > 2 {
		return repeat{}, false
	}
	r := repeat{nth: en.ORDINAL_WORDS[said[0]]}
	if said[0] == "last" {
		r.nth = club.LastOfMonth
	} else if r.nth >= club.LastOfMonth {
		return repeat{refusal: fmt.Sprintf(`Not every month has a %s %s. Try "last %s of the month".`, said[0], d, name)}, true
	}
	r.days[d] = true
	return r, r.nth > 0
}

// countOf reads a number of one or two digits, or in words, also as one counts
// through: "2", "two", "2nd", "second", "twenty first".
func countOf(word string) (int, bool) {
	if n, ok := number(word, 2); ok {
		return n, true
	}
	n := max(en.INTEGER_WORDS[word], en.ORDINAL_WORDS[word])
	return n, n > 0
}

// readWeekly reads "sundays", "every week wed sun", "every 2 weeks on sunday",
// "every second sunday".
func readWeekly(list []string) (repeat, bool) {
	r, rest, counted := takeWeeks(list)
	if r.refusal != "" {
		return r, true
	}
	days := slices.DeleteFunc(slices.Clone(rest), func(w string) bool {
		return w == "day" || w == "every" || w == "on" || w == "and" || w == "from"
	})
	isDay := slices.Contains(rest, "day")
	if isDay && len(days) == 0 {
		days = []string{"day"} // of "every day from monday to friday", no other than those
	}
	set, ok := readDays(strings.Join(days, " "))
	switch {
	case !ok || isDay && r.weeks > 1 || len(days) == 0 && !counted:
		return repeat{}, false
	case len(days) == 0:
		how := "weekly"
		if r.weeks > 1 {
			how = fmt.Sprintf("every %d weeks", r.weeks)
		}
		r.refusal = fmt.Sprintf(`Say on which weekday. Try "%s sun" or "%s wed,sun".`, how, how)
	}
	r.days = set
	return r, true
}

// takeWeeks takes from words what says how many weeks lie between, if they do.
func takeWeeks(list []string) (r repeat, rest []string, counted bool) {
	r.weeks = 1
	i := slices.Index(list, "every")
	if i < 0 || i+1 == len(list) {
		return r, list, false
	}
	if list[i+1] == "week" {
		return r, slices.Concat(list[:i], list[i+2:]), true
	}
	n, ok := countOf(list[i+1])
	if !ok || i+2 == len(list) {
		return r, list, false
	}
	unit, end := list[i+2], i+3
	d, isDay := dayOrDays(unit)
	switch _, ordinal := en.ORDINAL_WORDS[list[i+1]]; {
	case unit == "day" || unit == "days":
		r.refusal = `I can ask every day, or on weekdays of every so many weeks. Try "daily 09:00", "weekly mon,wed,fri 18:00" or "every 2 weeks sun 18:00".`
	case isDay && ordinal && n != 2:
		// Every second sunday is every other; the second of a month is said so.
		name := strings.ToLower(d.String())
		often := fmt.Sprintf("every %d weeks on %s", n, name)
		if n == 1 {
			often = "every " + name
		}
		r.refusal = fmt.Sprintf(`I cannot tell whether the %s %s of each month is meant. Say %q or "%s %s of the month".`,
			list[i+1], d, often, list[i+1], name)
	case isDay, unit == "weekend", unit == "weekends":
		end = i + 2
	case unit != "week" && unit != "weeks":
		return r, list, false
	}
	if r.refusal == "" && (n < 1 || n > club.MaxWeeks) {
		r.refusal = fmt.Sprintf(`I can count up to %d weeks from one to the next. Try "every 2 weeks sun 18:00".`, club.MaxWeeks)
	}
	r.weeks = n
	return r, slices.Concat(list[:i], list[end:]), true
}
