package storage_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"dogear/storage"
)

// board is a database in which work is asked for and done, with the two clocks.
type board struct {
	tb   testing.TB
	db   *storage.DB
	club int64
	now  time.Time // club time
	wire time.Time
}

func newBoard(tb testing.TB) *board {
	db := open(tb, ":memory:")
	return &board{tb: tb, db: db, club: told(tb, db).club.ID, now: noon(), wire: noon().AddDate(1, 0, 0)}
}

// ask asks for a subject in a lane, due some time after noon.
func (b *board) ask(lane string, subject int64, due time.Duration) {
	b.tb.Helper()
	write(b.tb, b.db, func(tx *storage.Tx) error {
		return tx.Ask(storage.Work{Kind: "card", Subject: subject, Club: b.club, Lane: lane, Due: noon().Add(due)})
	})
}

func (b *board) claim(limit int) (list []storage.Work) {
	b.tb.Helper()
	write(b.tb, b.db, func(tx *storage.Tx) (err error) {
		list, err = tx.Claim(b.now, b.wire, b.wire.Add(time.Minute), limit)
		return err
	})
	return list
}

// claims checks which subjects are claimed, and gives their works.
func (b *board) claims(want ...int64) []storage.Work {
	b.tb.Helper()
	list := b.claim(8)
	var got []int64
	for _, w := range list {
		got = append(got, w.Subject)
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		b.tb.Errorf("claimed %v, want %v", got, want)
	}
	if len(got) != len(want) {
		b.tb.FailNow()
	}
	return list
}

func (b *board) finish(w storage.Work) {
	b.tb.Helper()
	w.State = "done"
	write(b.tb, b.db, func(tx *storage.Tx) error { return tx.Finish(w, b.now) })
}

func (b *board) putOff(w storage.Work, state string, wait time.Duration) {
	b.tb.Helper()
	w.State, w.Reason = state, "because"
	write(b.tb, b.db, func(tx *storage.Tx) error { return tx.PutOff(w, b.wire.Add(wait), false) })
}

func (b *board) again(subject int64) {
	b.tb.Helper()
	write(b.tb, b.db, func(tx *storage.Tx) error { return tx.AskAgain("card", subject) })
}

func (b *board) state(subject int64) string {
	b.tb.Helper()
	var w storage.Work
	read(b.tb, b.db, func(tx *storage.Tx) (err error) { w, err = tx.WorkOf("card", subject); return err })
	return w.State
}

func TestALaneIsDoneInOrder(t *testing.T) {
	t.Parallel()
	b := newBoard(t)
	b.ask("a", 1, 0)
	b.ask("a", 2, -time.Hour)
	b.ask("b", 3, -time.Minute)
	b.ask("a", 4, time.Hour)
	list := b.claims(2, 3)
	b.claims()
	b.finish(list[0])
	first := b.claims(1)
	b.finish(first[0])
	b.claims() // the next of a is not due yet, and b has one in flight
	b.now = b.now.Add(time.Hour)
	b.claims(4)
}

func TestARowMayMoveToAnotherLane(t *testing.T) {
	t.Parallel()
	b := newBoard(t)
	b.ask("a", 1, 0)
	b.ask("a", 2, 0)
	b.ask("b", 3, 0)
	b.ask("b", 1, 0)
	list := b.claims(1, 2)
	b.finish(list[0])
	b.claims(3)
}

func TestAnEarlierOneWaitsForWhatIsInFlight(t *testing.T) {
	t.Parallel()
	b := newBoard(t)
	b.ask("a", 1, 0)
	w := b.claims(1)[0]
	b.ask("a", 2, -time.Hour) // falls in before it
	b.ask("a", 1, time.Hour)  // and the one in flight is put later
	b.claims()
	b.finish(w)
	b.finish(b.claims(2)[0])
	b.claims()
	b.now = b.now.Add(time.Hour)
	b.claims(1)
}

