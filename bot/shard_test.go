package bot_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dogear/bot"
	"dogear/bot/sandbox"
)

// inShards makes servers until each of so many shards has one with somebody in
// it, and until there are enough. It returns who is there, by shard.
func (r *rig) inShards(of, servers int) []*sandbox.Person {
	people := make([]*sandbox.Person, of)
	for n := 1; n < servers || slices.Contains(people, nil); n++ {
		g := r.sb.AddGuild(fmt.Sprint("Server ", n))
		g.AddChannel("book-club")
		if shard := sandbox.ShardOf(g.ID, of); people[shard] == nil {
			people[shard] = g.AddMember(fmt.Sprint("Reader ", shard))
		}
	}
	return people
}

// greeted has someone say hello, and be answered.
func (r *rig) greeted(p *sandbox.Person) {
	r.t.Helper()
	a, err := p.Slash(r.t.Context(), "/hello")
	if err != nil || a.Message == nil || a.Message.Text() != "Hello." {
		r.t.Fatalf("%s: %+v, %v\n%s", p.Name, a, err, r.log.String())
	}
}

func hello() []bot.Action {
	return []bot.Action{{Name: "hello", Help: "Says hello", DM: true, Run: private("Hello.")}}
}

// connects waits until so many shards are connected at once.
func (r *rig) connects(live int) {
	r.t.Helper()
	r.await("connected", func() bool { return r.sb.GatewayStats().Live == live })
}

// registers waits for so many shards, and for the commands.
func (r *rig) registers(live int) {
	r.t.Helper()
	r.connects(live)
	r.await("commands are registered", func() bool { return r.count("PUT", "/commands", 200) > 0 })
}

// census counts what a bot is told of servers, and says when it has been told all.
type census struct {
	sb     *sandbox.Sandbox // those who await it look at it then
	all    int64
	told   atomic.Int64 // of each server: once with its shard, and once by itself
	shards atomic.Int64 // of which all are known
	erased atomic.Int64 // how many those were when it was first asked to erase
}

func (c *census) Here(_ context.Context, guilds []string) error {
	if c.told.Add(int64(len(guilds))) >= c.all {
		c.sb.Turn(0)
	}
	return nil
}

func (c *census) All(ctx context.Context, guilds []string, _ bot.Shard) error {
	c.shards.Add(1)
	return c.Here(ctx, guilds)
}

func (c *census) Gone(context.Context, string) error { return nil }

func (c *census) Erase(context.Context) (bool, error) {
	if c.erased.CompareAndSwap(0, c.shards.Load()) {
		c.sb.Turn(0)
	}
	return false, nil
}

// Four shards serve ten thousand servers. One that is cut off, one whose session
// ends and one that falls silent are the others' trouble in no way, and come back.
func TestAShardIsInTroubleAlone(t *testing.T) {
	t.Parallel()
	const of, servers = 4, 10_000
	const gap = 20 * time.Millisecond
	var people []*sandbox.Person
	told := &census{all: 2 * servers}
	r := prepare(t, hello(), options{
		sandbox: sandbox.Options{Starts: sandbox.Starts{Gap: gap, Most: servers}},
		tune:    func(b *bot.Bot) { b.IdentifyGap(gap) },
		config:  func(c *bot.Config) { c.Shards, c.Servers = bot.Shards{Last: of - 1, Of: of}, told },
		world:   func(r *rig) { people, told.sb = r.inShards(of, servers), r.sb },
	})
	r.run()
	r.registers(of)
	r.await("all servers are known", func() bool { return told.told.Load() == told.all })
	r.await("those of every shard are recorded before any is erased", func() bool { return told.erased.Load() == of })
	for _, p := range people {
		r.greeted(p)
	}
	r.greeted(people[3].DM())

	others := func(but int) {
		t.Helper()
		for shard, p := range people {
			if shard != but {
				r.greeted(p)
			}
		}
	}
	alone := func(shard int, count int64) {
		t.Helper()
		for i, c := range r.bot.Connections() {
			want := int64(1)
			if i == shard {
				want = count
			}
			if c.Shard != i || c.Count != want && i >= shard { // the ones before had their turn
				t.Errorf("after the trouble of %d: %+v", shard, c)
			}
		}
	}
	r.sb.DropShard(0)
	others(0)
	r.greeted(people[0])
	alone(0, 2)

	r.sb.CloseShard(1, 4009)
	others(1)
	r.connects(of)
	r.greeted(people[1])
	alone(1, 2)

	r.sb.HangShard(2)
	others(2)
	answered := make(chan error, 1)
	go func() {
		_, err := people[2].Slash(context.WithoutCancel(t.Context()), "/hello")
		answered <- err
	}()
	others(2)
	r.sb.DropShard(2) // as when it has been silent for two heartbeats
	if err := <-answered; err != nil {
		t.Error("what was said to a silent shard is lost:", err)
	}
	alone(2, 2)
	if s := r.bot.Stats(); s.Identifies != of+1 || s.Connections != of+3 {
		t.Errorf("%+v", s)
	}
	r.clean()
}

