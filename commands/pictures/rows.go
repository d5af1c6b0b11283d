package pictures

// Where things are in a timeline whose bars lie below one another.
const (
	rowsTop       = 140 // the first row
	rowHeight     = 56
	betweenHeight = 46 // today's line, or a break
	rowsFoot      = 92 // below the last row
	maxRowsHeight = 840
	markRoom      = 40 // for the sign before a label
	maxLabel      = 440
	maxDate       = 240
	gapRoom       = 28
)

// rowsHeight is how high t is with its bars below one another.
func (t Timeline) rowsHeight() int {
	height := rowsTop + len(t.Bars)*rowHeight + rowsFoot
	for _, b := range t.Bars {
		if b.Rest > 0 {
			height += betweenHeight
		}
	}
	if t.marked() {
		height += betweenHeight
	}
	return height
}

// rowTable is where the columns of the rows begin and end.
type rowTable struct {
	label     int // where labels begin
	bar, room int // where bars begin, and how long the longest is
	most      int // the weight of the longest
}

func (p *Painter) rows(t Timeline, height int) *sheet {
	s := p.headed(height, t.Title, t.standing())
	table := s.layRows(t)
	y := rowsTop
	for i, b := range t.Bars {
		if i == t.open() && t.marked() {
			s.todayRow(t, y)
			y += betweenHeight
		}
		if b.Rest > 0 {
			s.write(style{size: smallSize}, muted, table.label, y+33, b.rest())
			y += betweenHeight
		}
		s.row(t, b, table, y)
		y += rowHeight
	}
	if t.open() == len(t.Bars) && t.marked() {
		s.todayRow(t, y)
	}
	return s
}

// layRows gives labels, dates and amounts as much room as they need, and the
// rest to the bars.
func (s *sheet) layRows(t Timeline) rowTable {
	label, date, amount, most := 0, 0, 0, 1
	for _, b := range t.Bars {
		label = max(label, s.measure(b.letters(), b.Label))
		date = max(date, s.measure(b.letters(), b.Date))
		amount = max(amount, s.measure(style{size: textSize}, t.amount(b)))
		most = max(most, b.Weight)
	}
	labels := margin
	if t.marked() || t.open() > 0 {
		labels += markRoom
	}
	start := labels + min(label, maxLabel) + gapRoom
	end := width - margin - min(date, maxDate) - gapRoom
	return rowTable{label: labels, bar: start, room: end - start - amount - gapRoom/2, most: most}
}

// letters is how a bar's own words look: the next one's stand out.
func (b Bar) letters() style { return style{bold: b.State == Next, size: textSize} }

func (s *sheet) row(t Timeline, b Bar, table rowTable, y int) {
	const barHeight = 30
	base, middle := y+39, y+rowHeight/2
	switch b.State {
	case Open:
		s.write(style{size: textSize}, second, margin, base, "✓")
	case Next:
		s.pointer(margin+11, middle, false)
	}
	s.write(b.letters(), plain, table.label, base, s.fit(b.letters(), b.Label, maxLabel))
	long := max(6, table.room*b.Weight/table.most)
	s.bar(b.State, table.bar, middle-barHeight/2, long, barHeight)
	s.write(style{size: textSize}, muted, table.bar+long+gapRoom/2, base, t.amount(b))
	s.writeTo(b.letters(), plain, width-margin, base, s.fit(b.letters(), b.Date, maxDate))
}

// bar draws a bar: full where it is open or next, empty where it is ahead.
func (s *sheet) bar(state State, x, y, w, h int) {
	const thick = 3
	switch {
	case state == Open:
		s.rect(x, y, w, h, second.on(shades))
	case state == Next:
		s.rect(x, y, w, h, accent.on(shades))
	case w > 3*thick && h > 2*thick:
		s.frame(x, y, w, h, thick, muted.on(shades))
	default:
		s.rect(x, y, w, h, muted.on(shades/2))
	}
}

// todayRow draws the line between what is open and what is not.
func (s *sheet) todayRow(t Timeline, y int) {
	x := margin
	if t.Today != "" {
		st := style{bold: true, size: smallSize}
		x = s.write(st, plain, x, y+33, s.fit(st, "Today, "+t.Today, width/2)) + gapRoom/2
	}
	s.dashes(x, y+betweenHeight/2, width-margin-x, false)
}
