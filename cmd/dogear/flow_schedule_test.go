package main

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
)

// Middlemarch, read over months: planned from a pasted list, changed in the
// middle in every way, taken back, carried out into calendars and the server's
// events; and nobody sees a word of the story for it.
func TestAPlanThatChanges(t *testing.T) {
	t.Parallel()
	m := newMiddlemarch(t)
	m.isPlanned()
	before := m.calendar("Ana")
	m.isOnTime(before)
	m.hasEvents()
	m.shifts()
	m.catchesUp()
	m.isReplanned()
	m.compares(before, m.calendar("Ben"))
	m.changesTwiceAtOnce()
	m.losesAnEvent()
	m.changesItsClock()
	m.comesToItsEnd()
	m.unheard()
	m.wellBehaved()
}

// isPlanned: what cannot be is refused with the nearest that can, and seventeen
// Sundays hold the book, a week of 55 pages at most.
func (m *middlemarch) isPlanned() {
	plan := func(options string) string { return "/schedule plan book:Middlemarch " + options }
	paced := m.slash("Miriam", plan("start:next sunday pace:6"))
	m.has(paced, "88 chapters in 15 checkpoints")
	m.press("Miriam", paced, "Discard")
	m.has(m.slash("Miriam", plan("start:today finish:tomorrow")), "can be planned")
	daily := m.slash("Miriam", plan("start:today finish:in 5 months days:mon,tue,wed,thu,fri,sat,sun"))
	m.has(daily, "There are 153 days until 1 August and only 88 chapters")
	m.has(m.press("Miriam", daily, "Plan until 28 May"), "88 chapters in 88 checkpoints")
	weekly := m.slash("Miriam", plan("start:next sunday finish:4 july"))
	m.has(weekly, "88 chapters in 17 checkpoints. The fullest is Prelude to Chapter 5 (55 pages)", stamped(m.at(time.March, 14, 18, 0)))
	m.has(m.press("Miriam", weekly, "More"), "**Chapter 83 to Finale** (51 pages) · "+stamped(m.at(time.July, 4, 18, 0)))
	m.has(m.press("Miriam", weekly, "Start this read"), "is planned")
	card := m.post("### Middlemarch")
	for _, name := range []string{"Ana", "Ben", "Chidi", "Dora"} {
		m.press(name, card, "Join")
	}
	m.has(m.slash("Miriam", "/prompt add checkpoint:5 text:"+m.secret("Whose scholarship would you trust?")), "Chapter 25")
}

// isOnTime: the file has every checkpoint at six by the club's clock, whatever
// that is in summer.
func (m *middlemarch) isOnTime(file map[string]dated) {
	m.t.Helper()
	if len(file) != 17 {
		m.t.Errorf("%d dates", len(file))
	}
	for uid, d := range file {
		if d.cancelled || d.sequence != 0 || !strings.HasSuffix(d.start, " 18:00") || !strings.HasPrefix(d.summary, "Middlemarch: ") {
			m.t.Errorf("%s is %+v", uid, d)
		}
	}
}

// hasEvents: the next four are events, and the one after them becomes one when
// a checkpoint opens.
func (m *middlemarch) hasEvents() {
	m.has(m.slash("Miriam", "/club settings events:True"), "Events: the next four checkpoints", "I have every permission")
	m.holds("14 Mar 18:00 Prelude to Chapter 5", "21 Mar 18:00 Chapters 6-10", "28 Mar 18:00 Chapters 11-15", "4 Apr 18:00 Chapters 16-20")
	m.discord.TurnTo(m.at(time.March, 14, 18, 5))
	m.has(m.post("### Checkpoint 1"), "Prelude to Chapter 5", "Next: Chapters 6-10")
	m.discord.TurnTo(m.at(time.March, 22, 9, 0))
	m.post("### Checkpoint 2")
	m.holds("28 Mar 18:00 Chapters 11-15", "4 Apr 18:00 Chapters 16-20", "11 Apr 18:00 Chapters 21-25", "18 Apr 18:00 Chapters 26-30")
}

