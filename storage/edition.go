package storage

import (
	"errors"

	"dogear/club"
)

// Edition is another edition of a book.
type Edition struct {
	club.Edition
	Book  int64
	Owner string // "": the club's; else the reader whose own it is
}

// editionColumns are those of an edition; the last says of a reader's own that
// the club has one of that name.
const editionColumns = `edition.id, edition.book_id, edition.owner_id, edition.name, edition.seconds,
	edition.owner_id <> '' AND EXISTS (SELECT 1 FROM edition base WHERE base.book_id = edition.book_id AND base.owner_id = '' AND base.name = edition.name)`

func scanEdition(row func(...any) error) (Edition, error) {
	var e Edition
	var seconds bool
	err := row(&e.ID, &e.Book, &e.Owner, &e.Name, &seconds, &e.Copy)
	if e.Measure = club.Pages; seconds {
		e.Measure = club.Seconds
	}
	return e, err
}

// Editions lists the other editions of a book that a person may hold: the
// club's, then their own. It leaves out where their chapters end.
func (tx *Tx) Editions(book int64, user string) ([]Edition, error) {
	return all(tx, scanEdition, `SELECT `+editionColumns+` FROM edition
		WHERE book_id = ? AND owner_id IN ('', ?) ORDER BY owner_id, name`, book, user)
}

// EditionNamed finds an edition of a book by its name, of the club or of one
// owner, with what is known of where its chapters end.
func (tx *Tx) EditionNamed(book int64, owner, name string) (Edition, error) {
	e, err := first(all(tx, scanEdition, `SELECT `+editionColumns+` FROM edition WHERE book_id = ? AND owner_id = ? AND name = ?`, book, owner, name))
	if err != nil {
		return e, err
	}
	return tx.withEnds(e)
}

// Edition finds an edition that a person may hold, with what is known of where
// its chapters end.
func (tx *Tx) Edition(user string, id int64) (Edition, error) {
	e, err := first(all(tx, scanEdition, `SELECT `+editionColumns+` FROM edition WHERE id = ? AND owner_id IN ('', ?)`, id, user))
	if err != nil {
		return e, err
	}
	return tx.withEnds(e)
}

func (tx *Tx) withEnds(e Edition) (Edition, error) {
	type end struct{ number, ends int }
	list, err := all(tx, func(row func(...any) error) (end, error) {
		var x end
		return x, row(&x.number, &x.ends)
	}, `SELECT chapter.number, edition_end.ends FROM edition_end JOIN chapter ON chapter.id = edition_end.chapter_id
		WHERE edition_end.edition_id = ?`, e.ID)
	e.Ends = make(map[int]int, len(list))
	for _, x := range list {
		e.Ends[x.number] = x.ends
	}
	if err != nil || !e.Copy {
		return e, err
	}
	base, err := tx.EditionNamed(e.Book, "", e.Name)
	e.Edition = e.Over(base.Edition)
	return e, err
}

// SaveEdition stores an edition with where its chapters end, and returns its
// row: a new one if the owner has none of that name. Of a reader's copy of one
// of the club's only what differs is stored: what the club's says later is in it.
func (tx *Tx) SaveEdition(e Edition, chapters club.Chapters) (int64, error) {
	if e.Owner != "" {
		base, err := tx.EditionNamed(e.Book, "", e.Name)
		switch {
		case err == nil:
			e.Edition = e.Beyond(base.Edition)
		case !errors.Is(err, ErrNotFound):
			return 0, err
		}
	}
	err := tx.one(into(&e.ID), `
		INSERT INTO edition (book_id, owner_id, name, seconds) VALUES (?, ?, ?, ?)
		ON CONFLICT (book_id, owner_id, name) DO UPDATE SET seconds = excluded.seconds RETURNING id`,
		e.Book, e.Owner, e.Name, e.Measure == club.Seconds)
	if err != nil {
		return 0, err
	}
	if _, err := tx.exec(`DELETE FROM edition_end WHERE edition_id = ?`, e.ID); err != nil {
		return 0, err
	}
	for number, ends := range e.Ends {
		c, ok := chapters.At(number)
		if !ok {
			continue
		}
		if _, err := tx.exec(`INSERT INTO edition_end (edition_id, chapter_id, ends) VALUES (?, ?, ?)`, e.ID, c.ID, ends); err != nil {
			return 0, err
		}
	}
	return e.ID, nil
}

// RemoveEdition removes an edition. Those who hold it hold the one that the
// book is described by. Readers' copies of it keep all that they know.
func (tx *Tx) RemoveEdition(e Edition) error {
	copies, err := all(tx, scanEdition, `SELECT `+editionColumns+` FROM edition WHERE book_id = ? AND owner_id <> '' AND name = ?`, e.Book, e.Name)
	if e.Owner != "" {
		copies = nil
	}
	for i := 0; i < len(copies) && err == nil; i++ {
		copies[i], err = tx.withEnds(copies[i])
	}
	if err != nil {
		return err
	}
	if _, err := tx.exec(`DELETE FROM edition WHERE id = ?`, e.ID); err != nil || len(copies) == 0 {
		return err
	}
	chapters, err := tx.Chapters(e.Book)
	for i := 0; i < len(copies) && err == nil; i++ {
		_, err = tx.SaveEdition(copies[i], chapters)
	}
	return err
}

// Holders is how many people hold an edition.
func (tx *Tx) Holders(id int64) (n int, err error) {
	err = tx.one(into(&n), `SELECT count(*) FROM holding WHERE edition_id = ?`, id)
	return n, err
}

// Hold records which edition of a book a person holds; 0 is the one that the
// book is described by.
func (tx *Tx) Hold(book int64, user string, edition int64) error {
	if edition == 0 {
		_, err := tx.exec(`DELETE FROM holding WHERE book_id = ? AND user_id = ?`, book, user)
		return err
	}
	_, err := tx.exec(`
		INSERT INTO holding (book_id, user_id, edition_id) VALUES (?, ?, ?)
		ON CONFLICT (book_id, user_id) DO UPDATE SET edition_id = excluded.edition_id`, book, user, edition)
	return err
}

// Held is the edition of a book that a person holds, nil for the one that the
// book is described by.
func (tx *Tx) Held(book int64, user string) (*club.Edition, error) {
	e, err := first(all(tx, scanEdition, `SELECT `+editionColumns+`
		FROM holding JOIN edition ON edition.id = holding.edition_id WHERE holding.book_id = ? AND holding.user_id = ?`, book, user))
	if errors.Is(err, ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	e, err = tx.withEnds(e)
	return &e.Edition, err
}
