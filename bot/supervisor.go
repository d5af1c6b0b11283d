package bot

import (
	"context"
	"crypto/tls"
	"log/slog"
	"net"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// keeper keeps one connection of the gateway. discordgo's own reconnection is
// off; each of its sessions is disposable. A connection that drops is resumed
// with the same session; one that Discord no longer knows, or that hangs, is left
// for a new one. All of it runs on the wire's clock.
type keeper struct {
	Shard
	g   *gateway
	log *slog.Logger

	standing    standing
	connections atomic.Int64
	identifies  atomic.Int64
}

const whySilent = "heartbeats not answered"

// session is one discordgo session with its latest connection.
type session struct {
	dg     *discordgo.Session
	link   atomic.Pointer[link]
	began  func()      // the next may begin: it is known what came of this one's IDENTIFY
	known  bool        // to Discord, so that it can be resumed
	left   atomic.Bool // it is not to connect any more
	failed int         // opens in a row
}

// leave gives up a session that may be locked up for ever, or may be about to
// connect yet.
func (s *session) leave() {
	s.failed = 2
	s.left.Store(true)
	if l := s.link.Load(); l != nil {
		_ = l.Close()
	}
}

// ending is why a connection ended; one that is fatal ends the keeper.
type ending struct {
	why   string
	fatal error
	after time.Duration // how long it was connected
}

// run keeps the connection until ctx ends, and returns nil then; another error
// is one that trying again cannot mend.
func (k *keeper) run(ctx context.Context) error {
	var s *session
	failures := 0
	for ctx.Err() == nil {
		var end ending
		s, end = k.connect(ctx, s)
		held := end.after > k.g.pace.stable
		switch {
		case ctx.Err() != nil:
			k.end(s)
			continue
		case end.fatal != nil:
			k.standing.lost(end.fatal.Error(), held)
			return end.fatal
		case held:
			failures = 0
		}
		k.standing.lost(end.why, held)
		failures++
		wait := k.g.retryAfter(failures)
		if s != nil && (!k.letGo(s) || !s.known || s.over()) {
			s = nil
		}
		k.log.Warn("gateway connection lost", "why", end.why, "resume", s != nil, "again_in", wait.Round(time.Millisecond))
		_ = sleep(ctx, wait) // live sees the end of ctx
	}
	return nil
}

// connect connects, with a new session if there is none, and stays until that
// has ended. There is still none if one may not begin.
func (k *keeper) connect(ctx context.Context, s *session) (*session, ending) {
	if s == nil {
		began, err := k.g.starts.turn(ctx, k.ID)
		if err != nil {
			return nil, ending{why: err.Error()}
		}
		if s, err = k.begin(ctx, began); err != nil {
			began()
			return nil, ending{fatal: err}
		}
	}
	return s, k.live(ctx, s)
}

// begin makes a session that will IDENTIFY.
func (k *keeper) begin(ctx context.Context, began func()) (*session, error) {
	s := &session{began: began}
	dg, err := newSession(k.g.token, k.g.client)
	if err != nil {
		return nil, err
	}
	dg.Compress = false
	dg.Identify.Compress = false
	dg.Identify.Intents = discordgo.IntentsGuilds
	dg.Identify.Presence.Status = string(discordgo.StatusOnline)
	dg.ShardID, dg.ShardCount = k.ID, k.Of
	dg.Dialer = &websocket.Dialer{
		HandshakeTimeout: 10 * time.Second,
		NetDialContext: func(dial context.Context, _, addr string) (net.Conn, error) {
			return k.dial(ctx, dial, s, addr, (&net.Dialer{}).DialContext)
		},
		NetDialTLSContext: func(dial context.Context, _, addr string) (net.Conn, error) {
			return k.dial(ctx, dial, s, addr, (&tls.Dialer{}).DialContext)
		},
	}
	s.dg = dg
	k.identifies.Add(1)
	return s, nil
}

// dial connects and keeps hold of the connection, so that it can be cut.
// discordgo dials without a context: the end of ctx stops it here.
func (k *keeper) dial(ctx, dial context.Context, s *session, addr string,
	how func(context.Context, string, string) (net.Conn, error),
) (net.Conn, error) {
	dial, cancel := context.WithCancel(dial)
	defer cancel()
	defer context.AfterFunc(ctx, cancel)()
	c, err := how(dial, "tcp", addr)
	if err != nil {
		return nil, err
	}
	k.connections.Add(1)
	l := newLink(c, func(ev *event) { k.g.take(k.Shard, ev) })
	s.link.Store(l)
	if s.left.Load() {
		_ = l.Close()
	}
	return l, nil
}

// live opens the session and stays until its connection has ended.
func (k *keeper) live(ctx context.Context, s *session) ending {
	s.link.Store(nil)
	if end := k.open(ctx, s); end != nil {
		return *end
	}
	l := s.link.Load()
	k.standing.connected(l)
	since := time.Now()
	why := k.watch(ctx, l)
	return ending{why: why, fatal: k.fatal(l), after: time.Since(since)}
}

// open opens the session. It returns nil when that is done.
func (k *keeper) open(ctx context.Context, s *session) *ending {
	defer s.began()
	opened := make(chan error, 1)
	go func() { opened <- s.dg.Open() }()
	greeting, timeout := time.NewTimer(k.g.pace.greet), time.NewTimer(k.g.pace.open)
	defer greeting.Stop()
	defer timeout.Stop()
	for {
		select {
		case err := <-opened:
			l := s.link.Load()
			switch {
			case err == nil:
				s.known, s.failed = true, 0
				return nil
			case l == nil:
				return &ending{why: plain(err)} // not even connected: the session may well live
			}
			s.failed++
			return &ending{why: plain(err), fatal: k.fatal(l)}
		case <-greeting.C:
			if l := s.link.Load(); l == nil || l.interval.Load() == 0 {
				s.leave()
				return &ending{why: "no greeting"}
			}
		case <-timeout.C:
			s.leave()
			return &ending{why: "no greeting"}
		case <-ctx.Done():
			s.leave()
			return &ending{why: "stopped"}
		}
	}
}

// fatal is the error that ends the keeper when its connection was closed with
// Discord's code, nil if it may connect again.
func (k *keeper) fatal(l *link) error { return fatalClose(int(l.code.Load()), k.Shard) }

// watch waits until the connection is down, or silent for too long.
func (k *keeper) watch(ctx context.Context, l *link) (why string) {
	for {
		quiet, allowed := l.silence()
		if quiet >= allowed {
			_ = l.Close()
			return whySilent
		}
		t := time.NewTimer(allowed - quiet)
		select {
		case <-l.down:
			t.Stop()
			return "closed"
		case <-ctx.Done():
			t.Stop()
			return "stopped"
		case <-t.C:
		}
	}
}

// letGo cuts the connection and waits until discordgo has noticed, so that the
// session can be opened again. It is false if the library hangs: then the
// session, with a goroutine or two, is left behind.
func (k *keeper) letGo(s *session) bool {
	if l := s.link.Load(); l != nil {
		_ = l.Close()
	}
	closed := make(chan struct{})
	go func() {
		defer close(closed)
		_ = s.dg.Close() // always nil
	}()
	t := time.NewTimer(k.g.pace.closing)
	defer t.Stop()
	select {
	case <-closed:
		return true
	case <-t.C:
		return false
	}
}

// end closes the connection politely: the session is over.
func (k *keeper) end(s *session) {
	if s == nil || s.link.Load() == nil {
		return
	}
	l := s.link.Load()
	if l.farewell() == nil {
		t := time.NewTimer(k.g.pace.closing)
		defer t.Stop()
		select {
		case <-l.down:
		case <-t.C:
		}
	}
	_ = l.Close()
}

// over reports whether the session cannot be resumed, or will not.
func (s *session) over() bool {
	l := s.link.Load()
	return s.failed >= 2 || l != nil && (l.invalid.Load() || forgotten(int(l.code.Load())))
}

// forgotten reports whether Discord closes with this code what cannot be
// resumed.
func forgotten(code int) bool { return code == 4003 || code == 4007 || code == 4009 }
