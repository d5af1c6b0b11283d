package storage

import (
	"strings"
	"time"

	"dogear/club"
)

// Read is one reading of one book by one club.
type Read struct {
	ID        int64
	Club      Club
	Book      Book
	StartOn   string    // the day on which reading begins, ISO, in the club's zone
	EndsAt    time.Time // the moment of its last checkpoint, or of its early end
	RevealsAt time.Time // when the ratings are shown to all
	Dropped   bool
	Closed    bool   // ended by a person and not by its plan
	Shown     bool   // its stars were shown, and then somebody who had given some was forgotten
	UID       string // names the read in people's calendars, at random
	// Days are the weekdays on which its plan meets, none where that is not
	// known, and Skips the days that were to be without a checkpoint.
	Days  []time.Weekday
	Skips []club.DateRange
}

// UnderWay reports whether the read is planned or being read.
func (r Read) UnderWay(now time.Time) bool { return now.Before(r.EndsAt) }

// Revealed reports whether the ratings are shown to all.
func (r Read) Revealed(now time.Time) bool { return !r.Dropped && !now.Before(r.RevealsAt) }

const readColumns = `read.id, read.start_on, read.ends_at, read.reveals_at, read.dropped, read.closed, read.shown, read.uid, read.days, read.skips, ` +
	clubColumns + `, ` + bookColumns

const readTables = ` read JOIN club ON club.id = read.club_id JOIN book ON book.id = read.book_id `

func scanRead(row func(...any) error) (Read, error) {
	var r Read
	var ends, reveals int64
	var days uint
	var skips string
	dest := []any{&r.ID, &r.StartOn, &ends, &reveals, &r.Dropped, &r.Closed, &r.Shown, &r.UID, &days, &skips}
	dest = append(append(dest, r.Club.dest()...), r.Book.dest()...)
	err := row(dest...)
	r.EndsAt, r.RevealsAt, r.Days, r.Skips = instant(ends), instant(reveals), daysIn(days), rangesIn(skips)
	return r, err
}

func (tx *Tx) oneRead(query string, args ...any) (Read, error) {
	return first(all(tx, scanRead, query, args...))
}

// AddRead begins a read with the checkpoints of its plan, and returns its id.
func (tx *Tx) AddRead(r Read, plan club.Plan, chapters club.Chapters, by string, now time.Time) (int64, error) {
	var id int64
	err := tx.one(into(&id), `
		INSERT INTO read (club_id, book_id, start_on, ends_at, reveals_at, started_by, created_at, uid, days, skips)
		VALUES (?, ?, ?, ?, ?, ?, ?, lower(hex(randomblob(8))), ?, ?) RETURNING id`,
		r.Club.ID, r.Book.ID, r.StartOn, unix(r.EndsAt), unix(r.RevealsAt), by, unix(now), daysBits(r.Days), rangesText(r.Skips))
	if err != nil {
		return 0, err
	}
	for i, b := range plan.Blocks {
		last, _ := chapters.At(b.Last)
		if _, err := tx.exec(`INSERT INTO checkpoint (read_id, number, last_chapter_id, at) VALUES (?, ?, ?, ?)`,
			id, i+1, last.ID, unix(b.At)); err != nil {
			return 0, err
		}
	}
	return id, nil
}

// Read finds a read of a server. The reads of a book that has left the shelf
// are out of sight, here and in the lists.
func (tx *Tx) Read(guild string, id int64) (Read, error) {
	return tx.oneRead(`SELECT `+readColumns+` FROM`+readTables+`
		WHERE read.id = ? AND club.guild_id = ? AND book.removed_at IS NULL`, id, guild)
}

// ReadOf finds a read by its row alone, for work, which comes from our own rows.
func (tx *Tx) ReadOf(id int64) (Read, error) {
	return tx.oneRead(`SELECT `+readColumns+` FROM`+readTables+`WHERE read.id = ?`, id)
}

