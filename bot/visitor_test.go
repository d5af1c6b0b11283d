package bot_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"dogear/bot"
	"dogear/bot/sandbox"
)

// visit opens a sandbox and a visitor to it.
func visit(t *testing.T) (*sandbox.Sandbox, *bot.Visitor) {
	t.Helper()
	sb, err := sandbox.Open(sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	v := visitor(t, sb, sb.Token())
	t.Cleanup(func() {
		for _, wrong := range sb.Violations() {
			if !strings.Contains(wrong, "401") { // as some mean it
				t.Error("violation:", wrong)
			}
		}
		_ = sb.Close()
	})
	return sb, v
}

func visitor(t *testing.T, sb *sandbox.Sandbox, token string) *bot.Visitor {
	t.Helper()
	v, err := bot.NewVisitor(bot.Config{Token: token, Base: sb.URL()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(v.Close)
	return v
}

func TestWhoIsIt(t *testing.T) {
	t.Parallel()
	sb, v := visit(t)
	id, err := v.Identify(t.Context())
	if err != nil || id.AppID != sb.AppID() || id.Name != "Dogear" || !id.Bot || id.Servers != 0 || id.Endpoint != "" || id.CodeGrant || id.Privileged != nil {
		t.Errorf("%+v %v", id, err)
	}
	sb.AddGuild("The Hailsham Readers")
	sb.SetPortal(sandbox.Portal{Endpoint: "https://example.com", CodeGrant: true, Flags: 1<<13 | 1<<18})
	id, err = visitor(t, sb, "Bot "+sb.Token()).Identify(t.Context())
	if err != nil || id.Servers != 1 || id.Endpoint != "https://example.com" || !id.CodeGrant || !slices.Equal(id.Privileged, []string{"Presence", "Message Content"}) {
		t.Errorf("%+v %v", id, err)
	}
	if _, err := visitor(t, sb, "wrong").Identify(t.Context()); !errors.Is(err, bot.ErrToken) {
		t.Error(err)
	}
}

// A clock is called wrong by no more than it is.
func TestTheClockIsCompared(t *testing.T) {
	t.Parallel()
	sb, _ := visit(t)
	for _, ahead := range []time.Duration{0, 3 * time.Second, 90 * time.Second, -3 * time.Second, -90 * time.Second} {
		sb.SetDate(ahead)
		v := visitor(t, sb, "wrong") // who is refused hears the time too
		for range 2 {
			began := time.Now()
			_, _ = v.Identify(t.Context())
			got, took := v.Behind(), time.Since(began)
			most, least := max(ahead, 0), min(ahead, 0)
			if ahead > 0 {
				least = ahead - time.Second - took
			} else if ahead < 0 {
				most = ahead + time.Second + took
			}
			if got < least || got > most {
				t.Errorf("Discord is %v ahead, and this clock is said to be %v behind", ahead, got)
			}
		}
	}
}

// What the bot may do in a channel is what Discord lets it do there.
func TestAPlaceIsLookedAt(t *testing.T) {
	t.Parallel()
	sb, v := visit(t)
	g := sb.AddGuild("The Hailsham Readers")
	plain, denied, mixed, hidden, gone := g.AddChannel("plain"), g.AddChannel("denied"), g.AddChannel("mixed"), g.AddChannel("hidden"), g.AddChannel("gone")
	g.DenyBot(denied, sandbox.PermissionSendMessages|sandbox.PermissionAttachFiles)
	g.DenyRole(mixed, g.ID, sandbox.PermissionManageThreads|sandbox.PermissionEmbedLinks)
	g.DenyRole(mixed, g.BotRole(), sandbox.PermissionManageMessages)
	g.DenyBot(hidden, sandbox.PermissionViewChannel)
	g.DeleteChannel(gone)
	if _, err := v.Identify(t.Context()); err != nil {
		t.Fatal(err)
	}
	s, err := v.Server(t.Context(), g.ID)
	if err != nil || s.Name != "The Hailsham Readers" || len(s.Roles) != 2 {
		t.Fatalf("%+v %v", s, err)
	}
	for _, tt := range []struct {
		channel, name string
		lacks         int64
		hidden, gone  bool
	}{
		{plain, "plain", 0, false, false},
		{denied, "denied", sandbox.PermissionSendMessages | sandbox.PermissionAttachFiles, false, false},
		{mixed, "mixed", sandbox.PermissionManageThreads | sandbox.PermissionEmbedLinks | sandbox.PermissionManageMessages, false, false},
		{hidden, "", bot.Permissions, true, false},
		{gone, "", bot.Permissions, false, true},
	} {
		p, err := v.Channel(t.Context(), s, tt.channel)
		if lacks := bot.Permissions &^ p.Permissions; err != nil || p.Name != tt.name || lacks != tt.lacks || p.Hidden != tt.hidden || p.Gone != tt.gone {
			t.Errorf("%s: %+v, lacks %b, want %b; %v", tt.name, p, lacks, tt.lacks, err)
		}
	}
	g.SetBotPermissions(sandbox.PermissionAdministrator)
	if s, err = v.Server(t.Context(), g.ID); err != nil {
		t.Fatal(err)
	}
	if p, err := v.Channel(t.Context(), s, denied); err != nil || p.Permissions&bot.Permissions != bot.Permissions {
		t.Errorf("an administrator: %+v %v", p, err)
	}
	g.Remove()
	if _, err := v.Server(t.Context(), g.ID); !errors.Is(err, bot.ErrNotIn) {
		t.Error(err)
	}
}

func TestTheCommandsAreLookedAt(t *testing.T) {
	t.Parallel()
	r := start(t, []bot.Action{{Name: "hello", Help: "Says hello", Run: private("Hello.")}}, options{})
	v := visitor(t, r.sb, r.sb.Token())
	if _, err := v.Identify(t.Context()); err != nil {
		t.Fatal(err)
	}
	if names, err := v.Commands(t.Context(), ""); err != nil || !slices.Equal(names, []string{"hello"}) {
		t.Error(names, err)
	}
	if names, err := v.Commands(t.Context(), r.guild.ID); err != nil || len(names) > 0 {
		t.Error(names, err)
	}
	if _, err := v.Commands(t.Context(), "42"); !errors.Is(err, bot.ErrNotIn) {
		t.Error(err)
	}
	r.clean()
}

// The gateway is called, and no connection of the bot's begun.
func TestTheGatewayIsCalled(t *testing.T) {
	t.Parallel()
	sb, v := visit(t)
	sb.SetStarts(sandbox.Starts{Shards: 4, Left: 12, ResetAfter: time.Hour})
	g, err := v.Gateway(t.Context())
	if err != nil || g.Shards != 4 || g.Starts != 1000 || g.Left != 2 || g.Reset <= 59*time.Minute || g.Reset > time.Hour {
		t.Fatalf("%+v %v", g, err)
	}
	if err := v.Greeted(t.Context(), g.URL); err != nil {
		t.Error(err)
	}
	if s := sb.GatewayStats(); s.Connections != 1 || s.Identifies != 0 {
		t.Errorf("%+v", s)
	}
	if err := v.Greeted(t.Context(), "ws"+strings.TrimPrefix(sb.URL(), "http")+"/nowhere"); err == nil {
		t.Error("greeted by nobody")
	}
	sb.NoHello(true)
	short, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if err := v.Greeted(short, g.URL); !errors.Is(err, context.DeadlineExceeded) {
		t.Error("silent:", err)
	}
}
