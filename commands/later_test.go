package commands_test

import (
	"fmt"
	"strings"
	"testing"
)

// saysLater has a person say that what a stub leads to belongs later.
func (p person) saysLater(open reply) reply {
	p.w.t.Helper()
	return p.press(p.press(open, "Later than that").offers("Yes, later", "Leave it"), "Yes, later")
}

func TestLaterThanThat(t *testing.T) {
	t.Parallel()
	w, ana, ben, cat, stub := noted(t)
	ben.reply(ben.press(stub.reply, "Open"), "text", "BEN too")
	open := ben.press(stub.reply, "Open")
	asks := ben.press(open, "Later than that").
		says("This thought by <@user ana> is shown to readers at **Chapter 4**", "Nobody is told who said so").offers("Yes, later", "Leave it")
	if back := ben.press(asks, "Leave it").says("the pillow"); !asks.updated || !back.updated {
		t.Error("it is not asked in place")
	}
	w.work()
	stub.says("about **Chapter 4**")

	ben.press(asks, "Yes, later").says("locked to the whole book now", "not told by whom")
	w.work()
	stub.says("about **the whole book**").hides("ben")
	ben.press(stub.reply, "Open").says("when you have finished the book", "BEN too").hides("pillow")
	w.reader("dan", "ch 11").press(stub.reply, "Open").hides("pillow", "BEN")
	cat.press(cat.press(stub.reply, "Open").says("pillow", "BEN"), "Later than that").no("locked to the whole book already")
	if n := strings.Count(ana.slash("notes").all(), "ben"); n != 0 {
		t.Error("its author is told who said so")
	}
}

// Nobody can say it twice of one note, whatever happens to its lock between.
func TestSaidOnce(t *testing.T) {
	t.Parallel()
	w, ana, ben, cat, stub := noted(t)
	open := ben.press(stub.reply, "Open")
	asks := ben.press(open, "Later than that")
	ben.press(asks, "Yes, later")
	mine := ana.press(stub.reply, "Open")
	ana.submit(ana.press(mine, "Set its lock"), "chapter", "ch 5").says("finished Chapter 5 now")
	w.work()
	ben.press(open, "Later than that").no("You said so once", "finished Chapter 5 now")
	ben.press(asks, "Yes, later").no("You said so once")
	w.work()
	stub.says("about **Chapter 5**")
	cat.saysLater(cat.press(stub.reply, "Open")).says("Thank you")
	ana.pressID(open, open.buttons()[2].CustomID).no("This is your own note", "Set its lock")
	w.person("eve").pressID(open, open.buttons()[2].CustomID).no("You are not in this read yet").hides("pillow")
}

// Of a reply it is said as of a note: it and what stands below it go, and the
// note above stays.
func TestAReplyBelongsLater(t *testing.T) {
	t.Parallel()
	w, ana, ben, cat, stub := noted(t)
	cat.reply(cat.press(stub.reply, "Open"), "text", "CAT gives it away", "chapter", "ch 4")
	thread := ben.press(stub.reply, "Open").says("CAT")
	opens := thread.buttons()
	one := ben.pressID(thread, opens[len(opens)-1].CustomID)
	ben.reply(one, "text", "BEN below")
	ben.saysLater(one).says("The reply is locked")
	ana.press(stub.reply, "Open").says("the pillow", "2 replies open further on").hides("CAT", "BEN")
	w.work()
	stub.says("about **Chapter 4**", "-# 2 replies")
	told := cat.slash("notes").says("A reader says that your reply of", "gives away more than **Chapter 4**")
	cat.submit(cat.press(told, "Set its lock"), "chapter", "ch 2").says("Your reply opens for readers who have finished Chapter 4 now, as what it answers does")
	ana.press(stub.reply, "Open").says("CAT", "BEN")
}

// The author is told privately, once, when they next look, and can set the lock
// there.
func TestTheAuthorIsTold(t *testing.T) {
	t.Parallel()
	for name, look := range map[string]func(ana person, stub *post) reply{
		"/notes":       func(ana person, _ *post) reply { return ana.slash("notes") },
		"/progress":    func(ana person, _ *post) reply { return ana.slash("progress") },
		"/progress at": func(ana person, _ *post) reply { return ana.slash("progress", "at", "ch 8") },
		"/reading":     func(ana person, _ *post) reply { return ana.slash("reading") },
		"[Open]":       func(ana person, stub *post) reply { return ana.press(stub.reply, "Open") },
		"[Read notes]": func(ana person, _ *post) reply {
			return ana.press(ana.w.reader("zed", "ch 1").slash("reading"), "Read notes")
		},
		"a later [Open]": func(ana person, _ *post) reply { return ana.press(ana.slash("note", "text", "x"), "Open") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, ana, ben, cat, stub := noted(t)
			asked := ben.press(stub.reply, "Open")
			cat.saysLater(cat.press(stub.reply, "Open"))
			ben.slash("notes").hides("A reader says")
			told := look(ana, stub).says("A reader says that your thought of", "gives away more than **Chapter 4**", "locked to the whole book until you set its lock").
				hides("cat>", "ben>")
			look(ana, stub).hides("A reader says that your")
			lock := ana.press(told, "Set its lock")
			if lock.field("chapter") != "the whole book" {
				t.Errorf("filled with %q", lock.field("chapter"))
			}
			ana.submit(lock, "chapter", "ch 5").says("finished Chapter 5 now")
			w.work()
			stub.says("about **Chapter 5**")
			ben.press(asked, "Later than that") // somebody else may still say so
		})
	}
}

