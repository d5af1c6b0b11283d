package main

import (
	"math/rand/v2"
	"slices"
	"strings"

	"dogear/bot/sandbox"
)

// player makes up a play: what comes next depends on what there is.
type player struct {
	w    *world
	rng  *rand.Rand
	next []func() step // what follows the last step
	long bool          // the book is one of many chapters
}

// improvise plays a play of a length, or until something is found, and returns
// its steps.
func (w *world) improvise(seed uint64, length int) (steps []step) {
	p := &player{w: w, rng: rand.New(rand.NewPCG(seed, 0x09ea6))} //nolint:gosec // a play is to be repeated
	for n := 1; n <= length && w.found == nil && !w.reached.over.Load(); n++ {
		w.step, w.acts, w.texts = n, 0, 0
		s := p.opening(n)
		if s.kind == "" {
			s = p.choose()
		}
		s.n, s.seed = n, p.rng.Uint64()
		steps = append(steps, s)
		w.do(s)
		p.follow(s)
	}
	return steps
}

func command(who, name string, options ...filled) step {
	return step{kind: "slash", who: who, where: "home", command: name, options: options}
}

// takes tells whether a command has an option.
func (w *world) takes(name, option string) bool {
	o := w.offer(name)
	return o != nil && slices.ContainsFunc(o.Options, func(x offered) bool { return x.Name == option })
}

func (w *world) offer(name string) *offer {
	for i := range w.offers {
		if w.offers[i].Name == name {
			return &w.offers[i]
		}
	}
	return nil
}

// person picks who acts next.
func (p *player) person() string {
	return oneOf(p.rng, "Ana", "Ana", "Ben", "Ben", "Chidi", "Chidi", huntAgain, huntGoes, huntBoth, huntBoth, huntKeeps, huntNever, huntMods)
}

// choose picks the next step.
func (p *player) choose() step {
	if len(p.next) > 0 {
		s := p.next[0]
		p.next = p.next[1:]
		return s()
	}
	if p.w.away {
		return step{kind: "return"}
	}
	if p.w.anew {
		p.w.anew = false
		p.startsAnew()
		return p.choose()
	}
	if p.w.oracle.archived() && p.rng.IntN(4) == 0 {
		return p.bringsBack()
	}
	if s := p.aboutStars(); s.kind != "" {
		return s
	}
	set := func(name, text string) filled { return filled{name: name, text: text} }
	who := p.person()
	if who == huntNever && p.isIn(who) || who == huntGoes && p.rng.IntN(6) == 0 && p.isIn(who) {
		return command(who, "leave")
	}
	if !p.w.oracle.reading(p.w.discord.Now()) && p.rng.IntN(3) == 0 {
		if p.rng.IntN(3) == 0 {
			return command(huntBoth, "schedule reveal")
		}
		return p.aPlan(oneOf(p.rng, huntKeeps, huntBoth))
	}
	organiser := oneOf(p.rng, huntKeeps, huntBoth)
	switch n := p.rng.IntN(100); {
	case n < 36:
		return p.aPress(who)
	case n < 50:
		return p.aCommand(who)
	case n < 58:
		return command(who, "note", set("text", p.w.storyText(p.rng, 2500)), set("chapter", chapterWords(p.rng)))
	case n < 68:
		return command(who, "progress", filled{name: "at", text: placeWords(p.rng), pick: p.rng.IntN(4) == 0})
	case n < 73:
		return p.aSuggestion(who, "suggest")
	case n < 77:
		return p.aSuggestion(who, "probe")
	case n < 83:
		return p.aQuestion(organiser)
	case n < 85:
		return command(organiser, "book chapters", set("book", p.w.aBook(p.rng)))
	case n < 87:
		return command(who, "rate", p.options("rate")...)
	case n < 89:
		return p.aPlan(organiser)
	case n < 92:
		return step{kind: "clock", place: oneOf(p.rng, 0, 0, 0, 1, 1, 2)}
	case n < 93 && p.rng.IntN(2) == 0:
		return step{kind: "restart"}
	case n < 94 && len(p.w.aside) > 0:
		return step{kind: "send", message: handle{step: p.w.aside[p.rng.IntN(len(p.w.aside))].step}}
	case n < 96:
		return step{kind: "say", who: who, where: oneOf(p.rng, "home", "home", "room", "talk")}
	case n < 98:
		return p.aMeddling()
	case n < 99 && p.rng.IntN(2) == 0:
		return p.aMass()
	}
	return p.onMessage(who)
}