// A bot that has come into more servers than its shards may serve deals them out
// anew, if it may say how many there are: over as many as Discord recommends now,
// and over one more at least.
func TestMoreShardsAreNeeded(t *testing.T) {
	t.Parallel()
	for recommended, of := range map[int]int{1: 2, 3: 3} {
		t.Run(fmt.Sprint(recommended, " recommended"), func(t *testing.T) {
			t.Parallel()
			var people []*sandbox.Person
			told := make(attended, 64)
			r := prepare(t, hello(), options{
				config: func(c *bot.Config) { c.Shards.Auto, c.Servers = true, told },
				world:  func(r *rig) { people = r.inShards(6, 6) },
			})
			r.run()
			r.registers(1)
			told.until(t, "all [", "of 0/1")
			r.sb.SetStarts(sandbox.Starts{Shards: recommended, Most: 5})
			r.sb.CloseGateway(4009)
			r.connects(of)
			for _, p := range people {
				r.greeted(p)
			}
			told.until(t, "all [", fmt.Sprint("/", of))
			if c := r.bot.Connections(); len(c) != of || c[0].Count != 3 { // the first, one that was refused, and one of the new
				t.Errorf("%+v", c)
			}
			r.clean()
		})
	}
}

// A shard that Discord will not have any more leaves the others alone; the bot
// ends with the last.
func TestAShardIsFull(t *testing.T) {
	t.Parallel()
	var people []*sandbox.Person
	r := prepare(t, hello(), options{
		config: func(c *bot.Config) { c.Shards = bot.Shards{Last: 1, Of: 2} },
		world:  func(r *rig) { people = r.inShards(2, 2) },
	})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	over := make(chan error, 1)
	go func() { over <- r.bot.Run(ctx) }()
	r.registers(2)
	r.sb.CloseShard(0, 4011)
	r.await("told", func() bool { return strings.Contains(r.log.String(), "a shard has ended") })
	r.greeted(people[1])
	if c := r.bot.Connections(); c[0].Connected || !strings.Contains(c[0].Why, "shard 0/2") || !c[1].Connected {
		t.Errorf("%+v", c)
	}
	select {
	case err := <-over:
		t.Fatal(err)
	default:
	}
	r.sb.CloseShard(1, 4010)
	var refused *bot.GatewayError
	if err := <-over; !errors.As(err, &refused) || refused.Code != 4010 || !strings.Contains(err.Error(), `shard 1/2: set discord.shards to "auto"`) {
		t.Error(err)
	}
}

// Two processes with a range each share a bot, and know only their own servers.
func TestARangeOfShards(t *testing.T) {
	t.Parallel()
	var people []*sandbox.Person
	told := make(attended, 64)
	r := prepare(t, hello(), options{
		sandbox: sandbox.Options{Starts: sandbox.Starts{Shards: 9}},
		config:  func(c *bot.Config) { c.Shards, c.Servers = bot.Shards{First: 2, Last: 3, Of: 4}, told },
		world:   func(r *rig) { people = r.inShards(4, 8) },
	})
	r.run()
	r.registers(2)
	for range 2 { // in either order
		told.until(t, "all [", "/4")
	}
	r.greeted(people[2])
	r.greeted(people[3])
	if c := r.bot.Connections(); len(c) != 2 || c[0].Shard != 2 || c[1].Shard != 3 {
		t.Errorf("%+v", c)
	}
	if log := r.log.String(); !strings.Contains(log, "recommends more shards") || !strings.Contains(log, "shard=3/4 servers=2") {
		t.Error(log)
	}

	others, err := bot.New(bot.Config{
		Token: r.sb.Token(), Base: r.sb.URL(), Actions: hello(), Shards: bot.Shards{Last: 1, Of: 4},
	})
	if err != nil {
		t.Fatal(err)
	}
	others.Quick()
	ctx, cancel := context.WithCancel(t.Context())
	over := make(chan error, 1)
	go func() { over <- others.Run(ctx) }()
	r.connects(4)
	for _, p := range people {
		r.greeted(p)
	}
	if mine, theirs := r.bot.Stats().Interactions, others.Stats().Interactions; mine != 4 || theirs != 2 {
		t.Errorf("%d and %d interactions", mine, theirs)
	}
	cancel()
	if err := <-over; err != nil {
		t.Error(err)
	}
	r.clean()
}

func TestThereAreSuchShards(t *testing.T) {
	t.Parallel()
	for _, s := range []bot.Shards{{Last: 1}, {First: 1, Of: 1}, {First: 2, Last: 1, Of: 4}, {First: -1, Of: 1}, {Last: 4, Of: 4}} {
		if _, err := bot.New(bot.Config{Token: "t", Shards: s}); err == nil {
			t.Errorf("taken: %+v", s)
		}
	}
}
