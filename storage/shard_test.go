package storage_test

import (
	"fmt"
	"slices"
	"testing"

	"dogear/storage"
)

// Who says which servers of a shard Dogear is in says nothing of the others'.
func TestTheServersOfAShard(t *testing.T) {
	t.Parallel()
	db := open(t, ":memory:")
	server := func(moment int) string { return fmt.Sprint(1574285702584074240 + moment<<22) } // one of another shard each
	first := 1574285702584074240 >> 22 % 4
	write(t, db, func(tx *storage.Tx) error {
		for moment := range 12 {
			if _, err := tx.Exec(`INSERT INTO server (guild_id, left_at) VALUES (?, ?)`, server(moment), []any{nil, 1}[moment/8]); err != nil {
				return err
			}
		}
		return tx.All([]string{server(1), server(9)}, (first+1)%4, 4, noon())
	})
	read(t, db, func(tx *storage.Tx) error {
		left, err := tx.LeftBefore(noon())
		slices.Sort(left)
		// It was in 5, but is not; it is in 1 and, again, in 9. The others of the
		// last four were left before, and all else is another shard's.
		if want := []string{server(5), server(8), server(10), server(11)}; !slices.Equal(left, want) {
			t.Errorf("left are %v, want %v", left, want)
		}
		return err
	})
}
