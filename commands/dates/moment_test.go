package dates_test

import (
	"strings"
	"testing"
	"time"

	"dogear/club"
	"dogear/commands/dates"
)

func TestParseMoment(t *testing.T) {
	t.Parallel()
	berlin := inBerlin(t)
	midday := time.Date(2026, 11, 22, 12, 0, 0, 0, berlin)
	for typed, want := range map[string]string{
		"2026-12-01 18:00":     "2026-12-01T18:00:00+01:00",
		"2026-12-01T18:00":     "2026-12-01T18:00:00+01:00",
		"2026-12-01, 6 pm":     "2026-12-01T18:00:00+01:00",
		"tomorrow 18:00":       "2026-11-23T18:00:00+01:00",
		"tomorrow at 6pm":      "2026-11-23T18:00:00+01:00",
		"sunday":               "2026-11-29T19:30:00+01:00",
		"next sunday 8:05 am":  "2026-11-29T08:05:00+01:00",
		"this sunday noon":     "2026-11-22T12:00:00+01:00",
		"20:15":                "2026-11-22T20:15:00+01:00",
		"2027-03-28 02:30":     "2027-03-28T03:30:00+02:00", // the clocks leap over it
		"2027-02-30 18:00":     `I read "2027-02-30" as a date and there is none: February 2027 has 28 days. Try "2027-02-28".`,
		"2027-02-30":           `I read "2027-02-30" as a date and there is none: February 2027 has 28 days. Try "2027-02-28".`,
		"sunday 25:00":         `I read "25:00" as a time and there is none: the last of a day is 23:59. Try "18:00" or "6pm".`,
		"2026-12-01 18:00 abc": `I cannot read "18:00 abc" as a time. Try "18:00" or "6pm".`,
		"whenever":             `I cannot read "whenever" as a moment. Try "2026-11-23 18:00" or "sunday 18:00".`,
		"":                     `Say when. Try "2026-11-23 18:00" or "sunday 18:00".`,
	} {
		at, err := dates.ParseMoment(typed, midday, berlin, club.Clock{Hour: 19, Minute: 30})
		got := at.Format(time.RFC3339)
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%q:\n got %s\nwant %s", typed, got, want)
		}
	}
}

