package commands_test

import (
	"fmt"
	"strings"
	"testing"
)

// noted is a club in which Ana, at Chapter 7, has written a note behind Chapter
// 4, whose stub stands; Ben is at Chapter 5, Cat has finished.
func noted(t *testing.T) (w *world, ana, ben, cat person, stub *post) {
	t.Helper()
	w = newWorld(t)
	w.withRead()
	ana, ben, cat = w.reader("ana", "ch 7"), w.reader("ben", "ch 5"), w.reader("cat", "done")
	ana.slash("note", "chapter", "ch 4", "text", "the pillow")
	w.work()
	return w, ana, ben, cat, w.post("left a thought about **Chapter 4**")
}

// reply has a person answer what a message shows.
func (p person) reply(open reply, fields ...any) reply {
	p.w.t.Helper()
	return p.submit(p.press(open, "Reply"), fields...)
}

func TestRepliesMakeAThread(t *testing.T) {
	t.Parallel()
	w, ana, ben, cat, stub := noted(t)
	form := ben.press(ben.press(stub.reply, "Open"), "Reply")
	if got := form.field("chapter"); got != "Chapter 5" {
		t.Errorf("a reply is locked to %q by default", got)
	}
	if !strings.Contains(form.all(), "To: the pillow") {
		t.Errorf("the form does not say what it answers: %s", form)
	}
	ben.submit(form, "text", "hers BEN", "chapter", "ch 1").says("Your reply is kept", "finished Chapter 4, as what it answers does").hides("on its way")
	cat.reply(cat.press(stub.reply, "Open"), "text", "wait for it CAT", "chapter", "ch 9").says("finished Chapter 9").hides("as what it answers")
	w.work()
	stub.says("-# 2 replies").hides("BEN", "CAT", "Chapter 9").offers("Open")
	if w.has("left a thought about **Chapter 9**") || len(w.posts) != 2 {
		t.Errorf("a reply has a stub of its own:\n%s", w.board())
	}

	// Who may see what, and how much there is further on, but not where.
	ana.press(stub.reply, "Open").says("the pillow", "hers BEN", "**new**", "1 more reply opens further on").hides("CAT", "Chapter 9").
		offers("Reply", "Edit", "Set its lock", "Delete", "Open")
	ana.press(stub.reply, "Open").hides("**new**")
	cat.press(stub.reply, "Open").says("hers BEN", "wait for it CAT", "Reply · Chapter 9").hides("further on")
	w.reader("dan", "ch 3").press(stub.reply, "Open").says("opens at Chapter 4").hides("pillow", "BEN", "CAT", "further on")
}

// A reply opens alone, with what it answers in a line, and leads back.
func TestAReplyIsOpened(t *testing.T) {
	t.Parallel()
	w, ana, ben, cat, stub := noted(t)
	long := strings.Repeat("long ", 100) + "END"
	ben.reply(ben.press(stub.reply, "Open"), "text", long)
	thread := ana.press(stub.reply, "Open").hides("END").says("**new**")
	ana.press(stub.reply, "Open").says("**new**") // its beginning is not all of it
	opens := thread.buttons()
	one := ana.pressID(thread, opens[len(opens)-1].CustomID).
		says("END", "answers <@user ana>: the pillow", "<@user ben> · Reply · Chapter 5").offers("Reply", "I felt that too", "Later than that", "The whole thread")
	ana.press(one, "The whole thread").says("the pillow", "long").hides("**new**")
	ana.reply(one, "text", "ANA on that", "chapter", "ch 1").says("finished Chapter 5, as what it answers does")
	cat.press(stub.reply, "Open").says("ANA on that")
	w.work()
	stub.says("-# 2 replies")

	// What is deleted leaves its place as long as something stands below it.
	ben.press(ben.press(ben.pressID(thread, opens[len(opens)-1].CustomID), "Delete").says("Delete your reply?"), "Delete it").says("Your reply is deleted")
	w.work()
	stub.says("-# 1 reply")
	left := cat.press(stub.reply, "Open").says("A reply by <@user ben> was deleted", "ANA on that").hides("long")
	opens = left.buttons()
	cat.pressID(left, opens[len(opens)-1].CustomID).says("answers a note that was deleted", "ANA on that", "Chapter 5")
}

