package pictures_test

import (
	"image"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"dogear/club"
	"dogear/commands/pictures"
)

// anyText is texts that people may write, and such as nobody should.
func anyText() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.SampledFrom([]string{
			"", "Chapter 1", "第三章", "🎄", "e\u0301", "שלום", "a\nb", "\xff\xfe", strings.Repeat("W", 200),
			strings.Repeat("Chapter ", 40), "ΑΩ", "Emma 🎄", "W W W W W W", "\u200b",
		}),
		rapid.StringN(0, 60, 200))
}

// words looks at what is said of any picture.
func words(t *rapid.T, alt string) {
	t.Helper()
	if alt == "" || club.Units(alt) > 1024 || !utf8.ValidString(alt) || strings.ContainsAny(alt, "\n\r\x00") {
		t.Fatalf("no words for a picture: %q", alt)
	}
}

// Whatever is handed in, a picture comes of it, nothing of it in the margins, in a
// small file, and words to it that Discord takes.
func TestAnyHistogramIsDrawn(t *testing.T) {
	t.Parallel()
	p := painter(t)
	rapid.Check(t, func(t *rapid.T) {
		h := pictures.Histogram{
			Title: anyText().Draw(t, "title"), Mean: rapid.OneOf(anyText(), rapid.SampledFrom([]string{"0.5", "5", "4.1", "NaN", "-3"})).Draw(t, "mean"),
			Median: anyText().Draw(t, "median"), N: rapid.IntRange(0, 9999).Draw(t, "n"), Stopped: rapid.IntRange(0, 9999).Draw(t, "stopped"),
		}
		for i := range h.Counts {
			h.Counts[i] = rapid.OneOf(rapid.Just(0), rapid.IntRange(0, 9999)).Draw(t, "count")
		}
		file, err := p.Histogram(t.Context(), h)
		card(t, file, err, 60<<10, 700)
		words(t, h.Alt())
	})
}

func TestAnyProgressIsDrawn(t *testing.T) {
	t.Parallel()
	p := painter(t)
	step := rapid.Custom(func(t *rapid.T) pictures.Step {
		return pictures.Step{Label: anyText().Draw(t, "label"), N: rapid.IntRange(-1, 300).Draw(t, "n"), Fewer: rapid.Bool().Draw(t, "fewer")}
	})
	rapid.Check(t, func(t *rapid.T) {
		g := pictures.Progress{
			Title: anyText().Draw(t, "title"), Of: rapid.IntRange(0, 300).Draw(t, "of"),
			Steps: rapid.SliceOfN(step, 1, rapid.SampledFrom([]int{1, 12, 30, 500}).Draw(t, "at most")).Draw(t, "steps"),
		}
		file, err := p.Progress(t.Context(), g)
		card(t, file, err, 60<<10, 840)
		words(t, g.Alt())
	})
}

func TestAnyStopsAreDrawn(t *testing.T) {
	t.Parallel()
	p := painter(t)
	stop := rapid.Custom(func(t *rapid.T) pictures.Stop {
		return pictures.Stop{Chapter: rapid.IntRange(-1, 60).Draw(t, "chapter"), Label: anyText().Draw(t, "label"), Left: rapid.IntRange(-1, 60).Draw(t, "left")}
	})
	rapid.Check(t, func(t *rapid.T) {
		s := pictures.Stops{
			Title: anyText().Draw(t, "title"), Of: rapid.IntRange(0, 60).Draw(t, "of"), Chapters: rapid.IntRange(0, 60).Draw(t, "chapters"),
			Steps: rapid.SliceOfN(stop, 1, 40).Draw(t, "steps"),
		}
		file, err := p.Stops(t.Context(), s)
		card(t, file, err, 60<<10, 700)
		words(t, s.Alt())
	})
}

func anyMonths(t *rapid.T) (months [12]int) {
	for i := range months {
		months[i] = rapid.OneOf(rapid.Just(0), rapid.IntRange(-1, 99999)).Draw(t, "month")
	}
	return months
}

func TestAnyYearIsDrawn(t *testing.T) {
	t.Parallel()
	p := painter(t)
	book := rapid.Custom(func(t *rapid.T) pictures.YearBook {
		return pictures.YearBook{Title: anyText().Draw(t, "title"), Mine: rapid.Float64Range(-1, 6).Draw(t, "mine"), Club: rapid.Float64Range(-1, 6).Draw(t, "club"), Begun: rapid.Bool().Draw(t, "begun")}
	})
	rapid.Check(t, func(t *rapid.T) {
		y := pictures.Year{
			Title: anyText().Draw(t, "title"), Subtitle: anyText().Draw(t, "subtitle"), Unit: anyText().Draw(t, "unit"),
			Months: anyMonths(t), Books: rapid.SliceOfN(book, 0, 20).Draw(t, "books"),
		}
		file, err := p.Year(t.Context(), y)
		card(t, file, err, 120<<10, 1200)
		words(t, y.Alt())
	})
}

func TestAnyClubYearIsDrawn(t *testing.T) {
	t.Parallel()
	p := painter(t)
	covers := []image.Image{nil, cover(1, 40, 60, 9), cover(2, 600, 20, 9), cover(3, 1, 300, 0), cover(4, 1, 1, 0)}
	book := rapid.Custom(func(t *rapid.T) pictures.ClubBook {
		return pictures.ClubBook{
			Title: anyText().Draw(t, "title"), Authors: anyText().Draw(t, "authors"), Stars: rapid.OneOf(rapid.SampledFrom([]string{"", "4.1"}), anyText()).Draw(t, "stars"),
			Cover: opens(covers[rapid.IntRange(0, len(covers)-1).Draw(t, "cover")]),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		y := pictures.ClubYear{
			Title: anyText().Draw(t, "title"), Subtitle: anyText().Draw(t, "subtitle"), Divisive: anyText().Draw(t, "divisive"),
			Unit: anyText().Draw(t, "unit"), Months: anyMonths(t), Books: rapid.SliceOfN(book, 0, 20).Draw(t, "books"),
		}
		file, err := p.ClubYear(t.Context(), y)
		card(t, file, err, 200<<10, 1500)
		words(t, y.Alt())
	})
}

func TestAnyTileIsDrawn(t *testing.T) {
	t.Parallel()
	p := painter(t)
	rapid.Check(t, func(t *rapid.T) {
		tile := pictures.Tile{Title: anyText().Draw(t, "title"), Authors: anyText().Draw(t, "authors")}
		if file, err := p.Tile(t.Context(), tile); err != nil || len(file) > 40<<10 {
			t.Fatalf("%d bytes, %v", len(file), err)
		}
		words(t, tile.Alt())
	})
}
