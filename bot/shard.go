package bot

import (
	"errors"
	"fmt"
	"log/slog"
)

// Shard is one of the connections among which Discord deals out a bot's servers,
// by their ids: the ID-th of so many, counted from 0. What happens in direct
// messages comes by the first.
type Shard struct{ ID, Of int }

// String is how Discord writes it: "0/4".
func (s Shard) String() string { return fmt.Sprintf("%d/%d", s.ID, s.Of) }

// LogValue implements slog.LogValuer.
func (s Shard) LogValue() slog.Value { return slog.StringValue(s.String()) }

// Shards says which connections a process keeps. The zero value is the one that
// serves all servers.
type Shards struct {
	Auto bool // all of as many as Discord recommends
	// Else those from First to Last, of so many. Who runs several processes gives
	// each its own, and its own database.
	First, Last, Of int
}

func (s Shards) check() error {
	if !s.Auto && (s.First < 0 || s.Last < s.First || s.Last >= s.Of) {
		return fmt.Errorf("there are no shards %d to %d of %d", s.First, s.Last, s.Of)
	}
	return nil
}

// alone reports whether an error that no second try can mend is of one shard: the
// others go on.
func alone(err error) bool {
	e, ok := errors.AsType[*GatewayError](err)
	return ok && (e.Code == codeNoShard || e.Code == codeFullShard)
}
