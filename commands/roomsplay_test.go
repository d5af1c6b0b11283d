package commands_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"dogear/bot"
)

// roomsPlay is a club with rooms in which anything happens in any order, beside
// what should come of it.
type roomsPlay struct {
	*world
	miriam  person
	readers map[string]*roomReader
	undo    map[string]reply
	names   int // how often the chapters were renamed
}

// roomReader is where a reader stands, and what they asked for.
type roomReader struct {
	in, rereads bool
	at          int
	asked       map[string]bool // by the beginning of a room's name
}

// may is the rule: a checkpoint ends every three chapters.
func (r *roomReader) may(checkpoint int) bool { return r.in && (r.rereads || r.at >= 3*checkpoint) }

// Whatever happens in whatever order: when the work is done, those are in a
// room who asked for it and have read that far, and nobody else.
func TestWhoIsInTheRooms(t *testing.T) {
	t.Parallel()
	began := time.Now()
	rapid.Check(t, func(rt *rapid.T) {
		if time.Since(began) > 10*time.Second {
			return // SQLite is slow under the race detector, which needs no hundred plays
		}
		w := newWorld(t)
		defer func() { _ = w.db.Close() }()
		p := &roomsPlay{world: w, miriam: w.withBook(), readers: make(map[string]*roomReader), undo: make(map[string]reply)}
		p.miriam.slash("club settings", "rooms", true)
		p.start(p.miriam, "Never Let Me Go")
		for _, name := range []string{"ana", "ben", "cat"} {
			p.readers[name] = &roomReader{asked: make(map[string]bool)}
			p.reads(name, 6)
		}
		for checkpoint, at := range []string{"2026-12-06 18:00", "2026-12-13 18:00"} {
			p.until(at)
			p.enters("ana", checkpoint+1)
			p.enters("ben", checkpoint+1)
		}
		who := func(rt *rapid.T) string { return rapid.SampledFrom([]string{"ana", "ben", "cat"}).Draw(rt, "who") }
		rt.Repeat(map[string]func(*rapid.T){
			"joins":  func(rt *rapid.T) { p.joins(who(rt), rapid.IntRange(0, 3).Draw(rt, "rereads") == 0) },
			"leaves": func(rt *rapid.T) { p.leaves(who(rt)) },
			"reads":  func(rt *rapid.T) { p.reads(who(rt), rapid.IntRange(0, 12).Draw(rt, "to")) },
			"undoes": func(rt *rapid.T) { p.undoes(who(rt)) },
			"enters": func(rt *rapid.T) { p.enters(who(rt), rapid.IntRange(1, 4).Draw(rt, "checkpoint")) },
			"again":  func(rt *rapid.T) { p.enters(who(rt), rapid.IntRange(1, 4).Draw(rt, "checkpoint")) },
			"waits":  func(rt *rapid.T) { p.waits(rapid.IntRange(1, 6).Draw(rt, "days")) },
			"turns":  func(rt *rapid.T) { p.miriam.slash("club settings", "rooms", rapid.Bool().Draw(rt, "rooms")) },
			"moves": func(rt *rapid.T) {
				p.moves(rapid.IntRange(1, 4).Draw(rt, "checkpoint"), rapid.IntRange(0, 40).Draw(rt, "day"))
			},
			"renames":   func(*rapid.T) { p.renames() },
			"restarts":  func(*rapid.T) { p.restart() },
			"ends":      func(rt *rapid.T) { p.ends(rapid.IntRange(0, 9).Draw(rt, "how")) },
			"deletes":   func(rt *rapid.T) { p.deletes(rapid.IntRange(0, 9).Draw(rt, "which")) },
			"refuses":   func(rt *rapid.T) { p.stumbles(rapid.IntRange(1, 4).Draw(rt, "every"), false) },
			"loses":     func(rt *rapid.T) { p.stumbles(rapid.IntRange(1, 4).Draw(rt, "every"), true) },
			"works":     func(*rapid.T) { p.work() },
			"the rooms": func(rt *rapid.T) { p.compare(rt) },
		})
		p.compare(rt)
	})
}

// reader is a reader's reply to a command, if it is not refused.
func (p *roomsPlay) joins(name string, rereads bool) {
	r := p.readers[name]
	label := "Join"
	if rereads {
		label = "Join: I have read it before"
	}
	card := p.post("12 chapters").reply
	if !slices.Contains(card.labels(), label) {
		return
	}
	got := p.person(name).press(card, label)
	if slices.Contains(got.labels(), "Open all of it") {
		got = p.person(name).press(got, "Open all of it")
	}
	if got.refused == "" {
		r.in, r.rereads = true, r.rereads || rereads
	}
}

func (p *roomsPlay) leaves(name string) {
	if p.person(name).slash("leave").refused == "" {
		p.readers[name].in = false
		clear(p.readers[name].asked)
	}
}

