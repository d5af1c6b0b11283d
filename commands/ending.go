package commands

import (
	"fmt"
	"time"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// How a read ends, as a button says it.
const (
	endFinish = 1
	endDrop   = 2
)

// scheduleFinish asks whether the read is to end now.
func (h *House) scheduleFinish() bot.Action {
	return h.ending("schedule finish", "End the read now and open the ratings", endFinish)
}

// scheduleDrop asks whether the read is to be abandoned.
func (h *House) scheduleDrop() bot.Action {
	return h.ending("schedule drop", "Abandon the read", endDrop)
}

func (h *House) ending(name, help string, how int64) bot.Action {
	return bot.Action{
		Name: name, On: bot.Slash, Organiser: true, Help: help, Options: []bot.Option{h.bookOption()},
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, err := h.theRead(tx, in)
			if err != nil {
				return nil, err
			}
			if err := s.running(); err != nil {
				return nil, err
			}
			book := title(s.read.Book.Title)
			words, label := "Finish the read of "+book+" now? The checkpoints ahead will not open, and the club is asked for its stars.", "Finish it"
			if how == endDrop {
				words, label = "Drop the read of "+book+"? The checkpoints ahead will not open. What was written stays and can still be read.", "Drop it"
			}
			return private(text("%s", words), row(
				danger(label, bot.CustomID("read/end", s.read.ID, how)),
				button("Go on reading", bot.CustomID("read/goon", s.read.ID)),
			)), nil
		}),
	}
}

// endYes ends the read, and has the club told.
func (h *House) endYes() bot.Action {
	return bot.Action{
		Name: "read/end", On: bot.Press, Args: 2, Updates: true, Organiser: true,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, err := runningScene(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			dropped := in.Arg(1) == endDrop
			s.read.EndsAt, s.read.RevealsAt = s.now, s.now.Add(revealAfter)
			if err := tx.EndRead(s.read.ID, dropped, s.read.EndsAt, s.read.RevealsAt); err != nil {
				return nil, err
			}
			kind := iff(dropped, "dropped", "finished")
			if _, err := s.tell(tx, storage.Announcement{Kind: kind}); err != nil {
				return nil, err
			}
			if err := tx.Dismiss(s.read.ID, s.now); err != nil {
				return nil, err
			}
			ask := askEnd
			if dropped {
				ask = func(tx *storage.Tx, r storage.Read) error { return askShut(tx, r, r.EndsAt) }
			}
			if err := ask(tx, s.read); err != nil {
				return nil, err
			}
			if err := tx.AskAll(workEvent, s.read.ID, s.now); err != nil {
				return nil, err
			}
			if err := tx.AskAgain(workCard, s.read.ID); err != nil {
				return nil, err
			}
			if last := s.last(); last >= 0 { // its post says what comes next
				if err := tx.AskAgain(workCheckpoint, s.checkpoints[last].ID); err != nil {
					return nil, err
				}
			}
			return sayInstead("The read of %s is %s. The club is being told.", title(s.read.Book.Title), kind), nil
		}),
	}
}

// endNo leaves the read as it is.
func (h *House) endNo() bot.Action {
	return bot.Action{
		Name: "read/goon", On: bot.Press, Args: 1, Updates: true,
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, err := sceneOf(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			return sayInstead("The read of %s goes on.", title(s.read.Book.Title)), nil
		}),
	}
}

// lookLine is a line that tells the club of a change.
func (h *House) lookLine(tx *storage.Tx, t bot.Task) (bot.Wish, error) {
	a, err := tx.Announcement(t.Subject)
	if err != nil {
		return nil, err
	}
	s, err := h.asNobody(tx, a.Read)
	if err != nil {
		return nil, err
	}
	r := s.read
	late := t.Message == "" && h.tooLate(a.Made)
	if late && t.Attempts <= 1 {
		return bot.Nothing{Missed: true, Reason: missedReason}, nil
	}
	book := title(r.Book.Title)
	words := ""
	switch a.Kind {
	case "moved":
		if words = s.movedWords(a, t.Message != ""); words == "" {
			return bot.Nothing{}, nil
		}
	case "finished":
		words = fmt.Sprintf("The club has finished %s.", book)
	case "dropped":
		words = fmt.Sprintf("The club has put %s aside. What was written about it can still be read.", book)
	}
	return bot.Post{Channel: r.Club.Channel, OnlyEdit: late, Message: bot.Message{Parts: []part{
		text("%s", words), row(button("Schedule", bot.CustomID("schedule/show", r.ID))),
	}}}, nil
}

// scheduleReveal shows the ratings of a finished read now.
func (h *House) scheduleReveal() bot.Action {
	return bot.Action{
		Name: "schedule reveal", On: bot.Slash, Organiser: true, Help: "Show the ratings of a finished read now",
		Options: []bot.Option{h.bookOption()},
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, err := chosen(tx, in, chooseRevealed)
			if err == nil {
				err = atWork(s.club)
			}
			if err != nil {
				return nil, err
			}
			book := title(s.read.Book.Title)
			switch {
			case s.read.UnderWay(s.now):
				return nil, club.Refuse("%s is still being read, until %s. `/schedule finish` ends the read now.", book, whole(s.read.EndsAt))
			case s.read.Dropped:
				return nil, club.Refuse("The read of %s was dropped, so there are no ratings to show.", book)
			case s.read.Revealed(s.now) && told(tx, s.read):
				return nil, club.Refuse("The ratings of %s are shown already: see `/ratings`.", book)
			}
			v, err := summarise(tx, s.read.ID)
			if err != nil {
				return nil, err
			}
			if v.N == 0 {
				return nil, club.Refuse("Nobody has given stars to %s yet. The ratings are shown on %s by themselves, if there are any.", book, day(s.read.RevealsAt))
			}
			ask := s.revealAt
			if s.read.Revealed(s.now) { // it is only to be posted anew
				ask = func(tx *storage.Tx, at time.Time) error { return askPost(tx, s.read, workReveal, s.read.ID, at) }
			}
			if err := ask(tx, s.now); err != nil {
				return nil, err
			}
			rated := len(v.all) - v.late
			return say("The ratings of %s are on their way to <#%s>. %s had rated it: %s%s.", book, s.club.Channel, count(rated, "reader"),
				starWords(v.MeanWords()), iff(rated == v.N, "", fmt.Sprintf(" from the %d who gave some", v.N))), nil
		}),
	}
}

// told reports whether the post of a read's ratings is there.
func told(tx *storage.Tx, r storage.Read) bool {
	w, err := tx.WorkOf(workReveal, r.ID)
	return err == nil && (w.Message != "" || w.State == "waiting" || w.State == "stuck")
}

// late reports whether a post comes too late that is not there yet: by when it
// was due or, if it was deleted, by when somebody asked for it anew.
func (h *House) late(tx *storage.Tx, t bot.Task) (bool, error) {
	if t.Message != "" { // an edit is of a post that was there
		return false, nil
	}
	w, err := tx.WorkOf(t.Kind, t.Subject)
	return h.tooLate(w.Due), err
}

// tooLate reports whether a post that was due is too late to make sense.
func (h *House) tooLate(due time.Time) bool { return h.now().Sub(due) > h.lateAfter }
