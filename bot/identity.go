package bot

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"github.com/bwmarrin/discordgo"
)

// Permissions are those that the bot asks for when it is invited. Each that is
// missing costs only its feature.
const Permissions int64 = discordgo.PermissionViewChannel | discordgo.PermissionSendMessages |
	discordgo.PermissionEmbedLinks | discordgo.PermissionAttachFiles | discordgo.PermissionReadMessageHistory |
	discordgo.PermissionManageRoles | discordgo.PermissionCreatePrivateThreads |
	discordgo.PermissionSendMessagesInThreads | discordgo.PermissionManageThreads |
	discordgo.PermissionCreatePublicThreads | discordgo.PermissionCreateEvents |
	discordgo.PermissionManageMessages

func orToken(err error) error {
	if statusOf(err) == http.StatusUnauthorized {
		return ErrToken
	}
	return fmt.Errorf("ask Discord who we are: %w", err)
}

// Invite is the link by which someone who manages a server adds the bot to it.
func Invite(appID string) string {
	return officialBase + "/oauth2/authorize?" + url.Values{
		"client_id":        {appID},
		"permissions":      {strconv.FormatInt(Permissions, 10)},
		"scope":            {"bot applications.commands"},
		"integration_type": {"0"},
	}.Encode()
}
