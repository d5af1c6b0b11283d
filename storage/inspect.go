package storage

import (
	"context"
	"database/sql"
	"os"
	"time"
)

// Inspection is what a look at a database shows.
type Inspection struct {
	Version int      // of its schema; 0: nothing is in it yet
	Latest  int      // the version that Open brings it up to
	Clubs   []Listed // that are not archived, by server, those first in which something is stuck; nil if the version is not the latest
}

// Listed is a club, and whether Dogear has left it.
type Listed struct {
	Club
	Left time.Time // when Dogear was removed from its server; zero if it was not
}

// Inspect looks through the database at path, beside a Dogear that may be running.
// It writes nothing. A file that is not there is fs.ErrNotExist; one that a later
// Dogear wrote, ErrFromFuture; one that is not Dogear's, ErrForeign; one that is
// not whole, ErrDamaged.
func Inspect(ctx context.Context, path string) (Inspection, error) {
	if _, err := os.Stat(path); err != nil {
		return Inspection{}, err
	}
	path = led(path)
	// Where no log is, nobody has it open: then nothing need be made beside it,
	// which might belong to another user than the one that runs Dogear.
	used := func() bool { return there(path+"-wal") || there(path+"-journal") }
	if !used() {
		found, err := inspect(ctx, source(path, "mode=ro", "immutable=1"))
		if err == nil || !used() { // else somebody has begun to write meanwhile
			return found, err
		}
	}
	return inspect(ctx, source(path, "mode=ro", "_query_only=1"))
}

func inspect(ctx context.Context, source string) (found Inspection, err error) {
	list, err := steps(migrations)
	if err != nil {
		return found, err
	}
	found.Latest = len(list)
	err = on(source, func(pool *sql.DB) (err error) {
		if found.Version, err = identify(ctx, pool, found.Latest); err == nil {
			err = sound(ctx, pool)
		}
		if err == nil && found.Version == found.Latest {
			found.Clubs, err = census(ctx, pool)
		}
		return err
	})
	return found, plain(err)
}

// census lists all clubs that are not archived.
func census(ctx context.Context, pool *sql.DB) (clubs []Listed, err error) {
	rows, err := pool.QueryContext(ctx, `
		SELECT `+clubColumns+`, coalesce(server.left_at, 0) FROM club LEFT JOIN server ON server.guild_id = club.guild_id WHERE archived_at IS NULL
		ORDER BY club.guild_id NOT IN (SELECT guild_id FROM work WHERE reason <> ''), club.guild_id, club.id`)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var c Listed
		var left int64
		if err := rows.Scan(append(c.dest(), &left)...); err != nil {
			return nil, err
		}
		c.Left = instant(left)
		clubs = append(clubs, c)
	}
	return clubs, rows.Err()
}
