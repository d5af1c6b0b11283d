package commands

import (
	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// howToEnds is the way to write where chapters end, in a form's 100 characters.
const howToEnds = "A line each: Chapter 7 @ 143, or @ 6:20:15; @ ? takes one back. Or only the ends, one for each."

// openForm opens the form of an edition, filled with what is known. A list that
// is too long for a form comes as a file; one's own has none to come back in, and
// its form begins empty.
func (k editionKind) openForm(tx *storage.Tx, b storage.Book, e storage.Edition) (bot.Reply, error) {
	chapters, err := chaptersOf(tx, b)
	if err != nil {
		return nil, err
	}
	list := chapters.WriteEnds(e.Edition)
	if k.own || club.Units(list) <= formMax {
		return k.form(b, e.Name, list), nil
	}
	return bot.Private{Message: bot.Message{
		Parts: []part{
			text("The list of %s is too long for a form, so here it is as a file. Write the page or the time behind each @, as far as you know it, and send it back with the option `file` of `/book edition`.", ofBook(&e.Edition, b)),
			fileNamed("ends.txt"),
		},
		Files: []bot.File{{Name: "ends.txt", Type: "text/plain; charset=utf-8", Data: []byte(list)}},
	}}, nil
}

// chaptersOf is the chapters of a book that must have some.
func chaptersOf(tx *storage.Tx, b storage.Book) (club.Chapters, error) {
	chapters, err := tx.Chapters(b.ID)
	if err == nil && len(chapters) == 0 {
		err = club.Refuse("%s has no chapters yet, so nothing in it can end. An organiser says them with `/book chapters`.", title(b.Title))
	}
	return chapters, err
}

func (k editionKind) form(b storage.Book, name, list string) bot.Form {
	if club.Units(list) > formMax {
		list = ""
	}
	return bot.Form{
		ID: bot.CustomID(k.route+"/sent", b.ID), Title: club.Cut("An edition of "+club.CleanLine(b.Title), 45),
		Fields: []bot.Field{
			{
				Name: "name", Label: "Its name", Help: "What tells it from others: its publisher, its narrator", Value: name,
				Required: true, MaxLength: club.MaxEdition, Placeholder: iff(k.own, "My paperback", "Penguin 2005"),
			},
			{
				Name: "list", Label: "Where its chapters end", Help: howToEnds, Value: list, Required: !k.own, Long: true,
				Placeholder: "Chapter 1 @ 23\nChapter 2 @ 41",
			},
		},
	}
}

// buildClubEdition is the form of an edition of the book that args names.
func (h *House) buildClubEdition(tx *storage.Tx, in *bot.Interaction, args []int64) (bot.Form, error) {
	b, err := bookByButton(tx, in, args[0])
	return h.clubEdition().form(b, "", ""), err
}

// buildOwnEdition is the form of the edition of one's own that one holds of the
// book that args names.
func (h *House) buildOwnEdition(tx *storage.Tx, in *bot.Interaction, args []int64) (bot.Form, error) {
	b, err := bookByButton(tx, in, args[0])
	if err != nil {
		return bot.Form{}, err
	}
	chapters, err := chaptersOf(tx, b)
	if err != nil {
		return bot.Form{}, err
	}
	e, err := ownCopy(tx, in, b)
	return h.ownEdition().form(b, e.Name, chapters.WriteEnds(e.Edition)), err
}

// editionSent and mineSent show what a sent form would do.
func (h *House) editionSent() bot.Action { return sentEdition(h.clubEdition()) }
func (h *House) mineSent() bot.Action    { return sentEdition(h.ownEdition()) }

func sentEdition(k editionKind) bot.Action {
	return bot.Action{
		Name: k.route + "/sent", On: bot.Submit, Args: 1, Organiser: !k.own,
		Run: k.h.sent(k.route+"/sent", func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			b, err := bookByButton(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			typed, _ := in.Text("name")
			e, err := k.named(tx, in, b, typed)
			if err != nil {
				return nil, err
			}
			list, _ := in.Story("list")
			return k.preview(tx, in, e, list, nil)
		}),
	}
}

// fewDrafts is how many lists of ends somebody may have waiting for a yes.
const fewDrafts = 5

// keep keeps a list of ends as a draft, with what was shown of it.
func (k editionKind) keep(tx *storage.Tx, in *bot.Interaction, e storage.Edition, list club.Locked, shown string) (int64, error) {
	draft, err := tx.AddDraft(storage.Draft{
		Guild: in.Guild, User: in.User, Kind: k.draft, Subject: e.Book, Expires: in.Now.Add(draftFor),
		Body: club.Bundle(in.User, club.Draft(e.Name, in.User), list, club.Draft(shown, in.User)),
	}, in.Now)
	if err != nil {
		return 0, err
	}
	return draft, tx.KeepDrafts(in.Guild, in.User, k.draft, fewDrafts)
}

// draftOf reads a draft back: its book, its name, its list and what was shown.
func (k editionKind) draftOf(tx *storage.Tx, in *bot.Interaction) (b storage.Book, name string, list club.Locked, shown string, err error) {
	d, err := tx.Draft(in.Guild, in.User, k.draft, in.Arg(0), in.Now)
	if err != nil {
		return b, "", list, "", gone(err, draftGone)
	}
	if b, err = bookByButton(tx, in, d.Subject); err != nil {
		return b, "", list, "", err
	}
	texts := d.Body.Unbundle()
	if len(texts) != 3 {
		return b, "", list, "", club.Refuse(draftGone)
	}
	maker := club.Someone(in.User)
	name, _ = texts[0].For(maker)
	shown, _ = texts[2].For(maker)
	return b, name, texts[1], shown, nil
}

// shownEnds is a list of ends as it was shown, of the edition as it is now.
type shownEnds struct {
	edition  storage.Edition
	book     storage.Book
	chapters club.Chapters
	list     club.Locked
	shown    string // what was made of it: see club.Chapters.WriteEnds
}

// take reads a draft back and drops it.
func (k editionKind) take(tx *storage.Tx, in *bot.Interaction) (d shownEnds, err error) {
	var name string
	if d.book, name, d.list, d.shown, err = k.draftOf(tx, in); err != nil {
		return d, err
	}
	if d.edition, err = k.named(tx, in, d.book, name); err != nil {
		return d, err
	}
	if d.chapters, err = chaptersOf(tx, d.book); err != nil {
		return d, err
	}
	return d, tx.DropDraft(in.Arg(0))
}

// editionEdit and mineEdit open the form again with what was typed.
func (h *House) editionEdit() bot.Action { return editEdition(h.clubEdition()) }
func (h *House) mineEdit() bot.Action    { return editEdition(h.ownEdition()) }

func editEdition(k editionKind) bot.Action {
	return bot.Action{
		Name: k.route + "/edit", On: bot.Press, Args: 1, Organiser: !k.own,
		Run: k.h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			b, name, list, _, err := k.draftOf(tx, in)
			if err != nil {
				return nil, err
			}
			typed, _ := list.For(club.Someone(in.User)) // its own author
			if typed == "" {
				e, err := k.named(tx, in, b, name)
				if err != nil {
					return nil, err
				}
				return k.openForm(tx, b, e)
			}
			return k.form(b, name, typed), nil
		}),
	}
}

