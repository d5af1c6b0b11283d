package commands

import (
	"fmt"
	"strings"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// shelf shows the club's books.
func (h *House) shelf() bot.Action {
	return bot.Action{
		Name: "shelf", On: bot.Slash, Help: "The club's books: being read, read, still to come",
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			c, err := theClub(tx, in)
			if err != nil {
				return nil, err
			}
			parts, err := h.shelfParts(tx, c, in, 0)
			return private(parts...), err
		}),
	}
}

// shelfPage turns to another page of the shelf.
func (h *House) shelfPage() bot.Action {
	return bot.Action{
		Name: "shelf/page", On: bot.Press, Args: 2, Updates: true,
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			c, err := tx.Club(in.Guild, in.Arg(0))
			if err != nil {
				return nil, gone(err, "This club is not there any more.")
			}
			parts, err := h.shelfParts(tx, c, in, in.Arg(1))
			return update(parts...), err
		}),
	}
}

func (h *House) shelfParts(tx *storage.Tx, c storage.Club, in *bot.Interaction, skip int64) ([]part, error) {
	books, err := tx.Books(c.ID)
	if err != nil {
		return nil, err
	}
	if len(books) == 0 {
		return nil, club.Refuse("The shelf of %s is empty. An organiser fills it with `/book add`.", title(c.Name))
	}
	reads, err := tx.Reads(c.ID)
	if err != nil {
		return nil, err
	}
	p := page(skip, len(books), pageSize)
	lines := []string{"### The shelf of " + title(c.Name)}
	for _, b := range books[p.skip:p.end()] {
		line := "**" + title(b.Title) + "**"
		if b.Authors != "" {
			line += " · " + title(b.Authors)
		}
		for _, r := range reads {
			if r.Book.ID != b.ID {
				continue
			}
			told, err := shelfStanding(tx, r, in)
			if err != nil {
				return nil, err
			}
			line += "\n-# " + told
		}
		lines = append(lines, line)
	}
	if told := p.told(); told != "" {
		lines = append(lines, told)
	}
	return append([]part{card(text("%s", strings.Join(lines, "\n")))},
		p.row(func(skip int64) string { return bot.CustomID("shelf/page", c.ID, skip) })...), nil
}

// shelfStanding says where a read is, and its stars once they are revealed.
func shelfStanding(tx *storage.Tx, r storage.Read, in *bot.Interaction) (string, error) {
	told := capital(standing(r, in.Now))
	switch {
	case r.UnderWay(in.Now):
		told += ", until " + day(r.EndsAt)
	default:
		told += ", " + day(r.EndsAt)
	}
	if !r.Revealed(in.Now) {
		return told, nil
	}
	summary, _, err := summarise(tx, r.ID)
	if err != nil || summary.N == 0 {
		return told, err
	}
	return fmt.Sprintf("%s · %s from %s", told, starWords(summary.MeanWords()), count(summary.N, "reader")), nil
}
