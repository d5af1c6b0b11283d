package storage_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"dogear/storage"
)

// model is what the table of work means, the plain way.
type model struct {
	*board
	rows   []*modelRow // by id
	flight []storage.Work
	done   map[string]bool // "id version" of what was recorded as done
}

type modelRow struct {
	subject, version int64
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

func (m *model) claimable(limit int) []*modelRow {
	var list []*modelRow
	for _, r := range m.rows {
		if m.candidate(r.lane) == r {
			list = append(list, r)
		}
	}
	slices.SortStableFunc(list, earlier)
	return list[:min(limit, len(list))]
}

func (m *model) ask(rt *rapid.T) {
	subject := rapid.Int64Range(1, 8).Draw(rt, "subject")
	lane := []string{"a", "b", "c"}[subject%3]
	due := m.now.Add(time.Duration(rapid.IntRange(-3, 3).Draw(rt, "due")) * time.Minute)
	m.board.ask(lane, subject, due.Sub(noon()))
	r := m.row(subject)
	if r == nil {
		r = &modelRow{subject: subject}
		m.rows = append(m.rows, r)
	}
	r.version++
	r.lane, r.due, r.open, r.state, r.notBefore = lane, due, true, "waiting", time.Time{}
}

func (m *model) again(rt *rapid.T) {
	subject := rapid.Int64Range(1, 8).Draw(rt, "subject")
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
	want := m.claimable(limit)
	got := m.board.claim(limit)
	if len(got) != len(want) {
		rt.Fatalf("claimed %d rows, want %d", len(got), len(want))
	}
	for i, w := range got {
		r := want[i]
		r.lease = m.wire.Add(time.Minute)
		if r.attempts++; r.attempts == 1 {
			r.first = m.now
		}
		if w.Subject != r.subject || w.Version != r.version || w.Attempts != r.attempts || !w.First.Equal(r.first) || w.Message != r.message {
			rt.Fatalf("claimed %+v, want %+v", w, *r)
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

// check holds what must be true at any time.
func (m *model) check(rt *rapid.T) {
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
// and never are two of a lane in flight.
func TestWorkProperty(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		db, err := storage.Open(t.Context(), ":memory:")
		if err != nil {
			rt.Fatal(err)
		}
		defer func() {
			if err := db.Close(); err != nil {
				rt.Error(err)
			}
		}()
		m := &model{board: &board{tb: t, db: db, now: noon(), wire: noon().AddDate(1, 0, 0)}, done: map[string]bool{}}
		write(t, db, func(tx *storage.Tx) error {
			c, err := addClub(tx, 1)
			m.club = c.ID
			return err
		})
		rt.Repeat(map[string]func(*rapid.T){
			"ask": m.ask, "again": m.again, "claim": m.claim, "finish": m.finish,
			"put off": m.putOff, "crash": m.crash, "pass": m.pass, "": m.check,
		})
		m.drain(rt)
	})
}
