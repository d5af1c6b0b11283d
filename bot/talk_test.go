package bot_test

import (
	"slices"
	"strings"
	"testing"

	"dogear/bot"
	"dogear/bot/sandbox"
)

// talkUnder wishes for a thread under a message of the channel.
func (r *rig) talkUnder(message string) bot.Talk {
	return bot.Talk{Channel: r.channel, Message: message, Name: "Chapters 1-3: talk"}
}

// post has a row post a message, and returns its id.
func (r *rig) post(d *desk, id int64) string {
	r.t.Helper()
	d.add(id, posts(r.channel, func() bot.Message { return says("What would you ask her?", "Open", bot.CustomID("note/open", 5)) }))
	return r.done(d, id, 1).outcome.Message
}

// links are the threads that hang under what stands in the channel.
func (r *rig) links() (names []string) {
	for _, m := range r.public() {
		if m.Thread != nil {
			names = append(names, m.Thread.Name)
		}
	}
	return names
}

func TestATalkThroughItsLife(t *testing.T) {
	t.Parallel()
	r, d := working(t)
	m := r.post(d, 1)
	talk := r.talkUnder(m)
	d.add(2, wishes(talk))
	if got := r.done(d, 2, 1).outcome; got.Message != m || got.Channel != r.channel || got.Gone {
		t.Errorf("%+v", got)
	}
	const want = `{"name":"Chapters 1-3: talk","auto_archive_duration":10080}`
	if got := r.rooms(); len(got) != 1 || got[0] != want {
		t.Error(unexpected("made as", got, want))
	}
	if got := r.links(); !slices.Equal(got, []string{talk.Name}) {
		t.Error(got)
	}
	ana := r.sb.As("Ana").In(m)
	if ana.Say("Why she drove so far.") == nil {
		t.Error("people cannot talk in it")
	}
	if a, err := ana.Slash(t.Context(), "/hello"); err != nil || a.Message.Channel != m || a.Message.Text() != "Hello." {
		t.Error("a command in it:", a, err)
	}

	// Whoever changes it has the last word.
	talk.Name = "Never"
	d.set(2, talk)
	r.done(d, 2, 2)
	r.guild.DeleteThread(m)
	d.again(2)
	if got := r.done(d, 2, 3).outcome; got.Message != m || got.Gone || len(r.links()) != 0 || len(r.rooms()) != 1 {
		t.Errorf("%+v, asked for %v", got, r.rooms())
	}

	long := r.talkUnder(r.post(d, 3))
	long.Name = strings.Repeat("a", 200)
	d.add(4, wishes(long))
	r.done(d, 4, 1)
	if got := r.links(); len(got) != 1 || got[0] != strings.Repeat("a", 99)+"…" {
		t.Error(got)
	}
	r.clean()
}

// Whatever is lost on the way, there is one thread in the end.
func TestATalkIsMadeOnce(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]*sandbox.Fault{
		"killed":                   nil,
		"cut":                      {},
		"cut after it took effect": {AfterEffect: true},
		"500 after it took effect": {Status: 500, AfterEffect: true},
		"429":                      {Status: 429, RetryAfter: 60},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, d := working(t)
			m := r.post(d, 1)
			lose := 1
			if fault != nil {
				f := *fault
				f.Method, f.Match, f.Times, lose = "POST", "/threads", 1, 0
				r.sb.Fault(f)
			}
			d.mu.Lock()
			d.rows[2] = &row{task: bot.Task{ID: 2}, lane: 2, due: true, lose: lose, wish: wishes(r.talkUnder(m))}
			d.mu.Unlock()
			d.nudge()
			if p := r.failed(d, 2); p.Permanent || fault != nil && !p.Aside {
				t.Errorf("%+v", p)
			}
			d.again(2)
			if got := r.done(d, 2, 1).outcome; got.Message != m || len(r.links()) != 1 {
				t.Errorf("%+v, there are %v", got, r.links())
			}
			r.clean()
		})
	}
}

func TestATalkThatCannotBe(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		trouble func(r *rig, message string)
		reason  string // "" if it is gone
	}{
		{"no threads", func(r *rig, _ string) { r.guild.DenyBot(r.channel, sandbox.PermissionPublicThreads) }, "(Create Public Threads"},
		{"not seen", func(r *rig, _ string) { r.guild.DenyBot(r.channel, sandbox.PermissionViewChannel) }, "(View Channel)"},
		{"message gone", func(r *rig, m string) { r.sb.DeleteMessage(m) }, ""},
		{"channel gone", func(r *rig, _ string) { r.guild.DeleteChannel(r.channel) }, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r, d := working(t)
			m := r.post(d, 1)
			tt.trouble(r, m)
			d.add(2, wishes(r.talkUnder(m)))
			if tt.reason == "" {
				if got := r.done(d, 2, 1).outcome; !got.Gone || got.Message != "" {
					t.Errorf("%+v", got)
				}
				return
			}
			if p := r.failed(d, 2); !p.Permanent || p.Unsure || !p.Aside || !strings.Contains(p.Reason, tt.reason) {
				t.Errorf("%+v", p)
			}
			r.guild.DenyBot(r.channel, 0)
			d.again(2)
			r.done(d, 2, 1)
		})
	}
}
