package main

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dogear/storage"
)

// nights is a database with its backups, and a clock that the test turns.
type nights struct {
	*nightly
	t     *testing.T
	cfg   config
	log   *lockedBuffer
	clock time.Time
}

func newNights(t *testing.T, folder string) *nights {
	t.Helper()
	s := &nights{t: t, log: &lockedBuffer{}, clock: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
	s.cfg = config{database: filepath.Join(t.TempDir(), "club.db"), backup: backupPlan{at: "30 3 * * *", keep: 3, folder: folder}}
	db, err := storage.Open(t.Context(), s.cfg.database)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	s.nightly = &nightly{db: db}
	s.begin()
	return s
}

// begin is what a Dogear does that starts.
func (s *nights) begin() {
	s.t.Helper()
	n, err := newNightly(s.cfg, s.db, slog.New(slog.NewTextHandler(s.log, nil)), func() time.Time { return s.clock })
	if err != nil {
		s.t.Fatal(err)
	}
	s.nightly = n
}

// at looks whether a backup is due at a moment, and lists what is in the folder.
func (s *nights) at(moment string) []string {
	s.t.Helper()
	clock, err := time.ParseInLocation("2006-01-02 15:04:05", moment, s.clock.Location())
	if err != nil {
		s.t.Fatal(err)
	}
	s.clock = clock
	s.look(s.t.Context())
	var names []string
	entries, err := os.ReadDir(s.cfg.backup.folder)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		s.t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func (s *nights) has(got []string, want ...string) {
	s.t.Helper()
	if !slices.Equal(got, want) {
		s.t.Errorf("at %v there is %q, want %q", s.clock, got, want)
	}
}

func TestNightlyBackups(t *testing.T) {
	t.Parallel()
	s := newNights(t, filepath.Join(t.TempDir(), "backups"))
	first, second := "club-2026-11-23T1200.db", "club-2026-11-24T0330.db"
	s.has(s.at("2026-11-23 12:00:30"), first) // at once, and not again
	s.has(s.at("2026-11-23 12:01:30"), first)
	s.has(s.at("2026-11-24 03:29:59"), first)
	s.has(s.at("2026-11-24 03:30:04"), first, second)
	s.has(s.at("2026-11-24 03:31:04"), first, second)
	if last, err := s.state(); !last.Equal(s.clock.Add(-time.Minute)) || err != nil {
		t.Errorf("the last was made at %v, %v", last, err)
	}
	if found, err := storage.Inspect(t.Context(), filepath.Join(s.cfg.backup.folder, second)); err != nil || found.Clubs != nil {
		t.Errorf("it holds %+v, %v", found, err)
	}

	// Others' files stay, and pieces of Dogear's own go.
	mine := []string{"club-2026-11-20T0330.db.old", "club-2026-99-20T0330.db", "club-before-7.db", "club-too-2026-11-20T0330.db", "clubs-2026-11-20T0330.db", "notes.txt"}
	for _, name := range append(mine, "club-2026-11-01T0330.db.77.part", "club-2026-11-01T0330.db.77.part-journal") {
		if err := os.WriteFile(filepath.Join(s.cfg.backup.folder, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	fourth := []string{second, "club-2026-11-25T0330.db", "club-2026-11-26T0330.db"}
	s.begin()
	if _, err := s.state(); err != nil {
		t.Errorf("others' files are taken for backups: %v", err)
	}
	s.at("2026-11-25 03:30:00")
	got := s.at("2026-11-26 03:30:00")
	want := append(slices.Clone(mine), fourth...)
	slices.Sort(want)
	s.has(got, want...)
	if strings.Contains(s.log.String(), "level=WARN") || strings.Count(s.log.String(), "backup made") != 4 {
		t.Errorf("it wrote:\n%s", s.log)
	}
}

// A Dogear that was off when a backup was due makes one when it is there again,
// one and not as many as it missed.
func TestMissedBackups(t *testing.T) {
	t.Parallel()
	s := newNights(t, filepath.Join(t.TempDir(), "backups"))
	first := "club-2026-11-23T1200.db"
	s.at("2026-11-23 12:00:00")
	s.begin()
	s.has(s.at("2026-11-23 23:00:00"), first)
	s.clock = s.clock.Add(4 * 24 * time.Hour)
	s.begin()
	if last, err := s.state(); last.Format(storage.Stamp) != "2026-11-23T1200" || err != nil {
		t.Errorf("the last was made at %v, %v", last, err)
	}
	s.has(s.at("2026-11-27 23:01:00"), first, "club-2026-11-27T2301.db")
	s.has(s.at("2026-11-28 03:29:00"), first, "club-2026-11-27T2301.db")
	s.has(s.at("2026-11-28 03:30:00"), first, "club-2026-11-27T2301.db", "club-2026-11-28T0330.db")

	// A backup of a clock that was years ahead neither holds up the next one nor
	// takes its place.
	s.cfg.backup.keep = 1
	ahead := "club-2099-01-01T0000.db"
	if err := os.WriteFile(filepath.Join(s.cfg.backup.folder, ahead), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s.begin()
	s.at("2026-11-28 12:00:00")
	if last, _ := s.state(); last.After(s.clock) {
		t.Errorf("the last was made at %v, which is not yet", last)
	}
	s.has(s.at("2026-11-29 03:30:00"), "club-2026-11-29T0330.db")

	// And so it is with a clock that was ahead while Dogear runs.
	s.has(s.at("2099-01-01 00:00:00"), ahead)
	s.has(s.at("2026-11-29 12:00:00"), ahead)
	s.has(s.at("2026-11-30 03:30:00"), "club-2026-11-30T0330.db")
}

// One that fails is told of once, and does no harm to those before it.
func TestBackupsThatFail(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "disk", "backups")
	s := newNights(t, folder)
	s.at("2026-11-23 12:00:00")
	for range 2 {
		s.at("2026-11-23 12:01:00")
		s.at("2026-11-23 20:01:00")
		if n := strings.Count(s.log.String(), "level=ERROR"); n != 1 {
			t.Errorf("%d faults are told of:\n%s", n, s.log)
		}
		s.clock = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	}
	last, err := s.state()
	if err == nil || !last.IsZero() {
		t.Errorf("it stands at %v, %v", last, err)
	}
	for _, text := range []string{err.Error(), s.log.String()} {
		if !strings.Contains(text, folder) || !strings.Contains(text, "backup.folder") {
			t.Errorf("it is told of as %s", text)
		}
	}
	if err := os.Mkdir(filepath.Dir(folder), 0o700); err != nil {
		t.Fatal(err)
	}
	s.has(s.at("2026-11-24 03:30:00"), "club-2026-11-24T0330.db")
	if last, err := s.state(); !last.Equal(s.clock) || err != nil {
		t.Errorf("when it is mended it stands at %v, %v", last, err)
	}
}

// What kept a backup from being made has often passed an hour later: nobody goes
// without one until the next is due, which may be next month. It is told of once a
// day.
func TestBackupsThatFailAreTriedAgain(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "disk", "backups")
	s := newNights(t, folder)
	s.cfg.backup.at = "30 3 1 * *"
	s.begin()
	for _, tt := range []struct {
		moment string
		told   int
	}{
		{"2026-11-23 12:00:00", 1},
		{"2026-11-23 12:59:00", 1},
		{"2026-11-23 13:00:00", 1},
		{"2026-11-24 12:00:00", 2},
		{"2026-11-24 12:30:00", 2},
	} {
		s.has(s.at(tt.moment))
		if n := strings.Count(s.log.String(), "level=ERROR"); n != tt.told {
			t.Errorf("by %s it is told of %d times:\n%s", tt.moment, n, s.log)
		}
	}
	if err := os.Mkdir(filepath.Dir(folder), 0o700); err != nil {
		t.Fatal(err)
	}
	s.has(s.at("2026-11-24 12:59:00"))
	s.has(s.at("2026-11-24 13:00:00"), "club-2026-11-24T1300.db")
	s.has(s.at("2026-11-24 14:00:00"), "club-2026-11-24T1300.db")
	s.has(s.at("2026-12-01 03:30:00"), "club-2026-11-24T1300.db", "club-2026-12-01T0330.db")
}

// No night goes without a backup for the clocks that leap over its hour, and none
// has one twice for those that show it twice.
func TestBackupsWhenTheClocksChange(t *testing.T) {
	t.Parallel()
	helsinki, err := time.LoadLocation("Europe/Helsinki")
	if err != nil {
		t.Fatal(err)
	}
	s := newNights(t, filepath.Join(t.TempDir(), "backups"))
	s.cfg.backup.keep = 100
	s.begin()
	for _, from := range []time.Time{
		time.Date(2026, 3, 28, 22, 0, 0, 0, helsinki),
		time.Date(2026, 10, 24, 22, 0, 0, 0, helsinki),
	} {
		s.clock = from
		made := len(s.at(from.Format("2006-01-02 15:04:05")))
		for i := range 2 * 24 * 12 {
			s.clock = from.Add(time.Duration(i+1) * 5 * time.Minute)
			s.look(t.Context())
		}
		names := s.at(s.clock.Format("2006-01-02 15:04:05"))
		if len(names)-made != 2 {
			t.Errorf("from %v there are %d in two nights: %q", from, len(names)-made, names)
		}
	}
}

func TestNoBackups(t *testing.T) {
	t.Parallel()
	s := newNights(t, filepath.Join(t.TempDir(), "backups"))
	s.cfg.backup.at = ""
	s.begin()
	s.start(t.Context())()
	if last, err := s.state(); err != nil || !last.IsZero() {
		t.Errorf("it stands at %v, %v", last, err)
	}
	if _, err := os.Stat(s.cfg.backup.folder); err == nil {
		t.Error("the folder was made")
	}
}
