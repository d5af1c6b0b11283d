package commands

import (
	"errors"
	"strconv"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// withTyped fills the form of a rating with what the command said already.
func withTyped(form bot.Form, in *bot.Interaction, stopped string) bot.Form {
	review, _ := in.Story("review")
	words, _ := review.For(club.Someone(in.User)) // its own author
	outcome, _ := in.Text("outcome")
	for i := range form.Fields {
		switch f := &form.Fields[i]; {
		case f.Name == "review" && words != "":
			f.Value = words
		case f.Name == "end" && outcome == "finished":
			f.Value = outcome
		case f.Name == "end" && outcome == "stopped": // not what it comes filled with: this was said
			f.Value = "stopped at " + stopped
		}
	}
	return form
}

// rateIt is [Rate it].
func rateIt(r storage.Read) part { return primary("Rate it", bot.CustomID("rate/form", r.ID)) }

// rateForm is [Rate it] and [Add a review].
func (h *House) rateForm() bot.Action {
	return bot.Action{
		Name: "rate/form", On: bot.Press, Args: 1, DM: true,
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			return buildRateForm(tx, in, []int64{in.Arg(0)})
		}),
	}
}

// buildRateForm is the form of a rating of the read that args names. What follows
// that is the review that it came filled with when it was refused.
func buildRateForm(tx *storage.Tx, in *bot.Interaction, args []int64) (bot.Form, error) {
	s, err := changeableScene(tx, in, args[0])
	if err != nil {
		return bot.Form{}, err
	}
	form, err := s.rateForm(tx)
	if len(args) > 1 {
		form.ID = bot.CustomID("rate/sent", args...)
	}
	return form, err
}

// rateForm is the form of a whole rating, filled with what was said before.
func (s *scene) rateForm(tx *storage.Tx) (bot.Form, error) {
	old, rated, err := s.rated(tx)
	if err != nil {
		return bot.Form{}, err
	}
	stars, review, discussion, filled := old.Stars, "", "", int64(0)
	if old.After != 0 {
		stars = old.After
	}
	if old.Review != 0 {
		n, err := tx.Note(s.club.Guild, old.Review)
		if err != nil && !errors.Is(err, storage.ErrNotFound) { // its author deleted it
			return bot.Form{}, err
		}
		review, _ = n.Text.For(s.eyes)
		filled = n.ID
	}
	if old.Discussion > 0 {
		discussion = strconv.Itoa(old.Discussion)
	}
	giveTo, _ := old.GiveTo.For(club.Someone(s.user)) // its own author
	value := ""
	if stars != 0 {
		value = stars.String()
	}
	return bot.Form{
		ID: bot.CustomID("rate/sent", s.read.ID, filled), Title: club.Cut("Your stars for "+club.CleanLine(s.read.Book.Title), 45),
		Fields: []bot.Field{
			{Name: "stars", Label: "Stars", Help: "May be left out if you stopped", Choices: starChoices(), Value: value},
			{Name: "end", Label: "How far did you get?", Help: "\"finished\", or the last chapter you read", Value: s.endKey(old, rated), Required: true, MaxLength: 100},
			{Name: "review", Label: "What did you think of it?", Help: "Sealed as the stars are; then for those who have read as far as you", Value: review, Long: true, MaxLength: club.MaxReview},
			{Name: "discussion", Label: "Was it a good discussion?", Choices: discussionChoices(), Value: discussion},
			{Name: "give", Label: "Whom would you give it to?", Value: giveTo, MaxLength: 300},
		},
	}, nil
}

// rated is what the person said of the read before, if they did.
func (s *scene) rated(tx *storage.Tx) (r storage.Rating, before bool, err error) {
	r, err = tx.Rating(s.read.ID, s.user)
	if errors.Is(err, storage.ErrNotFound) {
		return storage.Rating{Read: s.read.ID, User: s.user}, false, nil
	}
	return r, err == nil, err
}

// endKey is what the form comes filled with for how far the person got: what
// they said before or, the first time, where they are. Who reads the book again
// has finished it.
func (s *scene) endKey(old storage.Rating, rated bool) string {
	at := s.me.Position
	switch {
	case rated && !old.Stopped, !rated && s.me.Rereads:
		return endFinished
	case rated:
		at = old.StoppedAt
	}
	if at >= len(s.chapters) {
		return endFinished
	}
	return s.stoppedKey(at)
}

func discussionChoices() []bot.Choice {
	return []bot.Choice{
		{Name: "5: one of our best", Value: "5"},
		{Name: "4: good", Value: "4"},
		{Name: "3: all right", Value: "3"},
		{Name: "2: thin", Value: "2"},
		{Name: "1: hardly one", Value: "1"},
	}
}

// rateSent stores what was said in the form.
func (h *House) rateSent() bot.Action {
	return bot.Action{
		Name: "rate/sent", On: bot.Submit, Args: 2, DM: true,
		Run: h.sent("rate/sent", func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, err := changeableScene(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			old, rated, err := s.rated(tx)
			if err != nil {
				return nil, err
			}
			v := verdict{whole: true}
			if typed, _ := in.Text("stars"); typed != "" {
				if v.stars, err = club.ParseStars(typed); err != nil {
					return nil, err
				}
			}
			typed, _ := in.Text("discussion")
			v.discussion, _ = strconv.Atoi(typed)
			v.review, _ = in.Story("review")
			v.giveTo, _ = in.Story("give")
			if v.review.Cleaned().Empty() {
				v.emptied = in.Arg(1)
			}
			end, _ := in.Text("end")
			if v.stoppedAt, err = s.howFar(tx, end); err != nil {
				return nil, err
			}
			asFilled := club.CleanLine(end) == s.endKey(old, rated)
			switch {
			case v.stoppedAt >= len(s.chapters) && v.stars == 0:
				return nil, club.Refuse("You finished the book, so please choose your stars. Only one who stopped may leave them out.")
			case rated && asFilled: // they said nothing new of that
				return s.record(tx, v.as(old))
			case v.stoppedAt >= len(s.chapters):
				return s.orAsk(tx, v)
			case v.stars != 0 && asFilled:
				// It came filled with where they are: they chose their stars, and
				// need not have stopped.
				return s.askEnded(tx, v)
			}
			return s.record(tx, v)
		}),
	}
}

// stoppedKey writes where someone stopped so that howFar reads the same again.
func (s *scene) stoppedKey(position int) string {
	if c, ok := s.chapters.At(position); ok {
		return s.lockKey(club.UpTo(c))
	}
	return "the beginning"
}
