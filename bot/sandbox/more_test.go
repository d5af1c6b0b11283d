package sandbox_test

import (
	"encoding/json"
	"strings"
	"testing"

	"dogear/bot/sandbox"

	"github.com/bwmarrin/discordgo"
)

func TestWhatTheBotIsTold(t *testing.T) {
	t.Parallel()
	sb, g, c := place(t, sandbox.Options{})
	w := dial(t, sb)
	w.identify(sb, 1|1<<9)
	w.until(0, "GUILD_CREATE")
	role := g.AddRole("Readers", 0, true)
	w.until(0, "GUILD_ROLE_CREATE")
	g.SetRole(role, 0, false)
	w.until(0, "GUILD_ROLE_UPDATE")
	g.DeleteRole(role)
	w.until(0, "GUILD_ROLE_DELETE")
	g.SetTopic(c, "books")
	w.until(0, "CHANNEL_UPDATE")
	m := sb.As("Olive").Say("secret")
	var told map[string]any
	if err := json.Unmarshal(w.until(0, "MESSAGE_CREATE").D, &told); err != nil || told["content"] != "" {
		t.Error("the text of others takes a privileged intent", told, err)
	}
	sb.DeleteMessage(m.ID)
	w.until(0, "MESSAGE_DELETE")
	g.DeleteChannel(c)
	w.until(0, "CHANNEL_DELETE")
	if sb.As("Olive").Say("where") != nil || len(sb.As("Olive").Sees()) != 0 {
		t.Error("the channel is gone")
	}
	g.Remove()
	w.until(0, "GUILD_DELETE")
	expect(t, sb, "GET", "/guilds/"+g.ID, "", 404, 10004)
}

