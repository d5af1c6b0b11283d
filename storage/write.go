package storage

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync/atomic"
	"time"
)

// Writes that wait for each other share one commit, and so one flush of the
// disk. A group ends when nobody waits, or after this many writes or this long.
const (
	groupSize = 64
	groupTime = 5 * time.Millisecond
)

// errClosed says that the database was closed meanwhile.
var errClosed = errors.New("the database is closed")

// write is one function that waits for its turn to write.
type write struct {
	f      func(*Tx) error
	undo   bool        // it only reads: nothing of it is to stay
	taken  atomic.Bool // by the writer, or by its caller who gave up
	woke   bool
	err    error
	panics any
	ended  chan struct{}
}

// Write runs f in a transaction of its own: all of what it wrote is on the
// disk when Write returns nil, and nothing of it otherwise. Functions run one
// after another, each seeing what the one before wrote. f must not call Write
// or Read of the same database.
func (db *DB) Write(ctx context.Context, f func(*Tx) error) error {
	return db.submit(ctx, f, false)
}

func (db *DB) submit(ctx context.Context, f func(*Tx) error, undo bool) error {
	w := &write{f: f, undo: undo, ended: make(chan struct{})}
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
	if w.panics != nil {
		panic(w.panics)
	}
	return w.err
}

func (db *DB) enqueue(ctx context.Context, w *write) error {
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

// write is the one goroutine that writes.
func (db *DB) write(c *conn) {
	defer close(db.done)
	defer c.close()
	for w := range db.writes {
		db.group(c, w)
	}
}

// group runs first, and those that wait behind it, in one transaction. Each
// has a savepoint of its own: one that fails takes nobody with it.
func (db *DB) group(c *conn, first *write) {
	began := time.Now() //nolint:forbidigo // wire time: how long others are kept waiting
	if _, err := c.exec("BEGIN IMMEDIATE"); err != nil {
		first.end(fmt.Errorf("begin writing: %w", err))
		return
	}
	var ran []*write
	for w, more := first, true; more; {
		if w.taken.CompareAndSwap(false, true) {
			w.run(c)
			ran = append(ran, w)
		}
		if len(ran) >= groupSize || time.Since(began) > groupTime {
			break
		}
		select {
		case w, more = <-db.writes:
		default:
			more = false
		}
	}
	_, err := c.exec("COMMIT")
	if err != nil {
		err = fmt.Errorf("commit: %w", err)
		_, _ = c.exec("ROLLBACK")
	}
	woke := false
	for _, w := range ran {
		woke = woke || w.woke && w.err == nil
		w.end(err)
	}
	if woke && err == nil {
		db.rouse()
	}
}

// run calls the function within its savepoint.
func (w *write) run(c *conn) {
	if _, w.err = c.exec("SAVEPOINT one"); w.err != nil {
		return
	}
	tx := &Tx{c: c}
	finished := false
	defer func() {
		if !finished {
			w.panics = fmt.Sprintf("in a transaction: %v\n%s", recover(), debug.Stack())
		}
		if w.err != nil || !finished || w.undo {
			if _, err := c.exec("ROLLBACK TO one"); err != nil {
				w.err = errors.Join(w.err, err)
			}
		}
		if _, err := c.exec("RELEASE one"); err != nil {
			w.err = errors.Join(w.err, err)
		}
		w.woke = tx.woke
	}()
	w.err = w.f(tx)
	finished = true
}

// end tells the caller how it went; commit is the error of the shared commit.
func (w *write) end(commit error) {
	if w.err == nil {
		w.err = commit
	}
	close(w.ended)
}
