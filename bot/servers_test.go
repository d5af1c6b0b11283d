package bot_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"dogear/bot"
)

// attended passes on what a bot is told of servers.
type attended chan string

func (a attended) Here(_ context.Context, guilds []string, all bool) error {
	a <- fmt.Sprintf("here %v, all: %v", guilds, all)
	return nil
}

func (a attended) Gone(_ context.Context, guild string) error {
	a <- "gone " + guild
	return nil
}

// until waits for word of a server.
func (a attended) until(t *testing.T, words ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	for {
		select {
		case told := <-a:
			all := true
			for _, w := range words {
				all = all && strings.Contains(told, w)
			}
			if all {
				return
			}
		case <-ctx.Done():
			t.Fatalf("nothing is told of %q", words)
		}
	}
}

// The bot tells in which servers it is when it connects, one that it comes to,
// and one that it is taken out of.
func TestServersComeAndGo(t *testing.T) {
	t.Parallel()
	told := make(attended, 16)
	r := start(t, nil, options{config: func(c *bot.Config) { c.Servers = told }})
	told.until(t, "here ["+r.guild.ID, "all: true")
	other := r.sb.AddGuild(`"READY" and "INTERACTION_CREATE"`)
	told.until(t, "here [", other.ID+"], all: false")
	other.Remove()
	told.until(t, "gone "+other.ID)
}
