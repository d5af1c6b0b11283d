package bot

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// toldDirect is what comes of a direct message where Discord answers so, by the
// path, and what was asked of it. An answer is a status and a body.
func toldDirect(t *testing.T, d Direct, answer func(path string) (int, string)) (o Outcome, asked []string, err error) {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, strings.TrimPrefix(r.URL.Path, "/api/v9"))
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Via", "1.1 discord")
		status, body := answer(r.URL.Path)
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}))
	b, err := New(Config{Base: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	o, err = newWorker(b).direct(t.Context(), Task{ID: 1, Attempts: 1}, d, b.log)
	b.rest.client.CloseIdleConnections()
	server.Close()
	return o, asked, err
}

// When Discord says that direct messages are opened too fast, nobody asks it
// again for a while, in whichever of two ways it says so.
func TestDirectMessagesOpenedTooFast(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusForbidden, http.StatusTooManyRequests} {
		_, asked, err := toldDirect(t, Direct{User: "2", Message: says("Tomorrow")}, func(string) (int, string) {
			return status, `{"message": "You are opening direct messages too fast.", "code": 40003}`
		})
		if p := problemOf(err, 1); p.Permanent || p.Unsure || p.Aside || p.RetryAfter < time.Minute || len(asked) != 1 {
			t.Errorf("%d: %+v of %v after %q", status, p, err, asked)
		}
	}
}

// Discord says how long, and nobody asks it again before that.
func TestDiscordSaysHowLong(t *testing.T) {
	t.Parallel()
	for _, code := range []int{codeTooFastDirects, codeTooManyEdits} {
		for said, want := range map[time.Duration]time.Duration{0: time.Minute, 10 * time.Second: time.Minute, time.Hour: time.Hour} {
			err := &requestError{status: http.StatusTooManyRequests, code: code, retryAfter: said}
			if p := problemOf(err, 1); p.Permanent || p.RetryAfter != want {
				t.Errorf("%d after %v: %+v", code, said, p)
			}
		}
	}
	_, _, err := toldDirect(t, Direct{User: "2", Message: says("Tomorrow")}, func(string) (int, string) {
		return http.StatusTooManyRequests, `{"message": "You are opening direct messages too fast.", "retry_after": 600}`
	})
	if p := problemOf(err, 1); p.RetryAfter != 10*time.Minute {
		t.Errorf("%+v of %v", p, err)
	}
}

// Channels that got no message are kept for the next attempt, and not without
// end.
func TestDirectsAreKept(t *testing.T) {
	t.Parallel()
	var d directs
	for i := range maxDirects + 100 {
		d.keep(fmt.Sprint("user ", i), fmt.Sprint("channel ", i))
	}
	last := fmt.Sprint(maxDirects + 99)
	if n, got := len(d.channel), d.take("user "+last); n != maxDirects || got != "channel "+last {
		t.Errorf("%d are kept, and %q", n, got)
	}
	d.keep("ana", "")
	if got := d.take("user "+last) + d.take("ana"); got != "" {
		t.Error(got)
	}
}

// No answer of Discord's has the bot open one channel after the other.
func TestADirectChannelIsOpenedOnce(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		channel string
		code    int // of the answer to a post
		asked   string
		closed  bool
	}{
		{"gone", "7", 10003, "/channels/7/messages /users/@me/channels /channels/8/messages", false},
		{"gone at once", "", 10003, "/users/@me/channels /channels/8/messages", false},
		{"closed", "7", 50007, "/channels/7/messages", true},
		{"no server in common", "7", 50278, "/channels/7/messages", true},
		{"something else", "7", 50001, "/channels/7/messages", false},
	} {
		o, asked, err := toldDirect(t, Direct{User: "2", Channel: tt.channel, Message: says("Tomorrow")}, func(path string) (int, string) {
			if strings.HasSuffix(path, "/messages") {
				return http.StatusForbidden, fmt.Sprintf(`{"code": %d}`, tt.code)
			}
			return http.StatusOK, `{"id": "8", "type": 1, "recipients": 7}`
		})
		if got := strings.Join(asked, " "); got != tt.asked {
			t.Errorf("%s: %s", tt.name, got)
		}
		if p := problemOf(err, 1); o.Closed != tt.closed || (err == nil) != tt.closed || !tt.closed && (!p.Permanent || !p.Aside) {
			t.Errorf("%s: %+v %+v %v", tt.name, o, p, err)
		}
	}
}
