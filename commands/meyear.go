package commands

import (
	"errors"
	"fmt"
	"slices"
	"strconv"

	"dogear/bot"
	"dogear/club"
	"dogear/commands/pictures"
	"dogear/storage"
)

// meYear shows somebody what they read with the clubs of a server this year.
func (h *House) meYear() bot.Action {
	return bot.Action{
		Name: "me year", On: bot.Slash, DM: true, Help: "What you read with the club this year, and how you liked it",
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			if in.Guild == "" {
				return nil, club.Refuse("Your year is kept for each server, so please use `/me year` in the server of your club.")
			}
			return h.myYear(tx, in, 0)
		}),
	}
}

// meYearShown is another of somebody's years.
func (h *House) meYearShown() bot.Action {
	return bot.Action{
		Name: "me/year", On: bot.Press, Args: 1, Updates: true,
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			return instead(h.myYear(tx, in, int(in.Arg(0))))
		}),
	}
}

// myYear is a year of somebody's, 0 for the present one. What the clubs thought
// is in it only where it is revealed.
func (h *House) myYear(tx *storage.Tx, in *bot.Interaction, year int) (bot.Reply, error) {
	reads, err := tx.ReadsBy(in.Guild, in.User)
	if err != nil {
		return nil, err
	}
	if len(reads) == 0 {
		return nil, club.Refuse("You have not read a book with a club here yet. `/reading` shows what is being read.")
	}
	present := in.Now.In(zoneOf(reads[0].Club)).Year()
	if year == 0 {
		year = present
	}
	x := pictures.Year{Title: "My year " + strconv.Itoa(year), Unit: "chapter"}
	far, before := make(map[int64]int), false
	for _, r := range slices.Backward(reads) {
		if far[r.ID], err = readIn(tx, r, in.User); err != nil {
			return nil, err
		}
		if began := startOf(r).Year(); began < year {
			before = true
		}
		if far[r.ID] == 0 || r.Dropped || r.UnderWay(in.Now) || r.EndsAt.In(zoneOf(r.Club)).Year() != year {
			continue
		}
		b, err := yearBook(tx, r, in)
		if err != nil {
			return nil, err
		}
		chapters, err := tx.Chapters(r.Book.ID)
		if err != nil {
			return nil, err
		}
		b.Begun = far[r.ID] < len(chapters)
		x.Books = append(x.Books, b)
	}
	by, err := readByMonth(tx, reads, year, in.Now, func(r storage.Read) int { return far[r.ID] })
	if err != nil {
		return nil, err
	}
	x.Months, x.Subtitle = by.chapters, inAll(x.Amount(), by.chapters, "chapter")
	return h.answerYear(x, year, present, before), nil
}

// readIn is up to which chapter somebody read in a read: where they are or, of
// one who reads the book again and says no more of it, everything or what the
// club had come to when they left.
func readIn(tx *storage.Tx, r storage.Read, user string) (int, error) {
	me, err := tx.Reader(r.ID, user)
	switch {
	case err != nil || !me.Rereads:
		return me.Position, err
	case !me.Left:
		return everything, nil
	}
	far := me.Position
	checkpoints, err := tx.Checkpoints(r.ID)
	for _, c := range checkpoints {
		if c.Open(me.LeftAt) {
			far = max(far, c.Last)
		}
	}
	return far, err
}

// answerYear shows somebody a year of theirs, and leads to those around it.
func (h *House) answerYear(x pictures.Year, year, present int, before bool) bot.Reply {
	var m bot.Message
	if x.Months == [12]int{} && len(x.Books) == 0 {
		m.Parts = []part{card(text("You finished nothing with a club here in %d%s.", year, iff(year == present, " yet", "")))}
	} else {
		f := drawing(h, "year.png", x, (*pictures.Painter).Year)
		m.Files = []bot.File{f}
		m.Parts = []part{card(text("### %s\n%s.\n-# A chapter counts in the month in which the club came to it.", x.Title, x.Subtitle), picture(f))}
	}
	var buttons []part
	if before {
		buttons = append(buttons, button(strconv.Itoa(year-1), bot.CustomID("me/year", int64(year-1))))
	}
	if year < present {
		buttons = append(buttons, button(strconv.Itoa(year+1), bot.CustomID("me/year", int64(year+1))))
	}
	if buttons != nil {
		m.Parts = append(m.Parts, row(buttons...))
	}
	return bot.Private{Message: m}
}

// yearBook is a book of somebody's year: the stars of theirs that count, beside
// those of the club once these are revealed. Who gave none in time did not count
// in the club's, and has what they gave afterwards.
func yearBook(tx *storage.Tx, r storage.Read, in *bot.Interaction) (pictures.YearBook, error) {
	b := pictures.YearBook{Title: r.Book.Title}
	mine, err := tx.Rating(r.ID, in.User)
	if err != nil && !errors.Is(err, storage.ErrNotFound) {
		return b, fmt.Errorf("my stars: %w", err)
	}
	stars := mine.Stars
	if stars == 0 {
		stars = mine.After
	}
	b.Mine = float64(stars) / 2
	if r.Revealed(in.Now) {
		v, err := summarise(tx, r.ID)
		if err != nil {
			return b, err
		}
		b.Club, b.N = v.Mean, v.N
	}
	return b, nil
}
