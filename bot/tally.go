package bot

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"
)

// Result is how an interaction ended.
type Result string

// How an interaction ends. A refusal is an answer too: it says in words why
// something was not done.
const (
	Answered Result = "answered"
	Refused  Result = "refused"
	Failed   Result = "failed"  // something went wrong here
	Busy     Result = "busy"    // it was turned away unread
	Late     Result = "late"    // Discord did not take the answer any more
	Unknown  Result = "unknown" // there is no such action, or not any more
)

// Suggestions is the name by which Config.Over is told of all that was
// suggested, to whichever action.
const Suggestions = "suggestions"

// over tells how an interaction ended. Of what was typed it knows nothing.
func (d *dispatcher) over(j *job, result Result) {
	name, took := j.name(), time.Since(j.arrived)
	if j.p.Kind == kindSuggest {
		name = Suggestions
	}
	if d.b.conf.Over != nil {
		d.b.conf.Over(name, result, took)
	}
	if d.b.log.Enabled(context.Background(), slog.LevelDebug) {
		d.b.log.Debug("interaction over", "action", name, "result", string(result), "guild", j.p.Guild, "user", j.p.user(), "took", took)
	}
}

// Stats counts what the bot has seen since it was started.
type Stats struct {
	Interactions int64 // that arrived
	Busy         int64 // of them, turned away
	Deferred     int64 // answered in two steps
	Refusals     int64
	Faults       int64
	Connections  int64 // to the gateway
	Identifies   int64

	BucketWaits  Waits // of requests, for others that Discord limits with them
	PaceWaits    Waits // of requests, so that all together are no more than the bot sends
	RefusedWaits Waits // of requests, because Discord said that they were too many
	// Looked is when it was last known what work is due; zero before the first
	// time. It is looked every second, unless something holds that up.
	Looked time.Time
	// Invalid is how many requests Discord refused that count towards a ban.
	Invalid int64
}

// Waits counts waits of a millisecond and more.
type Waits struct {
	Times int64
	Took  time.Duration
}

// Stats says what the bot has seen so far.
func (b *Bot) Stats() Stats {
	d, w := b.dispatch, &b.rest.waits
	s := Stats{
		Interactions: d.interactions.Load(), Busy: d.busy.Load(), Deferred: d.deferred.Load(),
		Refusals: d.refusals.Load(), Faults: d.faults.Load(),
		BucketWaits: w.bucket.sum(), PaceWaits: w.pace.sum(), RefusedWaits: w.refused.sum(),
		Invalid: b.rest.guard.invalid(),
	}
	for _, k := range b.gateway.current() {
		s.Connections += k.connections.Load()
		s.Identifies += k.identifies.Load()
	}
	if looked := b.looked.Load(); looked > 0 {
		s.Looked = time.Unix(0, looked)
	}
	return s
}

// waits is what requests waited for before they went out.
type waits struct{ bucket, pace, refused waited }

// waited counts, and adds up, waits of one kind.
type waited struct{ times, took atomic.Int64 }

// add counts a wait that is worth the name.
func (w *waited) add(d time.Duration) {
	if d >= time.Millisecond {
		w.times.Add(1)
		w.took.Add(int64(d))
	}
}

func (w *waited) sum() Waits { return Waits{Times: w.times.Load(), Took: time.Duration(w.took.Load())} }
