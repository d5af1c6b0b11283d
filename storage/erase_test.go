package storage_test

import (
	"errors"
	"fmt"
	"maps"
	"testing"

	"dogear/storage"
)

// crowd gives a story a crowd: readers who rated, hold editions of their own, are
// done work for, and saw each other's notes, half of which answer another.
func crowd(tx *storage.Tx, w whole, n int) error {
	count := fmt.Sprintf(`WITH RECURSIVE i (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM i WHERE i < %d) `, n)
	for _, query := range []string{
		`INSERT INTO reader (read_id, user_id, joined_at) SELECT ?1, 'crowd ' || i, 1 FROM i`,
		`INSERT INTO rating (read_id, user_id, stars, rated_at) SELECT ?1, 'crowd ' || i, 5, 1 FROM i`,
		`INSERT INTO person (guild_id, user_id) SELECT ?2, 'crowd ' || i FROM i`,
		`INSERT INTO draft (guild_id, user_id, kind, subject, body, expires_at) SELECT ?2, 'crowd ' || i, 'note', 1, '', 1 FROM i WHERE i % 20 = 0`,
		`INSERT INTO edition (book_id, owner_id, name) SELECT book_id, 'crowd ' || i, 'Mine' FROM i, read WHERE read.id = ?1`,
		`INSERT INTO edition_end SELECT edition.id, chapter.id, 9 FROM i, edition, read, chapter
			WHERE i = 1 AND edition.book_id = read.book_id AND chapter.book_id = read.book_id AND read.id = ?1 AND owner_id LIKE 'crowd 9%'`,
		`INSERT INTO note (id, read_id, author_id, kind, text, created_at, parent_id, root_id)
			SELECT 1000000 * ?1 + i, ?1, 'crowd ' || i, 'thought', '', 1, iif(i % 2, NULL, 1000000 * ?1 + i - 1), iif(i % 2, NULL, 1000000 * ?1 + i - 1) FROM i`,
		`INSERT INTO note_seen (user_id, read_id, note_id) SELECT 'crowd ' || (i + 1), ?1, 1000000 * ?1 + 1 + i % 5 FROM i`,
		`INSERT INTO note_picture SELECT 1000000 * ?1 + i, 1, 'image/png', '', x'00' FROM i WHERE i % 50 = 0`,
		`INSERT INTO work (kind, subject, user_id, club_id, guild_id, read_id, lane, due_at)
			SELECT 'reminder', 1, 'crowd ' || i, club_id, ?2, read.id, 'direct ' || i % 9, 1 FROM i, read WHERE read.id = ?1`,
	} {
		if _, err := tx.Exec(count+query, w.read.ID, w.club.Guild); err != nil {
			return fmt.Errorf("%s: %w", query, err)
		}
	}
	return nil
}

// However much there is of a server, it is erased in pieces, so that others may
// write; and whoever stops in the middle leaves nothing that refers to nothing.
func TestALargeServerIsErasedInPieces(t *testing.T) {
	t.Parallel()
	db := open(t, ":memory:")
	var w, other whole
	var before map[string]int
	write(t, db, func(tx *storage.Tx) (err error) {
		if other, err = tellAll(tx, 2); err != nil {
			return err
		}
		if before, err = counts(tx); err != nil {
			return err
		}
		if w, err = tellAll(tx, 1); err != nil {
			return err
		}
		return errors.Join(lived(tx, w, ruth), crowd(tx, w, 5000), tx.Gone(w.club.Guild, noon()))
	})
	sum := func(tx *storage.Tx) (n int) {
		rows, err := counts(tx)
		if err != nil {
			t.Error(err)
		}
		for r := range maps.Values(rows) {
			n += r
		}
		return n
	}
	for more := true; more; {
		write(t, db, func(tx *storage.Tx) (err error) {
			was := sum(tx)
			more, err = tx.EraseServer(w.club.Guild, noon())
			if n := was - sum(tx); n > 2200 {
				t.Errorf("%d rows are erased in one go", n)
			}
			return err
		})
	}
	read(t, db, func(tx *storage.Tx) error {
		if now, err := counts(tx); err != nil || !maps.Equal(now, before) {
			t.Errorf("left are\n%v\nwant\n%v, %v", now, before, err)
		}
		_, err := tx.Read(other.club.Guild, other.read.ID)
		return err
	})
}

// A server to which Dogear comes back while it is erased keeps the rest, and it
// holds together.
func TestBackWhileItIsErased(t *testing.T) {
	t.Parallel()
	db := open(t, ":memory:")
	write(t, db, func(tx *storage.Tx) error {
		w, err := tellAll(tx, 1)
		if err != nil {
			return err
		}
		if err := errors.Join(crowd(tx, w, 3000), tx.Gone(w.club.Guild, noon())); err != nil {
			return err
		}
		for range 3 {
			if more, err := tx.EraseServer(w.club.Guild, noon()); !more || err != nil {
				t.Errorf("there is more: %v, %v", more, err)
			}
		}
		if err := tx.Here([]string{w.club.Guild}); err != nil {
			return err
		}
		kept, err := counts(tx)
		if err != nil {
			return err
		}
		if more, err := tx.EraseServer(w.club.Guild, noon()); more || err != nil {
			t.Errorf("there is more to be erased: %v, %v", more, err)
		}
		if now, err := counts(tx); err != nil || !maps.Equal(now, kept) || now["note"] == 0 {
			t.Errorf("left are\n%v\nwant\n%v, %v", now, kept, err)
		}
		_, err = tx.Read(w.club.Guild, w.read.ID)
		return err
	})
}
