package storage_test

import (
	"fmt"
	"testing"
	"time"

	"dogear/storage"
)

// pile adds n rows of work, due at a moment, in some lanes of some servers.
func pile(tx *storage.Tx, club int64, n, lanes, servers int, due time.Time) error {
	texts, err := tx.Strings("SELECT sql FROM sqlite_schema WHERE name = 'work_added'")
	if err != nil {
		return err
	}
	for _, query := range []string{
		"DROP TRIGGER work_added", // what it does for each row is done once below
		fmt.Sprintf(`WITH RECURSIVE i (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM i WHERE i < %d)
			INSERT INTO work (kind, subject, club_id, guild_id, lane, due_at)
			SELECT 'pile', i, %d, 'pile ' || (i %% %d), 'pile ' || (i %% %d), %d FROM i`,
			n, club, servers, lanes, due.Unix()),
		"INSERT INTO server (guild_id) SELECT DISTINCT guild_id FROM work WHERE kind = 'pile'",
		"UPDATE work SET turn = 1 WHERE id IN (SELECT min(id) FROM work WHERE kind = 'pile' GROUP BY lane)",
		texts[0],
	} {
		if _, err := tx.Exec(query); err != nil {
			return err
		}
	}
	return nil
}

// Finding what to do next costs the same however much waits: for its time, or
// for its turn in many lanes or in one, of one server or of many.
func BenchmarkWork(b *testing.B) {
	for _, n := range []int{1_000, 1_000_000} {
		for name, p := range map[string]struct {
			lanes, servers int
			due            time.Time
		}{
			"ahead":           {1000, 1, noon().AddDate(1, 0, 0)},
			"due":             {1000, 1, noon().AddDate(-1, 0, 0)},
			"due in one lane": {1, 1, noon().AddDate(-1, 0, 0)},
			"due in servers":  {1000, 500, noon().AddDate(-1, 0, 0)},
		} {
			board := newBoard(b)
			write(b, board.db, func(tx *storage.Tx) error { return pile(tx, board.club, n, p.lanes, p.servers, p.due) })
			for i := range int64(8) {
				board.ask(fmt.Sprint("lane ", i), i, 0)
			}
			look := func(what string, f func(tx *storage.Tx) error) {
				b.Run(fmt.Sprintf("%s/%s/%d", what, name, n), func(b *testing.B) {
					write(b, board.db, func(tx *storage.Tx) error {
						for b.Loop() {
							if err := f(tx); err != nil {
								return err
							}
						}
						return nil
					})
				})
			}
			look("Due", func(tx *storage.Tx) error { _, err := tx.Due(noon(), board.wire); return err })
			look("NextDue", func(tx *storage.Tx) error { _, err := tx.NextDue(); return ifFound(err) })
			look("Claim", func(tx *storage.Tx) error {
				list, err := tx.Claim(noon(), board.wire, board.wire.Add(time.Minute), 8)
				if err != nil || len(list) != 8 {
					return fmt.Errorf("claimed %d: %w", len(list), err)
				}
				return tx.FreeLeases()
			})
			look("Claim, Finish and Ask", func(tx *storage.Tx) error {
				list, err := tx.Claim(noon(), board.wire, board.wire.Add(time.Minute), 1)
				if err != nil || len(list) != 1 {
					return fmt.Errorf("claimed %d: %w", len(list), err)
				}
				w := list[0]
				w.State = "done"
				if err := tx.Finish(w, noon()); err != nil {
					return err
				}
				return tx.Ask(storage.Work{Kind: w.Kind, Subject: w.Subject, Club: w.Club, Lane: w.Lane, Due: w.Due})
			})
		}
	}
}

// The lists and counts of a read with as many notes as none will have.
func BenchmarkNotes(b *testing.B) {
	for _, n := range []int{200, 200_000} {
		db := open(b, ":memory:")
		s := told(b, db)
		write(b, db, func(tx *storage.Tx) error {
			_, err := tx.Exec(fmt.Sprintf(`WITH RECURSIVE i (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM i WHERE i < %d)
				INSERT INTO note (read_id, author_id, kind, lock_chapter_id, text, created_at)
				SELECT %d, 'user-' || (i %% 100), 'thought', (SELECT id FROM chapter WHERE book_id = %d AND number = i %% 23 + 1), 'A thought of some length, as one has them.', 0 FROM i`,
				n, s.read.ID, s.book.ID))
			if err != nil {
				return err
			}
			_, err = tx.Exec(`INSERT INTO note_seen (user_id, read_id, note_id) SELECT 'user-1', read_id, id FROM note WHERE id <= 500`)
			return err
		})
		for name, f := range map[string]func(tx *storage.Tx) error{
			"CountNotes": func(tx *storage.Tx) error {
				_, err := tx.CountNotes(storage.NoteFilter{Read: s.read.ID, User: "user-1", Opens: 23})
				return err
			},
			"NotesUpTo": func(tx *storage.Tx) error { _, err := tx.NotesUpTo(s.read.ID, 4, 6, true); return err },
			"Notes": func(tx *storage.Tx) error {
				_, err := tx.Notes(storage.NoteFilter{Read: s.read.ID, User: "user-1", To: 23, Opens: 10, Limit: 8})
				return err
			},
			"Reviews": func(tx *storage.Tx) error { _, err := tx.Reviews(s.read.ID); return err },
		} {
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				read(b, db, func(tx *storage.Tx) error {
					for b.Loop() {
						if err := f(tx); err != nil {
							return err
						}
					}
					return nil
				})
			})
		}
	}
}
