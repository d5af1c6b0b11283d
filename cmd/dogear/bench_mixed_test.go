//go:build linux

package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dogear/bot/sandbox"
)

// What is aimed at.
const (
	targetMixedWait  = 50 * time.Millisecond // of the slowest hundredth
	targetMixedLarge = 1.5                   // times what it takes with few clubs
)

const (
	mixedRate = 300 // things that begin in a second
	townLarge = 1000
	townSmall = 10
)

// BenchmarkMixed has people of a thousand clubs with a million notes do what people
// do, and those of ten clubs, and beside them has the bare bot answer as many
// commands: at a steady rate, in which whoever comes late is counted from when
// they were to come, and as fast as it goes.
func BenchmarkMixed(b *testing.B) {
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // this process is the load
	program, model := dogearProgram(b), tellModel(b)
	large, small := startTown(b, program, model, townLarge), startTown(b, program, model, townSmall)
	bare := startBareTown(b)
	towns := []*town{large, small, bare}
	for _, t := range towns {
		t.rush(b, round)
		t.stream(b, round)
		t.figuresOf = figuresOf{}
	}
	for i := range rounds {
		for k := range towns {
			towns[(i+k)%len(towns)].stream(b, round)
		}
	}
	for _, t := range towns {
		t.now, _ = t.memory(b)
	}
	for i := range rounds {
		for k := range towns {
			towns[(i+k)%len(towns)].rush(b, round)
		}
	}
	for _, t := range slices.Backward(towns) { // the profiles are those of the last
		_, t.most = t.memory(b)
		t.each = []float64{float64(t.end(b).Microseconds()) / float64(t.done)}
	}
	mixedTables(b, large, small, bare)
}

func mixedTables(b *testing.B, large, small, bare *town) {
	b.Helper()
	slices.Sort(large.waits)
	slowest := large.waits[(len(large.waits)-1)*99/100]
	t := &table{title: fmt.Sprintf("mixed, four of five things to look, %d a second, %d clubs with %d notes, medians of %d rounds of %v",
		mixedRate, townLarge, townLarge*townReads*townNotes, rounds, round)}
	t.row("", "Dogear", "bare", "ratio", "target", "")
	t.compare("median, ms", large.half, bare.half, 0, lessIsBetter)
	t.compare("slowest twentieth, ms", large.twentieth, bare.twentieth, 0, lessIsBetter)
	t.compare("slowest hundredth, ms", large.hundredth, bare.hundredth, 0, lessIsBetter)
	t.row("that of all rounds, ms", figure(milliseconds(slowest)), "", "", fmt.Sprintf("< %d", targetMixedWait.Milliseconds()), met(slowest < targetMixedWait))
	t.compare("processor, µs a thing", large.each, bare.each, 0, lessIsBetter)
	t.compare("and the sandbox's at that rate, ms a second", large.around, bare.around, 0, lessIsBetter)
	t.row("and all other programs' meanwhile, ms a second", figure(median(large.others)), figure(median(bare.others)), "", "", "")
	t.compare("at most, things a second", large.speed, bare.speed, 0, moreIsBetter)
	t.compare("resident memory at that rate, MiB", []float64{large.now}, []float64{bare.now}, 0, lessIsBetter)
	t.compare("and at most, MiB", []float64{large.most}, []float64{bare.most}, 0, lessIsBetter)
	t.row("", "large", "small", "ratio", "target", "")
	t.compare(fmt.Sprintf("with %d clubs: median, ms", townSmall), large.half, small.half, targetMixedLarge, lessIsBetter)
	t.compare("slowest twentieth, ms", large.twentieth, small.twentieth, targetMixedLarge, lessIsBetter)
	t.compare("slowest hundredth, ms", large.hundredth, small.hundredth, targetMixedLarge, lessIsBetter)
	t.compare("processor, µs a thing", large.each, small.each, targetMixedLarge, lessIsBetter)
	t.compare("at most, things a second", large.speed, small.speed, 1/targetMixedLarge, moreIsBetter)
	t.compare("resident memory at that rate, MiB", []float64{large.now}, []float64{small.now}, targetMixedLarge, lessIsBetter)
	t.print()
	b.ReportMetric(milliseconds(slowest), "ms")
	b.ReportMetric(median(large.speed), "dogear/s")
	b.ReportMetric(median(bare.speed), "bare/s")
}

// town is a bot with the people of many clubs, and how it did in its rounds.
type town struct {
	*rival
	act func(context.Context) error
	figuresOf
	done      int64     // things, in all
	each      []float64 // µs of a processor for each of them
	now, most float64   // MiB
}

type figuresOf struct {
	waits                      []time.Duration // of all rounds at the steady rate
	half, twentieth, hundredth []float64       // ms that all but so many waited at most, of each round
	around                     []float64       // ms of this process in a second of those
	others                     []float64       // and of all programs but it and the bot
	speed                      []float64       // things a second, as fast as it goes
}

