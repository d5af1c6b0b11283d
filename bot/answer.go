package bot

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// Interaction callback types.
const (
	callbackMessage     = 4
	callbackThinking    = 5
	callbackDeferUpdate = 6
	callbackUpdate      = 7
	callbackSuggest     = 8
	callbackForm        = 9
)

// editFor is how long after its arrival an answer can be given in Discord's
// eyes, less a little.
const editFor = 14 * time.Minute

// heavy is how many bytes of files may still be under way when Discord's three
// seconds are over: with more, the answer is announced first.
const heavy = 256 << 10

// answer is the one answer to an interaction. There is exactly one callback:
// the reply itself or, if that takes too long, the word that it will come. The
// mutex is held during either, so that the other waits and sees what came of
// it.
type answer struct {
	d     *dispatcher
	j     *job
	timer *time.Timer

	mu    sync.Mutex
	state answerState
}

type answerState int

const (
	answerOpen      answerState = iota
	answerThinking              // a private message will come
	answerUpdating              // the pressed message will change
	answerGiven                 // there is nothing more to say
	answerAbandoned             // Discord takes no answer of ours
)

// newAnswer starts the clock: the answer is announced if it is not there in
// time.
func newAnswer(d *dispatcher, j *job) *answer {
	a := &answer{d: d, j: j}
	a.timer = time.AfterFunc(d.b.pace.deferAfter-time.Since(j.arrived), a.announce)
	return a
}

// drop gives up on the interaction.
func (a *answer) drop() {
	a.timer.Stop()
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.state == answerOpen {
		a.state = answerAbandoned
	}
}

// lost reports whether the announcement failed: then nobody sees an answer.
func (a *answer) lost() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.state == answerAbandoned
}

// announce tells Discord that the answer will come.
func (a *answer) announce() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.state != answerOpen {
		return
	}
	if err := a.promise(a.d.ctx, a.updates()); err != nil {
		a.d.b.log.Warn("answer not announced", "action", a.j.name(), "err", err)
	}
}

// promise says that the answer will come: a private message, or a change of
// the one that was pressed.
func (a *answer) promise(ctx context.Context, update bool) error {
	body, state := callbackBody{Type: callbackThinking, Data: &callbackMessageData{Flags: flagEphemeral}}, answerThinking
	if update {
		body, state = callbackBody{Type: callbackDeferUpdate}, answerUpdating
	}
	if err := a.callback(ctx, body, nil); err != nil {
		a.state = answerAbandoned
		return err
	}
	a.d.deferred.Add(1)
	a.state = state
	return nil
}

// updates reports whether the action answers by changing the private message
// that was pressed.
func (a *answer) updates() bool {
	return a.j.action != nil && a.j.action.On == Press && a.j.action.Updates && a.mayUpdate()
}

// mayUpdate reports whether the pressed message is private: only then an
// update changes it for nobody else.
func (a *answer) mayUpdate() bool {
	m := a.j.p.Message
	return m != nil && m.Flags&flagEphemeral != 0
}

// send gives the answer.
func (a *answer) send(ctx context.Context, reply Reply) error {
	a.timer.Stop()
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.state == answerGiven || a.state == answerAbandoned {
		return nil
	}
	err := a.give(ctx, a.state, reply)
	a.state = answerGiven // not after a panic: an apology may still be given
	return err
}

// give sends a reply the way that its kind and the answer's state demand.
func (a *answer) give(ctx context.Context, state answerState, reply Reply) error {
	switch r := reply.(type) {
	case Private:
		return a.message(ctx, state, r.Message, false)
	case Update:
		if !a.mayUpdate() {
			a.d.b.log.Error("action answers with an update where no private message was pressed", "action", a.j.name())
		}
		return a.message(ctx, state, r.Message, a.mayUpdate())
	case Form:
		return a.form(ctx, state, r)
	}
	return a.message(ctx, state, a.d.apology(a.j, fmt.Errorf("action answers with a %T", reply)), false)
}

