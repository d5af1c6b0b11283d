package dates_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"dogear/club"
	"dogear/commands/dates"
	"pgregory.net/rapid"
)

// What people say of days, on Sunday 22 November 2026.
func TestParseWords(t *testing.T) {
	t.Parallel()
	for want, said := range map[string][]string{
		"2026-12-01": {
			"1 dec", "dec 1", "1 December", "december 1st", "1st of dec", "the 1st of December", "Dec. 1st", "1. december", "first of december",
			"december the first", "1 dec 2026", "Dec 1, 2026", "2026 dec 1", "1-dec-2026", "01/dec/2026", "1 dec 26", "1 dec '26", "tue 1 dec",
			"Tuesday, 1 December 2026", "2026/12/01", "2026.12.1", "on the 1st", "1st", "start of december", "beginning of next month", "first day of december",
			"2026-12-01 (past)", "1.12.", "1.12", "01.12", "01.12.2026", "1.12.26",
		},
		"2026-12-06": {"sunday week", "sun week", "in 2 weeks", "in two weeks", "in two weeks' time", "2 weeks from now", "2 weeks from today", "in a fortnight", "a week on sunday", "sunday after next", "2 weeks today", "in 14 days", "in 1 week and 7 days", "in 2w", "in a couple of weeks"},
		"2026-12-13": {"sunday fortnight", "2 weeks from sunday", "two weeks on sunday"},
		"2026-11-24": {"day after tomorrow", "the day after tomorrow", "overmorrow", "in 2 days", "within 2 days", "a day after tomorrow"},
		"2026-11-26": {"thursday next", "thu next"},
		"2027-04-03": {"3.4.27", "3.4.2027", "03.04.", "2027.4.3"},
		"2027-05-06": {"6.05", "6.5"},
		"2026-11-23": {"tmrw", "1 day from today"},
		"2026-11-29": {"next week", "in a week", "in one week", "week today", "a week from now", "7 days from now", "coming sunday", "this coming sunday", "sunday next week"},
		"2026-11-30": {"a week tomorrow", "end of the month", "end of month", "end of november", "last day of this month", "30th"},
		"2026-12-22": {"next month", "in a month", "in one month"},
		"2027-02-22": {"in 3 months"},
		"2027-11-22": {"next year", "in a year", "in 12 months"},
		"2026-12-31": {"end of december", "end of next month", "end of the year", "end of 2026", "31st", "thirty first of december", "dec thirty-first"},
		"2028-02-29": {"29 feb", "end of february 2028", "29/2"},
		"2027-01-01": {"start of next year", "beginning of january", "1 jan"},
		"2027-11-01": {"start of november"},
		"2026-11-22": {"22 nov", "22nd", "now", "today", "tonight", "this evening"},
		"2027-11-21": {"21 nov"},
		"2026-12-25": {"25/12", "12/25", "25/12/2026", "12/25/26", "25.12.2026", "25.12.26", "25-12-2026"},
		"2027-03-03": {"3/3/2027", "3/3", "mar 3"},
		"2026-11-20": {"last friday"},
		"2026-11-21": {"yesterday", "21 nov 2026", "a day ago"},
	} {
		for _, typed := range said {
			if d, err := dates.Parse(typed, today()); err != nil || d.String() != want {
				t.Errorf("%q is %s, %v, want %s", typed, d, err, want)
			}
		}
	}
}

