//go:build linux

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dogear/bot/sandbox"
	"dogear/club"
	"dogear/storage"
)

const (
	soakRate   = 50 // things that people do in a second
	soakClubs  = 30
	soakEach   = 20
	soakBackup = 10 * time.Minute
)

// How much more of something there may be in the last third of a soak than in the
// first after it has warmed up: in memory, and in goroutines and files, of which a
// connection that waits for its next request has two and one.
const (
	soakMemory     = 1.15 // times
	soakGoroutines = 20
	soakFiles      = 10
)

// The program as a process, used for as long as one likes, with trouble at the
// gateway each minute and in requests now and then, while something is posted each
// second and backups are made: it holds no more at the end than at the beginning,
// nothing is lost and nothing is there twice.
func TestSoak(t *testing.T) {
	get, _ := flag.Lookup("soak").Value.(flag.Getter)
	long, _ := get.Get().(time.Duration)
	if long == 0 {
		t.Skip("takes as long as -soak says")
	}
	dogear := compile(t)
	told := &lockedBuffer{}
	p := newPlay(t, sandbox.Options{Log: slog.New(slog.NewTextHandler(told, nil))})
	p.ctx = t.Context() // for longer than a story
	run := p.execute(dogear)
	s := &soak{party: gather(p, soakClubs, soakEach, uint64(time.Now().UnixNano())), long: long}
	p.ends(run)
	s.plant(time.Now().Add(3 * time.Second))
	run = s.start(dogear)
	s.use()
	s.rest()
	s.kept()
	s.flat()
	p.ends(run)
	s.whole()
	// What was missed while it was cut off it answers when it hears of it. That is
	// so often that the list of what Discord minds ends before the soak does; all of
	// it is in what Discord wrote.
	const late = "s after its interaction"
	p.wellBehaved(late, " more")
	for line := range strings.Lines(told.String()) {
		if strings.Contains(line, "broke a rule") && !strings.Contains(line, late) {
			t.Error("Discord minds:", line)
		}
	}
}

// soak is a party that goes on for long.
type soak struct {
	*party
	long      time.Duration
	window    string // where the program shows how it is
	questions int
	lastAt    time.Time // when the last of them is asked

	samples           []sample
	answered, unheard atomic.Int64
	waits             []time.Duration
	troubles          int
}

// sample is what the program holds at a moment.
type sample struct{ mebibytes, goroutines, files float64 }

// soakQuestion is one that no other is the beginning of.
func soakQuestion(n int) string { return fmt.Sprintf("Question %d of a long day?", n) }

// plant puts a question for each second into the clubs in turn.
func (s *soak) plant(from time.Time) {
	s.t.Helper()
	db, err := storage.Open(s.ctx, s.file)
	if err != nil {
		s.t.Fatal(err)
	}
	err = db.Write(s.ctx, func(tx *storage.Tx) error {
		for ; s.questions < int(s.long.Seconds()); s.questions++ {
			n := s.questions % len(s.homes)
			s.lastAt = from.Add(time.Duration(s.questions) * time.Second)
			if err := plantQuestion(tx, s.guilds[n], s.homes[n], soakQuestion(s.questions), s.lastAt); err != nil {
				return err
			}
		}
		return nil
	})
	if err := errors.Join(err, db.Close()); err != nil {
		s.t.Fatal(err)
	}
}

// plantQuestion has the club of a channel be asked something at a moment.
func plantQuestion(tx *storage.Tx, guild, channel, words string, at time.Time) error {
	c, err := tx.ClubOf(guild, channel)
	if err != nil {
		return err
	}
	reads, err := tx.ReadsUnderWay(c.ID, at)
	if err != nil || len(reads) != 1 {
		return fmt.Errorf("%d reads, %w", len(reads), err)
	}
	q := storage.Prompt{Read: reads[0].ID, Text: club.ForAll().Hide(words, "1"), LockKind: "all", At: at}
	_, post, err := tx.AddPrompt(q, club.ForAll(), time.Now())
	if err != nil {
		return err
	}
	return tx.Ask(storage.Work{Kind: "prompts", Subject: post, Club: c.ID, Read: q.Read, Lane: c.Channel, Due: at})
}

