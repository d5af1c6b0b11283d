//go:build linux

package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dogear/bot/sandbox"
	"dogear/storage"
)

// What a club of a town has.
const (
	townMembers  = 50
	townReads    = 10 // the last is under way
	townChapters = 30
	townNotes    = 100 // of a read
	townWeeks    = 10  // of a read, and one more until its stars are shown
	townPast     = 4   // of the last one
)

// modelClub is a club as it is after two years, told through the bot's commands
// with a clock that is turned, from which the clubs of a town are copied.
type modelClub struct {
	*teller
	db      *storage.DB
	path    string
	due     func(context.Context) (time.Time, bool)
	guild   *sandbox.Guild
	miriam  *sandbox.Person
	readers []*sandbox.Person
}

// names are the ids of Discord that the rows of a club hold.
func (c *modelClub) names() []string {
	list := []string{c.guild.ID, c.home, c.miriam.ID}
	for _, p := range c.readers {
		list = append(list, p.ID)
	}
	return list
}

// bookOf is the title of a read's book.
func bookOf(read int) string {
	return [...]string{
		"Middlemarch", "Villette", "Emma", "Dracula", "Kidnapped", "Cranford", "Ulysses", "Persuasion", "Germinal", "Never Let Me Go",
	}[read]
}

// tellModel makes the model, and returns its database, which nobody has open.
func tellModel(b *testing.B) *modelClub {
	b.Helper()
	zone, err := time.LoadLocation(storyZone)
	if err != nil {
		b.Fatal(err)
	}
	// The last checkpoint was three days ago, and the next is in four.
	y, m, d := time.Now().In(zone).AddDate(0, 0, -3-7*townPast-7*(townWeeks+1)*(townReads-1)).Date()
	first := time.Date(y, m, d, 8, 0, 0, 0, zone)
	discord, err := sandbox.Open(sandbox.Options{Start: first, Unlimited: true})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = discord.Close() }()
	c := &modelClub{path: filepath.Join(b.TempDir(), databaseName), guild: discord.AddGuild("Model")}
	c.teller = &teller{ctx: b.Context(), s: discord, home: c.guild.AddChannel("book-club")}
	c.miriam = c.guild.AddMember("Miriam", sandbox.PermissionManageEvents, sandbox.PermissionManageRoles)
	for i := range townMembers {
		c.readers = append(c.readers, c.guild.AddMember(fmt.Sprintf("Reader %d", i+1)))
	}
	stop := c.serve(b)
	c.offered(c.miriam)
	c.slash(c.miriam, "/club setup timezone:"+storyZone)
	for read := range townReads {
		c.read(read, first.AddDate(0, 0, 7*(townWeeks+1)*read))
	}
	stop()
	if c.err != nil {
		b.Fatal(c.err)
	}
	return c
}

// serve starts the bot in this process, on the clock of its Discord.
func (c *modelClub) serve(b *testing.B) (stop func()) {
	b.Helper()
	ctx, cancel := context.WithCancel(b.Context())
	cfg := config{token: hide(c.s.Token()), apiBase: c.s.URL(), lateAfter: 6 * time.Hour}
	c.db = openStorage(b, c.path)
	house, err := furnish(cfg, c.db, c.s.Now)
	if err != nil {
		b.Fatal(err)
	}
	c.due = house.NextDue
	served := make(chan error, 1)
	go func() { served <- serve(ctx, cfg, house, c.db, slog.New(slog.DiscardHandler), c.s.Now) }()
	return func() {
		cancel()
		c.failed(errors.Join(<-served, c.db.Close()), "end the bot")
	}
}

// turn turns the clock, and waits until all is done that was due by then.
func (c *modelClub) turn(to time.Time) {
	if c.err != nil {
		return
	}
	c.s.TurnTo(to)
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	for range 3000 {
		_ = c.db.Write(c.ctx, func(tx *storage.Tx) error { return tx.Retry(0) }) // it looks at once
		if due, ok := c.due(c.ctx); !ok || due.After(c.s.Now()) {
			return
		}
		<-look.C
	}
	c.failed(errors.New("it never is"), "wait until all is done by %v", to)
}

