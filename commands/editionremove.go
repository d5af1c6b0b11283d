package commands

import (
	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// editionRemove and mineRemove ask whether an edition is to be forgotten.
func (h *House) editionRemove() bot.Action { return removeEdition(h.clubEdition()) }
func (h *House) mineRemove() bot.Action    { return removeEdition(h.ownEdition()) }

// removeButton offers to forget an edition that is stored.
func (k editionKind) removeButton(e storage.Edition) part {
	return button("Remove this edition", bot.CustomID(k.route+"/remove", e.ID))
}

func removeEdition(k editionKind) bot.Action {
	return bot.Action{
		Name: k.route + "/remove", On: bot.Press, Args: 1, Updates: true, Organiser: !k.own,
		Run: k.h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			e, b, err := k.byButton(tx, in)
			if err != nil {
				return nil, err
			}
			then, err := k.heldThen(tx, e)
			if err != nil {
				return nil, err
			}
			return update(
				text("Remove %s, and what I know of where its chapters end? %s; no place in the book changes.", ofBook(&e.Edition, b), then),
				row(danger("Remove it", bot.CustomID(k.route+"/removed", e.ID)), button("Keep it", bot.CustomID("mine/keep", b.ID)))), nil
		}),
	}
}

// heldThen says what those hold who held an edition that goes.
func (k editionKind) heldThen(tx *storage.Tx, e storage.Edition) (string, error) {
	n, err := tx.Holders(e.ID)
	switch {
	case k.own && e.Copy:
		return "You hold " + (&club.Edition{Name: e.Name}).Called() + " of the club then", err
	case k.own:
		return "You hold the club's edition then", err
	case n == 0:
		return "Nobody holds it", err
	}
	return capital(count(n, "reader")) + iff(n == 1, " holds it and has", " hold it and have") + " the club's edition then", err
}

// byButton is the edition that a button names, the club's or the presser's own.
func (k editionKind) byButton(tx *storage.Tx, in *bot.Interaction) (e storage.Edition, b storage.Book, err error) {
	const lost = "This edition is not there any more. `/me edition` shows which one you hold."
	e, err = tx.Edition(in.User, in.Arg(0))
	switch {
	case err != nil:
		return e, b, gone(err, lost)
	case e.Owner != k.owner(in):
		return e, b, club.Refuse(lost)
	}
	b, err = bookByButton(tx, in, e.Book)
	return e, b, err
}

// editionRemoved and mineRemoved forget it.
func (h *House) editionRemoved() bot.Action { return removedEdition(h.clubEdition()) }
func (h *House) mineRemoved() bot.Action    { return removedEdition(h.ownEdition()) }

func removedEdition(k editionKind) bot.Action {
	return bot.Action{
		Name: k.route + "/removed", On: bot.Press, Args: 1, Updates: true, Organiser: !k.own,
		Run: k.h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			e, b, err := k.byButton(tx, in)
			if err != nil {
				return nil, err
			}
			held, err := tx.Held(b.ID, in.User)
			if err != nil {
				return nil, err
			}
			if err := tx.RemoveEdition(e); err != nil {
				return nil, err
			}
			if e.Copy && held != nil && held.ID == e.ID { // back to what it was a copy of
				base, err := tx.EditionNamed(b.ID, "", e.Name)
				if err != nil {
					return nil, err
				}
				if err := tx.Hold(b.ID, in.User, base.ID); err != nil {
					return nil, err
				}
			}
			if !k.own {
				return sayInstead("Removed: %s.", ofBook(&e.Edition, b)), nil
			}
			return instead(k.h.showHeld(tx, in, b, "Removed: you hold"))
		}),
	}
}

// mineKeep leaves an edition as it is.
func (h *House) mineKeep() bot.Action {
	return bot.Action{
		Name: "mine/keep", On: bot.Press, Args: 1, Updates: true,
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			b, err := bookByButton(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			return instead(h.showHeld(tx, in, b, "Nothing was changed: you hold"))
		}),
	}
}
