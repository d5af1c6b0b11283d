package storage_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"dogear/storage"
)

// square is a board with several servers.
type square struct {
	*board
	clubs []int64 // one of each server
	next  int64   // the subject that is asked for next
}

func newSquare(tb testing.TB, servers int) *square {
	s := &square{board: &board{tb: tb, db: open(tb, ":memory:")}, clubs: make([]int64, servers)}
	write(tb, s.db, func(tx *storage.Tx) error {
		for i := range s.clubs {
			c, err := addClub(tx, i)
			if err != nil {
				return err
			}
			s.clubs[i] = c.ID
		}
		return nil
	})
	s.clear()
	return s
}

// clear takes back all that was asked for, and turns the clocks back.
func (s *square) clear() {
	s.tb.Helper()
	write(s.tb, s.db, func(tx *storage.Tx) error {
		_, err := tx.Exec("DELETE FROM work")
		return err
	})
	s.now, s.wire = noon(), noon().AddDate(1, 0, 0)
}

// askFor asks for n more subjects of a server, some in each of its lanes, due
// one after the other.
func (s *square) askFor(server, n, lanes int, due, apart time.Duration) {
	s.tb.Helper()
	write(s.tb, s.db, func(tx *storage.Tx) error {
		for i := range n {
			s.next++
			w := storage.Work{
				Kind: "card", Subject: s.next, Club: s.clubs[server], Lane: fmt.Sprint(server, " ", i%lanes),
				Due: noon().Add(due + time.Duration(i)*apart),
			}
			if err := tx.Ask(w); err != nil {
				return err
			}
		}
		return nil
	})
}

// server says whose a row is.
func (s *square) server(w storage.Work) int { return slices.Index(s.clubs, w.Club) }

// served claims one row at a time, finishes each, and lists whose they were.
func (s *square) served(n int) (got string) {
	s.tb.Helper()
	for range n {
		for _, w := range s.claim(1) {
			got += fmt.Sprint(s.server(w))
			s.finish(w)
		}
	}
	return got
}

func (s *square) serves(want string) {
	s.tb.Helper()
	if got := s.served(len(want)); got != want {
		s.tb.Errorf("served %q, want %q", got, want)
	}
}

func TestServersAreServedInTurn(t *testing.T) {
	t.Parallel()
	s := newSquare(t, 4)
	s.askFor(0, 200, 100, 0, 0) // and nothing of it falls due in other lanes first
	s.askFor(1, 3, 1, 0, 0)
	s.serves("01010100")
	s.askFor(2, 2, 2, 0, 0) // late, but not behind the 200
	s.serves("202000")
	s.askFor(3, 1, 1, time.Second, 0)
	s.serves("00")
	s.now = s.now.Add(time.Second)
	s.serves("0300")                 // it was its turn before that
	s.askFor(3, 1, 1, -time.Hour, 0) // that it is long due does not have it served twice
	s.askFor(1, 1, 1, 0, 0)
	s.serves("1300")

	var got string // all at once, and in turn as well
	s.askFor(2, 3, 3, 0, 0)
	for _, w := range s.claim(8) {
		got += fmt.Sprint(s.server(w))
	}
	if got != "20202000" {
		t.Errorf("claimed together: %s", got)
	}
}

func TestServersAreServedWhenTheClockIsSetBack(t *testing.T) {
	t.Parallel()
	s := newSquare(t, 2)
	s.askFor(0, 20, 5, -2*time.Hour, 0)
	s.askFor(1, 20, 5, -2*time.Hour, 0)
	s.serves("0101")
	for _, step := range []time.Duration{-time.Hour, 24 * time.Hour, -24 * time.Hour} {
		s.now = s.now.Add(step)
		s.serves("0101")
	}
}

// What backs off, or is stuck, is passed over however much of it there is, and
// comes again.
func TestServersAreServedPastWhatBacksOff(t *testing.T) {
	t.Parallel()
	s := newSquare(t, 2)
	s.askFor(0, 200, 100, 0, 0)
	for i, w := range s.claim(100) {
		s.putOff(w, []string{"waiting", "stuck"}[i%2], time.Minute)
	}
	s.askFor(1, 2, 2, 0, 0)
	s.serves("1010" + strings.Repeat("0", 48)) // one in each lane that has none that waits
	if list := s.claim(8); len(list) > 0 {
		t.Errorf("claimed %+v", list)
	}
	s.wire = s.wire.Add(time.Minute)
	if got := s.served(200); len(got) != 150 {
		t.Errorf("of 150 rows %d came again", len(got))
	}
}

// crew claims what is due, some rows at a time, and does it in any order.
type crew struct {
	*square
	flight  []storage.Work
	left    map[string][]int64 // the subjects that each lane has left, in order
	due     map[int64]time.Time
	passed  [][]int // of each server, how often each other was served while it had something to be done
	servers int
}

// has reports whether a server has anything that could be claimed now.
func (c *crew) has(server int) bool {
	for lane, left := range c.left {
		if !strings.HasPrefix(lane, fmt.Sprint(server, " ")) || len(left) == 0 || c.due[left[0]].After(c.now) {
			continue
		}
		if !slices.ContainsFunc(c.flight, func(w storage.Work) bool { return w.Lane == lane }) {
			return true
		}
	}
	return false
}

