package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"dogear/bot"
	"dogear/commands"
	"dogear/storage"
)

// gcPercent is how much the heap grows between two collections. Nearly all of
// it is answers that are over in milliseconds: growing to three times what is
// kept instead of to twice costs some 4 MiB and spares a tenth of the work.
const gcPercent = 200

// runBot is "dogear run": it serves until ctx ends.
func runBot(ctx context.Context, args []string, p process) (err error) {
	set := flags("run")
	path := set.String("config", "", "the configuration `file` (default config.toml)")
	if done, err := parseFlags(set, args, p); done || err != nil {
		return err
	}
	cfg, err := loadConfig(*path, p.getenv)
	if err != nil {
		return err
	}
	log := newLogger(cfg, p.stderr)
	if p.getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}

	if err := aFile(cfg.database); err != nil {
		return err
	}
	db, err := storage.Open(ctx, cfg.database)
	if err != nil {
		return databaseError(cfg.database, err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()

	info, _ := debug.ReadBuildInfo()
	log.Info("starting", "build", describe(info), "database", cfg.database, "discord", cfg.apiBase)
	backups, err := newNightly(cfg, db, log, time.Now)
	if err != nil {
		return err
	}
	defer backups.start(ctx)()
	return serveSeen(ctx, cfg, db, backups, log)
}

// serveSeen is serve with a window through which the host sees how the bot is, if
// the configuration wants one.
func serveSeen(ctx context.Context, cfg config, db *storage.DB, backups *nightly, log *slog.Logger) error {
	if cfg.listen == "" {
		house, err := furnish(cfg, db, time.Now)
		if err != nil {
			return err
		}
		return serve(ctx, cfg, house, db, log, time.Now)
	}
	f := newFigures()
	db.Timed(f.timed)
	deps, err := furniture(cfg, db, time.Now)
	if err != nil {
		return err
	}
	deps.Worked = f.worked
	edge, err := assemble(ctx, cfg, commands.New(deps), db, log, time.Now)
	if err != nil {
		return err
	}
	edge.Over = f.over
	b, err := bot.New(edge)
	if err != nil {
		return err
	}
	w, err := openWindow(ctx, cfg.listen, f, newPulse(b, db, backups), log)
	if err != nil {
		return err
	}
	defer w.close()
	return serveAs(ctx, b)
}

// aFile says what is wrong with a database that is a folder, nil if it is none.
func aFile(database string) error {
	if info, err := os.Stat(database); err == nil && info.IsDir() {
		return fmt.Errorf("%s is a folder: let storage.path name a file in it, such as %s", database, filepath.Join(database, "dogear.db"))
	}
	return nil
}

// databaseError says which database cannot be used and, where the cause is
// outside Dogear, what to look at.
func databaseError(path string, err error) error {
	switch {
	case errors.Is(err, storage.ErrInUse), errors.Is(err, storage.ErrFromFuture), errors.Is(err, storage.ErrForeign), errors.Is(err, context.Canceled):
		return fmt.Errorf("%s: %w", path, err)
	}
	if errors.Is(err, storage.ErrDamaged) {
		return fmt.Errorf("the database %s cannot be used: %w. \"dogear restore\" puts a backup in its place, and storage.path names it", path, err)
	}
	return fmt.Errorf("the database %s cannot be used: %w (storage.path names it: its folder must exist, with room on the disk, and this user must be able to write there; \"dogear check\" tells more)", path, err)
}
