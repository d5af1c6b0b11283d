package commands

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"dogear/bot"
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
func (s *scene) ahead() string {
	next := s.next()
	if next < 0 || !s.read.UnderWay(s.now) {
		return s.whereabouts()
	}
	c := s.checkpoints[next]
	last, _ := s.chapters.At(c.Last)
	if s.me.Position >= c.Last {
		return fmt.Sprintf("You are there for the next checkpoint, %s on %s.", title(last.Label), whole(c.At))
	}
	words := fmt.Sprintf("%s by %s: %s", title(last.Label), whole(c.At), count(c.Last-s.me.Position, "chapter"))
	if pages := s.chapters.PagesBetween(s.me.Position, c.Last); pages > 0 {
		days := max(int(c.At.Sub(s.now)/(24*time.Hour)), 1)
		words += fmt.Sprintf(", about %s a day", count((pages+days-1)/days, "page"))
	}
	return words + "."
}

// progressRow offers the next few chapters, to be said as read.
func (s *scene) progressRow() part {
	var buttons []part
	for n := s.me.Position + 1; n <= len(s.chapters) && len(buttons) < 3; n++ {
		buttons = append(buttons, s.readTo(n))
	}
	if next := s.next(); next >= 0 && s.checkpoints[next].Last > s.me.Position+3 {
		buttons = append(buttons, s.readTo(s.checkpoints[next].Last))
	}
	buttons = append(buttons, button("Write a note", bot.CustomID("note/write", s.read.ID)))
	return row(buttons...)
}

func (s *scene) readTo(n int) part {
	c, _ := s.chapters.At(n)
	return button(club.Cut("Read to "+c.Label, 80), bot.CustomID("progress/to", s.read.ID, s.placeKey(n)))
}

// progress says or shows how far one is.
func (h *House) progress() bot.Action {
	return bot.Action{
		Name: "progress", On: bot.Slash, Help: "Say how far you are, or see what comes next",
		Options: []bot.Option{
			{
				Name: "at", Help: "The last chapter you finished, or a page, a percentage, done, start", Type: optionString, MaxLength: 200,
				Suggest: h.suggestChapters(),
			},
			h.bookOption(),
		},
		Run: h.telling(given("at"), func(tx *storage.Tx, in *bot.Interaction) (*scene, bot.Reply, error) {
			s, err := h.theRead(tx, in)
			if err != nil {
				return nil, nil, err
			}
			typed, ok := in.Text("at")
			if !ok {
				reply, err := s.showProgress(tx)
				return s, reply, err
			}
			where, err := s.chapters.ParsePosition(typed, s.eyes)
			if err != nil {
				return nil, nil, err
			}
			if len(where.Several) > 0 {
				return s, s.which(where.Several), nil
			}
			leaves, err := s.leavesRoom(tx, in, where.Position)
			if err != nil {
				return nil, nil, err
			}
			if leaves {
				place := where.Position
				return s, private(text("Going back that far takes you out of this room, and what I answer here with you. In <#%s> my answer stays.", s.club.Channel),
					row(button("Go back all the same", bot.CustomID("progress/to", s.read.ID, s.placeKey(place))))), nil
			}
			reply, err := s.moveTo(tx, where.Position)
			return s, reply, err
		}),
	}
}

// showProgress says where one is, what the next checkpoint asks, what waits.
func (s *scene) showProgress(tx *storage.Tx) (bot.Reply, error) {
	book := "### " + title(s.read.Book.Title)
	if !s.in {
		if s.putAside() {
			return private(card(text("%s\n%s", book, s.whereabouts()))), nil
		}
		return private(card(text("%s\nYou are not in this read yet.\n%s", book, s.whereabouts())), s.joinRow()), nil
	}
	counts, err := tx.CountNotes(s.read.ID, s.user, s.opens(), 0)
	if err != nil {
		return nil, err
	}
	waiting := 0
	for _, c := range counts {
		if s.eyes.Opens(c.Lock) {
			waiting += c.Unseen
		}
	}
	lines := []string{book, s.position(), s.ahead()}
	parts := []part{}
	if waiting > 0 {
		lines = append(lines, capital(count(waiting, "note"))+" "+iff(waiting == 1, "waits", "wait")+" for you.")
		parts = append(parts, row(button(counted("Read notes", waiting), notesID(s.read.ID, 0, len(s.chapters), true))))
	}
	return private(append([]part{card(text("%s", strings.Join(lines, "\n"))), s.progressRow()}, parts...)...), nil
}

// joinRow offers to join the read.
func (s *scene) joinRow() part { return row(s.joinButtons()...) }

func (s *scene) joinButtons() []part {
	return []part{
		primary("Join", bot.CustomID("read/join", s.read.ID)),
		button("Join: I have read it before", bot.CustomID("read/again", s.read.ID)),
	}
}

// progressTo is a button that says how far one has read.
func (h *House) progressTo() bot.Action {
	return bot.Action{
		Name: "progress/to", On: bot.Press, Args: 2,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, err := sceneOf(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			to, ok := s.placeOf(in.Arg(1))
			if !ok {
				return nil, club.Refuse("The book has no such chapter any more. `/progress` shows those that it has.")
			}
			return s.moveTo(tx, to)
		}),
	}
}

