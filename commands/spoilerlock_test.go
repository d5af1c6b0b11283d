package commands_test

import (
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"dogear/bot"
	"dogear/club"
)

func picture(alt, data string) club.Picture {
	return club.Picture{Kind: "image/png", Alt: club.Draft(alt, "x"), Data: club.Draft(data, "x")}
}

// moderator is someone with Manage Messages.
func (w *world) moderator(name string) person {
	p := w.person(name)
	p.rights = discordgo.PermissionManageMessages
	return p
}

func TestAMessageIsLocked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana, ben := w.reader("ana", "ch 7"), w.reader("ben", "ch 2")
	m := ana.says("MARKER in public", picture("a boat MARKER", "bytes MARKER"), picture("", "more MARKER"))
	form := ana.locks(m)
	if got := form.field("chapter"); got != "Chapter 7" || len(form.form.Fields) != 1 {
		t.Errorf("the form is %+v", form.form)
	}
	ana.submit(form, "chapter", "ch 5").says("kept as your note", "opens for readers who have finished Chapter 5", "deleted as soon as that line stands").hides("MARKER")
	if !m.stands(w) {
		t.Error("the message went first")
	}
	w.work()
	stub := w.post("<@user ana> left a thought about **Chapter 5**").hides("MARKER")
	if m.stands(w) {
		t.Error("the message stands")
	}
	ben.press(stub, "Open").says("opens at Chapter 5").hides("MARKER")
	opened := w.reader("cat", "ch 5").press(stub, "Open").says("MARKER in public")
	if len(opened.message.Files) != 2 {
		t.Fatalf("%d files", len(opened.message.Files))
	}
	if f := opened.message.Files[0]; f.Name != "picture-1.png" || f.Alt != "a boat MARKER" || string(f.Data) != "bytes MARKER" {
		t.Errorf("the first picture is %s, %q", f.Name, f.Alt)
	}
	if f := opened.message.Files[1]; f.Name != "picture-2.png" || f.Alt != "Picture 2 of 2" {
		t.Errorf("the second picture is %s, %q", f.Name, f.Alt)
	}
	ana.locks(m).no("is locked already", "Chapter 5")
	ana.submit(form, "chapter", "ch 5").no("is not kept any more")
}

func TestWhoMayLockAMessage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana, ben, mod := w.reader("ana", "ch 7"), w.reader("ben", "ch 9"), w.moderator("mod")
	m := ana.says("MARKER")
	ben.locks(m).no("Only the one who wrote a message", "Manage Messages")
	bots := m
	bots.target.AuthorIsBot = true
	mod.locks(bots).no("A bot wrote that message")
	ana.locks(ana.says(" \u200b ")).no("no text in that message and no picture")
	pdf := ana.says("")
	pdf.left = 1
	ana.locks(pdf).no("what is attached to it I cannot keep")

	form := mod.locks(m)
	if got := form.field("chapter"); got != "Chapter 7" { // its author's, not the moderator's
		t.Errorf("filled with %q", got)
	}
	mine := ana.locks(m) // at the same time
	mod.submit(form).says("a note by <@user ana>").hides("You are in the read")
	ana.submit(mine).no("is locked already")
	w.work()
	w.post("<@user ana> left a thought about **Chapter 7**")
	if m.stands(w) {
		t.Error("the message stands")
	}
	mod.slash("progress").says("not in this read")
	lost := mod
	lost.rights = 0
	again := ana.says("MARKER")
	form = mod.locks(again)
	lost.submit(form).no("Only the one who wrote")
}

// The form keeps what was typed, and the draft outlives what was refused.
func TestARefusedLockCanBeTriedAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	dora := w.person("dora")
	m := dora.says("MARKER")
	form := dora.locks(m)
	if form.field("chapter") != "" {
		t.Errorf("filled with %q for one who is not in the read", form.field("chapter"))
	}
	refused := dora.submit(form, "chapter", "chapter 99").no("no chapter")
	again := dora.press(refused, "Try again")
	if got := again.field("chapter"); got != "chapter 99" {
		t.Errorf("filled with %q", got)
	}
	dora.submit(again, "chapter", "everyone").no("need not be locked")
	dora.submit(again, "chapter", "the whole book").says("finished the whole book").hides("You are in the read now") // to lock is not to join
	late := w.reader("ana", "ch 2")
	m = late.says("MARKER")
	form = late.locks(m)
	if form.form.Late == nil {
		t.Fatal("a form that comes too late leads nowhere")
	}
	then := reply{w: w, message: *form.form.Late}
	then.check()
	then.says("a copy of the message, which itself still stands")
	late.submit(late.press(then, "Say the chapter")).says("kept as your note")
	late.press(then, "Say the chapter").no("is not kept any more")
}

// What could not be kept is not destroyed.
func TestAMessageOfWhichSomethingIsLeftStands(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana := w.reader("ana", "ch 7")
	m := ana.says("MARKER", picture("", "x"))
	m.left = 2
	ana.submit(ana.locks(m)).says("**The message itself still stands**: 2 attachments of it I could not keep", "please delete it")
	w.work()
	w.post("left a thought")
	if !m.stands(w) {
		t.Error("the message went, with what was not kept")
	}
}

