package sandbox_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"dogear/bot/sandbox"

	"github.com/bwmarrin/discordgo"
)

// place is a server with one channel and no bot connected.
func place(t *testing.T, opt sandbox.Options) (*sandbox.Sandbox, *sandbox.Guild, string) {
	t.Helper()
	sb := open(t, opt)
	g := sb.AddGuild("Guild")
	g.AddMember("Olive")
	c := g.AddChannel("general")
	return sb, g, c
}

func TestRateLimits(t *testing.T) {
	t.Parallel()
	sb, g, c := place(t, sandbox.Options{})
	post := "/channels/" + c + "/messages"
	for range 5 {
		expect(t, sb, "POST", post, `{"content":"x"}`, 200, 0)
	}
	out := expect(t, sb, "POST", post, `{"content":"x"}`, 429, 0)
	if out["global"] != false || out["retry_after"].(float64) > 1 {
		t.Error(out)
	}
	clean(t, sb)
	for range 44 {
		expect(t, sb, "GET", "/guilds/"+g.ID, "", 200, 0)
	}
	out = expect(t, sb, "GET", "/guilds/"+g.ID, "", 429, 0)
	if out["global"] != true || len(sb.Violations()) != 1 {
		t.Error(out, sb.Violations())
	}
}

func TestFaults(t *testing.T) {
	t.Parallel()
	sb, _, c := place(t, sandbox.Options{Record: true, Unlimited: true})
	post := "/channels/" + c + "/messages"
	sb.Fault(sandbox.Fault{Method: "POST", Match: "/messages", Status: 500, Times: 2})
	sb.Fault(sandbox.Fault{Method: "POST", PathPrefix: "/channels/", Status: 429, RetryAfter: 0.5, Times: 1})
	sb.Fault(sandbox.Fault{Method: "POST", Status: 503, Times: 1, AfterEffect: true})
	sb.Fault(sandbox.Fault{Method: "DELETE", Status: 500})
	for _, want := range []int{500, 500, 429} {
		expect(t, sb, "POST", post, `{"content":"x"}`, want, 0)
	}
	if len(sb.As("Olive").Sees()) != 0 {
		t.Error("a request that failed had an effect")
	}
	raw(t, sb, post, 503)
	if len(sb.As("Olive").Sees()) != 1 {
		t.Error("the request should have had its effect")
	}
	sb.Fault(sandbox.Fault{Method: "POST", Times: 1, AfterEffect: true})
	raw(t, sb, post, 0)
	if len(sb.As("Olive").Sees()) != 2 {
		t.Error("the request should have had its effect before the cut")
	}
	expect(t, sb, "POST", post, `{"content":"x"}`, 200, 0)
	expect(t, sb, "DELETE", "/channels/"+c, "", 500, 0)
	expect(t, sb, "DELETE", "/channels/"+c, "", 500, 0)
	sb.ClearFaults()
	expect(t, sb, "DELETE", "/channels/"+c, "", 403, 50013)
	if got := sb.FaultHits(); got != 7 {
		t.Error(got)
	}
	var statuses []int
	for _, r := range sb.Requests() {
		statuses = append(statuses, r.Status)
	}
	if got := fmt.Sprint(statuses); got != "[500 500 429 503 0 200 500 500 403]" {
		t.Error(got)
	}
	clean(t, sb)
}

