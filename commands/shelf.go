package commands

import (
	"fmt"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// bookcase is the shelf of a club as somebody sees it, in pages.
type bookcase struct {
	h     *House
	route string // of its pages
	entry func(tx *storage.Tx, b storage.Book, reads []storage.Read, in *bot.Interaction) (string, error)
}

// shelf shows the club's books.
func (h *House) shelf() bot.Action {
	return bot.Action{
		Name: "shelf", On: bot.Slash, Help: "The club's books: being read, read, still to come",
		Run: h.readersCase().show(),
	}
}

// shelfPage turns to another page of the shelf.
func (h *House) shelfPage() bot.Action {
	return bot.Action{Name: "shelf/page", On: bot.Press, Args: 2, Updates: true, Run: h.readersCase().turn()}
}

// bookList shows the shelf as organisers see it.
func (h *House) bookList() bot.Action {
	return bot.Action{
		Name: "book list", On: bot.Slash, Organiser: true, Help: "The club's shelf, with what is known of each book",
		Run: h.organisersCase().show(),
	}
}

// bookListPage turns to another page of the organisers' shelf.
func (h *House) bookListPage() bot.Action {
	return bot.Action{Name: "book/list", On: bot.Press, Args: 2, Updates: true, Organiser: true, Run: h.organisersCase().turn()}
}

// readersCase tells of each book what came of it in this club.
func (h *House) readersCase() bookcase {
	return bookcase{h, "shelf/page", func(tx *storage.Tx, b storage.Book, reads []storage.Read, in *bot.Interaction) (string, error) {
		line := "**" + title(b.Title) + "**"
		if b.Authors != "" {
			line += " · " + title(b.Authors)
		}
		for _, r := range reads {
			told, err := shelfStanding(tx, r, in)
			if err != nil {
				return "", err
			}
			line += "\n-# " + told
		}
		return line, nil
	}}
}

// organisersCase tells of each book what is known of it.
func (h *House) organisersCase() bookcase {
	return bookcase{h, "book/list", func(tx *storage.Tx, b storage.Book, reads []storage.Read, in *bot.Interaction) (string, error) {
		n, err := tx.CountChapters(b.ID)
		line := fmt.Sprintf("**%s**\n%s", title(b.Title), described(b, n))
		if len(reads) > 0 { // the newest
			line += " · " + standing(reads[0], in.Now)
		}
		return line, err
	}}
}

// show answers with the first page.
func (bc bookcase) show() handler {
	return bc.h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
		c, err := theClub(tx, in)
		if err != nil {
			return nil, err
		}
		parts, err := bc.page(tx, c, in, 0)
		return private(parts...), err
	})
}

// turn answers with the page that was asked for.
func (bc bookcase) turn() handler {
	return bc.h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
		c, err := tx.Club(in.Guild, in.Arg(0))
		if err != nil {
			return nil, gone(err, "This club is not there any more.")
		}
		parts, err := bc.page(tx, c, in, in.Arg(1))
		return update(parts...), err
	})
}

func (bc bookcase) page(tx *storage.Tx, c storage.Club, in *bot.Interaction, skip int64) ([]part, error) {
	books, err := tx.Books(c.ID)
	if err != nil {
		return nil, err
	}
	if len(books) == 0 {
		return nil, club.Refuse("The shelf of %s is empty. An organiser fills it with `/book add`.", title(c.Name))
	}
	all, err := tx.Reads(c.ID)
	if err != nil {
		return nil, err
	}
	p := page(skip, len(books), pageSize)
	lines := []string{"### The shelf of " + title(c.Name)}
	for _, b := range books[p.skip:p.end()] {
		var reads []storage.Read
		for _, r := range all {
			if r.Book.ID == b.ID {
				reads = append(reads, r)
			}
		}
		line, err := bc.entry(tx, b, reads, in)
		if err != nil {
			return nil, err
		}
		lines = append(lines, line)
	}
	return append([]part{card(paragraph(append(lines, p.told())...))},
		p.row(func(skip int64) string { return bot.CustomID(bc.route, c.ID, skip) })...), nil
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
	v, err := summarise(tx, r.ID)
	if err != nil || v.N == 0 {
		return told, err
	}
	return fmt.Sprintf("%s · %s from %s", told, starWords(v.MeanWords()), count(v.N, "reader")), nil
}
