package bot_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"dogear/bot"
	"dogear/bot/sandbox"
	"dogear/club"
)

// working is a rig with a desk, in which all happens within minutes.
func working(t *testing.T) (*rig, *desk) {
	t.Helper()
	return workingOn(t, options{})
}

// muchLater is a rig with a desk in which Discord has forgotten every nonce by
// the next attempt, and the bot knows: only the channel can tell what is there.
func muchLater(t *testing.T) (*rig, *desk) {
	t.Helper()
	return workingOn(t, options{
		sandbox: sandbox.Options{NonceFor: -1}, tune: func(b *bot.Bot) { b.NonceFor(0) },
	})
}

func workingOn(t *testing.T, o options) (*rig, *desk) {
	t.Helper()
	d := &desk{rows: make(map[int64]*row)}
	o.config = func(c *bot.Config) { c.Desk = d }
	o.world = func(r *rig) { d.now, d.sb, d.wake = r.sb.Now, r.sb, r.wake }
	r := start(t, []bot.Action{
		{Name: "hello", Help: "Says hello", Run: private("Hello.")},
		{Name: "note/open", On: bot.Press, Args: 1, Run: tells(func(in *bot.Interaction) string { return fmt.Sprint("Note ", in.Arg(0)) })},
		{Name: "reminder/off", On: bot.Press, DM: true, Run: tells(func(in *bot.Interaction) string { return "No more for " + in.User })},
	}, o)
	return r, d
}

// done waits until a row was done n times in all.
func (r *rig) done(d *desk, id int64, n int) row {
	r.t.Helper()
	r.await(fmt.Sprintf("row %d done %d times", id, n), func() bool { return d.read(id).done >= n })
	return d.read(id)
}

// failed waits until a row could not be done.
func (r *rig) failed(d *desk, id int64) bot.Problem {
	r.t.Helper()
	r.await(fmt.Sprintf("row %d failed", id), func() bool { return d.read(id).problem != nil })
	return *d.read(id).problem
}

// public is what everyone sees in the channel.
func (r *rig) public() []*sandbox.Message {
	var out []*sandbox.Message
	for _, m := range r.sb.As("Ana").Sees() {
		if !m.Private && m.Author.Bot {
			out = append(out, m)
		}
	}
	return out
}

func (r *rig) onlyPost(text string) *sandbox.Message {
	r.t.Helper()
	list := r.public()
	if len(list) != 1 || list[0].Text() != text {
		r.t.Fatalf("%d messages, the first %q; want one of %q", len(list), append(list, &sandbox.Message{})[0].Text(), text)
	}
	return list[0]
}

func TestAPostThroughItsLife(t *testing.T) {
	t.Parallel()
	r, d := working(t)
	var look atomic.Pointer[bot.Message]
	set := func(m bot.Message) { look.Store(&m) }
	set(says("A card", "Open", bot.CustomID("note/open", 5)))
	d.add(77, posts(r.channel, func() bot.Message { return *look.Load() }))

	first := r.done(d, 77, 1)
	card := r.onlyPost("A card")
	if first.outcome.Message != card.ID || first.outcome.Channel != r.channel || first.outcome.Look == "" {
		t.Errorf("%+v", first.outcome)
	}
	if id := card.CustomID("Open"); !strings.HasPrefix(id, "v1/note/open/5#25.") {
		t.Error("its button does not carry the row:", id)
	}
	if got := r.press("Ana", card, "Open").Message; got.Text() != "Note 5" || !got.Private {
		t.Error(got.Text())
	}

	d.again(77)
	r.done(d, 77, 2)
	if n := r.count("PATCH", "/channels/", 0); n != 0 {
		t.Error("edited though nothing has changed")
	}
	set(says("A new card", "Open", bot.CustomID("note/open", 5)))
	d.again(77)
	r.done(d, 77, 3)
	r.onlyPost("A new card")

	d.mu.Lock()
	d.rows[77].wish = wishes(bot.Removed{})
	d.mu.Unlock()
	d.again(77)
	if got := r.done(d, 77, 4); len(r.public()) != 0 || got.outcome.Message != "" {
		t.Errorf("not removed: %+v", got.outcome)
	}

	r.sb.Turn(time.Second) // its next post is another, with another nonce
	d.mu.Lock()
	d.rows[77].wish = posts(r.channel, func() bot.Message { return says("Again", "Open", bot.CustomID("note/open", 5)) })
	d.mu.Unlock()
	d.again(77)
	r.done(d, 77, 5)
	r.sb.DeleteMessage(r.onlyPost("Again").ID)
	d.mu.Lock()
	d.rows[77].task.Look = ""
	d.mu.Unlock()
	d.again(77)
	if got := r.done(d, 77, 6); !got.outcome.Gone || got.outcome.Message != "" {
		t.Errorf("deleted by hand: %+v", got.outcome)
	}
	d.mu.Lock()
	d.rows[77].wish = wishes(bot.Post{Channel: r.channel, Message: says("Never"), OnlyEdit: true})
	d.mu.Unlock()
	d.again(77)
	if got := r.done(d, 77, 7); !got.outcome.Gone || len(r.public()) != 0 {
		t.Errorf("posted though it was only to be edited: %+v", got.outcome)
	}
	r.clean()
}

