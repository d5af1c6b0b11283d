package sandbox

import (
	"slices"
	"strings"
)

// Message is a message as a person sees it. It is a copy: what happens later
// does not change it.
type Message struct {
	ID          string       `json:"id"`
	Channel     string       `json:"channel"`
	Author      Author       `json:"author"`
	At          int64        `json:"at"` // unix seconds
	Edited      *int64       `json:"edited"`
	Private     bool         `json:"private"`
	Command     *Use         `json:"command"`  // what it answers, if that was a slash command
	Thinking    bool         `json:"thinking"` // deferred, without text yet
	Content     string       `json:"content"`
	Components  []any        `json:"components"` // Discord's, not to be changed
	Attachments []Attachment `json:"attachments"`
	Mentions    Mentions     `json:"mentions"`
	Pings       []string     `json:"pings"`  // ids of those really mentioned, or "everyone"
	System      string       `json:"system"` // what Discord itself says here, such as "Ben added Ana to the thread."
	Thread      *ThreadLink  `json:"thread"` // that hangs under it, nil if none does
}

// ThreadLink is what stands under a message of the thread that hangs there. The
// thread begins with that message: in it, it is the first that a person sees.
type ThreadLink struct {
	ID       string `json:"id"` // the message's too
	Name     string `json:"name"`
	Count    int    `json:"count"` // messages in it
	Archived bool   `json:"archived"`
}

// Author is who wrote a message.
type Author struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Colour string `json:"colour"`
	Bot    bool   `json:"bot"`
}

// Use is who used which command.
type Use struct {
	User string `json:"user"`
	Name string `json:"name"`
	Menu bool   `json:"menu"` // it is an entry of the menu "Apps"
}

// Attachment is a file of a message.
type Attachment struct {
	Filename    string `json:"filename"`
	URL         string `json:"url"`
	Description string `json:"description"` // the alt text
	ContentType string `json:"content_type"`
	Size        int    `json:"size"`
}

// Mentions are the names behind the ids in a message's text.
type Mentions struct {
	Users    map[string]string  `json:"users"`
	Roles    map[string]RoleTag `json:"roles"`
	Channels map[string]string  `json:"channels"`
}

// RoleTag is how a role is shown in a text.
type RoleTag struct {
	Name   string `json:"name"`
	Colour string `json:"colour"`
}

// Text is all that a person reads in the message, line by line: content, text
// displays, texts of embeds. Labels of buttons are not in it.
func (m *Message) Text() string {
	lines := texts(m.Components)
	for _, t := range []string{m.Content, m.System} {
		if t != "" {
			lines = append([]string{t}, lines...)
		}
	}
	return strings.Join(lines, "\n")
}

// Buttons returns the labels of all buttons, in order.
func (m *Message) Buttons() []string {
	var out []string
	eachComponent("", m.Components, func(_ string, c map[string]any) {
		if typeOf(c) == componentButton {
			out = append(out, textOf(c, "label"))
		}
	})
	return out
}

// CustomID returns the custom id behind a button's label, or "".
func (m *Message) CustomID(label string) string {
	c := findComponent(m.Components, func(c map[string]any) bool {
		t := textOf(c, "label")
		return typeOf(c) == componentButton && (t == label || strings.HasPrefix(t, label+" "))
	})
	return textOf(c, "custom_id")
}

// Alt returns the alt texts of all pictures: in components, then of files.
func (m *Message) Alt() []string {
	var out []string
	eachComponent("", m.Components, func(_ string, c map[string]any) {
		switch typeOf(c) {
		case componentThumbnail:
			out = append(out, textOf(c, "description"))
		case componentGallery:
			items, _ := c["items"].([]any)
			for _, it := range items {
				x, _ := it.(map[string]any)
				out = append(out, textOf(x, "description"))
			}
		}
	})
	for _, a := range m.Attachments {
		if a.Description != "" && !slices.Contains(out, a.Description) {
			out = append(out, a.Description)
		}
	}
	return out
}

// snapshot shows a message as one person sees it now. The lock is held.
func (s *Sandbox) snapshot(m *message, viewer string) *Message {
	if first := s.messages[m.Channel]; m.Type == messageStarter && first != nil {
		m = first
	}
	u := s.users[m.Author]
	out := &Message{
		ID: m.ID, Channel: m.Channel, Author: Author{u.ID, u.Name, u.Colour, u.Bot}, At: m.At.Unix(),
		Private: m.Only != "", Thinking: m.has(flagLoading), Content: m.Content, Components: m.Components,
		Attachments: []Attachment{}, Pings: slices.Concat([]string{}, m.Users, m.RoleIDs),
	}
	if out.Components == nil {
		out.Components = []any{}
	}
	if !m.Edited.IsZero() {
		t := m.Edited.Unix()
		out.Edited = &t
	}
	if m.Everyone {
		out.Pings = append(out.Pings, "everyone")
	}
	if m.Cause != nil && m.Cause.Type == interactionCommand {
		out.Command = &Use{s.users[m.Cause.User].Name, m.Cause.Name, m.Cause.Target != ""}
	}
	if m.system() {
		out.System, out.Content, out.Pings = s.systemText(m), "", []string{}
	}
	for _, f := range m.Attachments {
		out.Attachments = append(out.Attachments, Attachment{f.Name, s.fileURL(f), f.Alt, f.Kind, len(f.Data)})
	}
	if t := s.channels[m.Thread]; t != nil && s.permissionsIn(t, viewer)&PermissionViewChannel != 0 {
		out.Thread = &ThreadLink{t.ID, t.Name, t.talked(), t.Archived}
	}
	out.Mentions = s.mentionNames(m, viewer, out.Text())
	return out
}

// mentionNames looks up what a text mentions. A channel that the viewer may not
// see has no name for them.
func (s *Sandbox) mentionNames(m *message, viewer, text string) Mentions {
	out := Mentions{map[string]string{}, map[string]RoleTag{}, map[string]string{}}
	if !strings.Contains(text, "<") {
		return out
	}
	users, roles, channels, _ := mentioned(text)
	for _, id := range users {
		if u := s.users[id]; u != nil {
			out.Users[id] = u.Name
		}
	}
	if g := s.guildByID[m.Guild]; g != nil {
		for _, id := range roles {
			if r := g.roles[id]; r != nil {
				out.Roles[id] = RoleTag{r.Name, colour(r.Colour)}
			}
		}
	}
	for _, id := range channels {
		if c := s.channels[id]; c != nil && s.permissionsIn(c, viewer)&PermissionViewChannel != 0 {
			out.Channels[id] = c.Name
		}
	}
	return out
}

// colour writes Discord's number as the page wants it; 0 is none.
func colour(n int) string {
	if n == 0 {
		return ""
	}
	const hex = "0123456789abcdef"
	b := []byte("#000000")
	for i := len(b) - 1; i > 0; i-- {
		b[i] = hex[n&15]
		n >>= 4
	}
	return string(b)
}
