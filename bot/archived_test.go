package bot_test

import (
	"slices"
	"strings"
	"testing"

	"dogear/bot"
	"dogear/bot/sandbox"
)

// What stands in a room is edited in the archive too, and what is new comes
// there: the room is opened for it.
func TestAPostInAnArchivedRoom(t *testing.T) {
	t.Parallel()
	r, d := working(t)
	thread := r.makeRoom(d, 1, bot.Room{Parent: r.channel, Name: roomName, Locked: true})
	opened := func(n int) {
		t.Helper()
		e := r.edits(thread)
		if n++; len(e) != n || slices.ContainsFunc(e[1:], func(s string) bool { return s != `{"archived":false}` }) { // the first locks it
			t.Error("changes of the thread:", e)
		}
	}
	d.add(2, wishes(bot.Post{Channel: thread, Message: says("One reply")}))
	r.done(d, 2, 1)
	r.guild.Archive(thread)
	d.set(2, bot.Post{Channel: thread, Message: says("Two replies")})
	if got := r.done(d, 2, 2).outcome; got.Message == "" || got.Gone {
		t.Errorf("edited: %+v", got)
	}
	opened(1)
	r.guild.Archive(thread)
	d.add(3, wishes(bot.Post{Channel: thread, Message: says("A new one")}))
	if got := r.done(d, 3, 1).outcome; got.Message == "" {
		t.Errorf("posted: %+v", got)
	}
	opened(2)

	r.guild.Archive(thread)
	r.guild.DenyBot(r.channel, sandbox.PermissionManageThreads)
	d.set(2, bot.Post{Channel: thread, Message: says("Three replies")})
	if p := r.failed(d, 2); !p.Permanent || p.Unsure || !strings.Contains(p.Reason, "I may not open") || !strings.Contains(p.Reason, "(Manage Threads)") {
		t.Errorf("%+v", p)
	}
}
