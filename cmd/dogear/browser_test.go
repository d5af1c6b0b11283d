package main

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"dogear/bot/sandbox"
)

// A club reads a book together in the sandbox's page: everything is done and
// seen in a browser, as people do it.
func TestStoryInBrowser(t *testing.T) {
	t.Parallel()
	chromium(t)
	p := newPlay(t, sandbox.Options{Start: storyStart()}, "Ana", "Ben", "Chidi")
	p.boot()
	b := visit(t, p.discord.URL())
	b.setsUpClub()
	b.readsWithKeyboard()
	b.writesNotes(p)
	b.meetsCheckpoint(p)
	b.rates()
	b.quiet()
	p.wellBehaved()
}

func (b *browser) setsUpClub() {
	b.become("Miriam")
	b.tap("composer")
	b.keys("/")
	b.until("the commands", "at('command-list')?.querySelectorAll('[data-command]').length > 15")
	b.picture("commands")
	b.keys("club setup timezone:lond")
	b.until("a suggested zone", "at('suggestions')?.innerText.includes('Europe/London') || at('suggestions')?.innerText.includes('London')")
	b.picture("suggestions")
	b.enter()
	b.told("is a book club now")
	b.command("/book add title:Never Let Me Go author:Kazuo Ishiguro chapters:9")
	b.told("Never Let Me Go is on the shelf")
	b.command("/book chapters book:never")
	b.fill("list", "# Part One\n1: The carer\n2: The sale\n3: The gallery\n# Part Two\n4\n5\n6\n7\n8\n9\n")
	b.picture("form")
	b.send()
	b.told("9 chapters, from Chapter 1 to Chapter 9")
	b.press("as I read them", "Save")
	b.told("has 9 chapters now")
	b.command("/schedule plan book:Never Let Me Go start:today pace:3")
	b.told("9 chapters in 3 checkpoints")
	b.picture("plan")
	b.press("A plan for Never Let Me Go", "Start this read")
	b.until("the card", "message('We began on') && !hush(message('We began on'))")
	b.picture("card")
}

// readsWithKeyboard joins with the mouse and says how far one is without it.
func (b *browser) readsWithKeyboard() {
	b.become("Ana")
	b.until("the organiser's replies to be gone", "!document.body.innerText.includes('A plan for') && !document.body.innerText.includes('is a book club now')")
	b.press("We began on", "Join")
	b.told("You are reading Never Let Me Go")

	// Nothing is clicked: the first key finds its way to the composer.
	b.keys("/prog")
	b.until("the command to be marked", "at('command-list')?.querySelector('[aria-selected=true]')?.dataset.command === 'progress'")
	b.keys(kb.Enter)
	b.until("the options", "document.activeElement === at('option-add')")
	b.keys(kb.ArrowDown + kb.Enter)
	b.until("the option", "document.activeElement === at('option-at')")
	b.until("suggestions", "at('suggestions')?.innerText.includes('Chapter 1: The carer')")
	if got := js[string](b, "at('suggestions').innerText"); strings.Contains(got, "The sale") {
		b.t.Errorf("suggested to one at the beginning: %s", got)
	}
	b.keys("2")
	b.until("the suggestion", "at('suggestions')?.querySelector('[aria-selected=true]')?.innerText.includes('Chapter 2')")
	b.picture("progress")
	b.keys(kb.Enter)
	b.until("the suggestion to be taken", "document.activeElement === at('option-add')")
	b.keys(kb.Enter)
	b.told("You have read to Chapter 2")
	for range 40 { // from the composer back to the reply's buttons
		b.hold(kb.ModifierShift, kb.Tab)
		if js[string](b, "document.activeElement.innerText") == "Undo" {
			break
		}
	}
	b.keys(kb.Enter)
	b.told("Taken back. You are at the beginning.")
	b.command("/progress at:ch 2")
	b.told("You have read to Chapter 2")
}

const nasty = `<img src=x onerror="window.hacked=1"> **bold** & <b>plain</b>`

// writesNotes writes a note that stays shut for Ben and opens for Chidi.
func (b *browser) writesNotes(p *play) {
	p.secret("onerror")
	b.command("/note")
	b.fill("text", nasty)
	b.fill("kind", "a question")
	b.picture("note-form")
	b.send()
	b.told("opens for readers who have finished Chapter 2")
	b.until("the stub", "message('left a question about') && !hush(message('left a question about'))")
	b.press("left a question about", "Open")
	b.told("<img src=x onerror=")
	if js[bool](b, "window.hacked === 1 || document.querySelector('.log img[onerror], .log img[src=x]') !== null") {
		b.t.Error("what a person wrote became HTML")
	}
	b.picture("own-note")

	b.become("Ben")
	b.until("the replies to Ana to be gone", "!document.body.innerText.includes('onerror')")
	b.unseen("onerror")
	b.press("We began on", "Join")
	b.told("You are reading Never Let Me Go")
	b.press("left a question about", "Open")
	b.told("This opens at Chapter 2")
	b.unseen("onerror")
	b.picture("shut")

	b.become("Chidi")
	b.press("We began on", "Join: I have read it before")
	b.told("again")
	b.press("left a question about", "Open")
	b.told("onerror=")
	b.tap("composer")
	b.keys("Hello, " + nasty + kb.Enter)
	b.until("the plain message", "message('Hello, <img src=x') && !hush(message('Hello, <img src=x'))")
	if js[bool](b, "window.hacked === 1 || document.querySelector('.log img[onerror], .log img[src=x]') !== null") {
		b.t.Error("what a person said became HTML")
	}
}

