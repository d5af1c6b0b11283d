package dates

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"dogear/club"
	"github.com/robfig/cron/v3"
)

// cronLine reports whether what was typed is meant as a cron line, and returns it.
func cronLine(typed string) (line string, ok bool) {
	line = strings.ToLower(strings.Trim(typed, "` \"."))
	for _, before := range []string{"by the cron line", "cron line", "cron:", "cron"} {
		if rest, found := strings.CutPrefix(line, before); found {
			return strings.Trim(rest, "` \":"), true
		}
	}
	if strings.HasPrefix(line, "@") || strings.Contains(line, "tz=") {
		return line, true
	}
	fields := strings.Fields(line)
	if len(fields) < 2 || len(fields) != 5 && !strings.Contains(line, "*") {
		return "", false
	}
	return line, strings.Trim(fields[0]+fields[1], "0123456789*/,?-") == ""
}

const cronExample = "Try `0 18 * * 0`, which is 18:00 on Sundays."

// parseCron reads a cron line in lower case. The parser panics on some, and says
// of others in its own words why they are none, so it is shown only what is one.
func parseCron(line string) (club.Recurrence, error) {
	const longest = 60
	fields := strings.Fields(line)
	switch {
	case len(line) > longest:
		return club.Recurrence{}, club.Refuse("That is longer than I can read as a cron line: five short fields are enough. %s", cronExample)
	case strings.Contains(line, "="):
		return club.Recurrence{}, club.Refuse("A cron line follows the club's clocks and names no time zone of its own. %s", cronExample)
	case strings.HasPrefix(line, "@"):
		return club.Recurrence{}, refuseRepeat("I know no short names such as " + club.Typed(line) + ".")
	case len(fields) != 5:
		return club.Recurrence{}, club.Refuse("A cron line has five fields: minute, hour, day of the month, month and day of the week. I count %d. %s", len(fields), cronExample)
	}
	for i, f := range cronFields() {
		plain, times, err := f.read(fields[i])
		if err != nil {
			return club.Recurrence{}, err
		}
		if i == 0 && times > 1 {
			return club.Recurrence{}, club.Refuse("That asks more than once within an hour, which is too often. Let the first field, the minute, be one number. %s", cronExample)
		}
		fields[i] = plain
	}
	line = strings.Join(fields, " ")
	schedule, ok := schedule(line)
	switch {
	case !ok:
		return club.Recurrence{}, club.Refuse("I cannot read %s as a cron line. %s", club.Typed(line), cronExample)
	case schedule.Next(time.Date(2023, 12, 31, 0, 0, 0, 0, time.UTC)).IsZero():
		return club.Recurrence{}, club.Refuse("That never comes: no month of %s has such a day. %s", club.Typed(line), cronExample)
	}
	return club.ByCron(line, schedule), nil
}

// schedule shows a line to the parser.
func schedule(line string) (s cron.Schedule, ok bool) {
	defer func() {
		if recover() != nil {
			s, ok = nil, false
		}
	}()
	s, err := cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow).Parse(line)
	return s, err == nil
}

// cronField is what one field of a cron line may hold.
type cronField struct {
	place, what string
	low, high   int
	names       string // of the values from low on
	week        bool   // 7 is 0
}

func cronFields() [5]cronField {
	return [5]cronField{
		{place: "first", what: "minute, 0 to 59", high: 59},
		{place: "second", what: "hour, 0 to 23", high: 23},
		{place: "third", what: "day of the month, 1 to 31", low: 1, high: 31},
		{place: "fourth", what: "month, 1 to 12 or jan to dec", low: 1, high: 12, names: "jan feb mar apr may jun jul aug sep oct nov dec"},
		{place: "fifth", what: "day of the week, 0 to 6 or sun to sat", high: 6, names: "sun mon tue wed thu fri sat", week: true},
	}
}

// read returns the field as the parser takes it, and how many values it has.
func (f cronField) read(field string) (plain string, times int, err error) {
	var has [60]bool
	star, seventh := false, false
	for item := range strings.SplitSeq(strings.ReplaceAll(field, "?", "*"), ",") {
		from, to, step, err := f.values(item)
		if err != nil {
			return "", 0, err
		}
		star = star || item == "*"
		seventh = seventh || to > f.high || f.week && strings.Contains(item, "7")
		for ; from <= to; from += step {
			has[f.low+(from-f.low)%(f.high-f.low+1)] = true
		}
	}
	var values []string
	for v, is := range has {
		if is {
			values = append(values, strconv.Itoa(v))
		}
	}
	switch {
	case star:
		return "*", len(values), nil
	case seventh:
		return strings.Join(values, ","), len(values), nil
	}
	return strings.ReplaceAll(field, "?", "*"), len(values), nil
}

// values reads one item of a field's list: "*", "3", "1-5", "*/2", "mon-fri/2".
func (f cronField) values(item string) (from, to, step int, err error) {
	base, by, stepped := strings.Cut(item, "/")
	first, last, ranged := strings.Cut(base, "-")
	step = 1
	okTo, okStep := true, true
	if stepped {
		step, okStep = number(by, 2)
	}
	from, okFrom := f.value(first)
	switch {
	case base == "*":
		from, to, okFrom = f.low, f.high, true
	case ranged:
		to, okTo = f.value(last)
	case stepped:
		to = max(f.high, from)
	default:
		to = from
	}
	switch { // Sunday begins the week and ends it
	case f.week && ranged && from == 7 && to < 7:
		from = 0
	case f.week && ranged && to == 0 && from > 0:
		to = 7
	}
	switch {
	case !okFrom || !okTo || !okStep:
		return 0, 0, 0, f.refuse(item, f.hint(item))
	case step == 0:
		return 0, 0, 0, f.refuse(item, ", with a step of 0. A step is 1 at least.")
	case from > to:
		return 0, 0, 0, f.refuse(item, fmt.Sprintf(`, which ends before it begins. Write "%d-%d,%d-%d".`, from, f.high, f.low, to))
	}
	return from, to, step, nil
}

// value reads one value, by its name, too.
func (f cronField) value(word string) (int, bool) {
	for i, name := range strings.Fields(f.names) {
		if word == name {
			return f.low + i, true
		}
	}
	n, ok := number(word, 2)
	return n, ok && n >= f.low && (n <= f.high || f.week && n == 7)
}

func (f cronField) refuse(item, why string) error {
	return club.Refuse("The %s field is the %s; I read %s%s", f.place, f.what, club.Typed(item), why)
}

// hint says how to say what other programs have signs for.
func (f cronField) hint(item string) string {
	switch {
	case strings.Contains(item, "#"):
		return `. Say "first sunday of the month" without a cron line.`
	case f.low == 1 && f.names == "" && strings.Contains(item, "l"):
		return `. Say "monthly last" without a cron line.`
	}
	return "."
}
