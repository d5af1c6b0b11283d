package bot_test

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"dogear/bot"
	"dogear/bot/sandbox"
	"dogear/club"
)

// tally counts what the bot says of how interactions ended.
type tally struct {
	mu   sync.Mutex
	seen map[string]int
}

func (l *tally) over(action string, result bot.Result, took time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if took <= 0 {
		action += " in no time"
	}
	l.seen[action+": "+string(result)]++
}

// sum counts them all.
func (l *tally) sum() (n int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, one := range l.seen {
		n += int64(one)
	}
	return n
}

func (l *tally) is(t *testing.T, want map[string]int) {
	t.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	if !maps.Equal(l.seen, want) {
		t.Errorf("told of %v, want %v", l.seen, want)
	}
}

// counted is a bot whose interactions are told of.
func counted(t *testing.T, actions []bot.Action, o options) (*rig, *tally) {
	t.Helper()
	l := &tally{seen: make(map[string]int)}
	o.config = func(c *bot.Config) { c.Over = l.over }
	return start(t, actions, o), l
}

// Of every interaction it is told once how it ended, whatever became of it.
func TestHowInteractionsEnd(t *testing.T) {
	t.Parallel()
	at := text("at", "Where")
	at.Suggest = func(_ context.Context, _ *bot.Interaction, typed string) ([]bot.Choice, error) {
		if typed == "no" {
			return nil, errors.New("no")
		}
		return nil, nil
	}
	r, told := counted(t, []bot.Action{
		{Name: "hello", Help: "Says hello", Options: []bot.Option{at}, Run: private("Hello.", "Old", "v1/gone/away")},
		{Name: "refuse", Help: "Refuses", Run: func(context.Context, *bot.Interaction) (bot.Reply, error) { return nil, club.Refuse("No.") }},
		{Name: "fail", Help: "Fails", Run: func(context.Context, *bot.Interaction) (bot.Reply, error) { return nil, errors.New("no") }},
		{Name: "panic", Help: "Panics", Run: func(context.Context, *bot.Interaction) (bot.Reply, error) { panic("at once") }},
		{Name: "odder", Help: "Panics late", Run: func(context.Context, *bot.Interaction) (bot.Reply, error) {
			return bot.Private{Message: bot.Message{Parts: says("").Parts[:0:0]}}, nil
		}},
	}, options{})
	hello := r.slash("Ana", "/hello").Message
	r.press("Ana", hello, "Old")
	for _, line := range []string{"/refuse", "/fail", "/panic", "/odder"} {
		r.slash("Ana", line)
	}
	for _, typed := range []string{"yes", "no"} {
		if _, err := r.sb.As("Ana").Suggest(t.Context(), "/hello at:"+typed, "at"); err != nil {
			t.Fatal(err)
		}
	}
	r.comes("all are told of", func() bool { return told.sum() == r.bot.Stats().Interactions && told.sum() == 8 })
	told.is(t, map[string]int{
		"hello: answered": 1, "unknown: unknown": 1, "refuse: refused": 1, "fail: failed": 1, "panic: failed": 1, "odder: failed": 1,
		"suggestions: answered": 1, "suggestions: failed": 1,
	})
	if log := r.log.String(); strings.Count(log, "interaction over") != 8 || !strings.Contains(log, "action=hello result=answered") {
		t.Error("the log does not tell how they ended")
	}
}

// An answer that Discord did not take was not given; who is turned away is told
// of too, whether or not somebody had the time to say so.
func TestWhoGotNoAnswer(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	r, told := counted(t, []bot.Action{
		{Name: "hello", Help: "Says hello", Run: private("Hello.")},
		slow("slow", bot.Slash, false, bot.Private{Message: says("Here.")}, release),
	}, options{tune: func(b *bot.Bot) { b.Waiting(1) }})
	r.sb.Fault(sandbox.Fault{PathPrefix: "/interactions/", Status: http.StatusNotFound, Times: 1})
	_, _ = r.sb.As("Ana").Slash(t.Context(), "/hello") // it goes without
	r.comes("it is told of", func() bool { return told.sum() == 1 })

	const all = 64 + 1 + 3
	var asked sync.WaitGroup
	for range all {
		asked.Go(func() {
			if _, err := r.sb.As("Ana").Slash(t.Context(), "/slow"); err != nil {
				t.Error(err)
			}
		})
	}
	r.comes("three are turned away", func() bool { return told.sum() == 1+3 })
	close(release)
	asked.Wait()
	r.comes("all are told of", func() bool { return told.sum() == 1+all })
	told.is(t, map[string]int{"hello: failed": 1, "slow: busy": 3, "slow: answered": all - 3})
}

