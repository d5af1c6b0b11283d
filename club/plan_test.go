package club_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"dogear/club"
	"pgregory.net/rapid"
)

func day(s string) club.Date {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return club.DateOf(t)
}

// request is a plan for n chapters that begins on Tuesday 1 December 2026, with
// meetings on Sundays at 18:00 in London.
func request(t rapid.TB, n int) club.PlanRequest {
	return club.PlanRequest{
		Chapters: club.Numbered(n), Start: day("2026-12-01"), Days: []time.Weekday{time.Sunday},
		Time: club.Clock{Hour: 18}, Zone: zone(t, "Europe/London"), Today: day("2026-11-22"),
	}
}

// paged gives the chapters these numbers of pages.
func paged(pages ...int) club.Chapters {
	cs := club.Numbered(len(pages))
	end := 0
	for i, p := range pages {
		end += p
		cs[i].EndPage = end
	}
	return cs
}

// told writes a plan as "1-3 6 Dec 18:00".
func told(p club.Plan) []string {
	lines := make([]string, len(p.Blocks))
	for i, b := range p.Blocks {
		lines[i] = fmt.Sprintf("%d-%d %s", b.First, b.Last, b.At.Format("2 Jan 15:04"))
	}
	return lines
}

func TestPlans(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		n    int
		edit func(*club.PlanRequest)
		want string
	}{
		{
			"pace", 23, func(r *club.PlanRequest) { r.Pace = 3 },
			"1-2 6 Dec 18:00, 3-5 13 Dec 18:00, 6-8 20 Dec 18:00, 9-11 27 Dec 18:00, 12-14 3 Jan 18:00, 15-17 10 Jan 18:00, 18-20 17 Jan 18:00, 21-23 24 Jan 18:00",
		},
		{"finish", 7, func(r *club.PlanRequest) { r.Finish = day("2026-12-20") }, "1-2 6 Dec 18:00, 3-4 13 Dec 18:00, 5-7 20 Dec 18:00"},
		{"a finish between meetings", 3, func(r *club.PlanRequest) { r.Finish = day("2026-12-19") }, "1-1 6 Dec 18:00, 2-3 13 Dec 18:00"},
		{"one meeting", 9, func(r *club.PlanRequest) { r.Pace = 100 }, "1-9 6 Dec 18:00"},
		{"the weekday of the start", 2, func(r *club.PlanRequest) { r.Pace, r.Days = 1, nil }, "1-1 8 Dec 18:00, 2-2 15 Dec 18:00"},
		{"never on the start itself", 1, func(r *club.PlanRequest) { r.Pace, r.Start = 1, day("2026-12-06") }, "1-1 13 Dec 18:00"},
		{
			"several days", 3, func(r *club.PlanRequest) { r.Pace, r.Days = 1, []time.Weekday{time.Thursday, time.Monday, time.Monday} },
			"1-1 3 Dec 18:00, 2-2 7 Dec 18:00, 3-3 10 Dec 18:00",
		},
		{"skip", 2, func(r *club.PlanRequest) {
			r.Pace, r.Skip = 1, []club.DateRange{{From: day("2026-12-06"), To: day("2026-12-06")}, {From: day("2026-12-20"), To: day("2027-01-03")}}
		}, "1-1 13 Dec 18:00, 2-2 10 Jan 18:00"},
		{
			"pages", 6, func(r *club.PlanRequest) { r.Chapters, r.Finish = paged(10, 10, 10, 50, 10, 10), day("2026-12-20") },
			"1-3 6 Dec 18:00, 4-4 13 Dec 18:00, 5-6 20 Dec 18:00",
		},
		{
			// 11, 5, 4 would be the more even one, and its heaviest is 11.
			"the heaviest before the most even", 4, func(r *club.PlanRequest) {
				r.Chapters, r.Finish = paged(2, 9, 5, 4), day("2026-12-20")
			}, "1-1 6 Dec 18:00, 2-2 13 Dec 18:00, 3-4 20 Dec 18:00",
		},
		{"pages of some chapters count for nothing", 4, func(r *club.PlanRequest) {
			r.Pace, r.Chapters[0].EndPage, r.Chapters[1].EndPage = 2, 300, 310
		}, "1-2 6 Dec 18:00, 3-4 13 Dec 18:00"},
		{"after what has been read", 7, func(r *club.PlanRequest) { r.Pace, r.After = 2, 4 }, "5-5 6 Dec 18:00, 6-7 13 Dec 18:00"},
		{
			"pages after what has been read", 6, func(r *club.PlanRequest) {
				r.Chapters, r.Finish, r.After = paged(500, 10, 10, 50, 10, 10), day("2026-12-20"), 1
			}, "2-3 6 Dec 18:00, 4-4 13 Dec 18:00, 5-6 20 Dec 18:00",
		},
		{"one chapter", 1, func(r *club.PlanRequest) { r.Finish = day("2026-12-12") }, "1-1 6 Dec 18:00"},
		{"starts today", 1, func(r *club.PlanRequest) { r.Pace, r.Start = 1, day("2026-11-22") }, "1-1 29 Nov 18:00"},
	} {
		r := request(t, c.n)
		c.edit(&r)
		p, err := club.MakePlan(r)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := strings.Join(told(p), ", "); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

func TestPlanTellsItsPages(t *testing.T) {
	t.Parallel()
	r := request(t, 4)
	r.Pace, r.Chapters = 2, paged(10, 20, 30, 40)
	p, err := club.MakePlan(r)
	if err != nil {
		t.Fatal(err)
	}
	if p.Blocks[0].Pages != 30 || p.Blocks[1].Pages != 70 || p.Heaviest() != 1 || !p.End().Equal(p.Blocks[1].At) {
		t.Errorf("%+v, heaviest %d", p.Blocks, p.Heaviest())
	}
	if (club.Plan{}).Heaviest() != -1 || !(club.Plan{}).End().IsZero() {
		t.Error("an empty plan has a heaviest block or an end")
	}
}

// Today and zone may be left out: a read begun by the clock of another zone.
func TestPlanTakesTodayFromNow(t *testing.T) {
	t.Parallel()
	r := request(t, 1)
	r.Pace, r.Today, r.Start = 1, club.Date{}, day("2026-12-01")
	r.Zone, r.Now = zone(t, "Pacific/Auckland"), time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC) // the 2nd there
	if _, err := club.MakePlan(r); err == nil || !strings.Contains(err.Error(), "past") {
		t.Errorf("yesterday is taken for a start: %v", err)
	}
	r.Zone = nil
	if _, err := club.MakePlan(r); err != nil {
		t.Error(err)
	}
}

