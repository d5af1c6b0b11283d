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

// YearOf says of which club and which year a post is.
func (tx *Tx) YearOf(post int64) (clubID int64, year int, err error) {
	err = tx.one(into(&clubID, &year), `SELECT club_id, year FROM year_post WHERE id = ?`, post)
	return clubID, year, err
}
