package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/bwmarrin/discordgo"

	"dogear/club"
)

const (
	maxThreadName = 100
	archiveAfter  = 10080 // minutes: the longest that Discord offers

	threadMemberRoute = "/channels/{channel}/thread-members/{user}"
)

// look is how a room looks that is as it should be.
func (r Room) look() string {
	if r.Locked {
		return "locked: " + r.Name
	}
	return "open: " + r.Name
}

// room makes a room be there, under its name, open or locked.
func (w *worker) room(ctx context.Context, t Task, r Room) (Outcome, error) {
	r.Name = club.Cut(strings.TrimSpace(r.Name), maxThreadName)
	there := Outcome{Channel: r.Parent, Message: t.Message, Look: r.look()}
	if t.Message != "" {
		if t.Look == there.Look && t.Attempts <= 1 {
			return there, nil
		}
		there.Channel = t.Channel // a thread stays where it was made
		c, err := w.b.rest.channel(ctx, t.Message)
		return w.turn(ctx, there, c, r, err)
	}
	c, err := w.lostRoom(ctx, t, r)
	if err != nil {
		return Outcome{}, err
	}
	if c.ID == "" {
		if c, err = w.b.rest.makeRoom(ctx, r); err != nil {
			return Outcome{}, &deedError{deed: deedRoom, err: err}
		}
		c.Name = r.Name
		if !w.reserve(c.ID, t.ID) {
			return Outcome{}, errors.New("another row has just found the new thread and taken it for its own")
		}
	}
	there.Message = c.ID
	o, err := w.turn(ctx, there, c, r, nil)
	if err != nil {
		return Outcome{}, &deedError{deed: deedTurn, half: true, err: err}
	}
	return o, nil
}

// turn changes what is not yet as it should be of a thread, which c shows: what
// is not sent needs no right. Discord takes no change of an archived thread
// that does not open it.
func (w *worker) turn(ctx context.Context, there Outcome, c wireChannel, r Room, err error) (Outcome, error) {
	var edit threadEdit
	if err == nil && c.Name != r.Name {
		edit.Name = r.Name
	}
	if err == nil && c.Thread.Locked != r.Locked {
		edit.Locked = &r.Locked
	}
	if edit != (threadEdit{}) {
		if c.Thread.Archived {
			edit.Archived = new(bool)
		}
		err = w.b.rest.editThread(ctx, there.Message, edit)
	}
	if discordCode(err) == codeUnknownChannel {
		return Outcome{Channel: there.Channel, Gone: true}, nil
	}
	if err != nil {
		return Outcome{}, &deedError{deed: deedTurn, err: err}
	}
	return there, nil
}

// makeRoom makes a private thread that its members can let nobody into.
func (r *rest) makeRoom(ctx context.Context, room Room) (wireChannel, error) {
	address := discordgo.EndpointChannelThreads(room.Parent)
	answer, err := r.doJSON(ctx, call{
		method: http.MethodPost, url: address, route: "/channels/{channel}/threads", bucket: address,
	}, struct {
		Name      string `json:"name"`
		Type      int    `json:"type"`
		Invitable bool   `json:"invitable"`
		Archive   int    `json:"auto_archive_duration"`
	}{room.Name, channelPrivateThread, false, archiveAfter})
	if err != nil {
		return wireChannel{}, err
	}
	var c wireChannel
	if err := lenient(json.Unmarshal(answer, &c)); err != nil || c.ID == "" {
		return wireChannel{}, errors.Join(errors.New("read the new thread"), err)
	}
	return c, nil
}

// threadEdit is what is to be changed of a thread.
type threadEdit struct {
	Name     string `json:"name,omitempty"`
	Locked   *bool  `json:"locked,omitempty"`
	Archived *bool  `json:"archived,omitempty"`
}

func (r *rest) editThread(ctx context.Context, thread string, edit threadEdit) error {
	_, err := r.doJSON(ctx, call{
		method: http.MethodPatch, url: discordgo.EndpointChannel(thread), route: channelRoute, bucket: "edit thread " + thread,
	}, edit)
	return err
}

// doJSON is do with a body.
func (r *rest) doJSON(ctx context.Context, c call, body any) ([]byte, error) {
	data, err := json.Marshal(body)
	if err != nil {
		return nil, fmt.Errorf("encode %s %s: %w", c.method, c.route, err)
	}
	c.contentType, c.body = "application/json", data
	return r.do(ctx, c)
}

// opened does something in a thread, and opens the thread first if Discord
// wants that.
func (w *worker) opened(ctx context.Context, thread string, do func() error) error {
	err := do()
	if discordCode(err) != codeArchivedThread {
		return err
	}
	if err := w.b.rest.editThread(ctx, thread, threadEdit{Archived: new(bool)}); err != nil {
		return &deedError{deed: deedTurn, err: err}
	}
	return do()
}

// seat lets a member into a thread, or takes them out. It is always asked of
// Discord: they may have left since, or been let in by another.
func (w *worker) seat(ctx context.Context, s Seat) (Outcome, error) {
	method, doing, look := http.MethodDelete, deedUnseat, ""
	if s.In {
		method, doing, look = http.MethodPut, deedSeat, "in"
	}
	err := w.opened(ctx, s.Thread, func() error {
		_, err := w.b.rest.do(ctx, call{
			method: method, url: discordgo.EndpointThreadMember(s.Thread, s.User), route: threadMemberRoute, bucket: "seats of " + s.Thread,
		})
		return err
	})
	switch discordCode(err) {
	case codeUnknownChannel:
		return Outcome{Gone: true}, nil
	case codeUnknownMember, codeUnknownUser:
		if !s.In {
			return Outcome{}, nil
		}
	}
	if err != nil {
		return Outcome{}, asDeed(doing, err)
	}
	return Outcome{Look: look}, nil
}

// asDeed tells what was being done, unless that is known already.
func asDeed(doing deed, err error) error {
	if _, ok := errors.AsType[*deedError](err); ok {
		return err
	}
	return &deedError{deed: doing, err: err}
}
