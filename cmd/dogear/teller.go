package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"dogear/bot/sandbox"
)

// teller tells a story: it does what people do, and stops at the first thing
// that does not go as told.
type teller struct {
	ctx  context.Context
	s    *sandbox.Sandbox
	home string
	err  error
	// patience is how long it waits for anything, by default tellerWaits.
	patience time.Duration
}

// tellerWaits is how long a story waits for what should come at once.
const tellerWaits = 30 * time.Second

// await waits until something is so.
func (t *teller) await(what string, cond func() bool) {
	if t.err != nil {
		return
	}
	ctx, cancel := context.WithTimeout(t.ctx, cmp.Or(t.patience, tellerWaits))
	defer cancel()
	t.failed(t.s.Await(ctx, cond), "wait for %s", what)
}

// offered waits until the bot's commands are registered.
func (t *teller) offered(p *sandbox.Person) {
	t.await("the commands", func() bool {
		_, err := p.In(t.home).Suggest(t.ctx, "/club setup timezone:lon", "timezone")
		return err == nil
	})
}

// slash has a person type a command in the club's channel.
func (t *teller) slash(p *sandbox.Person, line string) *sandbox.Answer {
	if t.err != nil {
		return nil
	}
	a, err := p.In(t.home).Slash(t.ctx, line)
	t.failed(err, "%s types %s", p.Name, line)
	return a
}

// note has a person write a note, and waits for its stub: a story does not turn
// the clock while something is on its way.
func (t *teller) note(p *sandbox.Person, line string) {
	before := t.stubs()
	t.slash(p, line)
	t.stubbed(before)
}

// stubbed waits until there are more public lines of notes than before.
func (t *teller) stubbed(before int) {
	t.await("the stub", func() bool { return t.stubs() > before })
}

// stubs counts the notes' public lines.
func (t *teller) stubs() int {
	n := 0
	for _, m := range t.s.As("Miriam").In(t.home).Sees() {
		if !m.Private && m.CustomID("Open") != "" {
			n++
		}
	}
	return n
}

// press has a person press a button of the newest public message that says a
// text.
func (t *teller) press(p *sandbox.Person, says, label string) { t.pressed(p, says, label) }

// pressed is press, and what came of it.
func (t *teller) pressed(p *sandbox.Person, says, label string) *sandbox.Answer {
	m := t.public(says)
	if t.err != nil {
		return nil
	}
	a, err := p.In(t.home).Press(t.ctx, m, label)
	t.failed(err, "%s presses %q", p.Name, label)
	return a
}

// answer has a person press a button of the answer that they got.
func (t *teller) answer(p *sandbox.Person, a *sandbox.Answer, label string) {
	if t.err != nil {
		return
	}
	_, err := p.In(t.home).Press(t.ctx, a.Message, label)
	t.failed(err, "%s presses %q", p.Name, label)
}

// changes has an organiser change the plan, and waits for the line that tells
// the club of it.
func (t *teller) changes(p *sandbox.Person, line, says string) {
	t.answer(p, t.slash(p, line), "Use this plan")
	t.await(says, func() bool {
		return slices.ContainsFunc(t.s.As("Miriam").In(t.home).Sees(), func(m *sandbox.Message) bool {
			return m.Author.Bot && !m.Private && strings.Contains(m.Text(), says)
		})
	})
}

// reminded turns the clock to a minute after a moment, and waits until the bot
// has written to a person.
func (t *teller) reminded(p *sandbox.Person, at time.Time) {
	if t.err == nil {
		t.s.TurnTo(at.Add(time.Minute))
	}
	t.await("a reminder", func() bool { return len(p.DM().Sees()) > 0 })
}

// submit has a person send the form that they got.
func (t *teller) submit(p *sandbox.Person, a *sandbox.Answer, fields map[string]string) *sandbox.Answer {
	if t.err != nil {
		return nil
	}
	sent, err := p.In(t.home).Submit(t.ctx, a.Form, fields)
	t.failed(err, "%s sends a form", p.Name)
	return sent
}

// until turns the clock to a minute after a moment, and waits for what the bot
// posts then.
func (t *teller) until(at time.Time, says string) {
	if t.err == nil {
		t.s.TurnTo(at.Add(time.Minute))
	}
	t.public(says)
}

