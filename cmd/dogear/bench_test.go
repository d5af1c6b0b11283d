//go:build linux

package main

import (
	"fmt"
	"os"
	"runtime/debug"
	"slices"
	"syscall"
	"testing"
	"time"

	"dogear/bot/sandbox"
)

// What is aimed at.
const (
	targetSpeed  = 1.5 // times the bare bot's answers in a second
	targetWait   = 1.0 // times the bare bot's slowest hundredth, at most
	targetMemory = 40  // MiB
	targetStart  = 200 * time.Millisecond
)

const (
	people = 64 // who type at once, each again as soon as they are answered
	round  = 3 * time.Second
	rounds = 7
)

// BenchmarkProgress races Dogear, which writes each reader's position to a
// database on the disk, against a bare bot that answers a constant. Both have
// the same Discord, with all its checks. Rounds take turns, and what counts is
// the ratio within each pair of them: a machine is not equally fast all day.
func BenchmarkProgress(b *testing.B) {
	// This process is the load, and is to take as little as it can from both.
	defer debug.SetGCPercent(debug.SetGCPercent(400))

	dogear := &racer{rival: startDogear(b, dogearProgram(b), openDiscord(b))}
	dogear.settle()
	dogear.connected(b)
	dogear.found(b)
	bare := &racer{rival: startBare(b, openDiscord(b))}
	bare.settle()
	bare.connected(b)

	dogear.warmUp(b)
	bare.warmUp(b)
	for i := range rounds {
		pair := []*racer{dogear, bare}
		if i%2 == 1 {
			slices.Reverse(pair)
		}
		for _, r := range pair {
			r.run(b)
		}
	}
	ours, theirs := dogear.end(b), bare.end(b)

	t := &table{title: fmt.Sprintf("/progress at:, %d people at once, %d rounds of %v each, medians", people, rounds, round)}
	t.row("", "Dogear", "bare", "ratio", "target", "")
	t.compare("answers a second", dogear.speed, bare.speed, targetSpeed, moreIsBetter)
	t.compare("slowest hundredth, ms", dogear.slowest, bare.slowest, targetWait, lessIsBetter)
	t.compare("median wait, ms", dogear.usual, bare.usual, 0, lessIsBetter)
	t.compare("processor, µs an answer", dogear.each(ours), bare.each(theirs), 0, lessIsBetter)
	t.compare("and the sandbox's, µs an answer", dogear.around, bare.around, 0, lessIsBetter)
	t.print()
	b.ReportMetric(median(dogear.speed), "dogear/s")
	b.ReportMetric(median(bare.speed), "bare/s")
}

// dogearProgram is the program as people run it or, to look into it, one that
// leaves profiles.
func dogearProgram(b *testing.B) string {
	b.Helper()
	if os.Getenv(profileVariable) != "" {
		return profiledName
	}
	return build(b)
}

// BenchmarkMemory looks at what Dogear holds when it is in a thousand servers.
func BenchmarkMemory(b *testing.B) {
	const servers, channels, roles = 1000, 40, 25
	discord := openDiscord(b)
	crowd := &racer{rival: &rival{discord: discord}}
	crowd.settle()
	for i := range servers - 1 {
		addServer(discord, fmt.Sprintf("Server %d", i+2), channels, roles)
	}
	crowd.rival = startDogear(b, dogearProgram(b), discord)
	crowd.connected(b)
	crowd.found(b) // answered only after all that the gateway sent before
	connected, _ := crowd.memory(b)
	crowd.run(b)
	loaded, _ := crowd.memory(b)
	now := crowd.rested(b)
	_, most := crowd.memory(b)
	crowd.end(b)

	t := &table{title: fmt.Sprintf("resident memory in %d servers of %d channels and %d roles, MiB", servers, channels, roles)}
	t.row("", "Dogear", "", "", "target", "")
	t.row("at rest", fmt.Sprintf("%.1f", now), "", "", fmt.Sprintf("< %d", targetMemory), met(now < targetMemory))
	t.row("just connected", fmt.Sprintf("%.1f", connected), "", "", "", "")
	t.row("just after everyone's /progress", fmt.Sprintf("%.1f", loaded), "", "", "", "")
	t.row("at most", fmt.Sprintf("%.1f", most), "", "", "", "")
	t.print()
	b.ReportMetric(now, "MiB")
}

func addServer(discord *sandbox.Sandbox, name string, channels, roles int) {
	g := discord.AddGuild(name)
	for n := range roles - 2 { // @everyone and the bot's own are there
		g.AddRole(fmt.Sprintf("Role %d", n+1), 0, true)
	}
	for n := range channels {
		id := g.AddChannel(fmt.Sprintf("channel-%d", n+1))
		g.SetTopic(id, "What we are reading now, and where the notes about it are to be found.")
	}
}

// BenchmarkStart looks at how long Dogear takes from the start of its process
// to its IDENTIFY, with a new database each time.
func BenchmarkStart(b *testing.B) {
	program := build(b)
	var took []float64
	for range rounds {
		discord := openDiscord(b)
		dogear := startDogear(b, program, discord)
		identified := dogear.identified(b)
		took = append(took, milliseconds(identified.Sub(dogear.began)))
		dogear.connected(b)
		dogear.end(b)
	}
	t := &table{title: fmt.Sprintf("from the start of the process to IDENTIFY, median of %d starts, ms", rounds)}
	t.row("", "Dogear", "", "", "target", "")
	t.row("with a new database", fmt.Sprintf("%.0f", median(took)), "", "",
		fmt.Sprintf("< %d", targetStart.Milliseconds()), met(median(took) < milliseconds(targetStart)))
	t.print()
	b.ReportMetric(median(took), "ms")
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
