package club_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"dogear/club"
	"pgregory.net/rapid"
)

// anyAhead draws a plan of which any number of checkpoints are open, and the
// request that it was made of. In one of them, two checkpoints fall on each day.
func anyAhead(t *rapid.T) (club.Ahead, club.PlanRequest) {
	r := anyRequest(t)
	p, err := club.MakePlan(r)
	if err != nil {
		r = nearest(t, err)
		if p, err = club.MakePlan(r); err != nil {
			t.Fatal(err)
		}
	}
	if rapid.Bool().Draw(t, "close together") {
		for i := 1; i < len(p.Blocks); i += 2 {
			p.Blocks[i].At = p.Blocks[i-1].At.Add(time.Duration(rapid.IntRange(1, 90).Draw(t, "minutes")) * time.Minute)
		}
	}
	open := rapid.IntRange(0, len(p.Blocks)-1).Draw(t, "open")
	a := club.Ahead{Chapters: r.Chapters, Begins: r.Start, Blocks: p.Blocks[open:], Number: open + 1, Zone: r.Zone, Skip: r.Skip}
	a.Now = r.Start.At(0, 0, r.Zone)
	if open > 0 {
		a.Before = p.Blocks[open-1].At
		a.Now = a.Before
	}
	until := int(a.Blocks[0].At.Sub(a.Now) / time.Second)
	a.Now = a.Now.Add(time.Duration(rapid.IntRange(0, until-1).Draw(t, "seconds")) * time.Second)
	return a, r
}

func nearest(t *rapid.T, err error) club.PlanRequest {
	t.Helper()
	cannot, ok := errors.AsType[*club.CannotPlan](err)
	if !ok {
		t.Fatal(err)
	}
	return cannot.Nearest[0]
}

// ordered: each block is ahead, later than the one before, and the chapters are
// those that were planned, each once.
func ordered(t *rapid.T, a club.Ahead, blocks []club.Block) {
	t.Helper()
	before, next := a.Now, a.Blocks[0].First
	for i, b := range blocks {
		if !b.At.After(before) {
			t.Fatalf("block %d is on %s, not after %s", i, b.At, before)
		}
		if b.First != next || b.Last < b.First {
			t.Fatalf("block %d is %d-%d after %d", i, b.First, b.Last, next-1)
		}
		if b.Rest < 0 || b.Rest > 8 || b.CatchUp && b.Rest == 0 {
			t.Fatalf("block %d rests %d weeks, to catch up: %v", i, b.Rest, b.CatchUp)
		}
		before, next = b.At, b.Last+1
	}
	if next != len(a.Chapters)+1 {
		t.Fatalf("the plan ends with chapter %d of %d", next-1, len(a.Chapters))
	}
}

// sameWall is the moment so many days after block i at the time of the day at
// which it is meant to be, found by looking at every minute.
func sameWall(a club.Ahead, i, days int, to *time.Location) time.Time {
	c := a.ClockOf(i)
	d := club.DateOf(a.Blocks[i].At.In(a.Zone)).AddDays(days)
	wall := time.Date(d.Year, d.Month, d.Day, c.Hour, c.Minute, 0, 0, time.UTC).Unix() / 60
	return time.Unix(searched(wall, to)*60, 0)
}

// earliest is the moment after which a block must lie: now, the end of the day
// on which reading begins, or the block before.
func earliest(a club.Ahead, i int) time.Time {
	above := a.Now
	if begins := a.Begins.AddDays(1).At(0, 0, a.Zone).Add(-time.Second); begins.After(above) {
		above = begins
	}
	if i > 0 {
		above = a.Blocks[i-1].At
	}
	return above
}

func TestShiftProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, _ := anyAhead(t)
		was := slices.Clone(a.Blocks)
		from := rapid.IntRange(0, len(was)-1).Draw(t, "from")
		days := rapid.OneOf(rapid.IntRange(-20, 20), rapid.IntRange(-400, 400)).Filter(func(n int) bool { return n != 0 }).Draw(t, "days")
		blocks, err := a.Shift(from, days)
		first := sameWall(a, from, days, a.Zone)
		if can := first.After(earliest(a, from)); can != (err == nil) {
			t.Fatalf("block %d by %d days to %s: %v", from, days, first, err)
		}
		if !slices.Equal(a.Blocks, was) {
			t.Fatal("the plan that was has changed")
		}
		if err != nil {
			return
		}
		ordered(t, a, blocks)
		if !slices.Equal(blocks[:from], was[:from]) {
			t.Fatal("what comes before has moved")
		}
		for i := from; i < min(len(blocks), from+5); i++ {
			want := sameWall(a, i, days, a.Zone)
			for days > 0 && free(a, want) && !free(a, was[i].At) {
				days += 7
				want = sameWall(a, i, days, a.Zone)
			}
			if i > from && !want.After(blocks[i-1].At) {
				want = blocks[i-1].At.Add(time.Minute)
			}
			if !blocks[i].At.Equal(want) {
				t.Fatalf("block %d moves from %s to %s, want %s", i, was[i].At, blocks[i].At, want)
			}
		}
	})
}

// free reports whether a day was to be without a checkpoint.
func free(a club.Ahead, t time.Time) bool {
	return slices.ContainsFunc(a.Skip, func(r club.DateRange) bool { return r.Contains(club.DateOf(t.In(a.Zone))) })
}

func TestMoveProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, _ := anyAhead(t)
		was := slices.Clone(a.Blocks)
		i := rapid.IntRange(0, len(was)-1).Draw(t, "i")
		to := was[i].At.Add(time.Duration(rapid.IntRange(-500, 500).Draw(t, "hours")) * time.Hour)
		blocks, err := a.Move(i, to)
		above := earliest(a, i)
		can := to.After(above) && (i+1 == len(was) || to.Before(was[i+1].At)) && !to.Equal(was[i].At)
		if can != (err == nil) {
			t.Fatalf("block %d from %s to %s: %v", i, was[i].At, to, err)
		}
		if !slices.Equal(a.Blocks, was) {
			t.Fatal("the plan that was has changed")
		}
		if err != nil {
			return
		}
		ordered(t, a, blocks)
		if !blocks[i].At.Equal(to) {
			t.Fatalf("it is on %s, want %s", blocks[i].At, to)
		}
		blocks[i].At = was[i].At
		if !slices.Equal(blocks, was) {
			t.Fatal("others have moved")
		}
	})
}

// A break is a shift that is told of.
func TestPauseProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, _ := anyAhead(t)
		for range 3 {
			before := rapid.IntRange(0, min(len(a.Blocks)-1, 2)).Draw(t, "before")
			weeks := rapid.IntRange(1, 5).Draw(t, "weeks")
			catchUp := rapid.Bool().Draw(t, "to catch up")
			was := a.Blocks[before]
			blocks, err := a.Pause(before, weeks, catchUp)
			if can := was.Rest+weeks <= 8; can != (err == nil) {
				t.Fatalf("%d more than %d: %v", weeks, was.Rest, err)
			}
			if err != nil {
				continue
			}
			ordered(t, a, blocks)
			if b := blocks[before]; b.Rest != was.Rest+weeks || b.CatchUp != (was.CatchUp || catchUp) {
				t.Fatalf("%+v after %+v and %d weeks", b, was, weeks)
			}
			shifted, err := a.Shift(before, 7*weeks)
			if err != nil {
				t.Fatal(err)
			}
			shifted[before].Rest, shifted[before].CatchUp = blocks[before].Rest, blocks[before].CatchUp
			if !slices.Equal(blocks, shifted) {
				t.Fatalf("a break of %d weeks is no shift:\n%v\n%v", weeks, blocks, shifted)
			}
			a.Blocks = blocks
		}
	})
}
