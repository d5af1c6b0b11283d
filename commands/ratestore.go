package commands

import (
	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// ruling is what became of a verdict.
type ruling struct {
	storage.Rating
	afterwards bool       // the stars came when the club's were shown, and are kept beside
	stay       bool       // stars were left out, and the first stay
	ended      bool       // it ended otherwise than was said first, which counts
	talked     bool       // the discussion was another than was said first, which counts
	took       club.Stars // stars that were taken back, 0 if none were
	unsaid     bool       // the review was taken back
	later      string     // why the review opens later than they stopped, if it does
	was        int        // where they were before
	opened     string     // what finishing the book has opened
}

// record stores a verdict.
func (s *scene) record(tx *storage.Tx, v verdict) (bot.Reply, error) {
	v.review, v.giveTo = v.review.Cleaned(), v.giveTo.Cleaned()
	if n := v.review.Units(); n > club.MaxReview {
		return nil, club.Refuse("A review has at most %d characters; this one has %d.", club.MaxReview, n)
	}
	if err := s.enter(tx, false); err != nil {
		return nil, err
	}
	was := s.me.Position
	if v.finished && !v.kept && was < len(s.chapters) {
		if _, err := s.advance(tx, len(s.chapters)); err != nil {
			return nil, err
		}
	}
	old, rated, err := s.rated(tx)
	if err != nil {
		return nil, err
	}
	if v.stars != 0 {
		if err := s.sealAnew(tx, &old); err != nil {
			return nil, err
		}
	}
	r := s.settle(old, rated, v)
	if v.whole || !v.giveTo.Empty() {
		r.GiveTo = v.giveTo
	}
	if r.Review, r.later, err = s.review(tx, old, v); err != nil {
		return nil, err
	}
	r.unsaid = r.Review == 0 && old.Review != 0 && v.emptied == old.Review
	if err := tx.SetRating(r.Rating, s.now); err != nil {
		return nil, err
	}
	s.unsealed = true // they have rated
	s.setEyes()
	if r.was = was; was < s.me.Position && !s.me.Rereads {
		notes, prompts, err := s.opened(tx, was, s.me.Position)
		if err != nil {
			return nil, err
		}
		r.opened = openedWords(notes, prompts)
	}
	return s.thanks(tx, r)
}

// settle says what of a verdict counts. The stars, how the book ended for
// somebody, and how good the discussion was count as they said first once they
// may have seen what others gave: what was shown to all stays as it is. Later
// stars are kept beside the first.
func (s *scene) settle(old storage.Rating, rated bool, v verdict) ruling {
	r := ruling{Rating: old}
	shown := s.shownTo(old)
	switch {
	case !shown:
		r.Stars, r.After = v.stars, 0
	case v.stars == old.Stars: // and back: as if nothing had been
		r.After = 0
	default:
		r.After, r.afterwards = v.stars, v.stars != 0
		r.stay = v.stars == 0
	}
	if r.Stars == 0 && r.After == 0 {
		r.took = max(old.Stars, old.After)
	}
	talks := v.discussion >= 1 && v.discussion <= 5
	if rated && s.countsFirst(old) {
		r.ended = old.Stopped == v.finished || old.Stopped && old.StoppedAt != v.stoppedAt
		r.talked = talks && v.discussion != old.Discussion
		return r
	}
	switch {
	case talks:
		r.Discussion = v.discussion
	case v.whole:
		r.Discussion = 0
	}
	r.Stopped, r.StoppedAt = !v.finished, v.stoppedAt
	return r
}

// sealAnew gives the stars of a read another week, where nobody had given any by
// their reveal, before somebody gives the first: else these would be told alone,
// and the others' as they come. What was shown once stays shown, also when those
// who gave it are forgotten.
func (s *scene) sealAnew(tx *storage.Tx, mine *storage.Rating) error {
	if !s.read.Revealed(s.now) {
		return nil
	}
	v, err := summarise(tx, s.read.ID)
	if err != nil || v.N > 0 || s.gone(v) {
		return err
	}
	mine.Late = false
	if err := tx.SealAgain(s.read.ID); err != nil {
		return err
	}
	return s.revealAt(tx, s.now.Add(revealAfter))
}
