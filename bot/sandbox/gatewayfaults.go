package sandbox

import "strconv"

// GatewayStats counts what bots did at the gateway.
type GatewayStats struct {
	Connections int // websockets that were opened
	Identifies  int
	Resumes     int // RESUMEs that came, refused ones too
	Live        int // sessions connected now
	Intents     int // of the last IDENTIFY
}

// gatewayFaults are the switches for trouble at the gateway.
type gatewayFaults struct {
	noHello bool
	silent  bool
	refuse  string // what the next RESUME gets, "" for nothing
}

// GatewayStats returns the counts so far.
func (s *Sandbox) GatewayStats() GatewayStats {
	live := s.gw.live()
	s.gw.mu.Lock()
	defer s.gw.mu.Unlock()
	out := s.gw.stats
	out.Live = live
	return out
}

// Drop cuts every gateway connection as a broken network does. The sessions
// can be resumed; what they miss is kept for them.
func (s *Sandbox) Drop() {
	s.gw.each(func(c *gatewayConn) {
		if c.session != nil {
			c.session.conn = nil
		}
		c.cut()
	})
	s.changed()
}

// Reconnect asks every bot to reconnect (operation 7).
func (s *Sandbox) Reconnect() {
	s.gw.each(func(c *gatewayConn) { c.sendOp(opReconnect, nil) })
}

// InvalidSession tells every bot that its session is invalid (operation 9).
// One that is not resumable is gone.
func (s *Sandbox) InvalidSession(resumable bool) {
	s.gw.each(func(c *gatewayConn) {
		if !resumable && c.session != nil {
			delete(s.gw.sessions, c.session.id)
			c.session = nil
		}
		c.sendOp(opInvalidSession, resumable)
	})
	s.changed()
}

// CloseGateway closes every gateway connection with a close code. Codes after
// which Discord wants a new IDENTIFY end the session.
func (s *Sandbox) CloseGateway(code int) {
	s.gw.each(func(c *gatewayConn) { s.gw.closeWith(c, code) })
	s.changed()
}

// closeWith closes a connection, and its session with it where the code says so.
// The lock is held.
func (g *gateway) closeWith(c *gatewayConn, code int) {
	if c.session != nil {
		c.session.conn = nil
		if endsSession(code) {
			delete(g.sessions, c.session.id)
		}
	}
	c.closeWith(code)
}

// endsSession tells whether a close code leaves nothing to resume.
func endsSession(code int) bool {
	switch code {
	case 1000, 1001, 4003, 4004, 4007, 4009, 4010, 4011, 4012, 4013, 4014:
		return true
	}
	return false
}

// RefuseResume says what the next RESUME gets: "invalid" (operation 9), with
// which the session is gone, "reconnect" (operation 7), or a close code such
// as "4009". "" takes it back.
func (s *Sandbox) RefuseResume(mode string) {
	s.gw.mu.Lock()
	defer s.gw.mu.Unlock()
	s.gw.faults.refuse = mode
}

// SilenceAcks leaves heartbeats unanswered.
func (s *Sandbox) SilenceAcks(on bool) {
	s.gw.mu.Lock()
	defer s.gw.mu.Unlock()
	s.gw.faults.silent = on
}

// NoHello leaves new connections without the first word.
func (s *Sandbox) NoHello(on bool) {
	s.gw.mu.Lock()
	defer s.gw.mu.Unlock()
	s.gw.faults.noHello = on
}

// each runs f for every connection, with the gateway's lock held.
func (g *gateway) each(f func(*gatewayConn)) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for c := range g.conns {
		f(c)
	}
}

func (g *gateway) cutAll() { g.each((*gatewayConn).cut) }

// refuse answers a RESUME with the trouble that was asked for, once.
func (g *gateway) refuse(c *gatewayConn, id string) (code int, refused bool) {
	mode := g.faults.refuse
	g.faults.refuse = ""
	switch mode {
	case "":
		return 0, false
	case "invalid":
		delete(g.sessions, id)
		c.sendOp(opInvalidSession, false)
	case "reconnect":
		c.sendOp(opReconnect, nil)
	default:
		n, err := strconv.Atoi(mode)
		if err != nil {
			n = 4000
		}
		if endsSession(n) {
			delete(g.sessions, id)
		}
		return n, true
	}
	return 0, true
}
