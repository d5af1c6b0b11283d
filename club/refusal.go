package club

import (
	"errors"
	"fmt"
)

// ErrNoChapter is behind a Refusal of words that name no chapter of a book.
var ErrNoChapter = errors.New("no such chapter")

// Refusal is a "no" that is meant to be read: one or two plain sentences that
// say what was understood and what to do next. It changes nothing. Any other
// error is a fault, which its reader never sees.
type Refusal struct {
	sentence string
	cause    error // nil if nobody needs to know
}

// Refuse makes a Refusal from a format and its arguments. The sentence is
// shown as it stands, so texts about the story have no place in it.
func Refuse(format string, args ...any) *Refusal {
	return &Refusal{sentence: fmt.Sprintf(format, args...)}
}

// Error is the sentence itself.
func (r *Refusal) Error() string { return r.sentence }

// Unwrap is what a caller may want to tell the Refusal by, such as ErrNoChapter,
// or nil.
func (r *Refusal) Unwrap() error { return r.cause }

// noChapter is a Refusal of words that name no chapter, with what may help.
func noChapter(typed, help string, args ...any) *Refusal {
	r := Refuse("I find no chapter %s in this book. "+help, append([]any{Typed(typed)}, args...)...)
	r.cause = ErrNoChapter
	return r
}
