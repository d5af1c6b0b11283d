package club

import (
	"slices"
	"time"
)

const (
	maxPace     = 100
	maxMeetings = 1000
	maxYears    = 10 // the longest a read may last
)

// PlanRequest is what an organiser asks of a plan. Exactly one of Pace and
// Finish is given.
type PlanRequest struct {
	Chapters Chapters       // the whole book
	After    int            // chapters 1 to After have been read: the plan holds those after them
	Start    Date           // the day on which reading begins, today or later
	Pace     int            // at most so many chapters from meeting to meeting
	Finish   Date           // the last day on which there may be a meeting
	Days     []time.Weekday // meeting days; none: the weekday of Start
	Time     Clock
	Skip     []DateRange // no meetings on these days
	Zone     *time.Location
	Today    Date      // none: the day of Now in Zone
	Now      time.Time // used where Today is none

	anew  bool // of a read that is under way
	today bool // there may be a meeting on the day of Start, after Now
}

// left is how many chapters there are to plan.
func (r PlanRequest) left() int { return len(r.Chapters) - r.After }

// Block is a checkpoint as planned: consecutive chapters and the moment by
// which they are read.
type Block struct {
	First, Last int // chapter numbers, both included
	At          time.Time
	Pages       int  // 0 if not known
	Rest        int  // weeks without a checkpoint before it, 0 to 8
	CatchUp     bool // those weeks are for catching up
}

// Plan is a schedule: blocks that hold every chapter once, in order, but for
// those that had been read before.
type Plan struct{ Blocks []Block }

// Heaviest is the index of the first block with the most pages or, where pages
// are not known for all, the most chapters; -1 if there is none.
func (p Plan) Heaviest() int {
	paged := !slices.ContainsFunc(p.Blocks, func(b Block) bool { return b.Pages == 0 })
	heaviest, most := -1, 0
	for i, b := range p.Blocks {
		weight := b.Last - b.First + 1
		if paged {
			weight = b.Pages
		}
		if weight > most {
			heaviest, most = i, weight
		}
	}
	return heaviest
}

// Giants is the numbers of the chapters, of a book so planned, that are heavier
// by themselves than the average block: whoever splits one in the chapter list
// ("Chapter 12, first half") gets a more even plan. None are where pages are not
// known for all.
func (p Plan) Giants(cs Chapters) []int {
	if len(p.Blocks) == 0 {
		return nil
	}
	before := p.Blocks[0].First - 1
	weights := cs.weights(before)
	total := 0
	for _, w := range weights {
		total += w
	}
	var giants []int
	for i, w := range weights {
		if w*len(p.Blocks) > total {
			giants = append(giants, before+i+1)
		}
	}
	return giants
}

// End is the moment of the last block, the zero time if there is none.
func (p Plan) End() time.Time {
	if len(p.Blocks) == 0 {
		return time.Time{}
	}
	return p.Blocks[len(p.Blocks)-1].At
}

// CannotPlan is a refusal of a request that another one comes near to.
type CannotPlan struct {
	*Refusal
	// Nearest are one or two requests that can be planned, the nearest first.
	Nearest []PlanRequest
	// Words says for each of them what is different, short enough for a button:
	// "Plan until 7 February".
	Words []string
}

// Unwrap is the sentence, as a Refusal.
func (c *CannotPlan) Unwrap() error { return c.Refusal }

// MakePlan makes the plan that is asked for. Checkpoints fall on meeting days
// after the start. With a pace there are as few as it allows; with a finish
// there is one on every meeting day up to it. The heaviest block is as light as
// can be, in pages if the end page of every chapter is known, else in chapters;
// then the blocks are as even as can be, and then the lighter ones come first.
//
// An error is a *Refusal or, where another request comes near, a *CannotPlan.
func MakePlan(r PlanRequest) (Plan, error) {
	r = r.completed()
	if err := r.check(); err != nil {
		return Plan{}, err
	}
	days, obstacle := r.meetings()
	if obstacle != nil {
		return Plan{}, obstacle.refusal()
	}
	return r.onDays(days), nil
}

// completed fills in what may be left out.
func (r PlanRequest) completed() PlanRequest {
	if r.Zone == nil {
		r.Zone = time.UTC
	}
	if r.Today.IsZero() {
		r.Today = DateOf(r.Now.In(r.Zone))
	}
	r.After = max(r.After, 0)
	if len(r.Days) == 0 {
		r.Days = []time.Weekday{r.Start.Weekday()}
	}
	return r
}

