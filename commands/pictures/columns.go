package pictures

import "strconv"

// Where things are in a timeline whose bars stand side by side.
const (
	columnsHeight = 680
	calloutLine   = 168 // today's words; those of what is next follow
	nextLine      = 210
	columnsTop    = 232 // the top of the highest bar
	columnsBase   = 500
	numberLine    = columnsBase + 40
	dateLine      = columnsBase + 82
	columnsRoom   = width - 2*margin
	maxStep       = 96
	restRoom      = 36 // the least for a break with words in it
	maxRestRoom   = 48
	todayRoom     = 14 // for today's line
	minColumn     = 4  // what of the lightest bar is seen
)

// slots is where the bars of columns stand.
type slots struct {
	step, bar int   // from one bar to the next, and how much of it a bar takes
	rest      int   // how much room a break takes
	x         []int // where each bar begins
	today     int   // where today's line is
}

// layColumns gives the bars as much room as there is. A break has room for its
// words, or that of a bar, or none, as there is.
func (t Timeline) layColumns() slots {
	n, rests := len(t.Bars), 0
	for _, b := range t.Bars {
		if b.Rest > 0 {
			rests++
		}
	}
	var l slots
	room := columnsRoom - todayRoom
	if l.step = min(maxStep, (room-rests*restRoom)/n); l.step >= 4 {
		l.rest = min(maxRestRoom, (room-l.step*n)/max(1, rests))
	} else if l.step = room / (n + rests); l.step >= 2 {
		l.rest = l.step
	} else {
		l.step = room / n
	}
	l.bar = max(1, l.step-max(1, l.step/4))
	l.place(t)
	return l
}

// place gives each bar, and today's line, its place.
func (l *slots) place(t Timeline) {
	x, open := margin, t.open()
	for i, b := range t.Bars {
		if i == open && t.marked() {
			l.today = x + todayRoom/2
			if i > 0 {
				l.today -= (l.step - l.bar) / 2
			}
			x += todayRoom
		}
		if b.Rest > 0 {
			x += l.rest
		}
		l.x = append(l.x, x)
		x += l.step
	}
	if open == len(t.Bars) {
		l.today = l.end() + todayRoom/2
	}
}

// middle is the middle of a bar.
func (l slots) middle(i int) int { return l.x[i] + l.bar/2 }

// end is where the last bar ends.
func (l slots) end() int { return l.x[len(l.x)-1] + l.bar }

func (p *Painter) columns(t Timeline) *sheet {
	s := p.headed(columnsHeight, t.Title, t.standing())
	l, most := t.layColumns(), max(1, t.Bars[t.heaviest()].Weight)
	s.rect(margin, columnsTop, l.end()-margin, 2, grid.on(shades))
	for i, b := range t.Bars {
		h := max(minColumn, (columnsBase-columnsTop)*b.Weight/most)
		s.bar(b.State, l.x[i], columnsBase-h, l.bar, h)
		if b.Rest > 0 && l.rest >= restRoom {
			s.writeUp(style{size: smallSize}, muted, l.x[i]-(l.step-l.bar)/2-l.rest/2+10, columnsBase-12, b.rest())
		}
	}
	s.rect(margin, columnsBase, l.end()-margin, 3, plain.on(shades))
	s.numbers(t, l)
	s.dates(t, l)
	s.callout(t, l, most)
	return s
}

// numbers writes the numbers of the checkpoints below their bars: of each, or
// of every fifth or so, as there is room.
func (s *sheet) numbers(t Timeline, l slots) {
	st := style{size: smallSize}
	last := t.Bars[len(t.Bars)-1].Number
	every := 1
	for _, n := range []int{1, 5, 10, 25, 50, 100} {
		if every = n; n*l.step >= s.measure(st, strconv.Itoa(last))+16 {
			break
		}
	}
	free := 0
	for i, b := range t.Bars {
		if i > 0 && b.Number%every != 0 {
			continue
		}
		text := strconv.Itoa(b.Number)
		if x := max(margin, l.middle(i)-s.measure(st, text)/2); x >= free {
			free = s.write(st, muted, x, numberLine, text) + 24
		}
	}
}

// dates writes the first and the last date below their bars.
func (s *sheet) dates(t Timeline, l slots) {
	st := style{size: smallSize}
	s.write(st, plain, margin, dateLine, s.fit(st, t.Bars[0].Date, columnsRoom/3))
	last := s.fit(st, t.Bars[len(t.Bars)-1].Date, columnsRoom/3)
	s.writeTo(st, plain, max(l.end(), width/2+s.measure(st, last)), dateLine, last)
}

// callout draws the line of today with its words, and says what is next, on
// the side of the line that has more room; and how much the highest bar is, on
// the other if it has room for that.
func (s *sheet) callout(t Timeline, l slots, most int) {
	st := style{size: smallSize}
	heaviest := t.amount(Bar{Weight: most})
	if !t.marked() {
		s.write(st, muted, margin, columnsTop-12, heaviest)
		return
	}
	right, end := l.today < width/2, max(l.end(), width*3/4)
	room, other := end-l.today-gapRoom, l.today-margin-gapRoom
	if !right {
		room, other = other, room
	}
	wide := s.measure(st, heaviest)
	if left := right == (wide <= other); left {
		s.write(st, muted, margin, columnsTop-12, heaviest)
	} else {
		s.writeTo(st, muted, end, columnsTop-12, heaviest)
	}
	if wide > other {
		room -= wide + gapRoom
	}
	s.dashes(l.today, calloutLine-24, columnsBase-calloutLine+24, true)
	say := func(st style, y int, text string) {
		if right {
			s.write(st, plain, l.today+gapRoom/2, y, text)
		} else {
			s.writeTo(st, plain, l.today-gapRoom/2, y, text)
		}
	}
	if t.Today != "" {
		say(st, calloutLine, s.fit(st, "Today, "+t.Today, room))
	}
	if open := t.open(); open < len(t.Bars) && t.Bars[open].State == Next {
		st.bold = true
		say(st, nextLine, s.nextWords(st, t.Bars[open], room))
	}
}

// nextWords says what is next; if need be, the label is cut and not the date.
func (s *sheet) nextWords(st style, b Bar, room int) string {
	const lead = "Next: "
	when := ""
	if b.Date != "" {
		when = ", " + s.fit(st, b.Date, room/2)
	}
	return lead + s.fit(st, b.Label, room-s.measure(st, lead+when)) + when
}
