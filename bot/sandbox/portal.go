package sandbox

import (
	"net/http"
	"time"
)

// Portal is what the host can set of the application in Discord's Developer
// Portal, as far as the bot is told of it.
type Portal struct {
	Endpoint  string // where interactions are sent to; "" is the gateway
	CodeGrant bool   // who invites the bot has to come by a site of its own
	Flags     int64  // of the application; the privileged intents are among them
}

func (p Portal) endpoint() any {
	if p.Endpoint == "" {
		return nil
	}
	return p.Endpoint
}

// SetPortal sets the application. What the sandbox sends goes to the gateway all
// the same.
func (s *Sandbox) SetPortal(p Portal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.portal = p
}

// SetDate has all answers be dated so much later than they are, or earlier if it
// is less than 0: what Discord does, seen from a machine whose clock is off.
func (s *Sandbox) SetDate(ahead time.Duration) { s.ahead.Store(int64(ahead)) }

func (s *Sandbox) date() string {
	return time.Now().Add(time.Duration(s.ahead.Load())).UTC().Format(http.TimeFormat)
}