// ReadsUnderWay lists the reads of a club that have not ended, oldest first.
func (tx *Tx) ReadsUnderWay(clubID int64, now time.Time) ([]Read, error) {
	return all(tx, scanRead, `SELECT `+readColumns+` FROM`+readTables+`
		WHERE read.club_id = ? AND read.ends_at > ? ORDER BY read.id`, clubID, unix(now))
}

// LastRead finds the read of a club that ended last.
func (tx *Tx) LastRead(clubID int64, now time.Time) (Read, error) {
	return tx.oneRead(`SELECT `+readColumns+` FROM`+readTables+`
		WHERE read.club_id = ? AND read.ends_at <= ? AND book.removed_at IS NULL ORDER BY read.ends_at DESC, read.id DESC LIMIT 1`, clubID, unix(now))
}

// Reads lists all reads of a club, the newest first.
func (tx *Tx) Reads(clubID int64) ([]Read, error) {
	return all(tx, scanRead, `SELECT `+readColumns+` FROM`+readTables+`WHERE read.club_id = ? AND book.removed_at IS NULL ORDER BY read.id DESC`, clubID)
}

// ReadsBy lists the reads of a server that somebody is in, or was and left, the
// newest first.
func (tx *Tx) ReadsBy(guild, user string) ([]Read, error) {
	return all(tx, scanRead, `SELECT `+readColumns+` FROM`+readTables+`JOIN reader ON reader.read_id = read.id
		WHERE reader.user_id = ? AND club.guild_id = ? AND book.removed_at IS NULL ORDER BY read.id DESC`, user, guild)
}

// EndRead ends a read at a moment, and says when its ratings are shown.
func (tx *Tx) EndRead(id int64, dropped bool, at, reveals time.Time) error {
	_, err := tx.exec(`UPDATE read SET ends_at = ?, reveals_at = ?, dropped = ?, closed = 1 WHERE id = ?`,
		unix(at), unix(reveals), dropped, id)
	return err
}

// SetReveal says when a read's ratings are shown.
func (tx *Tx) SetReveal(id int64, at time.Time) error {
	_, err := tx.exec(`UPDATE read SET reveals_at = ? WHERE id = ?`, unix(at), id)
	return err
}

// SetEnd moves the planned end of a read and the showing of its ratings.
func (tx *Tx) SetEnd(id int64, ends, reveals time.Time) error {
	_, err := tx.exec(`UPDATE read SET ends_at = ?, reveals_at = ? WHERE id = ?`, unix(ends), unix(reveals), id)
	return err
}

// SetMeetings says on which weekdays a read's plan meets, and which days were to
// be without a checkpoint.
func (tx *Tx) SetMeetings(id int64, days []time.Weekday, skips []club.DateRange) error {
	_, err := tx.exec(`UPDATE read SET days = ?, skips = ? WHERE id = ?`, daysBits(days), rangesText(skips), id)
	return err
}

// daysBits is weekdays as a column keeps them.
func daysBits(days []time.Weekday) uint {
	var bits uint
	for _, d := range days {
		bits |= 1 << d
	}
	return bits
}

// daysIn reads what daysBits wrote.
func daysIn(bits uint) []time.Weekday {
	var days []time.Weekday
	for d := time.Sunday; d <= time.Saturday; d++ {
		if bits>>d&1 == 1 {
			days = append(days, d)
		}
	}
	return days
}

// rangesText is ranges of days as a column keeps them.
func rangesText(ranges []club.DateRange) string {
	words := make([]string, len(ranges))
	for i, r := range ranges {
		words[i] = r.From.String() + ".." + r.To.String()
	}
	return strings.Join(words, ",")
}

// rangesIn reads what rangesText wrote.
func rangesIn(column string) []club.DateRange {
	var ranges []club.DateRange
	for words := range strings.SplitSeq(column, ",") {
		from, to, _ := strings.Cut(words, "..")
		first, err := time.Parse(time.DateOnly, from)
		last, err2 := time.Parse(time.DateOnly, to)
		if err == nil && err2 == nil {
			ranges = append(ranges, club.DateRange{From: club.DateOf(first), To: club.DateOf(last)})
		}
	}
	return ranges
}
