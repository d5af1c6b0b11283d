package main

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// check is "dogear check": it looks over what a bot needs before it runs, and
// beside one that runs. It changes nothing.
func check(ctx context.Context, args []string, p process) error {
	set := flags("check")
	path := set.String("config", "", "the configuration `file` (default config.toml)")
	if done, err := parseFlags(set, args, p); done || err != nil {
		return err
	}
	cfg, err := loadConfig(*path, p.getenv)
	if err != nil {
		return err
	}
	r := report{w: p.stdout}
	r.say("Configuration: fine.")
	clubs := r.database(ctx, cfg)
	r.backups(cfg)
	r.listening(ctx, cfg)
	r.discord(ctx, cfg, clubs)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case r.err != nil:
		return r.err
	case r.wrong > 0:
		return errors.New("not ready to run: see the lines that begin with WRONG")
	}
	next := "\"dogear run\" starts the bot."
	if r.runs {
		next = "Dogear runs."
	}
	if r.noticed > 0 {
		r.say("Ready: %s See the lines that begin with NOTICE.", next)
	} else {
		r.say("All is well: %s", next)
	}
	return r.err
}

// report writes what was found, line by line.
type report struct {
	w       io.Writer
	wrong   int
	noticed int
	runs    bool  // a Dogear does, with this configuration
	err     error // of writing
}

func (r *report) say(format string, args ...any) {
	if _, err := fmt.Fprintf(r.w, format+"\n", args...); err != nil && r.err == nil {
		r.err = err
	}
}

// fault reports what keeps Dogear from running as it should, and what to do
// about it.
func (r *report) fault(format string, args ...any) {
	r.wrong++
	r.say("WRONG  "+format, args...)
}

// notice reports what Dogear runs with, and somebody should look at.
func (r *report) notice(format string, args ...any) {
	r.noticed++
	r.say("NOTICE "+format, args...)
}
