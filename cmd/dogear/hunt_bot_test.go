package main

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"dogear/bot"
	"dogear/bot/sandbox"
	"dogear/storage"
)

// boot starts the bot on its database, as serve does, with a look over the
// shoulder of its actions and of its worker.
func (w *world) boot() {
	db, err := storage.Open(w.ctx, w.file)
	if err != nil {
		w.t.Fatal(err)
	}
	log := slog.New(slog.NewTextHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	cfg := config{token: hide(w.discord.Token()), apiBase: w.discord.URL(), lateAfter: 6 * time.Hour, keepLeft: keepServers}
	house, err := furnish(cfg, db, w.discord.Now)
	if err != nil {
		w.t.Fatal(err)
	}
	desk, err := house.Desk(w.ctx)
	if err != nil {
		w.t.Fatal(err)
	}
	edge := account(cfg, log)
	edge.Now = w.discord.Now
	edge.Actions, edge.Groups = w.reached.watch(house.Actions(), w.did), house.Groups()
	edge.Desk, edge.Registry, edge.Wake = &watchedDesk{desk, w}, house.Registry(), w.wake
	w.servers = &watchedServers{Servers: house.Servers(), w: w}
	edge.Servers = w.servers
	b, err := bot.New(edge)
	if err != nil {
		w.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(w.ctx)
	go func() {
		for {
			select {
			case <-db.Wake():
				w.rouse()
			case <-ctx.Done():
				return
			}
		}
	}()
	ended := make(chan error, 1)
	go func() { ended <- b.Run(ctx) }()
	w.halt = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			w.find("trouble", "the bot ended with: %v", err)
		}
		if err := db.Close(); err != nil {
			w.find("trouble", "the database was closed with: %v", err)
		}
	})
	w.t.Cleanup(w.halt)
	if err := w.discord.Ready(w.ctx); err != nil {
		w.t.Fatal(err)
	}
	if err := w.discord.Await(w.ctx, func() bool { return len(w.discord.Commands()) > 0 }); err != nil {
		w.t.Fatal(err)
	}
}

// rouse has the worker look what is due: it is told of new work, and not that
// someone turns the clock.
func (w *world) rouse() {
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// did counts what was done in this play.
func (w *world) did(action string) {
	w.mu.Lock()
	w.counts[action]++
	w.mu.Unlock()
}

// doneSoFar is how often an action was done in this play.
func (w *world) doneSoFar(action string) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.counts[action]
}

// watchedDesk says whenever the worker has done something.
type watchedDesk struct {
	bot.Desk
	w *world
}

func (d *watchedDesk) Done(ctx context.Context, t bot.Task, o bot.Outcome) error {
	defer d.nudge()
	d.w.stir() // what goes comes into nobody's sight
	return d.Desk.Done(ctx, t, o)
}

func (d *watchedDesk) Failed(ctx context.Context, t bot.Task, p bot.Problem) error {
	defer d.nudge()
	d.w.mu.Lock()
	if !d.w.messed {
		d.w.log.note("work " + t.Kind + " failed: " + p.Reason)
	}
	d.w.mu.Unlock()
	return d.Desk.Failed(ctx, t, p)
}

func (d *watchedDesk) nudge() {
	select {
	case d.w.nudge <- struct{}{}:
	default:
	}
}

// huntLog reads what the bot writes: at no level may a text about the story, or a
// token of the bot's or of an interaction's, be in it, and nothing may go wrong
// unseen.
type huntLog struct {
	mu    sync.Mutex
	first string
}

// Write takes one line.
func (l *huntLog) Write(p []byte) (int, error) {
	line := string(p)
	if len(markersIn(line)) > 0 || strings.Contains(line, testToken) || strings.Contains(line, "sbx") || strings.Contains(line, "level=ERROR") && !strings.Contains(line, "commands not registered") {
		l.note(line)
	}
	return len(p), nil
}

func (l *huntLog) note(line string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.first == "" {
		l.first = strings.ReplaceAll(strings.TrimSpace(line), `\n`, "\n")
	}
}

func (l *huntLog) bad() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.first
}

// offer is a command as it was registered: all that the hunt knows of it.
type offer struct {
	Name        string    `json:"name"`
	Type        int       `json:"type"`
	Description string    `json:"description"`
	Need        any       `json:"default_member_permissions"`
	Options     []offered `json:"options"`
}

// offered is an option, or a subcommand with its own.
type offered struct {
	Name         string           `json:"name"`
	Type         int              `json:"type"`
	Required     bool             `json:"required"`
	Autocomplete bool             `json:"autocomplete"`
	Choices      []sandbox.Choice `json:"choices"`
	Min          float64          `json:"min_value"`
	Max          float64          `json:"max_value"`
	MaxLength    int              `json:"max_length"`
	Options      []offered        `json:"options"`
}

// Types of options and commands.
const (
	offerSub      = 1
	offerGroup    = 2
	offerString   = 3
	offerInteger  = 4
	offerBool     = 5
	offerRole     = 8
	offerNumber   = 10
	offerFile     = 11
	offerMessages = 3 // a command on a message
)

// registered asks Discord for the commands, subcommands by their whole name.
func (w *world) registered() []offer {
	r, err := http.NewRequestWithContext(w.ctx, http.MethodGet, w.discord.URL()+"/api/v10/applications/"+w.discord.AppID()+"/commands", nil)
	if err != nil {
		w.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bot "+testToken)
	r.Header.Set("User-Agent", "DiscordBot (https://example.org, 1)")
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	var list []offer
	if err := json.Unmarshal(raw, &list); err != nil {
		w.t.Fatalf("%v in %s", err, raw)
	}
	var flat []offer
	for _, c := range list {
		flat = append(flat, c.leaves()...)
	}
	return flat
}

func (c offer) leaves() []offer {
	var out []offer
	for _, o := range c.Options {
		if o.Type == offerSub || o.Type == offerGroup {
			out = append(out, offer{Name: c.Name + " " + o.Name, Type: c.Type, Need: c.Need, Options: o.Options}.leaves()...)
		}
	}
	if out == nil {
		out = append(out, c)
	}
	return out
}