// raw posts a message and checks the status; 0 is a cut connection.
func raw(t *testing.T, sb *sandbox.Sandbox, path string, status int) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), "POST", sb.URL()+"/api/v9"+path, strings.NewReader(`{"content":"x"}`))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bot "+sb.Token())
	r.Header.Set("User-Agent", "DiscordBot (https://example.org, 1)")
	r.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(r)
	var broken *url.Error
	if status == 0 {
		if !errors.As(err, &broken) || !errors.Is(err, io.EOF) {
			t.Errorf("%v, want a cut connection", err)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != status {
		t.Error(resp.Status)
	}
}

func TestNonce(t *testing.T) {
	t.Parallel()
	sb, g, c := place(t, sandbox.Options{Unlimited: true})
	post := "/channels/" + c + "/messages"
	first := expect(t, sb, "POST", post, `{"content":"x","nonce":"w1","enforce_nonce":true}`, 200, 0)
	again := expect(t, sb, "POST", post, `{"content":"x","nonce":"w1","enforce_nonce":true}`, 200, 0)
	if first["id"] != again["id"] {
		t.Error("the same nonce made two messages")
	}
	expect(t, sb, "POST", post, `{"content":"x","nonce":"w1"}`, 200, 0)
	expect(t, sb, "POST", "/channels/"+g.AddChannel("other")+"/messages", `{"content":"x","nonce":"w1","enforce_nonce":true}`, 200, 0)
	if n := len(sb.As("Olive").In(c).Sees()); n != 2 {
		t.Errorf("%d messages", n)
	}
	sb.Turn(240 * time.Hour)
	again = expect(t, sb, "POST", post, `{"content":"x","nonce":"w1","enforce_nonce":true}`, 200, 0)
	if n := len(sb.As("Olive").In(c).Sees()); n != 2 {
		t.Errorf("%d messages: a nonce lives by the wire's clock; %v", n, again["id"])
	}
}

func TestAForgottenNonce(t *testing.T) {
	t.Parallel()
	sb, _, c := place(t, sandbox.Options{Unlimited: true, NonceFor: -1})
	const body = `{"content":"x","nonce":"w1","enforce_nonce":true}`
	first := expect(t, sb, "POST", "/channels/"+c+"/messages", body, 200, 0)
	if again := expect(t, sb, "POST", "/channels/"+c+"/messages", body, 200, 0); first["id"] == again["id"] {
		t.Error("the nonce is remembered")
	}
}

func TestUnknownThings(t *testing.T) {
	t.Parallel()
	sb, g, c := place(t, sandbox.Options{Unlimited: true})
	m := expect(t, sb, "POST", "/channels/"+c+"/messages", `{"content":"x"}`, 200, 0)["id"].(string)
	said := sb.As("Olive").Say("mine")
	r := g.AddRole("role", 0, false)
	for _, x := range []struct {
		method, path, body string
		status             int
		code               float64
	}{
		{"POST", "/channels/1/messages", `{"content":"x"}`, 404, 10003},
		{"GET", "/channels/1", "", 404, 10003},
		{"GET", "/channels/" + c + "/messages/1", "", 404, 10008},
		{"PATCH", "/channels/" + c + "/messages/" + said.ID, `{"content":"x"}`, 403, 50005},
		{"DELETE", "/channels/" + c + "/messages/" + m + "0", "", 404, 10008},
		{"GET", "/guilds/1", "", 404, 10004},
		{"GET", "/users/1", "", 404, 10013},
		{"GET", "/guilds/" + g.ID + "/members/1", "", 404, 10013},
		{"PUT", "/guilds/" + g.ID + "/members/" + said.Author.ID + "/roles/1", "", 404, 10011},
		{"PUT", "/guilds/" + g.ID + "/members/" + said.Author.ID + "/roles/" + r, "", 204, 0},
		{"POST", "/channels/" + c + "/messages", `{"content":""}`, 400, 50006},
		{"POST", "/channels/" + c + "/messages", `{`, 400, 50109},
		{"PUT", "/applications/1/commands", `[]`, 403, 20012},
		{"DELETE", "/applications/" + sb.AppID() + "/commands/1", "", 404, 10063},
		{"POST", "/webhooks/" + sb.AppID() + "/no", `{"content":"x"}`, 404, 10015},
		{"GET", "/nothing", "", 404, 0},
	} {
		expect(t, sb, x.method, x.path, x.body, x.status, x.code)
	}
	s, err := discordgo.New("Bot wrong")
	if err != nil {
		t.Fatal(err)
	}
	s.Client = session(t, sb).Client
	var refused *discordgo.RESTError
	if _, err := s.User("@me"); !errors.As(err, &refused) || refused.Response.StatusCode != 401 {
		t.Error(err)
	}
}

func TestPermissions(t *testing.T) {
	t.Parallel()
	sb, g, c := place(t, sandbox.Options{Unlimited: true})
	olive := sb.As("Olive")
	post := "/channels/" + c + "/messages"
	card := `{"content":"x"}`
	g.DenyBot(c, sandbox.PermissionSendMessages)
	expect(t, sb, "POST", post, card, 403, 50013)
	g.DenyBot(c, sandbox.PermissionViewChannel)
	expect(t, sb, "POST", post, card, 403, 50001)
	expect(t, sb, "GET", post, "", 403, 50001)
	g.DenyBot(c, sandbox.PermissionReadHistory)
	id := expect(t, sb, "POST", post, card, 200, 0)["id"].(string)
	if got := expect(t, sb, "GET", post, "", 200, 0); len(got["list"].([]any)) != 0 {
		t.Error("without Read Message History the list is empty")
	}
	expect(t, sb, "GET", post+"/"+id, "", 403, 50013)
	g.DenyBot(c, 0)
	expect(t, sb, "GET", post+"/"+id, "", 200, 0)

	give := func(role string) string { return "/guilds/" + g.ID + "/members/" + olive.ID + "/roles/" + role }
	low := g.AddRole("low", 0, false)
	expect(t, sb, "PUT", give(low), "", 204, 0)
	if !g.Has(olive, low) {
		t.Error("the role was not given")
	}
	expect(t, sb, "DELETE", give(low), "", 204, 0)
	g.MoveRole(low, 50)
	expect(t, sb, "PUT", give(low), "", 403, 50013)
	g.MoveRole(low, 1)
	g.MoveRole(g.BotRole(), 5)
	g.SetManaged(low)
	expect(t, sb, "PUT", give(low), "", 403, 50013)
	g.SetBotPermissions(sandbox.BotPermissions &^ sandbox.PermissionManageRoles)
	expect(t, sb, "PUT", give(g.AddRole("other", 0, false)), "", 403, 50013)

	// What people may see.
	ben := g.AddMember("Ben")
	g.DenyRole(c, g.ID, sandbox.PermissionViewChannel)
	if ben.CanSee(c) || !olive.CanSee(c) {
		t.Error("the owner sees what is closed to others")
	}
	g.Allow(c, ben, sandbox.PermissionViewChannel)
	if !ben.CanSee(c) {
		t.Error("a member's own overwrite stands above @everyone's")
	}
	quiet := g.AddRole("quiet", 0, false)
	cleo := g.AddMember("Cleo")
	g.DenyRole(c, g.ID, 0)
	g.DenyRole(c, quiet, sandbox.PermissionViewChannel)
	if !cleo.CanSee(c) {
		t.Error("the channel is open to those without the role")
	}
	g.Give(cleo, quiet)
	if cleo.CanSee(c) {
		t.Error("what a role may not, its members may not")
	}
}

func TestMentions(t *testing.T) {
	t.Parallel()
	sb, g, c := place(t, sandbox.Options{Unlimited: true})
	open, shut := g.AddRole("open", 0, true), g.AddRole("shut", 0, false)
	text := "<@&" + open + "> <@&" + shut + "> <@" + sb.As("Olive").ID + "> @everyone"
	say := func(allowed any) []string {
		body := obj{"content": text}
		if allowed != nil {
			body["allowed_mentions"] = allowed
		}
		id := expect(t, sb, "POST", "/channels/"+c+"/messages", encode(t, body), 200, 0)["id"]
		for _, m := range sb.As("Olive").Sees() {
			if m.ID == id {
				return m.Pings
			}
		}
		return nil
	}
	if got := say(obj{"parse": []string{}}); len(got) != 0 {
		t.Error(got)
	}
	if got := say(obj{"parse": []string{}, "roles": []string{open, shut}}); fmt.Sprint(got) != "["+open+"]" {
		t.Errorf("%v: only a role that may be mentioned is", got)
	}
	clean(t, sb)
	if got := say(nil); len(got) != 2 || len(sb.Violations()) != 1 {
		t.Error(got, sb.Violations())
	}
	g.SetBotPermissions(sandbox.BotPermissions | sandbox.PermissionMentionEveryone)
	if got := say(obj{"parse": []string{"everyone", "roles"}}); len(got) != 3 {
		t.Error(got)
	}
}

func TestFilesOfMessages(t *testing.T) {
	t.Parallel()
	sb, g, s := club(t, sandbox.Options{}, nil)
	c := g.Channel("book-club")
	send := func(body any, names ...string) (*sandbox.Message, error) {
		var files []*discordgo.File
		for _, n := range names {
			files = append(files, &discordgo.File{Name: n, Reader: strings.NewReader("data of " + n)})
		}
		kind, raw, err := discordgo.MultipartBodyWithJSON(body, files)
		if err != nil {
			t.Fatal(err)
		}
		ep := discordgo.EndpointChannelMessages(c)
		if _, err := s.RequestRaw("POST", ep, kind, raw, ep, 0); err != nil {
			return nil, err
		}
		sees := sb.As("Ana").In(c).Sees()
		return sees[len(sees)-1], nil
	}
	shown := obj{
		"flags": 32768, "attachments": []obj{{"id": "0", "filename": "a.png", "description": "A histogram"}},
		"components": []obj{{"type": 12, "items": []obj{{"media": obj{"url": "attachment://a.png"}, "description": "A histogram"}}}},
	}
	m, err := send(shown, "a.png")
	if err != nil {
		t.Fatal(err)
	}
	if len(m.Attachments) != 1 || m.Attachments[0].ContentType != "image/png" || strings.Join(m.Alt(), "|") != "A histogram" {
		t.Errorf("%+v %v", m.Attachments, m.Alt())
	}
	if !strings.Contains(encode(t, m.Components), m.Attachments[0].URL) {
		t.Error(encode(t, m.Components))
	}
	if _, err := send(obj{"content": "x", "attachments": []obj{{"id": "3", "filename": "a.png"}}}, "a.png"); err == nil {
		t.Error("an attachment without its file was taken")
	}
	// A file that no component shows is lost, though Discord takes it.
	before := len(sb.Violations())
	if _, err := send(shown, "a.png", "b.png"); err != nil || len(sb.Violations()) != before+1 {
		t.Error(err, sb.Violations())
	}
	// An edit without attachments keeps the file; an empty list takes it away. A
	// message of components tells its files where it shows them, and not besides.
	path := "/channels/" + c + "/messages/" + m.ID
	files := func() int { return len(sb.As("Ana").In(c).Sees()[0].Attachments) }
	out := expect(t, sb, "PATCH", path, `{"components":[{"type":12,"items":[{"media":{"url":"attachment://a.png"}}]}]}`, 200, 0)
	shows := out["components"].([]any)[0].(map[string]any)["items"].([]any)[0].(map[string]any)["media"].(map[string]any)
	if id, _ := shows["attachment_id"].(string); id == "" || !strings.Contains(m.Attachments[0].URL, id) || len(out["attachments"].([]any)) != 0 || files() != 1 {
		t.Error(out)
	}
	expect(t, sb, "PATCH", path, `{"components":[{"type":10,"content":"x"}],"attachments":[]}`, 200, 0)
	if files() != 0 {
		t.Error("the file is still there")
	}
}
