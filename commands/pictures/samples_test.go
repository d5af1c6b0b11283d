package pictures_test

import (
	"fmt"
	"image"
	"image/color"
	"math/rand/v2"

	"dogear/commands/pictures"
)

// opens is a cover that is open already.
func opens(img image.Image) func() image.Image { return func() image.Image { return img } }

// liked is a histogram of eleven readers.
func liked() pictures.Histogram {
	return pictures.Histogram{
		Title: "Never Let Me Go", Counts: [11]int{4: 1, 7: 2, 8: 3, 9: 4, 10: 1},
		Mean: "4.1", Median: "4.5", N: 11, Stopped: 2,
	}
}

// halfway is a club in the middle of a read of so many checkpoints.
func halfway(n int) pictures.Progress {
	g := pictures.Progress{Title: "Middlemarch", Of: 14}
	for i := range n {
		step := pictures.Step{Label: fmt.Sprintf("Chapters %d-%d", 3*i+1, 3*i+3)}
		switch done := 14 - 14*i/(n-1); {
		case i == 1:
			step.N, step.Fewer = 14, true
		case done < 3:
			step.Fewer = true
		default:
			step.N = done
		}
		g.Steps = append(g.Steps, step)
	}
	return g
}

// stopped is where readers stopped: so many of them, one by one.
func stopped(n int) pictures.Stops {
	t := pictures.Stops{Title: "The Silmarillion", Of: n + 7, Chapters: 2 * (n + 2)}
	for i := range n {
		t.Steps = append(t.Steps, pictures.Stop{Chapter: 2*i + 1, Label: fmt.Sprintf("Chapter %d", 2*i+1), Left: n + 6 - i})
	}
	return t
}

// months is chapters by month.
func months() [12]int { return [12]int{0, 12, 31, 8, 0, 0, 19, 40, 22, 5, 31, 10} }

func bookTitles() []string {
	return []string{
		"Never Let Me Go", "Middlemarch", "The Left Hand of Darkness", "Wuthering Heights", "Beloved", "Small Things Like These",
		"The Remains of the Day", "Invisible Cities", "To the Lighthouse", "紅樓夢", "One Hundred Years of Solitude", "Emma", "Dracula",
	}
}

// mine is a year of so many books.
func mine(books int) pictures.Year {
	y := pictures.Year{Title: "My year 2026", Subtitle: "With The Tuesday Club: 178 chapters", Unit: "chapter", Months: months()}
	for i := range books {
		b := pictures.YearBook{Title: bookTitles()[i%len(bookTitles())], Mine: float64(i%9+2) / 2, Club: 3.1 + 0.2*float64(i%8), N: 4 + i}
		switch i % 6 {
		case 4:
			b.Club, b.Begun = 0, true
		case 5:
			b.Mine = 0
		}
		y.Books = append(y.Books, b)
	}
	return y
}

// ours is a club's year of so many books, every second with a cover.
func ours(books int) pictures.ClubYear {
	y := pictures.ClubYear{
		Title: "Our year 2026", Subtitle: "The Tuesday Club: 3,912 pages", Divisive: "Wuthering Heights", Unit: "page",
		Months: [12]int{0, 412, 310, 288, 0, 0, 519, 640, 422, 205, 631, 485},
	}
	for i := range books {
		b := pictures.ClubBook{Title: bookTitles()[i%len(bookTitles())], Authors: "Author Number Somebody", Stars: fmt.Sprintf("%.1f", 3.1+0.2*float64(i%8)), N: 4 + i}
		if i%6 != 0 {
			b.Cover = opens(cover(uint64(i), 400, 600, 24))
		}
		if i == 4 {
			b.Stars = ""
		}
		y.Books = append(y.Books, b)
	}
	return y
}

// cover is something like a photograph: colours that run into each other, shapes,
// and so much noise.
func cover(seed uint64, w, h, noise int) image.Image {
	r := rand.New(rand.NewPCG(seed, 1))
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	a, b := [3]int{r.IntN(256), r.IntN(256), r.IntN(256)}, [3]int{r.IntN(256), r.IntN(256), r.IntN(256)}
	cx, cy := w/2+r.IntN(w/4+1), h/2+r.IntN(h/4+1)
	for y := range h {
		for x := range w {
			var c [3]uint8
			for k := range c {
				v := (a[k]*(h-y) + b[k]*y) / h
				if d := (x-cx)*(x-cx) + (y-cy)*(y-cy); d < w*w/16 {
					v = (v + 255*(k+1)/3 + d*200/(w*w)) / 2
				}
				if noise > 0 {
					v += r.IntN(2*noise+1) - noise
				}
				c[k] = uint8(max(0, min(255, v)))
			}
			img.SetRGBA(x, y, color.RGBA{c[0], c[1], c[2], 255})
		}
	}
	return img
}
