package sandbox

import (
	"context"
	"sync/atomic"
	"time"
)

// clock is the club's time: real time and an offset that people can turn. What
// the wire measures (three seconds, rate limits) never asks it.
type clock struct{ offset atomic.Int64 }

func (c *clock) now() time.Time {
	return time.Now().Round(0).Add(time.Duration(c.offset.Load()))
}

func (c *clock) turnTo(t time.Time) { c.offset.Store(int64(time.Until(t.Round(0)))) }

// Now is the time on the sandbox's clock.
func (s *Sandbox) Now() time.Time { return s.clock.now() }

// Turn moves the clock by d, forward or back. Time on the wire goes on as it was.
func (s *Sandbox) Turn(d time.Duration) {
	s.clock.offset.Add(int64(d))
	s.rest()
	s.touched()
}

// TurnTo sets the clock.
func (s *Sandbox) TurnTo(t time.Time) {
	s.clock.turnTo(t)
	s.rest()
	s.touched()
}

// walk turns the clock forward as time would go: it stops at each moment at
// which something falls due, and goes on when that is done. What is not done
// within a while is left behind.
func (s *Sandbox) walk(ctx context.Context, to time.Time, due func(context.Context) (time.Time, bool)) {
	const patience = 5 * time.Second
	for {
		t, ok := due(ctx)
		if !ok || t.After(to) {
			break
		}
		if t.After(s.Now()) {
			s.TurnTo(t)
		}
		if !s.settled(ctx, t, due, patience) {
			break
		}
	}
	if to.After(s.Now()) {
		s.TurnTo(to)
	}
}

// settled waits until nothing is due any more that was by t.
func (s *Sandbox) settled(ctx context.Context, t time.Time, due func(context.Context) (time.Time, bool), patience time.Duration) bool {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	for {
		if next, ok := due(ctx); ctx.Err() == nil && (!ok || next.After(t)) {
			return true
		}
		select {
		case <-look.C:
		case <-ctx.Done():
			return false
		}
	}
}

// SetNextDue tells the page when the next thing falls due that is still to be
// done, or has fallen due, for a program that knows it only after Open.
func (s *Sandbox) SetNextDue(f func(context.Context) (time.Time, bool)) {
	s.mu.Lock()
	s.nextDue = f
	s.mu.Unlock()
	s.changed()
}
