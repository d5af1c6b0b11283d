package commands

import (
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
		Chapters: s.chapters, Number: n + 1, Zone: s.zone(), Now: s.now, Skip: s.read.Skips,
	}
	if n > 0 {
		a.Before = s.checkpoints[n-1].At
	}
	for _, c := range s.checkpoints[n:] {
		a.Blocks = append(a.Blocks, club.Block{
			First: c.First, Last: c.Last, At: c.At, Pages: s.chapters.PagesBetween(c.First-1, c.Last), Rest: c.Rest, CatchUp: c.CatchUp,
		})
	}
	return a
}

// rowsFor says of each new block which row of the plan ahead it continues, and
// of each old row in which new block its end lies.
func (s *scene) rowsFor(blocks []club.Block) (planned []storage.Planned, homes []int) {
	rows, homes := club.Follow(s.planAhead().Blocks, blocks)
	planned = make([]storage.Planned, len(blocks))
	for i, b := range blocks {
		last, _ := s.chapters.At(b.Last)
		planned[i] = storage.Planned{Chapter: last.ID, At: b.At, Rest: b.Rest, CatchUp: b.CatchUp}
		if rows[i] >= 0 {
			planned[i].ID = s.checkpoints[s.openNow()+rows[i]].ID
		}
	}
	return planned, homes
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

// change makes planned all that lies ahead in the plan of the read, and has
// everything follow: the posts, rooms, events and reminders, the end of the
// read, the card, and a line to the club if a near date changes. It returns the
// rows. There is no other way by which a plan changes.
func (s *scene) change(tx *storage.Tx, planned []storage.Planned) ([]int64, error) {
	n := s.openNow()
	was := s.checkpoints[n:]
	ids, err := tx.SetAhead(s.read.ID, n, planned, s.now)
	if err != nil {
		return nil, err
	}
	if err := s.setEnd(tx, planned[len(planned)-1].At); err != nil {
		return nil, err
	}
	if s.checkpoints, err = tx.Checkpoints(s.read.ID); err != nil {
		return nil, err
	}
	d := compare(was, s.checkpoints[n:])
	for _, c := range d.dated {
		if err := s.askCheckpoint(tx, c); err != nil {
			return nil, err
		}
	}
	if err := s.askEvents(tx); err != nil {
		return nil, err
	}
	if err := tx.AskAgain(workCard, s.read.ID); err != nil {
		return nil, err
	}
	if n > 0 { // its post says when the next one is due
		if err := tx.AskAgain(workCheckpoint, s.checkpoints[n-1].ID); err != nil {
			return nil, err
		}
	}
	return ids, s.tellChange(tx, d)
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
	dated []storage.Checkpoint // new ones, and those with another moment
	from  time.Time            // the earliest moment that is not what it was, or was one
	line  storage.Announcement // what the club is told of it
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
		if dated {
			d.dated = append(d.dated, c)
		}
		if !dated && !recut {
			continue
		}
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
// was.
func (s *scene) tellChange(tx *storage.Tx, d difference) error {
	if d.from.IsZero() || d.from.Sub(s.now) > soon {
		return nil
	}
	return s.tell(tx, d.line)
}

// tell has the club told of a change, in a line.
func (s *scene) tell(tx *storage.Tx, a storage.Announcement) error {
	a.Read, a.Made = s.read.ID, s.now
	id, err := tx.Announce(a)
	if err != nil {
		return err
	}
	// A second early: what is due with it, as the post that asks for stars,
	// comes after it.
	return askPost(tx, s.read, workLine, id, s.now.Add(-time.Second))
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
