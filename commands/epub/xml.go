package epub

import (
	"encoding/binary"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

const (
	maxElements = 200_000 // tags and texts of a document
	maxNesting  = 100     // elements within each other
	maxText     = 2000    // bytes of an entry that are looked at, more than a title may have
)

// element is one of a document's, or a piece of text in it.
type element struct {
	name  string // in lower case, without its prefix; "" for text
	text  string
	attrs []xml.Attr
	kids  []*element
}

// parse reads a document. It is as lenient as readers of books are: a tag that
// is not closed is closed, an entity that is not known stays as it is written.
// None that the document declares is looked at.
func parse(doc string) (*element, error) {
	d := xml.NewDecoder(strings.NewReader(plain(doc)))
	d.Strict = false
	d.AutoClose = xml.HTMLAutoClose
	d.Entity = xml.HTMLEntity
	d.CharsetReader = func(name string, r io.Reader) (io.Reader, error) {
		switch strings.ToLower(name) {
		case "utf-8", "utf8", "utf-16", "utf-16le", "utf-16be", "us-ascii":
			return r, nil // plain has seen to it
		}
		return nil, errors.New("an encoding that epub does not know")
	}
	root := &element{}
	open := []*element{root}
	for n := 0; ; n++ {
		token, err := d.Token()
		switch {
		case errors.Is(err, io.EOF):
			return root, nil
		case err != nil:
			return nil, refuseBroken()
		case n > maxElements, len(open) > maxNesting:
			return nil, refuseLarge()
		}
		top := open[len(open)-1]
		switch t := token.(type) {
		case xml.StartElement:
			e := &element{name: strings.ToLower(t.Name.Local), attrs: t.Attr}
			top.kids = append(top.kids, e)
			open = append(open, e)
		case xml.EndElement:
			if len(open) > 1 {
				open = open[:len(open)-1]
			}
		case xml.CharData:
			top.kids = append(top.kids, &element{text: string(t)})
		}
	}
}

// plain is a document in UTF-8 without what XML does not take.
func plain(doc string) string {
	var order binary.ByteOrder
	switch {
	case strings.HasPrefix(doc, "\xff\xfe"), strings.HasPrefix(doc, "<\x00"):
		order = binary.LittleEndian
	case strings.HasPrefix(doc, "\xfe\xff"), strings.HasPrefix(doc, "\x00<"):
		order = binary.BigEndian
	}
	if order != nil {
		units := make([]uint16, len(doc)/2)
		for i := range units {
			units[i] = order.Uint16([]byte(doc[2*i : 2*i+2]))
		}
		doc = string(utf16.Decode(units))
	}
	doc = strings.TrimPrefix(strings.ToValidUTF8(doc, string(utf8.RuneError)), "\ufeff")
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' && r != '\r' || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, doc)
}

// attr is an attribute without a prefix, or "".
func (e *element) attr(name string) string {
	for _, a := range e.attrs {
		if a.Name.Space == "" && strings.EqualFold(a.Name.Local, name) {
			return a.Value
		}
	}
	return ""
}

// kind is what epub:type says of an element.
func (e *element) kind() string {
	for _, a := range e.attrs {
		if a.Name.Space != "" && a.Name.Local == "type" {
			return a.Value
		}
	}
	return ""
}

// all is every element of that name in e, in the document's order, but for those
// within another of them: so that what is done with each of them takes each part
// of the document once.
func (e *element) all(name string) []*element {
	var found []*element
	var look func(e *element)
	look = func(e *element) {
		for _, k := range e.kids {
			if k.name == name {
				found = append(found, k)
			} else {
				look(k)
			}
		}
	}
	look(e)
	return found
}

// first is the first element of that name in e, or nil. It is not looked for
// within the elements named in without.
func (e *element) first(name string, without ...string) *element {
	for _, k := range e.kids {
		if k.name == name {
			return k
		}
		if hasWord(k.name, without...) {
			continue
		}
		if found := k.first(name, without...); found != nil {
			return found
		}
	}
	return nil
}

// words is the text in e, but for that within the elements named; of a long
// one, its beginning.
func (e *element) words(without ...string) string {
	var b strings.Builder
	e.write(&b, without)
	text := b.String()
	if len(text) > maxText {
		text = strings.ToValidUTF8(text[:maxText], "")
	}
	return strings.Join(strings.Fields(text), " ")
}

func (e *element) write(b *strings.Builder, without []string) {
	if b.Len() > maxText {
		return
	}
	if e.name == "" {
		b.WriteString(e.text)
	}
	for _, k := range e.kids {
		if hasWord(k.name, without...) {
			continue
		}
		if k.name != "" && apart(b.String(), k) {
			b.WriteByte(' ')
		}
		k.write(b, without)
	}
}

// apart reports whether an element begins a word of its own: a number and a
// title often stand in two elements with nothing between, but so do an initial
// and the rest of a word in small capitals.
func apart(before string, e *element) bool {
	switch e.name {
	case "br", "p", "div", "h1", "h2", "h3", "h4", "h5", "h6":
		return true
	}
	last, _ := utf8.DecodeLastRuneInString(before)
	next, _ := utf8.DecodeRuneInString(e.lead())
	return unicode.IsLetter(next) && (unicode.IsDigit(last) || unicode.IsPunct(last) && last != '\'' && last != '’' && last != '-')
}

// lead is the first text in e that is more than space.
func (e *element) lead() string {
	if e.name == "" {
		return strings.TrimSpace(e.text)
	}
	for _, k := range e.kids {
		if text := k.lead(); text != "" {
			return text
		}
	}
	return ""
}
