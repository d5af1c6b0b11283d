package main

import (
	"bytes"
	"cmp"
	"image"
	"image/color"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"dogear/bot/sandbox"
)

// picturesFolder is the variable that names the folder for the documents'
// pictures; "make screenshots" sets it.
const picturesFolder = "DOGEAR_SCREENSHOTS"

// How large the page is where a channel is all that it shows.
const channelWide, channelHigh = 720, 1000

// photographer takes the documents' pictures from the sandbox's page. Without a
// folder for them it does nothing: a story goes on as if it were not there.
type photographer struct {
	folder string
	b      *browser
}

func newPhotographer(t *testing.T, discord *sandbox.Sandbox) *photographer {
	t.Helper()
	ph := &photographer{folder: os.Getenv(picturesFolder)}
	if ph.folder == "" {
		return ph
	}
	ph.b = visit(t, discord.URL())
	ph.look(channelWide, channelHigh)
	return ph
}

// look makes the page so wide and high, sharp enough to be read where it is shown
// small.
func (ph *photographer) look(wide, high int64) {
	ph.b.window(wide, high, "light")
	ph.b.do(chromedp.EmulateViewport(wide, high, chromedp.EmulateScale(1.5)))
}

// take is a picture of the newest messages that say texts, as someone sees them.
func (ph *photographer) take(name, who string, says ...string) {
	if ph.folder == "" {
		return
	}
	ph.b.t.Helper()
	ph.b.become(who)
	for _, text := range says {
		ph.b.until(text, "seen(message(a[0]))", text)
	}
	// One that is not decoded yet is complete, and a grey box.
	for _, text := range says {
		ph.b.until("the pictures of "+text, "(message(a[0]).scrollIntoView({block: 'nearest'}), "+
			"[...message(a[0]).querySelectorAll('img')].every((i) => (i.decode().then(() => { i.dataset.decoded = 'yes' }, () => {}), i.dataset.decoded)))", text)
	}
	ph.snap(name, "a.map((text) => message(text))", says)
}

// takeForm is a picture of a form that someone opens by a command, with a field
// filled. It is not sent.
func (ph *photographer) takeForm(name, who, line, field, text string) {
	if ph.folder == "" {
		return
	}
	ph.b.t.Helper()
	ph.look(1000, 800) // where a form does not fill the page
	ph.b.become(who)
	ph.b.command(line)
	ph.b.fill(field, text)
	js[bool](ph.b, "(document.activeElement.scrollTop = 0) === 0")
	ph.snap(name, "[at('form')]", nil)
	ph.b.click("[Cancel]", "button(at('form'), a[0])", "Cancel")
	ph.b.until("the form to close", "!at('form')")
	ph.look(channelWide, channelHigh)
}

// snap is a picture of the elements that an expression finds.
func (ph *photographer) snap(name, expression string, says []string) {
	ph.b.t.Helper()
	args := make([]any, len(says))
	for i, text := range says {
		args[i] = text
	}
	box := js[page.Viewport](ph.b, `(() => {
		const found = `+expression+`;
		found[0].scrollIntoView({block: 'nearest'});
		const boxes = found.map((el) => el.getBoundingClientRect());
		const x = Math.min(...boxes.map((r) => r.left)), y = Math.min(...boxes.map((r) => r.top));
		const right = Math.max(...boxes.map((r) => r.right)), bottom = Math.max(...boxes.map((r) => r.bottom));
		return {x, y, width: right - x, height: bottom - y, scale: 1};
	})()`, args...)
	r, err := chromedp.Call(ph.b.ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{Clip: &box})
	if err != nil {
		ph.b.t.Fatal(err)
	}
	ph.keep(name, r.Data)
}

// keep writes a picture, small.
func (ph *photographer) keep(name string, data []byte) {
	ph.b.t.Helper()
	small, err := squeeze(data)
	if err != nil {
		ph.b.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(ph.folder, name+".png"), small, 0o644); err != nil { //nolint:gosec // pictures for everybody
		ph.b.t.Fatal(err)
	}
}

// developed checks that the page was as it should be while pictures were taken.
func (ph *photographer) developed() {
	if ph.folder != "" {
		ph.b.quiet()
	}
}

// squeeze makes a picture of a page small: of its colours the 256 most frequent
// are kept, and each of the others, those at the edges of letters, becomes the one
// that is next to it.
func squeeze(data []byte) ([]byte, error) {
	from, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	often := make(map[color.Color]int)
	b := from.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			often[from.At(x, y)]++
		}
	}
	colours := slices.SortedFunc(maps.Keys(often), func(c, d color.Color) int {
		return cmp.Or(cmp.Compare(often[d], often[c]), cmp.Compare(brightness(c), brightness(d)))
	})
	to := image.NewPaletted(b, color.Palette(colours[:min(len(colours), 256)]))
	nearest := make(map[color.Color]uint8)
	for _, c := range colours {
		nearest[c] = uint8(to.Palette.Index(c)) //nolint:gosec // a palette has 256 at most
	}
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			to.SetColorIndex(x, y, nearest[from.At(x, y)])
		}
	}
	var small bytes.Buffer
	err = (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&small, to)
	return small.Bytes(), err
}

// brightness orders colours of which there are as many.
func brightness(c color.Color) uint64 {
	r, g, b, _ := c.RGBA()
	return uint64(r)<<32 | uint64(g)<<16 | uint64(b)
}

// The README's picture: the demo, as one who is behind meets it.
func TestDemosPicture(t *testing.T) {
	t.Parallel()
	if os.Getenv(picturesFolder) == "" {
		t.Skip("nobody takes pictures: see \"make screenshots\"")
	}
	o := openStory(t, "")
	defer o.stop()
	ph := newPhotographer(t, o.sandbox)
	b := ph.b
	b.window(1240, 860, "dark")
	b.become("Ben")
	b.press("left a thought about Chapter 11", "Open")
	b.told("This opens at Chapter 11")
	ph.snap("demo", "[document.documentElement]", nil)
	ph.developed()
}
