package commands

import (
	"context"
	"errors"
	"fmt"
	"strings"
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
		Name: "book chapters", On: bot.Slash, Organiser: true, Fetches: "file",
		Help: "Name a book's chapters, with titles, parts and end pages",
		Options: []bot.Option{
			h.shelfOption(),
			{Name: "file", Help: "The list as a text file, a chapter a line", Type: optionFile},
		},
		Run: h.either("file", func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			_, b, err := theBook(tx, in)
			if err != nil {
				return nil, err
			}
			if list, ok := in.StoryFile("file"); ok {
				return h.previewChapters(tx, in, b, list)
			}
			list, err := wholeList(tx, in, b)
			if err != nil {
				return nil, err
			}
			if club.Units(list) > formMax {
				return bot.Private{Message: bot.Message{
					Parts: []part{
						text("The chapter list of %s is too long for a form, so here it is as a file, titles and all. Change it and send it back with the option `file` of `/book chapters`.", title(b.Title)),
						fileNamed("chapters.txt"),
					},
					Files: []bot.File{{Name: "chapters.txt", Type: "text/plain; charset=utf-8", Data: []byte(list)}},
				}}, nil
			}
			return chaptersForm(b, list), nil
		}),
	}
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
			return h.previewChapters(tx, in, b, list)
		}),
	}
}

// previewChapters keeps a list as a draft and says what it would change.
func (h *House) previewChapters(tx *storage.Tx, in *bot.Interaction, b storage.Book, list club.Locked) (bot.Reply, error) {
	fresh, unread := club.ReadChapterList(list)
	if len(fresh) == 0 && len(unread) == 0 {
		return nil, club.Refuse("There was no chapter in the list. Write a line for each, as `Chapter 1` or `Chapter 1: Its title @ 23`.")
	}
	draft, err := tx.AddDraft(storage.Draft{
		Guild: in.Guild, User: in.User, Kind: draftChapters, Subject: b.ID, Body: list, Expires: in.Now.Add(draftFor),
	}, in.Now)
	if err != nil {
		return nil, err
	}
	words := []string{fmt.Sprintf("### The chapters of %s, as I read them", title(b.Title))}
	if len(fresh) > 0 {
		words = append(words, fmt.Sprintf("%s, from %s to %s.", capital(count(len(fresh), "chapter")),
			title(fresh[0].Label), title(fresh[len(fresh)-1].Label)))
	}
	buttons := []part{}
	if len(unread) == 0 {
		changes, saves, err := whatChanges(tx, b, fresh, draft, in.Now)
		switch refusal, ok := errors.AsType[*club.Refusal](err); {
		case ok:
			words = append(words, refusal.Error())
		case err != nil:
			return nil, err
		default:
			words, buttons = append(words, changes...), saves
		}
	} else {
		words = append(words, unreadLines(unread)...)
	}
	if list.Units() <= formMax {
		buttons = append(buttons, button("Edit", bot.CustomID("chapters/edit", draft)))
	}
	buttons = append(buttons, button("Discard", bot.CustomID("chapters/discard", draft)))
	return private(card(text("%s", strings.Join(words, "\n"))), row(buttons...)), nil
}

// whatChanges says what a list would change, and offers to save it. Where it
// goes on after the old end, and some had finished, there are two ways: they
// stand where they stood, which opens nothing to them, or they stay finished.
func whatChanges(tx *storage.Tx, b storage.Book, fresh club.Chapters, draft int64, now time.Time) (words []string, saves []part, err error) {
	old, revision, err := revise(tx, b, fresh, now)
	if err != nil {
		return nil, nil, err
	}
	saves = []part{primary("Save", bot.CustomID("chapters/save", draft, 0, b.Order))}
	finished, err := hadFinished(tx, b, old, revision)
	if err != nil || finished == 0 {
		return changesOf(revision), saves, err
	}
	whom, stay := capital(number(finished))+" readers who had finished the book", "they stay"
	if finished == 1 {
		whom, stay = "One reader who had finished the book", "the reader stays"
	}
	end := title(old[len(old)-1].Label)
	words = append(changesOf(revision), fmt.Sprintf(
		"%s will stand at %s, and what is locked to the whole book is shut again until the new end. If %s finished, the new chapters count as read.",
		whom, end, stay))
	return words, append(saves, button("Save: they have finished", bot.CustomID("chapters/save", draft, int64(len(old)), b.Order))), nil
}

func changesOf(r club.Revision) []string {
	if len(r.Changes) == 0 {
		return []string{"Nothing changes."}
	}
	return r.Changes
}

// hadFinished counts the readers who had finished a book to which chapters are
// appended.
func hadFinished(tx *storage.Tx, b storage.Book, old club.Chapters, r club.Revision) (int, error) {
	if len(old) == 0 || len(r.Chapters) <= len(old) {
		return 0, nil
	}
	return tx.CountFinished(b.ID, len(old))
}

// unreadLines lists the lines that could not be read, the first of them.
func unreadLines(unread []club.Unread) []string {
	words := []string{capital(number(len(unread))) + " " + iff(len(unread) == 1, "line", "lines") + " I could not read. Please mend and send the list again:"}
	for i, u := range unread {
		if i == 10 {
			words = append(words, fmt.Sprintf("- and %d more", len(unread)-i))
			break
		}
		words = append(words, fmt.Sprintf("- Line %d: %s", u.Line, u.Why))
	}
	return words
}

// revise finds out what a list makes of the chapters that are there.
func revise(tx *storage.Tx, b storage.Book, fresh club.Chapters, now time.Time) (old club.Chapters, r club.Revision, err error) {
	if old, err = tx.Chapters(b.ID); err != nil {
		return nil, r, err
	}
	uses, err := tx.ChapterUses(b.ID, now)
	if err != nil {
		return nil, r, err
	}
	r, err = club.Revise(old, fresh, uses)
	return old, r, err
}

// draftGone is what is said where a draft has been used, discarded or has lapsed.
const draftGone = "What was typed here is not kept any more: it was used, discarded, or a day has passed. Please use the command again."

// bookChaptersEdit opens the form again with what was typed.
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
			return chaptersForm(b, list), nil
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
				reply, err = instead(h.previewChapters(tx, in, b, d.Body))
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
			if err := tx.SetLastChapter(checkpoints[n-1].ID, stored[len(stored)-1].ID); err != nil {
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
