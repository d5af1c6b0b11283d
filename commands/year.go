package commands

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"image"
	"slices"
	"strconv"
	"time"

	"github.com/bwmarrin/discordgo"

	"dogear/bot"
	"dogear/club"
	"dogear/commands/covers"
	"dogear/commands/pictures"
	"dogear/storage"
)

// clubYear is what a club read in a year of its own calendar. Stars are in it
// only where they are revealed.
type clubYear struct {
	club   storage.Club
	year   int
	reads  []storage.Read         // those that ended in it, the earliest first
	stars  map[int64]club.Summary // by reads
	most   int                    // the place of the most divisive of reads, -1 if there is none
	months [12]int
	unit   string // of months: "page" or "chapter"
	before bool   // there are earlier years
}

// yearOf is a club's year as it stands now.
func yearOf(tx *storage.Tx, c storage.Club, year int, now time.Time) (clubYear, error) {
	y := clubYear{club: c, year: year, stars: make(map[int64]club.Summary)}
	reads, err := tx.Reads(c.ID)
	if err != nil {
		return y, err
	}
	revealed, err := tx.RevealedStars(c.ID, now)
	if err != nil {
		return y, err
	}
	zone := zoneOf(c)
	for _, r := range reads {
		ended := r.EndsAt.In(zone).Year()
		if r.Dropped || r.UnderWay(now) {
			continue
		}
		y.before = y.before || ended < year
		if ended == year {
			y.reads = append(y.reads, r)
			y.stars[r.ID] = club.Summarise(revealed[r.ID])
		}
	}
	slices.SortStableFunc(y.reads, func(a, b storage.Read) int { return cmp.Or(a.EndsAt.Compare(b.EndsAt), cmp.Compare(a.ID, b.ID)) })
	var summaries []club.Summary
	for _, r := range y.reads {
		summaries = append(summaries, y.stars[r.ID])
	}
	y.most = club.MostDivisive(summaries)
	by, err := readByMonth(tx, reads, year, now, func(storage.Read) int { return everything })
	y.months, y.unit = by.chapters, "chapter"
	if by.paged {
		y.months, y.unit = by.pages, "page"
	}
	return y, err
}

// everything is further than any book goes.
const everything = 1 << 20

// byMonth is how much of some reads fell into each month of a year, from
// January.
type byMonth struct {
	chapters, pages [12]int
	paged           bool // pages are known of all of these books
}

// readByMonth says how much of reads fell into each month of a year, by the
// moments of their checkpoints on their clubs' calendars; what a club that
// finished early had still before it, by the end of the read. far says up to
// which chapter a read counts.
func readByMonth(tx *storage.Tx, reads []storage.Read, year int, now time.Time, far func(storage.Read) int) (byMonth, error) {
	by := byMonth{paged: true}
	for _, r := range reads {
		chapters, err := tx.Chapters(r.Book.ID)
		if err != nil {
			return by, err
		}
		checkpoints, err := tx.Checkpoints(r.ID)
		if err != nil {
			return by, err
		}
		zone := zoneOf(r.Club)
		finished := !r.Dropped && !r.UnderWay(now)
		for _, c := range checkpoints {
			at, came, last := c.At.In(zone), c.Open(now), min(c.Last, far(r))
			if !came && finished {
				at, came = r.EndsAt.In(zone), true
			}
			if !came || at.Year() != year || last < c.First {
				continue
			}
			by.chapters[at.Month()-1] += last - c.First + 1
			by.pages[at.Month()-1] += chapters.PagesBetween(c.First-1, last)
			by.paged = by.paged && chapters.Paged()
		}
	}
	return by, nil
}

// name is what a year is headed by.
func (y clubYear) name() string { return fmt.Sprintf("%s in %d", y.club.Name, y.year) }

// starsOf is the stars of a read in a line, "" while they are sealed.
func (y clubYear) starsOf(r storage.Read) string {
	if s := y.stars[r.ID]; s.N > 0 {
		return s.MeanWords()
	}
	return ""
}

// amount is how much was read in a year: "3 books, 1240 pages".
func (y clubYear) amount() string { return inAll(count(len(y.reads), "book"), y.months, y.unit) }

// inAll is how many books, and the sum of what was read in each month, if
// there is any: a read that was finished at once came to no checkpoint.
func inAll(books string, months [12]int, unit string) string {
	total := 0
	for _, n := range months {
		total += n
	}
	return books + iff(total == 0, "", ", "+count(total, unit))
}

// mostYearLines is how many books a message about a year names.
const mostYearLines = 12

