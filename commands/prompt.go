package commands

import (
	"fmt"
	"strings"
	"time"

	"dogear/bot"
	"dogear/club"
	"dogear/commands/dates"
	"dogear/storage"
)

// The kinds of a question's lock, as custom ids number them.
const (
	lockMoment  int64 = iota // as far as the club is when it is asked
	lockAll                  // for all
	lockChapter              // a chapter of its own
	lockWhole                // the whole book
)

// lockKind names a kind of lock as the database does, "" if there is none.
func lockKind(kind int64) string {
	switch kind {
	case lockMoment:
		return "moment"
	case lockAll:
		return "all"
	case lockChapter:
		return "chapter"
	case lockWhole:
		return "whole"
	}
	return ""
}

// promptWish is when a question is asked and how far one must have read.
type promptWish struct {
	checkpoint int64 // at whose moment; 0: at
	at         time.Time
	lock       int64 // its kind
	chapter    int   // the chapter's number, if that is the lock
}

// promptAdd asks a question, now or later.
func (h *House) promptAdd() bot.Action {
	return bot.Action{
		Name: "prompt add", On: bot.Slash, Organiser: true, Help: "Ask the club a question at a checkpoint, or at a moment",
		Options: []bot.Option{
			{Name: "text", Help: "The question; a form opens if you leave it out", Type: optionString, MaxLength: club.MaxPrompt},
			h.checkpointOption("checkpoint", false, "At which checkpoint; the next one by default"),
			{
				Name: "chapter", Help: "How far one must have read to see it; to its checkpoint by default", Type: optionString, MaxLength: 200,
				Suggest: h.suggestChapters(),
			},
			h.momentOption("at", "A day and time of its own, such as 2026-12-01 18:00"),
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

func (s *scene) promptForm(w promptWish) bot.Form {
	return bot.Form{
		ID:    bot.CustomID("prompt/sent", s.read.ID, w.checkpoint, unixOf(w.at), w.lock, int64(w.chapter)),
		Title: "A question for the club",
		Fields: []bot.Field{{
			Name: "text", Label: "What do you want to ask?", Required: true, Long: true, MaxLength: club.MaxPrompt,
			Help: club.Cut(s.promptMoment(w), 100),
		}},
	}
}

// wishOfArgs is what the custom id of the form carries, behind the read.
func wishOfArgs(args []int64) promptWish {
	w := promptWish{checkpoint: args[0], lock: args[2], chapter: int(args[3])}
	if args[1] != 0 {
		w.at = time.Unix(args[1], 0)
	}
	return w
}

// buildPromptForm is the form of a question on the read that args names. If
// its checkpoint has opened meanwhile it is asked at the next.
func buildPromptForm(tx *storage.Tx, in *bot.Interaction, args []int64) (bot.Form, error) {
	s, err := sceneOf(tx, in, args[0])
	if err != nil {
		return bot.Form{}, err
	}
	if err := s.running(); err != nil {
		return bot.Form{}, err
	}
	w := wishOfArgs(args[1:])
	if i := s.indexOf(w.checkpoint); w.checkpoint != 0 && (i < 0 || s.checkpoints[i].Open(s.now)) {
		w.checkpoint = s.checkpoints[s.next()].ID
	}
	return s.promptForm(w), nil
}

func unixOf(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}

// readPromptWish reads when a question is asked and its lock.
func (s *scene) readPromptWish(tx *storage.Tx, in *bot.Interaction) (w promptWish, err error) {
	checkpoint, atCheckpoint := in.Text("checkpoint")
	at, atMoment := in.Text("at")
	switch {
	case atCheckpoint && atMoment:
		return w, club.Refuse("A question is asked at a checkpoint or at a moment of its own. Please give `checkpoint` or `at`, not both.")
	case atCheckpoint:
		i, err := s.theCheckpoint(checkpoint)
		if err != nil {
			return w, err
		}
		w.checkpoint = s.checkpoints[i].ID
	case atMoment:
		if w.at, err = dates.ParseMoment(at, s.now, s.zone(), defaultTime()); err != nil {
			return w, err
		}
	default:
		w.checkpoint = s.checkpoints[s.next()].ID
	}
	if all, _ := in.Bool("all"); all {
		w.lock = lockAll
		return w, s.fitsPrompt(w)
	}
	if typed, ok := in.Text("chapter"); ok && strings.TrimSpace(typed) != "" {
		lock, err := s.lockFor(tx, typed)
		if err != nil {
			return w, err
		}
		w.lock, w.chapter = lockChapter, lock.Number()
		switch {
		case lock.IsForAll():
			w.lock = lockAll
		case lock.IsWhole():
			w.lock = lockWhole
		}
	}
	return w, s.fitsPrompt(w)
}

// fitsPrompt: a moment of its own lies ahead, and before the end of the read.
func (s *scene) fitsPrompt(w promptWish) error {
	switch {
	case w.checkpoint != 0:
		return nil
	case !w.at.After(s.now):
		return club.Refuse("%s lies in the past. Choose a moment that is still to come.", whole(w.at))
	case w.at.After(s.read.EndsAt):
		return club.Refuse("%s is after the end of the read, which is on %s. Choose a moment before that.", whole(w.at), whole(s.read.EndsAt))
	}
	return nil
}

// promptMoment says when a question is asked, in plain words.
func (s *scene) promptMoment(w promptWish) string {
	i := s.indexOf(w.checkpoint)
	if i < 0 {
		return "It is asked on " + w.at.In(s.zone()).Format("Monday 2 January 15:04") + "."
	}
	c := s.checkpoints[i]
	return fmt.Sprintf("It is asked at checkpoint %d: %s.", c.Number, s.chapters.Span(c.First, c.Last))
}

// promptSent stores a question that was written in the form.
func (h *House) promptSent() bot.Action {
	return bot.Action{
		Name: "prompt/sent", On: bot.Submit, Args: 5, Organiser: true,
		Run: h.sent("prompt/sent", func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, err := sceneOf(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			if err := s.running(); err != nil {
				return nil, err
			}
			w := wishOfArgs([]int64{in.Arg(1), in.Arg(2), in.Arg(3), in.Arg(4)})
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
	words = words.Cleaned()
	if words.Empty() || words.Units() > club.MaxPrompt {
		return nil, club.Refuse("A question has from 1 to %d characters; this one has %d.", club.MaxPrompt, words.Units())
	}
	if w.checkpoint != 0 {
		there, err := tx.PromptsAt(w.checkpoint)
		if err != nil {
			return nil, err
		}
		if len(there) >= club.MaxPromptsPerCheckpoint {
			return nil, club.Refuse("This checkpoint asks %d questions already, which is as many as one can. Remove one with `/prompt remove`, or choose another checkpoint.", len(there))
		}
	}
	p := storage.Prompt{Read: s.read.ID, Text: words, LockKind: lockKind(w.lock), Checkpoint: w.checkpoint, At: w.at}
	id, post, err := tx.AddPrompt(p, s.chapters.LockUpTo(w.chapter), s.now)
	if err != nil {
		return nil, err
	}
	if post != 0 {
		if err := askPost(tx, s.read, workPrompts, post, w.at); err != nil {
			return nil, err
		}
	}
	if p, err = tx.Prompt(s.club.Guild, id); err != nil {
		return nil, err
	}
	return private(card(text("Your question is asked %s. It %s.", s.promptWhen(p), opensFor(p.Text.Opening())))), nil
}
