package pictures

import (
	"context"
	"fmt"
	"image"
)

// ClubBook is a book in a club's year.
type ClubBook struct {
	Title, Authors string
	Stars          string // revealed ones, such as "4.1", "" for none
	N              int    // how many gave them
	// Cover opens its cover when it is drawn, so that one is open at a time. Nil,
	// or one that opens nothing, is none: then it is the title tile.
	Cover func() image.Image
}

// ClubYear is a picture of what a club read in a year.
type ClubYear struct {
	Title, Subtitle string     // such as "Our year 2026"
	Books           []ClubBook // those beyond the first MaxCovers are only counted
	Divisive        string     // the title of the book about which the club differs most, "" for none
	Unit            string     // what Months counts, in the singular, such as "page"
	Months          [12]int    // from January
}

// MaxCovers is how many books a picture of a club's year shows; those beyond are
// only counted.
const MaxCovers = 12

// Where things are in a picture of a club's year.
const (
	coversTop    = 190
	captionRoom  = 150
	captionLine  = 34
	divisiveLine = 52
)

// shelf is where covers stand in a picture.
type shelf struct{ across, rows, w, h, gap int }

// layShelf gives few books large covers, more smaller ones in up to two rows.
func layShelf(books int) shelf {
	l := shelf{across: 5, rows: 1, gap: 22}
	if books > l.across {
		l.across, l.gap = 6, 22
		l.rows = min(2, (books+l.across-1)/l.across)
	}
	l.w = (width - 2*margin - (l.across-1)*l.gap) / l.across
	l.h = l.w * 3 / 2
	return l
}

// ClubYear draws y as a PNG, 1200 pixels wide and up to 1,500 high.
func (p *Painter) ClubYear(ctx context.Context, y ClubYear) ([]byte, error) {
	return p.paint(ctx, func() *sheet {
		books := y.Books[:min(MaxCovers, len(y.Books))]
		l := layShelf(len(books))
		end := coversTop
		if len(books) > 0 {
			end += l.rows * (l.h + captionRoom)
		}
		divisive := p.drawsTitle(y.Divisive, "")
		if divisive != "" {
			end += divisiveLine
		}
		s := p.headed(end+monthsRoom+rowsFoot, p.drawsTitle(y.Title, "Our year"), count(len(y.Books), "book"))
		s.subtitle(p.draws(y.Subtitle))
		for i, b := range books {
			b.Title = p.drawsTitle(b.Title, "")
			b.Authors = p.draws(b.Authors)
			at := image.Pt(margin+i%l.across*(l.w+l.gap), coversTop+i/l.across*(l.h+captionRoom))
			s.clubBook(b, image.Rectangle{at, at.Add(image.Pt(l.w, l.h))}, divisive != "" && y.Books[i].Title == y.Divisive)
		}
		if divisive != "" {
			s.divisive(divisive, end-8)
		}
		s.months(y.Months, p.draws(y.Unit), end)
		return s
	})
}

// clubBook draws a book: its cover and title, or its tile and authors, and its
// stars.
func (s *sheet) clubBook(b ClubBook, r image.Rectangle, divisive bool) {
	caption := b.Title
	if cover := b.opened(); cover != nil {
		s.cover(cover, r)
	} else {
		s.tile(r, Tile{Title: b.Title}, paper)
		caption = b.Authors
	}
	st := style{size: smallSize}
	y := r.Max.Y + captionLine
	for _, line := range s.wrap(st, caption, r.Dx(), 2) {
		s.write(st, plain, r.Min.X, y, line)
		y += captionLine
	}
	if b.Stars != "" {
		const radius = 14
		s.star(r.Min.X+radius, y-10, radius)
		bold, x := style{bold: true, size: smallSize}, r.Min.X+2*radius+8
		end, n := s.write(bold, plain, x, y, s.fit(bold, s.painter.draws(b.Stars), r.Max.X-40-x)), fmt.Sprintf(" (%d)", b.N)
		room := r.Max.X - end
		if divisive { // the sign may reach into the gap
			room -= 20
		}
		if s.measure(st, n) <= room {
			end = s.write(st, muted, end, y, n)
		}
		if divisive {
			s.diamond(end+24, y-10)
		}
	}
}

// opened is the cover of a book, nil if there is none.
func (b ClubBook) opened() image.Image {
	if b.Cover == nil {
		return nil
	}
	if img := b.Cover(); img != nil && !img.Bounds().Empty() {
		return img
	}
	return nil
}

// diamond is the sign of what the club differs about.
func (s *sheet) diamond(x, y int) {
	const r = 13
	fx, fy := float64(x), float64(y)
	s.polygon(accent.onPaper, [2]float64{fx, fy - r}, [2]float64{fx + r, fy}, [2]float64{fx, fy + r}, [2]float64{fx - r, fy})
}

// divisive says which book the club differs about.
func (s *sheet) divisive(title string, y int) {
	s.diamond(margin+13, y-10)
	st := style{size: textSize}
	x := s.write(st, plain, margin+36, y, "Most divisive: ")
	st.bold = true
	s.write(st, plain, x, y, s.fit(st, title, width-margin-x))
}

// Alt says in words what the picture says, in at most 1,024 UTF-16 code units.
func (y ClubYear) Alt() string {
	tail := monthsInWords(y.Months, brief(y.Unit))
	if y.Divisive != "" {
		tail = " Most divisive: " + brief(y.Divisive) + "." + tail
	}
	var parts []string
	for _, b := range y.Books[:min(MaxCovers, len(y.Books))] {
		said := named(b.Title, "a book")
		if b.Stars != "" {
			said += fmt.Sprintf(" (%s from %d)", brief(b.Stars), b.N)
		}
		parts = append(parts, said)
	}
	head := titles(y.Title, y.Subtitle)
	if n := len(y.Books) - len(parts); n > 0 {
		head += fmt.Sprintf(" %s, the first %d of them shown.", count(len(y.Books), "book"), MaxCovers)
	}
	return fitAlt(head, parts, tail)
}
