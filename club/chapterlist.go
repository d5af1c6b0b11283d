package club

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Unread is a line of a chapter list that could not be read. Why is a sentence
// that holds nothing of the line but, perhaps, a label or an end.
type Unread struct {
	Line int // counted from 1; 0 is the list as a whole
	Why  string
}

func byLine(a, b Unread) int { return cmp.Compare(a.Line, b.Line) }

const (
	maxUnread = 100 // of a file that is no chapter list, this many lines are told
)

// ReadChapterList reads the list that an organiser pastes, one chapter a line:
// "Label", "Label: Title", with the page it ends on "Label: Title @ 112";
// "# Part Two" starts a part; a bare number n means "Chapter n"; empty lines
// are skipped. Labels may repeat: books have a Chapter 1 in every part.
//
// Titles and parts come back behind the lock of the chapter before, written by
// the list's author. What could not be read is left out and told by its line.
func ReadChapterList(list Locked) (Chapters, []Unread) {
	p := listReader{author: list.By()}
	p.each(list, p.read)
	p.endPart()
	return p.chapters, p.unread
}

// lineReader reads a list line by line.
type lineReader struct {
	line   int // the one that is being read
	unread []Unread
}

func (p *lineReader) refuse(line int, format string, args ...any) {
	p.unread = append(p.unread, Unread{Line: line, Why: fmt.Sprintf(format, args...)})
}

// each reads every line that is not empty until read says that there is no use
// in going on.
func (p *lineReader) each(list Locked, read func(line string) bool) {
	for raw := range strings.SplitSeq(plainLines(list), "\n") {
		p.line++
		if len(p.unread) == maxUnread {
			return
		}
		if !utf8.ValidString(raw) {
			p.refuse(p.line, notUTF8)
			continue
		}
		if line := CleanLine(raw); line != "" && !read(line) {
			return
		}
	}
}

// plainLines is the text with one sign at the end of each line.
func plainLines(list Locked) string {
	return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(list.words())
}

const notUTF8 = "This line is not text in UTF-8. Save the file as UTF-8 and send it again."

type listReader struct {
	lineReader
	author   string
	chapters Chapters
	part     string // waits for its first chapter
	partLine int
	lastPage int
}

// read takes in one line, and reports whether there is any use in going on.
func (p *listReader) read(line string) bool {
	if strings.HasPrefix(line, "#") {
		p.readPart(CleanLine(strings.TrimLeft(line, "#")))
		return true
	}
	if len(p.chapters) == MaxChapters {
		p.refuse(p.line, "A book has at most %d chapters here; this line and those after it are left out.", MaxChapters)
		return false
	}
	rest, page, why := cutPage(line)
	label, title := cutTitle(rest)
	// Each on its own: an accent cannot stand on the sign before it.
	label, title = fullLabel(CleanLine(label)), CleanLine(title)
	_, inLabel, odd := cutPage(label)
	switch {
	case why != "":
	case inLabel > 0 || odd != "":
		why = "A page goes to the end of the line, after the title."
	case label == "":
		why = "There is no label on this line."
	case Units(label) > MaxChapterLabel:
		why = fmt.Sprintf("The label is longer than %d characters. A title goes after a colon.", MaxChapterLabel)
	case Units(title) > MaxChapterTitle:
		why = fmt.Sprintf("The title of %s is longer than %d characters.", Plain(label), MaxChapterTitle)
	case page > 0 && page <= p.lastPage:
		why = fmt.Sprintf("%s would end on page %d, and a chapter above it ends on page %d. Give a later page, or leave it out.", Plain(label), page, p.lastPage)
	}
	if why != "" {
		p.refuse(p.line, "%s", why)
		return true
	}
	p.add(label, title, page)
	return true
}

// endPart tells of a part that waits for its first chapter in vain.
func (p *listReader) endPart() {
	if p.part != "" {
		p.refuse(p.partLine, "No chapter follows this part.")
		p.part = ""
	}
}

func (p *listReader) readPart(part string) {
	p.endPart()
	switch {
	case part == "":
		p.refuse(p.line, "A part needs a name after the #.")
	case Units(part) > MaxPart:
		p.refuse(p.line, "The name of this part is longer than %d characters.", MaxPart)
	default:
		p.part, p.partLine = part, p.line
	}
}

func (p *listReader) add(label, title string, page int) {
	lock := p.chapters.LockUpTo(len(p.chapters))
	c := Chapter{Number: len(p.chapters) + 1, Label: label, EndPage: page}
	if title != "" {
		c.Title = lock.Hide(title, p.author)
	}
	if p.part != "" {
		c.Part = lock.Hide(p.part, p.author)
		p.part = ""
	}
	p.lastPage = max(p.lastPage, page)
	p.chapters = append(p.chapters, c)
}

// cutPage takes the page from the end of a line. An @ that no digit follows, or
// more than one word, is part of a title.
func cutPage(line string) (rest string, page int, why string) {
	i := strings.LastIndexByte(line, '@')
	if i < 0 {
		return line, 0, ""
	}
	digits := strings.TrimSpace(line[i+1:])
	switch {
	case digits == "":
		return line, 0, "There is no page after the @."
	case !isDigit(rune(digits[0])), strings.Contains(digits, " "):
		return line, 0, ""
	}
	n, err := strconv.Atoi(digits)
	if err != nil || n < 1 || n > maxPage {
		return line, 0, fmt.Sprintf("The page after the @ is not a number from 1 to %d.", maxPage)
	}
	return strings.TrimSpace(line[:i]), n, ""
}

// cutTitle takes label and title apart, at the first colon that does not stand
// within a label like "4:6".
func cutTitle(line string) (label, title string) {
	for i, r := range line {
		wide := r == '：'
		if r != ':' && !wide {
			continue
		}
		after := line[i+len(string(r)):]
		between := i > 0 && isDigit(rune(line[i-1])) && after != "" && isDigit(rune(after[0]))
		if wide || !between {
			return strings.TrimSpace(line[:i]), strings.TrimSpace(after)
		}
	}
	return strings.TrimSpace(line), ""
}

// fullLabel makes "Chapter 7" of a bare 7.
func fullLabel(label string) string {
	if label == "" || strings.Trim(label, "0123456789") != "" {
		return label
	}
	number := strings.TrimLeft(label, "0")
	if number == "" {
		number = "0"
	}
	return "Chapter " + number
}

// WriteList is the list as ReadChapterList reads it. Titles and parts that r
// may not see are left out, and ok is false if there were any.
func (cs Chapters) WriteList(r Reader) (text string, ok bool) {
	var b strings.Builder
	ok = true
	for _, c := range cs {
		if part, open := c.Part.For(r); !c.Part.Empty() {
			if open {
				b.WriteString("# " + part + "\n")
			}
			ok = ok && open
		}
		b.WriteString(c.Label)
		if title, open := c.Title.For(r); !c.Title.Empty() {
			if open {
				b.WriteString(": " + title)
			}
			ok = ok && open
		}
		if c.EndPage > 0 {
			b.WriteString(" @ " + strconv.Itoa(c.EndPage))
		}
		b.WriteByte('\n')
	}
	return b.String(), ok
}
