package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestCheckLooksAtTheDatabase(t *testing.T) {
	t.Parallel()
	empty := emptyDatabase(t)
	for name, tt := range map[string]struct {
		mistake func(c *checkup)
		want    []string
		says    string
	}{
		"of a later Dogear": {func(c *checkup) { c.exec("PRAGMA user_version = 1000") }, []string{wrong + "Database: "}, "was written by a later version of Dogear; use that version"},
		"of an earlier one": {func(c *checkup) { c.exec("PRAGMA user_version = 4") }, nil, `schema version 4; "dogear run" brings it up to version `},
		"of another program": {func(c *checkup) {
			c.database = filepath.Join(c.t.TempDir(), "other.db")
			c.exec("CREATE TABLE shopping (item TEXT); PRAGMA user_version = 3")
		}, []string{wrong + "Database: "}, "a database of another program"},
		"damaged": {func(c *checkup) {
			if err := os.Truncate(c.database, sizeOf(c.database)/2); err != nil {
				c.t.Fatal(err)
			}
		}, []string{wrong + "Database: "}, "put the last good backup in its place"},
		"a folder": {func(c *checkup) {
			c.database = c.t.TempDir()
		}, []string{wrong + "Database: "}, "is a folder: let storage.path name a file in it, such as "},
		"no folder": {func(c *checkup) {
			c.database = filepath.Join(c.t.TempDir(), "nowhere", "dogear.db")
		}, []string{wrong + "Database: ", wrong + "Backups: "}, "cannot be made: no such file or directory. Make the folder"},
		"another's lock": {func(c *checkup) { // root may open all files, but no folders
			c.more = "[backup]\nat = \"\"\n"
			if err := os.Remove(c.database + ".lock"); err != nil {
				c.t.Fatal(err)
			}
			if err := os.Mkdir(c.database+".lock", 0o700); err != nil {
				c.t.Fatal(err)
			}
		}, []string{wrong + "Database: "}, "Have it belong to the user that runs Dogear"},
		"no folder for backups": {func(c *checkup) {
			c.more = "[backup]\nfolder = \"not/there\"\n"
		}, []string{wrong + "Backups: "}, "Make the folder, let this user write there, or change backup.folder."},
		"a backup": {func(c *checkup) {
			folder := filepath.Join(filepath.Dir(c.database), "backups")
			if err := os.Mkdir(folder, 0o700); err != nil {
				c.t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(folder, "dogear-2026-11-23T0330.db"), nil, 0o600); err != nil {
				c.t.Fatal(err)
			}
		}, nil, "the last of 2026-11-23 03:30."},
		"no backups": {func(c *checkup) { c.more = "[backup]\nat = \"\"\n" }, nil, "Backups: none are made"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCheckup(t, empty)
			tt.mistake(c)
			if out := c.finds(tt.want...); !strings.Contains(out, tt.says) {
				t.Errorf("%q is not said:\n%s", tt.says, out)
			}
		})
	}
}
