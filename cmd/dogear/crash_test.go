package main

import (
	"context"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dogear/bot/sandbox"
)

// The program as a process, killed at any moment while the people of several clubs
// use it as fast as it answers: what it acknowledged of positions, notes and stars
// it still knows when it runs again, and what it did not acknowledge is there whole
// or not at all.
func TestCrash(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("builds and kills the program; not with -short")
	}
	const clubs, each, kills, atOnce = 4, 12, 5, 16
	dogear := compile(t)
	p := newPlay(t, sandbox.Options{})
	run := p.execute(dogear)
	seed := uint64(time.Now().UnixNano())
	g, rng := gather(p, clubs, each, seed), rand.New(rand.NewPCG(seed, 1))
	answered := int64(0)
	for range kills {
		bustle, cancel := context.WithCancel(p.ctx)
		all, done := g.bustle(bustle, atOnce)
		p.await("answers", func() bool { return done.Load() > 2*atOnce })
		<-time.After(time.Duration(rng.IntN(600)) * time.Millisecond) // any moment is a good one
		run.kill()
		cancel()
		all.Wait()
		answered += done.Load()
		soundFile(p.ctx, t, p.file, clubs)
		run = p.execute(dogear)
		g.kept()
	}
	o := openOracle(t, p.file)
	p.drained(o, time.Now())
	o.close()
	g.stubbed()
	p.ends(run)
	// The process before asked in the same second, and died while it asked.
	p.wellBehaved("more than 50 requests in a second", "read the body: unexpected EOF")
	t.Logf("%d kills, %d things were answered, seed %d", kills, answered, seed)
}

// bustle has so many people at once do one thing after the other, until ctx ends.
// done counts what was answered.
func (g *party) bustle(ctx context.Context, atOnce int) (all *sync.WaitGroup, done *atomic.Int64) {
	all, done = &sync.WaitGroup{}, &atomic.Int64{}
	for range atOnce {
		all.Go(func() {
			for ctx.Err() == nil {
				switch err := g.act(ctx); {
				case err == nil:
					done.Add(1)
				case !unheard(err):
					g.t.Error(err)
				}
			}
		})
	}
	return all, done
}
