package commands

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"dogear/bot"
	"dogear/club"
	"dogear/commands/pictures"
	"dogear/storage"
)

// sealOpens is how many must have given stars before a rater sees how they are
// spread: with fewer, each could be guessed.
const sealOpens = 5

// verdicts is what all readers said of a read. It is told to nobody but by
// s.ratings and, after the reveal, in the club's channel.
type verdicts struct {
	club.Summary // of the stars that count: those given before their giver saw a result
	all          []storage.Rating
	stopped      []int // after how many chapters, in no order; of those who rated in time
	late         int   // how many rated when the stars were shown already: nothing of theirs counts
}

// summarise adds up what was said of a read.
func summarise(tx *storage.Tx, readID int64) (verdicts, error) {
	ratings, err := tx.Ratings(readID)
	if err != nil {
		return verdicts{}, err
	}
	v := verdicts{all: ratings}
	var stars []club.Stars
	for _, r := range ratings {
		stars = append(stars, r.Stars) // 0, none, is left out
		switch {
		case r.Late:
			v.late++
		case r.Stopped:
			v.stopped = append(v.stopped, r.StoppedAt)
		}
	}
	v.Summary = club.Summarise(stars)
	return v, nil
}

// gone reports whether stars of the read were shown, and nobody is left who gave
// them: those that come now come afterwards.
func (s *scene) gone(v verdicts) bool {
	return v.N == 0 && (s.read.Shown || slices.ContainsFunc(v.all, func(r storage.Rating) bool { return !r.Saw.IsZero() || r.After != 0 }))
}

// ratings shows what one may know of the club's stars.
func (h *House) ratings() bot.Action {
	return bot.Action{
		Name: "ratings", On: bot.Slash, Help: "The club's stars, as far as they are unsealed for you",
		Options: []bot.Option{h.bookOption()},
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, err := chosen(tx, in, chooseShown)
			if err != nil {
				return nil, err
			}
			return s.ratings(tx, h)
		}),
	}
}

// ratingsOf is [Ratings].
func ratingsOf(r storage.Read) part { return button("Ratings", bot.CustomID("ratings/show", r.ID)) }

// ratingsShown is [Ratings].
func (h *House) ratingsShown() bot.Action {
	return bot.Action{
		Name: "ratings/show", On: bot.Press, Args: 1, DM: true,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, err := sceneOf(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			return s.ratings(tx, h)
		}),
	}
}

// ratings is the seal: what one may know of a read's stars. Organisers are no
// exception.
func (s *scene) ratings(tx *storage.Tx, h *House) (bot.Reply, error) {
	if s.putAside() {
		return s.droppedRatings(tx)
	}
	if s.read.Revealed(s.now) {
		return s.revealed(tx, h)
	}
	n, err := tx.CountRatings(s.read.ID)
	if err != nil {
		return nil, err
	}
	head := []string{"### " + title(s.read.Book.Title), haveRated(n)}
	buttons := []part{rateIt(s.read)}
	if buttons, err = s.reviewsButton(tx, buttons); err != nil {
		return nil, err
	}
	rate := row(buttons...)
	mine, err := tx.Rating(s.read.ID, s.user)
	if errors.Is(err, storage.ErrNotFound) {
		sealed := fmt.Sprintf("The stars are sealed: you see yours when you have given them, and everyone's on %s.", day(s.read.RevealsAt))
		return private(card(paragraph(append(head, sealed)...)), rate), nil
	}
	if err != nil {
		return nil, err
	}
	v, err := summarise(tx, s.read.ID)
	if err != nil {
		return nil, err
	}
	head = append(head, gave(mine))
	if v.N < sealOpens {
		sealed := fmt.Sprintf("How the stars are spread shows from %s ratings on, or on %s.", number(sealOpens), day(s.read.RevealsAt))
		return private(card(paragraph(append(head, sealed)...)), rate), nil
	}
	if err := tx.SawResult(s.read.ID, s.user, s.now); err != nil {
		return nil, err
	}
	spread := s.histogram(h, v)
	return bot.Private{Message: bot.Message{
		Parts: []part{card(paragraph(append(head, v.numbers())...), picture(spread)), rate},
		Files: []bot.File{spread},
	}}, nil
}

// droppedRatings shows of a read that was dropped one's own stars.
func (s *scene) droppedRatings(tx *storage.Tx) (bot.Reply, error) {
	words := fmt.Sprintf("The read of %s was dropped, so its stars are not shown.", title(s.read.Book.Title))
	mine, err := tx.Rating(s.read.ID, s.user)
	switch {
	case errors.Is(err, storage.ErrNotFound):
		return nil, club.Refuse("%s", words)
	case err != nil:
		return nil, err
	}
	return say("%s %s", words, gave(mine)), nil
}

// haveRated says how many have rated.
func haveRated(n int) string {
	return capital(iff(n == 0, "nobody has", count(n, "reader")+iff(n == 1, " has", " have"))) + " rated it."
}

// gave says what somebody gave, to themselves.
func gave(r storage.Rating) string {
	switch {
	case r.Stars == 0 && r.After == 0:
		return iff(r.Stopped, "You stopped, and gave no stars.", "You gave no stars.")
	case r.Stars == 0:
		return "You gave " + starWords(r.After.String()) + " afterwards."
	case r.After != 0:
		return fmt.Sprintf("You gave %s, and afterwards %s.", starWords(r.Stars.String()), starWords(r.After.String()))
	}
	return fmt.Sprintf("You gave %s %s.", r.Stars.Glyphs(), starWords(r.Stars.String()))
}

// histogram is the picture of how the stars are spread.
func (s *scene) histogram(h *House, v verdicts) bot.File {
	return drawing(h, "stars.png", pictures.Histogram{
		Title: s.read.Book.Title, Counts: v.Counts, Mean: v.MeanWords(), Median: v.MedianWords(), N: v.N, Stopped: len(v.stopped),
	}, (*pictures.Painter).Histogram)
}

// stops is the picture of where people stopped, false while they are too few to
// tell.
func (s *scene) stops(h *House, v verdicts) (bot.File, bool) {
	n := len(v.all) - v.late
	curve := club.StopCurve(v.stopped, n, len(s.chapters))
	if curve == nil {
		return bot.File{}, false
	}
	x := pictures.Stops{Title: s.read.Book.Title, Of: n, Chapters: len(s.chapters)}
	for _, left := range curve {
		x.Steps = append(x.Steps, pictures.Stop{Chapter: left.Chapter, Label: s.placeName(left.Chapter), Left: left.N})
	}
	return drawing(h, "stops.png", x, (*pictures.Painter).Stops), true
}

// placeName names how far somebody has read: the label of a chapter, or the
// beginning.
func (s *scene) placeName(position int) string {
	if c, ok := s.chapters.At(position); ok {
		return c.Label
	}
	return "the beginning"
}

// numbers says what is in the middle of the stars.
func (v verdicts) numbers() string {
	return strings.TrimSpace(fmt.Sprintf("The mean is %s, the median %s, from %s. %s", v.MeanWords(), v.MedianWords(), count(v.N, "reader"), v.apart()))
}

// apart says how far the stars lie apart, which a mean hides.
func (v verdicts) apart() string {
	words := v.Apart()
	spread := v.SpreadWords()
	if spread == "0" {
		return words
	}
	return fmt.Sprintf("%s: the spread is %s.", strings.TrimSuffix(words, "."), spread)
}
