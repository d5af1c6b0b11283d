// Package covers makes of a picture that somebody handed in what is kept as a
// book's cover: small, upright, and with nothing in it but what can be seen.
//
// It knows neither books nor Discord. What comes in is not trusted: it may be no
// picture at all, or one that is made to be large.
package covers

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"strings"

	"golang.org/x/image/draw"
	"golang.org/x/image/webp"

	"dogear/club"
)

const (
	// MaxFile is how large a picture may be that is handed in, in bytes.
	MaxFile = 4 << 20
	// MaxSide is how long the longer side of a cover is at most, in pixels. A
	// smaller picture stays as small as it is.
	MaxSide = 600

	// quality is JPEG's: at this one nothing of a cover is seen to be missing.
	quality = 88
)

// The media types of covers.
const (
	JPEG = "image/jpeg"
	PNG  = "image/png"
)

// Name is what the file of a cover is called.
func Name(kind string) string {
	if kind == PNG {
		return "cover.png"
	}
	return "cover.jpg"
}

// Maker makes covers, one after another: a picture that is decoded is large.
// Many may use it at once.
type Maker struct{ turn chan struct{} }

// NewMaker makes a Maker.
func NewMaker() *Maker { return &Maker{turn: make(chan struct{}, 1)} }

// Make makes a cover of a PNG, JPEG or WebP file: a JPEG, or a PNG if it is
// transparent somewhere. It returns its media type and its bytes. A file that
// is none of these, or too large, is a *club.Refusal.
func (m *Maker) Make(ctx context.Context, file string) (kind string, data []byte, err error) {
	select {
	case m.turn <- struct{}{}:
		defer func() { <-m.turn }()
	case <-ctx.Done():
		return "", nil, ctx.Err()
	}
	return remake(file)
}

func remake(file string) (kind string, data []byte, err error) {
	f, err := formatOf(file)
	if err != nil {
		return "", nil, err
	}
	if err := f.check(file); err != nil {
		return "", nil, err
	}
	img, err := f.decode(strings.NewReader(file))
	if err != nil {
		return "", nil, refuseBroken(f)
	}
	small := upright(scaled(img), orientation(f.exif(file)))
	var b bytes.Buffer
	if small.Opaque() {
		kind, err = JPEG, jpeg.Encode(&b, small, &jpeg.Options{Quality: quality})
	} else {
		kind, err = PNG, png.Encode(&b, small)
	}
	if err != nil {
		return "", nil, fmt.Errorf("encode cover: %w", err)
	}
	return kind, b.Bytes(), nil
}

// Open decodes a cover that Make made.
func Open(kind string, data []byte) (image.Image, error) {
	decode := jpeg.Decode
	if kind == PNG {
		decode = png.Decode
	}
	img, err := decode(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("open cover: %w", err)
	}
	return img, nil
}

// scaled is a picture at the size that is kept.
func scaled(img image.Image) *image.NRGBA {
	from := img.Bounds()
	w, h := smaller(from.Dx(), from.Dy())
	to := image.NewNRGBA(image.Rect(0, 0, w, h))
	if w == from.Dx() && h == from.Dy() {
		draw.Draw(to, to.Bounds(), img, from.Min, draw.Src)
	} else {
		draw.CatmullRom.Scale(to, to.Bounds(), img, from, draw.Src, nil)
	}
	return to
}

// smaller is the size at which a picture is kept.
func smaller(w, h int) (int, int) {
	if longer := max(w, h); longer > MaxSide {
		w, h = max(1, (w*MaxSide+longer/2)/longer), max(1, (h*MaxSide+longer/2)/longer)
	}
	return w, h
}

func refuseBroken(f format) error {
	return club.Refuse("This %s cannot be opened. It may be damaged, or of a kind that I do not read, such as one that moves. Saving it anew as PNG or JPEG helps.", f.name)
}

// format is a kind of picture that can be read.
type format struct {
	name   string
	decode func(r *strings.Reader) (image.Image, error)
	config func(r *strings.Reader) (image.Config, error)
	exif   func(file string) string
}

// formatOf tells a file's format by how it begins.
func formatOf(file string) (format, error) {
	switch {
	case strings.HasPrefix(file, "\xff\xd8\xff"):
		return format{
			"JPEG",
			func(r *strings.Reader) (image.Image, error) { return jpeg.Decode(r) },
			func(r *strings.Reader) (image.Config, error) { return jpeg.DecodeConfig(r) },
			exifOfJPEG,
		}, nil
	case strings.HasPrefix(file, "\x89PNG\r\n\x1a\n"):
		return format{
			"PNG",
			func(r *strings.Reader) (image.Image, error) { return png.Decode(r) },
			func(r *strings.Reader) (image.Config, error) { return png.DecodeConfig(r) },
			exifOfPNG,
		}, nil
	case len(file) >= 12 && strings.HasPrefix(file, "RIFF") && file[8:12] == "WEBP":
		return format{
			"WebP",
			func(r *strings.Reader) (image.Image, error) { return webp.Decode(r) },
			func(r *strings.Reader) (image.Config, error) { return webp.DecodeConfig(r) },
			exifOfWebP,
		}, nil
	}
	return format{}, club.Refuse("A cover is a picture in PNG, JPEG or WebP, and this file is none of them.")
}
