package commands

import (
	"dogear/bot"
	"dogear/storage"
)

// reviews lists the reviews that one may see.
func (h *House) reviews() bot.Action {
	return bot.Action{
		Name: "ratings/reviews", On: bot.Press, Args: 2,
		Run: h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, err := sceneOf(tx, in, in.Arg(0))
			if err != nil {
				return nil, err
			}
			reviews, err := tx.Reviews(s.read.ID)
			if err != nil {
				return nil, err
			}
			open := reviews[:0:0]
			for _, n := range reviews {
				if _, ok := n.Text.For(s.eyes); ok {
					open = append(open, n)
				}
			}
			p := page(in.Arg(1), len(open), notesPageSize)
			head := "### Reviews of " + title(s.read.Book.Title)
			if told := p.told(); told != "" {
				head += "\n" + told
			}
			parts := []part{text("%s", head)}
			for _, n := range open[p.skip:p.end()] {
				parts = append(parts, s.noteLine(n, "", true, excerpt))
			}
			if err := s.saw(tx, open[p.skip:p.end()], excerpt); err != nil {
				return nil, err
			}
			if shut := len(reviews) - len(open); shut > 0 {
				parts = append(parts, text("%s %s for those who have read as far as their writers.", capital(count(shut, "review")), iff(shut == 1, "opens", "open")))
			}
			if len(reviews) == 0 {
				parts = append(parts, text("Nobody has written one yet."))
			}
			return answer(in.IsPrivate(), append([]part{card(parts...)},
				p.row(func(skip int64) string { return bot.CustomID("ratings/reviews", s.read.ID, skip) })...)), nil
		}),
	}
}
