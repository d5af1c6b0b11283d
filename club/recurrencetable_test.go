package club_test

import (
	"testing"
	"time"

	"dogear/club"
	"pgregory.net/rapid"
)

func TestRecurrenceWords(t *testing.T) {
	t.Parallel()
	sunday, both := []time.Weekday{time.Sunday}, []time.Weekday{time.Sunday, time.Wednesday}
	six := club.Clock{Hour: 18}
	for _, c := range []struct {
		r           club.Recurrence
		rule, words string
	}{
		{club.Weekly(1, everyDay(), six), "daily 18:00", "every day at 18:00"},
		{club.Weekly(1, sunday, club.Clock{Hour: 9, Minute: 5}), "weekly sun 09:05", "every Sunday at 09:05"},
		{club.Weekly(1, both, six), "weekly wed,sun 18:00", "every Wednesday and Sunday at 18:00"},
		{club.Weekly(1, everyDay()[1:6], six), "weekly mon,tue,wed,thu,fri 18:00", "every weekday at 18:00"},
		{club.Weekly(2, sunday, six), "every 2 weeks sun 18:00", "every second Sunday at 18:00"},
		{club.Weekly(2, both, six), "every 2 weeks wed,sun 18:00", "every second week on Wednesday and Sunday at 18:00"},
		{club.Weekly(2, everyDay()[1:6], six), "every 2 weeks mon,tue,wed,thu,fri 18:00", "every second week on weekdays at 18:00"},
		{club.Weekly(3, everyDay()[4:], six), "every 3 weeks thu,fri,sat 18:00", "every 3 weeks on Thursday, Friday and Saturday at 18:00"},
		{club.Monthly(1, six), "monthly 1 18:00", "on the 1st of each month at 18:00"},
		{club.Monthly(22, six), "monthly 22 18:00", "on the 22nd of each month at 18:00"},
		{club.Monthly(3, six), "monthly 3 18:00", "on the 3rd of each month at 18:00"},
		{club.Monthly(12, six), "monthly 12 18:00", "on the 12th of each month at 18:00"},
		{club.Monthly(31, six), "monthly 31 18:00", "on the 31st of each month (or its last day) at 18:00"},
		{club.Monthly(club.LastDay, six), "monthly last 18:00", "on the last day of each month at 18:00"},
		{club.MonthlyOn(2, time.Tuesday, six), "monthly second tue 18:00", "on the second Tuesday of each month at 18:00"},
		{club.MonthlyOn(club.LastOfMonth, time.Friday, six), "monthly last fri 18:00", "on the last Friday of each month at 18:00"},
		{club.ByCron("0 18 * * 0", never{}), "cron 0 18 * * 0", "by the cron line `0 18 * * 0`"},
	} {
		if c.r.Rule() != c.rule || c.r.Words() != c.words {
			t.Errorf("%q, %q: want %q, %q", c.r.Rule(), c.r.Words(), c.rule, c.words)
		}
	}
}

// leapDay is a cron line that asks on 29 February, as the parser's do: it gives
// up after five years.
type leapDay struct{}

func (leapDay) Next(after time.Time) time.Time {
	for year := after.Year(); year <= after.Year()+5; year++ {
		if d := (club.Date{Year: year, Month: 2, Day: 29}); d.Valid() && d.At(0, 0, time.UTC).After(after) {
			return d.At(0, 0, time.UTC)
		}
	}
	return time.Time{}
}

// never is a cron line for 31 February.
type never struct{}

func (never) Next(time.Time) time.Time { return time.Time{} }

