package bot

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"

	"github.com/bwmarrin/discordgo"
)

// direct makes a person have a direct message. A channel with them that Discord
// does not know any more is opened anew.
func (w *worker) direct(ctx context.Context, t Task, d Direct, log *slog.Logger) (Outcome, error) {
	channel, known := cmp.Or(d.Channel, t.Channel), true
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
			return Outcome{}, unlessFast(err)
		}
		return o, nil
	}
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
