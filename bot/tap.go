package bot

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"net"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
)

// link is one connection to the gateway, read along below discordgo. The
// library keeps to itself what a supervisor must know (the close code, the
// heartbeat interval, whether the session is still valid), locks itself up for
// ever on a RECONNECT in answer to a RESUME, and decodes each event four times.
// So the frames are read here first:
//
//   - events go to take, decoded once; the library gets an empty one with the
//     same sequence number, so that it can resume;
//   - RECONNECT and INVALID_SESSION end the connection, without a close frame,
//     which would end the session with it;
//   - HELLO, READY, RESUMED and heartbeats pass, and are noted.
//
// What is not understood (compressed, fragmented, huge) passes untouched.
type link struct {
	net.Conn
	in    *bufio.Reader
	out   []byte // what discordgo has not read yet
	stage stage
	left  int64  // bytes of a frame that passes untouched
	frame []byte // reused
	take  func(*event)

	opened   time.Time
	interval atomic.Int64 // of heartbeats, in nanoseconds; 0 before HELLO
	acked    atomic.Int64 // nanoseconds from opened to the last acknowledgement
	beat     atomic.Int64 // and to the heartbeat that was sent last
	// roundTrip is how long the latest heartbeat took to be acknowledged, in
	// nanoseconds; 0 before the first was.
	roundTrip atomic.Int64
	code      atomic.Int32  // Discord's close code, 0 if it gave none
	invalid   atomic.Bool   // the session cannot be resumed
	down      chan struct{} // closed when nothing more will come
	once      sync.Once
	writing   sync.Mutex
}

type stage int

const (
	stageUpgrade stage = iota // the HTTP answer
	stageFrames
	stageRaw // not a websocket, or one that we do not follow
)

const (
	opText  = 1
	opClose = 8

	maxFrame     = 16 << 20
	keptFrame    = 64 << 10 // a larger buffer is not kept for the next
	writeTimeout = 10 * time.Second
	stubType     = "DOGEAR" // an event that discordgo does not know and drops
)

// Gateway opcodes.
const (
	opDispatch  = 0
	opReconnect = 7
	opInvalid   = 9
	opHello     = 10
	opAck       = 11
)

var errSessionOver = errors.New("the gateway asked for another connection")

func newLink(c net.Conn, take func(*event)) *link {
	return &link{
		Conn: c, in: bufio.NewReaderSize(c, 32<<10), take: take,
		opened: time.Now(), down: make(chan struct{}),
	}
}

// Close implements net.Conn. It cuts the connection without a close frame.
func (l *link) Close() error {
	l.once.Do(func() { close(l.down) })
	return l.Conn.Close()
}

// farewell closes the session: it says so with the code 1000. discordgo would
// sleep for a second over it.
func (l *link) farewell() error {
	const masked = 0x80
	frame := []byte{opClose | 0x80, masked | 2, 0, 0, 0, 0} // a mask of zeros
	_, err := l.Write(binary.BigEndian.AppendUint16(frame, websocket.CloseNormalClosure))
	return err
}

// Write implements net.Conn. discordgo sets no deadline: a dead connection
// would hold its lock for ever.
func (l *link) Write(p []byte) (int, error) {
	l.writing.Lock()
	defer l.writing.Unlock()
	if err := l.SetWriteDeadline(time.Now().Add(writeTimeout)); err != nil {
		return 0, err
	}
	if isHeartbeat(p) {
		l.beat.Store(int64(time.Since(l.opened)))
	}
	return l.Conn.Write(p)
}

// Read implements net.Conn.
func (l *link) Read(p []byte) (int, error) {
	for len(l.out) == 0 {
		if l.stage == stageRaw || l.left > 0 {
			return l.pass(p)
		}
		var err error
		if l.stage == stageUpgrade {
			err = l.upgrade()
		} else {
			err = l.next()
		}
		if err != nil {
			_ = l.Close()
			return 0, err
		}
	}
	n := copy(p, l.out)
	l.out = l.out[n:]
	return n, nil
}

// pass lets bytes through as they are.
func (l *link) pass(p []byte) (int, error) {
	if l.stage != stageRaw && int64(len(p)) > l.left {
		p = p[:l.left]
	}
	n, err := l.in.Read(p)
	l.left -= int64(n)
	if err != nil {
		_ = l.Close()
	}
	return n, err
}

