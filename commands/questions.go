package commands

import (
	"fmt"
	"strings"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// questionsFit is how much of a page of questions they may take, and
// openedFit how much beside a list of notes, in UTF-16 units.
const (
	questionsFit = 3000
	openedFit    = 600
)

// firstPage asks for the first page of some questions as a message of its own;
// pages from 0 on take the place of the one that was pressed.
const firstPage = -1

// questions shows those of some questions that the person may see, in pages. Of
// the others it says how far to read, and offers to say so. id makes the custom
// id of a page.
func (s *scene) questions(in *bot.Interaction, prompts []storage.Prompt, heading string, at int64, id func(page int64) string) bot.Reply {
	texts, shut, n := []string{}, club.Lock{}, 0
	for _, p := range prompts {
		if words, ok := p.Text.For(s.eyes); ok {
			texts = append(texts, club.Quote(words))
		} else if n++; n == 1 || p.Text.Opening().Number() < shut.Number() {
			shut = p.Text.Opening()
		}
	}
	pages := questionPages(texts)
	p := page(at, len(pages), 1)
	lines := []string{heading}
	if len(pages) > 0 {
		lines = append(lines, pages[p.skip]...)
	}
	if len(pages) > 1 {
		lines = append(lines, fmt.Sprintf("-# page %d of %d, %s in all", p.skip+1, len(pages), count(len(texts), "question")))
	}
	if len(prompts) == 0 {
		lines = append(lines, "There is no question here.")
	}
	buttons := row(button("Write a note", bot.CustomID("note/write", s.read.ID)))
	if n > 0 {
		more := iff(len(texts) > 0, "more ", "")
		lines = append(lines, fmt.Sprintf("%s at %s. %s",
			capital(number(n)+" "+more+iff(n == 1, "question opens", "questions open")), title(shut.Label()), s.youAreAt()))
		buttons = s.unlockRow(shut.Number())
	}
	parts := append([]part{card(text("%s", strings.Join(lines, "\n"))), buttons}, p.row(id)...)
	return answer(at > firstPage && in.IsPrivate(), parts)
}

// questionPages cuts questions into pages that fit a message.
func questionPages(texts []string) [][]string {
	var pages [][]string
	room := 0
	for _, words := range texts {
		units := club.Units(words) + 1
		if units > room || len(pages) == 0 {
			pages, room = append(pages, nil), questionsFit
		}
		last := len(pages) - 1
		pages[last], room = append(pages[last], words), room-units
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
		if n := p.Text.Opening().Number(); n > after && n <= upTo && !p.At.After(s.asked()) {
			between = append(between, p)
		}
	}
	return between, nil
}

// openedQuestions shows the questions that have just opened above the notes
// that have: themselves if they are short, else the way to them.
func (s *scene) openedQuestions(prompts []storage.Prompt, after, upTo int) []part {
	var texts []string
	units := 0
	for _, p := range prompts {
		if words, ok := p.Text.For(s.eyes); ok {
			texts = append(texts, club.Quote(words))
			units += club.Units(words)
		}
	}
	switch {
	case texts == nil:
		return nil
	case units > openedFit:
		id := bot.CustomID("notes/questions", s.read.ID, int64(after), int64(upTo), firstPage)
		return []part{row(button(counted("Show the questions", len(texts)), id))}
	}
	heading := "### " + iff(len(texts) == 1, "The question", "The questions")
	return []part{card(text("%s", heading+"\n"+strings.Join(texts, "\n")))}
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
