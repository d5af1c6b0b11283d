package commands

import (
	"fmt"
	"strings"
	"time"

	"dogear/bot"
	"dogear/storage"
)

// lookCard is the public card of a read: what is read, how often the club
// meets, and what to read until when.
func (h *House) lookCard(tx *storage.Tx, t bot.Task) (bot.Wish, error) {
	s, err := h.asNobody(tx, t.Subject)
	if err != nil {
		return nil, err
	}
	r := s.read
	buttons := []part{button("Schedule", bot.CustomID("schedule/show", r.ID))}
	if !r.Dropped && !r.Club.Archived {
		buttons = append(append(s.joinButtons(), buttons...), s.calendarButton())
	}
	words, cover, err := h.covered(tx, r.Book, paragraph("### "+title(r.Book.Title), described(r.Book, len(s.chapters)), s.rhythm(), s.whereabouts()))
	return bot.Post{Channel: r.Club.Channel, Message: bot.Message{Parts: []part{card(words, row(buttons...))}, Files: []bot.File{cover}}}, err
}

// rhythm says when a club begins and how often it meets, as in "We begin on
// 1 December and meet eight times".
func (s *scene) rhythm() string {
	var met []storage.Checkpoint
	for _, c := range s.checkpoints {
		if !c.Never {
			met = append(met, c)
		}
	}
	if len(met) == 0 || s.read.Dropped {
		return ""
	}
	begin, meet := "We begin on", "meet"
	if !s.now.Before(startOf(s.read)) {
		begin = "We began on"
	}
	if !s.read.UnderWay(s.now) {
		meet = "met"
	}
	first, last := met[0].At, met[len(met)-1].At
	start := day(startOf(s.read).Add(12 * time.Hour)) // noon: the same date far east and west
	if len(met) == 1 {
		return fmt.Sprintf("%s %s and %s once, %s.", begin, start, meet, whole(first))
	}
	return fmt.Sprintf("%s %s and %s %s, from %s to %s%s.", begin, start, meet, times(len(met)), day(first), day(last), weeksOff(met))
}

// weeksOff says how many weeks there are without a checkpoint, as in ", with
// two weeks off and a week to catch up".
func weeksOff(checkpoints []storage.Checkpoint) string {
	off, catchUp := 0, 0
	for _, c := range checkpoints {
		if c.CatchUp {
			catchUp += c.Rest
		} else {
			off += c.Rest
		}
	}
	var words []string
	if off > 0 {
		words = append(words, spanOfWeeks(off)+" off")
	}
	if catchUp > 0 {
		words = append(words, spanOfWeeks(catchUp)+" to catch up")
	}
	if words == nil {
		return ""
	}
	return ", with " + and(words...)
}

// whereabouts says what to read until when, or how the read ended.
func (s *scene) whereabouts() string {
	switch next := s.next(); {
	case s.club.Archived:
		return "The club is archived. What was written can still be read."
	case s.read.Dropped:
		return "The club has put this book aside."
	case !s.read.UnderWay(s.now):
		return "The club has finished this book."
	case next >= 0:
		c := s.checkpoints[next]
		return fmt.Sprintf("Until %s: **%s**%s", whole(c.At), title(s.chapters.Span(c.First, c.Last)), restWords(", ", c.Rest, c.CatchUp))
	}
	return ""
}

// join makes one who presses [Join] a reader.
func (h *House) join() bot.Action {
	return bot.Action{
		Name: "read/join", On: bot.Press, Args: 1,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			return joinAs(tx, in, false)
		}),
	}
}

// joinAgain makes one a rereader, who sees all.
func (h *House) joinAgain() bot.Action {
	return bot.Action{
		Name: "read/again", On: bot.Press, Args: 1,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, err := sceneOf(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			if s.in && !s.me.Rereads && !s.putAside() {
				return private(text("You are reading %s for the first time, and what others write opens as you get there. If you have read it before, all of it opens at once.", title(s.read.Book.Title)),
					row(danger("Open all of it", bot.CustomID("read/openall", s.read.ID)), button("Leave it shut", bot.CustomID("read/asitis", s.read.ID)))), nil
			}
			return joinAs(tx, in, true)
		}),
	}
}

