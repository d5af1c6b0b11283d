package bot

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"sync"
	"time"

	"github.com/robfig/cron/v3"
)

// lanes is how many tasks are done side by side: enough that a far Discord (each
// has its way there and back, and is recorded) does not keep the worker below
// requestsPerSecond. Claims are no larger, so that what has just fallen due does
// not wait behind a long list.
const lanes = 32

// worker does in Discord what the desk says is due. It looks every second, at
// once when it is woken, and whenever a task is finished.
type worker struct {
	b      *Bot
	desk   Desk
	live   context.Context // ends the claiming
	flight context.Context // ends what is in flight

	claiming sync.Mutex    // held by the one who claims
	slots    chan struct{} // held by the tasks that run; filled by who claims
	tasks    sync.WaitGroup
	look     func() // claims, and outlives the panics of that

	owning sync.Mutex
	owner  map[string]int64 // the row that a thread or an event is to be that of, until that is recorded

	directs directs // opened for messages that have not got through yet
	sends   sends
}

func newWorker(b *Bot) *worker {
	w := &worker{b: b, desk: b.conf.Desk, slots: make(chan struct{}, lanes), owner: make(map[string]int64)}
	w.look = cron.NewChain(cron.Recover(cronLog{b.log})).Then(cron.FuncJob(w.claim)).Run
	return w
}

// run works until live ends, and returns when what was claimed is done.
func (w *worker) run(live, flight context.Context) {
	w.live, w.flight = live, flight
	log := cronLog{w.b.log}
	ticker := cron.New(cron.WithLogger(log), cron.WithChain(cron.SkipIfStillRunning(log), cron.Recover(log)))
	ticker.Schedule(cron.Every(time.Second), cron.FuncJob(w.claim))
	ticker.Start()
	for live.Err() == nil {
		w.look()
		select {
		case <-w.b.conf.Wake:
		case <-live.Done():
		}
	}
	<-ticker.Stop().Done()
	w.tasks.Wait()
}

// claim starts what is due, as far as there is room. Each task that ends looks
// again.
func (w *worker) claim() {
	w.claiming.Lock()
	defer w.claiming.Unlock()
	for {
		free := lanes - len(w.slots)
		if free == 0 || w.live.Err() != nil {
			w.b.looked.Store(time.Now().UnixNano())
			return
		}
		tasks, err := w.desk.Claim(w.live, free)
		if err != nil {
			if w.live.Err() == nil {
				w.b.log.Error("work not claimed", "err", err)
			}
			return
		}
		w.b.looked.Store(time.Now().UnixNano())
		for _, t := range tasks {
			w.slots <- struct{}{}
			w.tasks.Go(func() {
				w.do(t)
				<-w.slots
				w.look()
			})
		}
		if len(tasks) < free {
			return
		}
	}
}

// do asks what should be true of a task, makes it true, and tells the desk.
func (w *worker) do(t Task) {
	ctx, cancel := context.WithTimeout(w.flight, w.b.pace.taskFor)
	defer cancel()
	log := w.b.log.With("work", t.ID, "kind", t.Kind, "attempt", t.Attempts)
	outcome, err := w.attempt(ctx, t, log)
	if err != nil {
		problem := problemOf(err, t.Attempts)
		if problem.Reason == sayWorkFault {
			problem.Reason = fmt.Sprintf(sayWorkFault, workFault(log, t, err))
		} else {
			log.Warn("work not done", "reason", problem.Reason, "permanent", problem.Permanent, "err", err)
		}
		err = w.desk.Failed(w.flight, t, problem)
	} else if err = w.desk.Done(w.flight, t, outcome); err == nil {
		w.release(t.ID)
		w.sends.forget(nonce(t))
	}
	if err != nil {
		log.Error("work not recorded", "err", err) // its lease runs out, and it is done again
	}
}

// attempt does a task, and outlives the panics of it.
func (w *worker) attempt(ctx context.Context, t Task, log *slog.Logger) (o Outcome, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = &panicError{fmt.Sprint(r), debug.Stack()}
		}
	}()
	wish, err := w.desk.Look(ctx, t)
	if err != nil {
		return Outcome{}, fmt.Errorf("look what should be: %w", err)
	}
	switch wish := wish.(type) {
	case Nothing:
		return Outcome{Channel: t.Channel, Message: t.Message, Look: t.Look, Missed: wish.Missed, Reason: wish.Reason}, nil
	case Post:
		return w.post(ctx, t, wish, log)
	case Removed:
		return w.remove(ctx, t)
	case Grant:
		return w.grant(ctx, wish)
	case Room:
		return w.room(ctx, t, wish)
	case Seat:
		o, err := w.seat(ctx, wish)
		return o, aside(err)
	case Event:
		o, err := w.event(ctx, t, wish)
		return o, aside(err)
	case Direct:
		return w.direct(ctx, t, wish, log)
	case Talk:
		o, err := w.talk(ctx, t, wish)
		return o, aside(err)
	}
	return Outcome{}, fmt.Errorf("desk wishes for a %T", wish)
}

// grant gives a role, or takes it, and the one that was given before.
func (w *worker) grant(ctx context.Context, g Grant) (Outcome, error) {
	if g.Before != "" && g.Before != g.Role {
		if err := w.take(ctx, g, g.Before); err != nil {
			return Outcome{}, err
		}
	}
	if !g.Has {
		return Outcome{}, w.take(ctx, g, g.Role)
	}
	if g.Fit != nil {
		s, err := w.b.rest.server(ctx, g.Guild, w.b.self().user)
		if err != nil {
			return Outcome{}, err
		}
		if err := g.Fit(*s); err != nil {
			return Outcome{}, err
		}
	}
	if err := w.b.rest.memberRole(ctx, http.MethodPut, g, g.Role); err != nil {
		return Outcome{}, &deedError{deed: deedRole, err: err}
	}
	return Outcome{Look: g.Role}, nil
}

// take takes a role from a member, if they have it and it is there.
func (w *worker) take(ctx context.Context, g Grant, role string) error {
	if role == "" {
		return nil
	}
	err := w.b.rest.memberRole(ctx, http.MethodDelete, g, role)
	switch discordCode(err) {
	case codeUnknownMember, codeUnknownUser, codeUnknownRole, codeUnknownGuild:
		return nil // they cannot have it any more
	}
	if err == nil {
		return nil
	}
	return &deedError{deed: deedRole, err: err}
}

// cronLog passes on what cron says of a panic. That it ticks is nothing to tell.
type cronLog struct{ log *slog.Logger }

// Info implements cron.Logger.
func (l cronLog) Info(string, ...any) {}

// Error implements cron.Logger.
func (l cronLog) Error(err error, msg string, _ ...any) {
	l.log.Error("work: "+msg, "err", err)
}
