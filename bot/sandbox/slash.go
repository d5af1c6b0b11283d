package sandbox

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// Slash types a command as one does on the page: "/progress at:ch 7". The
// known options' names split the line; values may hold spaces and colons.
func (p *Person) Slash(ctx context.Context, line string) (*Answer, error) {
	name, options, err := p.parseLine(line)
	if err != nil {
		return nil, err
	}
	return p.SlashWith(ctx, name, options)
}

// SlashWith uses a command with options whose values are string, int, float64,
// bool or File; a role, user or channel is given by its id or name.
func (p *Person) SlashWith(ctx context.Context, name string, options map[string]any) (*Answer, error) {
	in, err := p.slash(name, options)
	if err != nil {
		return nil, err
	}
	return p.s.wait(ctx, in)
}

// Suggest returns what the bot suggests for one option of a line, the one that
// is being typed into.
func (p *Person) Suggest(ctx context.Context, line, focused string) ([]Choice, error) {
	name, options, err := p.parseLine(line)
	if err != nil {
		return nil, err
	}
	return p.suggest(ctx, name, options, focused)
}

// parseLine splits a line into a command and its options.
func (p *Person) parseLine(line string) (string, map[string]any, error) {
	s := p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	words := strings.Fields(strings.TrimPrefix(strings.TrimSpace(line), "/"))
	for n := min(3, len(words)); n > 0; n-- {
		name := strings.Join(words[:n], " ")
		l := s.leafOf(p.guildID(), name)
		if l == nil {
			continue
		}
		rest := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(line), "/"))
		for range n {
			rest = strings.TrimLeft(rest[strings.IndexFunc(rest+" ", isSpace):], " \t\n")
		}
		options, err := splitOptions(rest, l.options)
		return name, options, err
	}
	return "", nil, fmt.Errorf("%w: %s", ErrNotOffered, line)
}

func isSpace(r rune) bool { return r == ' ' || r == '\t' || r == '\n' }

func (p *Person) guildID() string {
	if p.guild == nil {
		return ""
	}
	return p.guild.ID
}

// splitOptions cuts "at:ch 7 text:so: yes" at the names of known options.
func splitOptions(line string, known []option) (map[string]any, error) {
	type mark struct {
		at   int
		name string
	}
	var marks []mark
	for _, o := range known {
		for from := 0; ; {
			i := strings.Index(line[from:], o.Name+":")
			if i < 0 {
				break
			}
			if at := from + i; at == 0 || isSpace(rune(line[at-1])) {
				marks = append(marks, mark{at, o.Name})
				break
			}
			from += i + 1
		}
	}
	slices.SortFunc(marks, func(a, b mark) int { return a.at - b.at })
	if line != "" && (len(marks) == 0 || marks[0].at > 0) {
		return nil, fmt.Errorf("%q is not an option", line)
	}
	out := map[string]any{}
	for i, m := range marks {
		end := len(line)
		if i+1 < len(marks) {
			end = marks[i+1].at
		}
		out[m.name] = strings.TrimSpace(line[m.at+len(m.name)+1 : end])
	}
	return out, nil
}

// offered finds a command that Discord would offer to the person here.
func (p *Person) offered(name string) (*leaf, *channel, error) {
	s := p.s
	c, err := p.here()
	if err != nil {
		return nil, nil, err
	}
	l := s.leafOf(c.Guild, strings.TrimPrefix(name, "/"))
	if l == nil || !s.mayUse(s.guildByID[c.Guild], c, p.ID, l.command) {
		return nil, nil, fmt.Errorf("%w: /%s", ErrNotOffered, name)
	}
	return l, c, nil
}

func (p *Person) slash(name string, options map[string]any) (*interaction, error) {
	s := p.s
	s.mu.Lock()
	in, payload, err := p.slashed(name, options)
	s.mu.Unlock()
	if err != nil {
		return nil, err
	}
	s.send(payload)
	return in, nil
}

func (p *Person) slashed(name string, options map[string]any) (*interaction, *interactionPayload, error) {
	l, c, err := p.offered(name)
	if err != nil {
		return nil, nil, err
	}
	fill := filling{s: p.s, guild: p.s.guildByID[c.Guild], given: options}
	values, err := fill.all(l.options)
	if err != nil {
		return nil, nil, fmt.Errorf("/%s: %w", l.name, err)
	}
	in := p.s.newInteraction(interactionCommand, p, c)
	in.name = l.name
	return in, p.s.interactionPayload(in, l.data(values, fill.resolved)), nil
}

func (p *Person) suggest(ctx context.Context, name string, options map[string]any, focused string) ([]Choice, error) {
	s := p.s
	s.mu.Lock()
	in, payload, err := p.suggesting(name, options, focused)
	s.mu.Unlock()
	if err != nil {
		return nil, err
	}
	s.send(payload)
	if err := s.await(ctx, in, in.acked, answerWithin); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(in.choices), nil
}

func (p *Person) suggesting(name string, options map[string]any, focused string) (*interaction, *interactionPayload, error) {
	l, c, err := p.offered(name)
	if err != nil {
		return nil, nil, err
	}
	i := slices.IndexFunc(l.options, func(o option) bool { return o.Name == focused })
	if i < 0 || !l.options[i].Autocomplete {
		return nil, nil, fmt.Errorf("/%s: the option %q has no suggestions", l.name, focused)
	}
	fill := filling{s: p.s, guild: p.s.guildByID[c.Guild], given: options, focused: focused}
	values, err := fill.all(l.options)
	if err != nil {
		return nil, nil, fmt.Errorf("/%s: %w", l.name, err)
	}
	in := p.s.newInteraction(interactionAutocomplete, p, c)
	in.name = l.name
	return in, p.s.interactionPayload(in, l.data(values, fill.resolved)), nil
}

// data is the part of an interaction that says what was typed.
func (l *leaf) data(values []any, resolved map[string]any) map[string]any {
	for i := len(l.path) - 1; i >= 0; i-- {
		kind := optionSub
		if i < len(l.path)-1 {
			kind = optionGroup
		}
		inner := map[string]any{"name": l.path[i], "type": kind, "options": values}
		values = []any{inner}
	}
	d := map[string]any{"id": l.command.ID, "name": l.command.Name, "type": l.command.Type}
	if len(values) > 0 {
		d["options"] = values
	}
	if len(resolved) > 0 {
		d["resolved"] = resolved
	}
	if l.command.Guild != "" {
		d["guild_id"] = l.command.Guild
	}
	return d
}
