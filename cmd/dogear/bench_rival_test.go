//go:build linux

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"dogear/bot/sandbox"
)

// rival is a bot in a process of its own, beside a Discord of its own in this
// one.
type rival struct {
	discord *sandbox.Sandbox
	command *exec.Cmd
	began   time.Time
	stderr  bytes.Buffer
}

// build makes the program that people run.
func build(b *testing.B) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "dogear")
	if out, err := exec.CommandContext(b.Context(), "go", "build", "-o", path, ".").CombinedOutput(); err != nil {
		b.Fatalf("go build: %v\n%s", err, out)
	}
	return path
}

// startDogear starts a program that is Dogear beside a Discord.
func startDogear(b *testing.B, program string, discord *sandbox.Sandbox) *rival {
	b.Helper()
	return startDogearIn(b, b.TempDir(), program, discord)
}

// databaseName is the database in the folder of startDogearIn.
const databaseName = "dogear.db"

// startDogearIn starts Dogear on the database of a folder.
func startDogearIn(b *testing.B, dir, program string, discord *sandbox.Sandbox) *rival {
	b.Helper()
	config := filepath.Join(dir, "config.toml")
	if err := writeConfig(config, discord, discord.Token(), filepath.Join(dir, databaseName)); err != nil {
		b.Fatal(err)
	}
	return launch(b, discord, exec.CommandContext(b.Context(), program, "run", "-config", config))
}

// startBare starts the bare bot beside a Discord.
func startBare(b *testing.B, discord *sandbox.Sandbox) *rival {
	b.Helper()
	command := exec.CommandContext(b.Context(), bareName)
	command.Env = append(os.Environ(), "DISCORD_TOKEN="+discord.Token(), "API_BASE="+discord.URL())
	return launch(b, discord, command)
}

func launch(b *testing.B, discord *sandbox.Sandbox, command *exec.Cmd) *rival {
	b.Helper()
	r := &rival{discord: discord, command: command}
	command.Stderr = &r.stderr
	r.began = time.Now()
	if err := command.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if command.ProcessState == nil {
			_ = command.Process.Kill()
			_ = command.Wait()
		}
	})
	return r
}

// connected waits until the bot is, and has registered its commands.
func (r *rival) connected(b *testing.B) {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.Context(), time.Minute)
	defer cancel()
	err := r.discord.Await(ctx, func() bool {
		return r.discord.GatewayStats().Live > 0 && len(r.discord.Commands()) > 0
	})
	if err != nil {
		b.Fatalf("not connected: %v; it wrote:\n%s", err, &r.stderr)
	}
}

// end stops the process, which must end well and have broken no rule. It
// returns how long it kept a processor busy.
func (r *rival) end(b *testing.B) time.Duration {
	b.Helper()
	r.stop(b)
	if wrong := r.discord.Violations(); len(wrong) > 0 {
		b.Fatalf("Discord would have refused: %.500q", wrong)
	}
	return r.command.ProcessState.UserTime() + r.command.ProcessState.SystemTime()
}

// stop stops the process, which must end well.
func (r *rival) stop(b *testing.B) {
	b.Helper()
	err := errors.Join(r.command.Process.Signal(syscall.SIGTERM), r.command.Wait())
	if err != nil {
		b.Fatalf("%v; it wrote:\n%s", err, &r.stderr)
	}
}

// identified waits for the bot's IDENTIFY and says when it came.
func (r *rival) identified(b *testing.B) time.Time {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.Context(), soon)
	defer cancel()
	if err := r.discord.Await(ctx, func() bool { return r.discord.GatewayStats().Identifies > 0 }); err != nil {
		b.Fatalf("%v; it wrote:\n%s", err, &r.stderr)
	}
	return time.Now()
}

// rested waits until the process has given back what it does not need, that is
// until its memory has not fallen for five seconds, and returns what it holds.
func (r *rival) rested(b *testing.B) float64 {
	b.Helper()
	look := time.NewTicker(time.Second / 2)
	defer look.Stop()
	now, _ := r.memory(b)
	for least, quiet := now, 0; quiet < 10; quiet++ {
		<-look.C
		if now, _ = r.memory(b); now < least-0.1 {
			least, quiet = now, 0
		}
	}
	return now
}

// memory is what the process holds now and held at most, in MiB.
func (r *rival) memory(b *testing.B) (now, most float64) {
	b.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", r.command.Process.Pid))
	if err != nil {
		b.Fatal(err)
	}
	read := func(name string) float64 {
		_, rest, _ := strings.Cut(string(status), name+":")
		line, _, _ := strings.Cut(rest, "kB")
		kib, err := strconv.Atoi(strings.TrimSpace(line))
		if err != nil {
			b.Fatalf("%s: %v", name, err)
		}
		return float64(kib) / 1024
	}
	return read("VmRSS"), read("VmHWM")
}

// openDiscord starts a Discord with nobody in it.
func openDiscord(b *testing.B) *sandbox.Sandbox {
	b.Helper()
	discord, err := sandbox.Open(sandbox.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = discord.Close() })
	return discord
}
