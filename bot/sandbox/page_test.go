package sandbox_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dogear/bot/sandbox"

	"github.com/bwmarrin/discordgo"
)

// browse makes a request of the page.
func browse(t *testing.T, sb *sandbox.Sandbox, method, path string, body any, change func(*http.Request)) (int, map[string]any) {
	t.Helper()
	var raw []byte
	if body != nil {
		raw = []byte(encode(t, body))
	}
	r, err := http.NewRequestWithContext(t.Context(), method, sb.URL()+path, bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Origin", sb.URL())
	if change != nil {
		change(r)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	var out map[string]any
	_ = json.Unmarshal(text, &out)
	return resp.StatusCode, out
}

func TestPage(t *testing.T) {
	t.Parallel()
	due := time.Now().Add(72 * time.Hour)
	sb, g, _ := club(t, sandbox.Options{NextDue: func(context.Context) (time.Time, bool) { return due, true }}, answer(t))
	c, ana := g.Channel("book-club"), sb.As("Ana")
	act := func(path string, body obj) map[string]any {
		t.Helper()
		body["as"], body["channel"] = ana.ID, c
		status, out := browse(t, sb, "POST", "/page/"+path, body, nil)
		if status != 200 {
			t.Fatal(path, status, out)
		}
		return out
	}
	if out := act("suggest", obj{"command": "progress", "options": obj{"at": "c"}, "focused": "at"}); len(out["choices"].([]any)) != 1 {
		t.Error(out)
	}
	if out := act("slash", obj{"command": "progress", "options": obj{"at": "7"}}); out["ok"] != true || out["form"] != nil {
		t.Error(out)
	}
	if out := act("slash", obj{"command": "schedule plan", "options": obj{"book": "x"}}); out["ok"] != false || out["error"] == "" {
		t.Error(out)
	}
	private := ana.Sees()[0]
	form := act("press", obj{"message": private.ID, "custom_id": "write"})["form"].(map[string]any)
	if out := act("submit", obj{"form": form["id"], "fields": obj{"text": "I knew", "kind": []string{"quote"}}}); out["ok"] != true {
		t.Error(out)
	}
	act("say", obj{"text": "hello"})

	_, state := browse(t, sb, "GET", "/page/state?as="+ana.ID, nil, nil)
	messages := state["messages"].(map[string]any)[c].([]any)
	if len(messages) != 3 || state["connected"] != true || state["next_due"] != float64(due.Unix()) || len(state["commands"].([]any)) != 2 {
		t.Error(encode(t, state))
	}
	_, state = browse(t, sb, "GET", "/page/state?as="+sb.As("Oscar").ID, nil, nil)
	if len(state["messages"].(map[string]any)[c].([]any)) != 1 || len(state["commands"].([]any)) != 3 || state["you"].(map[string]any)["organiser"] != true {
		t.Error(encode(t, state))
	}
	if _, out := browse(t, sb, "POST", "/page/dismiss", obj{"as": "Ben", "message": private.ID}, nil); out["ok"] != false {
		t.Error("someone else dismissed a private message")
	}
	act("dismiss", obj{"message": private.ID})
	if n := len(ana.Sees()); n != 2 {
		t.Errorf("%d messages after one was dismissed", n)
	}
	act("clock", obj{"next": true})
	if sb.Now().Before(due) {
		t.Error("the clock did not go to what is due")
	}
	act("clock", obj{"add": 3600})
	if sb.Now().Before(due.Add(time.Hour)) {
		t.Error("the clock was not turned")
	}
	if status, _ := browse(t, sb, "GET", "/page/state?as=nobody", nil, nil); status != 404 {
		t.Error(status)
	}
	clean(t, sb)
}

// The page leads from a message to the thread under it, in the archive too.
func TestThePageShowsThreadsUnderMessages(t *testing.T) {
	t.Parallel()
	x := newRoom(t)
	m := x.expect("POST", "/channels/"+x.channel+"/messages", `{"content":"x"}`, 200, 0)["id"].(string)
	x.expect("POST", "/channels/"+x.channel+"/messages/"+m+"/threads", `{"name":"Talk","auto_archive_duration":10080}`, 201, 0)
	say := obj{"as": x.ana.ID, "channel": m, "text": "Hello"}
	if _, out := browse(t, x.sb, "POST", "/page/say", say, nil); out["ok"] != true {
		t.Error(out)
	}
	x.g.Archive(m)
	_, state := browse(t, x.sb, "GET", "/page/state?as="+x.ben.ID, nil, nil)
	messages := state["messages"].(map[string]any)
	is := messages[x.channel].([]any)[0].(map[string]any)["thread"].(map[string]any)
	if is["id"] != m || is["name"] != "Talk" || is["count"] != 1.0 || is["archived"] != true {
		t.Error(is)
	}
	if in := messages[m].([]any); len(in) != 2 || in[0].(map[string]any)["id"] != m {
		t.Error(in)
	}
}

func TestThePageIsForThisMachine(t *testing.T) {
	t.Parallel()
	sb, _, _ := place(t, sandbox.Options{})
	for name, change := range map[string]func(*http.Request){
		"origin": func(r *http.Request) { r.Header.Set("Origin", "https://example.org") },
		"host":   func(r *http.Request) { r.Host = "example.org"; r.Header.Del("Origin") },
		"site":   func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") },
	} {
		if status, _ := browse(t, sb, "POST", "/page/clock", obj{"add": 1}, change); status != 403 {
			t.Errorf("%s: %d", name, status)
		}
		if status, _ := browse(t, sb, "GET", "/page/state", nil, change); status != 403 {
			t.Errorf("%s: %d", name, status)
		}
	}
	plain := func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") }
	if status, _ := browse(t, sb, "POST", "/page/clock", obj{"add": 1}, plain); status != 415 {
		t.Error("a form of another site could have sent it:", status)
	}
	if status, _ := browse(t, sb, "GET", "/", nil, nil); status != 200 {
		t.Error("there is no page:", status)
	}
}

func TestEvents(t *testing.T) {
	t.Parallel()
	sb, _, _ := place(t, sandbox.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, "GET", sb.URL()+"/page/events?as=Olive", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	lines := bufio.NewScanner(resp.Body)
	lines.Buffer(nil, 1<<20)
	next := func(want string) {
		t.Helper()
		for lines.Scan() {
			if strings.HasPrefix(lines.Text(), "data: ") && strings.Contains(lines.Text(), want) {
				return
			}
		}
		t.Fatal("the events ended before", want, lines.Err())
	}
	next(`"name":"Olive"`)
	sb.As("Olive").Say("breaking news")
	next("breaking news")
}

func TestTheStateFile(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "sandbox.json")
	sb, err := sandbox.Open(sandbox.Options{File: file})
	if err != nil {
		t.Fatal(err)
	}
	g := sb.AddGuild("Guild")
	c := g.AddChannel("general")
	g.AddMember("Olive")
	ana := g.AddMember("Ana")
	role := g.AddRole("Readers", 0, true)
	g.Give(ana, role)
	expect(t, sb, "PUT", "/applications/"+sb.AppID()+"/commands", commandsJSON, 200, 0)
	s := connect(t, sb, answer(t))
	kind, raw, err := discordgo.MultipartBodyWithJSON(obj{"flags": 32768, "components": []obj{{"type": 12, "items": []obj{{"media": obj{"url": "attachment://a.png"}}}}}},
		[]*discordgo.File{{Name: "a.png", Reader: strings.NewReader("picture")}})
	if err != nil {
		t.Fatal(err)
	}
	ep := discordgo.EndpointChannelMessages(c)
	if _, err := s.RequestRaw("POST", ep, kind, raw, ep, 0); err != nil {
		t.Fatal(err)
	}
	if _, err := ana.Slash(t.Context(), "/progress at:7"); err != nil {
		t.Fatal(err)
	}
	sb.Turn(1000 * time.Hour)
	now, app := sb.Now(), sb.AppID()
	if err := sb.Close(); err != nil {
		t.Fatal(err)
	}

	sb = open(t, sandbox.Options{File: file})
	connect(t, sb, answer(t))
	if sb.AppID() != app || sb.Now().Before(now) || sb.Now().After(now.Add(time.Hour)) {
		t.Error("another sandbox:", sb.AppID(), sb.Now(), now)
	}
	if again := sb.Guild("Guild"); again == nil || !again.Has(sb.As("Ana"), role) || again.Channel("general") != c {
		t.Fatal("the server is not as it was")
	}
	sees := sb.As("Ana").Sees()
	if len(sees) != 2 || len(sb.As("Olive").Sees()) != 1 {
		t.Fatal(sees)
	}
	// A button from before goes on working, and a picture is where it is now.
	if _, err := sb.As("Ana").Press(t.Context(), sees[1], "Read notes"); err != nil {
		t.Error(err)
	}
	at := sees[0].Attachments[0].URL
	if !strings.HasPrefix(at, sb.URL()) || !strings.Contains(encode(t, sees[0].Components), at) {
		t.Error(at, encode(t, sees[0].Components))
	}
	if status, _ := browse(t, sb, "GET", strings.TrimPrefix(at, sb.URL()), nil, nil); status != 200 {
		t.Error(status)
	}
	clean(t, sb)
}
