package commands

import (
	"errors"
	"fmt"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

const draftRating = "rating"

// verdict is what a person says of a read, before it is stored.
type verdict struct {
	stars      club.Stars // 0: none
	finished   bool
	stoppedAt  int
	review     club.Locked // empty: none, or as it was
	discussion int         // 1-5, 0: not said
	giveTo     club.Locked
}

func starChoices() []bot.Choice {
	var choices []bot.Choice
	for _, s := range club.AllStars() {
		choices = append(choices, bot.Choice{Name: s.Glyphs() + " " + s.String(), Value: s.String()})
	}
	return choices
}

// rate gives stars, or opens the form of a whole rating.
func (h *House) rate() bot.Action {
	return bot.Action{
		Name: "rate", On: bot.Slash, Help: "Give your stars; they are sealed until the club reveals them",
		Options: []bot.Option{
			{Name: "stars", Help: "From half a star to five; a form opens if you leave it out", Type: optionString, Choices: starChoices()},
			{Name: "review", Help: "What you thought; it opens for those who have read as far as you", Type: optionString, MaxLength: club.MaxReview},
			{
				Name: "outcome", Help: "Did you finish the book?", Type: optionString,
				Choices: []bot.Choice{{Name: "I finished it", Value: "finished"}, {Name: "I stopped where I am", Value: "stopped"}},
			},
			h.bookOption(),
		},
		Run: h.either("stars", func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, err := h.theRead(tx, in)
			if err != nil {
				return nil, err
			}
			if err := s.changeable(); err != nil {
				return nil, err
			}
			typed, ok := in.Text("stars")
			if !ok {
				form, err := s.rateForm(tx, in)
				return withTyped(form, in, s.stoppedKey(s.me.Position)), err
			}
			var v verdict
			if v.stars, err = club.ParseStars(typed); err != nil {
				return nil, err
			}
			v.review, _ = in.Story("review")
			if outcome, _ := in.Text("outcome"); outcome == "stopped" {
				v.stoppedAt = s.me.Position
				return s.record(tx, v)
			}
			return s.orAsk(tx, in, v)
		}),
	}
}

// orAsk stores the verdict of one who has finished the book. One whose
// position is lower is asked first, because finishing opens every note.
func (s *scene) orAsk(tx *storage.Tx, in *bot.Interaction, v verdict) (bot.Reply, error) {
	if s.me.Position >= len(s.chapters) || s.me.Rereads {
		v.finished = true
		return s.record(tx, v)
	}
	keep := func(words club.Locked) (int64, error) {
		if words.Empty() {
			return 0, nil
		}
		return tx.AddDraft(storage.Draft{
			Guild: in.Guild, User: s.user, Kind: draftRating, Subject: s.read.ID, Body: words, Expires: s.now.Add(draftFor),
		}, s.now)
	}
	review, err := keep(v.review)
	if err != nil {
		return nil, err
	}
	giveTo, err := keep(v.giveTo)
	if err != nil {
		return nil, err
	}
	args := []int64{s.read.ID, int64(v.stars), int64(v.discussion), review, giveTo}
	stopped := "I stopped at the beginning"
	if c, ok := s.chapters.At(s.me.Position); ok {
		stopped = "I stopped at " + c.Label
	}
	return private(
		text("%s You are about to give %s. Have you finished the book? That would open every note to you.", s.youAreAt(), starWords(v.stars.String())),
		row(primary("I have finished", bot.CustomID("rate/finished", args...)),
			button(club.Cut(stopped, 80), bot.CustomID("rate/stopped", args...))),
	), nil
}

// starWords says a number of stars in words.
func starWords(n string) string { return n + iff(n == "1", " star", " stars") }

// rateFinished answers that one has finished, which opens every note.
func (h *House) rateFinished() bot.Action {
	return bot.Action{Name: "rate/finished", On: bot.Press, Args: 5, Updates: true, Run: h.answered(true)}
}

// rateStopped answers that one stopped where one is.
func (h *House) rateStopped() bot.Action {
	return bot.Action{Name: "rate/stopped", On: bot.Press, Args: 5, Updates: true, Run: h.answered(false)}
}

func (h *House) answered(finished bool) handler {
	return h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
		s, err := changeableScene(tx, in, in.Arg(0))
		if err != nil {
			return nil, err
		}
		v := verdict{stars: club.Stars(in.Arg(1)), discussion: int(in.Arg(2)), finished: finished, stoppedAt: s.me.Position}
		if !v.stars.Valid() {
			return nil, club.Refuse("Please use `/rate` again.")
		}
		take := func(id int64) (club.Locked, error) {
			if id == 0 {
				return club.Locked{}, nil
			}
			d, err := tx.Draft(in.Guild, in.User, draftRating, id, in.Now)
			if err != nil {
				return club.Locked{}, gone(err, draftGone)
			}
			return d.Body, tx.DropDraft(id)
		}
		if v.review, err = take(in.Arg(3)); err != nil {
			return nil, err
		}
		if v.giveTo, err = take(in.Arg(4)); err != nil {
			return nil, err
		}
		return instead(s.record(tx, v))
	})
}

