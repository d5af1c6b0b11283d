package main

import (
	"fmt"
	"slices"
	"strings"
)

// then puts steps behind those that are to come already.
func (p *player) then(steps ...step) {
	for _, s := range steps {
		p.next = append(p.next, func() step { return s })
	}
}

// opening is the step with which every play begins: a club, a book with titles,
// and a read of it.
func (p *player) opening(n int) (s step) {
	set := func(name, text string) filled { return filled{name: name, text: text} }
	switch n {
	case 1:
		s = command(huntKeeps, "club setup", set("timezone", "Europe/London"), set("role", "Readers"))
		if p.w.takes("club setup", "rooms") {
			s.options = append(s.options, set("rooms", "true"))
		}
	case 2:
		s = command(huntKeeps, "book add", set("title", books()[0]), set("pages", "200"))
	case 3:
		p.long = p.rng.IntN(4) == 0
		s = command(huntKeeps, "book chapters", set("book", books()[0]), filled{name: "file", file: "list.txt", text: p.w.freshList(p.rng, p.long)})
	case 4:
		s = p.pressOn(huntKeeps, "chapters/save")
	case 5:
		pace := "3"
		if p.long {
			pace = "1"
		}
		s = command(huntKeeps, "schedule plan", set("book", books()[0]), set("start", "today"), set("pace", pace))
	case 6:
		s = p.pressOn(huntKeeps, "plan/start")
	default:
		return p.joins(n - 7)
	}
	s.fixed = true
	return s
}

// joins has the readers join, one after the other.
func (p *player) joins(n int) (s step) {
	who := []string{"Ana", "Ben", "Chidi", huntBoth, huntGoes, huntAgain}
	board := p.w.boards[p.w.home]
	if n == len(who) {
		p.begins()
		p.asks()
	}
	if n >= len(who) || len(board) == 0 {
		return s
	}
	s = step{kind: "press", who: who[n], message: p.w.handles[board[0].ID], route: "read/join"}
	if s.who == huntAgain {
		s.route = "read/again"
	}
	return s
}

// pressOn presses a button of the last answer that somebody got.
func (p *player) pressOn(who, route string) step {
	s := step{kind: "press", who: who, route: route}
	if all := p.w.answers[who]; len(all) > 0 {
		s.message = all[len(all)-1]
	}
	return s
}

// follow thinks of what one does next: one presses a button of what one was
// just shown.
func (p *player) follow(s step) {
	switch {
	case s.route == "later/yes" && p.rng.IntN(2) == 0:
		p.then(command(huntBoth, "club reports"))
	case s.route == "edition/save" && p.rng.IntN(2) == 0:
		p.then(command(s.who, "book edition", filled{name: "book", text: books()[0]}, filled{name: "name", text: editionNames()[0]},
			filled{name: "file", file: "ends.txt", text: p.w.endsList(p.rng)}))
	case s.route == "mine/save" || s.route == "mine/learn":
		p.then(command(s.who, "me edition", filled{name: "book", text: books()[0]}))
	case s.route == "edition/remove":
		p.thenPress(s.who, oneOf(p.rng, "edition/removed", "mine/keep"))
	case s.kind == "meddle" && p.rng.IntN(4) == 0:
		p.then(command(huntBoth, "club doctor"))
	}
	all := p.w.answers[s.who]
	if len(all) == 0 || s.fixed || len(p.next) > 0 || all[len(all)-1].step != s.n {
		return
	}
	h := all[len(all)-1]
	buttons := buttonsOf(p.w.byName[h])
	if len(buttons) == 0 || p.rng.IntN(100) >= 50 {
		return
	}
	b := buttons[p.rng.IntN(len(buttons))]
	for _, x := range buttons {
		if slices.Contains([]string{"note/reply", "room/enter", "schedule/catchup", "edition/remove", "plan/page", "change/page", "prompt/swap"}, x.route) && p.rng.IntN(4) == 0 {
			b = x
			p.then(p.pressed(s.who, h, b, buttons))
			return
		}
	}
	if other := buttons[p.rng.IntN(len(buttons))]; p.w.doneSoFar("press "+other.route) < p.w.doneSoFar("press "+b.route) {
		b = other
	}
	if p.rng.IntN(2) == 0 && (strings.HasPrefix(b.route, "plan/") || strings.HasPrefix(b.route, "chapters/") || strings.HasPrefix(b.route, "change/")) {
		b = buttons[0] // what most come for
	}
	p.then(p.pressed(s.who, h, b, buttons))
}

