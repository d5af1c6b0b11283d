package sandbox_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"dogear/bot/sandbox"

	"github.com/bwmarrin/discordgo"
)

// diary keeps what came into sight.
type diary struct {
	mu     sync.Mutex
	sights []sandbox.Sight
}

func (d *diary) keep(x sandbox.Sight) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.sights = append(d.sights, x)
}

// saw tells which of these people have been shown a text.
func (d *diary) saw(text string, people ...*sandbox.Person) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	var out []string
	for _, p := range people {
		if slices.ContainsFunc(d.sights, func(x sandbox.Sight) bool {
			return slices.Contains(x.People, p.ID) && strings.Contains(x.What, text)
		}) {
			out = append(out, p.Name)
		}
	}
	return strings.Join(out, " ")
}

const everyone = "Olive Oscar Ana Ben"

func TestWhatComesIntoSight(t *testing.T) {
	t.Parallel()
	book := &diary{}
	sb, g, s := club(t, sandbox.Options{Unlimited: true, Witness: book.keep}, func(s *discordgo.Session, in seen) {
		switch in.Type {
		case 4:
			callback(t, s, in, obj{"type": 8, "data": obj{"choices": []obj{{"name": "suggested-name", "value": "suggested-value"}}}})
		case 3:
			callback(t, s, in, obj{"type": 9, "data": obj{"custom_id": "form-id", "title": "form-title", "components": []obj{
				{"type": 18, "label": "form-label", "description": "form-help", "component": obj{"type": 4, "custom_id": "x", "style": 1, "value": "form-value", "placeholder": "form-hint"}},
			}}})
		case 5:
			callback(t, s, in, obj{"type": 5, "data": obj{"flags": 64}})
			if _, err := s.RequestWithBucketID("PATCH", discordgo.EndpointWebhookMessage(in.Raw["application_id"].(string), in.Token, "@original"), obj{"content": "at-last"}, "x"); err != nil {
				t.Error(err)
			}
		default:
			callback(t, s, in, obj{"type": 4, "data": card("private-text", 64, obj{"type": 2, "style": 1, "label": "private-label", "custom_id": "private-id"})})
		}
	})
	ctx, c, ana := t.Context(), g.Channel("book-club"), sb.As("Ana")
	if _, err := ana.Suggest(ctx, "/progress at:typed-text", "at"); err != nil {
		t.Fatal(err)
	}
	got, err := ana.Slash(ctx, "/progress")
	if err != nil {
		t.Fatal(err)
	}
	opened, err := ana.Press(ctx, got.Message, "private-label")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ana.Submit(ctx, opened.Form, nil); err != nil {
		t.Fatal(err)
	}
	ana.Say("said-in-public")
	sent, err := s.ChannelMessageSendComplex(c, &discordgo.MessageSend{Content: "first-text", Files: []*discordgo.File{{Name: "file-name.txt", Reader: strings.NewReader("file-data")}}})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, sb, "PATCH", "/channels/"+c+"/messages/"+sent.ID, `{"content":"second-text"}`, 200, 0)
	dm := expect(t, sb, "POST", "/users/@me/channels", `{"recipient_id":"`+sb.As("Ben").ID+`"}`, 200, 0)["id"].(string)
	expect(t, sb, "POST", "/channels/"+dm+"/messages", `{"content":"told-in-private"}`, 200, 0)
	g.SetTopic(c, "new-topic")
	people := []*sandbox.Person{sb.As("Olive"), sb.As("Oscar"), ana, sb.As("Ben")}
	for text, want := range map[string]string{
		"suggested-name": "Ana", "suggested-value": "Ana", "typed-text": "", "private-text": "Ana", "private-label": "Ana", "private-id": "Ana",
		"form-id": "Ana", "form-title": "Ana", "form-label": "Ana", "form-help": "Ana", "form-value": "Ana", "form-hint": "Ana", "at-last": "Ana",
		"said-in-public": "", "first-text": everyone, "file-name.txt": everyone, "file-data": everyone, "second-text": everyone,
		"told-in-private": "Ben", "new-topic": everyone, "book-club": everyone,
	} {
		if got := book.saw(text, people...); got != want {
			t.Errorf("%s was seen by %q, want %q", text, got, want)
		}
	}
	clean(t, sb)
}

func TestWhoComesToSeeARoom(t *testing.T) {
	t.Parallel()
	book := &diary{}
	sb, g, c := place(t, sandbox.Options{Unlimited: true, Witness: book.keep})
	ana, ben := g.AddMember("Ana"), g.AddMember("Ben")
	people := []*sandbox.Person{sb.As("Olive"), ana, ben}
	room := expect(t, sb, "POST", "/channels/"+c+"/threads", `{"name":"room-name","type":12,"invitable":false}`, 201, 0)["id"].(string)
	post := func(text string) {
		expect(t, sb, "POST", "/channels/"+room+"/messages", `{"content":"`+text+`"}`, 200, 0)
	}
	check := func(text, want string) {
		t.Helper()
		if got := book.saw(text, people...); got != want {
			t.Errorf("%s was seen by %q, want %q", text, got, want)
		}
	}
	post("one")
	check("room-name", "Olive")
	check("one", "Olive")
	expect(t, sb, "PUT", "/channels/"+room+"/thread-members/"+ana.ID, "", 204, 0)
	check("one", "Olive Ana")
	check("room-name", "Olive Ana")
	post("two")
	check("two", "Olive Ana")
	if err := ana.LeaveThread(room); err != nil {
		t.Fatal(err)
	}
	post("three")
	check("three", "Olive")
	role := g.AddRole("Helpers", 0, false)
	g.Give(ben, role)
	check("three", "Olive")
	g.SetRole(role, sandbox.PermissionManageThreads, false)
	check("three", "Olive Ben")
	g.DenyRole(c, role, sandbox.PermissionViewChannel)
	post("four")
	check("four", "Olive")
	g.DenyRole(c, role, 0)
	check("four", "Olive Ben")
	expect(t, sb, "PATCH", "/channels/"+room, `{"name":"other-name"}`, 200, 0)
	check("other-name", "Olive Ben")
	if err := sb.As("Olive").AddTo(room, ana); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"three", "four", "other-name"} {
		check(text, "Olive Ana Ben")
	}
	people = append(people, g.AddMember("Cleo", sandbox.PermissionManageThreads))
	check("four", "Olive Ana Ben Cleo")
}
