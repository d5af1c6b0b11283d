//go:build linux

package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dogear/bot/sandbox"
)

// What is aimed at.
const (
	targetMany  = 1.5 // times what /notes takes with few notes
	targetCrowd = 250 * time.Millisecond
)

const (
	notesFew, notesMany = 200, 200_000
	writers             = 5000 // who wrote them
	crowd               = 100  // who press at once
	looks               = 60   // of one reader, in a round
)

// BenchmarkNotes opens /notes in a read with few notes and in one with as many
// as none will have: a fifth of them replies, a part of them read.
func BenchmarkNotes(b *testing.B) {
	program := dogearProgram(b)
	few, many := startLibrary(b, program, notesFew), startLibrary(b, program, notesMany)
	for _, l := range []*library{few, many} {
		l.look(b)
		l.crowd(b)
		l.alone, l.waits = nil, nil
	}
	for i := range rounds {
		pair := []*library{few, many}
		if i%2 == 1 {
			slices.Reverse(pair)
		}
		for _, l := range pair {
			l.look(b)
			l.crowd(b)
		}
	}
	few.end(b)
	many.end(b)
	slices.Sort(many.waits)
	slowest := many.waits[(len(many.waits)-1)*99/100]

	t := &table{title: fmt.Sprintf("/notes among %d notes and among %d of %d readers, medians of %d rounds", notesMany, notesFew, writers, rounds)}
	t.row("", "many", "few", "ratio", "target", "")
	t.compare("one reader, ms", many.alone, few.alone, targetMany, lessIsBetter)
	t.row(fmt.Sprintf("%d press at once, slowest hundredth, ms", crowd), figure(milliseconds(slowest)), "", "",
		fmt.Sprintf("< %d", targetCrowd.Milliseconds()), met(slowest < targetCrowd))
	t.row("and the slowest, ms", figure(milliseconds(many.waits[len(many.waits)-1])), "", "", "", "")
	t.print()
	b.ReportMetric(median(many.alone)/median(few.alone), "times")
	b.ReportMetric(milliseconds(slowest), "ms")
}

// library is a Dogear with a read full of notes, and those who look into it.
type library struct {
	*rival
	home    string
	readers []*sandbox.Person
	fresh   []*sandbox.Person // who have not looked yet

	alone []float64       // ms that half of one reader's answers took, of each round
	waits []time.Duration // of all of a crowd
}

// startLibrary has an organiser begin a read, and readers say how far they
// are; then the notes are put into its database, and it goes on.
func startLibrary(b *testing.B, program string, notes int) *library {
	b.Helper()
	l := &library{rival: &rival{discord: openDiscord(b)}}
	dir := b.TempDir()
	g := l.discord.AddGuild("The Hailsham Readers")
	l.home = g.AddChannel("never-let-me-go")
	g.AddMember("Miriam", sandbox.PermissionManageEvents, sandbox.PermissionManageRoles)
	for i := range crowd {
		l.readers = append(l.readers, g.AddMember(fmt.Sprintf("Reader %d", i+1)).In(l.home))
	}
	for i := range looks / 2 * (rounds + 1) {
		l.fresh = append(l.fresh, g.AddMember(fmt.Sprintf("Late %d", i+1)).In(l.home))
	}
	l.rival = startDogearIn(b, dir, program, l.discord)
	l.connected(b)
	(&racer{rival: l.rival, home: l.home}).found(b)
	for i, p := range l.readers {
		if err := say(b.Context(), p, i%23+1); err != nil {
			b.Fatal(err)
		}
	}
	l.end(b)
	if err := fill(b.Context(), filepath.Join(dir, databaseName), notes, l.readers, l.fresh); err != nil {
		b.Fatal(err)
	}
	l.rival = startDogearIn(b, dir, program, l.discord)
	l.connected(b)
	return l
}

