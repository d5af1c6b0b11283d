package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"

	"github.com/bwmarrin/discordgo"
)

// sent is a message as Discord sends it back.
type sent struct {
	ID     string `json:"id"`
	Author struct {
		ID string `json:"id"`
	} `json:"author"`
	Components []component `json:"components"`
}

// post makes a message be there, and look as it should. Where no files may be
// attached it goes without them.
func (w *worker) post(ctx context.Context, t Task, p Post, log *slog.Logger) (Outcome, error) {
	b, err := pack(p.Message, log)
	if err != nil {
		return Outcome{}, err
	}
	o, err := w.postAs(ctx, t, p, b)
	if discordCode(err) != codeMissingPermissions || len(p.Message.Files) == 0 {
		return o, err
	}
	bare, packErr := pack(p.Message, log)
	if packErr != nil {
		return Outcome{}, packErr
	}
	if bare.Components = withoutFiles(bare.Components); len(bare.Components) == 0 {
		return o, err
	}
	bare.Attachments, bare.files, p.Message.Files = nil, nil, nil
	log.Info("post goes without its files", "err", err)
	return w.postAs(ctx, t, p, bare)
}

// postAs makes a message be there, and look like b.
func (w *worker) postAs(ctx context.Context, t Task, p Post, b *body) (Outcome, error) {
	look, err := b.look()
	if err != nil {
		return Outcome{}, err
	}
	b.tagWith(rowTag(t))
	if t.Message != "" {
		was, there := readLook(t.Look)
		if t.Attempts > 1 { // an edit may have got through that is undone now
			was, there = "", nil
		}
		if was == look {
			return Outcome{Channel: t.Channel, Message: t.Message, Look: t.Look}, nil
		}
		return w.edit(ctx, Outcome{Channel: t.Channel, Message: t.Message, Look: look}, b, p.Message.Files, there)
	}
	again := b
	if p.OnlyEdit {
		again = nil
	}
	if found, err := w.before(ctx, t, p.Channel, again); err != nil {
		return Outcome{}, err
	} else if found != "" {
		return w.edit(ctx, Outcome{Channel: p.Channel, Message: found, Look: look}, b, p.Message.Files, nil)
	}
	if p.OnlyEdit {
		return Outcome{Gone: true}, nil
	}
	if err := b.drawFiles(ctx); err != nil {
		return Outcome{}, err
	}
	var m sent
	w.sends.note(nonce(t), w.b.pace.nonceFor)
	err = w.opened(ctx, p.Channel, func() (err error) { m, err = w.b.rest.send(ctx, p.Channel, nonce(t), b); return err })
	if err != nil {
		return Outcome{}, err
	}
	o := Outcome{Channel: p.Channel, Message: m.ID, Look: look}
	if t.Attempts > 1 && (gist(m.Components) != gist(b.Components) || len(b.files) > 0) {
		// The first attempt may have got through: then this is its message, as
		// it looked then.
		return w.edit(ctx, o, b, p.Message.Files, nil)
	}
	o.Look = lookWith(look, p.Message.Files, m)
	return o, nil
}

// before looks for a message of this row that the row does not know of. If it
// would be posted again, as b, Discord itself remembers the nonce for minutes
// after it was first sent; b is nil if it would not.
func (w *worker) before(ctx context.Context, t Task, channel string, b *body) (id string, err error) {
	if t.Attempts <= 1 {
		return "", nil
	}
	if b != nil && w.sends.since(nonce(t), w.b.pace.nonceFor) {
		return "", nil
	}
	if b != nil && !b.hasButtons() {
		return "", fmt.Errorf("post of row %d has no button to find it by", t.ID)
	}
	return w.find(ctx, t, channel)
}

