package club_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"dogear/club"
	"pgregory.net/rapid"
)

func TestReplan(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		edit func(*club.Ahead, *club.PlanRequest)
		want string
	}{
		{
			"pace", func(_ *club.Ahead, r *club.PlanRequest) { r.Pace = 5 },
			"7-10 20 Dec 18:00, 11-15 27 Dec 18:00",
		},
		{
			"finish", func(_ *club.Ahead, r *club.PlanRequest) { r.Finish = day("2027-01-12") },
			"7-8 20 Dec 18:00, 9-10 27 Dec 18:00, 11-12 3 Jan 18:00, 13-15 10 Jan 18:00",
		},
		{
			"other days", func(_ *club.Ahead, r *club.PlanRequest) {
				r.Pace, r.Days, r.Time = 5, []time.Weekday{time.Tuesday}, club.Clock{Hour: 9}
			},
			"7-10 22 Dec 09:00, 11-15 29 Dec 09:00",
		},
		{
			"not before reading begins", func(a *club.Ahead, r *club.PlanRequest) { r.Pace, a.Begins = 5, day("2027-01-01") },
			"7-10 3 Jan 18:00, 11-15 10 Jan 18:00",
		},
		{
			"pages, rests and chapters that came in since", func(a *club.Ahead, r *club.PlanRequest) {
				a.Blocks[1].Rest = 2
				a.Chapters = paged(slices.Repeat([]int{10}, 16)...)
				r.Pace = 5
			},
			"7-11 20 Dec 18:00, 12-16 27 Dec 18:00",
		},
		{
			"days that were to be free stay so", func(a *club.Ahead, r *club.PlanRequest) {
				a.Skip, r.Pace = []club.DateRange{{From: day("2026-12-20"), To: day("2026-12-31")}}, 5
			},
			"7-10 3 Jan 18:00, 11-15 10 Jan 18:00",
		},
		{
			"no days are to be free any more", func(a *club.Ahead, r *club.PlanRequest) {
				a.Skip, r.Pace = []club.DateRange{{From: day("2026-12-20"), To: day("2026-12-31")}}, 5
				r.Skip = []club.DateRange{}
			},
			"7-10 20 Dec 18:00, 11-15 27 Dec 18:00",
		},
	} {
		a := ahead(t)
		r := club.PlanRequest{Time: club.Clock{Hour: 18}}
		c.edit(&a, &r)
		blocks, err := a.Replan(r)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
		} else if got := changed(blocks); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

// Nothing begins any more: refusals speak of today.
func TestReplanRefusals(t *testing.T) {
	t.Parallel()
	for finish, want := range map[string]string{
		"2026-12-14": "The finish, 14 December, lies before today, 15 December. Choose a later finish.",
		"2026-12-15": "Checkpoints come after today, and 15 December is the finish as well. One meeting, on 20 December, can be planned.",
		"2026-12-18": "Checkpoints come after today, and there is no Sunday after 15 December up to 18 December. One meeting, on 20 December, can be planned.",
		"2027-03-14": "There are 13 Sundays until 14 March 2027 and only 9 chapters left to share out. One chapter at a time ends on 14 February 2027.",
	} {
		_, err := ahead(t).Replan(club.PlanRequest{Finish: day(finish), Time: club.Clock{Hour: 18}})
		if err == nil || err.Error() != want {
			t.Errorf("\n got %v\nwant %s", err, want)
		}
	}
}

func TestReplanProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, r := anyAhead(t)
		was := slices.Clone(a.Blocks)
		// Another wish of the same read.
		wish := anyRequest(t)
		wish.Start, wish.Skip = r.Start, rapid.SampledFrom([][]club.DateRange{nil, {}, r.Skip}).Draw(t, "skip")
		if wish.Pace == 0 {
			wish.Finish = club.DateOf(a.Now.In(a.Zone)).AddDays(rapid.IntRange(1, 300).Draw(t, "length"))
		}
		blocks, err := a.Replan(wish)
		var cannot *club.CannotPlan
		if errors.As(err, &cannot) {
			for i, near := range cannot.Nearest {
				near, err := a.Replan(kept(t, near))
				if err != nil {
					t.Fatalf("%q cannot be planned: %v", cannot.Words[i], err)
				}
				ordered(t, a, near)
			}
			return
		}
		if err != nil {
			if strings.Contains(err.Error(), "lies before the start") {
				return // the read begins in the future
			}
			t.Fatal(err)
		}
		ordered(t, a, blocks)
		if !slices.Equal(a.Blocks, was) {
			t.Fatal("the plan that was has changed")
		}
		// It is the plan of one who begins today with what is left or, if there
		// may be a meeting today, of one who began yesterday.
		now, last := club.DateOf(a.Now.In(a.Zone)), club.DateOf(a.Before.In(a.Zone))
		if wish.Start = a.Begins; wish.Start.Before(now) {
			wish.Start = now
			if last.Before(now) && now.At(wish.Time.Hour, wish.Time.Minute, a.Zone).After(a.Now) {
				wish.Start = now.AddDays(-1)
			}
		}
		if len(wish.Days) == 0 {
			wish.Days, _ = a.Usual()
		}
		if wish.Skip == nil {
			wish.Skip = a.Skip
		}
		wish.Chapters, wish.After, wish.Zone, wish.Today = a.Chapters, was[0].First-1, a.Zone, now
		checkPlan(t, wish, club.Plan{Blocks: blocks})
	})
}

// A replan on the morning of a meeting keeps that meeting.
func TestAReplanOnAMeetingDay(t *testing.T) {
	t.Parallel()
	a := ahead(t)
	for now, want := range map[string]string{"2026-12-20 09:00": "2026-12-20", "2026-12-20 17:59": "2026-12-20", "2026-12-19 23:59": "2026-12-20"} {
		a.Now = at(t, now)
		blocks, err := a.Replan(club.PlanRequest{Pace: 1, Days: []time.Weekday{time.Sunday}, Time: club.Clock{Hour: 18}})
		if err != nil || club.DateOf(blocks[0].At).String() != want {
			t.Errorf("at %s: %v, %v", now, blocks, err)
		}
	}
	// Not on the day on which reading begins.
	a.Begins = day("2026-12-20")
	blocks, err := a.Replan(club.PlanRequest{Pace: 1, Days: []time.Weekday{time.Sunday}, Time: club.Clock{Hour: 18}})
	if err != nil || club.DateOf(blocks[0].At).String() != "2026-12-27" {
		t.Errorf("on the first day: %v, %v", blocks, err)
	}
}

// kept is a request as a draft keeps it.
func kept(t *rapid.T, r club.PlanRequest) club.PlanRequest {
	type wish struct {
		Start, Finish club.Date
		Pace          int
		Days          []time.Weekday
		Time          club.Clock
		Skip          []club.DateRange
	}
	text, err := json.Marshal(wish{r.Start, r.Finish, r.Pace, r.Days, r.Time, r.Skip})
	if err != nil {
		t.Fatal(err)
	}
	var w wish
	if err := json.Unmarshal(text, &w); err != nil {
		t.Fatal(err)
	}
	return club.PlanRequest{Start: w.Start, Finish: w.Finish, Pace: w.Pace, Days: w.Days, Time: w.Time, Skip: w.Skip}
}

func TestUsual(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		moments string
		days    []time.Weekday
		clock   string
	}{
		{"", nil, "00:00"},
		{"2026-12-20 18:00", []time.Weekday{time.Sunday}, "18:00"},
		{"2026-12-20 18:00,2026-12-27 18:00,2027-01-04 19:00", []time.Weekday{time.Sunday}, "18:00"}, // one was moved
		{"2026-12-20 18:00,2026-12-27 18:00,2027-01-03 18:00,2027-01-11 19:00", []time.Weekday{time.Sunday}, "18:00"},
		{"2026-12-21 19:00,2026-12-24 19:00,2026-12-28 19:00,2026-12-31 19:00", []time.Weekday{time.Monday, time.Thursday}, "19:00"},
		{"2026-12-20 00:00,2026-12-27 00:00,2027-01-03 19:00", []time.Weekday{time.Sunday}, "00:00"},
		{"2027-03-28 18:00,2027-04-04 18:00", []time.Weekday{time.Sunday}, "18:00"}, // in the summer
	} {
		a := club.Ahead{Zone: zone(t, "Europe/London")}
		for m := range strings.SplitSeq(c.moments, ",") {
			if m != "" {
				a.Blocks = append(a.Blocks, club.Block{At: at(t, m).UTC()})
			}
		}
		days, clock := a.Usual()
		if !slices.Equal(days, c.days) || clock.String() != c.clock {
			t.Errorf("%s: %v at %s, want %v at %s", c.moments, days, clock, c.days, c.clock)
		}
	}
}
