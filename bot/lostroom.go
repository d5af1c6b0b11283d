package bot

import (
	"context"
	"slices"
	"strconv"

	"github.com/bwmarrin/discordgo"
)

const unlistable = "I cannot see whether this room was made already (View Channel, Read Message History), so it waits."

// lostRoom finds the thread that an earlier attempt made without our hearing
// of it: a private thread of ours that no row has and nobody was let into yet.
// Of those, one is as good as another. What it was to be called then may be
// another name now; that of this name comes first because Discord allows few
// renamings.
func (w *worker) lostRoom(ctx context.Context, t Task, r Room) (wireChannel, error) {
	if t.Attempts <= 1 {
		return wireChannel{}, nil
	}
	since := snowflake(t.First.Add(-clockAhead))
	list, err := w.b.rest.threads(ctx, r.Parent, since)
	switch discordCode(err) {
	case codeMissingAccess, codeMissingPermissions:
		return wireChannel{}, &waitError{unlistable}
	}
	if err != nil {
		return wireChannel{}, &deedError{deed: deedRoom, err: err}
	}
	list = slices.DeleteFunc(list, func(c wireChannel) bool {
		return c.Type != channelPrivateThread || c.Parent != r.Parent || c.Owner != w.b.self().user || c.Members > 1 || !later(c.ID, since)
	})
	rank := func(c wireChannel) int {
		if c.Name == r.Name {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(list, func(a, b wireChannel) int { return rank(a) - rank(b) })
	ids := make([]string, len(list))
	for i, c := range list {
		ids[i] = c.ID
	}
	i, err := w.unowned(ctx, t.ID, ids, r.Taken)
	if err != nil || i < 0 {
		return wireChannel{}, err
	}
	return list[i], nil
}

// threads are those of the server that are open, and of the channel those
// private ones in the archive that the bot is in, down to an id.
func (r *rest) threads(ctx context.Context, channel, since string) ([]wireChannel, error) {
	parent, err := r.channel(ctx, channel)
	if err != nil {
		return nil, err
	}
	type page struct {
		Threads []wireChannel `json:"threads"`
		More    bool          `json:"has_more"`
	}
	var open page
	if err := r.get(ctx, discordgo.EndpointGuildActiveThreads(parent.Guild), "/guilds/{guild}/threads/active", &open); err != nil {
		return nil, err
	}
	list, before := open.Threads, ""
	for {
		var archived page
		address := discordgo.EndpointChannelJoinedPrivateArchivedThreads(channel) + "?limit=" + strconv.Itoa(historyPage) + before
		if err := r.get(ctx, address, "/channels/{channel}/users/@me/threads/archived/private", &archived); err != nil {
			return nil, err
		}
		list = append(list, archived.Threads...)
		if len(archived.Threads) == 0 || !archived.More {
			return list, nil
		}
		last := archived.Threads[len(archived.Threads)-1].ID // the earliest
		if !later(last, since) {
			return list, nil
		}
		before = "&before=" + last
	}
}
