package commands

import (
	"fmt"
	"strconv"
	"strings"

	"dogear/bot"
	"dogear/club"
	"dogear/commands/dates"
	"dogear/storage"
)

// checkpointKey is the value of a suggested checkpoint.
func checkpointKey(c storage.Checkpoint) string { return fmt.Sprintf("checkpoint %d", c.Number) }

// checkpointOption suggests the checkpoints that lie ahead.
func (h *House) checkpointOption(name string, required bool, help string) bot.Option {
	return h.checkpointsOption(name, required, help, func(s *scene) []storage.Checkpoint { return s.checkpoints[s.openNow():] })
}

// checkpointsOption suggests some of the checkpoints of a read.
func (h *House) checkpointsOption(name string, required bool, help string, which func(*scene) []storage.Checkpoint) bot.Option {
	return bot.Option{
		Name: name, Help: help, Type: optionString, Required: required, MaxLength: 100,
		Suggest: suggestIn(h, func(tx *storage.Tx, in *bot.Interaction, typed string) ([]bot.Choice, error) {
			s, err := h.theRead(tx, in)
			if err != nil {
				return nil, err
			}
			var choices []bot.Choice
			for _, c := range which(s) {
				name := fmt.Sprintf("%d: %s, %s", c.Number, s.chapters.Span(c.First, c.Last), c.At.In(s.zone()).Format("Mon 2 Jan 15:04"))
				if contains(name, typed) {
					choices = append(choices, bot.Choice{Name: name, Value: checkpointKey(c)})
				}
			}
			return choices, nil
		}),
	}
}

// numbered finds the checkpoint that an option names: by its number, by its
// chapters as they are shown, or by one chapter of it.
func (s *scene) numbered(typed string) (int, error) {
	clean := strings.ToLower(club.CleanLine(typed))
	// A suggestion's name is taken, too: "2: Chapters 4-6, Sun 13 Dec".
	first, _, _ := strings.Cut(strings.TrimPrefix(clean, "checkpoint "), ":")
	n, err := strconv.Atoi(first)
	if err == nil && n >= 1 && n <= len(s.checkpoints) {
		return n - 1, nil
	}
	for i, c := range s.checkpoints {
		span := strings.ToLower(club.CleanLine(s.chapters.Span(c.First, c.Last)))
		if clean == span || clean == strings.TrimPrefix(span, "chapters ") {
			return i, nil
		}
	}
	if where, bad := s.chapters.Ruler(nil).ParsePosition(typed, s.eyes); err != nil && bad == nil && where.Several == nil {
		for i, c := range s.checkpoints {
			if where.Position >= c.First && where.Position <= c.Last {
				return i, nil
			}
		}
	}
	return 0, club.Refuse("I read %s as a checkpoint and there is none. They are numbered from 1 to %d; `/schedule show` lists them.",
		club.Typed(club.CleanLine(typed)), len(s.checkpoints))
}

// theCheckpoint finds the checkpoint that an option names: the index of one
// that lies ahead.
func (s *scene) theCheckpoint(typed string) (int, error) {
	i, err := s.numbered(typed)
	if err == nil && s.checkpoints[i].Open(s.now) {
		err = s.isOpen(i)
	}
	return i, err
}

// isOpen refuses to change a checkpoint that is open.
func (s *scene) isOpen(i int) error {
	return club.Refuse("%s has been open since %s, so it does not change any more.", s.checkpointName(i), whole(s.checkpoints[i].At))
}

// changing is an organiser's command that changes what lies ahead of a plan:
// wish reads what is asked for, and the answer shows what would become of it.
func (h *House) changing(a bot.Action, wish func(*scene, *bot.Interaction) (changeWish, error)) bot.Action {
	a.On, a.Organiser = bot.Slash, true
	a.Options = append(a.Options, h.bookOption())
	a.Run = h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
		s, err := h.theRead(tx, in)
		if err != nil {
			return nil, err
		}
		if err := s.running(); err != nil {
			return nil, err
		}
		w, err := wish(s, in)
		if err != nil {
			return nil, err
		}
		parts, err := s.previewChange(tx, in, w, "")
		return private(parts...), err
	})
	return a
}

