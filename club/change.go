package club

import (
	"slices"
	"time"
)

// MaxShift is by how many days dates move at most at once: ten years' of them.
const MaxShift = maxYears * 366

const (
	maxRest    = 8            // weeks without a checkpoint in one place
	maxHorizon = 2 * MaxShift // days: a read may begin in ten years and last ten
)

// Ahead is what of a plan lies ahead and may still change. Its methods return
// all the blocks as they would be, in order and each later than Now, and leave
// those that are there alone. An error is a *Refusal.
type Ahead struct {
	Chapters Chapters       // the whole book
	Blocks   []Block        // in order, each later than Now
	Begins   Date           // the day on which reading begins, or began
	Number   int            // that of the first of Blocks among all checkpoints of the read, from 1
	Before   time.Time      // the moment of the last open checkpoint, zero if none is
	Zone     *time.Location // the club's
	Now      time.Time
	Skip     []DateRange // days that were to be without a checkpoint
}

// Move gives block i another moment. It may not pass its neighbours, lie in the
// past, on the day on which reading begins or before it, or more than twenty years
// ahead, nor be where it is already.
func (a Ahead) Move(i int, at time.Time) ([]Block, error) {
	if err := a.has(i); err != nil {
		return nil, err
	}
	switch {
	case !at.After(a.past()):
		return nil, Refuse("%s lies in the past. Choose a moment that is still to come.", capital(a.when(at)))
	case !at.After(a.floor()):
		return nil, Refuse("Reading begins on %s, and a checkpoint comes after that day. Choose a later moment.", a.Begins.Short(a.date(a.Now)))
	case i > 0 && !at.After(a.Blocks[i-1].At):
		return nil, Refuse("%s would not come after %s, which is on %s. Choose a later moment.",
			a.name(i), a.name(i-1), a.when(a.Blocks[i-1].At))
	case i+1 < len(a.Blocks) && !at.Before(a.Blocks[i+1].At):
		return nil, Refuse("%s would not come before %s, which is on %s. Choose an earlier moment, or move that one first.",
			a.name(i), a.name(i+1), a.when(a.Blocks[i+1].At))
	case at.Equal(a.Blocks[i].At):
		return nil, Refuse("%s is on %s already. Choose another moment.", a.name(i), a.when(at))
	}
	blocks := slices.Clone(a.Blocks)
	blocks[i].At = at.In(a.Zone)
	if err := a.tooFar(blocks); err != nil {
		return nil, err
	}
	a.ease(blocks)
	return blocks, nil
}

// Shift moves the blocks from number from on, counted from 0, by whole days, at
// most MaxShift of them; they come earlier if days is negative. Each keeps its
// time of the day in the zone, or moves forward by the gap where it does not
// exist. The first of them may not pass the one before nor lie in the past. What
// would come later, on a day that was to be without a checkpoint, goes on by
// weeks to one that was not, and what follows goes with it.
func (a Ahead) Shift(from, days int) ([]Block, error) {
	if err := a.has(from); err != nil {
		return nil, err
	}
	switch {
	case days == 0:
		return nil, Refuse("No day later or earlier is where everything is already. Say by how many days, such as 7, or -2 for two days earlier.")
	case days > MaxShift || days < -MaxShift:
		return nil, Refuse("That is more than ten years. Choose fewer days.")
	}
	if !a.fits(from, days) {
		return nil, a.tooEarly(from, days)
	}
	blocks := a.shifted(from, days)
	if err := a.tooFar(blocks); err != nil {
		return nil, err
	}
	a.ease(blocks)
	return blocks, nil
}

// Pause puts 1 to 8 weeks more before a block, numbered from 0: it and all after
// it come so much later, around the days that were to be without a checkpoint as
// in Shift. With catchUp the weeks are for catching up. There are at most 8 in
// one place.
func (a Ahead) Pause(before, weeks int, catchUp bool) ([]Block, error) {
	if before == len(a.Blocks) {
		return nil, Refuse("No checkpoint comes after that one, so there is nothing to put off.")
	}
	if err := a.has(before); err != nil {
		return nil, err
	}
	there := a.Blocks[before].Rest
	switch {
	case weeks < 1 || weeks > maxRest:
		return nil, Refuse("A break can be 1 to %d weeks long, and this one would be %d.", maxRest, weeks)
	case there >= maxRest:
		return nil, Refuse("There are %s weeks of break before %s already, and that is the most. Later ones can have a break too.",
			Count(there), a.name(before))
	case there+weeks > maxRest:
		return nil, Refuse("There is a break of %s before %s already, and %s weeks is the most. Give it at most %s more.",
			weeksLong(there), a.name(before), Count(maxRest), weeksLong(maxRest-there))
	}
	blocks := a.shifted(before, 7*weeks)
	blocks[before].Rest += weeks
	blocks[before].CatchUp = blocks[before].CatchUp || catchUp
	if err := a.tooFar(blocks); err != nil {
		return nil, err
	}
	return blocks, nil
}

// Replan plans anew what lies ahead. Of the request, Chapters, After, Start,
// Zone, Now and Today are set here. Meetings come after now: also today, if
// there is one to come that is not on the day on which reading begins. Without
// Days they are the usual ones; without Skip (nil, not empty) the days that were
// to be without a checkpoint stay so. An error is that of MakePlan; a request
// that a *CannotPlan calls near is to come here, too.
func (a Ahead) Replan(r PlanRequest) ([]Block, error) {
	if err := a.has(0); err != nil {
		return nil, Refuse("All checkpoints are open, so nothing is left to plan anew.")
	}
	r.Chapters, r.After, r.Zone, r.Now, r.Today = a.Chapters, a.Blocks[0].First-1, a.Zone, a.Now, a.date(a.Now)
	r.Start = r.Today
	for _, d := range []Date{a.Begins, a.date(a.Before)} {
		if r.Start.Before(d) {
			r.Start = d
		}
	}
	r.anew = true
	r.today = r.Start == r.Today && a.Begins != r.Today && a.date(a.Before) != r.Today
	if len(r.Days) == 0 {
		r.Days, _ = a.Usual()
	}
	if r.Skip == nil {
		r.Skip = a.Skip
	}
	p, err := MakePlan(r)
	return p.Blocks, err
}
