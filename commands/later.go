package commands

import (
	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// questionable finds a note of which the person may say that it belongs later:
// one that is open to them, somebody else's, and not locked as far as can be.
func questionable(tx *storage.Tx, in *bot.Interaction, id int64) (storage.Note, *scene, error) {
	n, s, err := answering(tx, in, id)
	if err != nil {
		return n, nil, err
	}
	said, err := tx.SaidLater(n.ID, s.user)
	switch {
	case err != nil:
	case n.Author == s.user:
		err = club.Refuse("This is your own note, so its lock is yours to choose. Open it and press **Set its lock**.")
	case said:
		err = club.Refuse("You said so once, and its author and the organisers were asked. It %s now.", opensFor(n.Text.Opening()))
	case n.Text.Opening().IsWhole():
		err = club.Refuse("This note is locked to the whole book already, so nobody meets it too early.")
	}
	return n, s, err
}

// laterAsk asks whether a note gives away more than its lock.
func (h *House) laterAsk() bot.Action {
	return bot.Action{
		Name: "later/ask", On: bot.Press, Args: 1, Updates: true,
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			n, _, err := questionable(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			shown := "is shown to readers at **" + title(n.Text.Opening().Label()) + "**"
			if n.Text.Opening().IsForAll() {
				shown = "is open to everyone"
			}
			return update(card(
				text("### Later than that?\nThis %s by %s %s. If it gives away more, it is locked to the whole book, with its replies, until %s or an organiser sets its lock. Nobody is told who said so.",
					noteWord(n), mention(n.Author), shown, mention(n.Author)),
				row(primary("Yes, later", bot.CustomID("later/yes", n.ID)), button("Leave it", bot.CustomID("later/no", n.ID))),
			)), nil
		}),
	}
}

// laterYes locks a note to the whole book, until somebody sets its lock.
func (h *House) laterYes() bot.Action {
	return bot.Action{
		Name: "later/yes", On: bot.Press, Args: 1, Updates: true,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			n, s, err := questionable(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			if err := tx.ReportLater(n, s.user, s.now); err != nil {
				return nil, err
			}
			if err := s.restub(tx, n); err != nil {
				return nil, err
			}
			return sayInstead("Thank you. The %s is locked to the whole book now. Its author and the organisers are asked what its lock should be, and not told by whom.", noteWord(n)), nil
		}),
	}
}

// laterNo goes back to the note.
func (h *House) laterNo() bot.Action {
	return bot.Action{
		Name: "later/no", On: bot.Press, Args: 1, Updates: true,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			n, s, err := toOpen(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			m, err := s.openNote(tx, n, 0)
			return bot.Update{Message: m}, err
		}),
	}
}
