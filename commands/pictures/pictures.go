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
	"context"
	"embed"
	"fmt"
	"image/png"
	"sync"

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

// Painter draws pictures. Many may use one at once; beyond atOnce of them they
// wait for each other.
type Painter struct {
	regular, bold *sfnt.Font
	turns         chan struct{} // one for each that draws now
	buffers       buffers
}

// atOnce is how many pictures are drawn at once: each takes memory and one
// processor.
const atOnce = 4

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
	return &Painter{regular: regular, bold: bold, turns: make(chan struct{}, atOnce)}, nil
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

// paint draws and writes a picture as soon as it is its turn, unless ctx ends
// before.
func (p *Painter) paint(ctx context.Context, draw func() *sheet) ([]byte, error) {
	select {
	case p.turns <- struct{}{}:
	case <-ctx.Done():
		return nil, fmt.Errorf("wait to draw a picture: %w", ctx.Err())
	}
	defer func() { <-p.turns }()
	return draw().encode()
}

// buffers are what an encoder works in, nearly a megabyte, for the next picture.
type buffers struct{ pool sync.Pool }

// Get is for png.Encoder.
func (b *buffers) Get() *png.EncoderBuffer {
	buffer, _ := b.pool.Get().(*png.EncoderBuffer)
	return buffer
}

// Put is for png.Encoder.
func (b *buffers) Put(buffer *png.EncoderBuffer) { b.pool.Put(buffer) }

// encode writes the finished picture. Of what is flat and drawn to rule the
// thorough search for what repeats makes a file a tenth smaller and takes four
// times as long: only prints are worth it. They have as many colours as the file
// then has room for: half as many make it about a fifth smaller.
func (s *sheet) encode() ([]byte, error) {
	const fewestColours = 4
	encoder := png.Encoder{CompressionLevel: png.BestSpeed, BufferPool: &s.painter.buffers}
	if len(s.plates) > 0 {
		encoder.CompressionLevel = png.DefaultCompression
	}
	colours := s.plateColours()
	for {
		if len(s.plates) > 0 {
			s.dye(colours)
		}
		var b bytes.Buffer
		if err := encoder.Encode(&b, s.img); err != nil {
			return nil, fmt.Errorf("encode picture: %w", err)
		}
		if len(s.plates) == 0 || b.Len() <= maxPlated || colours <= fewestColours {
			return b.Bytes(), nil
		}
		for size := b.Len(); size > maxPlated && colours > fewestColours; size = size * 4 / 5 {
			colours /= 2
		}
	}
}
