package bot_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"dogear/bot"
	"dogear/bot/sandbox"
)

// Whatever is lost on the way, a row has one event in the end.
func TestAnEventIsMadeOnce(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		fault sandbox.Fault
		then  func(r *rig, e *bot.Event, id string)
		asked string
	}{
		{"cut after it took effect", sandbox.Fault{AfterEffect: true}, nil, "POST GET PATCH"},
		{"500 after it took effect", sandbox.Fault{Status: 500, AfterEffect: true}, nil, "POST GET PATCH"},
		{"500", sandbox.Fault{Status: 500}, nil, "POST GET POST"},
		{"moved since", sandbox.Fault{AfterEffect: true}, func(_ *rig, e *bot.Event, _ string) {
			e.Name, e.Start, e.End = "Checkpoint 3", e.Start.AddDate(0, 0, 7), e.End.AddDate(0, 0, 7)
		}, "POST GET PATCH"},
		{"off since", sandbox.Fault{AfterEffect: true}, func(_ *rig, e *bot.Event, _ string) { e.Off = true }, "POST GET DELETE"},
		{"deleted since", sandbox.Fault{AfterEffect: true}, func(r *rig, _ *bot.Event, id string) {
			if err := r.sb.As("Oscar").DeleteEvent(id); err != nil {
				r.t.Error(err)
			}
		}, "POST GET POST"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r, d := working(t)
			e := r.meeting("Checkpoint 2", 48*time.Hour)
			// That of another row and that of a person are none of its, though
			// they look the same.
			d.add(1, wishes(e))
			other := r.done(d, 1, 1).outcome.Message
			oscar := r.sb.As("Oscar")
			r.guild.SetBotPermissions(sandbox.BotPermissions)
			r.guild.Give(oscar, r.guild.AddRole("Hosts", sandbox.PermissionCreateEvents, false))
			persons, err := oscar.MakeEvent(sandbox.Event{Name: e.Name, Location: "#book-club", Start: e.Start, End: e.End})
			if err != nil {
				t.Fatal(err)
			}
			r.restartWorker(d) // it knows what its rows know, and no more
			tt.fault.Method, tt.fault.Match, tt.fault.Times = "POST", "/scheduled-events", 1
			r.sb.Fault(tt.fault)
			d.add(3, wishes(e))
			if p := r.failed(d, 3); !p.Unsure || p.Permanent || !p.Aside {
				t.Errorf("%+v", p)
			}
			if tt.then != nil {
				list := r.guild.Events()
				tt.then(r, &e, list[len(list)-1].ID)
			}
			d.set(3, e)
			got := r.done(d, 3, 1).outcome
			if got.Message == other || got.Message == persons || (got.Message == "") != e.Off {
				t.Errorf("%+v", got)
			}
			if asked := strings.Join(r.asked()[1:], " "); asked != tt.asked {
				t.Error(unexpected("requests", asked, tt.asked))
			}
			there := slices.DeleteFunc(r.guild.Events(), func(v sandbox.Event) bool { return v.ID == other || v.ID == persons })
			if e.Off && len(there) != 0 || !e.Off && (len(there) != 1 || there[0].ID != got.Message || there[0].Name != e.Name || !there[0].Start.Equal(e.Start)) {
				t.Errorf("%+v", there)
			}
			r.clean()
		})
	}
}

// Of several lost events a row takes that of its name and time; each has one in
// the end.
func TestSeveralLostEvents(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(e *bot.Event, id int64){
		"of one name": func(e *bot.Event, id int64) { e.Start = e.Start.Add(-time.Duration(id) * time.Hour) },
		"of one time": func(e *bot.Event, id int64) { e.Name = fmt.Sprint("Checkpoint ", id) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, d := working(t)
			r.sb.Fault(sandbox.Fault{Method: "POST", Match: "/scheduled-events", Times: 3, AfterEffect: true})
			events := slices.Repeat([]bot.Event{r.meeting("Checkpoint", 10*time.Hour)}, 3)
			for id := range int64(3) {
				change(&events[id], id)
				d.add(id, wishes(events[id]))
				r.failed(d, id)
			}
			lost := r.guild.Events()
			for _, id := range []int64{1, 2, 0} {
				d.again(id)
				made, e := r.done(d, id, 1).outcome.Message, events[id]
				if !slices.ContainsFunc(lost, func(v sandbox.Event) bool { return v.ID == made && v.Name == e.Name && v.Start.Equal(e.Start) }) {
					t.Error("not its own:", id, made)
				}
			}
			if len(r.guild.Events()) != 3 {
				t.Error(r.guild.Events())
			}
			r.clean()
		})
	}
}

// An event from long before a row was first tried is not what came of that.
func TestAnEventFromBefore(t *testing.T) {
	t.Parallel()
	r, d := working(t)
	e := r.meeting("Checkpoint 2", 48*time.Hour)
	d.add(1, wishes(e))
	old := r.done(d, 1, 1).outcome.Message
	d.mu.Lock()
	delete(d.rows, 1) // nobody knows of it any more
	d.mu.Unlock()
	r.sb.Turn(2 * time.Hour)
	r.sb.Fault(sandbox.Fault{Method: "POST", Match: "/scheduled-events", Times: 1, Status: 500})
	d.add(2, wishes(e))
	r.failed(d, 2)
	d.again(2)
	if got := r.done(d, 2, 1).outcome; got.Message == old {
		t.Errorf("%+v", got)
	}
	r.clean()
}

// A lost event that has begun can be moved no more: it is nobody's.
func TestALostEventThatHasBegun(t *testing.T) {
	t.Parallel()
	r, d := working(t)
	r.sb.Fault(sandbox.Fault{Method: "POST", Match: "/scheduled-events", Times: 1, AfterEffect: true})
	e := r.meeting("Checkpoint 2", time.Hour)
	d.add(1, wishes(e))
	r.failed(d, 1)
	lost := r.onlyEvent().ID
	r.sb.Turn(time.Hour)
	e.Start, e.End = e.Start.AddDate(0, 0, 7), e.End.AddDate(0, 0, 7)
	d.set(1, e)
	if got := r.done(d, 1, 1).outcome; got.Message == lost || got.Message == "" {
		t.Errorf("%+v", got)
	}
	r.clean()
}

// Two rows that look alike have two events, also before the first is recorded.
func TestEventsOfOneName(t *testing.T) {
	t.Parallel()
	r, d := working(t)
	e := r.meeting("Checkpoint 2", 48*time.Hour)
	d.mu.Lock()
	d.rows[1] = &row{task: bot.Task{ID: 1}, lane: 1, due: true, lose: 1, wish: wishes(e)}
	d.mu.Unlock()
	d.nudge()
	r.failed(d, 1)
	first := r.onlyEvent().ID
	r.sb.Fault(sandbox.Fault{Method: "POST", Match: "/scheduled-events", Times: 1, Status: 500})
	d.add(2, wishes(e))
	r.failed(d, 2)
	d.again(2)
	if got := r.done(d, 2, 1).outcome.Message; got == first {
		t.Error("two rows have one event")
	}
	d.again(1)
	if got := r.done(d, 1, 1).outcome.Message; got != first || len(r.guild.Events()) != 2 {
		t.Error(got, r.guild.Events())
	}
	r.clean()
}
