package commands

import (
	"errors"
	"time"

	"dogear/club"
	"dogear/storage"
)

// soon is how near a date must be for the club to be told that it changes.
const soon = 7 * 24 * time.Hour

// openNow is how many checkpoints of the read are open: what comes after them
// may still change.
func (s *scene) openNow() int { return s.last() + 1 }

// planAhead is what of the plan may still change, for the rules of that.
func (s *scene) planAhead() club.Ahead {
	n := s.openNow()
	a := club.Ahead{
		Chapters: s.chapters, Begins: club.DateOf(startOf(s.read)), Number: n + 1, Zone: s.zone(), Now: s.now, Skip: s.read.Skips,
	}
	if n > 0 {
		a.Before = s.checkpoints[n-1].At
	}
	a.Blocks = s.blocks(s.checkpoints[n:])
	return a
}

// blocks is checkpoints as the rules of plans know them.
func (s *scene) blocks(checkpoints []storage.Checkpoint) []club.Block {
	blocks := make([]club.Block, len(checkpoints))
	for i, c := range checkpoints {
		blocks[i] = club.Block{
			First: c.First, Last: c.Last, At: c.At, Pages: s.chapters.PagesBetween(c.First-1, c.Last), Rest: c.Rest, CatchUp: c.CatchUp,
		}
	}
	return blocks
}

// planFor is a plan of these blocks. Each continues the row of the block that it
// takes the place of, if there is one.
func (s *scene) planFor(blocks []club.Block) []storage.Planned {
	rows, _ := club.Follow(s.planAhead().Blocks, blocks)
	planned := make([]storage.Planned, len(blocks))
	for i, b := range blocks {
		last, _ := s.chapters.At(b.Last)
		planned[i] = storage.Planned{Chapter: last.ID, At: b.At, Rest: b.Rest, CatchUp: b.CatchUp}
		if rows[i] >= 0 {
			planned[i].ID = s.checkpoints[s.openNow()+rows[i]].ID
		}
	}
	return planned
}

// plannedNow is the plan ahead as it is, to come back to.
func (s *scene) plannedNow() []storage.Planned {
	var planned []storage.Planned
	for _, c := range s.checkpoints[s.openNow():] {
		last, _ := s.chapters.At(c.Last)
		planned = append(planned, storage.Planned{ID: c.ID, Chapter: last.ID, At: c.At, Rest: c.Rest, CatchUp: c.CatchUp})
	}
	return planned
}

// changed is what an undo of a change needs to know of it.
type changed struct {
	locked map[int64]int // the questions that keep their lock by it: see keepLocks
	line   int64         // that tells the club of it and of nothing else, 0 if there is none
}

// change makes planned all that lies ahead in the plan of the read, and has
// everything follow: the questions, posts, rooms, events and reminders, the end
// of the read, the card and, where the club is to be told, a line to it if a near
// date changes. Dates and blocks change in no other way.
func (s *scene) change(tx *storage.Tx, planned []storage.Planned, tell bool) (c changed, err error) {
	n := s.openNow()
	was := s.checkpoints[n:]
	asked, err := s.questionsAhead(tx)
	if err != nil {
		return c, err
	}
	locks, err := s.locksAhead(tx)
	if err != nil {
		return c, err
	}
	if err := s.setAhead(tx, n, planned); err != nil {
		return c, err
	}
	if err := s.setEnd(tx, planned[len(planned)-1].At); err != nil {
		return c, err
	}
	if s.checkpoints, err = tx.Checkpoints(s.read.ID); err != nil {
		return c, err
	}
	if err := s.moveQuestions(tx, asked, was); err != nil {
		return c, err
	}
	if c.locked, err = s.keepLocks(tx, locks); err != nil {
		return c, err
	}
	if err := errors.Join(s.fillSpares(tx), s.goOnAll(tx)); err != nil {
		return c, err
	}
	d := compare(was, s.checkpoints[n:])
	if err := s.askChanged(tx, d); err != nil || !tell {
		return c, err
	}
	c.line, err = s.tellChange(tx, d)
	return c, err
}

