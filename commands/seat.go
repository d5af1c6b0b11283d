package commands

import (
	"errors"
	"fmt"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// admits is the rule of a room: it is for those who may see what lies behind
// the end of its checkpoint. One that is not there, -1, admits nobody.
func (s *scene) admits(i int, who club.Reader) bool {
	return i >= 0 && who.Opens(s.chapters.LockUpTo(s.checkpoints[i].Last))
}

// sits reports whether the person belongs into the room of a checkpoint now:
// they asked to be in, and they may be.
func (s *scene) sits(tx *storage.Tx, checkpoint int64) (bool, error) {
	if !s.admits(s.indexOf(checkpoint), s.eyes) {
		return false, nil
	}
	return tx.HasSeat(checkpoint, s.user)
}

// namedIn is how a message in a channel speaks of a person. In a room nobody is
// named who does not belong into it: a name there could let them in.
func (h *House) namedIn(tx *storage.Tx, channel, user string) (string, error) {
	checkpoint, err := tx.RoomOf(channel)
	if errors.Is(err, storage.ErrNotFound) {
		return mention(user), nil
	}
	if err != nil {
		return "", err
	}
	s, err := h.atRoom(tx, checkpoint, user)
	if err != nil {
		return "", err
	}
	in, err := s.sits(tx, checkpoint)
	return iff(in, mention(user), "Someone"), err
}

// askSeat has it looked at whether a person is in a room who should be, and
// nobody who should not.
func (s *scene) askSeat(tx *storage.Tx, checkpoint int64, user string) error {
	return tx.Ask(storage.Work{
		Kind: workSeat, Subject: checkpoint, User: user, Club: s.club.ID, Read: s.read.ID, Lane: roomLane(checkpoint), Due: s.now,
	})
}

// store writes how the person stands in the read. Where that opens or shuts a
// room that they asked for, their seat is looked at again, and so is what names
// them there.
func (s *scene) store(tx *storage.Tx) error {
	was, err := tx.Reader(s.read.ID, s.user)
	if err != nil && !errors.Is(err, storage.ErrNotFound) {
		return err
	}
	before := seenBy(was, err == nil && !was.Left)
	s.in = !s.me.Left
	s.setEyes()
	if err := tx.SetReader(s.read.ID, s.me, s.now); err != nil {
		return err
	}
	seats, err := tx.SeatsOf(s.read.ID, s.user)
	if err != nil {
		return err
	}
	turned := false
	for _, checkpoint := range seats {
		i := s.indexOf(checkpoint)
		if s.admits(i, before) == s.admits(i, s.eyes) {
			continue
		}
		turned = true
		if err := s.askSeat(tx, checkpoint, s.user); err != nil {
			return err
		}
	}
	if !turned {
		return nil
	}
	return tx.AskStubs(s.club.ID, s.user, s.club.Channel)
}

// roomEnter is [Enter the room]: it lets those in who have read that far.
func (h *House) roomEnter() bot.Action {
	return bot.Action{
		Name: "room/enter", On: bot.Press, Args: 1,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, i, err := atCheckpoint(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			words, err := s.enterRoom(tx, i)
			if words != "" || err != nil {
				return say("%s", words), err
			}
			last, _ := s.chapters.At(s.checkpoints[i].Last)
			parts := []part{text("The room of %s opens at %s. %s", s.checkpointName(i), title(last.Label), s.youAreAt())}
			switch {
			case s.atRest():
			case s.in:
				parts = append(parts, row(button(club.Cut("I have read to "+last.Label, 80), bot.CustomID("room/readto", s.checkpoints[i].ID, last.ID))))
			default:
				parts = append(parts, s.joinRow())
			}
			return private(parts...), nil
		}),
	}
}

// roomReadTo says that one has read up to a checkpoint's end, and enters its
// room.
func (h *House) roomReadTo() bot.Action {
	return bot.Action{
		Name: "room/readto", On: bot.Press, Args: 2, Updates: true,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, i, err := atCheckpoint(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			last := s.checkpoints[i].Last
			if said, ok := s.placeOf(in.Arg(1)); !ok || said != last { // the button said another chapter
				return nil, club.Refuse("The chapters have changed since. Press **Enter the room** again to see where it opens.")
			}
			was := s.me
			if !s.admits(i, s.eyes) {
				if was, err = s.advance(tx, last); err != nil {
					return nil, err
				}
			}
			words, err := s.enterRoom(tx, i)
			if err != nil {
				return nil, err
			}
			parts := []part{text("%s\n%s", s.position(), words)}
			if s.me.Position != was.Position {
				parts = append(parts, row(s.undo(was)))
			}
			return update(parts...), nil
		}),
	}
}

// enterRoom takes a seat in the room of a checkpoint for the person, and says
// so: "" if they may not be in it.
func (s *scene) enterRoom(tx *storage.Tx, i int) (string, error) {
	c := s.checkpoints[i]
	room, err := roomOf(tx, c.ID)
	switch {
	case err != nil:
		return "", err
	case !c.Open(s.now):
		return "", club.Refuse("%s opens on %s, and its room with it.", s.checkpointName(i), whole(c.At))
	case room.Message == "" && (!s.club.Rooms || s.silent(i)):
		return "", club.Refuse("%s has no room. Write a note instead: it opens for those who have read as far.", s.checkpointName(i))
	case !s.admits(i, s.eyes):
		return "", nil
	}
	if err := tx.TakeSeat(c.ID, s.user, s.now); err != nil {
		return "", err
	}
	if err := s.askSeat(tx, c.ID, s.user); err != nil {
		return "", err
	}
	if err := tx.AskStubs(s.club.ID, s.user, s.club.Channel); err != nil {
		return "", err
	}
	if room.Message == "" {
		return "The room is not there yet. You are let in as soon as it is; if that takes long, an organiser sees why with `/club doctor`.", nil
	}
	words := fmt.Sprintf("You are on your way into <#%s>.", room.Message)
	if s.silent(i) {
		words += " The read has ended, so you can read there and not write."
	}
	return words, nil
}

// roomsRead finds the read whose room a command was used in.
func roomsRead(tx *storage.Tx, c storage.Club, in *bot.Interaction) (storage.Read, error) {
	if in.Parent == "" {
		return storage.Read{}, storage.ErrNotFound
	}
	checkpoint, err := tx.RoomOf(in.Channel)
	if err != nil {
		return storage.Read{}, err
	}
	id, err := tx.ReadOfCheckpoint(checkpoint)
	if err != nil {
		return storage.Read{}, err
	}
	r, err := tx.Read(in.Guild, id)
	if err == nil && r.Club.ID != c.ID {
		err = storage.ErrNotFound
	}
	return r, err
}
