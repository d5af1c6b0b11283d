package dates_test

import (
	"errors"
	"fmt"
	"slices"
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
	const help = ` Try "2027-03-01", "sunday" or "next sunday".`
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
		"31 feb":          `I cannot read "31 feb" as a date.` + help,
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
		if d, err := dates.Parse(s.Value, today()); err != nil || d != s.Date || s.Name != d.Long() {
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
		{"next", 2, "2026-11-23 2026-11-24"},
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

func TestParseMoment(t *testing.T) {
	t.Parallel()
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
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
		at, err := dates.ParseMoment(typed, today(), berlin, club.Clock{Hour: 19, Minute: 30})
		got := at.Format(time.RFC3339)
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%q:\n got %s\nwant %s", typed, got, want)
		}
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

func FuzzDates(f *testing.F) {
	for _, s := range []string{"2026-12-01", "next sunday", "18:00", "6 p.m.", "tomorrow 25:00", "mon,thu", "2026-12-21..2027-01-03, 2027-02-14", "9999-12-31", "0000-01-01", "berlin", "UTC+1", "\xff", "2026-12-01t6pm"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		d, err := dates.Parse(typed, today())
		mustRefuse(t, typed, err)
		if err == nil && !d.Valid() {
			t.Fatalf("%q is %s", typed, d)
		}
		c, err := dates.ParseClock(typed)
		mustRefuse(t, typed, err)
		if err == nil && !c.Valid() {
			t.Fatalf("%q is %s", typed, c)
		}
		days, err := dates.ParseDays(typed)
		mustRefuse(t, typed, err)
		if (err == nil) != (len(days) > 0) || len(days) > 7 {
			t.Fatalf("%q is %v", typed, days)
		}
		ranges, err := dates.ParseSkip(typed)
		mustRefuse(t, typed, err)
		for _, r := range ranges {
			if !r.From.Valid() || !r.Contains(r.To) {
				t.Fatalf("%q is %v", typed, ranges)
			}
		}
		_, err = dates.ParseMoment(typed, today(), time.UTC, club.Clock{})
		mustRefuse(t, typed, err)
		if list := suggested(t, typed, 25); len(strings.Fields(list)) > 25 {
			t.Fatalf("%q suggests %s", typed, list)
		}
	})
}

func FuzzZone(f *testing.F) {
	for _, s := range []string{"berlin", "Europe/Berlin (17:08)", "UTC+1", "Local", "../etc/passwd", "\xff", "new york", "Kiew"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		z, err := dates.Zone(typed)
		mustRefuse(t, typed, err)
		if err == nil && (z == nil || z == time.Local || z.String() == "") {
			t.Fatalf("%q is %v", typed, z)
		}
		for _, s := range dates.SuggestZones(typed, time.Unix(0, 0), 5) {
			if _, err := dates.Zone(s.Value); err != nil {
				t.Fatalf("%q suggests %+v: %v", typed, s, err)
			}
		}
	})
}

func TestParseClock(t *testing.T) {
	t.Parallel()
	const help = ` Try "18:00" or "6pm".`
	for typed, want := range map[string]string{
		"18:00": "18:00", "18.30": "18:30", "18h30": "18:30", "18h": "18:00", "6pm": "18:00", "6 PM": "18:00", "6:30 p.m.": "18:30",
		"12am": "00:00", "12pm": "12:00", "1am": "01:00", "0:05": "00:05", "09:05": "09:05", "noon": "12:00", "midnight": "00:00",
		"20": "20:00", "23:59": "23:59", "18：00": "18:00", "00:00": "00:00", "6.05am": "06:05",
		"25:00": `I read "25:00" as a time and there is none: the last of a day is 23:59.` + help,
		"24:00": `I read "24:00" as a time and there is none: the last of a day is 23:59.` + help,
		"18:60": `I read "18:60" as a time and there is none: an hour has 60 minutes.` + help,
		"13pm":  `I read "13pm" as a time and there is none: with pm the hours go from 1 to 12.` + help,
		"0am":   `I read "0am" as a time and there is none: with am the hours go from 1 to 12.` + help,
		"6":     `I cannot read "6" as a time.` + help,
		"18:5":  `I cannot read "18:5" as a time.` + help,
		"18:":   `I cannot read "18:" as a time.` + help,
		":30":   `I cannot read ":30" as a time.` + help,
		"-1:00": `I cannot read "\-1:00" as a time.` + help,
		"six":   `I cannot read "six" as a time.` + help,
		"123":   `I cannot read "123" as a time.` + help,
		"":      "Say a time of the day." + help,
	} {
		c, err := dates.ParseClock(typed)
		got := c.String()
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%q:\n got %s\nwant %s", typed, got, want)
		}
	}
}

func TestClockReadsBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := club.Clock{Hour: rapid.IntRange(0, 23).Draw(t, "hour"), Minute: rapid.IntRange(0, 59).Draw(t, "minute")}
		at := time.Date(2026, 1, 1, c.Hour, c.Minute, 0, 0, time.UTC)
		for _, layout := range []string{"15:04", "15.04", "3:04pm", "3:04 PM", "15h04"} {
			if got, err := dates.ParseClock(at.Format(layout)); err != nil || got != c {
				t.Fatalf("%s is %v, %v", at.Format(layout), got, err)
			}
		}
	})
}

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

