package commands

import (
	"errors"
	"slices"
	"strings"

	"dogear/club"
	"dogear/storage"
)

// endFinished is what one says who has finished a book.
const endFinished = "finished"

// howFar reads how a book ended for someone: "finished" or "gave up", as people
// say that, or a chapter.
func (s *scene) howFar(tx *storage.Tx, typed string) (int, error) {
	where := afterStopping(club.CleanLine(typed))
	words := club.Fold(where)
	if !slices.ContainsFunc(s.chapters, func(c club.Chapter) bool { return club.Fold(c.Label) == words }) { // a chapter of that name comes first
		switch {
		case words == "the beginning":
			return 0, nil
		case saysFinished(words):
			return len(s.chapters), nil
		case saysStopped(words) && s.me.Position < len(s.chapters):
			return s.me.Position, nil
		case saysStopped(words):
			return 0, club.Refuse("You are at the end of the book. %s", s.howToSay())
		}
	}
	n, err := s.oneChapter(tx, where)
	if place := placeWithin(where); err != nil && place != "" {
		n, err = s.oneChapter(tx, place)
	}
	if errors.Is(err, club.ErrNoChapter) {
		err = club.Refuse("%s %s", err, s.howToSay())
	}
	return n, err
}

// howToSay says what may be written for how far one got.
func (s *scene) howToSay() string {
	return `Write "finished", or the last chapter you read, such as ` + club.Typed(s.stoppedKey(min(5, len(s.chapters)))) + `.`
}

// afterStopping takes from words those that lead to where someone stopped.
func afterStopping(where string) string {
	for _, before := range []string{"i stopped at ", "stopped at ", "stopped after ", "stopped "} {
		if len(where) > len(before) && strings.EqualFold(where[:len(before)], before) {
			return where[len(before):]
		}
	}
	return where
}

// bareWords takes from folded words those that people begin with.
func bareWords(words string) string {
	for _, before := range []string{"yes ", "i have ", "ive ", "i am ", "im ", "i ", "to ", "until ", "till "} {
		words = strings.TrimPrefix(words, before)
	}
	return words
}

// saysFinished reports whether folded words say that one read all of a book.
func saysFinished(words string) bool {
	return slices.Contains([]string{
		endFinished, "done", "yes", "the end", "end", "all", "all of it", "it all", "everything", "the whole thing", "whole thing",
		wordsWhole, "whole book", "the book", "finished it", "finished the book", "read it all", "read all of it", "read the whole thing",
	}, bareWords(words))
}

// saysStopped reports whether folded words say that one did not, and not where.
func saysStopped(words string) bool {
	words = strings.TrimSuffix(strings.TrimSuffix(bareWords(words), " it"), " the book")
	return slices.Contains([]string{
		"stopped", "stopped reading", "gave up", "gave up on", "dnf", "did not finish", "didnt finish", "have not finished", "havent finished", "not finished",
		"still reading", "not yet", "not done", "abandoned", "quit",
	}, words)
}

// placeWithin is the only place that a sentence names, as in "I gave up around
// page 100": "" if it names none or several, or only up to which.
func placeWithin(sentence string) string {
	words := strings.FieldsFunc(sentence, func(r rune) bool { return r == ' ' || r == ',' || r == ';' })
	place := ""
	for i, w := range words {
		if slices.Contains([]string{"before", "even", "not", "past"}, club.Fold(w)) {
			return ""
		}
		found := ""
		switch w = strings.TrimRight(w, ".!?"); {
		case strings.HasSuffix(w, "%"):
			found = w
		case i > 0 && startsWithDigit(w) && slices.Contains([]string{"p", "pg", "page", "ch", "chap", "chapter"}, club.Fold(words[i-1])):
			found = club.Fold(words[i-1]) + " " + w
		}
		if found != "" && place != "" {
			return ""
		}
		place += found
	}
	return place
}

func startsWithDigit(w string) bool { return w != "" && w[0] >= '0' && w[0] <= '9' }