func TestParseMomentFromNow(t *testing.T) {
	t.Parallel()
	berlin := inBerlin(t)
	now := time.Date(2026, 11, 22, 17, 8, 0, 0, berlin)
	for typed, want := range map[string]string{
		"1 dec 18:00":               "2026-12-01T18:00:00+01:00",
		"18:00 1 dec":               "2026-12-01T18:00:00+01:00",
		"dec 1st, 2026 at 6pm":      "2026-12-01T18:00:00+01:00",
		"6pm on sunday":             "2026-11-29T18:00:00+01:00",
		"noon tomorrow":             "2026-11-23T12:00:00+01:00",
		"tomorrow 6 p.m.":           "2026-11-23T18:00:00+01:00",
		"in 2 weeks, 18:00":         "2026-12-06T18:00:00+01:00",
		"sunday week at noon":       "2026-12-06T12:00:00+01:00",
		"1 dec 20":                  "2026-12-01T20:00:00+01:00",
		"1 dec 27":                  "2027-12-01T19:30:00+01:00",
		"in 2 hours":                "2026-11-22T19:08:00+01:00",
		"in half an hour":           "2026-11-22T17:38:00+01:00",
		"in 48 hours":               "2026-11-24T17:08:00+01:00",
		"in 2 days":                 "2026-11-24T19:30:00+01:00",
		"20:15":                     "2026-11-22T20:15:00+01:00",
		"17:08":                     "2026-11-23T17:08:00+01:00", // now is no moment ahead
		"at 8am":                    "2026-11-23T08:00:00+01:00",
		"today 8am":                 "2026-11-22T08:00:00+01:00", // said so
		"2026-12-01T18:00Z":         "2026-12-01T19:00:00+01:00",
		"2026-12-01t18:00:00-05:00": "2026-12-02T00:00:00+01:00",
		"2027-10-31 02:30":          "2027-10-31T02:30:00+02:00",
		"2027-10-31 02:30 +01:00":   "2027-10-31T02:30:00+01:00",
		"3/4/2027 18:00":            `"3/4/2027" may be Saturday 3 April 2027 (day first) or Thursday 4 March 2027 (month first). Say "2027-04-03" or "2027-03-04".`,
		"31 feb 18:00":              `I read "31 feb" as a date and there is none: February 2027 has 28 days. Try "2027-02-28".`,
		"in a few hours":            `I cannot read "in a few hours" as a moment. Try "2026-11-23 18:00" or "sunday 18:00".`,
		"1 jan 0000 18:00":          `I read "1 jan 0000" as a date and there is none: no year is 0. Try "2027-03-01", "1 march", "next sunday" or "in 2 weeks".`,
		"0000-12-31T18:00Z":         `I cannot read "18:00z" as a time. Try "18:00" or "6pm".`,
		"tonight":                   "2026-11-22T20:00:00+01:00",
		"this evening":              "2026-11-22T20:00:00+01:00",
		"tonight at 9pm":            "2026-11-22T21:00:00+01:00",
		"19:15 tonight":             "2026-11-22T19:15:00+01:00",
		"1930":                      "2026-11-22T19:30:00+01:00",
		"tomorrow 1930":             "2026-11-23T19:30:00+01:00",
		"1.12.":                     "2026-12-01T19:30:00+01:00",
		"1.12. 18.30":               "2026-12-01T18:30:00+01:00",
		"18.30 1.12.":               "2026-12-01T18:30:00+01:00",
		"18.30":                     "2026-11-22T18:30:00+01:00",
		"18.30.":                    "2026-11-22T18:30:00+01:00",
		"0.05":                      "2026-11-23T00:05:00+01:00",
		"6.5 18:00":                 "2027-05-06T18:00:00+02:00",
		"sunday 6.05":               "2026-11-29T06:05:00+01:00",
		"thursday next 18:00":       "2026-11-26T18:00:00+01:00",
		"1.12":                      `"1.12" may be Tuesday 1 December 2026 or a time. Say "2026-12-01" or "01:12".`,
		"6.05 7.06":                 `"6.05 7.06" begins or ends with a time. Write the time with a colon, as in "18:00".`,
		"tomorow 18:00":             `I cannot read "tomorow 18:00" as a moment. Do you mean "tomorrow 18:00"?`,
		"decmber 1 at midnigt":      `I cannot read "decmber 1 at midnigt" as a moment. Do you mean "december 1 at midnight"?`,
		"in 999 hours":              `I cannot read "in 999 hours" as a moment. Try "2026-11-23 18:00" or "sunday 18:00".`,
	} {
		at, err := dates.ParseMoment(typed, now, berlin, club.Clock{Hour: 19, Minute: 30})
		got := at.Format(time.RFC3339)
		if err != nil {
			got = err.Error()
		}
		if got != want || err == nil && at.Location() != berlin {
			t.Errorf("%q:\n got %s\nwant %s", typed, got, want)
		}
	}
}

