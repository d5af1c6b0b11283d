package dates_test

import (
	"fmt"
	"strings"
	"testing"

	"dogear/commands/dates"
)

func TestParseDays(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"sun": "[Sunday]", "mon,thu": "[Monday Thursday]", "Monday and Thursday": "[Monday Thursday]", "thu mon": "[Monday Thursday]",
		"sundays": "[Sunday]", "sun, Sunday": "[Sunday]", "every tues": "[Tuesday]", "mon/wed & fri": "[Monday Wednesday Friday]",
		"weekdays": "[Monday Tuesday Wednesday Thursday Friday]", "weekends": "[Saturday Sunday]", "weds": "[Wednesday]",
		"daily": "[Monday Tuesday Wednesday Thursday Friday Saturday Sunday]", "sun; mon": "[Monday Sunday]",
		"":         `Say on which weekdays. Try "sun" or "mon, thu".`,
		"and":      `Say on which weekdays. Try "sun" or "mon, thu".`,
		"m":        `I cannot read "m" as weekdays. Try "sun" or "mon, thu".`,
		"mon blue": `I cannot read "mon blue" as weekdays. Try "sun" or "mon, thu".`,
	} {
		days, err := dates.ParseDays(typed)
		got := fmt.Sprint(days)
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%q:\n got %s\nwant %s", typed, got, want)
		}
	}
}

func TestParseSkip(t *testing.T) {
	t.Parallel()
	const help = ` as a day to skip. Try "2026-12-21" or "2026-12-21..2027-01-03".`
	for typed, want := range map[string]string{
		"2026-12-21..2027-01-03, 2027-02-14": "2026-12-21..2027-01-03 2027-02-14..2027-02-14",
		"2026-12-21 to 2027-01-03":           "2026-12-21..2027-01-03",
		"2026-12-21 - 2027-01-03":            "2026-12-21..2027-01-03",
		"2026-12-21–2027-01-03":              "2026-12-21..2027-01-03",
		"2026-12-21 … 2027-01-03":            "2026-12-21..2027-01-03",
		"2026-12-21;2026-12-28\n2027-01-04":  "2026-12-21..2026-12-21 2026-12-28..2026-12-28 2027-01-04..2027-01-04",
		"2026-12-21 and 2026-12-28,":         "2026-12-21..2026-12-21 2026-12-28..2026-12-28",
		"":                                   "",
		"2027-01-03..2026-12-21":             `The break "2027-01-03..2026-12-21" ends before it begins. Write the earlier day first: 2026-12-21..2027-01-03.`,
		"christmas":                          `I cannot read "christmas"` + help,
		"21 dec 2026 to 3 jan 2027":          "2026-12-21..2027-01-03",
		"end of 2026, 14.2.2027":             "2026-12-31..2026-12-31 2027-02-14..2027-02-14",
		"21 dec":                             `Say "21 dec" with its year, as in "2026-12-21" or "21 december 2026".`,
		"2026-12-21, sunday":                 `Say "sunday" with its year, as in "2026-12-21" or "21 december 2026".`,
		"3/4/2027":                           `"3/4/2027" may be Saturday 3 April 2027 (day first) or Thursday 4 March 2027 (month first). Say "2027-04-03" or "2027-03-04".`,
		"2026-12-21..":                       `I cannot read ""` + help,
		"2026-02-31":                         `I read "2026-02-31" as a date and there is none: February 2026 has 28 days. Try "2026-02-28".`,
		strings.Repeat("2026-12-21,", 101):   "That is more than 100 breaks. Join some of them into ranges.",
	} {
		ranges, err := dates.ParseSkip(typed)
		var parts []string
		for _, r := range ranges {
			parts = append(parts, r.From.String()+".."+r.To.String())
		}
		got := strings.Join(parts, " ")
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%q:\n got %s\nwant %s", typed, got, want)
		}
	}
}

func FuzzParseDays(f *testing.F) {
	for _, s := range []string{"sun", "mon,thu", "every weekday", "Mondays & Thursdays", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		days, err := dates.ParseDays(typed)
		mustRefuse(t, typed, err)
		if (err == nil) != (len(days) > 0) || len(days) > 7 {
			t.Fatalf("%q is %v", typed, days)
		}
	})
}

func FuzzParseSkip(f *testing.F) {
	for _, s := range []string{"2026-12-21..2027-01-03, 2027-02-14", "21 dec 2026 to 3 jan 2027", "end of 2027", "1 dec", "3/4/2027", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		ranges, err := dates.ParseSkip(typed)
		mustRefuse(t, typed, err)
		for _, r := range ranges {
			if !r.From.Valid() || !r.To.Valid() || !r.Contains(r.To) {
				t.Fatalf("%q is %v", typed, ranges)
			}
		}
	})
}
