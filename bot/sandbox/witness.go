package sandbox

import (
	"slices"
	"strings"
)

// Sight is something that has come before people's eyes: a message when it is
// made and whenever it changes, a form, suggestions, the name of a channel or
// thread, and all that stands in a channel for one who comes to see it. What
// people typed themselves is not reported.
type Sight struct {
	People []string // ids of the people who see it now, the oldest account first
	Where  string   // in words, for a reader of a test's output
	What   string   // all of it, line by line: texts, labels, ids, files, alt texts
}

// sight reports to the witness. The lock is held.
func (s *Sandbox) sight(people []string, where string, what []string) {
	if len(people) > 0 && len(what) > 0 {
		s.opt.Witness(Sight{People: people, Where: where, What: strings.Join(what, "\n")})
	}
}

// viewers are the people who may see a channel now.
func (s *Sandbox) viewers(c *channel) []string {
	g := s.guildByID[c.Guild]
	if g == nil {
		return []string{c.Recipient}
	}
	var out []string
	for id := range g.members {
		if id != s.bot.ID && s.permissionsIn(c, id)&PermissionViewChannel != 0 {
			out = append(out, id)
		}
	}
	slices.SortFunc(out, compareIDs)
	return out
}

// showMessage reports a message as it now is.
func (s *Sandbox) showMessage(c *channel, m *message) {
	if s.opt.Witness == nil || s.typed(m) {
		return
	}
	if m.Only != "" {
		s.sight([]string{m.Only}, "a private reply in "+c.label(), s.allOf(m))
		return
	}
	s.lookAround(c)
	s.sight(s.viewers(c), "a message in "+c.label(), s.allOf(m))
}

// showChannel reports a channel's name and topic.
func (s *Sandbox) showChannel(c *channel) {
	if s.opt.Witness == nil {
		return
	}
	s.lookAround(c)
	s.sight(s.viewers(c), "the name of "+c.label(), c.naming())
}

// lookAround finds who has come to see a channel since it was last asked, and
// reports all that stands there to them.
func (s *Sandbox) lookAround(c *channel) {
	if s.opt.Witness == nil || c.Guild == "" {
		return
	}
	now := s.viewers(c)
	var fresh []string
	for _, id := range now {
		if !slices.Contains(c.viewed, id) {
			fresh = append(fresh, id)
		}
	}
	c.viewed = now
	if len(fresh) == 0 {
		return
	}
	what := c.naming()
	for _, m := range c.public {
		if !s.typed(m) {
			what = append(what, s.allOf(m)...)
		}
	}
	s.sight(fresh, "all that stands in "+c.label(), what)
}

// lookEverywhere does so in a whole server: roles or members have changed.
func (s *Sandbox) lookEverywhere(g *Guild) {
	if s.opt.Witness == nil {
		return
	}
	g.lookAtEvents()
	for _, id := range slices.Concat(g.channels, g.threads) {
		s.lookAround(s.channels[id])
	}
}

// showForm and showChoices report what one person is shown.
func (s *Sandbox) showForm(f *Form) {
	if s.opt.Witness != nil {
		s.sight([]string{f.user}, "a form", leaves([]string{f.Title, f.CustomID}, f.Components))
	}
}

func (s *Sandbox) showChoices(in *interaction, data map[string]any) {
	if s.opt.Witness != nil {
		s.sight([]string{in.user}, "suggestions for /"+in.name, leaves(nil, data))
	}
}

// typed tells whether a person wrote a message with their own hands.
func (s *Sandbox) typed(m *message) bool {
	return m.Author != s.bot.ID && !m.system()
}

// allOf is everything in a message that a person could look at, or download.
func (s *Sandbox) allOf(m *message) []string {
	var out []string
	if m.Content != "" {
		out = append(out, m.Content)
	}
	if m.system() {
		out = append(out, s.systemText(m))
	}
	out = leaves(leaves(out, m.Embeds), m.Components)
	for _, f := range m.Attachments {
		out = append(out, f.Name, f.Alt, string(f.Data))
	}
	return out
}

// leaves appends every text in a JSON value, in a fixed order.
func leaves(out []string, v any) []string {
	switch t := v.(type) {
	case string:
		if t != "" {
			out = append(out, t)
		}
	case []any:
		for _, x := range t {
			out = leaves(out, x)
		}
	case map[string]any:
		for _, k := range sortedKeys(t) {
			out = leaves(out, t[k])
		}
	}
	return out
}

func (c *channel) naming() []string {
	if c.Topic == "" {
		return []string{c.Name}
	}
	return []string{c.Name, c.Topic}
}

// label is a channel in words.
func (c *channel) label() string {
	switch {
	case c.Guild == "":
		return "direct messages"
	case c.thread():
		return "the thread " + c.Name
	}
	return "#" + c.Name
}
