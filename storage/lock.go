package storage

import (
	"database/sql"

	"dogear/club"
)

// lockRow is how a lock stands in a row: the chapter that must have been
// finished (NULL: for all), or the whole book.
type lockRow struct {
	number sql.NullInt64
	label  sql.NullString
	whole  bool
	length int // how many chapters the book has now, if whole
}

// bookLength is how many chapters the book of a read has.
const bookLength = `(SELECT coalesce(max(number), 0) FROM chapter c WHERE c.book_id = read.book_id)`

// noteLock and noteLockTables select the lock of a note.
const (
	noteLock       = `chapter.number, chapter.label, note.lock_whole, iif(note.lock_whole, ` + bookLength + `, 0)`
	noteLockTables = ` note JOIN read ON read.id = note.read_id LEFT JOIN chapter ON chapter.id = note.lock_chapter_id `
)

func (l *lockRow) dest() []any { return []any{&l.number, &l.label, &l.whole, &l.length} }

// lock is the rule's lock. A book without chapters has nothing to give away.
func (l *lockRow) lock() club.Lock {
	switch {
	case l.whole:
		return club.WholeBook(l.length)
	case l.number.Valid:
		return club.UpTo(club.Chapter{Number: int(l.number.Int64), Label: l.label.String})
	}
	return club.ForAll()
}

// chapterID finds the row that a lock refers to, or NULL if it refers to none.
func (tx *Tx) chapterID(readID int64, l club.Lock) (id sql.NullInt64, err error) {
	if l.IsWhole() || l.Bare().IsForAll() {
		return id, nil
	}
	err = tx.one(into(&id), `
		SELECT chapter.id FROM chapter JOIN read ON read.book_id = chapter.book_id
		WHERE read.id = ? AND chapter.number = ?`, readID, l.Number())
	return id, err
}
