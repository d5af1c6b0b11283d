package bot_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"dogear/bot"
	"dogear/bot/sandbox"
)

const roomName = "Checkpoint 2: Chapters 4-6"

// set changes what a row wishes for, and makes it due once more.
func (d *desk) set(id int64, wish bot.Wish) {
	d.mu.Lock()
	d.rows[id].wish = wishes(wish)
	d.mu.Unlock()
	d.again(id)
}

// makeRoom has a row make a room, and returns the thread.
func (r *rig) makeRoom(d *desk, id int64, room bot.Room) string {
	r.t.Helper()
	d.add(id, wishes(room))
	return r.done(d, id, 1).outcome.Message
}

// rooms are the requests that would make a thread, as bodies.
func (r *rig) rooms() (bodies []string) {
	for _, q := range r.sb.Requests() {
		if q.Method == "POST" && strings.HasSuffix(q.Path, "/threads") {
			bodies = append(bodies, string(q.Body))
		}
	}
	return bodies
}

// edits are the requests that change a thread, as bodies.
func (r *rig) edits(thread string) (bodies []string) {
	for _, q := range r.sb.Requests() {
		if q.Method == "PATCH" && strings.HasSuffix(q.Path, "/channels/"+thread) {
			bodies = append(bodies, string(q.Body))
		}
	}
	return bodies
}

func TestARoomThroughItsLife(t *testing.T) {
	t.Parallel()
	r, d := working(t)
	room := bot.Room{Parent: r.channel, Name: roomName}
	thread := r.makeRoom(d, 7, room)
	made := d.read(7).outcome
	if made.Channel != r.channel || thread == "" || made.Look == "" || made.Gone {
		t.Errorf("%+v", made)
	}
	const want = `{"name":"Checkpoint 2: Chapters 4-6","type":12,"invitable":false,"auto_archive_duration":10080}`
	if got := r.rooms(); len(got) != 1 || got[0] != want {
		t.Error(unexpected("made as", got, want))
	}
	if r.sb.As("Ana").CanSee(thread) {
		t.Error("everyone sees the room")
	}

	d.again(7)
	r.done(d, 7, 2)
	if n := r.count("", "/channels/"+thread, 0); n != 0 {
		t.Error("asked or changed though nothing has changed")
	}
	room.Name = "Checkpoint 2: Chapters 4-7"
	d.set(7, room)
	r.done(d, 7, 3)
	room.Locked = true
	d.set(7, room)
	r.done(d, 7, 4)
	r.guild.Archive(thread)
	d.again(7) // as it should be: it stays where it is
	r.done(d, 7, 5)
	room.Name, room.Locked = roomName, false
	d.set(7, room)
	got := r.done(d, 7, 6).outcome
	if got.Message != thread || got.Channel != r.channel || got.Look != made.Look {
		t.Errorf("%+v", got)
	}
	edits := []string{`{"name":"Checkpoint 2: Chapters 4-7"}`, `{"locked":true}`, `{"name":"Checkpoint 2: Chapters 4-6","locked":false,"archived":false}`}
	if got := r.edits(thread); !slices.Equal(got, edits) {
		t.Error(unexpected("changes", got, edits))
	}

	r.guild.DeleteThread(thread)
	room.Name = "Never"
	d.set(7, room)
	if got := r.done(d, 7, 7).outcome; !got.Gone || got.Message != "" || len(r.rooms()) != 1 {
		t.Errorf("deleted by hand: %+v", got)
	}
	d.again(7) // the row knows of none now: it is made anew
	if got := r.done(d, 7, 8).outcome; got.Gone || got.Message == thread || len(r.rooms()) != 2 {
		t.Errorf("made anew: %+v", got)
	}
	r.clean()
}

// api asks the sandbox in the bot's name, beside the bot.
func (r *rig) api(method, path, body string, answer any) {
	r.t.Helper()
	req, err := http.NewRequestWithContext(r.t.Context(), method, r.sb.URL()+"/api/v9"+path, strings.NewReader(body))
	if err != nil {
		r.t.Fatal(err)
	}
	req.Header = http.Header{"Authorization": {"Bot " + r.sb.Token()}, "User-Agent": {"DiscordBot (https://example.com, 1)"}}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		r.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode >= 300 {
		r.t.Fatal(method, path, resp.Status)
	}
	if answer != nil {
		if err := json.NewDecoder(resp.Body).Decode(answer); err != nil {
			r.t.Fatal(err)
		}
	}
}

