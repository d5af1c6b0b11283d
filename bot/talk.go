package bot

import (
	"context"
	"net/http"
	"strings"

	"github.com/bwmarrin/discordgo"

	"dogear/club"
)

const talkRoute = messageRoute + "/threads"

// talk makes a thread be there under a message. Discord makes one of a message
// and no more, with the message's id: so no attempt can make a second, and one
// that somebody deleted does not come again.
func (w *worker) talk(ctx context.Context, t Task, k Talk) (Outcome, error) {
	there := Outcome{Channel: k.Channel, Message: k.Message, Look: t.Look}
	if t.Message == k.Message {
		return there, nil
	}
	err := w.b.rest.makeTalk(ctx, k)
	switch discordCode(err) {
	case codeThreadIsThere:
		return there, nil
	case codeUnknownMessage, codeUnknownChannel:
		return Outcome{Channel: k.Channel, Gone: true}, nil
	}
	if err != nil {
		return Outcome{}, &deedError{deed: deedTalk, err: err}
	}
	return there, nil
}

func (r *rest) makeTalk(ctx context.Context, k Talk) error {
	_, err := r.doJSON(ctx, call{
		method: http.MethodPost, url: discordgo.EndpointChannelMessageThread(k.Channel, k.Message), route: talkRoute,
		bucket: "threads under " + k.Channel,
	}, struct {
		Name    string `json:"name"`
		Archive int    `json:"auto_archive_duration"`
	}{club.Cut(strings.TrimSpace(k.Name), maxThreadName), archiveAfter})
	return err
}
