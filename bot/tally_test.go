package bot_test

import (
	"errors"
	"strings"
	"testing"

	"dogear/bot"
)

// Work that goes wrong on our side has one line in the log, and an organiser is
// told the reference that leads to it.
func TestTheReferenceOfWork(t *testing.T) {
	t.Parallel()
	r, d := working(t)
	d.add(71, func() (bot.Wish, error) { return nil, errors.New("a fault of ours") })
	d.add(72, func() (bot.Wish, error) { panic("at once") })
	for id, cause := range map[int64]string{71: "a fault of ours", 72: "at once"} {
		ref := map[int64]string{71: "w71", 72: "w72"}[id]
		if p := r.failed(d, id); !strings.HasSuffix(p.Reason, "ref "+ref+".") || strings.Contains(p.Reason, cause) {
			t.Errorf("%d: %q", id, p.Reason)
		}
		var lines []string
		for line := range strings.Lines(r.log.String()) {
			if strings.Contains(line, cause) || strings.Contains(line, ref) {
				lines = append(lines, line)
			}
		}
		if len(lines) != 1 || !strings.Contains(lines[0], "level=ERROR") || !strings.Contains(lines[0], "ref="+ref) || !strings.Contains(lines[0], cause) || strings.Contains(lines[0], "stack=") != (id == 72) {
			t.Errorf("%d: the log says %q", id, lines)
		}
	}
}
