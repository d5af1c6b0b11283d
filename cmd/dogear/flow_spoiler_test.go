package main

import (
	"bytes"
	"image"
	"image/png"
	"strings"
	"testing"

	"dogear/bot/sandbox"
)

const lockAsSpoiler = "Lock as a spoiler"

// apps has someone use "Lock as a spoiler" on a message, and returns its form.
func (p *play) apps(name string, m *sandbox.Message) *sandbox.Form {
	p.t.Helper()
	a, err := p.as(name).Apps(p.ctx, m, lockAsSpoiler)
	if err != nil || a.Form == nil {
		p.t.Fatalf("%s locks %s: %+v, %v; the bot wrote:\n%s", name, m.Text(), a, err, p.log)
	}
	return a.Form
}

// refusesApps has someone use it in vain, and returns the refusal.
func (p *play) refusesApps(name string, m *sandbox.Message) *sandbox.Message {
	p.t.Helper()
	a, err := p.as(name).Apps(p.ctx, m, lockAsSpoiler)
	return p.reply(a, err, name+" locks a message")
}

// stands reports whether a message is in the club's channel.
func (p *play) stands(m *sandbox.Message) bool {
	for _, other := range p.as(p.owner).Sees() {
		if other.ID == m.ID {
			return true
		}
	}
	return false
}

// somePicture is a picture of one colour.
func somePicture(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 40, 30))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func newSpoilerPlay(t *testing.T) *play {
	t.Helper()
	p := newPlay(t, sandbox.Options{Start: storyStart(), Record: true}, "Ana", "Ben", "Dora")
	p.guild.AddMember("Madame", sandbox.PermissionManageMessages)
	p.boot()
	p.begins()
	p.slash("Ana", "/progress at:5")
	return p
}

func TestLockAsASpoiler(t *testing.T) {
	t.Parallel()
	p := newSpoilerPlay(t)
	data := somePicture(t)
	m := p.as("Ana").SayWith(p.secret("I cannot believe that she let the boat go."), sandbox.File{Name: "boat.png", Data: data, Alt: p.secret("A boat in the reeds.")})
	p.has(p.refusesApps("Ben", m), "Only the one who wrote")
	form := p.apps("Madame", m)
	if got := form.Fields()[0].Value; got != "Chapter 5" {
		t.Errorf("the form is filled with %q", got)
	}
	p.has(p.sends("Madame", form, map[string]string{"chapter": "chapter 44"}), "no chapter")
	p.has(p.sends("Madame", form, nil), "finished Chapter 5", "is deleted as soon as that line stands")
	stub := p.post("left a thought about **Chapter 5**")
	p.await("the message to be gone", func() bool { return !p.stands(m) })
	p.hasNot(p.press("Dora", stub, "Open"), p.secrets...)

	p.slash("Ben", "/progress at:5")
	opened := p.press("Ben", stub, "Open")
	p.has(opened, "let the boat go")
	if len(opened.Attachments) != 1 || opened.Attachments[0].Filename != "picture-1.png" {
		t.Errorf("the picture comes as %+v", opened.Attachments)
	}
	if alt := strings.Join(opened.Alt(), "|"); !strings.Contains(alt, "A boat in the reeds.") {
		t.Errorf("the picture says %q", alt)
	}
	p.wellBehaved()
}

// Without Manage Messages nothing is deleted, and everybody is told.
func TestLockAsASpoilerWithoutTheRight(t *testing.T) {
	t.Parallel()
	p := newSpoilerPlay(t)
	o := openOracle(t, p.file)
	t.Cleanup(o.close)
	p.guild.DenyBot(p.home, sandbox.PermissionManageMessages)
	m := p.as("Ana").Say("It was the brother.")
	p.has(p.sends("Ana", p.apps("Ana", m), nil), "still stands", "I lack Manage Messages here")
	p.post("left a thought about **Chapter 5**")
	if !p.stands(m) {
		t.Error("the message is gone")
	}
	p.has(p.refusesApps("Ana", m), "locked already")
	p.idle(o)
	p.has(p.slash("Miriam", "/club doctor"), "A message that was locked as a spoiler and still stands", "**Manage Messages**")
	p.guild.DenyBot(p.home, 0)
	p.press("Miriam", p.slash("Miriam", "/club doctor"), "Repair")
	p.await("the message to be gone", func() bool { return !p.stands(m) })
	p.wellBehaved()
}

// Discord refuses pictures that cannot be kept, so the message stays.
func TestLockAsASpoilerWithMoreThanICanKeep(t *testing.T) {
	t.Parallel()
	p := newSpoilerPlay(t)
	m := p.as("Ana").SayWith("See page two.", sandbox.File{Name: "scan.pdf", Type: "application/pdf", Data: []byte("%PDF-1.4")})
	p.has(p.sends("Ana", p.apps("Ana", m), nil), "still stands", "1 attachment of it I could not keep")
	p.post("left a thought about **Chapter 5**")
	if !p.stands(m) {
		t.Error("the message is gone, and its file with it")
	}
	p.wellBehaved()
}

// The bot dies between keeping the note and deleting the message, in every
// place where it can: the note has one line, and the message goes after it.
func TestLockAsASpoilerThroughACrash(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]sandbox.Fault{
		"before the line":        {Method: "POST", PathPrefix: "/channels/", Match: "/messages"},
		"after the line":         {Method: "POST", PathPrefix: "/channels/", Match: "/messages", AfterEffect: true},
		"before it is deleted":   {Method: "DELETE", PathPrefix: "/channels/", Match: "/messages/"},
		"after it has been, too": {Method: "DELETE", PathPrefix: "/channels/", Match: "/messages/", AfterEffect: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newSpoilerPlay(t)
			m := p.as("Ana").Say(p.secret("It was the brother."))
			form := p.apps("Ana", m)
			fault.Times = 1 // 0: the connection is cut
			p.discord.Fault(fault)
			p.sends("Ana", form, nil)
			p.await("the crash", func() bool { return p.discord.FaultHits() == 1 })
			if strings.HasPrefix(name, "before") && !p.stands(m) {
				t.Error("the message went first")
			}
			p.halt()
			p.boot()
			p.post("left a thought about **Chapter 5**")
			p.await("the message to be gone", func() bool { return !p.stands(m) })
			if n := len(p.posts("left a thought")); n != 1 {
				t.Errorf("the note has %d lines", n)
			}
			p.slash("Ben", "/progress at:6")
			p.has(p.press("Ben", p.post("left a thought"), "Open"), "It was the brother.")
			p.wellBehaved()
		})
	}
}
