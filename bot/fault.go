package bot

import (
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strconv"
	"time"
)

const (
	sayFault   = "Something went wrong on my side and nothing was changed. Please try again; if it stays, tell whoever runs me: ref %s."
	sayUnshown = "It was done, but I could not show it here. ref %s."
	// A piece of work that goes wrong is told to organisers. Its reference is the
	// row's, the same each time that it is tried.
	sayWorkFault = "Something went wrong on my side; I try again. ref %s."
)

// fault logs the one line of a fault, and returns the reference that leads to
// it. What was typed is never in it.
func (d *dispatcher) fault(j *job, err error, more ...any) (ref string) {
	d.faults.Add(1)
	j.result = Failed
	ref = fmt.Sprintf("%04x", rand.N(1<<16))
	d.b.log.With(more...).Error("action failed", "ref", ref, "action", j.name(),
		"guild", j.p.Guild, "user", j.p.user(), "took", time.Since(j.arrived), "err", err)
	return ref
}

// apology logs a fault, and says what came of the action: once it has run,
// nothing takes it back.
func (d *dispatcher) apology(j *job, err error, more ...any) Message {
	word := sayFault
	if j.ran {
		word = sayUnshown
	}
	return says(fmt.Sprintf(word, d.fault(j, err, more...)))
}

// workFault logs the one line of a fault in a piece of work, and returns the
// reference that leads to it.
func workFault(log *slog.Logger, t Task, err error) (ref string) {
	ref = "w" + strconv.FormatInt(t.ID, 10)
	log = log.With("ref", ref)
	if p, ok := errors.AsType[*panicError](err); ok {
		log = log.With("stack", string(p.stack))
	}
	log.Error("work failed", "err", err)
	return ref
}

// panicError is a panic that was outlived.
type panicError struct {
	said  string
	stack []byte
}

// Error is what the panic said.
func (e *panicError) Error() string { return "panic: " + e.said }
