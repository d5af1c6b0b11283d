package sandbox_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dogear/bot/sandbox"
)

// evening is a server on a known day, and the path of its events.
func evening(t *testing.T, opt sandbox.Options) (*sandbox.Sandbox, *sandbox.Guild, string) {
	t.Helper()
	opt.Start, opt.Unlimited = time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC), true
	sb, g, _ := place(t, opt)
	return sb, g, "/guilds/" + g.ID + "/scheduled-events"
}

// meeting is the body of an event that begins on a day of December 2026.
func meeting(day int, change obj) obj {
	body := obj{
		"name": "Chapters 4-6", "description": "We meet.", "entity_type": 3, "privacy_level": 2, "channel_id": nil,
		"scheduled_start_time": fmt.Sprintf("2026-12-%02dT20:00:00+01:00", day), "scheduled_end_time": fmt.Sprintf("2026-12-%02dT20:00:00Z", day),
		"entity_metadata": obj{"location": "#book-club"},
	}
	for k, v := range change {
		if body[k] = v; v == "-" {
			delete(body, k)
		}
	}
	return body
}

func TestEventsComeAndGo(t *testing.T) {
	t.Parallel()
	sb, g, path := evening(t, sandbox.Options{})
	late := expect(t, sb, "POST", path, encode(t, meeting(13, nil)), 200, 0)
	made := expect(t, sb, "POST", path, encode(t, meeting(6, nil)), 200, 0)
	id := made["id"].(string)
	want := obj{
		"name": "Chapters 4-6", "description": "We meet.", "status": 1.0, "entity_type": 3.0, "channel_id": nil, "creator_id": sb.BotID(),
		"scheduled_start_time": "2026-12-06T19:00:00.000000+00:00", "guild_id": g.ID,
	}
	for k, v := range want {
		if made[k] != v {
			t.Errorf("%s: got %v, want %v", k, made[k], v)
		}
	}
	list := expect(t, sb, "GET", path+"?with_user_count=true", "", 200, 0)["list"].([]any)
	if len(list) != 2 || list[0].(map[string]any)["id"] != id || list[0].(map[string]any)["user_count"] != 0.0 {
		t.Error(list)
	}
	expect(t, sb, "PATCH", path+"/"+id, `{"name":"Chapters 4-7","description":null,"scheduled_start_time":"2026-12-05T19:00:00Z","entity_metadata":{"location":"#den"}}`, 200, 0)
	at := time.Date(2026, 12, 5, 19, 0, 0, 0, time.UTC)
	got := g.Events()[0]
	if !got.Start.Equal(at) || got.Name != "Chapters 4-7" || got.Description != "" || got.Location != "#den" || got.Creator != sb.BotID() {
		t.Errorf("%+v", got)
	}
	sb.TurnTo(at)
	if e := g.Events()[0]; e.Status != sandbox.EventActive {
		t.Error(e.Status)
	}
	// Under way, it may be named anew, and end at another time, but not begin at one.
	expect(t, sb, "PATCH", path+"/"+id, `{"name":"Now","scheduled_start_time":"2026-12-05T19:00:00Z"}`, 200, 0)
	refusal := expect(t, sb, "PATCH", path+"/"+id, `{"scheduled_start_time":"2026-12-06T19:00:00Z"}`, 400, 50035)
	refusedAt(t, 400, refusal, "scheduled_start_time")
	sb.Turn(26 * time.Hour)
	if e := g.Events(); len(e) != 1 || e[0].ID != late["id"] {
		t.Errorf("%+v", e)
	}
	if over := expect(t, sb, "GET", path+"/"+id, "", 200, 0); over["status"] != 3.0 {
		t.Error(over)
	}
	expect(t, sb, "PATCH", path+"/"+id, `{"name":"Late"}`, 400, 180000)
	expect(t, sb, "DELETE", path+"/"+late["id"].(string), "", 204, 0)
	expect(t, sb, "DELETE", path+"/"+late["id"].(string), "", 404, 10070)
	expect(t, sb, "PATCH", path+"/"+late["id"].(string), `{}`, 404, 10070)
}

