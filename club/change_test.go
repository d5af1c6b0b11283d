package club_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"dogear/club"
	"pgregory.net/rapid"
)

// ahead is what lies ahead of a read in London of which two checkpoints are
// open, on Tuesday 15 December 2026: chapters 7-9, 10-12, 13-15 on Sundays at
// 18:00 from the 20th on.
func ahead(t rapid.TB) club.Ahead {
	z := zone(t, "Europe/London")
	a := club.Ahead{
		Chapters: club.Numbered(15), Number: 3, Zone: z,
		Before: day("2026-12-13").At(18, 0, z), Now: day("2026-12-15").At(12, 0, z),
	}
	for i := range 3 {
		a.Blocks = append(a.Blocks, club.Block{First: 7 + 3*i, Last: 9 + 3*i, At: day("2026-12-20").AddDays(7*i).At(18, 0, z)})
	}
	return a
}

// at is a moment in the zone of ahead: "2026-12-20 18:00".
func at(t rapid.TB, s string) time.Time {
	t.Helper()
	m, err := time.ParseInLocation("2006-01-02 15:04", s, zone(t, "Europe/London"))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// changed writes blocks as "7-9 20 Dec 18:00, 10-12 3 Jan 18:00 after two to catch up".
func changed(blocks []club.Block) string {
	lines := told(club.Plan{Blocks: blocks})
	for i, b := range blocks {
		if b.Rest > 0 {
			lines[i] += " after " + club.Count(b.Rest)
		}
		if b.CatchUp {
			lines[i] += " to catch up"
		}
	}
	return strings.Join(lines, ", ")
}

func TestChanges(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		change func(club.Ahead) ([]club.Block, error)
		want   string
	}{
		{
			"move", func(a club.Ahead) ([]club.Block, error) { return a.Move(1, at(t, "2026-12-28 19:30")) },
			"7-9 20 Dec 18:00, 10-12 28 Dec 19:30, 13-15 3 Jan 18:00",
		},
		{
			"move the first near to now", func(a club.Ahead) ([]club.Block, error) { return a.Move(0, at(t, "2026-12-15 12:01")) },
			"7-9 15 Dec 12:01, 10-12 27 Dec 18:00, 13-15 3 Jan 18:00",
		},
		{
			"shift all", func(a club.Ahead) ([]club.Block, error) { return a.Shift(0, 3) },
			"7-9 23 Dec 18:00, 10-12 30 Dec 18:00, 13-15 6 Jan 18:00",
		},
		{
			"shift some back", func(a club.Ahead) ([]club.Block, error) { return a.Shift(1, -6) },
			"7-9 20 Dec 18:00, 10-12 21 Dec 18:00, 13-15 28 Dec 18:00",
		},
		{
			"shift into the summer", func(a club.Ahead) ([]club.Block, error) { return a.Shift(2, 100) },
			"7-9 20 Dec 18:00, 10-12 27 Dec 18:00, 13-15 13 Apr 18:00",
		},
		{
			"shift by years", func(a club.Ahead) ([]club.Block, error) { return a.Shift(2, 3653) },
			"7-9 20 Dec 18:00, 10-12 27 Dec 18:00, 13-15 3 Jan 18:00",
		},
		{
			"a break", func(a club.Ahead) ([]club.Block, error) { return a.Pause(1, 2, false) },
			"7-9 20 Dec 18:00, 10-12 10 Jan 18:00 after two, 13-15 17 Jan 18:00",
		},
		{
			"a week to catch up", func(a club.Ahead) ([]club.Block, error) { return a.Pause(0, 1, true) },
			"7-9 27 Dec 18:00 after one to catch up, 10-12 3 Jan 18:00, 13-15 10 Jan 18:00",
		},
	} {
		a := ahead(t)
		before := slices.Clone(a.Blocks)
		blocks, err := c.change(a)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
		} else if got := changed(blocks); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
		if !slices.Equal(a.Blocks, before) {
			t.Errorf("%s: the plan that was has changed", c.name)
		}
	}
}

