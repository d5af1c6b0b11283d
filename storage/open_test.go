package storage_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dogear/storage"
)

// childPath names the environment variable by which a test that runs itself
// as another process says where the database is.
const childPath = "DOGEAR_TEST_DATABASE"

// again is this test as another process, on a database.
func again(t *testing.T, path string) *exec.Cmd {
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	cmd.Env = append(os.Environ(), childPath+"="+path)
	return cmd
}

func TestOneDogearPerFile(t *testing.T) {
	t.Parallel()
	if path := os.Getenv(childPath); path != "" {
		db, err := storage.Open(t.Context(), path)
		t.Logf("opened: %v, in use: %v", db != nil, errors.Is(err, storage.ErrInUse))
		return
	}
	path := filepath.Join(t.TempDir(), "dogear.db")
	db, err := storage.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := storage.Open(t.Context(), path); !errors.Is(err, storage.ErrInUse) {
		t.Errorf("a second Open gives %v", err)
	}
	link := filepath.Join(t.TempDir(), "link.db")
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	if _, err := storage.Open(t.Context(), link); !errors.Is(err, storage.ErrInUse) {
		t.Errorf("a second Open by another name gives %v", err)
	}
	out, err := again(t, path).CombinedOutput()
	if err != nil || !bytes.Contains(out, []byte("opened: false, in use: true")) {
		t.Errorf("in another process: %v\n%s", err, out)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	out, err = again(t, path).CombinedOutput()
	if err != nil || !bytes.Contains(out, []byte("opened: true, in use: false")) {
		t.Errorf("in another process, after Close: %v\n%s", err, out)
	}
}

func TestInspectBesideARunningDogear(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "dogear.db")
	if _, err := storage.Inspect(t.Context(), path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("Inspect made the file")
	}
	db := open(t, path)
	told(t, db)
	want := len(migrationFiles(t))
	if found, err := storage.Inspect(t.Context(), path); err != nil || found.Version != want {
		t.Errorf("beside a running one: version %d, %v; want %d", found.Version, err, want)
	}
	write(t, db, func(tx *storage.Tx) error { _, err := addClub(tx, 2); return err })
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if found, err := storage.Inspect(t.Context(), path); err != nil || found.Version != want {
		t.Errorf("after it: version %d, %v; want %d", found.Version, err, want)
	}
}

func TestCloseLeavesOneFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	db := open(t, filepath.Join(dir, "dogear.db"))
	told(t, db)
	read(t, db, func(tx *storage.Tx) error { _, err := tx.Clubs("guild-1"); return err })
	for range 2 { // the second does nothing
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := files(t, dir), []string{"dogear.db", "dogear.db.lock"}; !slices.Equal(got, want) {
		t.Errorf("Close leaves %q: a connection was not closed", got)
	}
	nothing := func(*storage.Tx) error { t.Error("a closed database runs a transaction"); return nil }
	if err := db.Write(t.Context(), nothing); err == nil {
		t.Error("a closed database takes a write")
	}
	if err := db.Read(t.Context(), nothing); err == nil {
		t.Error("a closed database takes a read")
	}
}

func TestPaths(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"a b.db", "what?.db", "no#1.db", "100%.db", "%41.db", "a&b=c.db", "ü 日本.db", "x?mode=memory", "'q'\".db"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), name+" dir")
			if err := os.Mkdir(dir, 0o700); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(dir, name)
			for i := range 2 { // the second finds what the first wrote
				db, err := storage.Open(t.Context(), path)
				if err != nil {
					t.Fatal(err)
				}
				write(t, db, func(tx *storage.Tx) error {
					list, err := tx.Clubs("guild-0")
					if err == nil && len(list) != i {
						t.Errorf("%d clubs in opening %d", len(list), i)
					}
					if i == 0 {
						_, err = addClub(tx, 0)
					}
					return err
				})
				if found, err := storage.Inspect(t.Context(), path); err != nil || found.Version == 0 {
					t.Errorf("Inspect: version %d, %v", found.Version, err)
				}
				if err := db.Close(); err != nil {
					t.Error(err)
				}
			}
			if got := files(t, dir); !slices.Contains(got, name) || len(got) > 2 && !slices.Contains(got, name+"-wal") {
				t.Errorf("files: %q", got)
			}
		})
	}
}

func TestOpenSaysWhy(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	text := filepath.Join(dir, "text.db")
	if err := os.WriteFile(text, []byte(strings.Repeat("no database at all ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{text, filepath.Join(dir, "nowhere", "dogear.db"), dir} {
		db, err := storage.Open(t.Context(), path)
		if err == nil {
			t.Errorf("%s opens", path)
			_ = db.Close()
		}
	}
	if got, _ := os.ReadFile(text); !bytes.HasPrefix(got, []byte("no database")) {
		t.Error("a file that is no database was written to")
	}
}

// files lists the names in a directory.
func files(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}
