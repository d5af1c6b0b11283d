package club

import (
	"fmt"
	"math/bits"
	"slices"
	"strings"
	"time"
)

// obstacle is why a request cannot be planned, and what may be tried instead.
type obstacle struct {
	sentence string
	tries    []attempt
}

// attempt is a request that may do, how it differs in words for a button and,
// if it needs saying, what it takes in words for the start of a sentence.
type attempt struct {
	words, given string
	r            PlanRequest
}

// refusal keeps of the attempts the first two that can be planned.
func (o *obstacle) refusal() error {
	c := &CannotPlan{}
	given := ""
	for _, t := range o.tries {
		if len(c.Nearest) == 2 || t.r.check() != nil {
			continue
		}
		if _, blocked := t.r.meetings(); blocked == nil {
			if len(c.Nearest) == 0 {
				given = t.given
			}
			c.Nearest, c.Words = append(c.Nearest, t.r), append(c.Words, t.words)
		}
	}
	if len(c.Nearest) == 0 {
		return Refuse("%s", o.sentence)
	}
	c.Refusal = Refuse("%s %s", o.sentence, capital(given+c.Nearest[0].outcome()))
	return c
}

// outcome says, as the rest of a sentence, where a request that can be planned
// ends.
func (r PlanRequest) outcome() string {
	days, _ := r.meetings()
	end := days[len(days)-1].Short(r.Today)
	switch {
	case len(days) == 1:
		return fmt.Sprintf("one meeting, on %s, can be planned.", end)
	case len(days) == r.left():
		return fmt.Sprintf("one chapter at a time ends on %s.", end)
	case r.Pace > 0:
		return fmt.Sprintf("at most %s chapters at a time end on %s.", Count(r.Pace), end)
	}
	return fmt.Sprintf("%s meetings end on %s.", Count(len(days)), end)
}

// capital is s with a capital at its start; s is a plain English word.
func capital(s string) string {
	if s != "" && s[0] >= 'a' && s[0] <= 'z' {
		return string(s[0]-'a'+'A') + s[1:]
	}
	return s
}

func (r PlanRequest) until(d Date) attempt {
	r.Pace, r.Finish = 0, d
	return attempt{words: "Plan until " + d.Short(r.Today), r: r}
}

func (r PlanRequest) withoutSkips() attempt {
	r.Skip = []DateRange{} // not nil, which in a replan means those that were
	return attempt{words: "Skip no days", given: "with no days skipped, ", r: r}
}

func (r PlanRequest) on(days ...time.Weekday) attempt {
	r.Days = days
	return attempt{words: "Meet on " + r.dayNames(true), r: r}
}

// noneBetween: no meeting day lies between start and finish.
func (r PlanRequest) noneBetween() *obstacle {
	o := &obstacle{sentence: fmt.Sprintf("Checkpoints come after %s, and there is no %s after %s up to %s.",
		r.origin(), r.dayNames(false), r.Start.Short(r.Today), r.Finish.Short(r.Today))}
	if r.Finish == r.Start {
		o.sentence = fmt.Sprintf("Checkpoints come after %s, and %s is the finish as well.", r.origin(), r.Start.Short(r.Today))
	}
	next := r
	next.Finish = r.Start.AddDays(maxYears * 365)
	if days := next.meetingDays(next.Finish, 1); len(days) > 0 {
		o.tries = append(o.tries, r.until(days[0]))
	}
	if free := r.withoutSkips(); len(free.r.meetingDays(r.Finish, 1)) > 0 {
		o.sentence = fmt.Sprintf("Every %s after %s up to %s is skipped.",
			r.dayNames(false), r.Start.Short(r.Today), r.Finish.Short(r.Today))
		o.tries = append(o.tries, free)
	}
	o.tries = append(o.tries, r.on(r.Finish.Weekday()))
	return o
}

// tooMany: there are more meeting days than chapters.
func (r PlanRequest) tooMany(days []Date) *obstacle {
	n := r.left()
	chapters := "chapters"
	if n == 1 {
		chapters = "chapter"
	}
	if r.After > 0 {
		chapters += " left"
	}
	o := &obstacle{
		sentence: fmt.Sprintf("There are %d %s until %s and only %d %s to share out.",
			len(days), r.dayNames(true), r.Finish.Short(r.Today), n, chapters),
		tries: []attempt{r.until(days[n-1])},
	}
	if fewer := r.fewerDays(days); len(fewer) > 0 {
		o.tries = append(o.tries, r.on(fewer...))
	}
	return o
}

// fewerDays is as many of the meeting days of the week as leave no more
// meetings than chapters.
func (r PlanRequest) fewerDays(days []Date) []time.Weekday {
	var on [7]int
	for _, d := range days {
		on[d.Weekday()]++
	}
	var best uint
	most := 0
	for set := uint(1); set < 1<<7; set++ {
		meetings := 0
		for d := range on {
			if set>>d&1 == 1 {
				meetings += on[d]
				if on[d] == 0 {
					meetings = len(days) // not one of the days that were asked for
				}
			}
		}
		if meetings > r.left() {
			continue
		}
		if bits.OnesCount(set) > bits.OnesCount(best) || bits.OnesCount(set) == bits.OnesCount(best) && meetings > most {
			best, most = set, meetings
		}
	}
	var fewer []time.Weekday
	for d := range on {
		if best>>d&1 == 1 {
			fewer = append(fewer, time.Weekday(d))
		}
	}
	return fewer
}

// tooLong: the finish lies more than ten years after the start.
func (r PlanRequest) tooLong(days []Date) *obstacle {
	return &obstacle{
		sentence: fmt.Sprintf("From %s to %s is more than ten years.", r.Start.Short(r.Today), r.Finish.Short(r.Today)),
		tries:    []attempt{r.until(days[len(days)-1])},
	}
}

// tooFew: within ten years there are not as many meeting days as the pace
// needs.
func (r PlanRequest) tooFew(days []Date, needed int) *obstacle {
	are := "are"
	if len(days) == 1 {
		are = "is"
	}
	o := &obstacle{
		sentence: fmt.Sprintf("The plan needs %d meetings, and in the ten years after %s only %d %s %s not skipped.",
			needed, r.Start.Short(r.Today), len(days), r.dayNames(len(days) != 1), are),
		tries: []attempt{r.withoutSkips()},
	}
	if len(days) == 0 {
		o.sentence = fmt.Sprintf("In the ten years after %s every %s is skipped.", r.Start.Short(r.Today), r.dayNames(false))
	}
	if len(days) > 0 {
		faster := r
		faster.Pace = ceilDiv(r.left(), len(days))
		o.tries = append(o.tries, attempt{words: fmt.Sprintf("At most %d chapters at a time", faster.Pace), r: faster})
	}
	return o
}

// dayNames is the meeting days of a request as a noun: "Sundays", "Mondays and
// Thursdays", "days" for all seven.
func (r PlanRequest) dayNames(many bool) string {
	var names []string
	for i := range 7 {
		d := time.Weekday((i + 1) % 7) // the week begins on Monday
		if slices.Contains(r.Days, d) {
			names = append(names, d.String())
		}
	}
	if many {
		for i := range names {
			names[i] += "s"
		}
	}
	switch {
	case len(names) == 7 && many:
		return "days"
	case len(names) == 7:
		return "day"
	case many:
		return inWords(names, "and")
	}
	return inWords(names, "or")
}

// inWords joins names as a sentence does: "a, b and c".
func inWords(names []string, and string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return fmt.Sprintf("%s %s %s", strings.Join(names[:last], ", "), and, names[last])
}
