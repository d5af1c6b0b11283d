package bot_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"dogear/bot"
	"dogear/bot/sandbox"
)

// Whatever is lost on the way, a row has one room in the end.
func TestARoomIsMadeOnce(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		fault sandbox.Fault
		posts int
		then  func(r *rig, d *desk, thread string)
	}{
		{"cut after it took effect", sandbox.Fault{AfterEffect: true}, 1, nil},
		{"500 after it took effect", sandbox.Fault{Status: 500, AfterEffect: true}, 1, nil},
		{"in the archive since", sandbox.Fault{AfterEffect: true}, 1, func(r *rig, _ *desk, thread string) { r.guild.Archive(thread) }},
		{"deleted since", sandbox.Fault{AfterEffect: true}, 2, func(r *rig, _ *desk, thread string) { r.guild.DeleteThread(thread) }},
		{"renamed since", sandbox.Fault{AfterEffect: true}, 1, func(r *rig, d *desk, _ string) {
			d.rename(3, bot.Room{Parent: r.channel, Name: "Checkpoint 2: Prologue-6", Locked: true})
		}},
		{"somebody in it since", sandbox.Fault{AfterEffect: true}, 2, func(r *rig, _ *desk, thread string) {
			r.api(http.MethodPut, "/channels/"+thread+"/thread-members/"+r.sb.As("Ana").ID, "", nil)
		}},
		{"500", sandbox.Fault{Status: 500}, 2, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r, d := working(t)
			// Rooms of others, and of another channel, are none of its.
			r.api(http.MethodPost, "/channels/"+r.channel+"/threads", `{"name":"For all","type":11}`, nil)
			other := r.makeRoom(d, 1, bot.Room{Parent: r.channel, Name: "Checkpoint 1: Chapters 1-3"})
			elsewhere := r.makeRoom(d, 2, bot.Room{Parent: r.guild.AddChannel("other-club"), Name: roomName})
			r.restartWorker(d) // it knows what its rows know, and no more
			tt.fault.Method, tt.fault.Match, tt.fault.Times = "POST", "/threads", 1
			r.sb.Fault(tt.fault)
			d.add(3, wishes(bot.Room{Parent: r.channel, Name: roomName, Locked: true}))
			if p := r.failed(d, 3); !p.Unsure || p.Permanent {
				t.Errorf("%+v", p)
			}
			if tt.then != nil {
				tt.then(r, d, r.lostThread())
			}
			d.again(3)
			got := r.done(d, 3, 1).outcome
			if got.Gone || got.Message == "" || got.Message == other || got.Message == elsewhere {
				t.Errorf("%+v", got)
			}
			if n := len(r.rooms()) - 3; n != tt.posts {
				t.Error(unexpected("attempts to make it", n, tt.posts))
			}
			if e := r.edits(got.Message); len(e) != 1 || !strings.Contains(e[0], `"locked":true`) {
				t.Error("not locked:", e)
			}
			r.clean()
		})
	}
}

// lostThread is the newest thread of the server.
func (r *rig) lostThread() string {
	r.t.Helper()
	var open struct{ Threads []struct{ ID string } }
	if r.api(http.MethodGet, "/guilds/"+r.guild.ID+"/threads/active", "", &open); len(open.Threads) == 0 {
		r.t.Fatal("there is no thread")
	}
	return open.Threads[0].ID
}

// rename changes what a row wishes for.
func (d *desk) rename(id int64, room bot.Room) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.rows[id].wish = wishes(room)
}

// Of several lost rooms a row takes that of its name, which spares Discord a
// change; and each has one in the end.
func TestSeveralLostRooms(t *testing.T) {
	t.Parallel()
	r, d := working(t)
	r.sb.Fault(sandbox.Fault{Method: "POST", Match: "/threads", Times: 3, AfterEffect: true})
	name := func(id int64) string { return fmt.Sprint("Checkpoint ", id) }
	threads := make(map[string]int64)
	for id := range int64(3) {
		d.add(id, wishes(bot.Room{Parent: r.channel, Name: name(id)}))
		r.failed(d, id)
	}
	for id := range int64(3) {
		d.again(id)
		thread := r.done(d, id, 1).outcome.Message
		if threads[thread] = id; len(r.edits(thread)) != 0 {
			t.Error("renamed:", r.edits(thread))
		}
	}
	if len(threads) != 3 || len(r.rooms()) != 3 {
		t.Error(threads, r.rooms())
	}
	r.clean()
}