// aPlan is one that can be, mostly: a checkpoint is moved a little, or another
// read is planned.
func (p *player) aPlan(who string) step {
	set := func(name, text string) filled { return filled{name: name, text: text} }
	number, at, ok := p.w.oracle.lastCheckpoint(p.w.discord.Now())
	switch {
	case ok && p.rng.IntN(2) == 0:
		return p.aChange(who, number, at)
	case p.rng.IntN(3) == 0:
		return command(who, "schedule plan", set("book", p.w.aBook(p.rng)), set("start", "today"), set("finish", "in 2 months"),
			set("days", oneOf(p.rng, "mon,tue,wed,thu,fri,sat,sun", "sun")))
	case p.rng.IntN(2) == 0:
		return command(who, "schedule plan", set("book", p.w.aBook(p.rng)), set("start", "today"), set("pace", oneOf(p.rng, "1", "2", "3")))
	}
	return command(who, "schedule plan", p.options("schedule plan")...)
}

// aMass does one thing often, so that lists have more than a page.
func (p *player) aMass() step {
	who := oneOf(p.rng, huntKeeps, huntBoth)
	switch p.rng.IntN(6) {
	case 0:
		p.manyReports(7)
	case 1:
		for range 24 { // what is repeated comes between the checkpoints
			p.then(step{kind: "clock"})
		}
		for range 14 {
			p.then(step{kind: "meddle", command: "delete a room"})
		}
		p.then(command(who, "club doctor"))
		p.thenPress(who, "club/checkup")
		p.thenPress(who, "club/repair")
	case 2:
		for range 13 {
			p.next = append(p.next, func() step { return command(who, "prompt add", filled{name: "text", text: p.w.mark()}) })
		}
		p.then(command(who, "prompt list"))
		p.thenPress(who, "prompt/page")
	case 3:
		for i := range 13 {
			p.then(command(who, "book add", filled{name: "title", text: fmt.Sprintf("Volume %d", p.w.step+i)}, filled{name: "chapters", text: "20"}))
		}
		p.then(command(who, oneOf(p.rng, "book list", "shelf")))
	case 4:
		p.denied(who)
	case 5:
		p.aRest(who)
	}
	return p.choose()
}

// aRest has the club be archived for a while, in which people go on as before.
func (p *player) aRest(who string) {
	p.then(command(who, "club archive"))
	p.thenPress(who, oneOf(p.rng, "club/archive", "club/archive", "club/archive", "club/keep"))
	for range 1 + p.rng.IntN(8) {
		p.next = append(p.next, func() step {
			switch name := p.person(); p.rng.IntN(5) {
			case 0:
				return step{kind: "clock", place: p.rng.IntN(3)}
			case 1:
				return step{kind: "peek", who: name}
			case 2:
				return p.aCommand(name)
			}
			return p.aPress(p.person())
		})
	}
	p.then(p.bringsBack(), step{kind: "peek", who: p.person()})
}

// bringsBack has the club go on that was archived.
func (p *player) bringsBack() step {
	return command(oneOf(p.rng, huntKeeps, huntBoth), "club setup", filled{name: "timezone", text: "Europe/London"})
}

// thenPress presses a button of the last answer that somebody has by then.
func (p *player) thenPress(who, route string) {
	p.next = append(p.next, func() step { return p.pressOn(who, route) })
}

// manyReports has many notes written, and somebody say of each that it gives
// too much away.
func (p *player) manyReports(n int) {
	p.then(command("Ana", "progress", filled{name: "at", text: "1"}), command("Ben", "progress", filled{name: "at", text: "1"}))
	for range n {
		p.next = append(p.next,
			func() step {
				return command("Ana", "note", filled{name: "text", text: p.w.mark()}, filled{name: "chapter", text: "1"})
			},
			func() step {
				board := p.w.boards[p.w.home]
				return step{kind: "press", who: "Ben", message: p.w.handles[board[len(board)-1].ID], route: "note/open"}
			})
		p.thenPress("Ben", "later/ask")
		p.thenPress("Ben", "later/yes")
	}
	p.then(command(huntBoth, "club reports"))
	p.thenPress(huntBoth, "report/page")
	p.thenPress(huntBoth, oneOf(p.rng, "report/show", "report/lock", "report/leave"))
}
