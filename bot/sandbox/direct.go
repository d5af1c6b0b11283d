package sandbox

import (
	"net/http"
	"slices"
	"time"
)

// opensPerSecond is how many new direct messages a bot may open in a second of
// the wire's time. Discord does not tell its own number.
const opensPerSecond = 5

// direct returns the channel of direct messages with u.
func (s *Sandbox) direct(u *user) *channel {
	if c := s.channels[u.DM]; c != nil {
		return c
	}
	c := s.newChannel(nil, "", channelDM)
	c.Recipient = u.ID
	u.DM = c.ID
	return c
}

// postDM opens direct messages with someone, or finds those that are open. To
// open many new ones at once is spam to Discord.
func (s *Sandbox) postDM(r *request) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := &problems{}
	p.check("", s.shapes.direct, r.body)
	s.oddFields("POST users/@me/channels", p)
	if p.bad() {
		return response{}, errForm(p)
	}
	id, _ := r.object()["recipient_id"].(string)
	u := s.users[id]
	if u == nil || u.Bot {
		return response{}, errBad(50033, "Invalid Recipient(s)")
	}
	if s.channels[u.DM] == nil && !s.opt.Unlimited && !s.openings.allow(r.at) {
		return response{}, &apiError{status: http.StatusForbidden, code: 40003, message: "You are opening direct messages too fast."}
	}
	c := s.direct(u)
	s.touched()
	return response{http.StatusOK, s.channelPayload(c)}, nil
}

func newOpenings() *window { return newWindow(opensPerSecond, time.Second) }

// reachable refuses what the bot writes to someone who does not want direct
// messages, or who is in no server with it. Other channels have no such rule.
func (s *Sandbox) reachable(c *channel) error {
	u := s.users[c.Recipient]
	switch {
	case c.Guild != "" || u == nil:
		return nil
	case !slices.ContainsFunc(s.guilds, func(g *Guild) bool { return g.members[u.ID] != nil }):
		return &apiError{status: http.StatusForbidden, code: 50278, message: "Cannot send messages to this user due to having no mutual guilds"}
	case u.Closed:
		return &apiError{status: http.StatusForbidden, code: 50007, message: "Cannot send messages to this user"}
	}
	return nil
}

// CloseDirect says whether the person keeps the bot from writing to them. What
// stands in their direct messages stays, and they may still write and press.
func (p *Person) CloseDirect(closed bool) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	p.s.users[p.ID].Closed = closed
	p.s.touched()
}
