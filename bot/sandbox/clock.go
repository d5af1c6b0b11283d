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
	s.touched()
}

// TurnTo sets the clock.
func (s *Sandbox) TurnTo(t time.Time) {
	s.clock.turnTo(t)
	s.touched()
}

// SetNextDue tells the page where "to the next post" leads, for a program that
// knows it only after Open.
func (s *Sandbox) SetNextDue(f func(context.Context) (time.Time, bool)) {
	s.mu.Lock()
	s.nextDue = f
	s.mu.Unlock()
	s.changed()
}