// restartWorker stops the bot and runs another on the same desk.
func (r *rig) restartWorker(d *desk) {
	r.t.Helper()
	if err := r.stop(); err != nil {
		r.t.Fatal(err)
	}
	var err error
	if r.bot, err = bot.New(bot.Config{Token: r.sb.Token(), Base: r.sb.URL(), Now: r.sb.Now, Desk: d, Wake: r.wake}); err != nil {
		r.t.Fatal(err)
	}
	r.bot.Quick()
	r.run()
}

// A room that was made and could not be locked is found again, not made again.
func TestARoomThatCannotBeLocked(t *testing.T) {
	t.Parallel()
	r, d := working(t)
	r.guild.DenyBot(r.channel, sandbox.PermissionManageThreads)
	d.add(3, wishes(bot.Room{Parent: r.channel, Name: roomName, Locked: true}))
	for range 2 {
		if p := r.failed(d, 3); !p.Permanent || !p.Unsure || !strings.Contains(p.Reason, "Manage Threads") {
			t.Errorf("%+v", p)
		}
		d.again(3)
	}
	r.failed(d, 3)
	r.guild.DenyBot(r.channel, 0)
	d.again(3)
	r.done(d, 3, 1)
	if n := len(r.rooms()); n != 1 {
		t.Error(unexpected("attempts to make it", n, 1))
	}
}

func TestASeat(t *testing.T) {
	t.Parallel()
	r, d := working(t)
	thread := r.makeRoom(d, 1, bot.Room{Parent: r.channel, Name: roomName})
	ana := r.sb.As("Ana")
	seat := bot.Seat{Thread: thread, User: ana.ID}
	inside := func() bool { return slices.Contains(r.sb.MembersOf(thread), ana.ID) }
	done := 0
	d.add(2, wishes(seat)) // who is not in need not be taken out
	take := func(in bool) bot.Outcome {
		done++
		seat.In = in
		d.set(2, seat)
		return r.done(d, 2, done+1).outcome
	}
	r.done(d, 2, 1)
	if got := take(true); !inside() || got.Look != "in" || got.Gone {
		t.Errorf("not let in: %+v", got)
	}
	if err := ana.LeaveThread(thread); err != nil {
		t.Fatal(err)
	}
	if take(true); !inside() {
		t.Error("left, and not let in again")
	}
	r.guild.Archive(thread)
	if got := take(false); inside() || got.Look != "" {
		t.Errorf("not taken out: %+v", got)
	}
	r.guild.Archive(thread)
	if take(true); !inside() {
		t.Error("not let into an archived room")
	}
	if e := r.edits(thread); !slices.Equal(e, []string{`{"archived":false}`, `{"archived":false}`}) {
		t.Error("changes of the thread:", e)
	}
	// A finished read's room can be read only, and lets people in all the same.
	d.set(1, bot.Room{Parent: r.channel, Name: roomName, Locked: true})
	r.done(d, 1, 2)
	r.guild.Archive(thread)
	if take(false); inside() {
		t.Error("not taken out of a locked room")
	}
	if take(true); !inside() {
		t.Error("not let into a locked room")
	}
	seat.User = "1"
	take(false) // nobody is taken out who is nowhere
	seat.User = ana.ID
	r.guild.DeleteThread(thread)
	for _, in := range []bool{true, false} {
		if got := take(in); !got.Gone || got.Look != "" {
			t.Errorf("the thread is gone: %+v", got)
		}
	}
	r.clean()
}