func TestZone(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"Europe/Berlin": "Europe/Berlin", "europe/berlin": "Europe/Berlin", "berlin": "Europe/Berlin", " BERLIN ": "Europe/Berlin",
		"Europe/Berlin (17:08)": "Europe/Berlin", "new york": "America/New_York", "New_York": "America/New_York",
		"america new york": "America/New_York", "UTC": "UTC", "utc": "UTC", "gmt": "GMT", "US/Pacific": "US/Pacific", "us/pacific": "US/Pacific",
		"São Paulo": "America/Sao_Paulo", "sao paulo": "America/Sao_Paulo", "kolkata": "Asia/Kolkata", "Calcutta": "Asia/Calcutta",
		"port-au-prince": "America/Port-au-Prince", "japan": "Japan", "Etc/GMT+5": "Etc/GMT+5", "kyiv": "Europe/Kyiv",
		"buenos aires": "America/Argentina/Buenos_Aires", "indianapolis": "America/Indiana/Indianapolis",
		"":                 "Say in which time zone the club lives: a large city such as Berlin, or a name such as America/New_York.",
		"Local":            `I know no time zone "Local".`,
		"Berln":            `I know no time zone "Berln". The nearest is Europe/Berlin.`,
		"Parris":           `I know no time zone "Parris". The nearest is Europe/Paris.`,
		"munich":           `I know no time zone "munich".`,
		"../../etc/passwd": `I know no time zone "../../etc/passwd". Name a large city in it, such as Berlin, or a zone such as America/New_York.`,
		"UTC+1":            `"UTC+1" does not say when summer time begins. Name a large city in your time zone, such as Berlin, or UTC.`,
		"+01:00":           `"\+01:00" does not say when summer time begins. Name a large city in your time zone, such as Berlin, or UTC.`,
		"GMT-5":            `"GMT-5" does not say when summer time begins. Name a large city in your time zone, such as Berlin, or UTC.`,
	} {
		z, err := dates.Zone(typed)
		if err != nil {
			if !strings.HasPrefix(err.Error(), want) {
				t.Errorf("%q:\n got %s\nwant %s", typed, err, want)
			}
			mustRefuse(t, typed, err)
			continue
		}
		if z.String() != want {
			t.Errorf("%q is %s, want %s", typed, z, want)
		}
	}
}

func TestSuggestZones(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 16, 8, 0, 0, time.UTC)
	for _, c := range []struct {
		typed string
		limit int
		want  string
	}{
		{"berl", 5, "Europe/Berlin (17:08)"},
		{"berlin", 5, "Europe/Berlin (17:08)"},
		{"london", 5, "Europe/London (16:08)"},
		{"lond", 5, "Europe/London (16:08)"},
		{"new y", 5, "America/New_York (11:08)"},
		{"europe/ber", 5, "Europe/Berlin (17:08)"},
		{"us/pac", 5, ""},
		{"US/Pacific", 5, "US/Pacific (08:08)"},
		{"etc", 5, ""},
		{"utc", 5, "UTC (16:08)"},
		{"ho", 2, "Asia/Ho_Chi_Minh (23:08), Asia/Hong_Kong (00:08)"},
		{"kath", 5, "Asia/Kathmandu (21:53)"},
		{"", 2, "America/Los_Angeles (08:08), America/Denver (09:08)"},
		{"zzzz", 5, ""},
		{"berl", 0, ""},
	} {
		var names []string
		for _, s := range dates.SuggestZones(c.typed, now, c.limit) {
			if !strings.HasPrefix(s.Name, s.Value+" (") {
				t.Errorf("%+v", s)
			}
			names = append(names, s.Name)
		}
		if got := strings.Join(names, ", "); got != c.want {
			t.Errorf("%q suggests %s, want %s", c.typed, got, c.want)
		}
	}
	if n := len(dates.SuggestZones("", now, 100)); n < 10 || n > 25 {
		t.Errorf("%d zones for nothing typed", n)
	}
	if n := len(dates.SuggestZones("a", now, 25)); n != 25 {
		t.Errorf("%d zones of 25", n)
	}
}

// Every name of the list is one that Go knows, stands once, and is read as
// itself in any case.
func TestEveryZoneIsRead(t *testing.T) {
	t.Parallel()
	var seen []string
	for _, letter := range "abcdefghijklmnopqrstuvwxyz" {
		for _, s := range dates.SuggestZones(string(letter), time.Unix(0, 0), 1000) {
			if !slices.Contains(seen, s.Value) {
				seen = append(seen, s.Value)
			}
		}
	}
	if len(seen) != 419 {
		t.Errorf("%d zones are suggested, want the 418 of the table of places and UTC", len(seen))
	}
	for _, name := range seen {
		if _, err := time.LoadLocation(name); err != nil {
			t.Error(err)
		}
		if z, err := dates.Zone(strings.ToUpper(name)); err != nil || z.String() != name {
			t.Errorf("%s is %v, %v", name, z, err)
		}
	}
}
