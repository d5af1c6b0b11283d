package commands

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"dogear/club"
)

// Dates are Discord timestamps, so that every reader sees their own.

// whole is a moment as "Sunday, 6 December 2026 18:00".
func whole(t time.Time) string { return fmt.Sprintf("<t:%d:F>", t.Unix()) }

// fromNow is a moment as "in 3 days".
func fromNow(t time.Time) string { return fmt.Sprintf("<t:%d:R>", t.Unix()) }

// day is a moment's date as "6 December 2026".
func day(t time.Time) string { return fmt.Sprintf("<t:%d:D>", t.Unix()) }

// count is a number with its word: "1 note", "3 notes".
func count(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return strconv.Itoa(n) + " " + plural(word)
}

func plural(word string) string {
	if rest, ok := strings.CutSuffix(word, "y"); ok && !strings.ContainsAny(rest[max(len(rest)-1, 0):], "aeiou") {
		return strings.TrimSuffix(word, "y") + "ies"
	}
	return word + "s"
}

// number spells small numbers, as one does in a sentence.
func number(n int) string {
	small := [...]string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}
	if n >= 0 && n < len(small) {
		return small[n]
	}
	return strconv.Itoa(n)
}

// times says how often: "once", "twice", "eight times".
func times(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return number(n) + " times"
}

// and joins words as a sentence does: "a, b and c".
func and(words ...string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// capital makes a sentence of words that begin small.
func capital(s string) string {
	if s == "" {
		return s
	}
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}

// opensFor says a lock in words: "opens for readers who have finished Chapter 6".
func opensFor(l club.Lock) string {
	if l.IsForAll() {
		return "is open to everyone"
	}
	words := "opens for readers who have finished " + title(l.Label())
	if l.IsSealed() {
		words += ", when they have rated it or the stars are shown"
	}
	return words
}

// checkpointName names a checkpoint by its chapters' labels: "Checkpoint 2:
// Chapters 4-6".
func (s *scene) checkpointName(i int) string {
	c := s.checkpoints[i]
	return fmt.Sprintf("Checkpoint %d: %s", c.Number, title(s.chapters.Span(c.First, c.Last)))
}

// mention names a person; nobody is notified, as mentions are off. One who was
// forgotten has no name.
func mention(user string) string { return iff(user == "", "a former reader", "<@"+user+">") }

// uncapital makes the end of a sentence of words that begin one.
func uncapital(s string) string {
	if s == "" {
		return s
	}
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(first)) + s[size:]
}

func iff(condition bool, yes, no string) string {
	if condition {
		return yes
	}
	return no
}
