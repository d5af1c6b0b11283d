package sandbox

import (
	"slices"
	"strings"
	"time"
)

// Guild is a server. Its methods are what its owner could do in Discord's
// settings; they tell the bot through the gateway as Discord would.
type Guild struct {
	ID   string
	Name string

	s        *Sandbox
	owner    string
	roles    map[string]*role // the one whose id is the server's is @everyone
	members  map[string]*member
	channels []string // in the order of the list; no threads
	threads  []string // oldest first
	events   []*Event // oldest first
	viewed   []string // who saw the events when the witness was last told
	botRole  string   // the managed role that came with the bot
	joined   time.Time
}

// BotRole is the id of the managed role that came with the bot.
func (g *Guild) BotRole() string { return g.botRole }

// AddGuild makes a server in which the bot is installed with the permissions
// of its invite link. Its first member becomes the owner.
func (s *Sandbox) AddGuild(name string) *Guild {
	s.mu.Lock()
	defer s.mu.Unlock()
	// Servers are made one after another, not many at one moment: so they are
	// spread evenly over shards.
	g := &Guild{ID: s.ids.nextApart(s.clock.now()), Name: name, roles: map[string]*role{}, members: map[string]*member{}, joined: s.clock.now(), s: s}
	g.roles[g.ID] = &role{ID: g.ID, Name: "@everyone", Permissions: everyonePermissions}
	own := &role{ID: s.newID(), Name: s.bot.Name, Permissions: BotPermissions, Position: 1, Managed: true}
	g.roles[own.ID] = own
	g.botRole = own.ID
	g.members[s.bot.ID] = &member{User: s.bot.ID, Roles: []string{own.ID}, Joined: s.clock.now()}
	s.guilds = append(s.guilds, g)
	s.guildByID[g.ID] = g
	s.dispatch("GUILD_CREATE", intentGuilds, g.ID, func() any { return s.guildCreate(g) })
	s.touched()
	return g
}

// Guild returns the server with that name, or nil.
func (s *Sandbox) Guild(name string) *Guild {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, g := range s.guilds {
		if g.Name == name {
			return g
		}
	}
	return nil
}

// AddChannel makes a text channel and returns its id.
func (g *Guild) AddChannel(name string) string {
	s := g.s
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.newChannel(g, name, channelText)
	s.tellChannel("CREATE", c)
	return c.ID
}

// Channel returns the id of the channel with that name, or "".
func (g *Guild) Channel(name string) string {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	for _, id := range g.channels {
		if g.s.channels[id].Name == name {
			return id
		}
	}
	return ""
}

// SetTopic sets the line beside a channel's name.
func (g *Guild) SetTopic(channelID, topic string) {
	g.changeChannel(channelID, func(c *channel) { c.Topic = topic })
}

// AddRole makes a role, below the bot's own and above all others but
// @everyone, and returns its id. MoveRole changes its place.
func (g *Guild) AddRole(name string, permissions int64, mentionable bool) string {
	s := g.s
	s.mu.Lock()
	defer s.mu.Unlock()
	return g.addRole(name, permissions, mentionable).ID
}

func (g *Guild) addRole(name string, permissions int64, mentionable bool) *role {
	s := g.s
	r := &role{ID: s.newID(), Name: name, Permissions: permissions, Mentionable: mentionable, Position: 1}
	own := g.roles[g.botRole]
	if own != nil {
		r.Position = own.Position
		own.Position++
	}
	g.roles[r.ID] = r
	s.dispatch("GUILD_ROLE_CREATE", intentGuilds, g.ID, func() any {
		return map[string]any{"guild_id": g.ID, "role": s.rolePayload(r)}
	})
	s.touched()
	return r
}

// AddMember makes a person a member. Permissions, if given, come by a role of
// their own: an organiser is a member with Manage Events and Manage Roles.
func (g *Guild) AddMember(name string, permissions ...int64) *Person {
	s := g.s
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.names[name]
	if u == nil || g.members[u.ID] != nil {
		u = s.newUser(name)
	}
	m := &member{User: u.ID, Joined: s.clock.now()}
	g.members[u.ID] = m
	if g.owner == "" {
		g.owner = u.ID
	}
	var bits int64
	for _, p := range permissions {
		bits |= p
	}
	if bits != 0 {
		m.Roles = append(m.Roles, g.roleOf(name, bits))
	}
	s.lookEverywhere(g)
	s.touched()
	return &Person{ID: u.ID, Name: u.Name, s: s, guild: g, channel: g.firstChannel()}
}

// roleOf finds or makes the role that carries these permissions.
func (g *Guild) roleOf(name string, bits int64) string {
	if bits == PermissionManageEvents|PermissionManageRoles {
		name = "Organiser"
	}
	for _, r := range g.roles {
		if r.Name == name && r.Permissions == bits && !r.Managed {
			return r.ID
		}
	}
	return g.addRole(name, bits, false).ID
}

func (g *Guild) firstChannel() string {
	if len(g.channels) == 0 {
		return ""
	}
	return g.channels[0]
}

// SetOwner makes a member the server's owner, who may do everything.
func (g *Guild) SetOwner(p *Person) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.owner = p.ID
	g.s.lookEverywhere(g)
	g.s.touched()
}

// SetAbout sets the line that the page shows beside a person's name.
func (g *Guild) SetAbout(p *Person, about string) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.s.users[p.ID].About = about
	g.s.touched()
}

// Give gives a member a role, Take takes it back, as an admin does by hand.
func (g *Guild) Give(p *Person, roleID string) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	if m := g.members[p.ID]; m != nil && !slices.Contains(m.Roles, roleID) {
		m.Roles = append(slices.Clone(m.Roles), roleID)
	}
	g.s.lookEverywhere(g)
	g.s.touched()
}

// Take takes a role from a member.
func (g *Guild) Take(p *Person, roleID string) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	if m := g.members[p.ID]; m != nil {
		m.Roles = without(m.Roles, roleID)
	}
	g.s.lookEverywhere(g)
	g.s.touched()
}

// Has tells whether a member has a role.
func (g *Guild) Has(p *Person, roleID string) bool {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	m := g.members[p.ID]
	return m != nil && slices.Contains(m.Roles, roleID)
}

// without returns list less v, as a new slice.
func without(list []string, v string) []string {
	out := make([]string, 0, len(list))
	for _, x := range list {
		if x != v {
			out = append(out, x)
		}
	}
	return out
}

// nameKey compares names as people type them.
func nameKey(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.TrimSpace(name), "@"))
}
