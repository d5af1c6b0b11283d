package bot

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// An interaction as Discord sends it, with what is dropped, shortened.
const interactionFrame = `{"t":"INTERACTION_CREATE","s":12,"op":0,"d":{"version":1,"type":3,"token":"a\u2019\"b","id":"846462639134605312",
 "application_id":"775799577604522054","guild_id":"290926798626357999","channel_id":"645027906669510667","locale":"en-US",
 "app_permissions":"442368","context":0,"entitlements":[],"authorizing_integration_owners":{"0":"290926798626357999"},
 "channel":{"id":"645027906669510667","name":"b\u00fccher \ud83d\udcda","type":11,"parent_id":null,"topic":"} ] \" , {","nsfw":false,"last":-1.5e3},
 "member":{"user":{"id":"53908232506183680","username":"mason","global_name":null,"avatar":"a","bot":false,"avatar_decoration_data":null},
  "roles":["539082325061836999"],"premium_since":null,"permissions":"2147483647","nick":"Größe","mute":false},
 "message":{"id":"7","flags":32832,"components":[{"type":17,"components":[{"type":10,"content":"[{\\\""}]}],"author":{"id":"1","flags":3}},
 "data":{"custom_id":"v1/note/open/1","component_type":3,"values":["1","2"],"resolved":{"roles":{"1":{"id":"1","permissions":"8"}}}}}}`

func slowly(t testing.TB, frame []byte) *event {
	t.Helper()
	var with struct {
		event
		D *payload `json:"d"`
	}
	if err := lenient(json.Unmarshal(frame, &with)); err != nil {
		t.Fatal(err)
	}
	with.payload = with.D
	return &with.event
}

func TestScanReadsWhatJSONReads(t *testing.T) {
	t.Parallel()
	var got event
	if s := (&scan{b: []byte(interactionFrame)}); !s.event(&got) {
		t.Fatal("found odd")
	}
	if want := slowly(t, []byte(interactionFrame)); !reflect.DeepEqual(&got, want) {
		t.Errorf("%+v, not %+v", got.payload, want.payload)
	}
	if got.payload.Channel.Name != "bücher 📚" || got.payload.Message.Flags != 32832 || got.payload.Member.User.ID != "53908232506183680" {
		t.Errorf("%+v", got.payload)
	}
}

// What is cut off anywhere is odd, and goes the long way.
func TestScanOfHalfAnEvent(t *testing.T) {
	t.Parallel()
	for n := range len(interactionFrame) {
		if s := (&scan{b: []byte(interactionFrame[:n])}); s.event(new(event)) {
			t.Fatalf("%d bytes pass: %s", n, interactionFrame[:n])
		}
	}
}

// Whatever stands in an event, and wherever, the short way comes to what the
// long way comes to, or leaves it alone.
func FuzzScan(f *testing.F) {
	for _, v := range []string{`"a"`, `12`, `-0`, `null`, `true`, `"\ud83d\udcda\""`, `[1,{"a":"]\\"}]`, ` { "id" : "1" } `, `1e3`, `["1"]`, `"\ud800"`, "\"\xff\""} {
		f.Add(v)
	}
	f.Fuzz(func(t *testing.T, v string) {
		if !json.Valid([]byte(v)) {
			return
		}
		frame := []byte(strings.ReplaceAll(`{"x":V,"t":"INTERACTION_CREATE","op":0,"s":1,"d":{"x":V,"id":"1","data":V,
			"channel":{"x":V,"name":"n","type":0},"member":{"roles":["1"],"x":V,"user":{"x":V,"id":"2"}},"message":{"x":V,"flags":64}}}`, "V", v))
		if s := (&scan{b: frame}); !s.event(new(event)) {
			t.Errorf("found odd: %s", frame)
		}
		for _, name := range []string{"x", "id", "type", "token", "channel", "member", "user", "message", "data", "locale"} {
			compare(t, fmt.Appendf(nil, `{"t":"INTERACTION_CREATE","s":1,"op":0,"d":{%q:%s}}`, name, v))
		}
		for _, name := range []string{"nick", "roles", "user", "permissions"} {
			compare(t, fmt.Appendf(nil, `{"t":"INTERACTION_CREATE","d":{"member":{%q:%s}}}`, name, v))
		}
	})
}

func compare(t *testing.T, frame []byte) {
	t.Helper()
	var got event
	if s := (&scan{b: frame}); !s.event(&got) {
		return
	}
	if want := slowly(t, frame); !reflect.DeepEqual(&got, want) {
		t.Errorf("%s: %+v, not %+v", frame, got.payload, want.payload)
	}
}
