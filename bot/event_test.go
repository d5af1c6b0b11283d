package bot

import (
	"encoding/json"
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

func TestAnInteractionIsDecoded(t *testing.T) {
	t.Parallel()
	var ev event
	if err := decodeEvent([]byte(interactionFrame), &ev); err != nil {
		t.Fatal(err)
	}
	p := ev.payload
	if ev.Op != 0 || ev.Seq != 12 || ev.ready != nil || p == nil {
		t.Fatalf("%+v", ev)
	}
	if p.Channel.Name != "bücher 📚" || p.Message.Flags != 32832 || p.Member.User.ID != "53908232506183680" || p.Token != "a’\"b" || len(p.Data.Values) != 2 {
		t.Errorf("%+v", p)
	}
}

// Whatever comes, it is decoded or refused, and its values are made of it or
// not: nothing panics, and nothing that is no interaction is taken for one.
func FuzzDecodeEvent(f *testing.F) {
	f.Add([]byte(interactionFrame))
	f.Add([]byte(`{"t":"READY","s":1,"op":0,"d":{"x":"INTERACTION_CREATE","user":{"id":"7"},"guilds":[{}]}}`))
	f.Add([]byte(`{"t":"INTERACTION_CREATE","d":null}`))
	f.Add([]byte(`{"t":"INTERACTION_CREATE","op":0,"d":{"type":5,"data":{"options":[{"type":8,"value":"1"}],"resolved":null,
		"components":[{"component":{"custom_id":"a","values":["b",1]}},{"components":[{"custom_id":"c","value":true}]}]}}}`))
	f.Fuzz(func(t *testing.T, frame []byte) {
		var ev event
		if lenient(decodeEvent(frame, &ev)) != nil || ev.payload == nil {
			return
		}
		if !json.Valid(frame) || ev.Type != "INTERACTION_CREATE" {
			t.Errorf("taken for an interaction: %s", frame)
		}
		_, options := ev.payload.command()
		in := ev.payload.interaction()
		ev.payload.take(in, options)
		takeFields(in, ev.payload.Data.Fields)
	})
}