// start starts the program with backups and a window.
func (s *soak) start(dogear string) *running {
	s.t.Helper()
	free, err := (&net.ListenConfig{}).Listen(s.ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		s.t.Fatal(err)
	}
	s.window = free.Addr().String()
	_ = free.Close()
	config := s.config()
	text, err := os.ReadFile(config)
	if err != nil {
		s.t.Fatal(err)
	}
	more := fmt.Sprintf("[backup]\nat = \"*/%d * * * *\"\nkeep = \"1000\"\n[http]\nlisten = %q\n", int(soakBackup.Minutes()), s.window)
	if err := os.WriteFile(config, append(text, more...), 0o600); err != nil {
		s.t.Fatal(err)
	}
	run := s.starts(exec.CommandContext(s.ctx, dogear, "run", "-config", config))
	s.connected()
	return run
}

// use has people use the program for the whole time, with trouble.
func (s *soak) use() {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.ctx, s.long)
	defer cancel()
	var aside sync.WaitGroup
	aside.Go(func() { s.watch(ctx) })
	aside.Go(func() { s.disturb(ctx) })
	for _, f := range []sandbox.Fault{
		{PathPrefix: "/channels/", Match: "/messages", Status: 429, RetryAfter: 0.3, Chance: 0.02},
		{PathPrefix: "/channels/", Match: "/messages", Status: 500, Chance: 0.02},
		{PathPrefix: "/channels/", Match: "/messages", Status: 0, AfterEffect: true, Chance: 0.02},
		{Match: "/callback", Status: 429, RetryAfter: 0.2, Chance: 0.005},
		{Match: "/callback", Status: 500, Chance: 0.005},
	} {
		s.discord.Fault(f)
	}
	wrong := 0
	waits, err := flow(ctx, soakRate, s.long, func(context.Context) error {
		err := s.act(s.ctx) // to its end
		switch {
		case err == nil:
			s.answered.Add(1)
		case unheard(err):
			s.unheard.Add(1)
			return nil
		}
		return err
	})
	for _, one := range unjoined(err) {
		if wrong++; wrong <= 10 {
			s.t.Error(one)
		}
	}
	s.waits = waits
	aside.Wait()
}

// unjoined takes apart what errors.Join has joined.
func unjoined(err error) []error {
	if list, ok := err.(interface{ Unwrap() []error }); ok {
		return list.Unwrap()
	}
	return nil
}

// disturb makes trouble at the gateway each minute.
func (s *soak) disturb(ctx context.Context) {
	minute := time.NewTicker(min(time.Minute, s.long/5))
	defer minute.Stop()
	for {
		select {
		case <-minute.C:
		case <-ctx.Done():
			return
		}
		before := s.discord.GatewayStats().Connections
		switch s.troubles % 6 {
		case 0:
			s.discord.Drop()
		case 1:
			s.discord.Reconnect()
		case 2:
			s.discord.InvalidSession(false)
		case 3:
			s.discord.HangShard(0) // until the program finds out by itself
		case 4:
			s.discord.CloseGateway(4000)
		case 5:
			s.discord.RefuseResume("invalid")
			s.discord.Drop()
		}
		s.troubles++
		s.comesBack(before)
	}
}

// comesBack waits until the program is connected anew.
func (s *soak) comesBack(connections int) {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.ctx, plenty)
	defer cancel()
	if err := s.discord.Await(ctx, func() bool {
		now := s.discord.GatewayStats()
		return now.Connections > connections && now.Live > 0
	}); err != nil {
		s.t.Errorf("after trouble %d it does not come back: %v", s.troubles, err)
	}
}

// watch looks every second at what the program holds.
func (s *soak) watch(ctx context.Context) {
	second := time.NewTicker(time.Second)
	defer second.Stop()
	for {
		select {
		case <-second.C:
		case <-ctx.Done():
			return
		}
		text := string(s.download("http://" + s.window + "/metrics"))
		s.samples = append(s.samples, sample{
			metric(text, "process_resident_memory_bytes") / (1 << 20), metric(text, "go_goroutines"), metric(text, "process_open_fds"),
		})
	}
}

