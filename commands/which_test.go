package commands_test

import (
	"strings"
	"testing"
)

// Two clubs live on a server: each command means the club of its channel.
func TestWhichClub(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	ana := w.person("ana")
	ana.in(otherRoom).slash("reading").says("Never Let Me Go") // the only one
	miriam.in(otherRoom).slash("club setup", "timezone", "UTC", "name", "The Others").says("book club now")
	ana.in(otherRoom).slash("reading").no("The Others is not reading a book yet")
	ana.inThread("1500", homeRoom).slash("reading").says("Never Let Me Go")
	for _, p := range []person{ana.in("1003"), ana.inThread("1501", "1003")} {
		p.slash("reading").no("2 clubs, in <#1001> and <#1002>")
		p.slash("shelf").no("Please use the command in the channel")
		p.slash("help").says("### Which club?", "<#1001> and <#1002>")
	}
	miriam.in(otherRoom).slash("book add", "title", "Emma", "chapters", 4)
	w.start(miriam.in(otherRoom), "Emma")
	ana.in(otherRoom).slash("progress", "at", "ch 2").says("### Emma")
	ana.slash("progress", "at", "ch 5").says("### Never Let Me Go")
	ana.in(otherRoom).slash("progress").says("### Emma", "**Chapter 2**")
	ana.slash("progress", "book", "Emma").no("no read of a book called \"Emma\"")
	miriam.slash("book list").says("Never Let Me Go").hides("Emma")
	if w.post("### Emma").channel != otherRoom {
		t.Error("the card stands in the other club's home")
	}
	// A button means its row, wherever it is pressed.
	ana.in("1003").press(w.post("### Emma").reply, "Join").says("Emma already")
}

// A club reads two books at once: which one is said with `book`.
func TestWhichRead(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	miriam.slash("book add", "title", "Emma", "chapters", 4)
	w.start(miriam, "Emma")
	ana := w.person("ana")
	for _, refused := range []reply{
		ana.slash("progress"), ana.slash("progress", "at", "ch 2"), ana.slash("reading"), ana.slash("note", "text", "x"), ana.slash("notes"),
		ana.slash("rate", "stars", "4"), ana.slash("ratings"), ana.slash("leave"), miriam.slash("schedule show"), miriam.slash("schedule finish"),
		miriam.slash("schedule move", "checkpoint", "1", "to", "sunday"), miriam.slash("prompt add", "text", "?"), miriam.slash("prompt list"),
	} {
		refused.no("is reading Never Let Me Go and Emma", "`book`")
	}
	ana.slash("help").says("is reading Never Let Me Go and Emma", "`book`", "`/progress`")
	ana.slash("progress", "at", "ch 2", "book", "emma").says("### Emma")
	ana.slash("progress", "at", "ch 7", "book", " Never  Let Me Go").says("### Never Let Me Go")
	ana.slash("progress", "book", "*No* such").no(`"\*No\* such"`)
	choices := ana.suggest("progress", "book", "")
	if len(choices) != 2 || choices[0].Name != "Emma (reading)" || choices[1].Name != "Never Let Me Go (reading)" {
		t.Fatalf("suggests %v", choices)
	}
	for _, c := range choices {
		title, _, _ := strings.Cut(c.Name, " (")
		ana.slash("progress", "book", c.Value).says("### " + title)
		ana.slash("reading", "book", c.Value).says("### " + title)
		miriam.slash("schedule show", "book", c.Value).says("### " + title)
	}
	// Suggestions of chapters are of the read that was said before.
	if got := ana.suggest("progress", "at", "", "book", "Emma"); len(got) != 4 {
		t.Errorf("of Emma suggests %v", got)
	}
	if got := ana.suggest("progress", "at", ""); len(got) != 0 {
		t.Errorf("of which book suggests %v?", got)
	}

	// One ends: the other is meant again. Both end: the one that ended last.
	miriam.press(miriam.slash("schedule drop", "book", "Emma"), "Drop it").says("Emma is dropped")
	ana.slash("progress").says("### Never Let Me Go")
	ana.slash("progress", "book", "Emma").says("### Emma")
	w.turn("2026-12-02 09:00")
	miriam.press(miriam.slash("schedule finish"), "Finish it").says("Never Let Me Go is finished")
	ana.slash("progress").says("### Never Let Me Go")

	// The book is read again: a second read, in which everyone begins anew.
	w.start(miriam, "Never Let Me Go")
	ana.slash("progress").says("not in this read yet")
	ana.slash("progress", "at", "ch 1").says("**Chapter 1**")
	choices = ana.suggest("progress", "book", "never")
	if len(choices) != 2 || choices[1].Name != "Never Let Me Go (finished)" {
		t.Fatalf("suggests %v", choices)
	}
	ana.slash("progress", "book", choices[1].Value).says("**Chapter 7**")
	ana.slash("shelf").says("Reading, until", "Finished, ", "Dropped, ")
}