func TestPlanRefusals(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		n    int
		edit func(*club.PlanRequest)
		want string
	}{
		{3, func(*club.PlanRequest) {}, "Give either pace, how many chapters from meeting to meeting, or finish, the day by which the book is read."},
		{3, func(r *club.PlanRequest) { r.Pace, r.Finish = 2, day("2027-01-01") }, "Give either pace or finish, not both: one follows from the other."},
		{3, func(r *club.PlanRequest) { r.Pace = -1 }, "The pace is -1 chapters from meeting to meeting, and it can be 1 to 100."},
		{3, func(r *club.PlanRequest) { r.Pace = 101 }, "The pace is 101 chapters from meeting to meeting, and it can be 1 to 100."},
		{0, func(r *club.PlanRequest) { r.Pace = 3 }, "This book has no chapters yet, so there is nothing to plan. Give it some with /book chapters."},
		{
			3, func(r *club.PlanRequest) { r.Pace, r.Start = 3, day("2026-11-21") },
			"Reading would begin on 21 November, and that is past. Choose today, 22 November, or a later day.",
		},
		{3, func(r *club.PlanRequest) { r.Finish = day("2026-11-30") }, "The finish, 30 November, lies before the start, 1 December. Choose a later finish."},
		{3, func(r *club.PlanRequest) { r.Pace, r.Start = 3, club.Date{} }, "Say on which day reading begins: a date such as 2026-11-22."},
		{
			3, func(r *club.PlanRequest) { r.Pace, r.Start = 3, day("2126-11-22") },
			"Reading would begin on 22 November 2126, more than ten years from now. Choose an earlier day.",
		},
		{3, func(r *club.PlanRequest) { r.Pace, r.Time.Hour = 3, 25 }, "25:00 is not a time of the day. Try 18:00."},
		{3, func(r *club.PlanRequest) { r.Finish = club.Date{Year: 2027, Month: 2, Day: 31} }, "There is no day 2027-02-31. Choose another for the finish."},
		{3, func(r *club.PlanRequest) { r.Pace, r.After = 1, 3 }, "No chapters are left to plan: those up to the last one have been read."},
		{1500, func(r *club.PlanRequest) { r.Pace = 1 }, "The plan would need 1500 meetings, and 1000 is the most. Choose a higher pace."},
	} {
		r := request(t, c.n)
		c.edit(&r)
		_, err := club.MakePlan(r)
		var refusal *club.Refusal
		if !errors.As(err, &refusal) || err.Error() != c.want {
			t.Errorf("\n got %v\nwant %s", err, c.want)
		}
	}
}

