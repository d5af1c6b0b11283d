package bot_test

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dogear/bot"
	"dogear/bot/sandbox"
)

// slow is an action that answers only when it is let go.
func slow(name string, on bot.Trigger, updates bool, reply bot.Reply, release <-chan struct{}) bot.Action {
	a := bot.Action{Name: name, On: on, Updates: updates, Run: func(ctx context.Context, _ *bot.Interaction) (bot.Reply, error) {
		select {
		case <-release:
			return reply, nil
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}}
	if on == bot.Slash {
		a.Help = "Takes its time"
	}
	return a
}

func TestASlowAnswerIsAnnounced(t *testing.T) {
	t.Parallel()
	form := bot.Form{ID: bot.CustomID("form/send"), Title: "A form", Fields: []bot.Field{{Name: "a", Label: "A"}}}
	for _, tt := range []struct {
		name    string
		on      bot.Trigger
		updates bool
		reply   bot.Reply
		text    string
		same    bool // the pressed message was changed
		request string
	}{
		{"command", bot.Slash, false, bot.Private{Message: says("Here.")}, "Here.", false, "PATCH"},
		{"update", bot.Press, true, bot.Update{Message: says("Changed.")}, "Changed.", true, "PATCH"},
		{"private after all", bot.Press, true, bot.Private{Message: says("No.")}, "No.", false, "POST"},
		{"private", bot.Press, false, bot.Private{Message: says("New.")}, "New.", false, "PATCH"},
		{"form too late", bot.Press, false, form, "That took me longer than Discord lets a form wait. Please press it again.", false, "PATCH"},
		{"command form too late", bot.Slash, false, form, "That took me longer than Discord lets a form wait. Please press it again.", false, "PATCH"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			release := make(chan struct{})
			name := "slow"
			actions := []bot.Action{
				{Name: "hello", Help: "Says hello", Run: private("Hello.", "Go", bot.CustomID("slow/go"))},
				{Name: "form/send", On: bot.Submit, Run: private("Sent.")},
			}
			if tt.on == bot.Press {
				name = "slow/go"
			}
			actions = append(actions, slow(name, tt.on, tt.updates, tt.reply, release))
			r := start(t, actions, options{tune: func(b *bot.Bot) { b.DeferAfter(time.Millisecond) }})
			hello := r.slash("Ana", "/hello").Message
			const before = 1 // the greeting's
			r.await("greeted", func() bool { return r.count("POST", "/callback", 204) == before })
			got := make(chan *sandbox.Answer, 1)
			go func() {
				var a *sandbox.Answer
				var err error
				if tt.on == bot.Press {
					a, err = r.sb.As("Ana").Press(t.Context(), hello, "Go")
				} else {
					a, err = r.sb.As("Ana").Slash(t.Context(), "/slow")
				}
				if err != nil {
					t.Error(err)
				}
				got <- a
			}()
			r.await("announced", func() bool { return r.count("POST", "/callback", 204) == before+1 })
			close(release)
			a := <-got
			if a == nil || a.Message == nil {
				t.Fatal("no answer")
			}
			if !a.Deferred || a.Message.Text() != tt.text || !a.Message.Private || (a.Message.ID == hello.ID) != tt.same {
				t.Errorf("deferred=%v private=%v text=%q same=%v", a.Deferred, a.Message.Private, a.Message.Text(), a.Message.ID == hello.ID)
			}
			if n := r.count("POST", "/callback", 0); n != before+1 {
				t.Error(unexpected("callbacks", n, before+1))
			}
			if n := r.count(tt.request, "/webhooks/", 0); n == 0 {
				t.Error("no", tt.request)
			}
			r.clean()
		})
	}
}

// The announcement and the answer race; there must be one callback all the
// same, and every answer must come.
func TestNeverTwoCallbacks(t *testing.T) {
	t.Parallel()
	var n atomic.Int64
	r := start(t, []bot.Action{{Name: "hello", Help: "Says hello", Run: func(context.Context, *bot.Interaction) (bot.Reply, error) {
		return bot.Private{Message: says(fmt.Sprint("Hello ", n.Add(1)))}, nil
	}}}, options{tune: func(b *bot.Bot) { b.DeferAfter(400 * time.Microsecond) }})
	for range 150 {
		if got := r.slash("Ana", "/hello").Message.Text(); got != fmt.Sprint("Hello ", n.Load()) {
			t.Error(got)
		}
	}
	if n := r.count("POST", "/callback", 0); n != 150 {
		t.Error(unexpected("callbacks", n, 150))
	}
	r.clean()
}

