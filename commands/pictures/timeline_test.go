package pictures_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"dogear/club"
	"dogear/commands/pictures"
)

// reading is a timeline of so many checkpoints, so many of them open.
func reading(n, open int) pictures.Timeline {
	t := pictures.Timeline{Title: "Middlemarch", Unit: "page", Today: "24 Nov"}
	for i := range n {
		b := pictures.Bar{
			Number: i + 1, Label: fmt.Sprintf("Chapters %d-%d", 3*i+1, 3*i+3),
			Date: fmt.Sprintf("Sun %d Dec", i%31+1), Weight: 14 + 17*(i%5),
		}
		switch {
		case i < open:
			b.State = pictures.Open
		case i == open:
			b.State = pictures.Next
		}
		t.Bars = append(t.Bars, b)
	}
	return t
}

func painter(t testing.TB) *pictures.Painter {
	t.Helper()
	p, err := pictures.New()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// draw draws a timeline, and looks at what any of them must be.
func draw(t rapid.TB, p *pictures.Painter, line pictures.Timeline) *image.Paletted {
	t.Helper()
	file, err := p.Timeline(context.Background(), line)
	return card(t, file, err, 60<<10, 840)
}

// card is a picture as it was drawn, after a look at what any of them must be:
// small enough as a file, not too high, and clean in its margins.
func card(t rapid.TB, file []byte, err error, bytesAtMost, highest int) *image.Paletted {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	if len(file) > bytesAtMost {
		t.Errorf("a file of %d bytes", len(file))
	}
	read, err := png.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	img, ok := read.(*image.Paletted)
	if !ok {
		t.Fatalf("the picture is a %T", read)
	}
	size := img.Bounds().Size()
	if size.X != 1200 || size.Y < 280 || size.Y > highest {
		t.Errorf("the picture is of %v", size)
	}
	margins(t, img)
	return img
}

// margins looks for what was drawn where nothing may be: beside the things and
// outside the card.
func margins(t rapid.TB, img *image.Paletted) {
	t.Helper()
	paper := uint8(img.Palette.Index(color.NRGBA{0xFB, 0xF8, 0xF3, 0xFF}))
	b := img.Bounds()
	for y := 80; y < b.Max.Y-20; y++ {
		row := img.Pix[img.PixOffset(0, y):][:b.Dx()]
		for _, strip := range [][]byte{row[4:50], row[len(row)-50 : len(row)-4]} {
			if n := bytes.Count(strip, []byte{paper}); n != len(strip) {
				t.Fatalf("something stands in the margin in row %d", y)
			}
		}
	}
	for _, corner := range []image.Point{{}, {X: b.Max.X - 1}, {Y: b.Max.Y - 1}, {X: b.Max.X - 1, Y: b.Max.Y - 1}} {
		if _, _, _, alpha := img.At(corner.X, corner.Y).RGBA(); alpha != 0 {
			t.Errorf("the corner at %v is not cut", corner)
		}
	}
}

func TestTimeline(t *testing.T) {
	t.Parallel()
	p := painter(t)
	for _, n := range []int{1, 8, 12, 26, 60, 250, pictures.MaxBars} {
		for _, open := range []int{0, n / 2, n} {
			draw(t, p, reading(n, open))
		}
	}
	for _, n := range []int{0, pictures.MaxBars + 1} {
		if _, err := p.Timeline(t.Context(), reading(n, 0)); err == nil {
			t.Errorf("%d bars were drawn", n)
		}
	}
}

// Whatever is handed in, a picture comes of it, nothing of it in the margins,
// and words to it that Discord takes.
func TestAnyTimelineIsDrawn(t *testing.T) {
	t.Parallel()
	p := painter(t)
	text := rapid.OneOf(
		rapid.SampledFrom([]string{"", "Chapter 1", "第三章", "🎄", "e\u0301", "q\u0323\u0301", "שלום", "a\nb", "\xff\xfe", strings.Repeat("W", 200), "ΑΩ", "Ἀ"}),
		rapid.StringN(0, 60, 200))
	bar := rapid.Custom(func(t *rapid.T) pictures.Bar {
		return pictures.Bar{
			Number: rapid.IntRange(1, 500).Draw(t, "number"), Label: text.Draw(t, "label"), Date: text.Draw(t, "date"),
			Weight: rapid.IntRange(-1, 5000).Draw(t, "weight"), State: pictures.State(rapid.IntRange(0, 2).Draw(t, "state")),
			Rest: max(0, rapid.IntRange(-6, 8).Draw(t, "rest")), CatchUp: rapid.Bool().Draw(t, "catch-up"),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		line := pictures.Timeline{
			Title: text.Draw(t, "title"), Today: text.Draw(t, "today"),
			Unit: rapid.SampledFrom([]string{"", "page", "chapter"}).Draw(t, "unit"),
			Bars: rapid.SliceOfN(bar, 1, rapid.SampledFrom([]int{1, 12, 30, 300}).Draw(t, "at most")).Draw(t, "bars"),
		}
		draw(t, p, line)
		if alt := line.Alt(); alt == "" || club.Units(alt) > 1024 || !utf8.ValidString(alt) {
			t.Fatalf("no words for a picture: %q", alt)
		}
	})
}

// What the font cannot draw is never drawn as the box that fonts have for it:
// the picture is that of the words which stand in.
func TestWhatTheFontLacks(t *testing.T) {
	t.Parallel()
	p := painter(t)
	with := func(change func(*pictures.Timeline)) []byte {
		line := reading(1, 0)
		change(&line)
		return draw(t, p, line).Pix
	}
	labelled := func(label string) []byte { return with(func(l *pictures.Timeline) { l.Bars[0].Label = label }) }
	number := labelled("Checkpoint 1")
	if bytes.Equal(number, labelled("Checkpoint 2")) {
		t.Fatal("labels are not drawn")
	}
	for _, lacking := range []string{"", "第三章", "Chapter ☕", "🎄", "שלום", "q\u0323\u0301", "บท", "Chapter \U0001F600 1"} {
		if !bytes.Equal(labelled(lacking), number) {
			t.Errorf("%q was drawn", lacking)
		}
	}
	if !bytes.Equal(labelled("Pro\u0301logue"), labelled("Pr\u00f3logue")) {
		t.Error("an accent that comes by itself was not put on its letter")
	}
	for _, known := range []string{"Глава 3", "Κεφάλαιο 3", "Chương 3", "Rozdział 3", "Bölüm 3", "Chapter 4½"} {
		if bytes.Equal(labelled(known), number) {
			t.Errorf("%q was not drawn", known)
		}
	}
	titled := func(title string) []byte { return with(func(l *pictures.Timeline) { l.Title = title }) }
	for title, as := range map[string]string{
		"🎄 A Carol ❄️": "A Carol", "紅樓夢": "The schedule", "🎄": "The schedule", "Emma 紅": "The schedule",
	} {
		if !bytes.Equal(titled(title), titled(as)) {
			t.Errorf("the title %q was not drawn as %q", title, as)
		}
	}
}

// A text too long for its place ends in an ellipsis, after a whole letter.
func TestLongTexts(t *testing.T) {
	t.Parallel()
	p := painter(t)
	for _, n := range []int{3, 30} {
		line := reading(n, 1)
		line.Title, line.Today = strings.Repeat("Middlemarch ", 40), strings.Repeat("Sunday ", 40)
		for i := range line.Bars {
			line.Bars[i].Label, line.Bars[i].Date = strings.Repeat("Chapter ", 40), strings.Repeat("December ", 40)
		}
		line.Bars[2].Rest = 8
		draw(t, p, line)
		if alt := line.Alt(); club.Units(alt) > 1024 {
			t.Errorf("the words on it are %d long: %s", club.Units(alt), alt)
		}
	}
}

// What is open and what is not differs in shape or brightness, not in hue
// alone: in greys, the bars still differ.
func TestNothingByColourAlone(t *testing.T) {
	t.Parallel()
	p := painter(t)
	grey := func(n int, state pictures.State) []int {
		line := reading(n, n/2)
		line.Today, line.Bars[n/2].State = "", pictures.Ahead
		line.Bars[n/2-1].State = state
		img := draw(t, p, line)
		var out []int
		for y := 240; y < 490; y++ { // the bars, and no words on how many are open
			for x := 200; x < 1000; x++ {
				out = append(out, int(color.GrayModel.Convert(img.At(x, y)).(color.Gray).Y))
			}
		}
		return out
	}
	for _, n := range []int{8, 40, 400} {
		open, ahead, differ := grey(n, pictures.Open), grey(n, pictures.Ahead), 0
		for i := range open {
			if max(open[i]-ahead[i], ahead[i]-open[i]) > 50 {
				differ++
			}
		}
		if differ < 50 {
			t.Errorf("of %d bars, one that is open differs from one that is not in %d pixels", n, differ)
		}
	}
}

func TestAlt(t *testing.T) {
	t.Parallel()
	line := reading(4, 1)
	line.Bars[2].Rest, line.Bars[2].CatchUp, line.Bars[3].Rest = 1, true, 2
	want := "Timeline of Middlemarch: 1 of 4 checkpoints open. Today is 24 Nov. Open: Chapters 1-3 (Sun 1 Dec, 14 pages). " +
		"Next: Chapters 4-6 (Sun 2 Dec, 31 pages). Ahead: after 1 week to catch up, Chapters 7-9 (Sun 3 Dec, 48 pages); " +
		"after a break of 2 weeks, Chapters 10-12 (Sun 4 Dec, 65 pages)."
	if got := line.Alt(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	line = reading(250, 100)
	line.Bars[120].Rest = 3
	want = "Timeline of Middlemarch: 100 of 250 checkpoints open. Today is 24 Nov. First: Chapters 1-3 (Sun 1 Dec, 14 pages). " +
		"Next: Chapters 301-303 (Sun 8 Dec, 14 pages). Last: Chapters 748-750 (Sun 2 Dec, 82 pages). " +
		"The most is read for Chapters 13-15 (Sun 5 Dec, 82 pages). Breaks: 1."
	if got := line.Alt(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// One painter serves many at once, each with their own picture.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	p := painter(t)
	want := draw(t, p, reading(8, 3)).Pix
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if file, err := p.Timeline(t.Context(), reading(8, 3)); err != nil {
				t.Error(err)
			} else if img, err := png.Decode(bytes.NewReader(file)); err != nil || !bytes.Equal(img.(*image.Paletted).Pix, want) {
				t.Errorf("two at once draw something else (%v)", err)
			}
		})
	}
	wg.Wait()
}

func BenchmarkTimeline(b *testing.B) {
	p := painter(b)
	for _, n := range []int{1, 8, 26, 60, 250} {
		line := reading(n, n/3)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			size := 0
			for b.Loop() {
				file, err := p.Timeline(b.Context(), line)
				if err != nil {
					b.Fatal(err)
				}
				size = len(file)
			}
			b.ReportMetric(float64(size), "file-bytes")
		})
	}
}
