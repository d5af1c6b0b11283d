package storage

import "dogear/club"

// AddDraftPictures keeps the pictures of a draft, in their order.
func (tx *Tx) AddDraftPictures(draft int64, pictures []club.Picture) error {
	for i, p := range pictures {
		_, err := tx.exec(`INSERT INTO draft_picture (draft_id, place, kind, alt, data) VALUES (?, ?, ?, ?, CAST(? AS BLOB))`,
			draft, i, p.Kind, p.Alt, p.Data)
		if err != nil {
			return err
		}
	}
	return nil
}

// KeepPictures makes the pictures of a draft those of a note.
func (tx *Tx) KeepPictures(draft, note int64) error {
	_, err := tx.exec(`INSERT INTO note_picture (note_id, place, kind, alt, data)
		SELECT ?, place, kind, alt, data FROM draft_picture WHERE draft_id = ?`, note, draft)
	return err
}

// Pictures lists the pictures of a note, each behind the note's lock.
func (tx *Tx) Pictures(n Note) ([]club.Picture, error) {
	lock := n.Text.Opening()
	return all(tx, func(row func(...any) error) (club.Picture, error) {
		var p club.Picture
		err := row(&p.Kind, &p.Alt, &p.Data)
		p.Alt, p.Data = p.Alt.Under(lock, n.Author), p.Data.Under(lock, n.Author)
		return p, err
	}, `SELECT kind, alt, data FROM note_picture WHERE note_id = ? ORDER BY place`, n.ID)
}