func TestDirectMessages(t *testing.T) {
	t.Parallel()
	sb, g, s := club(t, sandbox.Options{}, answer(t))
	ana := g.AddMember("Ana2")
	c, err := s.UserChannelCreate(ana.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.ChannelMessageSend(c.ID, "a reminder"); err != nil {
		t.Fatal(err)
	}
	dm := ana.DM()
	if sees := dm.Sees(); dm.Channel() != c.ID || len(sees) != 1 || sees[0].Content != "a reminder" {
		t.Error(sees)
	}
	if len(sb.As("Ben").In(c.ID).Sees()) != 0 {
		t.Error("someone else reads direct messages")
	}
	if _, err := dm.Slash(t.Context(), "/help"); err != nil {
		t.Error(err)
	}
	expect(t, sb, "POST", "/users/@me/channels", `{"recipient_id":"1"}`, 400, 50033)
}

func TestRegistration(t *testing.T) {
	t.Parallel()
	sb, g, _ := place(t, sandbox.Options{Unlimited: true})
	path := "/applications/" + sb.AppID() + "/commands"
	id := func(out map[string]any, i int) (string, string) {
		m := out["list"].([]any)[i].(map[string]any)
		return m["id"].(string), m["version"].(string)
	}
	first := expect(t, sb, "PUT", path, commandsJSON, 200, 0)
	again := expect(t, sb, "PUT", path, strings.Replace(commandsJSON, "Say how", "Tell how", 1), 200, 0)
	i0, v0 := id(first, 0)
	i1, v1 := id(again, 0)
	if i0 != i1 || v0 == v1 {
		t.Error("a changed command keeps its id and gets a version:", i0, i1, v0, v1)
	}
	i0, v0 = id(first, 1)
	if i1, v1 = id(again, 1); i0 != i1 || v0 != v1 {
		t.Error("an unchanged command keeps both:", i0, i1, v0, v1)
	}
	if got := strings.Join(sb.Commands(), ", "); got != "help, progress, schedule plan" {
		t.Error(got)
	}
	guild := "/applications/" + sb.AppID() + "/guilds/" + g.ID + "/commands"
	made := expect(t, sb, "POST", guild, `{"name":"extra","description":"d"}`, 201, 0)
	expect(t, sb, "POST", guild, `{"name":"Extra","description":"d"}`, 400, 50035)
	if n := len(expect(t, sb, "GET", guild, "", 200, 0)["list"].([]any)); n != 1 {
		t.Error(n)
	}
	expect(t, sb, "DELETE", guild+"/"+made["id"].(string), "", 204, 0)
	if n := len(expect(t, sb, "GET", guild, "", 200, 0)["list"].([]any)); n != 0 {
		t.Error(n)
	}
}

func TestMenus(t *testing.T) {
	t.Parallel()
	sb, _, _ := club(t, sandbox.Options{}, func(s *discordgo.Session, in seen) {
		text := "chosen: " + encode(t, in.Data["values"])
		if in.Type == 2 {
			text = "choose"
		}
		components := []obj{{"type": 10, "content": text}, row(with(menu(3), "max_values", 2))}
		kind, flags := 4, 32768|64
		if in.Type == 3 {
			kind, flags = 7, 32768
		}
		callback(t, s, in, obj{"type": kind, "data": obj{"flags": flags, "components": components}})
	})
	ana, ctx := sb.As("Ana"), t.Context()
	asked, err := ana.Slash(ctx, "/progress")
	if err != nil {
		t.Fatal(err)
	}
	got, err := ana.Choose(ctx, asked.Message, "m", "0", "2")
	if err != nil || !strings.HasPrefix(got.Message.Text(), `chosen: ["0","2"]`) {
		t.Error(got, err)
	}
	for _, bad := range [][]string{{}, {"0", "1", "2"}, {"9"}} {
		if _, err := ana.Choose(ctx, asked.Message, "m", bad...); err == nil {
			t.Error(bad, "was chosen")
		}
	}
	if _, err := ana.Press(ctx, asked.Message, "Nothing"); err == nil {
		t.Error("a button that is not there was pressed")
	}
	if _, err := sb.As("Ben").Choose(ctx, asked.Message, "m", "0"); err == nil {
		t.Error("a private message was used by someone else")
	}
	clean(t, sb)
}

func TestForms(t *testing.T) {
	t.Parallel()
	sb, _, _ := club(t, sandbox.Options{}, answer(t))
	ana, ctx := sb.As("Ana"), t.Context()
	got, err := ana.Slash(ctx, "/progress")
	if err != nil {
		t.Fatal(err)
	}
	opened, err := ana.Press(ctx, got.Message, "Write a note")
	if err != nil {
		t.Fatal(err)
	}
	fields := opened.Form.Fields()
	if len(fields) != 2 || fields[0].Label != "Your note" || fields[1].Value != "thought" || len(fields[1].Options) != 2 {
		t.Errorf("%+v", fields)
	}
	for name, bad := range map[string]map[string]string{
		"required":   {},
		"unknown":    {"Your note": "x", "Colour": "red"},
		"no option":  {"Your note": "x", "Kind": "song"},
		"max_length": {"Your note": long(21)},
	} {
		if _, err := ana.Submit(ctx, opened.Form, bad); err == nil {
			t.Errorf("%s: Discord's client would not have sent it", name)
		}
	}
	if _, err := sb.As("Ben").Submit(ctx, opened.Form, map[string]string{"Your note": "x"}); err == nil {
		t.Error("someone else sent the form")
	}
	if _, err := ana.Submit(ctx, opened.Form, map[string]string{"text": long(20)}); err != nil {
		t.Error(err)
	}
	clean(t, sb)
}

func TestLimitsOfForms(t *testing.T) {
	t.Parallel()
	sb, _, inbox := asked(t)
	form := func(components ...obj) obj {
		return obj{"custom_id": "f", "title": "T", "components": components}
	}
	field := func(i int) obj {
		return obj{"type": 18, "label": "L", "component": obj{"type": 4, "custom_id": string(rune('a' + i)), "style": 1}}
	}
	input := func(key string, v any) obj {
		return form(with(field(0), "component", with(field(0)["component"].(obj), key, v)))
	}
	for _, l := range []limit{
		{"title", with(form(field(0)), "title", long(45)), with(form(field(0)), "title", long(46)), "data.title"},
		{"custom id", with(form(field(0)), "custom_id", long(100)), with(form(field(0)), "custom_id", long(101)), "data.custom_id"},
		{"fields", form(many(5, field)...), form(many(6, field)...), "data.components"},
		{"no fields", form(field(0)), form(), "data.components"},
		{"label", form(with(field(0), "label", long(45))), form(with(field(0), "label", long(46))), "data.components.0.label"},
		{"help", form(with(field(0), "description", long(100))), form(with(field(0), "description", long(101))), "data.components.0.description"},
		{"value", input("value", long(4000)), input("value", long(4001)), "data.components.0.component.value"},
		{"max_length", input("max_length", 4000), input("max_length", 4001), "data.components.0.component.max_length"},
		{"placeholder", input("placeholder", long(100)), input("placeholder", long(101)), "data.components.0.component.placeholder"},
		{"style", input("style", 2), input("style", 3), "data.components.0.component.style"},
		{"custom ids differ", form(field(0), field(1)), form(field(0), field(0)), "data.components.1.component.custom_id"},
		{"value over max_length", form(obj{"type": 18, "label": "L", "component": obj{"type": 4, "custom_id": "a", "style": 1, "max_length": 3, "value": "abc"}}), form(obj{"type": 18, "label": "L", "component": obj{"type": 4, "custom_id": "a", "style": 1, "max_length": 3, "value": "abcd"}}), "data.components.0.component.value"},
	} {
		t.Run(l.name, func(t *testing.T) {
			done := later(func() (*sandbox.Answer, error) { return sb.As("Ana").Slash(t.Context(), "/progress") })
			in := <-inbox
			status, body := call(t, sb, "POST", in.callback(), encode(t, obj{"type": 9, "data": l.over}))
			refusedAt(t, status, body, l.path)
			expect(t, sb, "POST", in.callback(), encode(t, obj{"type": 9, "data": l.at}), 204, 0)
			if got := <-done; got.err != nil || got.answer.Form == nil {
				t.Error(got)
			}
		})
	}
}
