package commands

import (
	"fmt"
	"strings"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// questionsFit is how much of a page of questions they may take, in UTF-16
// units, and questionsShown how many it has at most, each with its button.
// openedFit and openedShown are the same beside a list of notes.
const (
	questionsFit   = 3000
	questionsShown = 9
	openedFit      = 600
	openedShown    = 2
)

// firstPage asks for the first page of some questions as a message of its own;
// pages from 0 on take the place of the one that was pressed.
const firstPage = -1

// question is one that the person may see, as it is shown to them.
type question struct {
	prompt storage.Prompt
	words  string
}

// openQuestions are those of some questions that the person may see.
func (s *scene) openQuestions(prompts []storage.Prompt) (open []question) {
	for _, p := range prompts {
		if words, ok := p.Text.For(s.eyes); ok {
			open = append(open, question{p, club.Quote(words)})
		}
	}
	return open
}

// questionParts shows questions, each with the way to answer it.
func questionParts(list []question) (parts []part) {
	for _, q := range list {
		parts = append(parts, beside(q.words, answerButton(q.prompt)))
	}
	return parts
}

// questions shows those of some questions that the person may see, in pages. Of
// the others it says how far to read, and offers to say so. id makes the custom
// id of a page.
func (s *scene) questions(in *bot.Interaction, prompts []storage.Prompt, heading string, at int64, id func(page int64) string) bot.Reply {
	open, shut, n := s.openQuestions(prompts), club.Lock{}, 0
	for _, p := range prompts {
		if _, ok := p.Text.For(s.eyes); ok {
			continue
		}
		if n++; n == 1 || p.Text.Opening().Number() < shut.Number() {
			shut = p.Text.Opening()
		}
	}
	pages := questionPages(open)
	p := page(at, len(pages), 1)
	parts, lines := []part{text("%s", heading)}, []string{}
	if len(pages) > 0 {
		parts = append(parts, questionParts(pages[p.skip])...)
	}
	if len(pages) > 1 {
		lines = append(lines, fmt.Sprintf("-# page %d of %d, %s in all", p.skip+1, len(pages), count(len(open), "question")))
	}
	if len(prompts) == 0 {
		lines = append(lines, "There is no question here.")
	}
	var buttons []part
	if !s.atRest() {
		buttons = []part{row(button("Write a note", bot.CustomID("note/write", s.read.ID)))}
	}
	if n > 0 {
		more := iff(len(open) > 0, "more ", "")
		lines = append(lines, fmt.Sprintf("%s %s. %s",
			capital(number(n)+" "+more+iff(n == 1, "question opens", "questions open")), opensAt(shut), s.youAreAt()))
		buttons = s.unlock(shut, bot.CustomID("progress/to", s.read.ID, s.placeKey(shut.Number())))
	}
	if len(lines) > 0 {
		parts = append(parts, text("%s", strings.Join(lines, "\n")))
	}
	return answer(at > firstPage && in.IsPrivate(), append(append([]part{card(parts...)}, buttons...), p.row(id)...))
}

// questionPages cuts questions into pages that fit a message.
func questionPages(list []question) [][]question {
	var pages [][]question
	room := 0
	for _, q := range list {
		units := club.Units(q.words)
		if last := len(pages) - 1; last < 0 || units > room || len(pages[last]) == questionsShown {
			pages, room = append(pages, nil), questionsFit
		}
		last := len(pages) - 1
		pages[last], room = append(pages[last], q), room-units
	}
	return pages
}

// questionsBetween are the questions that open between two positions, and have been
// asked.
func (s *scene) questionsBetween(tx *storage.Tx, after, upTo int) ([]storage.Prompt, error) {
	prompts, err := tx.Prompts(s.read.ID)
	if err != nil {
		return nil, err
	}
	between := prompts[:0:0]
	for _, p := range prompts {
		if n := p.Text.Opening().Number(); n > after && n <= upTo && !p.Held && !p.At.After(s.asked()) {
			between = append(between, p)
		}
	}
	return between, nil
}

// openedQuestions shows the questions that have just opened above the notes
// that have: themselves if they are short, else the way to them.
func (s *scene) openedQuestions(prompts []storage.Prompt, after, upTo int) []part {
	open, units := s.openQuestions(prompts), 0
	for _, q := range open {
		units += club.Units(q.words)
	}
	switch {
	case open == nil:
		return nil
	case units > openedFit || len(open) > openedShown:
		id := bot.CustomID("notes/questions", s.read.ID, int64(after), int64(upTo), firstPage)
		return []part{row(button(counted("Show the questions", len(open)), id))}
	}
	heading := "### " + iff(len(open) == 1, "The question", "The questions")
	return []part{card(append([]part{text("%s", heading)}, questionParts(open)...)...)}
}

// questionsOpened shows the questions that opened between two positions.
func (h *House) questionsOpened() bot.Action {
	return bot.Action{
		Name: "notes/questions", On: bot.Press, Args: 4,
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, err := sceneOf(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			prompts, err := s.questionsBetween(tx, int(in.Arg(1)), int(in.Arg(2)))
			if err != nil {
				return nil, err
			}
			return s.questions(in, prompts, "### Questions on "+title(s.read.Book.Title), in.Arg(3), func(page int64) string {
				return bot.CustomID("notes/questions", in.Arg(0), in.Arg(1), in.Arg(2), page)
			}), nil
		}),
	}
}
