//go:build linux

package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dogear/bot/sandbox"
)

const (
	people = 64 // who type at once, each again as soon as they are answered
	round  = 3 * time.Second
	rounds = 7
)

// settle makes a server with one channel and people in it.
func settle(discord *sandbox.Sandbox) (home string, readers []*sandbox.Person) {
	g := discord.AddGuild("The Hailsham Readers")
	home = g.AddChannel("never-let-me-go")
	g.AddMember("Miriam", sandbox.PermissionManageEvents, sandbox.PermissionManageRoles)
	for i := range people {
		readers = append(readers, g.AddMember(fmt.Sprintf("Reader %d", i+1)))
	}
	return home, readers
}

// found has an organiser make a club that begins to read a book.
func found(b *testing.B, discord *sandbox.Sandbox, home string) {
	b.Helper()
	t := &teller{ctx: b.Context(), s: discord, home: home}
	miriam := discord.As("Miriam")
	t.offered(miriam)
	t.setUp(miriam, lastMeeting(time.Now().AddDate(0, 0, 7*storyWeeks)))
	t.public("Never Let Me Go")
	if t.err != nil {
		b.Fatal(t.err)
	}
}

// measured is what came of a while under load.
type measured struct {
	answered int
	took     time.Duration
	waits    []time.Duration // of all who were answered, in order
}

func (m measured) perSecond() float64 { return float64(m.answered) / m.took.Seconds() }

// wait is how long all but a part of the people waited at most.
func (m measured) wait(part float64) time.Duration {
	return m.waits[int(float64(len(m.waits)-1)*part)]
}

// load has all readers say how far they are, over and over, for a while. Each
// goes a chapter on, up to the end and again from the first.
func load(ctx context.Context, readers []*sandbox.Person, home string, long time.Duration) (measured, error) {
	var all sync.WaitGroup
	waits, errs := make([][]time.Duration, len(readers)), make([]error, len(readers))
	began := time.Now()
	for i, p := range readers {
		all.Go(func() {
			for n := i; time.Since(began) < long && errs[i] == nil; n++ {
				typed := time.Now()
				errs[i] = say(ctx, p.In(home), n%23+1)
				waits[i] = append(waits[i], time.Since(typed))
			}
		})
	}
	all.Wait()
	m := measured{took: time.Since(began), waits: slices.Concat(waits...)}
	m.answered = len(m.waits)
	slices.Sort(m.waits)
	for _, err := range errs {
		if err != nil {
			return m, err
		}
	}
	return m, nil
}

// say has a reader say a chapter. The answer must be one to that.
func say(ctx context.Context, p *sandbox.Person, chapter int) error {
	a, err := p.SlashWith(ctx, "progress", map[string]any{"at": fmt.Sprintf("ch %d", chapter)})
	if err != nil {
		return err
	}
	said := a.Message.Text()
	if !strings.Contains(said, "You have read to") && !strings.Contains(said, "You have finished") {
		return fmt.Errorf("%s was told %q", p.Name, said)
	}
	return nil
}
