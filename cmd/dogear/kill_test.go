package main

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"dogear/bot/sandbox"
)

// The program as a process, killed while posts fall due and while people
// write: every post is there once, and nothing that was acknowledged is lost.
func TestKilled(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("builds and kills the program; not with -short")
	}
	dogear := compile(t)
	p := overdue(t)
	waits := []string{"### Checkpoint 1", "First?", "Second?", "Third?"}

	run := p.execute(dogear)
	p.post(waits[0])
	run.kill() // a checkpoint has just been posted, the next posts are due

	p.discord.Fault(sandbox.Fault{Method: "POST", PathPrefix: "/channels/", Match: "/messages", AfterEffect: true, Times: 1})
	run = p.execute(dogear)
	p.await("a post whose reply is lost", func() bool { return p.discord.FaultHits() == 1 })
	run.kill()

	run = p.execute(dogear)
	p.post(waits[3])
	wrote := 0
	for ; wrote < 6; wrote++ {
		p.slash("Ana", fmt.Sprintf("/note chapter:everyone text:Note %d.", wrote))
	}
	run.kill() // six are acknowledged, most of their stubs are not there yet

	run = p.execute(dogear)
	p.await("the stubs", func() bool { return len(p.stubs()) == wrote })
	acked := p.writesUntil(run)
	run = p.execute(dogear)
	p.posted(waits...)
	p.keeps(wrote, acked)

	run.terminate()
	p.wellBehaved()
}

// compile makes the program.
func compile(t *testing.T) string {
	t.Helper()
	exe := filepath.Join(t.TempDir(), "dogear")
	out, err := exec.CommandContext(t.Context(), "go", "build", "-o", exe, ".").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return exe
}

// overdue makes a club, a week ago, whose first checkpoint and three questions
// have fallen due by the real clock, and stops the bot before they are posted.
func overdue(t *testing.T) *play {
	t.Helper()
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	due := time.Now().In(zone).Truncate(time.Minute).Add(-5 * time.Minute)
	p := newPlay(t, sandbox.Options{Start: due.AddDate(0, 0, -7)}, "Ana", "Ben")
	p.boot()
	p.slash("Miriam", "/club setup timezone:Europe/London role:Readers")
	p.slash("Miriam", "/book add title:Never Let Me Go chapters:6")
	plan := p.slash("Miriam", "/schedule plan book:Never Let Me Go start:today pace:3 time:"+due.Format("15:04"))
	p.press("Miriam", plan, "Start this read")
	p.press("Ana", p.card(), "Join")
	for i, text := range []string{"First?", "Second?", "Third?"} {
		at := due.Add(time.Duration(i+1) * time.Minute).Format("2006-01-02 15:04")
		p.has(p.slash("Miriam", "/prompt add all:true at:"+at+" text:"+text), "is asked on")
	}
	p.halt()
	p.discord.TurnTo(time.Now())
	return p
}

// running is the program as a process.
type running struct {
	p     *play
	cmd   *exec.Cmd
	ended chan struct{}
}

// execute starts the program and waits until it is connected.
func (p *play) execute(dogear string) *running {
	p.t.Helper()
	r := p.launch(dogear)
	p.connected()
	return r
}

// launch starts the program.
func (p *play) launch(dogear string) *running {
	p.t.Helper()
	return p.starts(exec.CommandContext(p.ctx, dogear, "run", "-config", p.config()))
}

// config writes a configuration for a program that runs beside the test.
func (p *play) config() string {
	p.t.Helper()
	path := filepath.Join(p.t.TempDir(), "config.toml")
	if err := writeConfig(path, p.discord, testToken, p.file); err != nil {
		p.t.Fatal(err)
	}
	return path
}

func (p *play) starts(cmd *exec.Cmd) *running {
	p.t.Helper()
	r := &running{p: p, cmd: cmd, ended: make(chan struct{})}
	r.cmd.Stdout, r.cmd.Stderr = p.log, p.log
	if err := r.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	go func() {
		defer close(r.ended)
		_ = r.cmd.Wait() // what it exits with is asked of the process's state
	}()
	p.t.Cleanup(r.kill)
	return r
}

