package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"dogear/club"
)

const (
	runners    = 64   // actions that run at once
	waiting    = 1024 // interactions that wait for a runner
	suggesters = 8
	typing     = 64 // suggestions that wait
	excusers   = 8  // say "busy" when all of that is full
	excuses    = 256
)

const (
	sayStale = "This button is from an earlier version of me, and I can no longer tell what it was for. " +
		"Please use the command again."
	sayLapsed     = "This was shown more than an hour ago, and much may have changed since. Please use the command again."
	sayUnknown    = "I do not know that command any more. Discord may take a few minutes to show the new ones; then please try again."
	sayBusy       = "I am very busy just now. Please try again in a moment."
	sayServer     = "That works only in the server that your club is in. Please use it there."
	sayPressAgain = "That took me longer than Discord lets a form wait. Please press it again."
)

// dispatcher takes interactions from the gateway's reader, which it never
// holds up, and runs their actions: so many at once, so many waiting, and a
// word of excuse to the rest.
type dispatcher struct {
	b      *Bot
	ctx    context.Context // ends what is in flight
	asking context.Context // ends what actions ask, which can take minutes
	hush   func()          // ends asking
	queue  chan *job
	typing chan *job
	excuse chan *job
	wg     sync.WaitGroup

	enquiries enquiries

	mu     sync.RWMutex
	closed bool

	interactions, busy, deferred, refusals, faults atomic.Int64
}

// job is one interaction on its way.
type job struct {
	p       *payload
	arrived time.Time // wire time
	action  *Action   // nil: there is none
	args    []int64
	options []payloadOption
	answer  *answer
	excuse  string // what is said instead of running the action
	ran     bool   // the action has done what it does
	result  Result // "" for Answered
}

// start makes the runners. They are kept, rather than one begun for each
// interaction, because a goroutine's stack grows slowly to what an answer
// needs.
func (d *dispatcher) start(ctx context.Context) {
	d.ctx = ctx
	d.asking, d.hush = context.WithCancel(ctx)
	for _, pool := range []struct {
		n   int
		in  chan *job
		run func(*job)
	}{
		{runners, d.queue, d.act},
		{enquirers, d.enquiries.queue, d.act},
		{suggesters, d.typing, d.suggest},
		{excusers, d.excuse, func(j *job) { d.send(j, Private{says(j.excuse)}) }},
	} {
		for range pool.n {
			d.wg.Go(func() {
				for j := range pool.in {
					d.guarded(j, pool.run)
				}
			})
		}
	}
}

// drain takes no more, and returns a channel that closes when all that was
// taken is answered.
func (d *dispatcher) drain() <-chan struct{} {
	d.hush()
	d.mu.Lock()
	d.closed = true
	close(d.queue)
	close(d.enquiries.queue)
	close(d.typing)
	close(d.excuse)
	d.mu.Unlock()
	done := make(chan struct{})
	go func() {
		d.wg.Wait()
		close(done)
	}()
	return done
}

// offer takes an interaction, or has it excused.
func (d *dispatcher) offer(p *payload, arrived time.Time) {
	j := &job{p: p, arrived: arrived}
	if !d.b.find(j) {
		return // a ping, or what Discord thinks of next
	}
	d.interactions.Add(1)

	d.mu.RLock()
	defer d.mu.RUnlock()
	if d.closed {
		d.busy.Add(1)
		d.over(j, Busy)
		return // the connection is about to close; Discord says that we did not respond
	}
	if p.Kind == kindSuggest {
		select {
		case d.typing <- j:
		default:
			d.busy.Add(1) // the next letter asks again
			d.over(j, Busy)
		}
		return
	}
	j.answer = newAnswer(d, j)
	queue := d.queue
	if j.asks() {
		if !d.enquiries.enter(p.Guild) {
			d.refusals.Add(1)
			d.turnAway(j, Refused, sayLooking)
			return
		}
		queue = d.enquiries.queue
	}
	select {
	case queue <- j:
	default:
		if j.asks() {
			d.enquiries.leave(p.Guild)
		}
		d.busy.Add(1)
		d.turnAway(j, Busy, sayBusy)
	}
}