// read tells one read, from its beginning to its end or until now.
func (c *modelClub) read(n int, starts time.Time) {
	c.turn(starts)
	title := bookOf(n)
	c.slash(c.miriam, fmt.Sprintf("/book add title:%s author:Somebody chapters:%d", title, townChapters))
	list := c.slash(c.miriam, "/book chapters book:"+title)
	c.answer(c.miriam, c.submit(c.miriam, list, map[string]string{"list": modelChapters()}), "Save")
	plan := fmt.Sprintf("/schedule plan book:%s start:today pace:%d", title, townChapters/townWeeks)
	c.answer(c.miriam, c.slash(c.miriam, plan), "Start this read")
	weeks := townWeeks
	if n == townReads-1 {
		weeks = townPast
	}
	written := 0
	for week := 1; week <= weeks; week++ {
		meets := starts.AddDate(0, 0, 7*week)
		c.turn(time.Date(meets.Year(), meets.Month(), meets.Day(), 18, 1, 0, 0, meets.Location()))
		for i, p := range c.readers {
			if (i+week)%2 == 0 || week == 1 || week == weeks { // each third is a chapter behind, each fifth ahead
				c.slash(p, fmt.Sprintf("/progress at:ch %d", min(townChapters, townChapters/townWeeks*week-i%3/2+i%5/4)))
			}
		}
		for ; written < townNotes*week/weeks; written++ {
			c.writes(week, written)
		}
	}
	for i, p := range c.readers {
		if i%5 == 0 {
			c.slash(p, "/notes")
		}
		if weeks == townWeeks && i%10 > 0 {
			c.slash(p, fmt.Sprintf("/rate stars:%g outcome:%s", float64(1+(i+n)%10)/2, [...]string{"finished", "stopped"}[i%10/9]))
		}
	}
	c.turn(c.s.Now().Add(time.Minute))
}

// modelChapters is the chapter list of each book, with titles and pages.
func modelChapters() string {
	var b strings.Builder
	for n := range townChapters {
		if n%10 == 0 {
			fmt.Fprintf(&b, "# Book %d\n", n/10+1)
		}
		fmt.Fprintf(&b, "Chapter %d: In which somebody comes home late @ %d\n", n+1, 12*(n+1))
	}
	return b.String()
}

// writes has a reader write a note, each fifth a reply to an earlier one that is
// open to them.
func (c *modelClub) writes(week, n int) {
	const pace = townChapters / townWeeks
	p := c.readers[n*7%townMembers]
	words := fmt.Sprintf("Note %d of a thought of some length, as one has them when one has just put the book down: what they do not say is what stays.", n)
	if n%5 < 4 {
		c.slash(p, fmt.Sprintf("/note chapter:ch %d text:%s", 1+n%(pace*week-1), words))
		return
	}
	c.turn(c.s.Now().Add(time.Minute)) // the stubs are there
	c.replies(p, fmt.Sprintf("Chapter %d", 1+n/5%2), words)
}

// plot is a club of a town, as Discord knows it.
type plot struct {
	Names   []string // as those of the model
	patrons []*patron
}

// layOut makes the servers of some clubs, in some of them several, and their
// people.
func layOut(discord *sandbox.Sandbox, clubs int) []plot {
	var plots []plot
	for server := 0; len(plots) < clubs; server++ {
		g := discord.AddGuild(fmt.Sprintf("Server %d", server+1))
		miriam := g.AddMember(fmt.Sprintf("Miriam %d", server+1), sandbox.PermissionManageEvents, sandbox.PermissionManageRoles)
		for range min(clubs-len(plots), [...]int{1, 1, 1, 2, 1, 1, 4}[server%7]) {
			home := g.AddChannel(fmt.Sprintf("club-%d", len(plots)+1))
			book := fmt.Sprintf("%s, %d", bookOf(townReads-1), len(plots)+1)
			p := plot{Names: []string{g.ID, home, miriam.ID}}
			for i := range townMembers {
				one := g.AddMember(fmt.Sprintf("Reader %d of club %d", i+1, len(plots)+1)).In(home)
				p.Names = append(p.Names, one.ID)
				p.patrons = append(p.patrons, &patron{Person: one, book: book, chapters: townChapters})
			}
			plots = append(plots, p)
		}
	}
	return plots
}

