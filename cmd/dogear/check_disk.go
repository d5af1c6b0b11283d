package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"time"

	"dogear/storage"
)

const (
	probeSize = 64 << 10 // what is written to see whether a disk takes it
	// With less room the database's log does not fit beside it.
	leastRoom = 16 << 20
	// Less than this, and another database's worth, is soon used up: a copy is
	// made of it before a new Dogear changes it.
	shortRoom = 100 << 20
)

// database looks at the database without disturbing a bot that runs on it, and
// lists its clubs.
func (r *report) database(ctx context.Context, cfg config) []storage.Listed {
	path := cfg.database
	if err := aFile(path); err != nil {
		r.fault("Database: %v.", err)
		return nil
	}
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	if err := writable(filepath.Dir(path)); err != nil {
		what := "cannot be made"
		if _, err := os.Stat(path); err == nil {
			what = "can be read, but not written"
		}
		r.fault("Database: %s %s: %v. %s or change storage.path.", cfg.database, what, reason(err), remedy(err))
		return nil
	}
	r.volume(cfg.database, path)
	if !r.owned(cfg.database, path) {
		return nil
	}
	found, err := storage.Inspect(ctx, path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		r.say("Database: %s is not there yet; \"dogear run\" makes it.", cfg.database)
	case errors.Is(err, storage.ErrDamaged):
		r.fault("Database: %s: %v. Stop Dogear, and put the last good backup in its place with \"dogear restore\".", cfg.database, err)
	case err != nil:
		r.fault("Database: %v.", databaseError(cfg.database, err))
	default:
		more := ""
		if found.Version < found.Latest {
			more = fmt.Sprintf("; \"dogear run\" brings it up to version %d, and keeps a copy", found.Latest)
		}
		r.say("Database: %s, schema version %d%s.", cfg.database, found.Version, more)
	}
	return found.Clubs
}

// owned looks whether the database's files can be written: who has once started
// Dogear as another user cannot any more.
func (r *report) owned(name, path string) bool {
	for _, suffix := range []string{"", "-wal", "-shm", ".lock"} {
		f, err := os.OpenFile(path+suffix, os.O_RDWR, 0)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			r.fault("Database: %s can be read, but not written: %v. Have it belong to the user that runs Dogear.", name+suffix, reason(err))
			return false
		}
		_ = f.Close()
	}
	return true
}

// volume looks at the disk that the database lies on.
func (r *report) volume(name, path string) {
	v, err := volumeOf(filepath.Dir(path))
	if err != nil {
		return // it can be written, and more is not known here
	}
	switch {
	case v.far():
		r.fault("Database: %s lies on a network file system (%s), where its locks do not hold and what was written can be lost. Put storage.path on a disk of this machine; backup.folder may be there.", name, v.kind)
	case v.foreign():
		r.notice("Database: %s lies on a file system of another system's (%s), and I cannot see whether its locks hold there. A disk of this machine is safer.", name, v.kind)
	}
	if v.room < 0 {
		return
	}
	has := sizeOf(path)
	switch {
	case v.room < leastRoom:
		r.fault("Database: the disk of %s is full: %s are free. Make room there.", name, megabytes(v.room))
	case v.room < shortRoom+has:
		r.notice("Database: the disk of %s is nearly full: %s are free. Make room there.", name, megabytes(v.room))
	}
}

// backups looks at where backups are kept.
func (r *report) backups(cfg config) {
	plan := cfg.backup
	if plan.at == "" {
		r.say("Backups: none are made (backup.at is empty).")
		return
	}
	folder := plan.folder
	if _, err := os.Stat(folder); errors.Is(err, fs.ErrNotExist) {
		folder = filepath.Dir(folder) // it is made there
	}
	if err := writable(folder); err != nil {
		r.fault("Backups: %s cannot be written: %v. %s or change backup.folder.", plan.folder, reason(err), remedy(err))
		return
	}
	if v, err := volumeOf(folder); err == nil && v.room >= 0 {
		if needs := sizeOf(cfg.database); v.room < needs {
			r.notice("Backups: the next does not fit into %s: it takes about %s, and %s are free. Make room there, or change backup.folder.", plan.folder, megabytes(needs), megabytes(v.room))
		}
	}
	nights, err := newNightly(cfg, nil, slog.New(slog.DiscardHandler), time.Now)
	if err != nil {
		r.fault("Backups: %v.", err)
		return
	}
	switch last, err := nights.state(); {
	case err != nil:
		r.fault("Backups: %s cannot be read: %v.", plan.folder, reason(err))
	case last.IsZero():
		r.say("Backups: in %s, none yet; \"dogear run\" makes the first.", plan.folder)
	default:
		r.say("Backups: in %s, the last of %s.", plan.folder, last.Format("2006-01-02 15:04"))
	}
}

// writable tries to write a file in dir: SQLite keeps files beside the database.
func writable(dir string) error {
	f, err := os.CreateTemp(dir, ".dogear-check-*")
	if err != nil {
		return err
	}
	_, err = f.Write(make([]byte, probeSize))
	if err == nil {
		err = f.Sync() // some disks say only then that they are full
	}
	return errors.Join(err, f.Close(), os.Remove(f.Name()))
}

// reason is an error without the name of what was tried.
func reason(err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}

// remedy is what to do where nothing can be written; "or" comes after it.
func remedy(err error) string {
	const diskFull, writeProtected = 112, 19 // on Windows, where the usual ones do not come
	is := func(number syscall.Errno) bool { return runtime.GOOS == "windows" && errors.Is(err, number) }
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "Make the folder, let this user write there,"
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), errors.Is(err, syscall.EFBIG), is(diskFull):
		return "Make room on that disk, or in what this user may use of it,"
	case errors.Is(err, syscall.EROFS), is(writeProtected):
		return "Mount that disk so that it can be written (one with faults is made read-only by the system, whose log says so),"
	}
	return "Let this user write in its folder,"
}

// sizeOf is how large a file is, 0 if it is not there.
func sizeOf(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}

func megabytes(n int64) string { return fmt.Sprintf("%.0f MB", float64(n)/1e6) }
