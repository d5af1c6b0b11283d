package pictures_test

import (
	"strings"
	"testing"

	"dogear/club"
	"dogear/commands/pictures"
)

// said is a picture that says itself in words.
type said interface{ Alt() string }

func TestWordsOnPictures(t *testing.T) {
	t.Parallel()
	unrated := liked()
	unrated.Counts, unrated.N, unrated.Stopped = [11]int{}, 0, 1
	for want, picture := range map[string]said{
		"Histogram of 11 ratings of Never Let Me Go from 0.5 to 5 stars: one at 2, two at 3.5, three at 4, four at 4.5, one at 5. " +
			"Mean 4.1, median 4.5. Of all who rated, two stopped before the end.": liked(),
		"Histogram of the ratings of Never Let Me Go: no stars yet. Of all who rated, one stopped before the end.": unrated,
		"How far the club is in Middlemarch, of 14 readers. Finished: Chapters 1-3: all 14; Chapters 4-6: 12 or more; Chapters 7-9: 7; " +
			"Chapters 10-12: fewer than 3.": halfwayTold(),
		"Where 3 of 10 who rated The Silmarillion stopped while 7 finished: one after Chapter 1, one after Chapter 3, one after Chapter 5.": stopped(3),
		"My year 2026: With The Tuesday Club: 178 chapters. Stars: Never Let Me Go (mine 1, the club's 3.1 from 4); Middlemarch (mine 1.5, the club's 3.3 from 5). " +
			"Chapters by month: February 12, March 31, April 8, July 19, August 40, September 22, October 5, November 31, December 10.": mine(2),
		"Our year 2026: The Tuesday Club: 3,912 pages. Stars: Never Let Me Go (3.1 from 4); Middlemarch (3.3 from 5). Most divisive: Wuthering Heights. " +
			"Pages by month: February 412, March 310, April 288, July 519, August 640, September 422, October 205, November 631, December 485.": ours(2),
		"The title: Emma, by Jane Austen.": pictures.Tile{Title: "Emma", Authors: "Jane Austen"},
		"The title: Beowulf.":              pictures.Tile{Title: "Beowulf"},
	} {
		if got := picture.Alt(); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

func halfwayTold() pictures.Progress {
	g := halfway(8)
	g.Steps = g.Steps[:4]
	g.Steps[2].N, g.Steps[3].N, g.Steps[3].Fewer = 7, 0, true
	return g
}

// What is too long for the words on a picture is left out in whole pieces.
func TestWordsOnLargePictures(t *testing.T) {
	t.Parallel()
	year, shelf := mine(10), ours(20)
	for i := range year.Books {
		year.Books[i].Title = strings.Repeat("A very long title ", 12)
	}
	for i := range shelf.Books {
		shelf.Books[i].Title = strings.Repeat("A very long title ", 12)
	}
	for name, picture := range map[string]said{
		"year": year, "club's year": shelf, "progress": halfway(400), "stops": stopped(300),
	} {
		if alt := picture.Alt(); club.Units(alt) > 1024 || club.Units(alt) < 400 {
			t.Errorf("the words on the %s are %d long: %s", name, club.Units(alt), alt)
		}
	}
	if alt := year.Alt(); !strings.Contains(alt, " more. Chapters by month: ") {
		t.Error(alt)
	}
	if alt := shelf.Alt(); !strings.Contains(alt, "20 books, the first 12 of them shown.") {
		t.Error(alt)
	}
}