// What is known of an attempt that failed: whether it may have taken effect,
// and whether others must wait for it.
func TestWhatAFailureLeavesOpen(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		fault sandbox.Fault
		open  bool
	}{
		{"cut", sandbox.Fault{}, true},
		{"cut after it took effect", sandbox.Fault{AfterEffect: true}, true},
		{"500", sandbox.Fault{Status: 500}, true},
		{"502", sandbox.Fault{Status: 502}, true},
		{"400", sandbox.Fault{Status: 400}, false},
		{"404", sandbox.Fault{Status: 404}, false},
		{"429", sandbox.Fault{Status: 429, RetryAfter: 60}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r, d := working(t)
			tt.fault.Method, tt.fault.Match, tt.fault.Times = "POST", "/messages", 1
			r.sb.Fault(tt.fault)
			d.add(3, posts(r.channel, func() bot.Message { return says("A card", "Open", bot.CustomID("note/open", 5)) }))
			if p := r.failed(d, 3); p.Unsure != tt.open || p.Aside {
				t.Errorf("%+v", p)
			}
		})
	}
}

func TestWhyAPostFails(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		trouble func(*rig)
		reason  string
	}{
		{"View Channel", func(r *rig) { r.guild.DenyBot(r.channel, sandbox.PermissionViewChannel) }, "View Channel"},
		{"Send Messages", func(r *rig) { r.guild.DenyBot(r.channel, sandbox.PermissionSendMessages) }, "Send Messages"},
		{"gone", func(r *rig) { r.guild.DeleteChannel(r.channel) }, "gone"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r, d := working(t)
			tt.trouble(r)
			d.add(3, posts(r.channel, func() bot.Message { return says("A card", "Open", bot.CustomID("note/open", 5)) }))
			if p := r.failed(d, 3); !p.Permanent || !strings.Contains(p.Reason, tt.reason) {
				t.Errorf("%+v", p)
			}
		})
	}
}

func TestWorkThatCannotBeMade(t *testing.T) {
	t.Parallel()
	r, d := working(t)
	d.add(1, func() (bot.Wish, error) { return nil, errors.New("a fault of ours") })
	d.add(2, func() (bot.Wish, error) { panic("at once") })
	d.add(3, posts(r.channel, func() bot.Message { return bot.Message{} }))
	d.add(4, wishes(nil))
	d.add(5, wishes(bot.Nothing{Missed: true, Reason: "Too late."}))
	for id := range int64(4) {
		if p := r.failed(d, id+1); p.Permanent || p.RetryAfter <= 0 || strings.Contains(p.Reason, "fault of ours") {
			t.Errorf("%d: %+v", id+1, p)
		}
	}
	if got := r.done(d, 5, 1).outcome; !got.Missed || got.Reason != "Too late." {
		t.Errorf("%+v", got)
	}
	r.clean()
}

