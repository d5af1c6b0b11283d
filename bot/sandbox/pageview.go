package sandbox

import (
	"slices"
	"strings"
)

// pageMessages is how many messages of a channel the page shows.
const pageMessages = 200

// pageView is the page's state; names of fields are the page's.
type pageView struct {
	Now       int64                 `json:"now"`
	Zone      string                `json:"zone"`
	NextDue   *int64                `json:"next_due"`
	Connected bool                  `json:"connected"`
	You       pageYou               `json:"you"`
	People    []pagePerson          `json:"people"`
	Guild     pageGuild             `json:"guild"`
	Events    []pageEvent           `json:"events"`   // the first to come first
	Direct    *pageChannel          `json:"direct"`   // with the bot
	Channels  []pageChannel         `json:"channels"` // of the server
	Commands  []pageCommand         `json:"commands"`
	Apps      []string              `json:"apps"` // entries of a message's menu
	Roles     []pageRole            `json:"roles"`
	Messages  map[string][]*Message `json:"messages"`
}

type pageGuild struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

type pageYou struct {
	ID        string   `json:"id"`
	Name      string   `json:"name"`
	Colour    string   `json:"colour"`
	Roles     []string `json:"roles"`
	Organiser bool     `json:"organiser"`
	Closed    bool     `json:"closed"` // to direct messages from the bot
}

type pagePerson struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	Colour    string `json:"colour"`
	Organiser bool   `json:"organiser"`
	About     string `json:"about"`
	Direct    string `json:"direct"` // the bot's last direct message to them
}

type pageEvent struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	Description string `json:"description"`
	Location    string `json:"location"`
	Start       int64  `json:"start"`
	End         int64  `json:"end"`
	Active      bool   `json:"active"`
	Mine        bool   `json:"mine"` // the person may delete it
}

type pageChannel struct {
	ID      string       `json:"id"`
	Name    string       `json:"name"`
	Type    int          `json:"type"`
	Topic   string       `json:"topic"`
	Threads []pageThread `json:"threads"`
}

type pageThread struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Private  bool   `json:"private"`
	Archived bool   `json:"archived"`
	Locked   bool   `json:"locked"`
	Joined   bool   `json:"joined"` // the person is in it
	Writable bool   `json:"writable"`
}

type pageRole struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Colour string `json:"colour"`
}

type pageCommand struct {
	Name        string       `json:"name"`
	Description string       `json:"description"`
	Direct      bool         `json:"direct"` // in direct messages too
	Options     []pageOption `json:"options"`
}

type pageOption struct {
	Name         string   `json:"name"`
	Description  string   `json:"description"`
	Type         int      `json:"type"`
	Required     bool     `json:"required"`
	Autocomplete bool     `json:"autocomplete"`
	Choices      []Choice `json:"choices"`
	Min          *float64 `json:"min_value"`
	Max          *float64 `json:"max_value"`
	MinLength    *int     `json:"min_length"`
	MaxLength    *int     `json:"max_length"`
}

// peopleOf are the people of a server in the order in which they came.
func (s *Sandbox) peopleOf(g *Guild) []*user {
	var out []*user
	for id := range g.members {
		if u := s.users[id]; !u.Bot {
			out = append(out, u)
		}
	}
	slices.SortFunc(out, func(a, b *user) int { return compareIDs(a.ID, b.ID) })
	return out
}

