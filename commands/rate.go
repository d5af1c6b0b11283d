package commands

import (
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
	review     club.Locked
	discussion int // 1-5, 0: not said
	giveTo     club.Locked
	// whole says that it is all of a form, which came filled with what was said
	// before: what is empty in it is to be gone, and else to stay as it was. A
	// review is written over hours: emptied is the one that the form came filled
	// with and was emptied of, 0 if there was none.
	whole   bool
	emptied int64
	// kept says that how the book ended was left as they said before.
	kept bool
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
			{Name: "review", Help: "What you thought; sealed as the stars are, then for those who have read as far as you", Type: optionString, MaxLength: club.MaxReview},
			{
				Name: "outcome", Help: "Did you finish the book?", Type: optionString,
				Choices: []bot.Choice{{Name: "I finished it", Value: "finished"}, {Name: "I stopped where I am", Value: "stopped"}},
			},
			h.bookOption(),
		},
		Run: h.either("stars", func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, err := chosen(tx, in, chooseRated)
			if err != nil {
				return nil, err
			}
			if err := s.changeable(); err != nil {
				return nil, err
			}
			typed, ok := in.Text("stars")
			if !ok {
				form, err := s.rateForm(tx)
				return withTyped(form, in, s.stoppedKey(s.me.Position)), err
			}
			var v verdict
			if v.stars, err = club.ParseStars(typed); err != nil {
				return nil, err
			}
			v.review, _ = in.Story("review")
			outcome, _ := in.Text("outcome")
			return s.quick(tx, v, outcome)
		}),
	}
}

// quick stores stars that come without a form. Where nothing is said of how the
// book ended it stays as it was said before; one who has come to its end since
// that was shown is told that it counts as it was.
func (s *scene) quick(tx *storage.Tx, v verdict, outcome string) (bot.Reply, error) {
	old, rated, err := s.rated(tx)
	switch {
	case err != nil:
		return nil, err
	case outcome == "stopped":
		v.stoppedAt = s.me.Position
		return s.record(tx, v)
	case outcome == "" && rated && (!s.countsFirst(old) || s.me.Position < len(s.chapters)):
		return s.record(tx, v.as(old))
	}
	return s.orAsk(tx, v)
}

// as is a verdict that leaves how the book ended as it was said before.
func (v verdict) as(old storage.Rating) verdict {
	v.finished, v.stoppedAt, v.kept = !old.Stopped, old.StoppedAt, true
	return v
}

// orAsk stores the verdict of one who has finished the book. One whose
// position is lower is asked first, because finishing opens every note.
func (s *scene) orAsk(tx *storage.Tx, v verdict) (bot.Reply, error) {
	if s.me.Position >= len(s.chapters) || s.me.Rereads {
		v.finished = true
		return s.record(tx, v)
	}
	return s.askEnded(tx, v)
}

// askEnded asks one who gives stars from the middle of a book how it ended for
// them. What they said is kept until they answer.
func (s *scene) askEnded(tx *storage.Tx, v verdict) (bot.Reply, error) {
	draft := int64(0)
	if !v.review.Empty() || !v.giveTo.Empty() {
		var err error
		if draft, err = tx.AddDraft(storage.Draft{
			Guild: s.club.Guild, User: s.user, Kind: draftRating, Subject: s.read.ID,
			Body: club.Bundle(s.user, v.review, v.giveTo), Expires: s.now.Add(draftFor),
		}, s.now); err != nil {
			return nil, err
		}
	}
	args := []int64{s.read.ID, int64(v.stars), int64(v.discussion), draft, v.form()}
	stopped := "I stopped at the beginning"
	if c, ok := s.chapters.At(s.me.Position); ok {
		stopped = "I stopped at " + c.Label
	}
	return private(
		text("%s You are about to give %s to %s. Have you finished the book? That would open every note to you.",
			s.youAreAt(), starWords(v.stars.String()), title(s.read.Book.Title)),
		row(primary("I have finished", bot.CustomID("rate/finished", args...)),
			button(club.Cut(stopped, 80), bot.CustomID("rate/stopped", args...))),
	), nil
}

// form says in a number, for a custom id is short, whether a verdict is all of a
// form, and of which review that was emptied.
func (v verdict) form() int64 {
	if !v.whole {
		return 0
	}
	return 1 + v.emptied
}

// starWords says a number of stars in words.
func starWords(n string) string { return n + iff(n == "1", " star", " stars") }

// rateFinished answers that one has finished, which opens every note.
func (h *House) rateFinished() bot.Action {
	return bot.Action{Name: "rate/finished", On: bot.Press, Args: 5, DM: true, Updates: true, Run: h.answered(true)}
}

// rateStopped answers that one stopped where one is.
func (h *House) rateStopped() bot.Action {
	return bot.Action{Name: "rate/stopped", On: bot.Press, Args: 5, DM: true, Updates: true, Run: h.answered(false)}
}

func (h *House) answered(finished bool) handler {
	return h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
		s, err := changeableScene(tx, in, in.Arg(0))
		if err != nil {
			return nil, err
		}
		v := verdict{
			stars: club.Stars(in.Arg(1)), discussion: int(in.Arg(2)), whole: in.Arg(4) > 0, emptied: max(in.Arg(4)-1, 0),
			finished: finished, stoppedAt: s.me.Position,
		}
		if !v.stars.Valid() {
			return nil, club.Refuse("Please use `/rate` again.")
		}
		if draft := in.Arg(3); draft != 0 {
			d, err := tx.Draft(in.Guild, in.User, draftRating, draft, in.Now)
			if err != nil {
				return nil, gone(err, draftGone)
			}
			if texts := d.Body.Unbundle(); len(texts) == 2 {
				v.review, v.giveTo = texts[0], texts[1]
			}
			if err := tx.DropDraft(draft); err != nil {
				return nil, err
			}
		}
		return instead(s.record(tx, v))
	})
}
