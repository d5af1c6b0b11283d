package sandbox_test

import (
	"context"
	"testing"
	"time"

	"dogear/bot/sandbox"

	"github.com/bwmarrin/discordgo"
)

func TestWhatTheLibraryReads(t *testing.T) {
	t.Parallel()
	sb, g, s := club(t, sandbox.Options{Unlimited: true}, nil)
	c := g.Channel("book-club")
	role := g.AddRole("Readers", 0, true)
	me, err := s.User("@me")
	if err != nil || me.ID != sb.BotID() || !me.Bot {
		t.Error(me, err)
	}
	app, err := s.Application("@me")
	if err != nil || app.ID != sb.AppID() {
		t.Error(app, err)
	}
	guild, err := s.Guild(g.ID)
	if err != nil || guild.OwnerID != sb.As("Olive").ID || guild.PreferredLocale == "" {
		t.Error(guild, err)
	}
	channels, err := s.GuildChannels(g.ID)
	if err != nil || len(channels) != 1 || channels[0].ID != c {
		t.Error(channels, err)
	}
	roles, err := s.GuildRoles(g.ID)
	if err != nil || len(roles) != 4 || roles[0].ID != g.BotRole() || roles[3].ID != g.ID {
		t.Error(roles, err)
	}
	if err := s.GuildMemberRoleAdd(g.ID, sb.As("Ana").ID, role); err != nil {
		t.Error(err)
	}
	member, err := s.GuildMember(g.ID, sb.As("Ana").ID)
	if err != nil || len(member.Roles) != 1 || member.Roles[0] != role {
		t.Error(member, err)
	}
	gateway, err := s.GatewayBot()
	if err != nil || gateway.SessionStartLimit.MaxConcurrency != 1 {
		t.Error(gateway, err)
	}
	if err := s.ChannelTyping(c); err != nil {
		t.Error(err)
	}
	if list := expect(t, sb, "GET", "/users/@me/guilds", "", 200, 0)["list"].([]any); len(list) != 1 {
		t.Error(list)
	}
	clean(t, sb)
}

func TestWhatAnAdminCanChange(t *testing.T) {
	t.Parallel()
	sb := open(t, sandbox.Options{})
	g := sb.AddGuild("Guild")
	c := g.AddChannel("general")
	first, ana := g.AddMember("First"), g.AddMember("Ana")
	g.DenyRole(c, g.ID, sandbox.PermissionViewChannel)
	if !first.CanSee(c) || ana.CanSee(c) {
		t.Error("the first member owns the server")
	}
	g.SetOwner(ana)
	if first.CanSee(c) || !ana.CanSee(c) {
		t.Error("the server has another owner now")
	}
	role := g.AddRole("Readers", 0, true)
	g.Give(first, role)
	g.Take(first, role)
	if g.Has(first, role) {
		t.Error("the role was taken")
	}
	g.SetAbout(ana, "has read to Chapter 7")
	due := time.Now().Add(time.Hour)
	sb.SetNextDue(func(context.Context) (time.Time, bool) { return due, true })
	_, state := browse(t, sb, "GET", "/page/state?as=Ana", nil, nil)
	people := state["people"].([]any)
	if people[1].(map[string]any)["about"] != "has read to Chapter 7" || state["next_due"] != float64(due.Unix()) {
		t.Error(state)
	}
	if first.Channel() != c {
		t.Error(first.Channel())
	}
}

func TestOptionsByName(t *testing.T) {
	t.Parallel()
	sb, g, _ := club(t, sandbox.Options{}, func(s *discordgo.Session, in seen) {
		callback(t, s, in, obj{"type": 4, "data": obj{"content": encode(t, in.Data["options"]), "flags": 64, "allowed_mentions": obj{"parse": []string{}}}})
	})
	commands := `[{"name":"x","description":"d","options":[
		{"type":6,"name":"who","description":"d"},{"type":7,"name":"where","description":"d"},{"type":9,"name":"whom","description":"d"},
		{"type":11,"name":"file","description":"d"},
		{"type":3,"name":"stars","description":"d","choices":[{"name":"★★★★½ 4.5","value":"9"}]}]}]`
	expect(t, sb, "PUT", "/applications/"+sb.AppID()+"/commands", commands, 200, 0)
	_, up := browse(t, sb, "POST", "/page/upload?name=list.txt", obj{}, nil)
	out, err := sb.As("Ana").SlashWith(t.Context(), "x", map[string]any{
		"who": "@Ben", "where": "#book-club", "whom": "Olive", "file": up["id"], "stars": "★★★★½ 4.5",
	})
	if err != nil {
		t.Fatal(err)
	}
	want := encode(t, []obj{
		{"name": "who", "type": 6, "value": sb.As("Ben").ID},
		{"name": "where", "type": 7, "value": g.Channel("book-club")},
		{"name": "whom", "type": 9, "value": sb.As("Olive").ID},
		{"name": "file", "type": 11, "value": up["id"]},
		{"name": "stars", "type": 3, "value": "9"},
	})
	if out.Message.Content != want {
		t.Errorf("got  %s\nwant %s", out.Message.Content, want)
	}
	for name, bad := range map[string]map[string]any{
		"nobody": {"who": "Nemo"}, "nowhere": {"where": "attic"}, "no choice": {"stars": "10"}, "no file": {"file": "1"},
		"a file for a text": {"stars": sandbox.File{Name: "a"}},
	} {
		if _, err := sb.As("Ana").SlashWith(t.Context(), "x", bad); err == nil {
			t.Errorf("%s: Discord's client would not have sent it", name)
		}
	}
	clean(t, sb)
}

func TestCallbackWithResponse(t *testing.T) {
	t.Parallel()
	sb, _, inbox := asked(t)
	done := later(func() (*sandbox.Answer, error) { return sb.As("Ana").Slash(t.Context(), "/progress") })
	in := <-inbox
	body := `{"type":4,"data":{"flags":32832,"components":[{"type":10,"content":"hi"},{"type":1,"components":[{"type":2,"style":1,"label":"Go · 3","custom_id":"go/1"}]}]}}`
	out := expect(t, sb, "POST", in.callback()+"?with_response=true", body, 200, 0)
	resource := out["resource"].(map[string]any)
	got := <-done
	if got.err != nil || resource["message"].(map[string]any)["id"] != got.answer.Message.ID {
		t.Error(resource, got)
	}
	if m := got.answer.Message; m.CustomID("Go") != "go/1" || m.CustomID("Stop") != "" || m.Text() != "hi" {
		t.Errorf("%q", m.CustomID("Go"))
	}
	status, refused := call(t, sb, "POST", webhook(sb, in, ""), `{"flags":32768,"components":[{"type":13,"file":{"url":"https://example.org/a"}}]}`)
	refusedAt(t, status, refused, "components.0.file.url")
}
