package commands_test

import (
	"fmt"
	"strings"
)

// The read of the stories: twelve chapters, three from Sunday to Sunday, at
// 18:00 on 6, 13, 20 and 27 December 2026. Every title is a secret.

// secretTitle is the title of a chapter, which those must not see who have not
// finished the chapter before.
func secretTitle(n int) string { return fmt.Sprintf("Title%02d", n) }

// titledList is the chapter list of the book, in two parts.
func titledList() string {
	var b strings.Builder
	for n := 1; n <= 12; n++ {
		switch n {
		case 1:
			b.WriteString("# SecretPartOne\n")
		case 7:
			b.WriteString("# SecretPartTwo\n")
		}
		fmt.Fprintf(&b, "Chapter %d: %s @ %d\n", n, secretTitle(n), 20*n)
	}
	return b.String()
}

// withClub makes the club in its home channel.
func (w *world) withClub() person {
	w.t.Helper()
	miriam := w.organiser("miriam")
	miriam.slash("club setup", "timezone", "Europe/London", "name", "The Hailsham Readers").says("is a book club now")
	miriam.slash("club settings", "fallback", false) // their own questions are what most stories are about
	return miriam
}

// withBook makes the club and puts the book on its shelf.
func (w *world) withBook() person {
	w.t.Helper()
	miriam := w.withClub()
	miriam.slash("book add", "title", "Never Let Me Go", "author", "Kazuo Ishiguro", "chapters", 12).says("is on the shelf")
	form := miriam.slash("book chapters", "book", "Never Let Me Go")
	miriam.press(miriam.submit(form, "list", titledList()), "Save").says("has 12 chapters now")
	return miriam
}

// withRead starts the read of the book, and posts its card.
func (w *world) withRead() person {
	w.t.Helper()
	miriam := w.withBook()
	w.start(miriam, "Never Let Me Go")
	return miriam
}

// start plans a read of a book, a chapter-threesome a Sunday, and starts it.
func (w *world) start(p person, book string) {
	w.t.Helper()
	plan := p.slash("schedule plan", "book", book, "start", "today", "pace", 3, "days", "sun")
	p.press(plan, "Start this read").says("is planned")
	w.work()
}

// reader is someone who has read so far in the only read.
func (w *world) reader(name, at string) person {
	w.t.Helper()
	p := w.person(name)
	p.slash("progress", "at", at).says("###")
	w.work()
	return p
}
