package main

import (
	"context"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dogear/bot/sandbox"
	"dogear/storage"
)

// plenty bounds a whole story. What goes wrong is told long before.
const plenty = 3 * time.Minute

// play is a server with the bot in it, wired as the program wires it, and the
// people who use it. What does not go as the test says ends the test.
type play struct {
	t       *testing.T
	ctx     context.Context
	discord *sandbox.Sandbox
	guild   *sandbox.Guild
	owner   string // of the server; they see what is public
	home    string // the channel that they look at
	role    string // that of the club's readers
	file    string // the bot's database
	log     *lockedBuffer
	halt    func()       // stops the bot, and waits until it has
	rouse   func()       // has the bot look for what is due now and not within a second
	ahead   atomic.Int64 // nanoseconds by which the bot's clock is ahead of Discord's
	secrets []string
}

// newPlay opens a Discord with a server, its owner, a role for readers, an
// organiser who is not the owner, and readers.
func newPlay(t *testing.T, opt sandbox.Options, readers ...string) *play {
	t.Helper()
	opt.Token = testToken
	discord, err := sandbox.Open(opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = discord.Close() })
	ctx, cancel := context.WithTimeout(t.Context(), plenty)
	t.Cleanup(cancel)
	p := &play{
		t: t, ctx: ctx, discord: discord, guild: discord.AddGuild("The Hailsham Readers"), owner: "Olive",
		file: filepath.Join(t.TempDir(), "dogear.db"), log: &lockedBuffer{},
	}
	p.home = p.guild.AddChannel("book-club")
	p.guild.AddMember(p.owner)
	p.role = p.guild.AddRole("Readers", 0, true)
	p.guild.AddMember("Miriam", sandbox.PermissionManageEvents, sandbox.PermissionManageRoles)
	for _, name := range readers {
		p.guild.AddMember(name)
	}
	return p
}

// boot starts the bot on its database and waits until its commands are there.
func (p *play) boot() {
	p.t.Helper()
	db, err := storage.Open(p.ctx, p.file)
	if err != nil {
		p.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(p.ctx)
	log := slog.New(slog.NewTextHandler(p.log, nil))
	cfg := config{token: hide(p.discord.Token()), apiBase: p.discord.URL(), lateAfter: 6 * time.Hour}
	served := make(chan error, 1)
	house, err := furnish(cfg, db, p.now)
	if err != nil {
		p.t.Fatal(err)
	}
	p.discord.SetNextDue(func(ctx context.Context) (time.Time, bool) {
		p.rouse()
		return house.NextDue(ctx)
	})
	p.rouse = func() { _ = db.Write(ctx, func(tx *storage.Tx) error { return tx.Retry(0) }) }
	go func() { served <- serve(ctx, cfg, house, db, log, p.now) }()
	p.halt = sync.OnceFunc(func() {
		cancel()
		if err := <-served; err != nil {
			p.t.Errorf("the bot ended with: %v; it wrote:\n%s", err, p.log)
		}
		if err := db.Close(); err != nil {
			p.t.Error(err)
		}
		left := context.WithoutCancel(p.ctx)
		_ = p.discord.Await(left, func() bool { return p.discord.GatewayStats().Live == 0 })
	})
	p.t.Cleanup(p.halt)
	p.connected()
}

// connected waits until the bot is there with its commands.
func (p *play) connected() {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, time.Minute)
	defer cancel()
	if err := p.discord.Ready(ctx); err != nil {
		p.t.Fatalf("not connected: %v; the bot wrote:\n%s", err, p.log)
	}
	p.await("the commands", func() bool {
		_, err := p.as("Miriam").Suggest(ctx, "/club setup timezone:lon", "timezone")
		return err == nil
	})
}

// as is someone who looks at the club's channel.
func (p *play) as(name string) *sandbox.Person { return p.discord.As(name).In(p.home) }

// slash has someone type a command, and returns the private reply.
func (p *play) slash(name, line string) *sandbox.Message {
	p.t.Helper()
	a, err := p.as(name).Slash(p.ctx, line)
	return p.reply(a, err, name+" types "+line)
}

// press has someone press a button, and returns the private reply or what the
// message has become.
func (p *play) press(name string, m *sandbox.Message, label string) *sandbox.Message {
	p.t.Helper()
	a, err := p.as(name).Press(p.ctx, m, label)
	return p.reply(a, err, name+" presses "+label)
}

func (p *play) reply(a *sandbox.Answer, err error, what string) *sandbox.Message {
	p.t.Helper()
	switch {
	case err != nil:
		p.t.Fatalf("%s: %v; the bot wrote:\n%s", what, err, p.log)
	case a.Message == nil:
		p.t.Fatalf("%s: no reply but %+v", what, a)
	case !a.Message.Private:
		p.t.Errorf("%s: the reply is public: %s", what, a.Message.Text())
	case strings.Contains(a.Message.Text(), "went wrong on my side"):
		p.t.Fatalf("%s: %s; the bot wrote:\n%s", what, a.Message.Text(), p.log)
	}
	return a.Message
}