func (c *crew) ask(rt *rapid.T) {
	server := rapid.IntRange(0, c.servers-1).Draw(rt, "server")
	n := rapid.SampledFrom([]int{1, 3, 20}).Draw(rt, "n")
	lanes := rapid.SampledFrom([]int{1, 4, 40}).Draw(rt, "lanes")
	due := c.now.Add(time.Duration(rapid.IntRange(-2, 2).Draw(rt, "due")) * time.Second)
	apart := time.Duration(rapid.IntRange(0, 1).Draw(rt, "apart")) * time.Second
	from := c.next
	c.askFor(server, n, lanes, due.Sub(noon()), apart)
	for i := range int64(n) {
		subject, lane := from+1+i, fmt.Sprint(server, " ", int(i)%lanes)
		c.due[subject] = due.Add(time.Duration(i) * apart)
		c.left[lane] = append(c.left[lane], subject)
		slices.SortStableFunc(c.left[lane], func(a, b int64) int { return c.due[a].Compare(c.due[b]) })
	}
}

func (c *crew) claimSome(rt *rapid.T) {
	limit := rapid.IntRange(1, 12).Draw(rt, "limit")
	got := c.claim(limit)
	for _, w := range got {
		if left := c.left[w.Lane]; len(left) == 0 || left[0] != w.Subject {
			rt.Fatalf("claimed %d of lane %s, which has %v", w.Subject, w.Lane, left)
		}
		one := c.server(w)
		for other := range c.servers {
			if other != one && c.has(other) {
				if c.passed[other][one]++; c.passed[other][one] > 1 {
					rt.Fatalf("server %d was passed over by %d %d times", other, one, c.passed[other][one])
				}
			}
		}
		clear(c.passed[one])
		c.flight = append(c.flight, w)
	}
	for server := range c.servers {
		if len(got) < limit && c.has(server) {
			rt.Fatalf("claimed %d of %d, and server %d has something left", len(got), limit, server)
		}
	}
}

func (c *crew) finishOne(rt *rapid.T) {
	if len(c.flight) == 0 {
		rt.Skip("nothing is in flight")
	}
	i := rapid.IntRange(0, len(c.flight)-1).Draw(rt, "which")
	w := c.flight[i]
	c.flight = slices.Delete(c.flight, i, i+1)
	c.left[w.Lane] = slices.DeleteFunc(c.left[w.Lane], func(subject int64) bool { return subject == w.Subject })
	c.finish(w)
}

func (c *crew) pass(*rapid.T) { c.now = c.now.Add(time.Second) }

// check forgets who was passed over while they had nothing to be done.
func (c *crew) check(*rapid.T) {
	for server := range c.servers {
		if !c.has(server) {
			clear(c.passed[server])
		}
	}
}

// However much a server has to be done, none other that has something waits for
// more than one of it; what goes out at all is as much as there is; and each
// lane keeps its order.
func TestServersAreServedInTurnProperty(t *testing.T) {
	t.Parallel()
	const servers = 4
	s := newSquare(t, servers)
	rapid.Check(t, func(rt *rapid.T) {
		s.clear()
		c := &crew{square: s, left: map[string][]int64{}, due: map[int64]time.Time{}, servers: servers}
		for range servers {
			c.passed = append(c.passed, make([]int, servers))
		}
		rt.Repeat(map[string]func(*rapid.T){
			"ask": c.ask, "claim": c.claimSome, "claim ": c.claimSome, "finish": c.finishOne, "finish ": c.finishOne, "pass": c.pass, "": c.check,
		})
	})
}

// What waited when an earlier Dogear ended is done by this one.
func TestWorkOfEarlierVersions(t *testing.T) {
	t.Parallel()
	frozen, err := filepath.Glob("testdata/v*.sql")
	if err != nil || len(frozen) == 0 {
		t.Fatalf("no frozen databases: %v", err)
	}
	var text []byte
	for _, name := range frozen {
		more, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		text = append(text, more...)
		path := filepath.Join(t.TempDir(), "dogear.db")
		raw(t, path, string(text)+"UPDATE work SET state = 'stuck', reason = 'a right is missing', not_before = 1850000000 WHERE id = 1;")
		db := open(t, path)
		var want, got, strange int
		read(t, db, func(tx *storage.Tx) error {
			return tx.Query([]any{&want, &strange}, `SELECT count(*), sum(work.guild_id <> club.guild_id) FROM work JOIN club ON club.id = work.club_id WHERE open = 1`)
		})
		b := &board{tb: t, db: db, now: noon().AddDate(10, 0, 0), wire: noon().AddDate(10, 0, 0)}
		for list := b.claim(8); len(list) > 0; list = b.claim(8) {
			for _, w := range list {
				b.finish(w)
				got++
			}
		}
		if got != want || want == 0 || strange > 0 {
			t.Errorf("%s: %d of %d were done, %d of another server", name, got, want, strange)
		}
	}
}
