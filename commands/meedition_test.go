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
	ana.press(ana.submit(form), "Save").says("### Noted: you hold the MARKER", "I do not know yet where its chapters end", "`/progress at:Chapter 1 ends on 23`").
		offers("Where a chapter ends", "All its ends", "Remove this edition")
	ana.slash("progress").says("1 chapter, about 4 pages of the club's edition a day.") // its own cannot say
	ana.slash("progress", "at", "p 40").no("I do not know on which pages the chapters of the MARKER", "`/me edition`")

	held := ana.slash("me edition", "book", neverLet)
	end := ana.press(held, "Where a chapter ends")
	ana.submit(end, "chapter", "7", "at", "143").says("### Chapter 7 ends on page 143 of the MARKER", "1 of its 12 chapters ends").
		says("Up to there I reckon where Chapters 1-6 end, by the pages of the club's edition", "I do not know where Chapters 8-12 end")
	ana.submit(end, "chapter", "Chapter 8", "at", "0:30:00").no("Chapter 8 ends at 0:30:00", "the other ends of the MARKER")
	ana.submit(end, "chapter", "Chapter 8", "at", "the pond").no("is none", "`143`")
	ana.submit(end, "chapter", "Chapter 8", "at", "20").no("Chapter 8 cannot end on page 20: in the MARKER", "Chapter 7 ends on page 143")
	ana.submit(end, "chapter", "Chapter 98", "at", "200").no(`no chapter "Chapter 98"`)
	ana.slash("progress", "at", "p 60").says("Page 60 of the MARKER", "as near as I can tell, in Chapter 3", "**Chapter 2**")
	ana.slash("note", "chapter", "p 60", "text", "x").says("finished Chapter 3.")
	all := ana.press(held, "All its ends")
	ana.press(ana.submit(all, "list", "8 @ 160"), "Save").says("2 of its 12 chapters end; Chapter 8 ends on page 160")
	ana.submit(end, "chapter", "7", "at", "?").says("### Taken back", "1 of its 12")

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
	back := ana.slash("me edition", "book", neverLet, "edition", own[0].Value).says("hold the MARKER", "1 of its 12")
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
	ana.press(asked, "Remember it").says("### Chapter 7 ends on page 143 of your copy", "1 of its 12 chapters")
	ana.press(asked, "Remember it").no("not kept any more")
	ana.slash("progress", "at", "p 142").says("Page 142 of your copy lies, as near as I can tell, in Chapter 7", "**Chapter 6**")
	ana.slash("progress", "at", "p 143").says("is where Chapter 7 ends, so you have finished it.")
	ana.press(ana.slash("progress", "at", "ch 8 = 160"), "Leave it").says("Nothing was changed")
	ana.slash("progress", "at", "ch 8 = 100").no("Chapter 8 cannot end on page 100: in your copy Chapter 7 ends on page 143.")
	ana.slash("progress", "at", "ch 8 @ 1:00:00").no("the other ends of your copy are pages")
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
	ben.press(ben.slash("progress", "at", "Chapter 5 ends on page 70"), "Remember it").says("### Chapter 5 ends on page 70 of your copy of the Penguin edition", "3 of its 12 chapters end")
	ben.slash("progress", "at", "p 70").says("**Chapter 5**")
	cat.slash("progress", "at", "p 70").says("as near as I can tell, in Chapter 8", "**Chapter 7**")
	own := ben.slash("me edition", "book", neverLet, "edition", "Penguin").offers("Where a chapter ends", "All its ends", "Remove this edition") // of two the own
	ben.slash("me edition", "book", neverLet).says("You hold your copy of the Penguin edition", "the Penguin edition and your copy of the Penguin edition")
	ben.slash("progress", "at", "Chapter 5 ends on 70").says("I know: Chapter 5 ends on page 70 of your copy of the Penguin edition.").offers()
	ben.slash("progress", "at", "Chapter 12 ends on 120").says("I know: ").offers()
	cat.slash("progress", "at", "Chapter 5 ends on 70").says("shall I remember that? That makes a copy of your own, beside the one that the club has.", "your copy of the Penguin edition")

	// What the organiser corrects reaches the copy, and what its owner said stays.
	miriam.press(miriam.edition("Penguin", "5 @ 66\n12 @ 125"), "Save")
	ben.slash("progress", "at", "p 125").says("is where Chapter 12 ends")
	ben.slash("progress", "at", "p 69").says("in Chapter 5")
	asked = ben.press(own, "Remove this edition").says("You hold the Penguin edition of the club then")
	ben.press(asked, "Remove it").says("### Removed: you hold the Penguin edition of")
	ben.slash("progress", "at", "p 66").says("Page 66 of the Penguin edition is where Chapter 5 ends")
}

