package commands

import (
	"fmt"
	"slices"
	"strings"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

const draftEnd = "end"

// learnEnd makes a line that tells where a chapter ends part of the person's own
// copy, without storing that.
func learnEnd(tx *storage.Tx, in *bot.Interaction, b storage.Book, line club.Locked) (own storage.Edition, chapters club.Chapters, err error) {
	if chapters, err = chaptersOf(tx, b); err != nil {
		return own, chapters, err
	}
	if own, err = ownCopy(tx, in, b); err != nil {
		return own, chapters, err
	}
	fresh, unread := chapters.ReadEnds(line, own.Edition)
	if len(unread) > 0 {
		return own, chapters, club.Refuse("%s", unread[0].Why)
	}
	own.Edition = fresh
	return own, chapters, nil
}

// askLearn asks whether what was typed for a position is to be remembered as
// where a chapter ends.
func askLearn(tx *storage.Tx, in *bot.Interaction, b storage.Book, typed string) (bot.Reply, error) {
	line := club.Draft(club.CleanLine(typed), in.User)
	if known, err := knownEnd(tx, in, b, line); known != "" || err != nil {
		return say("%s", known), err
	}
	own, chapters, err := learnEnd(tx, in, b, line)
	if err != nil {
		return nil, err
	}
	asks := fmt.Sprintf("Shall I forget where that chapter ends in %s?", own.Called())
	if n := isOneEnd(chapters, line); n > 0 {
		asks = fmt.Sprintf("%s ends %s of %s: shall I remember that?", title(chapters.Label(n)), own.At(own.Ends[n]), own.Called())
	}
	makes := ""
	if own.ID == 0 {
		makes = " That makes a copy of your own" + iff(own.Copy, ", beside the one that the club has.", ".")
	}
	draft, err := tx.AddDraft(storage.Draft{
		Guild: in.Guild, User: in.User, Kind: draftEnd, Subject: b.ID, Expires: in.Now.Add(draftFor),
		Body: club.Bundle(in.User, line, club.Draft(own.Name, in.User)),
	}, in.Now)
	if err != nil {
		return nil, err
	}
	return private(
		text("%s%s It is for you alone, and pages or times that you give are then those of %s. Your place is not changed.", asks, makes, own.Called()),
		row(primary("Remember it", bot.CustomID("mine/learn", draft)), button("Leave it", bot.CustomID("mine/leave", draft)))), tx.KeepDrafts(in.Guild, in.User, draftEnd, fewDrafts)
}

// knownEnd says that the end that a line tells is known already in the edition
// that the person holds, "" if it is not.
func knownEnd(tx *storage.Tx, in *bot.Interaction, b storage.Book, line club.Locked) (string, error) {
	held, err := tx.Held(b.ID, in.User)
	if err != nil {
		return "", err
	}
	chapters, err := chaptersOf(tx, b)
	if err != nil {
		return "", err
	}
	told, _ := chapters.ReadEnds(line, club.Edition{})
	for n, at := range told.Ends {
		is := club.Edition{Ends: map[int]int{n: chapters[n-1].EndPage}}
		if held != nil {
			is = *held
		}
		if chapters.Ruler(held).Knows(n) && is.Ends[n] == at && is.Measure == told.Measure {
			return fmt.Sprintf("I know: %s ends %s of %s.", title(chapters.Label(n)), told.At(at), held.Called()), nil
		}
	}
	return "", nil
}

// mineLearn remembers it.
func (h *House) mineLearn() bot.Action {
	return bot.Action{
		Name: "mine/learn", On: bot.Press, Args: 1, Updates: true,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			d, err := tx.Draft(in.Guild, in.User, draftEnd, in.Arg(0), in.Now)
			if err != nil {
				return nil, gone(err, draftGone)
			}
			texts := d.Body.Unbundle()
			if len(texts) != 2 {
				return nil, club.Refuse(draftGone)
			}
			b, err := bookByButton(tx, in, d.Subject)
			if err != nil {
				return nil, err
			}
			own, err := ownCopy(tx, in, b)
			if err != nil {
				return nil, err
			}
			if asked, _ := texts[1].For(club.Someone(in.User)); own.Name != asked { // their own
				return nil, club.Refuse("You hold another edition now; nothing was changed. Say it again for the one you hold, or choose the other with `/me edition` first.")
			}
			if err := tx.DropDraft(d.ID); err != nil {
				return nil, err
			}
			return instead(rememberEnd(tx, in, b, texts[0]))
		}),
	}
}

