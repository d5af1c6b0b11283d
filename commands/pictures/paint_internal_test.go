package pictures

import (
	"sync/atomic"
	"testing"
	"testing/synctest"
)

// Whoever comes fifth waits until one of four is done, and everyone's turn comes,
// even after a drawing that panicked.
func TestFourAreDrawnAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p, err := New()
		if err != nil {
			t.Fatal(err)
		}
		func() {
			defer func() { _ = recover() }()
			_, _ = p.paint(t.Context(), func() *sheet { panic("a fault in a drawing") })
		}()
		const all = 11
		var begun, done atomic.Int32
		goOn := make(chan struct{})
		for range all {
			go func() {
				if _, err := p.paint(t.Context(), func() *sheet {
					begun.Add(1)
					<-goOn
					return p.sheet(280)
				}); err != nil {
					t.Error(err)
				}
				done.Add(1)
			}()
		}
		for finished := range int32(all) {
			synctest.Wait()
			if n := begun.Load(); done.Load() != finished || n != min(all, finished+4) {
				t.Fatalf("after %d pictures, %d are done and %d begun", finished, done.Load(), n)
			}
			goOn <- struct{}{}
		}
		synctest.Wait()
		if done.Load() != all {
			t.Errorf("%d of %d were drawn", done.Load(), all)
		}
	})
}
