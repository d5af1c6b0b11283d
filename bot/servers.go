package bot

import (
	"context"
	"sync"
)

// Servers is where it is kept which servers the bot is in.
type Servers interface {
	// Here records that the bot is in these servers; with all, in no others.
	Here(ctx context.Context, guilds []string, all bool) error
	// Gone records that the bot was removed from a server.
	Gone(ctx context.Context, guild string) error
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
	guilds    []string
	all, gone bool
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
	if n := len(r.news); n > 0 && !a.all && !a.gone && !r.news[n-1].gone {
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
func (b *Bot) attend(ev *event) {
	if b.conf.Servers == nil {
		return
	}
	switch {
	case ev.ready != nil:
		all := attendance{all: true}
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

// keepRoll records what was noted, until live ends. What is lost with an error
// or with the end is told again when the bot connects.
func (b *Bot) keepRoll(live context.Context) {
	for {
		select {
		case <-b.roll.rung:
		case <-live.Done():
			return
		}
		for _, a := range b.roll.empty() {
			var err error
			if a.gone {
				b.log.Info("removed from a server", "server", a.guilds[0])
				err = b.conf.Servers.Gone(live, a.guilds[0])
			} else {
				err = b.conf.Servers.Here(live, a.guilds, a.all)
			}
			if err != nil && live.Err() == nil {
				b.log.Error("servers not recorded", "err", err)
			}
		}
	}
}
