package main

import (
	"slices"
	"strconv"
	"time"
)

// raters are those who may have stars to give, the keenest first.
func (p *player) raters() []string {
	who := []string{"Ana", "Ben", "Chidi", huntBoth, huntAgain, huntGoes, huntKeeps, huntMods, huntNever}
	if n := p.rng.IntN(3); n > 0 {
		p.rng.Shuffle(len(who)-n, func(i, j int) { who[i], who[j] = who[j], who[i] })
	}
	return who
}

func halfStars(n int) string { return strconv.FormatFloat(float64(n)/2, 'f', -1, 64) }

// aVerdict is somebody's rating, in one of the ways in which it can be given.
func (p *player) aVerdict(who string) step {
	set := func(name, text string) filled { return filled{name: name, text: text} }
	s := command(who, "rate", set("stars", halfStars(1+p.rng.IntN(10))))
	switch p.rng.IntN(6) {
	case 0:
		s.options = s.options[:0] // the form
	case 1, 2:
		s.options = append(s.options, set("review", p.w.storyText(p.rng, 1500)))
	}
	if p.rng.IntN(3) == 0 {
		s.options = append(s.options, set("outcome", oneOf(p.rng, "finished", "stopped")))
	}
	if p.rng.IntN(2) == 0 {
		if over := p.w.oracle.ended(p.w.discord.Now()); len(over) > 0 {
			s.options = append(s.options, set("book", over[p.rng.IntN(len(over))]))
		}
	}
	return s
}

// ended are the books of the reads that have ended, and whose stars are not shown.
func (o *oracle) ended(now time.Time) (titles []string) {
	o.each(`SELECT title FROM read JOIN book ON book.id = book_id WHERE ends_at <= ?1 AND reveals_at > ?1 AND NOT dropped ORDER BY read.id`, func(scan func(...any)) {
		var title string
		scan(&title)
		titles = append(titles, title)
	}, now.Unix())
	return titles
}

// aboutStars is what people do about the stars of a read that is over, or that
// they gave already, now and then.
func (p *player) aboutStars() (s step) {
	over := p.w.oracle.ended(p.w.discord.Now())
	sealed := len(p.w.oracle.look().sealedReads()) > 0
	who := p.person()
	switch n := p.rng.IntN(100); {
	case len(over) > 0 && n < 8:
		return p.aVerdict(p.raters()[0])
	case len(over) > 0 && n < 12:
		return p.pressPublic(who, "rate/form", "ratings/show")
	case len(over) > 0 && n < 14:
		return command(who, oneOf(p.rng, "ratings", "notes", "reading", "shelf"))
	case sealed && (n < 16 || n < 19 && len(over) > 0):
		return step{kind: "peek", who: who}
	case n < 20:
		return p.pressPublic(who, "ratings/show", "ratings/reviews", "rate/form", "year/show")
	case n == 28 && p.rng.IntN(3) == 0:
		return p.beForgotten(who)
	case n == 29 && p.rng.IntN(6) == 0:
		p.beGone()
		return p.choose()
	case n == 32 && p.rng.IntN(15) == 0:
		p.then(step{kind: "clock", place: 4}, command(who, "me year"))
		p.thenPress(who, "me/year")
		p.then(command(who, "shelf"))
		p.thenPress(who, "year/show")
		p.thenPress(who, "year/show")
	case n == 31 && p.rng.IntN(3) == 0:
		p.theEnd()
		return p.choose()
	case n == 30 && p.rng.IntN(2) == 0:
		return command(who, "me export")
	}
	return s
}

// pressPublic presses the newest button of some kinds that stands in public.
func (p *player) pressPublic(who string, routes ...string) step {
	board := p.w.boards[p.w.home]
	for _, m := range slices.Backward(board) {
		all := buttonsOf(m)
		for _, b := range all {
			if slices.Contains(routes, b.route) && p.rng.IntN(2) == 0 {
				return p.pressed(who, p.w.handles[m.ID], b, all)
			}
		}
	}
	return step{}
}

