package sandbox

import (
	"net/http"
	"slices"
	"strconv"
	"time"
)

// threadList is threads as Discord lists them, with the bot's own membership
// of each that it is in.
func (s *Sandbox) threadList(threads []*channel, more bool) map[string]any {
	out, members := []any{}, []any{}
	for _, t := range threads {
		out = append(out, s.channelPayload(t))
		if slices.Contains(t.Members, s.bot.ID) {
			members = append(members, s.threadMemberPayload(t, s.bot.ID))
		}
	}
	return map[string]any{"threads": out, "members": members, "has_more": more}
}

func (s *Sandbox) getActiveThreads(r *request) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	g, err := s.guildOf(r)
	if err != nil {
		return response{}, err
	}
	var out []*channel
	for _, id := range slices.Backward(g.threads) {
		if t := s.channels[id]; !t.Archived && s.permissionsIn(t, s.bot.ID)&PermissionViewChannel != 0 {
			out = append(out, t)
		}
	}
	return response{http.StatusOK, s.threadList(out, false)}, nil
}

func (s *Sandbox) getArchivedPublic(r *request) (response, error) {
	return s.archived(r, PermissionReadHistory, byTurning, func(t *channel) bool { return t.Type == channelPublicThread })
}

func (s *Sandbox) getArchivedPrivate(r *request) (response, error) {
	return s.archived(r, PermissionReadHistory|PermissionManageThreads, byTurning, func(t *channel) bool { return t.Type == channelPrivateThread })
}

func (s *Sandbox) getArchivedJoined(r *request) (response, error) {
	return s.archived(r, PermissionReadHistory, byMaking, func(t *channel) bool {
		return t.Type == channelPrivateThread && slices.Contains(t.Members, s.bot.ID)
	})
}

// threadOrder says how a list is sorted, newest first, and what its "before"
// is: an instant or an id.
type threadOrder bool

const (
	byTurning threadOrder = false
	byMaking  threadOrder = true
)

// before tells whether a thread comes after the mark in a list.
func (o threadOrder) before(t *channel, mark string) bool {
	if o == byMaking {
		return compareIDs(t.ID, mark) < 0
	}
	at, err := time.Parse(time.RFC3339Nano, mark)
	return err == nil && t.Turned.Before(at)
}

func (o threadOrder) valid(mark string) error {
	if o == byMaking && !isSnowflake(mark) {
		return errField("before", "NUMBER_TYPE_COERCE", "Value is not snowflake.")
	}
	if _, err := time.Parse(time.RFC3339Nano, mark); o == byTurning && err != nil {
		return errField("before", "DATE_TIME_TYPE_PARSE", "Could not parse. Should be ISO8601.")
	}
	return nil
}

func (s *Sandbox) archived(r *request, need int64, order threadOrder, fits func(*channel) bool) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.channelOf(r, need)
	if err != nil {
		return response{}, err
	}
	q := r.URL.Query()
	limit := 50
	if v := q.Get("limit"); v != "" {
		if limit, err = strconv.Atoi(v); err != nil || limit < 2 || limit > 100 {
			return response{}, errField("limit", "NUMBER_TYPE_RANGE", "Value should be between 2 and 100.")
		}
	}
	mark := q.Get("before")
	if mark != "" {
		if err := order.valid(mark); err != nil {
			return response{}, err
		}
	}
	var all []*channel
	for _, t := range s.threadsOf(c) {
		if t.Archived && fits(t) && (mark == "" || order.before(t, mark)) {
			all = append(all, t)
		}
	}
	slices.SortFunc(all, func(a, b *channel) int {
		if n := b.Turned.Compare(a.Turned); n != 0 && order == byTurning {
			return n
		}
		return compareIDs(b.ID, a.ID)
	})
	n := min(limit, len(all))
	return response{http.StatusOK, s.threadList(all[:n], n < len(all))}, nil
}
