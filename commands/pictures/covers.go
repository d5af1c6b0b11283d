package pictures

import (
	"image"
	"image/color"
	"image/draw"
)

// plate is a cover as it is printed on a sheet: small, and in a few colours that
// all plates of the sheet share, as those of letters and lines are few, too.
type plate struct {
	at     image.Rectangle
	pixels *image.RGBA
}

// maxPlated is how many bytes a picture with plates may have. With fewer
// colours it has fewer bytes.
const maxPlated = 190 << 10

// cover prints a cover within r, at its bottom, with a thin frame.
func (s *sheet) cover(img image.Image, r image.Rectangle) {
	size := img.Bounds().Size()
	w, h := r.Dx(), r.Dx()*size.Y/size.X
	if h > r.Dy() {
		w, h = r.Dy()*size.X/size.Y, r.Dy()
	}
	w, h = max(w, 8), max(h, 8)
	r.Min = image.Pt(r.Min.X, r.Max.Y-h)
	r.Max.X = r.Min.X + w
	const frame = 2
	s.rect(r.Min.X, r.Min.Y, w, h, grid.on(shades))
	r = r.Inset(frame)
	s.plates = append(s.plates, plate{r, shrink(img, r.Dx(), r.Dy())})
}

// shrink is a cover in so many pixels, each the mean of those it stands for. The
// scalers at hand weigh them more finely, which at this size nobody sees, and take
// many times the memory.
func shrink(img image.Image, w, h int) *image.RGBA {
	full := image.NewRGBA(image.Rectangle{Max: img.Bounds().Size()})
	draw.Draw(full, full.Rect, image.NewUniform(paperRGB()), image.Point{}, draw.Src)
	draw.Draw(full, full.Rect, img, img.Bounds().Min, draw.Over)
	small := image.NewRGBA(image.Rect(0, 0, w, h))
	wide, high := full.Rect.Dx(), full.Rect.Dy()
	for y := range h {
		top, bottom := y*high/h, max(y*high/h+1, (y+1)*high/h)
		for x := range w {
			left, right := x*wide/w, max(x*wide/w+1, (x+1)*wide/w)
			var sum [3]int
			for from := top; from < bottom; from++ {
				row := full.Pix[full.PixOffset(left, from):full.PixOffset(right, from):full.PixOffset(right, from)]
				for ; len(row) >= 4; row = row[4:] {
					sum[0] += int(row[0])
					sum[1] += int(row[1])
					sum[2] += int(row[2])
				}
			}
			n := (bottom - top) * (right - left)
			to := small.Pix[small.PixOffset(x, y):][:4:4]
			to[0], to[1], to[2], to[3] = uint8(sum[0]/n), uint8(sum[1]/n), uint8(sum[2]/n), 255
		}
	}
	return small
}

// dye colours all plates with so many colours at most.
func (s *sheet) dye(colours int) {
	var bins [1 << 15]tint
	for _, p := range s.plates {
		for i := 0; i < len(p.pixels.Pix); i += 4 {
			px := p.pixels.Pix[i : i+3 : i+3]
			t := &bins[bin(px)]
			t.n++
			for k := range t.sum {
				t.sum[k] += int(px[k])
			}
		}
	}
	pots, number := mixColours(bins[:], colours)
	own := palette()
	s.img.Palette = append(own, pots...)
	for _, p := range s.plates {
		for y := range p.at.Dy() {
			to := s.img.Pix[s.img.PixOffset(p.at.Min.X, p.at.Min.Y+y):][:p.at.Dx()]
			from := p.pixels.Pix[p.pixels.PixOffset(0, y):]
			for x := range to {
				to[x] = uint8(len(own)) + number[bin(from[4*x:4*x+3])]
			}
		}
	}
}

// plateColours is how many colours the plates are to have at first: about what letters
// and lines leave of 256, or fewer if they are large together.
func (s *sheet) plateColours() int {
	const most, large = 128, 300_000
	pixels := 0
	for _, p := range s.plates {
		pixels += p.at.Dx() * p.at.Dy()
	}
	if pixels > large {
		return most * 3 / 4
	}
	return most
}

// bin is the number of a colour among those that hardly differ from it.
func bin(px []uint8) int { return int(px[0]>>3)<<10 | int(px[1]>>3)<<5 | int(px[2]>>3) }

// tint is how often colours occur that hardly differ.
type tint struct {
	n   int
	sum [3]int // of red, green and blue
}

// pot holds the bins that one colour stands for.
type pot struct {
	bins []int
	n    int // pixels
	wide int // how far apart the bins are, on the axis on which they are furthest
	axis int
}

// mixColours chooses the colours, and says which of them each bin has: it halves,
// again and again, the pot with the most pixels that differ most (median cut,
// after Heckbert, 1982).
func mixColours(tints []tint, most int) (color.Palette, []uint8) {
	var first []int
	for b := range tints {
		if tints[b].n > 0 {
			first = append(first, b)
		}
	}
	pots := []pot{fillPot(tints, first)}
	for len(pots) < most {
		which := 0
		for i, p := range pots {
			if p.n*p.wide > pots[which].n*pots[which].wide {
				which = i
			}
		}
		if pots[which].wide == 0 {
			break
		}
		low, high := pots[which].halve(tints)
		pots[which] = fillPot(tints, low)
		pots = append(pots, fillPot(tints, high))
	}
	colours, number := make(color.Palette, len(pots)), make([]uint8, len(tints))
	for i, p := range pots {
		var sum [3]int
		for _, b := range p.bins {
			number[b] = uint8(i)
			for k := range sum {
				sum[k] += tints[b].sum[k]
			}
		}
		n := max(1, p.n)
		colours[i] = color.NRGBA{uint8(sum[0] / n), uint8(sum[1] / n), uint8(sum[2] / n), 255}
	}
	return colours, number
}

// along is where a bin is on an axis, 0 to 31.
func along(b, axis int) int { return b >> (10 - 5*axis) & 31 }

func fillPot(tints []tint, bins []int) pot {
	p := pot{bins: bins}
	low, high := [3]int{31, 31, 31}, [3]int{}
	for _, b := range bins {
		p.n += tints[b].n
		for k := range low {
			low[k], high[k] = min(low[k], along(b, k)), max(high[k], along(b, k))
		}
	}
	for k := range low {
		if wide := high[k] - low[k]; wide > p.wide {
			p.wide, p.axis = wide, k
		}
	}
	return p
}

// halve parts the bins of a pot that is not all of one colour so that each part
// has about half of the pixels, and at least one bin.
func (p pot) halve(tints []tint) (low, high []int) {
	var counts [32]int
	last := 0
	for _, b := range p.bins {
		counts[along(b, p.axis)] += tints[b].n
		last = max(last, along(b, p.axis))
	}
	cut, below := 0, 0
	for ; cut < last; cut++ {
		if below += counts[cut]; 2*below >= p.n {
			break
		}
	}
	cut = min(cut, last-1)
	for _, b := range p.bins {
		if along(b, p.axis) <= cut {
			low = append(low, b)
		} else {
			high = append(high, b)
		}
	}
	return low, high
}
