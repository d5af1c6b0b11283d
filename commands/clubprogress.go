package commands

import (
	"slices"

	"dogear/bot"
	"dogear/club"
	"dogear/commands/pictures"
	"dogear/storage"
)

// countedFrom is how many readers there must be before it is shown how far they
// are: of fewer it would say where single ones are.
const countedFrom = 5

// clubProgress is the picture of how many have finished each checkpoint that was
// not called off, false where they are too few to tell. Nobody is named, counts under three are
// pooled, and those who read the book again are nowhere in it.
func (s *scene) clubProgress(tx *storage.Tx, h *House) (bot.File, bool, error) {
	readers, err := tx.Counted(s.read.ID)
	if err != nil {
		return bot.File{}, false, err
	}
	far, _ := s.tally(readers)
	steps := slices.DeleteFunc(slices.Clone(s.checkpoints), func(c storage.Checkpoint) bool { return c.Never })
	if far.N < countedFrom || len(steps) == 0 {
		return bot.File{}, false, nil
	}
	come := make([]int, len(steps))
	for i, c := range steps {
		for _, r := range readers {
			if !r.Rereads && r.Position >= c.Last {
				come[i]++
			}
		}
	}
	x := pictures.Progress{Title: s.read.Book.Title, Of: far.N}
	for i, p := range club.Pooled(far.N, come) {
		c := steps[i]
		x.Steps = append(x.Steps, pictures.Step{Label: s.chapters.Span(c.First, c.Last), N: p.N, Fewer: p.Fewer})
	}
	return drawing(h, "progress.png", x, (*pictures.Painter).Progress), true, nil
}
