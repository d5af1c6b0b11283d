package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"dogear/bot/sandbox"
)

// begins makes the club of a short story: a book of six chapters in two
// checkpoints, a week and two weeks from the start, and Ana in its read.
func (p *play) begins() {
	p.t.Helper()
	p.slash("Miriam", "/club setup timezone:Europe/London role:Readers")
	p.slash("Miriam", "/book add title:Never Let Me Go chapters:6")
	plan := p.slash("Miriam", "/schedule plan book:Never Let Me Go start:today pace:3")
	p.has(p.press("Miriam", plan, "Start this read"), "is planned")
	p.has(p.press("Ana", p.card(), "Join"), "You are reading")
	p.getsRole("Ana", true)
}

// opensFirst turns the clock to the first checkpoint of the short story.
func (p *play) opensFirst() {
	start := storyStart()
	p.discord.TurnTo(time.Date(start.Year(), start.Month(), start.Day()+7, 18, 0, 1, 0, start.Location()))
}

// said compares all that is public, in order, with a last note behind it.
func (p *play) said(want ...string) {
	p.t.Helper()
	p.note("Ana", "/note chapter:everyone text:The end.")
	want = append(want, "left a thought for everyone")
	if got := p.public(); !slices.EqualFunc(got, want, strings.Contains) {
		p.t.Errorf("public are\n%s\n\nand should be\n%s", strings.Join(got, "\n---\n"), strings.Join(want, "\n---\n"))
	}
}

// keepsToSpec checks every request by Discord's specification, where that is
// at hand.
func (p *play) keepsToSpec() {
	p.t.Helper()
	if _, err := findSpec(); err != nil {
		return // TestStoryKeepsToDiscordsSpecification says so
	}
	spec := openSpec(p.t)
	for _, r := range p.discord.Requests() {
		spec.check(p.t, r)
	}
}

func newShortPlay(t *testing.T) *play {
	t.Helper()
	return newPlay(t, sandbox.Options{Start: storyStart(), Record: true}, "Ana", "Ben")
}

// A connection that breaks is resumed: nobody's command is lost, and a
// checkpoint that falls due meanwhile is posted once.
func TestGatewayDrops(t *testing.T) {
	t.Parallel()
	p := newShortPlay(t)
	p.boot()
	p.begins()
	chapter := 0
	for name, fault := range map[string]func(*sandbox.Sandbox){
		"drop": (*sandbox.Sandbox).Drop, "asked to reconnect": (*sandbox.Sandbox).Reconnect,
		"closed": func(d *sandbox.Sandbox) { d.CloseGateway(4000) },
	} {
		before := p.discord.GatewayStats()
		fault(p.discord)
		p.opensFirst()
		chapter++
		p.has(p.slash("Ana", fmt.Sprint("/progress at:", chapter)), fmt.Sprint("Chapter ", chapter))
		p.isBack(before)
		if now := p.discord.GatewayStats(); now.Identifies > before.Identifies {
			t.Errorf("%s: the session was there to be resumed: %+v, before %+v", name, now, before)
		}
	}
	p.said("### Never Let Me Go", "### Checkpoint 1")
	p.wellBehaved()
	p.keepsToSpec()
}

// isBack waits until the bot is connected anew.
func (p *play) isBack(before sandbox.GatewayStats) {
	p.t.Helper()
	p.await("another connection", func() bool {
		now := p.discord.GatewayStats()
		return now.Live == 1 && now.Connections > before.Connections
	})
}

// A session that Discord does not know any more is begun anew, whatever it is
// that says so.
func TestGatewaySessionsEnd(t *testing.T) {
	t.Parallel()
	refused := func(mode string) func(*sandbox.Sandbox) {
		return func(d *sandbox.Sandbox) {
			d.RefuseResume(mode)
			d.Drop()
		}
	}
	for name, fault := range map[string]func(*sandbox.Sandbox){
		"invalid session":          func(d *sandbox.Sandbox) { d.InvalidSession(false) },
		"resume is invalid":        refused("invalid"),
		"resume is to reconnect":   refused("reconnect"),
		"resume has a bad number":  refused("4007"),
		"resume of a session over": refused("4009"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newShortPlay(t)
			p.boot()
			p.begins()
			before := p.discord.GatewayStats()
			fault(p.discord)
			p.opensFirst()
			p.post("### Checkpoint 1") // needs no gateway
			p.isBack(before)
			if n := p.discord.GatewayStats().Resumes - before.Resumes; n > 1 && name != "resume is to reconnect" { // that session lives
				t.Errorf("%d times the bot resumed what is gone", n)
			}
			p.has(p.slash("Ana", "/progress at:3"), "Chapter 3")
			p.said("### Never Let Me Go", "### Checkpoint 1")
			p.wellBehaved()
		})
	}
}

// Whatever becomes of a request, what it was for happens once.
func TestRESTFaults(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]sandbox.Fault{
		"too many requests":           {Status: 429, RetryAfter: 0.3},
		"server error":                {Status: 500},
		"connection cut":              {Status: 0},
		"reply lost after its effect": {Status: 0, AfterEffect: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			storyOfFaults(newShortPlay(t), fault)
		})
	}
}

// storyOfFaults tells a short story in which a fault strikes each kind of
// request once.
func storyOfFaults(p *play, fault sandbox.Fault) {
	hits := 0
	strike := func(method, prefix, match string) {
		f := fault
		f.Method, f.PathPrefix, f.Match, f.Times = method, prefix, match, 1
		p.discord.Fault(f)
		hits++
	}
	struck := func() {
		p.t.Helper()
		p.await(fmt.Sprintf("%d faults", hits), func() bool { return p.discord.FaultHits() == hits })
	}
	strike("PUT", "/applications/", "/commands")
	strike("POST", "/channels/", "/messages")
	strike("PUT", "/guilds/", "/roles/")
	p.boot()
	p.begins()
	p.press("Ben", p.card(), "Join")
	p.getsRole("Ben", true)
	struck()
	strike("POST", "/interactions/", "/callback")
	p.has(p.slash("Ana", "/progress at:3"), "Chapter 3")
	further := p.slash("Ana", "/progress at:4")
	strike("POST", "/interactions/", "/callback")
	p.has(p.press("Ana", further, "Undo"), "Chapter 3") // an update of what is there
	strike("POST", "/channels/", "/messages")
	strike("DELETE", "/guilds/", "/roles/")
	p.slash("Ben", "/leave")
	p.note("Ana", "/note text:"+p.secret("So it was that."))
	p.getsRole("Ben", false)
	struck()
	strike("POST", "/channels/", "/messages")
	strike("PATCH", "/channels/", "/messages/")
	p.opensFirst()
	p.has(p.post("### Checkpoint 1"), "Chapters 1-3")
	p.await("the card to go on", func() bool { return strings.Contains(p.card().Text(), "Chapters 4-6") })
	struck()
	p.said("### Never Let Me Go", "left a thought about **Chapter 3**", "### Checkpoint 1")
	p.has(p.slash("Miriam", "/schedule show"), "1 reader")
	p.keepsToSpec()
	p.wellBehaved()
}
