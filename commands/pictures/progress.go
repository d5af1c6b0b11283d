package pictures

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"dogear/club"
)

// Step is how many have come as far as something. It is what club.Pooled tells:
// if Fewer is set not exactly N have, but fewer than three if N is 0, and else all
// of N but fewer than three.
type Step struct {
	Label string // by labels only, such as "Chapters 4-6"
	N     int
	Fewer bool
}

// Progress is a picture of how far a club has read: how many have finished each
// checkpoint, and nobody's name. A few steps lie below one another, each with its
// label; many stand side by side.
type Progress struct {
	Title string
	Steps []Step // one for each checkpoint, in order, 1 to MaxBars of them
	Of    int    // how many read
}

// Progress draws g as a PNG, 1200 pixels wide and up to 840 high. It fails on a
// number of steps that is out of bounds, a fault of the caller.
func (p *Painter) Progress(ctx context.Context, g Progress) ([]byte, error) {
	if n := len(g.Steps); n < 1 || n > MaxBars {
		return nil, fmt.Errorf("draw progress of %d steps: 1 to %d can be drawn", n, MaxBars)
	}
	return p.paint(ctx, func() *sheet {
		g = p.drawableProgress(g)
		if height := rowsTop + len(g.Steps)*rowHeight + rowsFoot; height <= maxRowsHeight {
			return p.progressRows(g, height)
		}
		return p.progressColumns(g)
	})
}

// drawableProgress is g with texts that can be drawn and counts within bounds.
func (p *Painter) drawableProgress(g Progress) Progress {
	g.Title, g.Of = p.drawsTitle(g.Title, "How far we are"), max(1, g.Of)
	steps := make([]Step, len(g.Steps))
	for i, step := range g.Steps {
		if step.Label = p.draws(step.Label); step.Label == "" {
			step.Label = fmt.Sprintf("Checkpoint %d", i+1)
		}
		step.N = max(0, min(step.N, g.Of))
		steps[i] = step
	}
	g.Steps = steps
	return g
}

// sure is how many have come so far at the least.
func (t Step) sure() int {
	if t.Fewer {
		return max(0, t.N-2)
	}
	return t.N
}

// amount says how many have come so far, of so many.
func (t Step) amount(of int) string {
	switch {
	case t.Fewer && t.N == 0:
		return "fewer than 3"
	case t.Fewer:
		return strconv.Itoa(t.sure()) + " or more"
	case t.N == of:
		return "all " + strconv.Itoa(t.N)
	}
	return strconv.Itoa(t.N)
}

func (g Progress) foot() string { return "of " + count(g.Of, "reader") }

func (p *Painter) progressRows(g Progress, height int) *sheet {
	s := p.headed(height, g.Title, g.foot())
	st := style{size: textSize}
	label, amount := 0, s.measure(st, "fewer than 3")
	for _, step := range g.Steps {
		label = max(label, s.measure(st, step.Label))
		amount = max(amount, s.measure(st, step.amount(g.Of)))
	}
	bar := margin + min(label, maxLabel) + gapRoom
	room := width - margin - amount - gapRoom - bar
	for i, step := range g.Steps {
		const barHeight = 30
		y := rowsTop + i*rowHeight
		s.write(st, plain, margin, y+39, s.fit(st, step.Label, maxLabel))
		s.gauge(step, g.Of, bar, y+(rowHeight-barHeight)/2, room, barHeight)
		s.writeTo(st, plain, width-margin, y+39, step.amount(g.Of))
	}
	return s
}

// gauge draws how many of all have come so far: full as far as that is sure,
// striped as far as it may be.
func (s *sheet) gauge(step Step, of, x, y, w, h int) {
	s.rect(x, y, w, h, grid.on(shades))
	s.rect(x, y, w*step.sure()/of, h, second.on(shades))
	if step.Fewer {
		from, to := x+w*step.sure()/of, x+w*min(of, max(step.N, 2))/of
		for at := from + 4; at < to; at += 10 {
			s.rect(at, y, min(4, to-at), h, second.on(shades))
		}
	}
}

// progressColumns draws many steps as the bars of a timeline.
func (p *Painter) progressColumns(g Progress) *sheet {
	t := Timeline{Title: g.Title}
	for i, step := range g.Steps {
		t.Bars = append(t.Bars, Bar{Number: i + 1, Label: step.Label})
	}
	s := p.headed(columnsHeight, g.Title, g.foot())
	l := t.layColumns()
	const high = columnsBase - columnsTop
	s.rect(margin, columnsTop, l.end()-margin, 2, grid.on(shades))
	s.write(style{size: smallSize}, muted, margin, columnsTop-12, count(g.Of, "reader"))
	for i, step := range g.Steps {
		if h := max(minColumn, high*step.sure()/g.Of); step.sure() > 0 {
			s.rect(l.x[i], columnsBase-h, l.bar, h, second.on(shades))
		}
		if step.Fewer {
			top, from := columnsBase-high*min(g.Of, max(step.N, 2))/g.Of, columnsBase-high*step.sure()/g.Of
			for y := from - 8; y >= top; y -= 10 {
				s.rect(l.x[i], y, l.bar, 4, second.on(shades))
			}
		}
	}
	s.rect(margin, columnsBase, l.end()-margin, 3, plain.on(shades))
	s.numbers(t, l)
	st := style{size: smallSize}
	s.write(st, plain, margin, dateLine, s.fit(st, g.Steps[0].Label, columnsRoom/3))
	last := s.fit(st, g.Steps[len(g.Steps)-1].Label, columnsRoom/3)
	s.writeTo(st, plain, max(l.end(), width/2+s.measure(st, last)), dateLine, last)
	return s
}

// Alt says in words what the picture says, in at most 1,024 UTF-16 code units:
// every step if that fits, else where the number changes.
func (g Progress) Alt() string {
	head := fmt.Sprintf("How far the club is in %s, of %s.", named(g.Title, "a book"), count(g.Of, "reader"))
	var all, changes []string
	for i, step := range g.Steps {
		said := fmt.Sprintf("%s: %s", named(step.Label, fmt.Sprintf("Checkpoint %d", i+1)), step.amount(g.Of))
		all = append(all, said)
		if i == 0 || i == len(g.Steps)-1 || step.N != g.Steps[i-1].N || step.Fewer != g.Steps[i-1].Fewer {
			changes = append(changes, said)
		}
	}
	if text := head + " Finished: " + strings.Join(all, "; ") + "."; club.Units(text) <= maxAlt {
		return text
	}
	return club.Cut(head+" Finished, where the number changes: "+strings.Join(changes, "; ")+".", maxAlt)
}
