package commands

import (
	"errors"
	"slices"
	"time"

	"dogear/bot"
	"dogear/club"
	"dogear/storage"
)

// chooseShown chooses the read whose stars are meant where nothing names one:
// that which has ended, waits for its reveal and has the person in it, of
// several by asking. Else, as long as nobody has rated what is being read, the
// one that ended last, if its stars are shown. Else it is the same read as for
// every other command.
func chooseShown(tx *storage.Tx, c storage.Club, in *bot.Interaction) (storage.Read, error) {
	if saysWhich(tx, c, in) {
		return chooseRead(tx, c, in)
	}
	reads, err := tx.Reads(c.ID)
	if err != nil {
		return storage.Read{}, err
	}
	joined, _, err := theirs(tx, sealed(reads, in.Now), in)
	switch {
	case err != nil:
		return storage.Read{}, err
	case len(joined) == 1:
		return joined[0], nil
	case len(joined) > 1:
		return storage.Read{}, inSeveral(joined)
	}
	for _, r := range reads {
		if !r.UnderWay(in.Now) {
			continue
		}
		switch n, err := tx.CountRatings(r.ID); {
		case err != nil:
			return storage.Read{}, err
		case n > 0:
			return chooseRead(tx, c, in)
		}
	}
	last, err := tx.LastRead(c.ID, in.Now)
	if err == nil && last.Revealed(in.Now) {
		return last, nil
	}
	return chooseRead(tx, c, in)
}

// sealed narrows reads to those that have ended and wait for their reveal.
func sealed(reads []storage.Read, now time.Time) []storage.Read {
	return slices.DeleteFunc(slices.Clone(reads), func(r storage.Read) bool {
		return r.UnderWay(now) || r.Dropped || r.Revealed(now)
	})
}

// chooseRevealed chooses the read whose stars are to be shown where nothing names
// one: the only one that has ended and waits for that, or the one whose room it
// is. Where none waits it is the same as for every other command, unless that one
// is still being read beside others: nobody need finish it to show stars.
func chooseRevealed(tx *storage.Tx, c storage.Club, in *bot.Interaction) (storage.Read, error) {
	if in.Has("book") {
		return chooseRead(tx, c, in)
	}
	reads, err := tx.Reads(c.ID)
	if err != nil {
		return storage.Read{}, err
	}
	waiting := sealed(reads, in.Now)
	room, err := roomsRead(tx, c, in)
	isRoom := func(r storage.Read) bool { return err == nil && r.ID == room.ID }
	switch {
	case err != nil && !errors.Is(err, storage.ErrNotFound):
		return storage.Read{}, err
	case slices.ContainsFunc(waiting, isRoom):
		return room, nil
	case len(waiting) == 1:
		return waiting[0], nil
	case len(waiting) > 1:
		return storage.Read{}, club.Refuse("The stars of %s wait to be shown. Please say which with the option `book`.", titlesOf(waiting))
	}
	running, err := tx.ReadsUnderWay(c.ID, in.Now)
	if err != nil {
		return storage.Read{}, err
	}
	if len(running) == 0 || len(reads) == 1 {
		return chooseRead(tx, c, in)
	}
	return storage.Read{}, club.Refuse("No finished read waits for its stars to be shown: %s %s still being read.",
		titlesOf(running), iff(len(running) == 1, "is", "are"))
}
