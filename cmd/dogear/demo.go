package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"dogear/bot/sandbox"
	"dogear/storage"
)

// demo is "dogear demo": the whole bot against a Discord in this process, with
// a page to try it on and a clock to turn.
func demo(ctx context.Context, args []string, p process) (err error) {
	set := flags("demo")
	listen := set.String("listen", "127.0.0.1:8080", "the `address` of the page; a loopback address")
	data := set.String("data", "", "a `folder` that keeps the demo, to be stopped and gone on with (default: nothing is kept)")
	if done, err := parseFlags(set, args, p); done || err != nil {
		return err
	}
	if err := onLoopback(*listen); err != nil {
		return wrongUse{err}
	}
	place, err := openDemo(ctx, *listen, *data, p.stderr)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, place.close()) }()
	say := func(format string, args ...any) { _, _ = fmt.Fprintf(p.stdout, format+"\n", args...) }
	say("Dogear's demo is at %s", place.sandbox.URL())
	say("It is a sandbox: nothing in it leaves this machine. Ctrl-C ends it.")

	ctx, stop := context.WithCancel(ctx)
	defer stop()
	served := make(chan error, 1)
	go func() { served <- place.serve(ctx) }()
	told := make(chan error, 1)
	go func() { told <- place.story(ctx) }()
	select {
	case err := <-served:
		return err
	case err := <-told:
		if err != nil && ctx.Err() == nil {
			stop()
			return errors.Join(fmt.Errorf("tell the demo's story: %w", err), <-served)
		}
		say("The club is waiting for you: open the address in a browser.")
	}
	return <-served
}

// onLoopback refuses an address that others than this machine could reach: the
// sandbox asks nobody who they are.
func onLoopback(listen string) error {
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return fmt.Errorf("-listen %s is not an address: give a host and a port, such as 127.0.0.1:8080", listen)
	}
	if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		return fmt.Errorf("-listen %s: %q is not a port", listen, port)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return fmt.Errorf("-listen %s is not a loopback address: the demo is for this machine alone, such as 127.0.0.1:8080", listen)
	}
	return nil
}

// stage is where a demo plays: a Discord of its own, and a database.
type stage struct {
	sandbox *sandbox.Sandbox
	db      *storage.DB
	log     *slog.Logger
	begun   bool // an earlier demo left its club here
}

// openDemo opens the sandbox and the database, in a folder if one is named.
// Without one, both live in memory.
func openDemo(ctx context.Context, listen, data string, log io.Writer) (*stage, error) {
	s := &stage{log: slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelWarn}))}
	database, state := ":memory:", ""
	if data != "" {
		if err := os.MkdirAll(data, 0o700); err != nil {
			return nil, fmt.Errorf("make the demo's folder: %w", err)
		}
		database, state = filepath.Join(data, "dogear.db"), filepath.Join(data, "sandbox.json")
		_, err := os.Stat(state)
		s.begun = err == nil
	}
	db, err := storage.Open(ctx, database)
	if err != nil {
		return nil, databaseError(database, err)
	}
	s.db = db
	options := sandbox.Options{Listen: listen, Log: s.log, File: state}
	if !s.begun {
		options.Start = storyBegins(time.Now())
	}
	if s.sandbox, err = sandbox.Open(options); err != nil {
		return nil, errors.Join(fmt.Errorf("open the sandbox at %s: %w", listen, err), db.Close())
	}
	return s, nil
}

func (s *stage) close() error { return errors.Join(s.sandbox.Close(), s.db.Close()) }

// serve runs the bot in the sandbox, by the sandbox's clock.
func (s *stage) serve(ctx context.Context) error {
	cfg := config{
		token: hide(s.sandbox.Token()), apiBase: s.sandbox.URL(), lateAfter: 6 * time.Hour,
	}
	house, err := furnish(cfg, s.db, s.sandbox.Now)
	if err != nil {
		return err
	}
	s.sandbox.SetNextDue(house.NextDue)
	return serve(ctx, cfg, house, s.db, s.log, s.sandbox.Now)
}

// story waits for the bot, and tells the demo's story unless it was told.
func (s *stage) story(ctx context.Context) error {
	if err := s.sandbox.Ready(ctx); err != nil {
		return err
	}
	if s.begun {
		return nil
	}
	return tellStory(ctx, s.sandbox)
}
