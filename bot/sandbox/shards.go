package sandbox

import (
	"net/http"
	"strconv"
	"time"
)

// Starts is what Discord says of the gateway's connections, and holds bots to.
// The zero value is what a small bot is told, without the wait between two.
type Starts struct {
	Shards      int           // that Discord recommends; 0 is 1
	Concurrency int           // how many may IDENTIFY at once; 0 is 1
	Left        int           // IDENTIFYs until ResetAfter; 0 is 1000, less than 0 is none
	ResetAfter  time.Duration // 0 is a day
	Gap         time.Duration // between two IDENTIFYs of a bucket: Discord's is five seconds
	Most        int           // servers of one connection; 0 is 2500
}

// starts rations IDENTIFYs. The gateway's lock guards it.
type starts struct {
	Starts
	reset time.Time
	last  map[int]time.Time // by bucket
}

func (t *starts) set(s Starts) {
	or := func(v *int, usual int) {
		if *v == 0 {
			*v = usual
		}
	}
	or(&s.Shards, 1)
	or(&s.Concurrency, 1)
	or(&s.Left, 1000)
	or(&s.Most, 2500)
	if s.ResetAfter == 0 {
		s.ResetAfter = 24 * time.Hour
	}
	*t = starts{Starts: s, reset: time.Now().Add(s.ResetAfter), last: t.last}
	if t.last == nil {
		t.last = map[int]time.Time{}
	}
}

// left is how many IDENTIFYs there are until the reset.
func (t *starts) left(now time.Time) int {
	if !now.Before(t.reset) {
		t.Left, t.reset = 1000, now.Add(24*time.Hour)
	}
	return max(t.Left, 0)
}

// take counts an IDENTIFY of a shard. It says why Discord would not have it.
func (t *starts) take(shard int, now time.Time) (why string) {
	bucket := shard % t.Concurrency
	last, early := t.last[bucket]
	early = early && now.Sub(last) < t.Gap
	t.last[bucket] = now
	switch {
	case t.left(now) == 0:
		return "none is left today"
	case early:
		return "too soon after another"
	}
	t.Left--
	return ""
}

// SetStarts changes what Discord says of connections.
func (s *Sandbox) SetStarts(to Starts) {
	s.gw.mu.Lock()
	defer s.gw.mu.Unlock()
	s.gw.starts.set(to)
}

func (s *Sandbox) getGatewayBot(*request) (response, error) {
	s.gw.mu.Lock()
	defer s.gw.mu.Unlock()
	t := &s.gw.starts
	now := time.Now()
	left := t.left(now)
	return response{http.StatusOK, map[string]any{
		"url": s.gatewayURL(), "shards": t.Shards,
		"session_start_limit": map[string]any{
			"total": 1000, "remaining": left, "reset_after": max(t.reset.Sub(now), 0).Milliseconds(), "max_concurrency": t.Concurrency,
		},
	}}, nil
}

// shard is one of the connections that servers are dealt out to.
type shard struct{ id, of int }

// has tells whether the events of a server come by this connection. Those of
// direct messages come by the first.
func (p shard) has(guild string) bool { return ShardOf(guild, p.of) == p.id }

func (p shard) guilds(all []*Guild) []*Guild {
	var out []*Guild
	for _, g := range all {
		if p.has(g.ID) {
			out = append(out, g)
		}
	}
	return out
}

// ShardOf is which of so many connections has the events of a server, "" for
// direct messages.
func ShardOf(guild string, of int) int {
	id, _ := strconv.ParseUint(guild, 10, 64) // the empty one is 0
	return int(id >> 22 % uint64(of))
}

// DropShard cuts a shard's connections as a broken network does: Drop for one.
func (s *Sandbox) DropShard(id int) {
	s.eachOf(id, func(c *gatewayConn) {
		c.session.conn = nil
		c.cut()
	})
}

// HangShard has a shard's connections fall silent: they stay open, nothing comes
// from them any more, and nothing that is said to them is answered.
func (s *Sandbox) HangShard(id int) {
	s.eachOf(id, func(c *gatewayConn) {
		c.mu.Lock()
		c.hangs = true
		c.mu.Unlock()
	})
}

// CloseShard closes a shard's connections with a close code: CloseGateway for
// one.
func (s *Sandbox) CloseShard(id, code int) {
	s.eachOf(id, func(c *gatewayConn) { s.gw.closeWith(c, code) })
}

// eachOf runs f for every connection of a shard, with the gateway's lock held.
func (s *Sandbox) eachOf(id int, f func(*gatewayConn)) {
	s.gw.each(func(c *gatewayConn) {
		if c.session != nil && c.session.shard.id == id {
			f(c)
		}
	})
	s.changed()
}
