package bot

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// far is a Discord at the other end of the world, which takes every post.
type far struct {
	way     time.Duration // there and back
	refills time.Time     // when the buckets do, of which each holds one request until then

	mu  sync.Mutex
	got []time.Time
}

// RoundTrip implements http.RoundTripper.
func (f *far) RoundTrip(r *http.Request) (*http.Response, error) {
	_, _ = io.Copy(io.Discard, r.Body)
	_ = sleep(r.Context(), f.way/2) // in a bubble, where time costs nothing
	f.mu.Lock()
	now := time.Now()
	f.got = append(f.got, now)
	id := len(f.got)
	f.mu.Unlock()
	h := http.Header{"Content-Type": {"application/json"}, "Via": {"1.1 discord"}}
	if wait := f.refills.Sub(now); wait > 0 {
		h.Set("X-RateLimit-Remaining", "0")
		h.Set("X-RateLimit-Reset-After", fmt.Sprint(wait.Seconds()))
	}
	_ = sleep(r.Context(), f.way/2)
	return &http.Response{
		StatusCode: http.StatusOK, Header: h, Request: r, Body: io.NopCloser(strings.NewReader(fmt.Sprintf(`{"id":"%d"}`, id))),
	}, nil
}

// most is how many requests there were within one second.
func (f *far) most() (most int) {
	for from, to := 0, 0; to < len(f.got); to++ {
		for f.got[to].Sub(f.got[from]) >= time.Second {
			from++
		}
		most = max(most, to-from+1)
	}
	return most
}

// crowd is a desk on which many clubs have as many posts each, all due at once.
type crowd struct {
	mu    sync.Mutex
	due   []int // of each club
	busy  []bool
	next  int // the clubs have their turns
	left  int
	empty func()
}

// Claim implements Desk.
func (c *crowd) Claim(_ context.Context, limit int) (tasks []Task, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for range c.due {
		club := c.next % len(c.due)
		if len(tasks) == limit {
			break
		}
		c.next++
		if c.due[club] > 0 && !c.busy[club] {
			c.busy[club] = true
			tasks = append(tasks, Task{ID: int64(club), Attempts: 1, First: time.Now()})
		}
	}
	return tasks, nil
}

// Look implements Desk.
func (c *crowd) Look(_ context.Context, t Task) (Wish, error) {
	return Post{Channel: fmt.Sprint(t.ID), Message: says("A card")}, nil
}

// Done implements Desk.
func (c *crowd) Done(_ context.Context, t Task, _ Outcome) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.due[t.ID]--
	c.busy[t.ID] = false
	if c.left--; c.left == 0 {
		c.empty()
	}
	return nil
}

// Failed implements Desk.
func (c *crowd) Failed(context.Context, Task, Problem) error { panic("nothing fails here") }

// drain has a worker post all that many clubs have due, and says how long it
// took on the wire's clock.
func drain(t *testing.T, clubs, posts int, f *far) time.Duration {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	c := &crowd{due: make([]int, clubs), busy: make([]bool, clubs), left: clubs * posts, empty: cancel}
	for i := range c.due {
		c.due[i] = posts
	}
	b, err := New(Config{Desk: c, Wake: make(chan struct{})})
	if err != nil {
		t.Fatal(err)
	}
	b.rest.client.Transport = f
	start := time.Now()
	newWorker(b).run(ctx, t.Context())
	return time.Since(start)
}

// However far Discord is, posts go out as fast as it allows, and no faster.
func TestFarDiscord(t *testing.T) {
	t.Parallel()
	const clubs, each = 100, 10
	for _, way := range []time.Duration{0, 250 * time.Millisecond, 500 * time.Millisecond} {
		synctest.Test(t, func(t *testing.T) {
			f := &far{way: way}
			took := drain(t, clubs, each, f)
			if rate := float64(clubs*each) / took.Seconds(); rate < 40 || f.most() > 48 {
				t.Errorf("%v away: %.1f a second, up to %d within one", way, rate, f.most())
			}
		})
	}
}

// What had to wait for its channel does not go out all at once when it may.
func TestAllChannelsRefillAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := &far{way: 50 * time.Millisecond, refills: time.Now().Add(4 * time.Second)}
		drain(t, lanes, 5, f)
		if f.most() > 48 {
			t.Errorf("%d requests within a second", f.most())
		}
	})
}