func TestRoles(t *testing.T) {
	t.Parallel()
	r, d := working(t)
	ana := r.sb.As("Ana")
	role := r.guild.AddRole("Readers", 0, true)
	grant := bot.Grant{Guild: r.guild.ID, User: ana.ID, Role: role, Has: true, Fit: func(s bot.Server) error {
		for _, x := range s.Roles {
			if x.ID == role && x.Name == "Readers" && s.Owner != "" && len(s.BotRoles) == 1 {
				return nil
			}
		}
		return errors.New("not told of the role")
	}}
	d.add(1, wishes(grant))
	r.done(d, 1, 1)
	if !r.guild.Has(ana, role) {
		t.Error("not given")
	}
	refused := grant
	refused.Fit = func(bot.Server) error { return club.Refuse("The role can do too much.") }
	d.add(2, wishes(refused))
	if p := r.failed(d, 2); !p.Permanent || p.Reason != "The role can do too much." {
		t.Errorf("%+v", p)
	}
	taken := bot.Grant{Guild: r.guild.ID, User: ana.ID, Role: role}
	d.add(3, wishes(taken))
	r.done(d, 3, 1)
	if r.guild.Has(ana, role) {
		t.Error("not taken")
	}
	gone := taken
	gone.User = "1"
	d.add(4, wishes(gone))
	r.done(d, 4, 1) // who is not there has no role
	above := grant
	above.Fit = nil
	r.guild.MoveRole(role, 50)
	d.add(5, wishes(above))
	if p := r.failed(d, 5); !p.Permanent || !strings.Contains(p.Reason, "Manage Roles") {
		t.Errorf("%+v", p)
	}
	r.clean()
}

// Many at once: every row is done, no faster than Discord allows, and none
// twice. Files go along, and go when they are no longer wished for.
func TestManyPosts(t *testing.T) {
	t.Parallel()
	r, d := working(t)
	const all, perChannel = 60, 3
	var channels []string
	for i := range int64(all / perChannel) {
		channels = append(channels, r.guild.AddChannel(fmt.Sprint("club-", i)))
	}
	var bare atomic.Bool
	for id := range int64(all) {
		d.add(id, posts(channels[id/perChannel], func() bot.Message {
			m := says(fmt.Sprint("Post ", id), "Open", bot.CustomID("note/open", id))
			if !bare.Load() {
				m.Parts = append(m.Parts, discordgo.FileComponent{File: discordgo.UnfurledMediaItem{URL: "attachment://a.txt"}})
				m.Files = []bot.File{{Name: "a.txt", Type: "text/plain", Alt: "A text", Data: []byte("text")}}
			}
			return m
		}))
	}
	for id := range int64(all) {
		r.done(d, id, 1)
	}
	for _, c := range channels {
		list := r.sb.As("Ana").In(c).Sees()
		if len(list) != perChannel {
			t.Error(unexpected("posts in a channel", len(list), perChannel))
		}
		for _, m := range list {
			if len(m.Attachments) != 1 || m.Attachments[0].Description != "A text" {
				t.Errorf("%+v", m.Attachments)
			}
		}
	}
	bare.Store(true)
	d.again(0)
	r.done(d, 0, 2)
	if first := r.sb.As("Ana").In(channels[0]).Sees(); len(first) != perChannel || len(first[0].Attachments)+len(first[1].Attachments)+len(first[2].Attachments) != perChannel-1 {
		t.Error("the file stayed")
	}
	r.clean()
}

