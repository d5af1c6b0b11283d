package commands

import (
	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// noteFelt says of somebody's note that one felt that too, or takes it back.
func (h *House) noteFelt() bot.Action {
	return bot.Action{
		Name: "note/felt", On: bot.Press, Args: 1, Updates: true,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			n, s, err := answering(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			if n.Author == s.user {
				return nil, club.Refuse("This is your own note. Others can say here that they felt that too.")
			}
			if _, err := tx.Feel(n.ID, s.user); err != nil {
				return nil, err
			}
			m, err := s.openNote(tx, n, 0)
			return bot.Update{Message: m}, err
		}),
	}
}

// feltWords says who felt what a note says, "" if nobody did. To others than
// its author the button counts them.
func feltWords(n storage.Note, user string) string {
	switch {
	case n.Felt == 0:
		return ""
	case n.Author == user:
		return capital(count(n.Felt, "reader")) + " felt that too."
	case n.Feels && n.Felt == 1:
		return "You felt that too."
	case n.Feels:
		return "You and " + count(n.Felt-1, "other") + " felt that too."
	}
	return ""
}
