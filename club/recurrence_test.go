package club_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"dogear/club"
	"pgregory.net/rapid"
)

// rule is a recurrence with what it must do, told without it: whether it asks at
// that time on the wall clock.
type rule struct {
	club.Recurrence
	asks func(wall time.Time) bool
}

// hours asks in those hours of a day whose bit is set, at a minute.
type hours struct{ set, minute int }

func (h hours) asks(wall time.Time) bool {
	return h.set>>wall.Hour()&1 == 1 && wall.Minute() == h.minute
}

// Next implements club.Cron.
func (h hours) Next(after time.Time) time.Time {
	at := after.Truncate(time.Hour).Add(time.Duration(h.minute) * time.Minute)
	for !at.After(after) || !h.asks(at) {
		at = at.Add(time.Hour)
	}
	return at
}

// rulesAt is a rule of each kind that asks at that time on the day of the change,
// and one that does not.
func rulesAt(change club.Date, c club.Clock) []rule {
	at := func(wall time.Time) bool { return wall.Hour() == c.Hour && wall.Minute() == c.Minute }
	on := change.Weekday()
	week := func(wall time.Time) int {
		return club.Date{Year: 2001, Month: 1, Day: 1}.DaysUntil(club.DateOf(wall)) / 7
	} // it was a Monday
	apart := func(wall time.Time) int { return week(wall) - week(change.At(0, 0, time.UTC)) }
	short := func(wall time.Time, day int) bool {
		return wall.Day() == min(day, time.Date(wall.Year(), wall.Month()+1, 0, 0, 0, 0, 0, time.UTC).Day())
	}
	nth := (change.Day-1)/7 + 1
	each := hours{1<<24 - 1, c.Minute}
	// Of two hours within a leap and after it the second comes first.
	two := hours{1<<c.Hour | 1<<((c.Hour+1)%24), c.Minute}
	return []rule{
		{club.ByCron("", each), each.asks},
		{club.ByCron("", two), two.asks},
		{club.Weekly(1, everyDay(), c), at},
		{club.Weekly(1, []time.Weekday{on}, c), func(w time.Time) bool { return at(w) && w.Weekday() == on }},
		{club.Weekly(2, []time.Weekday{on}, c), func(w time.Time) bool { return at(w) && w.Weekday() == on && apart(w)%2 == 0 }},
		{club.Weekly(3, everyDay()[:2], c), func(w time.Time) bool { return at(w) && w.Weekday() < 2 && apart(w)%3 == 0 }},
		{club.Monthly(change.Day, c), func(w time.Time) bool { return at(w) && short(w, change.Day) }},
		{club.Monthly(31, c), func(w time.Time) bool { return at(w) && short(w, 31) }},
		{club.Monthly(club.LastDay, c), func(w time.Time) bool { return at(w) && short(w, 31) }},
		{club.MonthlyOn(min(nth, 4), on, c), func(w time.Time) bool { return at(w) && w.Weekday() == on && (w.Day()-1)/7+1 == min(nth, 4) }},
		{club.MonthlyOn(club.LastOfMonth, on, c), func(w time.Time) bool { return at(w) && w.Weekday() == on && w.AddDate(0, 0, 7).Month() != w.Month() }},
	}
}

func everyDay() []time.Weekday {
	return []time.Weekday{time.Sunday, time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday}
}

// A rule of any kind asks of any moment of nine years on as it says, in any zone.
func TestRecurrenceAnywhere(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		z := zone(t, rapid.SampledFrom(oddZones()).Draw(t, "zone"))
		first := club.Date{Year: 2024, Month: 1, Day: 1}
		anchor := first.AddDays(rapid.IntRange(0, 9*365).Draw(t, "anchor"))
		c := club.Clock{Hour: rapid.IntRange(0, 23).Draw(t, "hour"), Minute: rapid.SampledFrom([]int{0, 30, 59}).Draw(t, "minute")}
		r := rapid.SampledFrom(rulesAt(anchor, c)).Draw(t, "rule")
		after := first.At(0, 0, z).Add(time.Duration(rapid.IntRange(0, 9*365*24*60).Draw(t, "after")) * time.Minute)
		next := r.Next(after, anchor, z)
		if !next.After(after) || next.Location() != z {
			t.Fatalf("%s asks at %s after %s", r.Words(), next, after)
		}
		all := periods(z, after.AddDate(0, 0, -9), next.AddDate(0, 0, 9))
		found := false
		from := time.Date(after.Year(), after.Month(), after.Day()-2, c.Hour, c.Minute, 0, 0, time.UTC)
		for wall := from; wall.Before(next.UTC().AddDate(0, 0, 2)); wall = wall.Add(time.Hour) {
			at, _ := momentOf(wall.Unix(), all)
			if !r.asks(wall) || at <= after.Unix() {
				continue
			}
			if at < next.Unix() {
				t.Fatalf("%s asks at %s after %s, and not at %s", r.Words(), next, after, time.Unix(at, 0).In(z))
			}
			found = found || at == next.Unix()
		}
		if !found {
			t.Fatalf("%s asks at %s after %s", r.Words(), next, after)
		}
	})
}

