package commands

import (
	"fmt"
	"strings"
	"time"

	"dogear/bot"
	"dogear/club"
	"dogear/commands/dates"
	"dogear/storage"
)

// checkpointKey is the value of a suggested checkpoint.
func checkpointKey(c storage.Checkpoint) string { return fmt.Sprintf("checkpoint %d", c.Number) }

// checkpointOption suggests the checkpoints that lie ahead.
func (h *House) checkpointOption(required bool, help string) bot.Option {
	return bot.Option{
		Name: "checkpoint", Help: help, Type: optionString, Required: required, MaxLength: 100,
		Suggest: suggestIn(h, func(tx *storage.Tx, in *bot.Interaction, typed string) ([]bot.Choice, error) {
			s, err := h.theRead(tx, in)
			if err != nil {
				return nil, err
			}
			var choices []bot.Choice
			for _, c := range s.checkpoints {
				name := fmt.Sprintf("%d: %s, %s", c.Number, s.chapters.Span(c.First, c.Last), c.At.In(s.zone()).Format("Mon 2 Jan 15:04"))
				if !c.Open(s.now) && contains(name, typed) {
					choices = append(choices, bot.Choice{Name: name, Value: checkpointKey(c)})
				}
			}
			return choices, nil
		}),
	}
}

// theCheckpoint finds the checkpoint that the option "checkpoint" names: the
// index of one that lies ahead.
func (s *scene) theCheckpoint(typed string) (int, error) {
	var n int
	clean := strings.TrimPrefix(strings.ToLower(strings.TrimSpace(typed)), "checkpoint ")
	if _, err := fmt.Sscanf(clean, "%d", &n); err != nil || n < 1 || n > len(s.checkpoints) {
		return 0, club.Refuse("I read %s as a checkpoint and there is none. They are numbered from 1 to %d; `/schedule show` lists them.",
			club.Typed(club.CleanLine(typed)), len(s.checkpoints))
	}
	if s.checkpoints[n-1].Open(s.now) {
		return 0, club.Refuse("%s has been open since %s, so it does not change any more.", s.checkpointName(n-1), whole(s.checkpoints[n-1].At))
	}
	return n - 1, nil
}

// scheduleMove previews another moment for a checkpoint.
func (h *House) scheduleMove() bot.Action {
	return bot.Action{
		Name: "schedule move", On: bot.Slash, Organiser: true, Help: "Give one checkpoint another moment",
		Options: []bot.Option{
			h.checkpointOption(true, "Which one, of those ahead"),
			h.dateOption("to", "The new day", true),
			{Name: "time", Help: "The new time, in the club's zone; as it was by default", Type: optionString, MaxLength: 20},
			h.bookOption(),
		},
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, err := h.theRead(tx, in)
			if err != nil {
				return nil, err
			}
			if err := s.running(); err != nil {
				return nil, err
			}
			typed, _ := in.Text("checkpoint")
			i, err := s.theCheckpoint(typed)
			if err != nil {
				return nil, err
			}
			c := s.checkpoints[i]
			was := c.At.In(s.zone())
			clock := club.Clock{Hour: was.Hour(), Minute: was.Minute()}
			if typed, ok := in.Text("time"); ok {
				if clock, err = dates.ParseClock(typed); err != nil {
					return nil, err
				}
			}
			typed, _ = in.Text("to")
			to, err := dates.Parse(typed, club.DateOf(s.now.In(s.zone())))
			if err != nil {
				return nil, err
			}
			at := to.At(clock.Hour, clock.Minute, s.zone())
			if err := s.canMove(i, at); err != nil {
				return nil, err
			}
			return private(
				card(text("%s would move from %s to %s.", s.checkpointName(i), whole(c.At), whole(at))),
				row(primary("Use this plan", bot.CustomID("move/use", c.ID, c.At.Unix(), at.Unix())),
					button("Discard", bot.CustomID("move/discard"))),
			), nil
		}),
	}
}