func TestACallbackSurvivesTheNetwork(t *testing.T) {
	t.Parallel()
	callback := sandbox.Fault{Method: "POST", Match: "/callback", Times: 1}
	with := func(change func(*sandbox.Fault)) sandbox.Fault {
		f := callback
		change(&f)
		return f
	}
	for _, tt := range []struct {
		name  string
		fault sandbox.Fault
		line  string
	}{
		{"rate limit", with(func(f *sandbox.Fault) { f.Status, f.RetryAfter = 429, 0.01 }), "/hello"},
		{"500", with(func(f *sandbox.Fault) { f.Status = 500 }), "/hello"},
		{"502", with(func(f *sandbox.Fault) { f.Status = 502 }), "/hello"},
		{"500 after it took effect", with(func(f *sandbox.Fault) { f.Status, f.AfterEffect = 500, true }), "/hello"},
		{"cut", callback, "/hello"},
		{"cut after it took effect", with(func(f *sandbox.Fault) { f.AfterEffect = true }), "/hello"},
		{"500 for a form", with(func(f *sandbox.Fault) { f.Status = 500 }), "/form"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := start(t, []bot.Action{
				{Name: "hello", Help: "Says hello", Run: private("Hello.")},
				{Name: "form/send", On: bot.Submit, Run: private("Sent.")},
				{Name: "form", Help: "Opens a form", Run: func(context.Context, *bot.Interaction) (bot.Reply, error) {
					return bot.Form{ID: bot.CustomID("form/send"), Title: "A form", Fields: []bot.Field{{Name: "a", Label: "A"}}}, nil
				}},
			}, options{})
			r.sb.Fault(tt.fault)
			got := r.slash("Ana", tt.line)
			if tt.line == "/form" {
				if got.Form == nil {
					t.Error("no form")
				}
			} else if got.Message.Text() != "Hello." {
				t.Error(got.Message.Text())
			}
			if err := r.stop(); err != nil { // and have no answer in flight
				t.Fatal(err)
			}
			if r.sb.FaultHits() != 1 {
				t.Error("the fault did not strike")
			}
			if n := len(r.sb.As("Ana").Sees()); tt.line == "/hello" && n != 1 {
				t.Error(unexpected("messages", n, 1))
			}
			if n := r.count("POST", "/callback", 400); n != 0 {
				t.Error("a second callback was sent")
			}
			if s := r.bot.Stats(); s.Faults != 0 {
				t.Error("a fault was counted:", r.log.String())
			}
			r.cleanButAsking()
		})
	}
}

// cleanButAsking is clean, but lets the bot ask whether an answer is there: it
// must, before it sends one again.
func (r *rig) cleanButAsking() {
	r.t.Helper()
	for _, v := range r.sb.Violations() {
		if !strings.HasPrefix(v, "GET /webhooks/") {
			r.t.Error("violation:", v)
		}
	}
}

func TestAnEditIsTriedAgain(t *testing.T) {
	t.Parallel()
	for _, fault := range []sandbox.Fault{
		{Status: 500}, {Status: 429, RetryAfter: 0.01}, {}, {AfterEffect: true},
	} {
		t.Run(fmt.Sprintf("%+v", fault), func(t *testing.T) {
			t.Parallel()
			release := make(chan struct{})
			r := start(t, []bot.Action{slow("slow", bot.Slash, false, bot.Private{Message: says("Here.")}, release)},
				options{tune: func(b *bot.Bot) { b.DeferAfter(time.Millisecond) }})
			fault.Method, fault.Match, fault.Times = "PATCH", "@original", 1
			r.sb.Fault(fault)
			go func() {
				r.await("announced", func() bool { return r.count("POST", "/callback", 204) == 1 })
				close(release)
			}()
			if got := r.slash("Ana", "/slow").Message.Text(); got != "Here." {
				t.Error(got)
			}
			if err := r.stop(); err != nil {
				t.Error(err)
			}
			r.clean()
		})
	}
}

