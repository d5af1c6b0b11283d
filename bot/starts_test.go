package bot_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"dogear/bot"
	"dogear/bot/sandbox"
)

// Discord sorts shards into buckets, and wants time between two IDENTIFYs of one;
// the buckets do not wait for one another.
func TestSessionsBeginInTurn(t *testing.T) {
	t.Parallel()
	const of, gap = 6, 50 * time.Millisecond
	r := prepare(t, hello(), options{
		sandbox: sandbox.Options{Starts: sandbox.Starts{Shards: of, Concurrency: 2, Gap: gap}},
		tune:    func(b *bot.Bot) { b.IdentifyGap(gap) },
		config:  func(c *bot.Config) { c.Shards.Auto = true },
	})
	r.run()
	r.connects(of)
	r.sb.InvalidSession(false) // all at once
	r.await("begun anew", func() bool { s := r.sb.GatewayStats(); return s.Live == of && s.Identifies == 2*of })
	r.clean()
	if n := r.count("GET", "/gateway/bot", 200); n != 1 {
		t.Errorf("Discord was asked %d times", n)
	}
}

// A shard that the gateway does not even greet holds up no other for long.
func TestAShardIsNotGreeted(t *testing.T) {
	t.Parallel()
	const gap = 20 * time.Millisecond
	r := prepare(t, hello(), options{
		sandbox: sandbox.Options{Starts: sandbox.Starts{Gap: gap}},
		tune:    func(b *bot.Bot) { b.IdentifyGap(gap); b.GreetIn(200 * time.Millisecond) },
		config:  func(c *bot.Config) { c.Shards = bot.Shards{Last: 1, Of: 2} },
	})
	r.sb.NoHello(true)
	r.run()
	r.await("both have had their turn", func() bool {
		c := r.bot.Connections()
		return len(c) == 2 && c[0].Count > 0 && c[1].Count > 0
	})
	r.sb.NoHello(false)
	r.connects(2)
	r.clean()
}

// However long a gateway takes to fail, it was no connection: the next is tried
// later and later, for each costs one of the sessions that may be begun in a day.
func TestAGatewayFailsSlowly(t *testing.T) {
	t.Parallel()
	r := prepare(t, hello(), options{tune: func(b *bot.Bot) { b.GreetIn(10 * time.Millisecond); b.Stable(5 * time.Millisecond) }})
	r.sb.NoHello(true)
	r.run()
	later := regexp.MustCompile(`"no greeting" .*again_in=(8|9|1\d|20)ms`) // the first waits one at most
	r.await("it is tried later", func() bool { return later.MatchString(r.log.String()) })
	r.sb.NoHello(false)
	r.connects(1)
	r.clean()
}

// Where no session may be begun any more today, the bot waits for the next day. It
// does not begin the last ones: who has none left loses the token.
func TestNoSessionIsLeftToday(t *testing.T) {
	t.Parallel()
	for _, left := range []int{-1, 10} {
		t.Run(fmt.Sprint(left), func(t *testing.T) {
			t.Parallel()
			r := prepare(t, hello(), options{sandbox: sandbox.Options{Starts: sandbox.Starts{Left: left, ResetAfter: 300 * time.Millisecond}}})
			r.run()
			r.connects(1)
			r.clean()
			if !strings.Contains(r.log.String(), "begin no more connections") {
				t.Error("it is not told")
			}
		})
	}
}

// What GET /gateway/bot cannot say at first is asked again.
func TestDiscordDoesNotSayHowToConnect(t *testing.T) {
	t.Parallel()
	r := prepare(t, hello(), options{
		sandbox: sandbox.Options{Starts: sandbox.Starts{Shards: 2}},
		config:  func(c *bot.Config) { c.Shards.Auto = true },
	})
	r.sb.Fault(sandbox.Fault{PathPrefix: "/gateway/bot", Status: 500, Times: 2})
	r.run()
	r.connects(2)
	r.clean()
}
