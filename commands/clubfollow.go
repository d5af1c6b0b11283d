package commands

import (
	"errors"
	"slices"
	"time"

	"dogear/club"
	"dogear/storage"
)

// followClub has a read follow its club's settings.
func (s *scene) followClub(tx *storage.Tx, before storage.Club) error {
	if s.club.Zone != before.Zone {
		if err := s.rezone(tx, zoneOf(before)); err != nil {
			return err
		}
	}
	if s.club.Rooms != before.Rooms {
		if err := s.askRooms(tx); err != nil {
			return err
		}
	}
	if s.club.Fallback && !before.Fallback {
		if err := s.fillSpares(tx); err != nil {
			return err
		}
	}
	if s.club.Reminders && !before.Reminders {
		for _, c := range s.checkpoints[s.openNow():] {
			if err := s.askReminder(tx, c); err != nil {
				return err
			}
		}
	}
	if s.club.Events != before.Events || s.club.Name != before.Name { // events bear its name
		return s.askEvents(tx)
	}
	return nil
}

// rezone has what lies ahead of a read keep its time of the day in the club's
// zone, which was another.
func (s *scene) rezone(tx *storage.Tx, was *time.Location) error {
	ahead := s.planAhead()
	ahead.Zone = was
	planned := s.plannedNow()
	for i, b := range ahead.Rezone(s.zone()) {
		planned[i].At = b.At
	}
	locks, err := s.locksAhead(tx)
	if err != nil {
		return err
	}
	posts, err := tx.PromptPostsAhead(s.read.ID, s.now) // what the change adds is by the new clock already
	if err != nil {
		return err
	}
	is, err := s.change(tx, planned, true)
	if err != nil {
		return err
	}
	if err := errors.Join(s.rezonePrompts(tx, posts, was), s.rezoneSeries(tx, was)); err != nil {
		return err
	}
	return s.freeLocks(tx, is.locked, locks) // checkpoints and questions have moved together
}

// rezoneSeries is rezone for the last days of what is repeated.
func (s *scene) rezoneSeries(tx *storage.Tx, was *time.Location) error {
	list, err := tx.SeriesIn(s.read.ID)
	for _, series := range list {
		if err == nil && !series.Until.IsZero() {
			err = tx.SetSeriesUntil(series.ID, club.SameClock(series.Until, was, s.zone()))
		}
	}
	return err
}

// rezonePrompts is rezone for posts of questions that are asked at a moment.
func (s *scene) rezonePrompts(tx *storage.Tx, posts []storage.PromptPost, was *time.Location) error {
	if len(posts) > 0 && club.SameClock(posts[0].At, was, s.zone()).After(posts[0].At) {
		slices.Reverse(posts) // so that none comes where the next one still is
	}
	for _, p := range posts {
		at := club.SameClock(p.At, was, s.zone())
		if !at.After(s.now) {
			continue
		}
		moved, err := tx.MovePromptPost(p.ID, at)
		if err != nil {
			return err
		}
		if !moved {
			continue
		}
		if err := askPost(tx, s.read, workPrompts, p.ID, at); err != nil {
			return err
		}
	}
	return nil
}
