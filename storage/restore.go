package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"time"

	"modernc.org/sqlite"
)

// Stamp is how a moment stands in the name of a file, for time.Format.
const Stamp = "2006-01-02T1504"

// ErrOpen says that another program has the database open.
var ErrOpen = errors.New("another program has the database open")

// Restore puts the database in a file, or what is left of a Dogear that ended
// badly, in the place of the one at path. The file stays; it is looked through
// first, and refused with ErrDamaged, ErrForeign, ErrFromFuture or ErrSame if it
// will not do. What was there before is kept beside it, under a name with the moment now in
// it, and kept says which; "" if nothing was. It is refused with ErrInUse where a
// Dogear runs, and with ErrOpen where another program has the database open.
func Restore(ctx context.Context, path, file string, now time.Time) (kept string, err error) {
	if _, err := os.Stat(file); err != nil {
		return "", err
	}
	path, file = led(path), led(file)
	if same(path, file) {
		return "", ErrSame
	}
	lock, err := hold(path + ".lock")
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, lock.Unlock()) }()
	if err := Own(path+".lock", path); err != nil { // whatever comes of this
		return "", err
	}
	part, err := readBackup(ctx, file, path)
	if err != nil {
		return "", err
	}
	if err = errors.Join(doubt(ctx, part, now), alike(part, path)); err == nil {
		kept, err = setAside(ctx, path, now)
	}
	if err != nil {
		return "", errors.Join(plain(err), discard(part))
	}
	return kept, put(part, path)
}

// doubt has all that should have been posted by now count as tried since the
// backup was made: the Dogear that went on after it may have posted it, so it is
// looked for in Discord before it is made. A post comes no earlier than it is due;
// what was refused before carries the moment of its first attempt.
func doubt(ctx context.Context, part string, now time.Time) error {
	err := on(source(part, "mode=rw"), func(pool *sql.DB) error {
		_, err := pool.ExecContext(ctx, `
			UPDATE work SET attempts = 1,
				first_at = iif(first_at > 0, first_at, max(due_at, (SELECT coalesce(max(done_at), 1) FROM work)))
			WHERE state IN ('waiting', 'stuck') AND message_id = '' AND attempts = 0 AND due_at <= ?`, unix(now))
		return err
	})
	if err != nil {
		return err
	}
	return flush(part)
}

// alike has a restored database belong to whom the one before belonged to, and be
// open to the same.
func alike(part, path string) error {
	if was, err := os.Stat(path); err == nil {
		if err := os.Chmod(part, was.Mode().Perm()); err != nil {
			return err
		}
	}
	return Own(part, path)
}

// readBackup copies a file that is a database of Dogear's, and whole, to beside
// the database that it is to become.
func readBackup(ctx context.Context, file, path string) (part string, err error) {
	settings := []string{"mode=ro"}
	if !there(file+"-wal") && !there(file+"-journal") {
		settings = append(settings, "immutable=1") // nothing is made beside it, for it may lie where nothing can be
	}
	from := source(file, settings...)
	err = on(from, func(pool *sql.DB) error {
		list, err := steps(migrations)
		if err != nil {
			return err
		}
		version, err := identify(ctx, pool, len(list))
		if err == nil && version == 0 {
			err = ErrForeign
		}
		return err
	})
	if err != nil {
		return "", plain(err)
	}
	return copyWhole(ctx, from, path)
}

// setAside keeps what is there of a database, with what stands beside it, under
// another name. It is there under its own as well, if the disk can do so, until
// another takes that: nobody finds none, and makes a new one.
func setAside(ctx context.Context, path string, now time.Time) (kept string, err error) {
	stamp := now.Format(Stamp)
	kept = beside(path, "replaced-"+stamp)
	for i := 2; there(kept); i++ {
		kept = beside(path, fmt.Sprintf("replaced-%s-%d", stamp, i))
	}
	is := there(path)
	if is {
		if err := settle(ctx, path); err != nil {
			return "", err
		}
		if os.Link(path, kept) != nil {
			if err := os.Rename(path, kept); err != nil {
				return "", err
			}
		}
	}
	// What is left here would be taken for the new one's. The index of the log is
	// made anew.
	for _, suffix := range []string{"-wal", "-journal"} {
		if err := os.Rename(path+suffix, kept+suffix); err == nil {
			is = true
		} else if !errors.Is(err, os.ErrNotExist) {
			return "", err
		}
	}
	if err := gone(path + "-shm"); err != nil {
		return "", err
	}
	if !is {
		kept = ""
	}
	return kept, nil
}

// settle has SQLite bring what is still in the log beside a database into it. It
// can do so only if nobody else has the database open, whoever that is. What
// cannot be settled, for it is damaged, is kept with its log.
func settle(ctx context.Context, path string) error {
	var mode string
	err := on(source(path, "mode=rw"), func(pool *sql.DB) error {
		return pool.QueryRowContext(ctx, "PRAGMA journal_mode = DELETE").Scan(&mode)
	})
	var e *sqlite.Error
	if errors.As(err, &e) && e.Code()&0xff == 5 || mode == "wal" { // it is locked
		return ErrOpen
	}
	return ctx.Err()
}

// there reports whether there is a file of that name, or may be one.
func there(path string) bool {
	_, err := os.Lstat(path)
	return !errors.Is(err, os.ErrNotExist)
}
