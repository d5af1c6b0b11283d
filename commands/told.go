package commands

import (
	"context"
	"errors"
	"fmt"

	"dogear/bot"
	"dogear/storage"
)

// tellAtOnce is of how many notes an author is told above one answer; of more
// they are told above the next.
const tellAtOnce = 2

// met is the code of an action that also returns the read it is about.
type met func(tx *storage.Tx, in *bot.Interaction) (*scene, bot.Reply, error)

// always, never and given say of an action whether it writes: given if its
// option is.
func always(*bot.Interaction) bool { return true }
func never(*bot.Interaction) bool  { return false }
func given(option string) func(*bot.Interaction) bool {
	return func(in *bot.Interaction) bool { return in.Has(option) }
}

// telling is the code of an action above whose answer people are told what they
// should know: which of their notes somebody said belong later, and that no
// reminder came through. It writes where writes says so, and else only if there
// is something to tell.
func (h *House) telling(writes func(*bot.Interaction) bool, f met) handler {
	written := h.writing(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
		s, reply, err := f(tx, in)
		if err != nil {
			return nil, err
		}
		told, err := s.toTell(tx)
		return above(told, reply), err
	})
	return func(ctx context.Context, in *bot.Interaction) (bot.Reply, error) {
		if writes(in) {
			return written(ctx, in)
		}
		tells := false
		reply, err := h.looking(func(tx *storage.Tx, in *bot.Interaction) (bot.Reply, error) {
			s, reply, err := f(tx, in)
			if err != nil {
				return nil, err
			}
			tells, err = s.tells(tx)
			return reply, err
		})(ctx, in)
		if err != nil || !tells {
			return reply, err
		}
		return written(ctx, in)
	}
}

// tells reports whether there is something to tell.
func (s *scene) tells(tx *storage.Tx) (bool, error) {
	untold, err := tx.UntoldReports(s.read.ID, s.user)
	if err != nil {
		return false, err
	}
	p, err := tx.Person(s.club.Guild, s.user)
	return len(untold) > 0 || p.Closed, err
}

// toTell is what a person is told above an answer, recorded as told.
func (s *scene) toTell(tx *storage.Tx) ([]part, error) {
	parts, err := s.tellAuthor(tx)
	if err != nil {
		return nil, err
	}
	closed, err := tellClosed(tx, s.club.Guild, s.user)
	return append(parts, closed...), err
}

// above puts parts above those of an answer.
func above(parts []part, reply bot.Reply) bot.Reply {
	switch r := reply.(type) {
	case bot.Private:
		r.Parts = append(parts, r.Parts...)
		return r
	case bot.Update:
		r.Parts = append(parts, r.Parts...)
		return r
	}
	return reply
}

// tellAuthor tells the author of notes which somebody said belong later, and records
// that they were told.
func (s *scene) tellAuthor(tx *storage.Tx) ([]part, error) {
	untold, err := tx.UntoldReports(s.read.ID, s.user)
	if err != nil || len(untold) == 0 {
		return nil, err
	}
	var parts []part
	for _, r := range untold[:min(len(untold), tellAtOnce)] {
		if err := tx.ToldReports(r.Note.ID, s.now); err != nil {
			return nil, err
		}
		words := fmt.Sprintf("A reader says that your %s of %s gives away more than **%s**. %s",
			noteWord(r.Note), fromNow(r.Note.Made), title(r.Was.Label()), untilSet(r.Note))
		parts = append(parts, beside(words, button("Set its lock", bot.CustomID("told/lock", r.Note.ID))))
	}
	return []part{card(parts...)}, nil
}

// untilSet says how a note is locked of which somebody said that it belongs
// later.
func untilSet(n storage.Note) string {
	if n.Own.IsWhole() {
		return "It is locked to the whole book until you set its lock."
	}
	return fmt.Sprintf("It %s now.", opensFor(n.Text.Opening()))
}

// saidOf tells the author of a note, below it, that somebody said that it
// belongs later, as long as nobody has looked at that; "" to others.
func (s *scene) saidOf(tx *storage.Tx, n storage.Note) (string, error) {
	if n.Author != s.user {
		return "", nil
	}
	r, err := tx.Report(n.ID)
	if errors.Is(err, storage.ErrNotFound) {
		return "", nil
	}
	return fmt.Sprintf("A reader says that this gives away more than %s. %s", title(r.Was.Label()), untilSet(n)), err
}
