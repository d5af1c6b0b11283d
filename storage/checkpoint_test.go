package storage_test

import (
	"slices"
	"testing"
	"time"

	"dogear/club"
	"dogear/storage"
	"pgregory.net/rapid"
)

// setMoment gives one checkpoint another moment, and leaves those after it.
func setMoment(tx *storage.Tx, read int64, c storage.Checkpoint, at time.Time) error {
	planned, err := plannedFrom(tx, read, c.Number-1)
	if err != nil {
		return err
	}
	planned[0].At = at
	_, err = tx.SetAhead(read, c.Number-1, planned, noon())
	return err
}

// plannedFrom is what comes in a plan after its first kept checkpoints.
func plannedFrom(tx *storage.Tx, read int64, kept int) ([]storage.Planned, error) {
	r, err := tx.ReadOf(read)
	if err != nil {
		return nil, err
	}
	chapters, checkpoints, err := tx.Load(r)
	if err != nil {
		return nil, err
	}
	var planned []storage.Planned
	for _, c := range checkpoints[kept:] {
		last, _ := chapters.At(c.Last)
		planned = append(planned, storage.Planned{ID: c.ID, Chapter: last.ID, At: c.At, Rest: c.Rest, CatchUp: c.CatchUp})
	}
	return planned, nil
}

// A plan is what was set last, under the rows that were given; each row counts
// how often it changed; what is out of the plan is listed, and comes back.
func TestSetAhead(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, db *storage.DB) {
		s := told(t, db)
		sequences := map[int64]int{}
		var was []storage.Planned
		rapid.Check(t, func(rt *rapid.T) {
			write(t, db, func(tx *storage.Tx) (err error) {
				checkpoints, err := tx.Checkpoints(s.read.ID)
				if err != nil {
					return err
				}
				kept := rapid.IntRange(0, min(2, len(checkpoints)-1)).Draw(rt, "kept")
				if was, err = plannedFrom(tx, s.read.ID, kept); err != nil {
					return err
				}
				planned := drawPlan(rt, s.chapters, checkpoints, kept, was)
				ids, err := tx.SetAhead(s.read.ID, kept, planned, noon().Add(time.Hour))
				if err != nil {
					return err
				}
				is, err := tx.Checkpoints(s.read.ID)
				if err != nil {
					return err
				}
				if len(is) != kept+len(planned) || !slices.Equal(is[:kept], checkpoints[:kept]) {
					rt.Fatalf("%d checkpoints of %d and %d", len(is), kept, len(planned))
				}
				for i, c := range is[kept:] {
					p := planned[i]
					last, _ := s.chapters.At(c.Last)
					if c.ID != ids[i] || p.ID != 0 && p.ID != c.ID || c.Number != kept+i+1 || last.ID != p.Chapter || !c.At.Equal(p.At) || c.Rest != p.Rest || c.CatchUp != p.CatchUp {
						rt.Fatalf("planned %+v, is %+v", p, c)
					}
				}
				return countChanges(rt, tx, s.read.ID, was, is[kept:], sequences)
			})
		})
	})
}

// drawPlan draws a plan for what lies ahead, of some of its rows and new ones.
func drawPlan(rt *rapid.T, chapters club.Chapters, checkpoints []storage.Checkpoint, kept int, was []storage.Planned) []storage.Planned {
	after, at := 0, noon()
	if kept > 0 {
		after, at = checkpoints[kept-1].Last, checkpoints[kept-1].At
	}
	rows := slices.Clone(was)
	var planned []storage.Planned
	for after < len(chapters) {
		after = rapid.IntRange(after+1, min(after+6, len(chapters))).Draw(rt, "last")
		at = at.AddDate(0, 0, rapid.IntRange(1, 9).Draw(rt, "days"))
		p := storage.Planned{Chapter: chapters[after-1].ID, At: at, Rest: rapid.IntRange(0, 2).Draw(rt, "rest"), CatchUp: rapid.Bool().Draw(rt, "catch up")}
		if len(rows) > 0 && rapid.IntRange(0, 3).Draw(rt, "continues") > 0 {
			p.ID = rows[0].ID
			rows = rows[1:]
		}
		planned = append(planned, p)
	}
	if rapid.IntRange(0, 4).Draw(rt, "again") == 0 {
		return was // nothing changes
	}
	return planned
}

// countChanges compares how often each row says that it changed with how often
// it did.
func countChanges(rt *rapid.T, tx *storage.Tx, read int64, was []storage.Planned, is []storage.Checkpoint, sequences map[int64]int) error {
	out, err := tx.OutOfPlan(read)
	if err != nil {
		return err
	}
	now, err := plannedFrom(tx, read, is[0].Number-1)
	if err != nil {
		return err
	}
	old := map[int64]storage.Planned{}
	for _, p := range was {
		old[p.ID] = p
	}
	after := map[int64]int64{} // of each row that was, the end of the one before
	for i, p := range was[min(1, len(was)):] {
		after[p.ID] = was[i].Chapter
	}
	for i, c := range is {
		o, there := old[c.ID]
		delete(old, c.ID)
		_, known := sequences[c.ID]
		before := int64(0)
		if i > 0 {
			before = now[i-1].Chapter
		}
		if there && (o.Chapter != now[i].Chapter || !o.At.Equal(c.At) || before != after[c.ID]) || !there && known {
			sequences[c.ID]++
		} else if !known {
			sequences[c.ID] = c.Sequence
		}
		if c.Sequence != sequences[c.ID] {
			rt.Fatalf("row %d says %d changes, and had %d", c.ID, c.Sequence, sequences[c.ID])
		}
	}
	for id := range old {
		sequences[id]++
		if !slices.ContainsFunc(out, func(c storage.Checkpoint) bool {
			return c.ID == id && c.Sequence == sequences[id] && !c.Changed.IsZero()
		}) {
			rt.Fatalf("row %d went out of the plan and is not listed as changed %d times: %+v", id, sequences[id], out)
		}
	}
	return nil
}

// A row of another read is not taken, nor one that is not there.
func TestSetAheadTakesNoStrangers(t *testing.T) {
	t.Parallel()
	db := open(t, ":memory:")
	s := told(t, db)
	err := db.Write(t.Context(), func(tx *storage.Tx) error {
		planned, err := plannedFrom(tx, s.read.ID, 0)
		if err != nil {
			return err
		}
		planned[0].ID = 1 << 40
		_, err = tx.SetAhead(s.read.ID, 0, planned, noon())
		return err
	})
	if err == nil {
		t.Error("a row that is not there is planned")
	}
}

// A chapter that only checkpoints out of the plan end on can be removed.
func TestChaptersOfWhatIsOutOfThePlan(t *testing.T) {
	t.Parallel()
	db := open(t, ":memory:")
	s := told(t, db)
	write(t, db, func(tx *storage.Tx) error {
		planned, err := plannedFrom(tx, s.read.ID, 0)
		if err != nil {
			return err
		}
		last := len(s.chapters) - 1
		if _, err := tx.SetAhead(s.read.ID, 0, []storage.Planned{{Chapter: s.chapters[0].ID, At: planned[0].At}}, noon()); err != nil {
			return err
		}
		if err := tx.SetChapters(s.book.ID, s.chapters[:last]); err != nil {
			return err
		}
		out, err := tx.OutOfPlan(s.read.ID)
		if len(out) != len(planned) {
			t.Errorf("%d of %d are out of the plan", len(out), len(planned))
		}
		return err
	})
}
