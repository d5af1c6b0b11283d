package sandbox_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"dogear/bot/sandbox"
)

// room is a server with a private thread of the bot's, and its paths.
type room struct {
	t       *testing.T
	sb      *sandbox.Sandbox
	g       *sandbox.Guild
	channel string
	id      string
	path    string // of the thread
	ana     *sandbox.Person
	ben     *sandbox.Person
}

const makeRoom = `{"name":"Chapters 1-3","type":12,"invitable":false,"auto_archive_duration":10080}`

func newRoom(t *testing.T) *room {
	t.Helper()
	sb, g, c := place(t, sandbox.Options{Unlimited: true})
	x := &room{t: t, sb: sb, g: g, channel: c, ana: g.AddMember("Ana"), ben: g.AddMember("Ben")}
	x.id = expect(t, sb, "POST", "/channels/"+c+"/threads", makeRoom, 201, 0)["id"].(string)
	x.path = "/channels/" + x.id
	return x
}

func (x *room) seat(p *sandbox.Person) string { return x.path + "/thread-members/" + p.ID }

func (x *room) expect(method, path, body string, status int, code float64) map[string]any {
	x.t.Helper()
	return expect(x.t, x.sb, method, path, body, status, code)
}

// within tells who is in, by name.
func (x *room) within(want ...*sandbox.Person) {
	x.t.Helper()
	ids := []string{}
	for _, p := range want {
		ids = append(ids, p.ID)
	}
	if got := x.sb.MembersOf(x.id); !slices.Equal(got, ids) {
		x.t.Errorf("in the room are %v, want %v", got, ids)
	}
}

// system lists the system messages of a channel, newest first, as the bot
// finds them: "1 Ana".
func (x *room) system(path string) []string {
	x.t.Helper()
	var out []string
	for _, v := range x.expect("GET", path+"/messages", "", 200, 0)["list"].([]any) {
		m := v.(map[string]any)
		if m["type"] == 0.0 {
			continue
		}
		line := fmt.Sprint(m["type"], " ", m["content"])
		for _, u := range m["mentions"].([]any) {
			line += u.(map[string]any)["global_name"].(string)
		}
		out = append(out, line)
	}
	return out
}

func TestThreads(t *testing.T) {
	t.Parallel()
	x := newRoom(t)
	sb, g, c, ana := x.sb, x.g, x.channel, x.ana
	x.expect("GET", x.seat(ana), "", 404, 10007)
	x.expect("GET", x.path+"/thread-members/1", "", 404, 10013)
	x.expect("GET", x.path+"/thread-members/@me", "", 200, 0)
	x.expect("PUT", x.seat(ana), "", 204, 0)
	x.expect("PUT", x.path+"/thread-members/1", "", 404, 10013)
	if !ana.CanSee(x.id) || ana.In(x.id).Say("hello") == nil || x.ben.CanSee(x.id) {
		t.Error("a room is for its members")
	}
	if m := x.expect("GET", x.seat(ana)+"?with_member=true", "", 200, 0); m["user_id"] != ana.ID || m["member"] == nil {
		t.Error(m)
	}
	x.expect("GET", x.path+"/thread-members", "", 403, 50001)
	active := x.expect("GET", "/guilds/"+g.ID+"/threads/active", "", 200, 0)
	if len(active["threads"].([]any)) != 1 || len(active["members"].([]any)) != 1 {
		t.Error(active)
	}
	x.expect("DELETE", x.seat(ana), "", 204, 0)
	if ana.CanSee(x.id) {
		t.Error("one who left still sees the room")
	}
	x.expect("POST", "/channels/"+c+"/messages", `{"content":"see <#`+x.id+`>"}`, 200, 0)
	if at := ana.Sees(); len(at[len(at)-1].Mentions.Channels) != 0 {
		t.Error("a room has no name for those outside")
	}
	if got := x.system(x.path); !slices.Equal(got, []string{"2 Ana", "1 Ana"}) {
		t.Error(got)
	}

	x.expect("POST", "/channels/"+c+"/threads", `{"name":"open talk","type":11}`, 201, 0)
	if got := x.system("/channels/" + c); !slices.Equal(got, []string{"18 open talk"}) {
		t.Error(got)
	}
	x.expect("DELETE", x.path, "", 200, 0)
	x.expect("GET", x.path, "", 404, 10003)
	g.SetBotPermissions(sandbox.PermissionViewChannel)
	g.DenyRole(c, g.ID, sandbox.PermissionPublicThreads)
	x.expect("POST", "/channels/"+c+"/threads", `{"name":"n","type":11}`, 403, 50013)
	if len(sb.Violations()) != 0 {
		t.Error(sb.Violations())
	}
}

