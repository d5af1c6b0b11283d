package pictures

import "image/color"

// ink is one of the few colours that pictures are drawn with.
type ink uint8

const (
	accent ink = iota // what comes next, and our mark: the folded corner
	grid              // lines that help the eye, and the card's edge
	plain             // text
	muted             // text that says less
	second            // what is open
	star              // stars
	inks

	edges = plain // those before it may also lie on nothing
)

func (i ink) rgb() color.NRGBA {
	return [inks]color.NRGBA{
		plain:  {0x1F, 0x23, 0x28, 0xFF},
		muted:  {0x6B, 0x6F, 0x76, 0xFF},
		accent: {0xC8, 0x55, 0x3D, 0xFF},
		second: {0x2A, 0x7F, 0x86, 0xFF},
		grid:   {0xE7, 0xE1, 0xD6, 0xFF},
		star:   {0xE0, 0xA5, 0x26, 0xFF},
	}[i]
}

func paperRGB() color.NRGBA { return color.NRGBA{0xFB, 0xF8, 0xF3, 0xFF} }

// shades is in how many steps an ink covers what is under it: enough that
// letters look smooth, and few, so that pictures stay small.
const shades = 15

// The colours of a picture by number: nothing, paper, each ink on paper from
// its faintest to its fullest shade, then those of the edges on nothing likewise.
const (
	nothing = 0
	paper   = 1
)

// on is the number of an ink that covers paper with so many shades.
func (i ink) on(shade int) uint8 {
	if shade == 0 {
		return paper
	}
	return uint8(1 + int(i)*shades + shade)
}

// edge is the number of an ink of the edges that covers nothing with so many
// shades.
func (i ink) edge(shade int) uint8 {
	switch shade {
	case 0:
		return nothing
	case shades:
		return i.on(shades)
	}
	return uint8(1 + (int(inks)+int(i))*shades + shade)
}

func palette() color.Palette {
	all := make(color.Palette, 2+int(inks+edges)*shades)
	all[nothing], all[paper] = color.NRGBA{}, paperRGB()
	for i := range inks {
		for n := 1; n <= shades; n++ {
			full := i.rgb()
			all[i.on(n)] = mix(paperRGB(), full, n)
			if i < edges {
				full.A = uint8(255 * n / shades)
				all[1+(int(inks)+int(i))*shades+n] = full
			}
		}
	}
	return all
}

// mix is n of shades parts of b, the rest of a.
func mix(a, b color.NRGBA, n int) color.NRGBA {
	m := func(a, b uint8) uint8 { return uint8((int(a)*(shades-n) + int(b)*n + shades/2) / shades) }
	return color.NRGBA{m(a.R, b.R), m(a.G, b.G), m(a.B, b.B), 255}
}
