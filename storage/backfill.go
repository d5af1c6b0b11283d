package storage

import "context"

// What is committed stands in a log beside the database, and is copied from there
// to its place now and then. SQLite has whoever commits do that, and in a large
// database the pages lie all over the file: for as long as they take to be on the
// disk everybody waits who would write. So a connection of its own copies while
// others write, and little is left for them.
const (
	// backfillAfter is after how many commits that is done.
	backfillAfter = 32
	// logPages is from how many pages on whoever commits copies what is left, so
	// that the log begins anew. It has 4 KiB for each, and some more while somebody
	// reads.
	logPages = "2000"
)

// startBackfill has the log be copied until db.commits is closed. In memory there
// is none.
func (db *DB) startBackfill(ctx context.Context, writer *conn) error {
	if db.memory {
		close(db.backfilled)
		return nil
	}
	c, err := db.connect(ctx)
	if err == nil {
		err = writer.exec("PRAGMA wal_autocheckpoint = " + logPages)
	}
	if err != nil {
		return err
	}
	go func() {
		defer close(db.backfilled)
		for range db.commits {
			_ = c.exec("PRAGMA wal_checkpoint(PASSIVE)") // what it cannot copy now it can the next time
		}
	}()
	return nil
}

// committed counts a commit. Only the writing goroutine calls it.
func (db *DB) committed() {
	if db.unfilled++; db.unfilled < backfillAfter {
		return
	}
	select {
	case db.commits <- struct{}{}:
		db.unfilled = 0
	default: // it copies already, and is told with the next commit
	}
}
