package club_test

import (
	"testing"
	"time"
	_ "time/tzdata"

	"dogear/club"
	"pgregory.net/rapid"
)

func zone(t rapid.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// oddZones are those that change their clocks in every way there is: by an
// hour, half an hour or two, at midnight, before it, in the southern summer,
// backwards (Dublin, Casablanca), and hardly ever.
func oddZones() []string {
	return []string{
		"UTC", "Europe/London", "Europe/Berlin", "Europe/Dublin", "Europe/Lisbon", "Europe/Chisinau", "Europe/Moscow",
		"America/New_York", "America/Los_Angeles", "America/St_Johns", "America/Havana", "America/Santiago",
		"America/Asuncion", "America/Nuuk", "America/Scoresbysund", "America/Sao_Paulo", "America/Phoenix", "America/Miquelon",
		"Africa/Cairo", "Africa/Casablanca", "Africa/El_Aaiun", "Asia/Beirut", "Asia/Gaza", "Asia/Jerusalem", "Asia/Tehran",
		"Asia/Kathmandu", "Asia/Almaty", "Atlantic/Azores", "Antarctica/Troll", "Australia/Lord_Howe", "Australia/Sydney",
		"Australia/Eucla", "Pacific/Chatham", "Pacific/Auckland", "Pacific/Apia", "Pacific/Easter", "Pacific/Norfolk",
		"Pacific/Kiritimati", "Etc/GMT+12",
	}
}

// wallAt is what the clocks of z show at the minute m after the epoch, as a
// minute in UTC.
func wallAt(m int64, z *time.Location) int64 {
	_, offset := time.Unix(m*60, 0).In(z).Zone()
	return m + int64(offset)/60
}

// searched is the instant of a wall time, found by looking at every minute of
// three days: the first that shows it, or else it moved by the gap.
func searched(wall int64, z *time.Location) int64 {
	const around = 36 * 60
	for m := wall - around; m <= wall+around; m++ {
		if wallAt(m, z) == wall {
			return m
		}
	}
	for m := wall - around; ; m++ {
		if now, next := wallAt(m, z), wallAt(m+1, z); now < wall && next > wall {
			return m + wall - now // as if the clocks had gone on
		}
	}
}

// time.Date moves New York's 02:30 of March back to 01:30 and Cairo's 00:00
// forward.
func TestAtAtEveryChangeOfClocks(t *testing.T) {
	t.Parallel()
	for _, name := range oddZones() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			z := zone(t, name)
			end := time.Date(2033, 1, 1, 0, 0, 0, 0, time.UTC)
			for at := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC).In(z); ; {
				_, change := at.ZoneBounds()
				if change.IsZero() || change.After(end) {
					return
				}
				// The walls before and after the change, and all between.
				middle := change.Unix() / 60
				from, to := wallAt(middle-1, z), wallAt(middle, z)
				for wall := min(from, to) - 61; wall <= max(from, to)+61; wall += 7 {
					checkAt(t, wall, z)
				}
				checkAt(t, from, z)
				checkAt(t, to, z)
				checkAt(t, from+1, z)
				checkAt(t, to-1, z)
				at = change
			}
		})
	}
}

func checkAt(t rapid.TB, wall int64, z *time.Location) {
	t.Helper()
	day := time.Unix(wall*60, 0).UTC()
	got := club.DateOf(day).At(day.Hour(), day.Minute(), z)
	if want := time.Unix(searched(wall, z)*60, 0); !got.Equal(want) {
		t.Fatalf("%s in %s is %s, want %s", day.Format("2006-01-02 15:04"), z, got, want.In(z))
	}
	if got.Location() != z {
		t.Fatalf("the moment is told in %s", got.Location())
	}
}

func TestAtAnyTime(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		z := zone(t, rapid.SampledFrom(oddZones()).Draw(t, "zone"))
		first := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC).Unix() / 60
		checkAt(t, first+int64(rapid.IntRange(0, 9*366*24*60).Draw(t, "minute")), z)
	})
}