// Around every change of clocks from 2024 to 2032, in every zone and for every
// kind of rule, at a time that is leapt over or comes twice, and at midnight:
// each day, week or month of the civil calendar is asked in once, none twice,
// none left out.
func TestEveryRecurrenceAtEveryChangeOfClocks(t *testing.T) {
	t.Parallel()
	from, to := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2033, 1, 1, 0, 0, 0, 0, time.UTC)
	kinds, changes, leapt := make(map[string]bool), make(map[string]bool), 0
	for _, name := range zoneNames(t) {
		z := zone(t, name)
		all := periods(z, from.AddDate(0, 0, -99), to.AddDate(0, 0, 99))
		if kinds[keyOf(all)] {
			continue // another name of the same clocks
		}
		kinds[keyOf(all)] = true
		for i, p := range all[1:] {
			before := all[i].offset
			key := fmt.Sprint(p.start, before, p.offset)
			if at := time.Unix(p.start, 0); at.Before(from) || !at.Before(to) || changes[key] {
				continue // another zone changes in the same way
			}
			changes[key] = true
			walls := []int64{p.start + (before+p.offset)/2, p.start + min(before, p.offset)}
			for _, wall := range walls {
				shown := time.Unix(wall, 0).UTC()
				for _, r := range rulesAt(club.DateOf(shown), club.Clock{Hour: shown.Hour(), Minute: shown.Minute()}) {
					leapt += checkAround(t, r, shown, z, all)
				}
			}
		}
	}
	if len(changes) < 300 || leapt == 0 {
		t.Errorf("%d changes of clocks, %d moments leapt over", len(changes), leapt)
	}
	t.Logf("%d kinds of clocks, %d changes, %d moments leapt over", len(kinds), len(changes), leapt)
}

// checkAround walks over the days around what the clocks show at a change, and
// counts what was leapt over.
func checkAround(t *testing.T, r rule, shown time.Time, z *time.Location, all []period) (leapt int) {
	t.Helper()
	start, end := shown.Truncate(time.Minute).AddDate(0, 0, -3), shown.AddDate(0, 0, 3)
	var want []int64
	for wall := start; wall.Before(end); wall = wall.Add(time.Hour) { // all ask at the same minute
		if r.asks(wall) {
			at, shows := momentOf(wall.Unix(), all)
			want = append(want, at)
			if !shows {
				leapt++
			}
		}
	}
	slices.Sort(want)
	want = slices.Compact(want) // 02:30 that became 03:30 is asked with that one
	at, _ := momentOf(start.Unix()-1, all)
	for next, i := time.Unix(at, 0), 0; i < len(want); i++ {
		next = r.Next(next, club.DateOf(shown), z)
		if next.Unix() != want[i] || next.Location() != z {
			t.Fatalf("%s, %s around %s: %s is asked as the %d. of %d, want %s", z, r.Rule(), shown, next, i+1, len(want), time.Unix(want[i], 0).In(z))
		}
	}
	return leapt
}

// Nine years in every zone, counted: at half past two in the night, which many
// leap over and many have twice.
func TestEachDayWeekAndMonthIsAskedInOnce(t *testing.T) {
	t.Parallel()
	first, end := day("2024-01-01"), day("2033-01-01") // a Monday
	c := club.Clock{Hour: 2, Minute: 30}
	days := make([]club.Date, 0, 9*366)
	for d := first; d.Before(end); d = d.AddDays(1) {
		days = append(days, d)
	}
	kinds := make(map[string]bool)
	for _, name := range zoneNames(t) {
		z := zone(t, name)
		key := keyOf(periods(z, first.At(0, 0, z), end.At(0, 0, z)))
		if kinds[key] {
			continue
		}
		kinds[key] = true
		for r, asks := range map[club.Recurrence]func(i int, d club.Date) bool{
			club.Weekly(1, everyDay(), c):                  func(int, club.Date) bool { return true },
			club.Weekly(1, []time.Weekday{time.Sunday}, c): func(i int, _ club.Date) bool { return i%7 == 6 },
			club.Weekly(2, []time.Weekday{time.Sunday}, c): func(i int, _ club.Date) bool { return i%14 == 6 },
			club.Monthly(31, c):                            func(_ int, d club.Date) bool { return d.AddDays(1).Day == 1 },
		} {
			at := first.At(0, 0, z)
			for i, d := range days {
				if !asks(i, d) {
					continue
				}
				if at = r.Next(at, first, z); club.DateOf(at) != d {
					t.Fatalf("%s, %s: it asks at %s, and not on %s", z, r.Rule(), at, d)
				}
			}
		}
	}
}
