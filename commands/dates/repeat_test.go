package dates_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"dogear/club"
	"dogear/commands/dates"
	"pgregory.net/rapid"
)

// usual is the time of what is repeated without one.
func usual() club.Clock { return club.Clock{Hour: 18} }

func TestParseRepeat(t *testing.T) {
	t.Parallel()
	for want, said := range map[string][]string{
		"daily 18:00":                      {"daily", "Every day", "everyday", "each day", "once a day", "every day at 6 p.m.", "18:00 daily", "mon-sun"},
		"daily 09:00":                      {"daily 9am", "every day at 09:00", "daily, 09:00", "9am every day", "at 9am daily"},
		"weekly mon,tue,wed,thu,fri 08:00": {"weekdays 8:00", "every weekday at 08:00", "mon-fri 8:00", "every day from monday to friday at 8am", "8am on weekdays", "weekly mon,tue,wed,thu,fri 08:00"},
		"weekly sun 18:00":                 {"weekly sun 18:00", "sundays", "sunday", "every sunday 18:00", "every sunday at 18:00", "on sundays", "sun 18", "every week on sunday", "once a week on sunday", "every 1 week sun", "SUNDAYS."},
		"weekly wed,sun 18:00":             {"weekly sun,wed 18:00", "every wednesday and sunday", "weekly wed sun", "every Wednesday and Sunday at 18:00"},
		"weekly sat,sun 12:00":             {"every weekend at noon", "weekends 12pm"},
		"every 2 weeks sun 18:00": {
			"every second week sun 18:00", "every other sunday", "every 2 weeks on sunday at 18:00", "fortnightly sun", "every second sunday", "every 2nd sunday",
			"every other week on sunday", "every two weeks sun", "once a fortnight on sunday", "every fortnight on the sunday", "sundays every 2 weeks", "alternate sundays",
			"at 6pm every second Sunday", "every second Sunday at 18:00",
		},
		"every 2 weeks wed,sun 18:00":  {"every second week on Wednesday and Sunday at 18:00", "fortnightly sun,wed"},
		"every 3 weeks sun 18:00":      {"every 3 weeks sun", "every third week on sunday", "every three weeks on sundays", "every 3 sundays"},
		"monthly 1 10:00":              {"monthly 1 10:00", "monthly on the 1st at 10:00", "10am on the first of each month", "1st of every month 10:00", "once a month on the 1st at 10:00", "start of the month 10:00"},
		"monthly 15 18:00":             {"monthly 15", "monthly 15 18", "the fifteenth of each month", "every month on the 15th", "monthly day 15"},
		"monthly 2 18:00":              {"every month on the second", "second of the month"},
		"monthly 21 18:00":             {"twenty-first of the month", "monthly 21", "the 21st of every month"},
		"monthly 31 10:00":             {"monthly 31 10:00", "on the 31st of each month (or its last day) at 10:00"},
		"monthly last 18:00":           {"monthly last", "every month on the last day", "last day of the month", "end of the month", "the last of each month"},
		"monthly first sun 18:00":      {"first sunday of the month", "monthly first sun", "every first sunday of the month", "monthly on the 1st sunday"},
		"monthly second tue 18:00":     {"every second tuesday of the month", "2nd tue of each month"},
		"monthly last fri 12:00":       {"last friday of the month at noon", "every last friday of the month, 12:00"},
		"cron 0 18 * * 0":              {"0 18 * * 0", "0 18 * * 7", "`0 18 * * 0`", "cron 0 18 * * 0", "by the cron line `0 18 * * 0`", "cron: 0 18 ? * 7", "0 18 * * 7/2"},
		"cron 0 18 * * 0,5,6":          {"0 18 * * 5-7", "0 18 * * FRI-SUN", "0 18 * * fri-7", "0 18 * * 5,6,7"},
		"cron 0 18 * * sun":            {"0 18 * * SUN"},
		"cron 0 18 * * 0,1":            {"0 18 * * 7-1"},
		"cron 30 9,18 1-7/2 jan-mar *": {"30 9,18 1-7/2 JAN-MAR *"},
		"cron 0 18 29 2 *":             {"0 18 29 2 *"},
		"cron 5 * * * *":               {"5 * * * *"}, // once an hour is not twice within one
	} {
		for _, typed := range said {
			r, err := dates.ParseRepeat(typed, usual())
			if err != nil || r.Rule() != want {
				t.Errorf("%q is %q, %v, want %q", typed, r.Rule(), err, want)
			}
		}
	}
}

