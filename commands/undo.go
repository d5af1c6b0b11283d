package commands

import (
	"encoding/json"
	"maps"
	"time"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

const draftUndo = "undo"

// unsaidFor is how long after a change the line that told of it goes when it is
// taken back, as if nothing had been. Later on, a line tells of that, too.
const unsaidFor = 10 * time.Minute

// undoWish is what a plan was before a change, as a draft keeps it.
type undoWish struct {
	Kept    int // how many checkpoints were open
	Was     []storage.Planned
	Prompts map[int64][]int64 // the questions of each row
	Locked  map[int64]int     // the questions that kept their lock by it: see keepLocks
	Locks   map[int64]int     // of the questions at moments of their own, before it
	Days    []time.Weekday
	Skips   []club.DateRange
	Line    int64 // that tells the club of the change and of nothing else, or 0
	Made    time.Time
	Order   int64 // what the plan is after the change: see storage.Book
}

// keepUndo keeps the way back from a change that was just made.
func (s *scene) keepUndo(tx *storage.Tx, in *bot.Interaction, w undoWish) (int64, error) {
	r, err := tx.ReadOf(s.read.ID)
	if err != nil {
		return 0, err
	}
	w.Order = r.Book.Order
	return keepDraft(tx, in, draftUndo, s.read.ID, w)
}

// changeUndo takes a change back, once, if nothing else has changed since.
func (h *House) changeUndo() bot.Action {
	return bot.Action{
		Name: "change/undo", On: bot.Press, Args: 1, Updates: true, Organiser: true,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			d, err := tx.Draft(in.Guild, in.User, draftUndo, in.Arg(0), in.Now)
			if err != nil {
				return nil, gone(err, "This change was taken back already, or a day has passed, or too many newer ones came. `/schedule show` shows the plan as it is.")
			}
			s, err := sceneOf(tx, in, d.Subject)
			if err != nil {
				return nil, err
			}
			var w undoWish
			body, _ := d.Body.For(club.Someone(in.User))
			if err := json.Unmarshal([]byte(body), &w); err != nil {
				return nil, err
			}
			was, err := s.undoable(w)
			if err != nil {
				return nil, err
			}
			if err := tx.DropDraft(d.ID); err != nil {
				return nil, err
			}
			if err := s.takeBack(tx, w, was); err != nil {
				return nil, err
			}
			return sayInstead("Taken back: the plan is as it was before. The read ends on %s.", whole(s.read.EndsAt)), nil
		}),
	}
}

// undoable is what comes back of a plan, or why it cannot: it has changed
// since, or some of it would lie in the past.
func (s *scene) undoable(w undoWish) ([]storage.Planned, error) {
	if err := s.running(); err != nil {
		return nil, err
	}
	if s.read.Book.Order != w.Order {
		return nil, club.Refuse("The plan or the chapter list has changed since, so this change cannot be taken back by itself. `/schedule show` shows the plan as it is.")
	}
	opened := s.openNow() - w.Kept // since the change
	for i, p := range w.Was {
		switch {
		case i < opened && !s.isAs(w.Kept+i, p):
			return nil, club.Refuse("%s has opened since, so this change cannot be taken back any more. `/schedule move` and `/schedule shift` change what lies ahead.", s.checkpointName(w.Kept+i))
		case i >= opened && !p.At.After(s.now):
			return nil, club.Refuse("A checkpoint would be on %s again, and that has passed. `/schedule move` and `/schedule shift` change what lies ahead.", whole(p.At))
		}
	}
	was := w.Was[min(opened, len(w.Was)):]
	if len(was) == 0 {
		return nil, club.Refuse("The plan is as it was already.")
	}
	return was, nil
}

// isAs reports whether a checkpoint is what it was planned as.
func (s *scene) isAs(i int, p storage.Planned) bool {
	c := s.checkpoints[i]
	last, _ := s.chapters.At(c.Last)
	return c.ID == p.ID && c.At.Equal(p.At) && last.ID == p.Chapter
}

// takeBack makes the plan what it was. Questions that were added since are asked
// where the end of their block comes to lie.
func (s *scene) takeBack(tx *storage.Tx, w undoWish, was []storage.Planned) error {
	unsaid := w.Line != 0 && s.now.Sub(w.Made) <= unsaidFor
	if unsaid {
		if err := s.unsay(tx, w.Line); err != nil {
			return err
		}
	}
	is, err := s.change(tx, was, !unsaid)
	if err != nil {
		return err
	}
	for _, p := range was {
		for _, id := range w.Prompts[p.ID] {
			if err := tx.SetPromptCheckpoint(id, p.ID); err != nil {
				return err
			}
		}
	}
	// Those that were there get the lock back that they had; what was added since
	// keeps what its writer was told.
	free := maps.Clone(w.Locked)
	for id := range is.locked {
		if _, there := w.Locks[id]; there {
			free[id] = 0
		}
	}
	if err := s.freeLocks(tx, free, w.Locks); err != nil {
		return err
	}
	return tx.SetMeetings(s.read.ID, w.Days, w.Skips)
}

// unsay takes a line to the club away.
func (s *scene) unsay(tx *storage.Tx, line int64) error {
	if err := tx.Unannounce(line); err != nil {
		return err
	}
	return askPost(tx, s.read, workLine, line, s.now)
}
