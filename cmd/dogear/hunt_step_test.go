package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"

	"dogear/bot/sandbox"
)

// step is something that somebody does. What it is done to is named so that it
// is found again when steps before it are left out; what is not pinned down
// here, as the fields of a form, is drawn from its seed.
type step struct {
	n       int // its number in the whole play
	seed    uint64
	kind    string
	who     string
	where   string // "home", "lounge", "dm", "room" or "talk"
	message handle // what is pressed, or used a command on
	route   string // of the button
	place   int    // which one of that route
	command string
	options []filled
	fixed   bool // one of the steps that every play begins with
}

// filled is an option of a command, as it is typed.
type filled struct {
	name string
	text string // what is typed
	pick bool   // and then one of the suggestions is taken
	file string // the name of a file; text is what is in it
}

// do does a step, and looks at what comes of it. A step that cannot be done,
// because what it needs is not there, is none.
func (w *world) do(s step) {
	if w.found != nil || w.away && !w.fromAfar(s) {
		return
	}
	w.step, w.acts, w.texts = s.n, 0, 0
	rng := rand.New(rand.NewPCG(s.seed, uint64(s.n))) //nolint:gosec // a play is to be repeated
	switch s.kind {
	case "press":
		w.press(s, rng)
	case "slash":
		w.slash(s, rng)
	case "suggest":
		w.suggest(s)
	case "probe":
		w.probe(s)
	case "send":
		w.sendAside(s, rng)
	case "clock":
		w.turnClock(s, rng)
	case "restart":
		w.restart(rng)
	case "say":
		w.say(s, rng)
	case "apps":
		w.apps(s, rng)
	case "meddle":
		w.meddle(s, rng)
	case "peek":
		w.peek(s, rng)
	case "kick":
		w.kick()
	case "return":
		w.comesBack()
	}
	w.settle()
}

// mark makes a new marked text of someone who acts.
func (w *world) mark() string {
	w.texts++
	return marker(w.step, w.texts)
}

// acting says who acts, and what they type in doing so.
func (w *world) acting(who string, typed ...string) {
	w.actor = w.people[who].ID
	for _, text := range typed {
		for _, m := range markersIn(text) {
			w.typed[m] = true
		}
	}
}

// place is the channel that a person looks at. A room is one that they see.
func (w *world) place(s step, rng *rand.Rand) string {
	switch s.where {
	case "lounge":
		return w.lounge
	case "dm":
		return w.people[s.who].DM().Channel()
	case "room", "talk":
		var rooms []string
		threads := w.oracle.rooms
		if s.where == "talk" {
			threads = w.oracle.talks
		}
		for _, id := range threads() {
			if w.people[s.who].CanSee(id) {
				rooms = append(rooms, id)
			}
		}
		if len(rooms) > 0 {
			return rooms[rng.IntN(len(rooms))]
		}
	}
	return w.home
}

// take looks at an answer, and returns the form if one was opened. ok is false
// if there was none, because Discord would not have offered it.
func (w *world) take(who string, a *sandbox.Answer, err error) (form *sandbox.Form, ok bool) {
	switch {
	case errors.Is(err, sandbox.ErrNoAnswer):
		w.settle()
		w.find(noAnswer, "%s gets no answer: %v", who, err)
		return nil, false
	case err != nil:
		w.told("not possible: " + err.Error())
		w.settle()
		return nil, false
	}
	if m := a.Message; m != nil {
		w.answered(who, m)
	}
	if a.Form != nil {
		w.told("a form opens: " + a.Form.Title)
	}
	w.settle()
	return a.Form, true
}

// answered notes a private reply.
func (w *world) answered(who string, m *sandbox.Message) {
	words := m.Text()
	w.told(words)
	if !m.Private {
		w.find("public answer", "%s is answered in public: %s", who, words)
	}
	for _, apology := range []string{"went wrong on my side", "could not show it here"} {
		if strings.Contains(words, apology) {
			w.settle()
			w.find("apology", "%s is told: %s\n%s", who, words, w.log.bad())
		}
	}
	h, known := w.handles[m.ID]
	if !known {
		h = handle{w.step, "answer", w.acts}
		w.handles[m.ID] = h
		w.answers[who] = append(w.answers[who], h)
	}
	w.byName[h] = m
	w.kept[m.ID] = w.keeps != ""
}

// lastNumber is the last number of a custom id.
func lastNumber(id string) int64 {
	n, _ := strconv.ParseInt(id[strings.LastIndex(id, "/")+1:], 10, 64)
	return n
}

// told adds the first words of an answer to the story.
func (w *world) told(words string) {
	words = strings.Join(strings.Fields(words), " ")
	if r := []rune(words); len(r) > 110 {
		words = string(r[:110]) + "…"
	}
	w.story = append(w.story, fmt.Sprintf("       > %s", words))
}

// asks notes what an organiser asks for in words: where that is the exception
// to the rule, they may see what it is about whole, and in this answer only.
func (w *world) asks(what, id string, m *sandbox.Message) {
	switch {
	case what == "/book chapters":
		w.keeps = "title"
	case what == "Show all", m != nil && w.kept[m.ID] && (what == "More" || what == "Back"):
		w.keeps = "prompt"
	case what == "/me export":
		w.keeps = theirOwn
	case what == "Show me everything":
		w.keeps = everything
	case what == "Show the text":
		w.keeps = "note"
		w.keepsRow = lastNumber(id)
	}
}
