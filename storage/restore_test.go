package storage_test

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dogear/storage"
)

// made makes a database with some clubs, closed, and returns its path.
func made(t *testing.T, dir, name string, clubs int) string {
	t.Helper()
	path := filepath.Join(dir, name)
	db, err := storage.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	for i := range clubs {
		write(t, db, func(tx *storage.Tx) error { _, err := addClub(tx, i+1); return err })
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// copied copies a file that nobody has open into a folder.
func copied(t *testing.T, file, dir string) string {
	t.Helper()
	path := filepath.Join(dir, filepath.Base(file))
	data, err := os.ReadFile(file)
	if err == nil {
		err = os.WriteFile(path, data, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func TestRestore(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path, file := made(t, dir, "dogear.db", 2), made(t, t.TempDir(), "backup.db", 5)
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "link.db")
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	for i, want := range []struct{ path, name string }{
		{path, "dogear-replaced-2027-03-01T1200.db"}, {link, "dogear-replaced-2027-03-01T1200-2.db"},
	} {
		kept, err := storage.Restore(t.Context(), want.path, file, noon())
		if err != nil || filepath.Base(kept) != want.name || filepath.Dir(kept) != dir {
			t.Fatalf("kept as %q, %v; want %s", kept, err, want.name)
		}
		if n := sound(t, kept); n != 2+3*i {
			t.Errorf("%d clubs are kept, the %d. time", n, i+1)
		}
		if n := sound(t, path); n != 5 {
			t.Errorf("%d clubs are restored", n)
		}
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o640 {
			t.Errorf("the permission is %v, %v", info.Mode(), err)
		}
	}
	if sound(t, file) != 5 {
		t.Error("the backup has suffered")
	}
	if info, err := os.Lstat(link); err != nil || info.Mode().IsRegular() {
		t.Error("the link is no link any more")
	}
	if got := files(t, dir); len(got) != 4 {
		t.Errorf("what is left: %q", got)
	}
	db := open(t, path)
	if count(t, db, "guild-5") != 1 {
		t.Error("a club is missing")
	}
}

// What a Dogear that was killed left in the log is kept with the rest, and never
// gets into what was restored.
func TestRestoreOverALog(t *testing.T) {
	t.Parallel()
	file := made(t, t.TempDir(), "backup.db", 5)
	for _, damaged := range []bool{false, true} {
		t.Run(fmt.Sprint(damaged), func(t *testing.T) {
			t.Parallel()
			dir, was := t.TempDir(), t.TempDir()
			db := open(t, made(t, was, "dogear.db", 2))
			write(t, db, func(tx *storage.Tx) error { _, err := addClub(tx, 3); return err })
			path := filepath.Join(dir, "dogear.db")
			for _, suffix := range []string{"", "-wal", "-shm"} {
				data, err := os.ReadFile(filepath.Join(was, "dogear.db") + suffix)
				if err != nil {
					t.Fatal(err)
				}
				if damaged && suffix == "" {
					data = []byte(strings.Repeat("scrawl ", 1000))
				}
				if err := os.WriteFile(path+suffix, data, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			kept, err := storage.Restore(t.Context(), path, file, noon())
			if err != nil {
				t.Fatal(err)
			}
			if n := sound(t, path); n != 5 {
				t.Errorf("%d clubs are restored", n)
			}
			want := []string{"dogear-replaced-2027-03-01T1200.db", "dogear.db", "dogear.db.lock"}
			if damaged {
				want = slices.Insert(want, 1, want[0]+"-wal")
			} else if n := sound(t, kept); n != 3 {
				t.Errorf("%d clubs are kept", n)
			}
			if got := files(t, dir); !slices.Equal(got, want) {
				t.Errorf("there is %q, want %q", got, want)
			}
		})
	}
}

// Somebody deleted the database, and left its log.
func TestRestoreWhereOnlyALogIs(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path, file := filepath.Join(dir, "dogear.db"), made(t, t.TempDir(), "backup.db", 5)
	if kept, err := storage.Restore(t.Context(), path, file, noon()); err != nil || kept != "" || sound(t, path) != 5 {
		t.Fatalf("where nothing is: kept as %q, %v", kept, err)
	}
	if err := errors.Join(os.Remove(path), os.WriteFile(path+"-wal", []byte("a log"), 0o600)); err != nil {
		t.Fatal(err)
	}
	kept, err := storage.Restore(t.Context(), path, file, noon())
	if err != nil || kept == "" || sound(t, path) != 5 {
		t.Errorf("where a log is: kept as %q, %v", kept, err)
	}
	if got, err := os.ReadFile(kept + "-wal"); err != nil || string(got) != "a log" {
		t.Errorf("the log is %q, %v", got, err)
	}
}

// A backup may be what somebody copied of a Dogear that had ended badly, and an
// older one's.
func TestRestoreTakesWhatItCan(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	db := open(t, made(t, dir, "dogear.db", 2))
	write(t, db, func(tx *storage.Tx) error { _, err := addClub(tx, 3); return err })
	dead := filepath.Join(t.TempDir(), "dead.db")
	for _, suffix := range []string{"", "-wal"} {
		data, err := os.ReadFile(filepath.Join(dir, "dogear.db") + suffix)
		if err == nil {
			err = os.WriteFile(dead+suffix, data, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "new.db")
	if _, err := storage.Restore(t.Context(), path, dead, noon()); err != nil || sound(t, path) != 3 {
		t.Errorf("with a log beside it: %v", err)
	}
	link := filepath.Join(t.TempDir(), "link.db") // beside which there is no log
	if err := os.Symlink(dead, link); err != nil {
		t.Fatal(err)
	}
	if _, err := storage.Restore(t.Context(), path, link, noon()); err != nil || sound(t, path) != 3 {
		t.Errorf("by a link to that: %v", err)
	}

	first, err := os.ReadFile("testdata/v1.sql")
	if err != nil {
		t.Fatal(err)
	}
	old := filepath.Join(t.TempDir(), "old.db")
	raw(t, old, string(first))
	if _, err := storage.Restore(t.Context(), path, old, noon()); err != nil {
		t.Fatalf("of the first version: %v", err)
	}
	again := open(t, path)
	read(t, again, func(tx *storage.Tx) error {
		var n int
		err := tx.Query([]any{&n}, "SELECT count(*) FROM club")
		if n != 1 {
			t.Errorf("%d clubs of the first version", n)
		}
		return err
	})
}

// What will not do is refused, and nothing is touched.
func TestRestoreRefuses(t *testing.T) {
	t.Parallel()
	last := len(migrationFiles(t))
	was := made(t, t.TempDir(), "dogear.db", 1)
	full := filepath.Join(t.TempDir(), "full.db")
	told(t, open(t, full))
	full = settled(t, full)
	for _, tc := range []struct {
		what string
		want error
	}{
		{"torn", storage.ErrDamaged},
		{"cut", storage.ErrDamaged},
		{"scrawl", storage.ErrDamaged},
		{"orphan", storage.ErrDamaged},
		{"text", storage.ErrDamaged},
		{"empty", storage.ErrForeign},
		{"PRAGMA user_version = 0", storage.ErrForeign},
		{"ALTER TABLE work RENAME TO photo", storage.ErrForeign},
		{fmt.Sprint("PRAGMA user_version = ", last+1), storage.ErrFromFuture},
	} {
		t.Run(tc.what, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			path, file := copied(t, was, dir), copied(t, full, t.TempDir())
			if strings.Contains(tc.what, " ") {
				raw(t, file, tc.what)
			} else {
				spoil(t, file, tc.what)
			}
			_, err := storage.Restore(t.Context(), path, file, noon())
			if !errors.Is(err, tc.want) {
				t.Errorf("it gives %v; want %v", err, tc.want)
			}
			if sound(t, path) != 1 {
				t.Error("the database was changed")
			}
			if got, want := files(t, dir), []string{"dogear.db", "dogear.db.lock"}; !slices.Equal(got, want) {
				t.Errorf("what is left: %q", got)
			}
		})
	}
}

func TestRestoreOverALiveDatabase(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path, file := made(t, dir, "dogear.db", 1), made(t, t.TempDir(), "backup.db", 5)
	db := open(t, path)
	if _, err := storage.Restore(t.Context(), path, file, noon()); !errors.Is(err, storage.ErrInUse) {
		t.Errorf("over a running Dogear: %v", err)
	}
	if count(t, db, "guild-1") != 1 {
		t.Error("it has another database now")
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := storage.Restore(t.Context(), path, path, noon()); err == nil || !strings.Contains(err.Error(), "the database itself") {
		t.Errorf("from itself: %v", err)
	}
	// Another program that does not know our lock, as litestream does not.
	other, err := sql.Open("sqlite", "file:"+path+"?_journal_mode=WAL")
	if err != nil {
		t.Fatal(err)
	}
	tx, err := other.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var n int
	if err := tx.QueryRowContext(t.Context(), "SELECT count(*) FROM club").Scan(&n); err != nil || n != 1 {
		t.Fatal(n, err)
	}
	if _, err := storage.Restore(t.Context(), path, file, noon()); !errors.Is(err, storage.ErrOpen) {
		t.Errorf("over another program: %v", err)
	}
	if err := errors.Join(tx.Rollback(), other.Close()); err != nil {
		t.Error(err)
	}
	if got := files(t, dir); slices.ContainsFunc(got, func(name string) bool { return strings.Contains(name, "replaced") || strings.Contains(name, "part") }) {
		t.Errorf("what is left: %q", got)
	}
}
