package dates_test

import (
	"strings"
	"testing"
	"time"

	"dogear/club"
	"dogear/commands/dates"
)

func TestParseSkip(t *testing.T) {
	t.Parallel()
	const help = ` as a day to skip. Try "20 dec - 3 jan" or "2026-12-20..2027-01-03".`
	for typed, want := range map[string]string{
		"2026-12-21..2027-01-03, 2027-02-14":   "2026-12-21..2027-01-03 2027-02-14..2027-02-14",
		"2026-12-21 to 2027-01-03":             "2026-12-21..2027-01-03",
		"2026-12-21 - 2027-01-03":              "2026-12-21..2027-01-03",
		"2026-12-21–2027-01-03":                "2026-12-21..2027-01-03",
		"2026-12-21 … 2027-01-03":              "2026-12-21..2027-01-03",
		"2026-12-21;2026-12-28\n2027-01-04":    "2026-12-21..2026-12-21 2026-12-28..2026-12-28 2027-01-04..2027-01-04",
		"2026-12-21 and 2026-12-28,":           "2026-12-21..2026-12-21 2026-12-28..2026-12-28",
		"":                                     "",
		"2027-01-03..2026-12-21":               `The break "2027-01-03..2026-12-21" ends before it begins. Write the earlier day first: 2026-12-21..2027-01-03.`,
		"christmas":                            `I cannot read "christmas"` + help,
		"21 dec 2026 to 3 jan 2027":            "2026-12-21..2027-01-03",
		"end of 2026, 14.2.2027":               "2026-12-31..2026-12-31 2027-02-14..2027-02-14",
		"25 dec":                               "2026-12-25..2026-12-25",
		"22 nov, 21 nov":                       "2026-11-22..2026-11-22 2027-11-21..2027-11-21",
		"20 dec - 3 jan":                       "2026-12-20..2027-01-03",
		"1 dec..31 jan":                        "2026-12-01..2027-01-31",
		"20.12. - 3.1.":                        "2026-12-20..2027-01-03",
		"24-26 dec, 31 dec":                    "2026-12-24..2026-12-26 2026-12-31..2026-12-31",
		"dec 24 - 26":                          "2026-12-24..2026-12-26",
		"24th–26th december 2027":              "2027-12-24..2027-12-26",
		"20 dec 2027 - 3 jan":                  "2027-12-20..2028-01-03",
		"20 dec - 3 jan 2028":                  "2027-12-20..2028-01-03",
		"20 nov - 24 nov":                      "2026-11-20..2026-11-24",
		"20 nov - 2026-11-24":                  "2026-11-20..2026-11-24",
		"2026-11-01..20 nov":                   "2026-11-01..2026-11-20",
		"1 dec - in 2 weeks":                   "2026-12-01..2026-12-06",
		"20 jan to end of the month":           "2027-01-20..2027-01-31",
		"20 dec - sunday":                      "2026-12-20..2026-12-27",
		"2026-12-21, sunday":                   "2026-12-21..2026-12-21 2026-11-29..2026-11-29",
		"Dec 20, 2026 - Jan 3, 2027":           "2026-12-20..2027-01-03",
		"Sunday, 20 Dec and sunday and 31 dec": "2026-12-20..2026-12-20 2026-11-29..2026-11-29 2026-12-31..2026-12-31",
		"monday, 20 dec":                       `I read "monday 20 dec", and 20 December 2026 is a Sunday. Say "2026-12-20" if you mean that day.`,
		"25 decmber":                           `I cannot read "25 decmber" as a day to skip. Do you mean "25 december"?`,
		"3 jan - 20 dec":                       `I read "3 jan - 20 dec" as a break from 3 January 2027 to 20 December 2027. Say "2027-01-03..2027-12-20" if you mean that.`,
		"23 nov - 21 nov":                      `I read "23 nov - 21 nov" as a break from 23 November 2026 to 21 November 2027. Say "2026-11-23..2027-11-21" if you mean that.`,
		"2026-12-20..tomorrow":                 `The break "2026-12-20..tomorrow" ends before it begins. Write the earlier day first: 2026-11-23..2026-12-20.`,
		"2027–02–14":                           "2027-02-14..2027-02-14",
		"25 dec, 27":                           `I cannot read "27"` + help,
		"none":                                 "",
		"3/4/2027":                             `"3/4/2027" may be Saturday 3 April 2027 (day first) or Thursday 4 March 2027 (month first). Say "2027-04-03" or "2027-03-04".`,
		"2026-12-21..":                         `I cannot read "2026-12-21.."` + help,
		"2026-02-31":                           `I read "2026-02-31" as a date and there is none: February 2026 has 28 days. Try "2026-02-28".`,
		strings.Repeat("2026-12-21,", 101):     "That is more than 100 breaks. Join some of them into ranges.",
	} {
		ranges, err := dates.ParseSkip(typed, today())
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

// As the days go by, a break without its years is the one that is under way, and
// then the next.
func TestSkipGoesOn(t *testing.T) {
	t.Parallel()
	for now, want := range map[club.Date]string{
		{Year: 2026, Month: time.December, Day: 19}: "2026-12-20..2027-01-03",
		{Year: 2026, Month: time.December, Day: 20}: "2026-12-20..2027-01-03",
		{Year: 2026, Month: time.December, Day: 28}: "2026-12-20..2027-01-03",
		{Year: 2027, Month: time.January, Day: 3}:   "2026-12-20..2027-01-03",
		{Year: 2027, Month: time.January, Day: 4}:   "2027-12-20..2028-01-03",
		{Year: 2028, Month: time.February, Day: 29}: "2028-12-20..2029-01-03",
	} {
		ranges, err := dates.ParseSkip("20 dec - 3 jan", now)
		if err != nil || len(ranges) != 1 || ranges[0].From.String()+".."+ranges[0].To.String() != want {
			t.Errorf("on %s it is %v, %v, want %s", now, ranges, err, want)
		}
		// What a refusal offers lies ahead, and is read.
		for _, typed := range []string{"christmas", "2026-13-01"} {
			_, err = dates.ParseSkip(typed, now)
			_, parse := dates.Parse(typed, now)
			for _, refusal := range []error{err, parse} {
				for _, word := range strings.FieldsFunc(refusal.Error(), func(r rune) bool { return strings.ContainsRune("\" .,", r) }) {
					if d, err := dates.Parse(word, now); err == nil && strings.HasPrefix(word, "20") && d.Before(now) {
						t.Errorf("on %s: %v", now, refusal)
					}
				}
			}
		}
	}
}

func FuzzParseSkip(f *testing.F) {
	for _, s := range []string{"2026-12-21..2027-01-03, 2027-02-14", "21 dec 2026 to 3 jan 2027", "end of 2027", "1 dec", "20 dec - 3 jan", "24-26 dec", "dec 20, 2026", "29 feb - 1 jan 9999", "sunday, 20 dec", "3/4/2027", "\xff"} {
		f.Add(s, 0)
	}
	f.Fuzz(func(t *testing.T, typed string, ahead int) {
		now := today().AddDays(ahead % 200000)
		ranges, err := dates.ParseSkip(typed, now)
		mustRefuse(t, typed, err)
		for _, r := range ranges {
			if !r.From.Valid() || !r.To.Valid() || !r.Contains(r.To) {
				t.Fatalf("%q is %v", typed, ranges)
			}
		}
	})
}
