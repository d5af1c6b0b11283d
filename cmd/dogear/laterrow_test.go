package main

import (
	"testing"
	"time"
)

// A later Dogear left work of a kind that this one does not know: it waits for
// its own, however long that takes, and holds up nothing else of its club.
func TestWorkOfALaterVersion(t *testing.T) {
	t.Parallel()
	p := newShortPlay(t)
	p.boot()
	p.begins()
	p.wonders("Aachen?", "at:2027-03-02 10:00")
	p.halt()
	p.edits(`INSERT INTO work (kind, subject, club_id, read_id, lane, due_at)
		SELECT 'horoscope', 1, club_id, read_id, lane, due_at - 60 FROM work WHERE kind = 'prompts'`)
	o := openOracle(t, p.file)
	defer o.close()
	for _, day := range []int{2, 3, 4} {
		p.edits(`UPDATE work SET not_before = 0`) // minutes pass
		p.discord.TurnTo(time.Date(2027, time.March, day, 10, 1, 0, 0, time.UTC))
		p.boot()
		p.rouse()
		p.await("the question", func() bool { return len(p.posts("Aachen?")) == 1 })
		p.idle(o)
		p.halt()
	}
	o.each(`SELECT state, open, reason FROM work WHERE kind = 'horoscope'`, func(scan func(...any)) {
		var state, reason string
		var open int
		scan(&state, &open, &reason)
		if open != 1 || reason == "" {
			t.Errorf("the row is %s, open %d, because %q", state, open, reason)
		}
	})
	p.wellBehaved()
}