func TestNearestPlans(t *testing.T) {
	t.Parallel()
	year := []club.DateRange{{From: day("2026-12-01"), To: day("2027-12-31")}}
	for _, c := range []struct {
		name  string
		n     int
		edit  func(*club.PlanRequest)
		want  string
		words string
		ends  string
	}{
		{
			"more meetings than chapters", 5, func(r *club.PlanRequest) { r.Finish = day("2027-01-31") },
			"There are 9 Sundays until 31 January 2027 and only 5 chapters to share out. One chapter at a time ends on 3 January 2027.",
			"Plan until 3 January 2027", "2027-01-03",
		},
		{
			"fewer days", 5, func(r *club.PlanRequest) {
				r.Finish, r.Days = day("2026-12-31"), []time.Weekday{time.Monday, time.Thursday}
			}, "There are 9 Mondays and Thursdays until 31 December and only 5 chapters to share out. One chapter at a time ends on 17 December.",
			"Plan until 17 December, Meet on Thursdays", "2026-12-17 2026-12-31",
		},
		{
			"more meetings than chapters left", 9, func(r *club.PlanRequest) { r.Finish, r.After = day("2027-01-31"), 8 },
			"There are 9 Sundays until 31 January 2027 and only 1 chapter left to share out. One meeting, on 6 December, can be planned.",
			"Plan until 6 December", "2026-12-06",
		},
		{
			"fewer days for what is left", 9, func(r *club.PlanRequest) {
				r.After, r.Finish, r.Days = 4, day("2026-12-31"), []time.Weekday{time.Monday, time.Thursday}
			}, "There are 9 Mondays and Thursdays until 31 December and only 5 chapters left to share out. One chapter at a time ends on 17 December.",
			"Plan until 17 December, Meet on Thursdays", "2026-12-17 2026-12-31",
		},
		{
			"no meeting day between", 5, func(r *club.PlanRequest) { r.Finish = day("2026-12-04") },
			"Checkpoints come after the start, and there is no Sunday after 1 December up to 4 December. One meeting, on 6 December, can be planned.",
			"Plan until 6 December, Meet on Fridays", "2026-12-06 2026-12-04",
		},
		{
			"finish on the start", 5, func(r *club.PlanRequest) { r.Finish, r.Days = day("2026-12-01"), nil },
			"Checkpoints come after the start, and 1 December is the finish as well. One meeting, on 8 December, can be planned.",
			"Plan until 8 December", "2026-12-08",
		},
		{
			"all skipped", 20, func(r *club.PlanRequest) { r.Finish, r.Skip = day("2026-12-31"), year },
			"Every Sunday after 1 December up to 31 December is skipped. One meeting, on 2 January 2028, can be planned.",
			"Plan until 2 January 2028, Skip no days", "2028-01-02 2026-12-27",
		},
		{
			"no more than two are offered", 20, func(r *club.PlanRequest) {
				r.Finish, r.Skip = day("2026-12-10"), []club.DateRange{{From: day("2026-12-06"), To: day("2026-12-06")}}
			}, "Every Sunday after 1 December up to 10 December is skipped. One meeting, on 13 December, can be planned.",
			"Plan until 13 December, Skip no days", "2026-12-13 2026-12-06",
		},
		{
			"skipped for ever", 20, func(r *club.PlanRequest) {
				r.Pace, r.Skip = 5, []club.DateRange{{From: day("2026-12-10"), To: day("2099-12-31")}}
			}, "The plan needs 4 meetings, and in the ten years after 1 December only 1 Sunday is not skipped. With no days skipped, at most five chapters at a time end on 27 December.",
			"Skip no days, At most 20 chapters at a time", "2026-12-27 2026-12-06",
		},
		{
			"what is left skipped for ever", 24, func(r *club.PlanRequest) {
				r.After, r.Pace, r.Skip = 4, 5, []club.DateRange{{From: day("2026-12-10"), To: day("2099-12-31")}}
			}, "The plan needs 4 meetings, and in the ten years after 1 December only 1 Sunday is not skipped. With no days skipped, at most five chapters at a time end on 27 December.",
			"Skip no days, At most 20 chapters at a time", "2026-12-27 2026-12-06",
		},
		{
			"longer than ten years", 500, func(r *club.PlanRequest) {
				r.Finish, r.Skip = day("2037-12-31"), []club.DateRange{{From: day("2026-12-10"), To: day("2036-10-31")}}
			}, "From 1 December to 31 December 2037 is more than ten years. Five meetings end on 23 November 2036.",
			"Plan until 23 November 2036", "2036-11-23",
		},
	} {
		r := request(t, c.n)
		c.edit(&r)
		_, err := club.MakePlan(r)
		var cannot *club.CannotPlan
		var refusal *club.Refusal
		if !errors.As(err, &cannot) || !errors.As(err, &refusal) || refusal.Error() != err.Error() {
			t.Errorf("%s: %v has no nearest plan", c.name, err)
			continue
		}
		if err.Error() != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, err, c.want)
		}
		if got := strings.Join(cannot.Words, ", "); got != c.words {
			t.Errorf("%s: offers %q, want %q", c.name, got, c.words)
		}
		var ends []string
		for _, near := range cannot.Nearest {
			p, err := club.MakePlan(near)
			if err != nil {
				t.Errorf("%s: the nearest cannot be planned: %v", c.name, err)
				continue
			}
			ends = append(ends, club.DateOf(p.End()).String())
		}
		if got := strings.Join(ends, " "); got != c.ends {
			t.Errorf("%s: the nearest end on %s, want %s", c.name, got, c.ends)
		}
	}
}

