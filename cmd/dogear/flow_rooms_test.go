package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"dogear/bot/sandbox"
)

// newRoomsPlay is the short story in a club with rooms, with its first
// checkpoint open, and someone who keeps order by hand.
func newRoomsPlay(t *testing.T) (p *play, o *oracle) {
	t.Helper()
	p = newPlay(t, sandbox.Options{Start: storyStart(), Record: true}, "Ana", "Ben", "Dora")
	p.guild.AddMember("Madame", sandbox.PermissionManageThreads)
	p.boot()
	o = openOracle(t, p.file)
	t.Cleanup(o.close)
	p.has(p.slash("Miriam", "/club setup timezone:Europe/London rooms:true"), "I have every permission")
	p.slash("Miriam", "/book add title:Never Let Me Go chapters:6")
	plan := p.slash("Miriam", "/schedule plan book:Never Let Me Go start:today pace:3")
	p.press("Miriam", plan, "Start this read")
	p.press("Ana", p.card(), "Join")
	p.opensFirst()
	p.post("### Checkpoint 1")
	p.idle(o)
	return p, o
}

// idle waits until the bot has nothing to do.
func (p *play) idle(o *oracle) {
	p.t.Helper()
	look := time.NewTicker(10 * time.Millisecond)
	defer look.Stop()
	for {
		what, err := o.busy(p.discord.Now(), time.Now())
		if err != nil {
			p.t.Fatal(err)
		}
		if what == "" {
			return
		}
		select {
		case <-look.C:
		case <-p.ctx.Done():
			p.t.Fatalf("never quiet: %s; the bot wrote:\n%s", what, p.log)
		}
	}
}

// inside are the names of those in a thread, in order.
func (p *play) inside(thread string, names ...string) string {
	var in []string
	for _, id := range p.discord.MembersOf(thread) {
		for _, name := range names {
			if p.discord.As(name).ID == id {
				in = append(in, name)
			}
		}
	}
	slices.Sort(in)
	return strings.Join(in, " ")
}

func TestRooms(t *testing.T) {
	t.Parallel()
	p, o := newRoomsPlay(t)
	holds := func(thread, want string) {
		t.Helper()
		p.idle(o)
		if got := p.inside(thread, "Ana", "Ben", "Dora", "Madame", "Miriam"); got != want {
			t.Errorf("in the room: %q, want %q", got, want)
		}
	}
	room := o.rooms()[0]
	p.slash("Ana", "/progress at:3")
	if p.discord.As("Ana").CanSee(room) {
		t.Error("the room is seen by one who has not entered it")
	}
	p.has(p.press("Ana", p.post("### Checkpoint 1"), "Enter the room"), "on your way into")
	holds(room, "Ana")
	ana := p.discord.As("Ana").In(room)
	welcome := ana.Sees()
	if len(welcome) == 0 || !strings.Contains(welcome[0].Text(), "This room is for") {
		t.Errorf("in the room stands %v", welcome)
	}
	if err := ana.AddTo(room, p.discord.As("Ben")); err == nil {
		t.Error("who is in a room lets others in")
	}
	ana.Say("So that is what the ring meant.")
	early := p.press("Ben", p.post("### Checkpoint 1"), "Enter the room")
	p.has(early, "opens at Chapter 3", "not in this read")
	p.press("Ben", early, "Join")
	p.has(p.press("Ben", p.press("Ben", p.post("### Checkpoint 1"), "Enter the room"), "I have read to Chapter 3"), "on your way")
	holds(room, "Ana Ben")

	// Archived, it still lets in and takes out.
	p.guild.Archive(room)
	p.slash("Ben", "/progress at:2")
	holds(room, "Ana")
	p.guild.Archive(room)
	p.slash("Ben", "/progress at:3")
	holds(room, "Ana Ben")
	p.slash("Ben", "/leave")
	holds(room, "Ana")

	// A note in the room: its line stands there.
	a, err := ana.Slash(p.ctx, "/note text:"+p.secret("The ring, the ring.")+" kind:quote")
	p.has(p.reply(a, err, "writes in the room"), "is kept")
	p.idle(o)
	seen := ana.Sees()
	isLine := func(m *sandbox.Message) bool {
		return strings.Contains(m.Text(), "left a quote about **Chapter 3**") && strings.Contains(m.Text(), "<@")
	}
	// The line and the private answer come in either order.
	if last := seen[len(seen)-2:]; !slices.ContainsFunc(last, isLine) {
		t.Errorf("the last in the room are %q and %q", last[0].Text(), last[1].Text())
	}

	// It falls silent with the read, and still admits.
	p.has(p.press("Miriam", p.slash("Miriam", "/schedule finish"), "Finish it"), "is finished")
	p.idle(o)
	if ana.Say("One more thing.") != nil {
		t.Error("the room of a finished read can be written in")
	}
	p.guild.Archive(room)
	p.has(p.press("Dora", p.card(), "Join: I have read it before"), "reading")
	p.has(p.press("Dora", p.post("### Checkpoint 1"), "Enter the room"), "not write")
	holds(room, "Ana Dora")
	p.wellBehaved()
}

