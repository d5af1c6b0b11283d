package sandbox

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

const violationsKept = 1000

// Request is a REST request that the bot made.
type Request struct {
	Method string
	Path   string // after /api/vN, with the query
	Body   []byte
	Status int // what it was answered with; 0 if the connection was cut
	At     time.Time
}

// record remembers what the bot did.
type record struct {
	mu         sync.Mutex
	requests   []Request
	violations []string
	more       int
}

// Requests returns every request of the bot so far, if Options.Record is set.
func (s *Sandbox) Requests() []Request {
	s.record.mu.Lock()
	defer s.record.mu.Unlock()
	return slices.Clone(s.record.requests)
}

// Violations lists what Discord would have refused as malformed, what broke a
// rule of the protocol, and what it takes in silence though it is a mistake.
// A bot that behaves leaves it empty.
func (s *Sandbox) Violations() []string {
	s.record.mu.Lock()
	defer s.record.mu.Unlock()
	out := slices.Clone(s.record.violations)
	if s.record.more > 0 {
		out = append(out, fmt.Sprintf("and %d more", s.record.more))
	}
	return out
}

func (s *Sandbox) violate(format string, args ...any) {
	line := fmt.Sprintf(format, args...)
	s.log.Warn("the bot broke a rule", "what", line)
	s.record.mu.Lock()
	defer s.record.mu.Unlock()
	if len(s.record.violations) >= violationsKept {
		s.record.more++
		return
	}
	s.record.violations = append(s.record.violations, line)
}

// oddFields lists fields that the specification does not name.
func (s *Sandbox) oddFields(where string, p *problems) {
	for _, path := range p.odd {
		s.violate("%s: field %s, which Discord's specification does not name here", where, path)
	}
}

func (s *Sandbox) keep(r *request, status int) {
	if !s.opt.Record {
		return
	}
	path := r.path
	if r.URL.RawQuery != "" {
		path += "?" + r.URL.RawQuery
	}
	s.record.mu.Lock()
	defer s.record.mu.Unlock()
	s.record.requests = append(s.record.requests, Request{r.Method, path, r.raw, status, r.at})
}

// safePath leaves tokens of interactions out of a path.
func (s *Sandbox) safePath(path string) string {
	steps := strings.Split(path, "/")
	if len(steps) > 3 && (steps[1] == "webhooks" || steps[1] == "interactions") {
		steps[3] = "TOKEN"
	}
	return strings.Join(steps, "/")
}

func (s *Sandbox) getGateway(*request) (response, error) {
	return response{http.StatusOK, map[string]any{"url": s.gatewayURL()}}, nil
}
