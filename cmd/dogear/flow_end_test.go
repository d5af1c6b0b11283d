package main

import (
	"slices"
	"strings"
	"time"
)

func (p *play) finishes() {
	p.has(p.slash("Miriam", "/schedule reveal"), "still being read")
	p.has(p.press("Miriam", p.slash("Miriam", "/schedule finish"), "Go on reading"), "goes on")
	p.has(p.press("Miriam", p.slash("Miriam", "/schedule drop"), "Go on reading"), "goes on")
	sure := p.slash("Miriam", "/schedule finish")
	p.has(p.press("Miriam", sure, "Finish it"), "is finished")
	p.post("The club has finished Never Let Me Go")
	p.post("### How was it?")
	p.await("the card to say it", func() bool {
		return strings.Contains(p.card().Text(), "has finished this book")
	})
	p.has(p.slash("Miriam", "/schedule move checkpoint:3 to:2027-03-25"), "does not change any more")
	p.has(p.slash("Miriam", "/prompt add text:Well?"), "does not change any more")
	p.has(p.slash("Ana", "/progress at:done"), "You have finished the book")
}

func (p *play) rates() {
	p.has(p.slash("Fay", "/ratings"), "Nobody has rated it", "sealed")
	p.has(p.slash("Ana", "/rate stars:4.5"), "4.5 stars", "1 reader has rated so far")
	p.has(p.slash("Ana", "/rate stars:4"), "4 stars", "1 reader has rated so far") // on second thoughts
	asked := p.slash("Ben", "/rate stars:3")
	p.has(asked, "Have you finished the book?")
	p.has(p.press("Ben", asked, "I stopped at Chapter 3"), "3 stars", "2 readers have rated")
	p.has(p.slash("Ben", "/progress"), "Chapter 3") // nothing was opened to him
	p.has(p.slash("Chidi", "/rate stars:5 review:"+p.secret("It stays with you for years.")), "5 stars")
	sealed := p.slash("Ana", "/ratings")
	p.has(sealed, "You gave ★★★★", "from five ratings on")
	p.hasNot(sealed, "The mean", "median")
	p.hasNot(p.slash("Fay", "/ratings"), "The mean", "median", "★")
	form := p.opens("Dora", p.post("### How was it?"), "Rate it")
	if n := len(form.Fields()); n != 5 {
		p.t.Errorf("the form has %d fields", n)
	}
	asked = p.sends("Dora", form, map[string]string{
		"stars": "★★★★★ 5", "end": "finished", "review": p.secret("Quiet, and then the floor is gone."), "discussion": "4", "give": "My brother",
	})
	p.has(p.press("Dora", asked, "I have finished"), "5 stars", "4 readers have rated")
	p.has(p.slash("Emil", "/rate stars:2 outcome:stopped"), "2 stars", "5 readers have rated")
	p.has(p.slash("Emil", "/ratings"), "The mean is 3.8, the median 4, from 5 readers.")
	p.has(p.slash("Emil", "/rate stars:5 outcome:stopped"), "your first ones count")
	p.hasNot(p.slash("Fay", "/ratings"), "The mean", "median", "★")
	for _, text := range p.public() {
		if strings.Contains(text, "★") || strings.Contains(text, "median") {
			p.t.Errorf("stars in public before the reveal:\n%s", text)
		}
	}
}

func (p *play) reveals() {
	p.has(p.slash("Miriam", "/schedule reveal"), "on their way")
	post := p.post("3.8 stars from 5 readers") // 4, 3, 5, 5 and 2
	p.has(post, "More than half gave four or more; two stopped, after ")
	p.has(p.slash("Miriam", "/schedule reveal"), "shown already")
	p.has(p.press("Ana", post, "Read the reviews"), "stays with you", "the floor is gone")
	few := p.press("Ben", post, "Read the reviews")
	p.hasNot(few, p.secrets...)
	p.has(few, "2 reviews open for those")
	p.has(p.slash("Fay", "/ratings"), "3.8 stars from 5 readers")
	p.has(p.slash("Emil", "/ratings"), "You gave 2 stars, and afterwards 5 stars")
	p.has(p.slash("Fay", "/shelf"), "Never Let Me Go", "3.8 stars from 5 readers")
	p.discord.Turn(8 * 24 * time.Hour) // past the day on which it would have come by itself
}

func (p *play) leaves() {
	p.has(p.slash("Ana", "/leave"), "Your notes stay")
	p.getsRole("Ana", false)
	p.has(p.slash("Ana", "/leave"), "not in the read")
	p.has(p.press("Ana", p.card(), "Join"), "Welcome back", "You have finished the book")
	p.getsRole("Ana", true)
	left := p.slash("Ben", "/leave")
	away := p.press("Ben", p.post("left a quote about"), "Open") // which he has read
	p.has(away, "have left this read")
	p.hasNot(away, p.secrets...)
	p.has(p.press("Ben", left, "Join"), "Welcome back", "Chapter 3")
	p.getsRole("Ben", true)
	for _, name := range []string{"Ana", "Fay"} {
		p.hasNot(p.slash(name, "/help"), "/club setup")
	}
	p.has(p.slash("Miriam", "/help"), "/club setup")
	a, err := p.discord.As("Ana").DM().Slash(p.ctx, "/help")
	p.has(p.reply(a, err, "/help in a direct message"), "in a server")
}

// saidInPublic compares all that the bot has said in public, in order. A last
// note is posted behind whatever may still be on its way.
func (p *play) saidInPublic() {
	p.t.Helper()
	p.note("Chidi", "/note chapter:9 text:"+p.secret("Until the next book."))
	want := []string{
		"### Never Let Me Go",
		"left a quote about", "left a thought about", "left a question about",
		"### Questions on Never Let Me Go", "### Checkpoint 1", "left a thought about", "### Checkpoint 2",
		"is on <t:1805916600:F> now", "The club has finished", "### How was it?", "3.8 stars",
		"left a thought about",
	}
	got := p.public()
	if !slices.EqualFunc(got, want, strings.Contains) {
		p.t.Errorf("public are %d messages, not %d:\n%s", len(got), len(want), strings.Join(got, "\n---\n"))
	}
}
