package sandbox

import (
	"bytes"
	"embed"
	"encoding/json"
	"io/fs"
	"net"
	"net/http"
	"strings"
	"time"
)

//go:embed web
var web embed.FS

const (
	eventsEvery = 50 * time.Millisecond // at most one state in that time
	eventsAlive = 15 * time.Second      // a sign of life for the browser
)

// pageRoutes is the web page and what it asks for.
func (s *Sandbox) pageRoutes(mux *http.ServeMux) {
	files, err := fs.Sub(web, "web")
	if err != nil {
		panic("sandbox: the page: " + err.Error())
	}
	static := http.FileServerFS(files)
	mux.Handle("/", guard(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			http.Error(w, "There is nothing to do this to.", http.StatusMethodNotAllowed)
			return
		}
		h := w.Header()
		h.Set("Cache-Control", "no-cache")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		static.ServeHTTP(w, r)
	})))
	mux.Handle("GET /page/state", guard(http.HandlerFunc(s.pageState)))
	mux.Handle("GET /page/events", guard(http.HandlerFunc(s.pageEvents)))
	mux.Handle("POST /page/upload", guard(http.HandlerFunc(s.pageUpload)))
	for path, act := range map[string]func(*http.Request, *pageAct) (any, error){
		"slash": s.pageSlash, "suggest": s.pageSuggest, "press": s.pagePress, "submit": s.pageSubmit,
		"say": s.pageSay, "apps": s.pageApps, "dismiss": s.pageDismiss, "clock": s.pageClock,
		"unschedule": s.pageUnschedule, "direct": s.pageDirect,
	} {
		mux.Handle("POST /page/"+path, guard(jsonAct(act)))
	}
}

// guard lets only pages of this machine in: a foreign website must not press
// buttons here, whatever name it gives this address.
func guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		origin := r.Header.Get("Origin")
		site := r.Header.Get("Sec-Fetch-Site")
		if !loopback(r.Host) || (origin != "" && origin != "http://"+r.Host) || site == "cross-site" || site == "same-site" {
			http.Error(w, "This page is for this machine only.", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func loopback(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host
	}
	if strings.EqualFold(name, "localhost") {
		return true
	}
	ip := net.ParseIP(strings.Trim(name, "[]"))
	return ip != nil && ip.IsLoopback()
}

// jsonAct reads the body of an act and writes its answer.
func jsonAct(act func(*http.Request, *pageAct) (any, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
			writeJSON(w, http.StatusUnsupportedMediaType, answered{Error: "The body is JSON."})
			return
		}
		var in pageAct
		if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20)).Decode(&in); err != nil {
			writeJSON(w, http.StatusBadRequest, answered{Error: "The body is not what this page sends."})
			return
		}
		out, err := act(r, &in)
		if err != nil {
			writeJSON(w, http.StatusOK, answered{Error: sentence(err)})
			return
		}
		writeJSON(w, http.StatusOK, out)
	})
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(encode(v))
}

// viewer finds who looks at the page, by id or name; nobody named is the
// first person of the first server.
func (s *Sandbox) viewer(as string) *Person {
	u := s.users[as]
	if u == nil {
		u = s.names[as]
	}
	if u == nil && as == "" {
		for _, g := range s.guilds {
			if all := s.peopleOf(g); len(all) > 0 {
				u = all[0]
				break
			}
		}
	}
	if u == nil || u.Bot {
		return nil
	}
	return s.person(u)
}

func (s *Sandbox) pageState(w http.ResponseWriter, r *http.Request) {
	raw := s.stateOf(r, r.URL.Query().Get("as"))
	if raw == nil {
		writeJSON(w, http.StatusNotFound, answered{Error: "Nobody here has that name."})
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(raw)
}

// lookAgain is how soon the page asks anew what is due next while something is
// being done.
const lookAgain = 500 * time.Millisecond

// stateOf is the whole state as one person sees it, or nil for a stranger.
func (s *Sandbox) stateOf(r *http.Request, as string) []byte {
	s.mu.Lock()
	due := s.nextDue
	s.mu.Unlock()
	var next *int64
	if due != nil {
		if t, ok := due(r.Context()); ok {
			n := t.Unix()
			next = &n
			if !t.After(s.Now()) { // it is being done: whoever looks is told again what comes then
				time.AfterFunc(lookAgain, s.changed)
			}
		}
	}
	live := s.gw.live() > 0
	s.mu.Lock()
	p := s.viewer(as)
	if p == nil {
		s.mu.Unlock()
		return nil
	}
	view := s.pageView(p)
	s.mu.Unlock()
	view.NextDue, view.Connected = next, live
	// The page may be open under another name of this machine, and its policy
	// allows pictures of its own origin only.
	return bytes.ReplaceAll(encode(view), []byte(`"`+s.url+`/attachments/`), []byte(`"/attachments/`))
}

// pageEvents sends the state whenever it has changed.
func (s *Sandbox) pageEvents(w http.ResponseWriter, r *http.Request) {
	flush := http.NewResponseController(w)
	h := w.Header()
	for first := true; ; first = false {
		next := s.nextChange()
		raw := s.stateOf(r, r.URL.Query().Get("as"))
		if raw == nil {
			if first {
				writeJSON(w, http.StatusNotFound, answered{Error: "Nobody here has that name."})
			}
			return
		}
		if first {
			h.Set("Content-Type", "text/event-stream")
			h.Set("Cache-Control", "no-store")
		}
		if _, err := w.Write(append(append([]byte("event: state\ndata: "), raw...), "\n\n"...)); err != nil || flush.Flush() != nil {
			return
		}
		if !s.pause(w, r, next) {
			return
		}
	}
}

// pause waits for the next change, and for a while in any case.
func (s *Sandbox) pause(w http.ResponseWriter, r *http.Request, next <-chan struct{}) bool {
	rest := time.NewTimer(eventsEvery)
	defer rest.Stop()
	alive := time.NewTicker(eventsAlive)
	defer alive.Stop()
	for waiting := true; waiting; {
		select {
		case <-next:
			waiting = false
		case <-alive.C:
			if _, err := w.Write([]byte(": here\n\n")); err != nil || http.NewResponseController(w).Flush() != nil {
				return false
			}
		case <-r.Context().Done():
			return false
		case <-s.done:
			return false
		}
	}
	select {
	case <-rest.C:
		return true
	case <-r.Context().Done():
	case <-s.done:
	}
	return false
}