func TestSuggestMoments(t *testing.T) {
	t.Parallel()
	berlin := inBerlin(t)
	for _, c := range []struct{ now, typed, want string }{
		{"2026-11-22 17:08", "", "Sunday 22 November 2026, 18:00; Monday 23 November 2026, 18:00; Tuesday 24 November 2026, 18:00"},
		{"2026-11-22 18:00", "", "Monday 23 November 2026, 18:00; Tuesday 24 November 2026, 18:00; Wednesday 25 November 2026, 18:00"},
		{"2026-11-22 17:08", "sunday 1", "Sunday 29 November 2026, 10:00; Sunday 29 November 2026, 11:00; Sunday 29 November 2026, 12:00"},
		{"2026-11-22 17:08", "sunday at 18:", "Sunday 29 November 2026, 18:00; Sunday 29 November 2026, 18:30; Sunday 29 November 2026, 18:15"},
		{"2026-11-22 17:08", "in 2 h", "Sunday 22 November 2026, 19:08"},
		{"2026-11-22 17:08", "3/4/2027 18:00", "Saturday 3 April 2027, 18:00 (day first); Thursday 4 March 2027, 18:00 (month first)"},
		{"2026-11-22 17:08", "2026-11-01 18:00", "Sunday 1 November 2026, 18:00 (past)"},
		{"2026-11-22 17:08", "6", "Sunday 22 November 2026, 18:00; Monday 23 November 2026, 06:00; Sunday 6 December 2026, 18:00"},
		{"2026-10-25 01:50", "in 40 minutes", "Sunday 25 October 2026, 02:30"},
		{"2026-10-25 01:50", "in 100 minutes", "Sunday 25 October 2026, 02:30 (+01:00)"},
		{"2026-11-22 17:08", "zzz", ""},
		{"2026-11-22 17:08", "ton", "Sunday 22 November 2026, 20:00; Sunday 22 November 2026, 18:00"},
		{"2026-11-22 20:08", "ton", ""},
		{"2026-11-22 17:08", "tomorow 18:00", "Monday 23 November 2026, 18:00"},
		{"2026-11-22 17:08", "1.12", "Tuesday 1 December 2026, 18:00; Monday 23 November 2026, 01:12; Wednesday 1 December 2027, 18:00"},
	} {
		now, err := time.ParseInLocation("2006-01-02 15:04", c.now, berlin)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, s := range dates.SuggestMoments(c.typed, now, berlin, club.Clock{Hour: 18}, 3) {
			names = append(names, s.Name)
		}
		if got := strings.Join(names, "; "); got != c.want {
			t.Errorf("at %s %q suggests\n got %s\nwant %s", c.now, c.typed, got, c.want)
		}
	}
}

// Words without end are not taken apart at each of their spaces: what they cost
// grows as they do. (Not in parallel: it counts what is allocated.)
func TestLongWordsForAMoment(t *testing.T) {
	berlin := inBerlin(t)
	now, usual := time.Date(2026, 11, 22, 17, 8, 0, 0, berlin), club.Clock{Hour: 18}
	long := strings.Repeat("a ", 3000)
	_, err := dates.ParseMoment(long, now, berlin, usual)
	if want := `That is longer than I can read as a moment: a day and a time are enough. Try "2026-11-23 18:00" or "sunday 18:00".`; err == nil || err.Error() != want {
		t.Error(err)
	}
	mustRefuse(t, long, err)
	if list := dates.SuggestMoments(long, now, berlin, usual, 10); len(list) != 0 {
		t.Error(list)
	}
	if n := testing.AllocsPerRun(1, func() {
		_, _ = dates.ParseMoment(long, now, berlin, usual)
		_ = dates.SuggestMoments(long, now, berlin, usual, 10)
	}); n > 500 {
		t.Errorf("%v allocations", n)
	}
	if at, err := dates.ParseMoment("the day after tomorrow   at"+strings.Repeat(" ", 90)+"6 p.m.", now, berlin, usual); err != nil {
		t.Error(at, err)
	}
}

func inBerlin(t testing.TB) *time.Location {
	t.Helper()
	z, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func FuzzParseMoment(f *testing.F) {
	for _, s := range []string{"2026-12-01 18:00", "tomorrow 25:00", "6pm on sunday", "in 90 minutes", "3/4 18:00", "2026-12-01t18:00:00+01:00", "2026-10-25 02:30", "sunday 1", "20", "0000-01-01 00:00", "9999-12-31 23:59", "\xff 6pm", "tonight", "6.05", "6.05 7.06", "tomorow 1930", "1.12. 18.30"} {
		f.Add(s, int64(1792887000))
	}
	berlin := inBerlin(f)
	f.Fuzz(func(t *testing.T, typed string, unix int64) {
		now := time.Unix(unix%(1<<33), 0)
		usual := club.Clock{Hour: 18}
		at, err := dates.ParseMoment(typed, now, berlin, usual)
		mustRefuse(t, typed, err)
		if (err == nil) == at.IsZero() {
			t.Fatalf("%q is %s, %v", typed, at, err)
		}
		for _, s := range dates.SuggestMoments(typed, now, berlin, usual, 10) {
			got, err := dates.ParseMoment(s.Value, now, berlin, usual)
			if err != nil || !got.Equal(s.At) || club.Units(s.Name) > 100 || strings.HasSuffix(s.Name, "(past)") != !got.After(now) {
				t.Fatalf("at %s %q suggests %+v: %s, %v", now, typed, s, got, err)
			}
		}
	})
}
