package main

import (
	"testing"
	"time"

	"dogear/bot/sandbox"
)

// For more than a day Dogear may not write in the channel. What was asked again
// and again goes on when it may: with the time that it is then, and no other.
func TestRepeatedQuestionOutlivesALostRight(t *testing.T) {
	t.Parallel()
	p := newShortPlay(t)
	p.boot()
	p.begins()
	p.wonders("Sofia?", "repeat:daily 10:15")
	o := openOracle(t, p.file)
	defer o.close()
	// What is refused is tried again within minutes, on a clock that nobody turns.
	until := func(day, hour int) {
		t.Helper()
		p.halt()
		p.edits(`UPDATE work SET not_before = 0`)
		p.discord.TurnTo(time.Date(2027, time.March, day, hour, 20, 0, 0, time.UTC))
		p.boot()
		p.rouse()
		p.idle(o)
	}
	until(1, 10)
	p.guild.DenyBot(p.home, sandbox.PermissionSendMessages)
	for _, hour := range []int{10, 12, 17} { // refused, and too late at last
		until(2, hour)
	}
	until(3, 10)
	p.has(p.slash("Miriam", "/prompt list"), "Sofia?", "Send Messages")
	p.guild.DenyBot(p.home, 0)
	until(3, 11)
	until(4, 10)
	if is := p.order("Sofia"); is != "Sofia Sofia Sofia" {
		t.Errorf("posted are %s", is)
	}
	p.wellBehaved()
}
