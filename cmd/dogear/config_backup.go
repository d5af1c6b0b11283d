package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/robfig/cron/v3"

	"dogear/club"
)

// maxKeep is how many backups are kept at most: nobody looks through more.
const maxKeep = 1000

// backupPlan is when the database is copied, and which copies stay.
type backupPlan struct {
	at     string // a cron line that cronRule reads; "" for never
	keep   int    // how many
	folder string // where
}

// checkBackup reads the texts about backups.
func (s settings) checkBackup() (backupPlan, error) {
	plan := backupPlan{at: strings.TrimSpace(s.Backup.At), folder: strings.TrimSpace(s.Backup.Folder)}
	if plan.at != "" {
		if _, err := cronRule(plan.at); err != nil {
			return backupPlan{}, fmt.Errorf("backup.at: %w", err)
		}
	}
	var err error
	if plan.keep, err = strconv.Atoi(s.Backup.Keep); err != nil || plan.keep < 1 || plan.keep > maxKeep {
		return backupPlan{}, fmt.Errorf("backup.keep: %q is not a number of backups from 1 to %d: write it as \"7\"", s.Backup.Keep, maxKeep)
	}
	if plan.folder == "" {
		return backupPlan{}, errors.New("backup.folder: it is empty: give a folder, such as \"backups\" (with backup.at = \"\" none are made)")
	}
	if !filepath.IsAbs(plan.folder) {
		plan.folder = filepath.Join(filepath.Dir(s.Storage.Path), plan.folder)
	}
	return plan, nil
}

// cronRule reads a cron line. The parser panics on some lines that name a zone,
// and knows names for lines that are no use here: both are shown to nobody.
func cronRule(line string) (club.Recurrence, error) {
	const example = "write minute, hour, day of the month, month and day of the week, such as \"30 3 * * *\" for half past three every night, or nothing for no backups"
	if strings.ContainsAny(line, "=@") {
		return club.Recurrence{}, fmt.Errorf("%q is not a plain cron line: %s", line, example)
	}
	schedule, err := cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow).Parse(line)
	if err != nil {
		return club.Recurrence{}, fmt.Errorf("%q is not a cron line (%w): %s", line, err, example)
	}
	rule := club.ByCron(line, schedule)
	if rule.Next(time.Unix(0, 0), club.Date{}, time.UTC).IsZero() {
		return club.Recurrence{}, fmt.Errorf("%q never comes: %s", line, example)
	}
	return rule, nil
}
