package bot_test

import (
	"testing"
	"time"

	"dogear/bot"
	"dogear/bot/sandbox"
)

// loseOnce makes a row that posts, and of which the first record is lost.
func (r *rig) loseOnce(d *desk, id int64) {
	r.t.Helper()
	d.mu.Lock()
	d.rows[id] = &row{task: bot.Task{ID: id}, lane: id, due: true, lose: 1, wish: posts(r.channel, func() bot.Message {
		return says("A card", "Open", bot.CustomID("note/open", 5))
	})}
	d.mu.Unlock()
	d.nudge()
	r.failed(d, id)
}

// The computer was off for longer than Discord remembers a nonce, and its clock
// was set back meanwhile: by the clock, it was no time at all.
func TestAClockThatWasSetBackMeanwhile(t *testing.T) {
	t.Parallel()
	r, d := workingOn(t, options{sandbox: sandbox.Options{NonceFor: -1}})
	r.loseOnce(d, 3)
	r.restartWorker(d)
	d.again(3)
	r.done(d, 3, 1)
	r.onlyPost("A card")
	r.clean()
}

// The host's clock was a day ahead of Discord's at the first attempt, or behind;
// by the second it may be right. Meanwhile people wrote.
func TestAHostsClockThatWasWrong(t *testing.T) {
	t.Parallel()
	for _, wrong := range []time.Duration{30 * time.Minute, 24 * time.Hour, 400 * 24 * time.Hour, -time.Hour, -24 * time.Hour} {
		for _, mended := range []bool{true, false} {
			r, d := muchLater(t)
			ana := r.sb.As("Ana")
			d.mu.Lock()
			d.now = func() time.Time { return r.sb.Now().Add(wrong) }
			d.mu.Unlock()
			ana.Say("before")
			r.loseOnce(d, 3)
			for range 120 {
				ana.Say("after")
			}
			if mended {
				d.mu.Lock()
				d.now = r.sb.Now
				d.mu.Unlock()
			}
			d.again(3)
			r.done(d, 3, 1)
			r.onlyPost("A card")
			r.clean()
		}
	}
}

// What a row posted before and no longer knows of is not taken for the post of
// which the answer was lost.
func TestAnEarlierPostIsNotTakenForTheLostOne(t *testing.T) {
	t.Parallel()
	r, d := muchLater(t)
	first := r.post(d, 3)
	r.sb.Turn(time.Minute)
	d.mu.Lock()
	d.rows[3].task.Message, d.rows[3].task.Look = "", ""
	d.mu.Unlock()
	r.sb.Fault(sandbox.Fault{Method: "POST", Match: "/messages", Times: 1})
	d.again(3)
	r.failed(d, 3)
	d.again(3)
	if got := r.done(d, 3, 2).outcome.Message; got == first || len(r.public()) != 2 {
		t.Errorf("its second post is %s, its first %s, and there are %d", got, first, len(r.public()))
	}
	r.clean()
}

// An edit that got through and was not heard of is undone if it is no longer
// wished for, though the row looks as it should.
func TestALostEditIsUndone(t *testing.T) {
	t.Parallel()
	r, d := working(t)
	card := func(text string) bot.Post {
		return bot.Post{Channel: r.channel, Message: says(text, "Open", bot.CustomID("note/open", 5))}
	}
	room := func(name string) bot.Room { return bot.Room{Parent: r.channel, Name: name} }
	event := func(name string) bot.Event {
		start := time.Date(2100, 1, 1, 18, 0, 0, 0, time.UTC)
		return bot.Event{Guild: r.guild.ID, Channel: r.channel, Name: name, Start: start, End: start.Add(time.Hour)}
	}
	for id, wish := range [][2]bot.Wish{{card("Held"), card("Asked")}, {room("Held"), room("Asked")}, {event("Held"), event("Asked")}} {
		id := int64(id) + 1
		d.add(id, wishes(wish[0]))
		made := r.done(d, id, 1).outcome.Message
		r.sb.Fault(sandbox.Fault{Method: "PATCH", AfterEffect: true, Times: 1})
		d.set(id, wish[1])
		r.failed(d, id)
		d.set(id, wish[0])
		r.done(d, id, 2)
		var is struct {
			Name string `json:"name"`
		}
		switch id {
		case 1:
			r.onlyPost("Held")
			continue
		case 2:
			r.api("GET", "/channels/"+made, "", &is)
		case 3:
			r.api("GET", "/guilds/"+r.guild.ID+"/scheduled-events/"+made, "", &is)
		}
		if is.Name != "Held" {
			t.Errorf("%T: %s", wish[0], is.Name)
		}
	}
	r.clean()
}
