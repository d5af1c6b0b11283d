package pictures

import (
	"context"
	"hash/fnv"
	"image"
	"strings"

	"dogear/club"
)

// Tile is a book's title as a picture, in place of a cover. Its colours follow
// from the title.
type Tile struct{ Title, Authors string }

// How large a tile is, in pixels: as high as a cover is kept.
const (
	tileWidth  = 400
	tileHeight = 600
)

// Tile draws t as a PNG, 400 pixels wide and 600 high, of five to fifteen
// kilobytes.
func (p *Painter) Tile(ctx context.Context, t Tile) ([]byte, error) {
	return p.paint(ctx, func() *sheet {
		s := p.blank(tileWidth, tileHeight)
		s.tile(s.img.Rect, t, nothing)
		return s
	})
}

// Alt says in words what the picture says.
func (t Tile) Alt() string {
	alt := "The title: " + named(t.Title, "none")
	if authors := brief(t.Authors); authors != "" {
		alt += ", by " + authors
	}
	return alt + "."
}

// cloth is the ink that a tile is filled with.
func (t Tile) cloth() ink {
	h := fnv.New32a()
	_, _ = h.Write([]byte(club.Fold(t.Title)))
	return [...]ink{second, accent, plain}[h.Sum32()%3]
}

// tile draws a tile: cloth with a spine, a corner folded down before what lies
// behind, the title and the authors.
func (s *sheet) tile(r image.Rectangle, t Tile, behind uint8) {
	cloth := t.cloth()
	w, h := r.Dx(), r.Dy()
	edge, corner := max(3, w/40), w/6
	s.rect(r.Min.X, r.Min.Y, w, h, cloth.on(shades))
	s.rect(r.Min.X+edge+edge/2, r.Min.Y, edge/2+1, h, cloth.on(shades-5))
	s.tileCorner(r, corner, cloth, behind)
	left, room := r.Min.X+4*edge, w-5*edge-edge/2
	colour := func(shade int, was uint8) uint8 {
		if was == cloth.on(shades) {
			return cloth.on(shades - shade)
		}
		return was
	}
	size := max(smallSize, w/8)
	title := s.painter.drawsTitle(t.Title, "")
	authors := s.painter.draws(t.Authors)
	small := style{size: max(smallSize, float64(w)/13)}
	foot := r.Max.Y - 2*edge
	if authors != "" {
		lines := s.wrap(small, authors, room, 2)
		foot -= len(lines) * int(small.size*1.25)
		for i, line := range lines {
			s.writeIn(small, colour, left, foot+(i+1)*int(small.size*1.25)-int(small.size/3), line)
		}
	}
	top := r.Min.Y + corner + edge
	if title == "" {
		s.tileMark(left, top, room, foot-top-2*edge, cloth)
		return
	}
	st := style{bold: true, size: float64(size)}
	for st.size > smallSize && s.widest(st, title) > room {
		st.size = max(smallSize, st.size-4)
	}
	step := int(st.size * 1.2)
	for i, line := range s.wrap(st, title, room, max(1, (foot-edge-top)/step)) {
		s.writeIn(st, colour, left, top+(i+1)*step-int(st.size/4), line)
	}
}

// tileCorner folds the top right corner of a tile down.
func (s *sheet) tileCorner(r image.Rectangle, size int, cloth ink, behind uint8) {
	for i := range size {
		s.rect(r.Max.X-size+i, r.Min.Y+i, size-i, 1, behind)
		s.rect(r.Max.X-size, r.Min.Y+i, i, 1, cloth.on(shades-6))
	}
}

// tileMark draws lines as of a text, where a title cannot be drawn.
func (s *sheet) tileMark(x, y, w, h int, cloth ink) {
	thick := max(4, w/30)
	for i := range 5 {
		long := w
		if i == 4 {
			long = w / 2
		}
		if at := y + h/6 + i*h/7; at < y+h {
			s.rect(x, at, long, thick, cloth.on(shades-9))
		}
	}
}

// widest is how wide the longest word of a text is.
func (s *sheet) widest(st style, text string) int {
	most := 0
	for word := range strings.FieldsSeq(text) {
		most = max(most, s.measure(st, word))
	}
	return most
}

// wrap breaks a text into lines no wider than room, at most so many; the last
// ends in an ellipsis if there would be more. A word that is too long for a line
// is broken.
func (s *sheet) wrap(st style, text string, room, lines int) []string {
	var out []string
	line := ""
	words := strings.Fields(text)
	for i := 0; i < len(words); i++ {
		longer := strings.TrimSpace(line + " " + words[i])
		if s.measure(st, longer) <= room {
			line = longer
			continue
		}
		if len(out) == lines-1 { // the last line takes what it can of all the rest
			rest := strings.TrimSpace(line + " " + strings.Join(words[i:], " "))
			return append(out, s.fit(st, rest, room))
		}
		if line == "" {
			head, tail := s.breakWord(st, words[i], room)
			out, words[i] = append(out, head), tail
		} else {
			out, line = append(out, line), ""
		}
		i--
	}
	if line != "" {
		out = append(out, line)
	}
	return out
}

// breakWord breaks a word in its middle, or if that is too long, so that its
// beginning and a hyphen are as wide as room.
func (s *sheet) breakWord(st style, word string, room int) (head, tail string) {
	letters := []rune(word)
	n := 1
	for n < len(letters)-1 && s.measure(st, string(letters[:n+1])+"-") <= room {
		n++
	}
	n = min(n, (len(letters)+1)/2)
	return string(letters[:n]) + "-", string(letters[n:])
}
