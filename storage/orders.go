package storage

import (
	"slices"
	"sync"

	"dogear/club"
)

// orders keeps in memory what is read all the time and changes rarely: the
// chapters of books and the checkpoints of reads. Each is kept under the
// number book.orders, which is read in the transaction that asks, and drawn
// anew at random by triggers when the rows change. So a transaction gets what
// its own state of the database holds, whoever kept it, rolled back or not.
type orders struct {
	mu          sync.Mutex
	chapters    map[int64]kept[club.Chapter] // by book
	checkpoints map[int64]kept[Checkpoint]   // by read
}

type kept[T any] struct {
	order int64
	list  []T
}

// ordersKept is how many lists of each kind are kept, of a few kilobytes each.
const ordersKept = 512

// recall returns the list that id had under order, of which the caller owns a
// copy, or has it loaded and keeps it.
func recall[T any](mu *sync.Mutex, lists *map[int64]kept[T], id, order int64, load func() ([]T, error)) ([]T, error) {
	mu.Lock()
	k, ok := (*lists)[id]
	mu.Unlock()
	if ok && k.order == order {
		return slices.Clone(k.list), nil
	}
	list, err := load()
	if err != nil {
		return nil, err
	}
	mu.Lock()
	defer mu.Unlock()
	if *lists == nil || len(*lists) >= ordersKept {
		*lists = make(map[int64]kept[T]) // forget all: they are soon back
	}
	(*lists)[id] = kept[T]{order, slices.Clone(list)}
	return list, nil
}
