package bot

import (
	"fmt"
	"math/rand/v2"
	"time"
)

const (
	sayFault   = "Something went wrong on my side and nothing was changed. Please try again; if it stays, tell whoever runs me: ref %s."
	sayUnshown = "It was done, but I could not show it here. ref %s."
)

// fault logs the one line of a fault, and returns the reference that leads to
// it. What was typed is never in it.
func (d *dispatcher) fault(j *job, err error, more ...any) (ref string) {
	d.faults.Add(1)
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
