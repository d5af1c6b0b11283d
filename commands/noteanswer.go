package commands

import (
	"errors"

	"github.com/bwmarrin/discordgo"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// answerButton stands beside a question.
func answerButton(p storage.Prompt) discordgo.Button {
	return button("Answer", bot.CustomID("prompt/answer", p.ID))
}

// askedPrompt finds a question that was asked and is open to the person.
func askedPrompt(tx *storage.Tx, in *bot.Interaction, id int64) (storage.Prompt, *scene, error) {
	p, err := tx.Prompt(in.Guild, id)
	if err != nil {
		return p, nil, gone(err, "This question is not asked any more. `/note` writes what you want to say.")
	}
	s, err := sceneOf(tx, in, p.Read)
	if err != nil {
		return p, nil, err
	}
	if _, ok := p.Text.For(s.eyes); !ok || p.Held || p.At.After(s.asked()) {
		return p, nil, club.Refuse("This question is not open to you now. `/progress` says how far you are.")
	}
	return p, s, nil
}

// promptAnswer opens the form to answer a question.
func (h *House) promptAnswer() bot.Action {
	return bot.Action{
		Name: "prompt/answer", On: bot.Press, Args: 1,
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			p, s, err := askedPrompt(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			return s.answerForm(p), s.changeable()
		}),
	}
}

// answerForm is the form to answer a question that is open to the person.
func (s *scene) answerForm(p storage.Prompt) bot.Form {
	words, _ := p.Text.For(s.eyes)
	lock := lockField(s.defaultKey(p.Text.Opening()))
	if !p.Text.Opening().IsForAll() {
		lock.Help = "And no earlier than the question. A chapter, or: the whole book, everyone"
	}
	return bot.Form{
		ID: bot.CustomID("note/answered", p.ID, s.read.ID), Title: "Your answer",
		Fields: []bot.Field{noteField(words), lock, kindField("")},
	}
}

// buildAnswerForm is the form of an answer to the question that args names or,
// if it was taken away or is shut meanwhile, of a note of its own on the read
// that they name.
func buildAnswerForm(tx *storage.Tx, in *bot.Interaction, args []int64) (bot.Form, error) {
	p, s, err := askedPrompt(tx, in, args[0])
	if _, refused := errors.AsType[*club.Refusal](err); refused {
		return buildNoteForm(tx, in, args[1:])
	}
	if err != nil {
		return bot.Form{}, err
	}
	return s.answerForm(p), s.changeable()
}

// noteAnswered stores an answer to a question.
func (h *House) noteAnswered() bot.Action {
	return bot.Action{
		Name: "note/answered", On: bot.Submit, Args: 2,
		Run: h.sent("note/answered", func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			p, s, err := askedPrompt(tx, in, in.Arg(0))
			if _, refused := errors.AsType[*club.Refusal](err); refused {
				return nil, club.Refuse("The question is not asked any more, or not open to you. Your words are kept: make a note of its own of them.")
			}
			if err != nil {
				return nil, err
			}
			return s.noteOfForm(tx, in, storage.Note{Prompt: p.ID})
		}),
	}
}

// prompted is the question that a note answers, in a line, "" if it answers
// none.
func (s *scene) prompted(tx *storage.Tx, n storage.Note) (string, error) {
	if n.Prompt == 0 {
		return "", nil
	}
	p, err := tx.Prompt(s.club.Guild, n.Prompt)
	if errors.Is(err, storage.ErrNotFound) {
		return "-# answers a question that was taken away", nil
	}
	if err != nil {
		return "", err
	}
	words, ok := p.Text.For(s.eyes)
	if !ok {
		return "", nil // their own answer, to what they may not see any more
	}
	return "-# answers: " + title(club.Cut(club.CleanLine(words), 150)), nil
}
