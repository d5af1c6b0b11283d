package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// The paths at which the host asks.
const (
	pathHealth  = "/healthz"
	pathMetrics = "/metrics"
)

// window is where the host sees how the bot is. Nothing of a club is shown there,
// and nothing can be changed.
type window struct {
	listener net.Listener
	server   *http.Server
}

// openWindow listens at an address: who asks is answered from now on until the
// window is closed.
func openWindow(ctx context.Context, listen string, f *figures, p *pulse, log *slog.Logger) (*window, error) {
	f.registry.MustRegister(newReadings(p))
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", listen)
	if err != nil {
		return nil, fmt.Errorf("http.listen: %w (another program may have that address; \"\" listens nowhere)", err)
	}
	complaints := slog.NewLogLogger(log.Handler(), slog.LevelDebug) // of who asks in a wrong way
	pages := http.NewServeMux()
	pages.HandleFunc("GET "+pathHealth, p.serve)
	pages.Handle("GET "+pathMetrics, promhttp.HandlerFor(f.registry, promhttp.HandlerOpts{MaxRequestsInFlight: 4, Timeout: 10 * time.Second}))
	w := &window{listener: listener, server: &http.Server{
		Handler: pages, ErrorLog: complaints, MaxHeaderBytes: 16 << 10,
		ReadTimeout: 5 * time.Second, WriteTimeout: 15 * time.Second, IdleTimeout: time.Minute,
	}}
	go func() {
		if err := w.server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			log.Error("nobody can ask any more how Dogear is", "err", err)
		}
	}()
	log.Info("listening", "health", "http://"+w.address()+pathHealth, "metrics", "http://"+w.address()+pathMetrics)
	return w, nil
}

// address is where the window is.
func (w *window) address() string { return w.listener.Addr().String() }

// close answers who is asking just now, and nobody else.
func (w *window) close() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if w.server.Shutdown(ctx) != nil {
		_ = w.server.Close() // its connections are closed, whatever it says
	}
}

// errNotWell is what a Dogear answers that runs, and not as it should.
var errNotWell = errors.New("not well")

// healthTime bounds how long a running Dogear is waited for.
const healthTime = 10 * time.Second

// health is "dogear health": it asks a running Dogear how it is, so that whoever
// watches over it needs no other program.
func health(ctx context.Context, args []string, p process) error {
	set := flags("health")
	path := set.String("config", "", "the configuration `file` (default config.toml); of it, the token is not read")
	if done, err := parseFlags(set, args, p); done || err != nil {
		return err
	}
	cfg, err := loadTokenless(*path, p.getenv)
	if err != nil {
		return err
	}
	if cfg.listen == "" {
		return errors.New("nobody can be asked: http.listen is empty in the configuration; with an address there, such as \"127.0.0.1:9787\", a running Dogear answers")
	}
	ctx, cancel := context.WithTimeout(ctx, healthTime)
	defer cancel()
	text, err := askHealth(ctx, cfg.listen)
	if err != nil {
		return err
	}
	_, err = io.WriteString(p.stdout, text)
	return err
}

// askHealth asks the Dogear that listens at an address how it is. What is wrong with it
// is the error.
func askHealth(ctx context.Context, listen string) (string, error) {
	listen = reachable(listen)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+listen+pathHealth, nil)
	if err != nil {
		return "", err
	}
	// Straight there, whatever proxy the environment names.
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	response, err := transport.RoundTrip(r)
	if err != nil {
		return "", fmt.Errorf("no answer from %s: %w (http.listen names the address: is Dogear running, with the same configuration?)", listen, err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(io.LimitReader(response.Body, 64<<10))
	switch {
	case err != nil:
		return "", fmt.Errorf("no whole answer from %s: %w", listen, err)
	case response.StatusCode == http.StatusServiceUnavailable:
		return "", fmt.Errorf("%w: %s", errNotWell, strings.ReplaceAll(strings.TrimSpace(string(text)), "\n", "\n  "))
	case response.StatusCode != http.StatusOK:
		return "", fmt.Errorf("another program answers at %s, or a Dogear of another kind: status %d (http.listen names the address)", listen, response.StatusCode)
	}
	return string(text), nil
}

// reachable is an address that somebody on this machine can ask: who listens at
// all addresses is asked at the loopback one.
func reachable(listen string) string {
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return listen
	}
	switch ip := net.ParseIP(host); {
	case host == "", ip.Equal(net.IPv4zero):
		host = "127.0.0.1"
	case ip.Equal(net.IPv6zero):
		host = "::1"
	}
	return net.JoinHostPort(host, port)
}
