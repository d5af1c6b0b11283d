package sandbox_test

import (
	"path/filepath"
	"strings"
	"testing"

	"dogear/bot/sandbox"
)

func TestWhatOthersWriteIsEmpty(t *testing.T) {
	t.Parallel()
	x := newRoom(t)
	plain := x.ana.SayWith("the butler", sandbox.File{Name: "a.png", Data: []byte("x"), Alt: "a butler"})
	named := x.ana.Say("<@" + x.sb.BotID() + "> hello")
	path := "/channels/" + x.channel + "/messages"
	for _, got := range []map[string]any{
		x.expect("GET", path+"/"+plain.ID, "", 200, 0),
		x.expect("GET", path+"?limit=1&before="+named.ID, "", 200, 0)["list"].([]any)[0].(map[string]any),
	} {
		if text := encode(t, got); strings.Contains(text, "butler") || strings.Contains(text, "a.png") {
			t.Error(text)
		}
	}
	if got := x.expect("GET", path+"/"+named.ID, "", 200, 0)["content"]; got != named.Content {
		t.Error(got)
	}
	dm := x.ana.DM().Say("hello")
	if got := x.expect("GET", "/channels/"+x.ana.DM().Channel()+"/messages/"+dm.ID, "", 200, 0)["content"]; got != "hello" {
		t.Error(got)
	}
	if plain.Attachments[0].Description != "a butler" || x.ana.SayWith("") != nil || x.ana.SayWith("x", make([]sandbox.File, 11)...) != nil {
		t.Error(plain.Attachments)
	}
}

func TestWhoMayDelete(t *testing.T) {
	t.Parallel()
	x := newRoom(t)
	m := x.ana.Say("x")
	if err := x.ben.DeleteMessage(m); err == nil {
		t.Error("a message was deleted by someone else")
	}
	x.g.SetBotPermissions(sandbox.BotPermissions &^ sandbox.PermissionManageMessages)
	x.expect("DELETE", "/channels/"+x.channel+"/messages/"+m.ID, "", 403, 50013)
	x.g.SetBotPermissions(sandbox.BotPermissions)
	x.expect("DELETE", "/channels/"+x.channel+"/messages/"+m.ID, "", 204, 0)
	if err := x.ana.DeleteMessage(m); err == nil {
		t.Error("it was gone")
	}
	for _, who := range []*sandbox.Person{x.ana, x.sb.As("Olive")} {
		if err := who.DeleteMessage(x.ana.Say("y")); err != nil {
			t.Error(err)
		}
	}
	x.expect("PUT", x.seat(x.ana), "", 204, 0)
	added := x.expect("GET", x.path+"/messages", "", 200, 0)["list"].([]any)[0].(map[string]any)["id"].(string)
	x.expect("DELETE", x.path+"/messages/"+added, "", 403, 50021)
	x.expect("PATCH", x.path+"/messages/"+added, `{"content":"x"}`, 403, 50021)
	x.g.DeleteThread(x.id)
	x.expect("GET", x.path, "", 404, 10003)
}

func TestRoomsAreKept(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "state.json")
	first, err := sandbox.Open(sandbox.Options{File: file})
	if err != nil {
		t.Fatal(err)
	}
	g := first.AddGuild("Guild")
	olive, c := g.AddMember("Olive"), g.AddChannel("general")
	id := expect(t, first, "POST", "/channels/"+c+"/threads", makeRoom, 201, 0)["id"].(string)
	expect(t, first, "PUT", "/channels/"+id+"/thread-members/"+olive.ID, "", 204, 0)
	commands := "/applications/" + first.AppID() + "/commands"
	both := `[{"name":"help","description":"d"},{"name":"help","type":3}]`
	registered := encode(t, expect(t, first, "PUT", commands, both, 200, 0))
	before := expect(t, first, "GET", "/channels/"+id, "", 200, 0)
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	book := &diary{}
	second := open(t, sandbox.Options{File: file, Witness: book.keep})
	if got := expect(t, second, "GET", "/channels/"+id, "", 200, 0); encode(t, got) != encode(t, before) {
		t.Errorf("got %s, want %s", encode(t, got), encode(t, before))
	}
	sees := second.As("Olive").In(id).Sees()
	if len(sees) != 1 || sees[0].System != "Dogear added Olive to the thread." {
		t.Errorf("%+v", sees)
	}
	if got := encode(t, expect(t, second, "GET", commands, "", 200, 0)); got != registered {
		t.Errorf("got %s, want %s", got, registered)
	}
	if book.saw("Chapters 1-3", olive) == "" {
		t.Error("the witness was not told of what stood there")
	}
}
