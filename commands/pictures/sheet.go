package pictures

import (
	"image"
	"image/draw"

	"golang.org/x/image/font"
	"golang.org/x/image/vector"
)

// sheet is a picture in the making. Everything on it is drawn on paper, never
// on what has been drawn before: that keeps the colours few.
type sheet struct {
	painter *Painter
	img     *image.Paletted
	plates  []plate             // covers, which are coloured last
	faces   map[style]font.Face // a face may not be used by two at once, so each sheet has its own
}

// blank is a sheet with nothing on it.
func (p *Painter) blank(w, h int) *sheet {
	return &sheet{
		painter: p, img: image.NewPaletted(image.Rect(0, 0, w, h), palette()),
		faces: make(map[style]font.Face),
	}
}

// sheet is an empty card of our own: paper with a thin edge, round corners and
// the top right one folded down.
func (p *Painter) sheet(height int) *sheet {
	s := p.blank(width, height)
	const edge = 2
	s.rect(0, 0, width, height, grid.on(shades))
	s.rect(edge, edge, width-2*edge, height-2*edge, paper)
	for _, at := range []image.Point{{}, {0, height - round}, {width - round, height - round}} {
		s.rect(at.X, at.Y, round, round, nothing)
		corner := image.Rectangle{at, at.Add(image.Pt(round, round))}
		s.fill(corner, roundCard(height, 0), func(shade int, _ uint8) uint8 { return grid.edge(shade) })
		s.fill(corner, roundCard(height, edge), func(shade int, _ uint8) uint8 { return grid.on(shades - shade) })
	}
	s.foldCorner()
	return s
}

// headed is a card with what each picture has: its title, and of how many it
// tells.
func (p *Painter) headed(height int, title, foot string) *sheet {
	s := p.sheet(height)
	big, small := style{bold: true, size: titleSize}, style{size: smallSize}
	s.write(big, plain, margin, titleLine, s.fit(big, title, width-2*margin-fold))
	s.writeTo(small, muted, width-margin, height-footLine, s.fit(small, foot, width-2*margin))
	return s
}

// The lines of letters that all cards have.
const (
	titleLine    = 100
	subtitleLine = 148
	footLine     = 40 // from the bottom
)

const (
	fold  = 72 // how wide and high the folded corner is
	round = 18 // the radius of the others
)

// path goes around what is to be filled.
type path func(*pen)

// pen goes along a path, seen from a corner of what is drawn.
type pen struct {
	*vector.Rasterizer
	x, y float32
}

func (p *pen) move(x, y float32)         { p.MoveTo(x-p.x, y-p.y) }
func (p *pen) line(x, y float32)         { p.LineTo(x-p.x, y-p.y) }
func (p *pen) bend(bx, by, x, y float32) { p.QuadTo(bx-p.x, by-p.y, x-p.x, y-p.y) }

// roundCard goes around the card, so far inside its edge.
func roundCard(height int, inside float32) path {
	left, right, top, bottom := inside, width-inside, inside, float32(height)-inside
	return func(p *pen) {
		p.move(left+round, top)
		p.line(right, top)
		p.line(right, bottom-round)
		p.bend(right, bottom, right-round, bottom)
		p.line(left+round, bottom)
		p.bend(left, bottom, left, bottom-round)
		p.line(left, top+round)
		p.bend(left, top, left+round, top)
		p.ClosePath()
	}
}

// foldCorner folds the top right corner down.
func (s *sheet) foldCorner() {
	const left = width - fold
	s.rect(left, 0, fold, fold, nothing)
	s.rect(left, fold-round, round, round, paper)
	s.fill(image.Rect(left, 0, width, fold), func(p *pen) {
		p.move(left, 0)
		p.line(width, fold)
		p.line(left+round, fold)
		p.bend(left, fold, left, fold-round)
		p.ClosePath()
	}, func(shade int, was uint8) uint8 {
		if was == paper {
			return accent.on(shade)
		}
		return accent.edge(shade)
	})
}

// shader gives the colour of a pixel that is covered with so many shades, at
// least one, by the colour that it was.
type shader func(shade int, was uint8) uint8

// fill fills what of where a path goes around.
func (s *sheet) fill(where image.Rectangle, around path, colour shader) {
	r := vector.NewRasterizer(where.Dx(), where.Dy())
	r.DrawOp = draw.Src
	around(&pen{r, float32(where.Min.X), float32(where.Min.Y)})
	mask := image.NewAlpha(image.Rect(0, 0, where.Dx(), where.Dy()))
	r.Draw(mask, mask.Rect, image.Opaque, image.Point{})
	s.stain(mask, where, image.Point{}, colour)
}

// stain colours the pixels of where as the mask, from its point at on, covers
// them.
func (s *sheet) stain(mask *image.Alpha, where image.Rectangle, at image.Point, colour shader) {
	shift := at.Sub(where.Min)
	where = where.Intersect(s.img.Rect)
	for y := where.Min.Y; y < where.Max.Y; y++ {
		from := mask.Pix[mask.PixOffset(where.Min.X+shift.X, y+shift.Y):]
		to := s.img.Pix[s.img.PixOffset(where.Min.X, y):]
		for x := range where.Dx() {
			if shade := (int(from[x])*shades + 127) / 255; shade > 0 {
				to[x] = colour(shade, to[x])
			}
		}
	}
}

// rect fills a rectangle.
func (s *sheet) rect(x, y, w, h int, colour uint8) {
	where := image.Rect(x, y, x+w, y+h).Intersect(s.img.Rect)
	if where.Empty() {
		return
	}
	row := func(y int) []uint8 { return s.img.Pix[s.img.PixOffset(where.Min.X, y):][:where.Dx()] }
	first := row(where.Min.Y)
	for x := range first {
		first[x] = colour
	}
	for y := where.Min.Y + 1; y < where.Max.Y; y++ {
		copy(row(y), first) // most of a card is such rows
	}
}

// frame draws the edge of a rectangle, so thick.
func (s *sheet) frame(x, y, w, h, thick int, colour uint8) {
	s.rect(x, y, w, h, colour)
	s.rect(x+thick, y+thick, w-2*thick, h-2*thick, paper)
}

// dashes draws a broken line of three pixels' thickness, to the right or down.
func (s *sheet) dashes(x, y, length int, down bool) {
	const dash, gap, thick = 12, 8, 3
	for at := 0; at < length; at += dash + gap {
		if n := min(dash, length-at); down {
			s.rect(x-thick/2, y+at, thick, n, plain.on(shades))
		} else {
			s.rect(x+at, y-thick/2, n, thick, plain.on(shades))
		}
	}
}

// pointer draws a filled triangle of the accent colour about the point, to the
// right or down.
func (s *sheet) pointer(x, y int, down bool) {
	const half = 10
	for i := range 2 * half {
		if n := half - i/2; down {
			s.rect(x-n, y-half+i, 2*n, 1, accent.on(shades))
		} else {
			s.rect(x-half+i, y-n, 1, 2*n, accent.on(shades))
		}
	}
}
