package storage

import (
	"database/sql"
	"time"

	"dogear/club"
)

// Rating is one reader's verdict on one read.
type Rating struct {
	Read       int64
	User       string
	Stars      club.Stars // 0 if none were given, as one may who stopped
	Stopped    bool
	StoppedAt  int         // how many chapters they had finished when they stopped
	Review     int64       // the note that is the review, or 0
	Discussion int         // 1-5, 0 if not said
	GiveTo     club.Locked // locked to the whole book
	Rated      time.Time
	Saw        time.Time  // when they first saw a result, zero if not yet
	After      club.Stars // changed afterwards, 0 if not
}

const ratingColumns = `rating.read_id, rating.user_id, coalesce(rating.stars, 0), rating.stopped_at,
	coalesce(rating.review_id, 0), coalesce(rating.discussion, 0), rating.give_to, rating.rated_at,
	coalesce(rating.saw_at, 0), coalesce(rating.after_stars, 0),
	` + bookLength

func scanRating(row func(...any) error) (Rating, error) {
	var r Rating
	var stopped sql.NullInt64
	var rated, saw int64
	var chapters int
	err := row(&r.Read, &r.User, &r.Stars, &stopped, &r.Review, &r.Discussion, &r.GiveTo, &rated, &saw, &r.After, &chapters)
	r.Stopped, r.StoppedAt = stopped.Valid, int(stopped.Int64)
	r.Rated, r.Saw = instant(rated), instant(saw)
	r.GiveTo = r.GiveTo.Under(club.WholeBook(chapters), r.User)
	return r, err
}

// Rating finds what a reader said of a read.
func (tx *Tx) Rating(readID int64, user string) (Rating, error) {
	list, err := all(tx, scanRating, `SELECT `+ratingColumns+` FROM rating JOIN read ON read.id = rating.read_id
		WHERE rating.read_id = ? AND rating.user_id = ?`, readID, user)
	return first(list, err)
}

// Ratings lists what all readers said of a read, the earliest first.
func (tx *Tx) Ratings(readID int64) ([]Rating, error) {
	return all(tx, scanRating, `SELECT `+ratingColumns+` FROM rating JOIN read ON read.id = rating.read_id
		WHERE rating.read_id = ? ORDER BY rating.rated_at, rating.user_id`, readID)
}

// CountRatings says how many have rated a read.
func (tx *Tx) CountRatings(readID int64) (int, error) {
	var n int
	err := tx.one(into(&n), `SELECT count(*) FROM rating WHERE read_id = ?`, readID)
	return n, err
}

// SetRating writes what a reader says of a read.
func (tx *Tx) SetRating(r Rating, now time.Time) error {
	var stopped *int
	if r.Stopped {
		stopped = &r.StoppedAt
	}
	var after *int64
	if r.After != 0 {
		at := unix(now)
		after = &at
	}
	_, err := tx.exec(`
		INSERT INTO rating (read_id, user_id, stars, stopped_at, review_id, discussion, give_to, rated_at, after_stars, after_at)
		VALUES (?, ?, nullif(?, 0), ?, nullif(?, 0), nullif(?, 0), ?, ?, nullif(?, 0), ?)
		ON CONFLICT (read_id, user_id) DO UPDATE SET
			stars = excluded.stars, stopped_at = excluded.stopped_at, review_id = excluded.review_id,
			discussion = excluded.discussion, give_to = excluded.give_to,
			after_stars = excluded.after_stars, after_at = excluded.after_at`,
		r.Read, r.User, int(r.Stars), stopped, r.Review, r.Discussion, r.GiveTo, unix(now), int(r.After), after)
	return err
}

// SawResult records when a rater first saw what others gave.
func (tx *Tx) SawResult(readID int64, user string, now time.Time) error {
	_, err := tx.exec(`UPDATE rating SET saw_at = ? WHERE read_id = ? AND user_id = ? AND saw_at IS NULL`, unix(now), readID, user)
	return err
}
