package bot

import (
	"strconv"
	"sync"
	"time"
)

// nonce is the same for every attempt at one post of a row, and another for
// its next post. Discord takes 25 characters.
func nonce(t Task) string {
	return strconv.FormatInt(t.ID, 36) + "." + strconv.FormatInt(t.First.Unix(), 36)
}

// sends is when each post was first sent by this process that is not recorded
// yet: only that tells whether Discord still remembers its nonce. The clock may
// have been set since another process sent it. Its methods may be called at the
// same time.
type sends struct {
	mu    sync.Mutex
	first map[string]time.Time // by the nonce
}

// maxSends is how many are kept before those are forgotten that tell nothing any
// more.
const maxSends = 1000

// note notes that a post is sent now, unless it was before.
func (s *sends) note(nonce string, within time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.first == nil {
		s.first = make(map[string]time.Time)
	}
	if len(s.first) >= maxSends {
		for other, at := range s.first {
			if !recent(at, within) {
				delete(s.first, other)
			}
		}
	}
	if _, known := s.first[nonce]; !known {
		s.first[nonce] = time.Now()
	}
}

// since reports whether a post was first sent no longer ago than within.
func (s *sends) since(nonce string, within time.Duration) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	at, known := s.first[nonce]
	return known && recent(at, within)
}

// forget forgets a post that was recorded.
func (s *sends) forget(nonce string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.first, nonce)
}

// recent asks both clocks: the monotonic one stands still while the machine
// sleeps, the other one can be set.
func recent(at time.Time, within time.Duration) bool {
	now := time.Now()
	wall := now.Round(0).Sub(at.Round(0))
	return now.Sub(at) < within && wall >= 0 && wall < within
}