// What was asked of one edition is not remembered of another.
func TestAnEndOfAnEditionThatIsHeldNoMore(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	miriam.press(miriam.edition("Penguin", "1 @ 10\n12 @ 120"), "Save")
	ana := w.reader("ana", "ch 2")
	first, second := ana.slash("progress", "at", "Chapter 7 ends on 143"), ana.slash("progress", "at", "Chapter 8 ends on 170")
	ana.slash("me edition", "book", neverLet, "edition", "Penguin")
	ana.press(first, "Remember it").no("You hold another edition now; nothing was changed.", "`/me edition`")
	ana.slash("me edition", "book", neverLet).says("You hold the Penguin edition", "2 of its 12")
	ana.slash("me edition", "book", neverLet, "edition", "the club's edition")
	ana.press(first, "Remember it").says("### Chapter 7 ends on page 143 of your copy")
	ana.press(second, "Remember it").says("### Chapter 8 ends on page 170 of your copy", "2 of its 12")
	ana.slash("progress", "at", "Chapter 7 ends on 143").says("I know: Chapter 7 ends on page 143 of your copy.")
}

// A reader is shown the way by readers' commands, and may not take the name of
// the club's edition.
func TestWhatMeEditionRefuses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	ana := w.reader("ana", "ch 2")
	ana.slash("me edition", "book", "no such").no("`/shelf`")
	for _, name := range []string{"The club's edition", "THE CLUB’S EDITION.", "clubs edition"} {
		miriam.slash("book edition", "book", neverLet, "name", name).no("Give another name")
	}
	form := ana.press(ana.slash("me edition", "book", neverLet, "edition", "x"), "Make it mine")
	ana.submit(form, "name", "the Clubs Edition", "list", "1 @ 10").no("Give another name")
	ana.submit(form, "list", "Chapter 1 @ soon").says("One line is left out, and changes nothing:", `"soon" stands where Chapter 1 ends`).offers("Edit", "Discard")
	kept := ana.press(ana.submit(form, "list", "Chapter 1 @ 20"), "Save")
	ana.submit(ana.press(kept, "All its ends"), "list", "Chapter 1 @ 20").says("Nothing changes.").offers("Edit", "Discard", "Remove this edition")
	if got := ana.suggest("me edition", "edition", "x", "book", neverLet); len(got) != 1 || got[0].Name != "x (your own)" {
		t.Errorf("suggests %v", got) // as it is written
	}
	miriam.press(miriam.edition("Penguin", "1 @ 10\n12 @ 120"), "Save")
	ana.submit(form, "name", "penguin", "list", "5 @ 70").says("your copy of the Penguin edition", "a copy of your own, beside", "3 of its 12")
}

// A number that no chapter bears may be a page.
func TestAPageWithoutItsName(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana := w.reader("ana", "ch 2")
	asked := ana.slash("progress", "at", "143").says("If you mean a page, write `p 143`", "Nothing was changed").offers("Page 143")
	ana.slash("progress").says("**Chapter 2**")
	ana.press(ana.press(asked, "Page 143").says("Page 143 lies in Chapter 8", "**Chapter 7**"), "Undo").says("**Chapter 2**")
	if got := ana.suggest("progress", "at", "143"); len(got) == 0 || got[0].Value != "p 143" || got[0].Name != "p 143: you have finished Chapter 7" {
		t.Errorf("suggests %v", got)
	}
	if got := ana.suggest("note", "chapter", "p 143"); len(got) == 0 || got[0].Name != "p 143: one must have finished Chapter 8" {
		t.Errorf("suggests %v", got)
	}
	ana.slash("note", "chapter", "p 143", "text", "x").says("finished Chapter 8.", "-# Page 143 lies in Chapter 8, so one must have finished Chapter 8.")
	ana.slash("note", "chapter", "ch 8", "text", "y").hides("Page 143")
}

// Times of two parts are asked about once, not line by line.
func TestTimesOfTwoParts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	asked := miriam.edition("Kerry Fox", "1 @ 1:20\n12 @ 9:30").says("All these times have two parts").hides("Line").offers("Hours and minutes", "Minutes and seconds", "Edit", "Discard")
	preview := miriam.press(asked, "Hours and minutes").says("2 of its 12 chapters end; Chapter 12 ends at 9:30:00").offers("Save", "Edit", "Discard")
	if got := miriam.press(preview, "Edit").field("list"); got != "1 @ 1:20:00\n12 @ 9:30:00" {
		t.Errorf("the list is %q", got)
	}
	miriam.press(preview, "Save").says("Saved.")
	miriam.press(asked, "Minutes and seconds").no("not kept any more")
}

// Words that begin a sentence get their capital whatever letter they begin with.
func TestALabelThatBeginsBeyondASCII(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withClub()
	miriam.slash("book add", "title", "Emma")
	miriam.press(miriam.submit(miriam.slash("book chapters", "book", "Emma"), "list", "épilogue\n🐸evil"), "Save")
	w.start(miriam, "Emma")
	ana := w.person("ana")
	ana.slash("progress", "at", "done")
	ana.slash("note", "chapter", "#1", "text", "x")
	ana.slash("note", "chapter", "#2", "text", "y")
	ana.slash("notes").says("**Épilogue**", "**🐸evil**").hides("\ufffd")
}
