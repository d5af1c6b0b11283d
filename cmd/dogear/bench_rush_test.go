//go:build linux

package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"dogear/storage"
)

// What is aimed at.
const (
	targetSlow      = 40.0 // posts a second
	targetQuick     = 45.0 // of Discord's fifty
	targetMeanwhile = 2.0  // times what the slowest hundredth of answers takes while nothing is due
)

const (
	largeChannels = 500
	largePosts    = 19 // in each of them
	smallServers  = 100
	smallPosts    = 5
	rushReaders   = 10 // who say how far they are meanwhile
	rushPace      = 250 * time.Millisecond
	rushRound     = 3 * time.Second
)

// drainVariable has BenchmarkRush go on until all is posted, four minutes.
const drainVariable = "DOGEAR_DRAIN"

// BenchmarkRush has ten thousand posts fall due at once, nearly all of one
// server, while people use the bot.
func BenchmarkRush(b *testing.B) {
	const all = largeChannels*largePosts + smallServers*smallPosts
	p := startPress(b)
	idle := p.say(b)
	large, channels := p.addServer("Large", largeChannels)
	due := time.Now()
	p.restart(b, func(tx *storage.Tx) error {
		for _, channel := range channels {
			if err := p.plant(tx, large.ID, channel, largePosts, due); err != nil {
				return err
			}
		}
		for i := range smallServers {
			small, channels := p.addServer(fmt.Sprintf("Small %d", i+1), 1)
			if err := p.plant(tx, small.ID, channels[0], smallPosts, due); err != nil {
				return err
			}
		}
		return nil
	})
	began := p.await(b, 1, time.Minute)[0].at
	busy := p.say(b)
	if os.Getenv(drainVariable) != "" {
		p.await(b, all, 5*time.Minute)
	}
	list, refused := p.posts()
	p.stop(b) // what it did wrong is in the table: a machine that stalls has requests arrive in heaps

	t := &table{title: fmt.Sprintf("%d posts due at once, %d of one server and %d of each of %d, the first %.0f s",
		all, largeChannels*largePosts, smallPosts, smallServers, list[len(list)-1].at.Sub(began).Seconds())}
	t.row("", "Dogear", "idle", "ratio", "target", "")
	rate(b, t, list, began)
	t.row("requests that Discord called too many", fmt.Sprint(refused), "", "", "0", met(refused == 0))
	if wrong := len(p.discord.Violations()); wrong > refused {
		b.Errorf("Discord would have refused: %.500q", p.discord.Violations())
	}
	fairness(t, list, began)
	t.compare("slowest hundredth of /progress, ms", busy.slowest, idle.slowest, targetMeanwhile, lessIsBetter)
	t.compare("median of them, ms", busy.usual, idle.usual, 0, lessIsBetter)
	t.print()
}

// rate says how many posts came in a second, from the second one to the last
// whole one.
func rate(b *testing.B, t *table, list []posted, began time.Time) {
	b.Helper()
	from, n := began.Add(time.Second), 0
	to := list[len(list)-1].at.Truncate(time.Second)
	for _, post := range list {
		if !post.at.Before(from) && post.at.Before(to) {
			n++
		}
	}
	speed := float64(n) / to.Sub(from).Seconds()
	t.row("posts a second", figure(speed), "", "", fmt.Sprintf("%.0f to %.0f", targetSlow, targetQuick), met(speed >= targetSlow && speed <= targetQuick))
	t.row("posts that came", fmt.Sprint(len(list)), "", "", "", "")
	b.ReportMetric(speed, "posts/s")
}

// fairness says when the small servers had their posts. Served in turn, they
// have them all when the large one has as many as each of them.
func fairness(t *table, list []posted, began time.Time) {
	var first, last time.Time // when the last small server had its first post, and when they had all
	small, largeByThen, had := 0, 0, map[string]bool{}
	for i, post := range list {
		if post.server == "Large" {
			continue
		}
		if small++; !had[post.server] {
			had[post.server], first = true, post.at
		}
		last, largeByThen = post.at, i+1-small
	}
	aim := float64(smallServers*smallPosts+smallPosts) / targetSlow
	t.row("small servers' posts that came", fmt.Sprint(small), "", "", fmt.Sprint(smallServers*smallPosts), met(small == smallServers*smallPosts))
	t.row("each of them had one after, s", figure(first.Sub(began).Seconds()), "", "", "", "")
	t.row("and all after, s", figure(last.Sub(began).Seconds()), "", "", fmt.Sprintf("< %.1f", 1.5*aim), met(last.Sub(began).Seconds() < 1.5*aim))
	t.row("the large one's by then", fmt.Sprint(largeByThen), "", "", "", "")
}

// meanwhile is how people were answered: in each round the slowest hundredth and
// the median, in ms.
type meanwhile struct{ slowest, usual []float64 }

// say has a few readers say how far they are, at leisure.
func (p *press) say(b *testing.B) (m meanwhile) {
	b.Helper()
	for range rounds {
		var all sync.WaitGroup
		each, errs := make([][]time.Duration, rushReaders), make([]error, rushReaders)
		for i, reader := range p.readers[:rushReaders] {
			reader = reader.In(p.home)
			all.Go(func() {
				<-time.After(time.Duration(i) * rushPace / rushReaders) // not all at once
				pace := time.NewTicker(rushPace)
				defer pace.Stop()
				for n := range int(rushRound / rushPace) {
					<-pace.C
					typed := time.Now()
					errs[i] = errors.Join(errs[i], say(b.Context(), reader, (i+n)%23+1))
					each[i] = append(each[i], time.Since(typed))
				}
			})
		}
		all.Wait()
		if err := errors.Join(errs...); err != nil {
			b.Fatalf("%v; the bot wrote:\n%s", err, &p.stderr)
		}
		waits := slices.Sorted(slices.Values(slices.Concat(each...)))
		m.slowest = append(m.slowest, milliseconds(waits[(len(waits)-1)*99/100]))
		m.usual = append(m.usual, milliseconds(waits[(len(waits)-1)/2]))
	}
	return m
}
