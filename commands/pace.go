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
func (s *scene) ahead(tx *storage.Tx) (string, error) {
	next := s.next()
	if next < 0 || !s.read.UnderWay(s.now) || s.club.Archived {
		return s.whereabouts(), nil
	}
	return s.asksOf(tx, next)
}

// asksOf says what checkpoint number i of the list asks of the person. The pages
// or hours are those of the edition that they hold or, where that cannot
// measure the way, of the club's.
func (s *scene) asksOf(tx *storage.Tx, i int) (string, error) {
	c := s.checkpoints[i]
	last := title(s.chapters.Label(c.Last))
	switch {
	case s.me.Position >= len(s.chapters):
		return "", nil // that they have finished the book is told already
	case s.me.Position >= c.Last:
		return fmt.Sprintf("You are there for the next checkpoint, %s on %s.", last, whole(c.At)), nil
	}
	words := fmt.Sprintf("%s by %s: %s", last, whole(c.At), count(c.Last-s.me.Position, "chapter"))
	ruler, err := s.ruler(tx)
	if err != nil {
		return "", err
	}
	much, ok := ruler.Between(s.me.Position, c.Last)
	of := ""
	if !ok {
		ruler = s.chapters.Ruler(nil)
		much, ok = ruler.Between(s.me.Position, c.Last)
		of = " of the club's edition"
	}
	if ok && much > 0 {
		words += ", about " + aDay(ruler, much, c.At.Sub(s.now), of)
	}
	return words + ".", nil
}

// aDay says how much of an edition that is a day, "12 pages a day"; where less
// than two days are left, how much it is in all. The days are rounded to the
// nearest, the amount up.
func aDay(ruler club.Ruler, much int, left time.Duration, of string) string {
	days := int((left + 12*time.Hour) / (24 * time.Hour))
	if days < 2 {
		return ruler.Amount(much) + of
	}
	return ruler.Amount((much+days-1)/days) + of + " a day"
}
