package storage_test

import (
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"dogear/storage"
)

func migrationFiles(t *testing.T) []string {
	t.Helper()
	names, err := fs.Glob(storage.Migrations(), "migrations/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// schema lists what a database is made of.
func schema(t *testing.T, db *storage.DB) (list []string) {
	t.Helper()
	read(t, db, func(tx *storage.Tx) (err error) {
		list, err = tx.Strings(`SELECT type || ' ' || name || ' on ' || tbl_name || ': ' || coalesce(sql, '') FROM sqlite_schema ORDER BY 1`)
		return err
	})
	return list
}

// raw runs SQL on a file without Dogear.
func raw(t *testing.T, path, text string) {
	t.Helper()
	pool, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := pool.Close(); err != nil {
			t.Error(err)
		}
	}()
	if _, err := pool.ExecContext(t.Context(), text); err != nil {
		t.Fatal(err)
	}
}

// more are the true migrations and, behind them, those of a test, each named by
// what follows its number.
func more(t *testing.T, after ...string) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	for _, name := range migrationFiles(t) {
		text, err := fs.ReadFile(storage.Migrations(), name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: text}
	}
	for i := 0; i < len(after); i += 2 {
		files["migrations/"+after[i]] = &fstest.MapFile{Data: []byte(after[i+1])}
	}
	return files
}

// numbered names a migration of a test's own, the n-th behind the true ones.
func numbered(t *testing.T, n int, name string) string {
	t.Helper()
	return fmt.Sprintf("%04d_%s.sql", len(migrationFiles(t))+n, name)
}

func TestFreshDatabase(t *testing.T) {
	t.Parallel()
	db := open(t, ":memory:")
	for _, line := range schema(t, db) {
		if strings.HasPrefix(line, "table ") && !strings.HasPrefix(line, "table sqlite_") && !strings.Contains(line, "STRICT") {
			t.Errorf("not a STRICT table: %s", line)
		}
	}
	read(t, db, func(tx *storage.Tx) error {
		for pragma, want := range map[string]int{
			"foreign_keys": 1, "synchronous": 2, "user_version": len(migrationFiles(t)), "temp_store": 2,
		} {
			var got int
			if err := tx.Query([]any{&got}, "SELECT * FROM pragma_"+pragma); err != nil || got != want {
				t.Errorf("PRAGMA %s is %d, %v; want %d", pragma, got, err, want)
			}
		}
		return nil
	})
}

// What Dogear wrote in each version, with a row or more of every table, must open
// for ever, and be what a fresh database is. A file holds what its version made
// of the one before.
func TestFrozenDatabases(t *testing.T) {
	t.Parallel()
	frozen, err := filepath.Glob("testdata/v*.sql")
	if err != nil || len(frozen) == 0 {
		t.Fatalf("no frozen databases: %v", err)
	}
	want := schema(t, open(t, ":memory:"))
	var text []byte
	for _, name := range frozen {
		more, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		text = append(text, more...)
		path := filepath.Join(t.TempDir(), "dogear.db")
		raw(t, path, string(text))
		db := open(t, path)
		if got := schema(t, db); !slices.Equal(got, want) {
			t.Errorf("%s: the schema differs from a fresh one:\n%s", name, diff(got, want))
		}
		read(t, db, func(tx *storage.Tx) error {
			counts, err := tx.CountNotes(storage.NoteFilter{Read: 1, User: "31", Opens: 1}) // who has seen the note
			if err != nil || len(counts) != 1 || counts[0].N != 1 || counts[0].Unseen != 0 {
				t.Errorf("%s: the notes are counted as %+v, %v", name, counts, err)
			}
			if strings.Contains(string(text), "'checkpoint', 1, 1") { // a post is ahead
				if remind, err := tx.WorkOf("remind", 1); err != nil || remind.Due.Unix() != 1806000000-86400 {
					t.Errorf("%s: readers are reminded on %v, %v", name, remind.Due, err)
				}
			}
			tables, err := tx.Strings("SELECT name FROM sqlite_schema WHERE type = 'table'")
			for _, table := range tables {
				if !strings.Contains(string(text), "CREATE TABLE "+table+" ") {
					continue // a later version's
				}
				var n int
				if err := tx.Query([]any{&n}, "SELECT count(*) FROM "+table); err != nil || n == 0 {
					t.Errorf("%s: %d rows in %s, %v", name, n, table, err)
				}
			}
			return err
		})
	}
}

