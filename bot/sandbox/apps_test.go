package sandbox_test

import (
	"errors"
	"strings"
	"testing"

	"dogear/bot/sandbox"
)

const entriesJSON = `[{"name":"help","description":"Help"},
 {"name":"Lock as a spoiler","type":3,"contexts":[0]},
 {"name":"For organisers","type":3,"contexts":[0],"default_member_permissions":"8589934592"}]`

func TestTheMenuApps(t *testing.T) {
	t.Parallel()
	sb, g, inbox := asked(t)
	expect(t, sb, "PUT", "/applications/"+sb.AppID()+"/commands", entriesJSON, 200, 0)
	ana, ben, ctx := sb.As("Ana"), sb.As("Ben"), t.Context()
	m := ana.SayWith("It was <@"+ben.ID+">!", sandbox.File{Name: "proof.png", Data: []byte("picture"), Alt: "proof"})
	done := later(func() (*sandbox.Answer, error) { return ben.Apps(ctx, m, "Lock as a spoiler") })
	in := <-inbox
	if in.Type != 2 || in.Data["type"] != 3.0 || in.Data["name"] != "Lock as a spoiler" || in.Data["target_id"] != m.ID || in.Message != nil || in.Data["options"] != nil {
		t.Error(in.Data)
	}
	whole := in.Data["resolved"].(map[string]any)["messages"].(map[string]any)[m.ID].(map[string]any)
	file := whole["attachments"].([]any)[0].(map[string]any)
	if whole["content"] != m.Content || whole["author"].(map[string]any)["id"] != ana.ID || file["description"] != "proof" || file["url"] == "" {
		t.Error(whole)
	}
	expect(t, sb, "POST", in.callback(), private, 204, 0)
	got := <-done
	if got.err != nil || got.answer.Message.Command == nil || !got.answer.Message.Command.Menu {
		t.Fatal(got)
	}
	reply := expect(t, sb, "GET", webhook(sb, in, "/messages/@original"), "", 200, 0)
	if reply["type"] != 23.0 || reply["interaction_metadata"].(map[string]any)["target_message_id"] != m.ID {
		t.Error(reply)
	}

	for name, act := range map[string]func() (*sandbox.Answer, error){
		"not for readers":    func() (*sandbox.Answer, error) { return ben.Apps(ctx, m, "For organisers") },
		"no such entry":      func() (*sandbox.Answer, error) { return ben.Apps(ctx, m, "help") },
		"a private reply":    func() (*sandbox.Answer, error) { return ben.Apps(ctx, got.answer.Message, "Lock as a spoiler") },
		"a typed command":    func() (*sandbox.Answer, error) { return ben.Slash(ctx, "/Lock as a spoiler") },
		"in direct messages": func() (*sandbox.Answer, error) { return ana.Apps(ctx, ana.DM().Say("x"), "Lock as a spoiler") },
	} {
		if _, err := act(); err == nil || errors.Is(err, sandbox.ErrNoAnswer) {
			t.Errorf("%s: Discord does not offer it", name)
		}
	}
	room := expect(t, sb, "POST", "/channels/"+g.Channel("book-club")+"/threads", makeRoom, 201, 0)["id"].(string)
	expect(t, sb, "PUT", "/channels/"+room+"/thread-members/"+ana.ID, "", 204, 0)
	said := ana.In(room).Say("in the room")
	if _, err := ben.Apps(ctx, said, "Lock as a spoiler"); err == nil {
		t.Error("Ben does not see the room")
	}
	if _, err := ana.Apps(ctx, ana.In(room).Sees()[0], "Lock as a spoiler"); err == nil || errors.Is(err, sandbox.ErrNoAnswer) {
		t.Error("a system message has no menu")
	}
	sb.DeleteMessage(m.ID)
	if _, err := ben.Apps(ctx, m, "Lock as a spoiler"); err == nil {
		t.Error("the message is gone")
	}
	clean(t, sb)
}

func TestTheMenuOnThePage(t *testing.T) {
	t.Parallel()
	sb, g, inbox := asked(t)
	expect(t, sb, "PUT", "/applications/"+sb.AppID()+"/commands", entriesJSON, 200, 0)
	_, up := browse(t, sb, "POST", "/page/upload?name=cat.png", obj{}, nil)
	if url, _ := up["url"].(string); !strings.HasPrefix(url, "/attachments/") {
		t.Error("the page shows what it has sent", up)
	}
	said := obj{"as": "Ana", "channel": g.Channel("book-club"), "text": "", "files": []obj{{"id": up["id"], "alt": "a cat"}}}
	if _, out := browse(t, sb, "POST", "/page/say", said, nil); out["ok"] != true {
		t.Fatal(out)
	}
	if _, out := browse(t, sb, "POST", "/page/say", said, nil); out["ok"] == true {
		t.Error("one upload was used twice")
	}
	_, state := browse(t, sb, "GET", "/page/state?as=Ben", nil, nil)
	if got := encode(t, state["apps"]); got != `["Lock as a spoiler"]` {
		t.Error(got)
	}
	m := state["messages"].(map[string]any)[g.Channel("book-club")].([]any)[0].(map[string]any)
	if file := m["attachments"].([]any)[0].(map[string]any); file["description"] != "a cat" || !strings.HasPrefix(file["url"].(string), "/attachments/") {
		t.Error(file)
	}
	done := make(chan map[string]any, 1)
	go func() {
		_, out := browse(t, sb, "POST", "/page/apps", obj{"as": "Ben", "message": m["id"], "command": "Lock as a spoiler"}, nil)
		done <- out
	}()
	in := <-inbox
	expect(t, sb, "POST", in.callback(), private, 204, 0)
	if out := <-done; out["ok"] != true {
		t.Error(out)
	}
	clean(t, sb)
}

func TestRegisteringEntries(t *testing.T) {
	t.Parallel()
	sb, _, _ := place(t, sandbox.Options{Unlimited: true})
	path := "/applications/" + sb.AppID() + "/commands"
	entry := func(more string) string { return `[{"name":"An entry","type":3` + more + `}]` }
	expect(t, sb, "PUT", path, entry(``), 200, 0)
	expect(t, sb, "PUT", path, entry(`,"description":""`), 200, 0)
	expect(t, sb, "PUT", path, `[{"name":"same","type":3},{"name":"same","description":"d"}]`, 200, 0)
	for _, bad := range []string{
		entry(`,"description":"d"`), entry(`,"options":[{"type":3,"name":"o","description":"d"}]`),
		`[{"name":"","type":3}]`, `[{"name":"  ","type":3}]`, `[{"name":"` + long(33) + `","type":3}]`,
		`[{"name":"same","type":3},{"name":"same","type":3}]`, `[{"name":"An entry","type":1,"description":"d"}]`,
	} {
		expect(t, sb, "PUT", path, bad, 400, 50035)
	}
	many := strings.TrimSuffix(strings.Repeat(`{"name":"#","type":3},`, 16), ",")
	for i := range 16 {
		many = strings.Replace(many, "#", string(rune('a'+i)), 1)
	}
	expect(t, sb, "PUT", path, "["+many+"]", 400, 50035)
	if got := len(sb.Commands()); got != 1 {
		t.Error("an entry of a menu is not typed", sb.Commands())
	}
}
