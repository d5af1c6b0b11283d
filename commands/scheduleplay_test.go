package commands_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"dogear/storage"
)

// planPlay is a club whose plan changes in any way at any time.
type planPlay struct {
	*world
	miriam person
	open   []storage.Checkpoint // after the last step
	ends   map[int64]int        // of each question, the end of the block that it was put to
	events bool
}

// Whatever is done to a plan in whatever order: it holds every chapter once,
// what is open stays, each checkpoint is posted once at its moment, each
// question is asked once and not before one has read as far as it was put to,
// and the server's events are the next four.
func TestAPlanThatChanges(t *testing.T) {
	t.Parallel()
	began := time.Now()
	rapid.Check(t, func(rt *rapid.T) {
		if time.Since(began) > 5*time.Second {
			return
		}
		w := newWorld(t)
		defer func() { _ = w.db.Close() }()
		p := &planPlay{world: w, miriam: w.withRead(), ends: make(map[int64]int)}
		ana := w.reader("ana", "ch 1")
		ana.slash("me settings", "reminders", true)
		for i := range 4 {
			p.miriam.slash("prompt add", "text", fmt.Sprintf("Question %d?", i+1), "checkpoint", fmt.Sprint(i+1)).says("is asked with")
		}
		for _, q := range p.prompts(rt) {
			p.ends[q.ID] = q.Text.Opening().Number()
		}
		rt.Repeat(map[string]func(*rapid.T){
			"moves": func(rt *rapid.T) {
				p.changes(rt, "schedule move", "checkpoint", fmt.Sprint(rapid.IntRange(1, 12).Draw(rt, "checkpoint")),
					"to", p.day(rt), "time", rapid.SampledFrom([]string{"09:00", "18:00", "19:30"}).Draw(rt, "time"))
			},
			"shifts": func(rt *rapid.T) {
				p.changes(rt, "schedule shift", "by", fmt.Sprintf("%d days", rapid.SampledFrom([]int{-9, -3, -1, 1, 2, 7, 30}).Draw(rt, "days")))
			},
			"breaks": func(rt *rapid.T) {
				p.changes(rt, "schedule break", "after", fmt.Sprint(rapid.IntRange(1, 8).Draw(rt, "after")),
					"weeks", rapid.IntRange(1, 3).Draw(rt, "weeks"), "catch-up", rapid.Bool().Draw(rt, "catch-up"))
			},
			"replans": func(rt *rapid.T) {
				p.changes(rt, "schedule replan", "pace", rapid.IntRange(1, 7).Draw(rt, "pace"), "days", rapid.SampledFrom([]string{"sun", "wed,sun", "daily"}).Draw(rt, "days"))
			},
			"replans to a day": func(rt *rapid.T) { p.changes(rt, "schedule replan", "finish", p.day(rt)) },
			"waits":            func(rt *rapid.T) { p.waits(rt, rapid.IntRange(1, 200).Draw(rt, "hours")) },
			"turns events": func(rt *rapid.T) {
				p.events = rapid.Bool().Draw(rt, "events")
				p.miriam.slash("club settings", "events", p.events)
			},
			"moves to a zone": func(rt *rapid.T) {
				p.miriam.slash("club settings", "timezone", rapid.SampledFrom([]string{"Europe/London", "Asia/Kolkata", "America/New_York"}).Draw(rt, "zone"))
			},
			"restarts": func(*rapid.T) { p.restart() },
			"":         p.compare,
		})
	})
}

// day is a day around the story's.
func (p *planPlay) day(rt *rapid.T) string {
	return p.now().AddDate(0, 0, rapid.IntRange(0, 40).Draw(rt, "day")).Format(time.DateOnly)
}

func (p *planPlay) waits(rt *rapid.T, hours int) {
	p.until(p.now().Add(time.Duration(hours) * time.Hour).In(moment(p.t, "2026-12-01 09:00").Location()).Format("2006-01-02 15:04"))
	p.compare(rt)
}

// changes asks for a change and, if it can be, makes it; now and then it is
// taken back at once, and all is as it was.
func (p *planPlay) changes(rt *rapid.T, command string, options ...any) {
	shown := p.miriam.slash(command, options...)
	if !slices.Contains(shown.labels(), "Use this plan") {
		return
	}
	before, prompts := p.checkpoints(rt), p.asked(rt)
	used := p.miriam.press(shown, "Use this plan").says("The plan is changed")
	if rapid.IntRange(0, 2).Draw(rt, "undo") == 0 {
		p.miriam.press(used, "Undo").says("as it was")
		after := p.checkpoints(rt)
		for i := range after {
			after[i].Sequence, after[i].Changed = before[i].Sequence, before[i].Changed
		}
		if !slices.Equal(after, before) || p.asked(rt) != prompts {
			rt.Fatalf("taken back, the plan is\n%+v\n%s\nand was\n%+v\n%s", after, p.asked(rt), before, prompts)
		}
	}
	p.work()
}

