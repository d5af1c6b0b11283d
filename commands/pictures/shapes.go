package pictures

import (
	"image"
	"math"
)

// polygon fills what lies between points, each x and y.
func (s *sheet) polygon(colour shader, points ...[2]float64) {
	lowX, lowY, highX, highY := points[0][0], points[0][1], points[0][0], points[0][1]
	for _, at := range points {
		lowX, highX = min(lowX, at[0]), max(highX, at[0])
		lowY, highY = min(lowY, at[1]), max(highY, at[1])
	}
	where := image.Rect(int(math.Floor(lowX)), int(math.Floor(lowY)), int(math.Ceil(highX)), int(math.Ceil(highY)))
	s.fill(where, func(p *pen) {
		p.move(float32(points[0][0]), float32(points[0][1]))
		for _, at := range points[1:] {
			p.line(float32(at[0]), float32(at[1]))
		}
		p.ClosePath()
	}, colour)
}

// onPaper is the colour of an ink where there is paper, and leaves what has been
// drawn.
func (i ink) onPaper(shade int, was uint8) uint8 {
	if was == paper {
		return i.on(shade)
	}
	return was
}

// star draws a star about a point, so far to its tips.
func (s *sheet) star(x, y, radius int) {
	var points [][2]float64
	for k := range 10 {
		r := float64(radius)
		if k%2 == 1 {
			r *= 0.42
		}
		sin, cos := math.Sincos(math.Pi * float64(k) / 5)
		points = append(points, [2]float64{float64(x) + r*sin, float64(y) - r*cos})
	}
	s.polygon(star.onPaper, points...)
}

// ring draws a ring about a point.
func (s *sheet) ring(x, y, radius int) {
	const thick = 5
	for dy := -radius; dy <= radius; dy++ {
		for dx := -radius; dx <= radius; dx++ {
			d := math.Hypot(float64(dx), float64(dy))
			full := min(1, max(0, float64(radius)-d)) * min(1, max(0, d-float64(radius-thick)+1))
			if shade := int(math.Round(full * shades)); shade > 0 {
				s.rect(x+dx, y+dy, 1, 1, second.on(shade))
			}
		}
	}
}

// pointUp draws a triangle of the accent colour whose tip is at a point.
func (s *sheet) pointUp(x, y int) {
	const half, high = 13, 20
	fx, fy := float64(x), float64(y)
	s.polygon(accent.onPaper, [2]float64{fx, fy}, [2]float64{fx + half, fy + high}, [2]float64{fx - half, fy + high})
}
