package commands

import (
	"dogear/club"
	"dogear/storage"
)

// questionsAhead is the questions that people put to the checkpoints ahead, by
// their rows, with those that were removed and may be put back.
func (s *scene) questionsAhead(tx *storage.Tx) (map[int64][]int64, error) {
	prompts, err := tx.PromptsEver(s.read.ID)
	at := make(map[int64][]int64)
	for _, p := range prompts {
		if i := s.indexOf(p.Checkpoint); i >= s.openNow() {
			at[p.Checkpoint] = append(at[p.Checkpoint], p.ID)
		}
	}
	return at, err
}

// moveQuestions has the questions of what lay ahead asked where the end of their
// block has come to lie: not before one has read as far as they were put to.
func (s *scene) moveQuestions(tx *storage.Tx, asked map[int64][]int64, was []storage.Checkpoint) error {
	is := s.checkpoints[s.openNow():]
	_, homes := club.Follow(s.blocks(was), s.blocks(is))
	for i, c := range was {
		for _, id := range asked[c.ID] {
			if err := tx.SetPromptCheckpoint(id, is[homes[i]].ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// locksAhead is the locks of the questions that are still to be asked at a
// moment of their own and open with what has been reached then, by the numbers
// of their chapters.
func (s *scene) locksAhead(tx *storage.Tx) (map[int64]int, error) {
	prompts, err := tx.PromptsEver(s.read.ID)
	locks := make(map[int64]int)
	for _, p := range prompts {
		if p.Post != 0 && p.LockKind == "moment" && p.At.After(s.now) {
			locks[p.ID] = p.Text.Opening().Number()
		}
	}
	return locks, err
}

// freeLocks takes back what keepLocks did, as far as the questions open no earlier
// by it than they had to.
func (s *scene) freeLocks(tx *storage.Tx, kept, had map[int64]int) error {
	ahead, err := s.locksAhead(tx)
	if err != nil {
		return err
	}
	for id := range kept {
		if _, is := ahead[id]; !is { // it was asked since, or given a lock of its own
			continue
		}
		if err := tx.FloorPrompt(id, 0); err != nil {
			return err
		}
	}
	_, err = s.keepLocks(tx, had)
	return err
}

// keepLocks gives the lock that it had to every such question that would open
// earlier now: less will have been reached at its moment than its writer was
// told. It returns those with the numbers of their chapters.
func (s *scene) keepLocks(tx *storage.Tx, had map[int64]int) (map[int64]int, error) {
	have, err := s.locksAhead(tx)
	if err != nil {
		return nil, err
	}
	kept := make(map[int64]int)
	for id, number := range had {
		is, there := have[id]
		if !there || is >= number {
			continue
		}
		c, _ := s.chapters.At(number)
		if err := tx.FloorPrompt(id, c.ID); err != nil {
			return nil, err
		}
		kept[id] = number
	}
	return kept, nil
}
