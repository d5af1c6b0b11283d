package commands

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// stands is what an organiser is told below the schedule: how far the readers
// are, in counts and without names, with the offer of a week to catch up if
// most of them are behind; and which posts are in trouble.
func (s *scene) stands(tx *storage.Tx) ([]part, error) {
	readers, err := tx.Readers(s.read.ID)
	if err != nil {
		return nil, err
	}
	counted, err := tx.Counted(s.read.ID)
	if err != nil {
		return nil, err
	}
	troubles, err := tx.Troubles(s.club.ID)
	if err != nil {
		return nil, err
	}
	far, again := s.tally(counted)
	lines := []string{s.counts(far, again) + apart(len(readers)-len(counted)), s.quartiles(far)}
	for i, w := range troubles {
		if i == 5 {
			lines = append(lines, fmt.Sprintf("- and %d more", len(troubles)-i))
			break
		}
		lines = append(lines, "- "+trouble(w))
	}
	parts := []part{paragraph(lines...)}
	if far.N > 1 && far.MostBehind() && s.couldCatchUp() {
		next := s.checkpoints[s.next()]
		parts = append(parts, beside(
			fmt.Sprintf("More than half are behind. A week to catch up before %s would give them time.", title(s.chapters.Span(next.First, next.Last))),
			button("A week to catch up", bot.CustomID("schedule/catchup", s.read.ID))))
	}
	return parts, nil
}

// tally counts how far the readers are, and those who read the book again
// apart: they are nowhere in it.
func (s *scene) tally(readers []storage.Reader) (far club.Standing, again int) {
	var positions, ends []int
	for _, r := range readers {
		if r.Rereads {
			again++
		} else {
			positions = append(positions, r.Position)
		}
	}
	for _, c := range s.checkpoints {
		ends = append(ends, c.Last)
	}
	return club.Stand(positions, ends, s.openNow()), again
}

// apart says how many readers wish not to count in how far the club is.
func apart(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(" %s keep%s to themselves where they are.", capital(count(n, "other")), iff(n == 1, "s", ""))
}

// counts says how many readers are where the club is, and how many behind.
func (s *scene) counts(far club.Standing, again int) string {
	switch {
	case far.N+again == 0:
		return "Nobody has joined yet."
	case far.N == 0:
		return count(again, "reader") + iff(again == 1, " is", " are") + " reading it again, and nobody for the first time."
	}
	words := count(far.N, "reader")
	switch last := s.last(); {
	case last < 0:
		words += iff(s.read.UnderWay(s.now), "; the first checkpoint lies ahead.", "; no checkpoint was reached.")
	default:
		words += behind(far, s.chapters.Label(s.checkpoints[last].Last)) + "."
	}
	if again > 0 {
		words += " " + strconv.Itoa(again) + " more " + iff(again == 1, "reads", "read") + " it again."
	}
	return words
}

// behind says how many are as far as the club, which has reached a chapter, and
// how many are not, as in ": 4 as far as the club (Chapter 9), 2 within one
// checkpoint of it".
func behind(far club.Standing, reached string) string {
	where := "the club (" + title(reached) + ")"
	var words []string
	for _, g := range []struct {
		n            int
		first, later string
	}{
		{far.There, "as far as " + where, ""},
		{far.Near, "within one checkpoint of " + where, "within one checkpoint of it"},
		{far.Further, "more than one checkpoint behind " + where, "further behind"},
	} {
		switch {
		case g.n == far.N:
			return ", " + iff(g.n > 1, "all ", "") + g.first
		case g.n > 0:
			words = append(words, fmt.Sprintf("%d %s", g.n, iff(words == nil, g.first, g.later)))
		}
	}
	return ": " + strings.Join(words, ", ")
}

// enoughReaders is how many readers there must be for quartiles: of fewer they
// would say where single ones are.
const enoughReaders = 4

// quartiles says how far how many have read, as in "Three quarters have read to
// Chapter 4 or further, half to Chapter 7". A smaller part that is no further
// than a larger one goes without saying.
func (s *scene) quartiles(far club.Standing) string {
	if far.N < enoughReaders {
		return ""
	}
	var words []string
	said := 0
	for _, part := range []struct {
		name string
		at   int
	}{{"three quarters", far.Lower}, {"half", far.Median}, {"a quarter", far.Upper}} {
		if part.at <= said {
			continue
		}
		said = part.at
		to := " to " + title(s.chapters.Label(part.at))
		if words == nil {
			to = " have read" + to + iff(part.at < len(s.chapters), " or further", "")
		}
		words = append(words, part.name+to)
	}
	if words == nil {
		return "Most have not finished a chapter yet."
	}
	return capital(strings.Join(words, ", ")) + "."
}

// settled is how long after a checkpoint has opened it says something that
// readers are not there: right then most are not.
const settled = 24 * time.Hour

// couldCatchUp reports whether a week to catch up can be put before the next
// checkpoint, none is there already, and the last one has not just opened.
func (s *scene) couldCatchUp() bool {
	next, last := s.next(), s.last()
	if next < 0 || !s.read.UnderWay(s.now) || s.checkpoints[next].CatchUp || last >= 0 && s.now.Sub(s.checkpoints[last].At) < settled {
		return false
	}
	_, err := s.planAhead().Pause(0, 1, true)
	return err == nil
}

// scheduleCatchUp shows what a week to catch up before the next checkpoint
// would do.
func (h *House) scheduleCatchUp() bot.Action {
	return bot.Action{
		Name: "schedule/catchup", On: bot.Press, Args: 1, Organiser: true,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, err := sceneOf(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			if next := s.next(); next >= 0 && s.checkpoints[next].CatchUp {
				return nil, club.Refuse("There is a week to catch up before %s already. `/schedule break` can put more there.",
					title(s.chapters.Span(s.checkpoints[next].First, s.checkpoints[next].Last)))
			}
			w := changeWish{Kind: changeBreak, Weeks: 1, CatchUp: true}
			if last := s.last(); last >= 0 {
				w.Checkpoint = s.checkpoints[last].ID
			}
			parts, err := s.previewChange(tx, in, w, "")
			return private(parts...), err
		}),
	}
}

// trouble says in a line what could not be done and why.
func trouble(w storage.Work) string {
	what := map[string]string{
		workCard: "The card of a read", workCheckpoint: "A checkpoint's post", workPrompts: "A post of questions",
		workStub: "A note's stub", workLine: "A line to the club", workRate: "The post that asks for ratings",
		workReveal: "The post of the ratings", workRole: "Someone's role",
		workRoom: "A checkpoint's room", workSeat: "Someone's place in a room", workWelcome: "The first message in a room",
		workUnsay: "A message that was locked as a spoiler and still stands", workShut: "The end of a read's rooms",
		workEvent: "The event of a checkpoint", workRemind: "The reminders of a checkpoint", workReminder: "Someone's reminder",
		workNudge: "The reminders of a read's stars", workNudged: "Someone's reminder of their stars", workYear: "The club's year",
		workTalk: "The thread under a post", workTalkLine: "The first line of a thread",
	}[w.Kind]
	state := map[string]string{
		"waiting": "waits and is tried again", "stuck": "waits and is tried again", "failed": "failed", "missed": "came too late and was not posted",
	}[w.State]
	if w.Book != "" {
		what += " of " + title(w.Book)
	}
	line := fmt.Sprintf("%s, due %s, %s", what, whole(w.Due), state)
	if w.Reason != "" {
		line += ": " + w.Reason
	}
	return strings.TrimSuffix(line, ".") + "."
}
