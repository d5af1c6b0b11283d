package sandbox_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"testing"
	"time"

	"dogear/bot/sandbox"

	"github.com/gorilla/websocket"
)

// wire is a bot's end of the gateway, by hand.
type wire struct {
	t  *testing.T
	ws *websocket.Conn
}

type frame struct {
	Op int             `json:"op"`
	T  string          `json:"t"`
	S  int64           `json:"s"`
	D  json.RawMessage `json:"d"`
}

func dial(t *testing.T, sb *sandbox.Sandbox) *wire {
	t.Helper()
	ws, resp, err := websocket.DefaultDialer.DialContext(t.Context(), "ws"+sb.URL()[4:]+"/gateway/?v=9&encoding=json", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusSwitchingProtocols {
		t.Fatal(resp.Status)
	}
	t.Cleanup(func() { _ = ws.Close() })
	if err := ws.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	return &wire{t, ws}
}

func (w *wire) read() frame {
	w.t.Helper()
	var f frame
	if err := w.ws.ReadJSON(&f); err != nil {
		w.t.Fatal(err)
	}
	return f
}

// until reads frames up to the one with that operation and name.
func (w *wire) until(op int, name string) frame {
	w.t.Helper()
	for {
		if f := w.read(); f.Op == op && f.T == name {
			return f
		}
	}
}

// code reads until the connection is closed and returns the close code.
func (w *wire) code() int {
	w.t.Helper()
	for {
		var f frame
		err := w.ws.ReadJSON(&f)
		var c *websocket.CloseError
		if errors.As(err, &c) {
			return c.Code
		}
		if err != nil {
			return 0
		}
	}
}

func (w *wire) send(op int, d any) {
	w.t.Helper()
	if err := w.ws.WriteJSON(obj{"op": op, "d": d}); err != nil {
		w.t.Fatal(err)
	}
}

func (w *wire) identify(sb *sandbox.Sandbox, intents int) (session string) {
	w.t.Helper()
	w.until(10, "")
	w.send(2, obj{"token": "Bot " + sb.Token(), "intents": intents, "properties": obj{"$os": "linux"}})
	var ready struct {
		SessionID string `json:"session_id"`
	}
	if err := json.Unmarshal(w.until(0, "READY").D, &ready); err != nil {
		w.t.Fatal(err)
	}
	return ready.SessionID
}

func (w *wire) resume(sb *sandbox.Sandbox, session string, seq int64) {
	w.t.Helper()
	w.until(10, "")
	w.send(6, obj{"token": "Bot " + sb.Token(), "session_id": session, "seq": seq})
}

func TestIdentify(t *testing.T) {
	t.Parallel()
	sb := open(t, sandbox.Options{})
	sb.AddGuild("Guild")
	w := dial(t, sb)
	w.identify(sb, 1)
	w.until(0, "GUILD_CREATE")
	w.send(1, 1)
	w.until(11, "")
	if err := sb.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := sb.GatewayStats(); got.Identifies != 1 || got.Connections != 1 || got.Live != 1 || got.Intents != 1 {
		t.Errorf("%+v", got)
	}
	for name, c := range map[string]struct {
		op   int
		d    any
		code int
	}{
		"token":      {2, obj{"token": "Bot no", "intents": 1, "properties": obj{}}, 4004},
		"privileged": {2, obj{"token": "Bot " + sb.Token(), "intents": 1 << 15, "properties": obj{}}, 4014},
		"intents":    {2, obj{"token": "Bot " + sb.Token(), "intents": 1 << 30, "properties": obj{}}, 4013},
		"incomplete": {2, obj{"token": "Bot " + sb.Token()}, 4002},
		"stranger":   {3, obj{}, 4003},
		"operation":  {99, nil, 4001},
		"too long":   {3, obj{"x": long(5000)}, 4002},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := dial(t, sb)
			w.until(10, "")
			w.send(c.op, c.d)
			if got := w.code(); got != c.code {
				t.Errorf("closed with %d, want %d", got, c.code)
			}
		})
	}
}