// The doctor finds what happened by hand, and mends it.
func TestDoctor(t *testing.T) {
	t.Parallel()
	p, o := newRoomsPlay(t)
	room := o.rooms()[0]
	p.slash("Ana", "/progress at:3")
	p.slash("Ben", "/progress at:2")
	p.press("Ana", p.post("### Checkpoint 1"), "Enter the room")
	p.idle(o)
	p.has(p.slash("Miriam", "/club doctor"), "I have every permission", "where they should be", "People with Manage Threads always see")

	madame := p.discord.As("Madame")
	for _, name := range []string{"Ben", "Dora"} {
		if err := madame.AddTo(room, p.discord.As(name)); err != nil {
			t.Fatal(err)
		}
	}
	id := func(name string) string { return "<@" + p.discord.As(name).ID + ">" }
	p.discord.DeleteMessage(p.card().ID)
	report := p.slash("Miriam", "/club doctor")
	p.has(report, id("Ben")+" is in the room of Checkpoint 1: Chapters 1-3", "has not read that far",
		id("Dora")+" is in the room", "not in the read", "The card of Never Let Me Go was deleted")
	p.hasNot(report, id("Ana"))
	p.has(p.press("Miriam", report, "Repair"), "I am on it")
	p.idle(o)
	if got := p.inside(room, "Ana", "Ben", "Dora"); got != "Ana" {
		t.Errorf("after the repair, in the room: %s", got)
	}
	p.card()

	// A right that was taken away is named, and what it stopped is done later.
	p.guild.DenyBot(p.home, sandbox.PermissionSendInThreads)
	p.slash("Ben", "/progress at:3")
	p.press("Ben", p.post("### Checkpoint 1"), "Enter the room")
	p.idle(o)
	p.has(p.slash("Miriam", "/club doctor"), "**Send Messages in Threads**: without it I can let nobody into a room",
		"Someone's place in a room of Never Let Me Go", "I may not let them into the room (Send Messages in Threads)")
	p.guild.DenyBot(p.home, 0)
	p.press("Miriam", p.slash("Miriam", "/club doctor"), "Repair")
	p.idle(o)
	if got := p.inside(room, "Ana", "Ben", "Dora"); got != "Ana Ben" {
		t.Errorf("in the room: %s", got)
	}

	p.guild.DeleteThread(room)
	report = p.slash("Miriam", "/club doctor")
	p.has(report, "The room of Checkpoint 1: Chapters 1-3 of Never Let Me Go was deleted")
	p.press("Miriam", report, "Repair")
	p.idle(o)
	again := o.rooms()[0]
	if got := p.inside(again, "Ana", "Ben", "Dora"); again == room || got != "Ana Ben" {
		t.Errorf("the new room is %s, with %s", again, got)
	}
	p.wellBehaved()
}

// Whatever people do, in any order, and through restarts: when the bot has
// nothing to do, those are in a room who asked for it and have read that far,
// and nobody else.
func TestWhoIsInTheRooms(t *testing.T) {
	t.Parallel()
	p, o := newRoomsPlay(t)
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0)) //nolint:gosec // a play is no secret
	names := []string{"Ana", "Ben", "Dora"}
	asked, undo := map[string]bool{}, map[string]*sandbox.Message{}
	for step := range 60 {
		name := names[rng.IntN(len(names))]
		did := ""
		switch act := rng.IntN(12); act {
		case 0, 1, 2:
			did = fmt.Sprint("/progress at:", []string{"start", "2", "3", "6"}[rng.IntN(4)])
			undo[name] = p.slash(name, did)
		case 3, 4, 5:
			did = "enters"
			if strings.Contains(p.press(name, p.post("### Checkpoint 1"), "Enter the room").Text(), "on your way") {
				asked[name] = true
			}
		case 6:
			did = "leaves"
			p.slash(name, "/leave")
			delete(asked, name)
		case 7:
			did = "undoes"
			if m := undo[name]; m != nil && slices.Contains(m.Buttons(), "Undo") {
				p.press(name, m, "Undo")
			}
			delete(undo, name)
		case 8:
			did = "archives the room"
			p.guild.Archive(o.rooms()[0])
		case 9:
			did = "turns rooms on or off"
			p.slash("Miriam", fmt.Sprint("/club settings rooms:", rng.IntN(2) == 0))
		case 10:
			did = "restarts"
			p.halt()
			p.boot()
		default:
			did = "joins again"
			if rng.IntN(4) == 0 {
				if a := p.press(name, p.card(), "Join: I have read it before"); a.CustomID("Open all of it") != "" {
					p.press(name, a, "Open all of it")
				}
			} else {
				p.press(name, p.card(), "Join")
			}
		}
		if step%3 == 0 {
			p.seated(o, names, asked, fmt.Sprintf("step %d: %s %s", step, name, did))
		}
	}
	p.seated(o, names, asked, "the end")
	p.wellBehaved()
}

// seated checks who is in the room, by what the database says of where they are.
func (p *play) seated(o *oracle, names []string, asked map[string]bool, when string) {
	p.t.Helper()
	p.idle(o)
	var want []string
	for _, name := range names {
		may := false
		o.each(`SELECT left_at IS NULL AND (rereads OR position >= 3) FROM reader WHERE user_id = ?`,
			func(scan func(...any)) { scan(&may) }, p.discord.As(name).ID)
		if may && asked[name] {
			want = append(want, name)
		}
	}
	if got := p.inside(o.rooms()[0], names...); got != strings.Join(want, " ") {
		p.t.Fatalf("%s: in the room: %q, want %q", when, got, strings.Join(want, " "))
	}
}
