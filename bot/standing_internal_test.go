package bot

import (
	"testing"
	"time"
)

// A connection that is lost again at once does not count: else a bot that Discord
// throws out each time would be said to be lost for no longer than since the last
// time, which is never long.
func TestAConnectionThatDoesNotHoldIsNone(t *testing.T) {
	t.Parallel()
	k := &keeper{}
	goes := func(held bool) time.Time {
		l := &link{opened: time.Now()}
		k.standing.connected(l)
		if c := k.connection(); !c.Connected || c.Since.IsZero() {
			t.Fatalf("it is up, and said to be %+v", c)
		}
		k.standing.lost("closed", held)
		c := k.connection()
		if c.Connected || c.Why != "closed" {
			t.Fatalf("it is lost, and said to be %+v", c)
		}
		return c.Since
	}
	k.standing.lost("no greeting", false)
	if c := k.connection(); !c.Since.IsZero() {
		t.Errorf("it never was up, and is said to be %+v", c)
	}
	first := goes(false)
	if first.IsZero() {
		t.Error("it is not said since when it is lost")
	}
	for range 2 {
		if again := goes(false); !again.Equal(first) {
			t.Errorf("it is said to be lost since %v, and has not held since %v", again, first)
		}
	}
	if again := goes(true); !again.After(first) {
		t.Error("it held, and is said to be lost for longer")
	}
}
