package sandbox_test

import (
	"slices"
	"testing"

	"dogear/bot/sandbox"

	"github.com/bwmarrin/discordgo"
)

const commandsJSON = `[
 {"name":"progress","type":1,"description":"Say how far you are","contexts":[0],"options":[
   {"type":3,"name":"at","description":"Where you are","autocomplete":true}]},
 {"name":"schedule","type":1,"description":"The schedule","default_member_permissions":"8589934592","contexts":[0],"options":[
   {"type":1,"name":"plan","description":"Plan a read","options":[
     {"type":3,"name":"book","description":"Which","required":true},
     {"type":4,"name":"pace","description":"How many","min_value":1,"max_value":100},
     {"type":8,"name":"role","description":"Whom to tell"},
     {"type":11,"name":"cover","description":"A picture"},
     {"type":5,"name":"rooms","description":"Rooms"}]}]},
 {"name":"help","type":1,"description":"Help","contexts":[0,1]}]`

// answer is what the bot of these tests says to whatever it is asked.
func answer(t *testing.T) func(s *discordgo.Session, in seen) {
	return func(s *discordgo.Session, in seen) {
		switch {
		case in.Type == 4:
			callback(t, s, in, obj{"type": 8, "data": obj{"choices": []obj{{"name": "Chapter 7", "value": "7"}}}})
		case in.Type == 2 && in.Data["name"] == "progress":
			callback(t, s, in, obj{"type": 4, "data": card("You have read to **Chapter 7**.", 64, obj{"type": 2, "style": 1, "label": "Read notes · 5", "custom_id": "notes"}, obj{"type": 2, "style": 2, "label": "Write a note", "custom_id": "write"})})
		case in.Type == 3 && in.Data["custom_id"] == "write":
			callback(t, s, in, obj{"type": 9, "data": obj{"custom_id": "form", "title": "A note", "components": []obj{
				{"type": 18, "label": "Your note", "component": obj{"type": 4, "custom_id": "text", "style": 2, "max_length": 20}},
				{"type": 18, "label": "Kind", "component": obj{"type": 3, "custom_id": "kind", "options": []obj{{"label": "Thought", "value": "thought", "default": true}, {"label": "Quote", "value": "quote"}}}},
			}}})
		case in.Type == 3 && in.Data["custom_id"] == "notes":
			callback(t, s, in, obj{"type": 7, "data": card("Three notes.", 0)})
		default:
			callback(t, s, in, obj{"type": 4, "data": card("Thank you.", 64)})
		}
	}
}

// card is a Components V2 message.
func card(text string, flags int, buttons ...obj) obj {
	inner := []obj{{"type": 10, "content": text}}
	if len(buttons) > 0 {
		inner = append(inner, obj{"type": 1, "components": buttons})
	}
	return obj{"flags": 32768 | flags, "components": []obj{{"type": 17, "components": inner}}, "allowed_mentions": obj{"parse": []string{}}}
}

// club is a server with an organiser, a reader and a bot that is connected.
func club(t *testing.T, opt sandbox.Options, handle func(s *discordgo.Session, in seen)) (*sandbox.Sandbox, *sandbox.Guild, *discordgo.Session) {
	t.Helper()
	sb := open(t, opt)
	g := sb.AddGuild("The Hailsham Readers")
	g.AddChannel("book-club")
	g.AddMember("Olive")
	g.AddMember("Oscar", sandbox.PermissionManageEvents, sandbox.PermissionManageRoles)
	g.AddMember("Ana")
	g.AddMember("Ben")
	if status, body := call(t, sb, "PUT", "/applications/"+sb.AppID()+"/commands", commandsJSON); status != 200 {
		t.Fatal(status, body)
	}
	return sb, g, connect(t, sb, handle)
}

