package dates_test

import (
	"strconv"
	"strings"
	"testing"

	"dogear/club"
	"dogear/commands/dates"
	"pgregory.net/rapid"
)

func TestParseShift(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]int{
		"3 days": 3, "1 week": 7, "-2 days": -2, "− 2 days": -2, "a week": 7, "two weeks": 14, "2 weeks later": 14, "3 days earlier": -3,
		"back 3 days": -3, "back by a week": -7, "forward 2 weeks": 14, "by 1 day": 1, "+1w": 7, "minus 10d": -10, "a fortnight": 14,
		"1 week and 2 days": 9, "1 week 2 days back": -9, "521 weeks": 3647, "a couple of days": 2, "3660 days": 3660,
	} {
		if got, err := dates.ParseShift(typed); err != nil || got != want {
			t.Errorf("%q is %d, %v, want %d", typed, got, err, want)
		}
	}
	for typed, want := range map[string]string{
		"":               `Say by how much. Try "3 days", "1 week" or "-2 days".`,
		"3":              `"3" may be days or weeks. Say "3 days" or "3 weeks".`,
		"-3":             `"\-3" may be days or weeks. Say "-3 days" or "-3 weeks".`,
		"0 days":         `That would move nothing.`,
		"a month":        `Months and years differ in length, so dates move by days or weeks. Try "4 weeks".`,
		"3661 days":      `Dates move by ten years at most.`,
		"-523 weeks":     `Dates move by ten years at most.`,
		"9999 weeks 1 d": `Dates move by ten years at most.`,
		"-3 days later":  `I cannot read "\-3 days later" as a number of days.`,
		"--3 days":       `I cannot read`, "later": `I cannot read`, "-": `I cannot read`, "99999 days": `I cannot read`, "next week": `I cannot read`,
		"1 week and": `I cannot read`, "2 hours": `I cannot read`, "a few days": `I cannot read`,
	} {
		got, err := dates.ParseShift(typed)
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q is %d, %v, want %s", typed, got, err, want)
		}
		mustRefuse(t, typed, err)
	}
}

func TestSuggestShifts(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"":         "1 week later: 1 week, 2 weeks later: 2 weeks, 1 day later: 1 day",
		"2":        "2 days later: 2 days, 2 weeks later: 2 weeks, 2 days earlier: -2 days",
		"-":        "1 week earlier: -1 week, 1 day earlier: -1 day, 2 days earlier: -2 days",
		"-2":       "2 days earlier: -2 days, 2 weeks earlier: -2 weeks",
		"two":      "2 days later: 2 days, 2 weeks later: 2 weeks",
		"3 days e": "3 days earlier: -3 days",
		"14 days":  "2 weeks later: 2 weeks",
		"0":        "",
		"zzz":      "",
	} {
		var got []string
		for _, s := range dates.SuggestShifts(typed, 3) {
			got = append(got, s.Name+": "+s.Value)
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%q suggests %q, want %s", typed, got, want)
		}
	}
}

// What is suggested is what was asked for, and reads back by its name as well.
func TestShiftReadsBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		days := rapid.IntRange(1, club.MaxShift).Draw(t, "days")
		typed := rapid.SampledFrom([]string{"%d days", "-%d days", "%d days earlier", "%dd"}).Draw(t, "form")
		typed = strings.Replace(typed, "%d", strconv.Itoa(days), 1)
		if strings.HasPrefix(typed, "-") || strings.HasSuffix(typed, "earlier") {
			days = -days
		}
		list := dates.SuggestShifts(typed, 1)
		for _, read := range []string{typed, list[0].Name, list[0].Value} {
			if got, err := dates.ParseShift(read); err != nil || got != days {
				t.Fatalf("%q is %d, %v, want %d", read, got, err, days)
			}
		}
	})
}

func FuzzParseShift(f *testing.F) {
	for _, s := range []string{"3 days", "1 week and 2 days", "-2 days", "two weeks later", "back by a week", "9999 weeks", "3", "a month", "+1w", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		days, err := dates.ParseShift(typed)
		mustRefuse(t, typed, err)
		if (err == nil) == (days == 0) || max(days, -days) > club.MaxShift {
			t.Fatalf("%q is %d, %v", typed, days, err)
		}
		for _, s := range dates.SuggestShifts(typed, 5) {
			if got, err := dates.ParseShift(s.Value); err != nil || got == 0 {
				t.Fatalf("%q suggests %+v: %d, %v", typed, s, got, err)
			}
		}
	})
}
