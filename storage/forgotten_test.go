package storage_test

import (
	"errors"
	"slices"
	"testing"

	"dogear/storage"
)

// Who asked everywhere to be forgotten is, also where the last server in which
// something was still to be undone is erased before it was.
func TestForgottenInAServerThatIsErased(t *testing.T) {
	t.Parallel()
	const kathy = "80351110224678913"
	db := open(t, ":memory:")
	write(t, db, func(tx *storage.Tx) error {
		for i := 1; i <= 2; i++ {
			w, err := tellAll(tx, i)
			if err := errors.Join(err, lived(tx, w, kathy)); err != nil {
				return err
			}
		}
		if _, err := tx.ForgetPerson("", kathy, noon()); err != nil {
			return err
		}
		for _, left := range []struct {
			guild string
			want  []string
		}{
			{"guild-1", []string{"forgetting.user_id", "work.user_id"}},
			{"guild-2", nil},
		} {
			err := tx.Gone(left.guild, noon())
			for more := true; more && err == nil; {
				more, err = tx.EraseServer(left.guild, noon())
			}
			if err != nil {
				return err
			}
			if found, err := standsIn(tx, kathy); err != nil || !slices.Equal(found, left.want) {
				t.Errorf("without %s the id is in %s, %v; want %s", left.guild, found, err, left.want)
			}
		}
		return nil
	})
}
