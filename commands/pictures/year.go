package pictures

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"dogear/club"
)

// YearBook is a book in somebody's year.
type YearBook struct {
	Title      string
	Mine, Club float64 // stars, 0 for none: Club only once it is revealed
	N          int     // how many gave the club's
	Begun      bool    // it was not read to the end
}

// Year is a picture of what one reader read with a club in a year: their stars
// beside the club's, and how much they read in each month.
type Year struct {
	Title, Subtitle string     // such as "My year 2026" and "Three books, 91 chapters"
	Unit            string     // what Months counts, in the singular, such as "chapter"
	Months          [12]int    // from January
	Books           []YearBook // those beyond the first ten are only counted
}

// Where things are in a picture of a year.
const (
	yearTop     = 240 // the first book
	maxYear     = 10  // books
	yearLabel   = 390
	scaleStart  = margin + yearLabel + 40
	scaleRoom   = 300
	mineColumn  = scaleStart + scaleRoom + 126 // where numbers end
	clubColumn  = width - margin - 104         // what follows is how many gave them
	monthsRoom  = 290
	monthStep   = (width - 2*margin) / 12
	monthBar    = monthStep - 30
	monthsHigh  = 110
	monthsAbove = 120 // from the top of the months to their highest bar
)

// Year draws y as a PNG, 1200 pixels wide and up to 1,200 high.
func (p *Painter) Year(ctx context.Context, y Year) ([]byte, error) {
	return p.paint(ctx, func() *sheet {
		y.Title, y.Subtitle, y.Unit = p.drawsTitle(y.Title, "My year"), p.draws(y.Subtitle), p.draws(y.Unit)
		shown := y.Books[:min(maxYear, len(y.Books))]
		end := yearTop + len(shown)*rowHeight
		s := p.headed(end+monthsRoom+rowsFoot, y.Title, y.Amount())
		s.subtitle(y.Subtitle)
		if len(shown) > 0 {
			s.yearHead()
		}
		for i, b := range shown {
			b.Title = p.drawsTitle(b.Title, fmt.Sprintf("Book %d", i+1))
			s.yearBook(b, yearTop+i*rowHeight)
		}
		s.months(y.Months, y.Unit, end)
		return s
	})
}

// Amount counts the books: those that were read to the end, and those begun.
func (y Year) Amount() string {
	begun := 0
	for _, b := range y.Books {
		if b.Begun {
			begun++
		}
	}
	switch read := len(y.Books) - begun; {
	case begun == 0:
		return count(read, "book")
	case read == 0:
		return count(begun, "book") + " begun"
	default:
		return fmt.Sprintf("%s, %d more begun", count(read, "book"), begun)
	}
}

// subtitle writes what stands below the title.
func (s *sheet) subtitle(text string) {
	st := style{size: textSize}
	s.write(st, muted, margin, subtitleLine, s.fit(st, text, width-2*margin))
}

// yearHead names the columns of books and shows their signs.
func (s *sheet) yearHead() {
	const y = yearTop - 22
	st := style{size: smallSize}
	mine, theirs := s.measure(st, "mine"), s.measure(st, "club")
	s.write(st, muted, mineColumn-mine, y, "mine")
	s.star(mineColumn-mine-22, y-9, 15)
	s.write(st, muted, clubColumn-theirs, y, "club")
	s.ring(clubColumn-theirs-22, y-9, 12)
	s.write(st, muted, scaleStart-8, y, "0.5")
	s.writeTo(st, muted, scaleStart+scaleRoom+8, y, "5")
}

// yearBook draws a book's line: my stars above the scale, the club's below.
func (s *sheet) yearBook(b YearBook, y int) {
	st := style{size: textSize}
	base, middle := y+39, y+rowHeight/2
	label, more := yearLabel, ""
	if b.Begun {
		more = " · begun"
		label -= s.measure(st, more)
	}
	s.write(st, muted, s.write(st, plain, margin, base, s.fit(st, b.Title, label)), base, more)
	s.rect(scaleStart, middle-1, scaleRoom, 2, grid.on(shades))
	at := func(stars float64) int {
		return scaleStart + int((max(0.5, min(stars, 5))-0.5)/4.5*scaleRoom)
	}
	say := func(stars float64, x int) {
		text := "–"
		if stars > 0 {
			text = tenths(stars)
		}
		s.writeTo(st, plain, x, base, text)
	}
	if b.Mine > 0 {
		s.star(at(b.Mine), middle-14, 15)
	}
	if b.Club > 0 {
		s.ring(at(b.Club), middle+14, 12)
	}
	say(b.Mine, mineColumn)
	say(b.Club, clubColumn)
	if b.Club > 0 {
		small := style{size: smallSize}
		s.write(small, muted, clubColumn+10, base, s.fit(small, fmt.Sprintf("(%d)", b.N), width-margin/2-clubColumn-10))
	}
}

