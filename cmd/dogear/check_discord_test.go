package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"dogear/bot"
	"dogear/bot/sandbox"
)

func TestCheckFindsMistakes(t *testing.T) {
	t.Parallel()
	empty := emptyDatabase(t)
	for name, tt := range map[string]struct {
		mistake func(c *checkup)
		want    []string
	}{
		"none":             {func(*checkup) {}, nil},
		"no clubs yet":     {func(c *checkup) { c.database = filepath.Join(c.t.TempDir(), "new.db") }, nil},
		"a person's token": {func(c *checkup) { c.token = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GhIjKl.abcdefghijklmnopqrstuvwxyz" }, []string{wrong + "Discord: the token was refused by Discord: copy it anew from https://discord.com/developers/applications > your application > Bot > Reset Token. What is there now was made for the account 123456789012345678. If that is the bot, it has ended, as a token does when another is made. If it is a person, "}},
		"an old person's":  {func(c *checkup) { c.token = "mfa.abcdefgh" }, []string{wrong + "Discord: the token was refused"}},
		"a clock behind":   {func(c *checkup) { c.discord.SetDate(90 * time.Second) }, []string{wrong + "Clock: this machine's is 1m"}},
		"a clock ahead":    {func(c *checkup) { c.discord.SetDate(-10 * time.Second) }, []string{notice + "Clock: this machine's is "}},
		"an endpoint": {
			func(c *checkup) { c.discord.SetPortal(sandbox.Portal{Endpoint: "https://example.com/bot"}) },
			[]string{wrong + "Discord: commands are sent to https://example.com/bot, and never reach Dogear."},
		},
		"a portal of switches": {
			func(c *checkup) { c.discord.SetPortal(sandbox.Portal{CodeGrant: true, Flags: 1<<15 | 1<<19}) },
			[]string{notice + "Discord: the invite link does not work.", notice + "Intents: switched on, and not needed: Server Members, Message Content."},
		},
		"another's commands": {func(c *checkup) { c.registers("play") }, []string{notice + "Commands: play are registered with this bot, and are not Dogear's."}},
		"its own commands":   {func(c *checkup) { c.registers("schedule") }, nil},
		"nowhere to develop": {func(c *checkup) { c.devGuild = "42" }, []string{wrong + "Commands: the bot is not in the server 42."}},
		"no connections left": {
			func(c *checkup) { c.discord.SetStarts(sandbox.Starts{Left: -1}) },
			[]string{wrong + "Gateway: Discord lets this bot begin no more connections for 24h0m0s."},
		},
		"the last connections": { // which Dogear does not begin
			func(c *checkup) { c.discord.SetStarts(sandbox.Starts{Left: 10}) },
			[]string{wrong + "Gateway: Discord lets this bot begin no more connections for 24h0m0s."},
		},
		"few connections left": {
			func(c *checkup) { c.discord.SetStarts(sandbox.Starts{Left: 99, ResetAfter: 2 * time.Hour}) },
			[]string{notice + "Gateway: of 1000 connections a day, 89 are left for 2h0m0s."},
		},
		"too few shards": {
			func(c *checkup) { c.discord.SetStarts(sandbox.Starts{Shards: 4}) },
			[]string{notice + `Gateway: Discord recommends 4 shards for so many servers, and discord.shards says 1. Set it to "auto".`},
		},
		"a part of too few": {
			func(c *checkup) {
				c.discord.SetStarts(sandbox.Starts{Shards: 20})
				c.shards = "0-3/16"
			},
			[]string{notice + "Gateway: Discord recommends 20 shards for so many servers, and discord.shards shares out 16."},
		},
		"no Discord": {func(c *checkup) { c.apiBase = "http://127.0.0.1:1" }, []string{wrong + "Discord: http://127.0.0.1:1 cannot be reached: "}},
		"no word of the gateway": {
			func(c *checkup) { c.discord.Fault(sandbox.Fault{Match: "/gateway/bot", Status: 503}) },
			[]string{wrong + "Gateway: Discord does not say where it is: "},
		},
		"a gateway that is silent": {
			func(c *checkup) { c.discord.NoHello(true) },
			[]string{wrong + "Gateway: ws://127.0.0.1:"},
		},
		"an ill Discord": {
			func(c *checkup) { c.discord.Fault(sandbox.Fault{Match: "/applications/@me", Status: 503}) },
			[]string{wrong + "Discord: "},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCheckup(t, empty)
			tt.mistake(c)
			c.finds(tt.want...)
		})
	}
}

// registers has another program register a command with the bot's token.
func (c *checkup) registers(name string) {
	c.t.Helper()
	body := fmt.Sprintf(`{"name":%q,"description":"Something","type":1}`, name)
	r, err := http.NewRequestWithContext(c.t.Context(), http.MethodPost, c.discord.URL()+"/api/v9/applications/"+c.discord.AppID()+"/commands", strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	r.Header = http.Header{"Authorization": {"Bot " + c.discord.Token()}, "Content-Type": {"application/json"}, "User-Agent": {"DiscordBot (https://example.com, 1)"}}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		c.t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusCreated && response.StatusCode != http.StatusOK {
		c.t.Fatal(response.Status)
	}
}

// What check says of the invite link's permissions is what the link asks for.
func TestPermissionsAreTheInvites(t *testing.T) {
	t.Parallel()
	link, err := url.Parse(bot.Invite("1234"))
	if err != nil {
		t.Fatal(err)
	}
	want, err := strconv.ParseInt(link.Query().Get("permissions"), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	var got int64
	for _, group := range permissions() {
		got |= group.bits
	}
	if got != want {
		t.Errorf("check tells of %b, the link asks for %b", got, want)
	}
}

// What keeps a machine from Discord is told apart, as far as it can be.
func TestWhyDiscordIsNotReached(t *testing.T) {
	t.Parallel()
	strange := httptest.NewUnstartedServer(http.NotFoundHandler())
	strange.Config.ErrorLog = log.New(io.Discard, "", 0)
	strange.StartTLS()
	t.Cleanup(strange.Close)
	c := newCheckup(t, emptyDatabase(t))
	c.apiBase = strange.URL
	if out := c.finds(wrong + "Discord: " + strange.URL + " cannot be reached: "); !strings.Contains(out, "ca-certificates") {
		t.Error(out)
	}
	for _, tt := range []struct {
		err  error
		want string
	}{
		{&net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: "discord.com", IsNotFound: true}}, "DNS work?"},
		{&tls.CertificateVerificationError{Err: x509.CertificateInvalidError{Reason: x509.Expired, Cert: &x509.Certificate{}}}, "is the clock right?"},
		{&net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}, "proxy stand between?"},
		{&net.OpError{Op: "read", Err: os.ErrDeadlineExceeded}, "a firewall"},
		{fmt.Errorf("ask: %w", context.DeadlineExceeded), "a firewall"},
		{errors.New("status 503"), "discordstatus.com"},
	} {
		if got := unreached("https://discord.com", fmt.Errorf("ask Discord who we are: %w", tt.err)); !strings.Contains(got, tt.want) {
			t.Errorf("%v: %s", tt.err, got)
		}
	}
}

// What people copy in the place of a token is told apart, and not shown.
func TestWhatATokenIsTakenFor(t *testing.T) {
	t.Parallel()
	account := base64.RawStdEncoding.EncodeToString([]byte("123456789012345678"))
	for token, want := range map[string]string{
		"mfa.abcdefghijklmnopqrstuvwxyz":  "a person's own token",
		account + ".GhIjKl.abcdefghijkl":  "made for the account 123456789012345678.",
		account + "==.GhIjKl.abcdefghijk": "made for the account 123456789012345678.",
		"123456789012345678":              "Application ID",
		strings.Repeat("0a", 32):          "Public Key",
		strings.Repeat("xY", 16):          "Client Secret",
		"hunter2":                         "two dots",
		"hunter2.secret.token":            "A token ends when another is made.",
	} {
		if got := misread(token); !strings.Contains(got, want) || strings.Contains(got, "hunter2") {
			t.Errorf("%s: %s", token, got)
		}
	}
}
