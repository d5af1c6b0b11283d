package commands

import (
	"fmt"
	"strconv"
	"time"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

const (
	// eventsAhead is how many of a read's checkpoints are events at a time: a
	// server has room for a hundred.
	eventsAhead = 4
	eventLength = time.Hour
	maxEvent    = 100 // UTF-16 units of an event's name
	// aboutToOpen is how near a checkpoint is whose event is left alone: Discord
	// takes none that has begun when the request is there.
	aboutToOpen = time.Minute
)

// askEvents has the events of a read looked at: those of its next checkpoints,
// and those that are there already. The others become events when a checkpoint
// before them opens.
func (s *scene) askEvents(tx *storage.Tx) error {
	if s.club.Events && !s.club.Archived {
		for i := s.openNow(); i < len(s.checkpoints); i++ {
			if s.checkpoints[i].Never {
				continue
			}
			if err := s.askEvent(tx, i); err != nil {
				return err
			}
		}
	}
	return tx.AskAll(workEvent, s.read.ID, s.now)
}

// askEvent has the event of a checkpoint looked at as soon as it is among the
// next.
func (s *scene) askEvent(tx *storage.Tx, i int) error {
	due := s.now
	if i >= eventsAhead && s.checkpoints[i-eventsAhead].At.After(due) {
		due = s.checkpoints[i-eventsAhead].At
	}
	return tx.Ask(storage.Work{
		Kind: workEvent, Subject: s.checkpoints[i].ID, Club: s.club.ID, Read: s.read.ID,
		Lane: "events " + strconv.FormatInt(s.club.ID, 10), Due: due,
	})
}

// isEvent reports whether a checkpoint is to be an event of the server.
func (s *scene) isEvent(i int) bool {
	return s.club.Events && !s.club.Archived && s.read.UnderWay(s.now) && !s.checkpoints[i].Never &&
		i >= s.openNow() && i < s.openNow()+eventsAhead
}

// lookEvent is the event of a checkpoint. One that has opened is left alone: its
// event is under way, or over.
func (h *House) lookEvent(tx *storage.Tx, t bot.Task) (bot.Wish, error) {
	s, err := sceneAt(tx, t.Subject, "", h.now())
	if err != nil {
		return nil, err
	}
	e := bot.Event{Guild: s.club.Guild, Channel: s.club.Channel, Off: true, Taken: h.ofAnother(t.Subject, (*storage.Tx).EventOf)}
	i := s.indexOf(t.Subject)
	if i < 0 {
		return e, nil
	}
	c := s.checkpoints[i]
	if c.Open(s.now) {
		return bot.Nothing{}, nil
	}
	span := s.chapters.Span(c.First, c.Last)
	e.Name = club.Cut(club.CleanLine(s.read.Book.Title), maxEvent-club.Units(span)-2) + ": " + span
	e.Description = fmt.Sprintf("Checkpoint %d of %d of %s.", c.Number, len(s.checkpoints), title(s.club.Name))
	e.Start, e.End, e.Off = c.At, c.At.Add(eventLength), !s.isEvent(i)
	if e.Off && t.Message == "" && t.Attempts <= 1 || !e.Off && c.At.Sub(s.now) < aboutToOpen {
		return bot.Nothing{}, nil
	}
	return e, nil
}

// afterEvent has the event of a checkpoint made again in time that was taken
// away because others come before it now.
func (h *House) afterEvent(tx *storage.Tx, checkpoint int64) error {
	s, err := sceneAt(tx, checkpoint, "", h.now())
	if err != nil {
		return err
	}
	i := s.indexOf(checkpoint)
	if i < 0 || !s.club.Events || !s.read.UnderWay(s.now) || i < s.openNow()+eventsAhead {
		return nil
	}
	return s.askEvent(tx, i)
}
