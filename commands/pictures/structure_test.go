package pictures_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"slices"
	"strings"
	"testing"

	"dogear/commands/pictures"
)

// The colours, as they are agreed on.
func paperColour() color.NRGBA  { return color.NRGBA{0xFB, 0xF8, 0xF3, 0xFF} }
func accentColour() color.NRGBA { return color.NRGBA{0xC8, 0x55, 0x3D, 0xFF} }
func secondColour() color.NRGBA { return color.NRGBA{0x2A, 0x7F, 0x86, 0xFF} }
func starColour() color.NRGBA   { return color.NRGBA{0xE0, 0xA5, 0x26, 0xFF} }
func inkColour() color.NRGBA    { return color.NRGBA{0x1F, 0x23, 0x28, 0xFF} }

// blocks is where a colour stands: around each connected patch of at least so
// many pixels a rectangle, from left to right, and from the top.
func blocks(img *image.Paletted, c color.Color, least int) []image.Rectangle {
	seen := make([]bool, len(img.Pix))
	is := make([]bool, len(img.Palette))
	for i := range is {
		is[i] = color.NRGBAModel.Convert(img.Palette[i]) == c
	}
	var found []image.Rectangle
	for start, p := range img.Pix {
		if seen[start] || !is[p] {
			continue
		}
		seen[start] = true
		open, n, r := []int{start}, 0, image.Rectangle{}
		for len(open) > 0 {
			at := open[len(open)-1]
			open = open[:len(open)-1]
			x, y := at%img.Stride, at/img.Stride
			n, r = n+1, r.Union(image.Rect(x, y, x+1, y+1))
			for _, next := range []image.Point{{x + 1, y}, {x - 1, y}, {x, y + 1}, {x, y - 1}} {
				if i := next.Y*img.Stride + next.X; next.In(img.Rect) && !seen[i] && is[img.Pix[i]] {
					seen[i] = true
					open = append(open, i)
				}
			}
		}
		if n >= least {
			found = append(found, r)
		}
	}
	slices.SortFunc(found, func(a, b image.Rectangle) int {
		if a.Min.X != b.Min.X {
			return a.Min.X - b.Min.X
		}
		return a.Min.Y - b.Min.Y
	})
	return found
}

// middle is the middle of a block, from left to right.
func middle(r image.Rectangle) int { return (r.Min.X + r.Max.X) / 2 }

func near(a, b, by int) bool { return max(a-b, b-a) <= by }

func TestHistogramShowsItsCounts(t *testing.T) {
	t.Parallel()
	h := liked()
	file, err := painter(t).Histogram(t.Context(), h)
	img := card(t, file, err, 40<<10, 700)
	bars := blocks(img, starColour(), 2000)
	at := []int{4, 7, 8, 9, 10} // half stars
	if len(bars) != len(at) {
		t.Fatalf("%d bars stand at %v", len(bars), bars)
	}
	step := (middle(bars[4]) - middle(bars[0])) / 6
	unit := bars[0].Dy()
	for i, b := range bars {
		if b.Max.Y != bars[0].Max.Y || !near(middle(b), middle(bars[0])+step*(at[i]-4), 2) || !near(b.Dy(), unit*h.Counts[at[i]], 4) {
			t.Errorf("the bar of %d half stars is at %v", at[i], b)
		}
	}
	if stars := blocks(img, starColour(), 60); len(stars) != len(bars)+10 {
		t.Errorf("%d stars stand below the bars", len(stars)-len(bars))
	}
	// The mean, 4.1, lies a fifth of the way from 4 to 4.5.
	for _, m := range blocks(img, accentColour(), 100) {
		if m.Min.Y > bars[0].Max.Y && !near(middle(m), middle(bars[2])+step/5, 3) {
			t.Errorf("the mean is shown at %v", m)
		}
	}
	if len(blocks(img, accentColour(), 100)) != 2 {
		t.Error("but for the folded corner, something else than the mean is in the accent colour")
	}
}

