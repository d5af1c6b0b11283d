package bot

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
)

const (
	// What Discord says of connections is asked anew when it is so old: other
	// processes of this bot begin sessions too.
	startsFresh = time.Minute
	// While no session may be begun, it is looked again and told so often.
	startsWait = time.Hour
	// Discord takes the token when the last one is begun. So many are left alone:
	// what it said is up to startsFresh old.
	startsKept = 10
)

// starts rations the sessions that are begun. Discord ends all of a bot's, and
// takes its token, if there are too many in a day, and refuses those that come
// too close to one another: it sorts shards into so many buckets, and wants five
// seconds between two of a bucket.
type starts struct {
	rest *rest
	pace *pace
	log  *slog.Logger

	mu      sync.Mutex
	asked   time.Time // when Discord was asked last
	said    gatewayBot
	buckets map[int]*bucket
}

// bucket is held by the shard whose session begins.
type bucket struct {
	held chan struct{}
	next time.Time // not before
}

// gatewayBot is what Discord says of a bot's connections.
type gatewayBot struct {
	URL    string `json:"url"`
	Shards int    `json:"shards"`
	Limit  struct {
		Total       int   `json:"total"`
		Remaining   int   `json:"remaining"`
		ResetAfter  int64 `json:"reset_after"` // milliseconds
		Concurrency int   `json:"max_concurrency"`
	} `json:"session_start_limit"`
}

// connections asks Discord about a bot's connections.
func (r *rest) connections(ctx context.Context) (gatewayBot, error) {
	var said gatewayBot
	err := r.get(ctx, discordgo.EndpointGatewayBot, "/gateway/bot", &said)
	said.Shards, said.Limit.Concurrency = max(said.Shards, 1), max(said.Limit.Concurrency, 1)
	return said, err
}

// shards is how many connections Discord recommends now.
func (s *starts) shards(ctx context.Context) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked = time.Time{}
	err := s.ask(ctx)
	return s.said.Shards, err
}

// ask asks Discord, if what it said is old. The lock is held.
func (s *starts) ask(ctx context.Context) error {
	if !s.asked.IsZero() && time.Since(s.asked) < startsFresh {
		return nil
	}
	said, err := s.rest.connections(ctx)
	if err == nil {
		s.said, s.asked = said, time.Now()
	}
	return err
}

// turn waits until a shard may begin a session. Whatever comes of it, done must
// be called then: the next of the bucket waits for it.
func (s *starts) turn(ctx context.Context, shard int) (done func(), err error) {
	b, err := s.bucket(ctx, shard)
	if err != nil {
		return nil, err
	}
	select {
	case b.held <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if err = s.spend(ctx); err == nil {
		err = sleep(ctx, time.Until(b.next))
	}
	if err != nil {
		<-b.held
		return nil, err
	}
	// Discord counts from when the IDENTIFY came. That lies before its answer,
	// from which is counted here: so no slow way shortens the time between two.
	return sync.OnceFunc(func() {
		b.next = time.Now().Add(s.pace.identifyGap)
		<-b.held
	}), nil
}

func (s *starts) bucket(ctx context.Context, shard int) (*bucket, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.ask(ctx); err != nil {
		return nil, err
	}
	key := shard % s.said.Limit.Concurrency
	if s.buckets[key] == nil {
		s.buckets[key] = &bucket{held: make(chan struct{}, 1)}
	}
	return s.buckets[key], nil
}

// spend takes one of the sessions that may be begun today. Where none is left it
// waits for the next day; so does every other shard.
func (s *starts) spend(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		if err := s.ask(ctx); err != nil {
			return err
		}
		if s.said.Limit.Remaining > startsKept {
			s.said.Limit.Remaining--
			return nil
		}
		reset := time.Duration(s.said.Limit.ResetAfter) * time.Millisecond
		s.log.Error("Discord lets this bot begin no more connections for now: something has made it connect anew far too often",
			"until", time.Now().Add(reset).UTC().Format(time.RFC3339))
		if err := sleep(ctx, min(max(reset, s.pace.identifyGap), startsWait)); err != nil {
			return err
		}
		s.asked = time.Time{}
	}
}
