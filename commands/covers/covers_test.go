package covers_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"strings"
	"testing"

	"dogear/club"
	"dogear/commands/covers"
)

func red() color.NRGBA   { return color.NRGBA{0xC8, 0x20, 0x20, 0xFF} }
func green() color.NRGBA { return color.NRGBA{0x20, 0xA0, 0x20, 0xFF} }

// picture is one with a red square in its top left corner, on green.
func picture(w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetNRGBA(x, y, green())
			if x < w/2 && y < h/2 {
				img.SetNRGBA(x, y, red())
			}
		}
	}
	return img
}

func asPNG(t testing.TB, img image.Image) string {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func asJPEG(t testing.TB, img image.Image) string {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func read(t testing.TB, name string) string {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// chunk is one of a PNG.
func chunk(kind, data string) string {
	var b bytes.Buffer
	_ = binary.Write(&b, binary.BigEndian, uint32(len(data))) // a Buffer takes all
	b.WriteString(kind + data)
	_ = binary.Write(&b, binary.BigEndian, crc32.ChecksumIEEE([]byte(kind+data)))
	return b.String()
}

// exif is a block that says how a picture is to be turned, and where it was
// taken.
func exif(order binary.AppendByteOrder, orientation uint16) string {
	b := []byte("MM\x00*")
	if order.String() == "LittleEndian" {
		b = []byte("II*\x00")
	}
	b = order.AppendUint32(b, 8)
	b = order.AppendUint16(b, 2)
	for _, e := range []struct{ tag, value uint16 }{{0x010f, 7}, {0x0112, orientation}} {
		b = order.AppendUint16(b, e.tag)
		b = order.AppendUint16(b, 3)
		b = order.AppendUint32(b, 1)
		b = order.AppendUint16(b, e.value)
		b = order.AppendUint16(b, 0)
	}
	return string(b) + "\x00\x00\x00\x0051.4779 N"
}

// withEXIF puts a block of Exif into a file.
func withEXIF(file, block string) string {
	switch {
	case strings.HasPrefix(file, "\xff\xd8"):
		n := 2 + len("Exif\x00\x00") + len(block)
		return file[:2] + "\xff\xe1" + string([]byte{byte(n >> 8), byte(n)}) + "Exif\x00\x00" + block + file[2:]
	case strings.HasPrefix(file, "\x89PNG"):
		return file[:33] + chunk("eXIf", block) + file[33:]
	}
	chunk := "EXIF" + string(binary.LittleEndian.AppendUint32(nil, uint32(len(block)))) + block
	if len(block)%2 == 1 {
		chunk += "\x00"
	}
	body := file[8:] + chunk
	return "RIFF" + string(binary.LittleEndian.AppendUint32(nil, uint32(len(body)))) + body
}

// made makes a cover and opens it again.
func made(t testing.TB, file string) (kind string, data []byte, img image.Image) {
	t.Helper()
	kind, data, err := covers.NewMaker().Make(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	if img, err = covers.Open(kind, data); err != nil {
		t.Fatal(err)
	}
	return kind, data, img
}

// near reports whether a pixel has a colour, but for what JPEG makes of it.
func near(img image.Image, x, y int, want color.NRGBA) bool {
	r, g, b, _ := img.At(x, y).RGBA()
	off := func(a uint32, b uint8) bool { return max(a>>8, uint32(b))-min(a>>8, uint32(b)) > 24 }
	return !off(r, want.R) && !off(g, want.G) && !off(b, want.B)
}

func TestACoverIsSmall(t *testing.T) {
	t.Parallel()
	glassy := picture(40, 60)
	glassy.SetNRGBA(39, 59, color.NRGBA{})
	for name, tt := range map[string]struct {
		file string
		kind string
		w, h int
	}{
		"a portrait":               {asPNG(t, picture(1200, 1800)), covers.JPEG, 400, 600},
		"a landscape":              {asJPEG(t, picture(1801, 900)), covers.JPEG, 600, 300},
		"as large as it may be":    {asPNG(t, picture(600, 600)), covers.JPEG, 600, 600},
		"a small one stays":        {asPNG(t, picture(40, 60)), covers.JPEG, 40, 60},
		"a line":                   {asPNG(t, picture(3000, 1)), covers.JPEG, 600, 1},
		"one to be seen through":   {asPNG(t, glassy), covers.PNG, 40, 60},
		"a progressive JPEG":       {read(t, "progressive.jpg"), covers.JPEG, 30, 50},
		"one of many scans":        {scanned(t, 64) + "\x00\x02\xff\xda\x00\x02", covers.JPEG, 30, 50},
		"one that speaks of scans": {withEXIF(asJPEG(t, picture(40, 60)), strings.Repeat("\xff\xda\x00\x02", 100)), covers.JPEG, 40, 60},
		"a lossy WebP":             {read(t, "lossy.webp"), covers.JPEG, 40, 60},
		"a WebP to see through":    {read(t, "seethrough.webp"), covers.PNG, 40, 60},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			kind, _, img := made(t, tt.file)
			if size := img.Bounds().Size(); kind != tt.kind || size != image.Pt(tt.w, tt.h) {
				t.Errorf("%s of %v, want %s of %dx%d", kind, size, tt.kind, tt.w, tt.h)
			}
		})
	}
}

// A camera's pictures stand upright, and tell neither of the camera nor of the
// place.
func TestACoverIsUprightAndTellsNothing(t *testing.T) {
	t.Parallel()
	// Where the first row and column of the picture belong, from Exif's table:
	// whether the red corner is at the right, and at the bottom.
	corners := map[uint16][2]bool{
		1: {false, false}, 2: {true, false}, 3: {true, true}, 4: {false, true},
		5: {false, false}, 6: {true, false}, 7: {true, true}, 8: {false, true},
	}
	plain := map[string]string{"JPEG": asJPEG(t, picture(64, 96)), "PNG": asPNG(t, picture(64, 96))}
	for o, corner := range corners {
		for format, file := range plain {
			for _, order := range []binary.AppendByteOrder{binary.BigEndian, binary.LittleEndian} {
				kind, data, img := made(t, withEXIF(file, exif(order, o)))
				want := image.Pt(64, 96)
				if o >= 5 {
					want = image.Pt(96, 64)
				}
				at := func(far bool, side int) int {
					if far {
						return side - side/4
					}
					return side / 4
				}
				if img.Bounds().Size() != want || !near(img, at(corner[0], want.X), at(corner[1], want.Y), red()) ||
					!near(img, at(!corner[0], want.X), at(corner[1], want.Y), green()) {
					t.Errorf("%s turned by %d: %v", format, o, img.Bounds())
				}
				if kind != covers.JPEG || strings.Contains(string(data), "51.4779") || strings.Contains(string(data), "Exif") {
					t.Errorf("%s tells where it was taken", format)
				}
			}
		}
	}
	turned := withEXIF(read(t, "lossy.webp"), exif(binary.LittleEndian, 6))
	if _, _, img := made(t, turned); img.Bounds().Size() != image.Pt(60, 40) {
		t.Errorf("WebP: %v", img.Bounds())
	}
}

// Who has gone waits for no turn.
func TestMakersTakeTurns(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	m := covers.NewMaker()
	file := asPNG(t, picture(4, 4))
	for range 20 { // of two ways that are open, either is taken
		if _, _, err := m.Make(ctx, file); err != nil && !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
	}
	if _, _, err := m.Make(t.Context(), file); err != nil {
		t.Error("a turn was not given back:", err)
	}
}

func TestOpenIsNoMatterOfTrust(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{covers.JPEG, covers.PNG} {
		if _, err := covers.Open(kind, []byte("no picture")); err == nil {
			t.Error(kind)
		}
	}
	if covers.Name(covers.JPEG) != "cover.jpg" || covers.Name(covers.PNG) != "cover.png" {
		t.Error("misnamed")
	}
}

// Whatever comes in, what comes out is a small picture or a refusal.
func FuzzMake(f *testing.F) {
	small := picture(6, 9)
	for _, file := range []string{
		"", asPNG(f, small), asJPEG(f, small), read(f, "lossy.webp"), read(f, "seethrough.webp"), read(f, "moving.webp"), read(f, "progressive.jpg"),
		withEXIF(asJPEG(f, small), exif(binary.BigEndian, 6)), withEXIF(asPNG(f, small), exif(binary.LittleEndian, 8)),
		withEXIF(read(f, "lossy.webp"), exif(binary.BigEndian, 3)), header(8000, 5001, 16, 6, 0), scanned(f, 65),
	} {
		f.Add(file)
	}
	f.Fuzz(func(t *testing.T, file string) {
		if c, _, err := image.DecodeConfig(strings.NewReader(file)); err == nil && c.Width*c.Height > 1<<20 && c.Width*c.Height < 40_000_000 {
			t.Skip("large ones take long")
		}
		kind, data, err := covers.NewMaker().Make(t.Context(), file)
		if err != nil {
			if _, ok := errors.AsType[*club.Refusal](err); !ok {
				t.Fatal(err)
			}
			return
		}
		img, err := covers.Open(kind, data)
		if err != nil {
			t.Fatal(err)
		}
		if s := img.Bounds().Size(); s.X < 1 || s.Y < 1 || max(s.X, s.Y) > covers.MaxSide {
			t.Fatalf("%s of %v", kind, s)
		}
	})
}
