package commands

import (
	"errors"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// onPrompt is the code of a command that changes one question of a read that is
// not put aside.
func (h *House) onPrompt(f func(tx *storage.Tx, s *scene, p storage.Prompt, n int) (bot.Reply, error)) handler {
	return h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
		s, err := h.theRead(tx, in)
		if err != nil {
			return nil, err
		}
		if err := s.changeable(); err != nil {
			return nil, err
		}
		p, n, err := s.thePrompt(tx, in)
		if err != nil {
			return nil, err
		}
		return f(tx, s, p, n)
	})
}

// postOf is the kind and the subject of the work that asks a question.
func postOf(p storage.Prompt) (kind string, subject int64) {
	if p.Post != 0 {
		return workPrompts, p.Post
	}
	return workCheckpoint, p.Checkpoint
}

// seen has the post of a question show what has become of it.
func seen(tx *storage.Tx, p storage.Prompt) error { return tx.AskAgain(postOf(p)) }

// saidOfPrompt says what has become of a question, and shows it to those who may
// see it: its number is easily mistaken.
func (s *scene) saidOfPrompt(p storage.Prompt, format string, args ...any) bot.Reply {
	return private(card(s.withPrompt(p, text(format, args...))...))
}

func (s *scene) withPrompt(p storage.Prompt, parts ...part) []part {
	if words, ok := p.Text.For(s.eyes); ok {
		parts = append(parts, text("%s", club.Quote(words)))
	}
	return parts
}

func anyPrompt(*scene, storage.Prompt) bool { return true }

// promptHold keeps a question back until it is released.
func (h *House) promptHold() bot.Action {
	return bot.Action{
		Name: "prompt hold", On: bot.Slash, Organiser: true, Help: "Keep a question back until you release it",
		Options: []bot.Option{
			h.promptOption(func(s *scene, p storage.Prompt) bool { return !p.Held && s.asks(p) < asksPosted }), h.bookOption(),
		},
		Run: h.onPrompt(func(tx *storage.Tx, s *scene, p storage.Prompt, n int) (bot.Reply, error) {
			switch {
			case p.Held:
				return nil, club.Refuse("Question %d is held already. `/prompt release` lets it go.", n)
			case s.asks(p) == asksPosted:
				return nil, club.Refuse("Question %d is posted already. `/prompt edit` changes it, `/prompt remove` takes it away.", n)
			case s.asks(p) == asksNever:
				return nil, club.Refuse("Question %d is not going to be asked: %s.", n, s.promptState(p))
			}
			if err := tx.HoldPrompt(p.ID, true); err != nil {
				return nil, err
			}
			goes := "When its moment comes it is left out; `/prompt release` lets it go, before that or after."
			if p.Series != 0 {
				goes = "Its moments pass by until `/prompt release` lets it go on."
			}
			return s.saidOfPrompt(p, "Question %d is held. %s", n, goes), seen(tx, p)
		}),
	}
}

// promptRelease lets a question go that was held.
func (h *House) promptRelease() bot.Action {
	return bot.Action{
		Name: "prompt release", On: bot.Slash, Organiser: true, Help: "Let a question go that you held",
		Options: []bot.Option{h.promptOption(func(_ *scene, p storage.Prompt) bool { return p.Held }), h.bookOption()},
		Run: h.onPrompt(func(tx *storage.Tx, s *scene, p storage.Prompt, n int) (bot.Reply, error) {
			if !p.Held {
				return nil, club.Refuse("Question %d is not held: it is %s.", n, s.promptState(p))
			}
			if err := tx.HoldPrompt(p.ID, false); err != nil {
				return nil, err
			}
			switch {
			case p.At.After(s.read.EndsAt):
				return say("Question %d is released, but the read ends before its moment, so it is not asked.", n), nil
			case p.At.After(s.now):
				kind, subject := postOf(p) // it may have been looked at, by a clock that was set back
				return s.saidOfPrompt(p, "Question %d is released. It is asked %s.", n, s.promptWhen(p)), askPost(tx, s.read, kind, subject, p.At)
			case p.Checkpoint != 0:
				return s.saidOfPrompt(p, "Question %d is released. It joins the post of %s.", n, s.promptPlace(p)), seen(tx, p)
			}
			if err := s.running(); err != nil {
				return nil, err
			}
			if err := s.askNow(tx, p); err != nil {
				return nil, err
			}
			is, err := tx.Prompt(s.club.Guild, p.ID) // it may open later now
			return s.saidOfPrompt(is, "Question %d is released. Its moment has passed, so it is on its way to <#%s> now. It %s.", n, s.club.Channel, opensFor(is.Text.Opening())), err
		}),
	}
}

// promptPost asks a question now.
func (h *House) promptPost() bot.Action {
	return bot.Action{
		Name: "prompt post", On: bot.Slash, Organiser: true, Help: "Ask a question now",
		Options: []bot.Option{
			h.promptOption(func(s *scene, p storage.Prompt) bool { return p.Held || s.asks(p) != asksPosted }), h.bookOption(),
		},
		Run: h.onPrompt(func(tx *storage.Tx, s *scene, p storage.Prompt, n int) (bot.Reply, error) {
			if err := s.running(); err != nil {
				return nil, err
			}
			if s.asks(p) == asksPosted {
				return nil, club.Refuse("Question %d is posted already. `/prompt add` asks another.", n)
			}
			if last, ok := s.chapters.At(p.Text.Opening().Number()); ok { // what its writer was told
				if err := tx.FloorPrompt(p.ID, last.ID); err != nil {
					return nil, err
				}
			}
			if err := s.askNow(tx, p); err != nil {
				return nil, err
			}
			p.Held = false
			if err := s.fillSpares(tx); err != nil { // it may have been one
				return nil, err
			}
			again := ""
			if p.Series != 0 {
				if err := s.goOn(tx, p, 0); err != nil {
					return nil, err
				}
				if next, err := tx.LastOf(p.Series); err == nil && next.ID != p.ID {
					again = " It is asked again on " + whole(next.At) + "."
				}
			}
			is, err := tx.Prompt(s.club.Guild, p.ID)
			if err != nil {
				return nil, err
			}
			return s.saidOfPrompt(is, "Question %d is on its way to <#%s>. It %s.%s", n, s.club.Channel, opensFor(is.Text.Opening()), again), nil
		}),
	}
}

// askNow has a question asked at once, in a post of its own, held or not.
func (s *scene) askNow(tx *storage.Tx, p storage.Prompt) error {
	if err := errors.Join(tx.HoldPrompt(p.ID, false), seen(tx, p)); err != nil { // its post may be on its way
		return err
	}
	post, err := tx.AskPromptAt(p, s.now)
	if errors.Is(err, storage.ErrTaken) {
		return club.Refuse("This question was asked this very moment. Please wait a little before you ask it again.")
	}
	if err != nil {
		return err
	}
	return askPost(tx, s.read, workPrompts, post, s.now)
}
