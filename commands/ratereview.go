package commands

import (
	"errors"
	"fmt"

	"dogear/club"
	"dogear/storage"
)

// review stores the text of a review as a note, behind the whole book or, of
// one who stopped, behind as far as they had read, and deletes it where the form
// was emptied of it. later says why it opens later than they stopped, if it
// does.
func (s *scene) review(tx *storage.Tx, r storage.Rating, v verdict) (id int64, later string, err error) {
	lock := s.reviewLock(v.finished, v.stoppedAt)
	if r.Review == 0 {
		if v.review.Empty() {
			return 0, "", nil
		}
		id, err := addNote(tx, storage.Note{Read: s.read.ID, Author: s.user, Kind: "review", Text: v.review.Under(lock, s.user), Made: s.now}, s.user)
		if err != nil {
			return 0, "", err
		}
		return id, s.laterWords(v, lock), s.recount(tx, lock.Sealed())
	}
	n, err := tx.NoteOf(r.Review)
	if errors.Is(err, storage.ErrNotFound) { // its author deleted it
		r.Review = 0
		return s.review(tx, r, v)
	}
	if err != nil {
		return 0, "", err
	}
	if v.emptied == n.ID && v.review.Empty() {
		return 0, "", s.deleteNote(tx, n)
	}
	own := club.Someone(s.user) // its author
	was, _ := n.Text.For(own)
	if words, _ := v.review.For(own); words != "" && words != was { // the form comes filled with it
		if err := tx.SetNoteText(n.ID, v.review, s.now); err != nil {
			return 0, "", err
		}
	}
	opens := n.Text.Opening().Bare()
	if s.keepsLock(r, opens, lock) {
		return n.ID, s.laterWords(v, opens), nil
	}
	if err := tx.SetNoteLock(n, lock, s.now); err != nil {
		return 0, "", err
	}
	return n.ID, s.laterWords(v, lock), s.restub(tx, n)
}

// reviewLock is the lock of a review by what its writer says of the end: the
// whole book or, of one who stopped, as far as they had ever read.
func (s *scene) reviewLock(finished bool, stoppedAt int) club.Lock {
	if far := max(stoppedAt, s.me.Furthest); !finished && far > 0 && !s.me.Rereads {
		return s.chapters.LockUpTo(far)
	}
	return club.WholeBook(len(s.chapters))
}

// keepsLock reports whether a review stays behind the lock that it has. What its
// writer says of themselves opens it earlier only where it was locked by what
// they had said of themselves before: they may have locked it further by hand.
func (s *scene) keepsLock(old storage.Rating, opens, lock club.Lock) bool {
	if lock == opens {
		return true
	}
	further := lock.Number() > opens.Number() || lock.Number() == opens.Number() && lock.IsWhole()
	return !further && opens != s.reviewLock(!old.Stopped, old.StoppedAt)
}

// laterWords says why a review opens later than its writer says they stopped,
// "" where it does not.
func (s *scene) laterWords(v verdict, lock club.Lock) string {
	switch far := lock.Number(); {
	case v.finished || s.me.Rereads || far <= max(v.stoppedAt, 1):
		return ""
	case far <= s.me.Furthest && !lock.IsWhole():
		return fmt.Sprintf("It opens later than you stopped, because you have read to %s before.", title(s.placeName(far)))
	default:
		return fmt.Sprintf("It opens later than you stopped, because it was locked to %s before.", title(lock.Label()))
	}
}
