package sandbox

import "slices"

// changeChannel changes a channel and tells the bot.
func (g *Guild) changeChannel(id string, change func(*channel)) {
	s := g.s
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.channels[id]; c != nil {
		change(c)
		s.tellChannel("UPDATE", c)
		for _, t := range s.threadsOf(c) {
			s.lookAround(t)
		}
	}
}

func (g *Guild) overwrite(channelID, id string, user bool, allow, deny int64) {
	g.changeChannel(channelID, func(c *channel) {
		c.Overwrites = slices.DeleteFunc(slices.Clone(c.Overwrites), func(o overwrite) bool { return o.ID == id })
		if allow|deny != 0 {
			c.Overwrites = append(c.Overwrites, overwrite{id, user, allow, deny})
		}
	})
}

// DenyBot takes permissions from the bot in one channel; 0 gives all back.
func (g *Guild) DenyBot(channelID string, permissions int64) {
	g.overwrite(channelID, g.s.BotID(), true, 0, permissions)
}

// DenyRole takes permissions from a role in one channel; 0 gives all back.
// The role whose id is the server's is @everyone.
func (g *Guild) DenyRole(channelID, roleID string, permissions int64) {
	g.overwrite(channelID, roleID, false, 0, permissions)
}

// Allow gives one person permissions in one channel.
func (g *Guild) Allow(channelID string, p *Person, permissions int64) {
	g.overwrite(channelID, p.ID, true, permissions, 0)
}

// changeRole changes a role and tells the bot.
func (g *Guild) changeRole(id string, change func(*role)) {
	s := g.s
	s.mu.Lock()
	defer s.mu.Unlock()
	r := g.roles[id]
	if r == nil {
		return
	}
	change(r)
	s.dispatch("GUILD_ROLE_UPDATE", intentGuilds, g.ID, func() any {
		return map[string]any{"guild_id": g.ID, "role": s.rolePayload(r)}
	})
	s.lookEverywhere(g)
	s.touched()
}

// SetBotPermissions sets what the bot's own role may do in the server.
func (g *Guild) SetBotPermissions(permissions int64) {
	g.changeRole(g.botRole, func(r *role) { r.Permissions = permissions })
}

// SetRole sets a role's permissions and whether anyone may mention it.
func (g *Guild) SetRole(roleID string, permissions int64, mentionable bool) {
	g.changeRole(roleID, func(r *role) { r.Permissions, r.Mentionable = permissions, mentionable })
}

// MoveRole sets a role's place; a higher number is a higher role.
func (g *Guild) MoveRole(roleID string, position int) {
	g.changeRole(roleID, func(r *role) { r.Position = position })
}

// SetManaged makes a role belong to an integration.
func (g *Guild) SetManaged(roleID string) {
	g.changeRole(roleID, func(r *role) { r.Managed = true })
}

// DeleteRole deletes a role.
func (g *Guild) DeleteRole(roleID string) {
	s := g.s
	s.mu.Lock()
	defer s.mu.Unlock()
	if g.roles[roleID] == nil || roleID == g.ID {
		return
	}
	delete(g.roles, roleID)
	for _, m := range g.members {
		m.Roles = without(m.Roles, roleID)
	}
	s.dispatch("GUILD_ROLE_DELETE", intentGuilds, g.ID, func() any { return map[string]any{"guild_id": g.ID, "role_id": roleID} })
	s.lookEverywhere(g)
	s.touched()
}

// DeleteChannel deletes a channel or thread with all that is in it.
func (g *Guild) DeleteChannel(channelID string) {
	s := g.s
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.channels[channelID]; c != nil {
		s.dropChannel(c)
	}
}

// Archive puts a thread into the archive by hand.
func (g *Guild) Archive(thread string) {
	s := g.s
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.channels[thread]; c != nil && c.thread() && !c.Archived {
		c.Archived, c.Turned = true, s.clock.now()
		s.tellChannel("UPDATE", c)
	}
}

// DeleteThread deletes a thread by hand, with all that is in it.
func (g *Guild) DeleteThread(thread string) { g.DeleteChannel(thread) }

// RemoveMember takes a person out of the server and so out of its threads, as
// when they leave it.
func (g *Guild) RemoveMember(p *Person) {
	s := g.s
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(g.members, p.ID)
	for _, id := range g.threads {
		c := s.channels[id]
		c.Members = without(c.Members, p.ID)
		delete(c.Joined, p.ID)
	}
	s.lookEverywhere(g)
	s.touched()
}

// DeleteMessage deletes a message by hand. For a private one this is "Dismiss
// message".
func (s *Sandbox) DeleteMessage(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if m := s.messages[id]; m != nil {
		s.dropMessage(m)
		s.touched()
	}
}

// Remove takes the bot out of the server, as an admin does by hand.
func (g *Guild) Remove() {
	s := g.s
	s.mu.Lock()
	defer s.mu.Unlock()
	s.guilds = slices.DeleteFunc(s.guilds, func(x *Guild) bool { return x == g })
	delete(s.guildByID, g.ID)
	for _, id := range slices.Concat(g.threads, g.channels) {
		delete(s.channels, id)
	}
	s.dispatch("GUILD_DELETE", intentGuilds, g.ID, func() any { return map[string]any{"id": g.ID} })
	s.touched()
}