// pageView is what one person sees. The lock is held.
func (s *Sandbox) pageView(p *Person) *pageView {
	u := s.users[p.ID]
	v := &pageView{
		Now: s.clock.now().Unix(), You: pageYou{ID: u.ID, Name: u.Name, Colour: u.Colour, Roles: []string{}, Closed: u.Closed}, People: []pagePerson{},
		Events: []pageEvent{}, Channels: []pageChannel{}, Commands: []pageCommand{}, Apps: []string{}, Roles: []pageRole{}, Messages: map[string][]*Message{},
	}
	g := p.guild
	if g == nil {
		return v
	}
	v.Guild = pageGuild{g.ID, g.Name}
	for _, x := range s.peopleOf(g) {
		organiser := g.basePermissions(x.ID)&PermissionManageEvents != 0
		v.People = append(v.People, pagePerson{x.ID, x.Name, x.Colour, organiser, x.About, s.lastDirect(x)})
		if x == u {
			v.You.Organiser = organiser
		}
	}
	for _, r := range g.rolesByRank() {
		if r.ID == g.ID {
			continue
		}
		v.Roles = append(v.Roles, pageRole{r.ID, r.Name, colour(r.Colour)})
		if slices.Contains(g.members[u.ID].Roles, r.ID) {
			v.You.Roles = append(v.You.Roles, r.Name)
		}
	}
	for _, id := range g.channels {
		if c := s.channels[id]; s.permissionsIn(c, u.ID)&PermissionViewChannel != 0 {
			v.Channels = append(v.Channels, s.pageChannel(v, c, u))
		}
	}
	direct := s.pageChannel(v, s.direct(u), u)
	direct.Name, v.Direct = s.bot.Name, &direct
	v.Events = g.pageEvents(u)
	s.pageCommands(v, g, u)
	return v
}

// lastDirect is the id of the bot's last direct message to someone.
func (s *Sandbox) lastDirect(u *user) string {
	if c := s.channels[u.DM]; c != nil {
		for _, m := range slices.Backward(c.public) {
			if m.Author == s.bot.ID {
				return m.ID
			}
		}
	}
	return ""
}

func (g *Guild) pageEvents(u *user) []pageEvent {
	g.elapse()
	out := []pageEvent{}
	for _, e := range g.ahead() {
		out = append(out, pageEvent{
			e.ID, e.Name, e.Description, e.Location, e.Start.Unix(), e.End.Unix(), e.Status == EventActive, g.mayChange(e, u.ID),
		})
	}
	return out
}

func (s *Sandbox) pageChannel(v *pageView, c *channel, u *user) pageChannel {
	out := pageChannel{ID: c.ID, Name: c.Name, Type: c.Type, Topic: c.Topic, Threads: []pageThread{}}
	v.Messages[c.ID] = s.seen(c, u.ID, pageMessages)
	for _, t := range s.threadsOf(c) {
		in := slices.Contains(t.Members, u.ID)
		if (t.Archived && !in && s.messages[t.ID] == nil) || s.permissionsIn(t, u.ID)&PermissionViewChannel == 0 {
			continue
		}
		writable := s.maySpeak(t, u.ID) == nil
		out.Threads = append(out.Threads, pageThread{t.ID, t.Name, t.Type == channelPrivateThread, t.Archived, t.Locked, in, writable})
		v.Messages[t.ID] = s.seen(t, u.ID, pageMessages)
	}
	return out
}

// pageCommands lists what the person may use, by name.
func (s *Sandbox) pageCommands(v *pageView, g *Guild, u *user) {
	c := s.channels[g.firstChannel()]
	if c == nil {
		return
	}
	seen := map[string]bool{}
	for _, scope := range []string{g.ID, ""} {
		set := s.commands[scope]
		if set == nil {
			continue
		}
		for _, name := range set.names {
			l := set.leaves[name]
			if seen[name] || !s.mayUse(g, c, u.ID, l.command) {
				continue
			}
			seen[name] = true
			x := pageCommand{Name: name, Description: l.help, Direct: scope == "" && s.mayUse(nil, nil, u.ID, l.command), Options: []pageOption{}}
			for _, o := range l.options {
				choices := o.Choices
				if choices == nil {
					choices = []Choice{}
				}
				x.Options = append(x.Options, pageOption{o.Name, o.Description, o.Type, o.Required, o.Autocomplete, choices, o.Min, o.Max, o.MinLength, o.MaxLength})
			}
			v.Commands = append(v.Commands, x)
		}
	}
	for _, e := range s.entries(u.ID, c) {
		v.Apps = append(v.Apps, e.Name)
	}
	slices.SortFunc(v.Commands, func(a, b pageCommand) int { return strings.Compare(a.Name, b.Name) })
}
