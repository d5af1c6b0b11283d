package dates_test

import (
	"testing"
	"time"

	"dogear/club"
	"dogear/commands/dates"
	"pgregory.net/rapid"
)

func TestParseClock(t *testing.T) {
	t.Parallel()
	const help = ` Try "18:00" or "6pm".`
	for typed, want := range map[string]string{
		"18:00": "18:00", "18.30": "18:30", "18h30": "18:30", "18h": "18:00", "6pm": "18:00", "6 PM": "18:00", "6:30 p.m.": "18:30",
		"12am": "00:00", "12pm": "12:00", "1am": "01:00", "0:05": "00:05", "09:05": "09:05", "noon": "12:00", "midnight": "00:00",
		"20": "20:00", "23:59": "23:59", "18：00": "18:00", "00:00": "00:00", "6.05am": "06:05",
		"1930": "19:30", "0730": "07:30", "0000": "00:00", "7.30pm": "19:30", "7.30 p.m.": "19:30", "19h": "19:00", "1130pm": "23:30",
		"1960":          `I read "1960" as a time and there is none: an hour has 60 minutes.` + help,
		"2430":          `I read "2430" as a time and there is none: the last of a day is 23:59.` + help,
		"19300":         `I cannot read "19300" as a time.` + help,
		"19 30":         `I cannot read "19 30" as a time.` + help,
		"half past six": `I cannot read "half past six" as a time.` + help,
		"25:00":         `I read "25:00" as a time and there is none: the last of a day is 23:59.` + help,
		"24:00":         `I read "24:00" as a time and there is none: the last of a day is 23:59.` + help,
		"18:60":         `I read "18:60" as a time and there is none: an hour has 60 minutes.` + help,
		"13pm":          `I read "13pm" as a time and there is none: with pm the hours go from 1 to 12.` + help,
		"0am":           `I read "0am" as a time and there is none: with am the hours go from 1 to 12.` + help,
		"6":             `I cannot read "6" as a time.` + help,
		"18:5":          `I cannot read "18:5" as a time.` + help,
		"18:":           `I cannot read "18:" as a time.` + help,
		":30":           `I cannot read ":30" as a time.` + help,
		"-1:00":         `I cannot read "\-1:00" as a time.` + help,
		"six":           `I cannot read "six" as a time.` + help,
		"123":           `I cannot read "123" as a time.` + help,
		"":              "Say a time of the day." + help,
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
		for _, layout := range []string{"15:04", "15.04", "3:04pm", "3:04 PM", "15h04", "1504"} {
			if got, err := dates.ParseClock(at.Format(layout)); err != nil || got != c {
				t.Fatalf("%s is %v, %v", at.Format(layout), got, err)
			}
		}
	})
}

func FuzzParseClock(f *testing.F) {
	for _, s := range []string{"18:00", "6 p.m.", "25:00", "18h", "noon", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		c, err := dates.ParseClock(typed)
		mustRefuse(t, typed, err)
		if err == nil && !c.Valid() {
			t.Fatalf("%q is %s", typed, c)
		}
	})
}
