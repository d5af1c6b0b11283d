package commands

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// previewChapters keeps a list as a draft and says what it would change.
func (h *House) previewChapters(tx *storage.Tx, in *bot.Interaction, b storage.Book, sent listFile) (bot.Reply, error) {
	fresh, unread := club.ReadChapterList(sent.list)
	if sent.unread != nil {
		unread = sent.unread // the lines of the list are not those of the table
	}
	if len(fresh) == 0 && len(unread) == 0 {
		return nil, club.Refuse("There was no chapter in the list. Write a line for each, as `Chapter 1` or `Chapter 1: Its title @ 23`.")
	}
	draft, err := tx.AddDraft(storage.Draft{
		Guild: in.Guild, User: in.User, Kind: draftChapters, Subject: b.ID, Body: sent.list, Expires: in.Now.Add(draftFor),
	}, in.Now)
	if err != nil {
		return nil, err
	}
	if err := tx.KeepDrafts(in.Guild, in.User, draftChapters, fewDrafts); err != nil {
		return nil, err
	}
	words := append([]string{fmt.Sprintf("### The chapters of %s, as I read them", title(b.Title))}, whatIsThere(fresh, sent.left)...)
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
		if sent.unread != nil {
			words = append(words, "What I could read of the table waits behind the button.")
		}
	}
	buttons = append(buttons,
		button(iff(sent.list.Units() <= formMax, "Edit", "Edit as a file"), bot.CustomID("chapters/edit", draft)),
		button("Discard", bot.CustomID("chapters/discard", draft)))
	return private(card(text("%s", strings.Join(words, "\n"))), row(buttons...)), nil
}

// whatIsThere says what a list holds, by the labels of its first chapters and by
// counts: its maker may not have read the book.
func whatIsThere(fresh club.Chapters, left int) (words []string) {
	if len(fresh) > 0 {
		held := ""
		if more := heldOf(fresh); more != "" {
			held = ", with " + more
		}
		words = append(words, fmt.Sprintf("%s, from %s to %s%s.", count(len(fresh), "chapter"),
			title(fresh[0].Label), title(fresh[len(fresh)-1].Label), held),
			"Everyone sees their labels: "+firstLabels(fresh)+".")
		words = append(words, doubts(fresh)...)
	}
	if left > 0 {
		words = append(words, fmt.Sprintf("Of the book's table of contents I left out %s that %s before or after the story, such as the cover or the acknowledgements.",
			count(left, "entry"), iff(left == 1, "stands", "stand")))
	}
	return words
}

// doubts names what is read and may not be meant: a label with a sign that stands
// before a page, a label that comes more than once in a part, and a few chapters without
// an end page.
func doubts(fresh club.Chapters) (words []string) {
	var signs, twice, unpaged []string
	seen := make(map[string]int)
	for _, c := range fresh {
		if !c.Part.Empty() {
			clear(seen)
		}
		if strings.ContainsAny(c.Label, "@#") {
			signs = append(signs, title(c.Label))
		}
		if seen[c.Label]++; seen[c.Label] == 2 {
			twice = append(twice, title(c.Label))
		}
		if c.EndPage == 0 {
			unpaged = append(unpaged, title(c.Label))
		}
	}
	if signs != nil {
		words = append(words, fmt.Sprintf("Is %s meant as a label? A page goes to the end of the line as `@ 112`, a part begins with `# `.", few(signs)))
	}
	if twice != nil {
		words = append(words, few(twice)+iff(len(twice) == 1, " stands", " stand")+" more than once in a part.")
	}
	if n := len(unpaged); n > 0 && 2*n < len(fresh) {
		words = append(words, few(unpaged)+iff(n == 1, " has", " have")+" no end page, so plans go by the number of chapters and not by pages.")
	}
	return words
}

// few names the first of some things.
func few(names []string) string {
	const most = 3
	if len(names) > most+1 {
		names = append(names[:most:most], fmt.Sprintf("%d more", len(names)-most))
	}
	return and(names...)
}

// heldOf counts what a list says of its chapters besides their labels.
func heldOf(fresh club.Chapters) string {
	var words []string
	for _, held := range []struct {
		what string
		by   func(c club.Chapter) bool
	}{
		{"title", func(c club.Chapter) bool { return !c.Title.Empty() }},
		{"part", func(c club.Chapter) bool { return !c.Part.Empty() }},
		{"end page", func(c club.Chapter) bool { return c.EndPage > 0 }},
	} {
		n := 0
		for _, c := range fresh {
			if held.by(c) {
				n++
			}
		}
		if n > 0 {
			words = append(words, count(n, held.what))
		}
	}
	return and(words...)
}

// firstLabels names the first chapters of a list.
func firstLabels(fresh club.Chapters) string {
	const few = 6
	var labels []string
	for _, c := range fresh {
		if len(labels) == few && len(fresh) > few+1 {
			labels = append(labels, fmt.Sprintf("%d more", len(fresh)-few))
			break
		}
		labels = append(labels, title(c.Label))
	}
	return and(labels...)
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
	return append(words, linesOf(unread, 10)...)
}

// linesOf lists lines that could not be read, at most so many.
func linesOf(unread []club.Unread, most int) (words []string) {
	for i, u := range unread {
		if i == most {
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