func TestParseRepeatDoesNotGuess(t *testing.T) {
	t.Parallel()
	const (
		help  = ` Try "daily 09:00", "weekly sun 18:00", "every 2 weeks sun 18:00" or "monthly 1 10:00".`
		clock = ` Try "18:00" or "6pm".`
		line  = " Try `0 18 * * 0`, which is 18:00 on Sundays."
		weeks = `I can count up to 52 weeks from one to the next. Try "every 2 weeks sun 18:00".`
		zone  = "A cron line follows the club's clocks and names no time zone of its own." + line
		often = "That asks more than once within an hour, which is too often. Let the first field, the minute, be one number." + line
		day   = "No month has a day %d. They have 28 to 31, and in a short one I take the last."
		month = `I can ask in each month, and not in every second or third. Say "monthly 1", or count weeks, as in "every 8 weeks sun".`
		days  = `I can ask every day, or on weekdays of every so many weeks. Try "daily 09:00", "weekly mon,wed,fri 18:00" or "every 2 weeks sun 18:00".`
		five  = "A cron line has five fields: minute, hour, day of the month, month and day of the week. I count %d." + line
	)
	for typed, want := range map[string]string{
		"":                          "Say how often." + help,
		"hourly":                    `I cannot read "hourly" as a repetition.` + help,
		"every":                     `I cannot read "every" as a repetition.` + help,
		"fortnightly daily":         `Say on which weekday. Try "every 2 weeks sun" or "every 2 weeks wed,sun".`,
		"weekly 9":                  `Say on which weekday. Try "weekly sun" or "weekly wed,sun".`,
		"fortnightly sun 25:00":     `I read "25:00" as a time and there is none: the last of a day is 23:59.` + clock,
		"blue sundays":              `I cannot read "blue sundays" as a repetition.` + help,
		"twice a week":              `I cannot read "twice a week" as a repetition.` + help,
		"biweekly":                  `"biweekly" may be every second week or twice a week. Say "every 2 weeks sun" or "weekly wed,sun".`,
		"biweekly sun 18:00":        `"biweekly" may be every second week or twice a week. Say "every 2 weeks sun" or "weekly wed,sun".`,
		"bimonthly":                 `"bimonthly" may be every second month or twice a month, and I can do neither. Say "every 4 weeks sun" or "every 2 weeks sun".`,
		"weekly":                    `Say on which weekday. Try "weekly sun" or "weekly wed,sun".`,
		"weekly 18:00":              `Say on which weekday. Try "weekly sun" or "weekly wed,sun".`,
		"every 3 weeks":             `Say on which weekday. Try "every 3 weeks sun" or "every 3 weeks wed,sun".`,
		"monthly":                   `Say on which day of the month. Try "monthly 1", "monthly last" or "first sunday of the month".`,
		"monthly 18:00":             `Say on which day of the month. Try "monthly 1", "monthly last" or "first sunday of the month".`,
		"monthly sunday":            `Say which Sunday of the month. Try "first sunday of the month" or "last sunday of the month".`,
		"fifth sunday of the month": `Not every month has a fifth Sunday. Try "last sunday of the month".`,
		"every third sunday":        `I cannot tell whether the third Sunday of each month is meant. Say "every 3 weeks on sunday" or "third sunday of the month".`,
		"every first sunday":        `I cannot tell whether the first Sunday of each month is meant. Say "every sunday" or "first sunday of the month".`,
		"monthly 32":                fmt.Sprintf(day, 32), "monthly 0 18:00": fmt.Sprintf(day, 0),
		"every 53 weeks sun": weeks, "every 0 weeks sun": weeks,
		"every 2 months": month, "every second month": month, "every other month on the 1st": month,
		"every 2 days": days, "every other day": days,
		"daily 9":                  `I cannot read "9" as a time.` + clock,
		"daily 25:00":              `I read "25:00" as a time and there is none: the last of a day is 23:59.` + clock,
		"daily 9:00 and 18:00":     `I cannot read "9:00 and 18:00" as a time.` + clock,
		"every sunday evening":     `I cannot read "evening" as a time.` + clock,
		"evry sundey 18:00":        `I cannot read "evry sundey 18:00" as a repetition. Do you mean "every sunday 18:00"?`,
		"weekly sundey 9pm":        `I cannot read "weekly sundey 9pm" as a repetition. Do you mean "weekly sunday 9pm"?`,
		"thuesdays":                `I cannot read "thuesdays" as a repetition. Do you mean "tuesday" or "thursday"?`,
		"**@everyone**":            `I cannot read "\*\*\@everyone\*\*" as a repetition.` + help,
		strings.Repeat("sun ", 30): "That is longer than I can read: a day and a time are enough." + help,

		"0 18 45 * *":       `The third field is the day of the month, 1 to 31; I read "45".`,
		"0 18 0 * *":        `The third field is the day of the month, 1 to 31; I read "0".`,
		"60 18 * * *":       `The first field is the minute, 0 to 59; I read "60".`,
		"0 24 * * *":        `The second field is the hour, 0 to 23; I read "24".`,
		"0 18 * 13 *":       `The fourth field is the month, 1 to 12 or jan to dec; I read "13".`,
		"0 18 * * 8":        `The fifth field is the day of the week, 0 to 6 or sun to sat; I read "8".`,
		"0 18 * * son":      `The fifth field is the day of the week, 0 to 6 or sun to sat; I read "son".`,
		"1,,2 3 * * *":      `The first field is the minute, 0 to 59; I read "".`,
		"0 22-2 * * *":      `The second field is the hour, 0 to 23; I read "22-2", which ends before it begins. Write "22-23,0-2".`,
		"0 */0 * * *":       `The second field is the hour, 0 to 23; I read "\*/0", with a step of 0. A step is 1 at least.`,
		"0 18 *-5 * *":      `The third field is the day of the month, 1 to 31; I read "\*-5".`,
		"0 18 1-2-3 * *":    `The third field is the day of the month, 1 to 31; I read "1-2-3".`,
		"0 18 1/2/3 * *":    `The third field is the day of the month, 1 to 31; I read "1/2/3".`,
		"0 18 L * *":        `The third field is the day of the month, 1 to 31; I read "l". Say "monthly last" without a cron line.`,
		"0 18 * * 0#1":      `The fifth field is the day of the week, 0 to 6 or sun to sat; I read "0#1". Say "first sunday of the month" without a cron line.`,
		"*/15 * * * *":      often,
		"0,30 18 * * 0":     often,
		"* * * * *":         often,
		"0 18 31 2 *":       `That never comes: no month of "0 18 31 2 \*" has such a day.` + line,
		"0 18 31 4,6 *":     `That never comes: no month of "0 18 31 4,6 \*" has such a day.` + line,
		"0 18 * *":          fmt.Sprintf(five, 4),
		"0 0 18 * * 0":      fmt.Sprintf(five, 6),
		"cron":              fmt.Sprintf(five, 0),
		"@daily":            `I know no short names such as "\@daily".` + help,
		"CRON_TZ=":          zone,
		"TZ=UTC":            zone,
		"TZ=UTC 0 18 * * 0": zone,
		"cron " + strings.Repeat("1,", 40) + "1 * * * *": "That is longer than I can read as a cron line: five short fields are enough." + line,
	} {
		r, err := dates.ParseRepeat(typed, usual())
		if err == nil {
			t.Errorf("%q is %s, want %s", typed, r.Rule(), want)
			continue
		}
		if err.Error() != want {
			t.Errorf("%q:\n got %s\nwant %s", typed, err, want)
		}
		mustRefuse(t, typed, err)
	}
}