// meetsCheckpoint turns the clock to the first checkpoint, on a phone.
func (b *browser) meetsCheckpoint(p *play) {
	b.become("Miriam")
	b.command("/prompt add text:What does she leave out? checkpoint:1")
	b.told("opens for readers who have finished Chapter 3")
	b.tap("clock-hour")
	b.until("an hour later", "at('clock').dateTime > '2027-03-01T10:00'")
	b.tap("clock-day")
	b.until("a day later", "at('clock').dateTime > '2027-03-02T10:00'")

	b.become("Ben")
	b.window(390, 844, "dark")
	b.picture("phone")
	b.click("the clock", "document.querySelector('.fold')")
	b.picture("phone-clock")
	b.tap("clock-next")
	b.until("the checkpoint's post", "message('Checkpoint 1: Chapters 1-3')?.innerText.includes('One question waits')")
	if got := p.posts("### Checkpoint 1"); len(got) != 1 || got[0].At > time.Date(2027, 3, 8, 18, 0, 30, 0, time.UTC).Unix() {
		b.t.Errorf("the checkpoint's posts: %+v", got)
	}
	b.click("the clock", "document.querySelector('.fold')")
	b.press("Next: Chapters 4-6", "Show the questions")
	b.told("opens at Chapter 3")
	b.press("Next: Chapters 4-6", "I have read this far")
	b.told("You have read to Chapter 3")
	b.press("You have read to Chapter 3", "Read what opened")
	b.told("What does she leave out?")
	b.fits()
	b.picture("phone-opened")
	b.command("/notes")
	b.told("onerror")
	b.window(390, 844, "light")
	b.picture("phone-light")
	b.window(360, 740, "light")
	b.picture("narrow")
	b.click("the channels", "document.querySelector('.menu-toggle')")
	b.picture("narrow-channels")
	b.keys(kb.Escape)
	b.window(1280, 900, "light")
	b.picture("light")
	b.window(1280, 900, "dark")
}

// rates ends the read and gives stars, which stay sealed until the reveal.
func (b *browser) rates() {
	b.become("Miriam")
	b.command("/schedule finish")
	b.press("Finish the read", "Finish it")
	b.until("the post that asks", "message('How was it?') && !hush(message('How was it?'))")
	b.become("Chidi")
	b.press("How was it?", "Rate it")
	b.fill("stars", "★★★★½")
	b.fill("end", "finished")
	b.fill("review", "It stays with you.")
	b.picture("rate-form")
	b.send()
	b.told("4.5 stars")
	b.picture("rated")
	b.become("Ben")
	b.command("/ratings")
	b.told("1 reader has rated it")
	b.unseen("★★★★½")
	b.become("Miriam")
	b.command("/schedule reveal")
	b.until("the stars", "message('4.5 stars from one reader') && !hush(message('4.5 stars from one reader'))")
	b.picture("revealed")
	b.command("/shelf")
	b.told("4.5 stars")
}

// What a newcomer meets: the demo, half-way through its book, at every width
// and in both looks.
func TestDemoInBrowser(t *testing.T) {
	t.Parallel()
	chromium(t)
	o := openStory(t, "")
	defer o.stop()
	b := visit(t, o.sandbox.URL())
	for _, name := range []string{"Miriam", "Ana", "Ben", "Chidi"} {
		b.become(name)
		b.command("/help")
		b.told("Never Let Me Go")
		b.picture(strings.ToLower(name))
	}
	b.become("Ben")
	b.press("Checkpoint 4", "Read notes")
	b.told("Still shut for you")
	b.picture("notes")
	b.command("/progress")
	b.told("You have read to Chapter 5")
	for _, wide := range []int64{1280, 900, 760, 390, 360} {
		for _, scheme := range []string{"light", "dark"} {
			b.window(wide, 844, scheme)
			b.picture(scheme)
		}
	}
	b.tap("theme")
	b.until("the other look", "document.documentElement.dataset.theme === 'light'")
	b.picture("theme")
	b.quiet()
	o.play.wellBehaved()
}
