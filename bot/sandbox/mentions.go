package sandbox

import (
	"slices"
	"strings"
)

// mentioned finds what a text names: users, roles and channels by id, and
// whether it says @everyone or @here.
func mentioned(text string) (users, roles, channels []string, everyone bool) {
	everyone = strings.Contains(text, "@everyone") || strings.Contains(text, "@here")
	for rest := text; ; {
		i := strings.IndexByte(rest, '<')
		if i < 0 {
			return users, roles, channels, everyone
		}
		rest = rest[i+1:]
		end := strings.IndexByte(rest, '>')
		if end < 0 {
			return users, roles, channels, everyone
		}
		switch tag := rest[:end]; {
		case strings.HasPrefix(tag, "@&") && isSnowflake(tag[2:]):
			roles = append(roles, tag[2:])
		case strings.HasPrefix(tag, "@!") && isSnowflake(tag[2:]):
			users = append(users, tag[2:])
		case strings.HasPrefix(tag, "@") && isSnowflake(tag[1:]):
			users = append(users, tag[1:])
		case strings.HasPrefix(tag, "#") && isSnowflake(tag[1:]):
			channels = append(channels, tag[1:])
		}
	}
}

// mention sets whom a message really mentions: what its text names, as far as
// allowed_mentions and the author's permissions go. The rest is dropped
// silently, as Discord does.
func (s *Sandbox) mention(c *channel, m *message, allowed map[string]any, given bool) {
	m.Users, m.RoleIDs, m.Everyone = nil, nil, false
	text := m.Content
	if m.has(flagV2) {
		text = strings.Join(texts(m.Components), "\n")
	}
	if !strings.Contains(text, "@") {
		return
	}
	users, roles, _, everyone := mentioned(text)
	may := func(what, id string) bool {
		if !given {
			return true
		}
		parse, _ := allowed["parse"].([]any)
		listed, _ := allowed[what].([]any)
		return slices.Contains(parse, any(what)) || (id != "" && slices.Contains(listed, any(id)))
	}
	all := s.permissionsIn(c, m.Author)&PermissionMentionEveryone != 0
	for _, id := range users {
		if s.users[id] != nil && may("users", id) && !slices.Contains(m.Users, id) {
			m.Users = append(m.Users, id)
		}
	}
	g := s.guildByID[c.Guild]
	if g == nil {
		return
	}
	for _, id := range roles {
		r := g.roles[id]
		if r != nil && (r.Mentionable || all) && may("roles", id) && !slices.Contains(m.RoleIDs, id) {
			m.RoleIDs = append(m.RoleIDs, id)
		}
	}
	m.Everyone = everyone && all && may("everyone", "")
}