func anyRepeat(t *rapid.T) club.Recurrence {
	c := club.Clock{Hour: rapid.IntRange(0, 23).Draw(t, "hour"), Minute: rapid.IntRange(0, 59).Draw(t, "minute")}
	day := time.Weekday(rapid.IntRange(0, 6).Draw(t, "weekday"))
	switch rapid.IntRange(0, 3).Draw(t, "kind") {
	case 0:
		days := rapid.SliceOfN(rapid.IntRange(0, 6), 0, 7).Draw(t, "days")
		on := []time.Weekday{day}
		for _, d := range days {
			on = append(on, time.Weekday(d))
		}
		return club.Weekly(rapid.IntRange(1, club.MaxWeeks).Draw(t, "weeks"), on, c)
	case 1:
		return club.Monthly(rapid.IntRange(1, club.LastDay).Draw(t, "day"), c)
	case 2:
		return club.MonthlyOn(rapid.IntRange(1, club.LastOfMonth).Draw(t, "nth"), day, c)
	default:
		line := fmt.Sprintf("%d %s %s %s %s", c.Minute,
			rapid.SampledFrom([]string{"*", "*/3", "9,18", "8-12/2", fmt.Sprint(c.Hour)}).Draw(t, "hours"),
			rapid.SampledFrom([]string{"*", "?", "1", "1-7", "*/10", "28,31"}).Draw(t, "days"),
			rapid.SampledFrom([]string{"*", "jan", "1-3", "jan-mar/2", "2,12"}).Draw(t, "months"),
			rapid.SampledFrom([]string{"*", "?", "0", "7", "sun", "5-7", "sat-sun", "1-5", "*/2", "*,7"}).Draw(t, "weekdays"))
		r, err := dates.ParseRepeat(line, usual())
		if err != nil {
			t.Fatal(line, err)
		}
		return r
	}
}

