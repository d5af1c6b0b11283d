package bot

import (
	"bytes"
	"encoding/json"
	"time"
)

// event is a message of the gateway, with its data where they matter.
type event struct {
	Op   int    `json:"op"`
	Seq  int64  `json:"s"`
	Type string `json:"t"`

	arrived time.Time
	payload *payload    // of INTERACTION_CREATE
	ready   *readyEvent // of READY
	guild   *guildEvent // of GUILD_CREATE and GUILD_DELETE
}

type readyEvent struct {
	User struct {
		ID   string `json:"id"`
		Name string `json:"username"`
	} `json:"user"`
	Application struct {
		ID string `json:"id"`
	} `json:"application"`
	Guilds []guildEvent `json:"guilds"`
}

// decodeEvent decodes a message, an interaction with its data. What is of
// another type than expected is left out, and the error says so.
func decodeEvent(frame []byte, ev *event) (err error) {
	switch {
	case bytes.Contains(frame, []byte(`"INTERACTION_CREATE"`)):
		ev.payload, err = decodeData[payload](frame, ev)
		if ev.Type != "INTERACTION_CREATE" {
			ev.payload = nil
		}
	case bytes.Contains(frame, []byte(`"READY"`)):
		ev.ready, err = decodeData[readyEvent](frame, ev)
		if ev.Type != "READY" {
			ev.ready = nil
		}
	default:
		err = json.Unmarshal(frame, ev)
	}
	if ev.Type == "GUILD_CREATE" || ev.Type == "GUILD_DELETE" { // whatever words are in it
		ev.guild, err = decodeData[guildEvent](frame, ev)
	}
	return err
}

// decodeData decodes a message together with its data.
func decodeData[T any](frame []byte, ev *event) (*T, error) {
	with := struct {
		*event
		D *T `json:"d"`
	}{event: ev, D: new(T)}
	err := json.Unmarshal(frame, &with)
	return with.D, err
}
