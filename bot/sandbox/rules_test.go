package sandbox_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"dogear/bot/sandbox"

	"github.com/bwmarrin/discordgo"
)

// asked is a server whose bot only hands on what it is asked.
func asked(t *testing.T) (*sandbox.Sandbox, *sandbox.Guild, chan seen) {
	t.Helper()
	inbox := make(chan seen, 100)
	sb, g, _ := club(t, sandbox.Options{}, func(_ *discordgo.Session, in seen) { inbox <- in })
	return sb, g, inbox
}

// outcome is how an interaction ended for the person.
type outcome struct {
	answer *sandbox.Answer
	err    error
}

func later(f func() (*sandbox.Answer, error)) chan outcome {
	out := make(chan outcome, 1)
	go func() {
		a, err := f()
		out <- outcome{a, err}
	}()
	return out
}

func (in seen) callback() string { return "/interactions/" + in.ID + "/" + in.Token + "/callback" }

func webhook(sb *sandbox.Sandbox, in seen, rest string) string {
	return "/webhooks/" + sb.AppID() + "/" + in.Token + rest
}

// expect makes a request and checks its status and Discord's code.
func expect(t *testing.T, sb *sandbox.Sandbox, method, path, body string, status int, code float64) map[string]any {
	t.Helper()
	got, out := call(t, sb, method, path, body)
	if got != status || (code != 0 && out["code"] != code) {
		t.Fatalf("%s %.60s: got %d %.300s, want %d %v", method, path, got, encode(t, out), status, code)
	}
	return out
}

const private = `{"type":4,"data":{"content":"hello","flags":64}}`

func TestOneCallback(t *testing.T) {
	t.Parallel()
	sb, _, inbox := asked(t)
	done := later(func() (*sandbox.Answer, error) { return sb.As("Ana").Slash(t.Context(), "/progress") })
	in := <-inbox
	// To ask whether a callback got through is no mistake, to edit is.
	expect(t, sb, "GET", webhook(sb, in, "/messages/@original"), "", 404, 10015)
	expect(t, sb, "PATCH", webhook(sb, in, "/messages/@original"), `{"content":"x"}`, 404, 10015)
	expect(t, sb, "POST", in.callback(), private, 204, 0)
	expect(t, sb, "POST", in.callback(), private, 400, 40060)
	if got := <-done; got.err != nil || got.answer.Message.Content != "hello" || got.answer.Deferred {
		t.Fatal(got)
	}
	m := expect(t, sb, "GET", webhook(sb, in, "/messages/@original"), "", 200, 0)
	if m["flags"] != 64.0 || m["interaction_metadata"] == nil {
		t.Error(m)
	}
	expect(t, sb, "PATCH", webhook(sb, in, "/messages/@original"), `{"content":"again"}`, 200, 0)
	expect(t, sb, "POST", webhook(sb, in, ""), `{"content":"more","flags":64}`, 200, 0)
	if got := sb.As("Ana").Sees(); len(got) != 2 || got[0].Text() != "again" || got[1].Text() != "more" {
		t.Error(got)
	}
	expect(t, sb, "DELETE", webhook(sb, in, "/messages/@original"), "", 204, 0)
	expect(t, sb, "GET", webhook(sb, in, "/messages/@original"), "", 404, 10008)
	expect(t, sb, "POST", "/interactions/1/nothing/callback", private, 404, 10062)
	sb.ExpireTokens()
	expect(t, sb, "POST", webhook(sb, in, ""), `{"content":"late"}`, 401, 50027)
	if got := len(sb.Violations()); got != 2 {
		t.Error(sb.Violations())
	}
}

func TestDeferral(t *testing.T) {
	t.Parallel()
	sb, _, inbox := asked(t)
	ana := sb.As("Ana")
	for _, way := range []string{"edit", "follow-up"} {
		done := later(func() (*sandbox.Answer, error) { return ana.Slash(t.Context(), "/progress") })
		in := <-inbox
		expect(t, sb, "POST", in.callback(), `{"type":5,"data":{"flags":64}}`, 204, 0)
		sees := ana.Sees()
		if last := sees[len(sees)-1]; !last.Thinking || !last.Private {
			t.Errorf("%+v", last)
		}
		body := `{"flags":32768,"components":[{"type":10,"content":"at last"}]}`
		if way == "edit" {
			expect(t, sb, "PATCH", webhook(sb, in, "/messages/@original"), body, 200, 0)
		} else {
			expect(t, sb, "POST", webhook(sb, in, ""), body, 200, 0)
		}
		got := <-done
		if got.err != nil || !got.answer.Deferred || got.answer.Message.Text() != "at last" || got.answer.Message.Thinking || got.answer.Message.Edited != nil {
			t.Errorf("%s: %+v %v", way, got.answer, got.err)
		}
		if n := len(ana.Sees()); n != len(sees) {
			t.Errorf("%s: %d messages, want %d: it is the deferred one", way, n, len(sees))
		}
		expect(t, sb, "POST", in.callback(), `{"type":9,"data":{}}`, 400, 40060)
	}
	later(func() (*sandbox.Answer, error) { return ana.Slash(t.Context(), "/progress") })
	expect(t, sb, "POST", (<-inbox).callback(), `{"type":5,"data":{"flags":32768}}`, 400, 50035)
}