// A rule is read as itself as it is stored and as it is said, in any case.
func TestRepeatReadsBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := anyRepeat(t)
		for _, text := range []string{r.Rule(), r.Words(), strings.ToUpper(r.Words()), r.Words() + "."} {
			back, err := dates.ParseRepeat(text, club.Clock{Hour: 3, Minute: 33})
			if err != nil || back.Rule() != r.Rule() || back.Words() != r.Words() {
				t.Fatalf("%q is %q, %v", text, back.Rule(), err)
			}
		}
		if club.Units(r.Words()) > 100 || club.Units(r.Rule()) > 100 {
			t.Fatalf("%q, %q", r.Words(), r.Rule())
		}
	})
}

// A cron line asks when the words do that say the same, around each change of
// clocks of each zone, at a time that is leapt over or comes twice.
func TestCronFollowsTheClocks(t *testing.T) {
	t.Parallel()
	list, err := os.ReadFile("zones.txt")
	if err != nil {
		t.Fatal(err)
	}
	end := time.Date(2033, 1, 1, 0, 0, 0, 0, time.UTC)
	seen := make(map[string]bool)
	for name := range strings.Lines(string(list)) {
		zone, err := time.LoadLocation(strings.TrimPrefix(strings.TrimSpace(name), "~"))
		if err != nil {
			t.Fatal(err)
		}
		for at := time.Date(2024, 1, 1, 0, 0, 0, 0, zone); ; {
			_, change := at.ZoneBounds()
			if change.IsZero() || change.After(end) {
				break
			}
			at = change
			_, from := change.Add(-time.Second).Zone()
			_, to := change.Zone()
			if key := fmt.Sprint(change.Unix(), from, to); !seen[key] {
				seen[key] = true
				checkCron(t, time.Unix(change.Unix()+int64(from+to)/2, 0).UTC(), zone)
			}
		}
	}
	if len(seen) < 300 {
		t.Errorf("%d changes of clocks", len(seen))
	}
}

func checkCron(t *testing.T, wall time.Time, zone *time.Location) {
	t.Helper()
	clock := fmt.Sprintf("%d %d", wall.Minute(), wall.Hour())
	for line, words := range map[string]string{
		clock + " * * *": "daily",
		clock + fmt.Sprintf(" * * %d", wall.Weekday()):      wall.Weekday().String(),
		clock + fmt.Sprintf(" %d * *", min(wall.Day(), 28)): fmt.Sprintf("monthly %d", min(wall.Day(), 28)),
	} {
		byLine, err := dates.ParseRepeat(line, usual())
		if err != nil {
			t.Fatal(err)
		}
		byWords, err := dates.ParseRepeat(words+wall.Format(" 15:04"), usual())
		if err != nil {
			t.Fatal(err)
		}
		at := club.DateOf(wall).AddDays(-3).At(12, 0, zone)
		for range 6 {
			next, want := byLine.Next(at, club.Date{}, zone), byWords.Next(at, club.Date{}, zone)
			if !next.Equal(want) {
				t.Fatalf("%s, %s: %s after %s, want %s", zone, line, next, at, want)
			}
			at = next
		}
	}
}

