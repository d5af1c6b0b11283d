// Package pictures draws what Dogear shows: on a paper card of its own, so
// that it reads on dark and on light, with the title at the top left, how many
// at the bottom right, and labels on the things themselves. Nothing is told by
// colour alone, and what a picture says its Alt says in words.
//
// It knows neither books nor readers. Pictures are public: nothing that is
// locked may ever be handed in here.
package pictures

import (
	"bytes"
	"embed"
	"fmt"
	"image/png"

	"golang.org/x/image/font/sfnt"
)

// Pictures are made for screens of double density: what is 28 pixels high here
// is 14 or a little less where Discord shows it.
const (
	width     = 1200
	margin    = 56
	titleSize = 46
	textSize  = 30
	smallSize = 28 // nothing is smaller
)

//go:embed inter/*.otf
var fonts embed.FS

// Painter draws pictures. Many may use one at once.
type Painter struct {
	regular, bold *sfnt.Font
}

// New readies a Painter. It fails only if the program was built with a font
// that is none.
func New() (*Painter, error) {
	regular, err := readFont("inter/Inter-Regular.otf")
	if err != nil {
		return nil, err
	}
	bold, err := readFont("inter/Inter-SemiBold.otf")
	if err != nil {
		return nil, err
	}
	return &Painter{regular: regular, bold: bold}, nil
}

func readFont(name string) (*sfnt.Font, error) {
	data, err := fonts.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read font %s: %w", name, err)
	}
	f, err := sfnt.Parse(data)
	if err != nil {
		return nil, fmt.Errorf("read font %s: %w", name, err)
	}
	return f, nil
}

// encode writes the finished picture.
func (s *sheet) encode() ([]byte, error) {
	var b bytes.Buffer
	if err := png.Encode(&b, s.img); err != nil {
		return nil, fmt.Errorf("encode picture: %w", err)
	}
	return b.Bytes(), nil
}
