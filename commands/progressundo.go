package commands

import (
	"dogear/bot"
	"dogear/storage"
)

// progressUndo takes the last step back, and what counts as the furthest too.
func (h *House) progressUndo() bot.Action {
	return bot.Action{
		Name: "progress/undo", On: bot.Press, Args: 4, Updates: true,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, err := takenBack(tx, in)
			if err != nil {
				return nil, err
			}
			return sayInstead("Taken back. %s", s.position()), nil
		}),
	}
}
