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

func TestWhatIsNoCover(t *testing.T) {
	t.Parallel()
	whole := asJPEG(t, picture(40, 60))
	for name, tt := range map[string]struct{ file, says string }{
		"nothing":                      {"", "none of them"},
		"a GIF":                        {"GIF89a\x01\x00\x01\x00\x00\x00\x00;", "none of them"},
		"words":                        {"Chapter 1\nChapter 2\n", "none of them"},
		"half of one":                  {whole[:len(whole)/2], "This JPEG cannot be opened"},
		"only the beginning of one":    {"\x89PNG\r\n\x1a\n", "This PNG cannot be opened"},
		"one that moves":               {read(t, "moving.webp"), "This WebP cannot be opened"},
		"a file too large":             {whole + strings.Repeat("\x00", covers.MaxFile), "at most 4 MiB"},
		"too many pixels":              {header(8000, 5001, 8, 2, 0), "8000 by 5001 pixels"},
		"more pixels than a number is": {header(1<<31-1, 1<<31-1, 8, 2, 0), "cannot be opened"},
		"a line without end":           {header(1, 30_000_000, 8, 2, 0), "1 by 30000000 pixels"},
		"deep ones":                    {header(7000, 5000, 16, 6, 0), "7000 by 5000 pixels"},
		"progressive and large":        {bigger(t, read(t, "progressive.jpg"), 0xc2, 5000, 5000), "5000 by 5000 pixels"},
		"too many scans":               {scanned(t, 65), "This JPEG cannot be opened"},
		"a large one":                  {header(7000, 5000, 8, 2, 0), "cannot be opened"},
		"a large one in passes":        {header(7000, 5000, 8, 2, 1), "7000 by 5000 pixels"},
		"one that takes much to scale": {header(6300, 6300, 8, 2, 0), "6300 by 6300 pixels"},
		"a large WebP":                 {canvas(5000, "VP8 "), "cannot be opened"},
		"a large WebP without loss":    {canvas(5000, "VP8L"), "4096 by 5000 pixels"},
		"as large as may be, and torn": {bigger(t, whole, 0xc0, 100, 40000)[:len(whole)/2], "cannot be opened"},
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
