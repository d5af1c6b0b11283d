package sandbox

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// ErrNoAnswer means that the bot did not answer in time: no callback within
// three seconds, or nothing for fifteen after a deferral.
var ErrNoAnswer = errors.New("the application did not respond")

// ErrNotOffered means that Discord does not offer a command to this person
// here, or that there is no such command.
var ErrNotOffered = errors.New("no such command here")

// Person is someone who uses the bot, looking at one channel. What a person
// can do here is what they can do on the page.
type Person struct {
	ID   string
	Name string

	s       *Sandbox
	guild   *Guild
	channel string
}

// File is a file that a person attaches to a command or a message.
type File struct {
	Name string
	Type string // media type; "" is found out
	Data []byte
	Alt  string // what it shows, for those who do not see it; of a message's files
}

// Answer is what a person got for what they did.
type Answer struct {
	// Message is the private reply or, for an update, the updated message; nil
	// if there is none, as with a form.
	Message *Message
	Form    *Form
	// Acknowledged is the time from the interaction's arrival to its callback.
	Acknowledged time.Duration
	Deferred     bool
}

// As returns the member with that name, looking at the first channel of their
// first server. A name that nobody has is a mistake in the program: it panics.
func (s *Sandbox) As(name string) *Person {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.names[name]
	if u == nil {
		panic("sandbox: nobody is called " + name)
	}
	return s.person(u)
}

func (s *Sandbox) person(u *user) *Person {
	p := &Person{ID: u.ID, Name: u.Name, s: s}
	for _, g := range s.guilds {
		if g.members[u.ID] != nil {
			p.guild, p.channel = g, g.firstChannel()
			break
		}
	}
	return p
}

// In returns the same person looking at another channel or thread.
func (p *Person) In(channelID string) *Person {
	q := *p
	q.channel = channelID
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if c := p.s.channels[channelID]; c != nil {
		q.guild = p.s.guildByID[c.Guild]
	}
	return &q
}

// DM returns the same person looking at their direct messages with the bot.
func (p *Person) DM() *Person {
	p.s.mu.Lock()
	id := p.s.direct(p.s.users[p.ID]).ID
	p.s.mu.Unlock()
	return p.In(id)
}

// Channel is the id of the channel that the person looks at.
func (p *Person) Channel() string {
	if p.channel != "" {
		return p.channel
	}
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if p.guild == nil {
		return ""
	}
	return p.guild.firstChannel()
}

// CanSee tells whether the person may view a channel.
func (p *Person) CanSee(channelID string) bool {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	c := p.s.channels[channelID]
	return c != nil && p.s.permissionsIn(c, p.ID)&PermissionViewChannel != 0
}

// here is the channel that the person looks at. The lock is held.
func (p *Person) here() (*channel, error) {
	id := p.channel
	if id == "" && p.guild != nil {
		id = p.guild.firstChannel()
	}
	c := p.s.channels[id]
	if c == nil || p.s.permissionsIn(c, p.ID)&PermissionViewChannel == 0 {
		return nil, fmt.Errorf("%s cannot see the channel %s", p.Name, id)
	}
	return c, nil
}

// Sees returns what the person sees in the channel, oldest first: public
// messages and their own private ones.
func (p *Person) Sees() []*Message {
	s := p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := p.here()
	if err != nil {
		return nil
	}
	return s.seen(c, p.ID, 0)
}

// seen merges the public messages of a channel with one person's private
// ones; with a limit, the last ones.
func (s *Sandbox) seen(c *channel, userID string, limit int) []*Message {
	public, private := c.public, c.private[userID]
	if limit > 0 {
		public = public[max(0, len(public)-limit):]
		private = private[max(0, len(private)-limit):]
	}
	all := slices.Concat(public, private)
	slices.SortFunc(all, byAge)
	if limit > 0 {
		all = all[max(0, len(all)-limit):]
	}
	out := make([]*Message, 0, len(all))
	for _, m := range all {
		out = append(out, s.snapshot(m, userID))
	}
	return out
}

