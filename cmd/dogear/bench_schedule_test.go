//go:build linux

package main

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"dogear/bot/sandbox"
)

// targetShow is how long the longest schedule may take to be shown, with its
// picture.
const targetShow = 300 * time.Millisecond

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

	var waits []time.Duration
	for range 10 {
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
	t := &table{title: fmt.Sprintf("/schedule show of 500 chapters in 250 meetings, with its picture, %d looks", len(waits))}
	t.row("", "Dogear", "", "", "target", "")
	t.row("slowest, ms", figure(milliseconds(slowest)), "", "", fmt.Sprintf("< %d", targetShow.Milliseconds()), met(slowest < targetShow))
	t.row("median, ms", figure(milliseconds(waits[len(waits)/2])), "", "", "", "")
	t.print()
	b.ReportMetric(milliseconds(slowest), "ms")
}
