package commands

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// revealed shows all there is to know after the reveal.
func (s *scene) revealed(tx *storage.Tx, h *House) (bot.Reply, error) {
	v, err := summarise(tx, s.read.ID)
	if err != nil {
		return nil, err
	}
	if err := tx.SawResult(s.read.ID, s.user, s.now); err != nil {
		return nil, err
	}
	said := s.result(v, "")
	if v.N > 1 {
		said = append(said, fmt.Sprintf("The median is %s. %s", v.MedianWords(), v.apart()))
	}
	said = append(said, v.discussion(), v.later().words())
	if i := slices.IndexFunc(v.all, func(r storage.Rating) bool { return r.User == s.user }); i >= 0 {
		said = append(said, gave(v.all[i]))
	}
	m := bot.Message{}
	if v.N > 0 {
		m.Files = append(m.Files, s.histogram(h, v))
	}
	if stops, ok := s.stops(h, v); ok {
		m.Files = append(m.Files, stops)
	}
	parts := []part{paragraph(said...)}
	if len(m.Files) > 0 {
		parts = append(parts, picture(m.Files...))
	}
	for _, more := range []string{v.byName(), s.giveTo(v)} {
		if more != "" {
			parts = append(parts, text("%s", more))
		}
	}
	buttons, err := s.reviewsButton(tx, nil)
	m.Parts = []part{card(parts...), row(append(buttons, button("Rate it", bot.CustomID("rate/form", s.read.ID)))...)}
	return bot.Private{Message: m}, err
}

// result says in words how a read was liked: by whom, how much, how many
// stopped, and what more there is to say.
func (s *scene) result(v verdicts, more string) []string {
	head, words := "### "+title(s.read.Book.Title), v.Liked()
	switch v.N {
	case 0:
		words = iff(s.gone(v), "Nobody's stars count any more.", "Nobody gave stars.")
	case 1:
		head += fmt.Sprintf(": %s from one reader", starWords(v.MeanWords()))
	default:
		head += fmt.Sprintf(": %s from %d readers", starWords(v.MeanWords()), v.N)
	}
	if stopped := s.stoppedWords(v); stopped != "" && words != "" {
		words = strings.TrimSuffix(words, ".") + "; " + stopped
	} else {
		words += capital(stopped)
	}
	return []string{head, strings.TrimSpace(words + " " + more)}
}

// later is what came when the stars were shown, and does not count.
type later struct {
	changed int // gave other stars than their first
	starred int // had rated without stars, and gave some
	rated   int // rated for the first time
}

// later counts what came when the stars were shown.
func (v verdicts) later() later {
	l := later{rated: v.late}
	for _, r := range v.all {
		switch {
		case r.Late || r.After == 0:
		case r.Stars == 0:
			l.starred++
		default:
			l.changed++
		}
	}
	return l
}

// words says so, "" if nothing came.
func (l later) words() string {
	var words []string
	add := func(n int, what string) {
		if n > 0 {
			words = append(words, capital(number(n))+" "+what)
		}
	}
	add(l.changed, iff(l.changed == 1, "changed their mind", "changed their minds")+" afterwards; the first stars count.")
	add(l.starred, "gave stars only afterwards.")
	add(l.rated, "more rated afterwards.")
	return strings.Join(words, " ")
}

// stoppedWords says how many stopped and, of few, where, as in "two stopped, after
// Chapters 9 and 14.".
func (s *scene) stoppedWords(v verdicts) string {
	n := len(v.stopped)
	if n == 0 {
		return ""
	}
	words := number(n) + " stopped"
	if n > 3 {
		return words + " before the end."
	}
	at := slices.Clone(v.stopped)
	slices.Sort(at)
	var places []string
	if at[0] == 0 {
		places = append(places, "at the beginning")
	}
	if after := s.chapters.Listed(slices.Compact(at)...); after != "" {
		places = append(places, "after "+title(after))
	}
	return words + ", " + and(places...) + "."
}

// discussion says how good the discussion was, from as many answers on as tell
// of the club and not of somebody.
func (v verdicts) discussion() string {
	n, sum := 0, 0
	for _, r := range v.all {
		if r.Discussion > 0 && !r.Late {
			n++
			sum += r.Discussion
		}
	}
	if n < club.Fewest {
		return ""
	}
	return fmt.Sprintf("-# The discussion: %.1f of 5, from %s.", math.Round(10*float64(sum)/float64(n))/10, count(n, "reader"))
}

// namedMost is how many names one answer holds.
const namedMost = 25

// byName says who gave how many stars: of those who wish that, and only if all
// do, or so many do not that nobody's can be found by leaving the others out.
func (v verdicts) byName() string {
	unnamed := 0
	for _, r := range v.all {
		if r.Stars != 0 && !r.Named {
			unnamed++
		}
	}
	if unnamed > 0 && unnamed < club.Fewest {
		return ""
	}
	var lines []string
	for _, r := range v.all {
		switch {
		case !r.Named || r.Stars == 0:
		case r.After != 0:
			lines = append(lines, fmt.Sprintf("%s %s, afterwards %s", mention(r.User), r.Stars.Glyphs(), r.After.Glyphs()))
		default:
			lines = append(lines, fmt.Sprintf("%s %s", mention(r.User), r.Stars.Glyphs()))
		}
	}
	if more := len(lines) - namedMost; more > 0 {
		lines = append(lines[:namedMost], fmt.Sprintf("and %d more", more))
	}
	return strings.Join(lines, "\n")
}

// How many answers to "Whom would you give it to?" are shown, and how much of
// each.
const (
	giveToMost = 5
	giveToCut  = 120
)

// giveTo is whom readers would give the book to, the newest answers first, as
// far as the person may see them.
func (s *scene) giveTo(v verdicts) string {
	var said []string
	for _, r := range slices.Backward(v.all) {
		if words, ok := r.GiveTo.For(s.eyes); ok && words != "" && len(said) < giveToMost {
			said = append(said, "- "+title(club.Cut(club.CleanLine(words), giveToCut)))
		}
	}
	if said == nil {
		return ""
	}
	return "Readers would give it to:\n" + strings.Join(said, "\n")
}

// mostDivided says that the stars of a read lie further apart than those of every
// other that was revealed before it in the same year, if so.
func (s *scene) mostDivided(tx *storage.Tx) (string, error) {
	reads, err := tx.Reads(s.club.ID)
	if err != nil {
		return "", err
	}
	stars, err := tx.RevealedStars(s.club.ID, s.read.RevealsAt) // what comes later does not change the post
	if err != nil {
		return "", err
	}
	zone := s.zone()
	year := s.read.EndsAt.In(zone).Year()
	var summaries []club.Summary
	mine := -1
	for _, r := range reads {
		if r.EndsAt.In(zone).Year() != year {
			continue
		}
		if r.ID == s.read.ID {
			mine = len(summaries)
		}
		summaries = append(summaries, club.Summarise(stars[r.ID]))
	}
	if mine < 0 || club.MostDivisive(summaries) != mine {
		return "", nil
	}
	return "Your most divided book " + iff(s.read.RevealsAt.In(zone).Year() == year, "this year", "of "+strconv.Itoa(year)) + ".", nil
}
