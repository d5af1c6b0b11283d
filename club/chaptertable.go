package club

import (
	"encoding/csv"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// ListOfTable is the chapter list that a table holds, as ReadChapterList reads
// it or, where its ends are times, ReadEnds. A row is a chapter, its cells are
// divided by commas, semicolons or tabs. A first row of headings says what the
// columns are ("chapter" or "label", "title", "page" or "ends", "part");
// without one the first is the label, one of nothing but ends holds the ends,
// and of the others the first is the title and the next the part.
//
// The list is behind the table's lock. Rows that could not be read are left out
// and told by the line of the table on which they begin.
func ListOfTable(table Locked) (Locked, []Unread) {
	text := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.TrimPrefix(table.words(), "\ufeff"))
	p := tableReader{listReader: listReader{author: table.By()}}
	rows := p.rows(text)
	if len(rows) > 0 {
		columns, ok := headings(rows[0].cells)
		if ok {
			rows = rows[1:]
			for i := range rows {
				rows[i].number--
			}
		} else {
			columns = guessColumns(rows)
		}
		for _, row := range rows {
			if len(p.unread) >= maxUnread || !p.readRow(row, columns) {
				break
			}
		}
	}
	p.endPart()
	slices.SortStableFunc(p.unread, byLine)
	list := strings.Join(p.list, "\n")
	return Locked{text: &list, lock: table.lock, author: table.author}, p.unread
}

// tableReader reads the rows of a table as lines of a chapter list.
type tableReader struct {
	listReader
	list   []string // what could be read
	partIs string   // the part of the row before
}

// maxCells is how many cells of a row are looked at: a table of chapters has few
// columns, and a row of nothing but commas has as many cells as bytes.
const maxCells = 32

// tableRow is what stands in a row, clean.
type tableRow struct {
	line   int      // on which it begins
	number int      // among the rows that hold something, from 1
	cells  []string // at most maxCells
}

// columns says where in a row things stand, -1 for nowhere.
type columns struct{ label, title, end, part int }

// cell is what stands in a column, "" where there is none.
func (r tableRow) cell(column int) string {
	if column < 0 || column >= len(r.cells) {
		return ""
	}
	return r.cells[column]
}

// rows takes the table apart, by the sign that gives all rows one number of
// cells or, if none does, the first row the most.
func (p *tableReader) rows(text string) []tableRow {
	var best []tableRow
	for _, comma := range []rune{'\t', ';', ','} {
		rows, unread := rowsBy(text, comma)
		if len(rows) == 0 { // nothing but that sign
			p.unread = unread
			return nil
		}
		width := len(rows[0].cells)
		if best == nil || width > len(best[0].cells) {
			best, p.unread = rows, unread
		}
		if width > 1 && !slices.ContainsFunc(rows, func(r tableRow) bool { return len(r.cells) != width }) {
			p.unread = unread
			return rows
		}
	}
	return best
}

func rowsBy(text string, comma rune) ([]tableRow, []Unread) {
	var p lineReader
	var rows []tableRow
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord, r.ReuseRecord = comma, true, -1, true
	for len(rows) <= MaxChapters+1 && len(p.unread) < maxUnread {
		cells, err := r.Read()
		if err != nil {
			break // the end: with lazy quotes nothing else is an error
		}
		line, _ := r.FieldPos(0)
		if !utf8.ValidString(strings.Join(cells, "")) {
			p.refuse(line, notUTF8)
			continue
		}
		row := tableRow{line: line, number: len(rows) + 1}
		for _, c := range cells[:min(len(cells), maxCells)] {
			row.cells = append(row.cells, CleanLine(c))
		}
		if slices.ContainsFunc(row.cells, func(c string) bool { return c != "" }) {
			rows = append(rows, row)
		}
	}
	return rows, p.unread
}

// headings reads the first row as the names of the columns, if it is that.
func headings(cells []string) (columns, bool) {
	c := columns{label: -1, title: -1, end: -1, part: -1}
	for i, cell := range cells {
		var column *int
		switch Fold(cell) {
		case "label", "chapter", "chapters", "number", "no", "nr":
			column = &c.label
		case "title", "name", "chapter title", "chapter name":
			column = &c.title
		case "page", "pages", "end", "ends", "end page", "last page", "ends on", "ends at", "end time", "time":
			column = &c.end
		case "part", "book", "section", "volume":
			column = &c.part
		}
		if column != nil && *column < 0 {
			*column = i
		}
	}
	return c, c.label >= 0 || c.title >= 0
}

// guessColumns finds out what the columns of a table without headings are.
func guessColumns(rows []tableRow) columns {
	c := columns{label: 0, title: -1, end: -1, part: -1}
	width := 0
	for _, row := range rows {
		width = max(width, len(row.cells))
	}
	for i := 1; i < width; i++ {
		ends, filled := true, false
		for _, row := range rows {
			cell := row.cell(i)
			if cell == "" {
				continue
			}
			filled = true
			if _, ends = endIn(cell); !ends {
				break
			}
		}
		switch {
		case !filled:
		case ends && c.end < 0:
			c.end = i
		case c.title < 0:
			c.title = i
		case c.part < 0:
			c.part = i
		}
	}
	return c
}

// readRow takes in a row, and reports whether there is any use in going on.
func (p *tableReader) readRow(row tableRow, c columns) bool {
	p.line = row.line
	title, ends := row.cell(c.title), row.cell(c.end)
	line := row.cell(c.label)
	for strings.HasPrefix(line, "#") { // which begins a part; a mark that stood on it goes too
		line = CleanLine(strings.TrimLeft(line, "#"))
	}
	if c.label < 0 {
		line = strconv.Itoa(row.number)
	}
	if part := row.cell(c.part); part != "" && part != p.partIs {
		p.readPart(part)
		p.partIs = part
	}
	if title != "" {
		line += ": " + title
	}
	e, isEnd := endIn(ends)
	_, page, odd := cutPage(line)
	switch {
	case ends != "" && !isEnd:
		p.refuse(p.line, "What stands as the end of this chapter is no page from 1 to %d, and no time such as 6:20:15.", maxPage)
		return true
	case title != "" && (page > 0 || odd != "") && (ends == "" || e.measure == Seconds):
		p.refuse(p.line, "The title ends like a page, and there is none after it.")
		return true
	case isEnd && e.measure == Pages:
		line += " @ " + e.String()
	}
	before := len(p.chapters)
	more := p.read(line)
	if before == len(p.chapters) {
		return more
	}
	if part := p.chapters[before].Part.words(); part != "" {
		p.list = append(p.list, "# "+part)
	}
	if e.measure == Seconds {
		line += " @ " + e.String()
	}
	p.list = append(p.list, line)
	return more
}
