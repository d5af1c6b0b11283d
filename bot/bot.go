// Package bot is the Discord edge. It owns the connection and its supervisor,
// the one answer that every interaction gets within Discord's three seconds,
// the work that is done in Discord besides (posts, edits, deletions, roles,
// threads, scheduled events, direct messages), limits of length and rate,
// mentions, panics, and who gets to see an error.
//
// It must not know what any command means or where rows live. It is handed a
// list of actions and the few small interfaces that it declares here.
//
// The way of an interaction: link (the gateway's bytes) → dispatcher.offer →
// act → the action's Run → answer.send. The way of work: worker.claim →
// Desk.Claim → do → Desk.Look → post, remove, grant, room, seat, event, direct
// or talk → Desk.Done.
package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Config is all that a Bot needs.
type Config struct {
	Token string
	// Base is "https://discord.com", the default, or the address of something
	// on this machine that speaks the same API. The gateway's address comes
	// from there too.
	Base string
	// DevGuild is the one server in which commands are registered, at once,
	// while developing; "" registers them for all servers.
	DevGuild string
	Log      *slog.Logger     // nil: nothing is logged
	Now      func() time.Time // club time; nil: the wall clock
	Actions  []Action
	Groups   []Group
	Desk     Desk            // nil: there is no work
	Wake     <-chan struct{} // work was added: look at once
	Registry Registry
	Servers  Servers // nil: it is not kept which servers the bot is in
	Shards   Shards  // how it connects
	// Over is told of every interaction how it ended, nil: nobody is. It must
	// not wait, and is called by many goroutines.
	Over func(action string, result Result, took time.Duration)
}

// Bot is a bot that can be run once.
type Bot struct {
	conf     Config
	log      *slog.Logger
	pace     pace
	slash    map[string]*Action // by "group verb"
	custom   map[string]*Action // by "feature/verb"
	menu     map[string]*Action // by what a message's menu shows
	commands []command

	rest     *rest
	gateway  *gateway
	dispatch *dispatcher
	denied   chan struct{} // closed when the token is refused
	roll     *roll

	ready chan struct{} // closed at the first READY
	once  sync.Once
	me    atomic.Pointer[self]

	looked atomic.Int64 // when the worker last knew what is due, in nanoseconds since 1970
}

// New checks the configuration and the actions. An error in an action's
// definition is a programmer's, and is told here rather than by Discord.
func New(conf Config) (*Bot, error) {
	conf = withDefaults(conf)
	b := &Bot{
		conf: conf, log: conf.Log, pace: realPace(),
		denied: make(chan struct{}), ready: make(chan struct{}), roll: newRoll(),
	}
	err := errors.Join(b.route(conf.Actions), conf.Shards.check())
	if err != nil {
		return nil, err
	}
	if b.commands, err = define(conf.Actions, conf.Groups); err != nil {
		return nil, err
	}
	if b.rest, err = newRest(conf.Token, conf.Base, sync.OnceFunc(func() { close(b.denied) })); err != nil {
		return nil, err
	}
	b.gateway = &gateway{token: conf.Token, client: b.rest.client, pace: &b.pace, log: b.log, want: conf.Shards, take: b.take}
	b.gateway.starts = starts{rest: b.rest, pace: &b.pace, log: b.log, buckets: make(map[int]*bucket)}
	b.dispatch = &dispatcher{
		b: b, queue: make(chan *job, waiting), typing: make(chan *job, typing), excuse: make(chan *job, excuses),
		enquiries: enquiries{queue: make(chan *job, enquiring), servers: make(map[string]bool)},
	}
	return b, nil
}

func withDefaults(conf Config) Config {
	conf.Base = strings.TrimRight(conf.Base, "/")
	if conf.Base == "" {
		conf.Base = officialBase
	}
	conf.Token = strings.TrimPrefix(strings.TrimSpace(conf.Token), "Bot ")
	if conf.Log == nil {
		conf.Log = slog.New(slog.DiscardHandler)
	}
	if conf.Now == nil {
		conf.Now = time.Now
	}
	if conf.Shards == (Shards{}) {
		conf.Shards.Of = 1
	}
	return conf
}

