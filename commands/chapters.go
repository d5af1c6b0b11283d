package commands

import (
	"errors"
	"fmt"
	"slices"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// suggestChapters suggests chapters, their titles under the rule.
func (h *House) suggestChapters() suggester {
	return suggestIn(h, func(tx *storage.Tx, in *bot.Interaction, typed string) ([]bot.Choice, error) {
		s, err := h.theRead(tx, in)
		if err != nil {
			return nil, err
		}
		return s.chapterChoices(typed), nil
	})
}

func (s *scene) chapterChoices(typed string) []bot.Choice {
	var choices []bot.Choice
	for _, n := range s.chapters.Suggest(typed, s.eyes, 25) {
		choices = append(choices, bot.Choice{Name: s.chapters.Name(n, s.eyes), Value: chapterKey(n)})
	}
	return choices
}

// suggestPlaces suggests chapters and, where a page, a time or a percentage is
// typed, what it comes to.
func (h *House) suggestPlaces() suggester {
	return h.suggestTyped(club.Ruler.ParsePosition, func(s *scene, n int) string {
		return iff(n == 0, "no chapter is finished yet", "you have finished "+s.chapters.Label(n))
	})
}

// suggestLocks suggests chapters that one must have finished, and does so too.
func (h *House) suggestLocks() suggester {
	return h.suggestTyped(club.Ruler.ParseLock, func(s *scene, n int) string { return "one must have finished " + s.chapters.Label(n) })
}

func (h *House) suggestTyped(parse func(club.Ruler, string, club.Reader) (club.Where, error), comes func(s *scene, n int) string) suggester {
	return suggestIn(h, func(tx *storage.Tx, in *bot.Interaction, typed string) ([]bot.Choice, error) {
		s, err := h.theRead(tx, in)
		if err != nil {
			return nil, err
		}
		ruler, err := s.ruler(tx)
		if err != nil {
			return nil, err
		}
		typed = club.CleanLine(typed)
		choices := s.chapterChoices(typed)
		ways := []string{typed}
		_, err = parse(ruler, typed, s.eyes)
		if unclear, ok := errors.AsType[*club.Unclear](err); ok {
			ways = nil
			for _, p := range unclear.Places {
				ways = append(ways, p.String())
			}
		}
		for i, way := range ways {
			where, err := parse(ruler, way, s.eyes)
			if err == nil && where.Understood != "" { // what is no place yet is still being typed
				choices = slices.Insert(choices, min(i, len(choices)), bot.Choice{Name: way + ": " + comes(s, where.Position), Value: way})
			}
		}
		return choices, nil
	})
}

// chapterKey is the value of a suggested chapter: a label may stand in two
// parts of a book, its place may not.
func chapterKey(n int) string { return fmt.Sprintf("#%d", n) }

// oneChapter reads a position where several cannot be offered.
func (s *scene) oneChapter(tx *storage.Tx, typed string) (int, error) {
	ruler, err := s.ruler(tx)
	if err != nil {
		return 0, err
	}
	where, err := ruler.ParsePosition(typed, s.eyes)
	if err != nil {
		return 0, err
	}
	return only(where, typed)
}

// only is the place that was meant, if only one can be.
func only(where club.Where, typed string) (n int, err error) {
	if len(where.Several) > 0 {
		err = club.Refuse("More than one chapter is called %s. Choose the one you mean from the suggestions, or write its place, as `%s`.",
			club.Typed(club.CleanLine(typed)), chapterKey(where.Several[0]))
	}
	return where.Position, err
}

// placeKey is how a button names a position: by the row of the chapter that is
// finished there, so that it means the same when the list has been edited; 0 is
// the beginning.
func (s *scene) placeKey(n int) int64 {
	c, _ := s.chapters.At(n)
	return c.ID
}

// placeOf is the position that a button names, if the book still has it.
func (s *scene) placeOf(key int64) (n int, ok bool) {
	if key == 0 {
		return 0, true
	}
	i := slices.IndexFunc(s.chapters, func(c club.Chapter) bool { return c.ID == key })
	return i + 1, i >= 0
}

// which asks which of several chapters was meant, each with its part.
func (s *scene) which(several []int) bot.Reply {
	var rows, buttons []part
	for _, n := range several[:min(len(several), 15)] {
		c, ok := s.chapters.At(n)
		label := c.Label
		if !ok {
			label = "the beginning"
		} else if p := s.partOf(n); p != "" {
			label += ", " + p
		} else {
			label += fmt.Sprintf(" (no. %d)", n)
		}
		buttons = append(buttons, button(club.Cut("Read to "+label, 80), bot.CustomID("progress/to", s.read.ID, s.placeKey(n))))
		if len(buttons) == 5 {
			rows, buttons = append(rows, row(buttons...)), nil
		}
	}
	if buttons != nil {
		rows = append(rows, row(buttons...))
	}
	return private(append([]part{text("More than one chapter bears that name. Which have you finished? Nothing was changed yet.")}, rows...)...)
}

// partOf is the title of the part that a chapter belongs to, if the person may
// see it.
func (s *scene) partOf(n int) string {
	for ; n >= 1; n-- {
		if c, _ := s.chapters.At(n); !c.Part.Empty() {
			words, _ := c.Part.For(s.eyes)
			return words
		}
	}
	return ""
}
