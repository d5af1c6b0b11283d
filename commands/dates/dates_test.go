package dates_test

import (
	"errors"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"dogear/club"
	"dogear/commands/dates"
	"pgregory.net/rapid"
)

// today is Sunday 22 November 2026.
func today() club.Date { return club.Date{Year: 2026, Month: time.November, Day: 22} }

func TestParse(t *testing.T) {
	t.Parallel()
	const help = ` Try "2027-03-01", "1 march", "next sunday" or "in 2 weeks".`
	for typed, want := range map[string]string{
		"2026-12-01":      "2026-12-01",
		"2026-12-1":       "2026-12-01",
		" 2026–12–01. ":   "2026-12-01",
		"2020-01-01":      "2020-01-01",
		"2028-02-29":      "2028-02-29",
		"today":           "2026-11-22",
		"Tomorrow":        "2026-11-23",
		"sunday":          "2026-11-29",
		"SUN":             "2026-11-29",
		"next sunday":     "2026-11-29",
		"this sunday":     "2026-11-22",
		"mon":             "2026-11-23",
		"next  Monday":    "2026-11-23",
		"on friday":       "2026-11-27",
		"tues":            "2026-11-24",
		"weds":            "2026-11-25",
		"thurs":           "2026-11-26",
		"sat.":            "2026-11-28",
		"":                "Say which day." + help,
		"su":              `I cannot read "su" as a date.` + help,
		"31 feb":          `I read "31 feb" as a date and there is none: February 2027 has 28 days. Try "2027-02-28".`,
		"2027-02-29":      `I read "2027-02-29" as a date and there is none: February 2027 has 28 days. Try "2027-02-28".`,
		"2026-11-31":      `I read "2026-11-31" as a date and there is none: November 2026 has 30 days. Try "2026-11-30".`,
		"2026-13-01":      `I read "2026-13-01" as a date and there is none: a year has 12 months. Dates go year, month, day, as in 2027-03-01.`,
		"2026-00-01":      `I read "2026-00-01" as a date and there is none: a year has 12 months. Dates go year, month, day, as in 2027-03-01.`,
		"2026-12-00":      `I read "2026-12-00" as a date and there is none: months begin with day 1.` + help,
		"0000-00-00":      `I read "0000-00-00" as a date and there is none: a year has 12 months. Dates go year, month, day, as in 2027-03-01.`,
		"2026-12-01-02":   `I cannot read "2026-12-01-02" as a date.` + help,
		"26-12-01":        `I cannot read "26-12-01" as a date.` + help,
		"2026-12-001":     `I cannot read "2026-12-001" as a date.` + help,
		"next":            `I cannot read "next" as a date.` + help,
		"**@everyone**":   `I cannot read "\*\*\@everyone\*\*" as a date.` + help,
		"sundayish":       `I cannot read "sundayish" as a date.` + help,
		"\u202e2026-12-1": "2026-12-01",
	} {
		d, err := dates.Parse(typed, today())
		got := d.String()
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%q:\n got %s\nwant %s", typed, got, want)
		}
	}
}

func TestWeekdaysLieAhead(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		now := today().AddDays(rapid.IntRange(0, 3000).Draw(t, "today"))
		d := time.Weekday(rapid.IntRange(0, 6).Draw(t, "weekday"))
		name := d.String()[:rapid.IntRange(3, len(d.String())).Draw(t, "letters")]
		for before, from := range map[string]int{"": 1, "next ": 1, "this ": 0} {
			got, err := dates.Parse(before+name, now)
			if err != nil || got.Weekday() != d || now.DaysUntil(got) < from || now.DaysUntil(got) > from+6 {
				t.Fatalf("on %s %q is %s, %v", now, before+name, got, err)
			}
		}
	})
}

// suggested writes suggestions as "2026-11-29", and checks their names.
func suggested(t rapid.TB, typed string, limit int) string {
	t.Helper()
	var values []string
	for _, s := range dates.Suggest(typed, today(), limit) {
		if d, err := dates.Parse(s.Value, today()); err != nil || d != s.Date || !strings.HasPrefix(s.Name, d.Long()) || strings.HasSuffix(s.Name, " (past)") != d.Before(today()) {
			t.Fatalf("%q suggests %+v", typed, s)
		}
		values = append(values, s.Value)
	}
	return strings.Join(values, " ")
}

func TestSuggest(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		typed string
		limit int
		want  string
	}{
		{"", 3, "2026-11-22 2026-11-23 2026-11-24"},
		{"sun", 3, "2026-11-29 2026-12-06 2026-12-13"},
		{"next sun", 2, "2026-11-29 2026-12-06"},
		{"this sun", 2, "2026-11-22 2026-11-29"},
		{"s", 3, "2026-11-28 2026-11-29 2026-12-05"},
		{"t", 3, "2026-11-22 2026-11-23 2026-11-24"},
		{"to", 3, "2026-11-22 2026-11-23"},
		{"tod", 3, "2026-11-22"},
		{"tom", 3, "2026-11-23"},
		{"next", 3, "2026-11-29 2026-12-22 2026-11-23"},
		{"2026-12-0", 2, "2026-12-01 2026-12-02"},
		{"2026-12-06", 5, "2026-12-06"},
		{"2027-1", 2, "2027-10-01 2027-10-02"},
		{"2020-01-01", 5, "2020-01-01"},
		{"2026-11-2", 2, "2026-11-02 2026-11-22"},
		{"zzz", 5, ""},
		{"sun", 0, ""},
	} {
		if got := suggested(t, c.typed, c.limit); got != c.want {
			t.Errorf("%q suggests %s, want %s", c.typed, got, c.want)
		}
	}
	if s := dates.Suggest("2026-12-06", today(), 1); s[0].Name != "Sunday 6 December 2026" {
		t.Errorf("%+v", s)
	}
}

// mustRefuse fails if an error is not meant for its reader.
func mustRefuse(t *testing.T, typed string, err error) {
	t.Helper()
	var refusal *club.Refusal
	if err != nil && !errors.As(err, &refusal) {
		t.Fatalf("%q is a fault: %v", typed, err)
	}
	if err != nil && (club.Units(err.Error()) > 600 || strings.Contains(err.Error(), "\n")) {
		t.Fatalf("%q is refused at length: %v", typed, err)
	}
}
