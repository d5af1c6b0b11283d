package pictures

import (
	"cmp"
	"context"
	"fmt"
	"math/bits"
	"slices"
	"strconv"
	"strings"

	"dogear/club"
)

// Stop is a chapter after which somebody stopped, and how many were still reading
// after it.
type Stop struct {
	Chapter int    // its number; 0 is before the first
	Label   string // such as "Chapter 9"
	Left    int
}

// Stops is a picture of where people stopped: a curve that falls at each Stop.
type Stops struct {
	Title    string
	Of       int    // how many rated, whether or not they finished
	Chapters int    // how many chapters the book has
	Steps    []Stop // in order of their chapters, as club.StopCurve has them, 1 to MaxBars of them
}

// Where things are in a picture of stops.
const (
	stopsHeight = 700
	stopsTop    = 250 // the line of all
	stopsBase   = 560
	stopsWords  = 196 // the highest line of words
	stopsRoom   = 800 // how wide the curve is; words stand to the right of it
	stopLine    = 38  // from one line of words to the next
)

// Stops draws t as a PNG, 1200 pixels wide and 700 high. It fails on a number of
// steps that is out of bounds, a fault of the caller.
func (p *Painter) Stops(ctx context.Context, t Stops) ([]byte, error) {
	if n := len(t.Steps); n < 1 || n > MaxBars {
		return nil, fmt.Errorf("draw stops after %d chapters: 1 to %d can be drawn", n, MaxBars)
	}
	return p.paint(ctx, func() *sheet {
		t = p.drawableStops(t)
		s := p.headed(stopsHeight, t.Title, t.foot())
		st := style{size: smallSize}
		s.subtitle(fmt.Sprintf("Of %d who rated, %d finished", t.Of, t.last()))
		s.curve(t)
		s.rect(margin, stopsBase, stopsRoom, 3, plain.on(shades))
		s.write(st, muted, margin, stopsBase+42, "Start")
		s.writeTo(st, muted, margin+stopsRoom, stopsBase+42, count(t.Chapters, "chapter"))
		s.sayStops(t)
		return s
	})
}

// drawableStops is t with texts that can be drawn and numbers within bounds.
func (p *Painter) drawableStops(t Stops) Stops {
	t.Title = p.drawsTitle(t.Title, "Where we stopped")
	t.Of, t.Chapters = max(1, t.Of), max(1, t.Chapters)
	steps := make([]Stop, len(t.Steps))
	for i, step := range t.Steps {
		if step.Label = p.draws(step.Label); step.Label == "" {
			step.Label = fmt.Sprintf("Chapter %d of %d", step.Chapter, t.Chapters)
		}
		step.Chapter, step.Left = max(0, min(step.Chapter, t.Chapters)), max(0, min(step.Left, t.Of))
		steps[i] = step
	}
	t.Steps = steps
	return t
}

func (t Stops) x(chapter int) int { return margin + stopsRoom*chapter/t.Chapters }
func (t Stops) y(left int) int    { return stopsBase - (stopsBase-stopsTop)*left/t.Of }

// fell is how many stopped at a step.
func (t Stops) fell(i int) int {
	before := t.Of
	if i > 0 {
		before = t.Steps[i-1].Left
	}
	return max(0, before-t.Steps[i].Left)
}

func (t Stops) last() int { return t.Steps[len(t.Steps)-1].Left }

func (t Stops) foot() string {
	return fmt.Sprintf("%d of %d who rated stopped", max(0, t.Of-t.last()), t.Of)
}

// curve draws how many are left, and fills what is below with a pale tint.
func (s *sheet) curve(t Stops) {
	const thick = 6
	x, left := margin, t.Of
	for i := range len(t.Steps) + 1 {
		to, next := margin+stopsRoom, left
		if i < len(t.Steps) {
			to, next = t.x(t.Steps[i].Chapter), t.Steps[i].Left
		}
		s.rect(x, t.y(left), to-x, stopsBase-t.y(left), second.on(3))
		s.rect(x, t.y(left)-thick/2, to-x, thick, second.on(shades))
		if i < len(t.Steps) {
			s.rect(to-thick/2, min(t.y(left), t.y(next))-thick/2, thick, max(t.y(next)-t.y(left), 0)+thick, second.on(shades))
		}
		x, left = to, next
	}
}

// sayStops says at each fall after which chapter it is, in what is free above and
// to the right of the curve: of all, or of the greatest as there is room.
func (s *sheet) sayStops(t Stops) {
	st := style{size: smallSize}
	said, lines := t.words()
	for k, i := range said {
		x, y := t.x(t.Steps[i].Chapter), lines[k]
		if top := t.y(t.Steps[i].Left + t.fell(i)); y < top-8 {
			s.rect(x-1, y-20, 3, top-y+20, muted.on(shades))
		}
		text := strconv.Itoa(t.fell(i)) + " after " + t.Steps[i].Label
		s.write(st, plain, x+14, y, s.fit(st, text, width-margin-x-14))
	}
}

// words is the falls of which something is said, in order, and on which line each
// is: as many as there is room for, the greatest first, and of those alike some
// from everywhere.
func (t Stops) words() (said, lines []int) {
	order := make([]int, len(t.Steps))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		// Numbers read from their last bit come to halves before quarters.
		return cmp.Or(t.fell(b)-t.fell(a), cmp.Compare(bits.Reverse32(uint32(a)), bits.Reverse32(uint32(b))))
	})
	for _, i := range order {
		at, _ := slices.BinarySearch(said, i)
		more := slices.Insert(slices.Clone(said), at, i)
		if fit := t.lines(more); len(said) == 0 || fit[0] >= stopsWords {
			said, lines = more, fit
		}
	}
	return said, lines
}

// lines is where words on some falls stand: the last just above the curve, those
// before it no lower than that, and one above another.
func (t Stops) lines(said []int) []int {
	lines := make([]int, len(said))
	low := stopsBase
	for k, i := range slices.Backward(said) {
		lines[k] = min(t.y(t.Steps[i].Left)-16, low-stopLine)
		low = lines[k]
	}
	return lines
}

// Alt says in words what the picture says, in at most 1,024 UTF-16 code units.
func (t Stops) Alt() string {
	if len(t.Steps) == 0 {
		return club.Cut(fmt.Sprintf("Nobody stopped reading %s.", named(t.Title, "a book")), maxAlt)
	}
	var parts []string
	for i, step := range t.Steps {
		parts = append(parts, fmt.Sprintf("%s after %s", club.Count(t.fell(i)), named(step.Label, fmt.Sprintf("Chapter %d", step.Chapter))))
	}
	return club.Cut(fmt.Sprintf("Where %d of %d who rated %s stopped while %d finished: %s.",
		max(0, t.Of-t.last()), t.Of, named(t.Title, "a book"), t.last(), strings.Join(parts, ", ")), maxAlt)
}