// Replies stay when the first note of their thread is deleted: the stub goes,
// and the list still leads to them.
func TestAThreadWhoseFirstNoteWasDeleted(t *testing.T) {
	t.Parallel()
	w, ana, ben, _, stub := noted(t)
	ben.reply(ben.press(stub.reply, "Open"), "text", "BEN stays")
	open := ana.press(stub.reply, "Open")
	ana.press(ana.press(open, "Delete").says("The replies to it stay"), "Delete it")
	w.work()
	if !stub.deleted {
		t.Error("the stub stays")
	}
	list := ben.slash("notes").says("A note by <@user ana> that was deleted", "1 reply").hides("pillow")
	ben.press(list, "Open").says("note about Chapter 4 was deleted. What was replied stays", "BEN stays").hides("pillow").offers("Open")
	w.reader("dan", "ch 3").slash("notes").hides("BEN", "deleted").says("Chapter 4: 1")
}

func TestALongThreadInPages(t *testing.T) {
	t.Parallel()
	w, ana, ben, _, stub := noted(t)
	for i := range 12 {
		ben.reply(ben.press(stub.reply, "Open"), "text", fmt.Sprintf("reply %02d %s", i, strings.Repeat("x", 400)))
	}
	page := ana.press(stub.reply, "Open").says("the pillow", "reply 00", "reply 04", "page 1 of 3, 12 replies open to you").hides("reply 05")
	page = ana.press(page, "More").says("the pillow", "reply 05", "page 2 of 3").hides("reply 04", "reply 10")
	ana.press(ana.press(page, "More").says("reply 11"), "Back").says("page 2 of 3")

	// The longest of notes leaves room for what stands around it.
	ana.slash("note", "chapter", "ch 4", "text", strings.Repeat("`|", 1500))
	w.work()
	far := w.posts[len(w.posts)-1]
	for range 3 {
		ben.reply(ben.press(far.reply, "Open"), "text", strings.Repeat("[", 3000))
	}
	ana.press(ana.press(far.reply, "Open").says("page 1 of 2").hides(`> \[\[`), "More").says(`> \[\[`)
}

// What one who moved back has written is still theirs to see, and what it
// answers is not.
func TestOnesOwnReplyAfterMovingBack(t *testing.T) {
	t.Parallel()
	_, _, ben, _, stub := noted(t)
	ben.reply(ben.press(stub.reply, "Open"), "text", "BEN himself")
	ben.slash("progress", "at", "ch 2")
	shut := ben.press(stub.reply, "Open").says("opens at Chapter 4", "BEN himself").hides("pillow").offers("I have read to Chapter 4", "Open")
	ben.press(shut, "Open").says("BEN himself").hides("pillow")
}

// A reply that cannot be kept is not lost.
func TestAReplyToWhatIsGone(t *testing.T) {
	t.Parallel()
	w, ana, ben, _, stub := noted(t)
	open := ben.press(stub.reply, "Open")
	form := ben.press(open, "Reply")
	again := ben.submit(form, "text", "MARKER", "chapter", "ch 99").no("no chapter").offers("Try again")
	again = ben.press(again, "Try again")
	if again.field("text") != "MARKER" || again.field("chapter") != "ch 99" || !strings.Contains(again.all(), "To: the pillow") {
		t.Errorf("filled with %s", again)
	}
	mine := ana.press(stub.reply, "Open")
	ana.press(ana.press(mine, "Delete"), "Delete it")
	ben.press(open, "Reply").no("not there any more")
	refused := ben.submit(form, "text", "MARKER").no("not there any more", "make a note of its own").offers("Try again")
	alone := ben.press(refused, "Try again")
	if alone.field("text") != "MARKER" || alone.field("chapter") != "Chapter 5" {
		t.Errorf("filled with %s", alone)
	}
	ben.submit(alone).says("Your thought is kept")
	w.work()
	w.post("<@user ben> left a thought about **Chapter 5**")
}

// One who is behind cannot answer what they do not see, by no old button.
func TestNobodyAnswersWhatIsShut(t *testing.T) {
	t.Parallel()
	_, ana, ben, _, stub := noted(t)
	open := ben.press(stub.reply, "Open")
	form := ben.press(open, "Reply")
	ana.submit(ana.press(ana.press(stub.reply, "Open"), "Set its lock"), "chapter", "ch 7")
	for _, label := range []string{"Reply", "I felt that too", "Later than that"} {
		ben.press(open, label).no("opens at Chapter 7 now").hides("pillow")
	}
	ben.press(ben.submit(form, "text", "x").no("not open to you"), "Try again").hides("pillow")
}

