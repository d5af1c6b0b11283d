package main

import (
	"strings"
	"testing"
	"time"

	"dogear/bot/sandbox"
)

// A story presses once and waits for what comes of it, and not for ever.
func TestATellerWaitsForARoom(t *testing.T) {
	t.Parallel()
	p, o := newRoomsPlay(t)
	ana := p.discord.As("Ana")
	p.slash("Ana", "/progress at:6")
	tell := &teller{ctx: p.ctx, s: p.discord, home: p.home}
	if room := tell.enters(ana, "Checkpoint 1"); tell.err != nil || room != o.rooms()[0] {
		t.Errorf("in the room %q, %v", room, tell.err)
	}

	p.guild.DenyBot(p.home, sandbox.PermissionPrivateThreads)
	p.discord.Turn(7 * 24 * time.Hour)
	p.post("### Checkpoint 2")
	hasty := &teller{ctx: p.ctx, s: p.discord, home: p.home, patience: 100 * time.Millisecond}
	if room := hasty.enters(ana, "Checkpoint 2"); hasty.err == nil {
		t.Errorf("in a room that cannot be made, %q", room)
	}
	presses := 0
	for _, m := range p.as("Ana").Sees() {
		if strings.Contains(m.Text(), "The room is not there yet") {
			presses++
		}
	}
	if presses != 1 {
		t.Errorf("pressed %d times", presses)
	}
}
