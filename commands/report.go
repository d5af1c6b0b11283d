package commands

import (
	"errors"
	"fmt"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// reportsPageSize is how many reports a page shows: each takes five of the 40
// components of a message.
const reportsPageSize = 6

// reports lists the notes that somebody said belong later.
func (h *House) reports() bot.Action {
	return bot.Action{
		Name: "club reports", On: bot.Slash, Organiser: true, Help: "Notes that someone said give away more than their lock",
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			c, err := theClub(tx, in)
			if err != nil {
				return nil, err
			}
			parts, err := reportsPage(tx, in, c, 0)
			return private(parts...), err
		}),
	}
}

// reportsPage turns to another page.
func (h *House) reportsPage() bot.Action {
	return bot.Action{
		Name: "report/page", On: bot.Press, Args: 2, Updates: true, Organiser: true,
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			c, err := pressedClub(tx, in)
			if err != nil {
				return nil, err
			}
			parts, err := reportsPage(tx, in, c, in.Arg(1))
			return update(parts...), err
		}),
	}
}

// reportsPage shows whose notes somebody said belong later, and how they were
// locked: not a word of them, and not who said so; nor, of what is sealed, whose
// it is.
func reportsPage(tx *storage.Tx, in *bot.Interaction, c storage.Club, skip int64) ([]part, error) {
	list, err := tx.Reports(c.ID)
	if err != nil {
		return nil, err
	}
	p := page(skip, len(list), reportsPageSize)
	head := "### Later than that"
	if told := p.told(); told != "" {
		head += "\n" + told
	}
	if len(list) == 0 {
		return []part{card(text("%s\nNothing waits for you: no note is said to give away more than its lock.", head))}, nil
	}
	parts := []part{text("%s\n**Set the lock** gives a note another lock, **Leave as it is** keeps it locked to the whole book.", head)}
	for i, r := range list[p.skip:p.end()] {
		read, err := tx.ReadOf(r.Note.Read)
		if err != nil {
			return nil, err
		}
		s, err := stage(tx, read, in.User, in.Now)
		if err != nil {
			return nil, err
		}
		leave := button("Leave as it is", bot.CustomID("report/leave", r.Note.ID))
		if !s.seesTo(r.Note) {
			parts = append(parts, text("**%d.** A %s of %s\nIt is locked to the whole book now. Whose it is, and how it was locked, is sealed as the stars are.",
				p.skip+i+1, sealedWord(r.Note), title(read.Book.Title)), row(leave))
			continue
		}
		line := fmt.Sprintf("**%d.** %s · %s on %s · %s\nIt was locked to **%s**; now it %s.", p.skip+i+1,
			mention(r.Note.Author), capital(noteWord(r.Note)), title(read.Book.Title), fromNow(r.Note.Made), title(r.Was.Label()), opensFor(r.Note.Text.Opening()))
		parts = append(parts, text("%s", line), row(
			button("Show the text", bot.CustomID("report/show", r.Note.ID)),
			button("Set the lock", bot.CustomID("report/lock", r.Note.ID)), leave))
	}
	return append([]part{card(parts...)}, p.row(func(skip int64) string { return bot.CustomID("report/page", c.ID, skip) })...), nil
}

// seesTo reports whether an organiser may know whose a note is and how it was
// locked. Its line in the channel says so of every note but reviews, and what was
// replied to them: of these it is told to those who may see them, and to all once
// the stars are shown.
func (s *scene) seesTo(n storage.Note) bool {
	lock := n.Text.Opening()
	return !lock.IsSealed() || s.read.Revealed(s.now) || s.eyes.Opens(lock)
}

// sealedWord says what is sealed: a review, or a reply to one.
func sealedWord(n storage.Note) string { return iff(n.Parent == 0, "review", "reply to a review") }

