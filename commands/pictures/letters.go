package pictures

import (
	"image"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/norm"

	"dogear/club"
)

// style is how letters look; its size is that of the em in pixels.
type style struct {
	bold bool
	size float64
}

func (s *sheet) face(st style) font.Face {
	if f, ok := s.faces[st]; ok {
		return f
	}
	of := s.painter.regular
	if st.bold {
		of = s.painter.bold
	}
	f, err := opentype.NewFace(of, &opentype.FaceOptions{Size: st.size, DPI: 72})
	if err != nil {
		panic(err) // it fails on no font and no size of ours
	}
	s.faces[st] = f
	return f
}

// measure is how wide a text is, in pixels.
func (s *sheet) measure(st style, text string) int {
	return font.MeasureString(s.face(st), text).Ceil()
}

// fit is the text, or as much of its beginning as is no wider than so many
// pixels, with an ellipsis after it.
func (s *sheet) fit(st style, text string, room int) string {
	if s.measure(st, text) <= room {
		return text
	}
	all := club.Units(text)
	cut := sort.Search(all, func(n int) bool { return s.measure(st, club.Cut(text, all-1-n)) <= room })
	return club.Cut(text, all-1-cut)
}

// write writes a text on paper, from x on the line y, and returns where it
// ends.
func (s *sheet) write(st style, i ink, x, y int, text string) int {
	return s.writeIn(st, func(shade int, _ uint8) uint8 { return i.on(shade) }, x, y, text)
}

// writeIn is write in a colour of one's own.
func (s *sheet) writeIn(st style, colour shader, x, y int, text string) int {
	face := s.face(st)
	dot, before := fixed.P(x, y), rune(-1)
	for _, r := range text {
		if before >= 0 {
			dot.X += face.Kern(before, r)
		}
		where, mask, at, advance, ok := face.Glyph(dot, r)
		if glyph, is := mask.(*image.Alpha); ok && is {
			s.stain(glyph, where, at, colour)
		}
		dot.X += advance
		before = r
	}
	return dot.X.Ceil()
}

// writeTo writes a text that ends at x.
func (s *sheet) writeTo(st style, i ink, x, y int, text string) {
	s.write(st, i, x-s.measure(st, text), y, text)
}

// writeAt writes a text that has its middle at x, or as near to it as lies between
// the margins.
func (s *sheet) writeAt(st style, i ink, x, y int, text string) {
	w := s.measure(st, text)
	s.write(st, i, max(margin, min(x-w/2, width-margin-w)), y, text)
}

// writeUp writes a text from the bottom to the top: from y on, x being where
// its letters stand.
func (s *sheet) writeUp(st style, i ink, x, y int, text string) {
	up, down := int(st.size), int(st.size/2)
	flat := &sheet{
		painter: s.painter, faces: s.faces,
		img: image.NewPaletted(image.Rect(0, 0, s.measure(st, text), up+down), s.img.Palette),
	}
	flat.write(st, i, 0, up, text)
	for fy := range up + down {
		for fx := range flat.img.Rect.Dx() {
			at := image.Pt(x-up+fy, y-fx)
			if c := flat.img.ColorIndexAt(fx, fy); c != nothing && at.In(s.img.Rect) {
				s.img.SetColorIndex(at.X, at.Y, c)
			}
		}
	}
}

// draws is a text as the fonts can draw it: on one line, its accents on their
// letters. It is "" if that cannot be: for a sign that a font lacks, as for
// accents that belong to no letter it knows, for scripts it does not write.
func (p *Painter) draws(text string) string {
	text = norm.NFC.String(club.CleanLine(text))
	var b sfnt.Buffer
	for _, r := range text {
		if !p.has(&b, r) {
			return ""
		}
	}
	return text
}

func (p *Painter) has(b *sfnt.Buffer, r rune) bool {
	if r == utf8.RuneError || unicode.In(r, unicode.M, unicode.C) {
		return false
	}
	for _, f := range []*sfnt.Font{p.regular, p.bold} {
		if g, err := f.GlyphIndex(b, r); err != nil || g == 0 {
			return false
		}
	}
	return true
}

// drawsTitle is a title as the fonts can draw it, without emoji if need be, or
// else what stands in for it.
func (p *Painter) drawsTitle(title, otherwise string) string {
	var b sfnt.Buffer
	kept := strings.Map(func(r rune) rune {
		if !p.has(&b, r) && unicode.In(r, unicode.So, unicode.Sk, unicode.Cf, unicode.Variation_Selector) {
			return -1
		}
		return r
	}, norm.NFC.String(title))
	if drawn := p.draws(kept); drawn != "" {
		return drawn
	}
	return otherwise
}