func TestSuggestRepeats(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ typed, want string }{
		{"", "every Sunday at 18:00; every day at 18:00; every Monday at 18:00"},
		{"week", "every Sunday at 18:00; every Monday at 18:00; every Tuesday at 18:00"},
		{"weekly 20:00", "every Sunday at 20:00; every Monday at 20:00; every Tuesday at 20:00"},
		{"sundays", "every Sunday at 18:00"},
		{"every sun", "every Sunday at 18:00; every second Sunday at 18:00; on the first Sunday of each month at 18:00"},
		{"every o", "every second Sunday at 18:00; every second Monday at 18:00; every second Tuesday at 18:00"},
		{"every other", "every second Sunday at 18:00; every second Monday at 18:00; every second Tuesday at 18:00"},
		{"fort", "every second Sunday at 18:00; every second Monday at 18:00; every second Tuesday at 18:00"},
		{"every 3", "every 3 weeks on Sunday at 18:00; every 3 weeks on Monday at 18:00; every 3 weeks on Tuesday at 18:00"},
		{"every third sunday", "every 3 weeks on Sunday at 18:00; on the third Sunday of each month at 18:00"},
		{"monthl", "on the 1st of each month at 18:00; on the last day of each month at 18:00; on the first Sunday of each month at 18:00"},
		{"monthly 3", "on the 3rd of each month at 18:00; on the 30th of each month (or its last day) at 18:00; on the 31st of each month (or its last day) at 18:00"},
		{"sundays 1", "every Sunday at 10:00; every Sunday at 11:00; every Sunday at 12:00"},
		{"sundays at 18:", "every Sunday at 18:00; every Sunday at 18:30; every Sunday at 18:15"},
		{"daily 9", "every day at 09:00; every day at 21:00"},
		{"evry sundey", "every Sunday at 18:00; every second Sunday at 18:00; on the first Sunday of each month at 18:00"},
		{"0 18 * * 7", "by the cron line `0 18 * * 0`"},
		{"biweekly sun", "every second Sunday at 18:00"},
		{"every 99 weeks", ""},
		{"zzz", ""},
		{strings.Repeat("sun ", 30), ""},
	} {
		var names []string
		for _, s := range dates.SuggestRepeats(c.typed, usual(), 3) {
			names = append(names, s.Name)
		}
		if got := strings.Join(names, "; "); got != c.want {
			t.Errorf("%q suggests\n got %s\nwant %s", c.typed, got, c.want)
		}
	}
}

// Words without end cost little. (Not in parallel: it counts what is allocated.)
func TestLongWordsForARepeat(t *testing.T) {
	long := strings.Repeat("a ", 3000)
	if n := testing.AllocsPerRun(1, func() {
		_, _ = dates.ParseRepeat(long, usual())
		_ = dates.SuggestRepeats(long, usual(), 25)
	}); n > 100 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzParseRepeat(f *testing.F) {
	for _, s := range []string{
		"daily 9am", "weekly sun,wed 18:00", "every second sunday", "every 3 weeks on sunday at 6pm", "monthly 31 10:00", "first sunday of the month",
		"last day of the month", "0 18 * * 7", "*/5 1-3 * jan-mar fri-sun/2", "cron 0 18 29 2 *", "TZ=UTC", "@every 0s", "biweekly", "evry sundey", "every 3 weeks", "\xff",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		r, err := dates.ParseRepeat(typed, usual())
		mustRefuse(t, typed, err)
		list := dates.SuggestRepeats(typed, usual(), 25)
		if err == nil {
			if len(list) == 0 || list[0].Value != r.Rule() {
				t.Fatalf("%q is %q and suggests %v", typed, r.Rule(), list)
			}
			now := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
			if next := r.Next(now, club.DateOf(now), time.UTC); !next.After(now) {
				t.Fatalf("%q asks at %s", typed, next)
			}
		}
		for _, s := range list {
			for _, text := range []string{s.Name, s.Value} {
				back, err := dates.ParseRepeat(text, club.Clock{Hour: 3, Minute: 33})
				if err != nil || back.Rule() != s.Value || back.Words() != s.Name || club.Units(text) > 100 {
					t.Fatalf("%q suggests %q: %q, %v", typed, text, back.Rule(), err)
				}
			}
		}
	})
}
