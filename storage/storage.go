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
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/gofrs/flock"
	"modernc.org/sqlite" // the driver, registered as "sqlite"
)

// ErrNotFound says that there is no such row, or none in this server.
var ErrNotFound = errors.New("no such row")

// ErrTaken says that there is such a row already, and can be no other.
var ErrTaken = errors.New("there is such a row already")

// ErrInUse says that another running Dogear holds the database.
var ErrInUse = errors.New("the database is in use by another running Dogear")

// readers is how many transactions may read side by side. Each connection
// costs about 4 MiB once it has read much.
const readers = 4

// DB is an open database. Its methods may be called from many goroutines.
type DB struct {
	pool   *sql.DB
	conns  []*conn      // all that were opened
	lock   *flock.Flock // nil in memory
	path   string       // of the file, "" in memory
	memory bool         // one connection is all there is: the writer reads too
	orders orders

	writes  chan *write
	reads   chan *conn    // reading connections that are idle
	closing chan struct{} // closed when nobody may begin to read any more
	done    chan struct{} // closed when the writing goroutine has ended
	wake    chan struct{}

	commits    chan struct{} // tells that there have been many
	backfilled chan struct{} // closed when nobody copies the log any more
	unfilled   int           // commits since it was told

	close func() error
	timed func(op string, took time.Duration)

	mu     sync.RWMutex // held for reading while a write is handed over
	closed bool
}

// Open opens the database at path, makes it if it is not there, and brings its
// schema up to date (with a copy of the old file beside it first). ":memory:"
// is a database of its own that ends with Close. A file that another Dogear
// has open is refused with ErrInUse, one that a later Dogear wrote with
// ErrFromFuture.
func Open(ctx context.Context, path string) (*DB, error) {
	return openWith(ctx, path, migrations)
}

// openWith opens with the migrations of a test's own.
func openWith(ctx context.Context, path string, files fs.FS) (*DB, error) {
	db := &DB{
		memory:  path == ":memory:",
		writes:  make(chan *write, 256),
		reads:   make(chan *conn, readers),
		closing: make(chan struct{}),
		done:    make(chan struct{}),
		wake:    make(chan struct{}, 1),

		commits:    make(chan struct{}, 1),
		backfilled: make(chan struct{}),
	}
	db.close = sync.OnceValue(db.end)
	if err := db.open(ctx, path, files); err != nil {
		return nil, errors.Join(plain(err), db.release())
	}
	return db, nil
}

func (db *DB) open(ctx context.Context, path string, files fs.FS) error {
	if !db.memory {
		path = led(path)
		lock, err := hold(path + ".lock")
		if err != nil {
			return err
		}
		db.lock = lock
		if err := private(path); err != nil {
			return fmt.Errorf("open the database: %w", err)
		}
	}
	db.path = path
	pool, err := sql.Open("sqlite", source(path, "_journal_mode=WAL"))
	if err != nil {
		return fmt.Errorf("open the database: %w", err)
	}
	db.pool = pool
	writer, err := db.connect(ctx)
	if err != nil {
		return fmt.Errorf("open the database: %w", err)
	}
	if err := migrate(ctx, writer, path, files); err != nil {
		return err
	}
	for range readers {
		if db.memory {
			break
		}
		c, err := db.connect(ctx)
		if err == nil {
			err = c.exec("PRAGMA query_only = 1")
		}
		if err != nil {
			return fmt.Errorf("open the database for reading: %w", err)
		}
		db.reads <- c
	}
	if err := db.startBackfill(ctx, writer); err != nil {
		return fmt.Errorf("open the database: %w", err)
	}
	go db.write(writer)
	return nil
}

// private makes a database that is not there for this user's eyes, as notes are:
// SQLite gives what it keeps beside it the same mode.
func private(path string) error {
	f, err := os.OpenFile(path, os.O_RDONLY|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

// led is where the links lead that a name may have: one file has one lock beside
// it, and one log, whatever way leads there.
func led(path string) string {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		return target
	}
	return path
}

// hold takes the lock beside a database, until it is unlocked.
func hold(path string) (*flock.Flock, error) {
	// Without OFD locks a stray open and close of the file in this process
	// would drop SQLite's own locks; where they do not exist, go without.
	_, _ = sqlite.OFDLocking(true)
	lock := flock.New(path)
	held, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock the database: %w", err)
	}
	if !held {
		return nil, ErrInUse
	}
	return lock, nil
}

// source is the connection string. FULL has every commit on the disk before it
// is acknowledged; the cost is shared by grouping commits. What a savepoint may
// have to take back is kept in memory, for each write has one.
func source(path string, more ...string) string {
	settings := "?" + strings.Join(append(more,
		"_busy_timeout=10000", "_foreign_keys=1", "_synchronous=FULL", "_dqs=0",
		"_pragma=temp_store(memory)", "_pragma=journal_size_limit(8388608)"), "&")
	if path == ":memory:" {
		return "file::memory:" + settings
	}
	// The characters that a URI gives a meaning of their own.
	escape := strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23")
	return "file:" + escape.Replace(filepath.ToSlash(filepath.Clean(path))) + settings
}

// Close ends the writing of what was handed over and the reading of what has
// begun, and closes the file.
func (db *DB) Close() error { return db.close() }

func (db *DB) end() error {
	db.mu.Lock()
	db.closed = true
	db.mu.Unlock()
	close(db.writes)
	<-db.done
	close(db.commits)
	<-db.backfilled
	close(db.closing)
	if !db.memory {
		for range readers {
			<-db.reads
		}
	}
	return db.release()
}

func (db *DB) release() error {
	var errs []error
	for _, c := range db.conns {
		errs = append(errs, c.close())
	}
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
	c      *conn
	orders *orders
	reads  bool // it may not write
	woke   bool
}

// Read runs f in a transaction that sees one state of the database. What f
// would write is refused.
func (db *DB) Read(ctx context.Context, f func(*Tx) error) error {
	defer db.time("read")()
	if db.memory {
		return db.submit(ctx, &write{f: f, reads: true})
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	var c *conn
	select {
	case c = <-db.reads:
	case <-ctx.Done():
		return ctx.Err()
	case <-db.closing:
		return errClosed
	}
	defer func() { db.reads <- c }()
	if err := c.exec("BEGIN"); err != nil {
		return fmt.Errorf("begin reading: %w", err)
	}
	tx := &Tx{c: c, orders: &db.orders, reads: true}
	defer func() {
		tx.c = nil // a use after the end is a panic and not a race
		_ = c.exec("ROLLBACK")
	}()
	return f(tx)
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
