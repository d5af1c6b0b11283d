package commands

import (
	"fmt"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// leave leaves the read; the place is kept for a return.
func (h *House) leave() bot.Action {
	return bot.Action{
		Name: "leave", On: bot.Slash, Help: "Leave the read; your place is kept for a return",
		Options: []bot.Option{h.bookOption()},
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, err := h.theRead(tx, in)
			if err != nil {
				return nil, err
			}
			if !s.in {
				return nil, club.Refuse("You are not in the read of %s, so there is nothing to leave.", title(s.read.Book.Title))
			}
			rooms, err := tx.SeatsOf(s.read.ID, s.user)
			if err != nil {
				return nil, err
			}
			s.me.Left = true
			if err := s.store(tx); err != nil { // before the seats are given up, which it looks at
				return nil, err
			}
			if err := tx.GiveUpSeats(s.read.ID, s.user); err != nil {
				return nil, err
			}
			if err := askRole(tx, s.club, s.user, s.now); err != nil {
				return nil, err
			}
			told := fmt.Sprintf("You have left the read of %s. Your notes stay, and your place is kept.", title(s.read.Book.Title))
			if len(rooms) > 0 {
				told += " You are out of its rooms; should you return, you enter them anew."
			}
			parts := []part{text("%s", told)}
			if !s.atRest() {
				parts = append(parts, row(button("Join", bot.CustomID("read/join", s.read.ID))))
			}
			return private(parts...), nil
		}),
	}
}
