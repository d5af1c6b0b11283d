package main

import (
	"slices"
	"strings"
	"time"
)

func (p *play) writes() {
	p.has(p.slash("Ben", "/note text:So it begins."), "at the beginning")
	carer := p.note("Ana", "/note text:"+p.secret("She counts the years like pages.")+" kind:quote")
	p.has(carer, "left a quote about **Chapter 4**")
	shut := p.press("Ben", carer, "Open")
	p.has(shut, "This opens at Chapter 4", "at the beginning")
	p.hasNot(shut, p.secrets...)
	if got := shut.Buttons(); !slices.Equal(got, []string{"I have read to Chapter 4"}) {
		p.t.Errorf("the buttons of a note that is shut: %q", got)
	}
	outside := p.press("Dora", carer, "Open")
	p.has(outside, "not in this read yet")
	p.hasNot(outside, p.secrets...)
	p.has(p.press("Chidi", carer, "Open"), "She counts the years") // who reads it again
	own := p.press("Ana", carer, "Open")
	if got := own.Buttons(); !slices.Equal(got, []string{"Reply", "Edit", "Set its lock", "Delete"}) {
		p.t.Errorf("the buttons of one's own note: %q", got)
	}
	edit := p.opens("Ana", own, "Edit")
	if got := edit.Fields()[0].Value; got != "She counts the years like pages." {
		p.t.Errorf("the form to edit it holds %q", got)
	}
	p.has(p.sends("Ana", edit, map[string]string{"text": p.secret("She counts years as one counts pages.")}), "is changed")
	p.has(p.sends("Ana", p.opens("Ana", own, "Set its lock"), map[string]string{"chapter": "2"}), "finished Chapter 2")
	p.post("about **Chapter 2**")
	p.has(p.press("Ben", p.press("Ben", carer, "Open"), "I have read to Chapter 2"), "counts years as one")
	p.has(p.slash("Ben", "/progress"), "Chapter 2")

	p.has(p.slash("Chidi", "/note text:"+p.secret("I knew it and hoped all the same.")), "the whole book")
	p.stub(1)
	before := len(p.stubs())
	p.has(p.sends("Ben", p.opens("Ben", nil, "/note chapter:2"), map[string]string{
		"text": p.secret("**Bold** ||shut|| @everyone <@&" + p.role + "> `tick` [link](https://example.com)"), "kind": "question",
	}), "finished Chapter 2")
	stub := p.stub(before)
	p.has(stub, "left a question about **Chapter 2**")
	if len(stub.Pings) != 0 {
		p.t.Errorf("a stub pings %q", stub.Pings)
	}
	gone := p.note("Ben", "/note chapter:everyone text:Is anyone here?")
	p.has(gone, "left a thought for everyone")
	p.has(p.press("Dora", gone, "Open"), "Is anyone here?")
	p.has(p.press("Ben", p.press("Ben", p.press("Ben", gone, "Open"), "Delete"), "Keep it"), "stays")
	p.has(p.press("Ben", p.press("Ben", p.press("Ben", gone, "Open"), "Delete"), "Delete it"), "is deleted")
	p.await("the stub to be gone", func() bool { return len(p.posts("for everyone.")) == 0 })
	list := p.slash("Ben", "/notes")
	p.has(list, "counts years as one", "Still shut for you")
	p.hasNot(list, "I knew it and hoped")
	p.hasNot(p.slash("Fay", "/notes"), p.secrets...)
	p.has(p.slash("Ben", "/notes chapter:2 unread:true"), "You have read everything")
}

func (p *play) asks() {
	p.has(p.slash("Miriam", "/prompt list"), "Mine: I ask it there as long as nobody else asks anything.")
	p.has(p.slash("Miriam", "/prompt add text:"+p.secret("What does she leave out?")+" checkpoint:1"),
		"Checkpoint 1: Chapters 1-3", "finished Chapter 3")
	p.has(p.slash("Miriam", "/prompt add text:Where do you read? all:true"), "is open to everyone")
	p.has(p.slash("Miriam", "/prompt add text:"+p.secret("Who is the carer?")+" chapter:1 at:2027-03-03 12:00"), "finished Chapter 1")
	form := p.opens("Miriam", nil, "/prompt add at:2027-03-03 12:00 all:true")
	p.has(p.sends("Miriam", form, map[string]string{"text": "Tea or coffee?"}), "is open to everyone")
	p.has(p.slash("Miriam", "/prompt add text:"+p.secret("What is gone by now?")+" checkpoint:Checkpoint 2"), "finished Chapter 6")
	p.slash("Miriam", "/prompt add text:Never asked. all:true checkpoint:3")
	p.has(p.slash("Miriam", "/prompt add text:Too late? at:2027-02-28 12:00"), "in the past")
	list := p.slash("Miriam", "/prompt list")
	p.has(list, "What does she leave out?", "Where do you read?", "due")
	choices, err := p.as("Miriam").Suggest(p.ctx, "/prompt remove prompt:never", "prompt")
	if err != nil || len(choices) != 1 {
		p.t.Fatalf("suggested: %+v, %v", choices, err)
	}
	a, err := p.as("Miriam").SlashWith(p.ctx, "prompt remove", map[string]any{"prompt": choices[0].Value})
	p.has(p.reply(a, err, "removes a question"), "is removed")

	p.discord.TurnTo(time.Date(2027, 3, 3, 12, 0, 1, 0, time.UTC))
	post := p.post("### Questions on Never Let Me Go")
	p.has(post, "Tea or coffee?", "One question waits")
	p.has(p.press("Ben", post, "Show the questions"), "Who is the carer?", "Tea or coffee?")
	away := p.press("Dora", post, "Show the questions")
	p.has(away, "Tea or coffee?", "not in this read yet")
	p.hasNot(away, "Who is the carer?")
}

