package sandbox_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"strings"
	"testing"
	"time"

	"dogear/bot/sandbox"
)

// posting is a request to post, as a bot sends it.
func posting(ctx context.Context, t *testing.T, sb *sandbox.Sandbox, channel string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(ctx, "POST", sb.URL()+"/api/v9/channels/"+channel+"/messages", strings.NewReader(`{"content":"x"}`))
	if err != nil {
		t.Fatal(err)
	}
	r.Header = http.Header{"Authorization": {"Bot " + sb.Token()}, "User-Agent": {"DiscordBot (https://example.org, 1)"}, "Content-Type": {"application/json"}}
	return r
}

// Troubles of several kinds by chance: each strikes now and then, and what had
// its effect is there.
func TestFaultsByChance(t *testing.T) {
	t.Parallel()
	sb, _, c := place(t, sandbox.Options{Unlimited: true})
	sb.Fault(sandbox.Fault{Method: "POST", Status: 429, RetryAfter: 0.1, Chance: 0.1})
	sb.Fault(sandbox.Fault{Method: "POST", AfterEffect: true, Chance: 0.1})
	sb.Fault(sandbox.Fault{Method: "POST", Status: 500, Chance: 0.1})
	got := map[int]int{} // by status, 0 if it was cut
	for range 600 {
		resp, err := http.DefaultClient.Do(posting(t.Context(), t, sb, c))
		if err != nil {
			if !errors.Is(err, io.EOF) {
				t.Fatal(err)
			}
			got[0]++
			continue
		}
		_, _ = io.Copy(io.Discard, resp.Body)
		_ = resp.Body.Close()
		got[resp.StatusCode]++
	}
	for _, status := range []int{429, 0, 500} {
		if n := got[status]; n < 10 || n > 150 {
			t.Errorf("%d of 600 came to %d", n, status)
		}
	}
	if n := len(sb.As("Olive").Sees()); n != got[200]+got[0] || sb.FaultHits() != got[429]+got[0]+got[500] {
		t.Errorf("there are %d messages, %d were struck, of %v", n, sb.FaultHits(), got)
	}
}

// A far Discord takes its time, and does what was sent to it though whoever sent
// it is gone. What else strikes does so too.
func TestAFarDiscord(t *testing.T) {
	t.Parallel()
	sb, _, c := place(t, sandbox.Options{})
	const way = 40 * time.Millisecond
	sb.Fault(sandbox.Fault{Method: "POST", Match: "/messages", Delay: way})
	start := time.Now()
	expect(t, sb, "POST", "/channels/"+c+"/messages", `{"content":"x"}`, 200, 0)
	if took := time.Since(start); took < way || sb.FaultHits() != 0 {
		t.Error("it took no longer than", took)
	}
	sb.Fault(sandbox.Fault{Method: "POST", Match: "/messages", AfterEffect: true, Times: 1})
	raw(t, sb, "/channels/"+c+"/messages", 0)
	if n := len(sb.As("Olive").Sees()); n != 2 || sb.FaultHits() != 1 {
		t.Error(n, "messages")
	}
	ctx, killed := context.WithCancel(t.Context())
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteRequest: func(httptrace.WroteRequestInfo) { killed() }})
	if resp, err := http.DefaultClient.Do(posting(ctx, t, sb, c)); err == nil {
		_ = resp.Body.Close()
		t.Error("there was an answer")
	}
	if err := sb.Await(t.Context(), func() bool { return len(sb.As("Olive").Sees()) == 3 }); err != nil {
		t.Error("it never arrived:", err)
	}
	clean(t, sb)
}
