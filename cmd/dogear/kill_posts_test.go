package main

import (
	"context"
	"database/sql"
	"flag"
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"testing"
	"time"

	"dogear/bot/sandbox"
)

// defineStormFlags adds the flags of the storm to those of the test:
//
//	go test ./cmd/dogear -run Storm -storm.posts=500 -storm.kills=30 -storm.rounds=50 -parallel 8 -timeout 1h
func defineStormFlags() {
	flag.Int("storm.posts", 60, "how many `posts` fall due in a round, a multiple of 10")
	flag.Int("storm.kills", 6, "how `often` the program is killed in a round")
	flag.Int("storm.rounds", 1, "how many `rounds` there are")
	flag.Duration("storm.span", 0, "how `long` the posts take to fall due; 0: eight a second, and no fewer than ten seconds")
	flag.Uint64("storm.seed", 0, "the seed of the first round; 0: one from the time")
}

func stormFlag[T any](name string) T {
	get, _ := flag.Lookup("storm." + name).Value.(flag.Getter)
	v, _ := get.Get().(T)
	return v
}

// The program as a process, killed at random moments while posts fall due in
// many clubs, with a network that loses answers: each post is there once, in
// its club's order.
func TestStorm(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("builds and kills the program; not with -short")
	}
	dogear := compile(t)
	seed := stormFlag[uint64]("seed")
	if seed == 0 {
		seed = uint64(time.Now().UnixNano())
	}
	for i := range uint64(stormFlag[int]("rounds")) {
		t.Run(fmt.Sprint("seed ", seed+i), func(t *testing.T) {
			t.Parallel()
			newStorm(t, seed+i, stormFlag[int]("posts")/postsPerClub, stormFlag[time.Duration]("span")).round(dogear, stormFlag[int]("kills"))
		})
	}
}

// postsPerClub are the posts of a club in a storm: its first checkpoint and the
// questions around it.
const postsPerClub = 10

// storm is a round: clubs whose posts fall due while the program is killed.
type storm struct {
	*play
	rng    *rand.Rand
	span   time.Duration // in which the posts fall due
	last   time.Time     // when the last of them does
	homes  []string      // the channels of the clubs
	sights atomic.Int64  // how much has come into anyone's sight
	// meanwhile is called once when something has come into sight, before the bot
	// hears of it.
	meanwhile atomic.Pointer[func()]
}

// newStorm makes the clubs of a round, whose posts fall due from now on within a
// span.
func newStorm(t *testing.T, seed uint64, clubs int, span time.Duration) *storm {
	t.Helper()
	if span == 0 {
		span = max(postsPerClub*time.Second, time.Duration(clubs*postsPerClub)*time.Second/8)
	}
	s := &storm{rng: rand.New(rand.NewPCG(seed, 0)), span: span}
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	// They are planned for yesterday, minute by minute, and moved to now when
	// all is there.
	first := time.Now().In(zone).Add(-26 * time.Hour).Truncate(time.Minute)
	s.play = newPlay(t, sandbox.Options{
		Start: middleOf(first).AddDate(0, 0, -7),
		Witness: func(sandbox.Sight) {
			s.sights.Add(1)
			if meanwhile := s.meanwhile.Swap(nil); meanwhile != nil {
				(*meanwhile)()
			}
		},
	})
	s.boot()
	for i := range clubs {
		if i%10 == 0 && i > 0 {
			s.guild = s.discord.AddGuild(fmt.Sprint("Server ", i/10))
			s.guild.AddMember(s.owner)
			s.guild.AddMember("Miriam", sandbox.PermissionManageEvents, sandbox.PermissionManageRoles)
		}
		s.home = s.guild.AddChannel(fmt.Sprint("club-", i))
		s.homes = append(s.homes, s.home)
		s.found(i, first)
	}
	s.halt()
	s.discord.TurnTo(time.Now())
	s.fallDue(first)
	return s
}

// question marks a question of a club that no other has.
func question(club, n int) string { return fmt.Sprintf("Question %d of club %d?", n, club) }

// middleOf is when the checkpoint comes of a club whose first question comes first.
func middleOf(first time.Time) time.Time { return first.Add(postsPerClub / 2 * time.Minute) }

// talks reports whether there is a thread under each post of a club.
func talks(club int) bool { return club%3 == 0 }

