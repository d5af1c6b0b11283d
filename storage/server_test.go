package storage_test

import (
	"errors"
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
				if err := f(tx, guild); !errors.Is(err, storage.ErrNotFound) {
					t.Errorf("%s from %q: %v", name, guild, err)
				}
			}
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
