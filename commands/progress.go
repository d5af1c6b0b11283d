package commands

import (
	"errors"
	"fmt"
	"slices"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

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
	return button(club.Cut("Read to "+s.chapters.Label(n), 80), bot.CustomID("progress/to", s.read.ID, s.placeKey(n)))
}

// progress says or shows how far one is.
func (h *House) progress() bot.Action {
	return bot.Action{
		Name: "progress", On: bot.Slash, Help: "Say how far you are, or see what comes next",
		Options: []bot.Option{
			{
				Name: "at", Help: "The last chapter you finished, or a page, a time (6h20m), a percentage, done, start", Type: optionString, MaxLength: 200,
				Suggest: h.suggestPlaces(),
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
			reply, err := s.sayProgress(tx, in, typed)
			return s, reply, err
		}),
	}
}

// sayProgress sets the position as it was typed, or asks what was meant. Words
// that say where a chapter ends are taken for that, after a yes.
func (s *scene) sayProgress(tx *storage.Tx, in *bot.Interaction, typed string) (bot.Reply, error) {
	ruler, err := s.ruler(tx)
	if err != nil {
		return nil, err
	}
	where, err := ruler.ParsePosition(typed, s.eyes)
	if _, refused := errors.AsType[*club.Refusal](err); refused && club.TellsEnd(typed) {
		return askLearn(tx, in, s.read.Book, typed)
	}
	if unclear, ok := errors.AsType[*club.Unclear](err); ok {
		return s.whichPlace(unclear), nil
	}
	if err != nil {
		return nil, err
	}
	if len(where.Several) > 0 {
		return s.which(where.Several), nil
	}
	if where.Beyond && s.in && where.Position < s.me.Position {
		return nil, club.Refuse("%s You have read further than that already, so nothing was changed: please name the chapter that you have finished.", where.Understood)
	}
	leaves, err := s.leavesRoom(tx, in, where.Position)
	if err != nil {
		return nil, err
	}
	if leaves {
		return private(paragraph(where.Understood, fmt.Sprintf(
			"Going back that far takes you out of this room, and what I answer here with you. In <#%s> my answer stays.", s.club.Channel)),
			row(button("Go back all the same", bot.CustomID("progress/to", s.read.ID, s.placeKey(where.Position))))), nil
	}
	return s.moveTo(tx, where)
}

// showProgress says where one is, what the next checkpoint asks, what waits.
func (s *scene) showProgress(tx *storage.Tx) (bot.Reply, error) {
	book := "### " + title(s.read.Book.Title)
	if !s.in {
		if s.atRest() {
			return private(card(text("%s\n%s", book, s.whereabouts()))), nil
		}
		return private(card(text("%s\nYou are not in this read yet.\n%s", book, s.whereabouts())), s.joinRow()), nil
	}
	counts, err := tx.CountNotes(s.filter(span{}, 0, 0))
	if err != nil {
		return nil, err
	}
	waiting := 0
	for _, c := range counts {
		if s.eyes.Opens(c.Lock) {
			waiting += c.Unseen
		}
	}
	ahead, err := s.ahead(tx)
	if err != nil {
		return nil, err
	}
	lines := []string{book, s.position(), ahead}
	var parts []part
	if !s.atRest() {
		parts = append(parts, s.progressRow())
	}
	if waiting > 0 {
		lines = append(lines, capital(count(waiting, "note"))+" "+iff(waiting == 1, "waits", "wait")+" for you.")
		parts = append(parts, row(button(counted("Read notes", waiting), notesID(s.read.ID, 0, len(s.chapters), true))))
	}
	return private(append([]part{card(paragraph(lines...))}, parts...)...), nil
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
			return s.moveTo(tx, club.Where{Position: to})
		}),
	}
}

// advance sets the position of the person, who joins if need be, and has how
// the book ended for them follow it. It returns where they were before.
func (s *scene) advance(tx *storage.Tx, position int) (was storage.Reader, err error) {
	if err := s.changeable(); err != nil {
		return s.me, err
	}
	was = s.me
	s.me.Position = position
	s.me.Furthest = max(s.me.Furthest, position)
	if err := s.storeIn(tx); err != nil {
		return was, err
	}
	return was, s.follow(tx, was)
}

// moveTo sets the position and says what it was taken for, and what that opened
// or locked again.
func (s *scene) moveTo(tx *storage.Tx, where club.Where) (bot.Reply, error) {
	joins, position := !s.in, where.Position
	was, err := s.advance(tx, position)
	if err != nil {
		return nil, err
	}
	lines := []string{"### " + title(s.read.Book.Title), s.position()}
	if joins {
		lines[0] += "\nYou are in the read now."
	}
	if where.Understood != "" {
		lines = slices.Insert(lines, 1, "-# "+where.Understood)
	}
	if s.read.UnderWay(s.now) {
		ahead, err := s.ahead(tx)
		if err != nil {
			return nil, err
		}
		lines = append(lines, ahead)
	}
	if followed := s.followedWords(); followed != "" {
		lines = append(lines, followed)
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
		lines = append(lines, fmt.Sprintf("What is locked to %s and later is shut again.", title(s.chapters.Label(position+1))))
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
	return private(card(paragraph(lines...)), row(buttons...)), nil
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

// opened counts what opens between two positions: notes and replies that the
// person has not read, and questions.
func (s *scene) opened(tx *storage.Tx, after, upTo int) (notes, prompts int, err error) {
	for _, at := range []struct{ opens, sign int }{{upTo, 1}, {after, -1}} {
		f := s.filter(span{}, 0, 0)
		f.Opens = at.opens
		counts, err := tx.CountNotes(f)
		if err != nil {
			return 0, 0, err
		}
		for _, c := range counts {
			if c.Lock.Number() <= at.opens && (s.unsealed || !c.Lock.IsSealed()) {
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