// rememberEnd stores where a chapter ends, in an edition that the person holds
// from now on.
func rememberEnd(tx *storage.Tx, in *bot.Interaction, b storage.Book, line club.Locked) (bot.Reply, error) {
	own, chapters, err := learnEnd(tx, in, b, line)
	if err != nil {
		return nil, err
	}
	if own.ID, err = keepEdition(tx, own, chapters); err != nil {
		return nil, err
	}
	if err := tx.Hold(b.ID, in.User, own.ID); err != nil {
		return nil, err
	}
	if own, err = tx.Edition(in.User, own.ID); err != nil { // what is taken back of a copy is as the club says
		return nil, err
	}
	words := "### Taken back"
	if n := isOneEnd(chapters, line); n > 0 {
		words = fmt.Sprintf("### %s ends %s of %s", title(chapters.Label(n)), own.At(own.Ends[n]), own.Called())
	}
	lines := append([]string{words}, endsWords(chapters, &own.Edition)...)
	return private(card(paragraph(lines...), row(
		button("Where a chapter ends", bot.CustomID("mine/end", b.ID)), button("All its ends", bot.CustomID("mine/all", b.ID))))), nil
}

// mineLeave leaves it.
func (h *House) mineLeave() bot.Action {
	return bot.Action{Name: "mine/leave", On: bot.Press, Args: 1, Updates: true, Run: h.discard(draftEnd)}
}

// mineEnd opens the form in which one says where a chapter ends.
func (h *House) mineEnd() bot.Action {
	return bot.Action{
		Name: "mine/end", On: bot.Press, Args: 1,
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			return buildEndForm(tx, in, []int64{in.Arg(0)})
		}),
	}
}

// buildEndForm asks where a chapter ends, of the book that args names.
func buildEndForm(tx *storage.Tx, in *bot.Interaction, args []int64) (bot.Form, error) {
	b, err := bookByButton(tx, in, args[0])
	if err != nil {
		return bot.Form{}, err
	}
	own, err := ownCopy(tx, in, b)
	return bot.Form{
		ID: bot.CustomID("mine/ended", b.ID), Title: "Where does a chapter end?",
		Fields: []bot.Field{
			{Name: "chapter", Label: "The chapter", Help: "Its label or its number", Placeholder: "Chapter 7", Required: true, MaxLength: 100},
			{
				Name: "at", Label: "It ends on page, or at", Help: "A page, or a time such as 6:20:15; ? takes back what I know",
				Placeholder: iff(own.Measure == club.Seconds, "6:20:15", "143"), Required: true, MaxLength: 40,
			},
		},
	}, err
}

// mineEnded remembers what the form says.
func (h *House) mineEnded() bot.Action {
	return bot.Action{
		Name: "mine/ended", On: bot.Submit, Args: 1,
		Run: h.sent("mine/ended", func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			b, err := bookByButton(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			chapter, _ := in.Text("chapter")
			end, _ := in.Text("at")
			line := oneLine(chapter, end)
			if !club.TellsEnd(line) {
				return nil, club.Refuse("I read %s as the end of a chapter and it is none. Give a page such as `143`, or a time such as `6:20:15`.", club.Typed(club.CleanLine(end)))
			}
			return rememberEnd(tx, in, b, club.Draft(line, in.User))
		}),
	}
}

// mineAll opens all ends of the edition that one holds.
func (h *House) mineAll() bot.Action {
	return bot.Action{
		Name: "mine/all", On: bot.Press, Args: 1,
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			return h.buildOwnEdition(tx, in, []int64{in.Arg(0)})
		}),
	}
}

// isOneEnd is the chapter that a line tells the end of, 0 if it takes one back.
func isOneEnd(chapters club.Chapters, line club.Locked) int {
	told, _ := chapters.ReadEnds(line, club.Edition{})
	for n := range told.Ends {
		return n
	}
	return 0
}

// oneLine is what was typed into two fields, as a line of a list of ends.
func oneLine(chapter, end string) string {
	return strings.Join(slices.DeleteFunc([]string{club.CleanLine(chapter), "@", club.CleanLine(end)}, func(s string) bool { return s == "" }), " ")
}
