package bot

import (
	"errors"
	"fmt"
	"time"

	"dogear/club"
)

// deed is what was being done when Discord said no: its codes are few, and
// mean another thing for each.
type deed int

const (
	deedPost   deed = iota // a message was written or edited
	deedRemove             // a message was deleted
	deedRole               // a role was given or taken
	deedRoom               // a room was made
	deedTurn               // a thread was opened, locked or renamed
	deedSeat               // somebody was let into a thread
	deedUnseat             // somebody was taken out of one
	deedLook               // something was looked at
	deedEvent              // an event was made, changed or deleted
	deedTalk               // a thread was opened under a message
)

// deedError tells what was being done. Half says that something was made
// before that, which the row does not know of.
type deedError struct {
	deed deed
	half bool
	err  error
}

// Error is what Discord said.
func (e *deedError) Error() string { return e.err.Error() }

// Unwrap gives what Discord said.
func (e *deedError) Unwrap() error { return e.err }

// asideError is trouble with one subject that need not hold up the others of its
// lane.
type asideError struct{ err error }

// Error is the trouble.
func (e *asideError) Error() string { return e.err.Error() }

// Unwrap gives the trouble.
func (e *asideError) Unwrap() error { return e.err }

// aside is err as trouble of one subject alone.
func aside(err error) error {
	if err == nil {
		return nil
	}
	return &asideError{err}
}

// problemOf is what an organiser is told of an error, and when to try again.
func problemOf(err error, attempts int) Problem {
	p := problemIn(err, attempts)
	if _, ok := errors.AsType[*asideError](err); ok {
		p.Aside = true
	}
	return p
}

// problemIn is problemOf, for what concerns the whole lane as well.
func problemIn(err error, attempts int) Problem {
	backOff := time.Second << min(max(attempts, 1), 9) // 2 s to 8.5 min
	if refusal, ok := errors.AsType[*club.Refusal](err); ok {
		return Problem{Reason: refusal.Error(), Permanent: true}
	}
	if p, ok := errors.AsType[*waitError](err); ok {
		return Problem{Reason: p.reason, Aside: true, RetryAfter: max(backOff, time.Minute)}
	}
	e, ok := errors.AsType[*requestError](err)
	if !ok {
		return Problem{Reason: sayWorkFault, Unsure: true, RetryAfter: backOff}
	}
	if e.code == codeTooManyEdits {
		return Problem{Reason: "The message was changed too often in the last hour; I try again.", Aside: true, RetryAfter: max(backOff, time.Minute, e.retryAfter)}
	}
	if e.code == codeTooFastDirects {
		return Problem{Reason: "Discord has me open fewer direct messages at once; I try again.", RetryAfter: max(backOff, time.Minute, e.retryAfter)}
	}
	var done deedError
	if d, ok := errors.AsType[*deedError](err); ok {
		done = *d
	}
	if reason := reasonOf(e, done.deed); reason != "" {
		return Problem{Reason: reason, Permanent: true, Unsure: done.half}
	}
	return Problem{Reason: "Discord did not answer as it should; I try again.", Unsure: done.half || e.unsure(), RetryAfter: max(backOff, e.retryAfter)}
}

// reasonOf is why Discord will refuse this until someone changes something
// there, "" if it may take it next time. Permissions have Discord's names.
func reasonOf(e *requestError, doing deed) string {
	switch e.code {
	case codeMissingAccess:
		return doing.unseen()
	case codeMissingPermissions:
		return doing.denied()
	case codeUnknownChannel:
		return "The channel is gone."
	case codeUnknownGuild:
		return "I am not in the server any more."
	case codeUnknownRole:
		return "The role is gone."
	case codeUnknownMember, codeUnknownUser:
		return "They are not in the server any more."
	case codeArchivedThread, codeLockedThread:
		return "The thread is locked or archived (Manage Threads)."
	case codeFullThread:
		return "There are as many people in the room as Discord allows."
	case codeManyEvents:
		return "There are as many events in the server as Discord allows (100)."
	case codeManyThreads:
		return "There are as many open threads in the server as Discord allows."
	}
	if e.status >= 400 && e.status < 500 && e.status != 429 && e.status != 408 && e.status != 401 {
		return fmt.Sprintf("Discord refused it (status %d, code %d).", e.status, e.code)
	}
	return ""
}

// unseen is the reason where something cannot be seen.
func (d deed) unseen() string {
	switch d {
	case deedRole:
		return "I am not in the server any more."
	case deedEvent:
		return d.denied()
	case deedTurn, deedUnseat:
		return "I cannot see the room (View Channel; Manage Threads if I was taken out of it)."
	case deedSeat:
		return "I cannot see the room (View Channel; Manage Threads if I was taken out of it), or they cannot see its channel."
	}
	return "I cannot see the channel (View Channel)."
}

// denied is the reason where a right is missing.
func (d deed) denied() string {
	switch d {
	case deedRemove:
		return "I may not delete what others have written in the channel (Manage Messages)."
	case deedRole:
		return "I may not give that role (Manage Roles, and my own role above it)."
	case deedRoom:
		return "I may not make private threads in the channel (Create Private Threads)."
	case deedTurn:
		return "I may not open, lock or rename the thread (Manage Threads)."
	case deedSeat:
		return "I may not let them into the room (Send Messages in Threads), or they cannot see its channel (View Channel)."
	case deedUnseat:
		return "I may not take them out of the room (Manage Threads)."
	case deedLook:
		return sayNoHistory
	case deedEvent:
		return "I may not make events in the server (Create Events)."
	case deedTalk:
		return "I may not open threads in the channel (Create Public Threads, Read Message History)."
	}
	return "I may not write in the channel (Send Messages, in a thread Send Messages in Threads)."
}