// message answers with a private message, or updates the one that was pressed.
func (a *answer) message(ctx context.Context, state answerState, m Message, update bool) error {
	b, err := pack(m, a.d.b.log)
	if err != nil {
		if b, err = pack(a.d.apology(a.j, err), a.d.b.log); err != nil {
			return err
		}
	}
	if state == answerOpen && b.weight() > heavy {
		if err := a.promise(ctx, update); err != nil {
			return err
		}
		state = a.state
	}
	switch {
	case state == answerOpen && update:
		return a.callback(ctx, callbackBody{Type: callbackUpdate, Data: b.replacing()}, b)
	case state == answerOpen:
		b.Flags |= flagEphemeral
		return a.callback(ctx, callbackBody{Type: callbackMessage, Data: b}, b)
	case state == answerUpdating && !update:
		b.Flags |= flagEphemeral
		return a.followUp(ctx, b)
	}
	return a.edit(ctx, b.replacing())
}

// form opens a form, which Discord allows only as the first answer, and not to
// another form.
func (a *answer) form(ctx context.Context, state answerState, f Form) error {
	name, args, ok := parseCustomID(f.ID)
	target := a.d.b.custom[name]
	var err error
	switch {
	case state != answerOpen && f.Late != nil:
		return a.message(ctx, state, *f.Late, false)
	case state != answerOpen:
		a.d.b.log.Error("form came after its time", "action", a.j.name(), "took", time.Since(a.j.arrived))
		return a.message(ctx, state, says(sayPressAgain), false)
	case a.j.p.Kind == kindSubmit:
		err = errors.New("action answers a form with a form")
	case !ok || target == nil || target.On != Submit || target.Args != len(args):
		err = fmt.Errorf("form of %q leads to no action", name)
	}
	var m *modal
	if err == nil {
		m, err = packForm(f, a.d.b.log)
	}
	if err != nil {
		return a.message(ctx, state, a.d.apology(a.j, err), false)
	}
	return a.callback(ctx, callbackBody{Type: callbackForm, Data: m}, nil)
}

// callback sends the one callback. If the network or Discord fails in the
// middle, it may have taken effect: then Discord is asked whether there is an
// answer before it is sent again.
func (a *answer) callback(ctx context.Context, c callbackBody, files *body) error {
	ctx, cancel := context.WithDeadline(ctx, a.j.arrived.Add(a.d.b.pace.answerIn))
	defer cancel()
	for try := 1; ; try++ {
		err := a.d.b.rest.callback(ctx, a.j.p, c, files)
		e, ok := errors.AsType[*requestError](err)
		if !ok || try == maxTries || ctx.Err() != nil {
			return err
		}
		wait := time.Duration(try) * 50 * time.Millisecond
		switch {
		case e.status == http.StatusTooManyRequests:
			wait = max(wait, e.retryAfter)
			a.d.b.rest.waits.refused.add(wait)
		case !e.unsure():
			return err
		case c.Type == callbackForm && e.status == 0:
			return err // there is no asking whether a form was opened
		case c.Type != callbackForm:
			if a.d.b.rest.answered(ctx, a.j.p) {
				return nil
			}
		}
		if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < wait || sleep(ctx, wait) != nil {
			return err
		}
	}
}

// edit fills in the answer that was announced. It may be sent any number of
// times.
func (a *answer) edit(ctx context.Context, b *body) error {
	b.Flags = flagV2
	return a.retry(ctx, true, func(ctx context.Context) error {
		return a.d.b.rest.webhook(ctx, a.j.p, http.MethodPatch, b)
	})
}

// followUp sends a private message after an update was announced. Sent twice,
// it would be there twice.
func (a *answer) followUp(ctx context.Context, b *body) error {
	return a.retry(ctx, false, func(ctx context.Context) error {
		return a.d.b.rest.webhook(ctx, a.j.p, http.MethodPost, b)
	})
}

// retry tries again what Discord may take the next time.
func (a *answer) retry(ctx context.Context, evenIfUnsure bool, f func(context.Context) error) error {
	ctx, cancel := context.WithDeadline(ctx, a.j.arrived.Add(editFor))
	defer cancel()
	for try := 1; ; try++ {
		err := f(ctx)
		e, ok := errors.AsType[*requestError](err)
		if !ok || try == maxTries || ctx.Err() != nil {
			return err
		}
		wait := time.Duration(try*try) * 200 * time.Millisecond
		switch {
		case e.status == http.StatusTooManyRequests:
			wait = max(wait, e.retryAfter)
			a.d.b.rest.waits.refused.add(wait)
		case !e.unsure(), e.status == 0 && !evenIfUnsure:
			return err
		}
		if sleep(ctx, wait) != nil {
			return err
		}
	}
}
