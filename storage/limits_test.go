package storage_test

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"time"

	"dogear/club"
	"dogear/storage"
)

// What a person wrote is counted in all servers, deleted ones too, by when it
// was written.
func TestLastNotes(t *testing.T) {
	t.Parallel()
	db := open(t, ":memory:")
	write(t, db, func(tx *storage.Tx) error {
		var ids []int64
		for i := range 4 { // in two servers, and not in their order
			s, err := tell(tx, i/2+1+10*i)
			if err != nil {
				return err
			}
			made := noon().Add(time.Duration([]int{2, 0, 3, 1}[i]) * time.Minute)
			id, err := tx.AddNote(storage.Note{Read: s.read.ID, Kind: "thought", Text: club.ForAll().Hide("…", "ana"), Made: made})
			if err != nil {
				return err
			}
			ids = append(ids, id)
			if _, err := tx.AddNote(storage.Note{Read: s.read.ID, Kind: "thought", Text: club.ForAll().Hide("…", "ben"), Made: noon().AddDate(0, 0, 1)}); err != nil {
				return err
			}
		}
		if err := tx.DeleteNote(ids[2], noon().Add(time.Hour)); err != nil {
			return err
		}
		for n, want := range map[int]time.Time{
			1: noon().Add(3 * time.Minute), 2: noon().Add(2 * time.Minute), 4: noon(), 5: {},
		} {
			if got, err := tx.LastNotes("ana", n); err != nil || !got.Equal(want) {
				t.Errorf("of the last %d the earliest is of %v, %v; want %v", n, got, err, want)
			}
		}
		return nil
	})
}

// What is kept of a server is counted with what left its shelves, and without
// what others have.
func TestStock(t *testing.T) {
	t.Parallel()
	db := open(t, ":memory:")
	write(t, db, func(tx *storage.Tx) error {
		s, err := tell(tx, 1)
		if err != nil {
			return err
		}
		if _, err := tell(tx, 2); err != nil {
			return err
		}
		b, err := tx.AddBook(storage.Book{Club: s.club.ID, Title: "Emma"}, nil, noon().Add(2*time.Hour))
		if err != nil {
			return err
		}
		if err := tx.RemoveBook(b.ID, noon().Add(3*time.Hour)); err != nil {
			return err
		}
		for since, want := range map[time.Time]storage.Stock{
			noon().Add(-time.Second):  {Books: 2, Reads: 1, NewBooks: 2, NewReads: 1},
			noon():                    {Books: 2, Reads: 1, NewBooks: 1},
			noon().Add(2 * time.Hour): {Books: 2, Reads: 1},
		} {
			if got, err := tx.Stock("guild-1", since); err != nil || got != want {
				t.Errorf("since %v: %+v, %v; want %+v", since, got, err, want)
			}
		}
		got, err := tx.Stock("guild-3", noon())
		if got != (storage.Stock{}) {
			t.Errorf("a server without a club has %+v", got)
		}
		return err
	})
}

// Pictures are weighed wherever they are kept: as a cover, with a draft as long
// as it lasts, and with a note until it is deleted.
func TestPictureBytes(t *testing.T) {
	t.Parallel()
	db := open(t, ":memory:")
	write(t, db, func(tx *storage.Tx) error {
		s, err := tell(tx, 1)
		if err != nil {
			return err
		}
		weighs := func(when string, server, person int64) {
			t.Helper()
			all, err := tx.PictureBytes("guild-1", noon())
			own, err2 := tx.PictureBytesOf("ana", noon().Add(-time.Hour), noon())
			other, err3 := tx.PictureBytes("guild-2", noon())
			if all != server || own != person || other != 0 || errors.Join(err, err2, err3) != nil {
				t.Errorf("%s the server has %d bytes and ana %d, another server %d; want %d and %d; %v", when, all, own, other, server, person, errors.Join(err, err2, err3))
			}
		}
		data := func(n int) club.Picture {
			return club.Picture{Kind: "image/png", Data: club.Draft(strings.Repeat("\x00", n), "ana")}
		}
		if _, err := tell(tx, 2); err != nil {
			return err
		}
		weighs("at first", 0, 0)
		if err := tx.SetCover(s.book.ID, storage.Cover{Kind: "image/png", Data: make([]byte, 1000)}, noon()); err != nil {
			return err
		}
		weighs("with a cover", 1000, 0)
		add := func(expires time.Time, pictures ...club.Picture) (int64, error) {
			id, err := tx.AddDraft(storage.Draft{Guild: "guild-1", User: "ana", Kind: "spoiler", Body: club.Draft("…", "ana"), Expires: expires}, noon())
			return id, errors.Join(err, tx.AddDraftPictures(id, pictures))
		}
		draft, err := add(noon().Add(time.Hour), data(20), data(3))
		if err != nil {
			return err
		}
		if _, err := add(noon(), data(70_000)); err != nil { // its time is over
			return err
		}
		weighs("with a draft", 1023, 23)
		note, err := tx.AddNote(storage.Note{Read: s.read.ID, Kind: "thought", Text: club.ForAll().Hide("…", "ana"), Made: noon()})
		if err = errors.Join(err, tx.KeepPictures(draft, note), tx.DropDraft(draft)); err != nil {
			return err
		}
		weighs("with a note", 1023, 23)
		if own, err := tx.PictureBytesOf("ana", noon(), noon()); own != 0 || err != nil {
			t.Errorf("%d bytes are of later than they are, %v", own, err)
		}
		if err := tx.DeleteNote(note, noon()); err != nil {
			return err
		}
		weighs("when the note is deleted", 1000, 0)
		return nil
	})
}

