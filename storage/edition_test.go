package storage_test

import (
	"errors"
	"maps"
	"testing"

	"dogear/club"
	"dogear/storage"
)

func pocket(b storage.Book) storage.Edition {
	return storage.Edition{Book: b.ID, Edition: club.Edition{Name: "Pocket", Ends: map[int]int{1: 12, 3: 40}}}
}

// An edition's ends follow their chapters, and a person holds one edition of a
// book: the club's, their own, or none but that which describes the book.
func TestEditions(t *testing.T) {
	t.Parallel()
	db := open(t, ":memory:")
	s := told(t, db)
	write(t, db, func(tx *storage.Tx) error {
		id, err := tx.SaveEdition(pocket(s.book), s.chapters)
		if err != nil {
			return err
		}
		own := storage.Edition{Book: s.book.ID, Owner: "ana", Edition: club.Edition{Name: "Read by someone", Measure: club.Seconds, Ends: map[int]int{2: 3600}}}
		ownID, err := tx.SaveEdition(own, s.chapters)
		if err != nil {
			return err
		}
		for user, want := range map[string]int{"ana": 2, "ben": 1} {
			list, err := tx.Editions(s.book.ID, user)
			if err != nil || len(list) != want {
				t.Errorf("%s may hold %+v, %v", user, list, err)
			}
		}
		if _, err := tx.Edition("ben", ownID); !errors.Is(err, storage.ErrNotFound) {
			t.Errorf("somebody else's edition is shown: %v", err)
		}
		if e, err := tx.EditionNamed(s.book.ID, "ana", "Read by someone"); err != nil || e.ID != ownID || e.Measure != club.Seconds || !maps.Equal(e.Ends, own.Ends) {
			t.Errorf("%+v, %v", e, err)
		}
		if held, err := tx.Held(s.book.ID, "ana"); held != nil || err != nil {
			t.Errorf("one who said nothing holds %+v, %v", held, err)
		}
		for _, hold := range []int64{id, ownID} {
			if err := tx.Hold(s.book.ID, "ana", hold); err != nil {
				return err
			}
		}
		if held, err := tx.Held(s.book.ID, "ana"); err != nil || held == nil || held.ID != ownID {
			t.Errorf("%+v, %v", held, err)
		}
		// A chapter is put in before the second: its end is the third's now.
		chapters := append(club.Chapters{s.chapters[0], {Label: "Interlude"}}, s.chapters[1:]...)
		if err := tx.SetChapters(s.book.ID, chapters); err != nil {
			return err
		}
		if held, err := tx.Held(s.book.ID, "ana"); err != nil || !maps.Equal(held.Ends, map[int]int{3: 3600}) {
			t.Errorf("after a chapter was put in: %+v, %v", held, err)
		}
		again, err := tx.SaveEdition(storage.Edition{Book: s.book.ID, Edition: club.Edition{Name: "Pocket", Ends: map[int]int{2: 9}}}, s.chapters)
		if err != nil || again != id {
			t.Errorf("the same name makes another edition: %d, %v", again, err)
		}
		if n, err := tx.Holders(ownID); n != 1 || err != nil {
			t.Errorf("%d hold it, %v", n, err)
		}
		if err := tx.RemoveEdition(storage.Edition{Edition: club.Edition{ID: ownID, Name: own.Name}, Book: s.book.ID, Owner: "ana"}); err != nil {
			return err
		}
		held, err := tx.Held(s.book.ID, "ana")
		if held != nil {
			t.Errorf("an edition that was removed is held: %+v", held)
		}
		return err
	})
}

// A reader's copy of an edition of the club holds what they told of it, and
// what the club's says, now and later, of the other chapters.
func TestACopyOfAnEdition(t *testing.T) {
	t.Parallel()
	db := open(t, ":memory:")
	s := told(t, db)
	write(t, db, func(tx *storage.Tx) error {
		save := func(owner string, ends map[int]int) int64 {
			id, err := tx.SaveEdition(storage.Edition{Book: s.book.ID, Owner: owner, Edition: club.Edition{Name: "Pocket", Ends: ends}}, s.chapters)
			if err != nil {
				t.Fatal(err)
			}
			return id
		}
		save("", map[int]int{1: 12, 3: 40})
		own := save("ana", map[int]int{1: 12, 2: 30, 3: 40})
		save("", map[int]int{1: 14, 2: 29, 3: 44})
		e, err := tx.Edition("ana", own)
		if want := map[int]int{1: 14, 2: 30, 3: 44}; err != nil || !e.Copy || !maps.Equal(e.Ends, want) {
			t.Errorf("%+v, %v", e, err)
		}
		save("", map[int]int{1: 31, 3: 44}) // does not go with what she said
		if e, err = tx.Edition("ana", own); err != nil || !maps.Equal(e.Ends, map[int]int{2: 30, 3: 44}) {
			t.Errorf("%+v", e)
		}
		save("", map[int]int{1: 14, 3: 44})
		base, err := tx.EditionNamed(s.book.ID, "", "Pocket")
		if err != nil {
			return err
		}
		if err := tx.RemoveEdition(base); err != nil {
			return err
		}
		if e, err = tx.Edition("ana", own); e.Copy || !maps.Equal(e.Ends, map[int]int{1: 14, 2: 30, 3: 44}) {
			t.Errorf("when the club's is gone: %+v", e)
		}
		return err
	})
}

// Who is reminded: those in the read who want it in its server and are not
// there yet. Who takes no direct messages is switched off, in all servers.
func TestRemindable(t *testing.T) {
	t.Parallel()
	db := open(t, ":memory:")
	s := told(t, db)
	write(t, db, func(tx *storage.Tx) error {
		checkpoints, err := tx.Checkpoints(s.read.ID)
		if err != nil {
			return err
		}
		last := checkpoints[0].Last
		for user, r := range map[string]storage.Reader{
			"behind": {Position: last - 1}, "there": {Position: last}, "gone": {Left: true}, "quiet": {}, "elsewhere": {},
		} {
			r.User, r.Joined = user, noon()
			if err := tx.SetReader(s.read.ID, r, noon()); err != nil {
				return err
			}
			guild := s.club.Guild
			if user == "elsewhere" {
				guild = "another"
			}
			if err := tx.SetPerson(storage.Person{Guild: guild, User: user, Reminders: user != "quiet"}); err != nil {
				return err
			}
		}
		users, err := tx.Remindable(checkpoints[0].ID)
		if err != nil || len(users) != 1 || users[0] != "behind" {
			t.Errorf("reminded are %v, %v", users, err)
		}
		if err := tx.CloseReminders("behind"); err != nil {
			return err
		}
		if p, err := tx.Person(s.club.Guild, "behind"); err != nil || p.Reminders || !p.Closed {
			t.Errorf("%+v, %v", p, err)
		}
		if p, err := tx.Person(s.club.Guild, "there"); err != nil || !p.Reminders || p.Closed {
			t.Errorf("%+v, %v", p, err)
		}
		for _, want := range []string{"", "one", "two"} {
			if want != "" {
				if err := tx.KeepDirect("behind", want); err != nil {
					return err
				}
			}
			if got, err := tx.DirectChannel("behind"); err != nil || got != want {
				t.Errorf("the channel is %q, %v; want %q", got, err, want)
			}
		}
		return nil
	})
}
