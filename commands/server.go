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
type servers struct{ h *House }

// Servers is where it is kept which servers the bot is in.
func (h *House) Servers() bot.Servers { return servers{h} }

// Here has what was kept of servers be as it was. It writes only where one had
// been left: the bot is told of every server each time that it connects.
func (s servers) Here(ctx context.Context, guilds []string, all bool) error {
	again := all
	if !all {
		err := s.h.db.Read(ctx, func(tx *storage.Tx) (err error) {
			again, err = tx.HereAgain(guilds)
			return err
		})
		if err != nil {
			return err
		}
	}
	if !again {
		return nil
	}
	return s.h.db.Write(ctx, func(tx *storage.Tx) error { return tx.Here(guilds, all, s.h.now()) })
}

// Gone has what is kept of a server wait, for a return or its erasure.
func (s servers) Gone(ctx context.Context, guild string) error {
	return s.h.db.Write(ctx, func(tx *storage.Tx) error { return tx.Gone(guild, s.h.now()) })
}

// eraseLeft erases the servers that were left for as long as they are kept, at
// most once a day of club time. It goes by the clock and by their rows alone, so
// it matters nothing when Dogear was started.
func (d *desk) eraseLeft(ctx context.Context) error {
	now := d.h.now()
	if since := now.Sub(d.looked); since >= 0 && since < eraseEvery {
		return nil
	}
	before := now.Add(-d.h.keepLeft)
	var left []string
	err := d.h.db.Read(ctx, func(tx *storage.Tx) (err error) {
		left, err = tx.LeftBefore(before)
		return err
	})
	for _, guild := range left {
		for more := true; more && err == nil; {
			err = d.h.db.Write(ctx, func(tx *storage.Tx) error {
				more, err = tx.EraseServer(guild, before)
				return err
			})
		}
	}
	if err == nil {
		d.looked = now
	}
	return err
}
