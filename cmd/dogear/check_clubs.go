package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"dogear/bot"
	"dogear/club"
	"dogear/commands"
	"dogear/storage"
)

const (
	// clubTime bounds how long clubs are looked at: a bot that runs needs what
	// Discord lets both ask. It is enough for some hundred servers.
	clubTime = time.Minute
	// With more than someClubs it takes so long that one is told.
	someClubs = 20
	// patientWith is with how many servers that cannot be looked at.
	patientWith = 5
)

// tour looks at clubs, server by server.
type tour struct {
	*report
	v      *bot.Visitor
	seen   int // clubs that were looked at
	places int // servers of theirs in which the bot is
	lost   int // those in which it is not
	failed int // those of which Discord does not say
}

// clubs looks whether the bot can work in each club's channel.
func (r *report) clubs(ctx context.Context, v *bot.Visitor, all []storage.Listed, keepLeft time.Duration) {
	var here []storage.Listed
	left := make(map[string]int) // clubs, by server
	for _, c := range all {
		if c.Left.IsZero() {
			here = append(here, c)
			continue
		}
		left[c.Guild]++
	}
	defer func() {
		if n := len(all) - len(here); n > 0 {
			r.say("Clubs: %s more in %s that Dogear was removed from: each is erased %.0f days after that.", counted(n, "club"), counted(len(left), "server"), keepLeft.Hours()/24)
		}
	}()
	if len(here) == 0 {
		return
	}
	if len(here) > someClubs {
		r.say("Clubs: looking at %d, for a minute at most.", len(here))
	}
	ctx, cancel := context.WithTimeout(ctx, clubTime)
	defer cancel()
	w := tour{report: r, v: v}
	for rest := here; len(rest) > 0; {
		n := 1
		for n < len(rest) && rest[n].Guild == rest[0].Guild {
			n++
		}
		err := w.server(ctx, rest[:n])
		switch {
		case err == nil:
			w.seen += n
		case ctx.Err() != nil, errors.Is(err, bot.ErrNoTime):
			w.notice("Clubs: %d of %d were looked at, those first in which something is stuck; then the time for it was over.", w.seen, len(here))
			return
		default:
			w.failed++
			w.notice("Server %s: it cannot be looked at: %v.", rest[0].Guild, err)
		}
		if w.failed == patientWith {
			w.notice("Clubs: %d of %d were looked at. Discord does not answer as it should: see https://discordstatus.com.", w.seen, len(here))
			return
		}
		rest = rest[n:]
	}
	if w.places == 0 && w.failed == 0 {
		w.fault("Clubs: the bot is in none of the servers of this database. Is the token that of the bot whose clubs these are?")
		return
	}
	w.say("Clubs: %s in %s, looked at.", counted(w.seen, "club"), counted(w.places+w.lost, "server"))
}

// server looks at the clubs of one.
func (w *tour) server(ctx context.Context, clubs []storage.Listed) error {
	s, err := w.v.Server(ctx, clubs[0].Guild)
	if errors.Is(err, bot.ErrNotIn) {
		w.lost++
		names := make([]string, len(clubs))
		for i, c := range clubs {
			names[i] = quoted(c.Name)
		}
		w.notice("Server %s: the bot is not in it any more. What is kept of %s waits there: invite the bot again, or leave it be.", clubs[0].Guild, strings.Join(names, ", "))
		return nil
	}
	if err != nil {
		return err
	}
	w.places++
	for _, c := range clubs {
		if err := w.club(ctx, s, c.Club); err != nil {
			return err
		}
	}
	return nil
}

// club looks at one.
func (w *tour) club(ctx context.Context, s *bot.Server, c storage.Club) error {
	place, err := w.v.Channel(ctx, s, c.Channel)
	if err != nil {
		return err
	}
	where := fmt.Sprintf("Club %s in %s", quoted(c.Name), quoted(s.Name))
	switch {
	case place.Gone:
		w.notice("%s: its channel was deleted, so nothing can be posted. An organiser can have a club in another, by /club setup there.", where)
		return nil
	case place.Hidden:
		place.Permissions = bot.Permissions &^ discordgo.PermissionViewChannel // what more is missing shows later
	default:
		where += ", #" + club.CleanLine(place.Name)
	}
	for _, sentence := range commands.Amiss(c, s, place.Permissions) {
		w.notice("%s: %s", where, sentence)
	}
	return nil
}

// quoted is a name that somebody gave, in a line of ours.
func quoted(name string) string { return `"` + club.CleanLine(name) + `"` }

// counted is a number of things.
func counted(n int, what string) string {
	if n == 1 {
		return "one " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
