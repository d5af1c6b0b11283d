package commands

import (
	"fmt"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// shownTo reports whether somebody may have seen what others gave: from then on
// what they said first counts.
func (s *scene) shownTo(r storage.Rating) bool { return s.read.Revealed(s.now) || !r.Saw.IsZero() }

// countsFirst reports whether what somebody said first counts and stays: others may
// have been shown it.
func (s *scene) countsFirst(r storage.Rating) bool { return s.shownTo(r) && !r.Late }

// follow has how the book ended for somebody follow where they are: who said
// that they stopped and goes on reading has not stopped there. Only a step on
// does that, and nothing does once the stars were shown to them.
func (s *scene) follow(tx *storage.Tx, was storage.Reader) error {
	r, rated, err := s.rated(tx)
	at := s.me.Position
	if err != nil || !rated || s.shownTo(r) || !r.Stopped || at <= max(r.StoppedAt, was.Position) {
		return err
	}
	s.followed = &step{from: r.StoppedAt, to: at}
	s.gotTo(&r, at)
	return tx.SetRating(r, s.now)
}

// step is one that how the book ended for somebody took with their position.
type step struct{ from, to int }

// gotTo writes that a rater got so far.
func (s *scene) gotTo(r *storage.Rating, at int) {
	r.Stopped, r.StoppedAt = at < len(s.chapters), at
	if !r.Stopped {
		r.StoppedAt = 0
	}
}

// followedWords says what that step has made of their rating, "" if there was
// none.
func (s *scene) followedWords() string {
	if s.followed == nil {
		return ""
	}
	now := "that you finished it now"
	if s.followed.to < len(s.chapters) {
		now = title(s.placeName(s.followed.to)) + " now"
	}
	return fmt.Sprintf("You had stopped at %s: your rating says %s.", title(s.placeName(s.followed.from)), now)
}

// undo takes the step back that has led from was to where the person is, and
// what followed it.
func (s *scene) undo(was storage.Reader) part {
	args := []int64{s.read.ID, int64(was.Position), int64(was.Furthest), int64(s.me.Position)}
	if s.followed != nil {
		return button("Undo", bot.CustomID("progress/unstop", append(args, int64(s.followed.from))...))
	}
	return button("Undo", bot.CustomID("progress/undo", args...))
}

// progressUnstop is [Undo] of a step that how the book ended has followed.
func (h *House) progressUnstop() bot.Action {
	return bot.Action{
		Name: "progress/unstop", On: bot.Press, Args: 5, Updates: true,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, err := takenBack(tx, in)
			if err != nil {
				return nil, err
			}
			words, err := s.unfollow(tx, step{from: int(in.Arg(4)), to: int(in.Arg(3))})
			return sayInstead("Taken back. %s%s", s.position(), words), err
		}),
	}
}

// unfollow takes back what such a step has made of a rating, unless something
// else has been said of it since or it was shown. It says so.
func (s *scene) unfollow(tx *storage.Tx, back step) (string, error) {
	r, rated, err := s.rated(tx)
	if err != nil || !rated || s.shownTo(r) {
		return "", err
	}
	made := r
	s.gotTo(&made, back.to)
	if made.Stopped != r.Stopped || made.StoppedAt != r.StoppedAt || back.from >= len(s.chapters) {
		return "", nil
	}
	s.gotTo(&r, back.from)
	return fmt.Sprintf(" And your rating says again that you stopped at %s.", title(s.placeName(back.from))), tx.SetRating(r, s.now)
}

// takenBack takes the step back that a button names.
func takenBack(tx *storage.Tx, in *bot.Interaction) (*scene, error) {
	s, err := changeableScene(tx, in, in.Arg(0))
	if err != nil {
		return nil, err
	}
	stands := s.me.Position == int(in.Arg(3)) && s.me.Furthest == int(max(in.Arg(2), in.Arg(3)))
	if !s.in || !stands {
		return nil, club.Refuse("Your position has changed since, so there is nothing to take back here. `/progress` shows where you are.")
	}
	s.me.Position, s.me.Furthest = int(in.Arg(1)), int(in.Arg(2))
	return s, s.store(tx)
}
