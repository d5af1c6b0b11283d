package sandbox

import (
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// Gateway operations.
const (
	opDispatch       = 0
	opHeartbeat      = 1
	opIdentify       = 2
	opPresence       = 3
	opVoice          = 4
	opResume         = 6
	opReconnect      = 7
	opMembers        = 8
	opInvalidSession = 9
	opHello          = 10
	opAck            = 11
)

// Intents of the gateway that the sandbox has events for.
const (
	intentGuilds         = 1 << 0
	intentMembers        = 1 << 1
	intentPresences      = 1 << 8
	intentMessages       = 1 << 9
	intentDirect         = 1 << 12
	intentMessageContent = 1 << 15
	intentEvents         = 1 << 16
	intentsPrivileged    = intentMembers | intentPresences | intentMessageContent
)

const (
	heartbeatEvery = 41250 * time.Millisecond
	replayKept     = 4000 // events of a session that a RESUME can have again
	payloadMax     = 4096 // bytes of one payload from the bot
)

// gateway holds the sessions of connected bots. Its lock is taken after the
// sandbox's, never before.
type gateway struct {
	mu       sync.Mutex
	sessions map[string]*session
	conns    map[*gatewayConn]bool
	stats    GatewayStats
	faults   gatewayFaults
	starts   starts
}

// session is what a bot can resume.
type session struct {
	id      string
	intents int
	shard   shard
	seq     int64
	first   int64    // the sequence number of kept[0]
	kept    [][]byte // frames that may have to be sent again
	conn    *gatewayConn
}

// gatewayConn is one websocket. Frames are queued, so that a slow reader never
// holds up the sandbox.
type gatewayConn struct {
	ws      *websocket.Conn
	session *session

	mu     sync.Mutex
	queue  [][]byte
	closes int  // a close code that ends the queue, 0 for none
	hangs  bool // nothing is sent any more
	wake   chan struct{}
	gone   chan struct{}
	once   sync.Once
}

func newGateway(s Starts) *gateway {
	g := &gateway{sessions: map[string]*session{}, conns: map[*gatewayConn]bool{}}
	g.starts.set(s)
	return g
}

// live counts the sessions that are connected.
func (g *gateway) live() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	n := 0
	for _, x := range g.sessions {
		if x.conn != nil {
			n++
		}
	}
	return n
}

// dispatch sends an event of a server, "" for direct messages, to every session
// of its shard that asked for it; sessions that are cut off find it when they
// resume. The payload is made only if someone wants it.
func (s *Sandbox) dispatch(name string, intent int, guild string, payload func() any) {
	g := s.gw
	g.mu.Lock()
	defer g.mu.Unlock()
	var data []byte
	for _, x := range g.sessions {
		if x.intents&intent == 0 || !x.shard.has(guild) {
			continue
		}
		if data == nil {
			data = encode(payload())
		}
		x.push(name, data)
	}
}

// dispatchRaw sends an event that needs no intent to every session of the
// server's shard.
func (s *Sandbox) dispatchRaw(name, guild string, data []byte) {
	s.gw.mu.Lock()
	defer s.gw.mu.Unlock()
	for _, x := range s.gw.sessions {
		if x.shard.has(guild) {
			x.push(name, data)
		}
	}
}

// push queues one event. The gateway's lock is held.
func (x *session) push(name string, data []byte) {
	x.seq++
	frame := make([]byte, 0, len(data)+64)
	frame = append(frame, `{"t":"`...)
	frame = append(frame, name...)
	frame = append(frame, `","s":`...)
	frame = strconv.AppendInt(frame, x.seq, 10)
	frame = append(frame, `,"op":0,"d":`...)
	frame = append(frame, data...)
	frame = append(frame, '}')
	if len(x.kept) == 0 {
		x.first = x.seq
	}
	x.kept = append(x.kept, frame)
	if over := len(x.kept) - replayKept; over > 0 {
		x.drop(over)
	}
	if x.conn != nil {
		x.conn.send(frame)
	}
}

func (x *session) drop(n int) {
	clear(x.kept[:n])
	x.kept = x.kept[n:]
	x.first += int64(n)
}

// acknowledge forgets events that the bot has said it has.
func (x *session) acknowledge(seq int64) {
	if n := seq - x.first + 1; n > 0 && len(x.kept) > 0 {
		x.drop(int(min(n, int64(len(x.kept)))))
	}
}

func (c *gatewayConn) send(frame []byte) {
	c.mu.Lock()
	c.queue = append(c.queue, frame)
	c.mu.Unlock()
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

func (c *gatewayConn) sendOp(op int, d any) { c.send(encode(map[string]any{"op": op, "d": d})) }

// closeWith sends what is queued, then a close frame with the code.
func (c *gatewayConn) closeWith(code int) {
	c.mu.Lock()
	c.closes = code
	c.mu.Unlock()
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

// cut ends the connection as a broken network does.
func (c *gatewayConn) cut() {
	c.once.Do(func() {
		close(c.gone)
		_ = c.ws.NetConn().Close()
	})
}

// write sends what is queued until the connection ends.
func (c *gatewayConn) write() {
	defer c.cut()
	for {
		select {
		case <-c.wake:
		case <-c.gone:
			return
		}
		c.mu.Lock()
		if c.hangs {
			c.mu.Unlock()
			continue
		}
		frames, code := c.queue, c.closes
		c.queue = nil
		c.mu.Unlock()
		for _, f := range frames {
			if c.ws.WriteMessage(websocket.TextMessage, f) != nil {
				return
			}
		}
		if code != 0 {
			message := websocket.FormatCloseMessage(code, "")
			_ = c.ws.WriteControl(websocket.CloseMessage, message, time.Now().Add(time.Second))
			return
		}
	}
}

// serveGateway is the websocket's handler.
func (s *Sandbox) serveGateway(w http.ResponseWriter, r *http.Request) {
	up := websocket.Upgrader{CheckOrigin: func(r *http.Request) bool { return r.Header.Get("Origin") == "" }}
	ws, err := up.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	c := &gatewayConn{ws: ws, wake: make(chan struct{}, 1), gone: make(chan struct{})}
	g := s.gw
	g.mu.Lock()
	g.conns[c] = true
	g.stats.Connections++
	silent := g.faults.noHello
	g.mu.Unlock()
	writer := make(chan struct{})
	go func() { defer close(writer); c.write() }()
	if !silent {
		c.sendOp(opHello, map[string]any{"heartbeat_interval": heartbeatEvery.Milliseconds(), "_trace": []string{"sandbox"}})
	}
	s.readGateway(c)
	g.detach(c)
	c.cut()
	<-writer
	s.changed()
}

func (g *gateway) detach(c *gatewayConn) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.conns, c)
	if c.session != nil && c.session.conn == c {
		c.session.conn = nil
	}
}
