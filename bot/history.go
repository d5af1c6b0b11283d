package bot

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"
)

const (
	// Discord's ids count milliseconds from the first second of 2015.
	discordEpoch = 1420070400000
	historyPage  = 100
	historyPages = 50
	// earlierPages are looked at from before the first attempt, for the host's
	// clock may have been further ahead than clockAhead.
	earlierPages = 3
	// clockAhead is how far the host's clock may be ahead of Discord's, whose
	// time the ids carry.
	clockAhead = time.Hour
)

// waitError is why work waits rather than risk a second post.
type waitError struct{ reason string }

func (e *waitError) Error() string { return e.reason }

// find looks through the channel for a message of ours with a button that
// carries the row: all that came since the first attempt, and some of what stands
// before that. If the channel cannot be read, nobody can say that it is not there.
func (w *worker) find(ctx context.Context, t Task, channel string) (id string, err error) {
	s := search{w: w, channel: channel, tag: rowTag(t), earlier: "#" + strconv.FormatInt(t.ID, 36), first: t.First.Unix()}
	since := snowflake(t.First.Add(-clockAhead))
	whole, err := s.look(ctx, "after", since, historyPages)
	if err == nil && !whole {
		err = &waitError{"The channel has grown too long for me to see whether this was posted already."}
	}
	if err == nil && s.id == "" {
		_, err = s.look(ctx, "before", since, earlierPages)
	}
	if err == nil && s.seen == 0 {
		// Discord shows an empty channel to those who may not read it.
		err = w.b.mayRead(ctx, channel, unreadable)
	}
	return s.id, err
}

// search is a search for a message in a channel.
type search struct {
	w            *worker
	channel, tag string
	earlier      string // the tag that a Dogear gave who named the row alone
	first        int64  // the second of the first attempt that is known of
	id           string // found
	seen         int    // messages
}

// look looks through pages of messages after or before an id. It reports whether
// it found the message or came to the end.
func (s *search) look(ctx context.Context, side, from string, pages int) (whole bool, err error) {
	for range pages {
		list, err := s.w.b.rest.messages(ctx, s.channel, side, from)
		if err != nil {
			return false, err
		}
		s.seen += len(list)
		for i := range list {
			m := &list[i]
			if m.Author.ID == s.w.b.self().user && (m.carries(s.tag) || side == "after" && (m.carries(s.earlier) || m.carriesLater(s.earlier, s.first))) {
				s.id = m.ID
				return true, nil
			}
			if later(m.ID, from) == (side == "after") {
				from = m.ID
			}
		}
		if len(list) < historyPage {
			return true, nil
		}
	}
	return false, nil
}

// messages are a page of a channel's, after or before an id.
func (r *rest) messages(ctx context.Context, channel, side, id string) (list []sent, err error) {
	address := discordgo.EndpointChannelMessages(channel) + "?limit=" + strconv.Itoa(historyPage) + "&" + side + "=" + id
	err = r.get(ctx, address, "/channels/{channel}/messages", &list)
	if code := discordCode(err); code == codeMissingAccess || code == codeMissingPermissions {
		return nil, &waitError{unreadable}
	}
	return list, err
}

const unreadable = "I cannot see whether this was posted already (View Channel, Read Message History), so it waits."

// carries reports whether a component of the message has the row's tag.
func (m *sent) carries(tag string) bool {
	found := false
	walk(m.Components, func(c *component) { found = found || hasTag(c.CustomID, tag) })
	return found
}

// carriesLater reports whether a component has the tag of the row with a first
// attempt no earlier than the one that is known of. A Dogear made it whose rows
// are lost, for a backup was put in their place.
func (m *sent) carriesLater(row string, first int64) bool {
	found := false
	walk(m.Components, func(c *component) {
		i := strings.LastIndexByte(c.CustomID, '.')
		if i < 0 || !hasTag(c.CustomID[:i], row) {
			return
		}
		at, err := strconv.ParseInt(c.CustomID[i+1:], 36, 64)
		found = found || err == nil && at >= first
	})
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
