package club

import (
	"fmt"
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

// Usual is on which weekdays and at what time of the day, in the zone, the
// blocks fall: the commonest time, and the weekdays that hold more than half as
// many blocks as the commonest, so that one which was moved makes no new meeting
// day.
func (a Ahead) Usual() ([]time.Weekday, Clock) {
	var on [7]int
	times := make(map[Clock]int)
	usual := Clock{}
	for _, b := range a.Blocks {
		at := b.At.In(a.Zone)
		on[at.Weekday()]++
		c := Clock{Hour: at.Hour(), Minute: at.Minute()}
		times[c]++
		if times[c] > times[usual] {
			usual = c
		}
	}
	var days []time.Weekday
	most := slices.Max(on[:])
	for d, n := range on {
		if 2*n > most {
			days = append(days, time.Weekday(d))
		}
	}
	return days, usual
}

// OnSkipped is the places, from 0, of the blocks that fall in zone on a day that
// was to be without one.
func OnSkipped(blocks []Block, skip []DateRange, zone *time.Location) []int {
	var on []int
	for i, b := range blocks {
		if anyContains(skip, DateOf(b.At.In(zone))) {
			on = append(on, i)
		}
	}
	return on
}

// has refuses a block that is not there: it has opened meanwhile, or the plan
// has become shorter.
func (a Ahead) has(i int) error {
	if i >= 0 && i < len(a.Blocks) {
		return nil
	}
	return Refuse("This checkpoint is not ahead any more, so it does not change. `/schedule show` lists those that are.")
}

// past is the moment after which everything must lie.
func (a Ahead) past() time.Time {
	if a.Before.After(a.Now) {
		return a.Before
	}
	return a.Now
}

// floor is the moment after which the first block must lie: the last of the day
// on which reading begins, if that is still to come.
func (a Ahead) floor() time.Time {
	if a.Begins.IsZero() {
		return a.past()
	}
	if first := a.Begins.AddDays(1).At(0, 0, a.Zone).Add(-time.Second); first.After(a.past()) {
		return first
	}
	return a.past()
}

// above is the moment after which block i must lie.
func (a Ahead) above(i int) time.Time {
	if i > 0 {
		return a.Blocks[i-1].At
	}
	return a.floor()
}

// shifted is the blocks with those from from on so many days later: if later,
// around the days that were to be without a checkpoint.
func (a Ahead) shifted(from, days int) []Block {
	blocks := slices.Clone(a.Blocks)
	for i := from; i < len(blocks); i++ {
		for on := a.skips(blocks[i].At); ; days += 7 {
			blocks[i].At = a.moved(i, days, a.Zone)
			if on || days < 0 || days > maxHorizon || !a.skips(blocks[i].At) {
				break
			}
		}
		// Two of one night whose hour is leapt over.
		if i > from && !blocks[i].At.After(blocks[i-1].At) {
			blocks[i].At = blocks[i-1].At.Add(time.Minute)
		}
	}
	return blocks
}

// skips reports whether a moment is on a day that was to be without a checkpoint.
func (a Ahead) skips(t time.Time) bool { return anyContains(a.Skip, a.date(t)) }

// ClockOf is the time of the day, in the zone, at which a block is meant to be.
// On a day whose clocks leap over the usual time it is later, and is meant to be
// at the usual one.
func (a Ahead) ClockOf(i int) Clock {
	at := a.Blocks[i].At.In(a.Zone)
	if _, usual := a.Usual(); DateOf(at).At(usual.Hour, usual.Minute, a.Zone).Equal(at) {
		return usual
	}
	return Clock{Hour: at.Hour(), Minute: at.Minute()}
}

// moved is block i so many days later, at its time of the day by the clocks of a
// zone.
func (a Ahead) moved(i, days int, zone *time.Location) time.Time {
	c := a.ClockOf(i)
	return a.date(a.Blocks[i].At).AddDays(days).At(c.Hour, c.Minute, zone)
}

// fits reports whether block i may come so many days later.
func (a Ahead) fits(i, days int) bool { return a.moved(i, days, a.Zone).After(a.above(i)) }

// tooEarly says how much earlier block i can come, as it cannot by days.
func (a Ahead) tooEarly(i, days int) error {
	at := a.moved(i, days, a.Zone)
	why := "and that is past"
	switch {
	case i > 0 && at.After(a.floor()):
		why = fmt.Sprintf("and %s is on %s", a.name(i-1), a.when(a.above(i)))
	case at.After(a.past()):
		why = "and reading begins on " + a.Begins.Short(a.date(a.Now))
	}
	most := a.date(a.above(i)).DaysUntil(a.date(a.Blocks[i].At))
	for most > 0 && !a.fits(i, -most) {
		most--
	}
	can := "It cannot come a day earlier at all."
	switch {
	case most == 1:
		can = "It can come one day earlier at most."
	case most > 1:
		can = fmt.Sprintf("It can come %s days earlier at most.", Count(most))
	}
	return Refuse("%s would come on %s, %s. %s", a.name(i), a.when(at), why, can)
}

// tooFar refuses a plan that leads farther than any could.
func (a Ahead) tooFar(blocks []Block) error {
	end := blocks[len(blocks)-1].At
	if !a.date(end).After(a.date(a.Now).AddDays(maxHorizon)) {
		return nil
	}
	return Refuse("The last checkpoint would be on %s, more than %d years from now. Choose an earlier moment.", a.when(end), 2*maxYears)
}

// ease shortens the rest before each block that has come nearer to the one
// before to the weeks that are still free: no rest is told of that is not there.
func (a Ahead) ease(blocks []Block) {
	since := a.Before
	if since.IsZero() {
		since = a.Now
	}
	was, is := since, since
	for i, old := range a.Blocks {
		b := &blocks[i]
		gap := a.date(is).DaysUntil(a.date(b.At))
		if gap < a.date(was).DaysUntil(a.date(old.At)) {
			b.Rest = min(b.Rest, max(gap-1, 0)/7)
			b.CatchUp = b.CatchUp && b.Rest > 0
		}
		was, is = old.At, b.At
	}
}

// date is the day of a moment in the zone.
func (a Ahead) date(t time.Time) Date { return DateOf(t.In(a.Zone)) }

// when is a moment in words, in the zone: "6 December at 18:00".
func (a Ahead) when(t time.Time) string {
	return a.date(t).Short(a.date(a.Now)) + " at " + t.In(a.Zone).Format("15:04")
}

// name is a block as people know it: "Checkpoint 2: Chapters 4-6".
func (a Ahead) name(i int) string {
	b := a.Blocks[i]
	return fmt.Sprintf("Checkpoint %d: %s", a.Number+i, Plain(a.Chapters.Span(b.First, b.Last)))
}

// weeksLong is a number of weeks in words.
func weeksLong(n int) string {
	if n == 1 {
		return "one week"
	}
	return Count(n) + " weeks"
}