// openAll makes one who is in the read a rereader, as they were asked.
func (h *House) openAll() bot.Action {
	return bot.Action{
		Name: "read/openall", On: bot.Press, Args: 1, Updates: true,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			return instead(joinAs(tx, in, true))
		}),
	}
}

// asItIs leaves one who was asked as they are.
func (h *House) asItIs() bot.Action {
	return bot.Action{
		Name: "read/asitis", On: bot.Press, Args: 1, Updates: true,
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, err := sceneOf(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			return sayInstead("Nothing was changed. %s", s.youAreAt()), nil
		}),
	}
}

// firstTime makes a rereader one who reads for the first time: they say that
// they pressed the other button by mistake.
func (h *House) firstTime() bot.Action {
	return bot.Action{
		Name: "read/first", On: bot.Press, Args: 1, Updates: true,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, err := changeableScene(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			if s.in && s.me.Rereads {
				s.me.Rereads = false
				if err := s.store(tx); err != nil {
					return nil, err
				}
			}
			return update(text("You read %s for the first time, so what others write opens as you get there. %s", title(s.read.Book.Title), s.youAreAt()), s.progressRow()), nil
		}),
	}
}

func joinAs(tx *storage.Tx, in *bot.Interaction, rereads bool) (bot.Reply, error) {
	s, err := changeableScene(tx, in, in.Arg(0))
	if err != nil {
		return nil, err
	}
	was := *s
	if err := s.enter(tx, rereads); err != nil {
		return nil, err
	}
	greeting, err := s.welcome(tx, was)
	if err != nil {
		return nil, err
	}
	parts := []part{card(text("%s", greeting)), s.progressRow()}
	if s.me.Rereads && (!was.in || !was.me.Rereads) {
		parts = append(parts, row(button("I read it for the first time", bot.CustomID("read/first", s.read.ID))))
	}
	return private(parts...), nil
}

// enter makes the person a reader, if they are not. One who returns finds the
// position they left; a rereader stays one.
func (s *scene) enter(tx *storage.Tx, rereads bool) error {
	if s.in && (s.me.Rereads || !rereads) {
		return nil
	}
	s.me.Rereads = s.me.Rereads || rereads
	return s.storeIn(tx)
}

// storeIn writes how the person stands in the read, as one who is in it.
func (s *scene) storeIn(tx *storage.Tx) error {
	joins := !s.in
	if s.me.Joined.IsZero() {
		s.me.Joined = s.now
	}
	s.me.Left = false
	if err := s.store(tx); err != nil || !joins {
		return err
	}
	return askRole(tx, s.club, s.user, s.now)
}

// welcome greets one who joined, by what they were before.
func (s *scene) welcome(tx *storage.Tx, was scene) (string, error) {
	book := title(s.read.Book.Title)
	var words string
	switch {
	case was.in && was.me.Rereads == s.me.Rereads:
		words = fmt.Sprintf("You are in the read of %s already.", book)
	case s.me.Rereads:
		words = fmt.Sprintf("### You are reading %s again\nEverything the club writes is open to you. What you write opens after the last chapter, unless you say an earlier one.", book)
	case !was.me.Joined.IsZero():
		words = fmt.Sprintf("### Welcome back to %s\nYour place was kept.", book)
	default:
		words = fmt.Sprintf("### You are reading %s with %s\nSay how far you are with `/progress`: what others wrote opens as you get there, and not a word of it before.",
			book, title(s.club.Name))
	}
	ahead, err := s.ahead(tx)
	return strings.TrimSpace(words + "\n" + s.position() + "\n" + ahead), err
}