// opens has someone do what opens a form: a command, or a button of m.
func (p *play) opens(name string, m *sandbox.Message, what string) *sandbox.Form {
	p.t.Helper()
	var a *sandbox.Answer
	var err error
	if m == nil {
		a, err = p.as(name).Slash(p.ctx, what)
	} else {
		a, err = p.as(name).Press(p.ctx, m, what)
	}
	if err != nil || a.Form == nil {
		p.t.Fatalf("%s: %s opens no form: %+v, %v; the bot wrote:\n%s", name, what, a, err, p.log)
	}
	return a.Form
}

// sends has someone send a form, and returns the reply.
func (p *play) sends(name string, f *sandbox.Form, fields map[string]string) *sandbox.Message {
	p.t.Helper()
	a, err := p.as(name).Submit(p.ctx, f, fields)
	return p.reply(a, err, name+" sends "+f.Title)
}

// suggested returns the names of what is suggested for an option of a line.
func (p *play) suggested(name, line, option string) string {
	p.t.Helper()
	choices, err := p.as(name).Suggest(p.ctx, line, option)
	if err != nil {
		p.t.Fatalf("suggestions for %s: %v", line, err)
	}
	names := make([]string, len(choices))
	for i, c := range choices {
		names[i] = c.Name
	}
	return strings.Join(names, "\n")
}

// await waits for something to be seen.
func (p *play) await(what string, cond func() bool) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, time.Minute)
	defer cancel()
	if err := p.discord.Await(ctx, cond); err != nil {
		p.t.Fatalf("waits for %s: %v; public is:\n%s\nthe bot wrote:\n%s", what, err, strings.Join(p.public(), "\n---\n"), p.log)
	}
}

// posts are the bot's public messages that say a text, oldest first.
func (p *play) posts(says string) []*sandbox.Message {
	var found []*sandbox.Message
	for _, m := range p.as(p.owner).Sees() {
		if m.Author.Bot && !m.Private && strings.Contains(m.Text(), says) {
			found = append(found, m)
		}
	}
	return found
}

// public is every public message of the bot, as a text.
func (p *play) public() []string {
	var all []string
	for _, m := range p.posts("") {
		all = append(all, m.Text())
	}
	return all
}

// post waits for a public message that says a text, and returns the newest.
func (p *play) post(says string) (found *sandbox.Message) {
	p.t.Helper()
	p.await("a post that says "+says, func() bool {
		if all := p.posts(says); len(all) > 0 {
			found = all[len(all)-1]
		}
		return found != nil
	})
	return found
}

// card waits for the card of the read, the first that the bot says in public.
func (p *play) card() *sandbox.Message {
	p.t.Helper()
	p.post("### Never Let Me Go")
	return p.posts("### Never Let Me Go")[0]
}

// note has someone write a note with a command, and returns its stub.
func (p *play) note(name, line string) *sandbox.Message {
	p.t.Helper()
	before := len(p.stubs())
	p.slash(name, line)
	return p.stub(before)
}

// stub waits for one more stub than there were.
func (p *play) stub(before int) *sandbox.Message {
	p.t.Helper()
	p.await("a stub", func() bool { return len(p.stubs()) > before })
	all := p.stubs()
	return all[len(all)-1]
}

// stubs are the public lines of notes, oldest first.
func (p *play) stubs() []*sandbox.Message { return p.posts("> left ") }

// secret is a text about the story that no public message may hold.
func (p *play) secret(text string) string {
	p.secrets = append(p.secrets, text)
	return text
}

// has checks that a message says all of some words.
func (p *play) has(m *sandbox.Message, words ...string) {
	p.t.Helper()
	for _, w := range words {
		if !strings.Contains(m.Text(), w) {
			p.t.Errorf("does not say %q:\n%s", w, m.Text())
		}
	}
}

// hasNot checks that a message says none of some words.
func (p *play) hasNot(m *sandbox.Message, words ...string) {
	p.t.Helper()
	for _, w := range words {
		if strings.Contains(m.Text(), w) {
			p.t.Errorf("says %q:\n%s", w, m.Text())
		}
	}
}

// wellBehaved checks what must hold at the end of every story: Discord refused
// nothing, nothing about the story stands in public, nothing went wrong
// unseen, and neither token is in the log. Discord may refuse what but says.
func (p *play) wellBehaved(but ...string) {
	p.t.Helper()
	for _, v := range p.discord.Violations() {
		if !slices.ContainsFunc(but, func(words string) bool { return strings.Contains(v, words) }) {
			p.t.Error("Discord refuses:", v)
		}
	}
	for _, text := range p.public() {
		for _, s := range p.secrets {
			if strings.Contains(text, s) {
				p.t.Errorf("a public message gives away %q:\n%s", s, text)
			}
		}
	}
	written := p.log.String()
	for line := range strings.Lines(written) {
		if strings.Contains(line, "level=ERROR") && !strings.Contains(line, "commands not registered") {
			p.t.Error("the bot writes of an error:", line)
		}
	}
	for _, s := range append(p.secrets, testToken) {
		if strings.Contains(written, s) {
			p.t.Errorf("the log holds %q:\n%s", s, written)
		}
	}
}