// A thread under a message has its id and begins with it, and there is never
// another; people talk in it and use commands there.
func TestAThreadUnderAMessage(t *testing.T) {
	t.Parallel()
	x := newRoom(t)
	m := x.expect("POST", "/channels/"+x.channel+"/messages", `{"content":"What would you ask Tommy?"}`, 200, 0)["id"].(string)
	under := "/channels/" + x.channel + "/messages/" + m
	const talk = `{"name":"Talk","auto_archive_duration":10080}`
	x.expect("POST", under+"/threads", `{"name":""}`, 400, 50035)
	made := x.expect("POST", under+"/threads", talk, 201, 0)
	if made["id"] != m || made["type"] != 11.0 || made["parent_id"] != x.channel || made["message_count"] != 0.0 {
		t.Error(made)
	}
	x.expect("POST", under+"/threads", talk, 400, 160004)
	ana := x.ana.In(m)
	if ana.Say("Why he draws.") == nil || !slices.Contains(x.ana.Threads(), m) {
		t.Error("Ana cannot talk in it")
	}
	is := x.expect("GET", under, "", 200, 0)
	if is["flags"] != 32.0 || is["thread"].(map[string]any)["message_count"] != 1.0 {
		t.Error(is)
	}
	list := x.expect("GET", "/channels/"+m+"/messages", "", 200, 0)["list"].([]any)
	first := list[len(list)-1].(map[string]any)
	if first["type"] != 21.0 || first["content"] != "" || first["referenced_message"].(map[string]any)["id"] != m {
		t.Error(first)
	}
	if at := x.ana.Sees(); *at[0].Thread != (sandbox.ThreadLink{ID: m, Name: "Talk", Count: 1}) {
		t.Errorf("%+v", at[0].Thread)
	}
	if at := ana.Sees(); len(at) != 2 || at[0].Text() != "What would you ask Tommy?" || at[0].ID != m || at[1].Text() != "Why he draws." {
		t.Errorf("%+v", at)
	}
	x.expect("DELETE", under, "", 204, 0)
	if at := ana.Sees(); len(at) != 2 || at[0].System == "" {
		t.Error("the thread outlives its message", at)
	}
	x.expect("POST", under+"/threads", talk, 404, 10008)

	m = x.expect("POST", "/channels/"+x.channel+"/messages", `{"content":"x"}`, 200, 0)["id"].(string)
	under = "/channels/" + x.channel + "/messages/" + m
	x.expect("POST", under+"/threads", talk, 201, 0)
	x.expect("DELETE", "/channels/"+m, "", 200, 0)
	if at := x.ana.Sees(); at[len(at)-1].Thread != nil {
		t.Error("a thread that was deleted stands under its message")
	}
	x.expect("POST", under+"/threads", talk, 400, 160004)
	if v := x.sb.Violations(); len(v) != 1 { // the name
		t.Error(v)
	}
}

func TestTheArchive(t *testing.T) {
	t.Parallel()
	x := newRoom(t)
	m := x.expect("POST", x.path+"/messages", `{"content":"welcome"}`, 200, 0)["id"].(string)
	x.g.Archive(x.id)
	x.expect("PUT", x.seat(x.ana), "", 400, 50083)
	x.expect("DELETE", x.seat(x.ana), "", 400, 50083)
	x.expect("PATCH", x.path, `{"name":"n"}`, 400, 50083)
	x.expect("PATCH", x.path, `{"archived":true}`, 400, 50083)
	x.expect("PATCH", x.path+"/messages/"+m, `{"content":"y"}`, 400, 50083)
	if err := x.sb.As("Olive").AddTo(x.id, x.ana); err == nil {
		t.Error("someone was added to an archived thread")
	}
	listed := func(path string) int {
		t.Helper()
		return len(x.expect("GET", "/channels/"+x.channel+path, "", 200, 0)["threads"].([]any))
	}
	private, joined := "/threads/archived/private", "/users/@me/threads/archived/private"
	if listed(private) != 1 || listed(joined) != 1 || listed("/threads/archived/public") != 0 {
		t.Error("the archive does not hold the room")
	}
	if listed(private+"?before=2000-01-01T00:00:00Z&limit=2") != 0 || listed(joined+"?before="+x.id) != 0 {
		t.Error("what is later stands before")
	}
	for _, bad := range []string{private + "?limit=1", private + "?before=yesterday", joined + "?before=2000-01-01T00:00:00Z"} {
		x.expect("GET", "/channels/"+x.channel+bad, "", 400, 50035)
	}
	state := x.expect("PATCH", x.path, `{"archived":false,"name":"Chapters 4-6"}`, 200, 0)["thread_metadata"].(map[string]any)
	if state["archived"] != false || state["auto_archive_duration"] != 10080.0 || state["invitable"] != false {
		t.Error(state)
	}
	if got := x.system(x.path); !slices.Equal(got, []string{"4 Chapters 4-6"}) {
		t.Error(got)
	}
	x.expect("PUT", x.seat(x.ana), "", 204, 0)
	x.g.Archive(x.id)
	if err := x.ana.LeaveThread(x.id); err == nil {
		t.Error("someone left an archived thread")
	}
	if x.ana.In(x.id).Say("anyone?") == nil || listed(private) != 0 {
		t.Error("a message takes a thread out of the archive")
	}
}

