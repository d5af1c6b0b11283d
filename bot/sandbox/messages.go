package sandbox

import (
	"slices"
	"time"
)

// Message flags.
const (
	flagSuppressEmbeds = 1 << 2
	flagHasThread      = 1 << 5
	flagEphemeral      = 1 << 6
	flagLoading        = 1 << 7
	flagSilent         = 1 << 12
	flagV2             = 1 << 15
)

// Message types.
const (
	messageAdded   = 1  // someone to a thread
	messageRemoved = 2  // someone from a thread, or they left
	messageRenamed = 4  // a thread
	messageThread  = 18 // was started, told in its channel
	messageReply   = 19
	messageSlash   = 20
	messageStarter = 21 // the first of a thread that hangs under a message: it shows that one
	messageMenu    = 23 // the answer to an entry of the menu "Apps"
)

// privateKept is how many private messages of one person in one channel are
// kept; Discord's client forgets them too.
const privateKept = 200

// message is a message as it is stored. Its component tree is never changed
// in place: an edit puts another tree there.
type message struct {
	ID          string
	Channel     string
	Guild       string `json:",omitempty"`
	Author      string // a user id
	Type        int
	At          time.Time
	Edited      time.Time     `json:",omitzero"`
	Flags       int           `json:",omitempty"`
	Content     string        `json:",omitempty"`
	Embeds      []any         `json:",omitempty"`
	Components  []any         `json:",omitempty"`
	Attachments []*storedFile `json:",omitempty"`
	Users       []string      `json:",omitempty"` // mentioned
	RoleIDs     []string      `json:",omitempty"`
	Everyone    bool          `json:",omitempty"`
	Only        string        `json:",omitempty"` // who alone sees it
	Nonce       any           `json:",omitempty"`
	Cause       *cause        `json:",omitempty"`
	Thread      string        `json:",omitempty"` // that was started from it

	deleted bool
}

// cause is the interaction that a message answers.
type cause struct {
	ID   string
	Type int
	User string
	Name string // of the command
	// Target is the message whose menu was used.
	Target string `json:",omitempty"`
}

func byAge(a, b *message) int { return compareIDs(a.ID, b.ID) }

func (m *message) has(flag int) bool { return m.Flags&flag != 0 }

// addMessage puts a new message where it belongs and tells the gateway.
func (s *Sandbox) addMessage(c *channel, m *message) {
	s.messages[m.ID] = m
	if m.Only != "" {
		list := append(c.private[m.Only], m)
		if len(list) > privateKept {
			delete(s.messages, list[0].ID)
			list[0].deleted = true
			list = slices.Delete(list, 0, 1)
		}
		c.private[m.Only] = list
		s.showMessage(c, m)
		return
	}
	c.public = append(c.public, m)
	c.LastID = m.ID
	s.tellMessage("MESSAGE_CREATE", c, m)
	s.showMessage(c, m)
}

// tellMessage sends a message's event to bots that asked for messages.
func (s *Sandbox) tellMessage(event string, c *channel, m *message) {
	intent := intentMessages
	if c.Guild == "" {
		intent = intentDirect
	}
	s.dispatch(event, intent, c.Guild, func() any {
		p := s.messagePayload(m)
		if c.Guild != "" {
			p["guild_id"] = c.Guild
		}
		return p
	})
}

// forget takes a message and its files out of what can be found.
func (s *Sandbox) forget(m *message) {
	delete(s.messages, m.ID)
	m.deleted = true
	for _, f := range m.Attachments {
		delete(s.files, f.ID)
	}
}

// dropMessage takes a message away.
func (s *Sandbox) dropMessage(m *message) {
	c := s.channels[m.Channel]
	s.forget(m)
	if c == nil {
		return
	}
	if m.Only != "" {
		c.private[m.Only] = removeMessage(c.private[m.Only], m)
		return
	}
	c.public = removeMessage(c.public, m)
	intent, what := intentDirect, map[string]any{"id": m.ID, "channel_id": m.Channel}
	if m.Guild != "" {
		intent, what["guild_id"] = intentMessages, m.Guild
	}
	s.dispatch("MESSAGE_DELETE", intent, m.Guild, func() any { return what })
}

