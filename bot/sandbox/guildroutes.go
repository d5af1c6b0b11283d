package sandbox

import (
	"net/http"
	"slices"
)

func (s *Sandbox) getMe(*request) (response, error) {
	return response{http.StatusOK, s.botUserPayload()}, nil
}

func (s *Sandbox) getApplication(*request) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return response{http.StatusOK, map[string]any{
		"id": s.app, "name": s.bot.Name, "icon": nil, "description": "", "bot_public": true, "bot_require_code_grant": s.portal.CodeGrant,
		"verify_key": "0000000000000000000000000000000000000000000000000000000000000000", "flags": s.portal.Flags, "bot": s.botUserPayload(),
		"team": nil, "summary": "", "type": nil, "approximate_guild_count": len(s.guilds), "flags_new": bits(s.portal.Flags),
		"redirect_uris": []any{}, "interactions_endpoint_url": s.portal.endpoint(), "role_connections_verification_url": nil,
		"approximate_user_install_count": 0, "approximate_user_authorization_count": 0, "explicit_content_filter": 0,
		"eligible_oauth2_scopes": []any{}, "owner": userPayload{ID: "1", Username: "host", Discriminator: "0"},
	}}, nil
}

func (s *Sandbox) getUser(r *request) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.users[r.PathValue("user")]
	if u == nil {
		return response{}, errUnknownUser()
	}
	return response{http.StatusOK, u.payload()}, nil
}

func (s *Sandbox) getMyGuilds(*request) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := []any{}
	for _, g := range s.guilds {
		out = append(out, map[string]any{
			"id": g.ID, "name": g.Name, "icon": nil, "owner": false, "permissions": bits(g.basePermissions(s.bot.ID)), "features": []any{},
		})
	}
	return response{http.StatusOK, out}, nil
}

// guildOf finds the guild in a request's path. The lock is held.
func (s *Sandbox) guildOf(r *request) (*Guild, error) {
	g := s.guildByID[r.PathValue("guild")]
	if g == nil {
		return nil, errUnknownGuild()
	}
	return g, nil
}

func (s *Sandbox) getGuild(r *request) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	g, err := s.guildOf(r)
	if err != nil {
		return response{}, err
	}
	p := s.guildPayload(g)
	if r.URL.Query().Get("with_counts") == "true" {
		p["approximate_member_count"], p["approximate_presence_count"] = len(g.members), len(g.members)
	}
	return response{http.StatusOK, p}, nil
}

func (s *Sandbox) getGuildChannels(r *request) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	g, err := s.guildOf(r)
	if err != nil {
		return response{}, err
	}
	out := []any{}
	for _, id := range g.channels {
		out = append(out, s.channelPayload(s.channels[id]))
	}
	return response{http.StatusOK, out}, nil
}

func (s *Sandbox) getRoles(r *request) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	g, err := s.guildOf(r)
	if err != nil {
		return response{}, err
	}
	out := []any{}
	for _, x := range g.rolesByRank() {
		out = append(out, s.rolePayload(x))
	}
	return response{http.StatusOK, out}, nil
}

// memberOf finds the member in a request's path.
func (s *Sandbox) memberOf(r *request) (*Guild, *member, error) {
	g, err := s.guildOf(r)
	if err != nil {
		return nil, nil, err
	}
	id := r.PathValue("user")
	if id == "@me" {
		id = s.bot.ID
	}
	m := g.members[id]
	if m == nil && s.users[id] == nil {
		return nil, nil, errUnknownUser()
	}
	if m == nil {
		return nil, nil, errUnknownMember()
	}
	return g, m, nil
}

func (s *Sandbox) getMember(r *request) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, m, err := s.memberOf(r)
	if err != nil {
		return response{}, err
	}
	return response{http.StatusOK, s.memberPayload(m, true)}, nil
}

// roleChange finds member and role and checks the hierarchy: Manage Roles,
// and the role below the bot's highest.
func (s *Sandbox) roleChange(r *request) (*member, *role, error) {
	g, m, err := s.memberOf(r)
	if err != nil {
		return nil, nil, err
	}
	x := g.roles[r.PathValue("role")]
	if x == nil {
		return nil, nil, errUnknownRole()
	}
	if g.basePermissions(s.bot.ID)&PermissionManageRoles == 0 || x.Managed || x.ID == g.ID || x.Position >= g.topRole(s.bot.ID) {
		return nil, nil, errMissingPermissions()
	}
	return m, x, nil
}

func (s *Sandbox) putMemberRole(r *request) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, x, err := s.roleChange(r)
	if err != nil {
		return response{}, err
	}
	if !slices.Contains(m.Roles, x.ID) {
		m.Roles = append(slices.Clone(m.Roles), x.ID)
	}
	s.lookEverywhere(s.guildByID[r.PathValue("guild")])
	s.touched()
	return response{status: http.StatusNoContent}, nil
}

func (s *Sandbox) deleteMemberRole(r *request) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, x, err := s.roleChange(r)
	if err != nil {
		return response{}, err
	}
	m.Roles = without(m.Roles, x.ID)
	s.lookEverywhere(s.guildByID[r.PathValue("guild")])
	s.touched()
	return response{status: http.StatusNoContent}, nil
}

func (s *Sandbox) getChannel(r *request) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.channelOf(r, 0)
	if err != nil {
		return response{}, err
	}
	return response{http.StatusOK, s.channelPayload(c)}, nil
}
