package commands

import (
	"time"

	"dogear/bot"
	"dogear/commands/pictures"
	"dogear/storage"
)

// yearApart is how long a read must be for its dates to need their years.
const yearApart = 300 * 24 * time.Hour

// timeline is the plan of the read for its picture: labels only, and dates in
// the club's zone, as a picture is the same for all.
func (s *scene) timeline() pictures.Timeline {
	zone := s.zone()
	t := pictures.Timeline{Title: s.read.Book.Title, Unit: "chapter"}
	if s.chapters.Paged() {
		t.Unit = "page"
	}
	if s.read.UnderWay(s.now) {
		t.Today = s.now.In(zone).Format("2 Jan")
	}
	format, n := "Mon 2 Jan", len(s.checkpoints)
	if n > 0 && s.checkpoints[n-1].At.Sub(s.checkpoints[0].At) > yearApart {
		format = "2 Jan 2006"
	}
	for i, c := range s.checkpoints {
		bar := pictures.Bar{
			Number: c.Number, Label: s.chapters.Span(c.First, c.Last), Date: c.At.In(zone).Format(format),
			Weight: c.Last - c.First + 1, Rest: c.Rest, CatchUp: c.CatchUp,
		}
		if s.chapters.Paged() {
			bar.Weight = s.chapters.PagesBetween(c.First-1, c.Last)
		}
		switch {
		case c.Open(s.now):
			bar.State = pictures.Open
		case c.Never || !s.read.UnderWay(s.now):
			bar.State, bar.Rest, bar.CatchUp = pictures.Off, 0, false
		case i == s.next():
			bar.State = pictures.Next
		}
		t.Bars = append(t.Bars, bar)
	}
	return t
}

// showing is the code of an action that shows a schedule with its picture. find
// says of which read, and which entry is to be on the page. instead has it
// replace the private message that was pressed.
func (h *House) showing(organiser, instead bool, find func(*storage.Tx, *bot.Interaction) (*scene, int64, error)) handler {
	return h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
		s, skip, err := find(tx, in)
		if err != nil {
			return nil, err
		}
		plan := drawing(h, "plan.png", s.timeline(), (*pictures.Painter).Timeline)
		parts, err := s.schedule(tx, skip, organiser, plan)
		m := bot.Message{Parts: parts, Files: []bot.File{plan}}
		if instead {
			return bot.Update{Message: m}, err
		}
		return bot.Private{Message: m}, err
	})
}
