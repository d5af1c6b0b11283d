package commands

import (
	"dogear/bot"
	"dogear/storage"
)

// reading shows what the club reads.
func (h *House) reading() bot.Action {
	return bot.Action{
		Name: "reading", On: bot.Slash, Help: "What the club reads now, and where you are in it",
		Options: []bot.Option{h.bookOption()},
		Run: h.telling(never, func(tx *storage.Tx, in *bot.Interaction) (*scene, bot.Reply, error) {
			s, err := h.theRead(tx, in)
			if err != nil {
				return nil, nil, err
			}
			lines := []string{"### " + title(s.read.Book.Title), described(s.read.Book, len(s.chapters)), s.rhythm()}
			if last := s.last(); last >= 0 && s.read.UnderWay(s.now) {
				c, _ := s.chapters.At(s.checkpoints[last].Last)
				lines = append(lines, "The club has reached "+title(c.Label)+".")
			}
			lines = append(lines, s.whereabouts())
			if s.in {
				lines = append(lines, s.position())
			}
			buttons, err := s.readingButtons(tx)
			if err != nil {
				return nil, nil, err
			}
			words, cover, err := h.covered(tx, s.read.Book, paragraph(lines...))
			if err != nil {
				return nil, nil, err
			}
			parts, m := []part{words}, bot.Message{Files: []bot.File{cover}}
			far, known, err := s.clubProgress(tx, h)
			if known {
				parts, m.Files = append(parts, picture(far)), append(m.Files, far)
			}
			m.Parts = []part{card(append(parts, row(buttons...))...)}
			return s, bot.Private{Message: m}, err
		}),
	}
}

// readingButtons is what somebody can do with the read: while it is under way,
// and when it has ended.
func (s *scene) readingButtons(tx *storage.Tx) ([]part, error) {
	schedule := button("Schedule", bot.CustomID("schedule/show", s.read.ID))
	join := primary("Join", bot.CustomID("read/join", s.read.ID))
	notes := []part{
		button("Write a note", bot.CustomID("note/write", s.read.ID)),
		button("Read notes", notesID(s.read.ID, 0, len(s.chapters), false)),
	}
	switch {
	case s.atRest() && !s.putAside() && !s.read.UnderWay(s.now):
		return []part{ratingsOf(s.read), notes[1]}, nil
	case s.atRest():
		return []part{schedule, notes[1]}, nil
	case s.read.UnderWay(s.now) && s.in:
		return append([]part{schedule, s.calendarButton()}, notes...), nil
	case s.read.UnderWay(s.now):
		return []part{join, schedule, s.calendarButton()}, nil
	}
	rated, err := tx.HasRated(s.read.ID, s.user)
	var buttons []part
	if !rated {
		buttons = append(buttons, rateIt(s.read))
	}
	buttons = append(buttons, ratingsOf(s.read))
	if !s.in {
		return append(buttons, join), err
	}
	return append(buttons, notes...), err
}
