package bot

import (
	"context"
	"strconv"
	"time"

	"github.com/bwmarrin/discordgo"
)

const (
	// Discord's ids count milliseconds from the first second of 2015.
	discordEpoch = 1420070400000
	historyPage  = 100
	historyPages = 50
	// clockAhead is how far the host's clock may be ahead of Discord's, whose
	// time the ids carry.
	clockAhead = time.Hour
)

// waitError is why work waits rather than risk a second post.
type waitError struct{ reason string }

func (e *waitError) Error() string { return e.reason }

// find looks through the channel, from before the first attempt, for a message
// of ours with a button that carries the row. If the channel cannot be read,
// nobody can say that it is not there.
func (w *worker) find(ctx context.Context, t Task, channel string) (id string, err error) {
	tag, me := rowTag(t.ID), w.b.self().user
	after := snowflake(t.First.Add(-clockAhead))
	for page := range historyPages {
		var list []sent
		address := discordgo.EndpointChannelMessages(channel) + "?limit=" + strconv.Itoa(historyPage) + "&after=" + after
		if err := w.b.rest.get(ctx, address, "/channels/{channel}/messages", &list); err != nil {
			if discordCode(err) == codeMissingAccess || discordCode(err) == codeMissingPermissions {
				return "", &waitError{unreadable}
			}
			return "", err
		}
		for i := range list {
			if m := &list[i]; m.Author.ID == me && m.carries(tag) {
				return m.ID, nil
			}
			if later(list[i].ID, after) {
				after = list[i].ID
			}
		}
		if len(list) == 0 && page == 0 {
			// Discord shows an empty channel to those who may not read it.
			return "", w.b.mayRead(ctx, channel, unreadable)
		}
		if len(list) < historyPage {
			return "", nil
		}
	}
	return "", &waitError{"The channel has grown too long for me to see whether this was posted already."}
}

const unreadable = "I cannot see whether this was posted already (View Channel, Read Message History), so it waits."

// carries reports whether a component of the message has the row's tag.
func (m *sent) carries(tag string) bool {
	found := false
	walk(m.Components, func(c *component) { found = found || hasTag(c.CustomID, tag) })
	return found
}

// snowflake is the first id of a moment.
func snowflake(t time.Time) string {
	return strconv.FormatInt(max(t.UnixMilli()-discordEpoch, 0)<<22, 10)
}

// later compares ids, which are numbers without leading zeros.
func later(a, b string) bool { return len(a) > len(b) || len(a) == len(b) && a > b }

// mayRead is a waitError with these words unless the bot may read the channel's
// history.
func (b *Bot) mayRead(ctx context.Context, channel, otherwise string) error {
	c, err := b.rest.channel(ctx, channel)
	if err == nil && c.Type >= channelNewsThread && c.Type <= channelPrivateThread {
		c, err = b.rest.channel(ctx, c.Parent)
	}
	if err != nil {
		return err
	}
	if c.Guild == "" {
		return nil // a direct message
	}
	me := b.self().user
	s, err := b.rest.server(ctx, c.Guild, me)
	if err != nil {
		return err
	}
	const needed = discordgo.PermissionViewChannel | discordgo.PermissionReadMessageHistory
	if c.permissions(s, me)&needed != needed {
		return &waitError{otherwise}
	}
	return nil
}

const channelRoute = "/channels/{channel}"

func (r *rest) channel(ctx context.Context, id string) (c wireChannel, err error) {
	err = r.get(ctx, discordgo.EndpointChannel(id), channelRoute, &c)
	return c, err
}

// wireChannel is a channel with what it changes of the roles' permissions, or
// a thread with its state.
type wireChannel struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Owner string `json:"owner_id"` // of a thread
	// Members is how many people and bots are in a thread, about.
	Members int `json:"member_count"`
	Thread  struct {
		Archived bool `json:"archived"`
		Locked   bool `json:"locked"`
	} `json:"thread_metadata"`
	Guild      string `json:"guild_id"`
	Type       int    `json:"type"`
	Parent     string `json:"parent_id"`
	Overwrites []struct {
		ID    string `json:"id"`
		Allow string `json:"allow"`
		Deny  string `json:"deny"`
	} `json:"permission_overwrites"`
}

// permissions are those of the bot in the channel: the roles' together, then
// the channel's changes for everyone, for its roles, for itself.
func (c *wireChannel) permissions(s *Server, user string) int64 {
	mine := map[string]bool{s.ID: true} // @everyone has the server's id
	for _, id := range s.BotRoles {
		mine[id] = true
	}
	var have int64
	for _, r := range s.Roles {
		if mine[r.ID] {
			have |= r.Permissions
		}
	}
	if s.Owner == user || have&discordgo.PermissionAdministrator != 0 {
		return -1
	}
	var allow, deny [3]int64 // everyone, roles, the bot
	for _, o := range c.Overwrites {
		at := 1
		switch {
		case o.ID == s.ID:
			at = 0
		case o.ID == user:
			at = 2
		case !mine[o.ID]:
			continue
		}
		allow[at] |= bits(o.Allow)
		deny[at] |= bits(o.Deny)
	}
	for i := range allow {
		have = have&^deny[i] | allow[i]
	}
	return have
}
