package epub_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
	"testing"

	"dogear/club"
	"dogear/commands/epub"
)

const container = `<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
 <rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>`

// pack is a package document.
func pack(title, items, rest string) string {
	return `<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>` +
		title + `</dc:title></metadata><manifest>` + items + `</manifest><spine/>` + rest + `</package>`
}

const (
	navItem = `<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="scripted nav"/>`
	ncxItem = `<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>`
)

// file is one of an archive's. They are written in the order they are given in.
type file struct{ name, text string }

func archive(t testing.TB, files ...file) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range files {
		dst, err := w.Create(f.name)
		if err == nil {
			_, err = dst.Write([]byte(f.text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// withNav is an epub with a nav, and withNCX one with an ncx.
func withNav(t testing.TB, title, nav string) string {
	t.Helper()
	return archive(t, file{"mimetype", "application/epub+zip"}, file{"META-INF/container.xml", container},
		file{"OEBPS/book.opf", pack(title, navItem, "")}, file{"OEBPS/nav.xhtml", nav})
}

func withNCX(t testing.TB, title, ncx string) string {
	t.Helper()
	return archive(t, file{"META-INF/container.xml", container},
		file{"OEBPS/book.opf", pack(title, ncxItem, "")}, file{"OEBPS/toc.ncx", ncx})
}

// line is an entry of an outline: its words and, after " > ", where it leads.
type line struct {
	text, href string
	depth      int
}

// outline reads lines of which each stands two spaces further in than the one it
// belongs to. One that says nothing of where it leads has a file of its own.
func outline(text string) []line {
	var lines []line
	for i, l := range strings.Split(strings.Trim(text, "\n"), "\n") {
		words := strings.TrimLeft(l, " ")
		at := line{depth: (len(l) - len(words)) / 2, href: fmt.Sprintf("c%d.xhtml", i)}
		at.text = words
		if words, href, ok := strings.Cut(words, " > "); ok {
			at.text, at.href = words, href
		}
		lines = append(lines, at)
	}
	return lines
}

func escaped(text string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(text))
	return b.String()
}

// nested writes lines as a tree, each between open and shut.
func nested(lines []line, depth int, list [2]string, entry func(line) (open, shut string)) string {
	var b strings.Builder
	b.WriteString(list[0])
	for i, l := range lines {
		if l.depth != depth {
			continue
		}
		end := i + 1
		for end < len(lines) && lines[end].depth > depth {
			end++
		}
		open, shut := entry(l)
		b.WriteString(open)
		if end > i+1 {
			b.WriteString(nested(lines[i+1:end], depth+1, list, entry))
		}
		b.WriteString(shut)
	}
	b.WriteString(list[1])
	return b.String()
}

func navOf(lines []line, rest string) string {
	return `<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body>` + rest +
		`<nav epub:type="toc"><h1>Contents</h1>` +
		nested(lines, 0, [2]string{"<ol>", "</ol>"}, func(l line) (string, string) {
			if l.href == "" {
				return "<li><span>" + escaped(l.text) + "</span>", "</li>"
			}
			return fmt.Sprintf(`<li><a href="%s">%s</a>`, escaped(l.href), escaped(l.text)), "</li>"
		}) + `</nav></body></html>`
}

func ncxOf(lines []line) string {
	return `<?xml version="1.0"?><ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><head/><docTitle><text>x</text></docTitle><navMap>` +
		nested(lines, 0, [2]string{}, func(l line) (string, string) {
			return fmt.Sprintf(`<navPoint><navLabel><text>%s</text></navLabel><content src="%s"/>`, escaped(l.text), escaped(l.href)), "</navPoint>"
		}) + `</navMap></ncx>`
}

// contents is the list of an epub that ana hands in.
func contents(raw string) (list string, left int, err error) {
	locked, left, err := epub.Contents(club.Draft(raw, "ana"), "ana")
	list, _ = locked.For(club.Someone("ana"))
	return list, left, err
}

func locked(raw string) (club.Locked, int, error) {
	return epub.Contents(club.Draft(raw, "ana"), "ana")
}
