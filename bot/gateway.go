package bot

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"sync/atomic"
	"time"
)

// gateway keeps the bot connected: by one connection or, in many servers, by
// several, each with a keeper of its own that lets no trouble of its own be the
// others'. They share the way to REST, and how many sessions may be begun.
type gateway struct {
	token  string
	client *http.Client
	pace   *pace
	log    *slog.Logger
	want   Shards
	starts starts
	take   func(Shard, *event)

	keepers atomic.Pointer[[]*keeper]
}

// current are those that keep the connections now.
func (g *gateway) current() []*keeper {
	if now := g.keepers.Load(); now != nil {
		return *now
	}
	return nil
}

// run keeps the bot connected until ctx ends, and returns nil then; another
// error is one that trying again cannot mend.
func (g *gateway) run(ctx context.Context) error {
	n, err := g.recommended(ctx)
	switch {
	case err != nil:
		return nil //nolint:nilerr // ctx has ended
	case !g.want.Auto && g.want.Of < n:
		g.log.Warn("Discord recommends more shards: see discord.shards in the configuration", "shards", g.want.Of, "recommended", n)
	}
	for {
		g.deal(n)
		if err := g.keep(ctx); !g.redeals(err) {
			return err
		}
		before := n
		if n, err = g.recommended(ctx); err != nil {
			return nil //nolint:nilerr // ctx has ended
		}
		n = max(n, before+1) // Discord has just said that so many are too few
		g.log.Warn("this bot has come into more servers than its shards may serve", "shards", before, "now", n)
	}
}

// redeals reports whether more connections mend an error, and may be made.
func (g *gateway) redeals(err error) bool {
	e, ok := errors.AsType[*GatewayError](err)
	return ok && e.Code == codeFullShard && g.want.Auto
}

// recommended asks Discord how many shards there should be, and again until it
// says so; an error is that of ctx.
func (g *gateway) recommended(ctx context.Context) (int, error) {
	for failures := 1; ; failures++ {
		n, err := g.starts.shards(ctx)
		if err == nil || ctx.Err() != nil {
			return n, ctx.Err()
		}
		wait := g.retryAfter(failures)
		g.log.Warn("Discord does not say how to connect", "err", err, "again_in", wait.Round(time.Millisecond))
		_ = sleep(ctx, wait) // the next try sees the end of ctx
	}
}

// deal makes the keepers of this process's shards. Where there are more than
// before, those that were go on counting.
func (g *gateway) deal(recommended int) {
	want := g.want
	if want.Auto {
		want.First, want.Last, want.Of = 0, recommended-1, recommended
	}
	before := g.current()
	var keepers []*keeper
	for id := want.First; id <= want.Last; id++ {
		k := &keeper{g: g, Shard: Shard{ID: id, Of: want.Of}, log: g.log}
		if want.Of > 1 {
			k.log = g.log.With("shard", k.Shard)
		}
		if n := len(keepers); n < len(before) {
			k.connections.Store(before[n].connections.Load())
			k.identifies.Store(before[n].identifies.Load())
		}
		keepers = append(keepers, k)
	}
	g.keepers.Store(&keepers)
}

// keep keeps every connection until ctx ends. It returns earlier with what ends
// the bot, or all of its connections. One that Discord will not have any more
// leaves the others alone, but where all are to be dealt anew.
func (g *gateway) keep(ctx context.Context) error {
	live, quit := context.WithCancel(ctx)
	defer quit()
	keepers := g.current()
	ended := make(chan error, len(keepers))
	for _, k := range keepers {
		go func() { ended <- k.run(live) }()
	}
	var why error
	for left := len(keepers) - 1; left >= 0; left-- {
		err := <-ended
		switch {
		case err == nil || live.Err() != nil: // they end as they should
		case alone(err) && !g.redeals(err):
			why = err
			if left > 0 {
				g.log.Error("a shard has ended, and its servers are not served; the others go on", "err", err)
			}
		default:
			why = err
			quit()
		}
	}
	if ctx.Err() != nil {
		return nil // stopped as asked, whatever became of one of them before
	}
	return why
}

// recorded reports whether the servers of every shard are among those.
func (g *gateway) recorded(shards map[Shard]bool) bool {
	for _, k := range g.current() {
		if !shards[k.Shard] {
			return false
		}
	}
	return len(g.current()) > 0
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

// plain is what may be logged of an error of discordgo's.
func plain(err error) string {
	e := asRequestError("gateway", err)
	return e.Error()
}