// canMove: a checkpoint keeps its place among its neighbours, ahead of now.
func (s *scene) canMove(i int, at time.Time) error {
	switch {
	case !at.After(s.now):
		return club.Refuse("%s lies in the past. Choose a moment that is still to come.", whole(at))
	case i > 0 && !at.After(s.checkpoints[i-1].At):
		return club.Refuse("%s would come before %s, which is on %s. Choose a later moment.",
			s.checkpointName(i), s.checkpointName(i-1), whole(s.checkpoints[i-1].At))
	case i+1 < len(s.checkpoints) && !at.Before(s.checkpoints[i+1].At):
		return club.Refuse("%s would come after %s, which is on %s. Choose an earlier moment, or move that one first.",
			s.checkpointName(i), s.checkpointName(i+1), whole(s.checkpoints[i+1].At))
	case at.Equal(s.checkpoints[i].At):
		return club.Refuse("%s is on %s already.", s.checkpointName(i), whole(at))
	}
	return nil
}

// moveUse moves the checkpoint, if the plan is still the one that was shown.
func (h *House) moveUse() bot.Action {
	return bot.Action{
		Name: "move/use", On: bot.Press, Args: 3, Updates: true, Organiser: true,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, i, err := atCheckpoint(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			if err := s.running(); err != nil {
				return nil, err
			}
			c, at := s.checkpoints[i], time.Unix(in.Arg(2), 0)
			if c.At.Unix() != in.Arg(1) {
				return nil, club.Refuse("The plan has changed meanwhile: %s is on %s now. Use `/schedule move` again if it should move.", s.checkpointName(i), whole(c.At))
			}
			if err := s.canMove(i, at); err != nil {
				return nil, err
			}
			if err := s.move(tx, i, at); err != nil {
				return nil, err
			}
			return sayInstead("%s is on %s now.", s.checkpointName(i), whole(at)), nil
		}),
	}
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

// soon is how near a date must be for the club to be told that it changes.
const soon = 7 * 24 * time.Hour

// move gives a checkpoint its new moment, with all that follows: its post, the
// card, the end of the read, and a line to the club if the date is near.
func (s *scene) move(tx *storage.Tx, i int, at time.Time) error {
	c := s.checkpoints[i]
	if err := tx.MoveCheckpoint(c.ID, at); err != nil {
		return err
	}
	if err := askPost(tx, s.read, workCheckpoint, c.ID, at); err != nil {
		return err
	}
	if s.club.Rooms {
		if err := askRoom(tx, s.read, c.ID, at); err != nil {
			return err
		}
	}
	if i == len(s.checkpoints)-1 {
		s.read.EndsAt, s.read.RevealsAt = at, at.Add(revealAfter)
		if err := tx.SetEnd(s.read.ID, s.read.EndsAt, s.read.RevealsAt); err != nil {
			return err
		}
		if err := askEnd(tx, s.read); err != nil {
			return err
		}
	}
	if err := tx.AskAgain(workCard, s.read.ID); err != nil {
		return err
	}
	// The open checkpoint before says when the next one is due.
	if i > 0 {
		if err := tx.AskAgain(workCheckpoint, s.checkpoints[i-1].ID); err != nil {
			return err
		}
	}
	if c.At.Sub(s.now) > soon && at.Sub(s.now) > soon {
		return nil
	}
	return s.tell(tx, storage.Announcement{Kind: "moved", Checkpoint: c.ID, Was: c.At})
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

// moveDiscard leaves the plan as it is.
func (h *House) moveDiscard() bot.Action {
	return bot.Action{
		Name: "move/discard", On: bot.Press, Updates: true,
		Run: h.looking(func(*storage.Tx, *bot.Interaction) (bot.Reply, error) {
			return sayInstead("Discarded. The plan stays as it is."), nil
		}),
	}
}
