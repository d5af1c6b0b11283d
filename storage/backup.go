package storage

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"modernc.org/sqlite"
)

// ErrNoRoom says that the disk took no more.
var ErrNoRoom = errors.New("there is no room on the disk")

// ErrSame says that a file is the database itself.
var ErrSame = errors.New("the file is the database itself")

// ErrDamaged says that a file is no database, or no whole one.
var ErrDamaged = errors.New("the file is no database, or a damaged one")

// Backup copies the database into a file, as Backup does with one that another
// Dogear has open.
func (db *DB) Backup(ctx context.Context, file string) error { return Backup(ctx, db.path, file) }

// Backup copies the database at path into a file, as it is at one moment. A
// Dogear that has it open reads and writes on meanwhile. The copy is one file,
// checked and on the disk when it gets its name: whatever happens, there is a
// whole one under that name or none. One that was there before is replaced.
func Backup(ctx context.Context, path, file string) error {
	if _, err := os.Stat(path); err != nil {
		return err
	}
	if same(path, file) {
		return ErrSame
	}
	part, err := copyWhole(ctx, source(path, "mode=ro"), file)
	if err != nil {
		return err
	}
	return put(part, file)
}

// copyWhole copies a database into a new file beside the one that it is to
// become, and says how that is called: nobody takes it for the other before it
// gets its name.
func copyWhole(ctx context.Context, from, file string) (part string, err error) {
	dir, name := filepath.Split(file)
	if err := sweep(dir, name); err != nil {
		return "", err
	}
	f, err := os.CreateTemp(filepath.Clean(dir), name+".*.part") // for this user's eyes, as notes are
	if err != nil {
		return "", err
	}
	part = f.Name()
	defer func() {
		if err != nil {
			err = errors.Join(plain(err), discard(part))
		}
	}()
	if err := f.Close(); err != nil {
		return part, err
	}
	flushed := flushWhile(part)
	err = on(from, func(pool *sql.DB) error {
		_, err := pool.ExecContext(ctx, "VACUUM INTO ?", part)
		return err
	})
	if err = errors.Join(err, flushed()); err != nil {
		return part, err
	}
	if err := on(source(part, "mode=ro", "immutable=1"), func(pool *sql.DB) error { return sound(ctx, pool) }); err != nil {
		return part, err
	}
	return part, flush(part)
}

// sweep removes what was left by those who were killed while they copied a
// database into a file of this name.
func sweep(dir, name string) error {
	entries, err := os.ReadDir(filepath.Clean(dir))
	if err != nil {
		return err
	}
	for _, e := range entries {
		if isPart(name, e.Name()) {
			if err := gone(filepath.Join(dir, e.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

// isPart reports whether a file is what was left of a copy that was to become
// one of this name.
func isPart(name, file string) bool {
	part, is := strings.CutPrefix(file, name+".")
	number, ends := strings.CutSuffix(strings.TrimSuffix(part, "-journal"), ".part")
	return is && ends && strings.Trim(number, "0123456789") == ""
}

// on opens a database for f.
func on(source string, f func(*sql.DB) error) (err error) {
	// A stray close must not drop the locks of a DB of this process: see hold.
	_, _ = sqlite.OFDLocking(true)
	pool, err := sql.Open("sqlite", source)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	return f(pool)
}

// sound reports what is wrong with a database, as far as a look through all of
// it shows.
func sound(ctx context.Context, pool *sql.DB) error {
	var found string
	if err := pool.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&found); err != nil {
		return err
	}
	if found != "ok" {
		return fmt.Errorf("%w: %s", ErrDamaged, found)
	}
	var broken int
	if err := pool.QueryRowContext(ctx, "SELECT count(*) FROM pragma_foreign_key_check").Scan(&broken); err != nil {
		return err
	}
	if broken > 0 {
		return fmt.Errorf("%w: %d rows refer to nothing", ErrDamaged, broken)
	}
	return nil
}

// plain names an error by what it means to whoever copies a database.
func plain(err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		if errors.Is(err, syscall.ENOSPC) {
			return fmt.Errorf("%w: %w", ErrNoRoom, err)
		}
		return err
	}
	const writing, short = 10 | 3<<8, 10 | 2<<8 // an input or output error, as SQLite counts them
	switch e.Code() {
	case 13, writing: // the disk is full; a quota or a limit is reached
		return fmt.Errorf("%w: %w", ErrNoRoom, err)
	case short:
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	switch e.Code() & 0xff {
	case 11, 26: // it is malformed; it is no database
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return err
}

// discard removes a copy that did not become one, and what SQLite kept beside it.
func discard(part string) error {
	return errors.Join(gone(part), gone(part+"-journal"))
}

// gone removes a file if it is there.
func gone(path string) error {
	if err := os.Remove(path); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// put gives a whole file its name, for good.
func put(part, file string) error {
	if err := os.Rename(part, file); err != nil {
		return errors.Join(err, discard(part))
	}
	return flushNames(filepath.Dir(file))
}

// flush returns when a file is on the disk. Windows flushes only what was opened
// to be written.
func flush(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// flushNames returns when the names in a folder are on the disk.
func flushNames(dir string) error {
	if runtime.GOOS == "windows" { // there a folder cannot be flushed
		return nil
	}
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// same reports whether two names lead to one file.
func same(a, b string) bool {
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	return errX == nil && errY == nil && os.SameFile(x, y)
}

// flushWhile has a file go to the disk while it is written, until ended: if all
// of it went at once, whoever commits something meanwhile would wait for that.
func flushWhile(path string) (ended func() error) {
	const every = 50 * time.Millisecond
	over, result := make(chan struct{}), make(chan error)
	go func() {
		tick := time.NewTicker(every)
		defer tick.Stop()
		var err error
		for {
			select {
			case <-tick.C:
				err = cmp.Or(err, flush(path)) // a fault is told of once
			case <-over:
				result <- err
				return
			}
		}
	}()
	return func() error {
		close(over)
		return <-result
	}
}

// beside names a file beside the database, of the same kind.
func beside(path, what string) string {
	ext := filepath.Ext(path)
	return strings.TrimSuffix(path, ext) + "-" + what + ext
}
