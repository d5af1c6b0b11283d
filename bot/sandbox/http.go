package sandbox

import (
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const bodyMax = 25 << 20 // bytes of one request

// request is one REST request of the bot, read and parsed.
type request struct {
	*http.Request
	path  string // after /api/vN
	raw   []byte
	body  any                // parsed JSON; of a multipart body its payload_json
	files map[string]*upload // by the n of files[n]
	at    time.Time          // arrival, on the wire's clock
	tell  []chan struct{}    // closed when the request is over: who waits for what it did
}

// upload is one file of a multipart request.
type upload struct {
	name string
	kind string
	data []byte
}

// object returns the body as an object; an empty body is an empty one.
func (r *request) object() map[string]any {
	m, _ := r.body.(map[string]any)
	return m
}

// response is what a route answers. A nil body is none.
type response struct {
	status int
	body   any
}

// route answers a request or returns an *apiError.
type route func(*request) (response, error)

func (s *Sandbox) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /gateway", s.serveGateway)
	mux.HandleFunc("GET /gateway/{$}", s.serveGateway)
	mux.HandleFunc("GET /attachments/{channel}/{id}/{name}", s.serveFile)
	s.apiRoutes(mux)
	s.pageRoutes(mux)
	return mux
}

// apiRoutes is the table of what the bot can ask for.
func (s *Sandbox) apiRoutes(mux *http.ServeMux) {
	for pattern, f := range map[string]route{
		"GET /gateway":                 s.getGateway,
		"GET /gateway/bot":             s.getGatewayBot,
		"GET /users/@me":               s.getMe,
		"GET /users/{user}":            s.getUser,
		"GET /users/@me/guilds":        s.getMyGuilds,
		"POST /users/@me/channels":     s.postDM,
		"GET /applications/@me":        s.getApplication,
		"GET /oauth2/applications/@me": s.getApplication,

		"GET /applications/{app}/commands":                             s.getCommands,
		"PUT /applications/{app}/commands":                             s.putCommands,
		"POST /applications/{app}/commands":                            s.postCommand,
		"DELETE /applications/{app}/commands/{command}":                s.deleteCommand,
		"GET /applications/{app}/guilds/{guild}/commands":              s.getCommands,
		"PUT /applications/{app}/guilds/{guild}/commands":              s.putCommands,
		"POST /applications/{app}/guilds/{guild}/commands":             s.postCommand,
		"DELETE /applications/{app}/guilds/{guild}/commands/{command}": s.deleteCommand,

		"GET /guilds/{guild}":                                s.getGuild,
		"GET /guilds/{guild}/channels":                       s.getGuildChannels,
		"GET /guilds/{guild}/roles":                          s.getRoles,
		"GET /guilds/{guild}/threads/active":                 s.getActiveThreads,
		"GET /guilds/{guild}/scheduled-events":               s.getEvents,
		"POST /guilds/{guild}/scheduled-events":              s.postEvent,
		"GET /guilds/{guild}/scheduled-events/{event}":       s.getEvent,
		"PATCH /guilds/{guild}/scheduled-events/{event}":     s.patchEvent,
		"DELETE /guilds/{guild}/scheduled-events/{event}":    s.deleteEvent,
		"GET /guilds/{guild}/members/{user}":                 s.getMember,
		"PUT /guilds/{guild}/members/{user}/roles/{role}":    s.putMemberRole,
		"DELETE /guilds/{guild}/members/{user}/roles/{role}": s.deleteMemberRole,

		"GET /channels/{channel}":                             s.getChannel,
		"PATCH /channels/{channel}":                           s.patchChannel,
		"DELETE /channels/{channel}":                          s.deleteChannel,
		"POST /channels/{channel}/typing":                     s.postTyping,
		"GET /channels/{channel}/messages":                    s.getMessages,
		"POST /channels/{channel}/messages":                   s.postMessage,
		"GET /channels/{channel}/messages/{message}":          s.getMessage,
		"PATCH /channels/{channel}/messages/{message}":        s.patchMessage,
		"DELETE /channels/{channel}/messages/{message}":       s.deleteMessage,
		"POST /channels/{channel}/threads":                    s.postThread,
		"POST /channels/{channel}/messages/{message}/threads": s.postMessageThread,
		"GET /channels/{channel}/thread-members":              s.getThreadMembers,
		"GET /channels/{channel}/thread-members/{user}":       s.getThreadMember,
		"PUT /channels/{channel}/thread-members/{user}":       s.putThreadMember,
		"DELETE /channels/{channel}/thread-members/{user}":    s.deleteThreadMember,

		"GET /channels/{channel}/threads/archived/public":            s.getArchivedPublic,
		"GET /channels/{channel}/threads/archived/private":           s.getArchivedPrivate,
		"GET /channels/{channel}/users/@me/threads/archived/private": s.getArchivedJoined,

		"POST /interactions/{interaction}/{token}/callback": s.postCallback,
		"POST /webhooks/{app}/{token}":                      s.postFollowUp,
		"GET /webhooks/{app}/{token}/messages/{message}":    s.getReply,
		"PATCH /webhooks/{app}/{token}/messages/{message}":  s.patchReply,
		"DELETE /webhooks/{app}/{token}/messages/{message}": s.deleteReply,
	} {
		method, path, _ := strings.Cut(pattern, " ")
		mux.HandleFunc(method+" /api/{version}"+path, s.serve(f))
	}
	mux.HandleFunc("/api/", s.serve(func(r *request) (response, error) {
		s.violate("%s %s: Discord has no such route, or the sandbox does not know it", r.Method, r.path)
		return response{}, &apiError{status: http.StatusNotFound, message: "404: Not Found"}
	}))
}