// townStride is by how much the rows' ids of a club differ from those of the next.
const townStride = 100_000

// settleTown fills a database with copies of the model, one for each plot.
func settleTown(ctx context.Context, path string, model *modelClub, plots []plot) (err error) {
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=synchronous(0)&_pragma=cache_size(-400000)&_pragma=temp_store(memory)")
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1)
	defer func() { err = errors.Join(err, db.Close()) }()
	names, err := json.Marshal(model.names())
	if err != nil {
		return err
	}
	lists, err := json.Marshal(plots)
	if err != nil {
		return err
	}
	s := &surveyor{ctx: ctx, db: db}
	s.do("ATTACH ? AS model", model.path)
	s.do("CREATE TEMP TABLE name (k INTEGER, was TEXT, become TEXT, PRIMARY KEY (k, was)) WITHOUT ROWID")
	s.do(`INSERT INTO name SELECT plot.key, was.value, become.value FROM json_each(?2) plot
		JOIN json_each(plot.value, '$.Names') become JOIN json_each(?1) was ON was.key = become.key`, string(names), string(lists))
	s.do("CREATE TEMP TABLE plot AS SELECT DISTINCT k FROM name ORDER BY k")
	// What triggers and indices would do row by row is copied, and done once.
	aside := s.list("SELECT sql FROM main.sqlite_schema WHERE sql IS NOT NULL AND type IN ('trigger', 'index') ORDER BY type")
	for _, drop := range s.list("SELECT 'DROP ' || type || ' ' || name FROM main.sqlite_schema WHERE sql IS NOT NULL AND type IN ('trigger', 'index')") {
		s.do(drop)
	}
	for _, table := range s.list("SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rootpage") {
		if !slices.Contains([]string{"draft", "draft_picture", "registration"}, table) {
			s.copy(table)
		}
	}
	for _, again := range aside {
		s.do(again)
	}
	return s.err
}

// surveyor copies rows, and stops at the first thing that goes wrong.
type surveyor struct {
	ctx context.Context
	db  *sql.DB
	err error
}

func (s *surveyor) do(query string, args ...any) {
	if s.err == nil {
		if _, err := s.db.ExecContext(s.ctx, query, args...); err != nil {
			s.err = fmt.Errorf("%s: %w", query, err)
		}
	}
}

// list is the first column of a query.
func (s *surveyor) list(query string, args ...any) (list []string) {
	if s.err != nil {
		return nil
	}
	rows, err := s.db.QueryContext(s.ctx, query, args...)
	if err != nil {
		s.err = fmt.Errorf("%s: %w", query, err)
		return nil
	}
	defer func() { s.err = errors.Join(s.err, rows.Err(), rows.Close()) }()
	for rows.Next() && s.err == nil {
		var text string
		s.err = rows.Scan(&text)
		list = append(list, text)
	}
	return list
}

// copy copies a table of the model into each plot.
func (s *surveyor) copy(table string) {
	references := s.list(`SELECT "from" FROM main.pragma_foreign_key_list(?)`, table)
	var columns, values []string
	for _, c := range s.list(`SELECT name FROM main.pragma_table_info(?)`, table) {
		columns = append(columns, c)
		values = append(values, copied(table, c, slices.Contains(references, c)))
	}
	s.do(fmt.Sprintf("INSERT OR IGNORE INTO main.%s (%s) SELECT %s FROM plot CROSS JOIN model.%[1]s AS was",
		table, strings.Join(columns, ", "), strings.Join(values, ", ")))
}

