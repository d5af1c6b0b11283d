package main

import (
	"context"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"sync"
	"time"

	"dogear/bot"
)

// keepServers is how long what is kept of a server waits for a return.
const keepServers = 30 * 24 * time.Hour

// watchedServers tells the bot that it was removed from the server of the play,
// and that it is back. The server itself stays, so that it can come back.
type watchedServers struct {
	mu sync.Mutex
	bot.Servers
	w *world
}

// Here keeps quiet about the server while the bot is not in it.
func (s *watchedServers) Here(ctx context.Context, guilds []string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.Servers.Here(ctx, s.seen(guilds))
}

func (s *watchedServers) All(ctx context.Context, guilds []string, shard bot.Shard) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.Servers.All(ctx, s.seen(guilds), shard)
}

func (s *watchedServers) seen(guilds []string) []string {
	if s.w.isAway() {
		return slices.DeleteFunc(slices.Clone(guilds), func(id string) bool { return id == s.w.guild.ID })
	}
	return guilds
}

func (s *watchedServers) Gone(ctx context.Context, guild string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.Servers.Gone(ctx, guild)
}

func (s *watchedServers) Erase(ctx context.Context) (more bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.Servers.Erase(ctx)
}

// isAway tells whether the bot is not in the server.
func (w *world) isAway() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.away
}

func (w *world) setAway(away bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.away = away
}

// fromAfar tells whether a step can be done while the bot is not in the server.
func (w *world) fromAfar(s step) bool {
	switch s.kind {
	case "clock", "restart", "return":
		return true
	case "slash":
		return s.where == "dm"
	case "press":
		m := w.byName[s.message]
		return m != nil && m.Channel == w.people[s.who].DM().Channel()
	}
	return false
}

// kick removes the bot from the server.
func (w *world) kick() {
	if w.away {
		return
	}
	w.tell("the bot is removed from the server")
	w.settle()
	w.setAway(true)
	w.since = w.discord.Now()
	if err := w.servers.Gone(w.ctx, w.guild.ID); err != nil {
		w.t.Fatal(err)
	}
	w.aside = nil
	w.asWas, w.hadClub = w.oracle.dump(), w.oracle.count("club") > 0
}

// comesBack adds the bot to the server again: all is as it was, or begins anew.
func (w *world) comesBack() {
	if !w.away {
		return
	}
	over := w.discord.Now().Sub(w.since)
	if over >= keepServers { // it is erased within a day: not while it comes back
		w.discord.Turn(26 * time.Hour)
		w.erases()
	}
	w.tell("the bot is added to the server again, after %s", over)
	if w.oracle.count("club") == 0 {
		w.empty()
	} else if now := w.oracle.dump(); now != w.asWas && w.asWas != "" {
		w.find("server", "the bot is back within its time, and what it kept has changed:\n%s", differ(w.asWas, now))
	}
	w.setAway(false)
	if err := w.servers.Here(w.ctx, []string{w.guild.ID}); err != nil {
		w.t.Fatal(err)
	}
	w.rouse()
	w.stir()
}

// empty has the server begin anew as well: what the bot had written in it is gone.
func (w *world) empty() {
	w.mess()
	for _, thread := range w.threadsSeen() {
		w.guild.DeleteThread(thread)
	}
	for _, m := range w.boards[w.home] {
		w.discord.DeleteMessage(m.ID)
	}
	for _, e := range w.guild.Events() {
		_ = w.people[huntKeeps].DeleteEvent(e.ID)
	}
	for _, name := range huntPeople() {
		w.guild.Take(w.people[name], w.role)
	}
	clear(w.boards)
	clear(w.answers)
	clear(w.strangers)
	clear(w.erased)
	clear(w.seen)
	clear(w.forgotten)
	w.starsSeen = starsSeen{}
	w.anew = true
}

// threadsSeen are the threads that somebody has seen.
func (w *world) threadsSeen() (threads []string) {
	for _, p := range w.people {
		for _, id := range p.In(w.home).Threads() {
			if !slices.Contains(threads, id) {
				threads = append(threads, id)
			}
		}
	}
	slices.Sort(threads)
	return threads
}

// checkAway looks whether the bot leaves a server alone that it is not in, and
// whether nothing is kept of it when its time is over.
func (w *world) checkAway() {
	w.mu.Lock()
	astray := w.astray
	w.astray = nil
	w.mu.Unlock()
	if !w.away {
		return
	}
	if len(astray) > 0 {
		w.find("server", "the bot is not in the server, and does there: %s", printable(astray[0]))
	}
	over := w.discord.Now().Sub(w.since)
	if over < keepServers {
		if w.hadClub && w.oracle.count("club") == 0 {
			w.find("server", "what was kept of the server is gone after %s", over)
		}
		return
	}
	if over < keepServers+25*time.Hour {
		return // it is looked once a day
	}
	w.erases()
	var left []string
	for _, table := range w.oracle.tables() {
		if n := w.oracle.count(table); n > 0 && table != "registration" && table != "direct" {
			left = append(left, fmt.Sprintf("%s (%d)", table, n))
		}
	}
	if left != nil {
		w.find("server", "the bot was removed %s ago, and there is still something in %s", over, strings.Join(left, ", "))
	}
}

// erases has the server erased, as the bot does by itself every minute. That waits
// until it has heard from Discord where it is.
func (w *world) erases() {
	ctx, cancel := context.WithTimeout(w.ctx, 20*time.Second)
	defer cancel()
	look := time.NewTicker(10 * time.Millisecond)
	defer look.Stop()
	for w.oracle.count("club")+w.oracle.count("server") > 0 {
		more, err := w.servers.Erase(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			w.find("server", "it is not erased: %v", err)
			return
		case more:
			continue
		}
		<-look.C
	}
}

// tables are those of the database.
func (o *oracle) tables() (names []string) {
	o.each(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`, func(scan func(...any)) {
		var name string
		scan(&name)
		names = append(names, name)
	})
	return names
}

func (o *oracle) count(table string) (n int) {
	o.each(fmt.Sprintf(`SELECT count(*) FROM %q`, table), func(scan func(...any)) { scan(&n) })
	return n
}

// dump is what is kept, table by table, but for what a clock and a direct message
// may change.
func (o *oracle) dump() string {
	var b strings.Builder
	for _, table := range o.tables() {
		if slices.Contains([]string{"draft", "draft_picture", "work", "server", "direct", "registration", "forgetting"}, table) {
			continue
		}
		var columns []string
		for c := range o.columns {
			if name, ok := strings.CutPrefix(c, table+"."); ok {
				columns = append(columns, fmt.Sprintf("quote(%q)", name))
			}
		}
		slices.Sort(columns)
		n, sum := 0, fnv.New64a()
		o.each(fmt.Sprintf(`SELECT %s FROM %q ORDER BY 1`, strings.Join(columns, " || ',' || "), table), func(scan func(...any)) {
			var row string
			scan(&row)
			n++
			_, _ = sum.Write([]byte(row))
		})
		fmt.Fprintf(&b, "%s: %d rows, %x\n", table, n, sum.Sum64())
	}
	return b.String()
}

// differ is the lines of two texts that differ.
func differ(a, b string) string {
	var out []string
	other := strings.Split(b, "\n")
	for i, line := range strings.Split(a, "\n") {
		if i < len(other) && line != other[i] {
			out = append(out, line+" -> "+other[i])
		}
	}
	return strings.Join(out, "\n")
}