// isIn tells whether a person is in any read.
func (p *player) isIn(who string) bool {
	for _, readers := range p.w.oracle.look().readers {
		if _, ok := readers[p.w.people[who].ID]; ok {
			return true
		}
	}
	return false
}

// pressed is the step that presses one of the buttons of a message.
func (p *player) pressed(who string, h handle, b hunted, all []hunted) step {
	place := 0
	for _, x := range all {
		if x.id == b.id {
			break
		}
		if x.route == b.route {
			place++
		}
	}
	return step{kind: "press", who: who, message: h, route: b.route, place: place}
}

// aPress presses some button that somebody sees: of late more often than of
// old, and rather one that was not pressed much yet.
func (p *player) aPress(who string) step {
	best, fewest := step{kind: "none"}, -1
	if p.rng.IntN(6) == 0 {
		return p.aDoor(who)
	}
	tries := oneOf(p.rng, 1, 2, 5, 12)
	for range tries {
		m, h := p.aMessage(who)
		if m == nil {
			continue
		}
		buttons := buttonsOf(m)
		if len(buttons) == 0 {
			continue
		}
		b := buttons[p.rng.IntN(len(buttons))]
		if n := p.w.doneSoFar("press " + b.route); fewest < 0 || n < fewest {
			best, fewest = p.pressed(who, h, b, buttons), n
		}
	}
	return best
}

// aDoor presses a button in public that opens something, or does not: there the
// rule is asked most.
func (p *player) aDoor(who string) step {
	var doors []step
	board := p.w.boards[p.w.home]
	for _, m := range board[max(0, len(board)-25):] {
		all := buttonsOf(m)
		for _, b := range all {
			switch b.label, _, _ = strings.Cut(b.label, " · "); b.label {
			case "Open", "Enter the room", "Show the questions", "Read notes":
				doors = append(doors, p.pressed(who, p.w.handles[m.ID], b, all))
			}
		}
	}
	if len(doors) == 0 {
		return step{kind: "none"}
	}
	return doors[p.rng.IntN(len(doors))]
}

// aMessage picks a message that somebody sees.
func (p *player) aMessage(who string) (*sandbox.Message, handle) {
	if p.rng.IntN(2) == 0 {
		all := p.w.answers[who]
		if len(all) == 0 {
			return nil, handle{}
		}
		h := all[p.lately(len(all))]
		return p.w.byName[h], h
	}
	places := []string{p.w.home, p.w.home, p.w.home, p.w.lounge}
	for _, id := range p.w.threads() {
		if p.w.people[who].CanSee(id) {
			places = append(places, id)
		}
	}
	if dm := p.w.people[who].DM().Channel(); len(p.w.boards[dm]) > 0 {
		places = append(places, dm)
	}
	board := p.w.boards[places[p.rng.IntN(len(places))]]
	if len(board) == 0 {
		return nil, handle{}
	}
	m := board[p.lately(len(board))]
	return m, p.w.handles[m.ID]
}

// lately picks an index of a list, near its end three times in four.
func (p *player) lately(n int) int {
	if p.rng.IntN(4) > 0 {
		return n - 1 - p.rng.IntN(min(n, 6))
	}
	return p.rng.IntN(n)
}

func (p *player) aMeddling() step {
	s := step{kind: "meddle", command: oneOf(p.rng, "delete a message", "room", "room", "room", "talk", "server")}
	board := p.w.boards[p.w.home]
	if talks := p.w.oracle.talks(); len(talks) > 0 && p.rng.IntN(4) == 0 {
		board = p.w.boards[talks[p.rng.IntN(len(talks))]]
	}
	if len(board) > 0 {
		s.message = p.w.handles[board[p.rng.IntN(len(board))].ID]
	}
	return s
}

// onMessage uses a command on a message, of people or of the bot.
func (p *player) onMessage(who string) step {
	s := step{kind: "apps", who: oneOf(p.rng, who, huntMods)}
	for _, c := range p.w.offers {
		if c.Type == offerMessages {
			s.command = c.Name
		}
	}
	var said []*sandbox.Message
	place := p.w.home
	if talks := p.w.oracle.talks(); len(talks) > 0 && p.rng.IntN(3) == 0 {
		place = talks[p.rng.IntN(len(talks))]
	}
	for _, m := range p.w.boards[place] {
		if !m.Author.Bot || p.rng.IntN(20) == 0 {
			said = append(said, m)
		}
	}
	if s.command == "" || len(said) == 0 {
		return p.aPress(who)
	}
	m := said[p.lately(len(said))]
	if p.rng.IntN(2) == 0 && !m.Author.Bot {
		s.who = m.Author.Name
	}
	s.message = p.w.handles[m.ID]
	return s
}
