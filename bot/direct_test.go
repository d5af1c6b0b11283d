package bot_test

import (
	"slices"
	"strings"
	"testing"

	"dogear/bot"
	"dogear/bot/sandbox"
)

// reminder is a direct message to a person.
func (r *rig) reminder(who, text string) bot.Direct {
	return bot.Direct{User: r.sb.As(who).ID, Message: says(text, "No more", bot.CustomID("reminder/off"))}
}

// letters are what a person has got from the bot by direct message.
func (r *rig) letters(who string) (texts []string) {
	for _, m := range r.sb.As(who).DM().Sees() {
		texts = append(texts, m.Text())
	}
	return texts
}

func (r *rig) opened() int { return r.count("POST", "/users/@me/channels", 0) }

func TestADirectMessage(t *testing.T) {
	t.Parallel()
	r, d := working(t)
	d.add(1, wishes(r.reminder("Ana", "Tomorrow: Chapters 4-6")))
	first := r.done(d, 1, 1).outcome
	if got := r.letters("Ana"); !slices.Equal(got, []string{"Tomorrow: Chapters 4-6"}) || first.Closed || first.Message == "" {
		t.Errorf("%q %+v", got, first)
	}
	if first.Channel != r.sb.As("Ana").DM().Channel() || len(r.public()) != 0 || len(r.letters("Olive")) != 0 {
		t.Errorf("%+v", first)
	}
	d.again(1) // it is there
	r.done(d, 1, 2)
	next := r.reminder("Ana", "Tomorrow: Chapters 7-9")
	next.Channel = first.Channel
	d.add(2, wishes(next))
	if got := r.done(d, 2, 1).outcome; got.Channel != first.Channel || got.Message == first.Message {
		t.Errorf("%+v", got)
	}
	if n := r.opened(); n != 1 || len(r.letters("Ana")) != 2 || r.count("POST", "/messages", 0) != 2 {
		t.Error(unexpected("channels opened", n, 1), r.letters("Ana"))
	}
	ana := r.sb.As("Ana").DM()
	got, err := ana.Press(t.Context(), ana.Sees()[0], "No more")
	if err != nil {
		t.Fatal(err)
	}
	if got.Message.Text() != "No more for "+ana.ID {
		t.Error(got.Message.Text())
	}
	r.clean()
}

// A button that is for a server alone says so.
func TestAPressInADirectMessage(t *testing.T) {
	t.Parallel()
	r, d := working(t)
	d.add(1, wishes(bot.Direct{User: r.sb.As("Ana").ID, Message: says("A letter", "Open", bot.CustomID("note/open", 5))}))
	r.done(d, 1, 1)
	ana := r.sb.As("Ana").DM()
	got, err := ana.Press(t.Context(), ana.Sees()[0], "Open")
	if err != nil {
		t.Fatal(err)
	}
	if text := got.Message.Text(); !strings.Contains(text, "only in the server") {
		t.Error(text)
	}
	if s := r.bot.Stats(); s.Faults != 0 || s.Refusals != 1 {
		t.Errorf("%+v", s)
	}
	r.clean()
}

// Who takes no direct messages gets none, and that is no trouble.
func TestClosedDirectMessages(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		close   func(r *rig)
		channel bool // there is one
	}{
		"closed":          {func(r *rig) { r.sb.As("Ana").CloseDirect(true) }, true},
		"of no server":    {func(r *rig) { r.guild.RemoveMember(r.sb.As("Ana")) }, true},
		"nobody any more": {nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, d := workingOn(t, options{})
			wish := r.reminder("Ana", "Tomorrow")
			if tt.close != nil {
				tt.close(r)
			} else {
				wish.User = "1"
			}
			d.add(1, wishes(wish))
			got := r.done(d, 1, 1).outcome
			if !got.Closed || got.Gone || got.Message != "" || (got.Channel != "") != tt.channel {
				t.Errorf("%+v", got)
			}
		})
	}
}

// Whatever is lost on the way, one message comes in the end.
func TestADirectMessageComesOnce(t *testing.T) {
	t.Parallel()
	for name, begin := range map[string]func(*testing.T) (*rig, *desk){"soon": working, "much later": muchLater} {
		for _, fault := range []sandbox.Fault{
			{Match: "/messages", AfterEffect: true},
			{Match: "/messages", Status: 500, AfterEffect: true},
			{Match: "/messages", Status: 500},
			{Match: "/users/@me/channels", AfterEffect: true},
			{Match: "/users/@me/channels", Status: 500},
		} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				r, d := begin(t)
				fault.Method, fault.Times = "POST", 1
				r.sb.Fault(fault)
				d.add(1, wishes(r.reminder("Ana", "Tomorrow")))
				if p := r.failed(d, 1); p.Permanent || !p.Unsure || !p.Aside {
					t.Errorf("%+v", p)
				}
				d.again(1)
				got := r.done(d, 1, 1).outcome
				if letters := r.letters("Ana"); len(letters) != 1 || got.Message == "" || got.Channel == "" {
					t.Errorf("%q %+v", letters, got)
				}
				want := 1 // the channel that was opened is kept, and the answer that was lost is not
				if fault.Match != "/messages" {
					want = 2
				}
				if n := r.opened(); n != want {
					t.Error(unexpected("channels opened", n, want))
				}
				r.clean()
			})
		}
	}
}

// A channel that Discord does not know any more is opened anew.
func TestADirectChannelThatIsGone(t *testing.T) {
	t.Parallel()
	r, d := working(t)
	wish := r.reminder("Ana", "Tomorrow")
	wish.Channel = "175928847299117063"
	d.add(1, wishes(wish))
	if got := r.done(d, 1, 1).outcome; got.Channel != r.sb.As("Ana").DM().Channel() || len(r.letters("Ana")) != 1 || r.opened() != 1 {
		t.Errorf("%+v", got)
	}
	r.clean()
}

// New channels are opened at a pace of their own. Who has one need not wait.
func TestNewDirectChannelsWait(t *testing.T) {
	t.Parallel()
	r, d := workingOn(t, options{tune: func(b *bot.Bot) { b.Directs(1) }})
	d.add(1, wishes(r.reminder("Ana", "Tomorrow")))
	first := r.done(d, 1, 1).outcome
	d.add(2, wishes(r.reminder("Olive", "Tomorrow")))
	if p := r.failed(d, 2); p.Permanent || p.RetryAfter <= 0 || !p.Aside {
		t.Errorf("%+v", p)
	}
	known := r.reminder("Ana", "Today")
	known.Channel = first.Channel
	d.add(3, wishes(known))
	r.done(d, 3, 1)
	if len(r.letters("Ana")) != 2 || len(r.letters("Olive")) != 0 || r.opened() != 1 {
		t.Error(r.letters("Ana"), r.letters("Olive"), r.opened())
	}
	r.clean()
}