func TestAtTable(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ zone, day, clock, want string }{
		{"America/New_York", "2026-03-08", "02:30", "2026-03-08T03:30:00-04:00"},    // leapt over
		{"America/New_York", "2026-11-01", "01:30", "2026-11-01T01:30:00-04:00"},    // twice: the first
		{"Africa/Cairo", "2026-04-24", "00:00", "2026-04-24T01:00:00+03:00"},        // a day without midnight
		{"Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-04T02:45:00+11:00"}, // half an hour
		{"Antarctica/Troll", "2026-03-29", "01:30", "2026-03-29T03:30:00+02:00"},    // two hours
		{"Pacific/Apia", "2011-12-30", "18:00", "2011-12-31T18:00:00+14:00"},        // a day that never was
		{"Europe/London", "2026-12-06", "18:00", "2026-12-06T18:00:00Z"},
	} {
		day, _ := time.Parse(time.DateOnly, c.day)
		clock, _ := time.Parse("15:04", c.clock)
		if got := club.DateOf(day).At(clock.Hour(), clock.Minute(), zone(t, c.zone)).Format(time.RFC3339); got != c.want {
			t.Errorf("%s %s in %s is %s, want %s", c.day, c.clock, c.zone, got, c.want)
		}
	}
}

func TestDates(t *testing.T) {
	t.Parallel()
	d := club.Date{Year: 2026, Month: 12, Day: 6}
	for got, want := range map[string]string{
		d.String(): "2026-12-06", d.Long(): "Sunday 6 December 2026", d.Short(d): "6 December",
		d.Short(d.AddDays(30)): "6 December 2026", d.AddDays(26).String(): "2027-01-01",
		d.AddDays(-6).String(): "2026-11-30", club.Clock{Hour: 8, Minute: 5}.String(): "08:05",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	next := d.AddDays(1)
	if !d.Before(next) || !next.After(d) || d.Compare(d) != 0 || d.Before(d) || d.After(d) {
		t.Error("days are not in order")
	}
	if d.DaysUntil(next) != 1 || next.DaysUntil(d) != -1 || d.DaysUntil(club.Date{Year: 2027, Month: 12, Day: 6}) != 365 {
		t.Error("days are not counted")
	}
	r := club.DateRange{From: d, To: next}
	if r.Contains(d.AddDays(-1)) || !r.Contains(d) || !r.Contains(next) || r.Contains(next.AddDays(1)) {
		t.Error("a range holds both its ends and no more")
	}
	if !(club.Date{}).IsZero() || d.IsZero() || (club.Date{}).Valid() || !d.Valid() || (club.Date{Year: 2027, Month: 2, Day: 29}).Valid() {
		t.Error("29 February 2027 is no day, nor is none")
	}
	for clock, want := range map[club.Clock]bool{{}: true, {Hour: 23, Minute: 59}: true, {Hour: 24}: false, {Minute: 60}: false, {Hour: -1}: false} {
		if clock.Valid() != want {
			t.Errorf("%v is valid: %v", clock, !want)
		}
	}
}

func TestDateArithmetic(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := club.Date{Year: 2000, Month: 1, Day: 1}.AddDays(rapid.IntRange(0, 40000).Draw(t, "day"))
		n := rapid.IntRange(-5000, 5000).Draw(t, "n")
		other := d.AddDays(n)
		if !other.Valid() || d.DaysUntil(other) != n || other.AddDays(-n) != d {
			t.Fatalf("%s and %d days is %s", d, n, other)
		}
		if (int(d.Weekday())+n%7+7)%7 != int(other.Weekday()) {
			t.Fatalf("%s is a %s, %s a %s", d, d.Weekday(), other, other.Weekday())
		}
		if d.Before(other) != (n > 0) || d.After(other) != (n < 0) {
			t.Fatalf("%s and %s are not in order", d, other)
		}
	})
}
