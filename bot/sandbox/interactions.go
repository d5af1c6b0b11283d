package sandbox

import (
	"crypto/rand"
	"encoding/base64"
	"time"
)

// Interaction types.
const (
	interactionCommand      = 2
	interactionComponent    = 3
	interactionAutocomplete = 4
	interactionModal        = 5
)

// Where an interaction happens.
const (
	contextGuild = 0
	contextBotDM = 1
)

const (
	answerWithin = 3 * time.Second  // for the callback, on the wire's clock
	followWithin = 15 * time.Minute // how long a token is good
	patience     = time.Minute      // how long a person waits after a deferral
	guildLocale  = "en-GB"
	// interactionsKept bounds what a load test leaves behind.
	interactionsKept = 20000
)

// interaction is one thing that a person did, until its token lapses.
type interaction struct {
	id, token string
	kind      int
	user      string
	channel   *channel
	guild     *Guild
	name      string // of the command
	target    string // the message whose menu was used
	born      time.Time
	source    *message // the message whose button was pressed
	fromForm  *message // the message from which the form was opened

	callback int // the type of the callback, 0 before it came
	deferred bool
	original *message // what @original means
	settled  bool
	answer   Answer
	choices  []Choice
	acked    chan struct{} // closed at the callback
	final    chan struct{} // closed at the final answer
}

// interactions is those that are still known, oldest first in order.
type interactions struct {
	byToken map[string]*interaction
	order   []*interaction
}

func newInteractions() *interactions {
	return &interactions{byToken: map[string]*interaction{}}
}

// newToken is a secret of the length that Discord's have.
func newToken() string {
	b := make([]byte, 48)
	_, _ = rand.Read(b)
	return "sbx" + base64.RawURLEncoding.EncodeToString(b)
}

func (l *interactions) add(in *interaction) {
	l.byToken[in.token] = in
	l.order = append(l.order, in)
	n := 0
	for n < len(l.order) && (len(l.order)-n > interactionsKept || time.Since(l.order[n].born) > followWithin) {
		delete(l.byToken, l.order[n].token)
		l.order[n] = nil
		n++
	}
	l.order = l.order[n:]
}

// newInteraction makes one by a person and remembers it. The lock is held.
func (s *Sandbox) newInteraction(kind int, p *Person, c *channel) *interaction {
	in := &interaction{
		id: s.newID(), token: newToken(), kind: kind, user: p.ID, channel: c, guild: s.guildByID[c.Guild], born: time.Now(),
		acked: make(chan struct{}), final: make(chan struct{}),
	}
	s.interactions.add(in)
	return in
}

// ExpireTokens makes every interaction's token as old as tokens get, as if
// fifteen minutes had passed on the wire.
func (s *Sandbox) ExpireTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, in := range s.interactions.order {
		in.born = in.born.Add(-followWithin)
	}
}

// orNil copies a string, so that it can be read without the lock; "" is null.
func orNil(v string) *string {
	if v == "" {
		return nil
	}
	return &v
}

type channelStub struct {
	ID          string         `json:"id"`
	Type        int            `json:"type"`
	Name        string         `json:"name,omitempty"`
	GuildID     string         `json:"guild_id,omitempty"`
	ParentID    *string        `json:"parent_id"`
	Permissions string         `json:"permissions,omitempty"`
	Position    int            `json:"position"`
	Topic       *string        `json:"topic"`
	LastID      *string        `json:"last_message_id"`
	NSFW        bool           `json:"nsfw"`
	RateLimit   int            `json:"rate_limit_per_user"`
	Flags       int            `json:"flags"`
	Thread      map[string]any `json:"thread_metadata,omitempty"`
	Recipients  []userPayload  `json:"recipients,omitempty"`
}

type guildStub struct {
	ID       string   `json:"id"`
	Locale   string   `json:"locale"`
	Features []string `json:"features"`
}

type interactionPayload struct {
	ID             string            `json:"id"`
	ApplicationID  string            `json:"application_id"`
	Type           int               `json:"type"`
	Data           any               `json:"data"`
	GuildID        string            `json:"guild_id,omitempty"`
	Guild          *guildStub        `json:"guild,omitempty"`
	ChannelID      string            `json:"channel_id"`
	Channel        channelStub       `json:"channel"`
	Member         *memberPayload    `json:"member,omitempty"`
	User           *userPayload      `json:"user,omitempty"`
	Token          string            `json:"token"`
	Version        int               `json:"version"`
	Message        map[string]any    `json:"message,omitempty"`
	AppPermissions string            `json:"app_permissions"`
	Locale         string            `json:"locale"`
	GuildLocale    string            `json:"guild_locale,omitempty"`
	Entitlements   []any             `json:"entitlements"`
	SKUs           []any             `json:"entitlement_sku_ids"`
	Owners         map[string]string `json:"authorizing_integration_owners"`
	Context        int               `json:"context"`
	AttachmentMax  int               `json:"attachment_size_limit"`
}

// interactionPayload is INTERACTION_CREATE. The lock is held.
func (s *Sandbox) interactionPayload(in *interaction, data any) *interactionPayload {
	c, u := in.channel, s.users[in.user].payload()
	p := &interactionPayload{
		ID: in.id, ApplicationID: s.app, Type: in.kind, Data: data, ChannelID: c.ID, Token: in.token, Version: 1,
		Locale: guildLocale, Entitlements: []any{}, SKUs: []any{}, Context: contextBotDM, AttachmentMax: attachmentMax,
		Owners:         map[string]string{"0": "0"},
		AppPermissions: bits(s.permissionsIn(c, s.bot.ID)),
		Channel: channelStub{
			ID: c.ID, Type: c.Type, Name: c.Name, GuildID: c.Guild, Position: c.Position,
			Permissions: bits(s.permissionsIn(c, in.user)),
		},
	}
	p.Channel.LastID, p.Channel.ParentID, p.Channel.Topic = orNil(c.LastID), orNil(c.Parent), orNil(c.Topic)
	if c.thread() {
		p.Channel.Thread = c.threadMetadata()
	}
	if m := in.source; m != nil {
		p.Message = s.messagePayload(m)
	} else if in.fromForm != nil {
		p.Message = s.messagePayload(in.fromForm)
	}
	if in.guild == nil {
		p.User, p.Channel.Recipients, p.Channel.Permissions = &u, []userPayload{u}, ""
		return p
	}
	member := s.memberPayload(in.guild.members[in.user], false)
	member.User, member.Permissions = &u, p.Channel.Permissions
	p.Member, p.GuildID, p.GuildLocale, p.Context = &member, c.Guild, guildLocale, contextGuild
	p.Guild = &guildStub{ID: c.Guild, Locale: guildLocale, Features: []string{}}
	p.Owners["0"] = c.Guild
	return p
}

// send gives an interaction to the bot. The payload was made with the lock
// held; marshalling it needs none.
func (s *Sandbox) send(p *interactionPayload) {
	s.dispatchRaw("INTERACTION_CREATE", p.GuildID, encode(p))
}
