package commands

import (
	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// preview keeps a list of ends as a draft and says what was made of it. Lines of
// a table that could not be read were left out of the list before.
func (k editionKind) preview(tx *storage.Tx, in *bot.Interaction, was storage.Edition, list club.Locked, leftOut []club.Unread) (bot.Reply, error) {
	b, err := bookByButton(tx, in, was.Book)
	if err != nil {
		return nil, err
	}
	chapters, err := chaptersOf(tx, b)
	if err != nil {
		return nil, err
	}
	fresh, unread := chapters.ReadEnds(list, was.Edition)
	if leftOut != nil {
		unread = leftOut // the lines of the list are not those of the table
	}
	if !k.own && len(fresh.Ends) == 0 && len(unread) == 0 {
		return nil, club.Refuse("There was no end in the list. Write a page or a time behind the chapters that you know: `%s @ 23`, or `@ 0:41:30`.",
			title(chapters.Label(1)))
	}
	doubtful := len(unread) > 0
	draft, err := k.keep(tx, in, was, list, chapters.WriteEnds(fresh))
	if err != nil {
		return nil, err
	}
	changes := changedEnds(was.Edition, fresh)
	words := []string{"### As I read it: " + ofBook(&fresh, b), k.makes(was), iff(changes == "" && was.ID != 0, "Nothing changes.", iff(was.ID != 0, changes, ""))}
	words = append(words, endsWords(chapters, &fresh)...)
	for ; len(unread) > 0 && unread[0].Line == 0; unread = unread[1:] { // of the list as a whole
		words = append(words, unread[0].Why)
	}
	if len(unread) > 0 {
		words = append(words, iff(len(unread) == 1, "One line is", capital(number(len(unread)))+" lines are")+" left out, and "+iff(len(unread) == 1, "changes", "change")+" nothing:")
		words = append(words, linesOf(unread, 6)...)
	}
	var buttons []part
	if changes != "" || k.own && was.ID == 0 && !doubtful {
		buttons = append(buttons, primary("Save", bot.CustomID(k.route+"/save", draft)))
	}
	if list.Units() <= formMax {
		buttons = append(buttons, button("Edit", bot.CustomID(k.route+"/edit", draft)))
	}
	buttons = append(buttons, button("Discard", bot.CustomID(k.route+"/discard", draft)))
	if was.ID != 0 {
		buttons = append(buttons, k.removeButton(was))
	}
	parts := []part{card(paragraph(words...))}
	if chapters.ShortTimes(list) {
		parts = append(parts, row(button("Hours and minutes", bot.CustomID(k.route+"/times", draft, 1)), button("Minutes and seconds", bot.CustomID(k.route+"/times", draft, 0))))
	}
	return private(append(parts, row(buttons...))...), nil
}

// makes says whether an edition comes to be or changes.
func (k editionKind) makes(e storage.Edition) string {
	switch {
	case e.ID != 0:
		return "This is kept already; what you save changes it."
	case e.Copy:
		return "What you save is a copy of your own, beside the one that the club has."
	case k.own:
		return "What you save is an edition of your own."
	}
	return "There is none of this name yet; what you save is a new one."
}

// editionTimes and mineTimes read the times of a list as its writer means them.
func (h *House) editionTimes() bot.Action { return timesOf(h.clubEdition()) }
func (h *House) mineTimes() bot.Action    { return timesOf(h.ownEdition()) }

func timesOf(k editionKind) bot.Action {
	return bot.Action{
		Name: k.route + "/times", On: bot.Press, Args: 2, Updates: true, Organiser: !k.own,
		Run: k.h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			d, err := k.take(tx, in)
			if err != nil {
				return nil, err
			}
			return instead(k.preview(tx, in, d.edition, d.chapters.SpellTimes(d.list, in.Arg(1) == 1), nil))
		}),
	}
}
