package storage

import (
	"time"

	"dogear/club"
)

// Report is that somebody said of a note that it gives away more than its
// lock. Who said so is kept only so that they cannot say it twice.
type Report struct {
	Note Note
	Was  club.Lock // the note's own lock before
}

// ReportLater records that a person said that a note belongs later: it is
// locked to the whole book until somebody sets its lock. Said twice by the same
// person it changes nothing.
func (tx *Tx) ReportLater(n Note, user string, now time.Time) error {
	chapter, err := tx.chapterID(n.Read, n.Own)
	if err != nil {
		return err
	}
	added, err := tx.exec(`
		INSERT INTO report (note_id, user_id, read_id, was_chapter_id, was_whole, made_at) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT DO NOTHING`, n.ID, user, n.Read, chapter, n.Own.IsWhole(), unix(now))
	if err != nil || added == 0 {
		return err
	}
	length, err := tx.bookOf(n.Read)
	if err != nil {
		return err
	}
	return tx.setLock(n, club.WholeBook(length))
}

// bookOf is how many chapters the book of a read has.
func (tx *Tx) bookOf(readID int64) (n int, err error) {
	err = tx.one(into(&n), `SELECT `+bookLength+` FROM read WHERE read.id = ?`, readID)
	return n, err
}

// SaidLater reports whether a person has said of a note that it belongs later.
func (tx *Tx) SaidLater(note int64, user string) (said bool, err error) {
	err = tx.one(into(&said), `SELECT EXISTS (SELECT 1 FROM report WHERE note_id = ? AND user_id = ?)`, note, user)
	return said, err
}

// reportColumns selects a report with its note. Of several on one note the
// lists have the earliest: with min, SQLite takes the other columns from that
// row.
const reportColumns = noteColumns + `, was.number, was.label, report.was_whole, iif(report.was_whole, ` + bookLength + `, 0), min(report.made_at)`

// reportTables are what is joined to a report.
const reportTables = `
			JOIN note ON note.id = report.note_id JOIN read ON read.id = note.read_id
			LEFT JOIN chapter ON chapter.id = note.lock_chapter_id LEFT JOIN chapter was ON was.id = report.was_chapter_id `

func (tx *Tx) reports(query string, args ...any) ([]Report, error) {
	list, err := all(tx, func(row func(...any) error) (r Report, err error) {
		var was lockRow
		var made int64
		r.Note, err = scanNote(row, append(was.dest(), &made)...)
		r.Was = was.lock()
		return r, err
	}, query, args...)
	for i := range list {
		if err == nil {
			err = tx.raise(&list[i].Note)
		}
	}
	return list, err
}

// Reports lists the notes of a club that somebody said belong later and nobody
// has looked at since, the earliest first.
func (tx *Tx) Reports(clubID int64) ([]Report, error) {
	return tx.reports(`SELECT `+reportColumns+` FROM read mine JOIN report INDEXED BY report_open ON report.read_id = mine.id`+reportTables+`
		WHERE mine.club_id = ? AND report.closed_at IS NULL AND note.deleted_at IS NULL
		GROUP BY note.id ORDER BY min(report.made_at), note.id`, clubID)
}

// Report finds what was said of a note of a club and nobody has looked at
// since.
func (tx *Tx) Report(note int64) (Report, error) {
	return first(tx.reports(`SELECT `+reportColumns+` FROM report`+reportTables+`
		WHERE report.note_id = ? AND report.closed_at IS NULL AND note.deleted_at IS NULL GROUP BY note.id`, note))
}

// CloseReports records that somebody looked at what was said of a note.
func (tx *Tx) CloseReports(note int64, now time.Time) error {
	_, err := tx.exec(`UPDATE report SET closed_at = ? WHERE note_id = ? AND closed_at IS NULL`, unix(now), note)
	return err
}

// UntoldReports lists the notes of an author in a read that somebody said
// belong later, of which the author was not told yet.
func (tx *Tx) UntoldReports(readID int64, author string) ([]Report, error) {
	return tx.reports(`SELECT `+reportColumns+` FROM report INDEXED BY report_untold`+reportTables+`
		WHERE report.read_id = ? AND report.told_at IS NULL AND note.author_id = ? AND note.deleted_at IS NULL
		GROUP BY note.id ORDER BY min(report.made_at), note.id`, readID, author)
}

// ToldReports records that the author of a note was told of what was said.
func (tx *Tx) ToldReports(note int64, now time.Time) error {
	_, err := tx.exec(`UPDATE report SET told_at = ? WHERE note_id = ? AND told_at IS NULL`, unix(now), note)
	return err
}
