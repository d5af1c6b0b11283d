//go:build linux

package main

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"testing"
	"time"
)

// diskConfig names the variable by which a test that runs itself as another
// process says with which configuration Dogear runs there.
const diskConfig = "DOGEAR_TEST_DISK"

// Posts fall due while the disk is full, in the moment in which it is recorded
// that one is there, and after; and while another process has the database to
// itself. Dogear goes on, says so in its log, and posts what is due when it can.
func TestABadDisk(t *testing.T) {
	t.Parallel()
	if path := os.Getenv(diskConfig); path != "" {
		runOnSmallDisk(t, path)
		return
	}
	if testing.Short() {
		t.Skip("waits for posts to fall due; not with -short")
	}
	s := newStorm(t, 1, 2, postsPerClub*time.Second)
	d := s.onSmallDisk()
	seen := func() { d.turn("full") } // a post is there, and the bot has not heard of it
	s.meanwhile.Store(&seen)
	s.logs("work not recorded", 1)
	posts := s.sights.Load()
	s.logs("work not claimed", 2) // seconds in which posts fall due
	if more := s.sights.Load() - posts; more > 0 {
		t.Errorf("%d posts came without a record of them", more)
	}
	d.turn("room")
	s.await("posts where there is room again", func() bool { return s.sights.Load() > posts })

	// What was leased and not recorded is free after minutes, or with the next
	// process.
	d.kill()
	s.discord.ForgetNonces()
	d = s.onSmallDisk()
	posts = s.sights.Load()
	s.await("posts of the next process", func() bool { return s.sights.Load() > posts })
	s.locked()
	s.done(d.running)
	for line := range strings.Lines(s.log.String()) {
		if strings.Contains(line, "panic") || strings.Contains(line, "level=ERROR") && !strings.Contains(line, "disk I/O error") {
			t.Error("it wrote:", line)
		}
	}
	for _, v := range s.discord.Violations() {
		t.Error("Discord refuses:", v)
	}
}

// locked has another connection keep the database to itself for some seconds.
func (s *storm) locked() {
	s.t.Helper()
	db, err := sql.Open("sqlite", "file:"+s.file+"?_busy_timeout=10000&_txlock=immediate")
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	tx, err := db.BeginTx(s.ctx, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	s.pass(time.Second) // what had been claimed may still come
	posts := s.sights.Load()
	s.pass(2 * time.Second)
	if more := s.sights.Load() - posts; more > 0 {
		s.t.Errorf("%d posts came without a record of them", more)
	}
	if err := tx.Rollback(); err != nil {
		s.t.Error(err)
	}
}

// runOnSmallDisk is Dogear, on a disk that is full, or has room, as the standard
// input says: no file may be written, or any.
func runOnSmallDisk(t *testing.T, config string) {
	signal.Ignore(syscall.SIGXFSZ) // a write that is too large is an error, no more
	go func() {
		for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
			var limit syscall.Rlimit
			err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit)
			limit.Cur = limit.Max
			if strings.HasPrefix(lines.Text(), "full") {
				limit.Cur = 0
			}
			if err == nil {
				err = syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit)
			}
			_, _ = fmt.Fprintln(os.Stderr, "the disk is", lines.Text(), err)
		}
	}()
	if code := run(context.Background(), []string{"run", "-config", config}, process{os.Getenv, os.Stderr, os.Stderr}); code != exitClean {
		t.Errorf("exit code %d", code)
	}
}

// smallDisk is Dogear as a process on a disk that can be full.
type smallDisk struct {
	*running
	in    io.Writer
	turns int
}

func (s *storm) onSmallDisk() *smallDisk {
	s.t.Helper()
	cmd := exec.CommandContext(s.ctx, os.Args[0], "-test.run=^"+s.t.Name()+"$")
	cmd.Env = append(os.Environ(), diskConfig+"="+s.config())
	in, err := cmd.StdinPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	return &smallDisk{running: s.starts(cmd), in: in}
}

// turn has the disk be full, or have room.
func (d *smallDisk) turn(what string) {
	d.turns++
	what = fmt.Sprint(what, d.turns)
	if _, err := fmt.Fprintln(d.in, what); err != nil {
		d.p.t.Error(err)
		return
	}
	d.p.logs("the disk is "+what+" <nil>", 1)
}

// logs waits until something stands so often in the log.
func (p *play) logs(what string, times int) {
	look := time.NewTicker(time.Millisecond)
	defer look.Stop()
	for strings.Count(p.log.String(), what) < times {
		select {
		case <-look.C:
		case <-p.ctx.Done():
			p.t.Errorf("%q is not in the log:\n%s", what, p.log)
			return
		}
	}
}