func diff(got, want []string) string {
	var lines []string
	for _, s := range got {
		if !slices.Contains(want, s) {
			lines = append(lines, "- "+s)
		}
	}
	for _, s := range want {
		if !slices.Contains(got, s) {
			lines = append(lines, "+ "+s)
		}
	}
	return strings.Join(lines, "\n")
}

func TestMigration(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "dogear.db")
	last := len(migrationFiles(t))
	db := open(t, path)
	told(t, db)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if got, want := files(t, dir), []string{"dogear.db", "dogear.db.lock"}; !slices.Equal(got, want) {
		t.Errorf("a fresh database was copied: %q", got)
	}
	// One that fails leaves everything as it was, and may be tried again.
	for range 2 {
		_, err := storage.OpenWith(t.Context(), path, more(t, numbered(t, 1, "bad"), "CREATE TABLE more (id INTEGER) STRICT; CREATE TABLE club (id INTEGER);"))
		if err == nil || !strings.Contains(err.Error(), fmt.Sprint("to version ", last+1)) {
			t.Fatalf("a bad migration: %v", err)
		}
		_, err = storage.OpenWith(t.Context(), path, more(t, numbered(t, 1, "orphans"), "DELETE FROM club;"))
		if err == nil || !strings.Contains(err.Error(), "refer to nothing") {
			t.Fatalf("a migration that leaves orphans: %v", err)
		}
	}
	if found, err := storage.Inspect(t.Context(), path); err != nil || found.Version != last {
		t.Fatalf("after a bad migration the version is %d, %v", found.Version, err)
	}
	// A table that others refer to is made anew.
	anew := `
		CREATE TABLE club2 (
			id INTEGER PRIMARY KEY, guild_id TEXT NOT NULL, channel_id TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
			timezone TEXT NOT NULL, role_id TEXT NOT NULL DEFAULT '', created_at INTEGER NOT NULL, rooms INTEGER NOT NULL, reminders INTEGER NOT NULL, events INTEGER NOT NULL, threads INTEGER NOT NULL, fallback INTEGER NOT NULL, archived_at INTEGER, motto TEXT NOT NULL DEFAULT ''
		) STRICT;
		INSERT INTO club2 SELECT *, 'read on' FROM club;
		DROP TRIGGER work_added_archived; -- of other tables, and speak of this one
		DROP TRIGGER work_changed_archived;
		DROP TABLE club;
		ALTER TABLE club2 RENAME TO club;
		CREATE INDEX club_guild ON club (guild_id); -- without a newline`
	files := more(t, numbered(t, 1, "motto"), anew, numbered(t, 2, "shout"), "UPDATE club SET motto = upper(motto)")
	db, err := storage.OpenWith(t.Context(), path, files)
	if err != nil {
		t.Fatal(err)
	}
	read(t, db, func(tx *storage.Tx) error {
		var motto string
		var keys, broken int
		err := tx.Query([]any{&motto, &keys, &broken}, `SELECT motto,
			(SELECT * FROM pragma_foreign_keys), (SELECT count(*) FROM pragma_foreign_key_check) FROM club`)
		if motto != "READ ON" || keys != 1 || broken != 0 {
			t.Errorf("motto %q, foreign keys %d, %d of them broken", motto, keys, broken)
		}
		return err
	})
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	// The copy is the database as it was.
	copied := filepath.Join(dir, fmt.Sprintf("dogear-before-%d.db", last+1))
	if found, err := storage.Inspect(t.Context(), copied); err != nil || found.Version != last {
		t.Errorf("the copy has version %d, %v", found.Version, err)
	}
	before := open(t, copied)
	read(t, before, func(tx *storage.Tx) error { _, err := tx.ClubOf("guild-1", "channel-1"); return err })
	// The first Dogear does not touch what the later one wrote.
	if _, err := storage.Open(t.Context(), path); !errors.Is(err, storage.ErrFromFuture) {
		t.Errorf("a database from the future: %v", err)
	}
	if found, err := storage.Inspect(t.Context(), path); !errors.Is(err, storage.ErrFromFuture) || found.Version != last+2 {
		t.Errorf("a look at a database from the future: version %d, %v", found.Version, err)
	}
}

