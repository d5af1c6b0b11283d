package commands

import (
	"fmt"
	"strings"

	"dogear/bot"
	"dogear/storage"
)

// thanks says what was stored and, while the stars are sealed, how many have
// rated.
func (s *scene) thanks(tx *storage.Tx, r ruling) (bot.Reply, error) {
	words := append([]string{s.gaveWords(r)}, s.countsWords(r)...)
	if r.unsaid {
		words = append(words, "Your review is deleted.")
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
		words = append(words, strings.TrimSpace("Your review "+opensFor(lock)+". "+r.later))
	}
	said := strings.Join(words, " ")
	if !s.read.Revealed(s.now) {
		n, err := tx.CountRatings(s.read.ID)
		if err != nil {
			return nil, err
		}
		said += "\n" + count(n, "reader") + iff(n == 1, " has", " have") + " rated so far."
	}
	var buttons []part
	if r.opened != "" {
		said += "\n" + r.opened
		if s.direct { // notes are read in the server
			said += fmt.Sprintf(" `/notes` in <#%s> shows it.", s.club.Channel)
		} else {
			buttons = append(buttons, primary("Read what opened", bot.CustomID("notes/opened", s.read.ID, int64(r.was), int64(s.me.Position))))
		}
	}
	return private(card(text("%s", said)), row(append(buttons,
		button(iff(r.Review == 0, "Add a review", "Change my rating"), bot.CustomID("rate/form", s.read.ID)),
		ratingsOf(s.read),
	)...)), nil
}

// gaveWords says what somebody has just said of a read.
func (s *scene) gaveWords(r ruling) string {
	stars := r.Stars
	if r.After != 0 {
		stars = r.After
	}
	book := title(s.read.Book.Title)
	if stars != 0 {
		return fmt.Sprintf("%s %s for %s.", stars.Glyphs(), capital(starWords(stars.String())), book)
	}
	words := fmt.Sprintf("It is kept that you stopped reading %s at %s.", book, title(s.placeName(r.StoppedAt)))
	if r.took != 0 {
		words += fmt.Sprintf(" Your %s %s taken back.", starWords(r.took.String()), iff(r.took.String() == "1", "is", "are"))
	}
	return words
}

// countsWords says what of it counts, and until when it is sealed.
func (s *scene) countsWords(r ruling) []string {
	starless := r.Stars == 0 && r.After == 0
	var words []string
	switch {
	case r.stay:
		words = append(words, "The club's stars were shown before, so your first ones stay, and count.")
	case r.afterwards && r.Stars == 0:
		words = append(words, "The club's stars were shown before, so yours are kept beside them.")
	case r.afterwards:
		words = append(words, "You have seen the club's stars already, so your first ones count and these are kept beside them.")
	case !s.read.Revealed(s.now):
		words = append(words, iff(starless, "The club's stars", "They")+" are sealed until "+day(s.read.RevealsAt)+".")
	}
	ended := "you finished it"
	if r.Stopped {
		ended = "you stopped at " + title(s.placeName(r.StoppedAt))
	}
	switch {
	case r.ended:
		words = append(words, "How the book ended for you counts as you said first: "+ended+".")
	case r.Stopped && !starless:
		words = append(words, capital(ended)+".")
	}
	switch {
	case r.talked && r.Discussion == 0:
		words = append(words, "How good the discussion was is not counted any more.")
	case r.talked:
		words = append(words, fmt.Sprintf("How good the discussion was counts as you said first: %d of 5.", r.Discussion))
	}
	return words
}
