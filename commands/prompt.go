package commands

import (
	"strings"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// promptAdd asks a question, now or later, once or again and again.
func (h *House) promptAdd() bot.Action {
	return bot.Action{
		Name: "prompt add", On: bot.Slash, Organiser: true, Help: "Ask the club a question at a checkpoint, at a moment, or again and again",
		Options: []bot.Option{
			h.questionOption(),
			h.checkpointOption("checkpoint", false, "At which checkpoint; the next one by default"),
			{
				Name: "chapter", Help: "How far one must have read to see it; to its checkpoint by default", Type: optionString, MaxLength: 200,
				Suggest: h.suggestChapters(),
			},
			h.momentOption("at", "A day and time of its own, such as 2026-12-01 18:00"),
			h.repeatOption(),
			h.dateOption("until", "The last day of a question that is repeated; the end of the read by default", false),
			{Name: "all", Help: "It gives nothing away: everyone may see it", Type: optionBool},
			h.bookOption(),
		},
		Run: h.either("text", func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, err := h.theRead(tx, in)
			if err != nil {
				return nil, err
			}
			if err := s.running(); err != nil {
				return nil, err
			}
			wish, err := s.readPromptWish(tx, in)
			if err != nil {
				return nil, err
			}
			words, ok := in.Story("text")
			if !ok {
				return s.promptForm(wish), nil
			}
			return s.addPrompt(tx, words, wish)
		}),
	}
}

// questionOption is the question itself. The bank's are suggested; the value of a
// suggestion is the question's key.
func (h *House) questionOption() bot.Option {
	return bot.Option{
		Name: "text", Help: "The question: your own, or one of those suggested; a form opens if you leave it out",
		Type: optionString, MaxLength: club.MaxPrompt,
		Suggest: suggestIn(h, func(tx *storage.Tx, in *bot.Interaction, typed string) ([]bot.Choice, error) {
			s, err := h.theRead(tx, in)
			if err != nil {
				return nil, err
			}
			if err := s.running(); err != nil {
				return nil, err
			}
			i := s.next()
			if checkpoint, ok := in.Text("checkpoint"); ok {
				if chosen, err := s.theCheckpoint(checkpoint); err == nil {
					i = chosen
				}
			}
			had, err := s.had(tx)
			if err != nil {
				return nil, err
			}
			var choices []bot.Choice
			found := club.SuggestBank(typed, s.spareMoment(i), had, 25)
			if len(found) == 0 && len(strings.Fields(typed)) == 1 { // no theme of mine: these may do
				found = club.SuggestBank("", s.spareMoment(i), had, 10)
			}
			for _, q := range found {
				choices = append(choices, bot.Choice{Name: q.Text, Value: q.Key})
			}
			return choices, nil
		}),
	}
}

func (s *scene) promptForm(w promptWish) bot.Form {
	form := bot.Form{
		ID:    bot.CustomID("prompt/sent", append([]int64{s.read.ID}, w.args()...)...),
		Title: "A question for the club",
		Fields: []bot.Field{{
			Name: "text", Label: "What do you want to ask?", Required: true, Long: true, MaxLength: club.MaxPrompt,
		}},
	}
	if w.repeat == "" {
		form.Fields[0].Help = club.Cut(s.askedWhen("It is asked", w.checkpoint, w.at), 100)
		return form
	}
	form.Fields = append(form.Fields, bot.Field{
		Name: "repeat", Label: "How often?", Value: club.Cut(w.repeat, 100), Required: true, MaxLength: 100,
		Help: "Such as: weekly sun 18:00, every second week sun 18:00, monthly 1 10:00",
	})
	return form
}

// buildPromptForm is the form of a question on the read that args names. If
// its checkpoint has opened meanwhile it is asked at the next.
func buildPromptForm(tx *storage.Tx, in *bot.Interaction, args []int64) (bot.Form, error) {
	s, err := runningScene(tx, in, args[0])
	if err != nil {
		return bot.Form{}, err
	}
	w := wishOfArgs(args[1:], "weekly")
	if i := s.indexOf(w.checkpoint); w.checkpoint != 0 && (i < 0 || s.checkpoints[i].Open(s.now)) {
		w.checkpoint = s.checkpoints[s.next()].ID
	}
	return s.promptForm(w), nil
}

// promptSent stores a question that was written in the form.
func (h *House) promptSent() bot.Action {
	return bot.Action{
		Name: "prompt/sent", On: bot.Submit, Args: 5, Organiser: true,
		Run: h.sent("prompt/sent", func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, err := runningScene(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			often, _ := in.Text("repeat")
			w := wishOfArgs([]int64{in.Arg(1), in.Arg(2), in.Arg(3), in.Arg(4)}, often)
			if w.checkpoint != 0 {
				i := s.indexOf(w.checkpoint)
				if i < 0 {
					return nil, club.Refuse("That checkpoint is not one of this read. `/prompt add` asks at the next one.")
				}
				if s.checkpoints[i].Open(s.now) {
					return nil, club.Refuse("%s has opened meanwhile. `/prompt add` asks at the next one.", s.checkpointName(i))
				}
			}
			if lockKind(w.lock) == "" {
				return nil, club.Refuse("Please use `/prompt add` again.")
			}
			if err := s.fitsPrompt(w); err != nil {
				return nil, err
			}
			words, _ := in.Story("text")
			return s.addPrompt(tx, words, w)
		}),
	}
}

// addPrompt stores a question and says when it is asked and for whom it opens.
func (s *scene) addPrompt(tx *storage.Tx, words club.Locked, w promptWish) (bot.Reply, error) {
	p := storage.Prompt{Read: s.read.ID, LockKind: lockKind(w.lock), Checkpoint: w.checkpoint, At: w.at}
	if key, ok := words.BankKey(); ok {
		q, _ := club.BankQuestionOf(key)
		words, p.Bank = club.Draft(q.Text, s.user), key
	}
	var err error
	if p.Text, err = fitQuestion(words); err != nil {
		return nil, err
	}
	if w.checkpoint != 0 {
		n, err := tx.CountPromptsAt(w.checkpoint)
		if err != nil {
			return nil, err
		}
		if n >= club.MaxPromptsPerCheckpoint {
			return nil, club.Refuse("This checkpoint asks %d questions already, which is as many as one can. Remove one with `/prompt remove`, or choose another checkpoint.", n)
		}
	}
	if w.repeat != "" {
		return s.addSeries(tx, p, w)
	}
	if p, err = s.storePrompt(tx, p, w.chapter); err != nil {
		return nil, err
	}
	return s.saidOfPrompt(p, "Your question is asked %s. It %s.", s.promptWhen(p), opensFor(p.Text.Opening())), nil
}

// fitQuestion cleans the words of a question, or refuses them.
func fitQuestion(words club.Locked) (club.Locked, error) {
	words = words.Cleaned()
	if words.Empty() || words.Units() > club.MaxPrompt {
		return words, club.Refuse("A question has from 1 to %d characters; this one has %d.", club.MaxPrompt, words.Units())
	}
	return words, nil
}

// storePrompt stores a question, has it asked, and gives it as it is then.
func (s *scene) storePrompt(tx *storage.Tx, p storage.Prompt, chapter int) (storage.Prompt, error) {
	id, post, err := s.keepPrompt(tx, p, s.chapters.LockUpTo(chapter))
	if err != nil {
		return p, err
	}
	if post != 0 {
		if err := askPost(tx, s.read, workPrompts, post, p.At); err != nil {
			return p, err
		}
	}
	return tx.Prompt(s.club.Guild, id)
}
