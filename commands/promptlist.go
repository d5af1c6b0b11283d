package commands

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"dogear/bot"
	"dogear/club"
	"dogear/commands/dates"
	"dogear/storage"
)

// promptPageSize is how many questions a page shows, and promptShown how much
// of each, down to promptLeast so that all of it takes promptsFit UTF-16 units at
// most: a page fits a message.
const (
	promptPageSize = 6
	promptShown    = 450
	promptsWhole   = 2 // on a page that shows them whole
	promptsFit     = 3500
	promptLeast    = 60
)

// whatComes asks for the page of a list of questions that holds the first one that
// is still to be asked.
const whatComes = -1

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
			parts, err := s.promptPage(tx, whatComes, s.eyes, false)
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
	if skip == whatComes {
		skip = int64(slices.IndexFunc(prompts, func(p storage.Prompt) bool {
			return s.asks(p) == asksLater || s.asks(p) == asksNow && !p.Held
		}))
		if skip < 0 {
			skip = int64(len(prompts) - 1)
		}
	}
	size, shown := promptPageSize, promptShown
	if all {
		size, shown = promptsWhole, club.MaxPrompt
	}
	p := page(skip, len(prompts), size)
	var swaps []part
	for _, prompt := range prompts[p.skip:p.end()] {
		if prompt.Spare && s.asks(prompt) != asksNever {
			swaps = append(swaps, button(fmt.Sprintf("Another for checkpoint %d", s.indexOf(prompt.Checkpoint)+1), bot.CustomID("prompt/swap", prompt.ID, int64(p.skip))))
		}
	}
	lines, hidden, err := s.promptLines(tx, prompts[p.skip:p.end()], p.skip, eyes, shown)
	for ; err == nil && shown > promptLeast && club.Units(strings.Join(lines, "\n")) > promptsFit; shown = shown * 3 / 4 {
		lines, hidden, err = s.promptLines(tx, prompts[p.skip:p.end()], p.skip, eyes, shown*3/4)
	}
	if err != nil {
		return nil, err
	}
	if told := p.told(); told != "" {
		lines = append(lines, told)
	}
	route := iff(all, "prompt/all", "prompt/page")
	heading := "### The questions on " + title(s.read.Book.Title)
	parts := append([]part{card(text("%s\n%s", heading, strings.Join(lines, "\n")))}, p.row(func(skip int64) string {
		return bot.CustomID(route, s.read.ID, skip)
	})...)
	if hidden {
		parts = append(parts, row(button("Show all", bot.CustomID("prompt/all", s.read.ID, int64(p.skip)))))
	}
	return append(parts, rows(swaps)...), nil
}

// promptLines shows some of the questions after the first skip of a list, each
// with the beginning of its text. hidden reports whether any of it stays out of
// sight.
func (s *scene) promptLines(tx *storage.Tx, prompts []storage.Prompt, skip int, eyes club.Reader, shown int) (lines []string, hidden bool, err error) {
	for i, p := range prompts {
		words, ok := p.Text.For(eyes)
		if ok {
			hidden = hidden || club.Units(words) > shown
			words = club.Quote(club.Cut(words, shown))
		} else {
			hidden = true
			words = "-# You have not read that far, so its text stays shut."
		}
		if p.Spare && s.asks(p) != asksNever {
			words += "\n-# Mine: I ask it there as long as nobody else asks anything."
		}
		again, err := s.promptRhythm(tx, p)
		if err != nil {
			return nil, false, err
		}
		lines = append(lines, fmt.Sprintf("**%d.** %s%s\n%s\n-# It %s · %s", skip+i+1, s.promptPlace(p), again,
			words, opensFor(p.Text.Opening()), s.promptState(p)))
	}
	return lines, hidden, nil
}