func TestMigrationsAreNumberedWithoutAGap(t *testing.T) {
	t.Parallel()
	for _, name := range []string{numbered(t, 2, "gap"), "0001_twice.sql", "two.sql", "0000_early.sql"} {
		db, err := storage.OpenWith(t.Context(), ":memory:", more(t, name, "SELECT 1;"))
		if err == nil {
			t.Errorf("%s is taken", name)
			_ = db.Close()
		}
	}
}

func TestAnotherProgramsDatabase(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "photos.db")
	raw(t, path, "CREATE TABLE photo (id INTEGER PRIMARY KEY)")
	if _, err := storage.Open(t.Context(), path); err == nil || !strings.Contains(err.Error(), "another program") {
		t.Errorf("another program's database: %v", err)
	}
}

// Reviews were counted among the other notes before they were sealed. What rated
// when the stars were shown is late.
func TestReviewsBecomeSealed(t *testing.T) {
	t.Parallel()
	var text []byte
	for v := range 4 {
		more, err := os.ReadFile(fmt.Sprintf("testdata/v%d.sql", v+1))
		if err != nil {
			t.Fatal(err)
		}
		text = append(text, more...)
	}
	path := filepath.Join(t.TempDir(), "dogear.db")
	raw(t, path, string(text)+`
		INSERT INTO note (id, read_id, author_id, kind, lock_whole, text, created_at, opens, shelf) VALUES (90, 1, '40', 'review', 1, 'A review.', 1, -1, -1);
		INSERT INTO note (id, read_id, author_id, kind, lock_chapter_id, text, created_at, parent_id, root_id, opens, shelf)
			VALUES (91, 1, '40', 'thought', 1, 'A reply.', 1, 90, 90, -1, -1);
		UPDATE note SET replies = 1 WHERE id = 90;
		INSERT INTO note_seen (user_id, read_id, note_id) VALUES ('40', 1, 90), ('40', 1, 91);
		INSERT INTO rating (read_id, user_id, stopped_at, rated_at) SELECT 1, '41', 1, reveals_at FROM read WHERE id = 1;
		INSERT INTO rating (read_id, user_id, stopped_at, rated_at) SELECT 1, '42', 1, reveals_at - 1 FROM read WHERE id = 1;`)
	read(t, open(t, path), func(tx *storage.Tx) error {
		for user, unseen := range map[string]int{"40": 0, "43": 2} {
			counts, err := tx.CountNotes(storage.NoteFilter{Read: 1, User: user, Opens: 99, Unsealed: true})
			if err != nil {
				return err
			}
			last := counts[len(counts)-1]
			if len(counts) != 2 || !last.Lock.IsSealed() || !last.Lock.IsWhole() || last.N != 1 || last.Unseen != unseen || counts[0].Lock.IsSealed() {
				t.Errorf("%s counts %+v", user, counts)
			}
		}
		ratings, err := tx.Ratings(1)
		for _, r := range ratings {
			if r.Late != (r.User == "41") {
				t.Errorf("%s is late: %v", r.User, r.Late)
			}
		}
		return err
	})
}
