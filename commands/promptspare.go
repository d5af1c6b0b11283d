package commands

import (
	"context"
	"errors"
	"fmt"
	"time"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// had says of the bank's questions that the club has had, or is to have, how many
// days ago that was: 0 for those to come.
func (s *scene) had(tx *storage.Tx) (map[string]int, error) {
	last, err := tx.Had(s.club.ID)
	days := make(map[string]int, len(last))
	for key, at := range last {
		days[key] = max(int(s.now.Sub(at)/(24*time.Hour)), 0)
	}
	return days, err
}

// spareMoment is where a checkpoint lies in the book.
func (s *scene) spareMoment(i int) club.SpareMoment {
	return club.SpareMoment{Number: i + 1, Of: len(s.checkpoints), Last: s.checkpoints[i].Last, Chapters: len(s.chapters)}
}

// fillSpares has each checkpoint ahead know which question of the bank it asks if
// nobody writes one: one that the club has not had, fit for where the checkpoint
// lies by now.
func (s *scene) fillSpares(tx *storage.Tx) error {
	if !s.club.Fallback {
		return nil
	}
	spares, err := tx.Spares(s.read.ID)
	if err != nil {
		return err
	}
	there := make(map[int64]bool)
	for _, spare := range spares {
		i := s.indexOf(spare.Checkpoint)
		q, known := club.BankQuestionOf(spare.Bank)
		// What organisers have said of it stays said, also while its checkpoint is
		// out of the plan.
		if spare.Removed || spare.Held || i >= 0 && (i < s.openNow() || known && s.spareMoment(i).Fits(q.Theme)) {
			there[spare.Checkpoint] = true
			continue
		}
		if err := tx.DropSpare(spare.Prompt); err != nil {
			return err
		}
	}
	had, err := s.had(tx)
	if err != nil {
		return err
	}
	for i := s.openNow(); i < len(s.checkpoints); i++ {
		c := s.checkpoints[i]
		if c.Never || there[c.ID] {
			continue
		}
		q, ok := club.ChooseSpare(s.spareMoment(i), had, c.ID)
		if !ok {
			continue
		}
		had[q.Key] = 0
		spare := storage.Prompt{Read: s.read.ID, Text: club.ForAll().Hide(q.Text, ""), LockKind: "all", Checkpoint: c.ID, Bank: q.Key, Spare: true}
		if _, _, err := tx.AddPrompt(spare, club.ForAll(), s.now); err != nil {
			return err
		}
	}
	return nil
}

// FillSpares does so for all reads under way of which a checkpoint has none:
// those that an earlier version of Dogear began. What goes wrong with one keeps
// none of the others.
func (h *House) FillSpares(ctx context.Context) error {
	var reads []int64
	err := h.db.Read(ctx, func(tx *storage.Tx) (err error) {
		reads, err = tx.WithoutSpares(h.now())
		return err
	})
	errs := []error{err}
	for _, id := range reads {
		if err := h.db.Write(ctx, func(tx *storage.Tx) error {
			s, err := h.asNobody(tx, id)
			if err != nil {
				return err
			}
			return s.fillSpares(tx)
		}); err != nil {
			errs = append(errs, fmt.Errorf("read %d: %w", id, err))
		}
	}
	return errors.Join(errs...)
}

// promptSwap puts another question of the bank in the place of one that Dogear
// would ask, and shows the page again.
func (h *House) promptSwap() bot.Action {
	return bot.Action{
		Name: "prompt/swap", On: bot.Press, Args: 2, Updates: true, Organiser: true,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			p, s, err := promptOf(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			i := s.indexOf(p.Checkpoint)
			if !p.Spare || i < s.openNow() {
				return nil, club.Refuse("This question is not one that I would ask any more. `/prompt list` shows what comes.")
			}
			had, err := s.had(tx)
			if err != nil {
				return nil, err
			}
			q, ok := club.ChooseSpare(s.spareMoment(i), had, p.ID+s.now.Unix())
			if !ok || q.Key == p.Bank {
				return nil, club.Refuse("I have no other question for that moment. `/prompt add` asks one of yours.")
			}
			if err := tx.SetSpare(p.ID, q); err != nil {
				return nil, err
			}
			parts, err := s.promptPage(tx, in.Arg(1), s.eyes, false)
			return update(parts...), err
		}),
	}
}