// advance sets the position of the person, who joins if need be. It returns
// where they were before.
func (s *scene) advance(tx *storage.Tx, position int) (was storage.Reader, err error) {
	if err := s.changeable(); err != nil {
		return s.me, err
	}
	was = s.me
	s.me.Position = position
	s.me.Furthest = max(s.me.Furthest, position)
	return was, s.storeIn(tx)
}

// moveTo sets the position and says what that opened, or locked again.
func (s *scene) moveTo(tx *storage.Tx, position int) (bot.Reply, error) {
	joins := !s.in
	was, err := s.advance(tx, position)
	if err != nil {
		return nil, err
	}
	lines := []string{"### " + title(s.read.Book.Title), s.position()}
	if joins {
		lines[0] += "\nYou are in the read now."
	}
	if s.read.UnderWay(s.now) {
		lines = append(lines, s.ahead())
	}
	var buttons []part
	switch {
	case s.me.Rereads: // everything was open before
	case position > was.Position:
		notes, prompts, err := s.opened(tx, was.Position, position)
		if err != nil {
			return nil, err
		}
		if told := openedWords(notes, prompts); told != "" {
			lines = append(lines, told)
			buttons = append(buttons, primary("Read what opened",
				bot.CustomID("notes/opened", s.read.ID, int64(was.Position), int64(position))))
		}
	case position < was.Position:
		from, _ := s.chapters.At(position + 1)
		lines = append(lines, fmt.Sprintf("What is locked to %s and later is shut again.", title(from.Label)))
		rooms, err := s.roomsBetween(tx, position, was.Position)
		if err != nil {
			return nil, err
		}
		if rooms > 0 {
			lines = append(lines, fmt.Sprintf("You are out of %s until you are there again.", count(rooms, "room")))
		}
	}
	buttons = append(buttons, button("Write a note", bot.CustomID("note/write", s.read.ID)))
	if position != was.Position { // a second tap on the same button is no step
		buttons = append(buttons, s.undo(was))
	}
	return private(card(text("%s", strings.Join(lines, "\n"))), row(buttons...)), nil
}

// roomsBetween counts the rooms that the person asked to be in and that are for
// those further than one position, and no further than another.
func (s *scene) roomsBetween(tx *storage.Tx, after, upTo int) (n int, err error) {
	seats, err := tx.SeatsOf(s.read.ID, s.user)
	for _, c := range s.checkpoints {
		if c.Last > after && c.Last <= upTo && slices.Contains(seats, c.ID) {
			n++
		}
	}
	return n, err
}

// leavesRoom reports whether a position would take the person out of the room
// in which they say so.
func (s *scene) leavesRoom(tx *storage.Tx, in *bot.Interaction, position int) (bool, error) {
	if in.Parent == "" || !s.in || s.me.Rereads {
		return false, nil
	}
	checkpoint, err := tx.RoomOf(in.Channel)
	if errors.Is(err, storage.ErrNotFound) {
		return false, nil
	}
	for _, c := range s.checkpoints {
		if c.ID == checkpoint && position < c.Last && c.Last <= s.me.Position {
			return true, err
		}
	}
	return false, err
}

// undo takes the step back that has led from was to where the person is.
func (s *scene) undo(was storage.Reader) part {
	return button("Undo", bot.CustomID("progress/undo", s.read.ID, int64(was.Position), int64(was.Furthest), int64(s.me.Position)))
}

// opened counts what opens between two positions: notes and replies that the
// person has not read, and questions.
func (s *scene) opened(tx *storage.Tx, after, upTo int) (notes, prompts int, err error) {
	for _, at := range []struct{ opens, sign int }{{upTo, 1}, {after, -1}} {
		counts, err := tx.CountNotes(s.read.ID, s.user, at.opens, 0)
		if err != nil {
			return 0, 0, err
		}
		for _, c := range counts {
			if c.Lock.Number() <= at.opens {
				notes += at.sign * c.Unseen
			}
		}
	}
	prompts, err = tx.PromptsBetween(s.read.ID, after, upTo, s.asked())
	return notes, prompts, err
}

// openedWords says what has just opened, "" if nothing did.
func openedWords(notes, prompts int) string {
	var what []string
	if notes > 0 {
		what = append(what, count(notes, "note"))
	}
	if prompts > 0 {
		what = append(what, count(prompts, "question"))
	}
	if what == nil {
		return ""
	}
	return and(what...) + " " + iff(notes+prompts == 1, "has", "have") + " just opened."
}

// progressUndo takes the last step back, and what counts as the furthest too.
func (h *House) progressUndo() bot.Action {
	return bot.Action{
		Name: "progress/undo", On: bot.Press, Args: 4, Updates: true,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, err := sceneOf(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			if err := s.changeable(); err != nil {
				return nil, err
			}
			stands := s.me.Position == int(in.Arg(3)) && s.me.Furthest == int(max(in.Arg(2), in.Arg(3)))
			if !s.in || !stands {
				return nil, club.Refuse("Your position has changed since, so there is nothing to take back here. `/progress` shows where you are.")
			}
			s.me.Position, s.me.Furthest = int(in.Arg(1)), int(in.Arg(2))
			if err := s.store(tx); err != nil {
				return nil, err
			}
			return sayInstead("Taken back. %s", s.position()), nil
		}),
	}
}
