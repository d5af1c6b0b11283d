//go:build linux

package main

import (
	"context"
	"fmt"
	"image"
	"runtime"
	"testing"
	"time"

	"dogear/commands/pictures"
)

// What a picture may take.
const (
	targetPicture       = 80  // ms
	targetPictureMemory = 30  // MiB
	targetPictureFile   = 200 // KB
)

// pictured is a picture to be drawn.
type pictured struct {
	name string
	draw func(context.Context, *pictures.Painter) ([]byte, error)
}

// largePictures is each picture with as much in it as it can show.
func largePictures() []pictured {
	line, far := pictures.Timeline{Title: "Middlemarch", Unit: "page"}, pictures.Progress{Title: "Middlemarch", Of: 40}
	stops := pictures.Stops{Title: "Middlemarch", Of: 100, Chapters: 80}
	for i := range 60 {
		label := fmt.Sprintf("Chapter %d", i+1)
		line.Bars = append(line.Bars, pictures.Bar{Number: i + 1, Label: label, Date: "Sun 6 Dec", Weight: 10 + i%9})
		far.Steps = append(far.Steps, pictures.Step{Label: label, N: 40 - i/2})
		stops.Steps = append(stops.Steps, pictures.Stop{Chapter: i + 1, Label: label, Left: 99 - i})
	}
	months := [12]int{31, 12, 31, 8, 0, 17, 19, 40, 22, 5, 31, 10}
	mine := pictures.Year{Title: "My year 2026", Unit: "chapter", Months: months}
	ours := pictures.ClubYear{Title: "Our year 2026", Unit: "page", Months: months, Divisive: "Book 3"}
	for i := range 12 {
		title, cover := fmt.Sprintf("Book %d", i+1), coverPicture(i)
		mine.Books = append(mine.Books, pictures.YearBook{Title: title, Mine: float64(i%9+2) / 2, Club: 4.1})
		ours.Books = append(ours.Books, pictures.ClubBook{Title: title, Stars: "4.1", Cover: func() image.Image { return cover }})
	}
	stars := pictures.Histogram{
		Title: "Middlemarch", Counts: [11]int{0, 12, 30, 90, 210, 420, 688, 900, 1300, 950, 400}, Mean: "3.8", Median: "4", N: 5000, Stopped: 312,
	}
	return []pictured{
		{"stars", func(ctx context.Context, p *pictures.Painter) ([]byte, error) { return p.Histogram(ctx, stars) }},
		{"timeline", func(ctx context.Context, p *pictures.Painter) ([]byte, error) { return p.Timeline(ctx, line) }},
		{"progress", func(ctx context.Context, p *pictures.Painter) ([]byte, error) { return p.Progress(ctx, far) }},
		{"stops", func(ctx context.Context, p *pictures.Painter) ([]byte, error) { return p.Stops(ctx, stops) }},
		{"my year", func(ctx context.Context, p *pictures.Painter) ([]byte, error) { return p.Year(ctx, mine) }},
		{"our year, 12 covers", func(ctx context.Context, p *pictures.Painter) ([]byte, error) { return p.ClubYear(ctx, ours) }},
		{"title tile", func(ctx context.Context, p *pictures.Painter) ([]byte, error) {
			return p.Tile(ctx, pictures.Tile{Title: "Middlemarch", Authors: "George Eliot"})
		}},
	}
}

// coverPicture is something like a printed cover: colours that run into each
// other, and a grain.
func coverPicture(seed int) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, 400, 600))
	grain := uint32(seed + 1)
	for i := range img.Pix {
		at, channel := i/4, i%4
		grain = grain*1664525 + 1013904223
		img.Pix[i] = uint8(max(0, min(255, 60*channel+20*(seed%4)+at/400*(3-channel)/8+at%400/(2+seed%3)/4+int(grain>>24)/16-8)))
		if channel == 3 {
			img.Pix[i] = 255
		}
	}
	return img
}

// BenchmarkPictures looks at how long each picture takes, how much memory all in
// all, and how large its file is.
func BenchmarkPictures(b *testing.B) {
	p, err := pictures.New()
	if err != nil {
		b.Fatal(err)
	}
	t := &table{title: fmt.Sprintf("pictures with all that they can show, median of %d", 3*rounds)}
	t.row("", "ms", "MiB", "KB", fmt.Sprintf("target < %d, %d, %d", targetPicture, targetPictureMemory, targetPictureFile), "")
	for _, of := range largePictures() {
		var took, mebibytes []float64
		size := 0
		for range 3 * rounds {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			began := time.Now()
			file, err := of.draw(b.Context(), p)
			took = append(took, milliseconds(time.Since(began)))
			runtime.ReadMemStats(&after)
			if err != nil {
				b.Fatal(err)
			}
			mebibytes = append(mebibytes, float64(after.TotalAlloc-before.TotalAlloc)/(1<<20))
			size = len(file)
		}
		kilobytes := float64(size) / 1000
		good := median(took) < targetPicture && median(mebibytes) < targetPictureMemory && kilobytes < targetPictureFile
		t.row(of.name, figure(median(took)), figure(median(mebibytes)), figure(kilobytes), "", met(good))
	}
	t.print()
}
