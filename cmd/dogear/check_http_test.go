package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// Where Dogear is to listen is free, or a Dogear is there, or somebody else.
func TestCheckLooksWhereItListens(t *testing.T) {
	t.Parallel()
	c := newCheckup(t, emptyDatabase(t))
	taken := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(taken.Close)
	at := strings.TrimPrefix(taken.URL, "http://")
	c.more = fmt.Sprintf("[http]\nlisten = %q\n", at)
	c.finds(wrong + "Health: it cannot be listened at " + at)
	sick := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "discord: not connected yet", http.StatusServiceUnavailable)
	}))
	t.Cleanup(sick.Close)
	c.more = fmt.Sprintf("[http]\nlisten = %q\n", strings.TrimPrefix(sick.URL, "http://"))
	c.finds(notice + "Health: a Dogear runs, and is not well: discord: not connected yet")

	free, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	at = free.Addr().String()
	_ = free.Close()
	c.more = fmt.Sprintf("[http]\nlisten = %q\n", at)
	c.finds()

	// Beside a Dogear that runs, on the same configuration.
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var stderr lockedBuffer
	config, ended := c.config(), make(chan int)
	go func() {
		ended <- run(ctx, []string{"run", "-config", config}, process{environment(nil), &stderr, &stderr})
	}()
	if err := c.discord.Await(ctx, func() bool { return strings.Contains(stderr.String(), "connected") }); err != nil {
		t.Fatal(err, stderr.String())
	}
	if out := c.finds(); !strings.Contains(out, "Health: a Dogear runs, and is well.") || !strings.HasSuffix(out, "All is well: Dogear runs.\n") {
		t.Error(out)
	}
	stop()
	if code := <-ended; code != exitClean {
		t.Error(code, stderr.String())
	}
}
