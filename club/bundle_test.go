package club_test

import (
	"testing"
	"unicode/utf8"

	"dogear/club"
)

func TestBundle(t *testing.T) {
	t.Parallel()
	bundle := club.Bundle("ana", club.Draft("one", "ana"), club.Draft("", "ana"), club.UpTo(chapter(3)).Hide(secret, "bo"), club.ForAll().Hide("four", "bo"))
	mustHide(t, "a bundle", bundle.String())
	if _, ok := bundle.For(club.Rereader("bo", 9)); ok {
		t.Error("another opens it")
	}
	texts := bundle.Unbundle()
	if len(texts) != 4 {
		t.Fatalf("%d texts come out", len(texts))
	}
	for i, want := range []string{"one", "", "", "four"} {
		if got, ok := texts[i].For(club.Someone("ana")); got != want || !ok {
			t.Errorf("text %d is %q, %v, want %q", i, got, ok, want)
		}
		if _, ok := texts[i].For(club.Rereader("bo", 9)); ok {
			t.Errorf("text %d opens for another", i)
		}
	}
	if club.Draft("no bundle", "ana").Unbundle() != nil || (club.Locked{}).Unbundle() != nil {
		t.Error("what is no bundle has texts")
	}
}

// Whatever is bundled comes out as it was, but for what is no text at all; and
// what merely looks like a bundle opens nothing.
func FuzzBundle(f *testing.F) {
	f.Add("one", `["two"]`)
	f.Add("\x00", "\u2028\\u0000")
	f.Add(`[1, {"a": null}, "x"]`, "\xff")
	f.Fuzz(func(t *testing.T, a, b string) {
		texts := club.Bundle("ana", club.Draft(a, "ana"), club.Draft(b, "ana")).Unbundle()
		if len(texts) != 2 {
			t.Fatalf("%d texts come out", len(texts))
		}
		for i, want := range []string{a, b} {
			if got, ok := texts[i].For(club.Someone("ana")); !ok || utf8.ValidString(want) && got != want {
				t.Fatalf("%q comes out as %q", want, got)
			}
		}
		for _, text := range club.Draft(a, "ana").Unbundle() {
			if _, ok := text.For(club.Someone("ben")); ok {
				t.Fatalf("%q opens for another", a)
			}
		}
	})
}
