package commands

import (
	"dogear/bot"
	"dogear/club"
	"dogear/commands/pictures"
	"dogear/storage"
)

// countedFrom is how many readers there must be before it is shown how far they
// are: of fewer it would say where single ones are.
const countedFrom = 5

// clubProgress is the picture of how many have finished each checkpoint, false
// where they are too few to tell. Nobody is named, counts under three are
// pooled, and those who read the book again are nowhere in it.
func (s *scene) clubProgress(tx *storage.Tx, h *House) (bot.File, bool, error) {
	readers, err := tx.Counted(s.read.ID)
	if err != nil {
		return bot.File{}, false, err
	}
	far, _ := s.tally(readers)
	if far.N < countedFrom || len(s.checkpoints) == 0 {
		return bot.File{}, false, nil
	}
	come := make([]int, len(s.checkpoints))
	for i, c := range s.checkpoints {
		for _, r := range readers {
			if !r.Rereads && r.Position >= c.Last {
				come[i]++
			}
		}
	}
	x := pictures.Progress{Title: s.read.Book.Title, Of: far.N}
	for i, p := range club.Pooled(far.N, come) {
		c := s.checkpoints[i]
		x.Steps = append(x.Steps, pictures.Step{Label: s.chapters.Span(c.First, c.Last), N: p.N, Fewer: p.Fewer})
	}
	return drawing(h, "progress.png", x, (*pictures.Painter).Progress), true, nil
}
