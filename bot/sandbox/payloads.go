package sandbox

import (
	"bytes"
	"encoding/json"
	"strconv"
	"time"
)

// encode marshals what the sandbox itself made; that cannot fail.
func encode(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic("sandbox: encode: " + err.Error())
	}
	return bytes.TrimRight(b.Bytes(), "\n")
}

// stamp is an instant as Discord writes it.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000+00:00") }

func bits(n int64) string { return strconv.FormatInt(n, 10) }

type userPayload struct {
	ID            string  `json:"id"`
	Username      string  `json:"username"`
	Discriminator string  `json:"discriminator"`
	GlobalName    *string `json:"global_name"`
	Avatar        *string `json:"avatar"`
	Flags         int     `json:"flags"`
	PublicFlags   int     `json:"public_flags"`
	PrimaryGuild  *string `json:"primary_guild"`
	Bot           bool    `json:"bot,omitempty"`
}

func (u *user) payload() userPayload {
	p := userPayload{ID: u.ID, Username: u.username(), Discriminator: "0", Bot: u.Bot}
	if u.Bot {
		p.Username, p.Discriminator = u.Name, "0001"
	} else {
		p.GlobalName = &u.Name
	}
	return p
}

type memberPayload struct {
	User         *userPayload `json:"user,omitempty"`
	Nick         *string      `json:"nick"`
	Avatar       *string      `json:"avatar"`
	Banner       *string      `json:"banner"`
	Roles        []string     `json:"roles"`
	JoinedAt     string       `json:"joined_at"`
	PremiumSince *string      `json:"premium_since"`
	Deaf         bool         `json:"deaf"`
	Mute         bool         `json:"mute"`
	Flags        int          `json:"flags"`
	Pending      bool         `json:"pending"`
	TimedOut     *string      `json:"communication_disabled_until"`
	Permissions  string       `json:"permissions,omitempty"`
}

func (s *Sandbox) memberPayload(m *member, withUser bool) memberPayload {
	p := memberPayload{Roles: m.Roles, JoinedAt: stamp(m.Joined)}
	if p.Roles == nil {
		p.Roles = []string{}
	}
	if withUser {
		u := s.users[m.User].payload()
		p.User = &u
	}
	return p
}

func (s *Sandbox) rolePayload(r *role) map[string]any {
	p := map[string]any{
		"id": r.ID, "name": r.Name, "color": r.Colour, "hoist": false, "icon": nil, "unicode_emoji": nil,
		"colors":   map[string]any{"primary_color": r.Colour, "secondary_color": nil, "tertiary_color": nil},
		"position": r.Position, "permissions": bits(r.Permissions), "managed": r.Managed,
		"mentionable": r.Mentionable, "flags": 0,
	}
	if r.Managed {
		p["tags"] = map[string]any{"bot_id": s.bot.ID}
	}
	return p
}

func (s *Sandbox) channelPayload(c *channel) map[string]any {
	var last any
	if c.LastID != "" {
		last = c.LastID
	}
	p := map[string]any{"id": c.ID, "type": c.Type, "last_message_id": last, "flags": 0}
	if c.Guild == "" {
		u := s.users[c.Recipient].payload()
		p["recipients"] = []userPayload{u}
		return p
	}
	p["guild_id"], p["name"], p["rate_limit_per_user"] = c.Guild, c.Name, 0
	if c.thread() {
		p["parent_id"], p["owner_id"] = c.Parent, c.Owner
		p["member_count"], p["message_count"], p["total_message_sent"] = len(c.Members), c.talked(), c.talked()
		p["thread_metadata"] = c.threadMetadata()
		return p
	}
	over := make([]map[string]any, 0, len(c.Overwrites))
	for _, o := range c.Overwrites {
		kind := 0
		if o.User {
			kind = 1
		}
		over = append(over, map[string]any{"id": o.ID, "type": kind, "allow": bits(o.Allow), "deny": bits(o.Deny)})
	}
	p["parent_id"], p["position"], p["permission_overwrites"], p["nsfw"] = nil, c.Position, over, false
	p["topic"] = nil
	if c.Topic != "" {
		p["topic"] = c.Topic
	}
	return p
}

