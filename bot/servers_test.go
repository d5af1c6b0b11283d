package bot_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"dogear/bot"
)

// attended passes on what a bot is told of servers.
type attended chan string

func (a attended) Here(_ context.Context, guilds []string) error {
	a <- fmt.Sprintf("here %v", guilds)
	return nil
}

func (a attended) All(_ context.Context, guilds []string, shard bot.Shard) error {
	a <- fmt.Sprintf("all %v of %v", guilds, shard)
	return nil
}

func (a attended) Gone(_ context.Context, guild string) error {
	a <- "gone " + guild
	return nil
}

func (a attended) Erase(context.Context) (bool, error) { return false, nil }

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
	told.until(t, "all ["+r.guild.ID, "of 0/1")
	other := r.sb.AddGuild(`"READY" and "INTERACTION_CREATE"`)
	told.until(t, "here [", other.ID+"]")
	other.Remove()
	told.until(t, "gone "+other.ID)
}

// unsteady passes on what it is told, but fails at first; its methods are called
// one after another.
type unsteady struct {
	attended
	t        *testing.T
	failing  int  // so many more times
	called   bool // it has recorded all once
	pending  bool // what it was told last is not recorded
	erasures int  // it is to be called so many more times
	erased   chan struct{}
}

func (u *unsteady) fails() error {
	u.failing--
	if u.pending = u.failing >= 0; u.pending {
		return errors.New("the disk is full")
	}
	return nil
}

func (u *unsteady) Here(ctx context.Context, guilds []string) error {
	if err := u.fails(); err != nil {
		return err
	}
	return u.attended.Here(ctx, guilds)
}

func (u *unsteady) All(ctx context.Context, guilds []string, shard bot.Shard) error {
	if err := u.fails(); err != nil {
		return err
	}
	u.called = true
	return u.attended.All(ctx, guilds, shard)
}

func (u *unsteady) Gone(ctx context.Context, guild string) error {
	if err := u.fails(); err != nil {
		return err
	}
	u.failing = 2 // again, at what follows
	return u.attended.Gone(ctx, guild)
}

func (u *unsteady) Erase(context.Context) (bool, error) {
	if !u.called || u.pending {
		u.t.Errorf("erased while all was recorded: %v, and something was not: %v", u.called, u.pending)
	}
	u.erasures--
	switch u.erasures {
	case 40:
		return true, errors.New("the disk is full")
	case 0:
		close(u.erased)
	}
	return false, nil
}

// What could not be recorded of servers is tried again, before what came after
// it, and nothing is erased before.
func TestServersAreRecordedAtLast(t *testing.T) {
	t.Parallel()
	told := &unsteady{attended: make(attended, 16), t: t, failing: 3, erasures: 42, erased: make(chan struct{})}
	r := start(t, nil, options{config: func(c *bot.Config) { c.Servers = told }})
	other := r.sb.AddGuild("The Kingsfield Readers")
	other.Remove()
	third := r.sb.AddGuild("The Norfolk Readers")
	told.until(t, "all ["+r.guild.ID, "of 0/1")
	told.until(t, "gone "+other.ID)
	told.until(t, "here [", third.ID)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	select {
	case <-told.erased: // it goes on after an error, and though nobody rings
	case <-ctx.Done():
		t.Error("it is not erased")
	}
	r.await("the errors are logged", func() bool {
		return strings.Count(r.log.String(), "servers not recorded") == 5 && strings.Contains(r.log.String(), "not erased")
	})
	r.clean()
}
