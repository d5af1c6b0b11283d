package commands

import (
	"slices"
	"time"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// chooseRated chooses the read that somebody gives stars to. A read that has
// just ended asks for stars while the next is being read already, and two may end
// at once: one expects the read that one is in to be meant, and of several that
// which one has come to the end of and not rated, rather than the one under way.
// Where that leaves more than one they are asked. For one who is in none of them
// it is the same read as for every other command.
func chooseRated(tx *storage.Tx, c storage.Club, in *bot.Interaction) (storage.Read, error) {
	if saysWhich(tx, c, in) {
		return chooseRead(tx, c, in)
	}
	reads, err := tx.Reads(c.ID)
	if err != nil {
		return storage.Read{}, err
	}
	joined, waiting, err := theirs(tx, rateable(reads, in.Now), in)
	if err != nil {
		return storage.Read{}, err
	}
	meant := joined
	if len(waiting) > 0 {
		meant = waiting
	}
	switch len(meant) {
	case 0:
		return chooseRead(tx, c, in)
	case 1:
		return meant[0], nil
	}
	return storage.Read{}, inSeveral(meant)
}

// inSeveral asks somebody which of the reads that they are in they mean.
func inSeveral(reads []storage.Read) error {
	return club.Refuse("You are in the reads of %s. Please say which one with the option `book`.", titlesOf(reads))
}

// rateable narrows the reads of a club to those whose stars somebody may be
// about to give: which are under way, or whose stars are sealed, or else those
// that ended last.
func rateable(reads []storage.Read, now time.Time) []storage.Read {
	var last time.Time
	for _, r := range reads {
		switch {
		case r.UnderWay(now):
			last = now // none of those that have ended is the last
		case !r.Dropped && r.EndsAt.After(last):
			last = r.EndsAt
		}
	}
	return slices.DeleteFunc(slices.Clone(reads), func(r storage.Read) bool {
		return !r.UnderWay(now) && (r.Dropped || r.Revealed(now) && !r.EndsAt.Equal(last))
	})
}

// theirs narrows reads to those that somebody is in, and to those of them that
// they have come to the end of and not rated: which wait for their stars.
func theirs(tx *storage.Tx, reads []storage.Read, in *bot.Interaction) (joined, waiting []storage.Read, err error) {
	for _, r := range reads {
		s, err := stage(tx, r, in.User, in.Now)
		if err != nil {
			return nil, nil, err
		}
		if !s.in {
			continue
		}
		joined = append(joined, r)
		_, rated, err := s.rated(tx)
		if err != nil {
			return nil, nil, err
		}
		if !rated && (!r.UnderWay(in.Now) || s.me.Position >= len(s.chapters)) {
			waiting = append(waiting, r)
		}
	}
	return joined, waiting, nil
}