// found makes a club with a checkpoint in the middle of its questions. One of
// those is repeated every day.
func (s *storm) found(club int, first time.Time) {
	s.t.Helper()
	s.slash("Miriam", "/club setup timezone:Europe/London")
	if talks(club) {
		s.slash("Miriam", "/club settings threads:true")
	}
	s.slash("Miriam", "/book add title:Never Let Me Go chapters:6")
	plan := s.slash("Miriam", "/schedule plan book:Never Let Me Go start:today pace:3 time:"+middleOf(first).Format("15:04"))
	s.press("Miriam", plan, "Start this read")
	for n := range postsPerClub {
		if n == postsPerClub/2 {
			continue
		}
		at := first.Add(time.Duration(n) * time.Minute)
		when := "at:" + at.Format("2006-01-02 15:04")
		if n == postsPerClub-2 {
			when += " repeat:daily " + at.Format("15:04")
		}
		s.has(s.slash("Miriam", "/prompt add all:true "+when+" text:"+question(club, n)), "is asked")
	}
}

// edits changes the rows of a bot that does not run.
func (p *play) edits(statements ...string) {
	p.t.Helper()
	db, err := sql.Open("sqlite", "file:"+p.file)
	if err != nil {
		p.t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for _, q := range statements {
		if _, err := db.ExecContext(p.ctx, q); err != nil {
			p.t.Fatalf("%v in %s", err, q)
		}
	}
}

// fallDue moves all posts to now: those of a club one after the other, those of
// the clubs side by side.
func (s *storm) fallDue(first time.Time) {
	s.t.Helper()
	step := int64(s.span.Seconds()) / postsPerClub
	begin := time.Now().Add(time.Second)
	s.last = begin.Add(s.span + time.Second)
	at := fmt.Sprintf(" SET at = %d + (at - %d) / 60 * %d + read_id %% (%[3]d + 1) ", begin.Unix(), first.Unix(), step)
	s.edits(
		`UPDATE prompt_post`+at,
		`UPDATE checkpoint`+at+`WHERE number = 1`,
		`UPDATE work SET due_at = coalesce(iif(kind = 'prompts', (SELECT at FROM prompt_post WHERE id = subject),
			(SELECT at FROM checkpoint WHERE id = subject AND number = 1)), due_at) WHERE kind IN ('prompts', 'checkpoint')`)
}

// round has the program killed over and over, and looks what came of it.
func (s *storm) round(dogear string, kills int) {
	s.t.Helper()
	for _, f := range []sandbox.Fault{
		{Status: 429, RetryAfter: 0.3, Chance: 0.05}, {Status: 0, AfterEffect: true, Chance: 0.05}, {Status: 500, Chance: 0.02},
	} {
		f.PathPrefix, f.Match = "/channels/", "/messages"
		s.discord.Fault(f)
	}
	long := 0
	for range kills {
		run := s.launch(dogear)
		s.trouble(s.span / time.Duration(kills))
		run.kill()
		if s.rng.IntN(3) == 0 {
			s.discord.ForgetNonces() // it stayed dead for minutes
			long++
		}
	}
	s.done(s.launch(dogear))
	s.wellBehaved("more than 50 requests in a second") // in the same one as the process before
	s.t.Logf("%d posts in %d clubs, %d kills, %d of them for long, %d faults", len(s.homes)*postsPerClub, len(s.homes), kills, long, s.discord.FaultHits())
}

// done waits until a process has done all, and looks what came of it.
func (s *storm) done(run *running) {
	s.t.Helper()
	s.await("the last connection", func() bool { return s.discord.GatewayStats().Live > 0 })
	o := openOracle(s.t, s.file)
	s.drained(o, s.last.Add(time.Hour)) // with what follows from the last of them
	s.goesOn(o)
	o.close()
	s.ends(run)
	s.once()
}

// trouble is what happens to a process until it is killed, after a while: the
// gateway drops, and it dies at any moment, or in the one in which something is
// posted.
func (s *storm) trouble(mean time.Duration) {
	s.pass(time.Duration(s.rng.Int64N(int64(mean))))
	switch s.rng.IntN(6) {
	case 0:
		s.discord.Drop()
	case 1:
		s.discord.Reconnect()
	case 2:
		s.discord.InvalidSession(false)
	case 3:
		s.discord.CloseGateway(4000)
	}
	if s.rng.IntN(2) == 0 {
		s.pass(time.Duration(s.rng.Int64N(int64(mean))))
		return
	}
	before := s.sights.Load()
	ctx, cancel := context.WithTimeout(s.ctx, 2*mean)
	defer cancel()
	_ = s.discord.Await(ctx, func() bool { return s.sights.Load() > before }) // all may be there already
	s.pass(time.Duration(s.rng.IntN(5)) * time.Millisecond)
}

// pass lets real time pass: the moments of a kill are measured by nothing else.
func (s *storm) pass(d time.Duration) {
	select {
	case <-time.After(d):
	case <-s.ctx.Done():
	}
}
