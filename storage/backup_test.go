package storage_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dogear/storage"
)

// sound checks that a file is a database without a fault, and says how many
// clubs are in it.
func sound(t *testing.T, path string) (clubs int) {
	t.Helper()
	pool, err := sql.Open("sqlite", "file:"+path+"?mode=ro&immutable=1")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = pool.Close() }()
	var found string
	var broken int
	if err := pool.QueryRowContext(t.Context(), `SELECT (SELECT group_concat(integrity_check) FROM pragma_integrity_check),
		(SELECT count(*) FROM pragma_foreign_key_check), (SELECT count(*) FROM club)`).Scan(&found, &broken, &clubs); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	if found != "ok" || broken > 0 {
		t.Errorf("%s: %s, %d rows refer to nothing", path, found, broken)
	}
	return clubs
}

// heavy puts so much into a database that it takes a while to copy.
func heavy(t *testing.T, db *storage.DB) {
	t.Helper()
	s := told(t, db)
	write(t, db, func(tx *storage.Tx) error {
		_, err := tx.Exec(`
			WITH n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12)
			INSERT INTO book (club_id, title, added_at) SELECT ?, hex(zeroblob(400000)), 0 FROM n`, s.club.ID)
		return err
	})
}

func TestBackupWhileOthersWrite(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path, file := filepath.Join(dir, "dogear.db"), filepath.Join(dir, "copy.db")
	db := open(t, path)
	heavy(t, db)
	if err := os.WriteFile(file, []byte("an older backup"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file+".123.part", []byte("of one that was killed"), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan int)
	go func() {
		n := 1
		for ; ctx.Err() == nil; n++ {
			if err := db.Write(t.Context(), func(tx *storage.Tx) error { _, err := addClub(tx, n+1); return err }); err != nil {
				t.Error(err)
			}
		}
		ended <- n
	}()
	var before int
	read(t, db, func(tx *storage.Tx) error { return tx.Query([]any{&before}, "SELECT count(*) FROM club") })
	err := db.Backup(t.Context(), file)
	stop()
	after := <-ended
	if err != nil {
		t.Fatal(err)
	}
	if n := sound(t, file); n < before || n > after {
		t.Errorf("%d clubs in the backup; there were %d when it began, and %d after it", n, before, after)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read it: %v, %v", info.Mode(), err)
	}
	if found, err := storage.Inspect(t.Context(), file); err != nil || found.Version != len(migrationFiles(t)) {
		t.Errorf("the backup has version %d, %v", found.Version, err)
	}
	for _, name := range files(t, dir) {
		if strings.HasSuffix(name, ".part") {
			t.Errorf("%s is left", name)
		}
	}
}

func TestBackupSaysWhy(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "dogear.db")
	db := open(t, path)
	told(t, db)
	link := filepath.Join(dir, "link.db")
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{path, link} {
		if err := db.Backup(t.Context(), file); err == nil || !strings.Contains(err.Error(), "the database itself") {
			t.Errorf("onto itself, as %s: %v", file, err)
		}
	}
	over, stop := context.WithCancel(t.Context())
	stop()
	if err := db.Backup(over, filepath.Join(dir, "a.db")); !errors.Is(err, context.Canceled) {
		t.Errorf("after it was called off: %v", err)
	}
	for _, file := range []string{filepath.Join(dir, "nowhere", "a.db"), filepath.Join(path, "a.db")} {
		var at *fs.PathError
		if err := db.Backup(t.Context(), file); !errors.As(err, &at) {
			t.Errorf("%s: %v", file, err)
		}
	}
	if err := storage.Backup(t.Context(), filepath.Join(dir, "none.db"), filepath.Join(dir, "a.db")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("of nothing: %v", err)
	}
	if err := open(t, ":memory:").Backup(t.Context(), filepath.Join(dir, "a.db")); err == nil {
		t.Error("a database in memory has a backup")
	}
	if got, want := files(t, dir), []string{"dogear.db", "dogear.db-shm", "dogear.db-wal", "dogear.db.lock", "link.db"}; !slices.Equal(got, want) {
		t.Errorf("what is left: %q", got)
	}
	if count(t, db, "guild-1") != 1 {
		t.Error("the database has suffered")
	}
}

