package commands

import (
	"errors"
	"fmt"
	"time"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// scene is a read as one person meets it: what an action looks at first.
type scene struct {
	now         time.Time
	user        string
	club        storage.Club
	read        storage.Read
	chapters    club.Chapters
	checkpoints []storage.Checkpoint
	me          storage.Reader
	in          bool // the person is in the read
	direct      bool // it is met in a direct message
	unsealed    bool // what tells how others liked the book is open to them
	eyes        club.Reader
	measured    *club.Ruler    // see ruler
	located     *time.Location // see zone
	locatedAs   string
	followed    *step  // what advance made of how the book ended for them, if it did
	taken       string // what a page, a time or a percentage that was typed for a lock was taken for
}

// standing says in a word where a read is.
func standing(r storage.Read, now time.Time) string {
	switch {
	case r.UnderWay(now) && now.Before(startOf(r)):
		return "planned"
	case r.UnderWay(now):
		return "reading"
	case r.Dropped:
		return "dropped"
	}
	return "finished"
}

// startOf is the first moment of the day on which reading begins.
func startOf(r storage.Read) time.Time {
	start, err := time.ParseInLocation(time.DateOnly, r.StartOn, zoneOf(r.Club))
	if err != nil {
		return time.Time{}
	}
	return start
}

// zoneOf is the zone in which a club lives. Its name was good when it was set;
// one that the tz database has given up since would be as UTC.
func zoneOf(c storage.Club) *time.Location {
	zone, err := time.LoadLocation(c.Zone)
	if err != nil {
		return time.UTC
	}
	return zone
}

// zone is the zone in which the club lives. It is read from the tz database
// only where it is asked for, and once: that takes longer than a query, and most
// answers need no zone.
func (s *scene) zone() *time.Location {
	if s.located == nil || s.locatedAs != s.club.Zone {
		s.located, s.locatedAs = zoneOf(s.club), s.club.Zone
	}
	return s.located
}

// sceneOf finds the read that a button names by its row, in the server where
// it was pressed.
func sceneOf(tx *storage.Tx, in *bot.Interaction, readID int64) (*scene, error) {
	const readGone = "This read is not there any more. `/reading` shows what the club reads now."
	if in.Guild == "" {
		return directScene(tx, in, readID, readGone)
	}
	r, err := tx.Read(in.Guild, readID)
	if err != nil {
		return nil, gone(err, readGone)
	}
	return stage(tx, r, in.User, in.Now)
}

// directScene is the scene of the read that a button in a direct message names,
// for one who is in it.
func directScene(tx *storage.Tx, in *bot.Interaction, readID int64, readGone string) (*scene, error) {
	r, err := onShelf(tx, readID)
	if err != nil {
		return nil, gone(err, readGone)
	}
	s, err := stage(tx, r, in.User, in.Now)
	if err == nil && !s.in {
		err = club.Refuse("You are not in this read any more. In <#%s>, `/rate` takes your stars all the same.", r.Club.Channel)
	}
	if s != nil {
		s.direct = true
	}
	return s, err
}

// changeableScene is the scene of the read that a button or a form names, for
// what changes something in it: a dropped read is refused.
func changeableScene(tx *storage.Tx, in *bot.Interaction, readID int64) (*scene, error) {
	s, err := sceneOf(tx, in, readID)
	if err != nil {
		return nil, err
	}
	return s, s.changeable()
}

// runningScene is the scene of the read that a button or a form names, for what
// needs a schedule that is under way.
func runningScene(tx *storage.Tx, in *bot.Interaction, readID int64) (*scene, error) {
	s, err := sceneOf(tx, in, readID)
	if err != nil {
		return nil, err
	}
	return s, s.running()
}

// asNobody loads a read as nobody in particular meets it: for what is posted.
func (h *House) asNobody(tx *storage.Tx, readID int64) (*scene, error) {
	r, err := tx.ReadOf(readID)
	if err != nil {
		return nil, err
	}
	return stage(tx, r, "", h.now())
}

// stage loads what a person meets in a read.
func stage(tx *storage.Tx, r storage.Read, user string, now time.Time) (*scene, error) {
	s := &scene{now: now, user: user, club: r.Club, read: r}
	var err error
	if s.chapters, err = tx.Chapters(r.Book.ID); err != nil {
		return nil, fmt.Errorf("load the chapters: %w", err)
	}
	if s.checkpoints, err = tx.Checkpoints(r.ID); err != nil {
		return nil, fmt.Errorf("load the checkpoints: %w", err)
	}
	s.me, err = tx.Reader(r.ID, user)
	switch {
	case errors.Is(err, storage.ErrNotFound):
		s.me = storage.Reader{User: user}
	case err != nil:
		return nil, fmt.Errorf("load the reader: %w", err)
	default:
		s.in = !s.me.Left
	}
	if s.unsealed = r.Revealed(now); !s.unsealed && user != "" {
		if s.unsealed, err = tx.HasRated(r.ID, user); err != nil {
			return nil, fmt.Errorf("load whether they rated: %w", err)
		}
	}
	s.setEyes()
	return s, nil
}

// next is the index of the next checkpoint ahead, -1 if none is.
func (s *scene) next() int {
	for i, c := range s.checkpoints {
		if !c.Open(s.now) && !c.Never {
			return i
		}
	}
	return -1
}

// last is the index of the last checkpoint that is open, -1 if none is.
func (s *scene) last() int {
	for i := len(s.checkpoints) - 1; i >= 0; i-- {
		if s.checkpoints[i].Open(s.now) {
			return i
		}
	}
	return -1
}

// asked is the moment up to which questions have been asked.
func (s *scene) asked() time.Time {
	if s.read.EndsAt.Before(s.now) {
		return s.read.EndsAt
	}
	return s.now
}

// running refuses what needs a schedule that is under way.
func (s *scene) running() error {
	if err := atWork(s.club); err != nil {
		return err
	}
	if s.read.UnderWay(s.now) {
		return nil
	}
	return club.Refuse("The read of %s is %s, so its schedule does not change any more.", title(s.read.Book.Title), standing(s.read, s.now))
}

// putAside reports whether the read was dropped.
func (s *scene) putAside() bool { return s.read.Dropped && !s.read.UnderWay(s.now) }

// atRest reports whether nothing of the read changes now: what would change
// something is not offered.
func (s *scene) atRest() bool { return s.changeable() != nil }

// changeable refuses readers' changes of a dropped read, and in a club that is
// archived.
func (s *scene) changeable() error {
	if err := atWork(s.club); err != nil {
		return err
	}
	if !s.putAside() {
		return nil
	}
	return club.Refuse("The read of %s was dropped. What was written can still be read, and nothing is added to it.", title(s.read.Book.Title))
}