func TestProgressShowsItsSteps(t *testing.T) {
	t.Parallel()
	g := pictures.Progress{Title: "Emma", Of: 10, Steps: []pictures.Step{
		{Label: "Chapters 1-3", N: 10}, {Label: "Chapters 4-6", N: 10, Fewer: true}, {Label: "Chapters 7-9", N: 5}, {Label: "Chapters 10-12", Fewer: true},
	}}
	file, err := painter(t).Progress(t.Context(), g)
	img := card(t, file, err, 40<<10, 840)
	full := blocks(img, secondColour(), 2000)
	stripes := len(blocks(img, secondColour(), 100)) - len(full)
	if len(full) != 3 || stripes < 10 {
		t.Fatalf("%d are full, and there are %d stripes", len(full), stripes)
	}
	for i, tenths := range []int{10, 8, 5} {
		if !near(full[i].Dx(), full[0].Dx()*tenths/10, 1) || full[i].Min.X != full[0].Min.X || i > 0 && full[i].Min.Y <= full[i-1].Max.Y {
			t.Errorf("step %d is at %v", i, full[i])
		}
	}
	for _, n := range []int{0, pictures.MaxBars + 1} {
		if _, err := painter(t).Progress(t.Context(), pictures.Progress{Of: 5, Steps: make([]pictures.Step, n)}); err == nil {
			t.Errorf("%d steps were drawn", n)
		}
	}
}

// What fewer than three did looks the same, whether it was none of them, one or
// two.
func TestProgressHidesFew(t *testing.T) {
	t.Parallel()
	p := painter(t)
	for _, steps := range []int{4, 40} {
		g := halfway(steps)
		file, err := p.Progress(t.Context(), g)
		img := card(t, file, err, 40<<10, 840)
		g.Steps[steps-1].N, g.Steps[steps-1].Fewer = 0, false
		file, err = p.Progress(t.Context(), g)
		if bytes.Equal(img.Pix, card(t, file, err, 40<<10, 840).Pix) {
			t.Errorf("of %d steps, fewer than three look like none", steps)
		}
	}
}

func TestStopsFall(t *testing.T) {
	t.Parallel()
	file, err := painter(t).Stops(t.Context(), pictures.Stops{Title: "Emma", Of: 10, Chapters: 20, Steps: []pictures.Stop{
		{Chapter: 5, Label: "Chapter 5", Left: 8}, {Chapter: 10, Label: "Chapter 10", Left: 4},
	}})
	img := card(t, file, err, 40<<10, 700)
	curve := blocks(img, secondColour(), 2000)
	if len(curve) != 1 {
		t.Fatalf("the curve is %v", curve)
	}
	c := curve[0]
	// top is how high the curve stands there, in tenths of all.
	top := func(twentieths int) int {
		x := c.Min.X + c.Dx()*twentieths/20 + 20
		for y := c.Min.Y; y < c.Max.Y; y++ {
			if img.At(x, y) == secondColour() {
				return y
			}
		}
		return 0
	}
	all, eight, four := top(0), top(5), top(10)
	if all != c.Min.Y || !near((four-all)*2, (eight-all)*6, 4) || eight <= all {
		t.Errorf("it falls from %d to %d to %d", all, eight, four)
	}
	for _, n := range []int{0, pictures.MaxBars + 1} {
		if _, err := painter(t).Stops(t.Context(), pictures.Stops{Of: 5, Steps: make([]pictures.Stop, n)}); err == nil {
			t.Errorf("%d stops were drawn", n)
		}
	}
}

func TestYearShowsMineBesideTheClubs(t *testing.T) {
	t.Parallel()
	y := pictures.Year{Title: "My year", Unit: "chapter", Months: months(), Books: []pictures.YearBook{
		{Title: "Emma", Mine: 0.5, Club: 5}, {Title: "Beloved", Mine: 2.75, Club: 2.75}, {Title: "Dracula", Mine: 5}, {Title: "Ulysses", Club: 0.5},
	}}
	file, err := painter(t).Year(t.Context(), y)
	img := card(t, file, err, 60<<10, 1200)
	stars := blocks(img, starColour(), 100)
	rings := slices.DeleteFunc(blocks(img, secondColour(), 60), func(r image.Rectangle) bool { return r.Dx() > 30 || r.Dy() > 30 || r.Dx() != r.Dy() })
	if len(stars) != 4 || len(rings) != 4 { // three each, and one each at the head of a column
		t.Fatalf("stars %v, rings %v", stars, rings)
	}
	if low, high := middle(stars[0]), middle(stars[2]); !near(middle(stars[1]), (low+high)/2, 2) ||
		!near(middle(rings[0]), low, 2) || !near(middle(rings[1]), middle(stars[1]), 2) || !near(middle(rings[2]), high, 2) {
		t.Errorf("stars %v, rings %v", stars, rings)
	}
	bars := slices.DeleteFunc(blocks(img, secondColour(), 200), func(r image.Rectangle) bool { return r.Dx() < 40 })
	if len(bars) != 9 {
		t.Fatalf("months %v", bars)
	}
	for i, n := range []int{12, 31, 8, 19, 40, 22, 5, 31, 10} {
		if !near(bars[i].Dy(), bars[4].Dy()*n/40, 1) || bars[i].Max.Y != bars[0].Max.Y {
			t.Errorf("a month of %d is at %v", n, bars[i])
		}
	}
}

