package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"
	"golang.org/x/time/rate"
)

const (
	// Of the 50 requests a second that Discord allows a bot in all, the answers
	// to people not counted.
	requestsPerSecond = 41
	// Of those, what actions look up, a third: posts have the rest.
	looksPerSecond = 13
	// New channels of direct messages.
	directsPerSecond = 1
)

// rest speaks Discord's REST API through a discordgo session that is never
// opened.
type rest struct {
	session *discordgo.Session
	client  *http.Client
	pace    *rate.Limiter
	looks   *rate.Limiter // is waited for before pace
	directs *rate.Limiter // channels of direct messages that are opened, likewise
	large   chan struct{} // is held by each large file that came with a command
	shown   chan struct{} // is held by each message with large pictures
	guard   *guard
	waits   waits
}

// newRest makes the session; denied is called when Discord refuses the token.
func newRest(token, base string, denied func()) (*rest, error) {
	watched := &guard{denied: denied}
	transport, err := newTransport(base, watched)
	if err != nil {
		return nil, err
	}
	r := &rest{
		client: &http.Client{
			Transport: transport, Timeout: 20 * time.Second,
			// Nothing of Discord's has moved; who says so leads elsewhere.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		pace:    rate.NewLimiter(requestsPerSecond, 1),
		looks:   rate.NewLimiter(looksPerSecond, looksPerSecond),
		directs: rate.NewLimiter(directsPerSecond, 1),
		large:   make(chan struct{}, largeFiles),
		shown:   make(chan struct{}, largeShown),
		guard:   watched,
	}
	r.session, err = newSession(token, r.client)
	return r, err
}

// newSession makes a discordgo session that leaves everything to us.
func newSession(token string, client *http.Client) (*discordgo.Session, error) {
	s, err := discordgo.New("Bot " + token)
	if err != nil {
		return nil, fmt.Errorf("make session: %w", err)
	}
	s.Client = client
	s.ShouldReconnectOnError = false
	s.ShouldRetryOnRateLimit = false
	s.MaxRestRetries = 0
	s.StateEnabled = false
	// discordgo's logger is a package's global, and what it is told can hold
	// tokens. Below its lowest level a session says nothing.
	s.LogLevel = discordgo.LogError - 1
	return s, nil
}

// call is one request to Discord.
type call struct {
	method, url string
	route       string // of the URL, for the log: it names no id and no token
	bucket      string // what Discord limits together; "" for an answer
	contentType string
	body        []byte
	keepDetails bool
}

// try sends a call once, as soon as its bucket allows.
func (r *rest) try(ctx context.Context, c call, bucket *discordgo.Bucket) ([]byte, error) {
	b, err := r.session.RequestWithLockedBucket(c.method, c.url, c.contentType, c.body, bucket, 0,
		discordgo.WithContext(ctx), discordgo.WithRetryOnRatelimit(false), discordgo.WithRestRetries(0))
	if err == nil {
		return b, nil
	}
	e := asRequestError(c.method+" "+c.route, err)
	if !c.keepDetails {
		e.details = nil
	}
	return nil, e
}

// turn waits until a call of the bucket may go out. The pace comes last: what
// had to wait for its bucket goes out no faster than all else.
func (r *rest) turn(ctx context.Context, key string) (*discordgo.Bucket, error) {
	began := time.Now()
	bucket, err := r.lock(ctx, key)
	r.waits.bucket.add(time.Since(began))
	if err != nil {
		return nil, err
	}
	for {
		began = time.Now()
		err = r.pace.Wait(ctx)
		r.waits.pace.add(time.Since(began))
		if err != nil {
			break
		}
		wait := r.session.Ratelimiter.GetWaitTime(bucket, 0) // of a global limit, met meanwhile
		if wait <= 0 {
			return bucket, nil
		}
		r.waits.refused.add(wait)
		if err = sleep(ctx, wait); err != nil {
			break
		}
	}
	unlock(bucket)
	return nil, err
}

// unlock gives back a bucket that was not used.
func unlock(b *discordgo.Bucket) {
	b.Remaining++
	_ = b.Release(nil)
}

// lock waits for the bucket, no longer than ctx. discordgo sleeps in there
// whatever ctx says, so it does that beside us.
func (r *rest) lock(ctx context.Context, key string) (*discordgo.Bucket, error) {
	got := make(chan *discordgo.Bucket)
	go func() {
		b := r.session.Ratelimiter.LockBucket(key)
		select {
		case got <- b:
		case <-ctx.Done():
			unlock(b)
		}
	}()
	select {
	case b := <-got:
		return b, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

const (
	maxTries    = 4
	longestWait = 5 * time.Second // a longer one is the caller's to plan
)

// do sends a call in the bot's own name, within the rate that Discord allows,
// and waits out short rate limits. Nothing else is tried again here: whether a
// request may be repeated is known to who makes it.
func (r *rest) do(ctx context.Context, c call) ([]byte, error) {
	for try := 1; ; try++ {
		bucket, err := r.turn(ctx, c.bucket)
		if err != nil {
			return nil, &requestError{route: c.method + " " + c.route, err: err}
		}
		b, err := r.try(ctx, c, bucket)
		wait, limited := rateLimited(err)
		if !limited || try == maxTries || wait > longestWait {
			return b, err
		}
		r.waits.refused.add(wait)
		if sleep(ctx, wait) != nil {
			return nil, err
		}
	}
}

// rateLimited reports whether err is a rate limit, and how long to wait. One
// that has a code is a no for longer.
func rateLimited(err error) (time.Duration, bool) {
	e, ok := errors.AsType[*requestError](err)
	if !ok || e.status != http.StatusTooManyRequests || e.code != 0 {
		return 0, false
	}
	return e.retryAfter, true
}

// sleep waits on the wire's clock.
func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// get decodes the answer to a GET into v. Types that Discord has changed since
// do no harm.
func (r *rest) get(ctx context.Context, url, route string, v any) error {
	bucket, _, _ := strings.Cut(url, "?")
	return r.getIn(ctx, bucket, url, route, v)
}

// getIn is get with the bucket of what Discord limits together.
func (r *rest) getIn(ctx context.Context, bucket, url, route string, v any) error {
	b, err := r.do(ctx, call{method: http.MethodGet, url: url, route: route, bucket: bucket})
	if err != nil {
		return err
	}
	if err := lenient(json.Unmarshal(b, v)); err != nil {
		return &requestError{route: "GET " + route, err: err}
	}
	return nil
}

// lenient drops the error of JSON that is well-formed but of another type than
// expected somewhere: the rest of it has been decoded.
func lenient(err error) error {
	if _, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return nil
	}
	return err
}

// self is the bot, as Discord knows it.
type self struct {
	app  string // the application's id
	user string // the bot user's id
}

// server asks Discord about a server: its roles, and the bot's among them.
func (r *rest) server(ctx context.Context, guild, botUser string) (*Server, error) {
	var g struct {
		ID    string     `json:"id"`
		Name  string     `json:"name"`
		Owner string     `json:"owner_id"`
		Roles []wireRole `json:"roles"`
	}
	if err := r.get(ctx, discordgo.EndpointGuild(guild), "/guilds/{guild}", &g); err != nil {
		return nil, err
	}
	var m struct {
		Roles []string `json:"roles"`
	}
	if err := r.get(ctx, discordgo.EndpointGuildMember(guild, botUser), "/guilds/{guild}/members/{user}", &m); err != nil {
		return nil, err
	}
	s := &Server{ID: g.ID, Name: g.Name, Owner: g.Owner, BotRoles: m.Roles, Roles: make([]Role, len(g.Roles))}
	for i, role := range g.Roles {
		s.Roles[i] = role.role()
	}
	return s, nil
}
