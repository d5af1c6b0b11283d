package commands

import (
	"context"
	"fmt"
	"time"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// formMax is how much text a field of a form holds, in UTF-16 units.
const formMax = 4000

// draftFor is how long what was typed waits for a yes.
const draftFor = 24 * time.Hour

const draftChapters = "chapters"

// howToList is the way to write a chapter list, in a form's 100 characters.
const howToList = "A line each: Label, Label: Title, or Label: Title @ end page. # starts a part. Titles show here."

// bookChapters opens the chapter list of a book, or takes it from a file.
func (h *House) bookChapters() bot.Action {
	return bot.Action{
		Name: "book chapters", On: bot.Slash, Organiser: true, Fetches: "file", FetchLimit: maxBookFile,
		Help: "Name a book's chapters, with titles, parts and end pages",
		Options: []bot.Option{
			h.shelfOption(),
			{Name: "file", Help: "The list as .txt or .csv, a chapter a line, or the book as .epub: I read its table of contents", Type: optionFile},
		},
		Run: h.fromFile(chaptersFile, func(tx *storage.Tx, in *bot.Interaction, sent *listFile) (bot.Reply, error) {
			_, b, err := theBook(tx, in)
			if err != nil {
				return nil, err
			}
			if sent != nil {
				return h.previewChapters(tx, in, b, *sent)
			}
			list, err := wholeList(tx, in, b)
			if err != nil {
				return nil, err
			}
			return editChapters(b, list), nil
		}),
	}
}

// editChapters gives a list to edit: in a form or, where it does not fit into
// one, as a file.
func editChapters(b storage.Book, list string) bot.Reply {
	if club.Units(list) <= formMax {
		return chaptersForm(b, list)
	}
	return bot.Private{Message: bot.Message{
		Parts: []part{
			text("The chapter list of %s is too long for a form, so here it is as a file, titles and all. Change it and send it back with the option `file` of `/book chapters`.", title(b.Title)),
			fileNamed("chapters.txt"),
		},
		Files: []bot.File{{Name: "chapters.txt", Type: "text/plain; charset=utf-8", Data: []byte(list)}},
	}}
}

// wholeList is a book's chapter list, titles and all: an organiser who edits it
// asked to see it whole, and the form says so.
func wholeList(tx *storage.Tx, in *bot.Interaction, b storage.Book) (string, error) {
	chapters, err := tx.Chapters(b.ID)
	list, _ := chapters.WriteList(club.Keeper(in.User))
	return list, err
}

// buildChaptersForm is the form of the chapters of the book that args names.
func buildChaptersForm(tx *storage.Tx, in *bot.Interaction, args []int64) (bot.Form, error) {
	b, err := bookByButton(tx, in, args[0])
	return chaptersForm(b, ""), err
}

func chaptersForm(b storage.Book, list string) bot.Form {
	return bot.Form{
		ID: bot.CustomID("book/chapters", b.ID), Title: club.Cut("Chapters of "+club.CleanLine(b.Title), 45),
		Fields: []bot.Field{{
			Name: "list", Label: "The chapters, in order", Help: howToList, Value: list, Required: true, Long: true,
			Placeholder: "Prologue\nChapter 1: The Road @ 23\n# Part Two\n2",
		}},
	}
}

// bookChaptersSent shows what a sent list would do.
func (h *House) bookChaptersSent() bot.Action {
	return bot.Action{
		Name: "book/chapters", On: bot.Submit, Args: 1, Organiser: true,
		Run: h.sent("book/chapters", func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			b, err := bookByButton(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			list, _ := in.Story("list")
			return h.previewChapters(tx, in, b, listFile{list: list})
		}),
	}
}

// draftGone is what is said where a draft has been used, discarded or has lapsed.
const draftGone = "What was typed here is not kept any more: it was used, discarded, or a day has passed, or too many newer ones came. Please use the command again."

// bookChaptersEdit gives a list back to edit, as it was typed or read.
func (h *House) bookChaptersEdit() bot.Action {
	return bot.Action{
		Name: "chapters/edit", On: bot.Press, Args: 1, Organiser: true,
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			d, err := tx.Draft(in.Guild, in.User, draftChapters, in.Arg(0), in.Now)
			if err != nil {
				return nil, gone(err, draftGone)
			}
			b, err := bookByButton(tx, in, d.Subject)
			if err != nil {
				return nil, err
			}
			list, _ := d.Body.For(club.Someone(in.User)) // its own author
			return editChapters(b, list), nil
		}),
	}
}