// serve wraps a route: it reads, checks the token, counts, plays faults,
// answers and records.
func (s *Sandbox) serve(f route) http.HandlerFunc {
	return func(w http.ResponseWriter, hr *http.Request) {
		w.Header().Set("Date", s.date())
		r := &request{Request: hr}
		_, rest, _ := strings.Cut(strings.TrimPrefix(hr.URL.Path, "/api/"), "/")
		r.path = "/" + rest
		delay, fault := s.faults.pick(hr.Method, r.path)
		s.depart(hr, delay/2)
		r.at = time.Now()
		if fault != nil && !fault.AfterEffect {
			_, _ = io.Copy(io.Discard, hr.Body)
			s.travel(delay / 2)
			s.fail(w, r, fault)
			return
		}
		defer r.over() // a failing one aborts
		status, body, header := s.handle(r, f)
		s.travel(delay / 2)
		if fault != nil {
			s.fail(w, r, fault)
			return
		}
		s.keep(r, status)
		for k, v := range header {
			w.Header()[k] = v
		}
		if body == nil {
			w.WriteHeader(status)
		} else {
			data := encode(body)
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("Content-Length", strconv.Itoa(len(data)))
			w.WriteHeader(status)
			_, _ = w.Write(data)
		}
		if len(r.tell) > 0 { // the bot has its answer before the person has theirs
			_ = http.NewResponseController(w).Flush()
		}
		s.changed()
	}
}

// over lets those go on who wait for what the request did.
func (r *request) over() {
	for _, c := range r.tell {
		close(c)
	}
}

// handle does the work of one request and returns its answer.
func (s *Sandbox) handle(r *request, f route) (int, any, http.Header) {
	header := http.Header{}
	if v := r.PathValue("version"); v != "v9" && v != "v10" && v != "" {
		return refusal(&apiError{status: http.StatusBadRequest, code: 50041, message: "Invalid API version"}, header)
	}
	if err := r.read(); err != nil {
		s.violate("%s %s: %v", r.Method, r.path, err)
		return refusal(err, header)
	}
	if err := s.authorise(r); err != nil {
		s.violate("%s %s: %v", r.Method, r.path, err)
		return refusal(err, header)
	}
	if err := s.limits.take(s, r, header); err != nil {
		return refusal(err, header)
	}
	out, err := f(r)
	if err != nil {
		return s.refused(r, err, header)
	}
	return out.status, out.body, header
}

// refused lists what Discord would have called a malformed request.
func (s *Sandbox) refused(r *request, err error, header http.Header) (int, any, http.Header) {
	var e *apiError
	if !errors.As(err, &e) {
		s.log.Error("the sandbox failed", "err", err)
		e = &apiError{status: http.StatusInternalServerError, message: "500: Internal Server Error"}
	}
	if e.status == http.StatusBadRequest && !e.unforeseen() {
		s.violate("%s %s: %d %s", r.Method, s.safePath(r.path), e.code, e.describe())
	}
	return refusal(e, header)
}

func refusal(err error, header http.Header) (int, any, http.Header) {
	var e *apiError
	if !errors.As(err, &e) {
		e = &apiError{status: http.StatusBadRequest, message: err.Error()}
	}
	return e.status, e.body(), header
}

// authorise checks the bot's token on every route but those whose path
// carries one.
func (s *Sandbox) authorise(r *request) error {
	if strings.HasPrefix(r.path, "/interactions/") || strings.HasPrefix(r.path, "/webhooks/") || r.path == "/gateway" {
		return nil
	}
	if !strings.HasPrefix(r.UserAgent(), "DiscordBot (") {
		s.violate("%s %s: the User-Agent %q; Discord wants \"DiscordBot (url, version)\"", r.Method, r.path, r.UserAgent())
	}
	if r.Header.Get("Authorization") != "Bot "+s.opt.Token {
		return &apiError{status: http.StatusUnauthorized, message: "401: Unauthorized"}
	}
	return nil
}