// beForgotten has somebody ask to be forgotten, there or in a direct message.
func (p *player) beForgotten(who string) step {
	s := command(who, "me forget")
	s.where = oneOf(p.rng, "home", "home", "dm")
	p.thenPress(who, oneOf(p.rng, "forget/yes", "forget/yes", "forget/no"))
	return s
}

// theEnd has the club finish its book, and its people say how it was; some say it
// otherwise when they have seen what the others gave.
func (p *player) theEnd() {
	organiser := oneOf(p.rng, huntKeeps, huntBoth)
	p.then(command(organiser, "schedule finish"))
	p.thenPress(organiser, "read/end")
	later := func(f func() step) { p.next = append(p.next, f) }
	who := p.raters()
	for _, name := range who[:3+p.rng.IntN(6)] {
		if p.rng.IntN(3) == 0 {
			p.then(command(name, "progress", filled{name: "at", text: oneOf(p.rng, "done", "5", "2")}))
		}
		later(func() step { return p.aVerdict(name) })
		p.thenPress(name, oneOf(p.rng, "rate/finished", "rate/finished", "rate/stopped"))
		if p.rng.IntN(3) == 0 {
			later(func() step { return p.pressPublic(name, "ratings/show") })
		}
		if p.rng.IntN(3) == 0 {
			p.then(step{kind: "peek", who: p.person()})
		}
	}
	p.then(step{kind: "peek", who: who[0]}, step{kind: "peek", who: who[len(who)-1]}, step{kind: "clock", place: p.rng.IntN(3)})
	if p.rng.IntN(2) == 0 {
		p.then(command(organiser, "schedule reveal"))
	} else {
		p.then(step{kind: "clock", place: 2}, step{kind: "clock", place: 2}, step{kind: "clock", place: 2})
	}
	for i := range 4 {
		name := oneOf(p.rng, who[i], p.person())
		later(func() step { return p.pressPublic(name, "ratings/show", "ratings/reviews") })
		later(func() step { return p.aVerdict(name) })
	}
	p.then(command(organiser, oneOf(p.rng, "shelf", "book list")))
	p.thenPress(organiser, oneOf(p.rng, "year/show", "year/organised"))
	p.thenPress(organiser, "year/post")
	p.then(command(who[0], "me year"), command(organiser, "club export"))
	p.thenPress(organiser, "club/everything")
}

// beGone has the bot be removed from the server, and come back within its time or
// after it.
func (p *player) beGone() {
	p.then(step{kind: "kick"}, step{kind: "clock"})
	away := oneOf(p.rng, 1, 2, 2, 3, 3, 5)
	for range away {
		p.next = append(p.next, p.whileAway)
	}
	if p.rng.IntN(2) == 0 {
		for range 1 + p.rng.IntN(4) {
			p.then(step{kind: "clock", place: 3})
		}
	}
	p.then(step{kind: "return"}, step{kind: "clock"})
}

// whileAway is what can be done while the bot is not in the server.
func (p *player) whileAway() step {
	who := p.person()
	s := command(who, oneOf(p.rng, "me export", "me export", "me forget", "help"))
	s.where = "dm"
	switch p.rng.IntN(8) {
	case 0:
		return step{kind: "restart"}
	case 1, 2, 3, 4:
		return step{kind: "clock", place: oneOf(p.rng, 0, 1, 2)}
	case 5:
		return p.pressOn(who, oneOf(p.rng, "forget/yes", "forget/no"))
	case 6:
		if board := p.w.boards[p.w.people[who].DM().Channel()]; len(board) > 0 {
			m := board[len(board)-1]
			if all := buttonsOf(m); len(all) > 0 {
				return p.pressed(who, p.w.handles[m.ID], all[p.rng.IntN(len(all))], all)
			}
		}
	}
	return s
}

// startsAnew founds the club again where all was erased.
func (p *player) startsAnew() {
	for n := range 14 {
		p.next = append(p.next, func() step {
			s := p.opening(n + 1)
			if s.fixed = false; s.kind == "" {
				s.kind = "none"
			}
			return s
		})
	}
}