// fill writes notes into the only read of a database, each fifth a reply to the
// one before, and has the readers seen some: the first all, the others the
// newest few hundred, the older ones, or none. The fresh ones have finished the
// book and seen none.
func fill(ctx context.Context, path string, notes int, readers, fresh []*sandbox.Person) (err error) {
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=foreign_keys(1)&_pragma=synchronous(0)")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if _, err := db.ExecContext(ctx, `
		WITH RECURSIVE i (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM i WHERE i < ?1)
		INSERT INTO note (id, read_id, author_id, kind, lock_chapter_id, text, created_at, parent_id, root_id, opens, shelf, replies, stub_channel_id)
		SELECT i, read.id, 'writer-' || (i * 7919 % ?2), 'thought', chapter.id,
			'A thought of some length, as one has them when one has just put the book down: what they do not say is what stays.', 1800000000 + i,
			iif(i % 5 = 0, i - 1, NULL), iif(i % 5 = 0, i - 1, NULL), chapter.id, chapter.id, iif(i % 5 = 4 AND i < ?1, 1, 0), ''
		FROM i JOIN read ON read.id = (SELECT min(id) FROM read)
			JOIN chapter ON chapter.book_id = read.book_id AND chapter.number = i / 5 * 7 % 23 + 1`, notes, writers); err != nil {
		return fmt.Errorf("write the notes: %w", err)
	}
	for _, p := range fresh {
		if _, err := db.ExecContext(ctx, `INSERT INTO reader (read_id, user_id, position, furthest, joined_at) SELECT min(id), ?, 23, 23, 0 FROM read`, p.ID); err != nil {
			return fmt.Errorf("have them join: %w", err)
		}
	}
	for i, p := range readers {
		seen := map[int]string{0: "TRUE", 1: "note.id > ?3 - 300", 2: "note.id <= 300"}[min(i, 1+i%3)]
		if seen == "" {
			continue
		}
		if _, err := db.ExecContext(ctx, `INSERT INTO note_seen (user_id, read_id, note_id)
			SELECT ?1, note.read_id, note.id FROM note WHERE `+seen+` AND ?2 AND ?3 ON CONFLICT DO NOTHING`, p.ID, 1, notes); err != nil {
			return fmt.Errorf("have them read: %w", err)
		}
	}
	return nil
}

// open opens the list once, and says how long that took.
func (l *library) open(ctx context.Context, p *sandbox.Person) (time.Duration, error) {
	typed := time.Now()
	a, err := p.SlashWith(ctx, "notes", nil)
	took := time.Since(typed)
	if err == nil && (a.Message == nil || !strings.Contains(a.Message.Text(), "### Notes on Never Let Me Go")) {
		err = fmt.Errorf("%s was told %+v", p.Name, a.Message)
	}
	return took, err
}

// look has readers open the list, one after the other: by turns one who has
// seen all, and one who has seen nothing, and has then seen a page. What a page
// costs to mark as read is the same among few notes.
func (l *library) look(b *testing.B) {
	b.Helper()
	waits := make([]float64, looks)
	for i := range waits {
		p := l.readers[0]
		if i%2 == 1 {
			p, l.fresh = l.fresh[0], l.fresh[1:]
		}
		took, err := l.open(b.Context(), p)
		if err != nil {
			b.Fatalf("%v; the bot wrote:\n%s", err, &l.stderr)
		}
		waits[i] = milliseconds(took)
	}
	l.alone = append(l.alone, median(waits))
}

// crowd has all readers open the list at once.
func (l *library) crowd(b *testing.B) {
	b.Helper()
	var all sync.WaitGroup
	waits, errs := make([]time.Duration, len(l.readers)), make([]error, len(l.readers))
	for i, p := range l.readers {
		all.Go(func() { waits[i], errs[i] = l.open(b.Context(), p) })
	}
	all.Wait()
	if err := errors.Join(errs...); err != nil {
		b.Fatalf("%v; the bot wrote:\n%s", err, &l.stderr)
	}
	l.waits = append(l.waits, waits...)
}
