package bot

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"dogear/club"
)

// ErrToken is why the bot cannot go on when Discord refuses its token.
var ErrToken = errors.New("the token was refused by Discord: copy it anew from https://discord.com/developers/applications > your application > Bot > Reset Token")

// GatewayError is why the bot cannot go on when Discord's gateway refuses it
// for good. Its text is one plain sentence for the host.
type GatewayError struct {
	Code  int // Discord's close code, 4010-4014
	Shard Shard
}

// Error says what to do.
func (e *GatewayError) Error() string {
	switch e.Code {
	case codeNoShard:
		return fmt.Sprintf("Discord refused the connection: it takes no shard %v: set discord.shards to \"auto\" in the configuration", e.Shard)
	case codeFullShard:
		return fmt.Sprintf("Discord refused the connection: this bot is in more servers than shard %v may serve:"+
			" set discord.shards to \"auto\" in the configuration, or to more", e.Shard)
	case 4012:
		return "Discord no longer speaks this version of its gateway: a newer Dogear is needed"
	case 4013, 4014:
		return "Discord refused the intents: Dogear asks for Guilds alone; see discord.com/developers/applications > your application > Bot whether the bot is allowed it"
	}
	return fmt.Sprintf("Discord closed the connection for good (code %d)", e.Code)
}

// fatalClose is the error that ends the bot for a gateway close code, nil if
// the code lets it connect again.
func fatalClose(code int, shard Shard) error {
	switch code {
	case 4004:
		return ErrToken
	case codeNoShard, codeFullShard, 4012, 4013, 4014:
		return &GatewayError{Code: code, Shard: shard}
	}
	return nil
}

// Codes with which Discord closes what is the matter of one shard alone.
const (
	codeNoShard   = 4010
	codeFullShard = 4011
)

// Codes in Discord's error bodies that mean something here.
const (
	codeUnknownChannel     = 10003
	codeUnknownGuild       = 10004
	codeUnknownMember      = 10007
	codeUnknownMessage     = 10008
	codeUnknownRole        = 10011
	codeUnknownUser        = 10013
	codeUnknownInteraction = 10062
	codeUnknownEvent       = 10070
	codeFullThread         = 30033
	codeManyEvents         = 30038
	codeTooManyEdits       = 30046
	codeTooFastDirects     = 40003
	codeAcknowledged       = 40060
	codeMissingAccess      = 50001
	codeDirectClosed       = 50007 // the person's settings do not let it through
	codeMissingPermissions = 50013
	codeInvalidBody        = 50035
	codeNoRecipient        = 50033 // to whom no direct message can be sent
	codeArchivedThread     = 50083
	codeDirectApart        = 50278  // there is no server that both are in
	codeThreadIsThere      = 160004 // a message has one already, or had
	codeLockedThread       = 160005
	codeManyThreads        = 160006
	codeFinishedEvent      = 180000
)

// How Discord's words for some codes begin that have the status of a rate limit,
// of which discordgo drops the code.
const (
	tooManyEdits   = "Maximum number of edits"
	tooFastDirects = "You are opening direct messages too fast"
)

// requestError is what a request to Discord came to. It is all that is known
// of it in the log: never the token, the address or the body.
type requestError struct {
	route      string        // "POST /channels/{channel}/messages"
	status     int           // 0: there was no answer, and none can say if it took effect
	code       int           // Discord's own, 0 if it gave none
	message    string        // Discord's own words
	retryAfter time.Duration // of a 429, and of our own breaker
	details    []byte        // the body of a refused registration, which holds nobody's text
	err        error
}

// Error names the route, the status and Discord's code.
func (e *requestError) Error() string {
	switch {
	case e.status == 0:
		return e.route + ": " + e.err.Error()
	case e.code == 0:
		return fmt.Sprintf("%s: status %d", e.route, e.status)
	}
	return fmt.Sprintf("%s: status %d, code %d (%s)", e.route, e.status, e.code, e.message)
}

// Unwrap gives the cause of a request without an answer.
func (e *requestError) Unwrap() error { return e.err }

// unsure reports whether the request may have taken effect all the same.
func (e *requestError) unsure() bool {
	return e.status < 400 || e.status == http.StatusRequestTimeout || e.status >= 500
}

// discordCode is Discord's code in err, or 0.
func discordCode(err error) int {
	if e, ok := errors.AsType[*requestError](err); ok {
		return e.code
	}
	return 0
}

// blockedError is an answer that did not come from Discord's API: Cloudflare
// turned the request away, and with it every other for a while.
type blockedError struct{ after time.Duration }

func (e *blockedError) Error() string { return "turned away before Discord's API" }

// badGatewayError is a 502, for which discordgo has no type.
type badGatewayError struct{}

func (badGatewayError) Error() string { return "status 502" }

// asRequestError makes the error of a request from what discordgo returned.
// It keeps no reference to the request, whose header holds the token.
func asRequestError(route string, err error) *requestError {
	e := &requestError{route: route}
	if rest, ok := errors.AsType[*discordgo.RESTError](err); ok {
		e.status = rest.Response.StatusCode
		if rest.Message != nil {
			e.code, e.message = rest.Message.Code, club.Cut(rest.Message.Message, 200)
		}
		e.details = rest.ResponseBody
		return e
	}
	if limit, ok := errors.AsType[*discordgo.RateLimitError](err); ok {
		e.status, e.retryAfter = 429, limit.RetryAfter
		switch {
		case strings.HasPrefix(limit.Message, tooManyEdits):
			e.code, e.message = codeTooManyEdits, limit.Message
		case strings.HasPrefix(limit.Message, tooFastDirects):
			e.code, e.message = codeTooFastDirects, limit.Message
		}
		return e
	}
	if blocked, ok := errors.AsType[*blockedError](err); ok {
		e.status, e.retryAfter = 429, blocked.after
		return e
	}
	if _, ok := errors.AsType[brokenError](err); ok {
		e.status, e.retryAfter, e.message = 429, time.Minute, err.Error()
		return e
	}
	if _, ok := errors.AsType[badGatewayError](err); ok {
		e.status = 502
		return e
	}
	if u, ok := errors.AsType[*url.Error](err); ok {
		err = u.Err // the address of a callback holds the interaction's token
	}
	e.err = err
	return e
}

// statusOf is the HTTP status in err, 0 if there was no answer.
func statusOf(err error) int {
	if e, ok := errors.AsType[*requestError](err); ok {
		return e.status
	}
	return 0
}
