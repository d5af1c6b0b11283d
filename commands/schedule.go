package commands

import (
	"fmt"

	"dogear/bot"
	"dogear/storage"
)

// scheduleShow shows an organiser the schedule, with what is held up.
func (h *House) scheduleShow() bot.Action {
	return bot.Action{
		Name: "schedule show", On: bot.Slash, Organiser: true, Help: "The schedule: what is open, what lies ahead, how the club stands",
		Options: []bot.Option{h.bookOption()},
		Run: h.showing(true, false, func(tx *storage.Tx, in *bot.Interaction) (*scene, int64, error) {
			s, err := h.theRead(tx, in)
			return s, whereTheClubIs, err
		}),
	}
}

// scheduleShown is the [Schedule] of public messages.
func (h *House) scheduleShown() bot.Action {
	return bot.Action{
		Name: "schedule/show", On: bot.Press, Args: 1,
		Run: h.showing(false, false, func(tx *storage.Tx, in *bot.Interaction) (*scene, int64, error) {
			s, err := sceneOf(tx, in, in.Arg(0))
			return s, whereTheClubIs, err
		}),
	}
}

// schedulePage turns to another page.
func (h *House) schedulePage() bot.Action {
	return bot.Action{Name: "schedule/page", On: bot.Press, Args: 2, Updates: true, Run: h.schedulePaged(false)}
}

// scheduleOrganised turns to another page of an organiser's reply, which says
// how the club stands and what is held up.
func (h *House) scheduleOrganised() bot.Action {
	return bot.Action{Name: "schedule/organised", On: bot.Press, Args: 2, Updates: true, Organiser: true, Run: h.schedulePaged(true)}
}

func (h *House) schedulePaged(organiser bool) handler {
	return h.showing(organiser, true, func(tx *storage.Tx, in *bot.Interaction) (*scene, int64, error) {
		s, err := sceneOf(tx, in, in.Arg(0))
		return s, in.Arg(1), err
	})
}

// whereTheClubIs asks for the page of a schedule that holds the last open
// checkpoint.
const whereTheClubIs = -1

// schedule shows the checkpoints in pages, the totals and the picture of all of
// them on each. An organiser also sees how the club stands, in counts, and the
// posts in trouble.
func (s *scene) schedule(tx *storage.Tx, skip int64, organiser bool, plan bot.File) ([]part, error) {
	if skip == whereTheClubIs {
		skip = int64(max(s.last(), 0))
	}
	asked := make(map[int64]string)
	if organiser {
		var err error
		if asked, err = s.askedAt(tx); err != nil {
			return nil, err
		}
	}
	p := page(skip, len(s.checkpoints), pageSize)
	lines := make([]string, 0, pageSize+1)
	for i := p.skip; i < p.end(); i++ {
		lines = append(lines, s.scheduleLine(i)+asked[s.checkpoints[i].ID])
	}
	parts := []part{
		text("### %s\n%s in %s; %s.%s", title(s.read.Book.Title),
			capital(count(len(s.chapters), "chapter")), count(len(s.checkpoints), "checkpoint"),
			iff(s.read.UnderWay(s.now), "the last is "+whole(s.read.EndsAt), "the read is "+standing(s.read, s.now)),
			iff(s.club.Archived, "\nThe club is archived: the dates pass in silence.", "")),
		picture(plan),
		paragraph(append(lines, p.told())...),
	}
	if organiser {
		stands, err := s.stands(tx)
		if err != nil {
			return nil, err
		}
		parts = append(parts, stands...)
	}
	route := iff(organiser, "schedule/organised", "schedule/page")
	buttons := p.buttons(func(skip int64) string { return bot.CustomID(route, s.read.ID, skip) })
	return []part{card(parts...), row(append(buttons, s.calendarButton())...)}, nil
}

// scheduleLine says of a checkpoint what is read for it, when it is, what comes
// before it and how it stands.
func (s *scene) scheduleLine(i int) string {
	c := s.checkpoints[i]
	state := ""
	switch {
	case c.Open(s.now):
		state = " · open"
	case c.Never || !s.read.UnderWay(s.now):
		return fmt.Sprintf("%d. **%s** · not reached", c.Number, title(s.chapters.Span(c.First, c.Last)))
	case i == s.next():
		state = " · next, " + fromNow(c.At)
	}
	return fmt.Sprintf("%d. **%s** · %s%s%s", c.Number, title(s.chapters.Span(c.First, c.Last)), whole(c.At),
		restWords(" · ", c.Rest, c.CatchUp), state)
}

// askedAt says how many questions each checkpoint ahead asks, by its row.
func (s *scene) askedAt(tx *storage.Tx) (map[int64]string, error) {
	prompts, err := tx.Prompts(s.read.ID)
	if err != nil {
		return nil, err
	}
	asked, held := make(map[int64]int), make(map[int64]int)
	words := make(map[int64]string)
	for _, p := range prompts {
		if p.Checkpoint == 0 || s.asks(p) != asksLater {
			continue
		}
		if p.Spare {
			words[p.Checkpoint] = " · a question of mine"
			continue
		}
		if asked[p.Checkpoint]++; p.Held {
			held[p.Checkpoint]++
		}
		words[p.Checkpoint] = " · " + count(asked[p.Checkpoint], "question")
		if n := held[p.Checkpoint]; n > 0 {
			words[p.Checkpoint] += fmt.Sprintf(", %d held", n)
		}
	}
	return words, nil
}
