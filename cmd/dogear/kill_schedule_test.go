package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"dogear/bot/sandbox"
)

// The program as a process, killed while it reminds people and while it makes
// and moves the server's events: every reminder and every event is there once.
func TestKilledWhileItReminds(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("builds and kills the program; not with -short")
	}
	dogear := compile(t)
	p, readers := reminding(t)
	o := openOracle(t, p.file)
	t.Cleanup(o.close)
	written := func() (n int) {
		for _, name := range readers {
			n += len(p.direct(name))
		}
		return n
	}

	run := p.execute(dogear)
	p.await("a reminder", func() bool { return written() > 0 })
	run.kill() // some have theirs

	for _, path := range []string{"/messages", "/users/@me/channels"} {
		hits := p.discord.FaultHits()
		p.discord.Fault(sandbox.Fault{Method: "POST", Match: path, AfterEffect: true, Times: 1})
		run = p.execute(dogear)
		p.await("a request whose answer is lost", func() bool { return p.discord.FaultHits() > hits })
		run.kill()
	}

	run = p.execute(dogear)
	p.await("all reminders", func() bool { return written() >= len(readers) })
	p.idle(o)
	for _, name := range readers {
		if all := p.direct(name); len(all) != 1 || !strings.Contains(all[0].Text(), "Chapter 1 by ") {
			t.Errorf("%s is reminded %d times", name, len(all))
		}
	}
	run = p.killedAtEvents(dogear, run, o)
	run.terminate()
	p.wellBehaved()
}

// killedAtEvents has the process killed while events are made, and while they
// are moved.
func (p *play) killedAtEvents(dogear string, run *running, o *oracle) *running {
	p.t.Helper()
	hits := p.discord.FaultHits()
	p.discord.Fault(sandbox.Fault{Method: "POST", Match: "/scheduled-events", AfterEffect: true, Times: 1})
	p.slash("Miriam", "/club settings events:True")
	p.await("an event whose answer is lost", func() bool { return p.discord.FaultHits() > hits })
	run.kill()
	run = p.execute(dogear)
	p.await("all events", func() bool { return len(p.guild.Events()) >= 4 })
	p.idle(o)
	before := p.guild.Events()
	p.eventsOf(before, 1, 2, 3, 4)

	p.press("Miriam", p.slash("Miriam", "/schedule shift by:1 day"), "Use this plan")
	p.await("an event to move", func() bool { return !p.guild.Events()[0].Start.Equal(before[0].Start) })
	run.kill() // the others are not moved yet, or are
	run = p.execute(dogear)
	p.await("all events to move", func() bool {
		return !slices.ContainsFunc(p.guild.Events(), func(e sandbox.Event) bool {
			return slices.ContainsFunc(before, func(b sandbox.Event) bool { return b.ID == e.ID && b.Start.Equal(e.Start) })
		})
	})
	p.idle(o)
	after := p.guild.Events()
	p.eventsOf(after, 1, 2, 3, 4)
	for i := range after {
		if after[i].ID != before[i].ID || after[i].Start.Sub(before[i].Start) != 24*time.Hour {
			p.t.Errorf("the event of checkpoint %d was %+v and is %+v", i+1, before[i], after[i])
		}
	}
	return run
}

// eventsOf checks that the events are those of some chapters, each once.
func (p *play) eventsOf(events []sandbox.Event, chapters ...int) {
	p.t.Helper()
	var is, want []string
	for _, e := range events {
		is = append(is, e.Name)
	}
	for _, n := range chapters {
		want = append(want, fmt.Sprintf("Never Let Me Go: Chapter %d", n))
	}
	if !slices.Equal(is, want) {
		p.t.Fatalf("the events are %q, want %q; the bot wrote:\n%s", is, want, p.log)
	}
}

// reminding makes a club whose first checkpoint is not quite a day ahead by the
// real clock, with readers who want to be reminded, and stops the bot before
// that has fallen due.
func reminding(t *testing.T) (p *play, readers []string) {
	t.Helper()
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	due := time.Now().In(zone).Truncate(time.Minute).Add(23*time.Hour + 55*time.Minute)
	readers = []string{"Ana", "Ben", "Chidi", "Dora", "Emil"}
	p = newPlay(t, sandbox.Options{Start: due.AddDate(0, 0, -7)}, readers...)
	p.boot()
	p.slash("Miriam", "/club setup timezone:Europe/London")
	p.slash("Miriam", "/book add title:Never Let Me Go chapters:6")
	plan := p.slash("Miriam", "/schedule plan book:Never Let Me Go start:today pace:1 time:"+due.Format("15:04"))
	p.press("Miriam", plan, "Start this read")
	for _, name := range readers {
		p.press(name, p.card(), "Join")
		p.slash(name, "/me settings reminders:True")
	}
	p.halt()
	p.discord.TurnTo(time.Now())
	return p, readers
}
