package commands

import (
	"fmt"
	"strconv"
	"strings"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// promptPageSize is how many questions a page shows, and promptShown how much
// of each, so that a page fits a message.
const (
	promptPageSize = 6
	promptShown    = 450
	promptsWhole   = 2 // on a page that shows them whole
)

// promptList lists what is asked, in order.
func (h *House) promptList() bot.Action {
	return bot.Action{
		Name: "prompt list", On: bot.Slash, Organiser: true, Help: "What will be asked, and what was, in order",
		Options: []bot.Option{h.bookOption()},
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, err := h.theRead(tx, in)
			if err != nil {
				return nil, err
			}
			parts, err := s.promptPage(tx, 0, s.eyes, false)
			return private(parts...), err
		}),
	}
}

// promptPage turns to another page.
func (h *House) promptPage() bot.Action {
	return bot.Action{
		Name: "prompt/page", On: bot.Press, Args: 2, Updates: true, Organiser: true,
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, err := sceneOf(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			parts, err := s.promptPage(tx, in.Arg(1), s.eyes, false)
			return update(parts...), err
		}),
	}
}

// promptShowAll shows an organiser, who asks for it in words, every question
// whole, and turns the pages of that list.
func (h *House) promptShowAll() bot.Action {
	return bot.Action{
		Name: "prompt/all", On: bot.Press, Args: 2, Updates: true, Organiser: true,
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, err := sceneOf(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			parts, err := s.promptPage(tx, in.Arg(1), club.Keeper(in.User), true)
			return update(parts...), err
		}),
	}
}

func (s *scene) promptPage(tx *storage.Tx, skip int64, eyes club.Reader, all bool) ([]part, error) {
	prompts, err := tx.Prompts(s.read.ID)
	if err != nil {
		return nil, err
	}
	if len(prompts) == 0 {
		return nil, club.Refuse("No question is planned for %s yet. `/prompt add` asks one.", title(s.read.Book.Title))
	}
	size, shown := promptPageSize, promptShown
	if all {
		size, shown = promptsWhole, club.MaxPrompt
	}
	p := page(skip, len(prompts), size)
	lines := []string{"### The questions on " + title(s.read.Book.Title)}
	hidden := false
	for i, prompt := range prompts[p.skip:p.end()] {
		words, ok := prompt.Text.For(eyes)
		if ok {
			hidden = hidden || club.Units(words) > shown
			words = club.Quote(club.Cut(words, shown))
		} else {
			hidden = true
			words = "-# You have not read that far, so its text stays shut."
		}
		lines = append(lines, fmt.Sprintf("**%d.** %s · it %s · %s\n%s", p.skip+i+1, s.promptPlace(prompt),
			opensFor(prompt.Text.Opening()), s.promptState(prompt), words))
	}
	if told := p.told(); told != "" {
		lines = append(lines, told)
	}
	route := iff(all, "prompt/all", "prompt/page")
	parts := append([]part{card(text("%s", strings.Join(lines, "\n")))}, p.row(func(skip int64) string {
		return bot.CustomID(route, s.read.ID, skip)
	})...)
	if hidden {
		parts = append(parts, row(button("Show all", bot.CustomID("prompt/all", s.read.ID, int64(p.skip)))))
	}
	return parts, nil
}

// promptPlace says where a question is asked.
func (s *scene) promptPlace(p storage.Prompt) string {
	i := s.indexOf(p.Checkpoint)
	if i < 0 { // it has a moment of its own
		return whole(p.At)
	}
	return s.checkpointName(i) + ", " + whole(p.At)
}

// promptWhen says within a sentence when a question is asked.
func (s *scene) promptWhen(p storage.Prompt) string {
	return iff(p.Checkpoint == 0, "on ", "with ") + s.promptPlace(p)
}

// promptState says whether a question is due, posted, missed, failed or
// waiting, and why.
func (s *scene) promptState(p storage.Prompt) string {
	because := func(words string) string {
		if p.State.Reason == "" {
			return words
		}
		return words + ": " + p.State.Reason
	}
	switch {
	case p.At.After(s.read.EndsAt):
		return "not asked: the read ended before"
	case p.State.State == "done":
		return "posted"
	case p.State.State == "missed":
		return because("missed")
	case p.State.State == "failed":
		return because("failed")
	case p.State.State == "stuck":
		return because("waiting")
	case p.At.After(s.now):
		return "due " + fromNow(p.At)
	case p.State.Message != "":
		return "posted"
	}
	return because("on its way")
}

// promptRemove takes a question away; where it was posted, the post is edited.
func (h *House) promptRemove() bot.Action {
	return bot.Action{
		Name: "prompt remove", On: bot.Slash, Organiser: true, Help: "Take a question away",
		Options: []bot.Option{h.promptOption(), h.bookOption()},
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, err := h.theRead(tx, in)
			if err != nil {
				return nil, err
			}
			if err := s.changeable(); err != nil {
				return nil, err
			}
			p, n, err := s.thePrompt(tx, in)
			if err != nil {
				return nil, err
			}
			if err := tx.RemovePrompt(p.ID, s.now); err != nil {
				return nil, err
			}
			kind, subject := workCheckpoint, p.Checkpoint
			if p.Post != 0 {
				kind, subject = workPrompts, p.Post
			}
			if err := tx.AskAgain(kind, subject); err != nil {
				return nil, err
			}
			asked := iff(p.At.After(s.now), "would have been asked", "was asked")
			parts := []part{text("Question %d is removed. It %s %s.", n, asked, s.promptWhen(p))}
			if words, ok := p.Text.For(s.eyes); ok {
				parts = append(parts, text("%s", club.Quote(words)))
			}
			return private(card(parts...)), nil
		}),
	}
}

// promptOption suggests the questions of the read, their texts under the rule.
func (h *House) promptOption() bot.Option {
	return bot.Option{
		Name: "prompt", Help: "Which question, by its number in /prompt list", Type: optionString, Required: true, MaxLength: 100,
		Suggest: suggestIn(h, func(tx *storage.Tx, in *bot.Interaction, typed string) ([]bot.Choice, error) {
			s, err := h.theRead(tx, in)
			if err != nil {
				return nil, err
			}
			prompts, err := tx.Prompts(s.read.ID)
			if err != nil {
				return nil, err
			}
			var choices []bot.Choice
			for i, p := range prompts {
				name := fmt.Sprintf("%d, %s", i+1, p.At.In(s.zone()).Format("Mon 2 Jan 15:04"))
				if words, ok := p.Text.For(s.eyes); ok {
					name += ": " + club.CleanLine(words)
				}
				if contains(name, typed) {
					choices = append(choices, bot.Choice{Name: name, Value: rowKey(p.ID)})
				}
			}
			return choices, nil
		}),
	}
}

// thePrompt finds the question that the option "prompt" names: a suggestion,
// or its number in the list.
func (s *scene) thePrompt(tx *storage.Tx, in *bot.Interaction) (storage.Prompt, int, error) {
	prompts, err := tx.Prompts(s.read.ID)
	if err != nil {
		return storage.Prompt{}, 0, err
	}
	typed, _ := in.Text("prompt")
	for i, p := range prompts {
		if typed == rowKey(p.ID) || strings.TrimSpace(typed) == strconv.Itoa(i+1) {
			return p, i + 1, nil
		}
	}
	return storage.Prompt{}, 0, club.Refuse("There is no such question. `/prompt list` numbers those there are.")
}