func TestABackOffHoldsItsLaneAndWhatIsStuckDoesNot(t *testing.T) {
	t.Parallel()
	b := newBoard(t)
	b.ask("a", 1, 0)
	b.ask("a", 2, 0)
	b.ask("b", 3, 0)
	list := b.claims(1, 3)
	b.putOff(list[0], "waiting", time.Minute)
	b.putOff(list[1], "stuck", time.Minute)
	b.claims()
	b.ask("b", 4, 0)
	b.finish(b.claims(4)[0])
	b.wire = b.wire.Add(time.Minute)
	list = b.claims(1, 3)
	if list[0].Attempts != 2 || list[1].Attempts != 2 || !list[0].First.Equal(noon()) {
		t.Errorf("attempts %d and %d, the first at %v", list[0].Attempts, list[1].Attempts, list[0].First)
	}
	b.putOff(list[1], "failed", 0)
	b.wire = b.wire.Add(time.Hour)
	b.claims(1) // its lease ran out
	if s := b.state(3); s != "failed" {
		t.Errorf("it is %s", s)
	}
	b.ask("b", 3, 0)
	if w := b.claims(3)[0]; w.Attempts != 3 || !w.First.Equal(noon()) {
		t.Errorf("asked anew it has attempt %d, the first at %v", w.Attempts, w.First)
	}
}

func TestAskedForAgainInFlightItStaysOpen(t *testing.T) {
	t.Parallel()
	for name, again := range map[string]func(b *board){
		"Ask":      func(b *board) { b.ask("a", 1, 0) },
		"AskAgain": func(b *board) { b.again(1) }, // also of what has no message yet
	} {
		for end, f := range map[string]func(b *board, w storage.Work){
			"done":    func(b *board, w storage.Work) { b.finish(w) },
			"failed":  func(b *board, w storage.Work) { b.putOff(w, "failed", time.Hour) },
			"stuck":   func(b *board, w storage.Work) { b.putOff(w, "stuck", time.Hour) },
			"waiting": func(b *board, w storage.Work) { b.putOff(w, "waiting", 0) },
		} {
			t.Run(name+" "+end, func(t *testing.T) {
				t.Parallel()
				b := newBoard(t)
				b.ask("a", 1, 0)
				w := b.claims(1)[0]
				again(b)
				b.claims()
				f(b, w)
				w = b.claims(1)[0]
				b.finish(w)
				b.claims()
				if s := b.state(1); s != "done" {
					t.Errorf("it is %s", s)
				}
			})
		}
	}
}

func TestAskAgainIsForWhatIsThere(t *testing.T) {
	t.Parallel()
	b := newBoard(t)
	b.again(1) // nobody asked for it
	b.claims()
	b.ask("a", 1, time.Hour)
	b.again(1) // it is to come
	b.claims()
	b.now = b.now.Add(time.Hour)
	w := b.claims(1)[0]
	w.Channel, w.Message, w.Look = "c", "m", "look"
	b.finish(w)
	b.claims()
	b.again(1)
	got := b.claims(1)[0]
	if got.Message != "m" || got.Channel != "c" || got.Look != "look" || got.Attempts != 1 || got.Version != w.Version+1 {
		t.Errorf("looked at again it is %+v", got)
	}
}

func TestLeasesEnd(t *testing.T) {
	t.Parallel()
	b := newBoard(t)
	b.ask("a", 1, 0)
	b.ask("a", 2, 0)
	b.claims(1)
	b.claims()
	write(t, b.db, func(tx *storage.Tx) error { return tx.FreeLeases() })
	b.claims(1)
	b.wire = b.wire.Add(time.Minute)
	w := b.claims(1)[0]
	if w.Attempts != 3 {
		t.Errorf("attempt %d", w.Attempts)
	}
	if err := b.db.Write(t.Context(), func(tx *storage.Tx) error {
		return tx.Finish(storage.Work{ID: 4711, State: "done"}, noon())
	}); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("finishing what is not there: %v", err)
	}
}

func TestDueAndNextDue(t *testing.T) {
	t.Parallel()
	b := newBoard(t)
	look := func(due bool, next time.Time) {
		t.Helper()
		read(t, b.db, func(tx *storage.Tx) error {
			if is, err := tx.Due(b.now, b.wire); err != nil || is != due {
				t.Errorf("due: %v, %v", is, err)
			}
			at, err := tx.NextDue()
			if !at.Equal(next) || errors.Is(err, storage.ErrNotFound) != next.IsZero() {
				t.Errorf("next due: %v, %v; want %v", at, err, next)
			}
			return nil
		})
	}
	look(false, time.Time{})
	b.ask("a", 1, 2*time.Hour)
	b.ask("a", 2, time.Hour)
	look(false, noon().Add(time.Hour))
	b.now = noon().Add(time.Hour)
	look(true, noon().Add(time.Hour))
	b.finish(b.claims(2)[0])
	look(false, noon().Add(2*time.Hour))
}

