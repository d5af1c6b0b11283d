package bot

import (
	"context"
	"slices"
	"time"

	"github.com/bwmarrin/discordgo"
)

const (
	eventsRoute = "/guilds/{guild}/scheduled-events"

	eventScheduled = 1 // the status of one that has not begun
)

// wireEvent is a scheduled event as Discord lists it.
type wireEvent struct {
	ID      string `json:"id"`
	Creator string `json:"creator_id"`
	Kind    int    `json:"entity_type"`
	Status  int    `json:"status"`
	Name    string `json:"name"`
	Start   string `json:"scheduled_start_time"`
}

// lostEvent finds the event that an earlier attempt made without our hearing of
// it, as lostRoom finds a room: one of ours that no row has. That of this name
// and time comes first, because people say of an event that they will come.
func (w *worker) lostEvent(ctx context.Context, t Task, e Event) (id string, err error) {
	if t.Attempts <= 1 {
		return "", nil
	}
	var list []wireEvent
	if err := w.b.rest.get(ctx, discordgo.EndpointGuildScheduledEvents(e.Guild), eventsRoute, &list); err != nil {
		return "", &deedError{deed: deedEvent, err: err}
	}
	me, since := w.b.self().user, snowflake(t.First.Add(-clockAhead))
	list = slices.DeleteFunc(list, func(v wireEvent) bool {
		return v.Creator != me || v.Kind != eventExternal || v.Status != eventScheduled || !later(v.ID, since)
	})
	name, start := e.name(), wireTime(e.Start)
	rank := func(v wireEvent) int {
		if at, err := time.Parse(time.RFC3339, v.Start); err != nil || v.Name != name || wireTime(at) != start {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(list, func(a, b wireEvent) int { return rank(a) - rank(b) })
	ids := make([]string, len(list))
	for i, v := range list {
		ids[i] = v.ID
	}
	i, err := w.unowned(ctx, t.ID, ids, e.Taken)
	if err != nil || i < 0 {
		return "", err
	}
	return ids[i], nil
}

// wireTime is a moment as Discord is told it: in seconds, which is as fine as
// rows keep it.
func wireTime(t time.Time) string { return t.UTC().Truncate(time.Second).Format(time.RFC3339) }
