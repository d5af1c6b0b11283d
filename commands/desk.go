package commands

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// The kinds of work, by what their subject is. Every message that Dogear posts
// by itself, and every role that it gives, is a row of one of them.
const (
	workCard       = "card"       // of a read
	workCheckpoint = "checkpoint" // its post
	workPrompts    = "prompts"    // a post of the questions of one moment
	workStub       = "stub"       // of a note
	workLine       = "line"       // an announcement
	workRate       = "rate"       // "How was it?" at the end of a read
	workReveal     = "reveal"     // of a read's ratings
	workRole       = "role"       // a club's role, of one person
	workRoom       = "room"       // of a checkpoint: its private thread
	workSeat       = "seat"       // in a checkpoint's room, of one person
	workWelcome    = "welcome"    // the first message in a checkpoint's room
	workShut       = "shut"       // a read whose rooms may be shut
	workUnsay      = "unsay"      // the message that a note was before it was locked
	workEvent      = "event"      // of a checkpoint, in the server's calendar
	workRemind     = "remind"     // of a checkpoint: the moment to remind its readers
	workReminder   = "reminder"   // of a checkpoint, to one person
	workNudge      = "nudge"      // of a read: the moment to remind its readers of their stars
	workNudged     = "nudged"     // of a read, to one person who has not rated it
	workYear       = "year"       // of a club's year: its post
	workTalk       = "talk"       // of a post's row of work: the public thread under it
	workTalkLine   = "talkline"   // its first line
)

// lookers says for each kind how to compute what should be true now.
func (h *House) lookers() map[string]func(*storage.Tx, bot.Task) (bot.Wish, error) {
	return map[string]func(*storage.Tx, bot.Task) (bot.Wish, error){
		workCard:       h.lookCard,
		workCheckpoint: h.lookCheckpoint,
		workPrompts:    h.lookPrompts,
		workStub:       h.lookStub,
		workLine:       h.lookLine,
		workRate:       h.lookRate,
		workReveal:     h.lookReveal,
		workRole:       h.lookRole,
		workRoom:       h.lookRoom,
		workSeat:       h.lookSeat,
		workWelcome:    h.lookWelcome,
		workShut:       h.lookShut,
		workUnsay:      h.lookUnsay,
		workEvent:      h.lookEvent,
		workRemind:     h.lookRemind,
		workReminder:   h.lookReminder,
		workNudge:      h.lookRemind,
		workNudged:     h.lookNudged,
		workYear:       h.lookYear,
		workTalk:       h.lookTalk,
		workTalkLine:   h.lookTalkLine,
	}
}

// leaseFor is how long a claimed row is nobody else's: longer than a request
// to Discord and the wait for its rate limit.
const leaseFor = 2 * time.Minute

// retryStuck is how long a post that Discord refused waits before it is tried
// again, as long as it is not too late for it.
const retryStuck = 10 * time.Minute

// desk is the bot's desk of work, on storage.
type desk struct {
	h       *House
	lookers map[string]func(*storage.Tx, bot.Task) (bot.Wish, error)
	wire    func() time.Time
}

// Desk is where the bot finds its work. It frees what an earlier Dogear, which
// has ended, had claimed.
func (h *House) Desk(ctx context.Context) (bot.Desk, error) {
	d := &desk{h: h, lookers: h.lookers(), wire: h.wire}
	return d, h.db.Write(ctx, func(tx *storage.Tx) error { return tx.FreeLeases() })
}

