package commands

import (
	"errors"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// promptEdit opens a question to be changed: its words, and how far one must
// have read.
func (h *House) promptEdit() bot.Action {
	return bot.Action{
		Name: "prompt edit", On: bot.Slash, Organiser: true, Help: "Change a question, before it is asked or after",
		Options: []bot.Option{h.promptOption(anyPrompt), h.bookOption()},
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, err := h.theRead(tx, in)
			if err != nil {
				return nil, err
			}
			p, _, err := s.thePrompt(tx, in)
			if err != nil {
				return nil, err
			}
			return s.promptEditForm(p)
		}),
	}
}

// promptEditForm is the form of a question that the organiser may see.
func (s *scene) promptEditForm(p storage.Prompt) (bot.Reply, error) {
	if err := s.changeable(); err != nil {
		return nil, err
	}
	words, ok := p.Text.For(s.eyes)
	if !ok {
		return nil, club.Refuse("You have not read that far, so this question stays shut to you. Its writer can edit it; `/prompt hold` and `/prompt remove` work without seeing it.")
	}
	lock := lockField(s.lockKey(p.Text.Opening()))
	lock.Help = "A chapter, or: the whole book, everyone. Empty: as far as the club is when it is asked"
	asked := iff(s.asks(p) == asksPosted, "It was asked", "It is asked")
	return bot.Form{
		ID: bot.CustomID("prompt/edited", p.ID, s.read.ID), Title: "A question for the club",
		Fields: []bot.Field{
			{
				Name: "text", Label: "What do you want to ask?", Value: words, Required: true, Long: true, MaxLength: club.MaxPrompt,
				Help: club.Cut(s.askedWhen(asked, p.Checkpoint, p.At), 100),
			},
			lock,
		},
	}, nil
}

// buildPromptEditForm is the form of the question that args names or, if it was
// removed meanwhile, of a new one on the read that they name.
func buildPromptEditForm(tx *storage.Tx, in *bot.Interaction, args []int64) (bot.Form, error) {
	p, s, err := promptOf(tx, in, args[0])
	if _, refused := errors.AsType[*club.Refusal](err); refused {
		s, err := runningScene(tx, in, args[1])
		if err != nil {
			return bot.Form{}, err
		}
		return s.promptForm(promptWish{checkpoint: s.checkpoints[s.next()].ID}), nil
	}
	if err != nil {
		return bot.Form{}, err
	}
	reply, err := s.promptEditForm(p)
	form, _ := reply.(bot.Form)
	return form, err
}

// promptOf finds a question that a button or a form names, and its read.
func promptOf(tx *storage.Tx, in *bot.Interaction, id int64) (storage.Prompt, *scene, error) {
	p, err := tx.Prompt(in.Guild, id)
	if err != nil {
		return p, nil, gone(err, "This question is not there any more. `/prompt list` shows those there are.")
	}
	s, err := sceneOf(tx, in, p.Read)
	return p, s, err
}

// promptEdited stores what a question has become. Where it was posted the post
// is edited.
func (h *House) promptEdited() bot.Action {
	return bot.Action{
		Name: "prompt/edited", On: bot.Submit, Args: 2, Organiser: true,
		Run: h.sent("prompt/edited", func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			p, s, err := promptOf(tx, in, in.Arg(0))
			if _, refused := errors.AsType[*club.Refusal](err); refused {
				return nil, club.Refuse("This question was removed meanwhile. Your words are kept: ask a new one with them.")
			}
			if err != nil {
				return nil, err
			}
			if err := s.changeable(); err != nil {
				return nil, err
			}
			if _, ok := p.Text.For(s.eyes); !ok {
				return nil, club.Refuse("You have not read that far, so this question stays shut to you, and as it was.")
			}
			words, _ := in.Story("text")
			if words, err = fitQuestion(words); err != nil {
				return nil, err
			}
			if err := s.relockPrompt(tx, in, p); err != nil {
				return nil, err
			}
			if err := errors.Join(tx.EditPrompt(p.ID, words), seen(tx, p), s.fillSpares(tx)); err != nil {
				return nil, err
			}
			state := s.asks(p)
			if p, err = tx.Prompt(s.club.Guild, p.ID); err != nil {
				return nil, err
			}
			if state == asksPosted {
				return say("The question is changed, and so is its post in a moment. It %s.", opensFor(p.Text.Opening())), nil
			}
			return say("The question is changed. It is asked %s, and %s.", s.promptWhen(p), opensFor(p.Text.Opening())), nil
		}),
	}
}

// relockPrompt gives a question the lock that the form names.
func (s *scene) relockPrompt(tx *storage.Tx, in *bot.Interaction, p storage.Prompt) error {
	typed, _ := in.Text("chapter")
	kind, lock := lockMoment, club.Lock{}
	if club.CleanLine(typed) != "" {
		var err error
		if lock, err = s.lockFor(tx, typed); err != nil {
			return err
		}
		kind = kindOfLock(lock)
	}
	now := p.Text.Opening()
	same := lock.Number() == now.Number() && lock.IsWhole() == now.IsWhole() && lock.IsForAll() == now.IsForAll()
	if kind != lockMoment && same {
		return nil
	}
	return tx.SetPromptLock(p, lockKind(kind), lock)
}