func TestClubYearShowsCoversAndTiles(t *testing.T) {
	t.Parallel()
	red := image.NewRGBA(image.Rect(0, 0, 300, 300))
	for i := range red.Pix {
		red.Pix[i] = []uint8{200, 16, 24, 255}[i%4]
	}
	y := pictures.ClubYear{Title: "Our year", Divisive: "Emma", Books: []pictures.ClubBook{
		{Title: "Emma", Stars: "4.1", Cover: opens(red)}, {Title: "Beloved", Authors: "Toni Morrison"}, {Title: "Dracula", Cover: opens(image.NewRGBA(image.Rectangle{}))},
	}}
	file, err := painter(t).ClubYear(t.Context(), y)
	img := card(t, file, err, 60<<10, 1500)
	covers := blocks(img, color.NRGBA{200, 16, 24, 255}, 10000)
	if len(covers) != 1 || !near(covers[0].Dx(), covers[0].Dy(), 1) {
		t.Fatalf("the cover is at %v", covers)
	}
	var tiles []image.Rectangle
	for _, c := range []color.Color{secondColour(), accentColour(), inkColour()} {
		tiles = append(tiles, blocks(img, c, 10000)...)
	}
	if len(tiles) != 2 {
		t.Fatalf("tiles %v", tiles)
	}
	for _, tile := range tiles {
		if tile.Max.Y != covers[0].Max.Y+2 || tile.Min.X <= covers[0].Max.X {
			t.Errorf("the tile at %v does not stand beside the cover at %v", tile, covers[0])
		}
	}
	if diamonds := slices.DeleteFunc(blocks(img, accentColour(), 100), func(r image.Rectangle) bool { return r.Dx() > 30 }); len(diamonds) != 2 {
		t.Errorf("what is divisive is marked at %v", diamonds)
	}
}

// Twelve covers that nothing can pack are still a small file.
func TestCoversFitIntoAFile(t *testing.T) {
	t.Parallel()
	y := ours(12)
	for i := range y.Books {
		y.Books[i].Cover = opens(cover(uint64(i), 300, 450, 255))
	}
	file, err := painter(t).ClubYear(t.Context(), y)
	card(t, file, err, 200<<10, 1500)
}

func TestTile(t *testing.T) {
	t.Parallel()
	p := painter(t)
	tile := func(title, authors string) *image.Paletted {
		t.Helper()
		file, err := p.Tile(t.Context(), pictures.Tile{Title: title, Authors: authors})
		if err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(bytes.NewReader(file))
		if err != nil || img.Bounds() != image.Rect(0, 0, 400, 600) || len(file) > 20<<10 {
			t.Fatalf("%q makes %d bytes, of %v, %v", title, len(file), img.Bounds(), err)
		}
		return img.(*image.Paletted)
	}
	cloths := map[color.Color]bool{}
	for _, title := range append(bookTitles(), strings.Repeat("W", 200), strings.Repeat("Long words ", 18), "", "🎄") {
		img := tile(title, "Gabriel García Márquez")
		cloth := img.At(0, 599)
		cloths[cloth] = true
		if _, _, _, alpha := img.At(399, 0).RGBA(); alpha != 0 {
			t.Errorf("the corner of %q is not folded", title)
		}
		if img.At(399, 599) != cloth || len(blocks(img, cloth, 100000)) != 1 {
			t.Errorf("the tile of %q is not of one cloth", title)
		}
		for y := 120; y < 600; y++ { // letters keep from the edge
			for x := 388; x < 400; x++ {
				if img.At(x, y) != cloth {
					t.Fatalf("something of %q stands at %d, %d", title, x, y)
				}
			}
		}
	}
	if len(cloths) != 3 {
		t.Errorf("there are %d cloths", len(cloths))
	}
	if !bytes.Equal(tile("EMMA", "").Pix[350*400:], tile("Emma", "").Pix[350*400:]) {
		t.Error("a title in capitals has another cloth")
	}
	if bytes.Equal(tile("紅樓夢", "").Pix, tile("", "").Pix) && tile("紅樓夢", "").At(200, 300) == paperColour() {
		t.Error("a title that cannot be drawn leaves the tile empty")
	}
}
