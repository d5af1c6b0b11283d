package storage

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"sort"
	"strconv"
	"strings"
)

// ErrFromFuture says that a later Dogear wrote the database.
var ErrFromFuture = errors.New("the database was written by a later version of Dogear; use that version, or a backup from before it")

//go:embed migrations/*.sql
var migrations embed.FS

// step is one migration: version n is reached by running text.
type step struct {
	version int
	text    string
}

// steps reads the migrations in their order. They are numbered from 1 without
// a gap, and only ever added to.
func steps() ([]step, error) {
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	sort.Strings(names)
	var list []step
	for i, name := range names {
		number, _, _ := strings.Cut(strings.TrimPrefix(name, "migrations/"), "_")
		version, err := strconv.Atoi(number)
		if err != nil || version != i+1 {
			return nil, fmt.Errorf("migration %s is out of order", name)
		}
		text, err := fs.ReadFile(migrations, name)
		if err != nil {
			return nil, err
		}
		list = append(list, step{version, string(text)})
	}
	return list, nil
}

// migrate brings the schema up to date, each step in a transaction with its
// version. A database that has rows is copied first, beside the file.
func migrate(ctx context.Context, c *conn, path string) error {
	list, err := steps()
	if err != nil {
		return err
	}
	var version int
	if err := c.c.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return fmt.Errorf("read the database's version: %w", err)
	}
	if version > len(list) {
		return ErrFromFuture
	}
	if version > 0 && version < len(list) {
		if _, err := c.c.ExecContext(ctx, "VACUUM INTO ?", fmt.Sprintf("%s.before-%d", path, version+1)); err != nil {
			return fmt.Errorf("copy the database before its migration: %w", err)
		}
	}
	for _, s := range list[version:] {
		text := fmt.Sprintf("BEGIN IMMEDIATE;\n%s\nPRAGMA user_version = %d;\nCOMMIT;", s.text, s.version)
		if _, err := c.c.ExecContext(ctx, text); err != nil {
			_, _ = c.c.ExecContext(ctx, "ROLLBACK")
			return fmt.Errorf("migrate the database to version %d: %w", s.version, err)
		}
	}
	return nil
}
