package commands

import (
	"fmt"

	"dogear/bot"
	"dogear/storage"
)

// promptRemove takes a question away; where it was posted, the post is edited.
// One that is repeated is not asked again, if it is the time to come.
func (h *House) promptRemove() bot.Action {
	return bot.Action{
		Name: "prompt remove", On: bot.Slash, Organiser: true, Help: "Take a question away",
		Options: []bot.Option{h.promptOption(anyPrompt), h.bookOption()},
		Run: h.onPrompt(func(tx *storage.Tx, s *scene, p storage.Prompt, n int) (bot.Reply, error) {
			parts, err := s.removePrompt(tx, p, fmt.Sprintf("Question %d", n))
			return private(parts...), err
		}),
	}
}

// removePrompt takes a question away and says what that means.
func (s *scene) removePrompt(tx *storage.Tx, p storage.Prompt, name string) ([]part, error) {
	state, last := s.asks(p), p
	if p.Series != 0 {
		var err error
		if last, err = tx.LastOf(p.Series); err != nil {
			return nil, err
		}
	}
	if err := tx.RemovePrompt(p.ID, s.now); err != nil {
		return nil, err
	}
	buttons := []part{button("Put it back", bot.CustomID("prompt/back", p.ID))}
	words := fmt.Sprintf("%s is removed. It %s %s.", name, iff(state == asksPosted, "was asked", "would have been asked"), s.promptWhen(p))
	switch {
	case p.Series != 0 && state != asksPosted && last.ID == p.ID: // a time that was missed leaves the next
		if err := tx.StopSeries(p.Series, true); err != nil {
			return nil, err
		}
		words += " It is not asked again."
	case p.Series != 0 && s.asks(last) == asksLater:
		words += fmt.Sprintf(" It is still asked again, next on %s.", whole(last.At))
		buttons = append(buttons, button("Stop asking it", bot.CustomID("prompt/stop", last.ID)))
	case p.Spare:
		words += " Nothing is asked there now, unless somebody writes a question."
	}
	return []part{card(s.withPrompt(p, text("%s", words))...), row(buttons...)}, seen(tx, p)
}

// promptBack puts a question back that was removed.
func (h *House) promptBack() bot.Action {
	return bot.Action{
		Name: "prompt/back", On: bot.Press, Args: 1, Updates: true, Organiser: true,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			if err := tx.RestorePrompt(in.Guild, in.Arg(0)); err != nil {
				return nil, gone(err, "This question is there already. `/prompt list` shows all there are.")
			}
			p, s, err := promptOf(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			if err := s.changeable(); err != nil {
				return nil, err
			}
			if p.Series != 0 {
				if err := tx.StopSeries(p.Series, false); err != nil {
					return nil, err
				}
			}
			due := p.At
			if p.Post != 0 && !due.After(s.now) && p.State.Message == "" { // its post may have gone with it
				due = s.now
			}
			kind, subject := postOf(p)
			if err := askPost(tx, s.read, kind, subject, due); err != nil {
				return nil, err
			}
			return update(card(s.withPrompt(p, text("The question is back. It is asked %s.", s.promptWhen(p)))...)), nil
		}),
	}
}

// promptStop ends a question that is repeated, after one of its times was removed.
func (h *House) promptStop() bot.Action {
	return bot.Action{
		Name: "prompt/stop", On: bot.Press, Args: 1, Updates: true, Organiser: true,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			p, s, err := promptOf(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			if err := s.changeable(); err != nil {
				return nil, err
			}
			parts, err := s.removePrompt(tx, p, "The question that was to come")
			return update(parts...), err
		}),
	}
}