func TestEventsThatDiscordRefuses(t *testing.T) {
	t.Parallel()
	sb, g, path := evening(t, sandbox.Options{})
	for name, c := range map[string]struct {
		change obj
		at     string
	}{
		"no name":         {obj{"name": "-"}, "name"},
		"an empty name":   {obj{"name": ""}, "name"},
		"a long name":     {obj{"name": strings.Repeat("x", 101)}, "name"},
		"a long text":     {obj{"description": strings.Repeat("x", 1001)}, "description"},
		"no place":        {obj{"entity_metadata": "-"}, "entity_metadata"},
		"a place of none": {obj{"entity_metadata": obj{"location": ""}}, "entity_metadata.location"},
		"a long place":    {obj{"entity_metadata": obj{"location": strings.Repeat("x", 101)}}, "entity_metadata.location"},
		"no end":          {obj{"scheduled_end_time": "-"}, "scheduled_end_time"},
		"an end of none":  {obj{"scheduled_end_time": nil}, "scheduled_end_time"},
		"an early end":    {obj{"scheduled_end_time": "2026-12-06T19:00:00Z"}, "scheduled_end_time"},
		"no start":        {obj{"scheduled_start_time": "-"}, "scheduled_start_time"},
		"a past start":    {obj{"scheduled_start_time": "2026-12-01T12:00:00Z"}, "scheduled_start_time"},
		"an odd start":    {obj{"scheduled_start_time": "tomorrow"}, "scheduled_start_time"},
		"for the public":  {obj{"privacy_level": 1}, "privacy_level"},
		"of no type":      {obj{"entity_type": 4}, "entity_type"},
		"in a channel":    {obj{"channel_id": g.ID}, "channel_id"},
	} {
		status, body := call(t, sb, "POST", path, encode(t, meeting(6, c.change)))
		t.Run(name, func(t *testing.T) { refusedAt(t, status, body, c.at) })
	}
	if e := g.Events(); len(e) != 0 {
		t.Errorf("%+v", e)
	}
	expect(t, sb, "POST", "/guilds/1/scheduled-events", encode(t, meeting(6, nil)), 404, 10004)
}

func TestWhoMayChangeEvents(t *testing.T) {
	t.Parallel()
	sb, g, path := evening(t, sandbox.Options{})
	olive, ben := sb.As("Olive"), g.AddMember("Ben")
	own := expect(t, sb, "POST", path, encode(t, meeting(6, nil)), 200, 0)["id"].(string)
	at := sb.Now().Add(time.Hour)
	hers := sandbox.Event{Name: "Tea", Location: "Kitchen", Start: at, End: at.Add(time.Hour)}
	if _, err := ben.MakeEvent(hers); err == nil {
		t.Error("a member without Create Events made one")
	}
	id, err := olive.MakeEvent(hers)
	if err != nil {
		t.Fatal(err)
	}
	if ben.DeleteEvent(own) == nil || ben.EndEvent(own) == nil || olive.DeleteEvent("1") == nil {
		t.Error("a member changed what they may not")
	}
	expect(t, sb, "PATCH", path+"/"+id, `{"name":"x"}`, 403, 50013)
	expect(t, sb, "DELETE", path+"/"+id, "", 403, 50013)
	g.SetBotPermissions(sandbox.BotPermissions &^ sandbox.PermissionCreateEvents)
	expect(t, sb, "POST", path, encode(t, meeting(6, nil)), 403, 50013)
	expect(t, sb, "DELETE", path+"/"+own, "", 403, 50013)
	g.SetBotPermissions(sandbox.PermissionManageEvents)
	expect(t, sb, "PATCH", path+"/"+id, `{"status":2}`, 200, 0)
	refusal := expect(t, sb, "PATCH", path+"/"+id, `{"status":4}`, 400, 50035)
	refusedAt(t, 400, refusal, "status")
	for _, x := range []string{id, own} { // one is under way, one to come
		if err := olive.EndEvent(x); err != nil {
			t.Error(err)
		}
		if olive.EndEvent(x) == nil {
			t.Error("an event ended twice")
		}
	}
	if e := expect(t, sb, "GET", path+"/"+own, "", 200, 0); e["status"] != 4.0 {
		t.Error(e)
	}
	if err := olive.DeleteEvent(own); err != nil {
		t.Error(err)
	}
	expect(t, sb, "GET", path+"/"+own, "", 404, 10070)
}

