package epub

import (
	"fmt"
	"strings"

	"dogear/club"
)

// write is the lines of a book's chapter list, with how many of them are
// chapters, and how many entries were left out as front and back matter.
func write(b book) (lines []string, chapters, left int) {
	t := tree{vocabulary: newVocabulary(), book: b, oneFile: inOneFile(b.toc, new(string))}
	for _, e := range b.toc {
		t.walk(e)
	}
	o := order{items: t.items, vocabulary: t.vocabulary}
	o.judgeNumbers()
	o.judgeParts()
	o.judgeMatter(b)
	o.name()
	return o.lines()
}

// item is an entry that is a chapter, the beginning of a part, or matter.
type item struct {
	head
	text    string
	href    string
	leaf    bool // nothing stands under it
	isPart  bool
	matter  bool
	settled bool // matter and part are beyond doubt
}

// tree makes one order of what is nested.
type tree struct {
	vocabulary
	book    book
	oneFile bool // the whole book is, so that files tell nothing
	items   []item
}

func (t *tree) walk(e entry) {
	h := t.read(e.text)
	i := item{head: h, text: e.text, href: e.href, leaf: len(e.kids) == 0}
	switch {
	case i.leaf:
		t.items = append(t.items, i)
		return
	case h.kind == none && same(e.text, t.book.title):
		// The book itself holds its chapters.
	case h.kind == none && t.isMatter(e.text) > 0:
		i.matter, i.settled = true, true
		t.items = append(t.items, i)
		if !t.hold(e.kids) {
			return
		}
	case t.isChapter(e, h):
		t.items = append(t.items, i)
		if h.kind != plainly || !t.hold(e.kids) {
			return // what stands under a chapter are its sections
		}
	default:
		t.walkPart(e, i)
		return
	}
	for _, k := range e.kids {
		t.walk(k)
	}
}

// walkPart takes in a part. One under which there is no chapter is one itself,
// or matter.
func (t *tree) walkPart(e entry, i item) {
	at := len(t.items)
	i.isPart, i.settled = true, true
	t.items = append(t.items, i)
	for _, k := range e.kids {
		t.walk(k)
	}
	for _, k := range t.items[at+1:] {
		if !k.isPart && !k.matter && (k.kind != none || t.isMatter(k.text) == 0) {
			return
		}
	}
	t.items = t.items[:at+1]
	t.items[at].isPart = false
	t.items[at].matter = i.kind == none
}

// isChapter reports whether an entry under which others stand is a chapter with
// sections, rather than a part with chapters.
func (t *tree) isChapter(e entry, h head) bool {
	switch {
	case h.kind == part:
		return false
	case h.kind == plainly, len(h.at) > 1, h.kind == chapter && isMain(h.unit):
		return true
	}
	within := !t.oneFile && e.file() != ""
	for _, k := range e.kids {
		under := t.read(k.text)
		switch {
		case under.kind == chapter && isMain(under.unit), under.kind == part:
			return false // "Section One", and "Chapter 1" under it
		case under.kind == chapter && h.kind != chapter:
			return false
		case under.kind == number && len(under.at) == 1 && !under.loose && h.kind == none: // and not 1.1
			return false
		}
		within = within && k.file() == e.file()
	}
	if h.kind != number {
		return h.kind == chapter || within
	}
	under := t.read(e.kids[0].text)
	return within || under.kind != number || len(under.at) > 1 || under.loose // "I", and "1" under it
}

// isMain reports whether a unit is never one that holds chapters.
func isMain(unit string) bool {
	return hasWord("Chapter Kapitel Chapitre Capítulo Capitolo", unit)
}

// hold reports whether there are chapters among entries, by their names.
func (t *tree) hold(entries []entry) bool {
	for _, e := range entries {
		if k := t.read(e.text).kind; k == chapter || k == part || t.hold(e.kids) {
			return true
		}
	}
	return false
}

// inOneFile reports whether all entries lead to the one file.
func inOneFile(entries []entry, file *string) bool {
	for _, e := range entries {
		if f := e.file(); f != "" && *file == "" {
			*file = f
		} else if f != "" && f != *file {
			return false
		}
		if !inOneFile(e.kids, file) {
			return false
		}
	}
	return true
}

// same reports whether a text is the title of the book, with or without its
// subtitle.
func same(text, title string) bool {
	short, _, _ := strings.Cut(title, ":")
	f := club.Fold(text)
	return f != "" && (f == club.Fold(title) || f == club.Fold(short))
}

// lines writes the list.
func (o *order) lines() (lines []string, chapters, left int) {
	var parts []string
	for _, i := range o.items {
		switch {
		case i.matter:
			left++
		case i.isPart:
			parts = append(parts, strings.Trim(club.CleanLine(i.text), "# "))
		default:
			if head := club.CleanLine(strings.Join(filled(parts), " · ")); head != "" {
				lines = append(lines, "# "+club.Cut(head, club.MaxPart))
			}
			parts = nil
			chapters++
			lines = append(lines, chapterLine(i.label, i.title))
		}
	}
	return lines, chapters, left
}

func filled(texts []string) []string {
	var kept []string
	for _, t := range texts {
		if t != "" {
			kept = append(kept, t)
		}
	}
	return kept
}

// chapterLine is a chapter as the list reads it. What would be a page at the
// end of a title is written so that it is none.
func chapterLine(label, title string) string {
	title = club.Cut(club.CleanLine(title), club.MaxChapterTitle)
	if i := strings.LastIndexByte(title, '@'); i >= 0 {
		if after := strings.TrimSpace(title[i+1:]); after == "" || strings.ContainsRune("0123456789", rune(after[0])) {
			title = strings.ReplaceAll(title, "@", "＠")
		}
	}
	if title == "" {
		return label
	}
	return fmt.Sprintf("%s: %s", label, title)
}