// Press presses the button whose label is label, or starts with it and goes on
// after a space: a count may follow.
func (p *Person) Press(ctx context.Context, m *Message, label string) (*Answer, error) {
	b := findComponent(m.Components, func(c map[string]any) bool {
		return typeOf(c) == componentButton && c["label"] == label
	})
	if b == nil {
		b = findComponent(m.Components, func(c map[string]any) bool {
			t, _ := c["label"].(string)
			return typeOf(c) == componentButton && strings.HasPrefix(t, label+" ")
		})
	}
	if b == nil {
		return nil, fmt.Errorf("%s finds no button %q, there are %q", p.Name, label, m.Buttons())
	}
	in, err := p.press(m.ID, b, nil)
	if err != nil {
		return nil, err
	}
	return p.s.wait(ctx, in)
}

// Choose chooses in a menu, by the values of its options or their labels.
func (p *Person) Choose(ctx context.Context, m *Message, customID string, values ...string) (*Answer, error) {
	menu := findComponent(m.Components, func(c map[string]any) bool { return c["custom_id"] == customID })
	if menu == nil {
		return nil, fmt.Errorf("%s finds no menu %q", p.Name, customID)
	}
	in, err := p.press(m.ID, menu, values)
	if err != nil {
		return nil, err
	}
	return p.s.wait(ctx, in)
}

// press sends the interaction of a button or a menu.
func (p *Person) press(messageID string, c map[string]any, values []string) (*interaction, error) {
	s := p.s
	s.mu.Lock()
	in, payload, err := p.pressed(messageID, c, values)
	s.mu.Unlock()
	if err != nil {
		return nil, err
	}
	s.send(payload)
	return in, nil
}

func (p *Person) pressed(messageID string, c map[string]any, values []string) (*interaction, *interactionPayload, error) {
	s := p.s
	m, here, err := p.find(messageID)
	if err != nil {
		return nil, nil, err
	}
	id, _ := c["custom_id"].(string)
	if id == "" || c["disabled"] == true {
		return nil, nil, fmt.Errorf("the button %v cannot be pressed", c["label"])
	}
	data := map[string]any{"custom_id": id, "component_type": typeOf(c), "id": c["id"]}
	if typeOf(c) != componentButton {
		chosen, err := chooseValues(c, values)
		if err != nil {
			return nil, nil, err
		}
		data["values"] = chosen
	}
	in := s.newInteraction(interactionComponent, p, here)
	in.source = m
	return in, s.interactionPayload(in, data), nil
}

// wait waits for the final answer to an interaction.
func (s *Sandbox) wait(ctx context.Context, in *interaction) (*Answer, error) {
	if err := s.await(ctx, in, in.acked, answerWithin); err != nil {
		return nil, err
	}
	if err := s.await(ctx, in, in.final, patience); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	out := in.answer
	return &out, nil
}

// await waits for one step of an interaction, as long as Discord's client does.
func (s *Sandbox) await(ctx context.Context, in *interaction, step <-chan struct{}, most time.Duration) error {
	select { // most answers are quick: no timer for them
	case <-step:
		return nil
	default:
	}
	timer := time.NewTimer(most)
	defer timer.Stop()
	select {
	case <-step:
		return nil
	case <-timer.C:
		return fmt.Errorf("%s: %w", in.describe(), ErrNoAnswer)
	case <-s.done:
		return fmt.Errorf("%s: the sandbox was closed: %w", in.describe(), ErrNoAnswer)
	case <-ctx.Done():
		return fmt.Errorf("%s: %w", in.describe(), ctx.Err())
	}
}

func (in *interaction) describe() string {
	switch in.kind {
	case interactionCommand:
		if in.target != "" {
			return "the entry " + in.name
		}
		return "/" + in.name
	case interactionAutocomplete:
		return "suggestions for /" + in.name
	case interactionModal:
		return "a form"
	}
	return "a press"
}
