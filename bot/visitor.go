package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// ErrNotIn says that the bot is not in a server.
var ErrNotIn = errors.New("the bot is not in that server")

// ErrNoTime says that the time is over, or would be before it is this question's
// turn.
var ErrNoTime = errors.New("there is no time left to ask")

// Visitor looks at Discord as a bot, from outside: it begins no session, and
// changes nothing. Of what the bot may ask of Discord it leaves most to one that
// runs.
type Visitor struct {
	rest  *rest
	dates *dates
	me    self
}

// NewVisitor makes one. Of conf, Token and Base count.
func NewVisitor(conf Config) (*Visitor, error) {
	conf = withDefaults(conf)
	r, err := newRest(conf.Token, conf.Base, func() {})
	if err != nil {
		return nil, err
	}
	v := &Visitor{rest: r, dates: &dates{next: r.client.Transport}}
	r.client.Transport = v.dates
	return v, nil
}

// Close ends what Discord keeps open for more questions.
func (v *Visitor) Close() { v.rest.client.CloseIdleConnections() }

// Identity is who a token belongs to, and what its application is set to.
type Identity struct {
	AppID   string
	Name    string // of the application
	Bot     bool   // the application has a bot
	Servers int    // that it is in, about
	// Endpoint is where Discord sends interactions instead of to the gateway, ""
	// for nowhere else.
	Endpoint string
	// CodeGrant says that the invite link needs more than a press.
	CodeGrant bool
	// Privileged are the names of the privileged intents that are switched on.
	Privileged []string
}

// Identify asks Discord whose token it is: all else wants to know that first. It
// returns ErrToken if Discord refuses the token.
func (v *Visitor) Identify(ctx context.Context) (Identity, error) {
	var app struct {
		ID        string `json:"id"`
		Name      string `json:"name"`
		Servers   int    `json:"approximate_guild_count"`
		Endpoint  string `json:"interactions_endpoint_url"`
		CodeGrant bool   `json:"bot_require_code_grant"`
		Flags     int64  `json:"flags"`
		Bot       struct {
			ID string `json:"id"`
		} `json:"bot"`
	}
	if err := v.rest.get(ctx, discordgo.EndpointApplications+"/@me", "/applications/@me", &app); err != nil {
		return Identity{}, orToken(err)
	}
	v.me = self{app: app.ID, user: app.Bot.ID}
	return Identity{
		AppID: app.ID, Name: app.Name, Bot: app.Bot.ID != "", Servers: app.Servers,
		Endpoint: app.Endpoint, CodeGrant: app.CodeGrant, Privileged: privileged(app.Flags),
	}, nil
}

// privileged names the privileged intents in an application's flags. Each has
// two: for many servers, where Discord has approved it, and for few.
func privileged(flags int64) (names []string) {
	const presence, members, content = 3 << 12, 3 << 14, 3 << 18
	for _, i := range []struct {
		flags int64
		name  string
	}{{presence, "Presence"}, {members, "Server Members"}, {content, "Message Content"}} {
		if flags&i.flags != 0 {
			names = append(names, i.name)
		}
	}
	return names
}

// Commands are the names of those that are registered for all servers or, with a
// server's id, for that one. It is ErrNotIn where the bot is not in it.
func (v *Visitor) Commands(ctx context.Context, guild string) ([]string, error) {
	url, scope := discordgo.EndpointApplicationGlobalCommands(v.me.app), scopeGlobal
	if guild != "" {
		url, scope = discordgo.EndpointApplicationGuildCommands(v.me.app, guild), guild
	}
	var there []registered
	if err := v.get(ctx, url, commandsRoute(scope), &there); err != nil {
		return nil, orNotIn(err)
	}
	names := make([]string, len(there))
	for i, c := range there {
		names[i] = c.Name
	}
	return names, nil
}

// Gateway is what Discord says of a bot's connections.
type Gateway struct {
	URL    string
	Shards int           // that it recommends
	Starts int           // how many connections may be begun in a day
	Left   int           // of those, today, but for the last, which Dogear leaves alone
	Reset  time.Duration // until there are all of them again
}

// Gateway asks Discord about the bot's connections.
func (v *Visitor) Gateway(ctx context.Context) (Gateway, error) {
	said, err := v.rest.connections(ctx)
	return Gateway{
		URL: said.URL, Shards: said.Shards, Starts: said.Limit.Total, Left: max(said.Limit.Remaining-startsKept, 0),
		Reset: time.Duration(said.Limit.ResetAfter) * time.Millisecond,
	}, err
}

// Greeted reports why the gateway at this address cannot be spoken to, nil if it
// can: it is called as the bot calls it, and left after its first word, which is
// before anything counts as a connection.
func (v *Visitor) Greeted(ctx context.Context, url string) error {
	dialer := websocket.Dialer{HandshakeTimeout: 10 * time.Second}
	ws, resp, err := dialer.DialContext(ctx, url+"/?v="+discordgo.APIVersion+"&encoding=json", nil)
	if resp != nil {
		_ = resp.Body.Close()
	}
	if err != nil {
		return fmt.Errorf("call Discord's gateway: %w", err)
	}
	defer func() { _ = ws.Close() }()
	defer context.AfterFunc(ctx, func() { _ = ws.Close() })()
	var hello struct {
		Op int `json:"op"`
	}
	_, word, err := ws.ReadMessage()
	switch {
	case ctx.Err() != nil:
		err = ctx.Err()
	case err == nil && (json.Unmarshal(word, &hello) != nil || hello.Op != opHello):
		err = errors.New("it does not say hello")
	}
	if err != nil {
		return fmt.Errorf("hear Discord's gateway: %w", err)
	}
	return nil
}

// Server looks at a server. It is ErrNotIn where the bot is not in it.
func (v *Visitor) Server(ctx context.Context, guild string) (*Server, error) {
	if v.rest.looks.WaitN(ctx, 2) != nil {
		return nil, ErrNoTime
	}
	s, err := v.rest.server(ctx, guild, v.me.user)
	return s, orNotIn(err)
}

// Place is a channel as the bot finds it.
type Place struct {
	Name        string
	Permissions int64 // the bot's
	Gone        bool  // it was deleted
	Hidden      bool  // the bot cannot see it, and more is not known
}

// Channel looks at a channel of a server.
func (v *Visitor) Channel(ctx context.Context, s *Server, id string) (Place, error) {
	var c wireChannel
	err := v.get(ctx, discordgo.EndpointChannel(id), channelRoute, &c)
	switch discordCode(err) {
	case codeUnknownChannel:
		return Place{Gone: true}, nil
	case codeMissingAccess:
		return Place{Hidden: true}, nil
	}
	return Place{Name: c.Name, Permissions: c.permissions(s, v.me.user)}, err
}

func (v *Visitor) get(ctx context.Context, url, route string, into any) error {
	if v.rest.looks.Wait(ctx) != nil {
		return ErrNoTime
	}
	return v.rest.get(ctx, url, route, into)
}

// orNotIn is ErrNotIn if that is what Discord means.
func orNotIn(err error) error {
	if code := discordCode(err); code == codeUnknownGuild || code == codeMissingAccess {
		return ErrNotIn
	}
	return err
}
