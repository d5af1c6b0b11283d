package club_test

import (
	"testing"

	"dogear/club"
)

// A sealed text opens to those to whom the stars are open and who have read that
// far, and to its author; organisers are no exception, and what it is joined with
// is as sealed.
func TestSealed(t *testing.T) {
	t.Parallel()
	plain, sealed := club.WholeBook(3), club.WholeBook(3).Sealed()
	words := sealed.Hide("text", "ana")
	for _, c := range []struct {
		who  club.Reader
		want bool
	}{
		{club.ReaderAt("bo", 3), false},
		{club.Rereader("bo", 0), false},
		{club.Keeper("bo"), false},
		{club.Nobody(), false},
		{club.Someone("bo").Unsealed(), false},
		{club.ReaderAt("bo", 2).Unsealed(), false},
		{club.ReaderAt("bo", 3).Unsealed(), true},
		{club.Rereader("bo", 0).Unsealed(), true},
		{club.Keeper("bo").Unsealed(), true},
		{club.ReaderAt("ana", 0), true},
	} {
		if _, ok := words.For(c.who); ok != c.want {
			t.Errorf("%+v: %v", c.who, ok)
		}
		if _, ok := plain.Hide("text", "ana").For(c.who); c.want && !ok {
			t.Errorf("%+v sees more with the seal than without", c.who)
		}
	}
	for _, both := range []club.Lock{
		club.Strictest(sealed, club.ForAll()), club.Strictest(club.ForAll(), sealed), club.Strictest(plain, sealed),
		club.Strictest(plain, club.ForAll().Sealed()), plain.Hide("", "").Behind(sealed).Opening(), sealed.Hide("", "").Behind(plain).Opening(),
	} {
		if both != sealed {
			t.Errorf("together they are %+v", both)
		}
	}
	if !sealed.IsSealed() || plain.IsSealed() || sealed.Bare() != plain || club.ForAll().Sealed().IsForAll() || sealed.Label() != plain.Label() {
		t.Errorf("%+v and %+v", sealed, plain)
	}
}
