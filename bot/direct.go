package bot

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"sync"

	"github.com/bwmarrin/discordgo"
)

// direct makes a person have a direct message. A channel with them that Discord
// does not know any more is opened anew. One that was opened and got no message is
// kept, so that the next attempt need not open it again.
func (w *worker) direct(ctx context.Context, t Task, d Direct, log *slog.Logger) (Outcome, error) {
	channel, known := cmp.Or(d.Channel, t.Channel, w.directs.take(d.User)), true
	for {
		var err error
		if channel == "" {
			known = false
			channel, err = w.b.rest.openDirect(ctx, d.User)
		}
		var o Outcome
		if err == nil {
			o, err = w.post(ctx, t, Post{Channel: channel, Message: d.Message}, log)
		}
		switch discordCode(err) {
		case codeDirectClosed, codeDirectApart, codeNoRecipient, codeUnknownUser:
			return Outcome{Channel: channel, Closed: true}, nil
		case codeUnknownChannel:
			if known && t.Message == "" {
				channel = ""
				continue
			}
		}
		if err != nil {
			w.directs.keep(d.User, channel)
			return Outcome{}, unlessFast(err)
		}
		return o, nil
	}
}

// directs is the channels of direct messages with some people. Its methods may be
// called at the same time.
type directs struct {
	mu      sync.Mutex
	channel map[string]string // by the person
}

// maxDirects bounds how many are kept: many more than wait at once for messages
// that do not get through.
const maxDirects = 1000

// keep keeps the channel with a person, if there is one; of too many, some other
// is forgotten.
func (d *directs) keep(user, channel string) {
	if channel == "" {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.channel == nil {
		d.channel = make(map[string]string)
	}
	d.channel[user] = channel
	for other := range d.channel {
		if len(d.channel) <= maxDirects {
			return
		}
		if other != user {
			delete(d.channel, other)
		}
	}
}

// take is the channel with a person, "" if none is kept; it is kept no longer.
func (d *directs) take(user string) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	channel := d.channel[user]
	delete(d.channel, user)
	return channel
}

// unlessFast is err as trouble with one person, unless it is that too much was
// asked of Discord: then the others had better wait too.
func unlessFast(err error) error {
	if e, ok := errors.AsType[*requestError](err); ok && (e.code == codeTooFastDirects || e.status == http.StatusTooManyRequests) {
		return err
	}
	return aside(err)
}

// openDirect opens a channel with a person, or finds the one that there is.
// Discord takes a bot that opens many at once for one that sends what nobody
// asked for.
func (r *rest) openDirect(ctx context.Context, user string) (channel string, err error) {
	const route = "/users/@me/channels"
	if err := r.directs.Wait(ctx); err != nil {
		return "", &requestError{route: http.MethodPost + " " + route, err: err}
	}
	address := discordgo.EndpointUserChannels("@me")
	answer, err := r.doJSON(ctx, call{method: http.MethodPost, url: address, route: route, bucket: address}, struct {
		User string `json:"recipient_id"`
	}{user})
	if err != nil {
		return "", err
	}
	var c wireChannel
	if err := lenient(json.Unmarshal(answer, &c)); err != nil || c.ID == "" {
		return "", errors.Join(errors.New("read the channel of direct messages"), err)
	}
	return c.ID, nil
}