// tenths is a number of stars rounded to one decimal, half up as a mean is
// elsewhere: "4.1" or "4".
func tenths(stars float64) string {
	return strconv.FormatFloat(math.Floor(10*stars+0.5+1e-9)/10, 'f', -1, 64)
}

// months draws how much was read in each month, below y.
func (s *sheet) months(months [12]int, unit string, y int) {
	small := style{size: smallSize}
	bold := style{bold: true, size: textSize}
	s.write(bold, plain, margin, y+64, s.fit(bold, byMonth(unit), width-2*margin))
	most, base := 1, y+monthsAbove+monthsHigh
	for _, n := range months {
		most = max(most, n)
	}
	for i, n := range months {
		x := margin + i*monthStep + monthStep/2
		if n > 0 {
			high := max(minColumn, monthsHigh*n/most)
			s.rect(x-monthBar/2, base-high, monthBar, high, second.on(shades))
			s.writeAt(small, plain, x, base-high-10, strconv.Itoa(n))
		}
		s.writeAt(small, muted, x, base+38, monthName(i)[:3])
	}
	s.rect(margin, base, 12*monthStep, 3, plain.on(shades))
}

// byMonth says what the months count.
func byMonth(unit string) string {
	if unit == "" {
		return "By month"
	}
	first, size := utf8.DecodeRuneInString(unit)
	return string(unicode.ToUpper(first)) + unit[size:] + "s by month"
}

func monthName(i int) string {
	return [...]string{
		"January", "February", "March", "April", "May", "June",
		"July", "August", "September", "October", "November", "December",
	}[i]
}

// monthsInWords says how much was read in each month that had something.
func monthsInWords(months [12]int, unit string) string {
	var parts []string
	for i, n := range months {
		if n > 0 {
			parts = append(parts, monthName(i)+" "+strconv.Itoa(n))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return " " + byMonth(unit) + ": " + strings.Join(parts, ", ") + "."
}

// Alt says in words what the picture says, in at most 1,024 UTF-16 code units.
func (y Year) Alt() string {
	head := titles(y.Title, y.Subtitle)
	months := monthsInWords(y.Months, brief(y.Unit))
	var parts []string
	for _, b := range y.Books[:min(maxYear, len(y.Books))] {
		said := named(b.Title, "a book")
		if b.Begun {
			said += ", begun"
		}
		switch {
		case b.Mine > 0 && b.Club > 0:
			said += fmt.Sprintf(" (mine %s, the club's %s from %d)", tenths(b.Mine), tenths(b.Club), b.N)
		case b.Mine > 0:
			said += fmt.Sprintf(" (mine %s)", tenths(b.Mine))
		case b.Club > 0:
			said += fmt.Sprintf(" (the club's %s from %d)", tenths(b.Club), b.N)
		}
		parts = append(parts, said)
	}
	return fitAlt(head, parts, months)
}

// titles is how the words on a year begin.
func titles(title, subtitle string) string {
	head := named(title, "The year")
	if subtitle != "" {
		head += ": " + brief(subtitle)
	}
	return head + "."
}

// fitAlt is the words on a picture of books: as many of them as there is room for
// between head and tail.
func fitAlt(head string, books []string, tail string) string {
	for n := len(books); n > 0; n-- {
		list := " Stars: " + strings.Join(books[:n], "; ")
		if n < len(books) {
			list += fmt.Sprintf("; and %d more", len(books)-n)
		}
		if text := head + list + "." + tail; club.Units(text) <= maxAlt {
			return text
		}
	}
	return club.Cut(head+tail, maxAlt)
}
