package sandbox

import (
	"bytes"
	"io"
	"math"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Fault is trouble for REST requests. A request must fit Method, PathPrefix
// and Match, as far as they are given.
type Fault struct {
	Method     string
	PathPrefix string // of the path after /api/vN: "/channels/"
	Match      string // is contained in that path: "/messages"
	// Status is what the request gets: 429, 500, 502; 0 cuts the connection.
	Status int
	// Times is how many requests it strikes; 0 is all, until ClearFaults.
	Times int
	// AfterEffect lets the request do its work before its answer is lost.
	AfterEffect bool
	RetryAfter  float64 // of a 429, in seconds; default 1
	// Chance is how likely it strikes, 0 < Chance < 1; else it always does.
	Chance float64
	// Delay makes Discord far away: the request takes so much longer, one half
	// before it arrives and one before its answer does, and does its work all
	// the same. Such a fault has no Status, and what else strikes comes on top.
	Delay time.Duration
}

type faults struct {
	mu   sync.Mutex
	list []*Fault
	hits int
}

// Fault adds trouble. Several faults may stand; the first that fits strikes.
func (s *Sandbox) Fault(f Fault) {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.list = append(s.faults.list, &f)
}

// ClearFaults takes all faults of REST requests away.
func (s *Sandbox) ClearFaults() {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.list = nil
}

// FaultHits counts the requests that a fault has struck.
func (s *Sandbox) FaultHits() int {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	return s.faults.hits
}

// pick finds the delay of a request, and what strikes it, if anything does.
func (f *faults) pick(method, path string) (delay time.Duration, strikes *Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i := 0; i < len(f.list); i++ {
		x := f.list[i]
		if strikes != nil && x.Delay == 0 || (x.Method != "" && x.Method != method) || !strings.HasPrefix(path, x.PathPrefix) || !strings.Contains(path, x.Match) {
			continue
		}
		if x.Chance > 0 && x.Chance < 1 && rand.Float64() >= x.Chance { //nolint:gosec // not a secret
			continue
		}
		hit := *x
		if x.Times > 0 {
			if x.Times--; x.Times == 0 {
				f.list = append(f.list[:i:i], f.list[i+1:]...)
				i--
			}
		}
		if delay += hit.Delay; hit.Delay == 0 {
			strikes = &hit
			f.hits++
		}
	}
	return delay, strikes
}

// depart sends a request on its way: from then on it arrives, whatever becomes
// of who sent it.
func (s *Sandbox) depart(r *http.Request, way time.Duration) {
	if way == 0 {
		return
	}
	raw, err := io.ReadAll(io.LimitReader(r.Body, bodyMax+1))
	if err != nil {
		panic(http.ErrAbortHandler) // it was never all sent
	}
	r.Body = io.NopCloser(bytes.NewReader(raw))
	s.travel(way)
}

// travel is the way to Discord, or back.
func (s *Sandbox) travel(d time.Duration) {
	if d == 0 {
		return
	}
	select {
	case <-time.After(d):
	case <-s.done:
	}
}

// fail answers a request with its fault.
func (s *Sandbox) fail(w http.ResponseWriter, r *request, f *Fault) {
	s.keep(r, f.Status)
	defer s.changed()
	switch f.Status {
	case 0:
		panic(http.ErrAbortHandler)
	case http.StatusTooManyRequests:
		after := f.RetryAfter
		if after == 0 {
			after = 1
		}
		h := w.Header()
		h.Set("Content-Type", "application/json")
		h.Set("Retry-After", strconv.Itoa(int(math.Ceil(after))))
		h.Set("X-RateLimit-Scope", "shared")
		h.Set("Via", "1.1 sandbox")
		w.WriteHeader(f.Status)
		_, _ = w.Write(encode(map[string]any{"message": "You are being rate limited.", "retry_after": after, "global": false}))
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(f.Status)
		_, _ = w.Write([]byte("<html><body>" + strconv.Itoa(f.Status) + "</body></html>"))
	default:
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(f.Status)
		_, _ = w.Write(encode(map[string]any{"message": strconv.Itoa(f.Status) + ": " + http.StatusText(f.Status), "code": 0}))
	}
}