// In the night in which London leaps from one to two, 01:30 becomes 02:30, and
// what comes at 02:10 may not come before it.
func TestShiftIntoALeap(t *testing.T) {
	t.Parallel()
	a := ahead(t)
	a.Blocks[1].At, a.Blocks[2].At = at(t, "2027-03-27 01:30"), at(t, "2027-03-27 02:10")
	blocks, err := a.Shift(1, 1)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := changed(blocks), "7-9 20 Dec 18:00, 10-12 28 Mar 02:30, 13-15 28 Mar 02:31"; got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

func TestChangeRefusals(t *testing.T) {
	t.Parallel()
	const notAhead = "This checkpoint is not ahead any more, so it does not change. `/schedule show` lists those that are."
	move := func(i int, to string) func(club.Ahead) ([]club.Block, error) {
		return func(a club.Ahead) ([]club.Block, error) { return a.Move(i, at(t, to)) }
	}
	shift := func(from, days int) func(club.Ahead) ([]club.Block, error) {
		return func(a club.Ahead) ([]club.Block, error) { return a.Shift(from, days) }
	}
	pause := func(before, weeks int) func(club.Ahead) ([]club.Block, error) {
		return func(a club.Ahead) ([]club.Block, error) { return a.Pause(before, weeks, true) }
	}
	rested := func(there int, change func(club.Ahead) ([]club.Block, error)) func(club.Ahead) ([]club.Block, error) {
		return func(a club.Ahead) ([]club.Block, error) {
			a.Blocks[1].Rest = there
			return change(a)
		}
	}
	for _, c := range []struct {
		change func(club.Ahead) ([]club.Block, error)
		want   string
	}{
		{move(1, "2026-12-20 18:00"), "Checkpoint 4: Chapters 10-12 would not come after Checkpoint 3: Chapters 7-9, which is on 20 December at 18:00. Choose a later moment."},
		{move(1, "2027-01-03 18:00"), "Checkpoint 4: Chapters 10-12 would not come before Checkpoint 5: Chapters 13-15, which is on 3 January 2027 at 18:00. Choose an earlier moment, or move that one first."},
		{move(0, "2026-12-15 12:00"), "15 December at 12:00 lies in the past. Choose a moment that is still to come."},
		{move(2, "2025-12-13 17:00"), "13 December 2025 at 17:00 lies in the past. Choose a moment that is still to come."},
		{move(1, "2026-12-27 18:00"), "Checkpoint 4: Chapters 10-12 is on 27 December at 18:00 already. Choose another moment."},
		{move(2, "2047-01-01 18:00"), "The last checkpoint would be on 1 January 2047 at 18:00, more than 20 years from now. Choose an earlier moment."},
		{move(-1, "2026-12-28 18:00"), notAhead},
		{move(3, "2026-12-28 18:00"), notAhead},
		{shift(0, 0), "No day later or earlier is where everything is already. Say by how many days, such as 7, or -2 for two days earlier."},
		{shift(0, 3661), "That is more than ten years. Choose fewer days."},
		{shift(0, -3661), "That is more than ten years. Choose fewer days."},
		{shift(3, 1), notAhead},
		{shift(0, -6), "Checkpoint 3: Chapters 7-9 would come on 14 December at 18:00, and that is past. It can come five days earlier at most."},
		{shift(1, -7), "Checkpoint 4: Chapters 10-12 would come on 20 December at 18:00, and Checkpoint 3: Chapters 7-9 is on 20 December at 18:00. It can come six days earlier at most."},
		{shift(1, -30), "Checkpoint 4: Chapters 10-12 would come on 27 November at 18:00, and that is past. It can come six days earlier at most."},
		{func(a club.Ahead) ([]club.Block, error) {
			a.Now = at(t, "2026-12-19 17:00")
			return a.Shift(0, -2)
		}, "Checkpoint 3: Chapters 7-9 would come on 18 December at 18:00, and that is past. It can come one day earlier at most."},
		{func(a club.Ahead) ([]club.Block, error) {
			a.Now = at(t, "2026-12-19 18:00")
			return a.Shift(0, -1)
		}, "Checkpoint 3: Chapters 7-9 would come on 19 December at 18:00, and that is past. It cannot come a day earlier at all."},
		{func(a club.Ahead) ([]club.Block, error) {
			a.Blocks[2].At = at(t, "2046-12-01 18:00")
			return a.Shift(0, 60)
		}, "The last checkpoint would be on 30 January 2047 at 18:00, more than 20 years from now. Choose an earlier moment."},
		{func(a club.Ahead) ([]club.Block, error) {
			a.Blocks[2].At = at(t, "2046-12-28 18:00")
			return a.Pause(0, 1, false)
		}, "The last checkpoint would be on 4 January 2047 at 18:00, more than 20 years from now. Choose an earlier moment."},
		{pause(1, 0), "A break can be 1 to 8 weeks long, and this one would be 0."},
		{pause(1, 9), "A break can be 1 to 8 weeks long, and this one would be 9."},
		{pause(3, 1), "No checkpoint comes after that one, so there is nothing to put off."},
		{pause(4, 1), notAhead},
		{pause(-1, 1), notAhead},
		{rested(7, pause(1, 2)), "There is a break of seven weeks before Checkpoint 4: Chapters 10-12 already, and eight weeks is the most. Give it at most one week more."},
		{rested(8, pause(1, 1)), "There are eight weeks of break before Checkpoint 4: Chapters 10-12 already, and that is the most. Later ones can have a break too."},
		{func(a club.Ahead) ([]club.Block, error) {
			a.Blocks = nil
			return a.Replan(club.PlanRequest{Pace: 3})
		}, "All checkpoints are open, so nothing is left to plan anew."},
	} {
		_, err := c.change(ahead(t))
		var refusal *club.Refusal
		if !errors.As(err, &refusal) || err.Error() != c.want {
			t.Errorf("\n got %v\nwant %s", err, c.want)
		}
	}
}

// Breaks in one place add up, and a rest is told of only while it is there.
func TestRest(t *testing.T) {
	t.Parallel()
	a := ahead(t)
	step := func(want string) func([]club.Block, error) {
		return func(blocks []club.Block, err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
			if got := changed(blocks); got != want {
				t.Fatalf("\n got %s\nwant %s", got, want)
			}
			a.Blocks = blocks
		}
	}
	step("7-9 20 Dec 18:00, 10-12 3 Jan 18:00 after one to catch up, 13-15 10 Jan 18:00")(a.Pause(1, 1, true))
	step("7-9 20 Dec 18:00, 10-12 17 Jan 18:00 after three to catch up, 13-15 24 Jan 18:00")(a.Pause(1, 2, false))
	// Later ones have the same rest, those that come nearer what is free of it.
	step("7-9 20 Dec 18:00, 10-12 18 Jan 18:00 after three to catch up, 13-15 25 Jan 18:00")(a.Shift(1, 1))
	step("7-9 20 Dec 18:00, 10-12 11 Jan 18:00 after three to catch up, 13-15 18 Jan 18:00")(a.Shift(1, -7))
	step("7-9 20 Dec 18:00, 10-12 10 Jan 18:00 after two to catch up, 13-15 18 Jan 18:00")(a.Move(1, at(t, "2027-01-10 18:00")))
	step("7-9 31 Dec 18:00, 10-12 10 Jan 18:00 after one to catch up, 13-15 18 Jan 18:00")(a.Move(0, at(t, "2026-12-31 18:00")))
	step("7-9 31 Dec 18:00, 10-12 2 Jan 18:00, 13-15 18 Jan 18:00")(a.Move(1, at(t, "2027-01-02 18:00")))
	// Before the first of all there is only today to count from.
	a = ahead(t)
	a.Before = time.Time{}
	step("7-9 27 Dec 18:00 after one, 10-12 3 Jan 18:00, 13-15 10 Jan 18:00")(a.Pause(0, 1, false))
	step("7-9 24 Dec 18:00 after one, 10-12 31 Dec 18:00, 13-15 7 Jan 18:00")(a.Shift(0, -3))
	step("7-9 21 Dec 18:00, 10-12 28 Dec 18:00, 13-15 4 Jan 18:00")(a.Shift(0, -3))
}

func TestOnSkipped(t *testing.T) {
	t.Parallel()
	a := ahead(t)
	skip := []club.DateRange{{From: day("2026-12-20"), To: day("2026-12-26")}, {From: day("2027-01-03"), To: day("2027-01-03")}}
	if got := club.OnSkipped(a.Blocks, skip, a.Zone); !slices.Equal(got, []int{0, 2}) {
		t.Errorf("%v are on skipped days", got)
	}
	// In Auckland it is the 21st, the 28th and the 4th.
	if got := club.OnSkipped(a.Blocks, skip, zone(t, "Pacific/Auckland")); !slices.Equal(got, []int{0}) {
		t.Errorf("%v are on skipped days of Auckland", got)
	}
}

// Where the clocks leap over the usual time a checkpoint is later, for that once:
// moved, shifted or in another zone it is at the usual time again.
func TestATimeThatIsLeaptOver(t *testing.T) {
	t.Parallel()
	z := zone(t, "Europe/Berlin")
	a := club.Ahead{Chapters: club.Numbered(3), Number: 1, Zone: z, Now: day("2027-03-01").At(12, 0, z)}
	for i := range 3 { // the second, on 28 March, is at 03:30
		a.Blocks = append(a.Blocks, club.Block{First: i + 1, Last: i + 1, At: day("2027-03-21").AddDays(7*i).At(2, 30, z)})
	}
	blocks, err := a.Shift(0, 7)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := changed(blocks), "1-1 28 Mar 03:30, 2-2 4 Apr 02:30, 3-3 11 Apr 02:30"; got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
	if c := a.ClockOf(1); c != (club.Clock{Hour: 2, Minute: 30}) {
		t.Errorf("it is meant to be at %s", c)
	}
	if got, want := changed(a.Rezone(zone(t, "Asia/Kolkata"))), "1-1 21 Mar 02:30, 2-2 28 Mar 02:30, 3-3 4 Apr 02:30"; got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

// What is shifted or put off goes around the days that were to be free, and what
// follows goes with it; what was put on such a day stays on one.
func TestAroundDaysThatAreFree(t *testing.T) {
	t.Parallel()
	a := ahead(t)
	a.Skip = []club.DateRange{{From: day("2026-12-30"), To: day("2027-01-04")}}
	for name, c := range map[string]struct {
		change func(club.Ahead) ([]club.Block, error)
		want   string
	}{
		"shift":   {func(a club.Ahead) ([]club.Block, error) { return a.Shift(0, 7) }, "7-9 27 Dec 18:00, 10-12 10 Jan 18:00, 13-15 17 Jan 18:00"},
		"pause":   {func(a club.Ahead) ([]club.Block, error) { return a.Pause(1, 1, true) }, "7-9 20 Dec 18:00, 10-12 10 Jan 18:00 after one to catch up, 13-15 17 Jan 18:00"},
		"earlier": {func(a club.Ahead) ([]club.Block, error) { return a.Shift(1, -1) }, "7-9 20 Dec 18:00, 10-12 26 Dec 18:00, 13-15 2 Jan 18:00"},
		"put there": {func(a club.Ahead) ([]club.Block, error) { // the third is on 3 January
			a.Blocks = slices.Clone(a.Blocks)
			a.Blocks[2].At = at(t, "2027-01-01 18:00")
			return a.Shift(2, 1)
		}, "7-9 20 Dec 18:00, 10-12 27 Dec 18:00, 13-15 2 Jan 18:00"},
	} {
		blocks, err := c.change(a)
		if err != nil || changed(blocks) != c.want {
			t.Errorf("%s:\n got %s, %v\nwant %s", name, changed(blocks), err, c.want)
		}
	}
}

// A checkpoint comes after the day on which reading begins.
func TestNotBeforeReadingBegins(t *testing.T) {
	t.Parallel()
	a := ahead(t)
	a.Before, a.Begins = time.Time{}, day("2026-12-18")
	_, err := a.Move(0, at(t, "2026-12-18 20:00"))
	if err == nil || err.Error() != "Reading begins on 18 December, and a checkpoint comes after that day. Choose a later moment." {
		t.Error(err)
	}
	_, err = a.Shift(0, -2)
	if err == nil || !strings.HasSuffix(err.Error(), "and reading begins on 18 December. It can come one day earlier at most.") {
		t.Error(err)
	}
}
