package bot_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"dogear/bot"
	"dogear/bot/sandbox"
	"dogear/club"
)

// doctor is a rig with a desk and a command that asks what is asked of it, and
// hands over what it finds.
func doctor(t *testing.T, asks *[]bot.Enquiry, o options) (*rig, *desk, <-chan []bot.Finding) {
	t.Helper()
	d := &desk{rows: make(map[int64]*row)}
	found := make(chan []bot.Finding, 1)
	o.config = func(c *bot.Config) { c.Desk = d }
	o.world = func(r *rig) { d.now, d.sb, d.wake = r.sb.Now, r.sb, r.wake }
	r := start(t, []bot.Action{{
		Name: "doctor", Help: "Looks",
		Asks: func(context.Context, *bot.Interaction) ([]bot.Enquiry, error) { return *asks, nil },
		Run: func(_ context.Context, in *bot.Interaction) (bot.Reply, error) {
			found <- in.Findings
			return bot.Private{Message: says("Looked.")}, nil
		},
	}}, o)
	return r, d, found
}

// looks uses the command and returns the one finding.
func (r *rig) looks(found <-chan []bot.Finding) bot.Finding {
	r.t.Helper()
	if got := r.slash("Ana", "/doctor").Message.Text(); got != "Looked." {
		r.t.Fatal(got)
	}
	list := <-found
	if len(list) != 1 {
		r.t.Fatalf("%+v", list)
	}
	return list[0]
}

func TestEnquiries(t *testing.T) {
	t.Parallel()
	var asks []bot.Enquiry
	r, d, found := doctor(t, &asks, options{})
	ana, olive, oscar := r.sb.As("Ana"), r.sb.As("Olive"), r.sb.As("Oscar")
	manager := r.guild.AddMember("Madame", sandbox.PermissionManageThreads)
	quiet := r.guild.AddMember("Tommy")
	thread := r.makeRoom(d, 1, bot.Room{Parent: r.channel, Name: roomName})
	for i, p := range []*sandbox.Person{ana, oscar} {
		d.add(int64(i+2), wishes(bot.Seat{Thread: thread, User: p.ID, In: true}))
		r.done(d, int64(i+2), 1)
	}
	for _, p := range []*sandbox.Person{olive, quiet} {
		if err := manager.AddTo(thread, p); err != nil {
			t.Fatal(err)
		}
	}
	if err := quiet.LeaveThread(thread); err != nil {
		t.Fatal(err)
	}
	manager.In(thread).Say("I am here too.")
	r.takeOutBot(thread)
	if err := manager.AddTo(thread, &sandbox.Person{ID: r.sb.BotID(), Name: "Dogear"}); err != nil {
		t.Fatal(err)
	}
	card := ana.Say("A card")
	r.sb.DeleteMessage(card.ID)
	kept := ana.Say("Another card")

	asks = []bot.Enquiry{
		{Channel: thread, Members: []string{quiet.ID, ana.ID, "1"}, Added: true},
		{Channel: r.channel, Message: card.ID},
		{Channel: r.channel, Message: kept.ID},
		{Channel: "123456789012345678", Message: kept.ID, Members: []string{ana.ID}, Added: true},
	}
	r.slash("Ana", "/doctor")
	got := <-found
	want := []bot.Finding{
		{Inside: []string{ana.ID}, Added: []string{oscar.ID, manager.ID, olive.ID}},
		{MessageGone: true},
		{},
		{Gone: true},
	}
	slices.Sort(want[0].Added)
	slices.Sort(got[0].Added)
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("found %+v\nwant  %+v", got, want)
	}
	if n := r.count("GET", "/channels/"+r.channel, 200) - r.count("GET", "/messages/", 200); n != 1 {
		t.Error(unexpected("times the channel was asked for", n, 1))
	}

	d.set(1, bot.Room{Parent: r.channel, Name: roomName, Locked: true})
	r.done(d, 1, 2)
	r.guild.Archive(thread)
	asks = []bot.Enquiry{{Channel: thread, Members: []string{ana.ID}}}
	if f := r.looks(found); !f.Archived || !f.Locked || len(f.Inside) != 1 || f.Added != nil || f.Unseen != "" {
		t.Errorf("%+v", f)
	}
	r.clean()
}

// A long history is read to its end, and nobody is asked for twice.
func TestAnEnquiryIntoALongHistory(t *testing.T) {
	t.Parallel()
	var asks []bot.Enquiry
	r, d, found := doctor(t, &asks, options{})
	thread := r.makeRoom(d, 1, bot.Room{Parent: r.channel, Name: roomName})
	manager := r.guild.AddMember("Madame", sandbox.PermissionManageThreads)
	for range 250 {
		manager.In(thread).Say("Hello.")
	}
	if err := manager.AddTo(thread, r.sb.As("Olive")); err != nil {
		t.Fatal(err)
	}
	asks = []bot.Enquiry{{Channel: thread, Added: true}}
	if f := r.looks(found); !slices.Equal(f.Added, []string{manager.ID, r.sb.As("Olive").ID}) || f.Unseen != "" {
		t.Errorf("%+v", f)
	}
	if n := r.count("GET", "/thread-members/", 200); n != 2 {
		t.Error(unexpected("members asked for", n, 2))
	}
	r.clean()
}