func TestAPersonUsesTheBot(t *testing.T) {
	t.Parallel()
	sb, _, _ := club(t, sandbox.Options{}, answer(t))
	ctx := t.Context()
	ana := sb.As("Ana")

	choices, err := ana.Suggest(ctx, "/progress at:ch", "at")
	if err != nil || len(choices) != 1 || choices[0].Value != "7" {
		t.Fatal(choices, err)
	}
	got, err := ana.Slash(ctx, "/progress at:ch 7")
	if err != nil {
		t.Fatal(err)
	}
	m := got.Message
	if m == nil || !m.Private || m.Text() != "You have read to **Chapter 7**." || m.Command == nil || m.Command.User != "Ana" {
		t.Fatalf("%+v", m)
	}
	if len(ana.Sees()) != 1 || len(sb.As("Ben").Sees()) != 0 {
		t.Error("a private reply is seen by its reader alone")
	}
	form, err := ana.Press(ctx, m, "Write a note")
	if err != nil || form.Form == nil {
		t.Fatal(form, err)
	}
	if _, err := ana.Submit(ctx, form.Form, map[string]string{"Your note": "far too long for the twenty characters"}); err == nil {
		t.Error("a text over max_length was sent")
	}
	said, err := ana.Submit(ctx, form.Form, map[string]string{"Your note": "I knew it", "kind": "Quote"})
	if err != nil || said.Message.Text() != "Thank you." {
		t.Fatal(said, err)
	}
	got, err = ana.Press(ctx, m, "Read notes")
	if err != nil || got.Message.Text() != "Three notes." || got.Message.ID != m.ID || !got.Message.Private {
		t.Fatalf("%+v %v", got, err)
	}
	clean(t, sb)
}

func TestWhoIsOfferedACommand(t *testing.T) {
	t.Parallel()
	sb, g, _ := club(t, sandbox.Options{}, answer(t))
	ctx := t.Context()
	if _, err := sb.As("Ana").Slash(ctx, "/schedule plan book:Emma"); err == nil {
		t.Error("a reader was let through")
	}
	for _, who := range []string{"Olive", "Oscar"} {
		if _, err := sb.As(who).Slash(ctx, "/schedule plan book:Never Let Me Go: again pace:4 rooms:yes"); err != nil {
			t.Error(who, err)
		}
	}
	role := g.AddRole("Readers", 0, true)
	_, err := sb.As("Oscar").SlashWith(ctx, "schedule plan", map[string]any{"book": "Emma", "role": role, "cover": sandbox.File{Name: "a.png", Data: []byte("x")}})
	if err != nil {
		t.Error(err)
	}
	for name, options := range map[string]map[string]any{
		"missing":      {},
		"out of range": {"book": "Emma", "pace": 101},
		"unknown":      {"book": "Emma", "tempo": 1},
		"not a number": {"book": "Emma", "pace": "x"},
		"not a bool":   {"book": "Emma", "rooms": "perhaps"},
		"empty":        {"book": ""},
		"no such role": {"book": "Emma", "role": "Nobody"},
	} {
		if _, err := sb.As("Oscar").SlashWith(ctx, "schedule plan", options); err == nil {
			t.Errorf("%s: Discord's client would not have sent it", name)
		}
	}
	if _, err := sb.As("Ana").DM().Slash(ctx, "/help"); err != nil {
		t.Error(err)
	}
	if _, err := sb.As("Ana").DM().Slash(ctx, "/progress"); err == nil {
		t.Error("a command of servers was offered in a direct message")
	}
	clean(t, sb)
}

func TestMessages(t *testing.T) {
	t.Parallel()
	sb, g, s := club(t, sandbox.Options{}, nil)
	c := g.Channel("book-club")
	var ids []string
	for _, text := range []string{"one", "two", "three", "four"} {
		m, err := s.ChannelMessageSend(c, text)
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, m.ID)
	}
	if status, body := call(t, sb, "PATCH", "/channels/"+c+"/messages/"+ids[1], `{"content":"2"}`); status != 200 {
		t.Fatal(status, body)
	}
	if err := s.ChannelMessageDelete(c, ids[2]); err != nil {
		t.Fatal(err)
	}
	list, err := s.ChannelMessages(c, 2, "", ids[0], "")
	if err != nil || len(list) != 2 || list[0].ID != ids[3] || list[1].Content != "2" {
		t.Fatal(list, err)
	}
	var saw []string
	for _, m := range sb.As("Ana").Sees() {
		saw = append(saw, m.Text())
	}
	if !slices.Equal(saw, []string{"one", "2", "four"}) {
		t.Error(saw)
	}
	clean(t, sb)
}
