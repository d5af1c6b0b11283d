package commands

import (
	"fmt"
	"time"

	"dogear/club"
	"dogear/storage"
)

// position says where the person is, as in "You have read to Chapter 7".
func (s *scene) position() string {
	n := len(s.chapters)
	switch {
	case s.me.Position == 0:
		return "You are at the beginning."
	case s.me.Position >= n:
		return "You have finished the book."
	}
	c, _ := s.chapters.At(s.me.Position)
	return fmt.Sprintf("You have read to **%s** (%d of %d).", title(c.Label), s.me.Position, n)
}

// ahead says what the next checkpoint asks, as in "Chapter 9 by Sunday 18:00:
// 2 chapters, about 14 pages a day".
// The pages or hours are those of the edition that the person holds.
func (s *scene) ahead(tx *storage.Tx) (string, error) {
	next := s.next()
	if next < 0 || !s.read.UnderWay(s.now) {
		return s.whereabouts(), nil
	}
	c := s.checkpoints[next]
	last, _ := s.chapters.At(c.Last)
	if s.me.Position >= c.Last {
		return fmt.Sprintf("You are there for the next checkpoint, %s on %s.", title(last.Label), whole(c.At)), nil
	}
	ruler, err := s.ruler(tx)
	words := fmt.Sprintf("%s by %s: %s", title(last.Label), whole(c.At), count(c.Last-s.me.Position, "chapter"))
	if much, ok := ruler.Between(s.me.Position, c.Last); ok && much > 0 {
		words += ", about " + aDay(ruler, much, c.At.Sub(s.now))
	}
	return words + ".", err
}

// aDay says how much of an edition that is a day, "12 pages a day"; where less
// than two days are left, how much it is in all.
func aDay(ruler club.Ruler, much int, left time.Duration) string {
	days := int(left / (24 * time.Hour))
	if days < 2 {
		return ruler.Amount(much)
	}
	return ruler.Amount((much+days-1)/days) + " a day"
}