// bookChaptersSave makes the list the order of the book. Its second number is
// 0, or how many chapters there were when its presser said that whoever had
// finished them stays finished.
func (h *House) bookChaptersSave() bot.Action {
	return bot.Action{
		Name: "chapters/save", On: bot.Press, Args: 3, Updates: true, Organiser: true,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			d, err := tx.Draft(in.Guild, in.User, draftChapters, in.Arg(0), in.Now)
			if err != nil {
				return nil, gone(err, draftGone)
			}
			b, err := bookByButton(tx, in, d.Subject)
			if err != nil {
				return nil, err
			}
			fresh, _ := club.ReadChapterList(d.Body)
			old, revision, err := revise(tx, b, fresh, in.Now)
			if err != nil {
				return nil, err
			}
			stay := in.Arg(1) != 0
			var reply bot.Reply
			if in.Arg(2) != b.Order { // it was said of another list
				reply, err = instead(h.previewChapters(tx, in, b, listFile{list: d.Body}))
			} else {
				reply, err = saveList(tx, in, b, old, revision, stay)
			}
			if err != nil {
				return nil, err
			}
			return reply, tx.DropDraft(d.ID)
		}),
	}
}

// saveList makes a revision the order of the book. Readers who had finished it
// stay finished, or stand where they stood.
func saveList(tx *storage.Tx, in *bot.Interaction, b storage.Book, old club.Chapters, r club.Revision, stay bool) (bot.Reply, error) {
	finished, err := hadFinished(tx, b, old, r)
	if err != nil {
		return nil, err
	}
	if err := saveChapters(tx, b, r.Chapters, in); err != nil {
		return nil, err
	}
	saved := fmt.Sprintf("Saved: %s has %s now.", title(b.Title), count(len(r.Chapters), "chapter"))
	who := capital(number(finished)) + iff(finished == 1, " reader who had finished ", " readers who had finished ")
	switch {
	case finished == 0:
	case stay:
		saved += " " + who + iff(finished == 1, "stays", "stay") + " finished."
		err = tx.MoveFinished(b.ID, len(old), len(r.Chapters))
	default:
		saved += " " + who + iff(finished == 1, "stands", "stand") + " at " + title(old[len(old)-1].Label) + "."
	}
	return sayInstead("%s", saved), err
}

// saveChapters stores the order. The last checkpoint of a read under way goes
// on to the book's last chapter, and its card shows the new labels.
func saveChapters(tx *storage.Tx, b storage.Book, chapters club.Chapters, in *bot.Interaction) error {
	reads, err := tx.ReadsUnderWay(b.Club, in.Now)
	if err != nil {
		return err
	}
	if err := tx.SetChapters(b.ID, chapters); err != nil {
		return err
	}
	stored, err := tx.Chapters(b.ID)
	if err != nil {
		return err
	}
	for _, r := range reads {
		if r.Book.ID != b.ID {
			continue
		}
		checkpoints, err := tx.Checkpoints(r.ID)
		if err != nil {
			return err
		}
		if n := len(checkpoints); n > 0 && len(stored) > 0 {
			if err := tx.SetLastChapter(checkpoints[n-1].ID, stored[len(stored)-1].ID, in.Now); err != nil {
				return err
			}
		}
	}
	return recard(tx, b, in)
}

// bookChaptersDiscard throws the list away.
func (h *House) bookChaptersDiscard() bot.Action {
	return bot.Action{
		Name: "chapters/discard", On: bot.Press, Args: 1, Updates: true,
		Run: h.discard(draftChapters),
	}
}

// discard throws a draft of a kind away.
func (h *House) discard(kind string) func(context.Context, *bot.Interaction) (bot.Reply, error) {
	return h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
		d, err := tx.Draft(in.Guild, in.User, kind, in.Arg(0), in.Now)
		if err != nil {
			return nil, gone(err, draftGone)
		}
		if err := tx.DropDraft(d.ID); err != nil {
			return nil, err
		}
		return sayInstead("Discarded. Nothing was changed."), nil
	})
}