func TestAHundredEvents(t *testing.T) {
	t.Parallel()
	sb, _, path := evening(t, sandbox.Options{})
	for range 100 {
		expect(t, sb, "POST", path, encode(t, meeting(6, nil)), 200, 0)
	}
	expect(t, sb, "POST", path, encode(t, meeting(13, nil)), 400, 30038)
	clean(t, sb) // people make events too: no bot can know how many there are
	sb.TurnTo(time.Date(2026, 12, 7, 12, 0, 0, 0, time.UTC))
	expect(t, sb, "POST", path, encode(t, meeting(13, nil)), 200, 0)
}

func TestWhoHearsOfEvents(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "state.json")
	book := &diary{}
	sb, g, path := evening(t, sandbox.Options{Witness: book.keep, File: file})
	w := dial(t, sb)
	w.identify(sb, 1|1<<16)
	w.until(0, "GUILD_CREATE")
	e := path + "/" + expect(t, sb, "POST", path, encode(t, meeting(6, nil)), 200, 0)["id"].(string)
	w.until(0, "GUILD_SCHEDULED_EVENT_CREATE")
	ana := g.AddMember("Ana")
	for _, text := range []string{"Chapters 4-6", "We meet.", "#book-club"} {
		if got := book.saw(text, sb.As("Olive"), ana); got != "Olive Ana" {
			t.Errorf("%q was seen by %q", text, got)
		}
	}
	sb.TurnTo(time.Date(2026, 12, 6, 19, 0, 0, 0, time.UTC))
	w.until(0, "GUILD_SCHEDULED_EVENT_UPDATE")
	again := dial(t, sb)
	again.identify(sb, 1)
	if told := string(again.until(0, "GUILD_CREATE").D); !strings.Contains(told, "We meet.") {
		t.Error(told)
	}
	if err := sb.Close(); err != nil {
		t.Fatal(err)
	}
	kept := open(t, sandbox.Options{File: file})
	if got, want := kept.Guild(g.Name).Events(), g.Events(); !slices.Equal(got, want) || len(got) != 1 {
		t.Errorf("got %+v, want %+v", got, want)
	}
	expect(t, kept, "DELETE", e, "", 204, 0)
}

func TestEventsOnThePage(t *testing.T) {
	t.Parallel()
	sb, g, path := evening(t, sandbox.Options{})
	ana := g.AddMember("Ana")
	expect(t, sb, "POST", path, encode(t, meeting(13, nil)), 200, 0)
	id := expect(t, sb, "POST", path, encode(t, meeting(6, nil)), 200, 0)["id"].(string)
	sees := func(p *sandbox.Person) []any {
		_, state := browse(t, sb, "GET", "/page/state?as="+p.ID, nil, nil)
		return state["events"].([]any)
	}
	at := float64(time.Date(2026, 12, 6, 19, 0, 0, 0, time.UTC).Unix())
	want := obj{"id": id, "name": "Chapters 4-6", "description": "We meet.", "location": "#book-club", "start": at, "end": at + 3600, "active": false, "mine": false}
	if got := sees(ana); len(got) != 2 || encode(t, got[0]) != encode(t, want) {
		t.Errorf("got %s, want %s first", encode(t, got), encode(t, want))
	}
	sb.TurnTo(time.Date(2026, 12, 6, 19, 30, 0, 0, time.UTC))
	if e := sees(sb.As("Olive"))[0].(map[string]any); e["active"] != true || e["mine"] != true {
		t.Error(e)
	}
	if _, out := browse(t, sb, "POST", "/page/unschedule", obj{"as": ana.ID, "event": id}, nil); out["ok"] != false {
		t.Error(out)
	}
	if _, out := browse(t, sb, "POST", "/page/unschedule", obj{"as": "Olive", "event": id}, nil); out["ok"] != true || len(sees(ana)) != 1 {
		t.Error(out)
	}
}
