package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"dogear/bot/sandbox"
	"dogear/storage"
)

// seen is a bot in this process, with a window through which it is seen.
type seen struct {
	t       *testing.T
	discord *sandbox.Sandbox
	guild   *sandbox.Guild
	db      *storage.DB
	backups *nightly
	log     *lockedBuffer
	address string
}

// openSeen starts a bot whose window is at a free port; prepare is called before.
func openSeen(t *testing.T, prepare func(*sandbox.Sandbox)) *seen {
	t.Helper()
	discord, err := sandbox.Open(sandbox.Options{Token: testToken})
	if err != nil {
		t.Fatal(err)
	}
	s := &seen{t: t, discord: discord, guild: discord.AddGuild("The Hailsham Readers"), log: &lockedBuffer{}}
	t.Cleanup(func() { _ = discord.Close() })
	s.guild.AddMember("Miriam", sandbox.PermissionManageEvents, sandbox.PermissionManageRoles)
	prepare(discord)
	cfg := config{
		token: hide(testToken), apiBase: discord.URL(), lateAfter: 6 * time.Hour,
		database: filepath.Join(t.TempDir(), "dogear.db"), listen: "127.0.0.1:0",
	}
	log := slog.New(slog.NewTextHandler(s.log, nil))
	if s.db, err = storage.Open(t.Context(), cfg.database); err != nil {
		t.Fatal(err)
	}
	if s.backups, err = newNightly(cfg, s.db, log, time.Now); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- serveSeen(ctx, cfg, s.db, s.backups, log) }()
	t.Cleanup(func() {
		cancel()
		if err := <-served; err != nil {
			t.Errorf("it ended with: %v", err)
		}
		_ = s.db.Close() // some tests have closed it
	})
	at := regexp.MustCompile(`health=http://(\S+)/healthz`)
	s.comes("it listens", func() bool { return at.MatchString(s.log.String()) })
	s.address = at.FindStringSubmatch(s.log.String())[1]
	return s
}

// comes waits until something is so.
func (s *seen) comes(what string, cond func() bool) {
	s.t.Helper()
	look := time.NewTicker(5 * time.Millisecond)
	defer look.Stop()
	limit := time.After(soon)
	for !cond() {
		select {
		case <-look.C:
		case <-limit:
			s.t.Fatalf("never so: %s; the bot wrote:\n%s", what, s.log)
		}
	}
}

// get asks for a page.
func (s *seen) get(path string) (status int, text string) {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, "http://"+s.address+path, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	b, err := io.ReadAll(response.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return response.StatusCode, string(b)
}

// asked is "dogear health" for the window, as a program of its own would ask.
func (s *seen) asked() (code int, out, wrong string) {
	s.t.Helper()
	return askedAt(s.t, s.address)
}

func askedAt(t *testing.T, address string) (code int, out, wrong string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(path, []byte(fmt.Sprintf("[http]\nlisten = %q\n", address)), 0o600); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr strings.Builder
	code = run(t.Context(), []string{"health", "-config", path}, process{environment(nil), &stdout, &stderr})
	return code, stdout.String(), stderr.String()
}

// From before Discord has greeted the bot to the end of a database: who asks is
// told the truth, with what is wrong in words.
func TestHealth(t *testing.T) {
	t.Parallel()
	s := openSeen(t, func(discord *sandbox.Sandbox) { discord.NoHello(true) })
	if code, text := s.get(pathHealth); code != http.StatusServiceUnavailable || !strings.HasPrefix(text, "discord: not connected yet") || strings.Count(text, "\n") != 1 {
		t.Errorf("before it is connected: %d, %q", code, text)
	}
	if code, _, wrong := s.asked(); code != exitFault || !strings.HasPrefix(wrong, "dogear: not well: discord: not connected yet") {
		t.Errorf("before it is connected: exit code %d, %q", code, wrong)
	}
	s.discord.NoHello(false)
	s.discord.Drop()
	s.comes("it is well", func() bool { code, _ := s.get(pathHealth); return code == http.StatusOK })
	if _, text := s.get(pathHealth); text != "ok\n" {
		t.Errorf("well: %q", text)
	}
	if code, out, wrong := s.asked(); code != exitClean || out != "ok\n" || wrong != "" {
		t.Errorf("well: exit code %d, %q, %q", code, out, wrong)
	}
	s.backups.mu.Lock()
	s.backups.failure = errors.New("there is no room on the disk")
	s.backups.mu.Unlock()
	if code, text := s.get(pathHealth); code != http.StatusServiceUnavailable || text != "backup: the last one was not made: there is no room on the disk\n" {
		t.Errorf("without a backup: %d, %q", code, text)
	}
	if code, text := s.get("/"); code != http.StatusNotFound {
		t.Errorf("another page: %d, %q", code, text)
	}
}

// Who asks where nobody answers is told what to look at.
func TestHealthWithoutAnAnswer(t *testing.T) {
	t.Parallel()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := listener.Addr().String()
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	if code, _, wrong := askedAt(t, nobody); code != exitFault || !strings.HasPrefix(wrong, "dogear: no answer from "+nobody+": ") || !strings.Contains(wrong, "is Dogear running") {
		t.Errorf("nobody answers: exit code %d, %q", code, wrong)
	}
	if code, _, wrong := askedAt(t, ""); code != exitFault || !strings.HasPrefix(wrong, "dogear: nobody can be asked: http.listen is empty") {
		t.Errorf("there is no window: exit code %d, %q", code, wrong)
	}
	for listen, want := range map[string]string{
		":9090": "127.0.0.1:9090", "0.0.0.0:9090": "127.0.0.1:9090", "[::]:9090": "[::1]:9090",
		"192.0.2.7:9090": "192.0.2.7:9090", "localhost:9090": "localhost:9090",
	} {
		if got := reachable(listen); got != want {
			t.Errorf("who listens at %s is asked at %s, want %s", listen, got, want)
		}
	}
}

// An address that another program has is one plain line, and not a bot that
// nobody can see.
func TestTheWindowIsTaken(t *testing.T) {
	t.Parallel()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	discord := openSandbox(t)
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := writeConfig(path, discord, discord.Token(), filepath.Join(t.TempDir(), "dogear.db")); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Fprintf(f, "[http]\nlisten = %q\n", listener.Addr()); err != nil || f.Close() != nil {
		t.Fatal(err)
	}
	var stderr lockedBuffer
	code := run(t.Context(), []string{"run", "-config", path}, process{environment(nil), &stderr, &stderr})
	if text := stderr.String(); code != exitFault || !strings.Contains(text, "\ndogear: http.listen: ") || !strings.Contains(text, "address already in use") {
		t.Errorf("exit code %d; it wrote:\n%s", code, text)
	}
}
