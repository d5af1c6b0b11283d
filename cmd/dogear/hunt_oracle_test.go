package main

import (
	"context"
	"database/sql"
	"math"
	"slices"
	"strings"
	"testing"
	"time"
)

// oracle knows who may see what, from the rows alone: it asks no code of the
// bot, and has its own connection to the file.
type oracle struct {
	t       *testing.T
	db      *sql.DB
	columns map[string]bool // "table.column"
	version int64
	clock   func() time.Time // club time
	now     truth
	gone    map[string][]holder // texts that stand nowhere any more, as they last did
}

// truth is what the rows say at one moment.
type truth struct {
	texts   map[string][]holder           // by marker
	readers map[int64]map[string]standing // by read, then by person
	books   map[int64]int64               // of reads
	lengths map[int64]int                 // of books, in chapters
	numbers map[int64]int                 // of chapters, by row
	notes   map[int64]*noteRow
	prompts map[int64]int // the locks of prompts
	asked   []promptRow
	reveals map[int64]int64                // when the stars of a read are shown to all, never for one that was dropped
	ratings map[int64]map[string]ratingRow // by read, then by person
	at      int64
}

// standing is how far a person is in a read that they are in.
type standing struct {
	position int
	rereads  bool
}

// holder is a place where a marked text stands.
type holder struct {
	what   string // in words
	kind   string // "note", "prompt", "title", "draft" or "own"
	row    int64  // of a note
	read   int64  // of a note or a prompt
	book   int64  // of a title
	author string // "" for a title
	lock   int    // the position that opens it
	at     int64  // of a prompt, when it is asked
	seal   int    // what must be, besides, before others may see it
	shut   bool   // of a prompt: it is not asked, or not any more
}

const never = math.MaxInt32 // the lock of what opens for nobody

// What is sealed as the stars are opens for others when they have rated the read
// themselves or its stars are shown to all, or not before the latter.
const (
	sealRated = iota + 1
	sealShown
)

type noteRow struct {
	read, parent, prompt int64
	author               string
	own, effective       int
	review               bool // it is one, or stands below one
	done                 bool
}

// openOracle connects to the database beside the bot.
func openOracle(t *testing.T, path string) *oracle {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=query_only(1)&_busy_timeout=10000")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	o := &oracle{t: t, db: db, clock: time.Now, columns: map[string]bool{}, gone: map[string][]holder{}}
	o.each(`SELECT m.name || '.' || c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'`,
		func(scan func(...any)) {
			var name string
			scan(&name)
			o.columns[name] = true
		})
	return o
}

func (o *oracle) close() { _ = o.db.Close() }

// each runs a query, and f on every row.
func (o *oracle) each(query string, f func(scan func(...any)), args ...any) {
	rows, err := o.db.QueryContext(context.Background(), query, args...)
	if err != nil {
		o.t.Errorf("%v in %s", err, query)
		return
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		f(func(dest ...any) {
			if err := rows.Scan(dest...); err != nil {
				o.t.Errorf("%v in %s", err, query)
			}
		})
	}
	if err := rows.Err(); err != nil {
		o.t.Errorf("%v in %s", err, query)
	}
}

// busy says what the worker has in hand or would take up now, "" for nothing.
// What waits for the wire's clock is left: nobody turns that.
func (o *oracle) busy(club, wire time.Time) (what string, err error) {
	err = o.db.QueryRowContext(context.Background(), `
		SELECT coalesce((SELECT kind || ' ' || subject FROM work WHERE open = 1 AND lease_until > 0 LIMIT 1),
			(SELECT kind || ' ' || subject FROM work AS w WHERE due_at <= ?1 AND not_before <= ?2
				AND NOT EXISTS (SELECT 1 FROM server WHERE server.guild_id = w.guild_id AND left_at IS NOT NULL)
				AND (turn = 1 OR state = 'stuck' AND open = 1 AND NOT EXISTS (
					SELECT 1 FROM work AS other WHERE other.lane = w.lane AND other.turn = 1 AND other.due_at <= ?1)) LIMIT 1), '')`,
		club.Unix(), wire.Unix()).Scan(&what)
	return what, err
}

