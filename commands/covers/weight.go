package covers

import (
	"image"
	"image/color"
	"strings"

	"dogear/club"
)

const (
	// maxLength is how long a side may be: scaling takes memory by the side, too.
	maxLength = 1<<16 - 1
	// maxMemory is how much a picture may take while it is opened and made
	// small, in bytes: what a phone takes of a book, 12 megapixels, and fewer of
	// the wasteful kinds.
	maxMemory = 96 << 20
	// maxScans is how many times a JPEG may go over the picture. A scan may be a
	// few bytes long and yet touch every pixel; what programs write has a dozen.
	maxScans = 64
)

// check refuses a picture by what it says of its size and how it is made, before
// any of it is decoded.
func (f format) check(file string) error {
	if len(file) > MaxFile {
		return club.Refuse("That file is too large: a cover has at most %d MiB.", MaxFile>>20)
	}
	c, err := f.config(strings.NewReader(file))
	if err != nil || c.Width <= 0 || c.Height <= 0 || f.name == "JPEG" && scans(file) > maxScans {
		return refuseBroken(f)
	}
	if max(c.Width, c.Height) > maxLength || f.cost(file, c)+scaling(c.Width, c.Height) > maxMemory {
		return club.Refuse("This picture is too large to be opened: it has %d by %d pixels. A cover is kept at %d, so a smaller one will look the same.",
			c.Width, c.Height, MaxSide)
	}
	return nil
}

// cost is how many bytes a picture takes while it is decoded, at most.
func (f format) cost(file string, c image.Config) int64 {
	const interlace = 28 // where a PNG says whether it comes in passes
	pixels := int64(c.Width) * int64(c.Height)
	bytes := int64(4)
	if c.ColorModel == color.NRGBA64Model || c.ColorModel == color.RGBA64Model {
		bytes = 8
	}
	switch {
	case f.name == "JPEG":
		return costOfJPEG(file, c.ColorModel, pixels)
	case f.name == "PNG" && len(file) > interlace && file[interlace] != 0:
		bytes *= 2 // the passes, and what they are put together to
	case f.name == "WebP" && (strings.Contains(file, "VP8L") || strings.Contains(file, "ALPH")):
		bytes = 12 // without loss: before and after its colours are looked up, and what is behind them
	}
	return bytes * pixels
}

// costOfJPEG is a byte for each sample. One that comes in passes has a
// coefficient of four bytes for each besides, and one whose samples are no
// brightness and tints is put together anew, four bytes a pixel.
func costOfJPEG(file string, model color.Model, pixels int64) int64 {
	progressive, samples, of := frame(file)
	bytes := pixels * samples / of
	if progressive {
		bytes *= 1 + 4
	}
	if model == color.RGBAModel || model == color.CMYKModel {
		bytes += 4 * pixels
	}
	return bytes
}

// scaling is how many bytes it takes to make a picture small: four numbers for
// each pixel of one that is as wide as the small one, and as high as it was.
func scaling(w, h int) int64 {
	small, _ := smaller(w, h)
	return 4 * 8 * int64(small) * int64(h)
}

// scans counts how many times a JPEG goes over the picture, as its decoder does:
// up to its end, and without what stands inside of other segments.
func scans(file string) (n int) {
	const (
		fill, stuffed     = 0xff, 0x00
		restart, restarts = 0xd0, 8
		end, scan         = 0xd9, 0xda
	)
	for rest := file[2:]; ; {
		at := strings.IndexByte(rest, 0xff)
		if at < 0 || at+4 > len(rest) {
			return n
		}
		rest = rest[at+1:]
		switch marker := rest[0]; {
		case marker == end:
			return n
		case marker == fill: // what follows it may be one
			continue
		case marker == stuffed || marker >= restart && marker < restart+restarts:
			rest = rest[1:]
			continue
		case marker == scan:
			n++
		}
		length := int(rest[1])<<8 | int(rest[2])
		if 1+length > len(rest) {
			return n
		}
		rest = rest[1+length:]
	}
}