func (p *planPlay) read(rt *rapid.T, f func(*storage.Tx, storage.Read) error) {
	err := p.db.Read(p.t.Context(), func(tx *storage.Tx) error {
		r, err := tx.ReadOf(1)
		if err != nil {
			return err
		}
		return f(tx, r)
	})
	if err != nil {
		rt.Fatal(err)
	}
}

func (p *planPlay) checkpoints(rt *rapid.T) (list []storage.Checkpoint) {
	p.read(rt, func(tx *storage.Tx, r storage.Read) (err error) {
		list, err = tx.Checkpoints(r.ID)
		if end := list[len(list)-1].At; !end.Equal(r.EndsAt) {
			rt.Fatalf("the read ends on %s, its last checkpoint is on %s", r.EndsAt, end)
		}
		return err
	})
	return list
}

func (p *planPlay) prompts(rt *rapid.T) (list []storage.Prompt) {
	p.read(rt, func(tx *storage.Tx, r storage.Read) (err error) { list, err = tx.Prompts(r.ID); return err })
	return list
}

// asked says at which checkpoint each question is asked.
func (p *planPlay) asked(rt *rapid.T) string {
	at := make(map[int64]int64)
	for _, q := range p.prompts(rt) {
		at[q.ID] = q.Checkpoint
	}
	return fmt.Sprint(at)
}

// compare compares what there is with what should be.
func (p *planPlay) compare(rt *rapid.T) {
	p.work()
	plan, open := p.checkpoints(rt), 0
	for i, c := range plan {
		first := 1
		if i > 0 {
			first = plan[i-1].Last + 1
			if !c.At.After(plan[i-1].At) {
				rt.Fatalf("checkpoint %d is not after the one before: %+v", c.Number, plan)
			}
		}
		if c.Number != i+1 || c.First != first || c.Last < first || i == len(plan)-1 && c.Last != 12 {
			rt.Fatalf("the plan does not hold every chapter once: %+v", plan)
		}
		if c.Open(p.now()) {
			open++
		}
	}
	for i, was := range p.open {
		if is := plan[i]; is.ID != was.ID || is.Last != was.Last || !is.At.Equal(was.At) {
			rt.Fatalf("checkpoint %d was open and has changed: %+v to %+v", was.Number, was, is)
		}
	}
	p.open = plan[:open]
	posted := 0
	for _, post := range p.posts {
		if post.kind == "checkpoint" && !post.deleted {
			posted++
		}
	}
	if posted != open {
		rt.Fatalf("%d checkpoints are open and %d posted:\n%s", open, posted, p.board())
	}
	p.compareQuestions(rt, plan)
	if p.events {
		p.compareEvents(rt, plan[open:])
	}
	if to := strings.Fields(p.directs()); len(to) > len(plan)+p.retired(rt) {
		rt.Fatalf("%d reminders of %d checkpoints", len(to), len(plan))
	}
}

func (p *planPlay) retired(rt *rapid.T) (n int) {
	p.read(rt, func(tx *storage.Tx, r storage.Read) error {
		list, err := tx.OutOfPlan(r.ID)
		n = len(list)
		return err
	})
	return n
}

func (p *planPlay) compareQuestions(rt *rapid.T, plan []storage.Checkpoint) {
	for _, q := range p.prompts(rt) {
		i := slices.IndexFunc(plan, func(c storage.Checkpoint) bool { return c.ID == q.Checkpoint })
		if i < 0 {
			rt.Fatalf("question %d is asked at no checkpoint of the plan", q.ID)
		}
		if n := q.Text.Opening().Number(); n < p.ends[q.ID] || n != plan[i].Last {
			rt.Fatalf("question %d was put to chapter %d and opens at %d", q.ID, p.ends[q.ID], n)
		}
	}
}

func (p *planPlay) compareEvents(rt *rapid.T, ahead []storage.Checkpoint) {
	var got, want []string
	for _, c := range ahead[:min(4, len(ahead))] {
		want = append(want, c.At.UTC().String())
	}
	for _, e := range p.world.events {
		if !e.gone && e.start.After(p.now()) {
			got = append(got, e.start.UTC().String())
		}
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		rt.Fatalf("the events are on %v, want %v", got, want)
	}
}
