package bot

import "testing"

// A server that Discord has an outage of is not left, and a name does not hide
// what an event is.
func TestWhatIsToldOfServers(t *testing.T) {
	t.Parallel()
	for frame, want := range map[string]attendance{
		`{"t":"READY","op":0,"s":1,"d":{"guilds":[{"id":"7","unavailable":true}]}}`: {guilds: []string{"7"}, all: Shard{ID: 1, Of: 4}},
		`{"t":"GUILD_DELETE","op":0,"s":1,"d":{"id":"7","unavailable":true}}`:       {},
		`{"t":"GUILD_DELETE","op":0,"s":1,"d":{"id":"7"}}`:                          {guilds: []string{"7"}, gone: true},
		`{"t":"GUILD_CREATE","op":0,"s":1,"d":{"id":"7","name":"READY"}}`:           {guilds: []string{"7"}},
		`{"t":"GUILD_CREATE","op":0,"s":1,"d":{"id":"7","n":"INTERACTION_CREATE"}}`: {guilds: []string{"7"}},
		`{"t":"CHANNEL_CREATE","op":0,"s":1,"d":{"id":"7","name":"GUILD_CREATE"}}`:  {},
	} {
		b := &Bot{conf: Config{Servers: struct{ Servers }{}}, roll: newRoll()}
		var ev event
		if err := decodeEvent([]byte(frame), &ev); err != nil {
			t.Errorf("%s: %v", frame, err)
		}
		b.attend(Shard{ID: 1, Of: 4}, &ev)
		news := b.roll.empty()
		if want.guilds == nil {
			if len(news) > 0 {
				t.Errorf("%s tells %v", frame, news)
			}
			continue
		}
		if len(news) != 1 || news[0].guilds[0] != "7" || news[0].gone != want.gone || news[0].all != want.all {
			t.Errorf("%s tells %v", frame, news)
		}
	}
}
