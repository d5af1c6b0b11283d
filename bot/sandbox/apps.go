package sandbox

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// commandMessage is the type of commands that stand in a message's menu.
const commandMessage = 3

// Apps uses an entry of a message's menu "Apps".
func (p *Person) Apps(ctx context.Context, m *Message, name string) (*Answer, error) {
	in, err := p.apps(m.ID, name)
	if err != nil {
		return nil, err
	}
	return p.s.wait(ctx, in)
}

func (p *Person) apps(messageID, name string) (*interaction, error) {
	s := p.s
	s.mu.Lock()
	in, payload, err := p.used(messageID, name)
	s.mu.Unlock()
	if err != nil {
		return nil, err
	}
	s.send(payload)
	return in, nil
}

// used makes the interaction. The message comes whole: this is the one place
// where a bot may read what people write.
func (p *Person) used(messageID, name string) (*interaction, *interactionPayload, error) {
	s := p.s
	m, c, err := p.find(messageID)
	if err != nil {
		return nil, nil, err
	}
	if m.Only != "" || m.system() {
		return nil, nil, errors.New("this message has no menu \"Apps\"")
	}
	offered := s.entries(p.ID, c)
	i := slices.IndexFunc(offered, func(e *command) bool { return e.Name == name })
	if i < 0 {
		return nil, nil, fmt.Errorf("%w: the entry %q of the menu", ErrNotOffered, name)
	}
	cmd := offered[i]
	in := s.newInteraction(interactionCommand, p, c)
	in.name, in.target = cmd.Name, m.ID
	data := map[string]any{
		"id": cmd.ID, "name": cmd.Name, "type": cmd.Type, "target_id": m.ID,
		"resolved": map[string]any{"messages": map[string]any{m.ID: s.wholeMessage(m)}},
	}
	if cmd.Guild != "" {
		data["guild_id"] = cmd.Guild
	}
	return in, s.interactionPayload(in, data), nil
}

// entries are what a person is offered in the menu "Apps" of a message; a
// server's own come first and hide global ones of the same name.
func (s *Sandbox) entries(userID string, c *channel) []*command {
	var out []*command
	for _, scope := range []string{c.Guild, ""} {
		set := s.commands[scope]
		if set == nil {
			continue
		}
		for _, cmd := range set.list {
			same := func(o *command) bool { return o.Name == cmd.Name }
			if cmd.Type == commandMessage && s.mayUse(s.guildByID[c.Guild], c, userID, cmd) && !slices.ContainsFunc(out, same) {
				out = append(out, cmd)
			}
		}
	}
	return out
}
