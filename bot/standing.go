package bot

import (
	"sync"
	"time"
)

// Connection is how one of the bot's connections to the gateway stands.
type Connection struct {
	Shard     int
	Connected bool          // events come, and heartbeats are acknowledged
	Since     time.Time     // it is connected, or has not been for longer than moments; zero if it never was
	Why       string        // it is not connected, in plain words
	Heartbeat time.Duration // from the latest heartbeat to its acknowledgement; 0 before the first
	Count     int64         // how many were made for the shard so far, of whatever end
}

// standing remembers how a connection stands, for who asks from outside.
type standing struct {
	mu    sync.Mutex
	link  *link     // the one that is up, nil if none is
	since time.Time // it is up
	gone  time.Time // there is none that held; zero if there never was one
	why   string
}

// connected notes that Discord has greeted the bot.
func (s *standing) connected(l *link) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.link, s.since, s.why = l, time.Now(), ""
}

// lost notes that there is no connection, latest for this reason. One that did
// not hold is as good as none: who is thrown out at once, again and again, has
// been lost since the last that held.
func (s *standing) lost(why string, held bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.link != nil {
		s.link = nil
		if held || s.gone.IsZero() {
			s.gone = time.Now()
		}
	}
	s.why = why
}

// connection says how this one stands.
func (k *keeper) connection() Connection {
	k.standing.mu.Lock()
	defer k.standing.mu.Unlock()
	c := Connection{Shard: k.ID, Since: k.standing.gone, Why: k.standing.why, Count: k.connections.Load()}
	l := k.standing.link
	if l == nil {
		if c.Why == "" {
			c.Why = "not tried yet"
		}
		return c
	}
	c.Since, c.Heartbeat = k.standing.since, time.Duration(l.roundTrip.Load())
	quiet, allowed := l.silence()
	c.Connected = quiet < allowed
	if !c.Connected { // it is about to be cut
		c.Since, c.Why = time.Now().Add(-quiet), whySilent
	}
	return c
}

// Connections says how the bot's connections to the gateway stand, one for each
// shard. There are none until Discord was asked how many it recommends.
func (b *Bot) Connections() []Connection {
	keepers := b.gateway.current()
	list := make([]Connection, len(keepers))
	for i, k := range keepers {
		list[i] = k.connection()
	}
	return list
}

// silence is how long the gateway has not acknowledged a heartbeat, and how
// long it may: two intervals, with a little for the way.
func (l *link) silence() (quiet, allowed time.Duration) {
	interval := time.Duration(l.interval.Load())
	if interval <= 0 {
		interval = 45 * time.Second
	}
	return time.Since(l.opened) - time.Duration(l.acked.Load()), 2*interval + min(interval/10, time.Second)
}

// isHeartbeat reports whether p is a message of the bot's so short as only its
// heartbeats are.
func isHeartbeat(p []byte) bool {
	const text, masked, longest = opText | 0x80, 0x80, 40
	return len(p) > 2 && p[0] == text && p[1]&masked != 0 && p[1]&^masked <= longest
}