func (d *desk) Claim(ctx context.Context, limit int) ([]bot.Task, error) {
	now, wire := d.h.now(), d.wire()
	due := false
	err := d.h.db.Read(ctx, func(tx *storage.Tx) (err error) {
		due, err = tx.Due(now, wire)
		return err
	})
	if err != nil || !due {
		return nil, err
	}
	var works []storage.Work
	err = d.h.db.Write(ctx, func(tx *storage.Tx) (err error) {
		works, err = tx.Claim(now, wire, wire.Add(leaseFor), limit)
		return err
	})
	tasks := make([]bot.Task, len(works))
	for i, w := range works {
		tasks[i] = bot.Task{
			ID: w.ID, Kind: w.Kind, Subject: w.Subject, User: w.User, Version: w.Version, Due: w.Due,
			Channel: w.Channel, Message: w.Message, Look: w.Look, Attempts: w.Attempts, First: w.First,
		}
		if w.Channel == "" && w.User == "" && !laneless(w.Kind) { // the lane of a post is its channel
			tasks[i].Channel = w.Lane
		}
	}
	return tasks, err
}

// laneless reports whether the lane of a kind is no channel.
func laneless(kind string) bool {
	return slices.Contains([]string{workRoom, workShut, workEvent, workRemind, workNudge, workTalk}, kind)
}

func (d *desk) Look(ctx context.Context, t bot.Task) (wish bot.Wish, err error) {
	look, ok := d.lookers[t.Kind]
	if !ok { // a later Dogear wrote it, and may be back
		return nil, club.Refuse("This version of Dogear does not know how to do it.")
	}
	err = d.h.db.Read(ctx, func(tx *storage.Tx) error {
		wish, err = look(tx, t)
		if errors.Is(err, storage.ErrNotFound) { // its subject is gone
			wish, err = bot.Removed{}, nil
		}
		return err
	})
	return wish, err
}

func (d *desk) Done(ctx context.Context, t bot.Task, o bot.Outcome) error {
	w := storage.Work{
		ID: t.ID, Version: t.Version, State: "done", Reason: o.Reason,
		Channel: o.Channel, Message: o.Message, Look: o.Look,
	}
	if o.Gone && t.Message == "" && t.Kind != workSeat && t.Kind != workTalk { // it was too late to post it anew
		o.Missed, w.Reason = true, missedReason
	}
	if o.Missed {
		w.State, w.Grave = "missed", w.Reason == missedReason
	}
	err := d.h.db.Write(ctx, func(tx *storage.Tx) error {
		if o.Missed {
			was, err := tx.WorkByRow(t.ID)
			if err != nil {
				return err
			}
			switch {
			case was.State == "stuck" && was.Grave: // it was there in time, and refused
				w.State, w.Reason = "failed", was.Reason
			case was.Reason == storage.Rested:
				w.Reason, w.Grave = "", false
			}
		}
		switch err := tx.Finish(w, d.h.now()); {
		case errors.Is(err, storage.ErrNotFound): // erased meanwhile, and nothing follows
			return nil
		case err != nil:
			return err
		}
		if err := d.h.follow(tx, t, o); err != nil || t.User == "" {
			return err
		}
		return tx.Undone(t.ID, t.User)
	})
	return d.told(err, Worked{Kind: t.Kind, State: w.State, Posted: t.Message == "" && o.Message != "" && !t.Due.IsZero(), Late: d.h.now().Sub(t.Due)})
}

// follow asks for what follows from what was done.
func (h *House) follow(tx *storage.Tx, t bot.Task, o bot.Outcome) error {
	made := t.Message == "" && o.Message != ""
	switch {
	case t.Kind == workCheckpoint && t.Message == "":
		return h.afterCheckpoint(tx, t, made)
	case t.Kind == workPrompts:
		return h.afterPosted(tx, t, made, o.Missed)
	case t.Kind == workReveal:
		return h.afterReveal(tx, t, o)
	case t.Kind == workTalk && made:
		return h.afterTalk(tx, t.Subject, o.Message)
	case t.Kind == workRoom && made:
		return h.afterRoom(tx, t.Subject, o.Message)
	case t.Kind == workSeat && o.Gone: // somebody deleted the room
		return tx.Lose(workRoom, t.Subject)
	case t.Kind == workEvent && t.Message != "" && o.Message == "":
		return h.afterEvent(tx, t.Subject)
	case t.Kind == workRemind:
		return h.afterRemind(tx, t.Subject)
	case t.Kind == workNudge:
		return h.afterNudge(tx, t.Subject)
	case (t.Kind == workReminder || t.Kind == workNudged) && o.Closed:
		return tx.CloseReminders(t.User)
	case (t.Kind == workReminder || t.Kind == workNudged) && o.Message != "" && o.Channel != "":
		return tx.KeepDirect(t.User, o.Channel)
	case t.Kind == workShut:
		return h.afterShut(tx, t.Subject)
	case t.Kind == workStub && made: // what it says is safe now
		return tx.AskAgain(workUnsay, t.Subject)
	}
	return nil
}

