package storage

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

// ErrFromFuture says that a later Dogear wrote the database.
var ErrFromFuture = errors.New("the database was written by a later version of Dogear; use that version, or a backup from before it")

// ErrForeign says that the file is another program's.
var ErrForeign = errors.New("the file is a database of another program")

//go:embed migrations/*.sql
var migrations embed.FS

// step is one migration: version n is reached by running text.
type step struct {
	version int
	text    string
}

// steps reads the migrations in their order. They are numbered from 1 without
// a gap, and only ever added to.
func steps(files fs.FS) ([]step, error) {
	names, err := fs.Glob(files, "migrations/*.sql") // sorted
	if err != nil {
		return nil, err
	}
	var list []step
	for i, name := range names {
		number, _, _ := strings.Cut(strings.TrimPrefix(name, "migrations/"), "_")
		version, err := strconv.Atoi(number)
		if err != nil || version != i+1 {
			return nil, fmt.Errorf("migration %s is out of order", name)
		}
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		list = append(list, step{version, string(text)})
	}
	return list, nil
}

// asker is a connection, or a pool of them.
type asker interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// identify says which version the schema of a database has: 0 if nothing is in
// it yet. It is ErrForeign if Dogear did not make it, and ErrFromFuture if the
// version is later than the last one that is known.
func identify(ctx context.Context, c asker, last int) (version int, err error) {
	var tables, ours int
	// The first version had these, and every other has.
	err = c.QueryRowContext(ctx, `SELECT user_version, (SELECT count(*) FROM sqlite_schema),
		(SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN ('club', 'chapter', 'checkpoint', 'work'))
		FROM pragma_user_version`).Scan(&version, &tables, &ours)
	switch {
	case err != nil:
		return 0, fmt.Errorf("read the database's version: %w", err)
	case tables > 0 && (version == 0 || ours < 4):
		return version, ErrForeign
	case version > last:
		return version, ErrFromFuture
	}
	return version, nil
}

// migrate brings the schema up to date, each step in a transaction with its
// version. A database that has rows is copied first, beside the file, until
// DropCopies.
func migrate(ctx context.Context, c *conn, path string, files fs.FS) error {
	list, err := steps(files)
	if err != nil {
		return err
	}
	version, err := identify(ctx, c.c, len(list))
	if err != nil || version == len(list) {
		return err
	}
	if version > 0 {
		if err := Backup(ctx, path, copyName(path, version+1)); err != nil {
			return fmt.Errorf("copy the database before its migration: %w", err)
		}
	}
	// A step may make a table anew, to which others refer; whether all refer to
	// something is looked at before its commit.
	if _, err := c.c.ExecContext(ctx, "PRAGMA foreign_keys = 0"); err != nil {
		return err
	}
	for _, s := range list[version:] {
		if err := c.step(ctx, s); err != nil {
			_, _ = c.c.ExecContext(ctx, "ROLLBACK")
			return fmt.Errorf("migrate the database to version %d: %w", s.version, err)
		}
	}
	_, err = c.c.ExecContext(ctx, "PRAGMA foreign_keys = 1")
	return err
}

func (c *conn) step(ctx context.Context, s step) error {
	text := fmt.Sprintf("BEGIN IMMEDIATE;\n%s\n;PRAGMA user_version = %d;", s.text, s.version)
	if _, err := c.c.ExecContext(ctx, text); err != nil {
		return err
	}
	var broken int
	if err := c.c.QueryRowContext(ctx, "SELECT count(*) FROM pragma_foreign_key_check").Scan(&broken); err != nil {
		return err
	}
	if broken > 0 {
		return fmt.Errorf("%d rows would refer to nothing", broken)
	}
	_, err := c.c.ExecContext(ctx, "COMMIT")
	return err
}
