package main

import (
	"slices"
	"strings"
	"syscall"
	"time"

	"dogear/bot/sandbox"
)

// drained waits until all that is due by a moment is done, whatever it waits for.
func (p *play) drained(o *oracle, by time.Time) {
	p.t.Helper()
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	for {
		var left []string
		o.each(`SELECT kind || ' ' || subject || ' ' || state || ', ' || attempts || ' attempts, ' || reason FROM work WHERE open = 1 AND due_at <= ?`,
			func(scan func(...any)) {
				var what string
				scan(&what)
				left = append(left, what)
			}, by.Unix())
		if len(left) == 0 {
			return
		}
		select {
		case <-look.C:
		case <-p.ctx.Done():
			p.t.Fatalf("not done: %q; the bot wrote:\n%s", left, p.log)
		}
	}
}

// ends asks the process to stop, which it does well.
func (p *play) ends(run *running) {
	p.t.Helper()
	if err := run.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		p.t.Fatal(err)
	}
	<-run.ended
	if code := run.cmd.ProcessState.ExitCode(); code != exitClean {
		p.t.Errorf("exit code %d", code)
	}
}

// goesOn checks that each question that is repeated is asked once more, and has
// been asked once.
func (s *storm) goesOn(o *oracle) {
	s.t.Helper()
	clubs := 0
	o.each(`SELECT (SELECT count(*) FROM prompt WHERE series_id = series.id),
		(SELECT count(*) FROM prompt JOIN work ON kind = 'prompts' AND subject = prompt_post_id
			WHERE series_id = series.id AND open = 1 AND due_at > ?) FROM series`, func(scan func(...any)) {
		var all, ahead int
		scan(&all, &ahead)
		if clubs++; all != 2 || ahead != 1 {
			s.t.Errorf("a repeated question stands %d times in the rows, %d of them ahead", all, ahead)
		}
	}, s.last.Add(time.Hour).Unix())
	if clubs != len(s.homes) {
		s.t.Errorf("%d questions are repeated in %d clubs", clubs, len(s.homes))
	}
}

// once checks that each club has its posts once and in order, and under each one
// its thread, if it wants those.
func (s *storm) once() {
	s.t.Helper()
	for club, home := range s.homes {
		var is, want []string
		for n := range postsPerClub {
			want = append(want, question(club, n))
		}
		want[postsPerClub/2] = "### Checkpoint 1"
		for _, m := range s.discord.As(s.owner).In(home).Sees() {
			i := slices.IndexFunc(want, func(w string) bool { return strings.Contains(m.Text(), w) })
			if i < 0 {
				continue
			}
			is = append(is, want[i])
			if n := s.firstLines(m); talks(club) && n != 1 || !talks(club) && m.Thread != nil {
				s.t.Errorf("%q of club %d has the thread %+v, with %d first lines", want[i], club, m.Thread, n)
			}
		}
		if !slices.Equal(is, want) {
			s.t.Errorf("club %d has\n%s", club, strings.Join(is, "\n"))
		}
	}
	if s.t.Failed() {
		s.t.Logf("the bot wrote:\n%s", s.log)
	}
}

// firstLines counts the messages in the thread under a post that say how far one
// may speak there.
func (s *storm) firstLines(m *sandbox.Message) (n int) {
	if m.Thread == nil {
		return 0
	}
	for _, line := range s.discord.As(s.owner).In(m.Thread.ID).Sees() {
		if line.ID != m.ID && strings.Contains(line.Text(), "Talk freely here") {
			n++
		}
	}
	return n
}
