package pictures

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"dogear/club"
)

// Histogram is a picture of how the stars of a read are spread. What it shows is
// unsealed: see to that before it is drawn.
type Histogram struct {
	Title        string
	Counts       [club.MaxStars + 1]int // by half stars, as in club.Summary
	Mean, Median string                 // in stars, such as "4.1"
	N            int                    // how many gave stars
	Stopped      int                    // how many stopped before the end, also of those who gave none
}

// Where things are in a histogram.
const (
	histogramHeight = 700
	histogramTop    = 190 // the top of the highest bar
	histogramBase   = 480
	starLine        = histogramBase + 46
	meanLine        = histogramBase + 118
	starStep        = (width - 2*margin) / int(club.MaxStars)
	starBar         = starStep - 26
)

// Histogram draws h as a PNG, 1200 pixels wide and 700 high.
func (p *Painter) Histogram(ctx context.Context, h Histogram) ([]byte, error) {
	return p.paint(ctx, func() *sheet {
		h.Mean, h.Median = p.draws(h.Mean), p.draws(h.Median)
		s := p.headed(histogramHeight, p.drawsTitle(h.Title, "The stars"), h.foot())
		most := 1
		for _, n := range h.Counts {
			most = max(most, n)
		}
		for stars, n := range h.Counts {
			if stars > 0 {
				s.starColumn(club.Stars(stars), max(0, n), most)
			}
		}
		s.rect(margin, histogramBase, starStep*int(club.MaxStars), 3, plain.on(shades))
		if h.N > 0 {
			s.mean(h.Mean, h.middle())
		}
		return s
	})
}

// starMiddle is the middle of the column of so many half stars.
func starMiddle(halves float64) int { return margin + int((halves-0.5)*float64(starStep)) }

func (s *sheet) starColumn(stars club.Stars, n, most int) {
	x := starMiddle(float64(stars))
	if n > 0 {
		high := max(6, (histogramBase-histogramTop)*n/most)
		s.rect(x-starBar/2, histogramBase-high, starBar, high, star.on(shades))
		s.writeAt(style{bold: true, size: textSize}, plain, x, histogramBase-high-14, strconv.Itoa(n))
	}
	const radius = 13
	st := style{size: smallSize}
	label := stars.String()
	room := s.measure(st, label) + 6 + 2*radius
	end := s.write(st, plain, x-room/2, starLine, label)
	s.star(end+6+radius, starLine-10, radius)
}

// mean points at the mean from below, and says it.
func (s *sheet) mean(mean, words string) {
	x := width / 2
	if m, err := strconv.ParseFloat(mean, 64); err == nil && m >= 0.5 && m <= 5 {
		x = starMiddle(2 * m)
		s.pointUp(x, starLine+14)
	}
	s.writeAt(style{bold: true, size: 34}, plain, x, meanLine, s.fit(style{bold: true, size: 34}, words, width-2*margin))
}

// middle says mean and median.
func (h Histogram) middle() string {
	return fmt.Sprintf("Mean %s, median %s", brief(h.Mean), brief(h.Median))
}

// foot says how many rated, and how many stopped.
func (h Histogram) foot() string {
	foot := count(h.N, "rating")
	if h.Stopped > 0 {
		foot += "; of all who rated, " + strconv.Itoa(h.Stopped) + " stopped"
	}
	return foot
}

// Alt says in words what the picture says, in at most 1,024 UTF-16 code units.
func (h Histogram) Alt() string {
	if h.N == 0 {
		return club.Cut(fmt.Sprintf("Histogram of the ratings of %s: no stars yet.%s", named(h.Title, "a book"), h.stopped()), maxAlt)
	}
	var parts []string
	for stars, n := range h.Counts {
		if n > 0 {
			parts = append(parts, club.Count(n)+" at "+club.Stars(stars).String())
		}
	}
	return club.Cut(fmt.Sprintf("Histogram of %s of %s from 0.5 to 5 stars: %s. %s.%s",
		count(h.N, "rating"), named(h.Title, "a book"), strings.Join(parts, ", "), h.middle(), h.stopped()), maxAlt)
}

func (h Histogram) stopped() string {
	if h.Stopped == 0 {
		return ""
	}
	return fmt.Sprintf(" Of all who rated, %s stopped before the end.", club.Count(h.Stopped))
}
