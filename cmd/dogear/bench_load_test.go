//go:build linux

package main

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"dogear/bot/sandbox"
)

// racer is a bot with those who use it, and how it did in its rounds.
type racer struct {
	*rival
	home     string
	readers  []*sandbox.Person
	answered int

	speed   []float64 // answers in a second
	slowest []float64 // ms that all but a hundredth of the people waited at most
	usual   []float64 // ms that half of them did
	around  []float64 // µs of this process for each answer
}

// settle makes a server with one channel and people in it.
func (r *racer) settle() *sandbox.Guild {
	g := r.discord.AddGuild("The Hailsham Readers")
	r.home = g.AddChannel("never-let-me-go")
	g.AddMember("Miriam", sandbox.PermissionManageEvents, sandbox.PermissionManageRoles)
	for i := range people {
		r.readers = append(r.readers, g.AddMember(fmt.Sprintf("Reader %d", i+1)))
	}
	return g
}

// found has the organiser make a club that begins to read a book.
func (r *racer) found(b *testing.B) {
	b.Helper()
	t := &teller{ctx: b.Context(), s: r.discord, home: r.home}
	miriam := r.discord.As("Miriam")
	t.offered(miriam)
	t.setUp(miriam, "", lastMeeting(time.Now().AddDate(0, 0, 7*storyWeeks)))
	t.public("Never Let Me Go")
	if t.err != nil {
		b.Fatal(t.err)
	}
}

// warmUp is a short round that does not count.
func (r *racer) warmUp(b *testing.B) {
	b.Helper()
	waits, _ := r.load(b, round/3)
	r.answered += len(waits)
}

// run is a round.
func (r *racer) run(b *testing.B) {
	b.Helper()
	before := processor()
	waits, took := r.load(b, round)
	n := len(waits)
	r.answered += n
	r.speed = append(r.speed, float64(n)/took.Seconds())
	r.slowest = append(r.slowest, milliseconds(waits[(n-1)*99/100]))
	r.usual = append(r.usual, milliseconds(waits[(n-1)/2]))
	r.around = append(r.around, float64((processor()-before).Microseconds())/float64(n))
}

// each is µs for each answer so far.
func (r *racer) each(busy time.Duration) []float64 {
	return []float64{float64(busy.Microseconds()) / float64(r.answered)}
}

// load has all readers say how far they are, over and over, for a while. Each
// goes a chapter on, up to the end and again from the first. It returns how
// long each answer took to come, the quickest first.
func (r *racer) load(b *testing.B, long time.Duration) (waits []time.Duration, took time.Duration) {
	b.Helper()
	var all sync.WaitGroup
	each, errs := make([][]time.Duration, people), make([]error, people)
	began := time.Now()
	for i, p := range r.readers {
		p = p.In(r.home)
		all.Go(func() {
			for n := i; time.Since(began) < long && errs[i] == nil; n++ {
				typed := time.Now()
				errs[i] = say(b.Context(), p, n%23+1)
				each[i] = append(each[i], time.Since(typed))
			}
		})
	}
	all.Wait()
	took = time.Since(began)
	for _, err := range errs {
		if err != nil {
			b.Fatalf("%v; the bot wrote:\n%s", err, &r.stderr)
		}
	}
	waits = slices.Concat(each...)
	slices.Sort(waits)
	return waits, took
}