// Run connects, registers the commands, answers and works until ctx ends. It
// returns nil after a clean stop, in which everything in flight was finished;
// ErrToken or a *GatewayError if Discord will not have the bot.
func (b *Bot) Run(ctx context.Context) error {
	live, quit := context.WithCancel(ctx)
	defer quit()
	// What is in flight outlives ctx, for a while.
	flight, crash := context.WithCancel(context.WithoutCancel(ctx))
	defer crash()

	b.dispatch.start(flight)
	gone := make(chan error, 1)
	go func() { gone <- b.gateway.run(live) }()

	var background sync.WaitGroup
	background.Go(func() {
		select {
		case <-b.ready:
		case <-live.Done():
			return
		}
		if b.conf.Registry != nil {
			background.Go(func() { b.register(live) })
		}
		if b.conf.Servers != nil {
			background.Go(func() { b.keepRoll(live) })
		}
		if b.conf.Desk != nil {
			newWorker(b).run(live, flight)
		}
	})

	var err error
	over := false
	select {
	case <-ctx.Done():
	case <-b.denied:
		err = ErrToken
	case err = <-gone:
		over = true
	}
	quit()
	return errors.Join(err, b.stop(crash, &background, gone, over))
}

// stop ends in order: nothing new is taken, the connection is closed, and what
// is in flight is finished, within a limit.
func (b *Bot) stop(crash func(), background *sync.WaitGroup, gone <-chan error, over bool) error {
	answered := b.dispatch.drain()
	worked := make(chan struct{})
	go func() {
		background.Wait()
		close(worked)
	}()
	limit := time.NewTimer(b.pace.draining)
	defer limit.Stop()
	var err error
	for _, c := range []<-chan struct{}{answered, worked} {
		select {
		case <-c:
		case <-limit.C:
			err = errors.New("stopped with answers or work unfinished")
			crash()
			limit.Reset(2 * time.Second)
		}
	}
	if !over { // it ends soon, by its own limits
		err = errors.Join(err, <-gone)
	}
	b.rest.client.CloseIdleConnections()
	s := b.Stats()
	b.log.Info("stopped", "interactions", s.Interactions, "deferred", s.Deferred, "busy", s.Busy,
		"refusals", s.Refusals, "faults", s.Faults, "connections", s.Connections)
	return err
}

// take receives the events of a shard, on its reader: it must not wait.
func (b *Bot) take(shard Shard, ev *event) {
	b.attend(shard, ev)
	switch {
	case ev.payload != nil:
		b.dispatch.offer(ev.payload, ev.arrived)
	case ev.ready != nil:
		me := self{app: ev.ready.Application.ID, user: ev.ready.User.ID}
		b.me.Store(&me)
		b.log.Info("connected", "as", ev.ready.User.Name, "application", me.app, "shard", shard, "servers", len(ev.ready.Guilds))
		b.once.Do(func() { close(b.ready) })
	case ev.Type == "RESUMED":
		b.log.Info("connection resumed", "shard", shard)
	}
}

// self is who the bot is, known since the first READY.
func (b *Bot) self() self {
	if me := b.me.Load(); me != nil {
		return *me
	}
	return self{}
}

// route finds actions by what sets them off.
func (b *Bot) route(actions []Action) error {
	b.slash, b.custom, b.menu = make(map[string]*Action), make(map[string]*Action), make(map[string]*Action)
	for i := range actions {
		a := &actions[i]
		to := b.custom
		switch a.On {
		case Slash:
			to = b.slash
		case OnMessage:
			to = b.menu
		}
		if to[a.Name] != nil {
			return fmt.Errorf("action %q stands twice", a.Name)
		}
		to[a.Name] = a
	}
	return nil
}

// find finds the action that an interaction is for, with what it is told; false
// if it is of a kind that is not for actions.
func (b *Bot) find(j *job) bool {
	p := j.p
	switch p.Kind {
	case kindCommand, kindSuggest:
		var name string
		switch name, j.options = p.command(); p.Data.Type {
		case commandSlash, 0:
			j.action = b.slash[name]
		case commandMessage:
			j.action = b.menu[name]
		}
	case kindPress, kindSubmit:
		if name, args, ok := parseCustomID(p.Data.CustomID); ok {
			j.action, j.args = b.custom[name], args
		}
		if a := j.action; a != nil && (a.Args != len(j.args) || (a.On == Press) != (p.Kind == kindPress)) {
			j.action = nil
		}
	default:
		return false
	}
	return true
}
