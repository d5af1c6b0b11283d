package covers

import (
	"encoding/binary"
	"image"
	"strings"
)

// A camera writes a picture as its sensor lay, and beside it how it is to be
// turned. As nothing is kept that stands beside a picture, it is turned here.

// tagOrientation is Exif's number of that (Exif 2.32, 4.6.4.A).
const tagOrientation = 0x0112

// orientation reads what an Exif block says of how to turn the picture, from 1
// (as it is) to 8; 1 if it says nothing that can be read.
func orientation(exif string) int {
	if len(exif) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.BigEndian
	switch exif[:4] {
	case "II*\x00":
		order = binary.LittleEndian
	case "MM\x00*":
	default:
		return 1
	}
	raw := []byte(exif)
	at := uint64(order.Uint32(raw[4:]))
	if at+2 > uint64(len(raw)) {
		return 1
	}
	n := int(order.Uint16(raw[at:]))
	for entry := raw[at+2:]; n > 0 && len(entry) >= 12; n, entry = n-1, entry[12:] {
		if order.Uint16(entry) != tagOrientation {
			continue
		}
		if o := int(order.Uint16(entry[8:])); o >= 1 && o <= 8 {
			return o
		}
	}
	return 1
}

// upright turns a picture as its orientation says.
func upright(img *image.NRGBA, orientation int) *image.NRGBA {
	if orientation == 1 {
		return img
	}
	w, h := img.Rect.Dx(), img.Rect.Dy()
	size := image.Pt(w, h)
	if orientation >= 5 {
		size = image.Pt(h, w)
	}
	to := image.NewNRGBA(image.Rectangle{Max: size})
	for y := range h {
		for x := range w {
			at := [...]image.Point{
				2: {w - 1 - x, y}, 3: {w - 1 - x, h - 1 - y}, 4: {x, h - 1 - y},
				5: {y, x}, 6: {h - 1 - y, x}, 7: {h - 1 - y, w - 1 - x}, 8: {y, w - 1 - x},
			}[orientation]
			to.SetNRGBA(at.X, at.Y, img.NRGBAAt(x, y))
		}
	}
	return to
}

// segments calls f with the marker and the content of each segment of a JPEG up
// to the picture itself, until f returns false.
func segments(file string, f func(marker byte, content string) bool) {
	for rest := file[2:]; len(rest) >= 4 && rest[0] == 0xff; {
		marker := rest[1]
		if marker == 0xff { // fills
			rest = rest[1:]
			continue
		}
		length := int(rest[2])<<8 | int(rest[3])
		if marker < 0xc0 || marker >= 0xd0 && marker <= 0xda || length < 2 || 2+length > len(rest) || !f(marker, rest[4:2+length]) {
			return
		}
		rest = rest[2+length:]
	}
}

// frame says whether a JPEG is one that gets sharper as it comes in (all of it is
// in memory then, before it is put together), and how many samples there are for
// how many pixels. One whose beginning cannot be followed is taken for the
// heaviest there is.
func frame(file string) (progressive bool, samples, pixels int64) {
	const head, component = 6, 3 // bytes: of what comes before the channels, and of each
	progressive, samples, pixels = true, 4, 1
	segments(file, func(marker byte, content string) bool {
		if marker != 0xc0 && marker != 0xc1 && marker != 0xc2 {
			return true
		}
		progressive = marker == 0xc2
		var sum, first int64
		for at := head; at+component <= len(content); at += component {
			n := int64(content[at+1]>>4) * int64(content[at+1]&15) // samples across, and down
			if sum += n; at == head {
				first = n
			}
		}
		if first > 0 {
			samples, pixels = sum, first
		}
		return false
	})
	return progressive, samples, pixels
}

func exifOfJPEG(file string) (exif string) {
	segments(file, func(marker byte, content string) bool {
		block, found := strings.CutPrefix(content, "Exif\x00\x00")
		if found && marker == 0xe1 {
			exif = block
			return false
		}
		return true
	})
	return exif
}

func exifOfPNG(file string) string {
	for rest := file[8:]; len(rest) >= 12; {
		length := uint64(binary.BigEndian.Uint32([]byte(rest[:4])))
		if 12+length > uint64(len(rest)) {
			return ""
		}
		if rest[4:8] == "eXIf" {
			return rest[8 : 8+length]
		}
		rest = rest[12+length:]
	}
	return ""
}

func exifOfWebP(file string) string {
	for rest := file[12:]; len(rest) >= 8; {
		length := uint64(binary.LittleEndian.Uint32([]byte(rest[4:8])))
		if 8+length > uint64(len(rest)) {
			return ""
		}
		if rest[:4] == "EXIF" {
			return strings.TrimPrefix(rest[8:8+length], "Exif\x00\x00")
		}
		rest = rest[min(8+length+length%2, uint64(len(rest))):]
	}
	return ""
}