// Where Discord took no word that the answer would come, nobody sees the answer.
func TestALateAnswerIsNoAnswer(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	r, told := counted(t, []bot.Action{slow("slow", bot.Slash, false, bot.Private{Message: says("Here.")}, release)},
		options{tune: func(b *bot.Bot) { b.DeferAfter(time.Millisecond) }})
	r.sb.Fault(sandbox.Fault{PathPrefix: "/interactions/", Status: http.StatusNotFound, Times: 1})
	_, _ = r.sb.As("Ana").Slash(t.Context(), "/slow") // it goes without
	r.await("not announced", func() bool { return strings.Contains(r.log.String(), "answer not announced") })
	close(release)
	r.comes("it is told of", func() bool { return told.sum() == 1 })
	told.is(t, map[string]int{"slow: late": 1})
}

// comes waits for what the sandbox does not tell of.
func (r *rig) comes(what string, cond func() bool) {
	r.t.Helper()
	look := time.NewTicker(2 * time.Millisecond)
	defer look.Stop()
	limit := time.After(20 * time.Second)
	for !cond() {
		select {
		case <-look.C:
		case <-limit:
			r.t.Fatalf("never true: %s\n%s", what, r.log.String())
		}
	}
}

// How the bot is connected can be asked from outside: that it never was, that it
// is, how long Discord takes to answer, and since when, and why, it is not.
func TestHowTheBotIsConnected(t *testing.T) {
	t.Parallel()
	r := prepare(t, []bot.Action{{Name: "hello", Help: "Says hello", Run: private("Hello.")}}, options{})
	if list := r.bot.Connections(); len(list) > 0 {
		t.Errorf("before it runs: %+v", list)
	}
	r.run()
	one := func() bot.Connection {
		list := r.bot.Connections()
		if len(list) != 1 {
			return bot.Connection{}
		}
		return list[0]
	}
	r.comes("connected", func() bool { return one().Connected && one().Heartbeat > 0 })
	up := one()
	if up.Shard != 0 || up.Count != 1 || up.Why != "" || up.Since.IsZero() || up.Heartbeat > 10*time.Second {
		t.Errorf("connected: %+v", up)
	}
	r.sb.NoHello(true)
	r.sb.Drop()
	r.comes("lost, and tried again", func() bool { return !one().Connected && one().Count > 1 })
	if down := one(); down.Why == "" || down.Since.Before(up.Since) {
		t.Errorf("lost: %+v", down)
	}
	before := one().Since
	r.sb.NoHello(false)
	r.sb.Drop()
	r.comes("connected again", func() bool { return one().Connected })
	if again := one(); again.Why != "" || again.Since.Before(before) || again.Count < 2 {
		t.Errorf("connected again: %+v", again)
	}
}

// What requests wait for, and how many Discord refuses, is counted.
func TestWaitsAreCounted(t *testing.T) {
	t.Parallel()
	r, d := working(t)
	if s := r.bot.Stats(); s.RefusedWaits.Times > 0 || s.Invalid > 0 {
		t.Errorf("at the start: %+v", s)
	}
	r.sb.Fault(sandbox.Fault{Method: "POST", Match: "/messages", Status: http.StatusTooManyRequests, Times: 1, RetryAfter: 0.05})
	d.add(1, posts(r.channel, func() bot.Message { return says("Here.") }))
	r.done(d, 1, 1)
	s := r.bot.Stats()
	if s.RefusedWaits.Times != 1 || s.RefusedWaits.Took < 50*time.Millisecond {
		t.Errorf("after one limit: %+v", s)
	}
	r.guild.DenyBot(r.channel, sandbox.PermissionSendMessages)
	d.add(2, posts(r.channel, func() bot.Message { return says("Not here.") }))
	r.failed(d, 2)
	if s := r.bot.Stats(); s.Invalid != 1 {
		t.Errorf("after one refusal: %+v", s)
	}
	if s.Looked.IsZero() || time.Since(s.Looked) > time.Minute {
		t.Errorf("looked %v", s.Looked)
	}
}

// Work that goes wrong on our side has one line in the log, and an organiser is
// told the reference that leads to it.
func TestTheReferenceOfWork(t *testing.T) {
	t.Parallel()
	r, d := working(t)
	d.add(71, func() (bot.Wish, error) { return nil, errors.New("a fault of ours") })
	d.add(72, func() (bot.Wish, error) { panic("at once") })
	for id, cause := range map[int64]string{71: "a fault of ours", 72: "at once"} {
		ref := map[int64]string{71: "w71", 72: "w72"}[id]
		if p := r.failed(d, id); !strings.HasSuffix(p.Reason, "ref "+ref+".") || strings.Contains(p.Reason, cause) {
			t.Errorf("%d: %q", id, p.Reason)
		}
		var lines []string
		for line := range strings.Lines(r.log.String()) {
			if strings.Contains(line, cause) || strings.Contains(line, ref) {
				lines = append(lines, line)
			}
		}
		if len(lines) != 1 || !strings.Contains(lines[0], "level=ERROR") || !strings.Contains(lines[0], "ref="+ref) || !strings.Contains(lines[0], cause) || strings.Contains(lines[0], "stack=") != (id == 72) {
			t.Errorf("%d: the log says %q", id, lines)
		}
	}
}