// editionSave and mineSave store an edition as it was shown.
func (h *House) editionSave() bot.Action { return saveEdition(h.clubEdition()) }
func (h *House) mineSave() bot.Action    { return saveEdition(h.ownEdition()) }

func saveEdition(k editionKind) bot.Action {
	return bot.Action{
		Name: k.route + "/save", On: bot.Press, Args: 1, Updates: true, Organiser: !k.own,
		Run: k.h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			d, err := k.take(tx, in)
			if err != nil {
				return nil, err
			}
			fresh, _ := d.chapters.ReadEnds(d.list, d.edition.Edition)
			if d.chapters.WriteEnds(fresh) != d.shown { // it has changed, or the chapters have
				return instead(k.preview(tx, in, d.edition, d.list, nil))
			}
			e := d.edition
			e.Edition = fresh
			if e.ID, err = keepEdition(tx, e, d.chapters); err != nil {
				return nil, err
			}
			if !k.own {
				return sayInstead("Saved. Whoever holds %s says so with `/me edition`, and can then give its %s.", ofBook(&fresh, d.book), e.Measure), nil
			}
			return instead(k.h.holdIt(tx, in, d.book, e))
		}),
	}
}

// editionDiscard and mineDiscard throw a list away.
func (h *House) editionDiscard() bot.Action { return discardEdition(h.clubEdition()) }
func (h *House) mineDiscard() bot.Action    { return discardEdition(h.ownEdition()) }

func discardEdition(k editionKind) bot.Action {
	return bot.Action{
		Name: k.route + "/discard", On: bot.Press, Args: 1, Updates: true,
		Run: k.h.discard(k.draft),
	}
}