// shifts: all that is ahead goes a week on, and back, and on.
func (m *middlemarch) shifts() {
	shown := m.slash("Miriam", "/schedule shift by:1 week")
	m.has(shown, "15 checkpoints ahead", "nothing has changed yet", "**Chapters 11-15** (51 pages) · "+stamped(m.at(time.April, 4, 18, 0)))
	m.quiet()
	if len(m.posts("is on "+stamped(m.at(time.April, 4, 18, 0))+" now")) > 0 || strings.Contains(m.agenda(), "25 Apr") {
		m.t.Error("what is only shown is done")
	}
	used := m.press("Miriam", shown, "Use this plan")
	line := m.post("Checkpoint 3: Chapters 11-15 of Middlemarch is on " + stamped(m.at(time.April, 4, 18, 0)) + " now")
	m.has(line, "not on "+stamped(m.at(time.March, 28, 18, 0)), "14 later checkpoints move too")
	later := []string{"4 Apr 18:00 Chapters 11-15", "11 Apr 18:00 Chapters 16-20", "18 Apr 18:00 Chapters 21-25", "25 Apr 18:00 Chapters 26-30"}
	m.holds(later...)
	m.has(m.slash("Ana", "/reading"), "Until "+stamped(m.at(time.April, 4, 18, 0)))

	m.has(m.press("Miriam", used, "Undo"), "the plan is as it was")
	m.holds("28 Mar 18:00 Chapters 11-15", "4 Apr 18:00 Chapters 16-20", "11 Apr 18:00 Chapters 21-25", "18 Apr 18:00 Chapters 26-30")
	m.has(m.press("Miriam", used, "Undo"), "taken back already")
	m.uses("Miriam", "/schedule shift by:7 days")
	m.holds(later...)
}

// catchesUp: nobody is where the club is, and the organiser gives them a week
// with one button.
func (m *middlemarch) catchesUp() {
	m.hasNot(m.slash("Miriam", "/schedule show"), "More than half are behind") // it has only just opened
	m.discord.TurnTo(m.at(time.March, 24, 20, 0))
	stands := m.slash("Miriam", "/schedule show")
	m.has(stands, "4 readers, all more than one checkpoint behind the club (Chapter 10)", "More than half are behind")
	m.hasNot(stands, "Ana", "Chidi")
	if alt := strings.Join(stands.Alt(), ""); !strings.Contains(alt, "Chapters 11-15") {
		m.t.Errorf("the picture says %q", alt)
	}
	shown := m.press("Miriam", stands, "A week to catch up")
	m.has(shown, "after a week to catch up")
	m.has(m.press("Miriam", shown, "Use this plan"), "The plan is changed")
	m.holds("11 Apr 18:00 Chapters 11-15", "18 Apr 18:00 Chapters 16-20", "25 Apr 18:00 Chapters 21-25", "2 May 18:00 Chapters 26-30")
	m.await("the card to say it", func() bool {
		return strings.Contains(m.posts("### Middlemarch")[0].Text(), "**Chapters 11-15**, after a week to catch up")
	})
}

// isReplanned: some have opened, and the rest is planned anew, in fewer
// meetings on another day. What is open stays, and a question goes where its
// chapters went.
func (m *middlemarch) isReplanned() {
	m.discord.TurnTo(m.at(time.April, 12, 10, 0))
	m.post("### Checkpoint 3")
	m.has(m.slash("Miriam", "/schedule replan finish:in 3 days"), "can be planned")
	shown := m.slash("Miriam", "/schedule replan pace:9 days:wed time:19:30")
	m.has(shown, "**Chapters 16-24**", "What is open stays as it is")
	m.has(m.press("Miriam", shown, "More"), "Chapters 21-25, "+stamped(m.at(time.April, 25, 18, 0)), "goes; its question is asked at Chapters 25-33")
	m.has(m.press("Miriam", shown, "Use this plan"), "The plan is changed. Next: Chapters 16-24, "+stamped(m.at(time.April, 14, 19, 30)))
	m.has(m.post("The plan of Middlemarch has changed"), "Next: **Chapters 16-24**")
	m.holds("14 Apr 19:30 Chapters 16-24", "21 Apr 19:30 Chapters 25-33", "28 Apr 19:30 Chapters 34-42", "5 May 19:30 Chapters 43-51")
	for _, open := range []string{"### Checkpoint 1: Prelude to Chapter 5", "### Checkpoint 2: Chapters 6-10", "### Checkpoint 3: Chapters 11-15"} {
		m.posted(open)
	}
	m.has(m.slash("Miriam", "/prompt list"), "Chapters 25-33")
}

// compares two files of the same read: who imported the first and imports the
// second has nothing twice, and nothing that is not any more.
func (m *middlemarch) compares(before, after map[string]dated) {
	m.t.Helper()
	moved, gone := 0, 0
	for uid, was := range before {
		is, ok := after[uid]
		same := is
		same.sequence = was.sequence
		switch {
		case !ok:
			m.t.Errorf("%s, %+v, is missing", uid, was)
		case same == was && is.sequence != was.sequence, same != was && is.sequence <= was.sequence:
			m.t.Errorf("%s was %+v and is %+v", uid, was, is)
		case is.cancelled:
			gone++
		case is.start != was.start:
			moved++
		}
	}
	standing := 0
	for uid, d := range after {
		if !d.cancelled {
			standing++
		}
		if _, old := before[uid]; !old && d.cancelled {
			m.t.Errorf("%s was never there and is cancelled", uid)
		}
	}
	if len(after) != len(before) || moved == 0 || gone == 0 || standing+gone != len(after) {
		m.t.Errorf("of %d dates %d moved and %d are cancelled; %d stand, of %v", len(before), moved, gone, standing, slices.Collect(maps.Values(after)))
	}
}

