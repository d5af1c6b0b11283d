package main

import (
	"bytes"
	"cmp"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dogear/bot/sandbox"
	"dogear/storage"
)

// checkup is what "dogear check" looks at: a Discord with a server, and a
// database with a club of it that has all a club can have.
type checkup struct {
	t        *testing.T
	discord  *sandbox.Sandbox
	guild    *sandbox.Guild
	channel  string
	role     string
	database string
	more     string // sections of the configuration
	token    string
	devGuild string
	shards   string
	apiBase  string
}

// newCheckup puts a database that has no rows yet where the club is to be: many
// checkups make it but once.
func newCheckup(t *testing.T, empty []byte) *checkup {
	t.Helper()
	c := &checkup{t: t, discord: openSandbox(t)}
	c.guild = c.discord.AddGuild("The Hailsham Readers")
	c.channel, c.role = c.guild.AddChannel("book-club"), c.guild.AddRole("Readers", 0, true)
	c.database = filepath.Join(t.TempDir(), "dogear.db")
	c.token, c.apiBase = c.discord.Token(), c.discord.URL()
	if err := os.WriteFile(c.database, empty, 0o600); err != nil {
		t.Fatal(err)
	}
	c.club(c.guild, c.channel)
	return c
}

// emptyDatabase is what a database has in it from the start.
func emptyDatabase(t *testing.T) []byte {
	t.Helper()
	c := checkup{t: t, database: filepath.Join(t.TempDir(), "dogear.db")}
	c.write(func(*storage.Tx) error { return nil })
	data, err := os.ReadFile(c.database)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// club adds one to the database.
func (c *checkup) club(g *sandbox.Guild, channel string) {
	c.write(func(tx *storage.Tx) error {
		_, err := tx.AddClub(storage.Club{
			Guild: g.ID, Channel: channel, Name: "Sunday *readers*", Zone: "Europe/London", Role: c.role,
			Rooms: true, Reminders: true, Events: true, Threads: true,
		}, time.Now())
		return err
	})
}

func (c *checkup) write(f func(*storage.Tx) error) {
	c.t.Helper()
	db, err := storage.Open(c.t.Context(), c.database)
	if err == nil {
		err = db.Write(c.t.Context(), f)
	}
	if err != nil {
		c.t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		c.t.Fatal(err)
	}
}

// exec runs SQL on the database, as no Dogear does.
func (c *checkup) exec(text string) {
	c.t.Helper()
	db, err := sql.Open("sqlite", "file:"+c.database)
	if err == nil {
		_, err = db.ExecContext(c.t.Context(), text)
	}
	if err != nil {
		c.t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		c.t.Fatal(err)
	}
}

// config writes the configuration, and says where.
func (c *checkup) config() string {
	c.t.Helper()
	path := filepath.Join(c.t.TempDir(), "config.toml")
	text := fmt.Sprintf("[discord]\ntoken = %q\napi_base = %q\ndev_guild = %q\nshards = %q\n[storage]\npath = %q\n%s", c.token, c.apiBase, c.devGuild, cmp.Or(c.shards, "1"), c.database, c.more)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		c.t.Fatal(err)
	}
	return path
}

// run runs "dogear check".
func (c *checkup) run() (code int, out string) {
	c.t.Helper()
	var stdout, stderr bytes.Buffer
	code = run(c.t.Context(), []string{"check", "-config", c.config()}, process{environment(nil), &stdout, &stderr})
	if c.token != c.discord.Token() && strings.Contains(stdout.String()+stderr.String(), c.token) {
		c.t.Error("the token is shown")
	}
	return code, stdout.String() + stderr.String()
}

// finds checks that a check finds these lines, beginning so, and no others that
// somebody is to look at. It returns all that the check says.
func (c *checkup) finds(want ...string) (out string) {
	c.t.Helper()
	code, out := c.run()
	var lines []string
	wrong := false
	for line := range strings.Lines(out) {
		if strings.HasPrefix(line, "WRONG  ") || strings.HasPrefix(line, "NOTICE ") {
			lines = append(lines, line)
			wrong = wrong || line[0] == 'W'
		}
	}
	for i, line := range want {
		if i >= len(lines) || !strings.HasPrefix(lines[i], line) {
			c.t.Errorf("%q is not found:\n%s", line, out)
			return out
		}
	}
	end := map[bool]string{true: "not ready to run", false: "All is well"}[wrong]
	if len(lines) > 0 && !wrong {
		end = "Ready: "
	}
	if len(lines) != len(want) || code != map[bool]int{true: exitFault, false: exitClean}[wrong] || !strings.Contains(out, end) {
		c.t.Errorf("exit code %d; found is\n%s", code, out)
	}
	return out
}

const (
	wrong  = "WRONG  "
	notice = "NOTICE "
	inClub = notice + `Club "Sunday *readers*" in "The Hailsham Readers"`
)
