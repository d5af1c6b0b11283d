package bot

import (
	"context"
	"crypto/tls"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// gateway keeps the bot connected. discordgo's own reconnection is off; each
// of its sessions is disposable. A connection that drops is resumed with the
// same session; one that Discord no longer knows, or that hangs, is left for a
// new one. All of it runs on the wire's clock.
type gateway struct {
	token  string
	client *http.Client
	pace   pace
	log    *slog.Logger
	take   func(*event)

	identified  time.Time // when a session was last begun
	connections atomic.Int64
	identifies  atomic.Int64
}

// pace holds the wire times that tests cannot wait for.
type pace struct {
	open        time.Duration // HELLO and READY must come within it
	firstRetry  time.Duration // doubles with each failure
	longRetry   time.Duration
	identifyGap time.Duration // Discord allows one IDENTIFY in five seconds
	stable      time.Duration // a connection that lived so long was none too bad
	closing     time.Duration // a close that is polite
	draining    time.Duration // answers and work in flight at the end
	deferAfter  time.Duration // from arrival: an answer is announced
	answerIn    time.Duration // from arrival: Discord takes no first answer later
	runFor      time.Duration // an action has so long
	askFor      time.Duration // what it asks of Discord has so long
	askAgain    time.Duration // what failed of that is asked again
	suggestFor  time.Duration // suggestions have so long, from arrival
	nonceFor    time.Duration // Discord surely remembers a nonce so long
	taskFor     time.Duration // one piece of work has so long
	largeIn     time.Duration // a large file waits so long for its turn
	erasing     time.Duration // what was left is looked for so often
}

func realPace() pace {
	return pace{
		open: 30 * time.Second, firstRetry: 500 * time.Millisecond, longRetry: time.Minute,
		identifyGap: 5 * time.Second, stable: 30 * time.Second, closing: 3 * time.Second,
		draining: 12 * time.Second, deferAfter: 1500 * time.Millisecond, answerIn: 2900 * time.Millisecond,
		runFor: 30 * time.Second, askFor: 10 * time.Minute, askAgain: 200 * time.Millisecond, suggestFor: 1200 * time.Millisecond, nonceFor: 2 * time.Minute,
		taskFor: time.Minute, largeIn: 10 * time.Second, erasing: time.Minute,
	}
}

// session is one discordgo session with its latest connection.
type session struct {
	dg     *discordgo.Session
	link   atomic.Pointer[link]
	failed int // opens in a row
}

// ending is why a connection ended; one that is fatal ends the bot.
type ending struct {
	why   string
	fatal error
}

// run keeps the bot connected until ctx ends, and returns nil then; another
// error is one that trying again cannot mend.
func (g *gateway) run(ctx context.Context) error {
	var s *session
	failures := 0
	for ctx.Err() == nil {
		if s == nil {
			_ = sleep(ctx, time.Until(g.identified.Add(g.pace.identifyGap))) // live sees the end of ctx
			var err error
			if s, err = g.begin(ctx); err != nil {
				return err
			}
		}
		began := time.Now()
		end := g.live(ctx, s)
		switch {
		case ctx.Err() != nil:
			g.end(s)
			continue
		case end.fatal != nil:
			return end.fatal
		case time.Since(began) > g.pace.stable:
			failures = 0
		}
		failures++
		wait := g.retryAfter(failures)
		if !g.letGo(s) || s.over() {
			s = nil
		}
		g.log.Warn("gateway connection lost", "why", end.why, "resume", s != nil, "again_in", wait.Round(time.Millisecond))
		_ = sleep(ctx, wait)
	}
	return nil
}

// begin makes a session that will IDENTIFY.
func (g *gateway) begin(ctx context.Context) (*session, error) {
	g.identified = time.Now()
	s := &session{}
	dg, err := newSession(g.token, g.client)
	if err != nil {
		return nil, err
	}
	dg.Compress = false
	dg.Identify.Compress = false
	dg.Identify.Intents = discordgo.IntentsGuilds
	dg.Identify.Presence.Status = string(discordgo.StatusOnline)
	dg.Dialer = &websocket.Dialer{
		HandshakeTimeout: 10 * time.Second,
		NetDialContext: func(dial context.Context, _, addr string) (net.Conn, error) {
			return g.dial(ctx, dial, s, addr, (&net.Dialer{}).DialContext)
		},
		NetDialTLSContext: func(dial context.Context, _, addr string) (net.Conn, error) {
			return g.dial(ctx, dial, s, addr, (&tls.Dialer{}).DialContext)
		},
	}
	s.dg = dg
	g.identifies.Add(1)
	return s, nil
}

// dial connects and keeps hold of the connection, so that it can be cut.
// discordgo dials without a context: the end of ctx stops it here.
func (g *gateway) dial(ctx, dial context.Context, s *session, addr string,
	how func(context.Context, string, string) (net.Conn, error),
) (net.Conn, error) {
	dial, cancel := context.WithCancel(dial)
	defer cancel()
	defer context.AfterFunc(ctx, cancel)()
	c, err := how(dial, "tcp", addr)
	if err != nil {
		return nil, err
	}
	g.connections.Add(1)
	l := newLink(c, g.take)
	s.link.Store(l)
	return l, nil
}

// live opens the session and stays until its connection has ended.
func (g *gateway) live(ctx context.Context, s *session) ending {
	if ctx.Err() != nil {
		return ending{why: "stopped"}
	}
	s.link.Store(nil)
	opened := make(chan error, 1)
	go func() { opened <- s.dg.Open() }()
	timeout := time.NewTimer(g.pace.open)
	defer timeout.Stop()
	var err error
	select {
	case err = <-opened:
	case <-timeout.C:
		s.failed = 2 // it may be locked up for ever
		return ending{why: "no greeting"}
	case <-ctx.Done():
		if l := s.link.Load(); l != nil {
			_ = l.Close()
		}
		return ending{why: "stopped"}
	}
	l := s.link.Load()
	switch {
	case err == nil:
		s.failed = 0
		return ending{why: g.watch(ctx, l), fatal: fatalClose(int(l.code.Load()))}
	case l == nil:
		return ending{why: plain(err)} // not even connected: the session may well live
	}
	s.failed++
	return ending{why: plain(err), fatal: fatalClose(int(l.code.Load()))}
}

// watch waits until the connection is down, or silent for too long.
func (g *gateway) watch(ctx context.Context, l *link) (why string) {
	for {
		quiet, allowed := l.silence()
		if quiet >= allowed {
			_ = l.Close()
			return "heartbeats not answered"
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
func (g *gateway) letGo(s *session) bool {
	if l := s.link.Load(); l != nil {
		_ = l.Close()
	}
	closed := make(chan struct{})
	go func() {
		defer close(closed)
		_ = s.dg.Close() // always nil
	}()
	t := time.NewTimer(g.pace.closing)
	defer t.Stop()
	select {
	case <-closed:
		return true
	case <-t.C:
		return false
	}
}

// end closes the connection politely: the session is over.
func (g *gateway) end(s *session) {
	l := s.link.Load()
	if l == nil {
		return
	}
	if l.farewell() == nil {
		t := time.NewTimer(g.pace.closing)
		defer t.Stop()
		select {
		case <-l.down:
		case <-t.C:
		}
	}
	_ = l.Close()
}

// retryAfter grows with the failures in a row, and is never the same for all
// the bots that a fault of Discord's has thrown out together.
func (g *gateway) retryAfter(failures int) time.Duration {
	d := g.pace.longRetry
	if failures < 10 {
		d = min(d, g.pace.firstRetry<<(failures-1))
	}
	return d/2 + rand.N(d/2+1)
}

// over reports whether the session cannot be resumed, or will not.
func (s *session) over() bool {
	l := s.link.Load()
	return s.failed >= 2 || l != nil && (l.invalid.Load() || forgotten(int(l.code.Load())))
}

// forgotten reports whether Discord closes with this code what cannot be
// resumed.
func forgotten(code int) bool { return code == 4003 || code == 4007 || code == 4009 }

// plain is what may be logged of an error of discordgo's.
func plain(err error) string {
	e := asRequestError("gateway", err)
	return e.Error()
}
