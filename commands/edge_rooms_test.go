package commands_test

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"dogear/bot"
	"dogear/club"
)

// room is a private thread, as the edge makes it.
type room struct {
	id, parent, name string
	locked, deleted  bool
	inside           map[string]bool
	added            []string // who was let in by hand
}

// room makes a private thread be there.
func (w *world) room(task bot.Task, wish bot.Room) bot.Outcome {
	w.t.Helper()
	if n := club.Units(wish.Name); n < 1 || n > 100 {
		w.t.Errorf("a room is named %q", wish.Name)
	}
	look := wish.Name
	for _, r := range w.rooms {
		if r.id != task.Message {
			continue
		}
		if r.deleted {
			return bot.Outcome{Channel: r.parent, Gone: true}
		}
		r.name, r.locked = wish.Name, wish.Locked
		return bot.Outcome{Channel: r.parent, Message: r.id, Look: look}
	}
	r := &room{id: w.nextID(), parent: wish.Parent, name: wish.Name, locked: wish.Locked, inside: make(map[string]bool)}
	w.rooms = append(w.rooms, r)
	return bot.Outcome{Channel: r.parent, Message: r.id, Look: look}
}

// seat lets somebody into a room, or takes them out.
func (w *world) seat(wish bot.Seat) bot.Outcome {
	w.t.Helper()
	for _, r := range w.rooms {
		if r.id != wish.Thread {
			continue
		}
		if r.deleted {
			break
		}
		if wish.In {
			r.inside[wish.User] = true
			return bot.Outcome{Look: "in"}
		}
		delete(r.inside, wish.User)
		return bot.Outcome{}
	}
	return bot.Outcome{Gone: true}
}

// roomNamed finds the room that is there under a name which begins so.
func (w *world) roomNamed(name string) *room {
	w.t.Helper()
	for _, r := range w.rooms {
		if !r.deleted && strings.HasPrefix(r.name, name) {
			return r
		}
	}
	w.t.Fatalf("there is no room %q", name)
	return nil
}

// deleteRoom is somebody deleting a room, with all that stands in it.
func (w *world) deleteRoom(name string) {
	w.t.Helper()
	r := w.roomNamed(name)
	r.deleted = true
	for _, p := range w.posts {
		p.deleted = p.deleted || p.channel == r.id
	}
}

// holds are those who are in a room, in order.
func (r *room) holds() string { return strings.Join(slices.Sorted(maps.Keys(r.inside)), " ") }

// letIn is somebody letting another into a room by hand.
func (r *room) letIn(p person) {
	r.inside[p.id] = true
	r.added = append(r.added, p.id)
}

// lookUp does for an action what the edge does that Asks.
func (w *world) lookUp(a bot.Action, in *bot.Interaction) {
	w.t.Helper()
	asks, err := a.Asks(w.t.Context(), in)
	if err != nil {
		if refusal := (*club.Refusal)(nil); !errors.As(err, &refusal) {
			w.t.Fatalf("%s asks: %v", a.Name, err)
		}
		return // and Run says the same
	}
	in.Asked = asks
	for _, e := range asks {
		in.Findings = append(in.Findings, w.find(e))
	}
}

func (w *world) find(e bot.Enquiry) (f bot.Finding) {
	if e.Message != "" {
		f.MessageGone = !slices.ContainsFunc(w.posts, func(p *post) bool { return p.id == e.Message && !p.deleted })
		return f
	}
	i := slices.IndexFunc(w.rooms, func(r *room) bool { return r.id == e.Channel && !r.deleted })
	if i < 0 {
		return bot.Finding{Gone: true}
	}
	r := w.rooms[i]
	for _, user := range e.Members {
		if r.inside[user] {
			f.Inside = append(f.Inside, user)
		}
	}
	for _, user := range r.added {
		if e.Added && r.inside[user] && !slices.Contains(e.Members, user) {
			f.Added = append(f.Added, user)
		}
	}
	return f
}

// said is a message that a person wrote.
type said struct {
	target   bot.Target
	text     string
	pictures []club.Picture
	left     int
}

// says is a person writing a message, with pictures.
func (p person) says(text string, pictures ...club.Picture) said {
	id := p.w.nextID()
	p.w.said[id] = true
	return said{target: bot.Target{ID: id, Channel: p.channel, Author: p.id, Made: p.w.now()}, text: text, pictures: pictures}
}

// locks uses "Lock as a spoiler" in a message's menu.
func (p person) locks(m said) reply {
	p.w.t.Helper()
	a, ok := p.w.actions["Lock as a spoiler"]
	if !ok || a.On != bot.OnMessage {
		p.w.t.Fatal("there is no such entry")
	}
	in := p.interaction()
	in.Target = bot.NewTarget(m.target, club.Draft(m.text, p.id), m.left, m.pictures...)
	return p.run(a, bot.NewInteraction(in, nil))
}

// stands reports whether a person's message is still there.
func (m said) stands(w *world) bool { return w.said[m.target.ID] }
