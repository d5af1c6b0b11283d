package storage_test

import (
	"errors"
	"maps"
	"testing"

	"dogear/storage"
)

// Everything that a button or a form may name by its row is found in its own
// server only.
func TestNothingIsFoundFromAnotherServer(t *testing.T) {
	t.Parallel()
	db := open(t, ":memory:")
	var mine whole
	write(t, db, func(tx *storage.Tx) (err error) {
		if mine, err = tellAll(tx, 1); err != nil {
			return err
		}
		_, err = tellAll(tx, 2)
		return err
	})
	find := map[string]func(tx *storage.Tx, guild string) error{
		"Club":   func(tx *storage.Tx, guild string) error { _, err := tx.Club(guild, mine.club.ID); return err },
		"ClubOf": func(tx *storage.Tx, guild string) error { _, err := tx.ClubOf(guild, mine.club.Channel); return err },
		"Book":   func(tx *storage.Tx, guild string) error { _, err := tx.Book(guild, mine.book.ID); return err },
		"Read":   func(tx *storage.Tx, guild string) error { _, err := tx.Read(guild, mine.read.ID); return err },
		"Note":   func(tx *storage.Tx, guild string) error { _, err := tx.Note(guild, mine.note); return err },
		"Prompt": func(tx *storage.Tx, guild string) error { _, err := tx.Prompt(guild, mine.prompt); return err },
		"Draft": func(tx *storage.Tx, guild string) error {
			_, err := tx.Draft(guild, "author", "plan", mine.draft, noon())
			return err
		},
	}
	read(t, db, func(tx *storage.Tx) error {
		for name, f := range find {
			if err := f(tx, mine.club.Guild); err != nil {
				t.Errorf("%s in its server: %v", name, err)
			}
			for _, guild := range []string{"guild-2", "guild-3", ""} {
				if guild == "" && name == "Draft" {
					continue // its maker finds it in a direct message, see below
				}
				if err := f(tx, guild); !errors.Is(err, storage.ErrNotFound) {
					t.Errorf("%s from %q: %v", name, guild, err)
				}
			}
		}
		if d, err := tx.Draft("", "author", "plan", mine.draft, noon()); d.Guild != mine.club.Guild || err != nil {
			t.Errorf("in a direct message the draft is of %q, %v", d.Guild, err)
		}
		if _, err := tx.Draft("", "another", "plan", mine.draft, noon()); !errors.Is(err, storage.ErrNotFound) {
			t.Errorf("somebody else's draft in a direct message: %v", err)
		}
		if _, err := tx.Draft(mine.club.Guild, "another", "plan", mine.draft, noon()); !errors.Is(err, storage.ErrNotFound) {
			t.Errorf("somebody else's draft: %v", err)
		}
		if _, err := tx.Draft(mine.club.Guild, "author", "chapters", mine.draft, noon()); !errors.Is(err, storage.ErrNotFound) {
			t.Errorf("a draft of another kind: %v", err)
		}
		if _, err := tx.Draft(mine.club.Guild, "author", "plan", mine.draft, noon().AddDate(0, 0, 1)); !errors.Is(err, storage.ErrNotFound) {
			t.Errorf("a draft whose time is over: %v", err)
		}
		return nil
	})
}

// counts is how many rows each table has.
func counts(tx *storage.Tx) (map[string]int, error) {
	tables, err := tx.Strings(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('sqlite_sequence') ORDER BY 1`)
	n := make(map[string]int)
	for _, table := range tables {
		var rows int
		err = errors.Join(err, tx.Query([]any{&rows}, "SELECT count(*) FROM "+table))
		n[table] = rows
	}
	return n, err
}

// A server that was left keeps its rows, and none of its work is due; after its
// time it is erased whole, and nothing of another's.
func TestAServerThatWasLeft(t *testing.T) {
	t.Parallel()
	db := open(t, ":memory:")
	write(t, db, func(tx *storage.Tx) error {
		w, err := tellAll(tx, 2)
		if err != nil {
			return err
		}
		if err := lived(tx, w, "tommy"); err != nil {
			return err
		}
		before, err := counts(tx)
		if err != nil {
			return err
		}
		if w, err = tellAll(tx, 1); err != nil {
			return err
		}
		_, cover := tx.Exec(`INSERT INTO cover VALUES (?, 'image/png', x'00', 1)`, w.book.ID)
		_, year := tx.Exec(`INSERT INTO year_post (club_id, year) VALUES (?, 2027)`, w.club.ID)
		_, wish := tx.Exec(`INSERT INTO forgetting VALUES (?, ?, 1)`, w.club.Guild, ruth)
		card := storage.Work{Kind: "card", Subject: w.read.ID, Club: w.club.ID, Read: w.read.ID, Lane: "direct new", Due: noon()}
		if err := errors.Join(cover, year, wish, lived(tx, w, ruth), tx.Ask(card)); err != nil {
			return err
		}
		told, err := counts(tx)
		if err != nil {
			return err
		}
		for _, table := range []string{"club", "server", "note_tally", "edition_end", "note_picture", "draft_picture", "series", "forgetting"} {
			if told[table] <= before[table] {
				t.Errorf("nothing is proved of the table %s", table)
			}
		}
		return leaves(t, tx, w.club.Guild, before, told)
	})
}

func leaves(t *testing.T, tx *storage.Tx, guild string, before, told map[string]int) error {
	t.Helper()
	due := func(want bool) {
		t.Helper()
		works, err := tx.Claim(noon(), noon(), noon(), 8)
		if is, failed := tx.Due(noon(), noon()); is != want || (len(works) > 0) != want || err != nil || failed != nil {
			t.Errorf("due: %v, %d works, %v, %v; want %v", is, len(works), err, failed, want)
		}
		if _, err := tx.NextDue(); (err == nil) != want {
			t.Errorf("next is due: %v; want %v", err, want)
		}
	}
	week := noon().AddDate(0, 0, 7)
	if err := errors.Join(tx.All([]string{"guild-2", "a third"}, 0, 1, noon()), tx.Gone(guild, week)); err != nil {
		return err
	}
	due(false)
	if list, err := tx.LeftBefore(noon()); err != nil || len(list) != 1 || list[0] != guild {
		t.Errorf("left are %v, %v", list, err)
	}
	if again, err := tx.HereAgain([]string{guild}); !again || err != nil {
		t.Errorf("it is not back: %v, %v", again, err)
	}
	if err := tx.Here([]string{guild}); err != nil {
		return err
	}
	due(true)
	if again, err := tx.HereAgain([]string{guild}); again || err != nil {
		t.Errorf("it is back twice: %v, %v", again, err)
	}
	erase := func() (err error) {
		for more := true; more && err == nil; {
			more, err = tx.EraseServer(guild, week)
		}
		return err
	}
	if err := erase(); err != nil {
		return err
	}
	if now, err := counts(tx); err != nil || !maps.Equal(now, told) {
		t.Errorf("of a server that is there, something was erased: %v, %v", now, err)
	}
	if err := errors.Join(tx.Gone(guild, week), erase()); err != nil {
		return err
	}
	if now, err := counts(tx); err != nil || !maps.Equal(now, before) {
		t.Errorf("left are\n%v\nwant\n%v, %v", now, before, err)
	}
	return nil
}
