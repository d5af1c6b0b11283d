package sandbox

import (
	"slices"
	"strings"
	"time"
)

// user is an account: a person or the bot.
type user struct {
	ID     string
	Name   string
	Colour string // of the name on the page, "#rrggbb"
	About  string // one line on the page
	Bot    bool
	DM     string // the channel of direct messages with the bot
	Closed bool   `json:",omitempty"` // wants no direct messages from the bot
}

// role is a role of a guild. The one whose id is the guild's is @everyone.
type role struct {
	ID          string
	Name        string
	Permissions int64
	Position    int
	Colour      int
	Managed     bool // belongs to an integration: the bot's own
	Mentionable bool
}

// member is a user in a guild.
type member struct {
	User   string
	Roles  []string
	Joined time.Time
}

// overwrite changes what a role or a user may do in one channel.
type overwrite struct {
	ID          string
	User        bool
	Allow, Deny int64
}

// Channel types of Discord that the sandbox knows.
const (
	channelText          = 0
	channelDM            = 1
	channelVoice         = 2
	channelAnnouncement  = 5
	channelPublicThread  = 11
	channelPrivateThread = 12
)

// channel is a channel, a thread or the direct messages of one person.
type channel struct {
	ID          string
	Guild       string // "" for direct messages
	Type        int
	Name        string
	Topic       string
	Position    int
	Parent      string // of a thread
	Owner       string // of a thread
	Recipient   string // of direct messages
	Members     []string
	Joined      map[string]time.Time `json:",omitempty"` // when each member came
	Archived    bool
	Locked      bool
	Invitable   bool
	Made        time.Time `json:",omitzero"`  // of a thread
	Turned      time.Time `json:",omitzero"`  // when it last went into the archive or came out
	AutoArchive int       `json:",omitempty"` // minutes of rest after which it does
	Overwrites  []overwrite
	LastID      string

	public  []*message            // oldest first
	private map[string][]*message // by the user who alone sees them
	nonces  map[string]nonceUse
	viewed  []string // who saw it when the witness was last told
}

func (c *channel) thread() bool {
	return c.Type == channelPublicThread || c.Type == channelPrivateThread
}

// talked is how many messages were written in a thread: the first of one that
// hangs under a message is that message and does not count.
func (c *channel) talked() int {
	if len(c.public) > 0 && c.public[0].Type == messageStarter {
		return len(c.public) - 1
	}
	return len(c.public)
}

// nonceUse remembers, on the wire's clock, which message a nonce made.
type nonceUse struct {
	message string
	at      time.Time
}

func (s *Sandbox) newUser(name string) *user {
	palette := []string{"#c8553d", "#2a7f86", "#8a5fb0", "#b07d1a", "#4a7fc1", "#a8467c", "#5b8c3e", "#6b6f76"}
	u := &user{ID: s.newID(), Name: name, Colour: palette[len(s.users)%len(palette)]}
	s.users[u.ID] = u
	if _, taken := s.names[name]; !taken {
		s.names[name] = u
	}
	return u
}

func (s *Sandbox) newChannel(g *Guild, name string, kind int) *channel {
	c := &channel{ID: s.newID(), Type: kind, Name: name}
	if g != nil {
		c.Guild = g.ID
		c.Position = len(g.channels)
		g.channels = append(g.channels, c.ID)
	}
	s.addChannel(c)
	return c
}

func (s *Sandbox) addChannel(c *channel) {
	c.private = map[string][]*message{}
	c.nonces = map[string]nonceUse{}
	if c.thread() && c.AutoArchive == 0 {
		c.AutoArchive = defaultArchive
	}
	s.channels[c.ID] = c
	if g := s.guildByID[c.Guild]; g != nil && c.thread() {
		g.threads = append(g.threads, c.ID)
	}
}

// username is the account name that Discord would have made of a name.
func (u *user) username() string {
	var b strings.Builder
	for _, r := range strings.ToLower(u.Name) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '_' || r == '.' {
			b.WriteRune(r)
		}
	}
	for b.Len() < 2 {
		b.WriteByte('_')
	}
	return b.String()
}

// rolesByRank returns the roles of a guild, the highest first.
func (g *Guild) rolesByRank() []*role {
	out := make([]*role, 0, len(g.roles))
	for _, r := range g.roles {
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b *role) int {
		if a.Position != b.Position {
			return b.Position - a.Position
		}
		return compareIDs(a.ID, b.ID)
	})
	return out
}

// threadsOf returns the threads that hang in a channel, oldest first.
func (s *Sandbox) threadsOf(c *channel) []*channel {
	g := s.guildByID[c.Guild]
	if g == nil {
		return nil
	}
	var out []*channel
	for _, id := range g.threads {
		if t := s.channels[id]; t.Parent == c.ID {
			out = append(out, t)
		}
	}
	return out
}
