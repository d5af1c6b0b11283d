package storage

import (
	"errors"
	"fmt"
	"time"

	"dogear/club"
)

// Book is a book on a club's shelf.
type Book struct {
	ID      int64
	Club    int64
	Title   string
	Authors string // "" if not known
	Pages   int    // 0 if not known
	ISBN    string // 13 digits, or ""
	// Order is another number whenever the chapters, or the checkpoints of a
	// read of them, have changed.
	Order int64
}

const bookColumns = `book.id, book.club_id, book.title, book.authors, book.pages, book.isbn, book.orders`

func (b *Book) dest() []any {
	return []any{&b.ID, &b.Club, &b.Title, &b.Authors, &b.Pages, &b.ISBN, &b.Order}
}

// AddBook puts a book with its chapters on a club's shelf.
func (tx *Tx) AddBook(b Book, chapters club.Chapters, now time.Time) (Book, error) {
	err := tx.one(into(&b.ID), `
		INSERT INTO book (club_id, title, authors, pages, isbn, added_at)
		VALUES (?, ?, ?, ?, ?, ?) RETURNING id`,
		b.Club, b.Title, b.Authors, b.Pages, b.ISBN, unix(now))
	if err != nil {
		return b, err
	}
	return b, tx.SetChapters(b.ID, chapters)
}

// SetBook changes what is said of a book, and none of its chapters.
func (tx *Tx) SetBook(b Book) error {
	_, err := tx.exec(`UPDATE book SET title = ?, authors = ?, pages = ?, isbn = ? WHERE id = ?`,
		b.Title, b.Authors, b.Pages, b.ISBN, b.ID)
	return err
}

// RemoveBook takes a book from the shelf. Its past reads stay as they are.
func (tx *Tx) RemoveBook(id int64, now time.Time) error {
	_, err := tx.exec(`UPDATE book SET removed_at = ? WHERE id = ?`, unix(now), id)
	return err
}

// Book finds a book on a shelf of a server.
func (tx *Tx) Book(guild string, id int64) (Book, error) {
	var b Book
	err := tx.one(b.dest(), `
		SELECT `+bookColumns+` FROM book JOIN club ON club.id = book.club_id
		WHERE book.id = ? AND club.guild_id = ? AND book.removed_at IS NULL`, id, guild)
	return b, err
}

// Books lists a club's shelf, the newest first.
func (tx *Tx) Books(clubID int64) ([]Book, error) {
	return all(tx, func(row func(...any) error) (Book, error) {
		var b Book
		return b, row(b.dest()...)
	}, `SELECT `+bookColumns+` FROM book WHERE club_id = ? AND removed_at IS NULL ORDER BY id DESC`, clubID)
}