// public waits for a public message that says a text, and returns the newest.
func (t *teller) public(says string) (found *sandbox.Message) {
	t.await(says, func() bool {
		for _, m := range t.s.As("Miriam").In(t.home).Sees() {
			if m.Author.Bot && !m.Private && strings.Contains(m.Text(), "### "+says) {
				found = m
			}
		}
		return found != nil
	})
	return found
}

func (t *teller) failed(err error, format string, args ...any) {
	if err != nil && t.err == nil {
		t.err = fmt.Errorf(format+": %w", append(args, err)...)
	}
}

// opens has a person press [Open] on the newest line of a note about a chapter.
func (t *teller) opens(p *sandbox.Person, about string) *sandbox.Answer {
	if t.err != nil {
		return nil
	}
	var found *sandbox.Message
	for _, m := range p.In(t.home).Sees() {
		if !m.Private && m.CustomID("Open") != "" && strings.Contains(m.Text(), "**"+about+"**") {
			found = m
		}
	}
	if found == nil {
		t.failed(fmt.Errorf("there is no note about %s", about), "%s looks for a note", p.Name)
		return nil
	}
	a, err := p.In(t.home).Press(t.ctx, found, "Open")
	t.failed(err, "%s opens the note about %s", p.Name, about)
	return a
}

// replies has a person reply to the newest note about a chapter.
func (t *teller) replies(p *sandbox.Person, about, words string) {
	a := t.opens(p, about)
	if t.err != nil {
		return
	}
	form, err := p.In(t.home).Press(t.ctx, a.Message, "Reply")
	t.failed(err, "%s replies to the note about %s", p.Name, about)
	t.submit(p, form, map[string]string{"text": words})
}

// feels has a person say of the newest note about a chapter that they felt that
// too.
func (t *teller) feels(p *sandbox.Person, about string) {
	t.answer(p, t.opens(p, about), "I felt that too")
}

// later has a person say that the newest note about a chapter belongs later.
func (t *teller) later(p *sandbox.Person, about string) {
	a := t.opens(p, about)
	if t.err != nil {
		return
	}
	asked, err := p.In(t.home).Press(t.ctx, a.Message, "Later than that")
	t.failed(err, "%s says that it belongs later", p.Name)
	t.answer(p, asked, "Yes, later")
}

// answers has a person answer the first question of a checkpoint.
func (t *teller) answers(p *sandbox.Person, checkpoint, words string) {
	shown, before := t.pressed(p, checkpoint, "Show the questions"), t.stubs()
	if t.err != nil {
		return
	}
	form, err := p.In(t.home).Press(t.ctx, shown.Message, "Answer")
	t.failed(err, "%s answers a question", p.Name)
	t.submit(p, form, map[string]string{"text": words})
	t.stubbed(before)
}

// enters has a person enter the room of a checkpoint, and returns the room once
// they are in it.
func (t *teller) enters(p *sandbox.Person, checkpoint string) (room string) {
	before := p.Threads()
	t.press(p, checkpoint, "Enter the room") // it may still have to be made
	t.await("the room of "+checkpoint, func() bool {
		for _, thread := range p.Threads() {
			if !slices.Contains(before, thread) {
				room = thread
			}
		}
		return room != ""
	})
	return room
}

// says has a person write a plain message where they are.
func (t *teller) says(p *sandbox.Person, words string, files ...sandbox.File) *sandbox.Message {
	if t.err != nil {
		return nil
	}
	m := p.SayWith(words, files...)
	if m == nil {
		t.failed(fmt.Errorf("%s cannot write there", p.Name), "say something")
	}
	return m
}

// locks has a person lock a message as a spoiler, and waits until it is gone.
func (t *teller) locks(p *sandbox.Person, m *sandbox.Message, chapter string) {
	if t.err != nil {
		return
	}
	form, err := p.In(t.home).Apps(t.ctx, m, "Lock as a spoiler")
	t.failed(err, "%s locks a message", p.Name)
	t.submit(p, form, map[string]string{"chapter": chapter})
	t.await("the message to go", func() bool {
		return !slices.ContainsFunc(p.In(t.home).Sees(), func(x *sandbox.Message) bool { return x.ID == m.ID })
	})
}
