package sandbox

import (
	"fmt"
	"hash/fnv"
	"math"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// window counts what happens in a span of the wire's time.
type window struct {
	most  int
	span  time.Duration
	until time.Time
	used  int
}

func newWindow(most int, span time.Duration) *window { return &window{most: most, span: span} }

func (w *window) allow(now time.Time) bool {
	if !now.Before(w.until) {
		w.until, w.used = now.Add(w.span), 0
	}
	w.used++
	return w.used <= w.most
}

// limits are Discord's rate limits: fifty requests a second for the bot, and
// buckets by route. Answers to interactions do not count towards the fifty.
type limits struct {
	mu      sync.Mutex
	global  window
	buckets map[string]*window
	swept   time.Time
}

const globalPerSecond = 50

// take counts a request and writes the bucket's headers.
func (l *limits) take(s *Sandbox, r *request, header http.Header) error {
	if s.opt.Unlimited || strings.HasPrefix(r.path, "/interactions/") {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.buckets == nil {
		l.buckets, l.global = map[string]*window{}, window{most: globalPerSecond, span: time.Second}
	}
	if !strings.HasPrefix(r.path, "/webhooks/") && r.path != "/gateway" && !l.global.allow(r.at) {
		s.violate("%s %s: more than %d requests in a second", r.Method, r.path, globalPerSecond)
		return tooMany(header, l.global.until.Sub(r.at), "global")
	}
	key, most, span := bucketOf(r)
	b := l.buckets[key]
	if b == nil {
		l.sweep(r.at)
		b = newWindow(most, span)
		l.buckets[key] = b
	}
	ok := b.allow(r.at)
	left := b.until.Sub(r.at)
	h := fnv.New64a()
	_, _ = h.Write([]byte(key))
	header.Set("X-RateLimit-Bucket", fmt.Sprintf("%016x", h.Sum64()))
	header.Set("X-RateLimit-Limit", strconv.Itoa(most))
	header.Set("X-RateLimit-Remaining", strconv.Itoa(max(0, most-b.used)))
	header.Set("X-RateLimit-Reset", strconv.FormatFloat(float64(b.until.UnixMilli())/1000, 'f', 3, 64))
	header.Set("X-RateLimit-Reset-After", strconv.FormatFloat(left.Seconds(), 'f', 3, 64))
	if !ok {
		return tooMany(header, left, "user")
	}
	return nil
}

// sweep forgets buckets that are long over.
func (l *limits) sweep(now time.Time) {
	if now.Sub(l.swept) < 10*time.Second {
		return
	}
	l.swept = now
	for k, b := range l.buckets {
		if now.After(b.until) {
			delete(l.buckets, k)
		}
	}
}

// bucketOf names the bucket of a request: its method and route with the
// channel, guild or webhook that Discord counts by.
func bucketOf(r *request) (key string, most int, span time.Duration) {
	steps := strings.Split(r.path, "/")
	major := ""
	if len(steps) > 2 {
		major = steps[2]
	}
	switch {
	case steps[1] == "webhooks" && len(steps) > 3:
		return r.Method + " webhook " + steps[3], 5, 2 * time.Second
	case steps[1] == "channels" && len(steps) == 4 && steps[3] == "messages" && r.Method == http.MethodPost:
		return "post " + major, 5, time.Second
	case steps[1] == "channels" && len(steps) > 4 && steps[3] == "messages":
		return r.Method + " message " + major, 5, time.Second
	}
	return r.Method + " " + steps[1] + " " + major + " " + strconv.Itoa(len(steps)), 50, time.Second
}

func tooMany(header http.Header, wait time.Duration, scope string) error {
	after := math.Ceil(max(wait.Seconds(), 0.001)*1000) / 1000
	header.Set("Retry-After", strconv.Itoa(int(math.Ceil(after))))
	header.Set("X-RateLimit-Scope", scope)
	header.Set("Via", "1.1 sandbox")
	if scope == "global" {
		header.Set("X-RateLimit-Global", "true")
	}
	return &apiError{status: http.StatusTooManyRequests, message: "You are being rate limited.", retry: after, global: scope == "global"}
}
