package epub

// readNav reads the table of contents of EPUB 3, and what its landmarks call a
// cover, a title page and so on.
func (b *book) readNav(doc *element, dir string) {
	navs := doc.all("nav")
	for _, nav := range navs {
		switch {
		case hasWord(nav.kind(), "toc"):
			if len(b.toc) == 0 {
				b.toc = readList(nav, dir)
			}
		case hasWord(nav.kind(), "landmarks"):
			for _, a := range nav.all("a") {
				b.mark(a.kind(), resolve(dir, a.attr("href")))
			}
		}
	}
	if len(b.toc) == 0 && len(navs) == 1 {
		b.toc = readList(navs[0], dir)
	}
}

// readList reads the first list in e.
func readList(e *element, dir string) []entry {
	list := e.first("ol")
	if list == nil {
		return nil
	}
	var entries []entry
	for _, li := range list.kids {
		if li.name != "li" {
			continue
		}
		line := entry{text: li.words("ol"), kids: readList(li, dir)}
		if a := li.first("a", "ol"); a != nil {
			line.href = resolve(dir, a.attr("href"))
		}
		entries = add(entries, line)
	}
	return entries
}

// readNCX reads the table of contents of EPUB 2.
func (b *book) readNCX(doc *element, dir string) {
	if list := doc.first("navmap"); list != nil {
		b.toc = readPoints(list, dir)
	}
}

func readPoints(e *element, dir string) []entry {
	var entries []entry
	for _, point := range e.kids {
		if point.name != "navpoint" {
			continue
		}
		line := entry{kids: readPoints(point, dir)}
		for _, k := range point.kids {
			switch k.name {
			case "navlabel":
				line.text = k.words()
			case "content":
				line.href = resolve(dir, k.attr("src"))
			}
		}
		entries = add(entries, line)
	}
	return entries
}

// add appends a line, or what stands under it where it has no words.
func add(entries []entry, line entry) []entry {
	if line.text == "" {
		return append(entries, line.kids...)
	}
	return append(entries, line)
}

// mark notes a place that the book itself calls no part of its text.
func (b *book) mark(kind, href string) {
	if href != "" && hasWord(kind,
		"cover", "titlepage", "title-page", "halftitlepage", "frontispiece", "seriespage",
		"toc", "landmarks", "loi", "lot", "loa", "lov", "copyright-page", "imprint", "colophon", "other-credits", "contributors",
		"acknowledgments", "acknowledgements", "dedication", "epigraph", "errata",
		"bibliography", "glossary", "index", "notes", "endnotes", "footnotes", "rearnotes", "appendix") {
		b.apart[href] = true
	}
}
