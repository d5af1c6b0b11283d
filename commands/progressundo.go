package commands

import (
	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// undo takes the step back that has led from was to where the person is.
func (s *scene) undo(was storage.Reader) part {
	return button("Undo", bot.CustomID("progress/undo", s.read.ID, int64(was.Position), int64(was.Furthest), int64(s.me.Position)))
}

// progressUndo takes the last step back, and what counts as the furthest too.
func (h *House) progressUndo() bot.Action {
	return bot.Action{
		Name: "progress/undo", On: bot.Press, Args: 4, Updates: true,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, err := changeableScene(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			stands := s.me.Position == int(in.Arg(3)) && s.me.Furthest == int(max(in.Arg(2), in.Arg(3)))
			if !s.in || !stands {
				return nil, club.Refuse("Your position has changed since, so there is nothing to take back here. `/progress` shows where you are.")
			}
			s.me.Position, s.me.Furthest = int(in.Arg(1)), int(in.Arg(2))
			if err := s.store(tx); err != nil {
				return nil, err
			}
			return sayInstead("Taken back. %s", s.position()), nil
		}),
	}
}
