package main

import (
	"context"
	"errors"
	"net"
)

// listening looks whether Dogear can listen where it is to, or does.
func (r *report) listening(ctx context.Context, cfg config) {
	if cfg.listen == "" {
		return
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", cfg.listen)
	if err == nil {
		_ = l.Close()
		r.say("Health: nobody listens at %s yet; \"dogear run\" does.", cfg.listen)
		return
	}
	ctx, cancel := context.WithTimeout(ctx, healthTime)
	defer cancel()
	_, sick := askHealth(ctx, cfg.listen)
	r.runs = sick == nil || errors.Is(sick, errNotWell)
	switch {
	case sick == nil:
		r.say("Health: a Dogear runs, and is well.")
	case errors.Is(sick, errNotWell):
		r.notice("Health: a Dogear runs, and is %v", sick)
	default:
		r.fault("Health: it cannot be listened at %s: %v. If another program has that address, change http.listen.", cfg.listen, err)
	}
}
