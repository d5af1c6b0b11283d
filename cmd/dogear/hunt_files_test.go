package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
)

// aFile is a file for an option of a command.
func (p *player) aFile(command string, o offered) filled {
	f := filled{name: o.Name}
	switch kind := p.rng.IntN(4); {
	case o.Name == "cover" && kind == 0:
		f.file, f.text = "cover.png", pngHead // and nothing behind it
	case o.Name == "cover":
		f.file, f.text = "cover.png", string(somePicture(p.w.t))
	case command == "book edition" && kind == 0:
		f.file, f.text = "ends.csv", "chapter,page\n1,20\n2,40\n5,90\n"
	case command == "book edition":
		f.file, f.text = "ends.txt", p.w.endsList(p.rng)
	case kind == 0:
		f.file, f.text = "chapters.csv", p.w.aTable(p.rng)
	case kind == 1:
		f.file, f.text = "book.epub", p.w.anEpub(p.rng)
	default:
		f.file, f.text = "list.txt", p.w.freshList(p.rng, false)
	}
	return f
}

// aTable is a table of chapters, with headings or without.
func (w *world) aTable(rng *rand.Rand) string {
	var b strings.Builder
	comma := oneOf(rng, ",", ";", "\t")
	row := func(cells ...string) { b.WriteString(strings.Join(cells, comma) + "\n") }
	if rng.IntN(3) > 0 {
		row("label", "title", "page", "part")
	}
	part := ""
	for n := 1; n <= 6+rng.IntN(4); n++ {
		if n%4 == 1 {
			part = w.storyTitle(rng)
		}
		row(fmt.Sprintf("Chapter %d", n), w.storyTitle(rng), fmt.Sprint(20*n), part)
	}
	return b.String()
}

// anEpub is a book of which nothing but the table of contents is there. Its
// titles stand behind a number, or alone: no part of one is a label.
func (w *world) anEpub(rng *rand.Rand) string {
	var nav strings.Builder
	nav.WriteString(`<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body><nav epub:type="toc"><ol>`)
	for n := 1; n <= 6+rng.IntN(4); n++ {
		words := oneOf(rng, fmt.Sprintf("Chapter %d: ", n), fmt.Sprintf("%d. ", n), "", fmt.Sprintf("Chapter %d", n))
		if !strings.HasSuffix(words, fmt.Sprint(n)) {
			words += w.storyTitle(rng)
		}
		fmt.Fprintf(&nav, `<li><a href="c%d.xhtml">%s</a></li>`, n, words)
	}
	nav.WriteString(`</ol></nav></body></html>`)
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range []struct{ name, text string }{
		{"mimetype", "application/epub+zip"},
		{"META-INF/container.xml", `<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>`},
		{"book.opf", `<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata/><manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/></manifest><spine/></package>`},
		{"nav.xhtml", nav.String()},
	} {
		file, err := z.CreateHeader(&zip.FileHeader{Name: f.name, Method: zip.Store}) // its titles are to be found as they are
		if err == nil {
			_, err = file.Write([]byte(f.text))
		}
		if err != nil {
			w.t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		w.t.Fatal(err)
	}
	return b.String()
}
