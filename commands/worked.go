package commands

import "time"

// Worked is what came of a piece of work, for who counts it.
type Worked struct {
	Kind string // one of a few words: "card", "checkpoint" and so on
	// State is "done", "missed" (it was too late), "waiting" (it is tried again
	// soon), "stuck" (Discord refuses it; it is tried again every ten minutes) or
	// "failed" (nobody will).
	State  string
	Posted bool          // a message is there for the first time
	Late   time.Duration // if it is: by how much
}

// told passes on what came of a task, once that is recorded. A kind that only a
// later Dogear knows is "other", so that there are few.
func (d *desk) told(err error, w Worked) error {
	if err != nil {
		return err
	}
	if _, known := d.lookers[w.Kind]; !known {
		w.Kind = "other"
	}
	if w.Late = max(w.Late, 0); !w.Posted {
		w.Late = 0
	}
	d.h.worked(w)
	return nil
}
