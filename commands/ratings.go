package commands

import (
	"errors"
	"fmt"
	"strings"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// sealOpens is how many must have rated before a rater sees how the stars are
// spread: with fewer, each could be guessed.
const sealOpens = 5

// summarise adds up the stars that count: those given before their giver saw a
// result.
func summarise(tx *storage.Tx, readID int64) (club.Summary, []storage.Rating, error) {
	ratings, err := tx.Ratings(readID)
	if err != nil {
		return club.Summary{}, nil, err
	}
	var stars []club.Stars
	for _, r := range ratings {
		if r.Stars != 0 {
			stars = append(stars, r.Stars)
		}
	}
	return club.Summarise(stars), ratings, nil
}

// ratings shows what one may know of the club's stars.
func (h *House) ratings() bot.Action {
	return bot.Action{
		Name: "ratings", On: bot.Slash, Help: "The club's stars, as far as they are unsealed for you",
		Options: []bot.Option{h.bookOption()},
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, err := h.theRead(tx, in)
			if err != nil {
				return nil, err
			}
			return s.ratings(tx)
		}),
	}
}

// ratingsShown is [Ratings].
func (h *House) ratingsShown() bot.Action {
	return bot.Action{
		Name: "ratings/show", On: bot.Press, Args: 1,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, err := sceneOf(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			return s.ratings(tx)
		}),
	}
}

func (s *scene) ratings(tx *storage.Tx) (bot.Reply, error) {
	book := title(s.read.Book.Title)
	if s.putAside() {
		return nil, club.Refuse("The read of %s was dropped, so its stars are not shown.", book)
	}
	if s.read.Revealed(s.now) {
		return s.revealed(tx)
	}
	mine, err := tx.Rating(s.read.ID, s.user)
	rated := err == nil
	if err != nil && !errors.Is(err, storage.ErrNotFound) {
		return nil, err
	}
	n, err := tx.CountRatings(s.read.ID)
	if err != nil {
		return nil, err
	}
	lines := []string{"### " + book, fmt.Sprintf("%s rated it.", capital(iff(n == 0, "nobody has", count(n, "reader")+iff(n == 1, " has", " have"))))}
	rate := row(primary("Rate it", bot.CustomID("rate/form", s.read.ID)))
	if !rated {
		lines = append(lines, fmt.Sprintf("The stars are sealed: you see yours when you have given them, and everyone's on %s.", day(s.read.RevealsAt)))
		return private(card(text("%s", strings.Join(lines, "\n"))), rate), nil
	}
	if mine.Stars != 0 {
		lines = append(lines, fmt.Sprintf("You gave %s %s.", mine.Stars.Glyphs(), starWords(mine.Stars.String())))
	} else {
		lines = append(lines, "You stopped, and gave no stars.")
	}
	summary, _, err := summarise(tx, s.read.ID)
	if err != nil {
		return nil, err
	}
	if mine.Stars == 0 || summary.N < sealOpens {
		lines = append(lines, fmt.Sprintf("How the stars are spread shows from %s ratings on, or on %s.", number(sealOpens), day(s.read.RevealsAt)))
		return private(card(text("%s", strings.Join(lines, "\n"))), rate), nil
	}
	lines = append(lines, bars(summary)...)
	if err := tx.SawResult(s.read.ID, s.user, s.now); err != nil {
		return nil, err
	}
	return private(card(text("%s", strings.Join(lines, "\n"))), rate), nil
}

// revealed shows all there is to know after the reveal.
func (s *scene) revealed(tx *storage.Tx) (bot.Reply, error) {
	summary, ratings, err := summarise(tx, s.read.ID)
	if err != nil {
		return nil, err
	}
	if err := tx.SawResult(s.read.ID, s.user, s.now); err != nil {
		return nil, err
	}
	lines := append(s.result(summary, ratings), bars(summary)...)
	for _, r := range ratings {
		if r.User != s.user {
			continue
		}
		told := "You gave " + starWords(r.Stars.String())
		if r.Stars == 0 {
			told = "You gave no stars"
		}
		switch {
		case r.After != 0 && r.Stars == 0:
			told = "You gave " + starWords(r.After.String()) + " afterwards"
		case r.After != 0:
			told += ", and afterwards " + starWords(r.After.String())
		}
		lines = append(lines, told+".")
	}
	return private(card(text("%s", strings.Join(lines, "\n"))), row(
		button("Read the reviews", bot.CustomID("ratings/reviews", s.read.ID, 0)),
		button("Rate it", bot.CustomID("rate/form", s.read.ID)),
	)), nil
}

