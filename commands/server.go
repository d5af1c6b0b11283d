package commands

import (
	"context"
	"time"

	"dogear/bot"
	"dogear/storage"
)

// eraseEvery is how often it is looked which servers' time is over.
const eraseEvery = 24 * time.Hour

// servers keeps which servers the bot is in, on storage.
type servers struct {
	h      *House
	called bool      // those that the bot is in were recorded by this process
	looked time.Time // when it was looked last which servers are to be erased
	before time.Time // those that were left by then
	left   []string  // those of them that are still to be erased
}

// Servers is where it is kept which servers the bot is in.
func (h *House) Servers() bot.Servers { return h.servers }

// Here has what was kept of servers be as it was. It writes only where one had
// been left: the bot is told of every server each time that it connects.
func (s *servers) Here(ctx context.Context, guilds []string) error {
	var again bool
	err := s.h.db.Read(ctx, func(tx *storage.Tx) (err error) {
		again, err = tx.HereAgain(guilds)
		return err
	})
	if err != nil || !again {
		return err
	}
	return s.h.db.Write(ctx, func(tx *storage.Tx) error { return tx.Here(guilds) })
}

// All has what was kept of a shard's servers be as it was, or wait.
func (s *servers) All(ctx context.Context, guilds []string, shard bot.Shard) error {
	err := s.h.db.Write(ctx, func(tx *storage.Tx) error { return tx.All(guilds, shard.ID, shard.Of, s.h.now()) })
	s.called = s.called || err == nil
	return err
}

// Gone has what is kept of a server wait, for a return or its erasure.
func (s *servers) Gone(ctx context.Context, guild string) error {
	return s.h.db.Write(ctx, func(tx *storage.Tx) error { return tx.Gone(guild, s.h.now()) })
}

// Erase erases a part of one of the servers that were left for as long as they
// are kept. It looks which those are once a day of club time; it goes by the clock
// and by their rows alone, so it matters nothing when Dogear was started. But the
// rows are those of yesterday until the servers that the bot is in were recorded:
// nothing is erased before. One that cannot be erased holds up no other, and is
// tried again the next day. What the database was before an update is kept no
// longer either.
func (s *servers) Erase(ctx context.Context) (more bool, err error) {
	if !s.called {
		return false, nil
	}
	if len(s.left) == 0 {
		now := s.h.now()
		if since := now.Sub(s.looked); since >= 0 && since < eraseEvery {
			return false, nil
		}
		s.before = now.Add(-s.h.keepLeft)
		err := s.h.db.Read(ctx, func(tx *storage.Tx) (err error) {
			s.left, err = tx.LeftBefore(s.before)
			return err
		})
		if err != nil {
			return false, err
		}
		s.looked = now
		if err := s.h.db.DropCopies(s.h.wire().Add(-s.h.keepLeft)); err != nil {
			return len(s.left) > 0, err
		}
	}
	if len(s.left) == 0 {
		return false, nil
	}
	err = s.h.db.Write(ctx, func(tx *storage.Tx) (err error) {
		more, err = tx.EraseServer(s.left[0], s.before)
		return err
	})
	if err != nil || !more {
		s.left = s.left[1:]
	}
	return len(s.left) > 0, err
}
