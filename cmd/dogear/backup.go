package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"time"

	"dogear/storage"
)

// backup is "dogear backup": it copies the database into a file, beside a bot
// that runs.
func backup(ctx context.Context, args []string, p process) error {
	cfg, file, done, err := aboutFile(flags("backup"), args, p)
	if done || err != nil {
		return err
	}
	switch info, err := os.Lstat(file); {
	case err == nil && info.IsDir():
		return fmt.Errorf("%s is a folder: name a file in it", file)
	case err == nil:
		return fmt.Errorf("%s is there already: name another file, or remove it first", file)
	}
	if _, err := os.Stat(cfg.database); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no database %s to make a backup of (storage.path names it)", cfg.database)
	}
	if err := storage.Backup(ctx, cfg.database, file); err != nil {
		return backupError(cfg.database, file, err)
	}
	_, err = fmt.Fprintf(p.stdout, "%s holds a copy of %s, checked: %s.\n", file, cfg.database, size(file))
	return err
}

// restore is "dogear restore": it puts a backup in the place of the database.
func restore(ctx context.Context, args []string, p process) error {
	cfg, file, done, err := aboutFile(flags("restore"), args, p)
	if done || err != nil {
		return err
	}
	if info, err := os.Stat(file); err == nil && info.IsDir() {
		return fmt.Errorf("%s is a folder: name a file in it", file)
	}
	kept, err := storage.Restore(ctx, cfg.database, file, time.Now())
	if err != nil {
		return restoreError(cfg.database, file, err)
	}
	text := fmt.Sprintf("%s is now what %s holds: %s.\n", cfg.database, file, size(cfg.database))
	if kept != "" {
		text += fmt.Sprintf("What was there before is kept as %s.\n", kept)
	}
	text += "What people wrote since the backup is not in it. What Dogear posted since is looked for, and not posted again.\n" +
		"Now Dogear can be started again: \"dogear run\", or its service.\n"
	_, err = fmt.Fprint(p.stdout, text)
	return err
}

// aboutFile reads the arguments of a subcommand that is about one file, before
// or behind which the flags stand, and the configuration.
func aboutFile(set *flag.FlagSet, args []string, p process) (cfg config, file string, done bool, err error) {
	path := set.String("config", "", "the configuration `file` (default config.toml); of it, the token is not read")
	if set.Parse(args) == nil && set.NArg() > 0 {
		file, args = set.Arg(0), set.Args()[1:]
	}
	if done, err := parseFlags(set, args, p); done || err != nil {
		return config{}, "", done, err
	}
	if file == "" {
		return config{}, "", false, wrongUse{fmt.Errorf("say which file: dogear %s FILE (\"dogear help %s\" tells more)", set.Name(), set.Name())}
	}
	cfg, err = loadTokenless(*path, p.getenv)
	return cfg, file, false, err
}

// backupError says why a database is not copied, and what to do.
func backupError(database, file string, err error) error {
	var at *fs.PathError
	switch {
	case errors.Is(err, context.Canceled):
		return err
	case errors.Is(err, storage.ErrNoRoom):
		return fmt.Errorf("%s cannot be written: %w. A backup takes about as much room as the database, which has %s", file, err, size(database))
	case errors.Is(err, storage.ErrDamaged):
		return fmt.Errorf("the database %s cannot be copied: %w. Stop Dogear, and put the last good backup in its place with \"dogear restore\"", database, err)
	case errors.As(err, &at) && at.Path == database:
		return fmt.Errorf("the database %s cannot be read: %w (storage.path names it; whoever runs Dogear may read it, and root)", database, err)
	case errors.As(err, &at):
		return fmt.Errorf("%s cannot be written: %w (its folder must exist, and this user must be able to write there)", file, err)
	}
	return fmt.Errorf("%s cannot be copied to %s: %w (\"dogear check\" tells more)", database, file, err)
}

// restoreError says why a database is not replaced, and what to do.
func restoreError(database, file string, err error) error {
	var at *fs.PathError
	switch {
	case errors.Is(err, context.Canceled):
		return err
	case errors.Is(err, storage.ErrSame):
		return fmt.Errorf("%s cannot be put in the place of itself", file)
	case errors.Is(err, storage.ErrInUse), errors.Is(err, storage.ErrOpen):
		return fmt.Errorf("%s: %w: stop it first; nothing was changed", database, err)
	case errors.Is(err, storage.ErrNoRoom):
		return fmt.Errorf("%s cannot be written: %w. Restoring takes as much room as the backup, which has %s; nothing was changed", database, err, size(file))
	case errors.Is(err, storage.ErrForeign), errors.Is(err, storage.ErrFromFuture), errors.Is(err, storage.ErrDamaged), errors.As(err, &at) && at.Path == file:
		return fmt.Errorf("%s cannot be restored: %w; nothing was changed", file, err)
	}
	return fmt.Errorf("%s cannot be put in the place of %s: %w (storage.path names the database: its folder must exist, and this user must be able to write there)", file, database, err)
}

// size words how large a database is, with what is still in the log beside it.
func size(path string) string {
	var bytes int64
	for _, name := range []string{path, path + "-wal"} {
		if info, err := os.Stat(name); err == nil {
			bytes += info.Size()
		}
	}
	return fmt.Sprintf("%.1f MB", float64(bytes)/1e6)
}
