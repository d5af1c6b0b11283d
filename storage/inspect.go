package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"

	"modernc.org/sqlite"
)

// Inspect opens the database at path for reading only, beside a Dogear that
// may be running, and says which version its schema has. A file that is not
// there is fs.ErrNotExist; one that a later Dogear wrote, ErrFromFuture.
func Inspect(ctx context.Context, path string) (version int, err error) {
	if _, err := os.Stat(path); err != nil {
		return 0, err
	}
	_, _ = sqlite.OFDLocking(true)
	pool, err := sql.Open("sqlite", source(path, "mode=ro", "_query_only=1"))
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	if err := pool.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return 0, fmt.Errorf("read the database's version: %w", err)
	}
	list, err := steps(migrations)
	if err == nil && version > len(list) {
		err = ErrFromFuture
	}
	return version, err
}
