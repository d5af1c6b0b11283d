package sandbox_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"dogear/bot/sandbox"
)

// identifyAs is an IDENTIFY of a shard.
func (w *wire) identifyAs(sb *sandbox.Sandbox, shard, of int) {
	w.t.Helper()
	w.until(10, "")
	w.send(2, obj{"token": "Bot " + sb.Token(), "intents": 1, "properties": obj{}, "shard": []int{shard, of}})
}

// guilds are those that READY names.
func (w *wire) guilds() []string {
	w.t.Helper()
	var ready struct {
		Guilds []struct {
			ID string `json:"id"`
		} `json:"guilds"`
		Shard [2]int `json:"shard"`
	}
	if err := json.Unmarshal(w.until(0, "READY").D, &ready); err != nil {
		w.t.Fatal(err)
	}
	list := []string{fmt.Sprint(ready.Shard)}
	for _, g := range ready.Guilds {
		list = append(list, g.ID)
	}
	return list
}

// Each shard hears of its own servers, and the first of direct messages.
func TestServersAreDealtOut(t *testing.T) {
	t.Parallel()
	sb := open(t, sandbox.Options{})
	of := map[int]*sandbox.Guild{}
	for len(of) < 2 {
		g := sb.AddGuild("Guild")
		if shard := sandbox.ShardOf(g.ID, 2); of[shard] == nil {
			of[shard] = g
		} else {
			g.Remove()
		}
	}
	zero, one := dial(t, sb), dial(t, sb)
	zero.identifyAs(sb, 0, 2)
	one.identifyAs(sb, 1, 2)
	for shard, w := range []*wire{zero, one} {
		if got, want := fmt.Sprint(w.guilds()), fmt.Sprintf("[[%d 2] %s]", shard, of[shard].ID); got != want {
			t.Errorf("READY has %s, want %s", got, want)
		}
		w.until(0, "GUILD_CREATE")
	}
	of[0].AddChannel("first")
	ana := of[1].AddMember("Ana")
	of[1].AddChannel("second")
	for shard, w := range []*wire{zero, one} {
		if f := w.read(); f.T != "CHANNEL_CREATE" || !strings.Contains(string(f.D), of[shard].ID) {
			t.Errorf("shard %d hears %s %s", shard, f.T, f.D)
		}
	}
	if status, _ := call(t, sb, "PUT", "/applications/"+sb.AppID()+"/commands", `[{"name":"hello","description":"d","contexts":[0,1]}]`); status != 200 {
		t.Fatal(status)
	}
	asked := func(p *sandbox.Person, w *wire, context string) {
		t.Helper()
		done := later(func() (*sandbox.Answer, error) { return p.Slash(t.Context(), "/hello") })
		var in seen
		f := w.until(0, "INTERACTION_CREATE")
		if err := json.Unmarshal(f.D, &in); err != nil || !strings.Contains(string(f.D), context) {
			t.Fatalf("%s, %v", f.D, err)
		}
		if status, _ := call(t, sb, "POST", "/interactions/"+in.ID+"/"+in.Token+"/callback", `{"type":4,"data":{"content":"Hello."}}`); status >= 300 {
			t.Error(status)
		}
		<-done
	}
	asked(ana.In(of[1].Channel("second")), one, `"context":0`)
	asked(ana.DM(), zero, `"context":1`)
	clean(t, sb)
}

// What Discord holds a bot to when it connects.
func TestHowSessionsMayBegin(t *testing.T) {
	t.Parallel()
	sb := open(t, sandbox.Options{Starts: sandbox.Starts{Shards: 4, Concurrency: 2, Left: 4, Gap: time.Hour, Most: 1}})
	said := func(want string) {
		t.Helper()
		_, got := call(t, sb, "GET", "/gateway/bot", "")
		limit, _ := got["session_start_limit"].(obj)
		if got := fmt.Sprint(got["shards"], limit["total"], limit["remaining"], limit["max_concurrency"]); got != want {
			t.Errorf("GET /gateway/bot says %s, want %s", got, want)
		}
	}
	refused := func(shard int) {
		t.Helper()
		w := dial(t, sb)
		w.identifyAs(sb, shard, 4)
		if got := string(w.until(9, "").D); got != "false" {
			t.Error(got)
		}
	}
	said("4 1000 4 2")
	for shard := range 2 { // of different buckets
		w := dial(t, sb)
		w.identifyAs(sb, shard, 4)
		w.guilds()
	}
	refused(2)
	said("4 1000 2 2")
	sb.SetStarts(sandbox.Starts{Left: -1})
	refused(3)
	said("1 1000 0 1")
	if got := strings.Join(sb.Violations(), "\n"); strings.Count(got, "\n") != 1 ||
		!strings.Contains(got, "shard 2 of 4: too soon") || !strings.Contains(got, "shard 3 of 4: none is left") {
		t.Error(got)
	}

	sb.SetStarts(sandbox.Starts{Most: 1})
	for range 8 {
		sb.AddGuild("Guild")
	}
	for shard, want := range map[[2]int]int{{0, 4}: 4011, {4, 4}: 4010, {-1, 4}: 4010, {0, 0}: 4010} {
		w := dial(t, sb)
		w.identifyAs(sb, shard[0], shard[1])
		if got := w.code(); got != want {
			t.Errorf("shard %v is closed with %d, want %d", shard, got, want)
		}
	}
	sb.SetStarts(sandbox.Starts{Left: -1, ResetAfter: time.Nanosecond})
	anew := dial(t, sb)
	anew.identifyAs(sb, 1, 40)
	anew.guilds()
	said("1 1000 999 1")
}

// Trouble of one shard is not another's.
func TestTroubleOfAShard(t *testing.T) {
	t.Parallel()
	sb := open(t, sandbox.Options{})
	var shards [3]*wire
	for i := range shards {
		shards[i] = dial(t, sb)
		shards[i].identifyAs(sb, i, 3)
		shards[i].guilds()
	}
	sb.DropShard(0)
	if got := shards[0].code(); got == 4009 {
		t.Error(got)
	}
	sb.CloseShard(1, 4009)
	if got := shards[1].code(); got != 4009 {
		t.Error(got)
	}
	shards[2].send(1, nil)
	shards[2].until(11, "")
	sb.HangShard(2)
	shards[2].send(1, nil)
	sb.DropShard(2)
	var f frame
	if err := shards[2].ws.ReadJSON(&f); err == nil {
		t.Errorf("a silent shard says %+v", f)
	}
}
