package bot

import (
	"context"
	"time"
)

// Desk is where work is kept: every thing that is to be done in Discord
// besides the private answer is a row there. The edge claims rows, asks what
// should be true of each now, makes it true and says how it went.
type Desk interface {
	// Claim leases up to limit tasks that are due, at most one of a lane.
	Claim(ctx context.Context, limit int) ([]Task, error)
	// Look computes what should be true now of the task's subject.
	Look(ctx context.Context, t Task) (Wish, error)
	// Done records in one transaction what was done, and what follows from it.
	Done(ctx context.Context, t Task, o Outcome) error
	// Failed records that it could not be done, and whether to try again.
	Failed(ctx context.Context, t Task, p Problem) error
}

// Task is a claimed row of work.
type Task struct {
	ID      int64  // names the row in the nonce and in every button of its message
	Kind    string // what it is about, for the log
	Subject int64
	User    string    // of a task about a person, "" else
	Version int64     // what was asked for when it was claimed; Done gives it back
	Due     time.Time // club time
	// Channel and Message say where the message is that this row posted
	// before, Look what it looked like. Message is "" before the first post;
	// Channel then says where it would be, for one whose answer was lost.
	Channel string
	Message string
	Look    string
	// Attempts counts the claims of this row since it was last done that may
	// have taken effect (those that ended with a Problem that is Unsure, or
	// without a word), and this one; First is the club time of the first of
	// them. With more than one a message may exist that the row does not know
	// of.
	Attempts int
	First    time.Time
}

// Wish is what should be true now: a Post, Removed, a Grant, a Room, a Seat, an
// Event, a Direct, a Talk, or Nothing.
type Wish interface{ wish() }

// Post is a message that should be in a channel, with this look.
type Post struct {
	Channel string
	Message Message
	// OnlyEdit says that the message is not to be posted anew if it is not
	// there (it was deleted by hand, or never came to be).
	OnlyEdit bool
}

// Removed is a message that should no longer be there.
type Removed struct{}

// Grant is a role that a member should have, or should not.
type Grant struct {
	Guild, User, Role string
	Has               bool
	// Before is another role that was given for the same reason and is to be
	// taken first, or "". What was given is the task's Look.
	Before string
	// Fit judges the role before it is given; a *club.Refusal says why not.
	Fit func(Server) error
}

// Room is a private thread that should be there, under this name. Nobody but
// who manages threads can be let in by others than the bot, and it goes to the
// archive after a week without a word. The task's Message is the thread, once
// it is made, and its Channel the parent.
type Room struct {
	Parent string
	Name   string // at most 100 characters, neutral: everyone may come to see it
	Locked bool   // it can be read, and not be written in
	// Taken reports whether a thread is the room of another row already. It is
	// asked where the answer to a first attempt was lost and a thread is there
	// that may be what came of it, or another row's.
	Taken func(ctx context.Context, thread string) (bool, error)
}

// Seat is a member who should be in a thread, or should not. The Look is "in"
// for one who is.
type Seat struct {
	Thread, User string
	In           bool
}

// Event is a scheduled event that should be in a server, at its channel, or
// should not. The task's Message is the event. A Look of "gone" says that it was
// deleted or ended by hand: Discord is asked for nothing then, and it stays so
// whatever is wished for. An event whose Start is not ahead is left as it is.
type Event struct {
	Guild   string
	Channel string // its name is the event's location, as it is when the event is made or changed
	// Name has at most 100 characters, Description 1,000; what is longer is cut.
	// Everyone in the server sees both.
	Name, Description string
	Start, End        time.Time // End is after Start
	Off               bool      // it should not be there
	// Taken reports whether an event is that of another row already. It is asked
	// where the answer to a first attempt was lost.
	Taken func(ctx context.Context, event string) (bool, error)
}

// Direct is a direct message that a person should have, with this look. It has
// a button, by which it is found again after a crash. The Outcome's Channel is
// the one with the person: with Channel set to it, the next message needs no
// new one, of which one a second is opened. All Directs that may need one are
// best done in one lane: each that waits for its second keeps a place among the
// few tasks that are done side by side.
type Direct struct {
	User    string
	Channel string // with the person, from before, or ""
	Message Message
}

// Talk is the public thread under a message of ours that should be there, so
// that people talk below the question. The task's Message is the thread, which
// has the id of its message, and its Channel the one of the message. Once made
// it is left alone: whoever renames, archives or deletes it has the last word.
// An Outcome that is Gone says that the message or the channel is.
type Talk struct {
	Channel, Message string // where the message is
	Name             string // what is over 100 characters is cut; everyone sees it
}

// Nothing is to be done; Missed says that it was to be done and is too late.
type Nothing struct {
	Missed bool
	Reason string
}

func (Post) wish()    {}
func (Removed) wish() {}
func (Grant) wish()   {}
func (Room) wish()    {}
func (Seat) wish()    {}
func (Event) wish()   {}
func (Direct) wish()  {}
func (Talk) wish()    {}
func (Nothing) wish() {}

// Outcome is what was done.
type Outcome struct {
	Channel string // of the message, if there is one; of a room, its parent
	Message string // or the thread that is a room, or the event; "" if there is none any more
	Look    string // what it looks like now
	Gone    bool   // it was to be edited, or the thread changed, and is not there any more
	Missed  bool
	Reason  string
	Closed  bool // of a Direct: the person takes no direct messages of the bot's
}

// Problem is why a task could not be done.
type Problem struct {
	// Reason is plain words for an organiser; it names no token and no text.
	Reason string
	// Permanent says that Discord will refuse it again until someone changes
	// something there (a right, a channel).
	Permanent bool
	// Unsure says that this attempt may have taken effect all the same: a
	// message may be there that the row does not know of. It is false where
	// Discord refused, and where nothing was asked of it.
	Unsure bool
	// Aside says that the trouble is this subject's alone: what is due for
	// others in its lane need not wait for it.
	Aside bool
	// RetryAfter is how long to wait at least, on the wire's clock.
	RetryAfter time.Duration
}