// What rests is not due until its rest is over, and what the clocks have left
// behind is found again.
func TestDueAfterARest(t *testing.T) {
	t.Parallel()
	b := newBoard(t)
	due := func(want bool, when string) {
		t.Helper()
		read(t, b.db, func(tx *storage.Tx) error {
			is, err := tx.Due(b.now, b.wire)
			if is != want {
				t.Errorf("%s it is due: %v", when, is)
			}
			return err
		})
	}
	b.ask("a", 1, 0)
	b.ask("a", 2, 0)
	due(true, "asked for")
	b.putOff(b.claims(1)[0], "waiting", time.Minute)
	due(false, "while it rests")
	b.wire = b.wire.Add(time.Minute)
	due(true, "after its rest")
	b.putOff(b.claims(1)[0], "waiting", 30*time.Minute)
	b.wire = b.wire.Add(-2 * time.Hour)
	due(true, "resting by a clock that was ahead")
	b.finish(b.claims(1)[0])
	b.now = b.now.Add(time.Hour)
	b.finish(b.claims(2)[0])
	b.now = b.now.Add(-time.Hour)
	b.ask("a", 3, 0)
	due(true, "served by a clock that was ahead")
	b.finish(b.claims(3)[0])
	due(false, "done")
}

func TestTroubles(t *testing.T) {
	t.Parallel()
	b := newBoard(t)
	for i := range int64(5) {
		b.ask(fmt.Sprint("lane ", i), i, time.Duration(i)*time.Minute)
	}
	b.now = noon().Add(time.Hour)
	list := b.claims(0, 1, 2, 3, 4)
	b.finish(list[0])
	b.putOff(list[1], "waiting", time.Hour)
	b.putOff(list[2], "stuck", time.Hour)
	b.putOff(list[3], "failed", 0)
	list[4].State, list[4].Reason = "missed", "too late"
	write(t, b.db, func(tx *storage.Tx) error { return tx.Finish(list[4], b.now) })
	read(t, b.db, func(tx *storage.Tx) error {
		troubles, err := tx.Troubles(b.club)
		var got string
		for _, w := range troubles {
			got += fmt.Sprintf("%d %s: %s; ", w.Subject, w.State, w.Reason)
		}
		if want := "1 waiting: because; 2 stuck: because; 3 failed: because; 4 missed: too late; "; got != want {
			t.Errorf("troubles: %s", got)
		}
		return err
	})
	write(t, b.db, func(tx *storage.Tx) error { return tx.Retry(b.club) })
	b.claims(1, 2, 3) // what came too late stays missed
}

func TestACommitWithWorkWakes(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, db *storage.DB) {
		s := told(t, db)
		awake := func() bool {
			select {
			case <-db.Wake():
				return true
			default:
				return false
			}
		}
		ask := func(tx *storage.Tx) error {
			return tx.Ask(storage.Work{Kind: "card", Subject: 1, Club: s.club.ID, Lane: "l", Due: noon()})
		}
		if err := db.Write(t.Context(), func(tx *storage.Tx) error {
			if err := ask(tx); err != nil {
				t.Error(err)
			}
			return errNo
		}); !errors.Is(err, errNo) {
			t.Error(err)
		}
		write(t, db, func(tx *storage.Tx) error { return tx.SetClub(s.club) })
		if err := db.Read(t.Context(), ask); err == nil {
			t.Error("a read asks for work")
		}
		// What wakes does so just after its writer is told: a second write is
		// behind it.
		write(t, db, func(*storage.Tx) error { return nil })
		if awake() {
			t.Error("woken without work")
		}
		write(t, db, ask)
		write(t, db, func(*storage.Tx) error { return nil })
		if !awake() {
			t.Error("not woken")
		}
	})
}
