package commands

import (
	"fmt"

	"dogear/bot"
	"dogear/club"
	"dogear/commands/calendar"
	"dogear/storage"
)

// calendarButton leads to a read's dates as a file for one's calendar.
func (s *scene) calendarButton() part {
	return button("Calendar", bot.CustomID("calendar/file", s.read.ID))
}

// calendarFile hands out a read's dates as a file for one's calendar. It may be
// passed on to anyone: labels and dates stand in it, and nothing else.
func (h *House) calendarFile() bot.Action {
	const name = "schedule.ics"
	return bot.Action{
		Name: "calendar/file", On: bot.Press, Args: 1,
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, err := sceneOf(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			file, err := s.calendar(tx)
			if err != nil {
				return nil, err
			}
			return bot.Private{Message: bot.Message{
				Parts: []part{
					text("The dates of %s, to open with your calendar. If the plan changes, take this file again: it moves what is there and adds nothing twice.", title(s.read.Book.Title)),
					fileNamed(name),
				},
				Files: []bot.File{{Name: name, Type: "text/calendar; charset=utf-8", Data: file}},
			}}, nil
		}),
	}
}

// calendar is the checkpoints of a read, with those that are not to be any
// more: calendars that have them are told so.
func (s *scene) calendar(tx *storage.Tx) ([]byte, error) {
	book := club.CleanLine(s.read.Book.Title)
	entry := func(c storage.Checkpoint) calendar.Entry {
		return calendar.Entry{
			UID: fmt.Sprintf("checkpoint-%d.%s@dogear", c.ID, s.read.UID), Sequence: c.Sequence, Summary: book,
			Start: c.At, Length: eventLength, Changed: c.Changed,
		}
	}
	file := calendar.Calendar{Name: book + " · " + club.CleanLine(s.club.Name), Made: s.now}
	for _, c := range s.checkpoints {
		e := entry(c)
		e.Summary += ": " + s.chapters.Span(c.First, c.Last)
		e.Description = fmt.Sprintf("Checkpoint %d of %d of %s.", c.Number, len(s.checkpoints), club.CleanLine(s.club.Name))
		if pages := s.chapters.PagesBetween(c.First-1, c.Last); pages > 0 {
			e.Description += " " + capital(count(pages, "page")) + "."
		}
		if c.Never {
			e.Cancelled, e.Changed = true, s.read.EndsAt
			e.Sequence++
		}
		file.Entries = append(file.Entries, e)
	}
	gone, err := tx.OutOfPlan(s.read.ID)
	if err != nil {
		return nil, err
	}
	for _, c := range gone {
		e := entry(c)
		e.Cancelled = true
		file.Entries = append(file.Entries, e)
	}
	return calendar.Write(file)
}