func TestWhatAnswersWhat(t *testing.T) {
	t.Parallel()
	sb, _, inbox := asked(t)
	ana, ctx := sb.As("Ana"), t.Context()
	form := `{"type":9,"data":{"custom_id":"f","title":"F","components":[{"type":18,"label":"Text","component":{"type":4,"custom_id":"t","style":1}}]}}`
	done := later(func() (*sandbox.Answer, error) { return ana.Slash(ctx, "/progress") })
	in := <-inbox
	for _, n := range []string{"1", "6", "7", "8", "10"} {
		expect(t, sb, "POST", in.callback(), `{"type":`+n+`,"data":{}}`, 400, 50035)
	}
	expect(t, sb, "POST", in.callback(), `{"type":4,"data":{}}`, 400, 50006)
	expect(t, sb, "POST", in.callback(), form, 204, 0)
	opened := <-done
	if opened.err != nil || opened.answer.Form == nil {
		t.Fatal(opened)
	}
	sent := later(func() (*sandbox.Answer, error) {
		return ana.Submit(ctx, opened.answer.Form, map[string]string{"t": "x"})
	})
	in = <-inbox
	expect(t, sb, "POST", in.callback(), form, 400, 50035)
	expect(t, sb, "POST", in.callback(), `{"type":4,"data":{"content":"public","components":[{"type":1,"components":[{"type":2,"style":1,"label":"Go","custom_id":"go"}]}]}}`, 204, 0)
	public := <-sent
	if public.err != nil || public.answer.Message.Private {
		t.Fatal(public)
	}
	pressed := later(func() (*sandbox.Answer, error) { return sb.As("Ben").Press(ctx, public.answer.Message, "Go") })
	in = <-inbox
	if in.Message["id"] != public.answer.Message.ID {
		t.Error(in.Message)
	}
	before := len(sb.Violations())
	expect(t, sb, "POST", in.callback(), `{"type":7,"data":{"content":"changed"}}`, 204, 0)
	if got := <-pressed; got.err != nil || got.answer.Message.Content != "changed" {
		t.Fatal(got)
	}
	if got := sb.Violations()[before:]; len(got) != 1 || !strings.Contains(got[0], "public message") {
		t.Error(got)
	}
}

func TestNobodyAnswers(t *testing.T) {
	t.Parallel()
	sb, _, inbox := asked(t)
	start := time.Now()
	done := later(func() (*sandbox.Answer, error) { return sb.As("Ana").Slash(t.Context(), "/progress") })
	in := <-inbox
	if got := <-done; !errors.Is(got.err, sandbox.ErrNoAnswer) || time.Since(start) < 3*time.Second {
		t.Errorf("%v after %v", got.err, time.Since(start))
	}
	expect(t, sb, "POST", in.callback(), private, 404, 10062)
	if got := sb.Violations(); len(got) != 1 || !strings.Contains(got[0], "3 s") {
		t.Error(got)
	}
}

func TestTheWholeInteraction(t *testing.T) {
	t.Parallel()
	sb, g, inbox := asked(t)
	role := g.AddRole("Readers", 0, false)
	later(func() (*sandbox.Answer, error) {
		return sb.As("Oscar").SlashWith(t.Context(), "schedule plan", map[string]any{
			"book": "Emma", "pace": 4, "rooms": true, "role": role, "cover": sandbox.File{Name: "c.txt", Data: []byte("cover")},
		})
	})
	in := <-inbox
	for _, k := range []string{"id", "application_id", "token", "version", "guild_id", "guild", "channel_id", "channel", "member", "locale", "guild_locale", "app_permissions", "entitlements", "authorizing_integration_owners", "context", "attachment_size_limit"} {
		if in.Raw[k] == nil {
			t.Errorf("%s is missing", k)
		}
	}
	sub := in.Data["options"].([]any)[0].(map[string]any)
	values := map[string]any{}
	for _, x := range sub["options"].([]any) {
		o := x.(map[string]any)
		values[o["name"].(string)] = o["value"]
	}
	if sub["name"] != "plan" || values["book"] != "Emma" || values["pace"] != 4.0 || values["rooms"] != true || values["role"] != role {
		t.Error(sub)
	}
	resolved := in.Data["resolved"].(map[string]any)
	if resolved["roles"].(map[string]any)[role].(map[string]any)["name"] != "Readers" {
		t.Error(resolved)
	}
	file := resolved["attachments"].(map[string]any)[values["cover"].(string)].(map[string]any)
	r, err := http.NewRequestWithContext(t.Context(), "GET", file["url"].(string), nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != 200 || resp.ContentLength != 5 {
		t.Error(resp.Status, resp.ContentLength)
	}
	expect(t, sb, "POST", in.callback(), private, 204, 0)

	// Where the bot may not look, it may do nothing.
	g.DenyBot(g.Channel("book-club"), sandbox.PermissionViewChannel)
	later(func() (*sandbox.Answer, error) { return sb.As("Ana").Slash(t.Context(), "/progress") })
	if in = <-inbox; in.Raw["app_permissions"] != "0" {
		t.Error(in.Raw["app_permissions"])
	}
	clean(t, sb)
}