// askChanged has everything looked at that a change of the plan ahead changes.
func (s *scene) askChanged(tx *storage.Tx, d difference) error {
	for _, c := range d.changed {
		if err := s.askCheckpoint(tx, c); err != nil {
			return err
		}
	}
	if err := s.askEvents(tx); err != nil {
		return err
	}
	if err := tx.AskAll(workReminder, s.read.ID, s.now); err != nil {
		return err
	}
	if err := tx.AskAgain(workCard, s.read.ID); err != nil {
		return err
	}
	if last := s.last(); last >= 0 { // its post says when the next one is due
		return tx.AskAgain(workCheckpoint, s.checkpoints[last].ID)
	}
	return nil
}

// setEnd has the read end with its last checkpoint.
func (s *scene) setEnd(tx *storage.Tx, at time.Time) error {
	if s.read.EndsAt.Equal(at) {
		return nil
	}
	s.read.EndsAt, s.read.RevealsAt = at, at.Add(revealAfter)
	if err := tx.SetEnd(s.read.ID, s.read.EndsAt, s.read.RevealsAt); err != nil {
		return err
	}
	return askEnd(tx, s.read)
}

// askCheckpoint has all looked at that comes with a checkpoint, when it is due.
func (s *scene) askCheckpoint(tx *storage.Tx, c storage.Checkpoint) error {
	if err := askPost(tx, s.read, workCheckpoint, c.ID, c.At); err != nil {
		return err
	}
	if s.club.Rooms {
		if err := askRoom(tx, s.read, c.ID, c.At); err != nil {
			return err
		}
	}
	return s.askReminder(tx, c)
}

// difference is what a change has changed of a plan.
type difference struct {
	changed []storage.Checkpoint // new ones, and those with another moment or other chapters
	from    time.Time            // the earliest moment that is not what it was, or was one
	line    storage.Announcement // what the club is told of it
}

// compare finds what is not as it was.
func compare(was, is []storage.Checkpoint) difference {
	d := difference{line: storage.Announcement{Kind: "moved", Others: -1}}
	note := func(moment time.Time) {
		if !moment.IsZero() && (d.from.IsZero() || moment.Before(d.from)) {
			d.from = moment
		}
	}
	old := make(map[int64]storage.Checkpoint, len(was))
	for _, c := range was {
		old[c.ID] = c
	}
	for _, c := range is {
		o := old[c.ID]
		delete(old, c.ID)
		dated, recut := !o.At.Equal(c.At), o.First != c.First || o.Last != c.Last
		if !dated && !recut {
			continue
		}
		d.changed = append(d.changed, c)
		note(o.At)
		note(c.At)
		if d.line.Checkpoint == 0 {
			d.line.Checkpoint, d.line.Was = c.ID, o.At
		}
		d.line.Recut = d.line.Recut || recut
		d.line.Others++
	}
	for _, o := range old {
		note(o.At)
		d.line.Recut = true
		d.line.Others++
	}
	return d
}

// tellChange has the club told, if a date within the next days is not what it
// was, and returns the line. Where it has not been told of the last change yet,
// one line tells of both.
func (s *scene) tellChange(tx *storage.Tx, d difference) (int64, error) {
	if d.from.IsZero() || d.from.Sub(s.now) > soon {
		return 0, nil
	}
	last, err := tx.Untold(s.read.ID)
	if errors.Is(err, storage.ErrNotFound) {
		return s.tell(tx, d.line)
	}
	if err != nil {
		return 0, err
	}
	if last.Checkpoint != d.line.Checkpoint || last.Others != d.line.Others || d.line.Recut {
		last.Recut = true
	}
	last.Made = s.now
	return 0, tx.Reword(last)
}

// tell has the club told of a change, in a line.
func (s *scene) tell(tx *storage.Tx, a storage.Announcement) (int64, error) {
	a.Read, a.Made = s.read.ID, s.now
	id, err := tx.Announce(a)
	if err != nil {
		return 0, err
	}
	// A second early: what is due with it, as the post that asks for stars,
	// comes after it.
	return id, askPost(tx, s.read, workLine, id, s.now.Add(-time.Second))
}

// indexOf finds a checkpoint of the read by its row; -1 if it is none of it.
func (s *scene) indexOf(id int64) int {
	for i, c := range s.checkpoints {
		if c.ID == id {
			return i
		}
	}
	return -1
}