func (p *play) checkpointOpens() {
	p.discord.TurnTo(time.Date(2027, 3, 8, 18, 0, 1, 0, time.UTC))
	post := p.post("### Checkpoint 1")
	p.has(post, "Checkpoint 1: Chapters 1-3", "Where do you read?", "One question waits", "Next: Chapters 4-6")
	if !slices.Equal(post.Pings, []string{p.role}) {
		p.t.Errorf("the post pings %q, not the club's role %s alone", post.Pings, p.role)
	}
	want := []string{"I have read this far", "Show the questions", "Write a note", "Read notes · 2"}
	if !slices.Equal(post.Buttons(), want) {
		p.t.Errorf("the post's buttons are %q, want %q", post.Buttons(), want)
	}
	p.has(p.slash("Miriam", "/prompt list"), "posted")
	p.await("the card to say what is next", func() bool {
		return strings.Contains(p.card().Text(), "**Chapters 4-6**")
	})
	p.has(p.press("Fay", post, "Show the questions"), "Where do you read?", "opens at Chapter 3")
	ahead := p.press("Ana", post, "I have read this far")
	p.has(ahead, "Chapter 4") // she stays where she is
	reached := p.press("Ben", post, "I have read this far")
	p.has(reached, "Chapter 3", "1 question has just opened")
	p.has(p.press("Ben", reached, "Read what opened"), "What does she leave out?")
	p.has(p.press("Dora", post, "I have read this far"), "Chapter 3")
	p.getsRole("Dora", true)
	p.has(p.press("Dora", post, "Show the questions"), "What does she leave out?")
	before := len(p.stubs())
	form := p.opens("Dora", post, "Write a note")
	if got := form.Fields()[1].Value; got != "Chapter 3" {
		p.t.Errorf("the form offers the lock %q", got)
	}
	p.has(p.sends("Dora", form, map[string]string{"text": p.secret("I came late and could not stop.")}), "finished Chapter 3")
	p.stub(before)
	p.await("the post to count it", func() bool { return slices.Contains(p.posts("### Checkpoint 1")[0].Buttons(), "Read notes · 3") })
	p.has(p.press("Ben", post, "Read notes"), "I came late", "counts years as one")
	p.hasNot(p.press("Fay", post, "Read notes"), p.secrets...)
	if post = p.post("### Checkpoint 1"); !slices.Equal(post.Pings, []string{p.role}) {
		p.t.Errorf("the edited post pings %q", post.Pings)
	}
}

// botIsAway stops the bot while a checkpoint falls due, and goes on with what
// was on people's screens before.
func (p *play) botIsAway() {
	old, stub := p.post("### Checkpoint 1"), p.post("left a question about")
	private := p.slash("Ben", "/progress at:4")
	p.halt()
	p.discord.TurnTo(time.Date(2027, 3, 15, 18, 5, 0, 0, time.UTC))
	p.boot()
	post := p.post("### Checkpoint 2")
	p.has(post, "Chapters 4-6", "Next: Chapters 7-9", "One question waits")
	p.hasNot(post, "late") // five minutes are none
	p.has(p.press("Emil", old, "I have read this far"), "Chapter 3")
	p.has(p.press("Emil", stub, "Open"), `**Bold** \|\|shut\|\| \@everyone`)
	p.has(p.slash("Ben", "/progress"), "Chapter 4")
	p.has(p.press("Ben", private, "Undo"), "Chapter 3")
	p.has(p.press("Ana", post, "I have read this far"), "Chapter 6")
}

func (p *play) moves() {
	p.has(p.slash("Miriam", "/schedule move checkpoint:2 to:2027-03-20"), "does not change any more")
	p.has(p.slash("Miriam", "/schedule move checkpoint:3 to:2027-03-15"), "past")
	if got := p.suggested("Miriam", "/schedule move checkpoint: to:2027-03-20", "checkpoint"); !strings.HasPrefix(got, "3: ") {
		p.t.Errorf("suggested to be moved: %s", got)
	}
	stale := p.slash("Miriam", "/schedule move checkpoint:3 to:2027-03-23")
	fresh := p.slash("Miriam", "/schedule move checkpoint:3 to:2027-03-24 time:7:30pm")
	p.has(p.press("Miriam", fresh, "Use this plan"), "<t:1805916600:F>")
	p.has(p.post("is on <t:1805916600:F> now"), "Checkpoint 3: Chapters 7-9")
	p.has(p.press("Miriam", stale, "Use this plan"), "has changed meanwhile")
	p.has(p.slash("Miriam", "/schedule show"), "<t:1805916600:F>", "4 readers: 1 as far as the club (Chapter 6), 3 within one checkpoint of it.", "1 more reads it again.")
	p.await("the open checkpoint to say it", func() bool { return strings.Contains(p.post("### Checkpoint 2").Text(), "<t:1805916600:F>") })
}
