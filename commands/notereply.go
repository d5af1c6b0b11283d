package commands

import (
	"errors"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// noteReply opens the form to answer a note.
func (h *House) noteReply() bot.Action {
	return bot.Action{
		Name: "note/reply", On: bot.Press, Args: 1,
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			n, s, err := readable(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			return s.replyForm(n), s.changeable()
		}),
	}
}

// replyForm is the form to answer a note that is open to the person.
func (s *scene) replyForm(n storage.Note) bot.Form {
	words, _ := n.Text.For(s.eyes)
	lock := lockField(s.defaultKey(club.ForAll()))
	lock.Help = "And no earlier than what it answers. A chapter, or: the whole book, everyone"
	return bot.Form{
		ID: bot.CustomID("note/replied", n.ID, s.read.ID), Title: "Your reply",
		Fields: []bot.Field{noteField("To: " + words), lock},
	}
}

// buildReplyForm is the form of a reply to the note that args names or, if it
// was deleted or is shut meanwhile, of a note of its own on the read that they
// name.
func buildReplyForm(tx *storage.Tx, in *bot.Interaction, args []int64) (bot.Form, error) {
	n, s, err := readable(tx, in, args[0])
	if _, refused := errors.AsType[*club.Refusal](err); refused {
		return buildNoteForm(tx, in, args[1:])
	}
	if err != nil {
		return bot.Form{}, err
	}
	return s.replyForm(n), s.changeable()
}

// noteReplied stores a reply.
func (h *House) noteReplied() bot.Action {
	return bot.Action{
		Name: "note/replied", On: bot.Submit, Args: 2,
		Run: h.sent("note/replied", func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			n, s, err := readable(tx, in, in.Arg(0))
			if _, refused := errors.AsType[*club.Refusal](err); refused {
				return nil, club.Refuse("What you answer is not there any more, or not open to you. Your words are kept: make a note of its own of them.")
			}
			if err != nil {
				return nil, err
			}
			return s.noteOfForm(tx, in, storage.Note{Parent: n.ID})
		}),
	}
}
