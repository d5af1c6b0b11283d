package main

import (
	"flag"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// The hunt plays a book club at random, against the real bot and a real
// database file, and looks whether anyone ever sees what they may not: see
// oracle for how that is known without asking the bot.
//
// A play is a row of steps that can be done again, in whole or in part, so a
// play that found something is shortened until every step of it matters.

// defineHuntFlags adds the flags of the hunt to those of the test:
//
//	go test ./cmd/dogear -run Hunt -hunt.steps=100000 -hunt.seed=7
func defineHuntFlags() {
	flag.Int("hunt.steps", 0, "how many `steps` the hunt takes in all; 0: some that take seconds")
	flag.Uint64("hunt.seed", 0, "the seed of the hunt's first play; 0: some fixed ones, and one from the time")
	flag.Int("hunt.length", 0, "how many `steps` one play has")
	flag.Bool("hunt.table", false, "print how often each action of the bot was reached")
	flag.Bool("hunt.story", false, "print each play, step by step")
}

func huntFlag[T any](t *testing.T, name string) (v T) {
	t.Helper()
	f := flag.Lookup("hunt." + name)
	if f == nil {
		t.Fatalf("there is no flag -hunt.%s", name)
	}
	get, _ := f.Value.(flag.Getter)
	v, ok := get.Get().(T)
	if !ok {
		t.Fatalf("-hunt.%s is a %T", name, get.Get())
	}
	return v
}

const (
	huntsAtOnce = 16      // a bot in its own name says 42 things a second: several plays share the processors
	huntFew     = 8       // plays of a test that nobody asked for more
	huntLength  = 100     // steps of one of them
	huntLong    = 600     // steps of a play of a long hunt
	huntShort   = 60      // of one with -short
	huntEnough  = 100_000 // steps after which everything must have been reached
)

// Nothing about the story reaches anyone who has not read that far.
func TestHunt(t *testing.T) {
	t.Parallel()
	seeds, length := huntSeeds(t)
	reached := newCoverage()
	began := time.Now()
	took := huntAll(t, seeds, length, reached)
	spent := time.Since(began)
	t.Logf("%d steps in %.1f s, %.0f a second; %d sights held %d marked texts", took, spent.Seconds(),
		float64(took)/spent.Seconds(), reached.sights.Load(), reached.marks.Load())
	if huntFlag[bool](t, "table") {
		t.Log("\n" + reached.table())
	}
	if missing := reached.missing(); len(missing) > 0 && !t.Failed() && took >= huntEnough {
		t.Errorf("in %d steps these actions were never reached: %s", took, strings.Join(missing, ", "))
	}
}

// huntSeeds are the seeds of the plays, and how many steps each has.
func huntSeeds(t *testing.T) (seeds []uint64, length int) {
	t.Helper()
	steps, first := huntFlag[int](t, "steps"), huntFlag[uint64](t, "seed")
	length = huntFlag[int](t, "length")
	if length == 0 {
		switch length = huntLength; {
		case steps > 0:
			length = min(huntLong, steps)
		case testing.Short():
			length = huntShort
		}
	}
	plays := huntFew
	if steps > 0 {
		plays = (steps + length - 1) / length
	}
	if first != 0 {
		for i := range plays {
			seeds = append(seeds, first+uint64(i))
		}
		return seeds, length
	}
	for i := range plays - 1 {
		seeds = append(seeds, uint64(i+1))
	}
	now := uint64(time.Now().UnixNano()) % 1_000_000
	t.Logf("one play has the seed %d, from the time", now)
	return append(seeds, now), length
}

// huntAll plays all seeds, several at once, and returns how many steps were
// taken. What is found is told when all are over: shortening it takes a while.
func huntAll(t *testing.T, seeds []uint64, length int, reached *coverage) (steps int) {
	t.Helper()
	var mu sync.Mutex
	var wg sync.WaitGroup
	next := make(chan uint64)
	for range min(huntsAtOnce, len(seeds)) {
		wg.Go(func() {
			for seed := range next {
				n, found := huntOnce(t, seed, length, reached)
				mu.Lock()
				steps += n
				mu.Unlock()
				if found != "" {
					t.Error(found)
				}
			}
		})
	}
	for _, seed := range seeds {
		if reached.over.Load() {
			break
		}
		next <- seed
	}
	close(next)
	wg.Wait()
	return steps
}

// huntOnce plays one seed, and tells what it found as a short story.
func huntOnce(t *testing.T, seed uint64, length int, reached *coverage) (took int, story string) {
	t.Helper()
	t.Run("seed="+strconv.FormatUint(seed, 10), func(t *testing.T) {
		w := newWorld(t, reached)
		steps := w.improvise(seed, length)
		w.close()
		found := w.found
		took = len(steps)
		if huntFlag[bool](t, "story") {
			t.Log("\n" + strings.Join(w.story, "\n"))
		}
		if found == nil {
			return
		}
		if reached.over.Swap(true) {
			if found.kind == noAnswer { // the machine is busy with the play that is being shortened
				return
			}
			story = fmt.Sprintf("after %d steps of -hunt.seed=%d too: %s", took, seed, found)
			return // one story at a time
		}
		less, last := shorten(t, steps, w)
		if last == w && found.kind == noAnswer {
			t.Logf("a slow answer in step %d, which is not when the play is repeated: %s", len(steps), found)
			reached.over.Store(false)
			return
		}
		story = fmt.Sprintf("after %d steps (again: -hunt.seed=%d -hunt.steps=%d -hunt.length=%d), shortened to %d:\n%s\n\n%s",
			len(steps), seed, length, length, len(less), strings.Join(last.story, "\n"), last.found)
	})
	return took, story
}