// result says in words how a read was liked.
func (s *scene) result(summary club.Summary, ratings []storage.Rating) []string {
	stopped, after := 0, 0
	for _, r := range ratings {
		if r.Stopped {
			stopped++
		}
		if r.After != 0 {
			after++
		}
	}
	head := "### " + title(s.read.Book.Title)
	switch summary.N {
	case 0:
		return []string{head, "Nobody gave stars."}
	case 1:
		head += fmt.Sprintf(": %s from one reader", starWords(summary.MeanWords()))
	default:
		head += fmt.Sprintf(": %s from %d readers", starWords(summary.MeanWords()), summary.N)
	}
	words := fmt.Sprintf("The median is %s.", strings.TrimSuffix(fmt.Sprintf("%.2f", summary.Median), "0"))
	words = strings.Replace(words, ".0.", ".", 1)
	if stopped > 0 {
		words += fmt.Sprintf(" %s stopped before the end.", capital(number(stopped)))
	}
	if after > 0 {
		words += fmt.Sprintf(" %s changed their mind afterwards; the first stars count.", capital(number(after)))
	}
	return []string{head, words}
}

// bars draws how the stars are spread, the most stars first.
func bars(summary club.Summary) []string {
	if summary.N == 0 {
		return nil
	}
	lines := []string{}
	for _, s := range club.AllStars() {
		n := summary.Counts[s]
		lines = append(lines, fmt.Sprintf("`%.1f` %s %d", float64(s)/2, strings.Repeat("▇", min(n, 20)), n))
	}
	return lines
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
	return bot.Post{Channel: r.Club.Channel, Message: bot.Message{Parts: []part{card(
		text("### How was it?\nThe club has come to the end of %s. Your stars are sealed until %s, when everyone's are shown together.",
			title(r.Book.Title), whole(r.RevealsAt)),
		row(primary("Rate it", bot.CustomID("rate/form", r.ID)), button("Ratings", bot.CustomID("ratings/show", r.ID))),
	)}}}, nil
}

// lookReveal shows the club its stars.
func (h *House) lookReveal(tx *storage.Tx, t bot.Task) (bot.Wish, error) {
	r, err := onShelf(tx, t.Subject)
	if err != nil {
		return nil, err
	}
	if !r.Revealed(h.now()) {
		return bot.Nothing{}, nil
	}
	s := &scene{now: h.now(), club: r.Club, read: r}
	summary, ratings, err := summarise(tx, r.ID)
	if err != nil {
		return nil, err
	}
	if summary.N == 0 {
		return bot.Nothing{}, nil
	}
	lines := append(s.result(summary, ratings), bars(summary)...)
	return bot.Post{Channel: r.Club.Channel, Message: bot.Message{Parts: []part{card(
		text("%s", strings.Join(lines, "\n")),
		row(button("Ratings", bot.CustomID("ratings/show", r.ID)), button("Read the reviews", bot.CustomID("ratings/reviews", r.ID, 0))),
	)}}}, nil
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
			p := page(in.Arg(1), len(open), notesPageSize)
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
			if shut := len(reviews) - len(open); shut > 0 {
				parts = append(parts, text("%s %s for those who have read as far as their writers.", capital(count(shut, "review")), iff(shut == 1, "opens", "open")))
			}
			if len(reviews) == 0 {
				parts = append(parts, text("Nobody has written one yet."))
			}
			return answer(in.IsPrivate(), append([]part{card(parts...)},
				p.row(func(skip int64) string { return bot.CustomID("ratings/reviews", s.read.ID, skip) })...)), nil
		}),
	}
}