// Two reads can give their rooms one name, and each has its own all the same:
// by what the desk has recorded, and by what the bot knows until then.
func TestRoomsOfOneName(t *testing.T) {
	t.Parallel()
	room := func(r *rig) bot.Room { return bot.Room{Parent: r.channel, Name: roomName} }
	for name, first := range map[string]func(*rig, *desk) string{
		"recorded":  func(r *rig, d *desk) string { return r.makeRoom(d, 1, room(r)) },
		"restarted": func(r *rig, d *desk) string { defer r.restartWorker(d); return r.makeRoom(d, 1, room(r)) },
		"not recorded": func(r *rig, d *desk) string {
			d.mu.Lock()
			d.rows[1] = &row{task: bot.Task{ID: 1}, lane: 1, due: true, lose: 1, wish: wishes(room(r))}
			d.mu.Unlock()
			d.nudge()
			r.failed(d, 1)
			return r.lostThread()
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, d := working(t)
			thread := first(r, d)
			r.sb.Fault(sandbox.Fault{Method: "POST", Match: "/threads", Times: 1, Status: 500})
			d.add(2, wishes(room(r)))
			r.failed(d, 2)
			d.again(2)
			if second := r.done(d, 2, 1).outcome.Message; second == thread {
				t.Error("two rows have one room")
			}
			if d.read(1).done == 0 {
				d.again(1)
			}
			if got := r.done(d, 1, 1).outcome.Message; got != thread || len(r.rooms()) != 3 {
				t.Error(unexpected("the first room", got, thread), r.rooms())
			}
			r.clean()
		})
	}
}

// A room that is being recorded while another row looks for its own stays
// whose it is, at whichever moment that ends.
func TestARoomIsRecordedWhileAnotherLooks(t *testing.T) {
	t.Parallel()
	r, d := working(t)
	room := bot.Room{Parent: r.channel, Name: roomName}
	record := make(chan struct{})
	d.mu.Lock()
	d.rows[1] = &row{task: bot.Task{ID: 1}, lane: 1, due: true, hold: record, wish: wishes(room)}
	d.mu.Unlock()
	d.nudge()
	r.await("the room is made", func() bool { return r.count("POST", "/threads", 201) == 1 })
	r.sb.Fault(sandbox.Fault{Method: "POST", Match: "/threads", Times: 1, Status: 500})
	looks := room
	looks.Taken = func(ctx context.Context, thread string) (bool, error) {
		taken, err := d.taken(2)(ctx, thread)
		close(record)
		d.add(99, wishes(bot.Nothing{})) // once that is done the worker is through with the room, or nearly
		return taken, errors.Join(err, r.sb.Await(ctx, func() bool { return d.read(1).done == 1 && d.read(99).done == 1 }))
	}
	d.add(2, wishes(looks))
	r.failed(d, 2)
	d.again(2)
	second := r.done(d, 2, 1).outcome.Message
	if len(r.rooms()) == 3 { // nobody had to be asked
		close(record)
	}
	if first := r.done(d, 1, 1).outcome.Message; first == second {
		t.Error("two rows have one room")
	}
	r.clean()
}

// Once a room is recorded, the desk alone says whose it is: the bot keeps
// nothing about the rooms of all its years.
func TestARecordedRoomIsTheDesksToKnow(t *testing.T) {
	t.Parallel()
	r, d := working(t)
	room := bot.Room{Parent: r.channel, Name: roomName}
	first := r.makeRoom(d, 1, room)
	r.sb.Fault(sandbox.Fault{Method: "POST", Match: "/threads", Times: 1, Status: 500})
	room.Taken = func(context.Context, string) (bool, error) { return false, nil }
	d.add(2, wishes(room))
	r.failed(d, 2)
	d.again(2)
	if second := r.done(d, 2, 1).outcome.Message; second != first {
		t.Error("the bot remembers whose it was")
	}
	r.clean()
}

func TestARoomWaitsWhileNobodyKnows(t *testing.T) {
	t.Parallel()
	for _, denied := range []int64{sandbox.PermissionReadHistory, sandbox.PermissionViewChannel} {
		t.Run(fmt.Sprint(denied), func(t *testing.T) {
			t.Parallel()
			r, d := working(t)
			r.sb.Fault(sandbox.Fault{Method: "POST", Match: "/threads", Times: 1, AfterEffect: true})
			d.add(3, wishes(bot.Room{Parent: r.channel, Name: roomName}))
			r.failed(d, 3)
			r.guild.DenyBot(r.channel, denied)
			d.again(3)
			if p := r.failed(d, 3); p.Permanent || !p.Aside || p.RetryAfter <= 0 || !strings.Contains(p.Reason, "View Channel, Read Message History") {
				t.Errorf("%+v", p)
			}
			r.guild.DenyBot(r.channel, 0)
			d.again(3)
			r.done(d, 3, 1)
			if n := len(r.rooms()); n != 1 {
				t.Error(unexpected("attempts to make it", n, 1))
			}
		})
	}
}