// metric is a figure of /metrics, 0 if it is not there.
func metric(text, name string) float64 {
	for line := range strings.Lines(text) {
		if value, ok := strings.CutPrefix(line, name+" "); ok {
			x, _ := strconv.ParseFloat(strings.TrimSpace(value), 64)
			return x
		}
	}
	return 0
}

// rest ends the trouble, and waits until all is done.
func (s *soak) rest() {
	s.t.Helper()
	s.discord.ClearFaults()
	s.await("the connection", func() bool { return s.discord.GatewayStats().Live > 0 })
	ctx, cancel := context.WithTimeout(s.ctx, plenty)
	s.t.Cleanup(cancel)
	s.ctx = ctx
	o := openOracle(s.t, s.file)
	defer o.close()
	s.drained(o, s.lastAt.Add(time.Second))
}

// flat checks that the program holds no more in the last third than in the first,
// after a fifth to warm up.
func (s *soak) flat() {
	s.t.Helper()
	warm := s.samples[len(s.samples)/5:]
	third := len(warm) / 3
	if third < 5 {
		s.t.Fatalf("%d looks at what it holds are too few", len(s.samples))
	}
	of := func(list []sample, what func(sample) float64) float64 {
		var all []float64
		for _, x := range list {
			all = append(all, what(x))
		}
		slices.Sort(all)
		return all[len(all)/10] // when little is under way
	}
	for _, c := range []struct {
		name string
		what func(sample) float64
		most func(float64) float64
	}{
		{"MiB resident", func(x sample) float64 { return x.mebibytes }, func(x float64) float64 { return x * soakMemory }},
		{"goroutines", func(x sample) float64 { return x.goroutines }, func(x float64) float64 { return x + soakGoroutines }},
		{"open files", func(x sample) float64 { return x.files }, func(x float64) float64 { return x + soakFiles }},
	} {
		first, middle, last := of(warm[:third], c.what), of(warm[third:2*third], c.what), of(warm[2*third:], c.what)
		s.t.Logf("%s: %.1f, then %.1f, then %.1f", c.name, first, middle, last)
		if last > c.most(first) || first == 0 {
			s.t.Errorf("%s: from %.1f to %.1f", c.name, first, last)
		}
	}
}

// whole checks that nothing is lost and nothing there twice, in the database, in
// the channels and in the backups.
func (s *soak) whole() {
	s.t.Helper()
	s.stubbed()
	asked := map[string]int{}
	for _, home := range s.homes {
		for _, m := range s.discord.As(s.owner).In(home).Sees() {
			for line := range strings.Lines(m.Text()) {
				if at := strings.Index(line, "Question "); at >= 0 && !m.Private {
					asked[strings.TrimSpace(line[at:])]++
				}
			}
		}
	}
	for n := range s.questions {
		if times := asked[soakQuestion(n)]; times != 1 {
			s.t.Errorf("question %d was asked %d times", n, times)
		}
	}
	soundFile(s.t.Context(), s.t, s.file, soakClubs)
	backups, err := filepath.Glob(filepath.Join(filepath.Dir(s.file), "backups", "*.db"))
	if want := 1 + int(s.long/soakBackup); err != nil || len(backups) < want-1 || s.long >= 2*time.Minute && len(backups) == 0 {
		s.t.Errorf("%d backups, not %d: %v", len(backups), want, err)
	}
	for _, file := range backups {
		soundFile(s.t.Context(), s.t, file, soakClubs)
	}
	if s.answered.Load() < int64(s.long.Seconds())*soakRate/3 {
		s.t.Errorf("only %d things were answered", s.answered.Load())
	}
	s.t.Logf("%v: %d things answered, %d without an answer, half within %v, all but a hundredth within %v; %d troubles; %d faults in requests; %d questions; %d backups",
		s.long, s.answered.Load(), s.unheard.Load(), s.waits[len(s.waits)/2].Round(time.Millisecond), s.waits[len(s.waits)*99/100].Round(time.Millisecond),
		s.troubles, s.discord.FaultHits(), s.questions, len(backups))
}