func TestResume(t *testing.T) {
	t.Parallel()
	sb := open(t, sandbox.Options{})
	g := sb.AddGuild("Guild")
	w := dial(t, sb)
	id := w.identify(sb, 1)
	seq := w.until(0, "GUILD_CREATE").S
	sb.Drop()
	if got := w.code(); got != websocket.CloseAbnormalClosure {
		t.Error("a dropped connection has no close code")
	}
	g.AddChannel("missed")

	w = dial(t, sb)
	w.resume(sb, id, seq)
	if f := w.read(); f.T != "CHANNEL_CREATE" || f.S != seq+1 {
		t.Errorf("what was missed came as %s %d", f.T, f.S)
	}
	w.until(0, "RESUMED")

	// One that asks for a sequence that never was is sent away.
	w = dial(t, sb)
	w.resume(sb, id, 1000)
	if got := w.code(); got != 4007 {
		t.Error(got)
	}
	w = dial(t, sb)
	w.resume(sb, id, 1)
	if string(w.until(9, "").D) != "false" {
		t.Error("a session that is gone was resumed")
	}
}

func TestTroubleAtTheGateway(t *testing.T) {
	t.Parallel()
	for mode, check := range map[string]func(*testing.T, *wire){
		"invalid":   func(_ *testing.T, w *wire) { w.until(9, "") },
		"reconnect": func(_ *testing.T, w *wire) { w.until(7, "") },
		"4009": func(t *testing.T, w *wire) {
			if got := w.code(); got != 4009 {
				t.Error(got)
			}
		},
	} {
		t.Run("resume "+mode, func(t *testing.T) {
			t.Parallel()
			sb := open(t, sandbox.Options{})
			w := dial(t, sb)
			id := w.identify(sb, 0)
			sb.Drop()
			sb.RefuseResume(mode)
			w = dial(t, sb)
			w.resume(sb, id, 1)
			check(t, w)
			if got := sb.GatewayStats(); got.Resumes != 1 {
				t.Errorf("%+v", got)
			}
			if mode == "reconnect" { // it strikes once, and the session lives on
				w = dial(t, sb)
				w.resume(sb, id, 1)
				w.until(0, "RESUMED")
			}
		})
	}
	sb := open(t, sandbox.Options{})
	w := dial(t, sb)
	w.identify(sb, 0)
	sb.Reconnect()
	w.until(7, "")
	sb.InvalidSession(true)
	if string(w.until(9, "").D) != "true" {
		t.Error("not resumable")
	}
	sb.InvalidSession(false)
	w.until(9, "")
	w.send(2, obj{"token": "Bot " + sb.Token(), "intents": 0, "properties": obj{}})
	w.until(0, "READY")
	sb.CloseGateway(4000)
	if got := w.code(); got != 4000 {
		t.Error(got)
	}
}

func TestSilenceAtTheGateway(t *testing.T) {
	t.Parallel()
	sb := open(t, sandbox.Options{})
	w := dial(t, sb)
	w.identify(sb, 0)
	sb.SilenceAcks(true)
	w.send(1, nil)
	sb.Reconnect()
	if f := w.read(); f.Op != 7 {
		t.Errorf("operation %d came, the heartbeat should have no answer", f.Op)
	}
	sb.NoHello(true)
	quiet := dial(t, sb)
	if err := sb.Await(t.Context(), func() bool { return sb.GatewayStats().Connections == 2 }); err != nil {
		t.Fatal(err)
	}
	sb.Reconnect()
	if f := quiet.read(); f.Op != 7 {
		t.Errorf("operation %d came first", f.Op)
	}
}

func TestAwait(t *testing.T) {
	t.Parallel()
	sb := open(t, sandbox.Options{})
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if err := sb.Ready(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
	before := sb.Now()
	go sb.Turn(48 * time.Hour)
	if err := sb.Await(t.Context(), func() bool { return sb.Now().Sub(before) > 47*time.Hour }); err != nil {
		t.Error(err)
	}
}
