package storage

import (
	"context"
	"fmt"
	"os"
	"time"
)

// Timed has f told how long each operation took: "read" and "write", from the
// call to its end, and "commit", the flush of a group of writes alone. It is
// called before anything is read or written; f must not wait, and is called by
// many goroutines.
func (db *DB) Timed(f func(op string, took time.Duration)) { db.timed = f }

// time tells of an operation when stop is called, if anybody wants to know.
func (db *DB) time(op string) (stop func()) {
	if db.timed == nil {
		return func() {}
	}
	began := time.Now()                               //nolint:forbidigo // wire time: what is measured is the machine
	return func() { db.timed(op, time.Since(began)) } //nolint:forbidigo // as above
}

// Probe writes to the disk, changing nothing: what stops a write stops it too.
func (db *DB) Probe(ctx context.Context) error {
	return db.Write(ctx, func(tx *Tx) error {
		var version int
		// SQLite writes the page even if it says what it said before.
		if err := tx.one(into(&version), `SELECT user_version FROM pragma_user_version`); err != nil {
			return err
		}
		_, err := tx.exec(fmt.Sprintf(`PRAGMA user_version = %d`, version))
		return err
	})
}

// Size is how many bytes the database takes on the disk, with what SQLite keeps
// beside it; 0 in memory.
func (db *DB) Size() (n int64) {
	if db.memory {
		return 0
	}
	for _, path := range []string{db.path, db.path + "-wal", db.path + "-shm"} {
		if info, err := os.Stat(path); err == nil {
			n += info.Size()
		}
	}
	return n
}

// Backlog is the work that is due and not done.
type Backlog struct {
	Waiting int       // that is to be done now, or tried again soon
	Refused int       // that Discord refuses; it is tried again every ten minutes
	Oldest  time.Time // when the first of those that wait fell due, zero if none does; edits do not count
}

// Backlog says what is due at now (club time) in servers that Dogear is in.
func (tx *Tx) Backlog(now time.Time) (b Backlog, err error) {
	var oldest int64
	err = tx.one(into(&b.Waiting, &b.Refused, &oldest), `
		SELECT count(*) FILTER (WHERE state <> 'stuck'), count(*) FILTER (WHERE state = 'stuck'),
			coalesce(min(due_at) FILTER (WHERE state <> 'stuck' AND message_id = '' AND due_at > 0), 0)
		FROM work WHERE open = 1 AND due_at <= ?
			AND NOT EXISTS (SELECT 1 FROM server WHERE server.guild_id = work.guild_id AND left_at IS NOT NULL)`, unix(now))
	b.Oldest = instant(oldest)
	return b, err
}