// edit replaces a message whole. Of its files, those that are there already, by
// their sums, are not sent again.
func (w *worker) edit(ctx context.Context, o Outcome, b *body, files []File, there map[string]string) (Outcome, error) {
	if len(files) > 0 {
		b.attach(files, there)
	}
	if err := b.drawFiles(ctx); err != nil {
		return Outcome{}, err
	}
	var m sent
	err := w.opened(ctx, o.Channel, func() (err error) {
		m, err = w.b.rest.edit(ctx, o.Channel, o.Message, b.replacing())
		return err
	})
	switch code := discordCode(err); {
	case code == codeUnknownMessage:
		return Outcome{Channel: o.Channel, Gone: true}, nil
	case code == codeInvalidBody && len(b.files) < len(files): // what was there is not
		return w.edit(ctx, o, b, files, nil)
	case err != nil:
		return Outcome{}, err
	}
	o.Look = lookWith(o.Look, files, m)
	return o, nil
}

// remove makes a message not be there.
func (w *worker) remove(ctx context.Context, t Task) (Outcome, error) {
	id := t.Message
	if id == "" && t.Channel != "" {
		var err error
		if id, err = w.before(ctx, t, t.Channel, nil); err != nil && discordCode(err) != codeUnknownChannel {
			return Outcome{}, err
		}
	}
	if id == "" {
		return Outcome{}, nil
	}
	err := w.opened(ctx, t.Channel, func() error { return w.b.rest.remove(ctx, t.Channel, id) })
	switch discordCode(err) {
	case codeUnknownMessage, codeUnknownChannel:
		return Outcome{}, nil
	}
	if err != nil {
		return Outcome{}, asDeed(deedRemove, err)
	}
	return Outcome{}, nil
}

// gist is what a message says and leads to, without what Discord adds.
func gist(parts []component) string {
	var s strings.Builder
	walk(parts, func(c *component) {
		for _, part := range []string{c.Content, c.Label, c.CustomID} {
			s.WriteString(part)
			s.WriteByte(0)
		}
	})
	return s.String()
}

// send posts a message. It may be called again with the same nonce: for some
// minutes Discord gives the first one back.
func (r *rest) send(ctx context.Context, channel, nonce string, b *body) (sent, error) {
	b.Nonce, b.Enforce = nonce, true
	contentType, data, err := b.encode(b)
	if err != nil {
		return sent{}, err
	}
	address := discordgo.EndpointChannelMessages(channel)
	answer, err := r.do(ctx, call{
		method: http.MethodPost, url: address, route: "/channels/{channel}/messages", bucket: address,
		contentType: contentType, body: data,
	})
	if err != nil {
		return sent{}, err
	}
	return readSent(answer)
}

func readSent(answer []byte) (sent, error) {
	var m sent
	if err := lenient(json.Unmarshal(answer, &m)); err != nil || m.ID == "" {
		return sent{}, errors.Join(errors.New("read posted message"), err)
	}
	return m, nil
}

const messageRoute = "/channels/{channel}/messages/{message}"

func (r *rest) edit(ctx context.Context, channel, message string, b *body) (sent, error) {
	b.Nonce, b.Enforce = "", false // of a post
	contentType, data, err := b.encode(b)
	if err != nil {
		return sent{}, err
	}
	answer, err := r.do(ctx, call{
		method: http.MethodPatch, url: discordgo.EndpointChannelMessage(channel, message), route: messageRoute,
		bucket: "edit " + channel, contentType: contentType, body: data,
	})
	if err != nil {
		return sent{}, err
	}
	m, _ := readSent(answer) // the edit is done; of files that it does not tell, we send them again
	return m, nil
}

func (r *rest) remove(ctx context.Context, channel, message string) error {
	_, err := r.do(ctx, call{
		method: http.MethodDelete, url: discordgo.EndpointChannelMessage(channel, message), route: messageRoute,
		bucket: "delete " + channel,
	})
	return err
}

// memberRole gives a role to a member (PUT), or takes it (DELETE).
func (r *rest) memberRole(ctx context.Context, method string, g Grant, role string) error {
	_, err := r.do(ctx, call{
		method: method, url: discordgo.EndpointGuildMemberRole(g.Guild, g.User, role),
		route: "/guilds/{guild}/members/{user}/roles/{role}", bucket: "roles " + g.Guild,
	})
	return err
}
