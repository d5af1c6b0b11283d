package bot

import (
	"context"
	"sync"
	"time"
)

// Servers is where it is kept which servers the bot is in. Its methods are called
// one after another, in the order of what they tell.
type Servers interface {
	// Here records that the bot is in these servers.
	Here(ctx context.Context, guilds []string) error
	// All records that of the servers of a shard the bot is in these, and in no
	// others.
	All(ctx context.Context, guilds []string, shard Shard) error
	// Gone records that the bot was removed from a server.
	Gone(ctx context.Context, guild string) error
	// Erase erases some of what is kept of servers that were left for too long,
	// and says whether there is more. It is called every minute, but not before
	// All has recorded those of every shard of this process once, nor while
	// anything is not recorded yet: what was kept before may say of a server that
	// it was left though the bot is back.
	Erase(ctx context.Context) (more bool, err error)
}

// guildEvent is what GUILD_CREATE and GUILD_DELETE tell, and READY of each
// server. One that is unavailable has an outage of Discord's, and is left by
// nobody.
type guildEvent struct {
	ID          string `json:"id"`
	Unavailable bool   `json:"unavailable"`
}

// attendance is an event of that kind, until it is recorded.
type attendance struct {
	guilds []string
	all    Shard // they are all that belong to it; the zero value: they are not all
	gone   bool
}

// roll takes what the gateway tells of servers, on its reader, and has it
// recorded in order by another goroutine.
type roll struct {
	mu   sync.Mutex
	news []attendance
	rung chan struct{}
}

func newRoll() *roll { return &roll{rung: make(chan struct{}, 1)} }

// add never waits. Servers that come one after another are recorded together.
func (r *roll) add(a attendance) {
	r.mu.Lock()
	if n := len(r.news); n > 0 && a.all == (Shard{}) && !a.gone && !r.news[n-1].gone {
		r.news[n-1].guilds = append(r.news[n-1].guilds, a.guilds...)
	} else {
		r.news = append(r.news, a)
	}
	r.mu.Unlock()
	select {
	case r.rung <- struct{}{}:
	default:
	}
}

func (r *roll) empty() []attendance {
	r.mu.Lock()
	defer r.mu.Unlock()
	news := r.news
	r.news = nil
	return news
}

// attend notes what an event tells of servers.
func (b *Bot) attend(shard Shard, ev *event) {
	if b.conf.Servers == nil {
		return
	}
	switch {
	case ev.ready != nil:
		all := attendance{all: shard}
		for _, g := range ev.ready.Guilds {
			all.guilds = append(all.guilds, g.ID)
		}
		b.roll.add(all)
	case ev.guild != nil && ev.Type == "GUILD_CREATE":
		b.roll.add(attendance{guilds: []string{ev.guild.ID}})
	case ev.guild != nil && !ev.guild.Unavailable:
		b.roll.add(attendance{guilds: []string{ev.guild.ID}, gone: true})
	}
}

// keepRoll records what was noted, in order, and has erased what was left for too
// long, until live ends, but not before the servers of every shard are recorded.
// What is lost with the end is told again when the bot connects.
func (b *Bot) keepRoll(live context.Context) {
	clock := time.NewTicker(b.pace.erasing)
	defer clock.Stop()
	recorded := make(map[Shard]bool)
	for more := false; ; {
		if !more {
			select {
			case <-b.roll.rung:
			case <-clock.C:
			case <-live.Done():
			}
		}
		for _, a := range b.roll.empty() {
			if !b.keep(live, a) {
				return
			}
			recorded[a.all] = true
		}
		switch {
		case live.Err() != nil:
			return
		case !b.gateway.recorded(recorded):
			more = false
			continue
		}
		var err error
		if more, err = b.conf.Servers.Erase(live); err != nil && live.Err() == nil {
			b.log.Error("servers that were left are not erased", "err", err)
		}
	}
}

// keep records what was noted, and tries until it is; false if live ends first.
func (b *Bot) keep(live context.Context, a attendance) bool {
	if a.gone {
		b.log.Info("removed from a server", "server", a.guilds[0])
	}
	for wait := b.pace.firstRetry; live.Err() == nil; wait = min(2*wait, b.pace.longRetry) {
		var err error
		switch {
		case a.gone:
			err = b.conf.Servers.Gone(live, a.guilds[0])
		case a.all.Of > 0:
			err = b.conf.Servers.All(live, a.guilds, a.all)
		default:
			err = b.conf.Servers.Here(live, a.guilds)
		}
		if err == nil {
			return true
		}
		if live.Err() == nil {
			b.log.Error("servers not recorded", "err", err, "again_in", wait)
			_ = sleep(live, wait) // the loop sees the end of live
		}
	}
	return false
}
