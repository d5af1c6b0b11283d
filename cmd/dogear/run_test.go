package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"dogear/bot/sandbox"
)

// soon bounds what must happen within ten seconds.
const soon = time.Minute

// The program beside a Discord of its own, as processes: testdata/program has
// a file for each story. Each finds a config.toml that points at its sandbox, a
// wrong.toml with neither a good token nor a good database, and waits for the
// bot to be connected by "ready".
func TestProgram(t *testing.T) {
	t.Parallel()
	type key struct{}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/program",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			discord, err := sandbox.Open(sandbox.Options{})
			if err != nil {
				return err
			}
			env.Defer(func() { _ = discord.Close() })
			env.Values[key{}] = discord
			env.Setenv("DISCORD_TOKEN", "")
			env.Setenv("APP", discord.AppID())
			return errors.Join(
				writeConfig(filepath.Join(env.WorkDir, "config.toml"), discord, discord.Token(), "dogear.db"),
				writeConfig(filepath.Join(env.WorkDir, "wrong.toml"), discord, testToken, "nowhere/dogear.db"))
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits,
			"ready": func(ts *testscript.TestScript, _ bool, _ []string) {
				ctx, cancel := context.WithTimeout(t.Context(), soon)
				defer cancel()
				ts.Check(ts.Value(key{}).(*sandbox.Sandbox).Ready(ctx))
			},
		},
	})
}

// writeConfig writes a configuration with which a bot finds the sandbox.
func writeConfig(path string, discord *sandbox.Sandbox, token, database string) error {
	text := fmt.Sprintf("[discord]\ntoken = %q\napi_base = %q\n[storage]\npath = %q\n", token, discord.URL(), database)
	return os.WriteFile(path, []byte(text), 0o600)
}

// started is a "dogear run" in this process.
type started struct {
	stop   context.CancelFunc
	ended  chan struct{} // closed when code is set
	code   int
	stderr lockedBuffer
}

func start(t *testing.T, discord *sandbox.Sandbox, token string) *started {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := writeConfig(path, discord, token, filepath.Join(t.TempDir(), "dogear.db")); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	s := &started{stop: stop, ended: make(chan struct{})}
	go func() {
		defer close(s.ended)
		s.code = run(ctx, []string{"run", "-config", path}, process{environment(nil), &s.stderr, &s.stderr})
	}()
	t.Cleanup(func() { stop(); <-s.ended })
	return s
}

// exit waits for the exit code.
func (s *started) exit(t *testing.T) int {
	t.Helper()
	select {
	case <-s.ended:
	case <-time.After(soon):
		t.Fatalf("still running; it wrote:\n%s", &s.stderr)
	}
	return s.code
}

func openSandbox(t *testing.T) *sandbox.Sandbox {
	t.Helper()
	discord, err := sandbox.Open(sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = discord.Close() })
	return discord
}

// ready waits until the bot is connected; one that has ended never will be.
func (s *started) ready(t *testing.T, discord *sandbox.Sandbox) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), soon)
	defer cancel()
	go func() {
		defer cancel()
		select {
		case <-s.ended:
		case <-ctx.Done():
		}
	}()
	if err := discord.Ready(ctx); err != nil {
		t.Fatalf("not connected: %v; it wrote:\n%s", err, &s.stderr)
	}
}

func TestRunEndsCleanly(t *testing.T) {
	t.Parallel()
	discord := openSandbox(t)
	s := start(t, discord, discord.Token())
	s.ready(t, discord)
	s.stop()
	if code := s.exit(t); code != exitClean {
		t.Errorf("exit code %d; it wrote:\n%s", code, &s.stderr)
	}
	if wrong := discord.Violations(); len(wrong) > 0 {
		t.Errorf("Discord refused: %q", wrong)
	}
}

// What only a person can mend ends the program with one plain line.
func TestRunGivesUp(t *testing.T) {
	t.Parallel()
	for _, code := range []int{4004, 4013, 4014} {
		t.Run(fmt.Sprint(code), func(t *testing.T) {
			t.Parallel()
			discord := openSandbox(t)
			s := start(t, discord, discord.Token())
			s.ready(t, discord)
			discord.CloseGateway(code)
			givesUp(t, s)
		})
	}
	t.Run("wrong token", func(t *testing.T) {
		t.Parallel()
		givesUp(t, start(t, openSandbox(t), testToken))
	})
}

func givesUp(t *testing.T, s *started) {
	t.Helper()
	if code := s.exit(t); code != exitFault {
		t.Errorf("exit code %d, want %d", code, exitFault)
	}
	text := s.stderr.String()
	lines := strings.Split(strings.TrimSpace(text), "\n")
	if last := lines[len(lines)-1]; !strings.HasPrefix(last, "dogear: ") || strings.Count(text, "\ndogear: ") > 1 {
		t.Errorf("not one plain line at the end:\n%s", text)
	}
	if strings.Contains(text, testToken) {
		t.Errorf("shows the token:\n%s", text)
	}
}

// lockedBuffer is a buffer that is read while it is written.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