// grown waits until so much is in a part of a backup.
func grown(t *testing.T, dir string, size int64) {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	look := time.NewTicker(time.Millisecond)
	defer look.Stop()
	for {
		parts, _ := filepath.Glob(filepath.Join(dir, "*.part"))
		for _, part := range parts {
			if info, err := os.Stat(part); err == nil && info.Size() > size {
				return
			}
		}
		select {
		case <-look.C:
		case <-ctx.Done():
			t.Fatal("no backup is being made")
		}
	}
}

// Who stops Dogear in the middle of a backup need not wait for its end.
func TestBackupCalledOff(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	db := open(t, filepath.Join(dir, "dogear.db"))
	heavy(t, db)
	to := t.TempDir()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- db.Backup(ctx, filepath.Join(to, "a.db")) }()
	grown(t, to, 1e6)
	stop()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("it ends with %v", err)
	}
	if left := files(t, to); len(left) > 0 {
		t.Errorf("%q are left", left)
	}
}

// What is damaged is not kept as if it were whole.
func TestBackupOfADamagedDatabase(t *testing.T) {
	t.Parallel()
	full := filepath.Join(t.TempDir(), "dogear.db")
	told(t, open(t, full))
	full = settled(t, full)
	for _, damage := range []string{"torn", "orphan", "scrawl"} {
		t.Run(damage, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			path := copied(t, full, dir)
			spoil(t, path, damage)
			if err := storage.Backup(t.Context(), path, filepath.Join(dir, "copy.db")); !errors.Is(err, storage.ErrDamaged) {
				t.Errorf("a backup of it: %v", err)
			}
			for _, name := range files(t, dir) {
				if strings.HasPrefix(name, "copy") {
					t.Errorf("%s is left", name)
				}
			}
		})
	}
}

// settled copies a database to a file without a log, beside it.
func settled(t *testing.T, path string) string {
	t.Helper()
	file := strings.TrimSuffix(path, ".db") + "-settled.db"
	if err := storage.Backup(t.Context(), path, file); err != nil {
		t.Fatal(err)
	}
	return file
}

// spoil damages a database as disks, people and other programs do.
func spoil(t *testing.T, path, damage string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	switch damage {
	case "torn":
		data = data[:len(data)*2/3]
	case "cut": // in the middle of a page
		data = data[:len(data)-1000]
	case "scrawl":
		for i := 5 * 4096; i < 40*4096; i++ {
			data[i] ^= 0x55
		}
	case "text":
		data = []byte(strings.Repeat("not a database ", 1000))
	case "empty":
		data = nil
	case "orphan":
		raw(t, path, "PRAGMA foreign_keys = 0; DELETE FROM club")
		return
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// A Dogear that is killed in the middle of a backup has none or a whole one, and
// the next try takes away what it left.
func TestBackupKilled(t *testing.T) {
	t.Parallel()
	if path := os.Getenv(childPath); path != "" {
		db := open(t, path)
		for i := 0; ; i++ {
			if err := db.Backup(t.Context(), fmt.Sprintf("%s.%d.copy", path, i%3)); err != nil {
				t.Fatal(err)
			}
		}
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "dogear.db")
	db := open(t, path)
	heavy(t, db)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	killed := 0
	for round := range 4 {
		child := again(t, path)
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		grown(t, dir, int64(round)*2e6)
		if err := child.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = child.Wait() // it was killed
		parts, _ := filepath.Glob(filepath.Join(dir, "*.part"))
		killed += len(parts)
		copies, _ := filepath.Glob(filepath.Join(dir, "*.copy"))
		for _, file := range copies {
			if sound(t, file) != 1 {
				t.Errorf("%s holds no club", file)
			}
		}
	}
	if killed == 0 {
		t.Error("none was killed in the middle of a backup")
	}
	for i := range 3 {
		if err := storage.Backup(t.Context(), path, fmt.Sprintf("%s.%d.copy", path, i)); err != nil {
			t.Error(err)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*.part")); len(left) > 0 {
		t.Errorf("%q are left", left)
	}
}
