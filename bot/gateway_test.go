package bot_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"dogear/bot"
	"dogear/bot/sandbox"
)

// Each trouble of the gateway, and what must come of it: the bot is back, by
// the right way, and answers.
func TestTheBotComesBack(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name       string
		trouble    func(*sandbox.Sandbox)
		identifies int // in all
		resumes    int // that were tried
	}{
		{"dropped", (*sandbox.Sandbox).Drop, 1, 1},
		{"asked to reconnect", (*sandbox.Sandbox).Reconnect, 1, 1},
		{"invalid session", func(sb *sandbox.Sandbox) { sb.InvalidSession(false) }, 2, 0},
		{"invalid session, resumable", func(sb *sandbox.Sandbox) { sb.InvalidSession(true) }, 1, 1},
		{"closed with 4000", func(sb *sandbox.Sandbox) { sb.CloseGateway(4000) }, 1, 1},
		{"closed with 4007", func(sb *sandbox.Sandbox) { sb.CloseGateway(4007) }, 2, 0},
		{"closed with 4009", func(sb *sandbox.Sandbox) { sb.CloseGateway(4009) }, 2, 0},
		{"invalid session in answer to a resume", func(sb *sandbox.Sandbox) { sb.RefuseResume("invalid"); sb.Drop() }, 2, 1},
		{"reconnect in answer to a resume", func(sb *sandbox.Sandbox) { sb.RefuseResume("reconnect"); sb.Drop() }, 1, 2},
		{"4007 in answer to a resume", func(sb *sandbox.Sandbox) { sb.RefuseResume("4007"); sb.Drop() }, 2, 1},
		{"4009 in answer to a resume", func(sb *sandbox.Sandbox) { sb.RefuseResume("4009"); sb.Drop() }, 2, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := start(t, []bot.Action{{Name: "hello", Help: "Says hello", Run: private("Hello.")}}, options{})
			before := r.sb.GatewayStats().Connections
			tt.trouble(r.sb)
			r.await("back", func() bool {
				s := r.sb.GatewayStats()
				return s.Connections > before && s.Live == 1 && s.Identifies == tt.identifies && s.Resumes == tt.resumes
			})
			if got := r.slash("Ana", "/hello").Message.Text(); got != "Hello." {
				t.Error(got)
			}
			if s := r.bot.Stats(); s.Identifies != int64(tt.identifies) {
				t.Errorf("%+v", s)
			}
			r.clean()
		})
	}
}

// What people do while the bot is away is not lost.
func TestMissedInteractionsAreAnswered(t *testing.T) {
	t.Parallel()
	r := start(t, []bot.Action{{Name: "hello", Help: "Says hello", Run: private("Hello.")}}, options{})
	r.sb.Drop()
	if got := r.slash("Ana", "/hello").Message.Text(); got != "Hello." {
		t.Error(got)
	}
	if s := r.sb.GatewayStats(); s.Identifies != 1 || s.Resumes != 1 {
		t.Errorf("%+v", s)
	}
}

