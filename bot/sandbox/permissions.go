package sandbox

import "slices"

// Permissions of Discord that matter here.
const (
	PermissionAdministrator   int64 = 1 << 3
	PermissionManageChannels  int64 = 1 << 4
	PermissionManageGuild     int64 = 1 << 5
	PermissionAddReactions    int64 = 1 << 6
	PermissionViewChannel     int64 = 1 << 10
	PermissionSendMessages    int64 = 1 << 11
	PermissionManageMessages  int64 = 1 << 13
	PermissionEmbedLinks      int64 = 1 << 14
	PermissionAttachFiles     int64 = 1 << 15
	PermissionReadHistory     int64 = 1 << 16
	PermissionMentionEveryone int64 = 1 << 17
	PermissionChangeNickname  int64 = 1 << 26
	PermissionManageRoles     int64 = 1 << 28
	PermissionUseCommands     int64 = 1 << 31
	PermissionManageEvents    int64 = 1 << 33
	PermissionManageThreads   int64 = 1 << 34
	PermissionPublicThreads   int64 = 1 << 35
	PermissionPrivateThreads  int64 = 1 << 36
	PermissionSendInThreads   int64 = 1 << 38
	PermissionCreateEvents    int64 = 1 << 44
	PermissionPinMessages     int64 = 1 << 51
	permissionAll             int64 = 1<<53 - 1
	everyonePermissions             = PermissionViewChannel | PermissionSendMessages | PermissionReadHistory | PermissionEmbedLinks | PermissionAttachFiles | PermissionAddReactions | PermissionChangeNickname | PermissionUseCommands | PermissionSendInThreads | PermissionPublicThreads
	// BotPermissions are those that the bot has in a new server.
	BotPermissions = PermissionViewChannel | PermissionSendMessages | PermissionEmbedLinks | PermissionAttachFiles | PermissionReadHistory | PermissionManageRoles | PermissionManageMessages | PermissionManageThreads | PermissionPublicThreads | PermissionPrivateThreads | PermissionSendInThreads | PermissionCreateEvents
)

// basePermissions are a member's permissions in the whole server.
func (g *Guild) basePermissions(userID string) int64 {
	m := g.members[userID]
	if m == nil {
		return 0
	}
	if g.owner == userID {
		return permissionAll
	}
	bits := g.roles[g.ID].Permissions
	for _, id := range m.Roles {
		if r := g.roles[id]; r != nil {
			bits |= r.Permissions
		}
	}
	if bits&PermissionAdministrator != 0 {
		return permissionAll
	}
	return bits
}

// permissionsIn are a user's permissions in a channel, as Discord computes
// them: server, then @everyone's overwrite, the roles', the member's.
func (s *Sandbox) permissionsIn(c *channel, userID string) int64 {
	if c.Guild == "" {
		if userID != c.Recipient && userID != s.bot.ID {
			return 0
		}
		return everyonePermissions
	}
	g := s.guildByID[c.Guild]
	if g == nil {
		return 0
	}
	m := g.members[userID]
	if m == nil {
		return 0
	}
	bits := g.basePermissions(userID)
	if bits == permissionAll {
		return bits
	}
	holder := c
	if c.thread() {
		if holder = s.channels[c.Parent]; holder == nil {
			return 0
		}
	}
	bits = applyOverwrites(holder.Overwrites, g, m, bits)
	if bits&PermissionViewChannel == 0 {
		return 0
	}
	if c.thread() {
		return threadPermissions(c, userID, bits)
	}
	if bits&PermissionSendMessages == 0 {
		bits &^= PermissionMentionEveryone | PermissionEmbedLinks | PermissionAttachFiles
	}
	return bits
}

func applyOverwrites(list []overwrite, g *Guild, m *member, bits int64) int64 {
	var roleAllow, roleDeny, userAllow, userDeny int64
	for _, o := range list {
		switch {
		case o.User && o.ID == m.User:
			userAllow, userDeny = o.Allow, o.Deny
		case o.User:
		case o.ID == g.ID:
			bits = bits&^o.Deny | o.Allow
		case slices.Contains(m.Roles, o.ID):
			roleAllow |= o.Allow
			roleDeny |= o.Deny
		}
	}
	bits = bits&^roleDeny | roleAllow
	return bits&^userDeny | userAllow
}

// threadPermissions narrows a parent's permissions to a thread: a private one
// is seen by its members and by those who manage threads.
func threadPermissions(c *channel, userID string, bits int64) int64 {
	if c.Type == channelPrivateThread && bits&PermissionManageThreads == 0 && !slices.Contains(c.Members, userID) {
		return 0
	}
	if bits&PermissionSendInThreads == 0 {
		return bits &^ PermissionSendMessages
	}
	return bits | PermissionSendMessages
}

// topRole is the highest place among a member's roles.
func (g *Guild) topRole(userID string) int {
	top := 0
	if m := g.members[userID]; m != nil {
		for _, id := range m.Roles {
			if r := g.roles[id]; r != nil {
				top = max(top, r.Position)
			}
		}
	}
	return top
}

// access refuses what the bot may not do in a channel: first whether it may
// see it at all, then each permission in need.
func (s *Sandbox) access(c *channel, need int64) error {
	bits := s.permissionsIn(c, s.bot.ID)
	if bits&PermissionViewChannel == 0 {
		return errMissingAccess()
	}
	if bits&need != need {
		return errMissingPermissions()
	}
	return nil
}

// mayUse tells whether a member is offered a command.
func (s *Sandbox) mayUse(g *Guild, c *channel, userID string, cmd *command) bool {
	if g == nil {
		return cmd.inContext(contextBotDM)
	}
	bits := s.permissionsIn(c, userID)
	if !cmd.inContext(contextGuild) || bits&PermissionUseCommands == 0 {
		return false
	}
	if cmd.need == nil || bits&PermissionAdministrator != 0 {
		return true
	}
	return *cmd.need != 0 && bits&*cmd.need == *cmd.need
}
