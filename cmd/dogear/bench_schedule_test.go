//go:build linux

package main

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"dogear/bot/sandbox"
	"dogear/club"
)

const (
	// targetShow is how long the longest schedule may take to be shown, with its
	// picture, and targetPlan how long to be planned.
	targetShow = 300 * time.Millisecond
	targetPlan = 20 * time.Millisecond
)

// planning is how long it takes to plan 500 chapters of uneven length into 250
// meetings.
func planning(b *testing.B) time.Duration {
	b.Helper()
	chapters, end := club.Numbered(500), 0
	for i := range chapters {
		end += 1 + i*7919%40
		chapters[i].EndPage = end
	}
	start := club.Date{Year: 2026, Month: time.December, Day: 1}
	began := time.Now()
	p, err := club.MakePlan(club.PlanRequest{
		Chapters: chapters, Start: start, Finish: start.AddDays(7 * 250), Time: club.Clock{Hour: 18}, Zone: time.UTC, Today: start,
	})
	took := time.Since(began)
	if err != nil || len(p.Blocks) != 250 {
		b.Fatalf("%d meetings, %v", len(p.Blocks), err)
	}
	return took
}

// BenchmarkSchedule has an organiser look at a read of 500 chapters in 250
// meetings, each page of it with its picture.
func BenchmarkSchedule(b *testing.B) {
	r := &racer{rival: &rival{discord: openDiscord(b)}}
	r.settle()
	r.rival = startDogear(b, dogearProgram(b), r.discord)
	r.connected(b)
	miriam := r.discord.As("Miriam").In(r.home)
	slash := func(command string, options map[string]any) *sandbox.Message {
		b.Helper()
		a, err := miriam.SlashWith(b.Context(), command, options)
		if err != nil || a.Message == nil {
			b.Fatalf("/%s: %v %+v; the bot wrote:\n%s", command, err, a, &r.stderr)
		}
		return a.Message
	}
	press := func(m *sandbox.Message, label string) {
		b.Helper()
		a, err := miriam.Press(b.Context(), m, label)
		if err != nil || a.Message == nil {
			b.Fatalf("[%s]: %v %+v; the bot wrote:\n%s", label, err, a, &r.stderr)
		}
	}
	slash("club setup", map[string]any{"timezone": "Europe/London"})
	slash("book add", map[string]any{"title": "Clarissa", "chapters": 500})
	plan := map[string]any{"book": "Clarissa", "start": "tomorrow", "pace": 2, "days": "sun"}
	press(slash("schedule plan", plan), "Start this read")

	var waits, plans []time.Duration
	for range 10 {
		plans = append(plans, planning(b))
		typed := time.Now()
		show := slash("schedule show", nil)
		waits = append(waits, time.Since(typed))
		typed = time.Now()
		press(show, "More")
		waits = append(waits, time.Since(typed))
	}
	r.end(b)
	slices.Sort(waits)
	slowest := waits[len(waits)-1]
	planned := slices.Max(plans)
	t := &table{title: fmt.Sprintf("/schedule show of 500 chapters in 250 meetings, with its picture, %d looks", len(waits))}
	t.row("", "Dogear", "", "", "target", "")
	t.row("slowest, ms", figure(milliseconds(slowest)), "", "", fmt.Sprintf("< %d", targetShow.Milliseconds()), met(slowest < targetShow))
	t.row("median, ms", figure(milliseconds(waits[len(waits)/2])), "", "", "", "")
	t.row("and planning them, slowest, ms", figure(milliseconds(planned)), "", "", fmt.Sprintf("< %d", targetPlan.Milliseconds()), met(planned < targetPlan))
	t.print()
	b.ReportMetric(milliseconds(slowest), "ms")
}