// nextDue is when the next work falls due after now.
func (o *oracle) nextDue(now time.Time) (due time.Time, ok bool) {
	o.each(`SELECT due_at FROM work WHERE open = 1 AND due_at > ? ORDER BY due_at LIMIT 1`, func(scan func(...any)) {
		var sec int64
		scan(&sec)
		due, ok = time.Unix(sec, 0), true
	}, now.Unix())
	return due, ok
}

// lastCheckpoint is the last that lies ahead, by its number and its moment.
func (o *oracle) lastCheckpoint(now time.Time) (number int, at time.Time, ok bool) {
	o.each(`SELECT number, at FROM checkpoint WHERE at > ? AND number > 0 ORDER BY at DESC LIMIT 1`, func(scan func(...any)) {
		var sec int64
		scan(&number, &sec)
		at, ok = time.Unix(sec, 0).UTC(), true
	}, now.Unix())
	return number, at, ok
}

// books are the titles on the shelves.
func (o *oracle) books() (titles []string) {
	o.each(`SELECT title FROM book WHERE removed_at IS NULL ORDER BY id`, func(scan func(...any)) {
		var title string
		scan(&title)
		titles = append(titles, title)
	})
	return titles
}

// archived tells whether a club is.
func (o *oracle) archived() (is bool) {
	o.each(`SELECT 1 FROM club WHERE archived_at IS NOT NULL LIMIT 1`, func(func(...any)) { is = true })
	return is
}

// reading tells whether a read is under way.
func (o *oracle) reading(now time.Time) (is bool) {
	o.each(`SELECT 1 FROM read WHERE ends_at > ? LIMIT 1`, func(func(...any)) { is = true }, now.Unix())
	return is
}

// look reads the rows anew if any have changed.
func (o *oracle) look() *truth {
	var version int64
	o.each("PRAGMA data_version", func(scan func(...any)) { scan(&version) })
	if version == o.version {
		o.now.at = o.clock().Unix()
		return &o.now
	}
	before := o.now.texts
	o.version = version
	o.now = truth{
		texts: map[string][]holder{}, readers: map[int64]map[string]standing{}, books: map[int64]int64{}, lengths: map[int64]int{},
		numbers: map[int64]int{}, notes: map[int64]*noteRow{}, prompts: map[int64]int{},
		reveals: map[int64]int64{}, ratings: map[int64]map[string]ratingRow{}, at: o.clock().Unix(),
	}
	o.loadReads()
	o.loadRatings()
	o.loadTitles()
	o.loadPrompts()
	o.loadNotes()
	o.loadOwn()
	for marker, where := range before {
		if o.now.texts[marker] == nil {
			o.gone[marker] = where
		}
	}
	return &o.now
}

// holders are the places of a text, or the last ones that it had.
func (o *oracle) holders(marker string) []holder {
	if where := o.now.texts[marker]; where != nil {
		return where
	}
	return o.gone[marker]
}

// hold notes where the markers of a text stand.
func (o *oracle) hold(text string, h holder) {
	for _, marker := range markersIn(text) {
		if !slices.Contains(o.now.texts[marker], h) {
			o.now.texts[marker] = append(o.now.texts[marker], h)
		}
	}
}

// rooms are the threads that the bot has made for checkpoints.
func (o *oracle) rooms() (threads []string) {
	o.each(`SELECT message_id FROM work WHERE kind = 'room' AND message_id <> '' ORDER BY id`, func(scan func(...any)) {
		var id string
		scan(&id)
		threads = append(threads, id)
	})
	return threads
}

// roomLock is where one must have read to for a room, and in which read.
func (o *oracle) roomLock(thread string) (read int64, lock int, ok bool) {
	o.each(`SELECT checkpoint.read_id, chapter.number FROM work
		JOIN checkpoint ON checkpoint.id = work.subject JOIN chapter ON chapter.id = last_chapter_id
		WHERE work.kind = 'room' AND message_id = ?`, func(scan func(...any)) {
		scan(&read, &lock)
		ok = true
	}, thread)
	return read, lock, ok
}

// locked lists markers of texts that a person may not see.
func (o *oracle) locked(user string) (markers []string) {
	t := o.look()
	for marker := range t.texts {
		if !slices.ContainsFunc(t.texts[marker], func(h holder) bool { return h.author == user || t.opensFor(user, h) }) {
			markers = append(markers, marker)
		}
	}
	slices.SortFunc(markers, func(a, b string) int {
		if d := len(a) - len(b); d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	return markers
}
