package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"dogear/bot"
	"dogear/storage"
)

const (
	fresh      = 5 * time.Second  // so long what was found of the database is told again
	lostFor    = time.Minute      // a connection that is lost is made anew meanwhile
	lookedLate = time.Minute      // it is looked each second what is due
	postsLate  = 15 * time.Minute // even ten thousand posts at once are out by then
)

// pulse finds out whether the bot is well.
type pulse struct {
	bot     *bot.Bot
	db      *storage.DB
	backups *nightly
	began   time.Time
	now     func() time.Time
	wait    time.Duration // a database that is well answers within it

	mu      sync.Mutex
	looking chan found // of a look at the database that has not come back, nil if there is none
	found   found
	at      time.Time // when it was found
}

// found is what a look at the database found.
type found struct {
	backlog storage.Backlog
	err     error // it is not well
}

func newPulse(b *bot.Bot, db *storage.DB, backups *nightly) *pulse {
	return &pulse{bot: b, db: db, backups: backups, began: time.Now(), now: time.Now, wait: 5 * time.Second}
}

// serve says "ok" or, with the status 503, all that is wrong, a line for each.
func (p *pulse) serve(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	text := "ok\n"
	if wrong := p.wrong(); len(wrong) > 0 {
		w.WriteHeader(http.StatusServiceUnavailable)
		text = strings.Join(wrong, "\n") + "\n"
	}
	_, _ = io.WriteString(w, text) // who has gone needs no answer
}

// wrong says in words what is wrong; nothing, if all is well.
func (p *pulse) wrong() []string {
	state := p.look()
	wrong := disconnected(p.bot.Connections(), time.Now())
	if state.err != nil {
		wrong = append(wrong, fmt.Sprintf("database: it cannot be written: %v", state.err))
	}
	if quiet := blind(p.bot.Stats().Looked, p.bot.Connections(), time.Now()); quiet > lookedLate {
		wrong = append(wrong, fmt.Sprintf("posts: for %v it is not known what is due", quiet.Round(time.Second)))
	}
	if late := p.late(state.backlog); late > postsLate {
		wrong = append(wrong, fmt.Sprintf("posts: %d are due and wait, the first for %v", state.backlog.Waiting, late.Round(time.Second)))
	}
	if _, failure := p.backups.state(); failure != nil {
		wrong = append(wrong, fmt.Sprintf("backup: the last one was not made: %v", failure))
	}
	return wrong
}

// disconnected says what is wrong with the connections to Discord. One that was
// lost has a while to come back: Discord closes each now and then.
func disconnected(list []bot.Connection, now time.Time) (wrong []string) {
	if len(list) == 0 {
		return []string{"discord: not connected yet"}
	}
	for _, c := range list {
		name := "discord"
		if len(list) > 1 {
			name = fmt.Sprintf("discord: shard %d", c.Shard)
		}
		switch gone := since(c.Since, now); {
		case c.Connected:
		case c.Since.IsZero():
			wrong = append(wrong, fmt.Sprintf("%s: not connected yet: %s", name, c.Why))
		case gone > lostFor:
			wrong = append(wrong, fmt.Sprintf("%s: not connected for %v: %s", name, gone.Round(time.Second), c.Why))
		}
	}
	return wrong
}

// blind is for how long it was not known what is due: since it was looked last or,
// if it never was, since the bot is connected.
func blind(looked time.Time, list []bot.Connection, now time.Time) (quiet time.Duration) {
	if !looked.IsZero() {
		return since(looked, now)
	}
	for _, c := range list {
		if c.Connected {
			quiet = max(quiet, since(c.Since, now))
		}
	}
	return quiet
}

// late is how long the first of what is due has waited. What fell due while
// Dogear was off waits since it is on.
func (p *pulse) late(due storage.Backlog) time.Duration {
	if due.Oldest.IsZero() {
		return 0
	}
	return max(min(since(due.Oldest, p.now()), since(p.began, p.now())), 0)
}

// since is how long ago something was, 0 if it never was.
func since(then, now time.Time) time.Duration {
	if then.IsZero() {
		return 0
	}
	return now.Sub(then)
}

// look looks at the database, unless it was looked just now. A disk that hangs
// holds up one look, and not all who ask.
func (p *pulse) look() found {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.at.IsZero() && time.Since(p.at) < fresh {
		return p.found
	}
	if p.looking == nil {
		back := make(chan found, 1)
		go func() { back <- p.lookNow() }()
		p.looking = back
	}
	limit := time.NewTimer(p.wait)
	defer limit.Stop()
	select {
	case p.found = <-p.looking:
		p.looking = nil
	case <-limit.C:
		p.found.err = fmt.Errorf("it does not answer within %v", p.wait)
	}
	p.at = time.Now()
	return p.found
}

func (p *pulse) lookNow() (f found) {
	ctx := context.Background() // it is for all who ask
	f.err = errors.Join(p.db.Probe(ctx), p.db.Read(ctx, func(tx *storage.Tx) (err error) {
		f.backlog, err = tx.Backlog(p.now())
		return err
	}))
	return f
}
