package club_test

import (
	"testing"

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
