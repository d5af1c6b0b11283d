package club

import (
	"fmt"
	"slices"
	"time"
)

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
