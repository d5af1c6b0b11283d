package commands

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"dogear/bot"
	"dogear/storage"
)

// revealAt changes when the stars of a read that has ended are shown, and has
// all looked at that shows them, says when that is, or waits for it.
func (s *scene) revealAt(tx *storage.Tx, at time.Time) error {
	s.read.RevealsAt = at
	return errors.Join(
		tx.SetReveal(s.read.ID, at),
		// At once, also where they are sealed anew: what still shows stars must
		// go. Then it is asked for at its moment: see afterReveal.
		askPost(tx, s.read, workReveal, s.read.ID, s.now),
		askShut(tx, s.read, s.now),
		tx.AskAll(workNudged, s.read.ID, s.now),
		s.askTold(tx),
	)
}

// askTold has the posts looked at that say whether the stars are shown: the one
// that asks for them, and those of the checkpoints that reviews count at then.
func (s *scene) askTold(tx *storage.Tx) error {
	if err := tx.AskAgain(workRate, s.read.ID); err != nil {
		return err
	}
	counts, err := tx.CountNotes(s.filter(span{}, 0, 0))
	if err != nil {
		return err
	}
	for _, c := range s.checkpoints {
		reviewed := slices.ContainsFunc(counts, func(n storage.NoteCount) bool {
			return n.Lock.IsSealed() && c.First <= n.Lock.Number() && n.Lock.Number() <= c.Last
		})
		if !reviewed {
			continue
		}
		if err := tx.AskAgain(workCheckpoint, c.ID); err != nil {
			return err
		}
	}
	return nil
}

// afterReveal has those posts say that the stars are shown or, where there are
// none any more, that. Of stars that are sealed anew the post is asked for at
// their moment.
func (h *House) afterReveal(tx *storage.Tx, t bot.Task, o bot.Outcome) error {
	if t.Message != "" && o.Message != "" { // an edit
		return nil
	}
	r, err := onShelf(tx, t.Subject)
	if errors.Is(err, storage.ErrNotFound) || err == nil && r.Dropped {
		return nil
	}
	if err != nil {
		return err
	}
	s, err := stage(tx, r, "", h.now())
	switch {
	case err != nil:
		return err
	case r.Revealed(s.now):
		return s.askTold(tx)
	case o.Message != "": // posted while they were sealed anew, and asked for since
		return nil
	}
	return askPost(tx, r, workReveal, r.ID, r.RevealsAt)
}

// onShelf finds a read whose book is still on the shelf. Of one that has left
// it nothing more is posted.
func onShelf(tx *storage.Tx, id int64) (storage.Read, error) {
	r, err := tx.ReadOf(id)
	if err != nil {
		return r, err
	}
	return tx.Read(r.Club.Guild, id)
}

// lookRate asks the club for its stars when a read ends.
func (h *House) lookRate(tx *storage.Tx, t bot.Task) (bot.Wish, error) {
	r, err := onShelf(tx, t.Subject)
	if err != nil {
		return nil, err
	}
	if r.Dropped || r.UnderWay(h.now()) || t.Message == "" && r.Revealed(h.now()) {
		return bot.Nothing{}, nil
	}
	s, err := stage(tx, r, "", h.now())
	if err != nil {
		return nil, err
	}
	v, err := summarise(tx, r.ID)
	if err != nil {
		return nil, err
	}
	words := "Everyone's stars are shown; those that come now are kept beside them."
	switch {
	case !r.Revealed(h.now()):
		words = fmt.Sprintf("Your stars are sealed until %s, when everyone's are shown together.", whole(r.RevealsAt))
	case s.gone(v):
		words = "The stars have been shown; those that come now come afterwards, and do not count."
	case v.N == 0:
		words = "Nobody has given stars yet: with the first of them a week begins, after which everyone's are shown together."
	}
	return bot.Post{Channel: r.Club.Channel, Message: bot.Message{Parts: []part{card(
		text("### How was it?\nThe club has come to the end of %s. %s", title(r.Book.Title), words),
		row(rateIt(r), ratingsOf(r)),
	)}}}, nil
}

// lookReveal shows the club its stars, as long as they are not sealed anew.
func (h *House) lookReveal(tx *storage.Tx, t bot.Task) (bot.Wish, error) {
	r, err := onShelf(tx, t.Subject)
	if err != nil {
		return nil, err
	}
	if !r.Revealed(h.now()) {
		return bot.Removed{}, nil
	}
	s, err := stage(tx, r, "", h.now())
	if err != nil {
		return nil, err
	}
	v, err := summarise(tx, r.ID)
	if err != nil {
		return nil, err
	}
	if v.N == 0 { // if it was told, all who had given any are forgotten
		return bot.Removed{}, nil
	}
	divided, err := s.mostDivided(tx)
	if err != nil {
		return nil, err
	}
	spread := s.histogram(h, v)
	words, cover, err := h.covered(tx, r.Book, paragraph(append(s.result(v, divided), v.discussion())...))
	if err != nil {
		return nil, err
	}
	buttons := []part{ratingsOf(r)}
	if written, _, err := s.reviewed(tx); err != nil {
		return nil, err
	} else if written {
		buttons = append(buttons, s.readReviews())
	}
	return bot.Post{Channel: r.Club.Channel, Message: bot.Message{
		Parts: []part{card(words, picture(spread), row(buttons...))}, Files: []bot.File{cover, spread},
	}}, nil
}