func TestTooManyAtOnceAreTurnedAway(t *testing.T) {
	t.Parallel()
	const atWork, all = 64, 64 + 1 + 3
	release, begun := make(chan struct{}), make(chan struct{}, all)
	action := slow("slow", bot.Slash, false, bot.Private{Message: says("Here.")}, release)
	run := action.Run
	action.Run = func(ctx context.Context, in *bot.Interaction) (bot.Reply, error) {
		begun <- struct{}{}
		return run(ctx, in)
	}
	r := start(t, []bot.Action{action}, options{tune: func(b *bot.Bot) { b.Waiting(1) }})
	answers := make(chan string, all)
	for i := range all {
		if i > 0 && i <= atWork {
			<-begun // the one before is at work, and waits no more
		}
		go func() {
			a, err := r.sb.As("Ana").Slash(t.Context(), "/slow")
			if err != nil {
				t.Error(err)
				answers <- ""
				return
			}
			answers <- a.Message.Text()
		}()
	}
	for range 3 {
		if got := <-answers; !strings.Contains(got, "very busy") {
			t.Error(got)
		}
	}
	close(release)
	for range all - 3 {
		if got := <-answers; got != "Here." {
			t.Error(got)
		}
	}
	if s := r.bot.Stats(); s.Busy != 3 {
		t.Error(unexpected("busy", s.Busy, 3))
	}
	r.clean()
}

func TestLateSuggestionsAreGivenUp(t *testing.T) {
	t.Parallel()
	option := text("at", "Where")
	option.Suggest = func(ctx context.Context, _ *bot.Interaction, _ string) ([]bot.Choice, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	r := start(t, []bot.Action{{Name: "progress", Help: "Progress", Options: []bot.Option{option}, Run: private("Yes.")}},
		options{tune: func(b *bot.Bot) { b.SuggestFor(5 * time.Millisecond) }})
	got, err := r.sb.As("Ana").Suggest(t.Context(), "/progress at:ch", "at")
	if err != nil || len(got) != 0 {
		t.Error(got, err)
	}
	r.clean()
}

func TestTheStopFinishesWhatIsInFlight(t *testing.T) {
	t.Parallel()
	release, running := make(chan struct{}), make(chan struct{})
	action := slow("slow", bot.Slash, false, bot.Private{Message: says("Here.")}, release)
	run := action.Run
	action.Run = func(ctx context.Context, in *bot.Interaction) (bot.Reply, error) {
		close(running)
		return run(ctx, in)
	}
	r := start(t, []bot.Action{action}, options{})
	got := make(chan string, 1)
	go func() {
		a, err := r.sb.As("Ana").Slash(t.Context(), "/slow")
		if err != nil {
			t.Error(err)
			got <- ""
			return
		}
		got <- a.Message.Text()
	}()
	<-running
	stopped := make(chan error, 1)
	go func() { stopped <- r.stop() }()
	r.await("disconnected", func() bool { return r.sb.GatewayStats().Live == 0 })
	close(release)
	if text := <-got; text != "Here." {
		t.Error(text)
	}
	if err := <-stopped; err != nil {
		t.Error(err)
	}
	r.clean()
}

func TestTheStopDoesNotWaitForEver(t *testing.T) {
	t.Parallel()
	running := make(chan struct{})
	r := prepare(t, []bot.Action{{Name: "stuck", Help: "Is stuck", Run: func(ctx context.Context, _ *bot.Interaction) (bot.Reply, error) {
		close(running)
		<-ctx.Done()
		return nil, ctx.Err()
	}}}, options{tune: func(b *bot.Bot) { b.DrainFor(10 * time.Millisecond) }})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- r.bot.Run(ctx) }()
	if err := r.sb.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.await("commands are registered", func() bool { return r.count("PUT", "/commands", 200) > 0 })
	go func() { _, _ = r.sb.As("Ana").Slash(ctx, "/stuck") }()
	<-running
	cancel()
	if err := <-done; err == nil || !strings.Contains(err.Error(), "unfinished") {
		t.Error(err)
	}
}
