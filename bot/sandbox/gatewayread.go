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
		Shard      *[2]int        `json:"shard"`
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
	part := shard{of: 1}
	if id.Shard != nil {
		part = shard{id: id.Shard[0], of: id.Shard[1]}
	}
	if part.id < 0 || part.id >= part.of {
		return 4010
	}
	x := &session{id: newToken()[:32], intents: *id.Intents, shard: part, conn: c}
	guilds, code := s.begin(c, x)
	s.introduce(x, guilds)
	return code
}

// begin begins a session, if Discord would have it, and returns the servers that
// it is to hear of, or a close code.
func (s *Sandbox) begin(c *gatewayConn, x *session) (guilds []*Guild, code int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	guilds = x.shard.guilds(s.guilds)
	g := s.gw
	g.mu.Lock()
	defer g.mu.Unlock()
	switch why := g.starts.take(x.shard.id, time.Now()); {
	case c.session != nil:
		return nil, 4005
	case why != "":
		s.violate("gateway: IDENTIFY of shard %d of %d: %s", x.shard.id, x.shard.of, why)
		c.sendOp(opInvalidSession, false)
		return nil, 0
	case len(guilds) > g.starts.Most:
		return nil, 4011
	}
	g.stats.Identifies++
	g.stats.Intents = x.intents
	c.session = x
	g.sessions[x.id] = x
	x.push("READY", encode(s.readyPayload(x, guilds)))
	s.changed()
	return guilds, 0
}

// introduce tells a new session of its servers, one after another: where there
// are thousands, nobody else is held up.
func (s *Sandbox) introduce(x *session, guilds []*Guild) {
	if x.intents&intentGuilds == 0 {
		return
	}
	for _, guild := range guilds {
		s.mu.Lock()
		if s.guildByID[guild.ID] == guild {
			data := encode(s.guildCreate(guild))
			s.gw.mu.Lock()
			x.push("GUILD_CREATE", data)
			s.gw.mu.Unlock()
		}
		s.mu.Unlock()
	}
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
