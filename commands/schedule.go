package commands

import (
	"fmt"
	"strings"

	"dogear/bot"
	"dogear/storage"
)

// scheduleShow shows an organiser the schedule, with what is held up.
func (h *House) scheduleShow() bot.Action {
	return bot.Action{
		Name: "schedule show", On: bot.Slash, Organiser: true, Help: "The schedule: what is open, what lies ahead, how the club stands",
		Options: []bot.Option{h.bookOption()},
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, err := h.theRead(tx, in)
			if err != nil {
				return nil, err
			}
			parts, err := s.schedule(tx, whereTheClubIs, true)
			return private(parts...), err
		}),
	}
}

// scheduleShown is the [Schedule] of public messages.
func (h *House) scheduleShown() bot.Action {
	return bot.Action{
		Name: "schedule/show", On: bot.Press, Args: 1,
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, err := sceneOf(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			parts, err := s.schedule(tx, whereTheClubIs, false)
			return private(parts...), err
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
	return h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
		s, err := sceneOf(tx, in, in.Arg(0))
		if err != nil {
			return nil, err
		}
		parts, err := s.schedule(tx, in.Arg(1), organiser)
		return update(parts...), err
	})
}

// whereTheClubIs asks for the page of a schedule that holds the last open
// checkpoint.
const whereTheClubIs = -1

// schedule shows the checkpoints in pages, the totals on each. An organiser
// also sees how the club stands, in counts, and the posts in trouble.
func (s *scene) schedule(tx *storage.Tx, skip int64, organiser bool) ([]part, error) {
	if skip == whereTheClubIs {
		skip = int64(max(s.last(), 0))
	}
	p := page(skip, len(s.checkpoints), pageSize)
	lines := []string{
		"### " + title(s.read.Book.Title),
		fmt.Sprintf("%s in %s; %s.", capital(count(len(s.chapters), "chapter")), count(len(s.checkpoints), "checkpoint"),
			iff(s.read.UnderWay(s.now), "the last is "+whole(s.read.EndsAt), "the read is "+standing(s.read, s.now))),
	}
	for i := p.skip; i < p.end(); i++ {
		c := s.checkpoints[i]
		state := ""
		switch {
		case c.Open(s.now):
			state = " · open"
		case !s.read.UnderWay(s.now):
			state = " · not reached"
		case i == s.next():
			state = " · next, " + fromNow(c.At)
		}
		lines = append(lines, fmt.Sprintf("%d. **%s** · %s%s", c.Number, title(s.chapters.Span(c.First, c.Last)), whole(c.At), state))
	}
	if told := p.told(); told != "" {
		lines = append(lines, told)
	}
	parts := []part{text("%s", strings.Join(lines, "\n"))}
	if organiser {
		words, err := s.stands(tx)
		if err != nil {
			return nil, err
		}
		parts = append(parts, text("%s", words))
	}
	route := iff(organiser, "schedule/organised", "schedule/page")
	return append([]part{card(parts...)}, p.row(func(skip int64) string {
		return bot.CustomID(route, s.read.ID, skip)
	})...), nil
}

// stands says in counts how the readers stand, and which posts are in trouble.
func (s *scene) stands(tx *storage.Tx) (string, error) {
	readers, err := tx.Readers(s.read.ID)
	if err != nil {
		return "", err
	}
	reached := 0
	if last := s.last(); last >= 0 {
		reached = s.checkpoints[last].Last
	}
	there, behind, again := 0, 0, 0
	for _, r := range readers {
		switch {
		case r.Rereads:
			again++
		case r.Position >= reached:
			there++
		default:
			behind++
		}
	}
	var lines []string
	if len(readers) == 0 {
		lines = append(lines, "Nobody has joined yet.")
	} else {
		line := fmt.Sprintf("%s: %d where the club is, %d behind", capital(count(len(readers), "reader")), there, behind)
		if again > 0 {
			line += fmt.Sprintf(", %d reading it again", again)
		}
		lines = append(lines, line+".")
	}
	troubles, err := tx.Troubles(s.club.ID)
	if err != nil {
		return "", err
	}
	for i, w := range troubles {
		if i == 5 {
			lines = append(lines, fmt.Sprintf("- and %d more", len(troubles)-i))
			break
		}
		lines = append(lines, "- "+trouble(w))
	}
	return strings.Join(lines, "\n"), nil
}

// trouble says in a line what could not be done and why.
func trouble(w storage.Work) string {
	what := map[string]string{
		workCard: "The card of a read", workCheckpoint: "A checkpoint's post", workPrompts: "A post of questions",
		workStub: "A note's stub", workLine: "A line to the club", workRate: "The post that asks for ratings",
		workReveal: "The post of the ratings", workRole: "Someone's role",
		workRoom: "A checkpoint's room", workSeat: "Someone's place in a room", workWelcome: "The first message in a room",
		workUnsay: "A message that was locked as a spoiler and still stands",
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
