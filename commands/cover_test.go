package commands_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"slices"
	"strings"
	"testing"

	"dogear/bot"
)

// aCover is a picture in one colour, as it is handed in.
func aCover(t *testing.T, w, h int, c color.Color) bot.Attachment {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for i := range w * h {
		img.Set(i%w, i/w, c)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return bot.NewAttachment("IMG_0042.png", b.Bytes())
}

// shows fails the test unless a message has a picture of a book beside its
// words, which says alt and is as large as given.
func (r reply) shows(alt string, w, h int) {
	r.w.t.Helper()
	i := slices.IndexFunc(r.message.Files, func(f bot.File) bool { return strings.HasPrefix(f.Name, "cover.") })
	if i < 0 {
		r.w.t.Fatalf("no picture of the book beside:\n%s", r)
	}
	f := r.message.Files[i]
	c, kind, err := image.DecodeConfig(bytes.NewReader(f.Data))
	if err != nil || f.Alt != alt || c.Width != w || c.Height != h || f.Type != "image/"+kind || f.Name != map[string]string{"png": "cover.png", "jpeg": "cover.jpg"}[kind] {
		r.w.t.Errorf("%s, a %s (%s) of %dx%d that says %q; want one of %dx%d that says %q; %v", f.Name, kind, f.Type, c.Width, c.Height, f.Alt, w, h, alt, err)
	}
}

const (
	coverWords = "Cover of Never Let Me Go, Kazuo Ishiguro"
	tileWords  = "The title: Never Let Me Go, by Kazuo Ishiguro."
)

// A book shows its cover wherever it is spoken of as a whole: on its card, in
// /reading, at the reveal. One without a cover shows its title.
func TestABookShowsItsCover(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	card := w.post("meet four times")
	card.shows(tileWords, 400, 600)

	miriam.slash("book edit", "book", "Never Let Me Go", "cover", aCover(t, 800, 1200, color.White)).
		says("### Never Let Me Go", "Saved.").shows(coverWords, 400, 600)
	w.work()
	card.shows(coverWords, 400, 600)
	ana := w.reader("ana", "done")
	ana.slash("reading").says("Never Let Me Go").shows(coverWords, 400, 600)

	glassy := color.NRGBA{0xC8, 0x55, 0x3D, 0x80}
	miriam.slash("book edit", "book", "Never Let Me Go", "title", "Never Let Me Go!", "cover", aCover(t, 90, 60, glassy)).
		says("Saved.").shows("Cover of Never Let Me Go!, Kazuo Ishiguro", 90, 60)
	miriam.slash("book edit", "book", "Never Let Me Go!", "title", "Never Let Me Go").shows(coverWords, 90, 60)
	w.work()
	card.shows(coverWords, 90, 60)

	w.until("2026-12-28 09:00")
	ana.slash("rate", "stars", "4").says("4 stars")
	w.until("2027-01-10 09:00")
	w.post("4 stars from one reader").shows(coverWords, 90, 60)
}

func TestABookComesWithItsCover(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withClub()
	miriam.slash("book add", "title", "Emma", "cover", aCover(t, 30, 45, color.Black)).says("Emma is on the shelf").shows("Cover of Emma", 30, 45)
	miriam.slash("book add", "title", "Persuasion").shows("The title: Persuasion.", 400, 600)
}

// What is no cover is refused, and nothing comes of the command.
func TestWhatIsNoCoverIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorldOnDisk(t)
	miriam := w.withBook()
	before := w.dump()
	gif := bot.NewAttachment("cover.png", []byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;")) // whatever it is called
	miriam.slash("book edit", "book", "Never Let Me Go", "title", "Emma", "cover", gif).no("PNG, JPEG or WebP")
	miriam.slash("book add", "title", "Emma", "cover", bot.NewAttachment("cover.png", nil)).no("PNG, JPEG or WebP")
	miriam.slash("book edit", "book", "Never Let Me Go").no("Nothing was given to change", "`cover`")
	miriam.slash("book edit", "book", "Emma", "cover", aCover(t, 3, 4, color.White)).no("no book called")
	if w.dump() != before {
		t.Error("something was changed")
	}
}