// upgrade passes one line of the HTTP answer; the empty one ends it.
func (l *link) upgrade() error {
	line, err := l.in.ReadSlice('\n')
	if err != nil {
		return err
	}
	l.out = append(l.out[:0], line...)
	if len(bytes.TrimSpace(line)) == 0 {
		l.stage = stageFrames
	}
	return nil
}

// next reads the head of a frame, and the frame if it is a text or a close.
func (l *link) next() error {
	head, err := l.in.Peek(2)
	if err != nil {
		return err
	}
	size, length := 2, uint64(head[1]&0x7f)
	if head[1]&0x80 != 0 { // masked, which no server does
		l.stage = stageRaw
		return nil
	}
	switch length {
	case 126:
		size = 4
	case 127:
		size = 10
	}
	if head, err = l.in.Peek(size); err != nil {
		return err
	}
	switch size {
	case 4:
		length = uint64(binary.BigEndian.Uint16(head[2:]))
	case 10:
		length = binary.BigEndian.Uint64(head[2:])
	}
	const whole = 0x80 // the last fragment, no extension
	op := int(head[0] &^ whole)
	if head[0]&whole == 0 || length > maxFrame || op != opText && op != opClose {
		l.left = int64(size) + int64(min(length, 1<<62))
		return nil
	}
	if _, err := l.in.Discard(size); err != nil {
		return err
	}
	if uint64(cap(l.frame)) < length {
		l.frame = make([]byte, length)
	}
	l.frame = l.frame[:length]
	if _, err := io.ReadFull(l.in, l.frame); err != nil {
		return err
	}
	if length > keptFrame {
		defer func() { l.frame = nil }()
	}
	if op == opClose {
		if length >= 2 {
			l.code.Store(int32(binary.BigEndian.Uint16(l.frame)))
		}
		l.emit(opClose, l.frame)
		_ = l.Close() // discordgo would answer with 1000, which ends the session
		return nil
	}
	return l.text()
}

// text looks at a message and decides what discordgo gets of it.
func (l *link) text() error {
	ev := event{arrived: time.Now()}
	if lenient(decodeEvent(l.frame, &ev)) != nil {
		ev.Op = -1 // not JSON: not ours to judge
	}
	switch ev.Op {
	case opReconnect:
		return errSessionOver
	case opInvalid:
		var m struct {
			Resumable bool `json:"d"`
		}
		_ = json.Unmarshal(l.frame, &m) // what cannot be read cannot be resumed
		l.invalid.Store(!m.Resumable)
		return errSessionOver
	case opHello:
		var m struct {
			D struct {
				Interval int64 `json:"heartbeat_interval"`
			} `json:"d"`
		}
		_ = json.Unmarshal(l.frame, &m) // discordgo reports it
		l.interval.Store(m.D.Interval * int64(time.Millisecond))
		l.acked.Store(int64(time.Since(l.opened)))
	case opAck:
		acked := int64(time.Since(l.opened))
		l.acked.Store(acked)
		l.roundTrip.Store(acked - l.beat.Load())
	case opDispatch:
		l.take(&ev)
		if ev.Type != "READY" && ev.Type != "RESUMED" {
			l.stub(ev.Seq)
			return nil
		}
	}
	l.emit(opText, l.frame)
	return nil
}

// stub gives discordgo the sequence number of an event without the event.
func (l *link) stub(seq int64) {
	b := make([]byte, 0, 64)
	b = strconv.AppendInt(append(b, `{"op":0,"t":"`+stubType+`","s":`...), seq, 10)
	l.emit(opText, append(b, `,"d":null}`...))
}

// emit puts a frame before discordgo.
func (l *link) emit(op byte, data []byte) {
	l.out = append(l.out[:0], op|0x80)
	switch n := len(data); {
	case n < 126:
		l.out = append(l.out, byte(n))
	case n < 1<<16:
		l.out = binary.BigEndian.AppendUint16(append(l.out, 126), uint16(n))
	default:
		l.out = binary.BigEndian.AppendUint64(append(l.out, 127), uint64(n))
	}
	l.out = append(l.out, data...)
}
