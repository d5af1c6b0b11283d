package bot_test

import (
	"context"
	"errors"
	"sync"
	"time"

	"dogear/bot"
	"dogear/bot/sandbox"
)

// desk keeps work in memory. A row is due until it is done; a failed one waits
// for again to be called, so that no test waits for a clock.
type desk struct {
	mu   sync.Mutex
	rows map[int64]*row
	now  func() time.Time
	wake chan struct{}
	sb   *sandbox.Sandbox // is told of changes, so that a test can await them
}

type row struct {
	task    bot.Task
	lane    int64
	wish    func() (bot.Wish, error)
	due     bool
	leased  bool
	lose    int             // so many more times Done is lost, as in a crash
	hold    <-chan struct{} // Done waits for it; nil: it does not
	done    int
	outcome bot.Outcome
	problem *bot.Problem
}

// add makes a row that is due, and wakes the worker.
func (d *desk) add(id int64, wish func() (bot.Wish, error)) {
	d.mu.Lock()
	d.rows[id] = &row{task: bot.Task{ID: id, Kind: "post", Subject: id, Version: 1}, lane: id, wish: wish, due: true}
	d.mu.Unlock()
	d.nudge()
}

// again makes a row due once more.
func (d *desk) again(id int64) {
	d.mu.Lock()
	d.rows[id].due, d.rows[id].leased, d.rows[id].problem = true, false, nil
	d.mu.Unlock()
	d.nudge()
}

func (d *desk) nudge() {
	select {
	case d.wake <- struct{}{}:
	default:
	}
}

// read returns a copy of a row as it is now.
func (d *desk) read(id int64) row {
	d.mu.Lock()
	defer d.mu.Unlock()
	return *d.rows[id]
}

func (d *desk) Claim(_ context.Context, limit int) ([]bot.Task, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	busy := make(map[int64]bool)
	for _, r := range d.rows {
		if r.leased {
			busy[r.lane] = true
		}
	}
	var out []bot.Task
	for _, r := range d.rows {
		if len(out) == limit || !r.due || r.leased || busy[r.lane] {
			continue
		}
		if r.task.Attempts == 0 {
			r.task.First = d.now()
		}
		r.task.Attempts++
		r.leased, busy[r.lane] = true, true
		out = append(out, r.task)
	}
	return out, nil
}

func (d *desk) Look(_ context.Context, t bot.Task) (bot.Wish, error) {
	d.mu.Lock()
	wish := d.rows[t.ID].wish
	d.mu.Unlock()
	w, err := wish()
	switch wish := w.(type) {
	case bot.Room:
		if wish.Taken == nil {
			wish.Taken = d.taken(t.ID)
		}
		w = wish
	case bot.Event:
		wish.Taken = d.taken(t.ID)
		w = wish
	}
	return w, err
}

// taken says whether a thread or an event is recorded as that of another row.
func (d *desk) taken(id int64) func(context.Context, string) (bool, error) {
	return func(_ context.Context, made string) (bool, error) {
		d.mu.Lock()
		defer d.mu.Unlock()
		for other, r := range d.rows {
			if other != id && r.task.Message == made {
				return true, nil
			}
		}
		return false, nil
	}
}

func (d *desk) Done(_ context.Context, t bot.Task, o bot.Outcome) error {
	if hold := d.read(t.ID).hold; hold != nil {
		<-hold
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	defer d.tell()
	r := d.rows[t.ID]
	if r.lose > 0 {
		r.lose--
		r.due = false // its lease would run out; again says when
		r.problem = &bot.Problem{Reason: "lost"}
		return errors.New("the process was killed here")
	}
	r.done++
	r.due, r.leased, r.outcome, r.problem = false, false, o, nil
	r.task.Channel, r.task.Message, r.task.Look, r.task.Attempts = o.Channel, o.Message, o.Look, 0
	return nil
}

func (d *desk) Failed(_ context.Context, t bot.Task, p bot.Problem) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	defer d.tell()
	r := d.rows[t.ID]
	r.due, r.leased, r.problem = false, false, &p
	return nil
}

// tell lets those who await the sandbox look again.
func (d *desk) tell() { go d.sb.Turn(0) }

// posts wishes for a message in a channel.
func posts(channel string, m func() bot.Message) func() (bot.Wish, error) {
	return func() (bot.Wish, error) { return bot.Post{Channel: channel, Message: m()}, nil }
}

// wishes is one wish, always.
func wishes(w bot.Wish) func() (bot.Wish, error) {
	return func() (bot.Wish, error) { return w, nil }
}
