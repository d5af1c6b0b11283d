package commands

import (
	"errors"
	"strconv"
	"strings"

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
		case f.Name == "end" && outcome == "stopped":
			f.Value = stopped
		}
	}
	return form
}

// rateForm is [Rate it] and [Add a review].
func (h *House) rateForm() bot.Action {
	return bot.Action{
		Name: "rate/form", On: bot.Press, Args: 1,
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			return buildRateForm(tx, in, []int64{in.Arg(0)})
		}),
	}
}

// buildRateForm is the form of a rating of the read that args names.
func buildRateForm(tx *storage.Tx, in *bot.Interaction, args []int64) (bot.Form, error) {
	s, err := changeableScene(tx, in, args[0])
	if err != nil {
		return bot.Form{}, err
	}
	return s.rateForm(tx, in)
}

// rateForm is the form of a whole rating, filled with what was said before.
func (s *scene) rateForm(tx *storage.Tx, in *bot.Interaction) (bot.Form, error) {
	old, _, err := s.rated(tx)
	if err != nil {
		return bot.Form{}, err
	}
	stars, review, discussion := old.Stars, "", ""
	if old.After != 0 {
		stars = old.After
	}
	if old.Review != 0 {
		if n, err := tx.Note(in.Guild, old.Review); err == nil {
			review, _ = n.Text.For(s.eyes)
		}
	}
	if old.Discussion > 0 {
		discussion = strconv.Itoa(old.Discussion)
	}
	giveTo, _ := old.GiveTo.For(club.Someone(s.user)) // its own author
	end := "finished"
	if s.me.Position < len(s.chapters) {
		end = s.stoppedKey(s.me.Position)
	}
	if old.Stopped {
		end = s.stoppedKey(old.StoppedAt)
	}
	value := ""
	if stars != 0 {
		value = stars.String()
	}
	return bot.Form{
		ID: bot.CustomID("rate/sent", s.read.ID), Title: club.Cut("Your stars for "+club.CleanLine(s.read.Book.Title), 45),
		Fields: []bot.Field{
			{Name: "stars", Label: "Stars", Help: "May be left out if you stopped", Choices: starChoices(), Value: value},
			{Name: "end", Label: "How far did you get?", Help: "\"finished\", or the last chapter you read", Value: end, Required: true, MaxLength: 100},
			{Name: "review", Label: "What did you think of it?", Help: "It opens for those who have read as far as you", Value: review, Long: true, MaxLength: club.MaxReview},
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
		Name: "rate/sent", On: bot.Submit, Args: 1,
		Run: h.sent("rate/sent", func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, err := changeableScene(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			var v verdict
			if typed, ok := in.Text("stars"); ok && typed != "" {
				if v.stars, err = club.ParseStars(typed); err != nil {
					return nil, err
				}
			}
			if typed, ok := in.Text("discussion"); ok {
				v.discussion, _ = strconv.Atoi(typed)
			}
			v.review, _ = in.Story("review")
			v.giveTo, _ = in.Story("give")
			typed, _ := in.Text("end")
			at, err := s.howFar(tx, typed)
			if err != nil {
				return nil, err
			}
			if at < len(s.chapters) {
				v.stoppedAt = at
				return s.record(tx, v)
			}
			if v.stars == 0 {
				return nil, club.Refuse("You finished the book, so please choose your stars. Only one who stopped may leave them out.")
			}
			return s.orAsk(tx, in, v)
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

// howFar reads how a book ended for someone: "finished", or a chapter.
func (s *scene) howFar(tx *storage.Tx, typed string) (int, error) {
	where := club.CleanLine(typed)
	for _, before := range []string{"i stopped at ", "stopped at ", "stopped after ", "stopped "} {
		if len(where) > len(before) && strings.EqualFold(where[:len(before)], before) {
			where = where[len(before):]
		}
	}
	if strings.EqualFold(where, "the beginning") || strings.EqualFold(where, "stopped") {
		return 0, nil
	}
	return s.oneChapter(tx, where)
}
