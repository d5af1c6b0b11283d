package pictures

import (
	"context"
	"fmt"
	"slices"
	"strconv"
)

// State is how a checkpoint stands.
type State int

// A checkpoint lies ahead, is the first of those, or is open.
const (
	Ahead State = iota // it lies ahead
	Next               // it is the first that lies ahead
	Open               // its moment has come
	Off                // it was called off: the read ended before it
)

// Bar is one checkpoint in a Timeline.
type Bar struct {
	Number  int    // of the checkpoint, from 1; it stands in for a label that cannot be drawn
	Label   string // what is read for it, by labels only, such as "Chapters 4-6"
	Date    string // when it opens, short, such as "Sun 6 Dec"
	Weight  int    // how much is read for it, in Timeline.Unit
	State   State
	Rest    int  // weeks without a checkpoint before it, 0 for none
	CatchUp bool // these weeks are for catching up
}

// Timeline is a picture of a plan: how much is read until when, what is open,
// and where the club is today. A few bars lie below one another, each with its
// label; many stand side by side.
type Timeline struct {
	Title string // such as the book's title
	Unit  string // what Weight counts, in the singular, such as "page"
	Today string // the day on which it is drawn, short, such as "24 Nov"; "" leaves it out
	Bars  []Bar  // in order, 1 to MaxBars of them, those that are open first
}

// MaxBars is how many bars a Timeline may have.
const MaxBars = 500

// Timeline draws t as a PNG, 1200 pixels wide and up to 840 high,
// of ten to forty kilobytes. It fails on a number of bars that is out of
// bounds, a fault of the caller.
func (p *Painter) Timeline(ctx context.Context, t Timeline) ([]byte, error) {
	if n := len(t.Bars); n < 1 || n > MaxBars {
		return nil, fmt.Errorf("draw a timeline of %d bars: 1 to %d can be drawn", n, MaxBars)
	}
	return p.paint(ctx, func() *sheet {
		t = p.drawable(t)
		if height := t.rowsHeight(); height <= maxRowsHeight {
			return p.rows(t, height)
		}
		return p.columns(t)
	})
}

// drawable is t with texts that can be drawn.
func (p *Painter) drawable(t Timeline) Timeline {
	t.Title = p.drawsTitle(t.Title, "The schedule")
	t.Unit, t.Today = p.draws(t.Unit), p.draws(t.Today)
	bars := make([]Bar, len(t.Bars))
	for i, b := range t.Bars {
		if b.Label = p.draws(b.Label); b.Label == "" {
			b.Label = fmt.Sprintf("Checkpoint %d", b.Number)
		}
		b.Date, b.Weight = p.draws(b.when()), max(0, b.Weight)
		bars[i] = b
	}
	t.Bars = bars
	return t
}

// open is how many of the bars are open; the line of today follows them.
func (t Timeline) open() int {
	n := 0
	for n < len(t.Bars) && t.Bars[n].State == Open {
		n++
	}
	return n
}

// marked reports whether a line tells what is open from what is not.
func (t Timeline) marked() bool {
	n := t.open()
	return t.Today != "" || n < len(t.Bars) && t.Bars[n].State == Next
}

// when says when a bar opens.
func (b Bar) when() string {
	if b.State == Off {
		return "not reached"
	}
	return b.Date
}

func (t Timeline) heaviest() int {
	most := 0
	for i, b := range t.Bars {
		if b.Weight > t.Bars[most].Weight {
			most = i
		}
	}
	return most
}

// amount is a bar's weight in words, as in "42 pages".
func (t Timeline) amount(b Bar) string {
	if t.Unit == "" {
		return ""
	}
	return count(b.Weight, t.Unit)
}

// standing is how many there are and how many are open, as in "3 of 8
// checkpoints open".
func (t Timeline) standing() string {
	all, open := count(len(t.Bars), "checkpoint"), t.open()
	switch {
	case slices.ContainsFunc(t.Bars, func(b Bar) bool { return b.State == Off }):
		return strconv.Itoa(open) + " of " + all + " reached"
	case open == 0:
		return all
	case open < len(t.Bars):
		return strconv.Itoa(open) + " of " + all + " open"
	case open == 1:
		return all + ", open"
	}
	return all + ", all open"
}

// rest says what the weeks before a bar are.
func (b Bar) rest() string {
	what := "Break"
	if b.CatchUp {
		what = "Catch-up"
	}
	return what + ", " + count(b.Rest, "week")
}

func count(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return strconv.Itoa(n) + " " + word + "s"
}
