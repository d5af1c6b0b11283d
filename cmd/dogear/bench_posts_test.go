//go:build linux

package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dogear/bot/sandbox"
	"dogear/club"
	"dogear/storage"
)

// targetLate is how late half of the posts of an idle bot may be.
const targetLate = 1200 * time.Millisecond

const latePosts = 30

// press is a Dogear with posts that fall due, and when they came.
type press struct {
	*racer
	dir    string
	server map[string]string    // the server's name, by channel
	due    map[string]time.Time // when the next post of a channel is due
}

// startPress makes a Discord with a server in which people read.
func startPress(b *testing.B) *press {
	b.Helper()
	discord, err := sandbox.Open(sandbox.Options{Record: true})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = discord.Close() })
	p := &press{
		racer: &racer{rival: &rival{discord: discord}}, dir: b.TempDir(),
		server: map[string]string{}, due: map[string]time.Time{},
	}
	p.settle()
	p.rival = startDogearIn(b, p.dir, dogearProgram(b), discord)
	p.connected(b)
	p.found(b)
	return p
}

// addServer makes a server with some channels.
func (p *press) addServer(name string, channels int) (g *sandbox.Guild, ids []string) {
	g = p.discord.AddGuild(name)
	for i := range channels {
		id := g.AddChannel(fmt.Sprintf("club-%d", i+1))
		p.server[id] = name
		ids = append(ids, id)
	}
	return g, ids
}

// plant makes a club of a channel, whose questions are all due at a moment.
func (p *press) plant(tx *storage.Tx, guild, channel string, posts int, due time.Time) error {
	p.due[channel] = due
	now := time.Now()
	c, err := tx.AddClub(storage.Club{Guild: guild, Channel: channel, Name: "Readers", Zone: "Europe/London"}, now)
	if err != nil {
		return err
	}
	book, err := tx.AddBook(storage.Book{Club: c.ID, Title: "Never Let Me Go"}, club.Numbered(3), now)
	if err != nil {
		return err
	}
	chapters, err := tx.Chapters(book.ID)
	if err != nil {
		return err
	}
	end := now.AddDate(0, 1, 0)
	r := storage.Read{Club: c, Book: book, StartOn: now.Format(time.DateOnly), EndsAt: end, RevealsAt: end.AddDate(0, 0, 7)}
	plan := club.Plan{Blocks: []club.Block{{First: 1, Last: 3, At: end}}}
	if r.ID, err = tx.AddRead(r, plan, chapters, "1", now); err != nil {
		return err
	}
	for i := range posts {
		// The questions of one moment would stand in one post.
		q := storage.Prompt{Read: r.ID, Text: club.ForAll().Hide("What stays with you?", "1"), LockKind: "all", At: due.Add(-time.Duration(i) * time.Second)}
		_, post, err := tx.AddPrompt(q, club.ForAll(), now)
		if err != nil {
			return err
		}
		w := storage.Work{Kind: "prompts", Subject: post, Club: c.ID, Read: r.ID, Lane: channel, Due: due}
		if err := tx.Ask(w); err != nil {
			return err
		}
	}
	return nil
}

// restart stops the bot, writes to its database, and starts it again.
func (p *press) restart(b *testing.B, f func(tx *storage.Tx) error) {
	b.Helper()
	p.end(b)
	db := openStorage(b, filepath.Join(p.dir, databaseName))
	if err := db.Write(b.Context(), f); err != nil {
		b.Fatal(err)
	}
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
	p.rival = startDogearIn(b, p.dir, dogearProgram(b), p.discord)
	p.connected(b)
}

// posted is a post of a server that came.
type posted struct {
	channel, server string
	at              time.Time
}

// posts lists what came in the planted channels, and how many requests were one
// too many.
func (p *press) posts() (list []posted, refused int) {
	for _, r := range p.discord.Requests() {
		steps := strings.Split(r.Path, "/")
		switch {
		case r.Status == 429:
			refused++
		case r.Method == "POST" && r.Status == 200 && len(steps) == 4 && steps[3] == "messages" && p.server[steps[2]] != "":
			list = append(list, posted{steps[2], p.server[steps[2]], r.At})
		}
	}
	return list, refused
}

// await waits until some posts came.
func (p *press) await(b *testing.B, n int, patience time.Duration) []posted {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.Context(), patience)
	defer cancel()
	look := time.NewTicker(time.Second / 10)
	defer look.Stop()
	for {
		list, _ := p.posts()
		if len(list) >= n {
			return list
		}
		select {
		case <-look.C:
		case <-ctx.Done():
			b.Fatalf("%d posts of %d came; the bot wrote:\n%.2000s", len(list), n, &p.stderr)
		}
	}
}

// BenchmarkLateness looks how long after its moment a post of an idle bot
// reaches Discord.
func BenchmarkLateness(b *testing.B) {
	p := startPress(b)
	g, channels := p.addServer("The Late Readers", latePosts)
	first := time.Now().Add(10 * time.Second).Truncate(time.Second)
	p.restart(b, func(tx *storage.Tx) error {
		for i, channel := range channels {
			if err := p.plant(tx, g.ID, channel, 1, first.Add(time.Duration(i*7/10)*time.Second)); err != nil {
				return err
			}
		}
		return nil
	})
	var late []time.Duration
	for _, post := range p.await(b, latePosts, time.Minute) {
		late = append(late, post.at.Sub(p.due[post.channel]))
	}
	p.end(b)
	slices.Sort(late)
	half := late[len(late)/2]

	t := &table{title: fmt.Sprintf("how late %d posts of an idle bot are, ms", len(late))}
	t.row("", "Dogear", "", "", "target", "")
	t.row("median", figure(milliseconds(half)), "", "", fmt.Sprintf("< %d", targetLate.Milliseconds()), met(half < targetLate))
	t.row("the latest", figure(milliseconds(late[len(late)-1])), "", "", "", "")
	t.print()
	b.ReportMetric(milliseconds(half), "ms")
}
