//go:build linux

package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"dogear/bot"
	"dogear/storage"
)

// What is aimed at.
const (
	targetTick     = 100.0 // µs of a tick with nothing due, however much waits
	targetTickMany = 1.5   // times what one takes with few rows
)

const (
	waitingFew, waitingMany = 1_000, 1_000_000
	ticks                   = 2000 // in a round
)

// BenchmarkTick looks whether anything is due while nothing is: with few posts
// ahead, and with a million in a hundred thousand channels.
func BenchmarkTick(b *testing.B) {
	few, many := startClockwork(b, waitingFew), startClockwork(b, waitingMany)
	for i := range rounds + 1 {
		pair := []*clockwork{few, many}
		if i%2 == 1 {
			slices.Reverse(pair)
		}
		for _, c := range pair {
			c.tick(b)
		}
	}
	few.took, many.took = few.took[1:], many.took[1:] // the first was to warm up

	t := &table{title: fmt.Sprintf("a tick with nothing due, %d posts ahead and %d, medians of %d rounds", waitingMany, waitingFew, rounds)}
	t.row("", "many", "few", "ratio", "target", "")
	t.compare("a tick, µs", many.took, few.took, targetTickMany, lessIsBetter)
	t.row("and at most, µs", figure(median(many.took)), "", "", fmt.Sprintf("< %.0f", targetTick), met(median(many.took) < targetTick))
	t.print()
	b.ReportMetric(median(many.took), "µs")
}

// clockwork is the desk of a bot that has posts ahead.
type clockwork struct {
	desk bot.Desk
	took []float64 // µs that half of the ticks took at most, of each round
}

func startClockwork(b *testing.B, posts int) *clockwork {
	b.Helper()
	path := filepath.Join(b.TempDir(), databaseName)
	db := openStorage(b, path)
	err := db.Write(b.Context(), func(tx *storage.Tx) error {
		_, err := tx.AddClub(storage.Club{Guild: "1", Channel: "2", Name: "Readers", Zone: "Europe/London"}, time.Now())
		return err
	})
	if err := errors.Join(err, db.Close(), wind(b.Context(), path, posts)); err != nil {
		b.Fatal(err)
	}
	db = openStorage(b, path)
	b.Cleanup(func() { _ = db.Close() })
	house, err := furnish(config{lateAfter: time.Hour}, db, time.Now)
	if err != nil {
		b.Fatal(err)
	}
	c := &clockwork{}
	if c.desk, err = house.Desk(b.Context()); err != nil {
		b.Fatal(err)
	}
	return c
}

func openStorage(b *testing.B, path string) *storage.DB {
	b.Helper()
	db, err := storage.Open(b.Context(), path)
	if err != nil {
		b.Fatal(err)
	}
	return db
}

// wind writes posts that fall due in the year after the next hour, ten in each
// channel and a hundred in each server.
func wind(ctx context.Context, path string, posts int) (err error) {
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=foreign_keys(1)&_pragma=synchronous(0)")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var trigger string
	if err := db.QueryRowContext(ctx, "SELECT sql FROM sqlite_schema WHERE name = 'work_added'").Scan(&trigger); err != nil {
		return err
	}
	from := time.Now().Add(time.Hour).Unix()
	for _, query := range []string{
		"DROP TRIGGER work_added", // what it does for each row is done once below
		fmt.Sprintf(`WITH RECURSIVE i (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM i WHERE i < %d)
			INSERT INTO work (kind, subject, club_id, guild_id, lane, due_at)
			SELECT 'prompts', i, 1, i %% %d, i %% %d, %d + i * 31536000 / %[1]d FROM i`, posts, posts/100, posts/10, from),
		"INSERT INTO server (guild_id) SELECT DISTINCT guild_id FROM work",
		"UPDATE work SET turn = 1 WHERE id IN (SELECT min(id) FROM work GROUP BY lane)",
		trigger,
	} {
		if _, err := db.ExecContext(ctx, query); err != nil {
			return fmt.Errorf("%s: %w", query, err)
		}
	}
	return nil
}

// tick is a round.
func (c *clockwork) tick(b *testing.B) {
	b.Helper()
	took := make([]float64, ticks)
	for i := range took {
		began := time.Now()
		tasks, err := c.desk.Claim(b.Context(), 8)
		took[i] = float64(time.Since(began).Nanoseconds()) / 1000
		if err != nil || len(tasks) > 0 {
			b.Fatalf("claimed %d tasks, %v", len(tasks), err)
		}
	}
	c.took = append(c.took, median(took))
}
