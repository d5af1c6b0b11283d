// Package sandbox is a Discord in one process, to try the bot in and to test
// it with. It owns the REST routes, the gateway, the people who use the bot,
// the faults that a network has, and a web page for a newcomer.
//
// It is as strict as the real one about what it accepts and keeps a list of
// what it would have refused. It must not know anything of the bot: what it
// knows of commands it learned when they were registered. It never sends
// anything anywhere; its listener is on the loopback address.
package sandbox

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// Options say how a sandbox starts. The zero value is good for a test.
type Options struct {
	Listen string       // address to listen on; default 127.0.0.1:0
	Log    *slog.Logger // default: nothing is logged
	Start  time.Time    // where the clock starts; zero is now
	Token  string       // the bot's token; default "sandbox"
	// NextDue tells the page where "to the next post" leads.
	NextDue func(context.Context) (time.Time, bool)
	File    string // where the state is kept; "" keeps it in memory only
	Record  bool   // keep every request of the bot, for Requests
	// Unlimited leaves rate limits out, for tests about something else.
	Unlimited bool
	// NonceFor is how long a nonce is remembered, on the wire's clock: five
	// minutes if it is 0, not at all if it is negative.
	NonceFor time.Duration
	// Starts is what Discord says of the gateway's connections.
	Starts Starts
	// Witness is told of everything that comes into anyone's sight, in order.
	// It is called with the sandbox's lock held: it must not call the sandbox.
	Witness func(Sight)
}

// Sandbox is a running Discord. Its methods may be called from any goroutine.
type Sandbox struct {
	opt    Options
	log    *slog.Logger
	url    string
	server *http.Server
	served chan struct{} // closed when the server has stopped
	done   chan struct{} // closed by Close
	shapes *shapes
	clock  clock
	gw     *gateway
	limits limits
	faults faults
	record record
	saver  saver
	ahead  atomic.Int64 // of this machine's clock, in what answers are dated with; nanoseconds

	noticeMu sync.Mutex
	notice   chan struct{} // closed at the next change; nil while nobody waits

	mu           sync.Mutex // guards all that follows
	ids          snowflakes
	app          string // application id
	portal       Portal
	bot          *user
	guilds       []*Guild
	guildByID    map[string]*Guild
	users        map[string]*user
	names        map[string]*user
	channels     map[string]*channel
	messages     map[string]*message // public and private ones
	commands     map[string]*commandSet
	interactions *interactions
	forms        map[string]*Form
	formOrder    []string
	files        map[string]*storedFile
	uploads      map[string]*storedFile // those of the page that no message has yet
	nextDue      func(context.Context) (time.Time, bool)
	openings     *window // of new direct messages
}

// Open starts a sandbox. With Options.File it goes on where that file left it.
func Open(opt Options) (*Sandbox, error) {
	if opt.Listen == "" {
		opt.Listen = "127.0.0.1:0"
	}
	if opt.Token == "" {
		opt.Token = "sandbox"
	}
	if opt.Log == nil {
		opt.Log = slog.New(slog.DiscardHandler)
	}
	if opt.NonceFor == 0 {
		opt.NonceFor = 5 * time.Minute
	}
	lc := net.ListenConfig{}
	ln, err := lc.Listen(context.Background(), "tcp", opt.Listen)
	if err != nil {
		return nil, fmt.Errorf("listen for the sandbox: %w", err)
	}
	if a, ok := ln.Addr().(*net.TCPAddr); !ok || !a.IP.IsLoopback() {
		return nil, errors.Join(fmt.Errorf("the sandbox listens on the loopback address only, not on %s", opt.Listen), ln.Close())
	}
	s := &Sandbox{
		opt: opt, log: opt.Log, url: "http://" + ln.Addr().String(),
		served: make(chan struct{}), done: make(chan struct{}),
		shapes: newShapes(), gw: newGateway(opt.Starts),
		guildByID: map[string]*Guild{}, users: map[string]*user{}, names: map[string]*user{},
		channels: map[string]*channel{}, messages: map[string]*message{},
		commands: map[string]*commandSet{}, interactions: newInteractions(),
		forms: map[string]*Form{}, files: map[string]*storedFile{}, uploads: map[string]*storedFile{},
		nextDue: opt.NextDue, openings: newOpenings(),
	}
	if !opt.Start.IsZero() {
		s.clock.turnTo(opt.Start)
	}
	if err := s.load(); err != nil {
		return nil, errors.Join(err, ln.Close())
	}
	if s.bot == nil {
		s.app = s.newID()
		s.bot = s.newUser("Dogear")
		s.bot.Bot = true
	}
	for _, g := range s.guilds {
		s.lookEverywhere(g)
	}
	s.server = &http.Server{Handler: s.handler(), ReadHeaderTimeout: 10 * time.Second}
	go func() {
		defer close(s.served)
		if err := s.server.Serve(ln); err != nil && !errors.Is(err, http.ErrServerClosed) {
			s.log.Error("the sandbox stopped serving", slog.Any("err", err))
		}
	}()
	s.startSaving()
	return s, nil
}

// Close stops the sandbox, cuts every connection and writes the state file.
func (s *Sandbox) Close() error {
	select {
	case <-s.done:
		return nil
	default:
	}
	close(s.done)
	s.gw.cutAll()
	err := s.server.Close()
	<-s.served
	s.changed()
	return errors.Join(err, s.stopSaving())
}

// URL is where REST, the gateway, files and the page are: http://127.0.0.1:PORT.
func (s *Sandbox) URL() string { return s.url }

// Token is the bot's token, without the prefix "Bot ".
func (s *Sandbox) Token() string { return s.opt.Token }

// AppID is the application's id.
func (s *Sandbox) AppID() string { return s.app }

// BotID is the id of the bot's user. It differs from AppID.
func (s *Sandbox) BotID() string { return s.bot.ID }

// Ready returns when a bot has identified (or resumed) and its gateway is live.
func (s *Sandbox) Ready(ctx context.Context) error {
	return s.Await(ctx, func() bool { return s.gw.live() > 0 })
}

// Await returns when cond is true. It is evaluated at once and again after
// every change of state, without the sandbox's lock held.
func (s *Sandbox) Await(ctx context.Context, cond func() bool) error {
	for {
		next := s.nextChange()
		if cond() {
			return nil
		}
		select {
		case <-next:
		case <-ctx.Done():
			return fmt.Errorf("await the sandbox: %w", ctx.Err())
		}
	}
}

// nextChange returns a channel that is closed at the next change.
func (s *Sandbox) nextChange() <-chan struct{} {
	s.noticeMu.Lock()
	defer s.noticeMu.Unlock()
	if s.notice == nil {
		s.notice = make(chan struct{})
	}
	return s.notice
}

// changed wakes all who wait for a change. It costs next to nothing while
// nobody does.
func (s *Sandbox) changed() {
	s.noticeMu.Lock()
	defer s.noticeMu.Unlock()
	if s.notice != nil {
		close(s.notice)
		s.notice = nil
	}
}
