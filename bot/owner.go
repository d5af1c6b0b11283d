package bot

import (
	"context"
	"fmt"
	"maps"
)

// unowned reserves for a row the first of some threads or events, given by
// their ids, that no other row has. It is -1 if there is none.
func (w *worker) unowned(ctx context.Context, row int64, ids []string, taken func(ctx context.Context, id string) (bool, error)) (int, error) {
	for i, id := range ids {
		if !w.reserve(id, row) {
			continue
		}
		if taken, err := taken(ctx, id); err != nil {
			return -1, fmt.Errorf("look whose it is: %w", err)
		} else if !taken {
			return i, nil
		}
	}
	return -1, nil
}

// reserve makes a thread or an event that of a row; it is false if another has
// reserved it.
func (w *worker) reserve(id string, row int64) bool {
	w.owning.Lock()
	defer w.owning.Unlock()
	if owner, taken := w.owner[id]; taken {
		return owner == row
	}
	w.owner[id] = row
	return true
}

// release forgets what a row has reserved, once the desk has recorded which
// thread or event is its own. No other takes it then, because who looks for a
// lost one reserves it first and asks Taken after: where the reservation was
// gone, Taken knows. Those of rows that never get done stay; they are few.
func (w *worker) release(row int64) {
	w.owning.Lock()
	defer w.owning.Unlock()
	maps.DeleteFunc(w.owner, func(_ string, owner int64) bool { return owner == row })
}
