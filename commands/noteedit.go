package commands

import (
	"errors"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// ownNote finds a note that its author changes.
func ownNote(tx *storage.Tx, in *bot.Interaction, id int64) (storage.Note, *scene, error) {
	n, s, err := theNote(tx, in, id)
	if err == nil && n.Author != in.User {
		err = club.Refuse("Only the one who wrote this note can change it.")
	}
	return n, s, err
}

// openToChange finds a note that its author changes, of a read that was not
// dropped.
func openToChange(tx *storage.Tx, in *bot.Interaction, id int64) (storage.Note, *scene, error) {
	n, s, err := ownNote(tx, in, id)
	if err == nil {
		err = s.changeable()
	}
	return n, s, err
}

// longest is how long the text of a note may be: one that was a message before
// may be longer than others, and stay so.
func longest(n storage.Note) int { return max(club.MaxNote, n.Text.Units()) }

// noteEdit opens a note's text for its author.
func (h *House) noteEdit() bot.Action {
	return bot.Action{
		Name: "note/edit", On: bot.Press, Args: 1,
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			n, s, err := openToChange(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			return s.editForm(n), nil
		}),
	}
}

// editForm is the form of a note's text, for its author.
func (s *scene) editForm(n storage.Note) bot.Form {
	words, _ := n.Text.For(s.eyes) // its author's
	return bot.Form{ID: bot.CustomID("note/edited", n.ID, s.read.ID), Title: "Your note", Fields: []bot.Field{
		{Name: "text", Label: "What you want to say", Value: words, Required: n.Pictures == 0, Long: true, MaxLength: longest(n)},
	}}
}

// buildEditForm is the form of the note that args names or, if it was deleted
// meanwhile, of a new one on the read that they name.
func buildEditForm(tx *storage.Tx, in *bot.Interaction, args []int64) (bot.Form, error) {
	n, s, err := openToChange(tx, in, args[0])
	if _, refused := errors.AsType[*club.Refusal](err); refused {
		return buildNoteForm(tx, in, args[1:])
	}
	if err != nil {
		return bot.Form{}, err
	}
	return s.editForm(n), nil
}

// noteEdited stores the new text.
func (h *House) noteEdited() bot.Action {
	return bot.Action{
		Name: "note/edited", On: bot.Submit, Args: 2,
		Run: h.sent("note/edited", func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			n, _, err := openToChange(tx, in, in.Arg(0))
			if _, refused := errors.AsType[*club.Refusal](err); refused {
				return nil, club.Refuse("Your note is not there any more, or its read was dropped. Your words are kept: make a new note of them.")
			}
			if err != nil {
				return nil, err
			}
			words, _ := in.Story("text")
			words = words.Cleaned()
			if words.Empty() && n.Pictures == 0 || words.Units() > longest(n) {
				return nil, club.Refuse("A note has from 1 to %d characters; this one has %d. It was left as it was.", longest(n), words.Units())
			}
			if err := tx.SetNoteText(n.ID, words, in.Now); err != nil {
				return nil, err
			}
			return say("Your %s is changed. It %s, as before.", iff(n.Root == 0, "note", "reply"), opensFor(n.Text.Opening())), nil
		}),
	}
}

// noteDelete asks whether a note is to go.
func (h *House) noteDelete() bot.Action {
	return bot.Action{
		Name: "note/delete", On: bot.Press, Args: 1,
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			n, _, err := ownNote(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			asks := "Delete your note? Its line in the channel goes too, and it cannot be brought back."
			if n.Root != 0 {
				asks = "Delete your reply? It cannot be brought back."
			}
			said, err := stillSaid(tx, n)
			if err != nil {
				return nil, err
			}
			if said {
				asks += " The message that it was still stands, and goes with it."
			}
			if n.Replies > 0 {
				asks += " The replies to it stay."
			}
			return private(text("%s", asks), row(
				danger("Delete it", bot.CustomID("note/gone", n.ID)), button("Keep it", bot.CustomID("note/stay", n.ID)))), nil
		}),
	}
}

// noteDeleteYes deletes a note and has its stub taken away.
func (h *House) noteDeleteYes() bot.Action {
	return bot.Action{
		Name: "note/gone", On: bot.Press, Args: 1, Updates: true,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			n, s, err := ownNote(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			if err := s.deleteNote(tx, n); err != nil {
				return nil, err
			}
			return sayInstead("Your %s is deleted.", iff(n.Root == 0, "note", "reply")), nil
		}),
	}
}

// deleteNote deletes a note, and has what shows it taken away.
func (s *scene) deleteNote(tx *storage.Tx, n storage.Note) error {
	if err := tx.DeleteNote(n.ID, s.now); err != nil {
		return err
	}
	return errors.Join(s.restub(tx, n), tx.AskAgain(workUnsay, n.ID))
}

// noteDeleteNo keeps it.
func (h *House) noteDeleteNo() bot.Action {
	return bot.Action{
		Name: "note/stay", On: bot.Press, Args: 1, Updates: true,
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			if _, _, err := ownNote(tx, in, in.Arg(0)); err != nil {
				return nil, err
			}
			return sayInstead("Your note stays."), nil
		}),
	}
}
