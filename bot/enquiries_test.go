package bot_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"dogear/bot"
	"dogear/bot/sandbox"
)

// patients is a rig with servers and a command that asks for nothing until it
// is released; asked hears of each that has begun.
func patients(t *testing.T, servers int) (r *rig, where []*sandbox.Person, asked chan string, release chan struct{}) {
	t.Helper()
	asked, release = make(chan string, 100), make(chan struct{})
	r = start(t, []bot.Action{{
		Name: "doctor", Help: "Looks", Run: private("Looked."),
		Asks: func(ctx context.Context, in *bot.Interaction) ([]bot.Enquiry, error) {
			asked <- in.Guild
			select {
			case <-release:
			case <-ctx.Done():
			}
			return nil, ctx.Err()
		},
	}, {Name: "hello", Help: "Says hello", Run: private("Hello.")}}, options{world: func(r *rig) {
		for i := range servers {
			g := r.sb.AddGuild(fmt.Sprint("Club ", i))
			g.AddChannel("book-club")
			where = append(where, g.AddMember("Ana"))
		}
	}})
	return r, where, asked, release
}

// asks has people use a command at the same time, and returns what they are
// told, as it comes.
func (r *rig) asks(line string, people ...*sandbox.Person) <-chan string {
	answers := make(chan string, len(people))
	for _, p := range people {
		go func() {
			a, err := p.Slash(r.t.Context(), line)
			if err != nil {
				r.t.Error(line, err)
				answers <- ""
				return
			}
			answers <- a.Message.Text()
			r.sb.Turn(0)
		}()
	}
	return answers
}

// However often a server asks for what takes minutes, that is done once at a
// time, and whatever else anybody asks is answered.
func TestALongEnquiryHoldsUpNothingElse(t *testing.T) {
	t.Parallel()
	r, _, asked, release := patients(t, 0)
	ana := r.sb.As("Ana")
	const all = 70
	crowd := make([]*sandbox.Person, all)
	for i := range crowd {
		crowd[i] = ana
	}
	answers := r.asks("/doctor", crowd...)
	<-asked
	hello := r.asks("/hello", ana)
	r.await("the others are told, and hello is said", func() bool { return len(answers) == all-1 && len(hello) == 1 })
	for range all - 1 {
		if got := <-answers; !strings.Contains(got, "already") || !strings.Contains(got, "try again") {
			t.Error(got)
		}
	}
	if got := <-hello; got != "Hello." {
		t.Error(got)
	}
	if s := r.bot.Stats(); s.Refusals != all-1 || s.Busy != 0 || len(asked) != 0 {
		t.Errorf("%+v, %d more begun", s, len(asked))
	}
	close(release)
	if got := <-answers; got != "Looked." {
		t.Error(got)
	}
	for range 2 { // as soon as one is answered, the next may come
		if got := r.slash("Ana", "/doctor").Message.Text(); got != "Looked." {
			t.Error(got)
		}
	}
	r.clean()
}

// Servers ask side by side, some wait, and those beyond are told.
func TestLongEnquiriesOfManyServers(t *testing.T) {
	t.Parallel()
	const running, waiting = 4, 4
	r, where, asked, release := patients(t, running+waiting+1)
	first := r.asks("/doctor", where[:running]...)
	for range running {
		<-asked
	}
	rest := r.asks("/doctor", where[running:]...)
	r.await("one is told", func() bool { return len(rest) == 1 })
	if got := <-rest; !strings.Contains(got, "very busy") {
		t.Error(got)
	}
	if got := r.slash("Ana", "/hello").Message.Text(); got != "Hello." {
		t.Error(got)
	}
	if len(asked) != 0 || r.bot.Stats().Busy != 1 {
		t.Error(len(asked), "more have begun")
	}
	close(release)
	for range running {
		if got := <-first; got != "Looked." {
			t.Error(got)
		}
	}
	for range waiting {
		if got := <-rest; got != "Looked." {
			t.Error(got)
		}
	}
	for _, p := range where { // who was sent away too
		if got := <-r.asks("/doctor", p); got != "Looked." {
			t.Error(got)
		}
	}
	r.clean()
}

// A server whose enquiry went wrong may ask again.
func TestAnEnquiryThatPanics(t *testing.T) {
	t.Parallel()
	r := start(t, []bot.Action{{
		Name: "doctor", Help: "Looks", Run: private("never"),
		Asks: func(context.Context, *bot.Interaction) ([]bot.Enquiry, error) { panic("at once") },
	}}, options{})
	for range 6 { // more than run at once
		if got := r.slash("Ana", "/doctor").Message.Text(); !strings.Contains(got, "went wrong") {
			t.Error(got)
		}
	}
}

// What actions look up is slower than what the bot may ask of Discord in all,
// so that posts go out beside it.
func TestLookUpsLeaveRoomForPosts(t *testing.T) {
	t.Parallel()
	asks := make([]bot.Enquiry, 5)
	const allowed = 3
	r, d, found := doctor(t, &asks, options{tune: func(b *bot.Bot) { b.LookUps(allowed) }})
	for i := range asks {
		asks[i].Channel = r.guild.AddChannel(fmt.Sprint("club-", i))
	}
	r.slash("Ana", "/doctor")
	seen := 0
	for _, f := range <-found {
		switch f.Unseen {
		case "":
			seen++
		case "I did not come to the end of it in time.":
		default:
			t.Errorf("%+v", f)
		}
	}
	if n := r.count("GET", "/channels/", 200); n != allowed || seen != allowed {
		t.Error(unexpected("look-ups", n, allowed), seen)
	}
	d.add(1, posts(r.channel, func() bot.Message { return says("A card", "Open", bot.CustomID("note/open", 5)) }))
	r.done(d, 1, 1)
	if all, looks, directs := r.bot.Rates(); looks*3 > all || all > 45 || directs > 1 {
		t.Error("requests a second, look-ups, new direct messages:", all, looks, directs)
	}
	r.clean()
}
