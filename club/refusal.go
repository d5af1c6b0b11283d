package club

import "fmt"

// Refusal is a "no" that is meant to be read: one or two plain sentences that
// say what was understood and what to do next. It changes nothing. Any other
// error is a fault, which its reader never sees.
type Refusal struct {
	sentence string
}

// Refuse makes a Refusal from a format and its arguments. The sentence is
// shown as it stands, so texts about the story have no place in it.
func Refuse(format string, args ...any) *Refusal {
	return &Refusal{sentence: fmt.Sprintf(format, args...)}
}

// Error is the sentence itself.
func (r *Refusal) Error() string { return r.sentence }
