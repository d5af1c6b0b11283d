package sandbox

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/gorilla/websocket"
)

// payload is what a bot sends.
type payload struct {
	Op int             `json:"op"`
	D  json.RawMessage `json:"d"`
}

func (s *Sandbox) readGateway(c *gatewayConn) {
	c.ws.SetReadLimit(1 << 20)
	rate := newWindow(120, time.Minute)
	for {
		_, data, err := c.ws.ReadMessage()
		if websocket.IsCloseError(err, websocket.CloseNormalClosure, websocket.CloseGoingAway) {
			s.gw.forget(c)
			return
		}
		if err != nil {
			return
		}
		if len(data) > payloadMax {
			s.violate("gateway: a payload of %d bytes, at most %d", len(data), payloadMax)
			c.closeWith(4002)
			continue
		}
		if !rate.allow(time.Now()) {
			s.violate("gateway: more than 120 payloads in a minute")
			c.closeWith(4008)
			continue
		}
		var p payload
		if json.Unmarshal(data, &p) != nil {
			s.violate("gateway: a payload that is not JSON")
			c.closeWith(4002)
			continue
		}
		if code := s.receive(c, p); code != 0 {
			c.closeWith(code)
		}
	}
}

// receive handles one payload and returns a close code, or 0.
func (s *Sandbox) receive(c *gatewayConn, p payload) int {
	switch p.Op {
	case opHeartbeat:
		s.gw.heartbeat(c, p.D)
		return 0
	case opIdentify:
		return s.identify(c, p.D)
	case opResume:
		return s.resume(c, p.D)
	case opPresence, opVoice, opMembers:
		if !s.gw.identified(c) {
			return 4003
		}
		return 0
	default:
		s.violate("gateway: operation %d", p.Op)
		return 4001
	}
}

func (g *gateway) heartbeat(c *gatewayConn, d json.RawMessage) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if seq, err := strconv.ParseInt(string(d), 10, 64); err == nil && c.session != nil {
		c.session.acknowledge(seq)
	}
	if !g.faults.silent {
		c.send([]byte(`{"op":11,"d":null}`))
	}
}

func (g *gateway) identified(c *gatewayConn) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return c.session != nil
}

// forget ends the session of a connection: it cannot be resumed.
func (g *gateway) forget(c *gatewayConn) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if c.session != nil {
		delete(g.sessions, c.session.id)
		c.session = nil
	}
}

func (s *Sandbox) identify(c *gatewayConn, d json.RawMessage) int {
	var id struct {
		Token      string         `json:"token"`
		Intents    *int           `json:"intents"`
		Properties map[string]any `json:"properties"`
	}
	if json.Unmarshal(d, &id) != nil || id.Intents == nil || id.Properties == nil {
		s.violate("gateway: IDENTIFY without token, intents or properties")
		return 4002
	}
	if strings.TrimPrefix(id.Token, "Bot ") != s.opt.Token {
		return 4004
	}
	switch {
	case *id.Intents < 0 || *id.Intents >= 1<<26:
		return 4013
	case *id.Intents&intentsPrivileged != 0:
		return 4014
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	ready := encode(s.readyPayload())
	g := s.gw
	g.mu.Lock()
	defer g.mu.Unlock()
	if c.session != nil {
		return 4005
	}
	g.stats.Identifies++
	g.stats.Intents = *id.Intents
	x := &session{id: newToken()[:32], intents: *id.Intents, conn: c}
	ready = append(ready[:len(ready)-1], `,"session_id":"`+x.id+`"}`...)
	c.session = x
	g.sessions[x.id] = x
	x.push("READY", ready)
	if x.intents&intentGuilds != 0 {
		for _, guild := range s.guilds {
			x.push("GUILD_CREATE", encode(s.guildCreate(guild)))
		}
	}
	s.changed()
	return 0
}

func (s *Sandbox) resume(c *gatewayConn, d json.RawMessage) int {
	var re struct {
		Token     string `json:"token"`
		SessionID string `json:"session_id"`
		Seq       *int64 `json:"seq"`
	}
	if json.Unmarshal(d, &re) != nil || re.Seq == nil {
		s.violate("gateway: RESUME without token, session or seq")
		return 4002
	}
	if strings.TrimPrefix(re.Token, "Bot ") != s.opt.Token {
		return 4004
	}
	g := s.gw
	g.mu.Lock()
	defer g.mu.Unlock()
	if c.session != nil {
		return 4005
	}
	g.stats.Resumes++
	if code, refused := g.refuse(c, re.SessionID); refused {
		return code
	}
	x := g.sessions[re.SessionID]
	switch {
	case x == nil || (len(x.kept) > 0 && *re.Seq < x.first-1) || (len(x.kept) == 0 && *re.Seq < x.seq):
		delete(g.sessions, re.SessionID)
		c.sendOp(opInvalidSession, false)
		return 0
	case *re.Seq > x.seq:
		delete(g.sessions, re.SessionID)
		return 4007
	}
	if x.conn != nil {
		x.conn.closeWith(4000)
	}
	x.acknowledge(*re.Seq)
	for _, f := range x.kept {
		c.send(f)
	}
	x.conn, c.session = c, x
	x.push("RESUMED", []byte(`{"_trace":["sandbox"]}`))
	s.changed()
	return 0
}