// kill ends the process as a power cut would.
func (r *running) kill() {
	_ = r.cmd.Process.Kill() // it may have ended
	<-r.ended
	left := context.WithoutCancel(r.p.ctx)
	_ = r.p.discord.Await(left, func() bool { return r.p.discord.GatewayStats().Live == 0 })
}

// writesUntil has Ben write notes, one after the other, while the process is
// killed, and returns the texts of those that were acknowledged.
func (p *play) writesUntil(r *running) (acked []string) {
	p.t.Helper()
	ctx, cancel := context.WithCancel(p.ctx)
	defer cancel()
	go func() {
		<-r.ended // nobody answers any more
		cancel()
	}()
	for {
		text := fmt.Sprintf("Ben's note %d.", len(acked))
		if _, err := p.as("Ben").Slash(ctx, "/note chapter:everyone text:"+text); err != nil {
			r.kill()
			return acked
		}
		if acked = append(acked, text); len(acked) == 5 {
			go r.kill()
		}
	}
}

// posted checks that each of some posts is there once.
func (p *play) posted(says ...string) {
	p.t.Helper()
	for _, text := range says {
		p.post(text)
		if n := len(p.posts(text)); n != 1 {
			p.t.Errorf("%d posts say %q", n, text)
		}
	}
}

// keeps checks that every note that was acknowledged is there, and has its
// stub once. One that was being written may be there or not.
func (p *play) keeps(before int, acked []string) {
	p.t.Helper()
	// Stubs are posted in order, so one more of Ana's comes behind all of Ben's.
	p.slash("Ana", "/note chapter:everyone text:The last.")
	p.await("the last stub", func() bool { return len(p.posts("<@"+p.as("Ana").ID+"> left ")) == before+1 })
	n := len(p.stubs()) - before - 1
	if n != len(acked) && n != len(acked)+1 {
		p.t.Errorf("%d notes were acknowledged, and %d have a stub", len(acked), n)
	}
	read := map[string]int{}
	for _, m := range p.stubs() {
		lines := strings.Split(p.press("Miriam", m, "Open").Text(), "\n> ")
		read[lines[len(lines)-1]]++
	}
	for _, text := range acked {
		if read[text] != 1 {
			p.t.Errorf("%d stubs open %q", read[text], text)
		}
	}
	for text, n := range read {
		if n > 1 {
			p.t.Errorf("%d stubs open %q", n, text)
		}
	}
	p.t.Logf("%d notes were acknowledged before the kill, %d kept", len(acked), n)
}

// terminate asks the process to stop while an answer is on its way: the answer
// is given, and the process ends well.
func (r *running) terminate() {
	p := r.p
	p.t.Helper()
	hits := p.discord.FaultHits()
	p.discord.Fault(sandbox.Fault{Method: "POST", Match: "/callback", Status: 429, RetryAfter: 0.7, Times: 1})
	answered := make(chan error, 1)
	go func() {
		a, err := p.as("Ana").Slash(p.ctx, "/progress at:3")
		if err == nil && !strings.Contains(a.Message.Text(), "Chapter 3") {
			err = fmt.Errorf("the answer is %q", a.Message.Text())
		}
		answered <- err
	}()
	p.await("an answer on its way", func() bool { return p.discord.FaultHits() > hits })
	if err := r.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		p.t.Fatal(err)
	}
	if err := <-answered; err != nil {
		p.t.Errorf("an answer on its way was lost: %v", err)
	}
	select {
	case <-r.ended:
	case <-p.ctx.Done():
		p.t.Fatal("still running")
	}
	if code := r.cmd.ProcessState.ExitCode(); code != exitClean {
		p.t.Errorf("exit code %d; it wrote:\n%s", code, p.log)
	}
}
