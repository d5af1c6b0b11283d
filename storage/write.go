package storage

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"sync/atomic"
	"time"
)

// Writes that wait for each other share one commit, and so one flush of the
// disk. A group is who waited when it began: this many at most, and for no
// longer than this. Those who come meanwhile are the next group; taken in, they
// would have all others wait for them, and soon everybody would wait at once.
const (
	groupSize = 64
	groupTime = 5 * time.Millisecond
)

// errClosed says that the database was closed meanwhile.
var errClosed = errors.New("the database is closed")

// write is one function that waits for its turn to write.
type write struct {
	f      func(*Tx) error
	reads  bool        // it is to write nothing
	taken  atomic.Bool // by the writer, or by its caller who gave up
	woke   bool
	err    error
	panics any
	exits  bool // f ended the goroutine, as a test's FailNow does
	ended  chan struct{}
}

// Write runs f in a transaction of its own: all of what it wrote is on the
// disk when Write returns nil, and nothing of it otherwise. Functions run one
// after another, each seeing what the one before wrote. f must not call Write
// or Read of the same database.
func (db *DB) Write(ctx context.Context, f func(*Tx) error) error {
	defer db.time("write")()
	return db.submit(ctx, &write{f: f})
}

func (db *DB) submit(ctx context.Context, w *write) error {
	w.ended = make(chan struct{})
	if err := db.enqueue(ctx, w); err != nil {
		return err
	}
	select {
	case <-w.ended:
	case <-ctx.Done():
		if w.taken.CompareAndSwap(false, true) {
			return ctx.Err() // it will not run any more
		}
		<-w.ended // it runs already: say how it ended
	}
	switch {
	case w.panics != nil:
		panic(w.panics)
	case w.exits:
		runtime.Goexit()
	}
	return w.err
}

func (db *DB) enqueue(ctx context.Context, w *write) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	db.mu.RLock()
	defer db.mu.RUnlock()
	if db.closed {
		return errClosed
	}
	select {
	case db.writes <- w:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// write is the one goroutine that writes. Where a function ends the goroutine
// instead of returning, another one goes on.
func (db *DB) write(c *conn) {
	closed := false
	defer func() {
		if !closed {
			go db.write(c)
			return
		}
		close(db.done)
	}()
	for w := range db.writes {
		db.group(c, w)
	}
	closed = true
}

// group runs first, and those that wait behind it, in one transaction. Each
// has a savepoint of its own: one that fails takes nobody with it.
func (db *DB) group(c *conn, first *write) {
	if err := c.exec("BEGIN IMMEDIATE"); err != nil {
		_ = c.exec("ROLLBACK") // in case an earlier one could not be ended
		first.end(fmt.Errorf("begin writing: %w", err))
		return
	}
	most := min(1+len(db.writes), groupSize)
	var ran []*write
	var lost error
	defer func() { db.commit(c, ran, lost) }()
	began := time.Now() //nolint:forbidigo // wire time: how long others are kept waiting
	for w, more := first, true; more; {
		if w.taken.CompareAndSwap(false, true) {
			ran = append(ran, w)
			if lost = db.run(c, w); lost != nil {
				return
			}
		}
		if len(ran) >= most || time.Since(began) > groupTime { //nolint:forbidigo // as above
			return
		}
		select {
		case w, more = <-db.writes:
		default:
			more = false
		}
	}
}

// commit ends a group and tells those who wait. lost says that the transaction
// is gone already: SQLite rolls all of it back if, say, the disk is full.
func (db *DB) commit(c *conn, ran []*write, lost error) {
	err := lost
	if err == nil {
		stop := db.time("commit")
		err = c.exec("COMMIT")
		stop()
	}
	if err != nil {
		err = fmt.Errorf("commit: %w", err)
		_ = c.exec("ROLLBACK")
	}
	db.committed()
	woke := false
	for _, w := range ran {
		woke = woke || w.woke && w.err == nil
		w.end(err)
	}
	if woke && err == nil {
		db.rouse()
	}
}

// run calls the function of a write within its savepoint. The error is that of
// the whole transaction, which must not go on after it.
func (db *DB) run(c *conn, w *write) (lost error) {
	if err := c.exec("SAVEPOINT one"); err != nil {
		return err
	}
	tx := &Tx{c: c, orders: &db.orders, reads: w.reads}
	returned := false
	defer func() {
		tx.c = nil // a use after the end is a panic and not a race
		w.woke = tx.woke
		if !returned {
			if p := recover(); p != nil {
				w.panics = fmt.Sprintf("in a transaction: %v\n%s", p, debug.Stack())
			} else {
				w.exits = true
			}
		}
		if w.err != nil || !returned {
			lost = c.exec("ROLLBACK TO one")
		}
		if lost == nil {
			lost = c.exec("RELEASE one")
		}
	}()
	w.err = w.f(tx)
	returned = true
	return nil
}

// end tells the caller how it went; commit is the error of the shared commit.
func (w *write) end(commit error) {
	if w.err == nil {
		w.err = commit
	}
	close(w.ended)
}