func TestDogearMayNotDeleteTheMessage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	ana, mod := w.reader("ana", "ch 7"), w.moderator("mod")
	m := ana.says("MARKER")
	form := mod.locks(m)
	a, args := w.parse(form.form.ID)
	in := mod.interaction()
	in.AppPermissions = everyRight &^ discordgo.PermissionManageMessages
	r := mod.run(a, bot.NewInteraction(in, map[string]any{"chapter": "ch 7"}, args...))
	r.says("**The message itself still stands**: I lack Manage Messages here", "ask <@user ana> to delete it")
	w.refuses = func(task bot.Task) *bot.Problem {
		if task.Kind == "unsay" && task.Message != "" && w.has("left a thought") {
			return &bot.Problem{Reason: "I may not delete what others have written in the channel (Manage Messages).", Permanent: true}
		}
		return nil
	}
	w.work()
	report := miriam.slash("club doctor").says("A message that was locked as a spoiler and still stands", "Manage Messages")
	w.refuses = nil
	miriam.press(report, "Repair")
	w.work()
	if m.stands(w) {
		t.Error("the message stands")
	}
}

func TestTwoReadsAndAMessage(t *testing.T) {
	t.Parallel()
	w, miriam := withRooms(t)
	miriam.slash("book add", "title", "Emma", "chapters", 4)
	ana := w.reader("ana", "ch 3")
	w.start(miriam, "Emma")
	inRoom := ana.inThread(w.roomNamed("Checkpoint 1").id, homeRoom)
	if form := inRoom.locks(inRoom.says("MARKER")); len(form.form.Fields) != 1 || form.field("chapter") != "Chapter 3" {
		t.Errorf("in a room the form is %+v", form.form)
	}
	ana.slash("progress", "at", "ch 2", "book", "Emma")
	form := ana.locks(ana.says("MARKER"))
	if len(form.form.Fields) != 2 || len(form.form.Fields[1].Choices) != 2 || form.field("chapter") != "Chapter 3" {
		t.Fatalf("the form is %+v", form.form)
	}
	emma := form.form.Fields[1].Choices[1].Value
	refused := ana.submit(form, "read", emma, "chapter", "ch 9").no("no chapter")
	again := ana.press(refused, "Try again")
	if got := again.field("read"); got != emma {
		t.Errorf("the form chooses %q again", got)
	}
	ana.submit(again, "chapter", "ch 1").says("finished Chapter 1")
	w.work()
	w.post("left a thought about **Chapter 1**")
	ana.slash("notes", "book", "Emma").says("MARKER")
	miriam.press(miriam.slash("schedule drop", "book", "Emma"), "Drop it")
	bens := w.person("ben")
	m := bens.says("MARKER")
	form = bens.locks(m)
	miriam.press(miriam.slash("schedule drop", "book", "Never Let Me Go"), "Drop it")
	bens.submit(form, "chapter", "ch 2").no("was dropped")
}

// Discord's messages may be longer than a note. Nothing of them is lost.
func TestALongMessageIsKeptWhole(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana := w.reader("ana", "ch 7")
	for _, words := range []string{strings.Repeat("word ", 799) + "LAST!", strings.Repeat("a\n", 1997) + "LAST", strings.Repeat("|", 3990) + "LAST"} {
		w.work()
		kept := ana.submit(ana.locks(ana.says(words))).says("is kept")
		opened := ana.press(kept, "Open")
		if len(opened.message.Files) != 1 || string(opened.message.Files[0].Data) != words {
			t.Errorf("the file is not the whole text: %d files", len(opened.message.Files))
		}
		edit := ana.press(opened, "Edit")
		if edit.field("text") != words {
			t.Error("the form to edit it does not hold it")
		}
		ana.submit(edit).says("is changed")
		ana.slash("notes")
	}
	short := ana.submit(ana.locks(ana.says("short")))
	if n := len(ana.press(short, "Open").says("short").message.Files); n != 0 {
		t.Errorf("%d files of a short text", n)
	}
}

// A message may be a picture alone.
func TestAPictureIsLocked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withRead()
	ana := w.reader("ana", "ch 7")
	kept := ana.submit(ana.locks(ana.says("", picture("MARKER", "MARKER")))).says("kept as your note")
	cat := w.reader("cat", "ch 9")
	cat.slash("notes").says("1 picture", "new").hides("MARKER")
	cat.slash("notes").says("new") // a list does not show it
	opened := cat.press(kept, "Open")
	if len(opened.message.Files) != 1 {
		t.Error("the picture is not shown")
	}
	cat.slash("notes").hides("new")
	w.reader("ben", "ch 6").press(kept, "Open").hides("MARKER")
	edit := ana.press(ana.press(kept, "Open"), "Edit")
	ana.submit(edit, "text", "").says("is changed")
}
