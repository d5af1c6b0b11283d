package commands

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// lookCheckpoint is the public post of a checkpoint at its moment.
func (h *House) lookCheckpoint(tx *storage.Tx, t bot.Task) (bot.Wish, error) {
	read, err := tx.ReadOfCheckpoint(t.Subject)
	if err != nil {
		return nil, err
	}
	s, err := h.asNobody(tx, read)
	if err != nil {
		return nil, err
	}
	r := s.read
	i := s.indexOf(t.Subject)
	if i < 0 {
		return nil, storage.ErrNotFound
	}
	c := s.checkpoints[i]
	if !c.Open(s.now) || r.Dropped && t.Message == "" { // moved, or the read was ended before it
		return bot.Nothing{}, nil
	}
	prompts, err := tx.PromptsAt(c.ID)
	if err != nil {
		return nil, err
	}
	late, err := h.late(tx, t)
	if err != nil {
		return nil, err
	}
	parts, err := s.checkpointPost(tx, i, prompts, late)
	return bot.Post{Channel: r.Club.Channel, Message: bot.Message{
		// The role is called by the newest one: earlier ones come late, or anew.
		Parts: parts, Role: iff(i == s.last(), r.Club.Role, ""),
	}}, err
}

// checkpointPost is the post of a checkpoint that asks these questions.
func (s *scene) checkpointPost(tx *storage.Tx, i int, prompts []storage.Prompt, late bool) ([]part, error) {
	c := s.checkpoints[i]
	lines := []string{"### " + s.checkpointName(i)}
	if s.club.Role != "" {
		lines = append(lines, "<@&"+s.club.Role+">")
	}
	if late {
		lines = append(lines, fmt.Sprintf("This comes late: it was due %s.", whole(c.At)))
	}
	asked, _ := s.postedQuestions(prompts, c.Last, "has read this far")
	parts := append([]part{text("%s", strings.Join(lines, "\n"))}, asked...)
	if after := s.after(i); after != "" {
		parts = append(parts, text("%s", after))
	}
	row, err := s.postButtons(tx, c, len(prompts))
	return []part{card(append(parts, row)...)}, err
}

// maxQuestions bounds the questions for all that stand in one post, in UTF-16
// units; the rest are behind its button.
const maxQuestions = 3000

// questionsInPost is how many questions stand in one post, whose parts Discord
// counts; the rest are behind its button.
const questionsInPost = 20

// postedQuestions shows the questions that are for all, each as a part of its
// own, so that the markdown of one ends with it, and counts the others, by how far
// one must have read. Those up to here wait for everyone who has done something;
// "" names their chapter. behind reports whether any is not shown whole.
func (s *scene) postedQuestions(prompts []storage.Prompt, here int, has string) (parts []part, behind bool) {
	units, more := 0, 0
	shut := make(map[int]int) // how many, by how far one must have read
	for _, p := range prompts {
		words, ok := p.Text.For(club.Nobody())
		if !ok {
			n := p.Text.Opening().Number()
			if has != "" {
				n = max(n, here)
			}
			shut[n]++
			continue
		}
		words = club.Quote(words)
		if units += club.Units(words); units > maxQuestions || len(parts) == questionsInPost {
			more++
			continue
		}
		parts = append(parts, text("%s", words))
	}
	if more > 0 {
		parts = append(parts, text("%s.", capital(number(more)+iff(more == 1, " more is", " more are")+" behind the button")))
	}
	if len(shut) > 0 {
		parts = append(parts, text("%s.", s.waiting(shut, here, has)))
	}
	return parts, more > 0 || len(shut) > 0
}

