package epub

import (
	"strings"
	"unicode"

	"dogear/club"
)

// head is what an entry begins with: what can be its label.
type head struct {
	kind  kind
	label string // made of the vocabulary alone, "" for none
	unit  string // "Chapter", "Kapitel", "Part"; "" for a bare number
	at    []int  // its number, if it has one
	title string // what follows
	loose bool   // nothing but a space stands before the title
}

type kind int

const (
	none    kind = iota
	number       // "7", "IV", "4.6", "Seven"
	chapter      // "Chapter 7"
	plainly      // "Prologue"
	part         // "Part Two"
)

// line is an entry cut into words.
type line struct {
	text  string
	words []word
}

type word struct {
	raw, fold string
	from, to  int
}

// gap is what stands before word i.
func (l line) gap(i int) string {
	if i == 0 {
		return l.text[:l.words[0].from]
	}
	return l.text[l.words[i-1].to:l.words[i].from]
}

// after is what stands behind the words before i.
func (l line) after(i int) string { return l.text[l.words[i-1].to:] }

// maxHead is how many words of an entry may be its label: "The One Hundred and
// Twenty-Third Chapter", and one to see what follows.
const maxHead = 10

func cut(text string) line {
	l := line{text: text}
	from := -1
	end := func(to int) {
		if from >= 0 {
			raw := text[from:to]
			l.words = append(l.words, word{raw: raw, fold: club.Fold(raw), from: from, to: to})
		}
		from = -1
	}
	for i, r := range text {
		if len(l.words) == maxHead {
			return l
		}
		inside := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r) ||
			from >= 0 && (r == '\'' || r == '’')
		switch {
		case inside && from < 0:
			from = i
		case !inside:
			end(i)
		}
	}
	end(len(text))
	return l
}

// read finds out what an entry begins with.
func (v vocabulary) read(text string) head {
	l := cut(text)
	if len(l.words) == 0 || strings.Trim(l.gap(0), " #([*-–—~.•§") != "" {
		return head{}
	}
	for _, way := range []func(line) (head, int){v.counts, v.unitFirst, v.plainWord, v.bare} {
		h, next := way(l)
		if h.kind == none {
			continue
		}
		h.title, h.loose = title(l.after(next))
		if h.fits() {
			return h
		}
	}
	return head{}
}

// fits reports whether what follows a label can be a title.
func (h head) fits() bool {
	first := []rune(h.title + " ")[0]
	switch {
	case !h.loose:
		return true
	case h.kind == plainly:
		// "Introduction to ..." is a title. A number makes sure, and these two do
		// not begin one.
		f := club.Fold(h.label)
		return h.at != nil || strings.HasPrefix(f, "prolog") || strings.HasPrefix(f, "epilog")
	case strings.HasSuffix(h.label, " I"):
		return !unicode.IsLower(first) // "Letter I never sent"
	}
	return true
}

// counts reads "First Letter", "The Second Part", "1. Kapitel".
func (v vocabulary) counts(l line) (head, int) {
	i := 0
	if l.words[0].fold == "the" && len(l.words) > 1 {
		i = 1
	}
	n, next, ok := v.number(l, i)
	if !ok || next >= len(l.words) {
		return head{}, 0
	}
	u, is := v.units[l.words[next].fold]
	dotted := !n.ordinal && !u.english && len(n.at) == 1 && strings.TrimSpace(l.gap(next)) == "."
	if _, loose := title(l.after(next + 1)); !is || loose || !dotted && (!n.ordinal || l.gap(next) != " ") {
		return head{}, 0 // "First Part of the Journey" is a title
	}
	return u.head(n), next + 1
}

// unitFirst reads "Chapter 7", "Chapter the First", "Kapitel Nr. 7".
func (v vocabulary) unitFirst(l line) (head, int) {
	u, is := v.units[l.words[0].fold]
	if !is {
		return head{}, 0
	}
	for i := 1; i <= 2 && i < len(l.words); i++ {
		if strings.Trim(l.gap(i), " .#-–:°º") != "" {
			break
		}
		if n, next, ok := v.number(l, i); ok {
			return u.head(n), next
		}
		if f := l.words[i].fold; f != "the" && f != "no" && f != "nr" && f != "number" && f != "nº" {
			break
		}
	}
	return head{}, 0
}

func (u unit) head(n numeral) head {
	text := n.text
	if !u.english {
		text = digits(n)
	}
	h := head{kind: chapter, unit: u.name, label: u.name + " " + text, at: n.at}
	if u.part {
		h.kind = part
	}
	return h
}

// plainWord reads "Prologue", "Interlude II".
func (v vocabulary) plainWord(l line) (head, int) {
	for n := min(2, len(l.words)); n > 0; n-- {
		raw := l.text[l.words[0].from:l.words[n-1].to]
		forms := v.plain[club.Fold(raw)]
		if forms == nil {
			continue
		}
		h := head{kind: plainly, label: forms[0]}
		for _, form := range forms {
			if strings.EqualFold(form, raw) {
				h.label = form
			}
		}
		if n < len(l.words) && l.gap(n) == " " {
			if m, next, ok := v.number(l, n); ok && !m.ordinal && !m.goesOn(l, next) {
				h.label, h.at = h.label+" "+m.text, m.at
				return h, next
			}
		}
		return h, n
	}
	return head{}, 0
}

// bare reads "7", "IV", "4.6", "Seven". Whether that is the number of a chapter
// is seen by its neighbours.
func (v vocabulary) bare(l line) (head, int) {
	n, next, ok := v.number(l, 0)
	if !ok || n.ordinal || n.at[0] > club.MaxChapters || n.goesOn(l, next) {
		return head{}, 0
	}
	h := head{kind: number, at: n.at, label: "Chapter " + n.text}
	if len(n.at) > 1 {
		h.label = n.text
	}
	return h, next
}

// goesOn reports whether a number in words runs on into what follows: "Nine
// Lives" and "Two Years Later" are titles, where "9 Lives" may be the ninth
// chapter.
func (n numeral) goesOn(l line, next int) bool {
	_, loose := title(l.after(next))
	return n.word && loose
}

// title is what follows a label, without the signs between, and whether there
// were none but a space.
func title(rest string) (text string, loose bool) {
	const signs = ".:;,-–—―|/)]•·~*>：°"
	text = strings.TrimSpace(rest)
	bare := strings.TrimLeft(text, signs)
	parted := len(bare) < len(text)
	bare = strings.TrimSpace(bare)
	if i := strings.IndexFunc(bare, unicode.IsSpace); i > 0 && strings.Trim(bare[:i], signs) == "" {
		bare = strings.TrimSpace(bare[i:]) // "1. - The Road"
	}
	if strings.Trim(bare, signs+" ") == "" {
		return "", false
	}
	return bare, !parted
}
