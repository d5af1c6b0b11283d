package club

import (
	"testing"

	"pgregory.net/rapid"
)

// Plain ASCII has a way of its own, which must lead to the same.
func TestSquashOfASCII(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOfN(rapid.SampledFrom([]rune("1 1a,1.-'Z\n+")), 0, 16, -1).Draw(t, "s")
		if got, want := squash(s), squashAny(s); got != want {
			t.Fatalf("%q: %q, not %q", s, got, want)
		}
	})
}
