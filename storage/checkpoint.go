package storage

import (
	"errors"
	"fmt"
	"time"
)

// Checkpoint is a block of chapters and its moment.
type Checkpoint struct {
	ID     int64
	Read   int64
	Number int // 1..
	First  int // number of its first chapter
	Last   int // number of its last chapter
	At     time.Time
	// Never says that the read was ended before the checkpoint's moment.
	Never   bool
	Rest    int  // weeks without a checkpoint before it
	CatchUp bool // they are for catching up
	// Sequence counts how often its moment or its chapters changed, or it was
	// taken out of the plan; Changed is the last time, zero for never.
	Sequence int
	Changed  time.Time
}

// Open reports whether the checkpoint's moment has come.
func (c Checkpoint) Open(now time.Time) bool { return !c.Never && !now.Before(c.At) }

// Checkpoints lists the checkpoints of a read in their order.
func (tx *Tx) Checkpoints(readID int64) ([]Checkpoint, error) {
	var order int64
	err := tx.one(into(&order), `SELECT book.orders FROM read JOIN book ON book.id = read.book_id WHERE read.id = ?`, readID)
	if errors.Is(err, ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return recall(&tx.orders.mu, &tx.orders.checkpoints, readID, order, func() ([]Checkpoint, error) {
		return tx.loadCheckpoints(readID)
	})
}

func (tx *Tx) loadCheckpoints(readID int64) ([]Checkpoint, error) {
	list, err := all(tx, func(row func(...any) error) (Checkpoint, error) {
		c := Checkpoint{Read: readID}
		var at, changed int64
		err := row(&c.ID, &c.Number, &c.Last, &at, &c.Never, &c.Rest, &c.CatchUp, &c.Sequence, &changed)
		c.At, c.Changed = instant(at), instant(changed)
		return c, err
	}, `SELECT checkpoint.id, checkpoint.number, chapter.number, checkpoint.at, checkpoint.at > read.ends_at,
			checkpoint.rest_weeks, checkpoint.catch_up, checkpoint.sequence, checkpoint.changed_at
		FROM checkpoint JOIN chapter ON chapter.id = checkpoint.last_chapter_id JOIN read ON read.id = checkpoint.read_id
		WHERE checkpoint.read_id = ? AND checkpoint.number > 0 ORDER BY checkpoint.number`, readID)
	for i := range list {
		list[i].First = 1
		if i > 0 {
			list[i].First = list[i-1].Last + 1
		}
	}
	return list, err
}

// ReadOfCheckpoint says which read a checkpoint belongs to.
func (tx *Tx) ReadOfCheckpoint(id int64) (int64, error) {
	var read int64
	err := tx.one(into(&read), `SELECT read_id FROM checkpoint WHERE id = ?`, id)
	return read, err
}

// SetLastChapter makes a chapter the end of a checkpoint, as when chapters are
// appended to the book.
func (tx *Tx) SetLastChapter(checkpoint, chapter int64, now time.Time) error {
	_, err := tx.exec(`UPDATE checkpoint SET last_chapter_id = ?2, sequence = sequence + 1, changed_at = ?3
		WHERE id = ?1 AND last_chapter_id <> ?2`, checkpoint, chapter, unix(now))
	return err
}

// Planned is a checkpoint ahead as a change of the plan wants it.
type Planned struct {
	ID      int64 // its row, also one that is out of the plan; 0: a new one
	Chapter int64 // the row of its last chapter
	At      time.Time
	Rest    int // weeks without a checkpoint before it
	CatchUp bool
}

// SetAhead makes planned all that comes in a read's plan after its first kept
// checkpoints, in this order, and returns their rows. What is not among them
// goes out of the plan and keeps its row. The end of the read follows the last
// one: see SetEnd.
func (tx *Tx) SetAhead(readID int64, kept int, planned []Planned, now time.Time) ([]int64, error) {
	was, err := tx.plannedNow(readID, kept)
	if err != nil {
		return nil, err
	}
	// Out of the way first: two rows may not bear the same number for a moment.
	if _, err := tx.exec(`UPDATE checkpoint SET number = -id WHERE read_id = ? AND number > ?`, readID, kept); err != nil {
		return nil, err
	}
	ids := make([]int64, len(planned))
	for i, p := range planned {
		number := kept + i + 1
		if p.ID == 0 {
			err = tx.one(into(&ids[i]), `
				INSERT INTO checkpoint (read_id, number, last_chapter_id, at, rest_weeks, catch_up) VALUES (?, ?, ?, ?, ?, ?) RETURNING id`,
				readID, number, p.Chapter, unix(p.At), p.Rest, p.CatchUp)
		} else {
			is := block{last: p.Chapter, at: unix(p.At)}
			if i > 0 {
				is.after = planned[i-1].Chapter
			}
			changed := was[p.ID] != is
			delete(was, p.ID)
			ids[i], err = p.ID, tx.setAhead(readID, number, p, changed, now)
		}
		if err != nil {
			return nil, fmt.Errorf("checkpoint %d: %w", number, err)
		}
	}
	for id := range was {
		if _, err := tx.exec(`UPDATE checkpoint SET sequence = sequence + 1, changed_at = ? WHERE id = ?`, unix(now), id); err != nil {
			return nil, err
		}
	}
	return ids, nil
}

// block is what people know a checkpoint by: its chapters, from the one after
// after (0: after what is kept) to last, and its moment.
type block struct{ after, last, at int64 }

// plannedNow is what comes in a plan after its first kept checkpoints, by row.
func (tx *Tx) plannedNow(readID int64, kept int) (map[int64]block, error) {
	type row struct {
		id int64
		block
	}
	list, err := all(tx, func(scan func(...any) error) (row, error) {
		var r row
		err := scan(&r.id, &r.last, &r.at)
		return r, err
	}, `SELECT id, last_chapter_id, at FROM checkpoint WHERE read_id = ? AND number > ? ORDER BY number`, readID, kept)
	blocks := make(map[int64]block, len(list))
	for i, r := range list {
		if i > 0 {
			r.after = list[i-1].last
		}
		blocks[r.id] = r.block
	}
	return blocks, err
}

func (tx *Tx) setAhead(readID int64, number int, p Planned, changed bool, now time.Time) error {
	n, err := tx.exec(`
		UPDATE checkpoint SET number = ?3, last_chapter_id = ?4, at = ?5, rest_weeks = ?6, catch_up = ?7,
			sequence = sequence + ?8, changed_at = iif(?8, ?9, changed_at)
		WHERE id = ?1 AND read_id = ?2`,
		p.ID, readID, number, p.Chapter, unix(p.At), p.Rest, p.CatchUp, changed, unix(now))
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	return err
}

// OutOfPlan lists the checkpoints that changes took out of a read's plan, with
// the moments that they had; First and Last are not known any more.
func (tx *Tx) OutOfPlan(readID int64) ([]Checkpoint, error) {
	return all(tx, func(row func(...any) error) (Checkpoint, error) {
		c := Checkpoint{Read: readID}
		var at, changed int64
		err := row(&c.ID, &at, &c.Sequence, &changed)
		c.At, c.Changed = instant(at), instant(changed)
		return c, err
	}, `SELECT id, at, sequence, changed_at FROM checkpoint WHERE read_id = ? AND number < 0 ORDER BY at, id`, readID)
}
