package commands

import (
	"errors"
	"fmt"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// copyName is the name of an edition of which its reader has told only where
// chapters end.
const copyName = "your copy"

// youHold leads to the name of the edition that one holds, for one who asks.
const youHold = "You hold"

// meEdition shows or says which edition of a book one holds.
func (h *House) meEdition() bot.Action {
	return bot.Action{
		Name: "me edition", On: bot.Slash, DM: true, Help: "Say which edition of a book you hold, and where its chapters end",
		Options: []bot.Option{
			h.shelfOption(),
			{
				Name: "edition", Help: "One that is known, or the name of another", Type: optionString, MaxLength: club.MaxEdition,
				Suggest: h.suggestEditions(),
			},
		},
		Run: h.either("edition", func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			if err := inServer(in, "/me edition"); err != nil {
				return nil, err
			}
			b, err := readersBook(tx, in)
			if err != nil {
				return nil, err
			}
			typed, ok := in.Text("edition")
			if !ok {
				return h.showHeld(tx, in, b, youHold)
			}
			e, ok, err := editionTyped(tx, in, b, typed)
			switch {
			case err != nil:
				return nil, err
			case ok:
				return h.holdIt(tx, in, b, e)
			}
			return h.offerOwn(tx, in, b, typed)
		}),
	}
}

// theReference is the edition that the chapter list has its pages from.
func theReference(b storage.Book) storage.Edition {
	e := storage.Edition{Book: b.ID}
	e.Name = "The club's edition"
	return e
}

// suggestEditions suggests the editions that one may hold of the book that the
// other option names.
func (h *House) suggestEditions() suggester {
	return suggestIn(h, func(tx *storage.Tx, in *bot.Interaction, typed string) ([]bot.Choice, error) {
		b, err := readersBook(tx, in)
		if err != nil {
			return nil, err
		}
		list, err := tx.Editions(b.ID, in.User)
		if err != nil {
			return nil, err
		}
		var choices []bot.Choice
		for _, e := range append(list, theReference(b)) {
			name := e.Name
			switch {
			case e.ID == 0:
				name += ": the pages of the chapter list"
			case e.Owner != "":
				name += " (your own)"
			}
			if contains(name, typed) {
				choices = append(choices, bot.Choice{Name: name, Value: editionKey(e)})
			}
		}
		return choices, nil
	})
}

// editionTyped finds the edition that was chosen or typed; of two of one name,
// the person's own. It is false if none is called that.
func editionTyped(tx *storage.Tx, in *bot.Interaction, b storage.Book, typed string) (storage.Edition, bool, error) {
	list, err := tx.Editions(b.ID, in.User)
	if err != nil {
		return storage.Edition{}, false, err
	}
	found := named(append([]storage.Edition{theReference(b)}, list...), typed, editionKey, editionName)
	if len(found) == 0 {
		return storage.Edition{}, false, nil
	}
	return found[len(found)-1], true, nil
}

// holdIt records that the person holds an edition.
func (h *House) holdIt(tx *storage.Tx, in *bot.Interaction, b storage.Book, e storage.Edition) (bot.Reply, error) {
	if err := tx.Hold(b.ID, in.User, e.ID); err != nil {
		return nil, err
	}
	return h.showHeld(tx, in, b, "Noted: you hold")
}

// offerOwn offers to keep an edition that is not known as one's own.
func (h *House) offerOwn(tx *storage.Tx, in *bot.Interaction, b storage.Book, typed string) (bot.Reply, error) {
	k := h.ownEdition()
	e, err := k.named(tx, in, b, typed)
	if err != nil {
		return nil, err
	}
	if _, err := chaptersOf(tx, b); err != nil {
		return nil, err
	}
	draft, err := k.keep(tx, in, e, club.Draft("", in.User), "")
	if err != nil {
		return nil, err
	}
	others, err := otherEditions(tx, in, b)
	return private(paragraph(
		fmt.Sprintf("I do not know %s yet. Make it yours, and tell me where its chapters end: all of them, or those that you know.", ofBook(&e.Edition, b)),
		others), row(primary("Make it mine", bot.CustomID("mine/edit", draft)))), err
}

