package main

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dogear/bot"
	"dogear/storage"
)

// What is wrong is told of each connection, but not at once where one was there:
// Discord closes each now and then.
func TestDisconnected(t *testing.T) {
	t.Parallel()
	now := time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC)
	up := bot.Connection{Connected: true, Since: now.Add(-time.Hour)}
	down := func(shard int, ago time.Duration) bot.Connection {
		return bot.Connection{Shard: shard, Since: now.Add(-ago), Why: "closed"}
	}
	for _, tt := range []struct {
		list []bot.Connection
		want string
	}{
		{nil, "discord: not connected yet"},
		{[]bot.Connection{up}, ""},
		{[]bot.Connection{down(0, time.Minute)}, ""},
		{[]bot.Connection{down(0, 90*time.Second)}, "discord: not connected for 1m30s: closed"},
		{[]bot.Connection{{Why: "no greeting"}}, "discord: not connected yet: no greeting"},
		{[]bot.Connection{up, down(1, 2*time.Minute), up, {Shard: 3, Why: "not tried yet"}}, "discord: shard 1: not connected for 2m0s: closed\ndiscord: shard 3: not connected yet: not tried yet"},
	} {
		if got := strings.Join(disconnected(tt.list, now), "\n"); got != tt.want {
			t.Errorf("%+v:\ngot  %q\nwant %q", tt.list, got, tt.want)
		}
	}
}

// What is due is looked for from the first connection on: a bot that never could
// is told of like one that cannot any more.
func TestBlind(t *testing.T) {
	t.Parallel()
	now := time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC)
	ago := func(d time.Duration) time.Time { return now.Add(-d) }
	up := bot.Connection{Connected: true, Since: ago(time.Hour)}
	for _, tt := range []struct {
		looked time.Time
		list   []bot.Connection
		want   time.Duration
	}{
		{time.Time{}, nil, 0},
		{time.Time{}, []bot.Connection{{Why: "no greeting"}}, 0},
		{time.Time{}, []bot.Connection{{Connected: true, Since: ago(time.Second)}, {Why: "not tried yet"}, up}, time.Hour},
		{ago(time.Minute), []bot.Connection{up}, time.Minute},
		{ago(time.Minute), nil, time.Minute},
	} {
		if got := blind(tt.looked, tt.list, now); got != tt.want {
			t.Errorf("looked %v, connections %+v: %v, want %v", tt.looked, tt.list, got, tt.want)
		}
	}
}

// A pulse of a bot that was never started, for what is wrong besides.
func newStill(t *testing.T) *pulse {
	t.Helper()
	db, err := storage.Open(t.Context(), filepath.Join(t.TempDir(), "dogear.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() }) // some tests have closed it
	b, err := bot.New(bot.Config{Token: testToken})
	if err != nil {
		t.Fatal(err)
	}
	p := newPulse(b, db, &nightly{})
	p.began = time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC)
	return p
}

// What is due and does not go out is told, unless Dogear was off meanwhile.
func TestLatePosts(t *testing.T) {
	t.Parallel()
	p := newStill(t)
	for _, tt := range []struct {
		due, now time.Duration // after Dogear was started
		want     time.Duration
	}{
		{0, time.Hour, time.Hour},
		{50 * time.Minute, time.Hour, 10 * time.Minute},
		{-24 * time.Hour, time.Minute, time.Minute},
		{time.Hour, time.Minute, 0}, // the clock was turned back
	} {
		p.now = func() time.Time { return p.began.Add(tt.now) }
		if got := p.late(storage.Backlog{Oldest: p.began.Add(tt.due)}); got != tt.want {
			t.Errorf("due after %v, it is %v later: late by %v, want %v", tt.due, tt.now, got, tt.want)
		}
	}
	if got := p.late(storage.Backlog{}); got != 0 {
		t.Errorf("nothing is due, and late by %v", got)
	}
	guild := "1"
	if err := p.db.Write(t.Context(), func(tx *storage.Tx) error {
		c, err := tx.AddClub(storage.Club{Guild: guild, Channel: "2", Name: "Readers", Zone: "Europe/London"}, p.began)
		if err != nil {
			return err
		}
		return tx.Ask(storage.Work{Kind: "card", Subject: 1, Club: c.ID, Lane: "2", Due: p.began.Add(time.Minute)})
	}); err != nil {
		t.Fatal(err)
	}
	for minutes, want := range map[int]bool{15: false, 17: true} {
		p.now = func() time.Time { return p.began.Add(time.Duration(minutes) * time.Minute) }
		p.at = time.Time{} // look again
		if got := slices.Contains(p.wrong(), "posts: 1 are due and wait, the first for 16m0s"); got != want {
			t.Errorf("after %d minutes: %q", minutes, p.wrong())
		}
	}
}

// A database that cannot be written is told of, and one that hangs holds up
// nobody who asks: what it says in the end is told then.
func TestABadDatabaseIsTold(t *testing.T) {
	t.Parallel()
	p := newStill(t)
	p.wait = time.Millisecond
	held, let := make(chan struct{}), make(chan struct{})
	holds := make(chan error, 1)
	go func() {
		holds <- p.db.Write(t.Context(), func(*storage.Tx) error { close(held); <-let; return nil })
	}()
	<-held
	var looks []chan found
	for range 3 {
		p.at = time.Time{}
		if wrong := p.wrong(); !slices.Contains(wrong, "database: it cannot be written: it does not answer within 1ms") {
			t.Errorf("it hangs: %q", wrong)
		}
		looks = append(looks, p.looking)
	}
	if looks[0] != looks[2] {
		t.Error("who asks adds to what hangs")
	}
	close(let)
	if err := <-holds; err != nil {
		t.Fatal(err)
	}
	p.wait, p.at = soon, time.Time{}
	if wrong := p.wrong(); len(wrong) != 1 {
		t.Errorf("it hangs no more: %q", wrong)
	}
	if err := p.db.Close(); err != nil {
		t.Fatal(err)
	}
	if wrong := p.wrong(); len(wrong) != 1 { // nobody has the disk work for who asks too often
		t.Errorf("just looked: %q", wrong)
	}
	p.at = time.Time{}
	if wrong := p.wrong(); !slices.ContainsFunc(wrong, func(s string) bool {
		return strings.HasPrefix(s, "database: it cannot be written: the database is closed")
	}) {
		t.Errorf("it is closed: %q", wrong)
	}
}
