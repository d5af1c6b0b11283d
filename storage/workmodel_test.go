package storage_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"dogear/storage"
)

// model is what the table of work means, the plain way.
type model struct {
	*board
	clubs  [2]int64    // of two servers
	rows   []*modelRow // by id
	flight []storage.Work
	done   map[string]bool // "id version" of what was recorded as done
	passed [2]int          // how often the other server was served while this one had something to be done
}

type modelRow struct {
	subject, version int64
	server           int
	lane, state      string
	due              time.Time
	open             bool
	attempts         int
	first            time.Time
	notBefore, lease time.Time
	message          string
}

func (m *model) row(subject int64) *modelRow {
	for _, r := range m.rows {
		if r.subject == subject {
			return r
		}
	}
	return nil
}

func earlier(a, b *modelRow) int { return a.due.Compare(b.due) } // and then by id: sorts are stable

// candidate is what may be claimed of a lane.
func (m *model) candidate(lane string) *modelRow {
	var due, stuck []*modelRow
	for _, r := range m.rows {
		if r.lane != lane {
			continue
		}
		if r.lease.After(m.wire) {
			return nil
		}
		switch {
		case !r.open || r.due.After(m.now):
		case r.state != "stuck":
			due = append(due, r)
		case !r.notBefore.After(m.wire):
			stuck = append(stuck, r)
		}
	}
	slices.SortStableFunc(due, earlier)
	slices.SortStableFunc(stuck, earlier)
	switch {
	case len(due) > 0 && !due[0].notBefore.After(m.wire):
		return due[0]
	case len(due) == 0 && len(stuck) > 0:
		return stuck[0]
	}
	return nil
}

// claimable is what may be claimed of a server, in order: what is stuck comes
// last.
func (m *model) claimable(server int) (list []*modelRow) {
	for _, r := range m.rows {
		if r.server == server && m.candidate(r.lane) == r {
			list = append(list, r)
		}
	}
	slices.SortStableFunc(list, func(a, b *modelRow) int {
		if a.state == b.state {
			return earlier(a, b)
		}
		return strings.Compare(b.state, a.state) // "waiting", "stuck"
	})
	return list
}

func (m *model) ask(rt *rapid.T) {
	subject := rapid.Int64Range(1, 12).Draw(rt, "subject")
	server := int(subject / 4 % 2)
	lane := []string{"direct", fmt.Sprint("a", server), fmt.Sprint("b", server)}[subject%3]
	due := m.now.Add(time.Duration(rapid.IntRange(-3, 3).Draw(rt, "due")) * time.Minute)
	m.club = m.clubs[server]
	m.board.ask(lane, subject, due.Sub(noon()))
	r := m.row(subject)
	if r == nil {
		r = &modelRow{subject: subject, server: server}
		m.rows = append(m.rows, r)
	}
	r.version++
	r.lane, r.due, r.open, r.state, r.notBefore = lane, due, true, "waiting", time.Time{}
}

func (m *model) again(rt *rapid.T) {
	subject := rapid.Int64Range(1, 12).Draw(rt, "subject")
	m.board.again(subject)
	if r := m.row(subject); r != nil && (r.message != "" || !r.lease.IsZero()) {
		r.version++
		if !r.open || r.state != "waiting" { // else it backs off as before
			r.notBefore = time.Time{}
		}
		r.open, r.state = true, "waiting"
	}
}

func (m *model) claim(rt *rapid.T) { m.claimSome(rt, rapid.IntRange(1, 4).Draw(rt, "limit")) }

func (m *model) claimSome(rt *rapid.T, limit int) []storage.Work {
	read(m.tb, m.db, func(tx *storage.Tx) error {
		is, err := tx.Due(m.now, m.wire)
		for server := range m.clubs {
			if list := m.claimable(server); len(list) > 0 && !is {
				rt.Fatalf("nothing is due, and %+v may be claimed", *list[0])
			}
		}
		return err
	})
	got := m.board.claim(limit)
	for _, w := range got {
		r := m.row(w.Subject)
		if own := m.claimable(r.server); len(own) == 0 || own[0] != r {
			rt.Fatalf("claimed %+v, want one of %v", w, own)
		}
		m.passed[r.server] = 0
		if other := 1 - r.server; len(m.claimable(other)) > 0 {
			if m.passed[other]++; m.passed[other] > 1 {
				rt.Fatalf("server %d was passed over %d times", other, m.passed[other])
			}
		}
		r.lease = m.wire.Add(time.Minute)
		if r.attempts++; r.attempts == 1 {
			r.first = m.now
		}
		if w.Version != r.version || w.Attempts != r.attempts || !w.First.Equal(r.first) || w.Message != r.message {
			rt.Fatalf("claimed %+v, want %+v", w, *r)
		}
	}
	for server := range m.clubs {
		if left := m.claimable(server); len(left) > 0 && len(got) < limit {
			rt.Fatalf("claimed %d rows of %d, and left %+v", len(got), limit, *left[0])
		}
	}
	m.flight = append(m.flight, got...)
	return got
}