// otherEditions names the editions that one may hold, "" if there is only one.
func otherEditions(tx *storage.Tx, in *bot.Interaction, b storage.Book) (string, error) {
	list, err := tx.Editions(b.ID, in.User)
	if err != nil || len(list) == 0 {
		return "", err
	}
	const few = 8
	names := []string{"the club's edition"}
	for _, e := range list[:min(len(list), few)] {
		names = append(names, e.Called())
	}
	if more := len(list) - few; more > 0 {
		names = append(names, fmt.Sprintf("%d more", more))
	}
	return "-# I know " + and(names...) + ".", nil
}

// showHeld says which edition of a book the person holds and what is known of
// it. The words lead to its name.
func (h *House) showHeld(tx *storage.Tx, in *bot.Interaction, b storage.Book, lead string) (bot.Reply, error) {
	held, err := tx.Held(b.ID, in.User)
	if err != nil {
		return nil, err
	}
	chapters, err := chaptersOf(tx, b)
	if err != nil {
		return nil, err
	}
	words := []string{fmt.Sprintf("### %s %s", lead, ofBook(held, b))}
	buttons := []part{button("Where a chapter ends", bot.CustomID("mine/end", b.ID))}
	ruler := chapters.Ruler(held)
	switch {
	case held != nil:
		words = append(words, endsWords(chapters, held)...)
		words = append(words, howToGive(chapters, held))
	case chapters.Paged():
		words = append(words, "Its pages are those of the chapter list: `/progress at:"+ruler.Example()+"` goes by them.")
	default:
		words = append(words, "The chapter list does not say on which pages its chapters end, so a page tells me nothing yet.")
	}
	if held != nil {
		e, err := tx.Edition(in.User, held.ID)
		if err != nil {
			return nil, err
		}
		if e.Owner == in.User {
			buttons = append(buttons, button("All its ends", bot.CustomID("mine/all", b.ID)),
				h.ownEdition().removeButton(e))
		}
	}
	if lead == youHold {
		others, err := otherEditions(tx, in, b)
		if err != nil {
			return nil, err
		}
		words = append(words, iff(others == "", "-# If you hold another or listen to it, name that one with the option `edition`.", others))
	}
	return private(card(paragraph(words...), row(buttons...))), nil
}

// howToGive says in what one can give one's place in an edition, or what is
// missing for that.
func howToGive(chapters club.Chapters, e *club.Edition) string {
	example := chapters.Ruler(e).Example()
	switch {
	case len(e.Ends) == 0:
		return "So a page or a time tells me nothing yet. Tell me where a chapter ends, by the button or as `/progress at:" + title(chapters.Label(1)) + " ends on 23`; until then, name the chapter you have finished."
	case e.Measure == club.Seconds:
		return "Where you are you may say as a time: `/progress at:" + example + "`."
	}
	return "Where you are you may say as a page of it: `/progress at:" + example + "`."
}

// ownCopy is the edition of one's own that takes in where chapters end: the one
// that the person holds or, where that is the club's, a copy of it.
func ownCopy(tx *storage.Tx, in *bot.Interaction, b storage.Book) (storage.Edition, error) {
	held, err := tx.Held(b.ID, in.User)
	if err != nil {
		return storage.Edition{}, err
	}
	own := storage.Edition{Book: b.ID, Owner: in.User}
	own.Name = copyName
	if held != nil {
		e, err := tx.Edition(in.User, held.ID)
		if err != nil || e.Owner == in.User {
			return e, err
		}
		if own, err = copyOf(tx, in, e); err != nil {
			return own, err
		}
	}
	was, err := tx.EditionNamed(b.ID, in.User, own.Name)
	if errors.Is(err, storage.ErrNotFound) {
		return own, nil
	}
	return was, err
}

// copyOf begins a copy of an edition of the club, of the person's own.
func copyOf(tx *storage.Tx, in *bot.Interaction, e storage.Edition) (storage.Edition, error) {
	base, err := tx.EditionNamed(e.Book, "", e.Name)
	base.Owner, base.ID, base.Copy = in.User, 0, true
	return base, err
}
