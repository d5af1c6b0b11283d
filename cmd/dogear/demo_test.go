package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// opened is a demo in this process, whose story has been told.
type opened struct {
	*stage
	play *play
	stop func()
}

func openStory(t *testing.T, data string) *opened {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), plenty)
	t.Cleanup(cancel)
	log := &lockedBuffer{}
	place, err := openDemo(ctx, "127.0.0.1:0", data, log)
	if err != nil {
		t.Fatal(err)
	}
	live, end := context.WithCancel(ctx)
	served := make(chan error, 1)
	go func() { served <- place.serve(live) }()
	o := &opened{stage: place}
	o.stop = func() {
		end()
		if err := <-served; err != nil {
			t.Errorf("the demo ended with: %v", err)
		}
		if err := place.close(); err != nil {
			t.Error(err)
		}
	}
	if err := place.story(ctx); err != nil {
		o.stop()
		t.Fatalf("the story is not told: %v; the bot wrote:\n%s", err, log)
	}
	o.play = &play{t: t, ctx: ctx, discord: place.sandbox, log: log, owner: "Miriam"}
	o.play.guild = place.sandbox.Guild("The Hailsham Readers")
	o.play.home = o.play.guild.Channel("never-let-me-go")
	return o
}

func TestDemosStory(t *testing.T) {
	t.Parallel()
	o := openStory(t, "")
	defer o.stop()
	p := o.play
	p.has(p.slash("Miriam", "/help"), "/schedule show")
	p.has(p.slash("Ana", "/help"), "**Chapter 11** (11 of 23)")
	p.has(p.slash("Ben", "/help"), "**Chapter 5** (5 of 23)")
	p.has(p.slash("Chidi", "/help"), "**Chapter 14** (14 of 23)")
	for _, name := range []string{"Ana", "Ben", "Chidi"} {
		p.hasNot(p.slash(name, "/help"), "/schedule show")
	}

	// The last checkpoint has just opened, and the next is a week ahead.
	for n, want := range []int{1, 1, 1, 1, 0} {
		if got := len(p.posts(fmt.Sprintf("### Checkpoint %d:", n+1))); got != want {
			t.Errorf("checkpoint %d has %d posts", n+1, got)
		}
	}
	since := p.discord.Now().Sub(time.Unix(p.post("### Checkpoint 4:").At, 0))
	if since < 0 || since > time.Hour {
		t.Errorf("the last checkpoint opened %v ago", since)
	}
	house, err := furnish(config{}, o.db, p.discord.Now)
	if err != nil {
		t.Fatal(err)
	}
	if next, ok := house.NextDue(p.ctx); !ok || next.Sub(p.discord.Now()) > 7*24*time.Hour+2*time.Hour {
		t.Errorf("the next post is due %v, %v", next, ok)
	}

	// Ben is behind: notes of others are shut for him, and open for Chidi.
	stubs := p.stubs()
	shut := 0
	for _, m := range stubs {
		if text := p.press("Ben", m, "Open").Text(); strings.Contains(text, "This opens at") {
			shut++
		}
	}
	if shut < 3 || shut == len(stubs) {
		t.Errorf("of %d notes %d are shut for Ben", len(stubs), shut)
	}
	p.wellBehaved()
}

// A demo that keeps its data goes on where it stopped: nothing is told or
// posted again, and what stands on the screen still works.
func TestDemoGoesOn(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	first := openStory(t, data)
	note := first.play.stubs()[0]
	words := first.play.press("Ana", note, "Open").Text()
	before := first.play.public()
	first.stop()

	second := openStory(t, data)
	defer second.stop()
	p := second.play
	p.has(p.press("Ana", note, "Open"), words)
	p.has(p.slash("Ben", "/progress"), "Chapter 5")
	p.note("Chidi", "/note chapter:9 text:And on it goes.") // behind whatever might come again
	after := second.play.public()
	if len(after) != len(before)+1 || !slices.Equal(after[:len(before)], before) {
		t.Errorf("before:\n%s\nafter:\n%s", strings.Join(before, "\n"), strings.Join(after, "\n"))
	}
	p.discord.Turn(7 * 24 * time.Hour)
	p.await("the next checkpoint", func() bool { return len(p.posts("### Checkpoint 5:")) == 1 })
	p.wellBehaved()
}

// The command itself: it says where its page is, serves it, and ends cleanly.
func TestDemoServesItsPage(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithTimeout(t.Context(), plenty)
	defer stop()
	out, stdout := io.Pipe()
	stderr := &lockedBuffer{}
	code := make(chan int, 1)
	go func() {
		code <- run(ctx, []string{"demo", "-listen", "127.0.0.1:0"}, process{environment(nil), stdout, stderr})
		_ = stdout.Close()
	}()
	url, told := "", false
	lines := bufio.NewScanner(out)
	for !told && lines.Scan() {
		if _, at, ok := strings.Cut(lines.Text(), "demo is at "); ok {
			url = at
		}
		told = strings.Contains(lines.Text(), "waiting for you")
	}
	if !told {
		t.Fatalf("exit code %d; it wrote:\n%s", <-code, stderr)
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	page, err := io.ReadAll(response.Body)
	_ = response.Body.Close()
	if err != nil || response.StatusCode != http.StatusOK || !bytes.Contains(page, []byte("<html")) {
		t.Errorf("the page: %d, %v\n%s", response.StatusCode, err, page)
	}
	stop()
	if got := <-code; got != exitClean || stderr.String() != "" {
		t.Errorf("exit code %d; it wrote:\n%s", got, stderr)
	}
}