// copied is the value of a column in the plot k.
func copied(table, column string, references bool) string {
	shifted := fmt.Sprintf("was.%s + k * %d", column, townStride)
	switch {
	case table == "book" && column == "orders":
		return "random()"
	case table == "book" && column == "title":
		return "was.title || ', ' || (k + 1)"
	case table == "read" && column == "uid":
		return "lower(hex(randomblob(8)))"
	case table == "server" && column == "served":
		return "was.served + k"
	case references || column == "id" || table == "work" && column == "subject":
		return shifted
	case column == "opens" || column == "shelf": // the key of a chapter, or what stands for one
		return fmt.Sprintf("CASE WHEN was.%[1]s > 0 THEN %[2]s WHEN was.%[1]s < -3 THEN was.%[1]s - k * %[3]d ELSE was.%[1]s END", column, shifted, townStride)
	case column == "message_id":
		return "iif(was.message_id = '', '', CAST(was.message_id + k AS TEXT))"
	case column == "lane":
		return fmt.Sprintf("iif(was.lane LIKE 'remind %%', 'remind ' || (was.club_id + k * %d), (SELECT become FROM name WHERE name.k = plot.k AND name.was = was.lane))", townStride)
	case slices.Contains([]string{"guild_id", "channel_id", "user_id", "author_id", "started_by", "stub_channel_id", "owner_id"}, column):
		return fmt.Sprintf("iif(was.%[1]s = '', '', (SELECT become FROM name WHERE name.k = plot.k AND name.was = was.%[1]s))", column)
	}
	return "was." + column
}

// townIsSound checks a database that was filled: it holds as much as it is to, and
// what is derived from other rows is as those say.
func townIsSound(b *testing.B, path string, clubs int) {
	b.Helper()
	found, err := storage.Inspect(b.Context(), path)
	if err != nil || len(found.Clubs) != clubs {
		b.Fatalf("the database has %d clubs, %v", len(found.Clubs), err)
	}
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=query_only(1)&_pragma=cache_size(-400000)")
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	s := &surveyor{ctx: b.Context(), db: db}
	for _, of := range []struct {
		what, query string
		want        int
	}{
		{"rows that refer to none", `SELECT count(*) FROM pragma_foreign_key_check`, 0},
		{"notes", `SELECT count(*) FROM note`, clubs * townReads * townNotes},
		{"chapters", `SELECT count(*) FROM chapter`, clubs * townReads * townChapters},
		{"readers", `SELECT count(*) FROM reader`, clubs * townReads * townMembers},
		{"tallies of notes that are wrong", `SELECT count(*) FROM (
			SELECT read_id, shelf, opens, standing, n FROM note_tally WHERE n <> 0
			EXCEPT SELECT read_id, shelf, opens, standing, count(*) FROM note WHERE standing IS NOT NULL GROUP BY 1, 2, 3, 4)`, 0},
		{"tallies of what was seen that are wrong", `SELECT count(*) FROM (
			SELECT user_id, read_id, shelf, opens, standing, n FROM seen_tally WHERE n <> 0
			EXCEPT SELECT user_id, note.read_id, shelf, opens, standing, count(*)
			FROM note_seen JOIN note ON note.id = note_seen.note_id WHERE standing IS NOT NULL GROUP BY 1, 2, 3, 4, 5)`, 0},
		{"notes under a chapter of another book", `SELECT count(*) FROM note JOIN read ON read.id = note.read_id
			JOIN chapter ON chapter.id = note.opens WHERE chapter.book_id <> read.book_id`, 0},
		{"things to do that are due now", `SELECT count(*) FROM work WHERE open = 1 AND due_at < unixepoch() + 86400`, 0},
		{"lanes in which not one thing has its turn", `SELECT count(*) FROM (
			SELECT lane FROM work WHERE open = 1 GROUP BY lane HAVING sum(turn = 1) <> 1)`, 0},
	} {
		for _, n := range s.list(of.query) {
			if n != fmt.Sprint(of.want) {
				b.Errorf("%s: %s, not %d", of.what, n, of.want)
			}
		}
	}
	if s.err != nil || b.Failed() {
		b.Fatal("the database is not sound: ", s.err)
	}
}
