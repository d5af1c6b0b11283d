package epub

import (
	"archive/zip"
	"io"
	"net/url"
	"path"
	"strings"
)

// What a book may cost. Real ones stay far below: a table of contents of a
// thousand entries has some 200 KiB.
const (
	maxFile      = 64 << 20 // bytes of the whole archive
	maxFiles     = 20_000   // files in it
	maxContainer = 64 << 10 // bytes of the container, unpacked
	maxDocument  = 4 << 20  // bytes of the package document and of the table of contents, unpacked
)

// book is what an epub says about its own order.
type book struct {
	title string
	toc   []entry
	// apart holds the places that the book itself calls a cover, a title page
	// and so on.
	apart map[string]bool
}

// entry is a line of the table of contents.
type entry struct {
	text string
	href string // the file in the archive, with "#" and the place within it, or ""
	kids []entry
}

// file is the file that an entry leads to.
func (e entry) file() string {
	file, _, _ := strings.Cut(e.href, "#")
	return file
}

// open reads what an epub says about its own order.
func open(raw string) (book, error) {
	a, err := newArchive(raw)
	if err != nil {
		return book{}, err
	}
	b, err := a.book()
	if err != nil && a.has("META-INF/encryption.xml") {
		// Fonts may be encrypted in a book that is open, so that this file alone
		// says nothing.
		return book{}, refuseProtected()
	}
	return b, err
}

// archive is the zip file that an epub is.
type archive struct {
	files []*zip.File
}

func newArchive(raw string) (archive, error) {
	if len(raw) > maxFile {
		return archive{}, refuseLarge()
	}
	// The zip reader believes the directory and takes in all of it, so its
	// entries are counted before, by the sign that each begins with.
	if strings.Count(raw, "PK\x01\x02") > maxFiles {
		return archive{}, refuseLarge()
	}
	z, err := zip.NewReader(strings.NewReader(raw), int64(len(raw)))
	if err != nil {
		return archive{}, refuseKind()
	}
	a := archive{files: z.File}
	for _, sign := range []string{"META-INF/rights.xml", "META-INF/sinf.xml", "META-INF/license.lcpl"} {
		if a.has(sign) {
			return archive{}, refuseProtected()
		}
	}
	return a, nil
}

// find is the file of that name, or the one that differs in case only.
func (a archive) find(name string) *zip.File {
	var like *zip.File
	for _, f := range a.files {
		switch {
		case f.Name == name:
			return f
		case like == nil && strings.EqualFold(f.Name, name):
			like = f
		}
	}
	return like
}

func (a archive) has(name string) bool { return a.find(name) != nil }

// read unpacks the file of that name, if it has at most limit bytes.
func (a archive) read(name string, limit int64) (string, error) {
	f := a.find(name)
	if f == nil {
		return "", refuseBroken()
	}
	if f.Flags&1 != 0 { // encrypted by the zip format's own means
		return "", refuseProtected()
	}
	r, err := f.Open()
	if err != nil {
		return "", refuseBroken()
	}
	// What the directory says of the size is not believed.
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	closed := r.Close()
	switch {
	case int64(len(data)) > limit:
		return "", refuseLarge()
	case err != nil, closed != nil:
		return "", refuseBroken()
	}
	return string(data), nil
}

// document reads the file of that name as XML.
func (a archive) document(name string, limit int64) (*element, error) {
	text, err := a.read(name, limit)
	if err != nil {
		return nil, err
	}
	return parse(text)
}

// book follows the way from the container to the table of contents.
func (a archive) book() (book, error) {
	container, err := a.container()
	if err != nil {
		return book{}, err
	}
	root := container.first("rootfile")
	if root == nil {
		return book{}, refuseBroken()
	}
	at := resolve("", root.attr("full-path"))
	pack, err := a.document(at, maxDocument)
	if err != nil {
		return book{}, err
	}
	b := book{apart: make(map[string]bool)}
	if title := pack.first("title"); title != nil {
		b.title = title.words()
	}
	for _, ref := range pack.all("reference") {
		b.mark(ref.attr("type"), resolve(path.Dir(at), ref.attr("href")))
	}
	return b, a.contents(&b, pack, path.Dir(at))
}

func (a archive) container() (*element, error) {
	const name = "META-INF/container.xml"
	if !a.has(name) {
		return nil, refuseKind()
	}
	return a.document(name, maxContainer)
}

// contents reads the table of contents that the package document names: the
// nav and, where that has nothing to say, the ncx.
func (a archive) contents(b *book, pack *element, dir string) error {
	var nav, ncx string
	for _, item := range pack.all("item") {
		href := resolve(dir, item.attr("href"))
		switch {
		case nav == "" && hasWord(item.attr("properties"), "nav"):
			nav = href
		case ncx == "" && item.attr("media-type") == "application/x-dtbncx+xml":
			ncx = href
		}
	}
	if nav == "" && ncx == "" {
		return refuseBroken()
	}
	var failed error
	for _, source := range []struct {
		name string
		read func(doc *element, dir string)
	}{{nav, b.readNav}, {ncx, b.readNCX}} {
		if source.name == "" || len(b.toc) > 0 {
			continue
		}
		doc, err := a.document(source.name, maxDocument)
		if err != nil {
			failed = err
			continue
		}
		source.read(doc, path.Dir(source.name))
	}
	if len(b.toc) > 0 {
		return nil
	}
	return failed
}

// resolve is the name in the archive of a reference from a document in dir. One
// that leads out of the archive, or nowhere, is "".
func resolve(dir, ref string) string {
	file, place, within := strings.Cut(strings.TrimSpace(ref), "#")
	file, err := url.PathUnescape(file)
	if err != nil || file == "" || strings.ContainsAny(file, "\\\x00") || path.IsAbs(file) {
		return ""
	}
	file = path.Join(dir, file)
	if file == ".." || strings.HasPrefix(file, "../") {
		return ""
	}
	if within {
		return file + "#" + place
	}
	return file
}

// hasWord reports whether a word stands in a list with spaces between.
func hasWord(list string, words ...string) bool {
	for w := range strings.FieldsSeq(list) {
		for _, word := range words {
			if strings.EqualFold(w, word) {
				return true
			}
		}
	}
	return false
}