// startTown starts Dogear on a database with so many clubs.
func startTown(b *testing.B, program string, model *modelClub, clubs int) *town {
	b.Helper()
	discord, dir := openDiscord(b), b.TempDir()
	path := filepath.Join(dir, databaseName)
	plots := layOut(discord, clubs)
	if err := openStorage(b, path).Close(); err != nil {
		b.Fatal(err)
	}
	began := time.Now()
	if err := settleTown(b.Context(), path, model, plots); err != nil {
		b.Fatal(err)
	}
	filled := time.Since(began)
	townIsSound(b, path, clubs)
	b.Logf("%d clubs: filled in %v, checked in %v", clubs, filled, time.Since(began)-filled)
	var patrons []*patron
	for _, p := range plots {
		patrons = append(patrons, p.patrons...)
	}
	t := &town{rival: startDogearIn(b, dir, program, discord), figuresOf: figuresOf{}}
	t.act = newThrong(patrons, uint64(clubs)).act
	t.connected(b)
	if _, err := patrons[len(patrons)/2].slash(b.Context(), "notes", nil, "of a thought of some length"); err != nil {
		b.Fatal(err)
	}
	return t
}

// startBareTown starts the bare bot, to which people say how far they are.
func startBareTown(b *testing.B) *town {
	b.Helper()
	r := &racer{rival: &rival{discord: openDiscord(b)}}
	r.settle()
	var next atomic.Int64
	free := make(chan *sandbox.Person, len(r.readers))
	for _, p := range r.readers {
		free <- p.In(r.home)
	}
	act := func(ctx context.Context) error {
		p := <-free
		defer func() { free <- p }()
		return say(ctx, p, int(next.Add(1))%23+1)
	}
	t := &town{rival: startBare(b, r.discord), act: act}
	t.connected(b)
	return t
}

// stream is a round at a steady rate.
func (t *town) stream(b *testing.B, long time.Duration) {
	b.Helper()
	before, machine := processor(), machineBusy(b)-t.busy(b)
	waits, err := flow(b.Context(), mixedRate, long, t.act)
	if err != nil {
		b.Fatalf("%v; the bot wrote:\n%s", err, &t.stderr)
	}
	slowest := func(share int) float64 { return milliseconds(waits[(len(waits)-1)*(100-share)/100]) }
	t.done += int64(len(waits))
	t.waits = append(t.waits, waits...)
	t.half, t.twentieth, t.hundredth = append(t.half, slowest(50)), append(t.twentieth, slowest(5)), append(t.hundredth, slowest(1))
	around := processor() - before
	t.around = append(t.around, milliseconds(around)/long.Seconds())
	t.others = append(t.others, max(0, milliseconds(machineBusy(b)-t.busy(b)-machine-around))/long.Seconds())
}

// rush is a round in which as many people as in other races do one thing after the
// other.
func (t *town) rush(b *testing.B, long time.Duration) {
	b.Helper()
	var all sync.WaitGroup
	var done atomic.Int64
	errs := make([]error, people)
	began := time.Now()
	for i := range people {
		all.Go(func() {
			for time.Since(began) < long && errs[i] == nil {
				errs[i] = t.act(b.Context())
				done.Add(1)
			}
		})
	}
	all.Wait()
	took := time.Since(began)
	for _, err := range errs {
		if err != nil {
			b.Fatalf("%v; the bot wrote:\n%s", err, &t.stderr)
		}
	}
	t.done += done.Load()
	t.speed = append(t.speed, float64(done.Load())/took.Seconds())
}

// tick is the unit in which Linux counts how long processors are busy.
const tick = 10 * time.Millisecond

// machineBusy is how long this machine's processors were busy so far. What other
// programs take is told beside the figures: with many of them these say little.
func machineBusy(b *testing.B) time.Duration {
	b.Helper()
	text, err := os.ReadFile("/proc/stat")
	if err != nil {
		b.Fatal(err)
	}
	line, _, _ := strings.Cut(string(text), "\n")
	var user, nice, system int64
	if _, err := fmt.Sscanf(line, "cpu %d %d %d", &user, &nice, &system); err != nil {
		b.Fatal(err)
	}
	return time.Duration(user+nice+system) * tick
}

// busy is how long the bot kept a processor busy so far.
func (r *rival) busy(b *testing.B) time.Duration {
	b.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", r.command.Process.Pid))
	if err != nil {
		b.Fatal(err)
	}
	fields := strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:]))
	var sum time.Duration
	for _, at := range []int{11, 12} { // behind the name
		n, err := strconv.Atoi(fields[at])
		if err != nil {
			b.Fatal(err)
		}
		sum += time.Duration(n) * tick
	}
	return sum
}