func (p *roomsPlay) reads(name string, to int) {
	got := p.person(name).slash("progress", "at", fmt.Sprintf("#%d", to))
	if to == 0 {
		got = p.person(name).slash("progress", "at", "start")
	}
	if got.refused != "" {
		return
	}
	p.readers[name].in, p.readers[name].at = true, to
	delete(p.undo, name)
	if slices.Contains(got.labels(), "Undo") {
		p.undo[name] = got
	}
}

func (p *roomsPlay) undoes(name string) {
	was, ok := p.undo[name]
	if !ok {
		return
	}
	if got := p.person(name).press(was, "Undo"); got.refused == "" {
		words := got.text()
		p.readers[name].at = 0
		if _, rest, found := strings.Cut(words, " ("); found {
			_, _ = fmt.Sscanf(rest, "%d of", &p.readers[name].at)
		} else if strings.Contains(words, "finished the book") {
			p.readers[name].at = 12
		}
	}
	delete(p.undo, name)
}

func (p *roomsPlay) enters(name string, checkpoint int) {
	for _, post := range p.posts {
		if post.deleted || !strings.HasPrefix(post.text(), fmt.Sprintf("### Checkpoint %d:", checkpoint)) || !slices.Contains(post.labels(), "Enter the room") {
			continue
		}
		got := p.person(name).press(post.reply, "Enter the room")
		if got.refused == "" && (strings.Contains(got.text(), "on your way") || strings.Contains(got.text(), "not there yet")) {
			p.readers[name].asked[fmt.Sprintf("Checkpoint %d:", checkpoint)] = true
		}
	}
}

func (p *roomsPlay) waits(days int) {
	p.mu.Lock()
	p.clock = p.clock.AddDate(0, 0, days)
	p.wire = p.clock
	p.mu.Unlock()
}

func (p *roomsPlay) moves(checkpoint, day int) {
	to := moment(p.t, "2026-12-01 09:00").AddDate(0, 0, day).Format(time.DateOnly)
	plan := p.miriam.slash("schedule move", "checkpoint", fmt.Sprint(checkpoint), "to", to)
	if plan.refused == "" {
		p.miriam.press(plan, "Use this plan")
	}
}

func (p *roomsPlay) renames() {
	p.names++
	list := strings.ReplaceAll(titledList(), "Chapter ", fmt.Sprintf("Part %d, ", p.names))
	preview := p.miriam.submit(p.miriam.slash("book chapters", "book", "Never Let Me Go"), "list", list)
	if preview.refused == "" && slices.Contains(preview.labels(), "Save") {
		p.miriam.press(preview, "Save")
	}
}

// ends ends the read, now and then.
func (p *roomsPlay) ends(how int) {
	command, label := "schedule finish", "Finish it"
	switch {
	case how > 1:
		return
	case how == 1:
		command, label = "schedule drop", "Drop it"
	}
	if asks := p.miriam.slash(command); asks.refused == "" {
		p.miriam.press(asks, label)
	}
}

// deletes has a room deleted by hand, and the doctor see to it.
func (p *roomsPlay) deletes(which int) {
	if which >= len(p.rooms) || p.rooms[which].deleted {
		return
	}
	p.deleteRoom(p.rooms[which].name)
	if report := p.miriam.slash("club doctor"); slices.Contains(report.labels(), "Repair") {
		p.miriam.press(report, "Repair")
	}
}

// stumbles works for a while in which Discord refuses things, or its answers
// are lost.
func (p *roomsPlay) stumbles(every int, lost bool) {
	n := 0
	p.refuses = func(task bot.Task) *bot.Problem {
		if n++; n%every != 0 {
			return nil
		}
		if lost && task.Kind == "seat" { // it got through
			wish, err := p.desk.Look(p.t.Context(), task)
			if s, ok := wish.(bot.Seat); ok && err == nil {
				p.seat(s)
			}
		}
		return &bot.Problem{Reason: "Discord did not answer as it should; I try again.", Unsure: lost}
	}
	p.work()
	p.refuses = nil
}

// compare does all that is due, and looks into every room.
func (p *roomsPlay) compare(rt *rapid.T) {
	p.mu.Lock()
	p.wire = p.wire.Add(time.Hour) // what waits out a back-off
	p.mu.Unlock()
	p.work()
	for _, r := range p.rooms {
		if r.deleted {
			continue
		}
		checkpoint := 0
		_, _ = fmt.Sscanf(r.name, "Checkpoint %d:", &checkpoint)
		var want []string
		for name, who := range p.readers {
			if who.may(checkpoint) && who.asked[fmt.Sprintf("Checkpoint %d:", checkpoint)] {
				want = append(want, "user "+name)
			}
		}
		slices.Sort(want)
		if got := r.holds(); got != strings.Join(want, " ") {
			rt.Fatalf("in %s: %q, want %q", r.name, got, strings.Join(want, " "))
		}
	}
}
