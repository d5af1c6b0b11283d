package commands

import (
	"context"
	"time"

	"github.com/bwmarrin/discordgo"

	"dogear/bot"
	"dogear/commands/pictures"
	"dogear/storage"
)

// picture shows a picture that comes with the message, with what it says in
// words.
func picture(name, alt string) part {
	return discordgo.MediaGallery{Items: []discordgo.MediaGalleryItem{{
		Media: discordgo.UnfurledMediaItem{URL: "attachment://" + name}, Description: &alt,
	}}}
}

// planPicture is the name of the file with the picture of a plan.
const planPicture = "plan.png"

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
	return func(ctx context.Context, in *bot.Interaction) (bot.Reply, error) {
		var m bot.Message
		var plan pictures.Timeline
		err := h.db.Read(ctx, func(tx *storage.Tx) error {
			s, skip, err := find(tx, in)
			if err != nil {
				return err
			}
			plan = s.timeline()
			m.Parts, err = s.schedule(tx, skip, organiser, plan.Alt())
			return err
		})
		if err != nil {
			return nil, err
		}
		// Painting takes longer than all the reading, so nobody waits for it
		// within the transaction.
		drawn, err := h.painter.Timeline(plan)
		if err != nil {
			return nil, err
		}
		m.Files = []bot.File{{Name: planPicture, Type: "image/png", Alt: plan.Alt(), Data: drawn}}
		if instead {
			return bot.Update{Message: m}, nil
		}
		return bot.Private{Message: m}, nil
	}
}
