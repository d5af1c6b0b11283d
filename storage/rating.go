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
	// Late says that they rated when the stars were shown to all already: what
	// they say does not count.
	Late bool
	// Named says that they want their name to stand beside their stars.
	Named bool
}

const ratingColumns = `rating.read_id, rating.user_id, coalesce(rating.stars, 0), rating.stopped_at,
	coalesce(rating.review_id, 0), coalesce(rating.discussion, 0), rating.give_to, rating.rated_at,
	coalesce(rating.saw_at, 0), coalesce(rating.after_stars, 0), rating.late, coalesce(person.stars, 0),
	` + bookLength

const ratingTables = ` rating JOIN read ON read.id = rating.read_id JOIN club ON club.id = read.club_id
	LEFT JOIN person ON person.guild_id = club.guild_id AND person.user_id = rating.user_id `

func scanRating(row func(...any) error) (Rating, error) {
	var r Rating
	var stopped sql.NullInt64
	var rated, saw int64
	var chapters int
	err := row(&r.Read, &r.User, &r.Stars, &stopped, &r.Review, &r.Discussion, &r.GiveTo, &rated, &saw, &r.After, &r.Late, &r.Named, &chapters)
	r.Stopped, r.StoppedAt = stopped.Valid, int(stopped.Int64)
	r.Rated, r.Saw = instant(rated), instant(saw)
	r.GiveTo = r.GiveTo.Under(club.WholeBook(chapters).Sealed(), r.User)
	return r, err
}

// Rating finds what a reader said of a read.
func (tx *Tx) Rating(readID int64, user string) (Rating, error) {
	list, err := all(tx, scanRating, `SELECT `+ratingColumns+` FROM`+ratingTables+`
		WHERE rating.read_id = ? AND rating.user_id = ?`, readID, user)
	return first(list, err)
}

// Ratings lists what all readers said of a read, the earliest first.
func (tx *Tx) Ratings(readID int64) ([]Rating, error) {
	return all(tx, scanRating, `SELECT `+ratingColumns+` FROM`+ratingTables+`
		WHERE rating.read_id = ? ORDER BY rating.rated_at, rating.user_id`, readID)
}

// CountRatings says how many have rated a read before its stars were shown.
func (tx *Tx) CountRatings(readID int64) (int, error) {
	var n int
	err := tx.one(into(&n), `SELECT count(*) FROM rating WHERE read_id = ? AND late = 0`, readID)
	return n, err
}

// HasRated reports whether somebody has said anything of a read.
func (tx *Tx) HasRated(readID int64, user string) (rated bool, err error) {
	err = tx.one(into(&rated), `SELECT EXISTS (SELECT 1 FROM rating WHERE read_id = ? AND user_id = ?)`, readID, user)
	return rated, err
}

// SetRating writes what a reader says of a read. Whether that is late is told by
// when they first rated it.
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
		INSERT INTO rating (read_id, user_id, stars, stopped_at, review_id, discussion, give_to, rated_at, after_stars, after_at, late)
		VALUES (?1, ?2, nullif(?3, 0), ?4, nullif(?5, 0), nullif(?6, 0), ?7, ?8, nullif(?9, 0), ?10,
			(SELECT dropped = 0 AND reveals_at <= ?8 FROM read WHERE id = ?1))
		ON CONFLICT (read_id, user_id) DO UPDATE SET
			stars = excluded.stars, stopped_at = excluded.stopped_at, review_id = excluded.review_id,
			discussion = excluded.discussion, give_to = excluded.give_to,
			after_stars = excluded.after_stars, after_at = excluded.after_at`,
		r.Read, r.User, int(r.Stars), stopped, r.Review, r.Discussion, r.GiveTo, unix(now), int(r.After), after)
	return err
}

// SawResult records when a rater first saw what others gave. Where nobody's
// stars count there was nothing to see.
func (tx *Tx) SawResult(readID int64, user string, now time.Time) error {
	_, err := tx.exec(`
		UPDATE rating SET saw_at = ?3 WHERE read_id = ?1 AND user_id = ?2 AND saw_at IS NULL
			AND EXISTS (SELECT 1 FROM rating given WHERE given.read_id = ?1 AND given.stars IS NOT NULL)`, readID, user, unix(now))
	return err
}

// SealAgain seals the stars of a read anew where nobody's were there to be shown,
// so that nobody saw a result: nobody who rated since is late. When they are shown
// is set beside it.
func (tx *Tx) SealAgain(readID int64) error {
	_, err := tx.exec(`UPDATE rating SET late = 0 WHERE read_id = ?`, readID)
	return err
}

// RevealedStars lists the stars of the reads of a club that are revealed by now,
// by their reads' rows. Those that are sealed do not leave storage here.
func (tx *Tx) RevealedStars(clubID int64, now time.Time) (map[int64][]club.Stars, error) {
	type given struct {
		read  int64
		stars club.Stars
		n     int
	}
	list, err := all(tx, func(row func(...any) error) (given, error) {
		var g given
		err := row(&g.read, &g.stars, &g.n)
		return g, err
	}, `SELECT rating.read_id, rating.stars, count(*) FROM read JOIN rating ON rating.read_id = read.id
		WHERE read.club_id = ? AND read.dropped = 0 AND read.reveals_at <= ? AND rating.stars IS NOT NULL
		GROUP BY rating.read_id, rating.stars`, clubID, unix(now))
	stars := make(map[int64][]club.Stars)
	for _, g := range list {
		for range g.n {
			stars[g.read] = append(stars[g.read], g.stars)
		}
	}
	return stars, err
}

// unrated are those in a read who want to be reminded in its server, and have not
// rated it.
const unrated = ` FROM read JOIN club ON club.id = read.club_id JOIN reader ON reader.read_id = read.id
		JOIN person ON person.user_id = reader.user_id AND person.guild_id = club.guild_id
	WHERE read.id = ?1 AND reader.left_at IS NULL AND person.reminders = 1
		AND NOT EXISTS (SELECT 1 FROM rating WHERE rating.read_id = ?1 AND rating.user_id = reader.user_id)`

// Unrated lists who is in a read, wants to be reminded in its server, and has
// not rated it.
func (tx *Tx) Unrated(readID int64) ([]string, error) {
	return all(tx, only[string], `SELECT reader.user_id`+unrated+` ORDER BY reader.user_id`, readID)
}

// IsUnrated reports whether somebody is one of Unrated.
func (tx *Tx) IsUnrated(readID int64, user string) (is bool, err error) {
	err = tx.one(into(&is), `SELECT EXISTS (SELECT 1`+unrated+` AND reader.user_id = ?2)`, readID, user)
	return is, err
}
