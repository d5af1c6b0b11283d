package bot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/bwmarrin/discordgo"

	"dogear/club"
)

const (
	maxEventName     = 100
	maxEventText     = 1000
	maxEventLocation = 100

	eventExternal  = 3 // held somewhere that is no voice channel
	eventGuildOnly = 2 // the one level of privacy that there is

	eventRoute = eventsRoute + "/{event}"

	// lookGone is the Look of an event that somebody deleted or ended.
	lookGone = "gone"
)

// eventBody is an event as Discord is sent it, whole: what is null is cleared.
type eventBody struct {
	Name        string        `json:"name"`
	Description *string       `json:"description"`
	Start       string        `json:"scheduled_start_time"`
	End         string        `json:"scheduled_end_time"`
	Privacy     int           `json:"privacy_level"`
	Kind        int           `json:"entity_type"`
	Channel     *string       `json:"channel_id"` // of a voice channel's event
	Location    eventLocation `json:"entity_metadata"`
}

type eventLocation struct {
	Location string `json:"location"`
}

// name is the event's, as it fits.
func (e Event) name() string { return club.Cut(strings.TrimSpace(e.Name), maxEventName) }

func (e Event) body() eventBody {
	b := eventBody{
		Name: e.name(), Start: wireTime(e.Start), End: wireTime(e.End),
		Privacy: eventGuildOnly, Kind: eventExternal,
	}
	if text := club.Cut(strings.TrimSpace(e.Description), maxEventText); text != "" {
		b.Description = &text
	}
	return b
}

// look is a hash of all that is wished for of an event.
func (e Event) look() (string, error) {
	data, err := json.Marshal(struct {
		Channel string
		Body    eventBody
	}{e.Channel, e.body()})
	if err != nil {
		return "", fmt.Errorf("hash event: %w", err)
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:16]), nil
}

// event makes an event be there, as it should be, or not be there.
func (w *worker) event(ctx context.Context, t Task, e Event) (Outcome, error) {
	asWas := Outcome{Channel: t.Channel, Message: t.Message, Look: t.Look}
	if t.Look == lookGone {
		return asWas, nil
	}
	if e.Off {
		return w.cancel(ctx, t, e)
	}
	look, err := e.look()
	if err != nil {
		return Outcome{}, err
	}
	if t.Look == look && t.Attempts <= 1 || !e.Start.After(w.b.conf.Now()) {
		return asWas, nil // Discord takes no event that has begun
	}
	c, err := w.b.rest.channel(ctx, e.Channel)
	if err != nil {
		return Outcome{}, err
	}
	body := e.body()
	body.Location.Location = club.Cut("#"+c.Name, maxEventLocation)
	id := t.Message
	if id == "" {
		if id, err = w.lostEvent(ctx, t, e); err != nil {
			return Outcome{}, err
		}
	}
	there := Outcome{Channel: e.Channel, Message: id, Look: look}
	if id == "" {
		if there.Message, err = w.b.rest.makeEvent(ctx, e.Guild, body); err != nil {
			return Outcome{}, &deedError{deed: deedEvent, err: err}
		}
		if !w.reserve(there.Message, t.ID) {
			return Outcome{}, errors.New("another row has just found the new event and taken it for its own")
		}
		return there, nil
	}
	err = w.b.rest.editEvent(ctx, e.Guild, id, body)
	switch discordCode(err) {
	case codeUnknownEvent, codeFinishedEvent:
		there.Look = lookGone
		return there, nil
	}
	if err != nil {
		return Outcome{}, &deedError{deed: deedEvent, half: id != t.Message, err: err}
	}
	return there, nil
}

// cancel makes an event not be there. If it is not there though nobody but the
// bot can have been asked to delete it, it was deleted by hand, and stays so.
func (w *worker) cancel(ctx context.Context, t Task, e Event) (Outcome, error) {
	id := t.Message
	if id == "" {
		var err error
		if id, err = w.lostEvent(ctx, t, e); err != nil {
			return Outcome{}, err
		}
	}
	if id == "" {
		return Outcome{}, nil
	}
	_, err := w.b.rest.do(ctx, call{
		method: http.MethodDelete, url: discordgo.EndpointGuildScheduledEvent(e.Guild, id), route: eventRoute,
		bucket: "delete events " + e.Guild,
	})
	switch discordCode(err) {
	case codeUnknownEvent, codeFinishedEvent:
		if t.Attempts <= 1 { // no earlier attempt of ours can have deleted it
			return Outcome{Channel: t.Channel, Message: t.Message, Look: lookGone}, nil
		}
		return Outcome{}, nil
	case codeUnknownGuild:
		return Outcome{}, nil
	}
	if err != nil {
		return Outcome{}, &deedError{deed: deedEvent, half: id != t.Message, err: err}
	}
	return Outcome{}, nil
}

func (r *rest) makeEvent(ctx context.Context, guild string, body eventBody) (id string, err error) {
	address := discordgo.EndpointGuildScheduledEvents(guild)
	answer, err := r.doJSON(ctx, call{method: http.MethodPost, url: address, route: eventsRoute, bucket: "make events " + guild}, body)
	if err != nil {
		return "", err
	}
	var made wireEvent
	if err := lenient(json.Unmarshal(answer, &made)); err != nil || made.ID == "" {
		return "", errors.Join(errors.New("read the new event"), err)
	}
	return made.ID, nil
}

func (r *rest) editEvent(ctx context.Context, guild, id string, body eventBody) error {
	_, err := r.doJSON(ctx, call{
		method: http.MethodPatch, url: discordgo.EndpointGuildScheduledEvent(guild, id), route: eventRoute,
		bucket: "edit events " + guild,
	}, body)
	return err
}
