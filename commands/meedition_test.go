package commands_test

import (
	"strings"
	"testing"
)

const neverLet = "Never Let Me Go"

// A reader whose edition nobody knows makes it their own, and nobody else sees
// it.
func TestAnEditionOfOnesOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana, ben := w.reader("ana", "ch 2"), w.reader("ben", "ch 2")
	offer := ana.slash("me edition", "book", neverLet, "edition", "MARKER *2005*").
		says(`I do not know the MARKER \*2005\* edition of Never Let Me Go yet`).offers("Make it mine")
	ben.pressID(offer, offer.buttons()[0].CustomID).no("not kept any more")
	form := ana.press(offer, "Make it mine")
	if form.field("name") != "MARKER *2005*" || !strings.HasPrefix(form.field("list"), "Chapter 1 @\n") {
		t.Errorf("the form is filled with %s", form)
	}
	// Without a single end, too: they may come one by one.
	ana.press(ana.submit(form), "Save").says("### Noted: you hold the MARKER", "I do not know yet where its chapters end").
		offers("Where a chapter ends", "All its ends", "Remove this edition")
	ana.slash("progress").says("1 chapter.") // no pace in an edition that is not known
	ana.slash("progress", "at", "p 40").no("I do not know where the chapters of the MARKER")

	held := ana.slash("me edition", "book", neverLet)
	end := ana.press(held, "Where a chapter ends")
	ana.submit(end, "chapter", "7", "at", "143").says("### Chapter 7 ends on page 143 of the MARKER", "one of its 12 chapters ends").
		says("Between those I reckon where Chapters 1-6 end, by the pages of the club's edition", "Of Chapters 8-12 I know nothing")
	ana.submit(end, "chapter", "Chapter 8", "at", "0:30:00").no("The other ends of this edition are pages")
	ana.submit(end, "chapter", "Chapter 8", "at", "the pond").no("is none", "`143`")
	ana.submit(end, "chapter", "Chapter 8", "at", "20").no("does not lie between")
	ana.submit(end, "chapter", "Chapter 98", "at", "200").no("no chapter")
	ana.slash("progress", "at", "p 60").says("Page 60 of the MARKER", "as near as I can tell, in Chapter 3", "**Chapter 2**")
	ana.slash("note", "chapter", "p 60", "text", "x").says("finished Chapter 3.")
	all := ana.press(held, "All its ends")
	ana.press(ana.submit(all, "list", "8 @ 160"), "Save").says("two of its 12 chapters end; Chapter 8 ends with page 160")
	ana.submit(end, "chapter", "7", "at", "?").says("### Taken back", "one of its 12")

	ben.slash("me edition", "book", neverLet).hides("MARKER")
	for _, c := range ben.suggest("me edition", "edition", "", "book", neverLet) {
		if strings.Contains(c.Name, "MARKER") {
			t.Errorf("somebody else's edition is suggested: %v", c)
		}
	}
	own := ana.suggest("me edition", "edition", "mark", "book", neverLet)
	if len(own) != 1 || own[0].Name != "MARKER *2005* (your own)" {
		t.Fatalf("suggests %v", own)
	}
	ben.slash("me edition", "book", neverLet, "edition", own[0].Value).offers("Make it mine") // to him it is a name
	ana.slash("me edition", "book", neverLet, "edition", "The club's edition").says("hold the club's edition")
	back := ana.slash("me edition", "book", neverLet, "edition", own[0].Value).says("hold the MARKER", "one of its 12")
	asked := ana.press(back, "Remove this edition").says("You hold the club's edition then").offers("Remove it", "Keep it")
	ben.pressID(asked, asked.buttons()[0].CustomID).no("not there any more")
	ana.press(asked, "Remove it").says("### Removed: you hold the club's edition of Never Let Me Go")
	ana.slash("me edition", "book", neverLet).hides("MARKER")
}

// Where a chapter ends can be told where one tells one's place: after a yes it
// is remembered, and no place has changed.
func TestTellingWhereAChapterEnds(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	ana := w.reader("ana", "ch 2")
	asked := ana.slash("progress", "at", "Chapter 7 ends on 143").
		says("Chapter 7 ends on page 143 of your copy: shall I remember that?", "for you alone", "Your place is not changed").offers("Remember it", "Leave it")
	ana.slash("progress", "at", "p 130").says("Page 130 lies in Chapter 7") // not yet
	ana.press(asked, "Remember it").says("### Chapter 7 ends on page 143 of your copy", "one of its 12 chapters")
	ana.press(asked, "Remember it").no("not kept any more")
	ana.slash("progress", "at", "p 142").says("Page 142 of your copy lies, as near as I can tell, in Chapter 7", "**Chapter 6**")
	ana.slash("progress", "at", "p 143").says("is where Chapter 7 ends, so you have finished it.")
	ana.press(ana.slash("progress", "at", "ch 8 = 160"), "Leave it").says("Nothing was changed")
	ana.slash("progress", "at", "ch 8 = 100").no("does not lie between")
	ana.slash("progress", "at", "ch 8 @ 1:00:00").no("The other ends of this edition are pages")
	ana.slash("progress", "at", "Chapter 98 ends on 143").no("no chapter")
	ana.slash("progress", "at", "Chapter ends on 143").no()
	ana.press(ana.slash("progress", "at", "Chapter 7 = ?").says("Shall I forget where that chapter ends in your copy?"), "Remember it").says("Taken back")
	ana.slash("me edition", "book", neverLet).says("You hold your copy", "I do not know yet")

	// One who holds an edition of the club teaches a copy of it.
	miriam.press(miriam.edition("Penguin", "1 @ 10\n12 @ 120"), "Save")
	ben, cat := w.reader("ben", "ch 2"), w.reader("cat", "ch 2")
	for _, p := range []person{ben, cat} {
		p.slash("me edition", "book", neverLet, "edition", "Penguin").offers("Where a chapter ends")
	}
	ben.press(ben.slash("progress", "at", "Chapter 5 ends on page 70"), "Remember it").says("### Chapter 5 ends on page 70 of the Penguin edition", "three of its 12 chapters end")
	ben.slash("progress", "at", "p 70").says("**Chapter 5**")
	cat.slash("progress", "at", "p 70").says("as near as I can tell, in Chapter 8", "**Chapter 7**")
	ben.slash("me edition", "book", neverLet, "edition", "Penguin").offers("Where a chapter ends", "All its ends", "Remove this edition") // of two the own
}
