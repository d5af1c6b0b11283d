package bot

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"
)

// Only what this process sent a short while ago is known to be remembered by
// Discord; and what is never recorded is not kept for ever.
func TestSends(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const within = 2 * time.Minute
		var s sends
		if s.since("a", within) {
			t.Error("nobody knows when it was sent")
		}
		s.note("a", within)
		_ = sleep(t.Context(), within-time.Second)
		s.note("a", within) // again: the first time counts
		if !s.since("a", within) {
			t.Error("forgotten too early")
		}
		_ = sleep(t.Context(), time.Second)
		if s.since("a", within) {
			t.Error("remembered for too long")
		}
		s.note("b", within)
		s.forget("b")
		if s.since("b", within) {
			t.Error("it was recorded")
		}
		for i := range maxSends {
			s.note(fmt.Sprint(i), within)
		}
		_ = sleep(t.Context(), within)
		if s.note("c", within); len(s.first) != 1 {
			t.Error("kept:", len(s.first))
		}
	})
}