// take picks one of what is in flight.
func (m *model) take(rt *rapid.T) (storage.Work, *modelRow) {
	if len(m.flight) == 0 {
		rt.Skip("nothing is in flight")
	}
	i := rapid.IntRange(0, len(m.flight)-1).Draw(rt, "which")
	w := m.flight[i]
	m.flight = slices.Delete(m.flight, i, i+1)
	return w, m.row(w.Subject)
}

func (m *model) finish(rt *rapid.T) {
	w, r := m.take(rt)
	w.Message = fmt.Sprint("message ", w.ID)
	m.record(rt, w, r)
}

func (m *model) record(rt *rapid.T, w storage.Work, r *modelRow) {
	m.board.finish(w)
	key := fmt.Sprint(w.ID, " ", w.Version)
	if m.done[key] {
		rt.Fatalf("row and version %s were done twice", key)
	}
	m.done[key] = true
	r.lease, r.attempts, r.notBefore, r.message = time.Time{}, 0, time.Time{}, w.Message
	r.open, r.state = r.version != w.Version, "waiting"
	if !r.open {
		r.state = "done"
	}
}

func (m *model) putOff(rt *rapid.T) {
	w, r := m.take(rt)
	state := rapid.SampledFrom([]string{"waiting", "stuck", "failed"}).Draw(rt, "state")
	wait := time.Duration(rapid.IntRange(0, 3).Draw(rt, "wait")) * 10 * time.Second
	m.board.putOff(w, state, wait)
	r.lease, r.notBefore = time.Time{}, m.wire.Add(wait)
	switch {
	case r.version == w.Version:
		r.state, r.open = state, state != "failed"
	case state == "waiting":
		r.state = "waiting"
	default:
		r.state, r.notBefore = "waiting", time.Time{}
	}
}

// crash forgets who works, and ends their leases in one way or the other.
func (m *model) crash(rt *rapid.T) {
	m.flight = nil
	if rapid.Bool().Draw(rt, "restart") {
		write(m.tb, m.db, func(tx *storage.Tx) error { return tx.FreeLeases() })
		for _, r := range m.rows {
			if !r.lease.IsZero() {
				r.attempts = min(r.attempts, 1)
			}
			r.lease = time.Time{}
		}
		return
	}
	m.wire = m.wire.Add(time.Minute)
}

func (m *model) pass(rt *rapid.T) {
	if rapid.Bool().Draw(rt, "club") {
		m.now = m.now.Add(time.Minute)
	}
	wire := m.wire.Add(10 * time.Second)
	for _, w := range m.flight {
		if !m.row(w.Subject).lease.After(wire) {
			return // who works is done before the lease runs out
		}
	}
	m.wire = wire
}

// setBack has somebody turn the club's clock back.
func (m *model) setBack(*rapid.T) {
	m.now, m.passed = m.now.Add(-time.Minute), [2]int{}
}

// check holds what must be true at any time.
func (m *model) check(rt *rapid.T) {
	for server := range m.clubs {
		if len(m.claimable(server)) == 0 {
			m.passed[server] = 0
		}
	}
	read(m.tb, m.db, func(tx *storage.Tx) error {
		wrong, err := tx.Strings(`SELECT guild_id FROM server WHERE due_at IS NOT (
			SELECT min(due_at) FROM work WHERE guild_id = server.guild_id AND (turn = 1 AND not_before = 0 OR turn = 2))`)
		if len(wrong) > 0 {
			rt.Fatalf("the first work of %v is not known", wrong)
		}
		return err
	})
	busy := map[string]bool{}
	for _, w := range m.flight {
		lane := m.row(w.Subject).lane
		if busy[lane] {
			rt.Fatalf("two of lane %s are in flight", lane)
		}
		busy[lane] = true
	}
}

// drain does all that is left, and checks that nothing was lost.
func (m *model) drain(rt *rapid.T) {
	m.flight = nil
	m.now, m.wire = m.now.Add(time.Hour), m.wire.Add(time.Hour)
	for range 100 {
		list := m.claimSome(rt, 8)
		if len(list) == 0 {
			break
		}
		m.flight = nil
		for _, w := range list {
			m.record(rt, w, m.row(w.Subject))
		}
	}
	for id, r := range m.rows {
		if r.state == "failed" {
			continue
		}
		if key := fmt.Sprint(id+1, " ", r.version); r.open || !m.done[key] {
			rt.Fatalf("subject %d was asked for and is lost: %+v", r.subject, *r)
		}
	}
}

// Whatever is asked for, in whatever order work is claimed, done, put off and
// forgotten by who crashed: no row is done twice for one version, none is lost,
// never are two of a lane in flight, and two servers are served in turn.
func TestWorkProperty(t *testing.T) {
	t.Parallel()
	s := newSquare(t, 2)
	rapid.Check(t, func(rt *rapid.T) {
		s.clear()
		m := &model{board: s.board, clubs: [2]int64(s.clubs), done: map[string]bool{}}
		rt.Repeat(map[string]func(*rapid.T){
			"ask": m.ask, "again": m.again, "claim": m.claim, "finish": m.finish,
			"put off": m.putOff, "crash": m.crash, "pass": m.pass, "set back": m.setBack, "": m.check,
		})
		m.drain(rt)
	})
}
