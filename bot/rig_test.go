package bot_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"dogear/bot"
	"dogear/bot/sandbox"
)

// rig is a bot that runs against a sandbox with one server, one channel and
// three people.
type rig struct {
	t       *testing.T
	sb      *sandbox.Sandbox
	guild   *sandbox.Guild
	channel string
	bot     *bot.Bot
	log     *logbook
	wake    chan struct{}
	stop    func() error // ends the bot and returns what Run returned
}

// options change a rig before it starts.
type options struct {
	sandbox sandbox.Options
	tune    func(*bot.Bot)
	config  func(*bot.Config)
	world   func(*rig)
}

// start runs a bot with these actions, and waits until it is connected and its
// commands are registered.
func start(t *testing.T, actions []bot.Action, o options) *rig {
	t.Helper()
	r := prepare(t, actions, o)
	r.run()
	if err := r.sb.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.await("commands are registered", func() bool { return r.count("PUT", "/commands", 200) > 0 })
	return r
}

// prepare makes all of a rig, and does not run the bot yet.
func prepare(t *testing.T, actions []bot.Action, o options) *rig {
	t.Helper()
	o.sandbox.Record = true
	sb, err := sandbox.Open(o.sandbox)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := sb.Close(); err != nil {
			t.Error(err)
		}
	})
	r := &rig{t: t, sb: sb, guild: sb.AddGuild("The Hailsham Readers"), log: &logbook{sb: sb}, wake: make(chan struct{}, 1)}
	r.channel = r.guild.AddChannel("book-club")
	r.guild.AddMember("Olive")
	r.guild.AddMember("Oscar", sandbox.PermissionManageEvents, sandbox.PermissionManageRoles)
	r.guild.AddMember("Ana")
	if o.world != nil {
		o.world(r)
	}
	conf := bot.Config{
		Token: sb.Token(), Base: sb.URL(), Now: sb.Now, Actions: actions, Registry: &registry{}, Wake: r.wake,
		Log: slog.New(slog.NewTextHandler(r.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	for _, a := range actions {
		if group, _, ok := strings.Cut(a.Name, " "); ok && a.On == bot.Slash {
			conf.Groups = []bot.Group{{Name: group, Help: "A group"}}
		}
	}
	if o.config != nil {
		o.config(&conf)
	}
	if r.bot, err = bot.New(conf); err != nil {
		t.Fatal(err)
	}
	r.bot.Quick()
	if o.tune != nil {
		o.tune(r.bot)
	}
	return r
}

// run runs the bot until the test ends, or stop is called.
func (r *rig) run() {
	r.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- r.bot.Run(ctx) }()
	r.stop = sync.OnceValue(func() error {
		cancel()
		return <-done
	})
	r.t.Cleanup(func() {
		if err := r.stop(); err != nil {
			r.t.Errorf("the bot did not stop cleanly: %v", err)
		}
		if r.t.Failed() {
			r.t.Logf("the bot's log:\n%s", r.log.String())
		}
	})
}

// await waits until cond is true of the sandbox.
func (r *rig) await(what string, cond func() bool) {
	r.t.Helper()
	ctx, cancel := context.WithTimeout(r.t.Context(), time.Minute)
	defer cancel()
	if err := r.sb.Await(ctx, cond); err != nil {
		r.t.Fatalf("never true: %s\n%s", what, r.log.String())
	}
}

// count is how many requests there were whose path contains match; method ""
// and status 0 are any.
func (r *rig) count(method, match string, status int) int {
	n := 0
	for _, q := range r.sb.Requests() {
		if (method == "" || q.Method == method) && strings.Contains(q.Path, match) && (status == 0 || q.Status == status) {
			n++
		}
	}
	return n
}

// clean fails the test if the bot broke a rule of Discord's.
func (r *rig) clean() {
	r.t.Helper()
	for _, v := range r.sb.Violations() {
		r.t.Error("violation:", v)
	}
}

// slash uses a command as a person does.
func (r *rig) slash(who, line string) *sandbox.Answer {
	r.t.Helper()
	a, err := r.sb.As(who).Slash(r.t.Context(), line)
	if err != nil {
		r.t.Fatalf("%s: %v\n%s", line, err, r.log.String())
	}
	return a
}

// press presses a button as a person does.
func (r *rig) press(who string, m *sandbox.Message, label string) *sandbox.Answer {
	r.t.Helper()
	a, err := r.sb.As(who).Press(r.t.Context(), m, label)
	if err != nil {
		r.t.Fatalf("[%s]: %v\n%s", label, err, r.log.String())
	}
	return a
}

// logbook is a log that can be read while it is written, and awaited.
type logbook struct {
	sb *sandbox.Sandbox // those who await it look at the log too

	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *logbook) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	defer l.sb.Turn(0)
	return l.buf.Write(p)
}

func (l *logbook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

// registry keeps registrations in memory.
type registry struct {
	mu   sync.Mutex
	kept map[string][2]string
}

func (r *registry) Registered(_ context.Context, scope string) (hash, ids string, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.kept[scope][0], r.kept[scope][1], nil
}

func (r *registry) SetRegistered(_ context.Context, scope, hash, ids string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.kept == nil {
		r.kept = make(map[string][2]string)
	}
	r.kept[scope] = [2]string{hash, ids}
	return nil
}

// says is a message of one text and buttons, each given as label, custom id.
func says(text string, buttons ...string) bot.Message {
	parts := []discordgo.MessageComponent{discordgo.TextDisplay{Content: text}}
	if len(buttons) > 0 {
		var row discordgo.ActionsRow
		for i := 0; i < len(buttons); i += 2 {
			row.Components = append(row.Components, discordgo.Button{Label: buttons[i], CustomID: buttons[i+1]})
		}
		parts = []discordgo.MessageComponent{discordgo.Container{Components: append(parts, row)}}
	}
	return bot.Message{Parts: parts}
}

// private answers with a text and buttons.
func private(text string, buttons ...string) func(context.Context, *bot.Interaction) (bot.Reply, error) {
	return func(context.Context, *bot.Interaction) (bot.Reply, error) {
		return bot.Private{Message: says(text, buttons...)}, nil
	}
}

// tells answers with what it finds in the interaction.
func tells(f func(*bot.Interaction) string) func(context.Context, *bot.Interaction) (bot.Reply, error) {
	return func(_ context.Context, in *bot.Interaction) (bot.Reply, error) {
		return bot.Private{Message: says(f(in))}, nil
	}
}

func text(name, help string) bot.Option {
	return bot.Option{Name: name, Help: help, Type: discordgo.ApplicationCommandOptionString}
}

func unexpected(what string, got, want any) string {
	return fmt.Sprintf("%s: got %v, want %v", what, got, want)
}
