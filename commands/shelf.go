package commands

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// bookcase is the shelf of a club as somebody sees it, in pages.
type bookcase struct {
	h     *House
	route string // of its pages
	year  string // of its [Our year]
	entry func(tx *storage.Tx, v volume, in *bot.Interaction) (string, error)
}

// volume is a book on the shelf.
type volume struct {
	storage.Book
	reads []storage.Read         // the newest first
	stars map[int64]club.Summary // of those that are revealed and have stars, by their rows
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
	return bookcase{h, "shelf/page", "year/show", func(_ *storage.Tx, v volume, in *bot.Interaction) (string, error) {
		line := "**" + title(v.Title) + "**"
		if v.Authors != "" {
			line += " · " + title(v.Authors)
		}
		for _, r := range v.reads {
			line += "\n-# " + v.standing(r, in.Now)
		}
		return line, nil
	}}
}

// organisersCase tells of each book what is known of it.
func (h *House) organisersCase() bookcase {
	return bookcase{h, "book/list", organisedYear, func(tx *storage.Tx, v volume, in *bot.Interaction) (string, error) {
		n, err := tx.CountChapters(v.ID)
		line := fmt.Sprintf("**%s**\n%s", title(v.Title), described(v.Book, n))
		if len(v.reads) > 0 { // the newest
			line += " · " + standing(v.reads[0], in.Now)
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
		c, err := pressedClub(tx, in)
		if err != nil {
			return nil, err
		}
		parts, err := bc.page(tx, c, in, in.Arg(1))
		return update(parts...), err
	})
}

func (bc bookcase) page(tx *storage.Tx, c storage.Club, in *bot.Interaction, skip int64) ([]part, error) {
	volumes, err := volumesOf(tx, c, in.Now)
	if err != nil {
		return nil, err
	}
	if len(volumes) == 0 {
		return nil, club.Refuse("The shelf of %s is empty. An organiser fills it with `/book add`.", title(c.Name))
	}
	p := page(skip, len(volumes), pageSize)
	lines := []string{"### The shelf of " + title(c.Name)}
	for _, v := range volumes[p.skip:p.end()] {
		line, err := bc.entry(tx, v, in)
		if err != nil {
			return nil, err
		}
		lines = append(lines, line)
	}
	buttons := p.buttons(func(skip int64) string { return bot.CustomID(bc.route, c.ID, skip) })
	year := button("Our year", bot.CustomID(bc.year, c.ID, int64(in.Now.In(zoneOf(c)).Year())))
	return []part{card(paragraph(append(lines, p.told())...)), row(append(buttons, year)...)}, nil
}

// volumesOf is the shelf of a club in its order: what is being read; what was
// read and has stars, the best liked first; what else was read; what was not.
// Stars that are sealed have no part in it.
func volumesOf(tx *storage.Tx, c storage.Club, now time.Time) ([]volume, error) {
	books, err := tx.Books(c.ID)
	if err != nil {
		return nil, err
	}
	reads, err := tx.Reads(c.ID)
	if err != nil {
		return nil, err
	}
	revealed, err := tx.RevealedStars(c.ID, now)
	if err != nil {
		return nil, err
	}
	of := make(map[int64][]storage.Read)
	for _, r := range reads {
		of[r.Book.ID] = append(of[r.Book.ID], r)
	}
	stars := make(map[int64]club.Summary)
	for id, given := range revealed {
		stars[id] = club.Summarise(given)
	}
	volumes := make([]volume, len(books))
	for i, b := range books {
		volumes[i] = volume{b, of[b.ID], stars}
	}
	slices.SortStableFunc(volumes, func(a, b volume) int {
		placeA, rankA := a.place(now)
		placeB, rankB := b.place(now)
		return cmp.Or(cmp.Compare(placeA, placeB), cmp.Compare(rankB, rankA))
	})
	return volumes, nil
}

// Where books stand on the shelf.
const (
	placeReading = iota
	placeLiked
	placeRead
	placeAhead
)

// place is where a book stands on the shelf and, of one that has stars, how well
// it was liked at least when it was last read.
func (v volume) place(now time.Time) (place int, rank float64) {
	if slices.ContainsFunc(v.reads, func(r storage.Read) bool { return r.UnderWay(now) }) {
		return placeReading, 0
	}
	for _, r := range v.reads {
		if summary := v.stars[r.ID]; summary.N > 0 {
			return placeLiked, summary.Rank()
		}
	}
	if len(v.reads) > 0 {
		return placeRead, 0
	}
	return placeAhead, 0
}

// standing says where a read of the book is, and its stars once they are
// revealed.
func (v volume) standing(r storage.Read, now time.Time) string {
	told := capital(standing(r, now))
	switch {
	case r.UnderWay(now):
		told += ", until " + day(r.EndsAt)
	default:
		told += ", " + day(r.EndsAt)
	}
	if summary := v.stars[r.ID]; summary.N > 0 {
		told += fmt.Sprintf(" · %s from %s", starWords(summary.MeanWords()), count(summary.N, "reader"))
	}
	return told
}