// words says what the picture of a year shows.
func (y clubYear) words() part {
	lines := []string{"### " + title(y.name()), y.amount() + "."}
	for i, r := range y.reads {
		if i == mostYearLines {
			lines = append(lines, fmt.Sprintf("- and %d more", len(y.reads)-i))
			break
		}
		line := "- " + title(r.Book.Title)
		if s := y.stars[r.ID]; s.N > 0 {
			line += fmt.Sprintf(" · %s from %s", starWords(s.MeanWords()), count(s.N, "reader"))
		}
		lines = append(lines, line)
	}
	if y.most >= 0 {
		lines = append(lines, fmt.Sprintf("The most divisive: %s.", title(y.reads[y.most].Book.Title)))
	}
	return paragraph(lines...)
}

// picture is the picture of a year. The covers are opened when it is painted.
func (y clubYear) picture(tx *storage.Tx, h *House) (bot.File, error) {
	x := pictures.ClubYear{Title: y.name(), Subtitle: y.amount(), Months: y.months, Unit: y.unit}
	if y.most >= 0 {
		x.Divisive = y.reads[y.most].Book.Title
	}
	var art []storage.Cover
	of := sha256.New()
	for i, r := range y.reads {
		x.Books = append(x.Books, pictures.ClubBook{Title: r.Book.Title, Authors: r.Book.Authors, Stars: y.starsOf(r), N: y.stars[r.ID].N})
		if i >= pictures.MaxCovers {
			continue
		}
		c, err := tx.Cover(r.Book.ID)
		if err != nil && !errors.Is(err, storage.ErrNotFound) {
			return bot.File{}, err
		}
		art = append(art, c)
		one := sha256.Sum256(c.Data)
		of.Write(one[:])
	}
	f := drawing(h, "year.png", x, (*pictures.Painter).ClubYear)
	f.Of += fmt.Sprintf(" %x", of.Sum(nil))
	f.Draw = func(ctx context.Context) ([]byte, error) {
		for i, c := range art {
			x.Books[i].Cover = func() image.Image { return opened(c) }
		}
		return h.painter.ClubYear(ctx, x)
	}
	return f, nil
}

// opened is the picture of a cover, nil if there is none: a title tile stands in
// for it then.
func opened(c storage.Cover) image.Image {
	if len(c.Data) == 0 {
		return nil
	}
	img, err := covers.Open(c.Kind, c.Data)
	if err != nil {
		return nil
	}
	return img
}

// yearShow is [Our year].
func (h *House) yearShow() bot.Action {
	return bot.Action{
		Name: "year/show", On: bot.Press, Args: 2,
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			return h.showYear(tx, in, "year/show", in.Permissions&(discordgo.PermissionManageEvents|discordgo.PermissionAdministrator) != 0)
		}),
	}
}

// yearOrganised is [Our year] below the organisers' shelf.
func (h *House) yearOrganised() bot.Action {
	return bot.Action{
		Name: organisedYear, On: bot.Press, Args: 2, Organiser: true,
		Run: h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			return h.showYear(tx, in, organisedYear, true)
		}),
	}
}

// organisedYear leads to a club's year as organisers see it.
const organisedYear = "year/organised"

// showYear shows a club's year with the way to those around it, by the route by
// which one came: below the organisers' shelf all are organisers, also those whom
// nothing but the server's settings made so.
func (h *House) showYear(tx *storage.Tx, in *bot.Interaction, route string, organiser bool) (bot.Reply, error) {
	c, y, err := pressedYear(tx, in)
	if err != nil {
		return nil, err
	}
	var buttons []part
	if organiser && len(y.reads) > 0 {
		buttons = append(buttons, primary("Post it here", bot.CustomID("year/post", c.ID, int64(y.year))))
	}
	if y.before {
		buttons = append(buttons, button(strconv.Itoa(y.year-1), bot.CustomID(route, c.ID, int64(y.year-1))))
	}
	if y.year < in.Now.In(zoneOf(c)).Year() {
		buttons = append(buttons, button(strconv.Itoa(y.year+1), bot.CustomID(route, c.ID, int64(y.year+1))))
	}
	var m bot.Message
	if len(y.reads) == 0 {
		m.Parts = []part{card(text("%s has finished no book in %d%s.", title(c.Name), y.year, iff(y.year == in.Now.In(zoneOf(c)).Year(), " yet", "")))}
	} else if m, err = y.message(tx, h); err != nil {
		return nil, err
	}
	if buttons != nil {
		m.Parts = append(m.Parts, row(buttons...))
	}
	return bot.Private{Message: m}, nil
}

// message tells of a year.
func (y clubYear) message(tx *storage.Tx, h *House, below ...part) (bot.Message, error) {
	f, err := y.picture(tx, h)
	return bot.Message{
		Parts: []part{card(append([]part{y.words(), picture(f)}, below...)...)}, Files: []bot.File{f},
	}, err
}

// pressedYear finds the year that a button names.
func pressedYear(tx *storage.Tx, in *bot.Interaction) (storage.Club, clubYear, error) {
	c, err := pressedClub(tx, in)
	if err != nil {
		return c, clubYear{}, err
	}
	y, err := yearOf(tx, c, int(in.Arg(1)), in.Now)
	return c, y, err
}
