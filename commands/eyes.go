package commands

import (
	"dogear/club"
	"dogear/storage"
)

// setEyes sets with whose eyes the person looks at the read.
func (s *scene) setEyes() {
	s.eyes = s.unsealing(seenBy(s.me, s.in))
}

// unsealing is a reader to whom the stars are open, if they are to the person.
func (s *scene) unsealing(r club.Reader) club.Reader {
	if s.unsealed {
		return r.Unsealed()
	}
	return r
}

// seenBy says with whose eyes a person looks at the read: outside it, nothing
// is open to them but what is for all and what they wrote.
func seenBy(r storage.Reader, in bool) club.Reader {
	switch {
	case !in:
		return club.Someone(r.User)
	case r.Rereads:
		return club.Rereader(r.User, r.Position)
	}
	return club.ReaderAt(r.User, r.Position)
}

// sealedFor reports whether the seal of a lock keeps the person out. How far they
// have read is no part of it: where a writer stopped is as sealed as the rest.
func (s *scene) sealedFor(l club.Lock) bool { return l.IsSealed() && !s.unsealed }

// sealedWords says when reviews, and what was replied to them, open.
func (s *scene) sealedWords() string {
	words := "Reviews are sealed as the stars are: as far as you have read they open once you have rated " + title(s.read.Book.Title)
	if s.read.Dropped {
		return words + "."
	}
	return words + ", and to everyone who has read that far on " + day(s.read.RevealsAt) + "."
}
