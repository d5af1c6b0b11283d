package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"dogear/bot/sandbox"
)

// A club reads a book together, from the server's first command to the stars
// on its shelf, with the bot away in the middle.
func TestStory(t *testing.T) {
	t.Parallel()
	tellWholeStory(t, sandbox.Options{})
}

// storyStart is a Monday morning in London, without a change of the clocks
// before the book ends.
func storyStart() time.Time { return time.Date(2027, 3, 1, 9, 0, 0, 0, time.UTC) }

// tellWholeStory goes through every command. All that is public at its end is
// compared, so that what is posted twice, or not, is found.
func tellWholeStory(t *testing.T, opt sandbox.Options) *play {
	t.Helper()
	opt.Start = storyStart()
	p := newPlay(t, opt, "Ana", "Ben", "Chidi", "Dora", "Emil", "Fay")
	p.boot()
	p.setsUp()
	p.fillsTheShelf()
	p.plans()
	p.joins()
	p.saysHowFar()
	p.writes()
	p.asks()
	p.checkpointOpens()
	p.botIsAway()
	p.moves()
	p.finishes()
	p.rates()
	p.reveals()
	p.leaves()
	p.saidInPublic()
	p.wellBehaved()
	return p
}

func (p *play) setsUp() {
	p.has(p.slash("Ben", "/help"), "Nothing is being read here yet", "no book club on this server yet")
	p.has(p.slash("Miriam", "/help"), "/club setup")
	p.has(p.slash("Ben", "/reading"), "no book club on this server yet")
	if _, err := p.as("Ben").Slash(p.ctx, "/club setup timezone:Europe/London"); err == nil {
		p.t.Error("a reader may set up a club")
	}
	if got := p.suggested("Miriam", "/club setup timezone:berl", "timezone"); !strings.Contains(got, "Berlin") {
		p.t.Errorf("suggested for berl: %s", got)
	}
	p.has(p.slash("Miriam", "/club setup timezone:Atlantis"), "Atlantis")
	p.has(p.slash("Miriam", "/club setup timezone:Europe/London role:Organiser"), "permissions that @everyone lacks")
	p.has(p.slash("Miriam", "/club setup timezone:London name:The *Hailsham* Readers role:Readers"),
		"is a book club now", "I have every permission")
	p.has(p.slash("Miriam", "/club setup timezone:London"), "lives in this channel already")
	p.has(p.slash("Miriam", "/club settings timezone:Europe/London name:The Hailsham Readers"),
		"The Hailsham Readers", "Clock: Europe/London, where it is 09:")
	p.has(p.slash("Ben", "/shelf"), "is empty")
	p.has(p.slash("Ben", "/reading"), "is not reading a book yet")
}

// chapterList is the book of the story. Each title is a secret but the first.
func (p *play) chapterList() string {
	titles := []string{"The carer", "The sale", "The gallery", "The tokens", "The tape", "The pond", "The cottages", "The window", "The boat"}
	var b strings.Builder
	for i, title := range titles {
		if i%3 == 0 {
			fmt.Fprintf(&b, "# Part %s\n", []string{"One", "Two", "Three"}[i/3])
		}
		fmt.Fprintf(&b, "%d: %s @ %d\n", i+1, title, 20*(i+1))
		if i > 0 {
			p.secret(title)
		}
	}
	return b.String()
}

func (p *play) fillsTheShelf() {
	p.has(p.slash("Miriam", "/book add title:Never Let Me Go author:Kazuo Ishiguro chapters:9 isbn:9780571258093"),
		"Never Let Me Go is on the shelf", "9 chapters")
	p.has(p.slash("Miriam", "/book add title:Never Let Me Go author:Kazuo Ishiguro"), "on the shelf already")
	form := p.opens("Miriam", nil, "/book chapters book:Never Let Me Go")
	if f := form.Fields()[0]; !strings.HasPrefix(f.Value, "Chapter 1\n") {
		p.t.Errorf("the form is not filled with what is there: %q", f.Value)
	}
	bad := "Chapter 1\n" + strings.Repeat("A label that is much too long ", 3) + "\n"
	preview := p.sends("Miriam", form, map[string]string{"list": bad})
	p.has(preview, "Line 2: The label is longer than 40")
	form = p.opens("Miriam", preview, "Edit")
	if f := form.Fields()[0]; f.Value != strings.TrimSpace(bad) && f.Value != bad {
		p.t.Errorf("what was typed is lost: %q", f.Value)
	}
	preview = p.sends("Miriam", form, map[string]string{"list": p.chapterList()})
	p.has(preview, "9 chapters, from Chapter 1 to Chapter 9")
	p.has(p.press("Miriam", preview, "Save"), "Never Let Me Go has 9 chapters now")
	p.has(p.slash("Miriam", "/book edit book:Never Let Me Go pages:190"), "190 pages")

	// A list that is too long for a form goes out and comes back as a file.
	p.slash("Miriam", "/book add title:Infinite Jest chapters:500")
	long := p.slash("Miriam", "/book chapters book:Infinite Jest")
	if len(long.Attachments) != 1 {
		p.t.Fatalf("no file but %+v", long)
	}
	var list strings.Builder
	for n := range 500 {
		fmt.Fprintf(&list, "Chapter %d: Title %d\n", n+1, n+1)
	}
	a, err := p.as("Miriam").SlashWith(p.ctx, "book chapters", map[string]any{
		"book": "Infinite Jest", "file": sandbox.File{Name: "chapters.txt", Data: []byte(list.String())},
	})
	preview = p.reply(a, err, "sends the list back")
	p.has(preview, "500 chapters")
	p.has(p.press("Miriam", preview, "Save"), "500 chapters now")
	p.has(p.slash("Miriam", "/book list"), "Never Let Me Go", "Infinite Jest", "9 chapters", "ISBN 9780571258093")
	p.has(p.press("Miriam", p.slash("Miriam", "/book remove book:Infinite Jest"), "Keep it"), "stays on the shelf")
	p.has(p.press("Miriam", p.slash("Miriam", "/book remove book:Infinite Jest"), "Remove it"), "has left the shelf")
	p.hasNot(p.slash("Ben", "/shelf"), "Infinite Jest")
}

