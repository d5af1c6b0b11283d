package commands_test

import (
	"context"
	"database/sql"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"dogear/bot"
	"dogear/commands"
	"dogear/commands/pictures"
	"dogear/storage"
)

// The places of the stories.
const (
	hailsham  = "1000" // a server
	elsewhere = "2000" // another
	homeRoom  = "1001" // channels
	otherRoom = "1002"
	farRoom   = "2001"
	clubRole  = "1100"
)

// lateAfter is how late a post may be in these tests.
const lateAfter = 6 * time.Hour

// world is the commands on a real database, with people who use them and a
// Discord that does what the desk says.
type world struct {
	t       *testing.T
	db      *storage.DB
	path    string  // of the database, "" in memory
	beside  *sql.DB // looks at it from outside, for dump
	rows    string  // the query of all rows
	house   *commands.House
	painter *pictures.Painter
	actions map[string]bot.Action
	server  bot.Server
	desk    bot.Desk

	mu    sync.Mutex
	clock time.Time // club time
	wire  time.Time // turned with it, and by hand
	ids   int
	made  map[string][]string // the custom ids that were offered, by their action

	posts []*post
	rooms []*room

	talks []string // the names of the threads under posts

	events []*event
	closed map[string]bool // who takes no direct messages
	opened int             // how many channels of direct messages were opened

	// undrawn has pictures not be painted: what they are of stands for them.
	undrawn bool
	pics    map[string][]byte // those that were, by what they are of

	said  map[string]bool // the messages of people: whether they are there
	roles map[string]bool // who has the club's role
	// refuses says of a task that Discord will not do it; nil lets all pass.
	refuses func(bot.Task) *bot.Problem
	// loses says of a task that Discord does it, and that its answer is lost.
	loses func(bot.Task) bool
	// meanwhile is called between the look at a task and its being done.
	meanwhile func(bot.Task)
	worked    []commands.Worked // what the host is told
}

// newWorld opens an empty database in memory, in the morning of Tuesday,
// 1 December 2026.
func newWorld(t *testing.T) *world { return openWorld(t, ":memory:") }

// newWorldOnDisk is one whose rows dump can show.
func newWorldOnDisk(t *testing.T) *world {
	return openWorld(t, filepath.Join(t.TempDir(), "dogear.db"))
}

func openWorld(t *testing.T, path string) *world {
	t.Helper()
	db, err := storage.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	w := &world{
		t: t, db: db, actions: make(map[string]bot.Action), made: make(map[string][]string), roles: make(map[string]bool), closed: make(map[string]bool), said: make(map[string]bool), pics: make(map[string][]byte),
		server: bot.Server{
			ID: hailsham, Owner: "the owner", BotRoles: []string{"1150"},
			Roles: []bot.Role{
				{ID: hailsham, Name: "@everyone"},
				{ID: clubRole, Name: "Readers", Position: 3, Mentionable: true},
				{ID: "1150", Name: "Dogear", Position: 10, Managed: true},
				{ID: "1160", Name: "Hosts", Position: 8},
			},
		},
	}
	if path != ":memory:" {
		w.path = path
	}
	if w.painter, err = pictures.New(); err != nil {
		t.Fatal(err)
	}
	w.clock = moment(t, "2026-12-01 09:00")
	w.wire = w.clock
	w.restart()
	return w
}

// restart makes the commands anew, on the database as it is.
func (w *world) restart() {
	w.t.Helper()
	w.house = commands.New(commands.Deps{
		DB: w.db, Now: w.now, Wire: func() time.Time { w.mu.Lock(); defer w.mu.Unlock(); return w.wire },
		LateAfter: lateAfter, Painter: w.painter, Worked: func(o commands.Worked) {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.worked = append(w.worked, o)
		},
	})
	for _, a := range w.house.Actions() {
		w.actions[a.Name] = a
	}
	desk, err := w.house.Desk(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	w.desk = desk
}

// draws makes the data of a file, once for all that are of the same.
func (w *world) draws(f bot.File) ([]byte, error) {
	key := f.Name + " " + f.Of
	w.mu.Lock()
	data, ok := w.pics[key]
	w.mu.Unlock()
	if ok {
		return data, nil
	}
	data, err := []byte(key), error(nil)
	if !w.undrawn {
		data, err = f.Draw(w.t.Context())
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.pics[key] = data
	return data, err
}

// moment reads a moment in London, where the club lives.
func moment(t *testing.T, text string) time.Time {
	t.Helper()
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", text, london)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func (w *world) now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.clock
}

// turn sets the clock, and does nothing of what falls due.
func (w *world) turn(to string) {
	w.t.Helper()
	at := moment(w.t, to)
	w.mu.Lock()
	defer w.mu.Unlock()
	if at.Before(w.clock) {
		w.t.Fatalf("%s lies in the past", to)
	}
	w.clock, w.wire = at, at
}

// until turns the clock and does what falls due.
func (w *world) until(to string) {
	w.t.Helper()
	w.turn(to)
	w.work()
	for more := true; more; {
		var err error
		if more, err = w.house.Servers().Erase(w.t.Context()); err != nil {
			w.t.Fatal(err)
		}
	}
}

func (w *world) nextID() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ids++
	return strconv.Itoa(5000 + w.ids)
}

// parse finds the action that a custom id leads to.
func (w *world) parse(id string) (bot.Action, []int64) {
	w.t.Helper()
	id, _, _ = strings.Cut(id, "#")
	parts := strings.Split(id, "/")
	if len(parts) < 3 || parts[0] != "v1" {
		w.t.Fatalf("custom id %q is not one of ours", id)
	}
	a, ok := w.actions[parts[1]+"/"+parts[2]]
	if !ok {
		w.t.Fatalf("custom id %q leads to no action", id)
	}
	var args []int64
	for _, part := range parts[3:] {
		n, err := strconv.ParseInt(part, 10, 64)
		if err != nil {
			w.t.Fatalf("custom id %q: %v", id, err)
		}
		args = append(args, n)
	}
	if len(args) != a.Args {
		w.t.Fatalf("custom id %q has %d numbers, its action takes %d", id, len(args), a.Args)
	}
	w.mu.Lock()
	if !slices.Contains(w.made[a.Name], id) {
		w.made[a.Name] = append(w.made[a.Name], id)
	}
	w.mu.Unlock()
	return a, args
}

// dump is every row of the database but the drafts and their numbers: a refused
// form keeps what was typed.
func (w *world) dump() string {
	w.t.Helper()
	return strings.Join(slices.DeleteFunc(w.everything(), func(row string) bool { return strings.HasPrefix(row, "draft: ") }), "\n")
}

// everything is all rows, drafts too.
func (w *world) everything() []string {
	w.t.Helper()
	if w.beside == nil {
		db, err := sql.Open("sqlite", "file:"+w.path+"?mode=ro")
		if err != nil {
			w.t.Fatal(err)
		}
		w.t.Cleanup(func() { _ = db.Close() })
		w.beside = db
		var tables []string
		for _, table := range column(w.t, db, "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'sqlite_sequence' ORDER BY name") {
			names := column(w.t, db, "SELECT 'quote(' || name || ')' FROM pragma_table_info('"+table+"')")
			tables = append(tables, "SELECT '"+table+": ' || "+strings.Join(names, " || ', ' || ")+" FROM "+table)
		}
		w.rows = strings.Join(tables, " UNION ALL ")
	}
	return column(w.t, w.beside, w.rows)
}

func column(t *testing.T, db *sql.DB, query string) []string {
	t.Helper()
	rows, err := db.QueryContext(context.Background(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var list []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		list = append(list, s)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}
