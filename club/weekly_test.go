package club_test

import (
	"archive/zip"
	"go/build"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dogear/club"
)

// zoneNames is all zones that Go knows: it embeds this very archive.
func zoneNames(t *testing.T) []string {
	t.Helper()
	files, err := zip.OpenReader(filepath.Join(build.Default.GOROOT, "lib", "time", "zoneinfo.zip"))
	if err != nil {
		t.Skip("this Go comes without the list of its zones:", err)
	}
	defer func() { _ = files.Close() }()
	var names []string
	for _, f := range files.File {
		if !strings.HasSuffix(f.Name, "/") {
			names = append(names, f.Name)
		}
	}
	return names
}

// period is a time in which a zone's offset is constant, in Unix seconds.
type period struct{ start, end, offset int64 }

func periods(z *time.Location, from, to time.Time) []period {
	var all []period
	for at := from.In(z); at.Before(to); {
		start, end := at.ZoneBounds()
		_, offset := at.Zone()
		if end.IsZero() {
			end = to.AddDate(1, 0, 0)
		}
		if start.IsZero() {
			start = from.AddDate(-1, 0, 0)
		}
		all = append(all, period{start.Unix(), end.Unix(), int64(offset)})
		at = end.In(z)
	}
	return all
}

// momentOf is when the clocks show wall, or would if they had gone on, and
// whether they do.
func momentOf(wall int64, all []period) (int64, bool) {
	for i, p := range all {
		switch {
		case wall-p.offset < p.start && i > 0: // leapt over
			return wall - all[i-1].offset, false
		case wall-p.offset < p.end:
			return wall - p.offset, true
		}
	}
	return 0, false
}

// meeting is a time of the week.
type meeting struct {
	day  time.Weekday
	time club.Clock
}

func meetingAt(wall int64) meeting {
	at := time.Unix(wall, 0).UTC()
	return meeting{at.Weekday(), club.Clock{Hour: at.Hour(), Minute: at.Minute()}}
}

// A weekly checkpoint of nine years falls exactly once in each local week, at
// the time that was asked for or, where that is leapt over, later by the leap:
// in every zone, at an hour like any other and at each that a zone leaps over
// or has twice.
func TestEveryWeekHasItsCheckpointInEveryZone(t *testing.T) {
	t.Parallel()
	first, last := day("2024-01-01"), day("2033-01-02") // a Monday and a Sunday
	weeks := (first.DaysUntil(last) + 1) / 7
	r := club.PlanRequest{Chapters: club.Numbered(weeks), Start: first.AddDays(-1), Pace: 1, Today: first.AddDays(-1)}
	leapt, seen := 0, make(map[string]bool)
	for _, name := range zoneNames(t) {
		z := zone(t, name)
		all := periods(z, first.At(0, 0, time.UTC).AddDate(0, 0, -9), last.At(0, 0, time.UTC).AddDate(0, 0, 9))
		key := keyOf(all)
		if seen[key] {
			continue // another name of the same clocks
		}
		seen[key] = true
		asked := map[meeting]bool{{time.Sunday, club.Clock{Hour: 18}}: true}
		for i, p := range all[1:] {
			// Halfway through what is leapt over or comes twice, and its start.
			asked[meetingAt(p.start+(all[i].offset+p.offset)/2)] = true
			asked[meetingAt(p.start+min(all[i].offset, p.offset))] = true
		}
		for m := range asked {
			r.Zone, r.Days, r.Time = z, []time.Weekday{m.day}, m.time
			leapt += checkWeeks(t, r, weeks, all)
		}
	}
	if leapt == 0 {
		t.Error("no checkpoint was asked for at a time that is leapt over")
	}
	t.Logf("%d kinds of clocks, %d checkpoints leapt over", len(seen), leapt)
}

func keyOf(all []period) string {
	var b strings.Builder
	for _, p := range all[1:] {
		b.WriteString(time.Unix(p.start, 0).UTC().Format(time.RFC3339))
	}
	for _, p := range all {
		b.WriteString(" " + time.Duration(p.offset*int64(time.Second)).String())
	}
	return b.String()
}

// checkWeeks counts the checkpoints whose time was leapt over.
func checkWeeks(t *testing.T, r club.PlanRequest, weeks int, all []period) int {
	t.Helper()
	p, err := club.MakePlan(r)
	if err != nil || len(p.Blocks) != weeks {
		t.Fatalf("%s, %s %s: %d checkpoints, %v", r.Zone, r.Days, r.Time, len(p.Blocks), err)
	}
	leapt := 0
	monday := r.Start.AddDays(1)
	for i, b := range p.Blocks {
		if week := monday.DaysUntil(club.DateOf(b.At.In(r.Zone))); week/7 != i || week < 0 {
			t.Fatalf("%s, %s %s: checkpoint %d is on %s, in week %d", r.Zone, r.Days, r.Time, i, b.At, week/7)
		}
		asked := monday.AddDays(7*i+(int(r.Days[0])+6)%7).At(r.Time.Hour, r.Time.Minute, time.UTC).Unix()
		want, exists := momentOf(asked, all)
		if b.At.Unix() != want {
			t.Fatalf("%s, %s %s: checkpoint %d is on %s, want %s", r.Zone, r.Days, r.Time, i, b.At, time.Unix(want, 0).In(r.Zone))
		}
		if !exists {
			leapt++
		}
	}
	return leapt
}