// anyRequest draws a request, good or bad.
func anyRequest(t *rapid.T) club.PlanRequest {
	pages := rapid.SliceOfN(rapid.IntRange(1, 40), 1, 40).Draw(t, "pages")
	r := club.PlanRequest{
		Chapters: club.Numbered(len(pages)),
		Start:    day("2026-01-01").AddDays(rapid.IntRange(0, 2000).Draw(t, "start")),
		Time:     club.Clock{Hour: rapid.IntRange(0, 23).Draw(t, "hour"), Minute: rapid.IntRange(0, 59).Draw(t, "minute")},
		Zone:     zone(t, rapid.SampledFrom(oddZones()).Draw(t, "zone")),
		Today:    day("2026-01-01"),
		After:    rapid.IntRange(0, len(pages)-1).Draw(t, "after"),
	}
	if rapid.Bool().Draw(t, "paged") {
		r.Chapters = paged(pages...)
	}
	for _, d := range rapid.SliceOfN(rapid.IntRange(0, 6), 0, 7).Draw(t, "days") {
		r.Days = append(r.Days, time.Weekday(d))
	}
	for range rapid.IntRange(0, 3).Draw(t, "skips") {
		from := r.Start.AddDays(rapid.IntRange(-5, 100).Draw(t, "from"))
		r.Skip = append(r.Skip, club.DateRange{From: from, To: from.AddDays(rapid.IntRange(0, 60).Draw(t, "long"))})
	}
	if rapid.Bool().Draw(t, "by pace") {
		r.Pace = rapid.IntRange(1, 12).Draw(t, "pace")
	} else {
		r.Finish = r.Start.AddDays(rapid.IntRange(0, 250).Draw(t, "length"))
	}
	return r
}

func TestPlanProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := anyRequest(t)
		p, err := club.MakePlan(r)
		var cannot *club.CannotPlan
		switch {
		case errors.As(err, &cannot):
			checkNearest(t, r, cannot)
			return
		case err != nil:
			t.Fatal(err) // every request drawn has a plan near it
		}
		checkPlan(t, r, p)
	})
}

// checkNearest: one or two requests, each of which can be planned and has its
// words.
func checkNearest(t *rapid.T, r club.PlanRequest, cannot *club.CannotPlan) {
	if n := len(cannot.Nearest); n < 1 || n > 2 || n != len(cannot.Words) {
		t.Fatalf("%v has %d nearest", cannot, n)
	}
	for i, near := range cannot.Nearest {
		p, err := club.MakePlan(near)
		if err != nil || cannot.Words[i] == "" || club.Units(cannot.Words[i]) > 80 {
			t.Fatalf("%q cannot be planned: %v", cannot.Words[i], err)
		}
		if near.Start != r.Start || len(near.Chapters) != len(r.Chapters) || near.After != r.After {
			t.Fatal("the nearest begins on another day or reads another book")
		}
		checkPlan(t, near, p)
	}
}

