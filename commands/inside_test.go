package commands

import (
	"strings"
	"testing"

	"dogear/club"
	"dogear/storage"
)

// A checkpoint that is none of the read's is not taken for its first one, whose
// room lets more people in.
func TestACheckpointOfAnotherRead(t *testing.T) {
	t.Parallel()
	s := &scene{
		chapters:    club.Numbered(6),
		checkpoints: []storage.Checkpoint{{ID: 3, First: 1, Last: 3}, {ID: 4, First: 4, Last: 6}},
	}
	if s.indexOf(3) != 0 || s.indexOf(4) != 1 {
		t.Error("a checkpoint is not found")
	}
	ana := club.ReaderAt("ana", 3)
	if !s.admits(s.indexOf(3), ana) || s.admits(s.indexOf(4), ana) {
		t.Error("the rule of a room is another")
	}
	for _, who := range []club.Reader{ana, club.ReaderAt("ben", 6), club.Rereader("cat", 0)} {
		if s.admits(s.indexOf(5), who) {
			t.Error("a room that is not there admits", who)
		}
	}
}

// Whatever work is in trouble, an organiser is told what it is.
func TestEveryTroubleHasAName(t *testing.T) {
	t.Parallel()
	for kind := range (&House{}).lookers() {
		if line := trouble(storage.Work{Kind: kind, State: "failed", Book: "Emma"}); strings.HasPrefix(line, " of Emma") {
			t.Errorf("nobody knows what %q is: %s", kind, line)
		}
	}
}