// scheduleMove previews another moment for a checkpoint.
func (h *House) scheduleMove() bot.Action {
	return h.changing(bot.Action{
		Name: "schedule move", Help: "Give one checkpoint another moment",
		Options: []bot.Option{
			h.checkpointOption("checkpoint", true, "Which one, of those ahead"),
			h.dayOrMomentOption("to", "The new day, such as sunday, or 14 dec 20:00"),
			{Name: "time", Help: "The new time, in the club's zone; as it was by default", Type: optionString, MaxLength: 20},
		},
	}, func(s *scene, in *bot.Interaction) (changeWish, error) {
		w := changeWish{Kind: changeMove}
		typed, _ := in.Text("checkpoint")
		i, err := s.theCheckpoint(typed)
		if err != nil {
			return w, err
		}
		typed, _ = in.Text("to")
		w.Checkpoint = s.checkpoints[i].ID
		if w.At, err = dates.ParseMoment(typed, s.now, s.zone(), s.planAhead().ClockOf(i-s.openNow())); err != nil {
			return w, err
		}
		if typed, ok := in.Text("time"); ok {
			clock, err := dates.ParseClock(typed)
			if err != nil {
				return w, err
			}
			w.At = club.DateOf(w.At).At(clock.Hour, clock.Minute, s.zone())
		}
		return w, nil
	})
}

// scheduleShift previews all that is ahead some days later or earlier.
func (h *House) scheduleShift() bot.Action {
	return h.changing(bot.Action{
		Name: "schedule shift", Help: "Move all that lies ahead by some days or weeks",
		Options: []bot.Option{
			{
				Name: "by", Help: "How far, such as 3 days, 1 week or -2 days", Type: optionString, Required: true, MaxLength: 50,
				Suggest: suggestIn(h, func(_ *storage.Tx, _ *bot.Interaction, typed string) ([]bot.Choice, error) {
					var choices []bot.Choice
					for _, s := range dates.SuggestShifts(typed, 10) {
						choices = append(choices, bot.Choice{Name: s.Name, Value: s.Value})
					}
					return choices, nil
				}),
			},
			h.checkpointOption("from", false, "From which checkpoint on; all that are ahead by default"),
		},
	}, func(s *scene, in *bot.Interaction) (changeWish, error) {
		w := changeWish{Kind: changeShift}
		typed, _ := in.Text("by")
		var err error
		if w.Days, err = dates.ParseShift(typed); err != nil {
			return w, err
		}
		if typed, ok := in.Text("from"); ok {
			i, err := s.theCheckpoint(typed)
			if err != nil {
				return w, err
			}
			w.Checkpoint = s.checkpoints[i].ID
		}
		return w, nil
	})
}

// scheduleBreak previews some weeks without a checkpoint.
func (h *House) scheduleBreak() bot.Action {
	return h.changing(bot.Action{
		Name: "schedule break", Help: "Put a break, or a week to catch up, after a checkpoint",
		Options: []bot.Option{
			h.checkpointsOption("after", true, "After which checkpoint", (*scene).breakAfter),
			{Name: "weeks", Help: "How many weeks; 1 by default", Type: optionInteger, Min: 1, Max: 8},
			{Name: "catch-up", Help: "Whether the time is for catching up", Type: optionBool},
		},
	}, func(s *scene, in *bot.Interaction) (changeWish, error) {
		w := changeWish{Kind: changeBreak, Weeks: 1}
		typed, _ := in.Text("after")
		i, err := s.numbered(typed)
		if err != nil {
			return w, err
		}
		w.Checkpoint = s.checkpoints[i].ID
		if weeks, ok := in.Int("weeks"); ok {
			w.Weeks = weeks
		}
		w.CatchUp, _ = in.Bool("catch-up")
		return w, nil
	})
}

// breakAfter is the checkpoints after which there may be a break: the last that
// is open, and those ahead but for the last.
func (s *scene) breakAfter() []storage.Checkpoint {
	if s.next() < 0 {
		return nil
	}
	return s.checkpoints[max(s.last(), 0) : len(s.checkpoints)-1]
}

// scheduleReplan previews another plan for all that is ahead.
func (h *House) scheduleReplan() bot.Action {
	return h.changing(bot.Action{
		Name: "schedule replan", Help: "Plan anew what lies ahead; what is open stays",
		Options: []bot.Option{
			{Name: "pace", Help: "How many chapters from one meeting to the next (or say finish)", Type: optionInteger, Min: 1, Max: 100},
			h.dateOption("finish", "The day of the last meeting (or say pace)", false),
			{Name: "days", Help: "On which weekdays you meet; as now by default", Type: optionString, MaxLength: 100},
			{Name: "time", Help: "At what time, in the club's zone; as now by default", Type: optionString, MaxLength: 20},
			{Name: "skip", Help: "Days without a meeting, or none; those of the plan by default", Type: optionString, MaxLength: 400},
		},
	}, func(s *scene, in *bot.Interaction) (changeWish, error) {
		_, usual := s.planAhead().Usual()
		now := s.now.In(s.zone())
		w, err := readMeetings(in, now, club.DateOf(now), usual)
		return changeWish{Kind: changeReplan, Plan: w}, err
	})
}