// Of many notes an author is told a few at a time, and of one that was seen to
// meanwhile how it is now. What fits a message still does.
func TestTheAuthorIsToldOfMany(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	ana, ben := w.reader("ana", "ch 7"), w.reader("ben", "ch 7")
	for i := range 12 {
		open := ben.press(ana.slash("note", "chapter", fmt.Sprintf("ch %d", 1+i%6), "text", fmt.Sprintf("note %02d %s", i, strings.Repeat("`", 270))), "Open")
		if i < 5 {
			ben.saysLater(open)
		}
	}
	miriam.submit(miriam.press(miriam.slash("club reports"), "Set the lock"), "chapter", "ch 3")
	for i, want := range []int{2, 2, 1, 0} {
		list := ana.slash("notes")
		if got := strings.Count(list.text(), "A reader says"); got != want {
			t.Errorf("told of %d, want %d", got, want)
		}
		if i == 0 {
			list.says("It opens for readers who have finished Chapter 3 now", "until you set its lock")
		}
	}
}

func TestReports(t *testing.T) {
	t.Parallel()
	w, ana, ben, cat, stub := noted(t)
	miriam := w.organiser("miriam")
	miriam.slash("club reports").says("Nothing waits for you").offers()
	ben.saysLater(ben.press(stub.reply, "Open"))
	list := miriam.slash("club reports").says("<@user ana>", "Thought on Never Let Me Go", "It was locked to **Chapter 4**", "the whole book").
		hides("pillow", "ben").offers("Show the text", "Set the lock", "Leave as it is")
	miriam.press(list, "Show the text").says("the pillow", "<@user ana>", "it was locked to Chapter 4").hides("ben").offers("Set the lock", "Leave as it is")
	miriam.press(stub.reply, "Open").hides("pillow") // shown once is not open

	form := miriam.press(list, "Set the lock")
	if form.field("chapter") != "Chapter 4" {
		t.Errorf("filled with %q", form.field("chapter"))
	}
	again := miriam.submit(form, "chapter", "ch 99").no("no chapter").offers("Try again")
	again = miriam.press(again, "Try again")
	if again.field("chapter") != "ch 99" {
		t.Errorf("filled with %q", again.field("chapter"))
	}
	miriam.submit(again, "chapter", "ch 6").says("The thought by <@user ana> opens for readers who have finished Chapter 6 now")
	w.work()
	stub.says("about **Chapter 6**")
	miriam.slash("club reports").says("Nothing waits")
	for _, label := range []string{"Show the text", "Set the lock", "Leave as it is"} {
		miriam.press(list, label).no("seen to this note already", "finished Chapter 6 now").hides("pillow")
	}
	miriam.submit(form, "chapter", "ch 1").no("seen to this note already")
	ana.slash("notes").says("A reader says", "It opens for readers who have finished Chapter 6 now")

	// Left as it is, it stays locked until its author says otherwise.
	cat.saysLater(cat.press(stub.reply, "Open"))
	list = miriam.slash("club reports").says("It was locked to **Chapter 6**")
	left := miriam.press(list, "Leave as it is").says("is left as it is", "the whole book", "until its author sets another lock", "Nothing waits")
	if !left.updated {
		t.Error("the list stays as it was")
	}
	w.work()
	stub.says("about **the whole book**")
	ana.submit(ana.press(ana.press(stub.reply, "Open"), "Set its lock"), "chapter", "ch 7").says("Chapter 7 now")
}

// The author may be quicker, or delete the note.
func TestReportsThatAreSeenToByTheAuthor(t *testing.T) {
	t.Parallel()
	w, ana, ben, cat, stub := noted(t)
	miriam := w.organiser("miriam")
	ana.slash("note", "chapter", "ch 3", "text", "another one")
	w.work()
	other := w.post("about **Chapter 3**")
	ben.saysLater(ben.press(stub.reply, "Open"))
	cat.saysLater(cat.press(other.reply, "Open"))
	list := miriam.slash("club reports").says("**1.**", "**2.**")
	ana.submit(ana.press(ana.press(stub.reply, "Open"), "Set its lock"), "chapter", "ch 5")
	miriam.slash("club reports").says("Chapter 3").hides("**2.**", "Chapter 4")
	for _, label := range []string{"Show the text", "Set the lock", "Leave as it is"} {
		miriam.press(list, label).no("seen to this note already", "finished Chapter 5 now").hides("pillow", "another one")
	}
	ana.press(ana.press(ana.press(other.reply, "Open"), "Delete"), "Delete it")
	miriam.slash("club reports").says("Nothing waits")
	buttons := list.buttons()
	miriam.pressID(list, buttons[len(buttons)-3].CustomID).no("not there any more").hides("another one")
}

func TestManyReportsInPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	ana, ben := w.reader("ana", "ch 7"), w.reader("ben", "ch 7")
	for i := range 8 {
		ben.saysLater(ben.press(ana.slash("note", "text", fmt.Sprint("note ", i)), "Open"))
	}
	first := miriam.slash("club reports").says("1-6 of 8", "**6.**").hides("**7.**")
	second := miriam.press(first, "More").says("7-8 of 8", "**8.**").hides("**6.**")
	miriam.press(second, "Back").says("1-6 of 8")
	miriam.press(miriam.slash("club reports"), "Leave as it is").says("1-6 of 7", "is left as it is")
}
