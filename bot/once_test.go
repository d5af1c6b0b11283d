package bot_test

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"dogear/bot"
	"dogear/bot/sandbox"
)

// Whatever is lost on the way, there is one post in the end, and it looks as it
// should by then.
func TestAPostIsMadeOnce(t *testing.T) {
	t.Parallel()
	quick, late := working, muchLater // whether the nonce counts
	for _, tt := range []struct {
		name   string
		rig    func(*testing.T) (*rig, *desk)
		fault  *sandbox.Fault
		lose   int
		repost string // what it says at the second attempt
	}{
		{"killed, within minutes", quick, nil, 1, "A card"},
		{"killed, within minutes, changed", quick, nil, 1, "A newer card"},
		{"killed, much later", late, nil, 1, "A card"},
		{"killed, much later, changed", late, nil, 1, "A newer card"},
		{"killed twice", late, nil, 2, "A card"},
		{"cut after it took effect", quick, &sandbox.Fault{AfterEffect: true}, 0, "A card"},
		{"cut after it took effect, much later", late, &sandbox.Fault{AfterEffect: true}, 0, "A card"},
		{"500 after it took effect", quick, &sandbox.Fault{Status: 500, AfterEffect: true}, 0, "A card"},
		{"500", late, &sandbox.Fault{Status: 500}, 0, "A card"},
		{"502", late, &sandbox.Fault{Status: 502}, 0, "A card"},
		{"cut", late, &sandbox.Fault{}, 0, "A card"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r, d := tt.rig(t)
			for range 3 {
				r.sb.As("Ana").Say("Hello everyone")
			}
			if tt.fault != nil {
				f := *tt.fault
				f.Method, f.Match, f.Times = "POST", "/messages", 1
				r.sb.Fault(f)
			}
			var attempt atomic.Int64
			d.mu.Lock()
			d.rows[40] = &row{
				task: bot.Task{ID: 40, Kind: "post", Version: 1}, lane: 40, due: true, lose: tt.lose,
				wish: posts(r.channel, func() bot.Message {
					text := "A card"
					if attempt.Add(1) > 1 {
						text = tt.repost
					}
					return says(text, "Open", bot.CustomID("note/open", 5))
				}),
			}
			d.mu.Unlock()
			d.nudge()
			for range max(tt.lose, 1) {
				problem := r.failed(d, 40)
				if tt.fault != nil && (problem.Permanent || problem.RetryAfter <= 0) {
					t.Errorf("%+v", problem)
				}
				r.sb.As("Ana").Say("Something in between")
				d.again(40)
			}
			r.done(d, 40, 1)
			card := r.onlyPost(tt.repost)
			if got := d.read(40).outcome.Message; got != card.ID {
				t.Error("the row does not know its message")
			}
			r.clean()
		})
	}
}

func TestALongHistoryIsSearchedToItsEnd(t *testing.T) {
	t.Parallel()
	r, d := muchLater(t)
	ana := r.sb.As("Ana")
	for range 150 {
		ana.Say("before")
	}
	d.mu.Lock()
	d.rows[3] = &row{task: bot.Task{ID: 3}, lane: 3, due: true, lose: 1, wish: posts(r.channel, func() bot.Message {
		return says("A card", "Open", bot.CustomID("note/open", 5))
	})}
	d.mu.Unlock()
	d.nudge()
	r.failed(d, 3)
	for range 150 {
		ana.Say("after")
	}
	d.again(3)
	r.done(d, 3, 1)
	n := 0
	for _, q := range r.sb.Requests() {
		if q.Method == "POST" && strings.HasSuffix(q.Path, "/messages") {
			n++
		}
	}
	if n != 1 {
		t.Error(unexpected("posts", n, 1))
	}
	r.clean()
}

func TestAPostWaitsWhileNobodyKnows(t *testing.T) {
	t.Parallel()
	for _, denied := range []int64{sandbox.PermissionReadHistory, sandbox.PermissionViewChannel} {
		t.Run(fmt.Sprint(denied), func(t *testing.T) {
			t.Parallel()
			r, d := muchLater(t)
			d.mu.Lock()
			d.rows[3] = &row{task: bot.Task{ID: 3}, lane: 3, due: true, lose: 1, wish: posts(r.channel, func() bot.Message {
				return says("A card", "Open", bot.CustomID("note/open", 5))
			})}
			d.mu.Unlock()
			d.nudge()
			r.failed(d, 3)
			r.guild.DenyBot(r.channel, denied)
			d.again(3)
			p := r.failed(d, 3)
			if p.Permanent || p.Unsure || !p.Aside || p.RetryAfter <= 0 || !strings.Contains(p.Reason, "Read Message History") {
				t.Errorf("%+v", p)
			}
			r.guild.DenyBot(r.channel, 0)
			d.again(3)
			r.done(d, 3, 1)
			r.onlyPost("A card")
		})
	}
}

// What was posted and not recorded is found before it is said to be gone, and
// before it is left there: whether it is to change or to go, at once or later.
func TestALostPostIsEditedAndRemoved(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		rig  func(*testing.T) (*rig, *desk)
		wish func(channel string) bot.Wish
		left string
	}{
		{"edited within minutes", working, onlyEdit, "Too late"},
		{"edited much later", muchLater, onlyEdit, "Too late"},
		{"removed within minutes", working, removed, ""},
		{"removed much later", muchLater, removed, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r, d := tt.rig(t)
			r.sb.As("Ana").Say("Hello everyone")
			r.sb.Fault(sandbox.Fault{Method: "POST", Match: "/messages", AfterEffect: true, Times: 1})
			d.add(3, posts(r.channel, func() bot.Message { return says("A card", "Open", bot.CustomID("note/open", 5)) }))
			r.failed(d, 3)
			d.mu.Lock()
			d.rows[3].task.Channel = r.channel
			d.rows[3].wish = wishes(tt.wish(r.channel))
			d.mu.Unlock()
			d.again(3)
			got := r.done(d, 3, 1).outcome
			if tt.left != "" {
				if card := r.onlyPost(tt.left); got.Gone || got.Message != card.ID {
					t.Errorf("%+v", got)
				}
			} else if n := len(r.public()); n != 0 {
				t.Errorf("%d messages are left: %+v", n, got)
			}
			r.clean()
		})
	}
}

func onlyEdit(channel string) bot.Wish {
	return bot.Post{Channel: channel, Message: says("Too late"), OnlyEdit: true}
}

func removed(string) bot.Wish { return bot.Removed{} }

// An empty channel that may be read is empty: nothing waits for ever.
func TestAnEmptyChannelIsNoReasonToWait(t *testing.T) {
	t.Parallel()
	r, d := muchLater(t)
	r.sb.Fault(sandbox.Fault{Method: "POST", Match: "/messages", Status: 500, Times: 1})
	d.add(3, posts(r.channel, func() bot.Message { return says("A card", "Open", bot.CustomID("note/open", 5)) }))
	r.failed(d, 3)
	d.again(3)
	r.done(d, 3, 1)
	r.onlyPost("A card")
	r.clean()
}
