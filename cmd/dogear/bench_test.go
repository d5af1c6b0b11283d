//go:build linux

package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"syscall"
	"testing"
	"time"

	"dogear/bot/sandbox"
)

// What is aimed at.
const (
	targetSpeed  = 1.5 // times the bare bot's interactions in a second
	targetWait   = 1.0 // times the bare bot's slowest hundredth, at most
	targetMemory = 40  // MiB
	targetStart  = 200 * time.Millisecond
)

// BenchmarkProgress races Dogear, which writes each reader's position to a
// database on the disk, against a bare bot that answers a constant. Both have
// the same Discord, with all its checks; rounds take turns, and what counts is
// the ratio within each pair of them.
func BenchmarkProgress(b *testing.B) {
	ours := openDiscord(b)
	ourHome, ourReaders := settle(ours)
	dogear := startDogear(b, dogearProgram(b), ours)
	dogear.connected(b, true)
	found(b, ours, ourHome)

	theirs := openDiscord(b)
	theirHome, theirReaders := settle(theirs)
	bare := startBare(b, theirs)
	bare.connected(b, true)

	var counts [2]int
	run := func(who int, long time.Duration) measured {
		readers, home := ourReaders, ourHome
		if who == 1 {
			readers, home = theirReaders, theirHome
		}
		m, err := load(b.Context(), readers, home, long)
		if err != nil {
			b.Fatalf("%v; Dogear wrote:\n%s\nand the bare bot:\n%s", err, &dogear.stderr, &bare.stderr)
		}
		counts[who] += m.answered
		return m
	}
	run(1, time.Second)
	run(0, time.Second)
	var a, c race
	for i := range rounds {
		before := processor()
		for turn := range 2 {
			if who := (i + turn) % 2; who == 0 {
				a.add(run(0, round))
			} else {
				c.add(run(1, round))
			}
		}
		answers := a.answers[i] + c.answers[i]
		a.around = append(a.around, float64((processor()-before).Microseconds())/float64(answers))
	}
	ourTime, theirTime := dogear.end(b), bare.end(b)

	t := &table{title: fmt.Sprintf("/progress at:, %d people at once, %d rounds of %v each, medians", people, rounds, round)}
	t.row("", "Dogear", "bare", "ratio", "target", "")
	t.compare("answers a second", "%.0f", a.speed, c.speed, targetSpeed, true)
	t.compare("slowest hundredth, ms", "%.1f", a.slowest, c.slowest, targetWait, false)
	t.compare("median wait, ms", "%.1f", a.usual, c.usual, 0, false)
	t.compare("processor, µs an answer", "%.0f",
		[]float64{float64(ourTime.Microseconds()) / float64(counts[0])},
		[]float64{float64(theirTime.Microseconds()) / float64(counts[1])}, 0, false)
	t.row("the sandbox's and people's own", fmt.Sprintf("%.0f", median(a.around)), "", "", "", "")
	t.print()
	b.ReportMetric(median(a.speed), "dogear/s")
	b.ReportMetric(median(c.speed), "bare/s")
}

// dogearProgram is the program as it is shipped; if DOGEAR_PROFILE names a
// folder, one that leaves its profiles there.
func dogearProgram(b *testing.B) string {
	b.Helper()
	if os.Getenv(profileVariable) != "" {
		return profiledName
	}
	return build(b)
}

// race collects what one of the two did in its rounds.
type race struct {
	answers                       []int
	speed, slowest, usual, around []float64
}

func (r *race) add(m measured) {
	r.answers = append(r.answers, m.answered)
	r.speed = append(r.speed, m.perSecond())
	r.slowest = append(r.slowest, milliseconds(m.wait(0.99)))
	r.usual = append(r.usual, milliseconds(m.wait(0.5)))
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// processor is how long this process kept processors busy so far.
func processor() time.Duration {
	var use syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &use)
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}

func median(list []float64) float64 {
	list = slices.Sorted(slices.Values(list))
	n := len(list)
	return (list[(n-1)/2] + list[n/2]) / 2
}

// BenchmarkMemory looks at what Dogear holds when it is in a thousand servers.
func BenchmarkMemory(b *testing.B) {
	const servers, channels, roles = 1000, 40, 25
	discord := openDiscord(b)
	home, readers := settle(discord)
	for i := range servers - 1 {
		g := discord.AddGuild(fmt.Sprintf("Server %d", i+2))
		for n := range roles - 2 { // @everyone and its own are there
			g.AddRole(fmt.Sprintf("Role %d", n+1), 0, true)
		}
		for n := range channels {
			id := g.AddChannel(fmt.Sprintf("channel-%d", n+1))
			g.SetTopic(id, "What we are reading now, and where the notes about it are to be found.")
		}
	}
	dogear := startDogear(b, dogearProgram(b), discord)
	dogear.connected(b, true)
	found(b, discord, home) // answered only after all that the gateway sent first
	connected, _ := dogear.memory(b)
	if _, err := load(b.Context(), readers, home, round); err != nil {
		b.Fatal(err)
	}
	loaded, _ := dogear.memory(b)
	now := rested(b, dogear)
	_, most := dogear.memory(b)
	dogear.end(b)

	t := &table{title: fmt.Sprintf("memory in %d servers of %d channels and %d roles, MiB resident", servers, channels, roles)}
	t.row("", "Dogear", "", "", "target", "")
	t.row("at rest", fmt.Sprintf("%.1f", now), "", "", fmt.Sprintf("< %d", targetMemory), met(now < targetMemory))
	t.row("just connected", fmt.Sprintf("%.1f", connected), "", "", "", "")
	t.row("just after /progress by all", fmt.Sprintf("%.1f", loaded), "", "", "", "")
	t.row("at most", fmt.Sprintf("%.1f", most), "", "", "", "")
	t.print()
	b.ReportMetric(now, "MiB")
}

// rested waits until the process has given back what it does not need: until
// its memory has not fallen for five seconds.
func rested(b *testing.B, r *rival) float64 {
	b.Helper()
	least, _ := r.memory(b)
	for quiet := 0; quiet < 10; quiet++ {
		time.Sleep(500 * time.Millisecond)
		if now, _ := r.memory(b); now < least-0.1 {
			least, quiet = now, 0
		}
	}
	now, _ := r.memory(b)
	return now
}

// BenchmarkStart looks at how long Dogear takes from the start of its process
// to its IDENTIFY, with a new database each time.
func BenchmarkStart(b *testing.B) {
	program := build(b)
	var took []float64
	for range rounds {
		took = append(took, milliseconds(timeToIdentify(b, program)))
	}
	t := &table{title: fmt.Sprintf("from the start of the process to IDENTIFY, median of %d starts, ms", rounds)}
	t.row("", "Dogear", "", "", "target", "")
	t.row("with a new database", fmt.Sprintf("%.0f", median(took)), "", "",
		fmt.Sprintf("< %d", targetStart.Milliseconds()), met(median(took) < milliseconds(targetStart)))
	t.print()
	b.ReportMetric(median(took), "ms")
}

func timeToIdentify(b *testing.B, program string) time.Duration {
	b.Helper()
	discord := openDiscord(b)
	dogear := startDogear(b, program, discord)
	identified := identify(b, discord)
	took := identified.Sub(dogear.began)
	dogear.connected(b, true)
	dogear.end(b)
	return took
}

func identify(b *testing.B, discord *sandbox.Sandbox) time.Time {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.Context(), soon)
	defer cancel()
	if err := discord.Await(ctx, func() bool { return discord.GatewayStats().Identifies > 0 }); err != nil {
		b.Fatal(err)
	}
	return time.Now()
}
