package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/robfig/cron/v3"

	"dogear/club"
	"dogear/storage"
)

// How often one that fails is tried again, and told of.
const (
	tryEvery  = time.Hour
	tellEvery = 24 * time.Hour
)

// nightly makes backups while Dogear runs, when the configuration says so, and
// tells how they stand. Whether one is due is asked each minute of the clock on
// the wall: what was missed while the machine slept is made up for, once.
type nightly struct {
	plan     backupPlan
	rule     club.Recurrence
	db       *storage.DB
	database string // its path
	name     string // what those of it begin with
	pattern  *regexp.Regexp
	log      *slog.Logger
	now      func() time.Time
	from     time.Time // the next is due by the rule after this; zero: at once
	tried    time.Time // when one was not made; zero: the last one was
	told     time.Time // when that was told

	mu      sync.Mutex
	last    time.Time // when the last one was made; zero: there is none
	failure error     // of what was tried since
}

// newNightly looks how the backups of the database stand.
func newNightly(cfg config, db *storage.DB, log *slog.Logger, now func() time.Time) (*nightly, error) {
	n := &nightly{plan: cfg.backup, db: db, database: cfg.database, log: log, now: now}
	n.name = strings.TrimSuffix(filepath.Base(cfg.database), filepath.Ext(cfg.database)) + "-"
	n.pattern = regexp.MustCompile("^" + regexp.QuoteMeta(n.name) + `(\d{4}-\d\d-\d\dT\d{4})\.db(\.\d+\.part(-journal)?)?$`)
	if n.plan.at == "" {
		return n, nil
	}
	rule, err := cronRule(n.plan.at)
	if err != nil {
		return nil, err
	}
	n.rule = rule
	names, _, err := n.files()
	if len(names) > 0 {
		n.last = moment(n.pattern.FindStringSubmatch(names[0])[1], now().Location())
		if n.last.After(now()) { // by a clock that was wrong
			n.last = now()
		}
	}
	n.from, n.failure = n.last, err
	return n, nil
}

// moment reads the moment in a backup's name, zero if there is none such.
func moment(stamp string, zone *time.Location) time.Time {
	t, err := time.ParseInLocation(storage.Stamp, stamp, zone)
	if err != nil {
		return time.Time{}
	}
	return t
}

// start has backups be made until ctx ends; stop returns when none is under way
// any more.
func (n *nightly) start(ctx context.Context) (stop func()) {
	if n.plan.at == "" {
		return func() {}
	}
	log := cron.PrintfLogger(slog.NewLogLogger(n.log.Handler(), slog.LevelError)) // of panics
	ticker := cron.New(cron.WithLogger(log), cron.WithChain(cron.SkipIfStillRunning(log), cron.Recover(log)))
	ticker.Schedule(cron.Every(time.Minute), cron.FuncJob(func() { n.look(ctx) }))
	ticker.Start()
	return func() { <-ticker.Stop().Done() }
}

// state is when the last backup was made, zero for never, and why the one that
// was tried after it was not.
func (n *nightly) state() (last time.Time, failure error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.last, n.failure
}

// due reports whether a backup is to be made now. The first is due at once: so
// whoever sets Dogear up hears of a folder that will not do, and a machine that
// is off every night has one. One that was not made is tried again each hour: a
// disk has room by then, or is mounted. What was made or tried when it is not yet
// was so by a clock that was wrong.
func (n *nightly) due(now time.Time) bool {
	if !n.tried.IsZero() {
		return !within(now, n.tried, tryEvery)
	}
	if n.from.After(now) {
		n.from = now
	}
	return n.from.IsZero() || !n.rule.Next(n.from, club.Date{}, now.Location()).After(now)
}

// within reports whether something was, and so long ago at most.
func within(now, then time.Time, most time.Duration) bool {
	ago := now.Sub(then)
	return ago >= 0 && ago < most
}

// look makes a backup if one is due. That it fails is told once a day.
func (n *nightly) look(ctx context.Context) {
	now := n.now()
	if ctx.Err() != nil || !n.due(now) {
		return
	}
	file := filepath.Join(n.plan.folder, n.name+now.Format(storage.Stamp)+".db")
	err := n.make(ctx, file)
	if ctx.Err() != nil {
		return // told to stop, and not the backup's fault
	}
	n.mu.Lock()
	n.failure = err
	if err == nil {
		n.last = now
	}
	n.mu.Unlock()
	if err != nil {
		n.tried = now
		if !within(now, n.told, tellEvery) {
			n.told = now
			n.log.Error("backup not made", "err", err, "again", now.Add(tryEvery))
		}
		return
	}
	n.from, n.tried, n.told = now, time.Time{}, time.Time{}
	n.log.Info("backup made", "file", file, "size", size(file), "took", n.now().Sub(now).Round(time.Millisecond))
	if err := n.prune(filepath.Base(file)); err != nil {
		n.log.Warn("old backups not deleted", "folder", n.plan.folder, "err", err)
	}
}

// make makes a backup, in the place that interrupted ones may have taken. Of the
// folder that names the place only the last part is made: the rest may be a disk
// that is not there.
func (n *nightly) make(ctx context.Context, file string) error {
	switch err := os.Mkdir(n.plan.folder, 0o700); {
	case err == nil:
		n.own(n.plan.folder)
	case !errors.Is(err, os.ErrExist):
		return fmt.Errorf("the folder for backups cannot be made: %w (backup.folder names it)", err)
	}
	_, parts, err := n.files()
	if err == nil {
		err = n.remove(parts)
	}
	if err == nil {
		err = n.db.Backup(ctx, file)
	}
	if err != nil {
		return backupError(n.database, file, err)
	}
	n.own(file)
	return nil
}

// own gives what root has made to whom the database belongs. Some disks know no
// owners.
func (n *nightly) own(name string) { _ = storage.Own(name, n.database) }

// prune deletes the oldest backups beyond those that are kept. The latest is the
// one that was just made, whatever the others' names say.
func (n *nightly) prune(latest string) error {
	names, _, err := n.files()
	names = slices.DeleteFunc(names, func(name string) bool { return name == latest })
	return errors.Join(err, n.remove(names[min(n.plan.keep-1, len(names)):]))
}

func (n *nightly) remove(names []string) error {
	var errs []error
	for _, name := range names {
		errs = append(errs, os.Remove(filepath.Join(n.plan.folder, name)))
	}
	return errors.Join(errs...)
}

// files lists the backups of the database, the latest first, and what is left of
// those that were interrupted: nothing else in the folder is ever touched. A
// folder that is not there has none.
func (n *nightly) files() (whole, parts []string, err error) {
	entries, err := os.ReadDir(n.plan.folder)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil, nil
	}
	for _, e := range entries {
		switch m := n.pattern.FindStringSubmatch(e.Name()); {
		case m == nil || !e.Type().IsRegular() || moment(m[1], time.UTC).IsZero():
		case m[2] == "":
			whole = append(whole, e.Name())
		default:
			parts = append(parts, e.Name())
		}
	}
	slices.Reverse(whole) // by their names, which are their moments
	return whole, parts, err
}