// theReport finds a note that somebody said belongs later and nobody has
// looked at since, and the read as its person meets it.
func theReport(tx *storage.Tx, in *bot.Interaction, note int64) (storage.Report, *scene, error) {
	n, s, err := theNote(tx, in, note)
	if err != nil {
		return storage.Report{}, nil, err
	}
	r, err := tx.Report(note)
	switch {
	case errors.Is(err, storage.ErrNotFound) && !s.seesTo(n):
		return storage.Report{}, nil, club.Refuse("Somebody has seen to this %s already. `/club reports` lists what is left.", sealedWord(n))
	case errors.Is(err, storage.ErrNotFound):
		return storage.Report{}, nil, club.Refuse("Somebody has seen to this note already: it %s now. `/club reports` lists what is left.", opensFor(n.Text.Opening()))
	}
	return r, s, err
}

// openReport is a report on a note of which the organiser may know whose it is.
func openReport(tx *storage.Tx, in *bot.Interaction, note int64) (storage.Report, *scene, error) {
	r, s, err := theReport(tx, in, note)
	if err == nil && !s.seesTo(r.Note) {
		err = club.Refuse("%s", s.sealedWords())
	}
	return r, s, err
}

// reportShow shows an organiser, who asks for it in words, what a note says.
func (h *House) reportShow() bot.Action {
	return bot.Action{
		Name: "report/show", On: bot.Press, Args: 1, Organiser: true,
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			r, s, err := openReport(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			keeper := s.unsealing(club.Keeper(in.User))
			words, ok := r.Note.Text.For(keeper)
			if !ok {
				return nil, club.Refuse("%s", s.sealedWords())
			}
			pictures, files, err := showPictures(tx, r.Note, keeper)
			if err != nil {
				return nil, err
			}
			head := fmt.Sprintf("%s\n-# %s · it was locked to %s", noteHead(r.Note, false), title(s.read.Book.Title), title(r.Was.Label()))
			parts := []part{text("%s", head)}
			shown, whole := storyParts(words)
			parts, files = append(parts, shown...), append(files, whole...)
			parts = append(append(parts, pictures...), row(
				button("Set the lock", bot.CustomID("report/lock", r.Note.ID)),
				button("Leave as it is", bot.CustomID("report/leave", r.Note.ID))))
			return bot.Private{Message: bot.Message{Parts: []part{card(parts...)}, Files: files}}, nil
		}),
	}
}

// reportLock opens the form in which an organiser sets the lock of a note.
func (h *House) reportLock() bot.Action {
	return bot.Action{
		Name: "report/lock", On: bot.Press, Args: 1, Organiser: true,
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			return buildReportForm(tx, in, []int64{in.Arg(0)})
		}),
	}
}

// buildReportForm is the form of the lock of the note that args names, filled
// with the lock that it had.
func buildReportForm(tx *storage.Tx, in *bot.Interaction, args []int64) (bot.Form, error) {
	r, s, err := openReport(tx, in, args[0])
	if err != nil {
		return bot.Form{}, err
	}
	return lockForm("report/locked", r.Note.ID, s.lockKey(r.Was)), nil
}

// reportLocked sets the lock of a note that somebody said belongs later.
func (h *House) reportLocked() bot.Action {
	return bot.Action{
		Name: "report/locked", On: bot.Submit, Args: 1, Organiser: true,
		Run: h.sent("report/locked", func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			r, s, err := openReport(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			n, err := s.setLock(tx, in, r.Note)
			if err != nil {
				return nil, err
			}
			return say("The %s by %s %s now%s. Its author can still set another lock.", noteWord(n), mention(n.Author), opensFor(n.Text.Opening()), asAbove(n)), nil
		}),
	}
}

// reportLeave leaves a note as it is: locked to the whole book.
func (h *House) reportLeave() bot.Action {
	return bot.Action{
		Name: "report/leave", On: bot.Press, Args: 1, Updates: true, Organiser: true,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			r, s, err := theReport(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			if err := tx.CloseReports(r.Note.ID, s.now); err != nil {
				return nil, err
			}
			parts, err := reportsPage(tx, in, s.club, 0)
			which := noteWord(r.Note) + " by " + mention(r.Note.Author)
			if !s.seesTo(r.Note) {
				which = sealedWord(r.Note)
			}
			left := text("The %s is left as it is: it %s, until its author sets another lock.", which, opensFor(r.Note.Text.Opening()))
			return update(append([]part{left}, parts...)...), err
		}),
	}
}