// promptRhythm says of a question that goes on how often it is asked.
func (s *scene) promptRhythm(tx *storage.Tx, p storage.Prompt) (string, error) {
	if p.Series == 0 || s.asks(p) != asksLater {
		return "", nil
	}
	series, err := tx.Series(p.Series)
	if err != nil {
		return "", err
	}
	rule, err := dates.ParseRepeat(series.Rule, defaultTime())
	until := ""
	if !series.Until.IsZero() {
		until = " until " + series.Until.In(s.zone()).Format("2 January")
	}
	return ", and " + rule.Words() + until, err
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

// asking is where a question is on its way.
type asking int

const (
	asksLater  asking = iota // its moment is ahead
	asksNow                  // its moment has come, and it is not posted yet
	asksPosted               // it is posted
	asksNever                // it was missed or refused, or its read ended before
)

// asks says where a question is on its way, whether it is held or not.
func (s *scene) asks(p storage.Prompt) asking {
	ended := p.At.After(s.read.EndsAt)
	switch {
	case !p.Held && !ended && p.State.Message != "":
		return asksPosted
	case ended, !p.Held && (p.State.State == "missed" || p.State.State == "failed"):
		return asksNever
	case p.At.After(s.now):
		return asksLater
	case !p.Held && p.State.State == "done": // and its message was deleted
		return asksPosted
	}
	return asksNow
}

// lateFrom is how late a post is that is said to be late.
const lateFrom = 5 * time.Minute

// promptState says whether a question is due, held, posted, late, missed,
// failed or waiting, and why.
func (s *scene) promptState(p storage.Prompt) string {
	because := func(words string) string {
		if p.State.Reason == "" {
			return words
		}
		return words + ": " + p.State.Reason
	}
	state := s.asks(p)
	switch {
	case p.At.After(s.read.EndsAt):
		return "not asked: the read ended before"
	case p.Held:
		return "held" + iff(state == asksLater, ", due "+fromNow(p.At), "")
	case state == asksNever && p.State.Reason == "":
		return "missed while the club was archived"
	case state == asksNever:
		return because(p.State.State)
	case p.State.State == "stuck":
		return because("waiting")
	case state == asksLater:
		return "due " + fromNow(p.At)
	case state == asksPosted && p.State.Posted.Sub(p.At) >= lateFrom:
		return "posted late, " + whole(p.State.Posted)
	case state == asksPosted:
		return "posted"
	}
	return because(iff(s.now.Sub(p.At) >= lateFrom, "late, and on its way", "on its way"))
}

// promptOption suggests those questions of the read that fit, their texts under
// the rule.
func (h *House) promptOption(fits func(*scene, storage.Prompt) bool) bot.Option {
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
			var choices, over []bot.Choice // what is still to come is meant more often
			for i, p := range prompts {
				if !fits(s, p) {
					continue
				}
				name, err := s.promptName(tx, i, p)
				if err != nil {
					return nil, err
				}
				if !contains(name, typed) {
					continue
				}
				if choice := (bot.Choice{Name: name, Value: rowKey(p.ID)}); s.asks(p) < asksPosted {
					choices = append(choices, choice)
				} else {
					over = append(over, choice)
				}
			}
			slices.Reverse(over)
			return append(choices, over...), nil
		}),
	}
}

// promptName is a question in a line: its number in the list, when it is asked,
// how it stands, and its words under the rule.
func (s *scene) promptName(tx *storage.Tx, i int, p storage.Prompt) (string, error) {
	again, err := s.promptRhythm(tx, p)
	name := fmt.Sprintf("%d, %s%s", i+1, p.At.In(s.zone()).Format("Mon 2 Jan 15:04"), again)
	if at := s.indexOf(p.Checkpoint); at >= 0 {
		name += fmt.Sprintf(", checkpoint %d", s.checkpoints[at].Number)
	}
	switch state := s.asks(p); {
	case p.Held:
		name += ", held"
	case state == asksPosted:
		name += ", posted"
	case state == asksNever:
		name += ", not asked"
	}
	if words, ok := p.Text.For(s.eyes); ok {
		name += ": " + club.CleanLine(words)
	}
	return name, err
}

// thePrompt finds the question that the option "prompt" names: a suggestion, its
// number in the list, or words that are in one alone, of those that are still to
// come or else of all.
func (s *scene) thePrompt(tx *storage.Tx, in *bot.Interaction) (storage.Prompt, int, error) {
	prompts, err := tx.Prompts(s.read.ID)
	if err != nil {
		return storage.Prompt{}, 0, err
	}
	typed, _ := in.Text("prompt")
	typed = strings.TrimSpace(typed)
	var ahead, all []int
	for i, p := range prompts {
		if typed == rowKey(p.ID) || typed == strconv.Itoa(i+1) {
			return p, i + 1, nil
		}
		name, err := s.promptName(tx, i, p)
		if err != nil {
			return storage.Prompt{}, 0, err
		}
		if strings.Trim(typed, "0123456789") == "" || !contains(name, typed) { // a number is in many a date
			continue
		}
		if all = append(all, i); s.asks(p) < asksPosted {
			ahead = append(ahead, i)
		}
	}
	for _, found := range [][]int{ahead, all} {
		if len(found) == 1 {
			return prompts[found[0]], found[0] + 1, nil
		}
	}
	return storage.Prompt{}, 0, club.Refuse("%s is no question's number, and not in the words of one alone. `/prompt list` numbers those there are.", club.Typed(club.CleanLine(typed)))
}
