package commands

import (
	"context"

	"dogear/bot"
	"dogear/storage"
)

// registry keeps what was registered with Discord, on storage.
type registry struct{ db *storage.DB }

// Registry is where the bot remembers what it registered.
func (h *House) Registry() bot.Registry { return registry{h.db} }

func (r registry) Registered(ctx context.Context, scope string) (hash, ids string, err error) {
	err = r.db.Read(ctx, func(tx *storage.Tx) error {
		hash, ids, err = tx.Registered(scope)
		return err
	})
	return hash, ids, err
}

func (r registry) SetRegistered(ctx context.Context, scope, hash, ids string) error {
	return r.db.Write(ctx, func(tx *storage.Tx) error { return tx.SetRegistered(scope, hash, ids) })
}
