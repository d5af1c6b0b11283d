package sandbox_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"dogear/bot/sandbox"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// rewrite sends what is meant for Discord to the sandbox.
type rewrite struct {
	base *url.URL
	next http.RoundTripper
}

func (t *rewrite) RoundTrip(r *http.Request) (*http.Response, error) {
	r2 := r.Clone(r.Context())
	r2.URL.Scheme, r2.URL.Host = t.base.Scheme, t.base.Host
	r2.Host = r.URL.Host
	return t.next.RoundTrip(r2)
}

// open starts a sandbox that ends with the test.
func open(t *testing.T, opt sandbox.Options) *sandbox.Sandbox {
	t.Helper()
	sb, err := sandbox.Open(opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := sb.Close(); err != nil {
			t.Error(err)
		}
	})
	return sb
}

// session is a real discordgo session that talks to the sandbox.
func session(t testing.TB, sb *sandbox.Sandbox) *discordgo.Session {
	t.Helper()
	base, err := url.Parse(sb.URL())
	if err != nil {
		t.Fatal(err)
	}
	s, err := discordgo.New("Bot " + sb.Token())
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{MaxIdleConnsPerHost: 64}
	t.Cleanup(transport.CloseIdleConnections)
	s.Client = &http.Client{Timeout: 20 * time.Second, Transport: &rewrite{base, transport}}
	s.Dialer = &websocket.Dialer{HandshakeTimeout: 10 * time.Second}
	s.ShouldReconnectOnError = false
	s.StateEnabled = false
	s.Identify.Intents = discordgo.IntentsGuilds
	return s
}

// seen is what the bot of a test is told.
type seen struct {
	ID      string         `json:"id"`
	Token   string         `json:"token"`
	Type    int            `json:"type"`
	Data    map[string]any `json:"data"`
	Message map[string]any `json:"message"`
	Raw     map[string]any `json:"-"`
}

// connect opens a session whose interactions go to handle.
func connect(t *testing.T, sb *sandbox.Sandbox, handle func(s *discordgo.Session, in seen)) *discordgo.Session {
	t.Helper()
	s := session(t, sb)
	s.AddHandler(func(s *discordgo.Session, e *discordgo.Event) {
		if e.Type != "INTERACTION_CREATE" || handle == nil {
			return
		}
		var in seen
		if json.Unmarshal(e.RawData, &in) != nil || json.Unmarshal(e.RawData, &in.Raw) != nil {
			t.Error("an interaction that cannot be read")
		}
		handle(s, in)
	})
	if err := s.Open(); err != nil {
		t.Fatal(err)
	}
	// Closing the sandbox ends the session; the library's own Close would sleep
	// for a second.
	if err := sb.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

// call makes a REST request with the bot's token and returns status and body.
func call(t *testing.T, sb *sandbox.Sandbox, method, path, body string) (int, map[string]any) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, sb.URL()+"/api/v9"+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bot "+sb.Token())
	r.Header.Set("User-Agent", "DiscordBot (https://example.org, 1)")
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	var out map[string]any
	if len(raw) > 0 && raw[0] == '[' {
		raw = append(append([]byte(`{"list":`), raw...), '}')
	}
	if len(raw) > 0 {
		if err := json.NewDecoder(bytes.NewReader(raw)).Decode(&out); err != nil {
			t.Fatalf("%s %s: %s", method, path, raw)
		}
	}
	return resp.StatusCode, out
}

// clean fails the test if the bot broke a rule.
func clean(t *testing.T, sb *sandbox.Sandbox) {
	t.Helper()
	for _, v := range sb.Violations() {
		t.Error("violation:", v)
	}
}

// callback answers an interaction; an error of Discord's fails the test.
func callback(t *testing.T, s *discordgo.Session, in seen, body any) {
	t.Helper()
	_, err := s.RequestWithBucketID("POST", discordgo.EndpointInteractionResponse(in.ID, in.Token), body, in.ID)
	if err != nil {
		t.Errorf("callback: %v", err)
	}
}

type obj = map[string]any
