package storage

// YearPost is the row of the post of a club's year. It is made if it is not
// there yet.
func (tx *Tx) YearPost(clubID int64, year int) (int64, error) {
	var id int64
	err := tx.one(into(&id), `
		INSERT INTO year_post (club_id, year) VALUES (?, ?)
		ON CONFLICT (club_id, year) DO UPDATE SET year = excluded.year RETURNING id`, clubID, year)
	return id, err
}

// YearPosted is the row of work of the post of a club's year; ErrNotFound if it
// was never asked for.
func (tx *Tx) YearPosted(clubID int64, year int) (Work, error) {
	var post int64
	if err := tx.one(into(&post), `SELECT id FROM year_post WHERE club_id = ? AND year = ?`, clubID, year); err != nil {
		return Work{}, err
	}
	return tx.WorkOf("year", post)
}

// YearOf says of which club and which year a post is.
func (tx *Tx) YearOf(post int64) (clubID int64, year int, err error) {
	err = tx.one(into(&clubID, &year), `SELECT club_id, year FROM year_post WHERE id = ?`, post)
	return clubID, year, err
}