func removeMessage(list []*message, m *message) []*message {
	if i := slices.Index(list, m); i >= 0 {
		return slices.Delete(list, i, i+1)
	}
	return list
}

// messagePayload is a message as the REST interface and the gateway show it.
// What others wrote comes empty unless it mentions the bot or was sent to it
// alone: more takes a privileged intent.
func (s *Sandbox) messagePayload(m *message) map[string]any {
	p := s.wholeMessage(m)
	if m.Author != s.bot.ID && m.Guild != "" && !slices.Contains(m.Users, s.bot.ID) {
		p["content"], p["components"], p["embeds"], p["attachments"] = "", []any{}, []any{}, []any{}
	}
	return p
}

// wholeMessage is a message with all that is in it.
func (s *Sandbox) wholeMessage(m *message) map[string]any {
	p := map[string]any{
		"id": m.ID, "channel_id": m.Channel, "type": m.Type, "author": s.users[m.Author].payload(), "content": m.Content,
		"timestamp": stamp(m.At), "edited_timestamp": nil, "tts": false, "mention_everyone": m.Everyone,
		"mentions": []any{}, "mention_roles": []any{}, "attachments": []any{}, "embeds": []any{}, "components": []any{},
		"pinned": false, "flags": m.Flags,
	}
	if !m.Edited.IsZero() {
		p["edited_timestamp"] = stamp(m.Edited)
	}
	if len(m.Users) > 0 {
		users := []any{}
		for _, id := range m.Users {
			if u := s.users[id]; u != nil {
				users = append(users, u.payload())
			}
		}
		p["mentions"] = users
	}
	if len(m.RoleIDs) > 0 {
		p["mention_roles"] = m.RoleIDs
	}
	if m.Embeds != nil {
		p["embeds"] = m.Embeds
	}
	if m.Components != nil {
		p["components"] = m.Components
	}
	if len(m.Attachments) > 0 && !m.has(flagV2) { // else they are told where components show them, and only there
		files := []any{}
		for _, f := range m.Attachments {
			files = append(files, s.filePayload(f))
		}
		p["attachments"] = files
	}
	if m.Nonce != nil {
		p["nonce"] = m.Nonce
	}
	s.addCause(p, m)
	s.addThread(p, m)
	return p
}

// addThread tells of the thread that hangs under a message, and in the first
// message of one under which it hangs.
func (s *Sandbox) addThread(p map[string]any, m *message) {
	if t := s.channels[m.Thread]; t != nil && m.Thread != "" {
		p["thread"] = s.channelPayload(t)
	}
	if m.Type != messageStarter {
		return
	}
	p["message_reference"], p["referenced_message"] = map[string]any{
		"type": 0, "guild_id": m.Guild, "channel_id": s.channels[m.Channel].Parent, "message_id": m.Channel,
	}, nil
	if first := s.messages[m.Channel]; first != nil {
		p["referenced_message"] = s.messagePayload(first)
	}
}

func (s *Sandbox) addCause(p map[string]any, m *message) {
	if m.Author == s.bot.ID && m.Cause != nil {
		user := s.users[m.Cause.User].payload()
		p["application_id"], p["webhook_id"] = s.app, s.app
		owner := m.Guild
		if owner == "" {
			owner = "0" // direct messages belong to no server
		}
		meta := map[string]any{
			"id": m.Cause.ID, "type": m.Cause.Type, "user": user,
			"authorizing_integration_owners": map[string]string{"0": owner},
		}
		if m.Cause.Name != "" {
			meta["name"] = m.Cause.Name
			p["interaction"] = map[string]any{"id": m.Cause.ID, "type": m.Cause.Type, "name": m.Cause.Name, "user": user}
		}
		if m.Cause.Target != "" {
			meta["target_message_id"] = m.Cause.Target
		}
		p["interaction_metadata"] = meta
	}
}
