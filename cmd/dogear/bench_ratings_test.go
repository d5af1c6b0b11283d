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
	"testing"
	"time"
)

// targetRatings is how long /ratings may take, with its pictures, in a read that
// so many have rated.
const (
	targetRatings = 300 * time.Millisecond
	raters        = 5000
)

// rateAll writes ratings into the only read of a database and ends it: a fifth
// stopped, half of them without stars, and all may be named. The stars are
// revealed.
func rateAll(ctx context.Context, path string) (err error) {
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=foreign_keys(1)&_pragma=synchronous(0)")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	for _, query := range []string{
		`UPDATE read SET ends_at = 1, reveals_at = 2, closed = 1`,
		`WITH RECURSIVE i (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM i WHERE i < ?1)
			INSERT INTO rating (read_id, user_id, stars, stopped_at, discussion, give_to, rated_at)
			SELECT read.id, 'rater-' || i, iif(i % 10 = 0, NULL, 1 + i * 7919 % 10), iif(i % 5 = 0, i % 23, NULL), 1 + i % 5, 'Whom I like.', i
			FROM i JOIN read`,
		`INSERT INTO person (guild_id, user_id, stars) SELECT club.guild_id, user_id, 1 FROM rating JOIN read ON read.id = read_id JOIN club ON club.id = club_id WHERE ?1`,
	} {
		if _, err := db.ExecContext(ctx, query, raters); err != nil {
			return fmt.Errorf("write the ratings: %w", err)
		}
	}
	return nil
}

// BenchmarkRatings has somebody look at the stars of 5,000.
func BenchmarkRatings(b *testing.B) {
	r := &racer{rival: &rival{discord: openDiscord(b)}}
	r.settle()
	dir, program := b.TempDir(), dogearProgram(b)
	r.rival = startDogearIn(b, dir, program, r.discord)
	r.connected(b)
	r.found(b)
	r.end(b)
	if err := rateAll(b.Context(), filepath.Join(dir, databaseName)); err != nil {
		b.Fatal(err)
	}
	r.rival = startDogearIn(b, dir, program, r.discord)
	r.connected(b)
	ana := r.readers[0].In(r.home)
	waits := make([]time.Duration, 20)
	for i := range waits {
		typed := time.Now()
		a, err := ana.SlashWith(b.Context(), "ratings", nil)
		waits[i] = time.Since(typed)
		if err != nil || a.Message == nil || !strings.Contains(a.Message.Text(), "stars from 4500 readers") || len(a.Message.Attachments) != 2 {
			b.Fatalf("/ratings: %v %+v; the bot wrote:\n%s", err, a, &r.stderr)
		}
	}
	r.end(b)
	slices.Sort(waits)
	slowest := waits[len(waits)-1]
	t := &table{title: fmt.Sprintf("/ratings of %d readers, with its pictures, %d looks", raters, len(waits))}
	t.row("", "Dogear", "", "", "target", "")
	t.row("slowest, ms", figure(milliseconds(slowest)), "", "", fmt.Sprintf("< %d", targetRatings.Milliseconds()), met(slowest < targetRatings))
	t.row("median, ms", figure(milliseconds(waits[len(waits)/2])), "", "", "", "")
	t.print()
	b.ReportMetric(milliseconds(slowest), "ms")
}
