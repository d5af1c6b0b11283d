package sandbox

import (
	"strconv"
	"strings"
	"time"
)

// snowflakeEpoch is the first millisecond of 2015, from which Discord counts.
const snowflakeEpoch = 1420070400000

// snowflakes makes ids that always rise, even if the clock is turned back.
type snowflakes struct{ last int64 }

func (g *snowflakes) next(now time.Time) string {
	n := max(now.UnixMilli()-snowflakeEpoch, 1) << 22
	if n <= g.last {
		n = g.last + 1
	}
	g.last = n
	return strconv.FormatInt(n, 10)
}

// nextApart makes an id of a millisecond that no id before is of.
func (g *snowflakes) nextApart(now time.Time) string {
	g.last |= 1<<22 - 1
	return g.next(now)
}

// newID returns a new id. The lock is held.
func (s *Sandbox) newID() string { return s.ids.next(s.clock.now()) }

// compareIDs orders two snowflakes by age.
func compareIDs(a, b string) int {
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	return strings.Compare(a, b)
}

// isSnowflake tells whether v looks like an id.
func isSnowflake(v string) bool {
	if v == "" || len(v) > 20 || (v[0] == '0' && v != "0") {
		return false
	}
	for _, r := range v {
		if r < '0' || r > '9' {
			return false
		}
	}
	return true
}