func TestRecurrenceTable(t *testing.T) {
	t.Parallel()
	six, half := club.Clock{Hour: 18}, club.Clock{Hour: 2, Minute: 30}
	sunday := []time.Weekday{time.Sunday}
	for _, c := range []struct {
		r                         club.Recurrence
		zone, anchor, after, want string
	}{
		// 02:30 that became 03:30 lies after 03:00.
		{club.Weekly(1, everyDay(), half), "Europe/Berlin", "", "2027-03-28T03:00:00+02:00", "2027-03-28T03:30:00+02:00"},
		{club.Weekly(1, everyDay(), half), "Europe/Berlin", "", "2027-03-28T03:30:00+02:00", "2027-03-29T02:30:00+02:00"},
		// 02:30 comes twice, and between the two it has been asked.
		{club.Weekly(1, everyDay(), half), "Europe/Berlin", "", "2027-10-31T02:10:00+01:00", "2027-11-01T02:30:00+01:00"},
		{club.Weekly(1, sunday, six), "Europe/London", "", "2026-11-22T18:00:00Z", "2026-11-29T18:00:00Z"},
		{club.Weekly(1, sunday, six), "Europe/London", "", "2026-11-22T17:59:59Z", "2026-11-22T18:00:00Z"},
		// The week of Wednesday 25 November ends with Sunday the 29th.
		{club.Weekly(2, sunday, six), "Europe/London", "2026-11-25", "2026-11-22T12:00:00Z", "2026-11-29T18:00:00Z"},
		{club.Weekly(2, sunday, six), "Europe/London", "2026-11-22", "2026-11-22T12:00:00Z", "2026-11-22T18:00:00Z"},
		{club.Weekly(2, sunday, six), "Europe/London", "2026-11-22", "2026-11-22T18:00:00Z", "2026-12-06T18:00:00Z"},
		{club.Weekly(2, sunday, six), "Europe/London", "2030-01-06", "2026-11-22T18:00:00Z", "2026-11-29T18:00:00Z"}, // 163 weeks before
		{club.Weekly(club.MaxWeeks, sunday, six), "Europe/London", "2026-11-22", "2026-11-22T18:00:00Z", "2027-11-21T18:00:00Z"},
		{club.Monthly(31, six), "UTC", "", "2027-01-31T18:00:00Z", "2027-02-28T18:00:00Z"},
		{club.Monthly(30, six), "UTC", "", "2028-02-01T18:00:00Z", "2028-02-29T18:00:00Z"},
		{club.Monthly(30, six), "UTC", "", "2027-12-30T18:00:00Z", "2028-01-30T18:00:00Z"},
		{club.MonthlyOn(1, time.Sunday, six), "UTC", "", "2026-11-01T18:00:00Z", "2026-12-06T18:00:00Z"},
		{club.MonthlyOn(club.LastOfMonth, time.Sunday, six), "UTC", "", "2026-11-01T18:00:00Z", "2026-11-29T18:00:00Z"},
		{club.ByCron("", leapDay{}), "UTC", "", "2096-02-29T00:00:00Z", "2104-02-29T00:00:00Z"},
		{club.ByCron("", never{}), "UTC", "", "2026-11-22T18:00:00Z", "0001-01-01T00:00:00Z"},
		{club.Recurrence{}, "UTC", "", "2026-11-22T18:00:00Z", "0001-01-01T00:00:00Z"},
		// A day that never was: it is asked in with the next.
		{club.Weekly(1, everyDay(), six), "Pacific/Apia", "", "2011-12-29T18:00:00-10:00", "2011-12-31T18:00:00+14:00"},
		{club.Weekly(1, everyDay(), six), "Pacific/Apia", "", "2011-12-31T18:00:00+14:00", "2012-01-01T18:00:00+14:00"},
	} {
		after, err := time.Parse(time.RFC3339, c.after)
		if err != nil {
			t.Fatal(err)
		}
		var anchor club.Date
		if c.anchor != "" {
			anchor = day(c.anchor)
		}
		if got := c.r.Next(after, anchor, zone(t, c.zone)).Format(time.RFC3339); got != c.want {
			t.Errorf("%s in %s after %s: %s, want %s", c.r.Rule(), c.zone, c.after, got, c.want)
		}
	}
}