func TestWhyARoomFails(t *testing.T) {
	t.Parallel()
	room := func(r *rig, _ string) bot.Wish { return bot.Room{Parent: r.channel, Name: roomName} }
	seat := func(in bool) func(*rig, string) bot.Wish {
		return func(r *rig, thread string) bot.Wish { return bot.Seat{Thread: thread, User: r.sb.As("Ana").ID, In: in} }
	}
	denies := func(permissions int64) func(*rig, string) {
		return func(r *rig, _ string) { r.guild.DenyBot(r.channel, permissions) }
	}
	for _, tt := range []struct {
		name    string
		trouble func(*rig, string)
		wish    func(*rig, string) bot.Wish
		reason  string
	}{
		{"no private threads", denies(sandbox.PermissionPrivateThreads), room, "(Create Private Threads)"},
		{"channel not seen", denies(sandbox.PermissionViewChannel), room, "(View Channel)"},
		{"channel gone", func(r *rig, _ string) { r.guild.DeleteChannel(r.channel) }, room, "gone"},
		{"mute", denies(sandbox.PermissionSendInThreads), seat(true), "(Send Messages in Threads)"},
		{"room not seen", denies(sandbox.PermissionViewChannel), seat(false), "(View Channel"},
		{"channel not seen by them", func(r *rig, _ string) { r.guild.DenyRole(r.channel, r.hidden(), sandbox.PermissionViewChannel) }, seat(true), "they cannot see its channel"},
		{"not in the server", func(r *rig, _ string) { r.guild.RemoveMember(r.sb.As("Ana")) }, seat(true), "not in the server"},
		{"locked in the archive", func(r *rig, thread string) {
			denies(sandbox.PermissionManageThreads)(r, thread)
			r.guild.Archive(thread)
		}, seat(false), "(Manage Threads)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r, d := working(t)
			thread := r.makeRoom(d, 1, bot.Room{Parent: r.channel, Name: "Another room", Locked: tt.name == "locked in the archive"})
			wish := tt.wish(r, thread)
			tt.trouble(r, thread)
			d.add(2, wishes(wish))
			_, alone := wish.(bot.Seat)
			if p := r.failed(d, 2); !p.Permanent || p.Unsure || p.Aside != alone || !strings.Contains(p.Reason, tt.reason) {
				t.Errorf("%+v", p)
			}
		})
	}
}

// Who cannot be let in or taken out keeps nobody else waiting, whatever the
// reason.
func TestASeatKeepsNobodyWaiting(t *testing.T) {
	t.Parallel()
	for _, fault := range []sandbox.Fault{{Method: "PUT", Match: "/thread-members/", Status: 500}, {Method: "DELETE", Match: "/thread-members/"}} {
		r, d := working(t)
		thread := r.makeRoom(d, 1, bot.Room{Parent: r.channel, Name: roomName})
		r.sb.Fault(fault)
		d.add(2, wishes(bot.Seat{Thread: thread, User: r.sb.As("Ana").ID, In: fault.Method == "PUT"}))
		if p := r.failed(d, 2); p.Permanent || !p.Aside || p.RetryAfter <= 0 {
			t.Errorf("%+v", p)
		}
	}
}

// hidden gives Ana a role of her own, and returns it.
func (r *rig) hidden() string {
	role := r.guild.AddRole("Hidden", 0, false)
	r.guild.Give(r.sb.As("Ana"), role)
	return role
}

// What others have written can be deleted too, in the archive as well.
func TestAPersonsMessageIsRemoved(t *testing.T) {
	t.Parallel()
	r, d := working(t)
	thread := r.makeRoom(d, 1, bot.Room{Parent: r.channel, Name: roomName})
	ana := r.sb.As("Ana")
	d.add(2, wishes(bot.Seat{Thread: thread, User: ana.ID, In: true}))
	r.done(d, 2, 1)
	remove := func(id int64, m *sandbox.Message) {
		d.mu.Lock()
		d.rows[id] = &row{task: bot.Task{ID: id, Channel: m.Channel, Message: m.ID}, lane: id, due: true, wish: wishes(bot.Removed{})}
		d.mu.Unlock()
		d.nudge()
	}
	spoken, inRoom := ana.Say("They are clones."), ana.In(thread).Say("They are clones.")
	r.guild.DenyBot(r.channel, sandbox.PermissionManageMessages)
	remove(3, spoken)
	if p := r.failed(d, 3); !p.Permanent || !strings.Contains(p.Reason, "(Manage Messages)") {
		t.Errorf("%+v", p)
	}
	r.guild.DenyBot(r.channel, 0)
	d.again(3)
	r.done(d, 3, 1)
	r.guild.Archive(thread)
	remove(4, inRoom)
	r.done(d, 4, 1)
	for _, m := range append(ana.Sees(), ana.In(thread).Sees()...) {
		if strings.Contains(m.Content, "clones") {
			t.Error("it is still there")
		}
	}
	if strings.Contains(r.log.String(), "clones") {
		t.Error("the log holds it")
	}
}