// record stores a verdict. What was given before its giver first saw a result
// counts; a later change is kept beside it.
func (s *scene) record(tx *storage.Tx, v verdict) (bot.Reply, error) {
	v.review, v.giveTo = v.review.Cleaned(), v.giveTo.Cleaned()
	if n := v.review.Units(); n > club.MaxReview {
		return nil, club.Refuse("A review has at most %d characters; this one has %d.", club.MaxReview, n)
	}
	if err := s.enter(tx, false); err != nil {
		return nil, err
	}
	if v.finished && s.me.Position < len(s.chapters) {
		if _, err := s.advance(tx, len(s.chapters)); err != nil {
			return nil, err
		}
	}
	r, err := tx.Rating(s.read.ID, s.user)
	if err != nil && !errors.Is(err, storage.ErrNotFound) {
		return nil, err
	}
	r.Read, r.User = s.read.ID, s.user
	if err := s.sealAnew(tx); err != nil {
		return nil, err
	}
	afterwards := false
	switch {
	case v.stars == 0:
	case !r.Saw.IsZero() || s.read.Revealed(s.now):
		afterwards = v.stars != r.Stars
		if r.After = v.stars; !afterwards { // and back: as if nothing had been
			r.After = 0
		}
	default:
		r.Stars = v.stars
	}
	r.Stopped, r.StoppedAt = !v.finished, v.stoppedAt
	if v.discussion >= 1 && v.discussion <= 5 {
		r.Discussion = v.discussion
	}
	if !v.giveTo.Empty() {
		r.GiveTo = v.giveTo
	}
	if r.Review, err = s.review(tx, r, v); err != nil {
		return nil, err
	}
	if err := tx.SetRating(r, s.now); err != nil {
		return nil, err
	}
	return s.thanks(tx, r, afterwards)
}

// sealAnew gives the stars of a read another week where nobody had given any by
// their reveal: else the first would be told alone, and as they come.
func (s *scene) sealAnew(tx *storage.Tx) error {
	if !s.read.Revealed(s.now) {
		return nil
	}
	v, err := summarise(tx, s.read.ID)
	if err != nil || v.N > 0 {
		return err
	}
	s.read.RevealsAt = s.now.Add(revealAfter)
	if err := tx.SetReveal(s.read.ID, s.read.RevealsAt); err != nil {
		return err
	}
	return askPost(tx, s.read, workReveal, s.read.ID, s.read.RevealsAt)
}

// review stores the text of a review as a note, behind the whole book or, of
// one who stopped, behind as far as they had read.
func (s *scene) review(tx *storage.Tx, r storage.Rating, v verdict) (int64, error) {
	lock := club.WholeBook(len(s.chapters))
	if far := max(v.stoppedAt, s.me.Furthest); !v.finished && far > 0 && !s.me.Rereads {
		lock = s.chapters.LockUpTo(far)
	}
	if r.Review == 0 {
		if v.review.Empty() {
			return 0, nil
		}
		id, err := tx.AddNote(storage.Note{Read: s.read.ID, Author: s.user, Kind: "review", Text: v.review.Under(lock, s.user), Made: s.now})
		if err != nil {
			return 0, err
		}
		return id, s.recount(tx, lock.Sealed())
	}
	n, err := tx.NoteOf(r.Review)
	if errors.Is(err, storage.ErrNotFound) { // its author deleted it
		r.Review = 0
		return s.review(tx, r, v)
	}
	if err != nil {
		return 0, err
	}
	own := club.Someone(s.user) // its author
	was, _ := n.Text.For(own)
	if words, _ := v.review.For(own); words != "" && words != was { // the form comes filled with it
		if err := tx.SetNoteText(n.ID, v.review, s.now); err != nil {
			return 0, err
		}
	}
	// Its author may have locked it further: what they say of themselves now
	// does not open it.
	opens := n.Text.Opening()
	if lock.Number() < opens.Number() || lock.Number() == opens.Number() && !lock.IsWhole() {
		return n.ID, nil
	}
	if err := tx.SetNoteLock(n, lock, s.now); err != nil {
		return 0, err
	}
	return n.ID, s.restub(tx, n)
}

// thanks says what was stored, and how many have rated.
func (s *scene) thanks(tx *storage.Tx, r storage.Rating, afterwards bool) (bot.Reply, error) {
	n, err := tx.CountRatings(s.read.ID)
	if err != nil {
		return nil, err
	}
	stars := r.Stars
	if r.After != 0 {
		stars = r.After
	}
	words := fmt.Sprintf("%s %s for %s.", stars.Glyphs(), capital(starWords(stars.String())), title(s.read.Book.Title))
	if stars == 0 {
		words = fmt.Sprintf("It is kept that you stopped reading %s.", title(s.read.Book.Title))
	}
	switch {
	case afterwards:
		words += iff(r.Stars == 0, " The club's stars were shown before, so yours are kept beside them.",
			" You have seen the club's stars already, so your first ones count and these are kept beside them.")
	case s.read.Revealed(s.now):
	default:
		words += " They are sealed until " + day(s.read.RevealsAt) + "."
	}
	if r.Stopped && stars != 0 {
		words += " You stopped at " + title(s.stoppedKey(r.StoppedAt)) + "."
	}
	if r.Review != 0 {
		n, err := tx.NoteOf(r.Review)
		if err != nil {
			return nil, err
		}
		lock := n.Text.Opening()
		if s.read.Revealed(s.now) {
			lock = lock.Bare() // the seal is off
		}
		words += " Your review " + opensFor(lock) + "."
	}
	words += fmt.Sprintf("\n%s rated so far.", capital(count(n, "reader"))+iff(n == 1, " has", " have"))
	buttons := []part{
		button(iff(r.Review == 0, "Add a review", "Change it"), bot.CustomID("rate/form", s.read.ID)),
		button("Ratings", bot.CustomID("ratings/show", s.read.ID)),
	}
	return private(card(text("%s", words)), row(buttons...)), nil
}