func (c *channel) threadMetadata() map[string]any {
	m := map[string]any{
		"archived": c.Archived, "locked": c.Locked, "auto_archive_duration": c.AutoArchive,
		"archive_timestamp": stamp(c.Turned), "create_timestamp": stamp(c.Made),
	}
	if c.Type == channelPrivateThread {
		m["invitable"] = c.Invitable
	}
	return m
}

func (s *Sandbox) guildPayload(g *Guild) map[string]any {
	roles := []any{}
	for _, r := range g.rolesByRank() {
		roles = append(roles, s.rolePayload(r))
	}
	p := map[string]any{
		"id": g.ID, "name": g.Name, "owner_id": g.owner, "roles": roles, "emojis": []any{}, "stickers": []any{},
		"features": []any{}, "preferred_locale": guildLocale, "icon": nil, "description": nil, "region": "deprecated",
		"afk_timeout": 300, "verification_level": 1, "default_message_notifications": 1, "explicit_content_filter": 2,
		"mfa_level": 0, "premium_tier": 0, "nsfw_level": 0, "system_channel_flags": 0, "premium_progress_bar_enabled": false,
		"max_members": 25000000, "nsfw": false, "widget_enabled": false, "premium_subscription_count": 0,
		"max_stage_video_channel_users": 50, "max_video_channel_users": 25,
	}
	for _, k := range []string{
		"home_header", "splash", "discovery_splash", "banner", "application_id", "afk_channel_id", "system_channel_id",
		"widget_channel_id", "max_presences", "vanity_url_code", "rules_channel_id", "safety_alerts_channel_id",
		"public_updates_channel_id", "incidents_data",
	} {
		p[k] = nil
	}
	return p
}

// guildCreate is what GUILD_CREATE tells a bot without privileged intents.
func (s *Sandbox) guildCreate(g *Guild) map[string]any {
	p := s.guildPayload(g)
	channels, threads := []any{}, []any{}
	for _, id := range g.channels {
		channels = append(channels, s.channelPayload(s.channels[id]))
	}
	for _, id := range g.threads {
		if c := s.channels[id]; !c.Archived && s.permissionsIn(c, s.bot.ID) != 0 {
			threads = append(threads, s.channelPayload(c))
		}
	}
	own := s.memberPayload(g.members[s.bot.ID], true)
	p["channels"], p["threads"], p["members"] = channels, threads, []any{own}
	p["joined_at"], p["large"], p["unavailable"], p["member_count"] = stamp(g.joined), false, false, len(g.members)
	for _, k := range []string{"voice_states", "presences", "stage_instances", "soundboard_sounds"} {
		p[k] = []any{}
	}
	events := []any{}
	for _, e := range g.ahead() {
		events = append(events, g.eventPayload(e))
	}
	p["guild_scheduled_events"] = events
	return p
}

// readyPayload is READY of a session with these servers.
func (s *Sandbox) readyPayload(x *session, in []*Guild) map[string]any {
	guilds := []any{}
	for _, g := range in {
		guilds = append(guilds, map[string]any{"id": g.ID, "unavailable": true})
	}
	return map[string]any{
		"v": 9, "user": s.botUserPayload(), "guilds": guilds, "private_channels": []any{}, "relationships": []any{},
		"resume_gateway_url": s.gatewayURL(), "application": map[string]any{"id": s.app, "flags": 0},
		"user_settings": map[string]any{}, "presences": []any{}, "geo_ordered_rtc_regions": []any{}, "_trace": []string{"sandbox"},
		"session_id": x.id, "shard": [2]int{x.shard.id, x.shard.of},
	}
}

func (s *Sandbox) botUserPayload() map[string]any {
	return map[string]any{
		"id": s.bot.ID, "username": s.bot.Name, "discriminator": "0001", "global_name": nil, "avatar": nil, "bot": true,
		"public_flags": 0, "flags": 0, "primary_guild": nil, "mfa_enabled": true, "verified": true, "email": nil, "locale": "en-US",
	}
}

func (s *Sandbox) gatewayURL() string { return "ws" + s.url[len("http"):] + "/gateway" }