// check refuses what no plan can be made of.
func (r PlanRequest) check() error {
	switch {
	case len(r.Chapters) == 0:
		return Refuse("This book has no chapters yet, so there is nothing to plan. Give it some with /book chapters.")
	case r.left() < 1:
		return Refuse("No chapters are left to plan: those up to the last one have been read.")
	case !r.Start.Valid():
		return Refuse("Say on which day reading begins: a date such as %s.", r.Today)
	case !r.Time.Valid():
		return Refuse("%s is not a time of the day. Try 18:00.", r.Time)
	case r.Start.Before(r.Today):
		return Refuse("Reading would begin on %s, and that is past. Choose today, %s, or a later day.", r.Start.Short(r.Today), r.Today.Short(r.Today))
	case r.Start.After(r.Today.AddDays(maxYears * 366)):
		return Refuse("Reading would begin on %s, more than ten years from now. Choose an earlier day.", r.Start.Short(r.Today))
	case r.Pace == 0 && r.Finish.IsZero():
		return Refuse("Give either pace, how many chapters from meeting to meeting, or finish, the day by which the book is read.")
	case r.Pace != 0 && !r.Finish.IsZero():
		return Refuse("Give either pace or finish, not both: one follows from the other.")
	case r.Pace != 0 && (r.Pace < 1 || r.Pace > maxPace):
		return Refuse("The pace is %d chapters from meeting to meeting, and it can be 1 to %d.", r.Pace, maxPace)
	case r.Pace == 0 && !r.Finish.Valid():
		return Refuse("There is no day %s. Choose another for the finish.", r.Finish)
	case r.Pace == 0 && r.Finish.Before(r.Start):
		return Refuse("The finish, %s, lies before %s, %s. Choose a later finish.", r.Finish.Short(r.Today), r.origin(), r.Start.Short(r.Today))
	}
	if r.Pace > 0 && ceilDiv(r.left(), r.Pace) > maxMeetings {
		return Refuse("The plan would need %d meetings, and %d is the most. Choose a higher pace.", ceilDiv(r.left(), r.Pace), maxMeetings)
	}
	return nil
}

// origin is what the day on which the plan begins is to people.
func (r PlanRequest) origin() string {
	if r.anew && r.Start == r.Today {
		return "today"
	}
	return "the start"
}

func ceilDiv(a, b int) int { return (a + b - 1) / b }

// last is the last day on which the request may have a meeting.
func (r PlanRequest) last() Date {
	end := r.Start.AddDays(maxYears * 365)
	if r.Pace == 0 && r.Finish.Before(end) {
		return r.Finish
	}
	return end
}

// meetingDays walks to the last day given and gathers at most limit meeting
// days after the start.
func (r PlanRequest) meetingDays(last Date, limit int) []Date {
	var days []Date
	first, before := r.Start.AddDays(1), time.Time{}
	if r.today {
		first, before = r.Start, r.Now
	}
	for d := first; !d.After(last) && len(days) < limit; d = d.AddDays(1) {
		if !slices.Contains(r.Days, d.Weekday()) || anyContains(r.Skip, d) {
			continue
		}
		// A zone that leaps over a whole day has the moment already.
		if at := d.At(r.Time.Hour, r.Time.Minute, r.Zone); at.After(before) {
			days, before = append(days, d), at
		}
	}
	return days
}

// meetings is the days of the checkpoints, or why there cannot be any.
func (r PlanRequest) meetings() ([]Date, *obstacle) {
	n := r.left()
	if r.Pace > 0 {
		needed := ceilDiv(n, r.Pace)
		days := r.meetingDays(r.last(), needed)
		if len(days) < needed {
			return nil, r.tooFew(days, needed)
		}
		return days, nil
	}
	days := r.meetingDays(r.last(), maxMeetings*4)
	switch {
	case len(days) == 0:
		return nil, r.noneBetween()
	case r.Finish.After(r.last()):
		return nil, r.tooLong(days)
	case len(days) > n:
		return nil, r.tooMany(days)
	}
	return days, nil
}

// onDays spreads the chapters over the days.
func (r PlanRequest) onDays(days []Date) Plan {
	weights := r.Chapters.weights(r.After)
	most := len(weights)
	if r.Pace > 0 {
		most = r.Pace
	}
	p := Plan{Blocks: make([]Block, 0, len(days))}
	first := r.After + 1
	for i, size := range spread(weights, len(days), most) {
		b := Block{First: first, Last: first + size - 1, At: days[i].At(r.Time.Hour, r.Time.Minute, r.Zone)}
		b.Pages = r.Chapters.PagesBetween(b.First-1, b.Last)
		p.Blocks = append(p.Blocks, b)
		first += size
	}
	return p
}

// weights is what the chapters after number after weigh in a plan: their pages
// if the end page of every chapter of the book is known, else 1 each.
func (cs Chapters) weights(after int) []int {
	if after >= len(cs) {
		return nil
	}
	weights := slices.Repeat([]int{1}, len(cs)-after)
	if cs.Paged() {
		for i := range weights {
			weights[i] = cs.PagesBetween(after+i, after+i+1)
		}
	}
	return weights
}
