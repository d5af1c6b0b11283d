package commands

import (
	"dogear/bot"
	"dogear/storage"
)

// missedReason is why a post came too late to be posted.
const missedReason = "I was not there at its time"

// lookPrompts is a post of the questions of one moment.
func (h *House) lookPrompts(tx *storage.Tx, t bot.Task) (bot.Wish, error) {
	read, at, err := tx.PromptPost(t.Subject)
	if err != nil {
		return nil, err
	}
	s, err := h.asNobody(tx, read)
	if err != nil {
		return nil, err
	}
	r := s.read
	prompts, err := tx.PromptsOf(t.Subject)
	if err != nil {
		return nil, err
	}
	switch {
	case len(prompts) == 0:
		return bot.Removed{}, nil
	case r.Dropped && t.Message == "", at.After(r.EndsAt):
		return bot.Nothing{Missed: true, Reason: "the read had ended"}, nil
	}
	late, err := h.late(tx, t)
	if err != nil {
		return nil, err
	}
	if late && t.Attempts <= 1 {
		return bot.Nothing{Missed: true, Reason: missedReason}, nil
	}
	// Too late, but an attempt was made in time: it may have got through.
	return bot.Post{Channel: r.Club.Channel, OnlyEdit: late, Message: bot.Message{Parts: s.promptsPost(t.Subject, prompts)}}, nil
}

// promptsPost is the post of the questions of one moment.
func (s *scene) promptsPost(post int64, prompts []storage.Prompt) []part {
	r, upTo := s.read, 0
	for _, p := range prompts {
		upTo = max(upTo, p.Text.Opening().Number())
	}
	heading := iff(len(prompts) == 1, "### A question", "### Questions") + " on " + title(r.Book.Title)
	asked, behind := s.postedQuestions(prompts, upTo, "")
	parts := append([]part{text("%s", heading)}, asked...)
	var buttons []part
	if upTo > 0 {
		buttons = append(buttons, primary("I have read this far", bot.CustomID("progress/to", r.ID, s.placeKey(upTo))))
	}
	if behind {
		buttons = append(buttons, button("Show the questions", bot.CustomID("prompt/questions", post, firstPage)))
	}
	buttons = append(buttons,
		button("Write a note", bot.CustomID("note/write", r.ID)),
		button("Read notes", notesID(r.ID, 0, len(s.chapters), false)))
	return []part{card(append(parts, row(buttons...))...)}
}

// reached says that someone is as far as a chapter, for all to read.
func (s *scene) reached(n int) string {
	c, _ := s.chapters.At(n)
	return "has finished " + title(c.Label)
}

// promptQuestions shows the questions of a post under the rule.
func (h *House) promptQuestions() bot.Action {
	return bot.Action{
		Name: "prompt/questions", On: bot.Press, Args: 2,
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			read, _, err := tx.PromptPost(in.Arg(0))
			if err != nil {
				return nil, gone(err, "These questions are not there any more.")
			}
			s, err := sceneOf(tx, in, read)
			if err != nil {
				return nil, err
			}
			prompts, err := tx.PromptsOf(in.Arg(0))
			if err != nil {
				return nil, err
			}
			return s.questions(in, prompts, "### Questions on "+title(s.read.Book.Title), in.Arg(1), func(page int64) string {
				return bot.CustomID("prompt/questions", in.Arg(0), page)
			}), nil
		}),
	}
}
