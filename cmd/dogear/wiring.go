package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"dogear/bot"
	"dogear/commands"
	"dogear/commands/pictures"
	"dogear/storage"
)

// furnish makes the commands on their database. now is club time; it is the
// clock's in a real server and can be turned in the demo.
func furnish(cfg config, db *storage.DB, now func() time.Time) (*commands.House, error) {
	deps, err := furniture(cfg, db, now)
	if err != nil {
		return nil, err
	}
	return commands.New(deps), nil
}

// furniture is what the commands need.
func furniture(cfg config, db *storage.DB, now func() time.Time) (commands.Deps, error) {
	painter, err := pictures.New()
	return commands.Deps{DB: db, Now: now, Wire: time.Now, LateAfter: cfg.lateAfter, KeepLeft: cfg.keepLeft, Painter: painter}, err
}

// serve is the bot, from its configuration to the end of ctx: the commands
// behind the Discord edge.
func serve(ctx context.Context, cfg config, house *commands.House, db *storage.DB, log *slog.Logger, now func() time.Time) error {
	edge, err := assemble(ctx, cfg, house, db, log, now)
	if err != nil {
		return err
	}
	b, err := bot.New(edge)
	if err != nil {
		return err
	}
	return serveAs(ctx, b)
}

// assemble puts the commands behind the Discord edge.
func assemble(ctx context.Context, cfg config, house *commands.House, db *storage.DB, log *slog.Logger, now func() time.Time) (bot.Config, error) {
	desk, err := house.Desk(ctx)
	if err != nil {
		return bot.Config{}, databaseError(cfg.database, fmt.Errorf("take over the work: %w", err))
	}
	if err := house.FillSpares(ctx); err != nil {
		log.Error("questions not prepared", "err", err)
	}
	edge := account(cfg, log)
	edge.Now = now
	edge.Actions, edge.Groups = house.Actions(), house.Groups()
	edge.Desk, edge.Registry, edge.Servers, edge.Wake = desk, house.Registry(), house.Servers(), db.Wake()
	return edge, nil
}

// serveAs runs a bot until ctx ends.
func serveAs(ctx context.Context, b *bot.Bot) error {
	if err := b.Run(ctx); ctx.Err() == nil || !errors.Is(err, context.Canceled) {
		return err
	}
	return nil // stopped as asked
}

// account is what the edge needs to speak to Discord as this bot.
func account(cfg config, log *slog.Logger) bot.Config {
	return bot.Config{Token: cfg.token.reveal(), Base: cfg.apiBase, DevGuild: cfg.devGuild, Shards: cfg.shards, Log: log}
}

// newLogger writes to w in the configuration's format, from its level up.
func newLogger(cfg config, w io.Writer) *slog.Logger {
	opts := &slog.HandlerOptions{Level: cfg.logLevel}
	if cfg.logJSON {
		return slog.New(slog.NewJSONHandler(w, opts))
	}
	return slog.New(slog.NewTextHandler(w, opts))
}