func TestFeltThatToo(t *testing.T) {
	t.Parallel()
	w, ana, ben, cat, stub := noted(t)
	open := ben.press(stub.reply, "Open")
	felt := ben.press(open, "I felt that too").says("You felt that too").offers("Reply", "I felt that too · 1", "Later than that")
	if !felt.updated {
		t.Error("it does not take the place of what was pressed")
	}
	cat.press(cat.press(stub.reply, "Open"), "I felt that too").says("You and 1 other felt that too").offers("Reply", "I felt that too · 2", "Later than that")
	ana.press(stub.reply, "Open").says("2 readers felt that too")
	ana.slash("notes").says("felt by 2")
	ana.pressID(open, open.buttons()[1].CustomID).no("your own note")
	ben.press(felt, "I felt that too").hides("You felt").offers("Reply", "I felt that too · 1", "Later than that")
	w.work()
	stub.hides("felt") // reactions are told to those who may see the note

	ana.reply(ana.press(stub.reply, "Open"), "text", "a reply")
	thread := cat.press(stub.reply, "Open")
	opens := thread.buttons()
	one := cat.pressID(thread, opens[len(opens)-1].CustomID)
	cat.press(one, "I felt that too").says("a reply", "You felt that too.").offers("Reply", "I felt that too · 1", "Later than that", "The whole thread")
}

// Whoever reads the book again is marked as such beside all they write.
func TestRereadersAreMarked(t *testing.T) {
	t.Parallel()
	w, _, ben, cat, stub := noted(t)
	dot := w.person("dot")
	dot.press(w.post("12 chapters").reply, "Join: I have read it before")
	dot.slash("note", "chapter", "ch 2", "text", "from afar")
	dot.reply(dot.press(stub.reply, "Open"), "text", "an answer", "chapter", "ch 4")
	ben.slash("notes").says("<@user dot> · rereading · Thought", "<@user ana> · Thought")
	ben.press(stub.reply, "Open").says("<@user dot> · rereading · Reply", "<@user ana> · Thought")
	w.work()
	ben.press(w.post("<@user dot> left").reply, "Open").says("<@user dot> · rereading · Thought · Chapter 2")
	cat.press(w.post("12 chapters").reply, "Join: I have read it before")
	cat.press(stub.reply, "Open").hides("cat> · rereading")
}

// One who reads again writes no open note from the start, nor does one who
// moved back write one at the place they came back to: neither a note, nor a
// reply, nor an answer.
func TestNoOpenNoteByDefault(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		comes func(w *world) person
		want  string
	}{
		"a rereader at the start": {func(w *world) person {
			p := w.person("dot")
			p.press(w.post("12 chapters").reply, "Join: I have read it before")
			return p
		}, "the whole book"},
		"a rereader who says where they are": {func(w *world) person {
			p := w.person("dot")
			p.press(w.post("12 chapters").reply, "Join: I have read it before")
			p.slash("progress", "at", "ch 2")
			return p
		}, "the whole book"},
		"one who moved back": {func(w *world) person {
			p := w.reader("dot", "ch 8")
			p.slash("progress", "at", "ch 2")
			return p
		}, "Chapter 8"},
		"one who moved back to the start": {func(w *world) person {
			p := w.reader("dot", "ch 8")
			p.slash("progress", "at", "start")
			return p
		}, "Chapter 8"},
		"one who left and came back": {func(w *world) person {
			p := w.reader("dot", "ch 8")
			p.slash("progress", "at", "ch 1")
			p.slash("leave")
			p.press(w.post("12 chapters").reply, "Join")
			return p
		}, "Chapter 8"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			miriam := w.withRead()
			miriam.slash("prompt add", "text", "Open to all?", "all", true)
			w.until("2026-12-06 18:00")
			ana := w.reader("ana", "ch 1")
			ana.slash("note", "chapter", "everyone", "text", "hello")
			dot := c.comes(w)
			w.work()
			dot.slash("note", "text", "SECRET note").says("finished " + c.want)
			dot.submit(dot.slash("note"), "text", "SECRET form").says("finished " + c.want)
			dot.submit(dot.slash("note"), "text", "SECRET blank", "chapter", "").says("finished " + c.want)
			dot.reply(dot.press(w.post("for everyone").reply, "Open"), "text", "SECRET reply").says("finished " + c.want)
			dot.submit(dot.press(dot.press(w.post("### Checkpoint 1").reply, "Show the questions"), "Answer"), "text", "SECRET answer").says("finished " + c.want)
			w.work()
			early := w.reader("early", "ch 2")
			early.slash("notes").hides("SECRET").says("hello")
			early.press(w.post("for everyone").reply, "Open").hides("SECRET").says("1 reply opens further on")
		})
	}
}
