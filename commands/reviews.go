package commands

import (
	"dogear/bot"
	"dogear/storage"
)

// reviewed reports whether a read has reviews at all, and whether there is one
// that the person may read.
func (s *scene) reviewed(tx *storage.Tx) (written, open bool, err error) {
	counts, err := tx.CountNotes(s.filter(span{}, 0, 0))
	for _, c := range counts {
		if c.Lock.IsSealed() {
			written = true
			open = open || c.Own > 0 || s.eyes.Opens(c.Lock)
		}
	}
	return written, open, err
}

// readReviews is [Read the reviews].
func (s *scene) readReviews() part {
	return button("Read the reviews", bot.CustomID("ratings/reviews", s.read.ID, 0))
}

// reviewsButton adds [Read the reviews] where there is one for the person to
// read, and they are where one can be opened.
func (s *scene) reviewsButton(tx *storage.Tx, buttons []part) ([]part, error) {
	_, open, err := s.reviewed(tx)
	if open && !s.direct {
		buttons = append(buttons, s.readReviews())
	}
	return buttons, err
}

// reviews lists the reviews that one may see.
func (h *House) reviews() bot.Action {
	return bot.Action{
		Name: "ratings/reviews", On: bot.Press, Args: 2,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, err := sceneOf(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			parts, err := s.reviewsPage(tx, in.Arg(1))
			return answer(in.IsPrivate(), parts), err
		}),
	}
}

// reviewsPage is a page of the reviews that the person may see, and says how many
// there are that they may not.
func (s *scene) reviewsPage(tx *storage.Tx, skip int64) ([]part, error) {
	reviews, err := tx.Reviews(s.read.ID)
	if err != nil {
		return nil, err
	}
	open := reviews[:0:0]
	for _, n := range reviews {
		if _, ok := n.Text.For(s.eyes); ok {
			open = append(open, n)
		}
	}
	p := page(skip, len(open), notesPageSize)
	head := "### Reviews of " + title(s.read.Book.Title)
	if told := p.told(); told != "" {
		head += "\n" + told
	}
	parts := []part{text("%s", head)}
	for _, n := range open[p.skip:p.end()] {
		parts = append(parts, s.noteLine(n, "", true, excerpt))
	}
	if err := s.saw(tx, open[p.skip:p.end()], excerpt); err != nil {
		return nil, err
	}
	buttons := p.buttons(func(skip int64) string { return bot.CustomID("ratings/reviews", s.read.ID, skip) })
	switch shut := len(reviews) - len(open); {
	case len(reviews) == 0:
		parts = append(parts, text("Nobody has written one yet."))
	case shut > 0 && !s.unsealed:
		parts = append(parts, text("%s %s still shut. %s", capital(count(shut, "review")), iff(shut == 1, "is", "are"), s.sealedWords()))
		if s.changeable() == nil {
			buttons = append(buttons, rateIt(s.read))
		}
	case shut > 0:
		parts = append(parts, text("%s %s for those who have read as far as their writers.", capital(count(shut, "review")), iff(shut == 1, "opens", "open")))
	}
	return append([]part{card(parts...)}, rows(buttons)...), nil
}
