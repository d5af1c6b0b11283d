// Package storage keeps Dogear's rows in one SQLite file. It owns the schema,
// its migrations, transactions, and what is due; it must not know Discord, nor
// decide what a rule of package club decides.
//
// The only way in is DB.Write and DB.Read: a function gets a *Tx, and all
// methods are on *Tx, so that an action reads, decides and writes atomically.
// Every look-up by a row's id also names the server that it must belong to.
package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/gofrs/flock"
	"modernc.org/sqlite" // the driver, registered as "sqlite"
)

// ErrNotFound says that there is no such row, or none in this server.
var ErrNotFound = errors.New("no such row")

// ErrInUse says that another running Dogear holds the database.
var ErrInUse = errors.New("the database is in use by another running Dogear")

// readers is how many transactions may read side by side. Each connection
// costs about 4 MiB once it has read much.
const readers = 4

// DB is an open database. Its methods may be called from many goroutines.
type DB struct {
	pool   *sql.DB
	lock   *flock.Flock // nil in memory
	writes chan *write
	reads  chan *conn // idle reading connections; nil in memory: the writer reads
	wake   chan struct{}
	done   chan struct{} // closed when the writing goroutine has ended

	mu     sync.RWMutex // held for reading while a write is handed over
	closed bool
}

// Open opens the database at path, makes it if it is not there, and brings its
// schema up to date (with a copy of the old file beside it first). ":memory:"
// is a database of its own that ends with Close. A file that another Dogear
// has open is refused with ErrInUse, one that a later Dogear wrote with
// ErrFromFuture.
func Open(ctx context.Context, path string) (*DB, error) {
	db := &DB{
		writes: make(chan *write, 256),
		wake:   make(chan struct{}, 1),
		done:   make(chan struct{}),
	}
	if err := db.open(ctx, path); err != nil {
		return nil, errors.Join(err, db.release())
	}
	return db, nil
}

func (db *DB) open(ctx context.Context, path string) error {
	memory := path == ":memory:"
	if !memory {
		// Without OFD locks a stray open and close of the file in this process
		// would drop SQLite's own locks; where they do not exist, go without.
		_, _ = sqlite.OFDLocking(true)
		db.lock = flock.New(path + ".lock")
		held, err := db.lock.TryLock()
		if err != nil {
			return fmt.Errorf("lock the database: %w", err)
		}
		if !held {
			db.lock = nil
			return ErrInUse
		}
	}
	pool, err := sql.Open("sqlite", source(path, memory, "_journal_mode=WAL"))
	if err != nil {
		return fmt.Errorf("open the database: %w", err)
	}
	db.pool = pool
	pool.SetMaxIdleConns(readers + 1)
	writer, err := db.connect(ctx)
	if err != nil {
		return fmt.Errorf("open the database: %w", err)
	}
	if err := migrate(ctx, writer, path); err != nil {
		return err
	}
	if !memory {
		db.reads = make(chan *conn, readers)
		for range readers {
			c, err := db.connect(ctx)
			if err != nil {
				return fmt.Errorf("open the database for reading: %w", err)
			}
			if _, err := c.exec("PRAGMA query_only = 1"); err != nil {
				return fmt.Errorf("open the database for reading: %w", err)
			}
			db.reads <- c
		}
	}
	go db.write(writer)
	return nil
}

// source is the connection string. FULL has every commit on the disk before it
// is acknowledged; the cost is shared by grouping commits.
func source(path string, memory bool, more ...string) string {
	settings := "?" + strings.Join(append(more, "_busy_timeout=10000", "_foreign_keys=1", "_synchronous=FULL", "_dqs=0"), "&")
	if memory {
		return "file::memory:" + settings
	}
	// The characters that a URI gives a meaning of their own.
	escape := strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23")
	return "file:" + escape.Replace(filepath.ToSlash(path)) + settings
}

// Close ends the writing of what was handed over, and closes the file.
func (db *DB) Close() error {
	db.mu.Lock()
	closed := db.closed
	db.closed = true
	db.mu.Unlock()
	if closed {
		return nil
	}
	close(db.writes)
	<-db.done
	return db.release()
}

func (db *DB) release() error {
	var errs []error
	if db.pool != nil {
		errs = append(errs, db.pool.Close())
	}
	if db.lock != nil {
		errs = append(errs, db.lock.Unlock())
	}
	return errors.Join(errs...)
}

// Wake gets a value when work was added or asked for again by a commit.
func (db *DB) Wake() <-chan struct{} { return db.wake }

func (db *DB) rouse() {
	select {
	case db.wake <- struct{}{}:
	default:
	}
}

// Tx is a transaction. It is valid only within the function that got it, and
// only one goroutine may use it.
type Tx struct {
	c    *conn
	woke bool
}

// Read runs f in a transaction that sees one state of the database. What f
// would write is refused.
func (db *DB) Read(ctx context.Context, f func(*Tx) error) error {
	if db.reads == nil {
		return db.submit(ctx, f, true)
	}
	var c *conn
	select {
	case c = <-db.reads:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { db.reads <- c }()
	if _, err := c.exec("BEGIN"); err != nil {
		if c, err = db.renew(c, err); err != nil {
			return fmt.Errorf("begin reading: %w", err)
		}
	}
	defer func() { _, _ = c.exec("ROLLBACK") }()
	return f(&Tx{c: c})
}

// renew replaces a connection that broke, and begins anew on it.
func (db *DB) renew(c *conn, cause error) (*conn, error) {
	c.close()
	fresh, err := db.connect(context.Background())
	if err != nil {
		return c, errors.Join(cause, err)
	}
	_, err = fresh.exec("PRAGMA query_only = 1")
	if err == nil {
		_, err = fresh.exec("BEGIN")
	}
	return fresh, err
}

// unix turns an instant into what is stored; the zero time is 0.
func unix(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}

// instant turns what is stored into UTC time; 0 is the zero time.
func instant(sec int64) time.Time {
	if sec == 0 {
		return time.Time{}
	}
	return time.Unix(sec, 0).UTC()
}
