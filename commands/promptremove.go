package commands

import (
	"fmt"

	"dogear/bot"
	"dogear/club"
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
	var ends int64 // 1: its series ends with it
	var stop []part
	words := fmt.Sprintf("%s is removed. It %s %s.", name, iff(state == asksPosted, "was asked", "would have been asked"), s.promptWhen(p))
	switch {
	case p.Series != 0 && state != asksPosted && last.ID == p.ID: // a time that was missed leaves the next
		if err := tx.StopSeries(p.Series, true); err != nil {
			return nil, err
		}
		words += " It is not asked again."
		ends = 1
	case p.Series != 0 && s.asks(last) == asksLater:
		words += fmt.Sprintf(" It is still asked again, next on %s.", whole(last.At))
		stop = []part{button("Stop asking it", bot.CustomID("prompt/stop", last.ID))}
	case p.Spare:
		words += " Nothing is asked there now, unless somebody writes a question."
	}
	buttons := append([]part{button("Put it back", bot.CustomID("prompt/back", p.ID, ends))}, stop...)
	return []part{card(s.withPrompt(p, text("%s", words))...), row(buttons...)}, seen(tx, p)
}

// promptBack puts a question back that was removed; the second number of its id
// says whether its series ended with it.
func (h *House) promptBack() bot.Action {
	return bot.Action{
		Name: "prompt/back", On: bot.Press, Args: 2, Updates: true, Organiser: true,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			if err := tx.RestorePrompt(in.Guild, in.Arg(0)); err != nil {
				return nil, gone(err, "This question is there already, or cannot be put back any more. `/prompt list` shows all there are.")
			}
			p, s, err := changeablePrompt(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			if in.Arg(1) == 1 && p.Series != 0 {
				if err := tx.StopSeries(p.Series, false); err != nil {
					return nil, err
				}
			}
			if err := s.askBack(tx, p); err != nil {
				return nil, err
			}
			if p, err = tx.Prompt(in.Guild, p.ID); err != nil {
				return nil, err
			}
			words := fmt.Sprintf("The question is back, %s: %s. It %s.", s.promptWhen(p), s.promptState(p), opensFor(p.Text.Opening()))
			return update(card(s.withPrompt(p, text("%s", words))...)), nil
		}),
	}
}

// changeablePrompt is promptOf for what changes something in its read.
func changeablePrompt(tx *storage.Tx, in *bot.Interaction, id int64) (storage.Prompt, *scene, error) {
	p, s, err := promptOf(tx, in, id)
	if err == nil {
		err = s.changeable()
	}
	return p, s, err
}

// askBack has a question asked that was put back: as it was to be, or in the post
// that it stood in, or, if it never was in one, now.
func (s *scene) askBack(tx *storage.Tx, p storage.Prompt) error {
	kind, subject := postOf(p)
	switch {
	case p.Checkpoint != 0 && s.indexOf(p.Checkpoint) < 0:
		return club.Refuse("Its checkpoint is not in the plan any more. `/prompt add` asks it anew.")
	case p.At.After(s.now), p.At.After(s.read.EndsAt):
		return askPost(tx, s.read, kind, subject, p.At)
	case p.Checkpoint != 0:
		return seen(tx, p)
	case !p.State.Posted.IsZero(): // the post may have gone with it
		return askPost(tx, s.read, kind, subject, s.now)
	}
	if err := s.running(); err != nil {
		return err
	}
	if p.Held {
		return nil
	}
	return s.askNow(tx, p)
}

// promptStop ends a question that is repeated, after one of its times was removed.
func (h *House) promptStop() bot.Action {
	return bot.Action{
		Name: "prompt/stop", On: bot.Press, Args: 1, Updates: true, Organiser: true,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			p, s, err := changeablePrompt(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			last, err := tx.LastOf(p.Series) // it may have been asked since
			if err != nil {
				return nil, gone(err, "This question is not asked any more.")
			}
			if s.asks(last) != asksPosted {
				parts, err := s.removePrompt(tx, last, "The question that was to come")
				return update(parts...), err
			}
			return sayInstead("The question is not asked again."), tx.StopSeries(p.Series, true)
		}),
	}
}