// A press on what everyone sees never changes it, whatever its action answers.
func TestAPublicMessageIsNotUpdated(t *testing.T) {
	t.Parallel()
	for _, late := range []bool{false, true} {
		t.Run(fmt.Sprint(late), func(t *testing.T) {
			t.Parallel()
			release := make(chan struct{})
			if !late {
				close(release)
			}
			d := &desk{rows: make(map[int64]*row)}
			r := start(t, []bot.Action{slow("card/turn", bot.Press, true, bot.Update{Message: says("For one.")}, release)}, options{
				tune: func(b *bot.Bot) {
					if late {
						b.DeferAfter(time.Millisecond)
					}
				},
				config: func(c *bot.Config) { c.Desk = d },
				world:  func(r *rig) { d.now, d.sb, d.wake = r.sb.Now, r.sb, r.wake },
			})
			d.add(1, posts(r.channel, func() bot.Message { return says("For all.", "Turn", bot.CustomID("card/turn")) }))
			r.done(d, 1, 1)
			card := r.onlyPost("For all.")
			if late {
				go func() {
					r.await("announced", func() bool { return r.count("POST", "/callback", 204) == 1 })
					close(release)
				}()
			}
			if got := r.press("Ana", card, "Turn").Message; !got.Private || got.Text() != "For one." || got.ID == card.ID {
				t.Error(got.Text())
			}
			r.onlyPost("For all.")
			if !strings.Contains(r.log.String(), "no private message was pressed") {
				t.Error("the action's mistake is not logged")
			}
			r.clean()
		})
	}
}

func TestOnlyTheRoleIsMentioned(t *testing.T) {
	t.Parallel()
	r, d := working(t)
	role := r.guild.AddRole("Readers", 0, true)
	other := r.guild.AddRole("Others", 0, true)
	d.add(1, posts(r.channel, func() bot.Message {
		m := says("<@&"+role+"> and <@&"+other+"> and @everyone and <@"+r.sb.As("Ana").ID+">", "Open", bot.CustomID("note/open", 5))
		m.Role = role
		return m
	}))
	r.done(d, 1, 1)
	if got := r.public()[0].Pings; len(got) != 1 || got[0] != role {
		t.Error(unexpected("mentioned", got, role))
	}
	r.clean()
}

// lookout is a desk that says when it is asked by two at once, and panics when
// it is told to.
type lookout struct {
	*desk
	panics  atomic.Int64
	inside  atomic.Int64
	clashes atomic.Int64
}

func (l *lookout) Claim(ctx context.Context, limit int) ([]bot.Task, error) {
	if l.inside.Add(1) > 1 {
		l.clashes.Add(1)
	}
	defer l.inside.Add(-1)
	for range 100 { // a chance for another to come in
		runtime.Gosched()
	}
	if l.panics.Add(-1) >= 0 {
		panic("while claiming")
	}
	return l.desk.Claim(ctx, limit)
}

// Work is found when somebody says so, when a task is finished and by itself,
// by one at a time; and a panic on the way ends none of that.
func TestHowWorkIsFound(t *testing.T) {
	t.Parallel()
	l := &lookout{desk: &desk{rows: make(map[int64]*row)}}
	d := l.desk
	r := start(t, []bot.Action{{Name: "hello", Help: "Says hello", Run: private("Hello.")}}, options{
		config: func(c *bot.Config) { c.Desk = l },
		world:  func(r *rig) { d.now, d.sb, d.wake = r.sb.Now, r.sb, r.wake },
	})
	nothing := wishes(bot.Nothing{})
	l.panics.Store(1)
	d.add(1, nothing)
	r.done(d, 1, 1)
	for id := int64(2); id < 40; id++ {
		d.add(id, nothing)
	}
	for id := int64(2); id < 40; id++ {
		r.done(d, id, 1)
	}
	d.mu.Lock() // nobody says so
	d.rows[40] = &row{task: bot.Task{ID: 40}, lane: 40, due: true, wish: nothing}
	d.mu.Unlock()
	r.done(d, 40, 1)
	if n := l.clashes.Load(); n != 0 {
		t.Error("claimed by two at once:", n)
	}
	if !strings.Contains(r.log.String(), "while claiming") {
		t.Error("the panic is not in the log")
	}
}