// turnAway has a word said instead of running an action, if there is somebody
// left to say it.
func (d *dispatcher) turnAway(j *job, result Result, word string) {
	j.excuse, j.result = word, result
	select {
	case d.excuse <- j:
	default:
		j.answer.drop()
		d.over(j, result)
	}
}

// guarded runs a job and outlives its panics.
func (d *dispatcher) guarded(j *job, run func(*job)) {
	defer func() {
		if r := recover(); r != nil {
			d.send(j, Private{d.apology(j, fmt.Errorf("panic: %v", r), slog.String("stack", string(debug.Stack())))})
		}
	}()
	run(j)
}

// act runs the action of a command, a press or a form, and answers.
func (d *dispatcher) act(j *job) {
	if j.action == nil {
		word := sayStale
		j.result = Unknown
		if j.p.Kind == kindCommand {
			word = sayUnknown
		}
		d.send(j, Private{says(word)})
		return
	}
	limit := d.b.pace.runFor
	if j.asks() {
		limit += d.b.pace.askFor
	}
	ctx, cancel := context.WithTimeout(d.ctx, limit)
	defer cancel()
	reply, err := d.run(ctx, j)
	if refusal, ok := errors.AsType[*club.Refusal](err); ok {
		d.refusals.Add(1)
		j.result = Refused
		reply = Private{says(refusal.Error())}
	} else if err != nil {
		apology := d.apology(j, err)
		if f, ok := errors.AsType[*Fault](err); ok {
			apology.Parts = append(apology.Parts, f.Then)
		}
		reply = Private{apology}
	}
	d.send(j, reply)
}

// run makes the interaction's values and runs the action on them.
func (d *dispatcher) run(ctx context.Context, j *job) (Reply, error) {
	if j.asks() {
		// Before the answer: whoever has that may ask again.
		defer d.enquiries.leave(j.p.Guild)
	}
	in := j.p.interaction()
	in.Now, in.args = d.b.conf.Now(), j.args
	j.p.take(in, j.options)
	takeFields(in, j.p.Data.Fields)
	if j.p.Data.Values != nil {
		in.values = map[string]value{"": chosen(j.p.Data.Values)}
	}
	if in.Guild == "" && !j.action.DM {
		return nil, club.Refuse("%s", sayServer)
	}
	if j.action.Organiser && (j.action.On == Press || j.action.On == Submit) {
		if err := stillShown(in); err != nil {
			return nil, err
		}
	}
	if j.action.NeedsServer {
		s, err := d.b.rest.server(ctx, in.Guild, d.b.self().user)
		if err != nil {
			return nil, fmt.Errorf("ask for the server: %w", err)
		}
		in.Server = s
	}
	if j.action.Fetches != "" {
		done, err := d.fetch(ctx, in, j.action)
		defer done()
		if err != nil {
			return nil, err
		}
	}
	if j.action.On == OnMessage {
		done, err := d.target(ctx, in, j)
		defer done()
		if err != nil {
			return nil, err
		}
	}
	if j.asks() {
		if err := d.ask(ctx, in, j); err != nil {
			return nil, err
		}
	}
	reply, err := j.action.Run(ctx, in)
	j.ran = err == nil
	if err != nil {
		return reply, err
	}
	return withDrawings(ctx, reply)
}

// send answers, and logs if that cannot be done.
func (d *dispatcher) send(j *job, reply Reply) {
	if j.answer == nil { // a panic while suggesting
		d.choices(j, nil)
		return
	}
	err := j.answer.send(d.ctx, reply)
	if err == nil {
		if j.answer.lost() {
			j.result = Late
		}
		d.over(j, cmp.Or(j.result, Answered))
		return
	}
	switch discordCode(err) {
	case codeUnknownInteraction, codeAcknowledged:
		d.over(j, Late)
		d.b.log.Warn("answer came too late, or another answered", "action", j.name(), "err", err, "took", time.Since(j.arrived))
	default:
		d.fault(j, err)
		d.over(j, j.result)
	}
}

func (j *job) name() string {
	if j.action == nil {
		return "unknown"
	}
	return j.action.Name
}