func TestWhatAnEnquiryCannotSee(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		trouble func(r *rig, thread string)
		unseen  string
	}{
		{"channel not seen", func(r *rig, _ string) { r.guild.DenyBot(r.channel, sandbox.PermissionViewChannel) }, "I cannot see the channel (View Channel)."},
		{"history not read", func(r *rig, _ string) { r.guild.DenyBot(r.channel, sandbox.PermissionReadHistory) }, "I may not read what was written there (Read Message History)."},
		{"taken out", func(r *rig, thread string) {
			r.guild.DenyBot(r.channel, sandbox.PermissionManageThreads)
			r.takeOutBot(thread)
		}, "I cannot see the channel (View Channel)."},
		{"no answer", func(r *rig, _ string) {
			r.sb.Fault(sandbox.Fault{Method: "GET", Match: "/thread-members/", Status: 500})
		}, "Discord did not answer as it should."},
		{"limited for long", func(r *rig, _ string) {
			r.sb.Fault(sandbox.Fault{Method: "GET", Match: "/thread-members/", Status: 429, RetryAfter: 3600})
		}, "I did not come to the end of it in time."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var asks []bot.Enquiry
			r, d, found := doctor(t, &asks, options{})
			thread := r.makeRoom(d, 1, bot.Room{Parent: r.channel, Name: roomName})
			d.add(2, wishes(bot.Seat{Thread: thread, User: r.sb.As("Ana").ID, In: true}))
			r.done(d, 2, 1)
			tt.trouble(r, thread)
			asks = []bot.Enquiry{{Channel: thread, Members: []string{r.sb.As("Ana").ID}, Added: true}}
			if f := r.looks(found); f.Gone || f.Unseen != tt.unseen {
				t.Errorf("%+v", f)
			}
		})
	}
}

// takeOutBot has the bot taken out of a thread, as by hand.
func (r *rig) takeOutBot(thread string) {
	r.t.Helper()
	r.api(http.MethodDelete, "/channels/"+thread+"/thread-members/@me", "", nil)
}

// What fails on the way is asked again, and short limits are waited out.
func TestAnEnquiryIsPatient(t *testing.T) {
	t.Parallel()
	for _, fault := range []sandbox.Fault{{Status: 500, Times: 2}, {Times: 2}, {Status: 429, RetryAfter: 0.01, Times: 6}} {
		t.Run(fmt.Sprintf("%+v", fault), func(t *testing.T) {
			t.Parallel()
			var asks []bot.Enquiry
			r, _, found := doctor(t, &asks, options{})
			fault.Method, fault.Match = "GET", "/channels/"
			r.sb.Fault(fault)
			asks = []bot.Enquiry{{Channel: r.channel}}
			if f := r.looks(found); f.Gone || f.Unseen != "" {
				t.Errorf("%+v", f)
			}
			if n := r.sb.FaultHits(); n != fault.Times {
				t.Error(unexpected("faults", n, fault.Times))
			}
		})
	}
}

// An enquiry ends when its time is over, and when the bot is to stop: what it
// has found by then is answered.
func TestAnEnquiryEnds(t *testing.T) {
	t.Parallel()
	for _, stopped := range []bool{false, true} {
		t.Run(fmt.Sprint(stopped), func(t *testing.T) {
			t.Parallel()
			var asks []bot.Enquiry
			r, _, found := doctor(t, &asks, options{tune: func(b *bot.Bot) {
				if !stopped {
					b.DeferAfter(time.Millisecond)
					b.AskFor(200 * time.Millisecond)
				}
			}})
			r.sb.Fault(sandbox.Fault{Method: "GET", Match: "/channels/", Status: 429, RetryAfter: 0.05})
			asks = []bot.Enquiry{{Channel: r.channel}, {Channel: "1"}}
			answered := make(chan *sandbox.Answer, 1)
			go func() {
				a, err := r.sb.As("Ana").Slash(t.Context(), "/doctor")
				if err != nil {
					t.Error(err)
				}
				answered <- a
			}()
			if stopped {
				r.await("the look-up has begun", func() bool { return r.sb.FaultHits() > 0 })
				if err := r.stop(); err != nil {
					t.Error(err)
				}
			}
			a := <-answered
			if a == nil || a.Deferred == stopped || a.Message.Text() != "Looked." {
				t.Errorf("%+v", a)
			}
			for _, f := range <-found {
				if f.Gone || f.Unseen != "I did not come to the end of it in time." {
					t.Errorf("%+v", f)
				}
			}
		})
	}
}

// An action that cannot say what it asks says so as it would from Run.
func TestAnEnquiryThatCannotBeAsked(t *testing.T) {
	t.Parallel()
	for want, err := range map[string]error{
		"There is no club here.": club.Refuse("There is no club here."),
		"nothing was changed":    errors.New("the row was not there"),
	} {
		r := start(t, []bot.Action{{
			Name: "doctor", Help: "Looks", Run: private("never"),
			Asks: func(context.Context, *bot.Interaction) ([]bot.Enquiry, error) { return nil, err },
		}}, options{})
		if got := r.slash("Ana", "/doctor").Message.Text(); !strings.Contains(got, want) {
			t.Error(got)
		}
	}
}