func TestRestingThreads(t *testing.T) {
	t.Parallel()
	x := newRoom(t)
	archived := func() any {
		return x.expect("GET", x.path, "", 200, 0)["thread_metadata"].(map[string]any)["archived"]
	}
	x.sb.Turn(6 * 24 * time.Hour)
	x.expect("POST", x.path+"/messages", `{"content":"x"}`, 200, 0)
	x.sb.Turn(6 * 24 * time.Hour)
	if archived() != false {
		t.Error("archived too early")
	}
	x.sb.Turn(25 * time.Hour)
	if archived() != true {
		t.Error("a week without a message puts a thread into the archive")
	}
	x.expect("PATCH", x.path, `{"archived":false}`, 200, 0)
	x.sb.Turn(6 * 24 * time.Hour)
	if archived() != false {
		t.Error("what was taken out rests a week anew")
	}
}

func TestLockedThreads(t *testing.T) {
	t.Parallel()
	x := newRoom(t)
	x.expect("PUT", x.seat(x.ana), "", 204, 0)
	x.expect("PATCH", x.path, `{"locked":true}`, 200, 0)
	if x.ana.In(x.id).Say("x") != nil {
		t.Error("a locked thread is read only")
	}
	x.expect("PUT", x.seat(x.ben), "", 204, 0)
	x.g.SetBotPermissions(sandbox.BotPermissions &^ sandbox.PermissionManageThreads)
	x.expect("POST", x.path+"/messages", `{"content":"x"}`, 400, 160005)
	x.expect("DELETE", x.seat(x.ben), "", 204, 0)
	x.expect("PUT", x.seat(x.ben), "", 400, 160005)
	x.g.Archive(x.id)
	x.expect("PATCH", x.path, `{"archived":false}`, 403, 50013)
	x.expect("PATCH", x.path, `{"archived":false,"locked":false}`, 403, 50013)
	x.expect("GET", "/channels/"+x.channel+"/threads/archived/private", "", 403, 50013)
	if x.sb.As("Olive").In(x.id).Say("x") == nil {
		t.Error("those who manage threads write in a locked one")
	}
}

func TestWhoMayAddWhom(t *testing.T) {
	t.Parallel()
	x := newRoom(t)
	cleo := x.g.AddMember("Cleo")
	x.expect("PUT", x.seat(x.ana), "", 204, 0)
	if err := x.ana.AddTo(x.id, x.ben); err == nil || x.ben.CanSee(x.id) {
		t.Error("the room is not invitable")
	}
	if err := x.ben.AddTo(x.id, cleo); err == nil {
		t.Error("who is not in adds nobody")
	}
	x.ana.In(x.id).Say("come in, <@" + x.ben.ID + ">")
	x.within(x.ana)
	x.sb.As("Olive").In(x.id).Say("come in, <@" + x.ben.ID + ">")
	x.within(x.ana, x.sb.As("Olive"), x.ben)
	if err := x.sb.As("Olive").AddTo(x.id, cleo); err != nil {
		t.Error(err)
	}
	if got := x.system(x.path); !slices.Equal(got, []string{"1 Cleo", "1 Ben", "1 Ana"}) {
		t.Error(got)
	}
	x.g.RemoveMember(cleo)
	if cleo.CanSee(x.id) || len(x.sb.MembersOf(x.id)) != 3 {
		t.Error("who leaves the server leaves its threads")
	}
	x.expect("GET", x.seat(cleo), "", 404, 10007)
	x.expect("PUT", x.seat(cleo), "", 404, 10007)
	role := x.g.AddRole("Away", 0, false)
	dora := x.g.AddMember("Dora")
	x.g.Give(dora, role)
	x.g.DenyRole(x.channel, role, sandbox.PermissionViewChannel)
	x.expect("PUT", x.seat(dora), "", 403, 50001)
	x.g.DenyBot(x.channel, sandbox.PermissionSendInThreads)
	x.expect("PUT", x.seat(dora), "", 403, 50013)
	x.expect("POST", x.path+"/messages", `{"content":"x"}`, 403, 50013)
}

func TestMentionsBringIn(t *testing.T) {
	t.Parallel()
	x := newRoom(t)
	role := x.g.AddRole("Readers", 0, true)
	x.g.Give(x.ben, role)
	said := fmt.Sprintf(`{"content":"<@%s> <@&%s>","allowed_mentions":`, x.ana.ID, role)
	quiet, loud := said+`{"parse":[]}}`, said+`{"parse":["users","roles"]}}`
	m := x.expect("POST", x.path+"/messages", quiet, 200, 0)["id"].(string)
	x.within()
	x.expect("PATCH", x.path+"/messages/"+m, quiet, 200, 0)
	x.within()
	x.expect("PATCH", x.path+"/messages/"+m, said+`{"users":["`+x.ana.ID+`"]}}`, 200, 0)
	x.within(x.ana)
	x.expect("POST", x.path+"/messages", loud, 200, 0)
	x.within(x.ana, x.ben)
	if got := x.system(x.path); !slices.Equal(got, []string{"1 Ben", "1 Ana"}) {
		t.Error(got)
	}
}