// waiting says for whom questions wait: "Two questions wait for everyone who has
// read this far, one for everyone who has finished Chapter 20".
func (s *scene) waiting(shut map[int]int, here int, has string) string {
	var groups []string
	rest := 0
	for i, n := range slices.Sorted(maps.Keys(shut)) {
		if i >= waitingGroups {
			rest += shut[n]
			continue
		}
		who := s.reached(n)
		if n == here && has != "" {
			who = has
		}
		how := number(shut[n])
		if i == 0 {
			how += iff(shut[n] == 1, " question waits", " questions wait")
		}
		groups = append(groups, how+" for everyone who "+who)
	}
	if rest > 0 {
		groups = append(groups, fmt.Sprintf("%s more for those who have read further", number(rest)))
	}
	return capital(strings.Join(groups, ", "))
}

// waitingGroups is of how many chapters a post says that questions wait for them.
const waitingGroups = 4

// after says what is read next, and until when.
func (s *scene) after(i int) string {
	if i+1 >= len(s.checkpoints) {
		return "That was the last of " + title(s.read.Book.Title) + "."
	}
	c := s.checkpoints[i+1]
	if c.Never || s.club.Archived && !c.Open(s.now) { // its date passes in silence
		return ""
	}
	return fmt.Sprintf("Next: %s, %s (%s)%s", title(s.chapters.Span(c.First, c.Last)), whole(c.At), fromNow(c.At), restWords(", ", c.Rest, c.CatchUp))
}

// postButtons are the buttons of a checkpoint's post.
func (s *scene) postButtons(tx *storage.Tx, c storage.Checkpoint, prompts int) (part, error) {
	notes, err := tx.NotesUpTo(s.read.ID, c.First, c.Last, s.read.Revealed(s.now))
	if err != nil {
		return nil, err
	}
	buttons := []part{primary("I have read this far", bot.CustomID("checkpoint/reached", c.ID))}
	if prompts > 0 {
		buttons = append(buttons, button("Show the questions", bot.CustomID("checkpoint/questions", c.ID, firstPage)))
	}
	buttons = append(buttons,
		button("Write a note", bot.CustomID("note/write", s.read.ID)),
		button(counted("Read notes", notes), notesID(s.read.ID, c.First, c.Last, false)))
	room, err := roomOf(tx, c.ID)
	if room.Message != "" || s.club.Rooms && !s.silent(s.indexOf(c.ID)) {
		buttons = append(buttons, button("Enter the room", bot.CustomID("room/enter", c.ID)))
	}
	return row(buttons...), err
}

// atCheckpoint finds the read of a checkpoint that a public button names, and
// the checkpoint's index.
func atCheckpoint(tx *storage.Tx, in *bot.Interaction, id int64) (*scene, int, error) {
	const lost = "This checkpoint is not there any more. `/reading` shows where the club is."
	read, err := tx.ReadOfCheckpoint(id)
	if err != nil {
		return nil, 0, gone(err, lost)
	}
	s, err := sceneOf(tx, in, read)
	if err != nil {
		return nil, 0, err
	}
	i := s.indexOf(id)
	if i < 0 {
		return nil, 0, club.Refuse(lost)
	}
	return s, i, nil
}

// checkpointReached sets the position to the checkpoint's end. Whoever is
// further already stays there.
func (h *House) checkpointReached() bot.Action {
	return bot.Action{
		Name: "checkpoint/reached", On: bot.Press, Args: 1,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, i, err := atCheckpoint(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			return s.moveTo(tx, club.Where{Position: max(s.checkpoints[i].Last, s.me.Position)})
		}),
	}
}

// checkpointQuestions shows the questions of a checkpoint under the rule.
func (h *House) checkpointQuestions() bot.Action {
	return bot.Action{
		Name: "checkpoint/questions", On: bot.Press, Args: 2,
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, i, err := atCheckpoint(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			prompts, err := tx.PromptsAt(s.checkpoints[i].ID)
			if err != nil {
				return nil, err
			}
			return s.questions(in, prompts, "### "+s.checkpointName(i), in.Arg(1), func(page int64) string {
				return bot.CustomID("checkpoint/questions", in.Arg(0), page)
			}), nil
		}),
	}
}
