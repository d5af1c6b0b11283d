package covers_test

import (
	"encoding/binary"
	"errors"
	"strings"
	"testing"

	"dogear/club"
	"dogear/commands/covers"
)

// header is a PNG that says how large it is, and holds nothing.
func header(w, h uint32, depth, colours, interlaced byte) string {
	b := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, w), h)
	return "\x89PNG\r\n\x1a\n" + chunk("IHDR", string(append(b, depth, colours, 0, 0, interlaced)))
}

// canvas is a WebP of 4096 by h pixels that says that a chunk follows, which
// holds nothing.
func canvas(h uint16, chunk string) string {
	body := "WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00\xff\x0f\x00" + string([]byte{byte(h - 1), byte((h - 1) >> 8), 0}) + chunk + "\x00\x00\x00\x00"
	return "RIFF" + string(binary.LittleEndian.AppendUint32(nil, uint32(len(body)))) + body
}

// scanned is a progressive JPEG that goes over the picture so many times: some
// of it again and again, which leaves it as it is.
func scanned(t testing.TB, times int) string {
	t.Helper()
	file := read(t, "progressive.jpg") // ten times
	from := strings.Index(file, "\xff\xda")
	length := strings.Index(file[from:], "\xff\xc4")
	if from < 0 || length < 0 {
		t.Fatal("no scans")
	}
	return file[:from] + strings.Repeat(file[from:from+length], times-10) + file[from:]
}

// bigger is a JPEG that says that it is larger than it is.
func bigger(t *testing.T, file string, marker byte, w, h uint16) string {
	t.Helper()
	i := strings.Index(file, string([]byte{0xff, marker}))
	if i < 0 {
		t.Fatal("no frame")
	}
	return file[:i+5] + string([]byte{byte(h >> 8), byte(h), byte(w >> 8), byte(w)}) + file[i+9:]
}

// inRGB is a JPEG that says that its channels are red, green and blue.
func inRGB(file string) string {
	i := strings.Index(file, "\xff\xc0")
	at := i + 10 // its first channel
	return file[:at] + "R" + file[at+1:at+3] + "G" + file[at+4:at+6] + "B" + file[at+7:]
}

// halved is a progressive JPEG that says that its tints are half as fine as its
// brightness.
func halved(file string) string {
	at := strings.Index(file, "\xff\xc2") + 11 // how fine its first channel is
	return file[:at] + "\x22" + file[at+1:]
}

func TestWhatIsNoCover(t *testing.T) {
	t.Parallel()
	whole, progressive := asJPEG(t, picture(40, 60)), read(t, "progressive.jpg")
	for name, tt := range map[string]struct{ file, says string }{
		"nothing":                      {"", "none of them"},
		"a GIF":                        {"GIF89a\x01\x00\x01\x00\x00\x00\x00;", "none of them"},
		"words":                        {"Chapter 1\nChapter 2\n", "none of them"},
		"half of one":                  {whole[:len(whole)/2], "This JPEG cannot be opened"},
		"only the beginning of one":    {"\x89PNG\r\n\x1a\n", "This PNG cannot be opened"},
		"one that moves":               {read(t, "moving.webp"), "This WebP cannot be opened"},
		"a file too large":             {whole + strings.Repeat("\x00", covers.MaxFile), "at most 4 MiB"},
		"more pixels than a number is": {header(1<<31-1, 1<<31-1, 8, 2, 0), "cannot be opened"},
		"a line without end":           {header(1, 30_000_000, 8, 2, 0), "1 by 30000000 pixels"},
		"a large one":                  {header(3000, 3000, 8, 2, 0), "cannot be opened"},
		"a larger one":                 {header(3300, 3300, 8, 2, 0), "3300 by 3300 pixels"},
		"a small file of many pixels":  {header(7000, 5000, 8, 2, 0), "7000 by 5000 pixels"},
		"deep ones":                    {header(3000, 3000, 16, 6, 0), "3000 by 3000 pixels"},
		"a large one in passes":        {header(3000, 3000, 8, 2, 1), "3000 by 3000 pixels"},
		"one that takes much to scale": {header(500, 10000, 8, 2, 0), "cannot be opened"},
		"one that takes more":          {header(40000, 1000, 8, 2, 0), "40000 by 1000 pixels"},
		"what a phone takes":           {bigger(t, whole, 0xc0, 3024, 4032)[:len(whole)/2], "cannot be opened"},
		"what a large camera takes":    {bigger(t, whole, 0xc0, 7000, 5000), "7000 by 5000 pixels"},
		"as publishers make them":      {halved(bigger(t, progressive, 0xc2, 2000, 3000))[:len(progressive)/2], "cannot be opened"},
		"as few of them do":            {bigger(t, progressive, 0xc2, 2000, 3000), "2000 by 3000 pixels"},
		"progressive and large":        {bigger(t, progressive, 0xc2, 3000, 4000), "3000 by 4000 pixels"},
		"three whole colours":          {bigger(t, inRGB(whole), 0xc0, 3600, 3600), "3600 by 3600 pixels"},
		"too many scans":               {scanned(t, 65), "This JPEG cannot be opened"},
		"a large WebP":                 {canvas(3000, "VP8 "), "4096 by 3000 pixels"},
		"a WebP":                       {canvas(2000, "VP8 "), "cannot be opened"},
		"a WebP without loss":          {canvas(2000, "VP8L"), "4096 by 2000 pixels"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, data, err := covers.NewMaker().Make(t.Context(), tt.file)
			if _, ok := errors.AsType[*club.Refusal](err); !ok || !strings.Contains(err.Error(), tt.says) || data != nil {
				t.Errorf("%v, want a refusal that says %q", err, tt.says)
			}
		})
	}
}
