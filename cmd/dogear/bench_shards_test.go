//go:build linux

package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"dogear/bot/sandbox"
)

// What is aimed at in ten thousand servers.
const (
	targetManyMemory = 120 // MiB
	targetTrouble    = 1.5 // times the slowest hundredth without another shard's trouble
)

// BenchmarkShards looks at Dogear in ten thousand servers, by four shards: what it
// holds, and how people fare while the other shards are in trouble, one silent and
// one that is cut off twice a second.
func BenchmarkShards(b *testing.B) {
	const servers, shards, channels, roles = 10_000, 4, 40, 25
	discord := openDiscord(b)
	// Discord's five seconds hold. Its ids deal out servers only nearly evenly.
	discord.SetStarts(sandbox.Starts{Shards: shards, Gap: 5 * time.Second, Most: servers / 3})
	crowds := make([]*racer, shards)
	n := 0
	for ; slices.Contains(crowds, nil); n++ {
		r := &racer{rival: &rival{discord: discord}}
		crowds[sandbox.ShardOf(r.settle().ID, shards)] = r
	}
	for ; n < servers; n++ {
		addServer(discord, fmt.Sprintf("Server %d", n+1), channels, roles)
	}

	dogear := startShards(b, discord)
	dogear.live(b, shards)
	took := time.Since(dogear.began)
	for _, r := range crowds {
		r.rival = dogear
		r.found(b) // answered only after all that the gateway sent before
	}
	connected, _ := dogear.memory(b)

	quiet, troubled := *crowds[3], *crowds[3]
	for range rounds {
		quiet.run(b)
		discord.HangShard(0)
		fine := restless(discord, 1)
		troubled.run(b)
		fine()
		discord.DropShard(0) // which Dogear would do in a minute and a half
		dogear.live(b, shards)
	}
	for _, r := range crowds { // all are back
		r.warmUp(b)
	}
	now := dogear.rested(b)
	_, most := dogear.memory(b)
	dogear.end(b)

	t := &table{title: fmt.Sprintf("%d shards, %d servers of %d channels and %d roles", shards, servers, channels, roles)}
	t.row("", "Dogear", "", "", "target", "")
	t.row("resident memory at rest, MiB", figure(now), "", "", fmt.Sprintf("< %d", targetManyMemory), met(now < targetManyMemory))
	t.row("just connected, MiB", figure(connected), "", "", "", "")
	t.row("at most, MiB", figure(most), "", "", "", "")
	t.row("until all shards are connected, s", figure(took.Seconds()), "", "", "", "")
	t.row("", "trouble", "quiet", "ratio", "target", "")
	t.compare("slowest hundredth, ms", troubled.slowest, quiet.slowest, targetTrouble, lessIsBetter)
	t.compare("answers a second", troubled.speed, quiet.speed, 0, moreIsBetter)
	t.print()
	b.ReportMetric(now, "MiB")
}

// startShards starts Dogear with as many shards as its Discord recommends.
func startShards(b *testing.B, discord *sandbox.Sandbox) *rival {
	b.Helper()
	dir := b.TempDir()
	config := filepath.Join(dir, "config.toml")
	text := fmt.Sprintf("[discord]\ntoken = %q\napi_base = %q\nshards = \"auto\"\n[storage]\npath = %q\n",
		discord.Token(), discord.URL(), filepath.Join(dir, databaseName))
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		b.Fatal(err)
	}
	return launch(b, discord, exec.CommandContext(b.Context(), dogearProgram(b), "run", "-config", config))
}

// live waits until so many shards are connected.
func (r *rival) live(b *testing.B, shards int) {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.Context(), 5*time.Minute)
	defer cancel()
	if err := r.discord.Await(ctx, func() bool { return r.discord.GatewayStats().Live == shards }); err != nil {
		b.Fatalf("not connected: %v; it wrote:\n%s", err, &r.stderr)
	}
}

// restless has a shard be cut off again and again, until fine is called.
func restless(discord *sandbox.Sandbox, shard int) (fine func()) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		again := time.NewTicker(time.Second / 2)
		defer again.Stop()
		for ctx.Err() == nil {
			discord.DropShard(shard)
			select {
			case <-again.C:
			case <-ctx.Done():
			}
		}
	}()
	return func() { cancel(); <-done }
}
