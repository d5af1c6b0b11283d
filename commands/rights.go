package commands

import (
	"errors"
	"fmt"
	"strings"

	"github.com/bwmarrin/discordgo"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// right is a permission by Discord's name, and what its lack costs.
type right struct {
	bit  int64
	name string
	cost string
}

// missing are the rights in its channel that a club needs and Dogear has not.
func missing(c storage.Club, have int64) (rights []right) {
	need := func(needs bool, bit int64, name, cost string) {
		if needs && have&(bit|discordgo.PermissionAdministrator) == 0 {
			rights = append(rights, right{bit, name, cost})
		}
	}
	need(true, discordgo.PermissionViewChannel, "View Channel", "I cannot post at all")
	need(true, discordgo.PermissionSendMessages, "Send Messages", "I cannot post at all")
	need(true, discordgo.PermissionEmbedLinks, "Embed Links", "covers and pictures stay away")
	need(true, discordgo.PermissionAttachFiles, "Attach Files", "pictures stay away")
	need(true, discordgo.PermissionReadMessageHistory, "Read Message History", "after a crash I wait rather than post twice")
	need(true, discordgo.PermissionManageMessages, "Manage Messages", "a message that is locked as a spoiler stays until its author deletes it")
	need(c.Role != "", discordgo.PermissionManageRoles, "Manage Roles", "I cannot give the role")
	need(c.Rooms, discordgo.PermissionCreatePrivateThreads, "Create Private Threads", "no rooms are made")
	need(c.Rooms, discordgo.PermissionSendMessagesInThreads, "Send Messages in Threads", "I can let nobody into a room")
	need(c.Rooms, discordgo.PermissionManageThreads, "Manage Threads", "the rooms of a read that has ended can still be written in")
	need(c.Threads, discordgo.PermissionCreatePublicThreads, "Create Public Threads", "no thread is opened under my posts")
	need(c.Threads && !c.Rooms, discordgo.PermissionSendMessagesInThreads, "Send Messages in Threads", "the threads under my posts stay without their first line")
	need(c.Events, discordgo.PermissionCreateEvents, "Create Events", "no checkpoint becomes an event")
	return rights
}

// unheard is the role that a club's posts name without notifying anybody.
func unheard(c storage.Club, s *bot.Server, have int64) (bot.Role, bool) {
	role, ok := s.Role(c.Role)
	return role, ok && !role.Mentionable && have&(discordgo.PermissionMentionEveryone|discordgo.PermissionAdministrator) == 0
}

// lacks says what Dogear may not do in the club's channel yet, and what each
// missing permission costs.
func lacks(in *bot.Interaction, c storage.Club) string {
	var lines []string
	for _, r := range missing(c, in.AppPermissions) {
		lines = append(lines, fmt.Sprintf("- **%s**: without it %s.", r.name, r.cost))
	}
	if role, ok := unheard(c, in.Server, in.AppPermissions); ok {
		lines = append(lines, fmt.Sprintf("- **Allow anyone to @mention this role** is off for %s: my posts name it, and nobody is notified.", title(role.Name)))
	}
	if lines == nil {
		return "I have every permission that I need here."
	}
	return "What I may not do here yet:\n" + strings.Join(lines, "\n")
}

// roleTrouble says what is wrong with a club's role, "" if nothing is.
func roleTrouble(s *bot.Server, c storage.Club) string {
	if c.Role == "" || s == nil {
		return ""
	}
	role, ok := s.Role(c.Role)
	if !ok {
		return "The club's role is not there any more. `/club settings role:` sets another."
	}
	if refusal, ok := errors.AsType[*club.Refusal](roleFacts(*s, role).Fit()); ok {
		return refusal.Error()
	}
	return ""
}

// Amiss says what keeps a club from working in its server, where the bot has
// these permissions in its channel: a sentence for each, for who is not in
// Discord.
func Amiss(c storage.Club, s *bot.Server, have int64) (sentences []string) {
	for _, r := range missing(c, have) {
		sentences = append(sentences, fmt.Sprintf("%s is missing: without it %s.", r.name, r.cost))
	}
	if role, ok := unheard(c, s, have); ok {
		sentences = append(sentences, fmt.Sprintf(`"Allow anyone to @mention this role" is off for %s: my posts name it, and nobody is notified.`, club.CleanLine(role.Name)))
	}
	if trouble := roleTrouble(s, c); trouble != "" {
		sentences = append(sentences, trouble)
	}
	return sentences
}