// A guess is worse than a question: what is not understood to its last word, or
// means two days, is refused.
func TestParseDoesNotGuess(t *testing.T) {
	t.Parallel()
	const choice = `"%s" may be Saturday 3 April 2027 (day first) or Thursday 4 March 2027 (month first). Say "2027-04-03" or "2027-03-04".`
	for typed, want := range map[string]string{
		"03/04/2027":      fmt.Sprintf(choice, "03/04/2027"),
		"tomorow":         `I cannot read "tomorow" as a date. Do you mean "tomorrow"?`,
		"tomorwo":         `I cannot read "tomorwo" as a date. Do you mean "tomorrow"?`,
		"wednsday":        `I cannot read "wednsday" as a date. Do you mean "wednesday"?`,
		"decmber 1":       `I cannot read "decmber 1" as a date. Do you mean "december 1"?`,
		"Next Wdnesdy.":   `I cannot read "Next Wdnesdy." as a date. Do you mean "next wednesday"?`,
		"thuesday":        `I cannot read "thuesday" as a date. Do you mean "tuesday" or "thursday"?`,
		"1 februry, 2027": `I cannot read "1 februry, 2027" as a date. Do you mean "1 february 2027"?`,
		"31.2.":           `I read "31.2." as a date and there is none: February 2027 has 28 days. Try "2027-02-28".`,
		"31 februry":      "", "18.30": "", "12.25": "", "tomorow maybe": "",
		"3-4-2027":         fmt.Sprintf(choice, "3-4-2027"),
		"3/4":              fmt.Sprintf(choice, "3/4"),
		"monday next week": `"monday next week" may be Monday 23 November 2026 (weeks from Monday) or Monday 30 November 2026 (weeks from Sunday). Say "2026-11-23" or "2026-11-30".`,
		"mon 6 dec":        `I read "mon 6 dec", and 6 December 2026 is a Sunday. Say "2026-12-06" if you mean that day.`,
		"31/02/2027":       `I read "31/02/2027" as a date and there is none: February 2027 has 28 days. Try "2027-02-28".`,
		"32 dec":           `I read "32 dec" as a date and there is none: December 2026 has 31 days. Try "2026-12-31".`,
		"0 dec":            `I read "0 dec" as a date and there is none: months begin with day 1.`,
		"1 jan 0000":       `I read "1 jan 0000" as a date and there is none: no year is 0. Try`,
		"0000-01-01":       `I read "0000-01-01" as a date and there is none: no year is 0. Try`,
		"3/3/0000":         `I read "3/3/0000" as a date and there is none: no year is 0. Try`,
		"3/4/0000":         `I read "3/4/0000" as a date and there is none: no year is 0. Try`,
		"end of 0000":      `I read "end of 0000" as a date and there is none: no year is 0. Try`,
		"29 feb 2027":      `I read "29 feb 2027" as a date and there is none: February 2027 has 28 days. Try "2027-02-28".`,
		"december":         "", "may": "", "dec 2026": "", "1 dec 20": "", "dec 1 2": "", "1 dec 2 dec": "", "1th of may": "",
		"in a few days": "", "in half a month": "", "in 48 hours": "", "half a day ago": "", "friday last week": "",
		"in 9999 years": "", "in 99999 days": "", "in 99999999999999999999 weeks": "", "the": "", "on": "", "in": "", "10 11 12": "", "5": "",
		"sunday or monday": "", "maybe sunday": "", "1 dec maybe": "", "start of the month": "", "2 weeks": "", "dec": "", "next": "", "next day": "",
		"1 dec 2027 (day first) (past) x": "", "in 1 day" + strings.Repeat(" 1 day", 10): "", "sunday week week": "", "1 dez": "", "１ dec": "",
	} {
		d, err := dates.Parse(typed, today())
		if want == "" {
			want = "I cannot read "
		}
		if err == nil || !strings.HasPrefix(err.Error(), want) || !d.IsZero() {
			t.Errorf("%q is %s\n got %v\nwant %s", typed, d, err, want)
		}
		mustRefuse(t, typed, err)
	}
}

// However a day is written with its year, it is read as that day; without its
// year, as the next one.
func TestWrittenDaysAreRead(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		now := today().AddDays(rapid.IntRange(0, 5000).Draw(t, "today"))
		d := now.AddDays(rapid.IntRange(0, 364).Draw(t, "ahead"))
		at := d.At(0, 0, time.UTC)
		layouts := []string{
			"2 January 2006", "January 2, 2006", "2 Jan 2006", "Jan 2 2006", "Monday 2 January 2006", "Mon, 2 Jan 06", "2006-1-2", "2006/01/02", "2-Jan-2006", "2.1.2006", "02.01.06", "2.1.",
			"2 January", "Jan 2", "Mon 2 Jan",
		}
		if d.Day > 12 {
			layouts = append(layouts, "2/1/2006", "01/02/2006", "2/1")
		}
		layout := rapid.SampledFrom(layouts).Draw(t, "layout")
		leap := !strings.Contains(layout, "06") && d.Day == 29 && d.Month == time.February
		if got, err := dates.Parse(at.Format(layout), now); !leap && (err != nil || got != d) {
			t.Fatalf("on %s %q is %s, %v", now, at.Format(layout), got, err)
		}
	})
}