// changesTwiceAtOnce: the second of two organisers is shown what the first has
// made of the plan.
func (m *middlemarch) changesTwiceAtOnce() {
	mine := m.slash("Miriam", "/schedule shift by:1 week")
	m.uses(m.owner, "/schedule move checkpoint:4 to:16 april")
	anew := m.press("Miriam", mine, "Use this plan")
	m.has(anew, "The plan has changed meanwhile", stamped(m.at(time.April, 23, 19, 30)))
	m.holds("16 Apr 19:30 Chapters 16-24", "21 Apr 19:30 Chapters 25-33", "28 Apr 19:30 Chapters 34-42", "5 May 19:30 Chapters 43-51")
	used := m.press("Miriam", anew, "Use this plan")
	m.has(used, "The plan is changed")
	m.uses(m.owner, "/schedule move checkpoint:4 to:24 april time:11:00")
	m.has(m.press("Miriam", used, "Undo"), "has changed since")
	m.holds("24 Apr 11:00 Chapters 16-24", "28 Apr 19:30 Chapters 25-33", "5 May 19:30 Chapters 34-42", "12 May 19:30 Chapters 43-51")
}

// losesAnEvent: one that somebody deletes by hand stays deleted, whatever
// becomes of its checkpoint.
func (m *middlemarch) losesAnEvent() {
	for _, e := range m.guild.Events() {
		if strings.HasSuffix(e.Name, "Chapters 25-33") {
			if err := m.as(m.owner).DeleteEvent(e.ID); err != nil {
				m.t.Fatal(err)
			}
		}
	}
	m.uses("Miriam", "/schedule shift by:2 days from:5")
	m.holds("24 Apr 11:00 Chapters 16-24", "7 May 19:30 Chapters 34-42", "14 May 19:30 Chapters 43-51")
	m.halt()
	m.boot()
	m.holds("24 Apr 11:00 Chapters 16-24", "7 May 19:30 Chapters 34-42", "14 May 19:30 Chapters 43-51")
	m.has(m.slash("Miriam", "/club doctor"), "I have every permission")
}

// changesItsClock: the club moves across the sea, and meets at the same time of
// the day by its new clock.
func (m *middlemarch) changesItsClock() {
	m.has(m.slash("Miriam", "/club settings timezone:New York"), "keeps its time of the day, by the new clock")
	m.in("America/New_York")
	m.holds("24 Apr 11:00 Chapters 16-24", "7 May 19:30 Chapters 34-42", "14 May 19:30 Chapters 43-51")
	m.discord.TurnTo(m.at(time.April, 24, 10, 59))
	m.quiet()
	if len(m.posts("### Checkpoint 4")) > 0 {
		m.t.Error("it opens by the old clock")
	}
	m.discord.TurnTo(m.at(time.April, 24, 11, 0))
	m.has(m.post("### Checkpoint 4"), "Chapters 16-24", "Next: Chapters 25-33, "+stamped(m.at(time.April, 30, 19, 30)))
	m.holds("7 May 19:30 Chapters 34-42", "14 May 19:30 Chapters 43-51", "21 May 19:30 Chapters 52-60")
}

// tellOfEvents is the shortest story that makes, moves and takes away events,
// and reminds somebody.
func tellOfEvents(t *testing.T) *play {
	t.Helper()
	m := newMiddlemarch(t)
	m.isPlanned()
	m.slash("Ana", "/me settings reminders:True")
	m.slash("Miriam", "/club settings events:True")
	m.quiet()
	m.uses("Miriam", "/schedule shift by:1 week from:2")
	m.discord.TurnTo(m.at(time.March, 13, 18, 0))
	m.await("a reminder", func() bool { return len(m.direct("Ana")) == 1 })
	m.press("Miriam", m.slash("Miriam", "/schedule finish"), "Finish it")
	m.holds()
	m.wellBehaved()
	return m.play
}

// comesToItsEnd: what is not to be any more leaves the events and the calendars.
func (m *middlemarch) comesToItsEnd() {
	m.has(m.press("Miriam", m.slash("Miriam", "/schedule finish"), "Finish it"), "is finished")
	m.holds()
	cancelled := 0
	file := m.calendar("Chidi")
	for _, d := range file {
		if d.cancelled {
			cancelled++
		}
	}
	if cancelled != len(file)-4 { // those that opened
		m.t.Errorf("%d of %d dates are cancelled", cancelled, len(file))
	}
}