func TestFollowing(t *testing.T) {
	t.Parallel()
	const late = 6 * time.Hour
	daily := club.Weekly(1, everyDay(), club.Clock{Hour: 18})
	hourly := club.ByCron("0 * * * *", hours{1<<24 - 1, 0})
	for _, c := range []struct {
		why    string
		r      club.Recurrence
		now    string
		missed bool
		want   string
	}{
		{"posted in time", daily, "2026-11-22T18:00:01Z", false, "2026-11-23T18:00:00Z"},
		{"posted before its time, as clocks go", daily, "2026-11-22T17:00:00Z", false, "2026-11-23T18:00:00Z"},
		{"posted after a week: no burst", daily, "2026-11-29T18:00:00Z", false, "2026-11-30T18:00:00Z"},
		{"missed by more than that, and the next lies ahead", daily, "2026-11-23T00:00:01Z", true, "2026-11-23T18:00:00Z"},
		{"missed, and a later one is late by just as much as it may", daily, "2026-11-26T00:00:00Z", true, "2026-11-25T18:00:00Z"},
		{"missed, and the later ones are, too", daily, "2026-11-26T00:00:01Z", true, "2026-11-26T18:00:00Z"},
		{"missed, and it is just time for a later one", daily, "2026-11-26T18:00:00Z", true, "2026-11-26T18:00:00Z"},
		{"missed, and of those that are not too late the latest counts", hourly, "2026-11-23T05:30:00Z", true, "2026-11-23T05:00:00Z"},
		{"missed, and the clock was set back", hourly, "2026-11-22T12:30:00Z", true, "2026-11-22T19:00:00Z"},
	} {
		asked := time.Date(2026, 11, 22, 18, 0, 0, 0, time.UTC)
		now, err := time.Parse(time.RFC3339, c.now)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.r.Following(asked, now, late, c.missed, club.Date{}, time.UTC).Format(time.RFC3339); got != c.want {
			t.Errorf("%s: %s, want %s", c.why, got, c.want)
		}
	}
}

// What follows lies after what was asked for, is a moment of the rule, and there
// is none between it and now.
func TestWhatFollowsIsNoBurst(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		z := zone(t, rapid.SampledFrom(oddZones()).Draw(t, "zone"))
		first := club.Date{Year: 2024, Month: 1, Day: 1}
		c := club.Clock{Hour: rapid.IntRange(0, 23).Draw(t, "hour"), Minute: 30}
		r := rapid.SampledFrom(rulesAt(first, c)).Draw(t, "rule")
		asked := r.Next(first.At(0, 0, z).Add(time.Duration(rapid.IntRange(0, 9*365*24).Draw(t, "asked"))*time.Hour), first, z)
		now := asked.Add(time.Duration(rapid.IntRange(-3000, 60*24*60).Draw(t, "minutes")) * time.Minute)
		late := time.Duration(rapid.IntRange(0, 7*24*60).Draw(t, "late")) * time.Minute
		missed := rapid.Bool().Draw(t, "missed")
		got := r.Following(asked, now, late, missed, first, z)
		if !got.After(asked) || !r.Next(got.Add(-time.Nanosecond), first, z).Equal(got) {
			t.Fatalf("%s follows %s", got, asked)
		}
		if !got.After(now) && (!missed || now.Sub(got) > late || !r.Next(got, first, z).After(now)) {
			t.Fatalf("%s follows %s at %s", got, asked, now)
		}
		// Nothing that could still be asked is left out.
		ahead := asked
		if now.After(asked) {
			ahead = now
		}
		if between := r.Next(ahead, first, z); got.After(between) {
			t.Fatalf("%s follows %s, and not %s", got, asked, between)
		}
		if made := r.Next(now.Add(-late), first, z); missed && made.After(asked) && !made.After(now) && got.After(now) {
			t.Fatalf("%s follows %s, and not %s", got, asked, made)
		}
	})
}
