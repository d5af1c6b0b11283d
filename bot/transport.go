package bot

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
)

const officialBase = "https://discord.com"

// newTransport is the way to Discord: connections that are kept (the default
// keeps two, and makes a new one for nearly every answer under load), HTTP/2,
// the address turned to base if that is not Discord's own, and the guard.
func newTransport(base string, g *guard) (http.RoundTripper, error) {
	shared, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		return nil, fmt.Errorf("http.DefaultTransport was replaced by a %T", http.DefaultTransport)
	}
	pool := shared.Clone()
	pool.MaxIdleConns, pool.MaxIdleConnsPerHost = 256, 128
	g.next = pool
	if base == officialBase {
		return g, nil
	}
	to, err := url.Parse(base)
	if err != nil || to.Host == "" || to.Scheme != "http" && to.Scheme != "https" {
		return nil, fmt.Errorf("base address %q is not like https://discord.com", base)
	}
	if to.Scheme == "http" && !loopback(to.Hostname()) {
		return nil, fmt.Errorf("base address %q: without https only this machine can be spoken to", base)
	}
	g.next = &rewrite{to: to, next: pool}
	return g, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// rewrite sends every request to one address, whatever host it names: API and
// attachments alike.
type rewrite struct {
	to   *url.URL
	next http.RoundTripper
}

// RoundTrip implements http.RoundTripper.
func (t *rewrite) RoundTrip(r *http.Request) (*http.Response, error) {
	turned := r.WithContext(r.Context()) // a copy; a RoundTripper must not change its request
	address := *r.URL
	address.Scheme, address.Host = t.to.Scheme, t.to.Host
	turned.URL, turned.Host = &address, r.URL.Host
	return t.next.RoundTrip(turned)
}

const (
	invalidWindow = 10 // minutes in which Discord counts invalid requests
	// Discord bans an address at 10,000 invalid requests in ten minutes. Well
	// below, work stops; answers to people go on a little longer.
	invalidForWork    = 3000
	invalidForAnswers = 6000
)

// guard stands before every request: it counts the invalid ones and breaks off
// long before Discord would ban the address, notices a refused token, and mends
// what discordgo misreads in rate limits.
type guard struct {
	next   http.RoundTripper
	denied func() // the token was refused

	mu      sync.Mutex
	minutes [invalidWindow]int
	minute  int64 // the minute that was counted last
	total   int64 // of all minutes
	blocked time.Time
}

// brokenError is a request that was not sent, so that Discord does not ban us.
type brokenError struct{}

func (brokenError) Error() string {
	return "not sent: too many requests were refused in the last ten minutes"
}

// RoundTrip implements http.RoundTripper.
func (g *guard) RoundTrip(r *http.Request) (*http.Response, error) {
	if !strings.HasPrefix(r.URL.Path, "/api/") {
		return g.next.RoundTrip(r) // an attachment: not the API's, and not counted by it
	}
	answer := isAnswer(r.URL.Path)
	if err := g.allow(time.Now(), answer); err != nil {
		if r.Body != nil {
			_ = r.Body.Close()
		}
		return nil, err
	}
	resp, err := g.next.RoundTrip(r)
	if err != nil || resp.StatusCode < 400 {
		return resp, err
	}
	switch resp.StatusCode {
	case http.StatusUnauthorized:
		g.count(time.Now())
		if !answer && r.Header.Get("Authorization") != "" {
			g.denied()
		}
	case http.StatusForbidden:
		g.count(time.Now())
	case http.StatusBadGateway:
		_ = resp.Body.Close()
		return nil, badGatewayError{}
	case http.StatusTooManyRequests:
		return g.limited(resp)
	}
	return resp, nil
}

// limited looks at a 429. discordgo sets its global lock only on a header that
// Discord does not send with a global limit, and takes HTML for JSON.
func (g *guard) limited(resp *http.Response) (*http.Response, error) {
	now := time.Now()
	if resp.Header.Get("X-RateLimit-Scope") != "shared" {
		g.count(now)
	}
	if !strings.HasPrefix(resp.Header.Get("Content-Type"), "application/json") {
		_ = resp.Body.Close()
		after := time.Minute
		if s, err := strconv.ParseFloat(resp.Header.Get("Retry-After"), 64); err == nil && s > 0 {
			after = min(time.Duration(s*float64(time.Second)), time.Hour)
		}
		g.mu.Lock()
		g.blocked = now.Add(after)
		g.mu.Unlock()
		return nil, &blockedError{after: after}
	}
	if resp.Header.Get("X-RateLimit-Global") != "" && resp.Header.Get("X-RateLimit-Reset-After") == "" {
		resp.Header.Set("X-RateLimit-Reset-After", resp.Header.Get("Retry-After"))
	}
	return resp, nil
}

// allow refuses what should not be sent now.
func (g *guard) allow(now time.Time, answer bool) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if wait := g.blocked.Sub(now); wait > 0 {
		return &blockedError{after: wait}
	}
	sum := 0
	g.turn(now)
	for _, n := range g.minutes {
		sum += n
	}
	if sum >= invalidForAnswers || sum >= invalidForWork && !answer {
		return brokenError{}
	}
	return nil
}

func (g *guard) count(now time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.turn(now)
	g.minutes[g.minute%invalidWindow]++
	g.total++
}

// invalid is how many requests were refused in all.
func (g *guard) invalid() int64 {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.total
}

// turn forgets the minutes that have gone by.
func (g *guard) turn(now time.Time) {
	minute := now.Unix() / 60
	for ; g.minute < minute; g.minute++ {
		if minute-g.minute > invalidWindow {
			g.minute = minute - invalidWindow
		}
		g.minutes[(g.minute+1)%invalidWindow] = 0
	}
}

// isAnswer reports whether a path is that of an answer to an interaction,
// which carries its own token and does not count against the global limit.
func isAnswer(path string) bool {
	return strings.Contains(path, "/interactions/") || strings.Contains(path, "/webhooks/")
}