// Pictures that were there before they were weighed are weighed by the
// migration.
func TestOldPicturesAreWeighed(t *testing.T) {
	t.Parallel()
	db := open(t, ":memory:")
	write(t, db, func(tx *storage.Tx) error {
		w, err := tellAll(tx, 1)
		if err != nil {
			return err
		}
		// As if it was written by a version that did not weigh.
		for _, query := range []string{
			`DROP TRIGGER note_picture_added`, `DROP TRIGGER note_picture_gone`, `DROP INDEX note_heavy`, `DROP INDEX note_written`,
			`ALTER TABLE note DROP COLUMN weight`,
			`INSERT INTO note_picture (note_id, place, kind, alt, data) SELECT note.id, p.value, 'image/png', '', zeroblob(50) FROM note, json_each('[0,1]') p WHERE parent_id IS NULL`,
		} {
			if _, err := tx.Exec(query); err != nil {
				return err
			}
		}
		text, err := fs.ReadFile(storage.Migrations(), "migrations/0006_limits.sql")
		if err != nil {
			return err
		}
		if _, err := tx.Exec(string(text)); err != nil {
			return err
		}
		if bytes, err := tx.PictureBytes(w.club.Guild, noon()); bytes != 100 || err != nil {
			t.Errorf("they weigh %d, %v", bytes, err)
		}
		return nil
	})
}

// Questions are counted with those that were removed, one that is repeated once,
// and Dogear's own not.
func TestCountAsked(t *testing.T) {
	t.Parallel()
	db := open(t, ":memory:")
	write(t, db, func(tx *storage.Tx) error {
		w, err := tellAll(tx, 1) // a question of a series
		if err != nil {
			return err
		}
		if _, err := tellAll(tx, 2); err != nil {
			return err
		}
		p := storage.Prompt{Read: w.read.ID, Text: club.ForAll().Hide("Why?", "author"), LockKind: "all", Checkpoint: w.checkpoint.ID}
		id, _, err := tx.AddPrompt(p, club.ForAll(), noon())
		if err != nil {
			return err
		}
		p.Bank, p.Spare = "key", true
		_, _, err = tx.AddPrompt(p, club.ForAll(), noon())
		if err != nil {
			return err
		}
		if _, err := tx.Repeat(storage.Prompt{ID: w.prompt, Read: w.read.ID}, noon().Add(time.Hour), noon()); err != nil {
			return err
		}
		if err := tx.RemovePrompt(id, noon()); err != nil {
			return err
		}
		if n, err := tx.CountAsked(w.read.ID); n != 2 || err != nil {
			t.Errorf("%d, %v", n, err)
		}
		return nil
	})
}

// Of a person's drafts the newest are kept, whatever they are and wherever they
// were made; those of others stay.
func TestTheNewestDraftsAreKept(t *testing.T) {
	t.Parallel()
	db := open(t, ":memory:")
	write(t, db, func(tx *storage.Tx) error {
		var ids []int64
		for i := range club.MaxDrafts + 3 {
			for _, user := range []string{"ana", "ben"} {
				if user == "ben" && i > 0 {
					continue
				}
				id, err := tx.AddDraft(storage.Draft{Guild: []string{"a", "b"}[i%2], User: user, Kind: []string{"plan", "form", "undo"}[i%3], Body: club.Draft("…", user), Expires: noon().Add(time.Hour)}, noon())
				if err != nil {
					return err
				}
				ids = append(ids, id)
			}
		}
		left, err := tx.Strings(`SELECT id FROM draft ORDER BY id`)
		if len(left) != club.MaxDrafts+1 { // and that of ben
			t.Errorf("%d are left", len(left))
		}
		for i, gone := range map[int]bool{0: true, 1: false, 2: true, 3: true, 4: false} {
			var n int
			if err := tx.Query([]any{&n}, `SELECT count(*) FROM draft WHERE id = ?`, ids[i]); err != nil || (n == 0) != gone {
				t.Errorf("draft %d: %d rows, %v", i, n, err)
			}
		}
		return err
	})
}