// Chapters lists a book's chapters in their order, each title and part behind
// the lock of the chapter before.
func (tx *Tx) Chapters(bookID int64) (club.Chapters, error) {
	var order int64
	err := tx.one(into(&order), `SELECT orders FROM book WHERE id = ?`, bookID)
	if errors.Is(err, ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return recall(&tx.orders.mu, &tx.orders.chapters, bookID, order, func() ([]club.Chapter, error) {
		return tx.loadChapters(bookID)
	})
}

func (tx *Tx) loadChapters(bookID int64) (club.Chapters, error) {
	list, err := all(tx, func(row func(...any) error) (club.Chapter, error) {
		var c club.Chapter
		return c, row(&c.ID, &c.Number, &c.Label, &c.Title, &c.Part, &c.EndPage)
	}, `SELECT id, number, label, title, part, end_page FROM chapter WHERE book_id = ? ORDER BY number`, bookID)
	if err != nil {
		return nil, err
	}
	chapters := club.Chapters(list)
	for i := range chapters {
		c := &chapters[i]
		lock := chapters.BeforeChapter(c.Number)
		c.Title, c.Part = c.Title.Under(lock, ""), c.Part.Under(lock, "")
	}
	return chapters, nil
}

// CountChapters says how many chapters a book has.
func (tx *Tx) CountChapters(bookID int64) (int, error) {
	var n int
	err := tx.one(into(&n), `SELECT count(*) FROM chapter WHERE book_id = ?`, bookID)
	return n, err
}

// SetChapters makes chapters the order of a book. A chapter with an ID is the
// row that it was, so what refers to it follows; one that is left out must not
// be referred to any more, but by what was deleted.
func (tx *Tx) SetChapters(bookID int64, chapters club.Chapters) error {
	// Out of the way first: two rows may not bear the same number for a moment.
	if _, err := tx.exec(`UPDATE chapter SET number = -number WHERE book_id = ?`, bookID); err != nil {
		return err
	}
	for i, c := range chapters {
		if err := tx.setChapter(bookID, i+1, c); err != nil {
			return fmt.Errorf("chapter %d: %w", i+1, err)
		}
	}
	const gone = `(SELECT id FROM chapter WHERE book_id = ? AND number < 0)`
	for _, query := range []string{
		`UPDATE note SET lock_chapter_id = NULL, lock_whole = 1 WHERE deleted_at IS NOT NULL AND lock_chapter_id IN ` + gone,
		`UPDATE report SET was_chapter_id = NULL, was_whole = 1 WHERE was_chapter_id IN ` + gone,
		`UPDATE checkpoint SET last_chapter_id = (SELECT id FROM chapter WHERE book_id = ?1 AND number = 1)
			WHERE number < 0 AND last_chapter_id IN (SELECT id FROM chapter WHERE book_id = ?1 AND number < 0)`,
		// It may be put back, and opens no earlier then.
		`UPDATE prompt SET lock_chapter_id = NULL, lock_kind = 'whole' WHERE removed_at IS NOT NULL AND lock_chapter_id IN ` + gone,
		`UPDATE prompt SET floor_chapter_id = NULL, lock_kind = 'whole' WHERE removed_at IS NOT NULL AND floor_chapter_id IN ` + gone,
		`DELETE FROM chapter WHERE book_id = ? AND number < 0`,
	} {
		if _, err := tx.exec(query, bookID); err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) setChapter(bookID int64, number int, c club.Chapter) error {
	if c.ID == 0 {
		_, err := tx.exec(`INSERT INTO chapter (book_id, number, label, title, part, end_page) VALUES (?, ?, ?, ?, ?, ?)`,
			bookID, number, c.Label, c.Title, c.Part, c.EndPage)
		return err
	}
	n, err := tx.exec(`UPDATE chapter SET number = ?, label = ?, title = ?, part = ?, end_page = ? WHERE id = ? AND book_id = ?`,
		number, c.Label, c.Title, c.Part, c.EndPage, c.ID, bookID)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	return err
}

// ChapterUses lists what refers to the chapters of a book: positions, notes,
// prompts, checkpoints and verdicts of all its reads. now tells the open
// checkpoints from those ahead, which need not stay where they are. What is
// locked to the whole book has the last chapter stay the last but for others
// appended: else it would open to those who stand before it.
func (tx *Tx) ChapterUses(bookID int64, now time.Time) ([]club.Use, error) {
	return all(tx, func(row func(...any) error) (club.Use, error) {
		var u club.Use
		return u, row(&u.Number, &u.What, &u.Ahead)
	}, `
		SELECT max(furthest, position), 'a reader''s position', 0 FROM reader JOIN read ON read.id = reader.read_id
			WHERE read.book_id = ?1 AND max(furthest, position) > 0
		UNION SELECT number, 'a note', 0 FROM chapter WHERE book_id = ?1 AND (EXISTS (
				SELECT 1 FROM note WHERE note.lock_chapter_id = chapter.id AND note.deleted_at IS NULL)
			OR EXISTS (SELECT 1 FROM note WHERE note.opens IN (chapter.id, -3 - chapter.id) AND note.standing IS NOT NULL))
		UNION SELECT chapter.number, 'a question', 0 FROM prompt JOIN chapter ON chapter.id = prompt.lock_chapter_id
			WHERE chapter.book_id = ?1 AND prompt.removed_at IS NULL
		UNION SELECT chapter.number, 'a question', 0 FROM prompt JOIN chapter ON chapter.id = prompt.floor_chapter_id
			WHERE chapter.book_id = ?1 AND prompt.removed_at IS NULL
		UNION SELECT chapter.number, iif(checkpoint.at <= ?2, 'an open checkpoint', 'a checkpoint'), checkpoint.at > ?2
			FROM checkpoint JOIN chapter ON chapter.id = checkpoint.last_chapter_id WHERE chapter.book_id = ?1 AND checkpoint.number > 0
		UNION SELECT stopped_at, 'the place where a reader stopped', 0 FROM rating JOIN read ON read.id = rating.read_id
			WHERE read.book_id = ?1 AND stopped_at > 0
		UNION SELECT coalesce(max(number), 0), 'what is locked to the whole book', 1 FROM chapter
			WHERE book_id = ?1 HAVING EXISTS (SELECT 1 FROM read WHERE read.book_id = ?1)
		ORDER BY 1`, bookID, unix(now))
}