func checkPlan(t *rapid.T, r club.PlanRequest, p club.Plan) {
	days := r.Days
	if len(days) == 0 {
		days = []time.Weekday{r.Start.Weekday()}
	}
	// The meeting days, walked by hand.
	var moments []time.Time
	for d := r.Start.AddDays(1); len(moments) < len(p.Blocks); d = d.AddDays(1) {
		skipped := slices.ContainsFunc(r.Skip, func(s club.DateRange) bool { return s.Contains(d) })
		if slices.Contains(days, d.Weekday()) && !skipped {
			moments = append(moments, d.At(r.Time.Hour, r.Time.Minute, r.Zone))
		}
	}
	next, smallest, largest := r.After+1, len(r.Chapters), 0
	for i, b := range p.Blocks {
		size := b.Last - b.First + 1
		switch {
		case b.First != next || size < 1:
			t.Fatalf("block %d is %d-%d after %d", i, b.First, b.Last, next-1)
		case r.Pace > 0 && size > r.Pace:
			t.Fatalf("block %d has %d chapters at a pace of %d", i, size, r.Pace)
		case !b.At.Equal(moments[i]):
			t.Fatalf("block %d is at %s, want %s", i, b.At, moments[i])
		case i > 0 && !b.At.After(p.Blocks[i-1].At):
			t.Fatalf("block %d is not after the one before", i)
		}
		smallest, largest = min(smallest, size), max(largest, size)
		next = b.Last + 1
	}
	if next != len(r.Chapters)+1 {
		t.Fatalf("the last chapter planned is %d of %d", next-1, len(r.Chapters))
	}
	if !r.Chapters.Paged() && largest-smallest > 1 {
		t.Fatalf("sizes from %d to %d", smallest, largest)
	}
	if r.Pace > 0 {
		if want := (len(r.Chapters) - r.After + r.Pace - 1) / r.Pace; len(p.Blocks) != want {
			t.Fatalf("%d meetings, want %d", len(p.Blocks), want)
		}
	} else if last := club.DateOf(p.End()); last.After(r.Finish.AddDays(1)) { // a leap at midnight may lead into the next day
		t.Fatalf("it ends on %s, after %s", last, r.Finish)
	}
}

// The longest book, over more than a year.
func TestALongRead(t *testing.T) {
	t.Parallel()
	r := request(t, 500)
	r.Pace = 2
	p, err := club.MakePlan(r)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(p.Blocks); n != 250 || p.Blocks[249].Last != 500 || club.DateOf(p.End()) != day("2026-12-06").AddDays(7*249) {
		t.Errorf("%d checkpoints, the last on %s up to chapter %d", n, p.End(), p.Blocks[n-1].Last)
	}
	for _, b := range p.Blocks {
		if at := b.At.In(r.Zone); at.Weekday() != time.Sunday || at.Hour() != 18 || at.Minute() != 0 {
			t.Fatalf("a checkpoint on %s", at)
		}
	}
}

func TestGiants(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		chapters club.Chapters
		after    int
		meetings int
		want     []int
	}{
		{paged(10, 10, 50, 10, 20), 0, 3, []int{3}},                                        // the average is 33 and a third
		{paged(10, 10, 50, 10, 20), 0, 2, nil},                                             // 50 is the average
		{paged(10, 10, 50, 10, 20), 0, 5, []int{3}},                                        // 20 is the average
		{paged(900, 10, 50, 10, 20), 1, 4, []int{3}},                                       // 22 and a half: what has been read does not count
		{paged(1, 100, 1, 100, 1), 0, 4, []int{2, 4}},                                      // two
		{append(paged(10, 10, 50), club.Chapter{Number: 4, Label: "Epilogue"}), 0, 2, nil}, // not all pages are known
		{club.Numbered(4), 0, 4, nil},
	} {
		r := request(t, 0)
		r.Chapters, r.After, r.Finish = c.chapters, c.after, day("2026-12-06").AddDays(7*(c.meetings-1))
		p, err := club.MakePlan(r)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.Giants(c.chapters); !slices.Equal(got, c.want) {
			t.Errorf("%d meetings: %v are giants, want %v", c.meetings, got, c.want)
		}
	}
	if got := (club.Plan{}).Giants(club.Numbered(3)); got != nil {
		t.Errorf("a plan without blocks has giants %v", got)
	}
}
