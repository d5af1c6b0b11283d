package main

import (
	"strings"
	"testing"
	"time"

	"dogear/bot/sandbox"
)

// Readers who hold different books, or listen, say where they are in what they
// hold, and those who asked are reminded of a checkpoint, once, by what is left
// of it in that.
func TestEditionsAndReminders(t *testing.T) {
	t.Parallel()
	m := newMiddlemarch(t)
	m.isPlanned()
	m.hasARecording()
	m.learnsACopy()
	m.reminds()
	m.isClosed()
	m.remindsNobodyElse()
	m.unheard()
	m.wellBehaved()
}

// hasARecording: an organiser says where some chapters end in a recording, and
// one who listens to it says where she is by its clock.
func (m *middlemarch) hasARecording() {
	form := m.opens("Miriam", nil, "/book edition book:Middlemarch name:Juliet Stevenson")
	preview := m.sends("Miriam", form, map[string]string{
		"list": "Prelude @ 0:06:40\nChapter 10 @ 4:41:10\nChapter 22 @ 10:33:20\nChapter 42 @ 19:10:05\nChapter 40 @ 18:59\nFinale @ 35:38:00",
	})
	m.has(preview, "of its 88 chapters", "35:38:00", "by the pages of the club's edition",
		"One line is left out", "Line 5")
	m.has(m.press("Miriam", preview, "Save"), "Whoever holds the Juliet Stevenson edition of Middlemarch")

	if got := m.suggested("Miriam", "/book edition book:Middlemarch name:jul", "name"); got != "Juliet Stevenson" {
		m.t.Errorf("suggested to be changed: %q", got)
	}
	m.has(m.slash("Ana", "/progress at:6h20m"), "is a time", "/me edition")
	if got := m.suggested("Ana", "/me edition book:Middlemarch edition:jul", "edition"); got != "Juliet Stevenson" {
		m.t.Errorf("suggested editions: %q", got)
	}
	m.has(m.slash("Ana", "/me edition book:Middlemarch edition:Juliet Stevenson"), "you hold the Juliet Stevenson edition", "/progress at:6h20m")
	m.has(m.slash("Ana", "/progress at:6h20m"), "6:20:00 of the Juliet Stevenson edition lies, as near as I can tell, in Chapter 14, so you have finished Chapter 13", "You have read to **Chapter 13**")
	m.has(m.slash("Ana", "/progress at:0:20:00"), "minutes a day")
	m.has(m.slash("Ana", "/progress at:start"), "You are at the beginning")
}

// learnsACopy: another knows of one chapter where it ends in his copy.
func (m *middlemarch) learnsACopy() {
	m.has(m.slash("Ben", "/progress at:p 143"), "Page 143 lies in Chapter 14, so you have finished Chapter 13")
	asked := m.slash("Ben", "/progress at:Chapter 7 ends on 143")
	m.has(asked, "Chapter 7 ends on page 143 of your copy: shall I remember that?", "Your place is not changed")
	m.has(m.press("Ben", asked, "Remember it"), "Chapter 7 ends on page 143 of your copy")
	m.has(m.slash("Ben", "/progress at:p 143"), "You have read to **Chapter 7**")
	m.has(m.slash("Ben", "/progress at:p 20"), "Page 20 of your copy lies, as near as I can tell, in Chapter 1", "You have read to **Prelude**")
	m.has(m.slash("Dora", "/progress at:p 143"), "Chapter 13")
}

// reminds: a day before the first checkpoint, those who asked and are not there
// yet are written to, once, whatever happens meanwhile.
func (m *middlemarch) reminds() {
	for _, name := range []string{"Ana", "Ben", "Chidi", "Dora"} {
		m.has(m.slash(name, "/me settings reminders:True"), "Reminders: on.")
	}
	m.discord.As("Ben").CloseDirect(true)
	m.discord.TurnTo(m.at(time.March, 13, 17, 59))
	m.quiet()
	m.wroteTo(map[string]int{})
	m.discord.TurnTo(m.at(time.March, 13, 18, 0))
	m.quiet()
	m.wroteTo(map[string]int{"Ana": 1, "Chidi": 1})
	first := m.direct("Ana")[0]
	m.has(first, "### Middlemarch", "The Loamshire Readers",
		"Chapter 5 by "+stamped(m.at(time.March, 14, 18, 0)), "6 chapters, about 2 hours")
	m.has(m.direct("Chidi")[0], "6 chapters, about 55 pages")
	m.halt()
	m.boot()
	m.quiet()
	m.wroteTo(map[string]int{"Ana": 1, "Chidi": 1})

	stop, err := m.discord.As("Chidi").DM().Press(m.ctx, m.direct("Chidi")[0], "No more reminders")
	m.has(m.reply(stop, err, "Chidi stops them"), "You get no more reminders")
	m.has(m.slash("Chidi", "/me settings"), "Reminders: off.")
}

// isClosed: one who takes no direct messages is told so with the next answer.
func (m *middlemarch) isClosed() {
	const told = "Discord did not let me send you a reminder"
	m.has(m.slash("Ben", "/progress"), told)
	m.hasNot(m.slash("Ben", "/progress"), told)
	m.has(m.slash("Ben", "/me settings"), "Reminders: off.")
	m.discord.As("Ben").CloseDirect(false)
}

// remindsNobodyElse: the next one comes a day before its checkpoint, to who
// still wants it; once, also when its checkpoint is put off; and not at all in
// a club without.
func (m *middlemarch) remindsNobodyElse() {
	m.discord.TurnTo(m.at(time.March, 20, 18, 0))
	m.quiet()
	m.wroteTo(map[string]int{"Ana": 2, "Chidi": 1})
	m.uses("Miriam", "/schedule shift by:1 week")
	m.discord.TurnTo(m.at(time.March, 27, 18, 30))
	m.quiet()
	m.wroteTo(map[string]int{"Ana": 2, "Chidi": 1})
	m.has(m.slash("Miriam", "/club settings reminders:False"), "Reminders: none")
	m.discord.TurnTo(m.at(time.April, 3, 18, 30))
	m.quiet()
	m.wroteTo(map[string]int{"Ana": 2, "Chidi": 1})
}

// direct is what the bot has written to somebody.
func (p *play) direct(name string) (all []*sandbox.Message) {
	for _, m := range p.discord.As(name).DM().Sees() {
		if m.Author.Bot && !m.Private {
			all = append(all, m)
		}
	}
	return all
}

// wroteTo checks how many direct messages people have, and that each is about
// labels only.
func (m *middlemarch) wroteTo(want map[string]int) {
	m.t.Helper()
	for _, name := range []string{"Ana", "Ben", "Chidi", "Dora", "Miriam"} {
		all := m.direct(name)
		if len(all) != want[name] {
			m.t.Errorf("%s has %d direct messages, want %d", name, len(all), want[name])
		}
		for _, d := range all {
			if strings.Contains(d.Text(), "Book ") {
				m.t.Errorf("%s is told of a part:\n%s", name, d.Text())
			}
		}
	}
}