func (p *play) plans() {
	p.has(p.slash("Miriam", "/schedule plan book:Never Let Me Go start:2027-02-31 pace:3"), "31")
	p.slash("Miriam", "/schedule plan book:Never Let Me Go start:2027-03-01 pace:3 finish:2027-04-01")
	p.slash("Miriam", "/schedule plan book:Never Let Me Go start:2027-02-01 pace:3")
	discarded := p.slash("Miriam", "/schedule plan book:Never Let Me Go start:today finish:2027-03-15")
	p.has(discarded, "2 checkpoints")
	p.has(p.press("Miriam", discarded, "Discard"), "Nothing was changed")
	plan := p.slash("Miriam", "/schedule plan book:Never Let Me Go start:2027-03-01 pace:3")
	p.has(plan, "9 chapters in 3 checkpoints", "Chapters 1-3", "Chapters 7-9", "60 pages",
		fmt.Sprintf("<t:%d:F>", time.Date(2027, 3, 22, 18, 0, 0, 0, time.UTC).Unix()))
	p.hasNot(plan, p.secrets...)
	for _, m := range p.as("Ana").Sees() {
		p.t.Errorf("Ana sees before anything is started: %s", m.Text())
	}
	p.has(p.press("Miriam", plan, "Start this read"), "is planned")
	if m := p.card(); !slices.Equal(m.Buttons(), []string{"Join", "Join: I have read it before", "Schedule", "Calendar"}) {
		p.t.Errorf("the card's buttons: %q", m.Buttons())
	}
	p.has(p.slash("Miriam", "/schedule plan book:Never Let Me Go start:2027-03-01 pace:3"), "is being read in this club")
	p.has(p.slash("Miriam", "/book remove book:Never Let Me Go"), "is being read")
}

func (p *play) joins() {
	card := p.card()
	for _, name := range []string{"Ana", "Ben"} {
		p.has(p.press(name, card, "Join"), "You are reading Never Let Me Go with The Hailsham Readers")
		p.getsRole(name, true)
	}
	p.has(p.press("Ana", card, "Join"), "already")
	p.has(p.press("Chidi", card, "Join: I have read it before"), "again", "after the last chapter")
	p.getsRole("Chidi", true)
	p.has(p.slash("Dora", "/reading"), "Never Let Me Go", "Until")
	p.has(p.press("Dora", card, "Schedule"), "Chapters 4-6")
}

// getsRole waits until someone has the club's role, or has it no more.
func (p *play) getsRole(name string, want bool) {
	p.t.Helper()
	p.await(fmt.Sprintf("the role of %s to be %v", name, want), func() bool { return p.guild.Has(p.as(name), p.role) == want })
}

func (p *play) saysHowFar() {
	if got := p.suggested("Ana", "/progress at:", "at"); !strings.Contains(got, "The carer") || strings.Contains(got, "The sale") {
		p.t.Errorf("suggested to one at the beginning:\n%s", got)
	}
	p.has(p.slash("Ana", "/progress at:ch 2"), "You have read to **Chapter 2**", "Chapter 3 by", "1 chapter")
	if got := p.suggested("Ana", "/progress at:3", "at"); !strings.Contains(got, "Chapter 3: The gallery") {
		p.t.Errorf("suggested to one who has read to Chapter 2:\n%s", got)
	}
	if choices, err := p.as("Ana").Suggest(p.ctx, "/progress at:3", "at"); err != nil {
		p.t.Error(err)
	} else {
		a, err := p.as("Ana").SlashWith(p.ctx, "progress", map[string]any{"at": choices[0].Value})
		p.has(p.reply(a, err, "takes a suggestion"), "Chapter 3")
	}
	back := p.slash("Ana", "/progress at:p 45")
	p.has(back, "Chapter 2", "is shut again")
	p.has(p.press("Ana", back, "Undo"), "Chapter 3")
	p.has(p.press("Ana", back, "Undo"), "nothing to take back") // by one who looks at an old screen
	p.has(p.slash("Ana", "/progress at:43%"), "Chapter 3")
	p.has(p.slash("Ana", "/progress at:Chapter 99"), "99")
	p.has(p.slash("Ana", "/progress at:banana"), "banana")
	p.has(p.slash("Ana", "/progress"), "Chapter 3", "You are there for the next checkpoint")
	p.has(p.press("Ana", p.slash("Ana", "/progress"), "Read to Chapter 4"), "Chapter 4")
	p.has(p.slash("Dora", "/progress"), "not in this read yet")
}
