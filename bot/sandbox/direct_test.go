package sandbox_test

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"path/filepath"
	"testing"

	"dogear/bot/sandbox"

	"github.com/bwmarrin/discordgo"
)

// opened has the bot open direct messages with someone.
func opened(t *testing.T, sb *sandbox.Sandbox, p *sandbox.Person) string {
	t.Helper()
	return expect(t, sb, "POST", "/users/@me/channels", `{"recipient_id":"`+p.ID+`"}`, 200, 0)["id"].(string)
}

func TestDirectMessagesThatAreClosed(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "state.json")
	sb, g, _ := place(t, sandbox.Options{Unlimited: true, File: file})
	ana := g.AddMember("Ana")
	path := "/channels/" + opened(t, sb, ana) + "/messages"
	first := expect(t, sb, "POST", path, `{"content":"hello"}`, 200, 0)["id"].(string)
	ana.CloseDirect(true)
	expect(t, sb, "POST", path, `{"content":"x"}`, 403, 50007)
	expect(t, sb, "PATCH", path+"/"+first, `{"content":"hello, Ana"}`, 200, 0)
	theirs := ana.DM().Say("not now")
	expect(t, sb, "DELETE", path+"/"+theirs.ID, "", 403, 50003)
	g.RemoveMember(ana)
	expect(t, sb, "POST", path, `{"content":"x"}`, 403, 50278)
	if err := sb.Close(); err != nil {
		t.Fatal(err)
	}
	sb = open(t, sandbox.Options{Unlimited: true, File: file})
	ana = sb.As("Ana")
	if got := ana.DM().Sees(); len(got) != 2 || got[0].Content != "hello, Ana" {
		t.Errorf("%+v", got)
	}
	sb.AddGuild("Another").AddMember("Ana")
	expect(t, sb, "POST", path, `{"content":"x"}`, 403, 50007)
	ana.CloseDirect(false)
	expect(t, sb, "POST", path, `{"content":"x"}`, 200, 0)
}

func TestOpeningDirectMessagesTooFast(t *testing.T) {
	t.Parallel()
	sb, g, _ := place(t, sandbox.Options{})
	refused := 0
	for i := range 30 {
		p := g.AddMember(fmt.Sprintf("Reader %d", i))
		status, out := call(t, sb, "POST", "/users/@me/channels", `{"recipient_id":"`+p.ID+`"}`)
		if status == 403 && out["code"] == 40003.0 {
			refused++
		}
	}
	if refused == 0 {
		t.Error("thirty at once were opened")
	}
	first := sb.As("Reader 0")
	for range 10 { // what is open already is found, however often
		opened(t, sb, first)
	}
	clean(t, sb)
}

func TestPressesInDirectMessages(t *testing.T) {
	t.Parallel()
	inbox := make(chan seen, 1)
	sb, _, s := club(t, sandbox.Options{}, func(s *discordgo.Session, in seen) {
		callback(t, s, in, obj{"type": 7, "data": card("No more of them.", 0)})
		inbox <- in
	})
	w := dial(t, sb)
	w.identify(sb, 1<<12)
	ana := sb.As("Ana")
	id := opened(t, sb, ana)
	if _, err := s.RequestWithBucketID("POST", discordgo.EndpointChannelMessages(id), card("Until tomorrow: Chapter 7", 0, obj{"type": 2, "style": 2, "label": "Remind me no more", "custom_id": "quiet"}), id); err != nil {
		t.Fatal(err)
	}
	w.until(0, "MESSAGE_CREATE")
	dm := ana.DM()
	if _, err := sb.As("Ben").In(id).Press(t.Context(), dm.Sees()[0], "Remind me no more"); err == nil {
		t.Error("someone else pressed it")
	}
	got, err := dm.Press(t.Context(), dm.Sees()[0], "Remind me no more")
	if err != nil {
		t.Fatal(err)
	}
	in := <-inbox
	user, _ := in.Raw["user"].(map[string]any)
	if in.Raw["context"] != 1.0 || in.Raw["guild_id"] != nil || in.Raw["member"] != nil || user["id"] != ana.ID || in.Message["id"] == nil {
		t.Error(encode(t, in.Raw))
	}
	if got.Message.Text() != "No more of them." || dm.Sees()[0].Text() != "No more of them." {
		t.Error(got.Message.Text())
	}
	if err := dm.DeleteMessage(dm.Say("thank you")); err != nil {
		t.Error(err)
	}
	w.until(0, "MESSAGE_DELETE")
}

func TestLargeFilesOfPeople(t *testing.T) {
	t.Parallel()
	sb, g, s := club(t, sandbox.Options{}, answer(t))
	plan := func(size int) error {
		_, err := sb.As("Oscar").SlashWith(t.Context(), "schedule plan", map[string]any{"book": "x", "cover": sandbox.File{Name: "a.epub", Data: make([]byte, size)}})
		return err
	}
	if err := plan(25 << 20); err != nil {
		t.Error(err)
	}
	if plan(25<<20+1) == nil {
		t.Error("a larger one was taken")
	}
	large := &discordgo.MessageSend{Files: []*discordgo.File{{Name: "a.txt", Reader: bytes.NewReader(make([]byte, 10<<20+1))}}}
	var refusal *discordgo.RESTError
	if _, err := s.ChannelMessageSendComplex(g.Channel("book-club"), large); !errors.As(err, &refusal) || refusal.Response.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("the bot's own are smaller: %v", err)
	}
}

func TestDirectMessagesOnThePage(t *testing.T) {
	t.Parallel()
	sb, _, _ := club(t, sandbox.Options{}, answer(t))
	ana := sb.As("Ana")
	state := func(p *sandbox.Person) map[string]any {
		_, state := browse(t, sb, "GET", "/page/state?as="+p.ID, nil, nil)
		return state
	}
	last := func(of map[string]any) any {
		for _, x := range of["people"].([]any) {
			if p := x.(map[string]any); p["id"] == ana.ID {
				return p["direct"]
			}
		}
		return nil
	}
	c := state(ana)["direct"].(map[string]any)["id"].(string)
	if c != opened(t, sb, ana) || last(state(ana)) != "" {
		t.Error("the page shows other direct messages than the bot opens")
	}
	m := expect(t, sb, "POST", "/channels/"+c+"/messages", `{"content":"hello"}`, 200, 0)["id"]
	ana.DM().Say("good evening")
	now := state(ana)
	if got := now["messages"].(map[string]any)[c].([]any); len(got) != 2 || last(now) != m || last(state(sb.As("Ben"))) != m {
		t.Error(got)
	}
	if others := state(sb.As("Ben"))["messages"].(map[string]any)[c]; others != nil {
		t.Error(others)
	}
	for _, x := range now["commands"].([]any) {
		if cmd := x.(map[string]any); cmd["direct"] != (cmd["name"] == "help") {
			t.Error(cmd)
		}
	}
	if _, out := browse(t, sb, "POST", "/page/slash", obj{"as": ana.ID, "channel": c, "command": "help"}, nil); out["ok"] != true {
		t.Error(out)
	}
	browse(t, sb, "POST", "/page/direct", obj{"as": ana.ID, "closed": true}, nil)
	expect(t, sb, "POST", "/channels/"+c+"/messages", `{"content":"x"}`, 403, 50007)
	if you := state(ana)["you"].(map[string]any); you["closed"] != true {
		t.Error(you)
	}
	browse(t, sb, "POST", "/page/direct", obj{"as": ana.ID, "closed": false}, nil)
	expect(t, sb, "POST", "/channels/"+c+"/messages", `{"content":"x"}`, 200, 0)
}