func TestNoGreeting(t *testing.T) {
	t.Parallel()
	r := prepare(t, []bot.Action{{Name: "hello", Help: "Says hello", Run: private("Hello.")}},
		options{tune: func(b *bot.Bot) { b.OpenWithin(50 * time.Millisecond) }})
	r.sb.NoHello(true)
	r.run()
	r.await("a second try", func() bool { return r.sb.GatewayStats().Connections >= 2 })
	r.sb.NoHello(false)
	if err := r.sb.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestWhatEndsTheBot(t *testing.T) {
	t.Parallel()
	gone := func(code int) error { return &bot.GatewayError{Code: code} }
	for _, tt := range []struct {
		name   string
		config func(*bot.Config)
		after  func(*sandbox.Sandbox)
		want   error
	}{
		{"wrong token", func(c *bot.Config) { c.Token = "wrong" }, nil, bot.ErrToken},
		{"4004", nil, func(sb *sandbox.Sandbox) { sb.CloseGateway(4004) }, bot.ErrToken},
		{"4010", nil, func(sb *sandbox.Sandbox) { sb.CloseGateway(4010) }, gone(4010)},
		{"4011", nil, func(sb *sandbox.Sandbox) { sb.CloseGateway(4011) }, gone(4011)},
		{"4012", nil, func(sb *sandbox.Sandbox) { sb.CloseGateway(4012) }, gone(4012)},
		{"4013", nil, func(sb *sandbox.Sandbox) { sb.CloseGateway(4013) }, gone(4013)},
		{"4014", nil, func(sb *sandbox.Sandbox) { sb.CloseGateway(4014) }, gone(4014)},
		{"4014 on resuming", nil, func(sb *sandbox.Sandbox) { sb.RefuseResume("4014"); sb.Drop() }, gone(4014)},
		{"401 from REST", nil, nil, bot.ErrToken},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := prepare(t, []bot.Action{{Name: "hello", Help: "Says hello", Run: private("Hello.")}}, options{config: tt.config})
			if tt.after == nil {
				r.sb.Fault(sandbox.Fault{Match: "/commands", Status: http.StatusUnauthorized})
			}
			ctx, over := context.WithCancel(t.Context())
			go func() { // a reset connection can lose its close frame: then once more
				for tt.after != nil && r.sb.Ready(ctx) == nil {
					tt.after(r.sb)
					_ = r.sb.Await(ctx, func() bool { return r.sb.GatewayStats().Live == 0 })
				}
			}()
			err := r.bot.Run(ctx)
			over()
			var got, want *bot.GatewayError
			if errors.As(tt.want, &want) {
				if !errors.As(err, &got) || got.Code != want.Code || got.Error() == "" {
					t.Errorf("got %v, want code %d", err, want.Code)
				}
			} else if !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
}

// A gateway that stops acknowledging heartbeats, as the sandbox's do only after
// minutes: this one asks for a heartbeat every twenty milliseconds.
func TestASilentGatewayIsLeft(t *testing.T) {
	t.Parallel()
	ops := make(chan int, 100) // what each connection began with
	up := websocket.Upgrader{}
	var base string
	connections := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		if strings.HasSuffix(q.URL.Path, "/gateway/bot") {
			_, _ = w.Write([]byte(`{"shards":1,"session_start_limit":{"remaining":100,"max_concurrency":1}}`))
			return
		}
		if strings.HasSuffix(q.URL.Path, "/gateway") && !websocket.IsWebSocketUpgrade(q) {
			_, _ = fmt.Fprintf(w, `{"url":"ws%s"}`, strings.TrimPrefix(base, "http"))
			return
		}
		ws, err := up.Upgrade(w, q, nil)
		if err != nil {
			return
		}
		defer func() { _ = ws.Close() }()
		connections++
		silent := connections == 1
		_ = ws.WriteMessage(websocket.TextMessage, []byte(`{"op":10,"d":{"heartbeat_interval":20}}`))
		for {
			var m struct {
				Op int `json:"op"`
			}
			_, data, err := ws.ReadMessage()
			if silent && websocket.IsCloseError(err, websocket.CloseNormalClosure) {
				t.Error("left with a close frame, which ends the session")
			}
			if err != nil || json.Unmarshal(data, &m) != nil {
				return
			}
			switch {
			case m.Op == 2 || m.Op == 6:
				ops <- m.Op
				_ = ws.WriteMessage(websocket.TextMessage, []byte(`{"op":0,"s":1,"t":"READY","d":{"session_id":"a","user":{"id":"1"},"application":{"id":"2"}}}`))
			case m.Op == 1 && !silent:
				_ = ws.WriteMessage(websocket.TextMessage, []byte(`{"op":11}`))
			}
		}
	}))
	t.Cleanup(server.Close)
	base = server.URL
	b, err := bot.New(bot.Config{Token: "t", Base: base})
	if err != nil {
		t.Fatal(err)
	}
	b.Quick()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- b.Run(ctx) }()
	if op := <-ops; op != 2 {
		t.Error(unexpected("first", op, 2))
	}
	if op := <-ops; op != 6 {
		t.Error(unexpected("second", op, 6))
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestTheInvite(t *testing.T) {
	t.Parallel()
	const want = "https://discord.com/oauth2/authorize?client_id=42&integration_type=0&permissions=17987591597056&scope=bot+applications.commands"
	if got := bot.Invite("42"); got != want {
		t.Error(unexpected("invite", got, want))
	}
}

func TestABaseAddressIsChecked(t *testing.T) {
	t.Parallel()
	for _, base := range []string{"discord.com", "http://example.com", "ftp://127.0.0.1", ":"} {
		if _, err := bot.New(bot.Config{Token: "t", Base: base}); err == nil {
			t.Error("taken:", base)
		}
	}
	for _, base := range []string{"", "https://discord.com/", "http://127.0.0.1:8080", "http://localhost:1", "https://proxy.example.com"} {
		if _, err := bot.New(bot.Config{Token: "t", Base: base}); err != nil {
			t.Error(base, err)
		}
	}
}
