package commands_test

import (
	"fmt"
	"testing"
)

// Under each post hangs a thread, if the club wants that: its name tells nothing,
// and its first line says how far one may speak there.
func TestThreadsUnderPosts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	miriam := w.withRead()
	miriam.slash("club settings", "threads", true).says("Threads: one for free talk under each post")
	miriam.slash("prompt add", "text", "Early?", "at", "2026-12-03 12:00")
	miriam.slash("prompt add", "text", "Then?", "at", "2026-12-08 12:00", "all", true)
	w.until("2026-12-03 12:00")
	early := w.post("Early?")
	if line := w.post("without giving anything of the book away"); line.channel != early.id {
		t.Errorf("the line is in %s, want %s", line.channel, early.id)
	}
	w.until("2026-12-06 18:00")
	post := w.post("### Checkpoint 1")
	line := w.post("up to and including **Chapter 3**")
	line.offers("Write a note", "Read notes")
	if line.channel != post.id {
		t.Errorf("the line is in %s, want %s", line.channel, post.id)
	}
	w.until("2026-12-08 12:00")
	if n := w.count("up to and including **Chapter 3**"); n != 2 {
		t.Errorf("%d threads are up to Chapter 3", n)
	}
	if names := fmt.Sprint(w.talks); names != "[Before the beginning, 3 December Up to Chapter 3 Up to Chapter 3, 8 December]" {
		t.Errorf("they are called %s", names)
	}
	miriam.slash("prompt edit", "prompt", "2") // an edit of the post opens no other
	miriam.slash("prompt add", "text", "Off?", "at", "2026-12-09 12:00", "all", true)
	miriam.slash("club settings", "threads", false).says("Threads: none")
	w.until("2026-12-09 12:00")
	if len(w.talks) != 3 {
		t.Errorf("there are %d threads", len(w.talks))
	}
}