// Months differ in length, and a span of them never leaves the month it leads to.
func TestMonthsAhead(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		now := today().AddDays(rapid.IntRange(0, 5000).Draw(t, "today"))
		n := rapid.IntRange(1, 100).Draw(t, "months")
		got, err := dates.Parse(fmt.Sprintf("in %d months", n), now)
		months := (got.Year-now.Year)*12 + int(got.Month) - int(now.Month)
		if err != nil || months != n || got.Day > now.Day || got.Day < now.Day && got.AddDays(1).Month == got.Month {
			t.Fatalf("%d months from %s is %s, %v", n, now, got, err)
		}
	})
}

func TestSuggestWords(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"03/04/2027":  "Saturday 3 April 2027 (day first), Thursday 4 March 2027 (month first)",
		"1/2/2026":    "Sunday 1 February 2026 (day first) (past), Friday 2 January 2026 (month first) (past)",
		"2 nov 2026":  "Monday 2 November 2026 (past)",
		"last friday": "Friday 20 November 2026 (past)",
		"1 d":         "Monday 23 November 2026, Tuesday 1 December 2026, Wednesday 1 December 2027",
		"dec 1 20":    "Tuesday 1 December 2026, Wednesday 1 December 2027",
		"sun 6":       "Sunday 6 December 2026, Sunday 6 June 2027, Sunday 6 February 2028",
		"in 2":        "Sunday 6 December 2026, Tuesday 24 November 2026, Friday 22 January 2027",
		"2 w":         "Sunday 6 December 2026",
		"the 1":       "Tuesday 1 December 2026, Thursday 10 December 2026, Friday 11 December 2026",
		"end of":      "Monday 30 November 2026, Thursday 31 December 2026",
		"sunday w":    "Sunday 6 December 2026",
		"the day":     "Tuesday 24 November 2026",
		"mon 6 dec":   "Sunday 6 December 2026, Monday 6 December 2027",
		"31 feb":      "",
		"dec 1":       "Tuesday 1 December 2026, Thursday 10 December 2026, Friday 11 December 2026",
		"1.1":         "Friday 1 January 2027, Tuesday 1 December 2026, Friday 1 October 2027",
		"01.12.":      "Tuesday 1 December 2026, Wednesday 1 December 2027",
		"tonight":     "Sunday 22 November 2026",
		"ton":         "Sunday 22 November 2026",
		"tomorow":     "Monday 23 November 2026",
		"decmber 1":   "Tuesday 1 December 2026, Thursday 10 December 2026, Friday 11 December 2026",
		"thuesday":    "Tuesday 24 November 2026, Tuesday 1 December 2026, Tuesday 8 December 2026",
	} {
		var names []string
		for _, s := range dates.Suggest(typed, today(), 3) {
			names = append(names, s.Name)
		}
		if got := strings.Join(names, ", "); got != want {
			t.Errorf("%q suggests\n got %s\nwant %s", typed, got, want)
		}
	}
	// The name of a suggestion is read, too, if it is what is sent.
	for _, typed := range []string{"03/04/2027", "2 nov 2026", "", "monday next week"} {
		for _, s := range dates.Suggest(typed, today(), 3) {
			if d, err := dates.Parse(s.Name, today()); err != nil || d != s.Date {
				t.Errorf("%q is %s, %v", s.Name, d, err)
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"2026-12-01", "next sunday", "1st of dec, 2027", "sunday week", "in two weeks' time", "03/04/2027", "end of next month", "the 31st", "mon 6 dec", "a week on sunday",
		"9999-12-31", "0000-01-01", "1 dec '27", "29 feb", "9999 years from now", "\xff", "in 1 week and 3 days", "sunday next week", "thursday next", "1.12.", "01.12.2026", "6.05", "thuesday 1 decmber", "tonight", "1 jan 0000", "last friday",
	} {
		f.Add(s, 0)
	}
	f.Fuzz(func(t *testing.T, typed string, ahead int) {
		now := today().AddDays(ahead % 200000)
		d, err := dates.Parse(typed, now)
		mustRefuse(t, typed, err)
		if err == nil && (!d.Valid() || d.Year < 1 || d.Year > 9999) || err != nil && !d.IsZero() {
			t.Fatalf("%q is %s, %v", typed, d, err)
		}
		list := dates.Suggest(typed, now, 25)
		if len(list) > 25 {
			t.Fatalf("%q suggests %d", typed, len(list))
		}
		for _, s := range list {
			if got, err := dates.Parse(s.Value, now); err != nil || got != s.Date || club.Units(s.Name) > 100 || strings.HasSuffix(s.Name, "(past)") != got.Before(now) {
				t.Fatalf("%q suggests %+v: %s, %v", typed, s, got, err)
			}
		}
	})
}