// afterCheckpoint has the card say where the club is now and, under the post,
// a thread opened; the question that stood in for others has been asked.
func (h *House) afterCheckpoint(tx *storage.Tx, t bot.Task, made bool) error {
	read, err := tx.ReadOfCheckpoint(t.Subject)
	if errors.Is(err, storage.ErrNotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("the checkpoint's read: %w", err)
	}
	if made {
		if err := errors.Join(tx.UseSpare(t.Subject), h.askTalk(tx, t.ID)); err != nil {
			return err
		}
	}
	return tx.AskAgain(workCard, read)
}

// afterPosted has the questions of a post that go on asked again and, under the
// post, a thread opened.
func (h *House) afterPosted(tx *storage.Tx, t bot.Task, made, missed bool) error {
	if made {
		if err := h.askTalk(tx, t.ID); err != nil {
			return err
		}
	}
	return h.afterPrompts(tx, t.Subject, missed)
}

// patience is how many attempts the posts of a channel wait for one of them.
// Then it lets the others by: order is worth less than that they arrive.
const patience = 8

// Failed puts a task off. What will pass backs off, the longer the more often
// it failed; what Discord refuses is tried every ten minutes until it is too
// late for it; then what is repeated goes on. An edit holds up nothing new.
func (d *desk) Failed(ctx context.Context, t bot.Task, p bot.Problem) error {
	wire := d.wire()
	w := storage.Work{ID: t.ID, Version: t.Version, State: "waiting", Reason: p.Reason}
	wait := min(max(p.RetryAfter, backoff(t.Attempts)), storage.LongestRest)
	switch {
	case p.Permanent:
		w.State, wait, w.Grave = "stuck", retryStuck, true
		_, known := d.lookers[t.Kind] // what is not stays for a Dogear that knows it
		if d.h.now().Sub(t.First) > d.h.lateAfter && !shuts(t) && known {
			w.State = "failed"
		}
	case p.Aside, t.Message != "", t.Attempts >= patience:
		w.State = "stuck"
	}
	err := d.h.db.Write(ctx, func(tx *storage.Tx) error {
		err := tx.PutOff(w, wire.Add(wait), !p.Unsure)
		if err == nil && w.State == "failed" && t.Kind == workPrompts && t.Message == "" { // the next time may go well
			err = d.h.afterPrompts(tx, t.Subject, true)
		}
		if err == nil && w.State == "failed" && t.User != "" {
			err = tx.Undone(t.ID, t.User)
		}
		return err
	})
	return d.told(err, Worked{Kind: t.Kind, State: w.State})
}

// shuts reports whether a task takes something out of sight: it is never too
// late for that. Who is in a room may have to leave it, and a message that is
// locked still shows what it says.
func shuts(t bot.Task) bool { return t.Kind == workUnsay || t.Kind == workSeat && t.Look != "" }

// backoff doubles from a second to five minutes.
func backoff(attempts int) time.Duration {
	return min(time.Second<<min(max(attempts-1, 0), 10), 5*time.Minute)
}

// NextDue says when the next work falls due, or fell due and is not done yet;
// false if none is ahead.
func (h *House) NextDue(ctx context.Context) (due time.Time, ok bool) {
	err := h.db.Read(ctx, func(tx *storage.Tx) (err error) {
		due, err = tx.NextDue()
		return err
	})
	return due, err == nil
}
